//! A runtime in which the compiler answers: the shell, scripts, and programs that compile while they
//! run. What the user sees is written in Lisp, in the module `lfe_shell` of the library; here are its
//! questions' answers.

pub mod commands;
mod editor;
mod evaluator;
pub mod names;
mod wire;

use crate::failure::Failure;
use crate::library::Library;
use crate::macros::{Macros, Started};
use crate::plan;
use crate::surroundings::Surroundings;
use alate_compiler::pipeline::Compiled;
use alate_runtime::start::hosted::{self, Main, Role};
use editor::Terminal;
use evaluator::Evaluator;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use wire::{Answer, Question};

/// Answers nobody understands the question of.
fn not_understood() -> Answer {
    let text = "the compiler does not understand this question".to_owned();
    Answer::tagged("error", [Answer::Text(text)])
}

/// What is run with the compiler beside it.
#[derive(Default)]
pub struct Program {
    /// Module and function that the first process calls, with its arguments as a list of strings if
    /// there are any to be given.
    pub main: (String, String),
    pub arguments: Option<Vec<String>>,
    /// Where modules are looked for that it calls.
    pub folders: Vec<PathBuf>,
    /// Whether signals mean what they mean to any program; else they interrupt what is evaluated.
    pub has_signals: bool,
    pub modules: Vec<Compiled>,
    pub library: Vec<String>,
    /// Modules whose dynamic variables get values first.
    pub initialised: Vec<String>,
}

/// Runs a program with the compiler beside it; with the program's end this one ends.
///
/// Answers only if it could not be started.
pub fn run(program: Program) -> Failure {
    match start(program) {
        Ok(never) => match never {},
        Err(failure) => failure,
    }
}

enum Never {}

fn start(mut program: Program) -> Result<Never, Failure> {
    let library: &'static Library = Box::leak(Box::new(Library::open()?));
    let surroundings = Surroundings::new(library, &[], &program.folders);
    let surroundings: &'static Surroundings = Box::leak(Box::new(surroundings));
    let waiting: Interrupted = Arc::default();
    if !program.has_signals {
        attend_to_signals(waiting.clone())
            .map_err(|error| Failure::new(format!("cannot attend to signals: {error}")))?;
    }
    program.library.push(program.main.0.clone());
    let arguments = program.arguments.as_deref();
    let started = Started {
        role: match program.has_signals {
            true => Role::Program,
            false => Role::Shell,
        },
        main: Main {
            module: &program.main.0,
            function: &program.main.1,
            arguments: arguments.unwrap_or_default(),
            takes_arguments: arguments.is_some(),
            initialised: &program.initialised,
        },
        modules: &program.modules,
        library: &program.library,
    };
    let macros = Macros::started(surroundings, started).map_err(Failure::new)?;
    let macros: &'static Macros = Box::leak(Box::new(macros));
    let evaluator = Evaluator::new(library, surroundings, macros, &program.modules);
    let evaluator: &'static Evaluator = Box::leak(Box::new(evaluator));
    let Some(service) = macros.service() else {
        return Err(Failure::new("the runtime has not started"));
    };
    let (lines, asked) = mpsc::channel();
    thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(move || at_terminal(evaluator, asked))
        .map_err(|error| Failure::new(format!("no thread for the terminal: {error}")))?;
    plan::use_deep_threads();
    loop {
        let question = service.next();
        match Question::from_bytes(&question.bytes) {
            None => question.answer(not_understood().to_bytes()),
            // The thread ends with the process.
            Some(Question::Read(prompt)) => drop(lines.send((prompt, question))),
            Some(Question::Interrupt) => {
                let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                *waiting = Some(question);
            }
            Some(understood) => {
                let answer = move || {
                    // A defect of the compiler must not leave whoever asks waiting.
                    let answer = || evaluator.answer(understood);
                    let answer = catch_unwind(AssertUnwindSafe(answer));
                    let answer = answer.unwrap_or_else(|_| evaluator::failed_itself());
                    question.answer(answer.to_bytes());
                };
                // A thread for each: a macro that is being called may ask for an evaluation itself.
                if let Err(error) = plan::deep_thread().spawn(answer) {
                    return Err(Failure::new(format!("no thread to compile: {error}")));
                }
            }
        }
    }
}

/// The process that waits for the user's interrupts.
type Interrupted = Arc<Mutex<Option<hosted::Question>>>;

/// SIGINT interrupts what is evaluated, and ends the program where nothing can be; so does SIGTERM.
fn attend_to_signals(waiting: Interrupted) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let attend = move || {
        for signal in signals.forever() {
            let asked = waiting
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            match asked {
                Some(question) if signal == SIGINT => {
                    question.answer(Answer::atom("interrupted").to_bytes());
                }
                _ => hosted::end(128 + signal),
            }
        }
    };
    let begun = thread::Builder::new()
        .name("signals".to_owned())
        .spawn(attend);
    begun.map(drop)
}

/// Answers `#(read prompt)`: by `no_terminal` if standard input is none.
fn at_terminal(evaluator: &'static Evaluator, asked: Receiver<(String, hosted::Question)>) {
    let is_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut terminal = None;
    for (prompt, question) in asked {
        if is_terminal && terminal.is_none() {
            terminal = Terminal::new(evaluator).ok();
        }
        let answer = match &mut terminal {
            Some(terminal) => terminal.read(&prompt),
            None => Answer::atom("no_terminal"),
        };
        question.answer(answer.to_bytes());
    }
}
