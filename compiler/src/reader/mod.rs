//! Source text to forms.

mod binary;
mod constant;
pub mod form;
mod lexer;
mod number;
mod parser;
pub mod print;
mod recover;
mod string;

use crate::base::diagnostic::Diagnostic;
use crate::base::span::{FileId, Span};
use form::Form;
pub use lexer::is_delimiter;

/// Brackets, quotes and other prefixes nest no deeper than this, so that what walks a form by
/// recursion is safe.
pub const MAX_DEPTH: usize = 1000;

/// The operator of a form that stands for `#.` and an expression that calls what the reader does not
/// know: whoever can have code run puts its value there before the form around it is looked at.
pub const READ_EVALUATION: &str = "#.";

/// After so many errors in one file reading stops.
pub const MAX_ERRORS: usize = 100;

/// Reads a file's top-level forms. A form with an error in it is left out; reading goes on with the
/// next one. Diagnostics come in the order of their places.
pub fn read(file: FileId, text: &str) -> (Vec<Form>, Vec<Diagnostic>) {
    if u32::try_from(text.len()).is_err() {
        let place = Span::new(file, 0, 0);
        let error = Diagnostic::error("file-too-long", place, "file longer than 4 GB");
        return (Vec::new(), vec![error]);
    }
    parser::Parser::new(file, text).read()
}

/// Turns a file's bytes into text. Where they are not UTF-8 the text has a replacement character
/// and the answer says where the first such place is.
pub fn decode(file: FileId, bytes: &[u8]) -> (String, Option<Diagnostic>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_string(), None),
        Err(error) => {
            let at = error.valid_up_to();
            let error = Diagnostic::error(
                "not-utf8",
                Span::new(file, at, at + '\u{fffd}'.len_utf8()),
                "illegal character: the source is not UTF-8",
            )
            .label(format!("the byte here is {:#04x}", bytes[at]))
            .hint("convert the file, for example with `iconv -f latin1 -t utf-8`");
            (String::from_utf8_lossy(bytes).into_owned(), Some(error))
        }
    }
}

#[cfg(test)]
mod message_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod syntax_tests;
