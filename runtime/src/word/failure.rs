//! Why an operation on terms failed: what a room answers and `builtins` turns into an exception.

use super::Word;

/// The reason of an exception of class `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    Badarg,
    Badarith,
    SystemLimit,
    /// `#(badmap M)`
    Badmap(Word),
    /// `#(badkey K)`
    Badkey(Word),
    /// Any other reason, already a term.
    Reason(Word),
}

/// What an operation that can fail answers.
pub type Answer = Result<Word, Failure>;
