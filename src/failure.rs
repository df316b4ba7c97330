//! What can go wrong outside a source file: files, folders, the linker.

use std::fmt;
use std::path::Path;

/// A message for the user, and what to do about it.
#[derive(Debug)]
pub struct Failure {
    pub message: String,
    pub advice: Vec<String>,
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Failure {
        Failure {
            message: message.into(),
            advice: Vec::new(),
        }
    }

    pub fn advice(mut self, advice: impl Into<String>) -> Failure {
        self.advice.push(advice.into());
        self
    }

    /// "cannot ACTION FILE: REASON", in the operating system's words less the error number.
    pub fn file(action: &str, path: &Path, error: &std::io::Error) -> Failure {
        Failure::new(format!(
            "cannot {action} {}: {}",
            path.display(),
            reason(error)
        ))
    }
}

/// The text of an operating-system error, as a user would say it.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::from("unknown error"),
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
