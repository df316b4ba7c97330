//! What a Lisp process and the program in which the runtime runs say to each other: see
//! [`crate::process::host`].

use super::entry::builtins;
use super::processes::{own_pid, world};
use super::time::unique;
use crate::binary::{self, iolist};
use crate::os::input::Asker;
use crate::process::host::{Event, HOST};
use crate::process::reference;
use crate::term::{self, Syntax};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// Characters of a term's text.
const LONGEST_TEXT: usize = 300;

fn asker(ctx: &mut Context) -> Result<Asker, Failure> {
    Ok(Asker {
        process: own_pid(ctx)?,
        number: unique(),
    })
}

/// A reference: the next request comes as a message `#(Reference Binary)`.
fn next_request(ctx: &mut Context) -> Answer {
    let asker = asker(ctx)?;
    if HOST.serve(asker) {
        world(ctx)?.knock();
    }
    Ok(reference(ctx, asker.number))
}

fn number(number: Word) -> Result<u64, Failure> {
    let number = number.as_fixnum().and_then(|number| number.try_into().ok());
    number.ok_or(Failure::Badarg)
}

/// Gives the host the result of the request of a number; `false` if it has it.
fn answer_request(_: &mut Context, request: Word, answer: Word) -> Answer {
    let event = Event::Result(iolist::bytes(answer)?);
    Ok(Word::boolean(HOST.tell(number(request)?, event)))
}

/// A reference: the host's answer comes as a message `#(Reference Binary)`. `badarg` where there is no
/// such request.
fn ask_host(ctx: &mut Context, request: Word, question: Word) -> Answer {
    let bytes = iolist::bytes(question)?;
    let asker = asker(ctx)?;
    match HOST.tell(number(request)?, Event::Question(asker, bytes)) {
        true => Ok(reference(ctx, asker.number)),
        false => Err(Failure::Badarg),
    }
}

/// A term in Lisp's syntax as a binary, shortened if it is long.
fn term_text(ctx: &mut Context, value: Word) -> Answer {
    let text = term::text_limited(value, Syntax::LispText, LONGEST_TEXT);
    binary::from_bytes(ctx, text.as_bytes())
}

builtins! {
    /// `alate:term_text/1`.
    alate_term_text(term) = term_text;
    /// `alate:next_request/0`.
    alate_next_request() = next_request;
    /// `alate:answer_request/2`.
    alate_answer_request(request, answer) = answer_request;
    /// `alate:ask_host/2`.
    alate_ask_host(request, question) = ask_host;
}
