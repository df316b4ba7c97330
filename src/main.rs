//! The `alate` command: from the command line to files, messages and processes.
//!
//! All knowledge of the language is in the compiler; here are files, the cache, the linker, and what
//! the user sees.

mod actions;
mod arguments;
mod cache;
mod calls;
mod codec;
mod failure;
mod files;
mod hash;
mod initial;
mod library;
mod link;
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
use std::process::ExitCode;

fn main() -> ExitCode {
    unit::keep_panics_quiet();
    match Command::parse().action {
        Action::Build(build) => actions::build(&build),
        Action::Run(run) => actions::run(&run),
        Action::Check(check) => actions::check(&check),
        Action::Repl(repl) => shell::commands::repl(&repl),
    }
}
