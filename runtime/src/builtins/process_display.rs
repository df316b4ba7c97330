//! `process_display`: what a process is doing, for a person to read.

use super::entry::builtins;
use super::inspection::inspect;
use crate::atom::well_known;
use crate::binary;
use crate::error::{self, Summary};
use crate::process::Subject;
use crate::word::{Answer, Word};
use alate_abi::context::Context;

/// The text; `undefined` of a process that is dead.
fn of_subject(ctx: &mut Context, subject: Option<Subject>, _: Word) -> Answer {
    let Some(subject) = subject else {
        return Ok(well_known::UNDEFINED.get());
    };
    let trace = match subject.is_caller {
        true => error::trace_here(ctx),
        false => error::trace_elsewhere(ctx, subject.own()),
    };
    let mut text = format!("{}\n", Summary::of(&subject));
    text.push_str(&error::trace_text(trace));
    binary::from_bytes(ctx, text.as_bytes())
}

builtins! {
    /// What a process is doing, and its stack trace, as text.
    alate_process_text(pid) = |ctx, pid| inspect(ctx, pid, Word::NIL, of_subject);
}
