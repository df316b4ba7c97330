//! What a process is doing, in one line, for people. It is gathered while the process can be looked
//! into, and shown later by whoever likes: it holds texts and numbers, neither terms nor atoms.

use super::backtrace;
use crate::atom;
use crate::process::{Locked, Own, State, Subject};
use crate::term::{self, Syntax};
use crate::word::Word;
use std::fmt;

/// Characters of a name that are shown.
const LONGEST_NAME: usize = 60;

/// Module, function and arity.
type Function = [u64; 3];

/// What a process is doing.
#[derive(Clone, Debug)]
pub struct Summary {
    pid: String,
    name: Option<String>,
    state: &'static str,
    inside: Option<Inside>,
}

/// What only its worker knows while it runs.
#[derive(Clone, Debug)]
struct Inside {
    current: String,
    began_with: String,
    messages: usize,
    /// Words of its stack in use.
    stack: usize,
    reductions: u64,
}

impl Summary {
    /// Of a process that can be looked into.
    pub fn of(subject: &Subject) -> Summary {
        let own = subject.own();
        Summary {
            inside: Some(Inside {
                current: call(current(own)),
                began_with: call(own.began_with),
                messages: own.mailbox.len(),
                stack: own.used / 8,
                reductions: own.reductions(),
            }),
            ..Summary::outside(&subject.locked)
        }
    }

    /// Of one that is locked.
    pub fn outside(locked: &Locked) -> Summary {
        Summary {
            pid: short(locked.process().pid()),
            name: locked.name().map(short),
            state: match locked.state {
                _ if locked.exit_reason.is_some() => "exiting",
                _ if locked.is_suspended() => "suspended",
                State::Running(_) => "running",
                State::Waiting => "waiting",
                State::Ready | State::Vacant => "runnable",
            },
            inside: None,
        }
    }
}

/// The innermost function of a process that does not run Lisp now.
fn current(own: &Own) -> Function {
    if own.hibernates() {
        let name = |name| atom::lookup(name).unwrap_or(Word::NIL).0;
        return [name("erlang"), name("hibernate"), Word::fixnum(3).0];
    }
    backtrace::innermost(own).unwrap_or(own.began_with)
}

fn short(word: u64) -> String {
    let mut text = term::text_limited(Word(word), Syntax::LispText, LONGEST_NAME);
    if let Some((end, _)) = text.char_indices().nth(LONGEST_NAME) {
        text.truncate(end);
        text.push('…');
    }
    // A line is a line whatever the atoms are.
    text.replace(char::is_control, "?")
}

fn call(function: Function) -> String {
    let [module, function, arity] = function.map(short);
    format!("{module}:{function}/{arity}")
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.pid)?;
        if let Some(name) = &self.name {
            write!(out, " ({name})")?;
        }
        write!(out, " {}", self.state)?;
        let Some(inside) = &self.inside else {
            return write!(out, ", and comes to no safe point");
        };
        write!(
            out,
            " in {}, began with {}, {} messages, {} words of stack, {} reductions",
            inside.current, inside.began_with, inside.messages, inside.stack, inside.reductions
        )
    }
}
