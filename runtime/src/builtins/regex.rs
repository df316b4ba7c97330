//! Regular expressions, for Erlang's module `re`.

use super::entry::builtins;
use super::text::with_bytes;
use crate::atom::{self, well_known};
use crate::binary;
use crate::heap;
use crate::regex::{self, Code, Limits, Match, Outcome, Search, Wrong};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use std::sync::Arc;

/// The bit of a global search among the options; PCRE2 does not use it.
const GLOBAL: i64 = 1 << 32;

fn atom(name: &str) -> Answer {
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

/// The code of a key; or `#(error #(Text Position))`.
fn code(ctx: &mut Context, key: Word) -> Result<Result<Arc<Code>, Word>, Failure> {
    match with_bytes(key, |key| Ok(regex::find(key)))? {
        Ok(code) => Ok(Ok(code)),
        Err(Wrong::Key) => Err(Failure::Badarg),
        Err(Wrong::Memory) => Err(Failure::SystemLimit),
        Err(Wrong::Pattern { text, position }) => {
            let text = heap::char_list(ctx, &text);
            let reason = heap::tuple(ctx, &[text, Word::fixnum(position as i64)]);
            Ok(Err(heap::tuple(ctx, &[well_known::ERROR.get(), reason])))
        }
    }
}

/// `#(re_pattern Groups Unicode Crlf Key)`, OTP's shape.
fn compile(ctx: &mut Context, key: Word) -> Answer {
    let code = match code(ctx, key)? {
        Ok(code) => code,
        Err(error) => return Ok(error),
    };
    let parts = [
        atom("re_pattern")?,
        Word::fixnum(code.groups as i64),
        Word::fixnum(i64::from(code.is_utf)),
        Word::fixnum(i64::from(code.is_crlf_newline)),
        key,
    ];
    let pattern = heap::tuple(ctx, &parts);
    Ok(heap::tuple(ctx, &[well_known::OK.get(), pattern]))
}

/// `#(Name Number)` for each group with a name, by name.
fn names(ctx: &mut Context, key: Word) -> Answer {
    let code = match code(ctx, key)? {
        Ok(code) => code,
        Err(error) => return Ok(error),
    };
    let mut list = Word::NIL;
    for (name, number) in code.names.iter().rev() {
        let name = binary::from_bytes(ctx, name)?;
        let pair = heap::tuple(ctx, &[name, Word::fixnum(*number as i64)]);
        list = heap::cons(ctx, pair, list);
    }
    Ok(list)
}

/// A list of `#(Start Length)`; `#(-1 0)` is a group that took no part.
fn pairs(ctx: &mut Context, found: &Match) -> Word {
    let mut list = Word::NIL;
    for pair in found.iter().rev() {
        let (start, length) = match *pair {
            Some((start, end)) => (start as i64, (end - start) as i64),
            None => (-1, 0),
        };
        let pair = heap::tuple(ctx, &[Word::fixnum(start), Word::fixnum(length)]);
        list = heap::cons(ctx, pair, list);
    }
    list
}

fn limits(term: Word) -> Result<Limits, Failure> {
    let Some(tuple) = term.as_tuple() else {
        return Ok(Limits::DEFAULT);
    };
    let number = |word: &Word| word.as_fixnum().and_then(|value| u32::try_from(value).ok());
    match tuple.elements() {
        [steps, depth] => Ok(Limits {
            steps: number(steps).ok_or(Failure::Badarg)?,
            depth: number(depth).ok_or(Failure::Badarg)?,
        }),
        _ => Err(Failure::Badarg),
    }
}

/// Searches the subject: `nomatch`; the pairs of one match, or in a global search a list of them;
/// `#(error Reason)`.
fn run(
    ctx: &mut Context,
    key: Word,
    subject: Word,
    offset: Word,
    options: Word,
    bounds: Word,
) -> Answer {
    let code = match code(ctx, key)? {
        Ok(code) => code,
        Err(error) => return Ok(error),
    };
    let number = |word: Word| word.as_fixnum().ok_or(Failure::Badarg);
    let offset = usize::try_from(number(offset)?).map_err(|_| Failure::Badarg)?;
    let options = number(options)?;
    let limits = limits(bounds)?;
    let is_global = options & GLOBAL != 0;
    let outcome = with_bytes(subject, |subject| {
        Ok(regex::search(&Search {
            code: &code,
            subject,
            offset,
            options: options as u32,
            is_global,
            limits,
        }))
    })?;
    let reason = match outcome {
        Outcome::Found(matches) if matches.is_empty() => return Ok(well_known::NOMATCH.get()),
        Outcome::Found(matches) if is_global => {
            let mut list = Word::NIL;
            for found in matches.iter().rev() {
                let found = pairs(ctx, found);
                list = heap::cons(ctx, found, list);
            }
            return Ok(list);
        }
        Outcome::Found(matches) => return Ok(pairs(ctx, &matches[0])),
        Outcome::StepLimit => "match_limit",
        Outcome::DepthLimit => "match_limit_recursion",
        Outcome::BadSubject => return Err(Failure::Badarg),
    };
    let reason = atom(reason)?;
    Ok(heap::tuple(ctx, &[well_known::ERROR.get(), reason]))
}

builtins! {
    /// `alate:regex_compile(key)`: `#(ok #(re_pattern …))` or `#(error #(text position))`
    alate_regex_compile(key) = compile;
    /// `alate:regex_names(key)`: `#(name number)` for each group with a name
    alate_regex_names(key) = names;
    /// `alate:regex_run(key, subject, offset, options, limits)`
    alate_regex_run(key, subject, offset, options, limits) = run;
    /// `alate:regex_version()`
    alate_regex_version() = |ctx| binary::from_bytes(ctx, regex::version().as_bytes());
}
