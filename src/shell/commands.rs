//! What is started with the compiler beside it: the shell, expressions of the command line, scripts.

use super::run;
use crate::arguments::{Repl, Run};
use alate_runtime::start::hosted::Main;
use std::path::PathBuf;
use std::process::ExitCode;

/// The shell, with these files loaded.
pub fn repl(arguments: &Repl) -> ExitCode {
    let mut words = Words::default();
    for file in &arguments.files {
        words.add(["compile", &file.display().to_string()]);
    }
    words.add(["repl"]);
    words.perform(&arguments.folders)
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
        let main = Main {
            module: "lfe_shell",
            function: "start",
            arguments: &self.0,
            takes_arguments: true,
        };
        let failure = run(main, folders);
        eprintln!("alate: error: {failure}");
        for advice in failure.advice {
            eprintln!("  {advice}");
        }
        ExitCode::FAILURE
    }
}
