//! From return addresses to stack traces.

use crate::atom::well_known;
use crate::heap;
use crate::process::Own;
use crate::stack::{Stack, calls as stack};
use crate::word::Word;
use alate_abi::context::Context;
use alate_abi::sections::Location;

/// Frames that a trace names at most; OTP's default of `backtrace_depth`.
const DEPTH: usize = 8;

/// The raw trace from an `sp` down, beginning with `first`: entries or locations, 0 left out.
pub fn raw(ctx: &mut Context, sp: u64, first: &[u64]) -> Word {
    // SAFETY: the context's stack is that of the process that runs.
    let stack = unsafe { stack::of(ctx) };
    let words = walk(stack.as_deref(), sp, first);
    heap::list(ctx, words, Word::NIL)
}

/// The trace of the process that runs, called from a place in a builtin that looks at it.
pub fn here(ctx: &mut Context) -> Word {
    let (sp, location) = (ctx.place_sp, ctx.place_location);
    let raw = raw(ctx, sp, &[location]);
    build(ctx, raw)
}

/// The trace of a process that does not run.
pub fn elsewhere(ctx: &mut Context, own: &Own) -> Word {
    let sp = own.stack.base() + own.used;
    let words = walk(Some(&own.stack), sp as u64, &[]);
    let raw = heap::list(ctx, words, Word::NIL);
    build(ctx, raw)
}

/// Module, function and arity of the innermost call of a process that does not run. It makes no words.
pub fn innermost(own: &Own) -> Option<[u64; 3]> {
    let sp = own.stack.base() + own.used;
    let frames = own.stack.frames(sp).take(DEPTH);
    let mut places = frames.map(|frame| frame.location);
    let location = places.find(|location| !location.is_null())?;
    // SAFETY: a row's location is null or static.
    let location = unsafe { &*location };
    let arity = Word::fixnum(location.arity as i64);
    Some([location.module, location.function, arity.0])
}

fn walk(stack: Option<&Stack>, sp: u64, first: &[u64]) -> Vec<Word> {
    let mut words: Vec<Word> = first
        .iter()
        .filter(|word| **word != 0)
        .map(|word| Word(*word))
        .collect();
    if let Some(stack) = stack {
        let frames = stack.frames(sp as usize).take(DEPTH * 4);
        for frame in frames {
            if words.len() >= DEPTH {
                break;
            }
            let location = frame.location as u64;
            if location != 0 && words.last() != Some(&Word(location)) {
                words.push(Word(location));
            }
        }
    }
    words
}

/// A raw trace as the list that a handler sees.
pub fn build(ctx: &mut Context, raw: Word) -> Word {
    let mut entries = Vec::new();
    for word in raw.list() {
        entries.push(if word.is_fixnum() {
            location_entry(ctx, word, None)
        } else {
            word
        });
    }
    heap::list(ctx, entries, Word::NIL)
}

/// `#(module function arity-or-arguments (#(file "…") #(line n)))` of a location.
pub fn location_entry(ctx: &mut Context, location: Word, arguments: Option<Word>) -> Word {
    // SAFETY: a fixnum in a raw trace is the address of a static location.
    let location = unsafe { &*(location.0 as *const Location) };
    let mut info = Word::NIL;
    if location.line > 0 {
        let file = file_name(location);
        let text = heap::char_list(ctx, &file);
        let file = heap::tuple(ctx, &[well_known::FILE.get(), text]);
        let line = Word::fixnum(location.line as i64);
        let line = heap::tuple(ctx, &[well_known::LINE.get(), line]);
        info = heap::list(ctx, [file, line], Word::NIL);
    }
    let arity = arguments.unwrap_or(Word::fixnum(location.arity as i64));
    heap::tuple(
        ctx,
        &[Word(location.module), Word(location.function), arity, info],
    )
}

/// The name of a location's file.
pub fn file_name(location: &Location) -> String {
    if location.file.is_null() || location.file_length == 0 {
        return String::new();
    }
    // SAFETY: the compiler has written that many bytes there.
    let bytes = unsafe { std::slice::from_raw_parts(location.file, location.file_length as usize) };
    String::from_utf8_lossy(bytes).into_owned()
}
