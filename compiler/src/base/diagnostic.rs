//! Errors and warnings as data; the command shows them.

use super::span::Span;
use std::collections::BTreeSet;

#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// One message for the user.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable code, for example `undefined-function`.
    pub code: &'static str,
    /// LFE's text, on one line.
    pub message: String,
    /// The place of the mistake.
    pub span: Span,
    /// Text under the place; may be empty.
    pub label: String,
    /// Further places with their texts.
    pub secondary: Vec<(Span, String)>,
    /// What the user might do.
    pub hints: Vec<String>,
}

impl Diagnostic {
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code,
            message: message.into(),
            span,
            label: String::new(),
            secondary: Vec::new(),
            hints: Vec::new(),
        }
    }

    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, span, message)
        }
    }

    /// Whether it keeps the program from being compiled.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.label = text.into();
        self
    }

    pub fn hint(mut self, text: impl Into<String>) -> Diagnostic {
        self.hints.push(text.into());
        self
    }
}

/// Diagnostics in the order of their places, each once: a macro may use a part of its call twice.
pub fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start));
    let mut seen = BTreeSet::new();
    diagnostics.retain(|diagnostic| {
        let span = diagnostic.span;
        seen.insert((span.file, span.start, span.end, diagnostic.message.clone()))
    });
    diagnostics
}
