//! The `alate` command: from the command line to files, messages and processes.
//!
//! All knowledge of the language is in the compiler; here are files, the cache, the linker, and what
//! the user sees.

mod actions;
mod arguments;
mod behaviours;
mod cache;
mod calls;
mod carried;
mod codec;
mod documentation;
mod failure;
mod files;
mod hash;
mod includes;
mod initial;
mod library;
mod link;
mod lsp;
mod macros;
mod pack;
mod plan;
mod report;
mod shell;
mod source;
mod surroundings;
mod timings;
mod unit;

use arguments::{Action, Command};
use clap::Parser;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    unit::keep_panics_quiet();
    if let Some(program) = carried::own() {
        return shell::commands::program(program);
    }
    let mut arguments = std::env::args_os();
    let name = arguments.next().map(PathBuf::from).unwrap_or_default();
    let name = name.file_name().unwrap_or_default().to_string_lossy();
    let arguments: Vec<_> = arguments.collect();
    if let Some(status) = shell::names::run_as(&name, arguments.clone()) {
        return status;
    }
    if let [file, rest @ ..] = arguments.as_slice()
        && !Command::is_action(file)
        && Path::new(file).is_file()
    {
        return shell::commands::script(Path::new(file), rest.to_vec());
    }
    match Command::parse().action {
        Action::Build(build) => actions::build(&build),
        Action::Run(run) => actions::run(&run),
        Action::Check(check) => actions::check(&check),
        Action::Doc(doc) => documentation::show(&doc),
        Action::Lsp(lsp) => lsp::run(&lsp),
        Action::Repl(repl) => shell::commands::repl(&repl),
    }
}
