//! What a user sees of an exception that nobody caught.

use super::backtrace;
use crate::term::{self, Syntax};
use crate::word::Word;
use alate_abi::context::{CLASS_ERROR, CLASS_EXIT, Context};
use alate_abi::sections::Location;
use std::fmt::Write;

/// Class, reason, and the Lisp functions that were under way.
pub fn uncaught_text(ctx: &mut Context) -> String {
    let class = match ctx.error_class {
        CLASS_ERROR => "error",
        CLASS_EXIT => "exit",
        _ => "throw",
    };
    let mut out = format!("exception {class}: {}\n", text(Word(ctx.error_reason)));
    out.push_str(&trace_text(Word(ctx.error_trace)));
    out
}

/// A trace, raw or built, one line a call.
pub fn trace_text(trace: Word) -> String {
    let mut out = String::new();
    for word in trace.list() {
        let _ = writeln!(out, "  in {}", entry(word));
    }
    out
}

/// Longer terms are cut.
const LONGEST: usize = 1000;

fn text(term: Word) -> String {
    term::text_limited(term, Syntax::LispText, LONGEST)
}

fn entry(word: Word) -> String {
    if word.is_fixnum() {
        // SAFETY: a fixnum in a raw trace is the address of a static location.
        let location = unsafe { &*(word.0 as *const Location) };
        let (module, function) = (Word(location.module), Word(location.function));
        let mut out = format!("{}:{}/{}", text(module), text(function), location.arity);
        if location.line > 0 {
            let _ = write!(
                out,
                " ({}:{})",
                backtrace::file_name(location),
                location.line
            );
        }
        return out;
    }
    let Some(tuple) = word.as_tuple() else {
        return text(word);
    };
    let [module, function, arguments, ..] = tuple.elements() else {
        return text(word);
    };
    match arguments.list_elements() {
        Some(arguments) => {
            let mut out = format!("({}:{}", text(*module), text(*function));
            for argument in arguments {
                let _ = write!(out, " {}", text(argument));
            }
            out.push(')');
            out
        }
        None => format!("{}:{}/{}", text(*module), text(*function), text(*arguments)),
    }
}
