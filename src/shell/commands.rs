//! What is started with the compiler beside it: the shell, expressions of the command line, scripts.

use super::{Program, run};
use crate::actions;
use crate::arguments::{Action, Command, Repl, Run};
use crate::carried::Carried;
use crate::failure::Failure;
use clap::Parser;
use std::ffi::OsString;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The shell, with these files loaded.
pub fn repl(arguments: &Repl) -> ExitCode {
    let mut words = Words::default();
    for file in &arguments.files {
        words.add(["compile", &file.display().to_string()]);
    }
    if is_coloured() {
        words.add(["colour"]);
    }
    words.add(["banner", "repl"]);
    words.perform(&arguments.folders)
}

/// Whether what the shell prints is to be coloured.
pub fn is_coloured() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    std::io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
}

/// Forms of the command line, one after the other in one session, and then those of a file.
pub fn evaluate(arguments: &Run) -> ExitCode {
    let mut words = Words::default();
    for expression in &arguments.evaluate {
        words.add(["evaluate", expression]);
    }
    if let Some(file) = &arguments.file {
        words.add(["script", &file.display().to_string()]);
        let arguments = arguments.arguments.iter();
        let arguments: Vec<_> = arguments.map(|one| one.to_string_lossy()).collect();
        words.add(arguments.iter().map(AsRef::as_ref));
    }
    words.perform(&arguments.program.folders)
}

/// What `lfe_shell:start/1` is to do, in order: its documentation lists the words.
#[derive(Default)]
pub struct Words(Vec<String>);

impl Words {
    pub fn add<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        self.0.extend(words.into_iter().map(str::to_owned));
    }

    /// Does it; the program ends with that.
    pub fn perform(self, folders: &[PathBuf]) -> ExitCode {
        ended(run(Program {
            main: ("lfe_shell".to_owned(), "start".to_owned()),
            arguments: Some(self.0),
            folders: folders.to_vec(),
            ..Program::default()
        }))
    }
}

fn ended(failure: Failure) -> ExitCode {
    eprintln!("alate: error: {failure}");
    for advice in failure.advice {
        eprintln!("  {advice}");
    }
    ExitCode::FAILURE
}

/// The program that this executable carries.
pub fn program(carried: Result<Carried, Failure>) -> ExitCode {
    let carried = match carried {
        Ok(carried) => carried,
        Err(failure) => return ended(failure),
    };
    let (module, arity) = carried.main;
    let arguments = std::env::args_os().skip(1);
    let arguments = arguments.map(|one| one.to_string_lossy().into_owned());
    ended(run(Program {
        main: (module, "main".to_owned()),
        arguments: (arity == 1).then(|| arguments.collect()),
        has_signals: true,
        modules: carried.modules,
        library: carried.library,
        initialised: carried.initialised,
        folders: Vec::new(),
    }))
}

/// What a file that is given instead of a command is: a script.
pub fn script(file: &Path, arguments: Vec<OsString>) -> ExitCode {
    let text = fs::read_to_string(file).unwrap_or_default();
    if text.lines().any(|line| line.starts_with("(defmodule")) {
        let command = [
            OsString::from("alate"),
            "run".into(),
            "--".into(),
            file.into(),
        ];
        let command = Command::parse_from(command.into_iter().chain(arguments));
        return match command.action {
            Action::Run(run) => actions::run(&run),
            _ => ExitCode::FAILURE,
        };
    }
    let mut words = Words::default();
    let has_main = text.lines().any(|line| line.starts_with("(defun main"));
    words.add([
        if has_main { "slurp" } else { "script" },
        &file.to_string_lossy(),
    ]);
    let arguments: Vec<_> = arguments.iter().map(|one| one.to_string_lossy()).collect();
    words.add(arguments.iter().map(AsRef::as_ref));
    words.perform(&[])
}
