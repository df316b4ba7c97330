//! `alate lsp`: the language server. Editors start it and speak the Language Server Protocol with it over
//! standard input and output.
//!
//! ```text
//!  editor ─▶ transport ─▶ server ─▶ requests on threads of their own ─▶ answers
//!                           │          lookup, hover, definition, completion, symbols: on texts that are
//!                           │          read, not expanded (workspace, cursor)
//!                           └─▶ worker: a process that compiles one text ─▶ diagnostics, what macros define
//! ```

mod capabilities;
mod completion;
mod cursor;
mod definition;
mod diagnostics;
mod expansion;
mod hover;
mod lookup;
mod server;
mod symbols;
mod text;
mod transport;
mod uri;
mod worker;
mod workspace;

use crate::arguments::Lsp;
use std::process::ExitCode;

pub fn run(arguments: &Lsp) -> ExitCode {
    match arguments.worker {
        true => worker::serve(),
        false => server::serve(&arguments.folders),
    }
}
