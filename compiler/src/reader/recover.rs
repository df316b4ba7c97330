//! Where reading goes on after a bracket or quote that is never closed, and which bracket is blamed.
//!
//! Sources are indented, and a top-level form begins in the first column. So an opening bracket
//! there, inside a form that turns out to be unclosed, begins the next form; and a line indented no
//! more than a bracket that is still open tells that this bracket should have been closed.

use super::lexer::Token;
use crate::base::span::Span;

/// What was seen inside the top-level form that is being read.
#[derive(Default)]
pub struct Traces {
    /// Where the next form probably begins, and how many diagnostics there were before it.
    restart: Option<(usize, usize)>,
    /// The first open bracket that a line's indentation contradicts.
    contradicted: Option<Span>,
}

impl Traces {
    /// Notes a token that comes while `innermost` is open; `column` is that bracket's column.
    pub fn note(&mut self, token: &Token, opens: bool, innermost: (Span, usize), errors: usize) {
        if self.restart.is_some() || !token.first_on_line {
            return;
        }
        if token.column <= innermost.1 && self.contradicted.is_none() {
            self.contradicted = Some(innermost.0);
        }
        if opens && token.column == 0 {
            self.restart = Some((token.span.start as usize, errors));
        }
    }

    pub fn restart(&self) -> Option<(usize, usize)> {
        self.restart
    }

    /// The bracket to blame, given the innermost one open at the end of the text.
    pub fn blame(&self, innermost: Span) -> Span {
        self.contradicted.unwrap_or(innermost)
    }
}

/// The next line at or after `from` that begins with an opening bracket.
pub fn next_form(text: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find("\n(").map(|at| from + at + 1)
}
