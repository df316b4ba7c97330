//! What is said on standard error of a process that dies of an exception.
//!
//! ```text
//! process #Pid<0.5.0> (cache) died: exception error: badarith
//!   in (erlang:+ a 1)
//!   in cache:loop/1 (cache.lfe:12)
//!   began with cache:start/0
//!   ancestors: #Pid<0.2.0> #Pid<0.1.0>
//! ```

use crate::atom::well_known;
use crate::process::{Own, Process, Processes};
use crate::term::{self, Syntax};
use crate::word::Word;
use std::fmt::Write;

/// The exception and its trace take at most so many bytes.
const LONGEST: usize = 4000;
/// Parents of parents that are named.
const ANCESTORS: usize = 10;

fn text(term: Word) -> String {
    term::text_limited(term, Syntax::LispText, 300)
}

/// The report of a process that is still in its record; `exception` is the exception with its trace.
pub fn death(processes: &Processes, process: &Process, own: &Own, exception: &str) -> String {
    let mut out = format!("process {}", text(Word(process.pid())));
    let (name, parent) = {
        let locked = process.lock();
        (locked.name(), locked.parent)
    };
    if let Some(name) = name {
        let _ = write!(out, " ({})", text(Word(name)));
    }
    let _ = write!(out, " died: ");
    out.push_str(first_bytes(exception));
    if !out.ends_with('\n') {
        out.push_str("…\n");
    }
    let [module, function, arity] = own.began_with.map(|word| text(Word(word)));
    let _ = writeln!(out, "  began with {module}:{function}/{arity}");
    let ancestors = match parent == process.pid() {
        true => Vec::new(),
        false => processes.ancestors(parent, ANCESTORS),
    };
    if !ancestors.is_empty() {
        out.push_str("  ancestors:");
        for ancestor in ancestors {
            let _ = write!(out, " {}", text(ancestor));
        }
        out.push('\n');
    }
    out
}

/// What is said of the end of the program's first process, and the exit status. `stopped` is that of a program
/// that a signal has told to stop: also where it ends normally then, for its work was cut short.
pub fn first_ended(
    reason: Word,
    report: Option<String>,
    stopped: Option<i32>,
) -> (Option<String>, i32) {
    let is_orderly = reason == well_known::NORMAL.get() || reason == well_known::SHUTDOWN.get();
    if let Some(status) = stopped
        && is_orderly
    {
        return (None, status);
    }
    match report {
        Some(report) => (Some(report), 1),
        None if reason == well_known::NORMAL.get() => (None, 0),
        None => {
            let text = term::text_limited(reason, Syntax::LispText, 1000);
            let report = format!("main was ended by an exit signal: {text}\n");
            (Some(report), 1)
        }
    }
}

/// As much of a text as is shown.
fn first_bytes(exception: &str) -> &str {
    if exception.len() <= LONGEST {
        return exception;
    }
    let mut end = LONGEST;
    while !exception.is_char_boundary(end) {
        end -= 1;
    }
    &exception[..end]
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, first_bytes};

    #[test]
    fn long_exceptions_are_cut_between_characters() {
        let exception = "é".repeat(LONGEST);
        let shown = first_bytes(&exception);
        assert_eq!(shown.len(), LONGEST);
        assert!(shown.chars().all(|letter| letter == 'é'));
        let odd = format!("x{exception}");
        assert_eq!(first_bytes(&odd).len(), LONGEST - 1);
        assert_eq!(first_bytes("short\n"), "short\n");
    }
}
