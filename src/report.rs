//! Shows messages: as text with the source line, as first lines only, or as JSON.

use crate::arguments::{Color, Format, Messages};
use crate::failure::Failure;
use alate_compiler::base::diagnostic::{Diagnostic, Severity};
use alate_compiler::base::render::{Style, render, render_json};
use alate_compiler::base::span::Sources;
use serde_json::json;
use std::io::{IsTerminal, Write};

/// Where messages go, and how many there have been.
pub struct Report {
    format: Format,
    short: bool,
    colour: bool,
    warnings_as_errors: bool,
    pub errors: usize,
    pub warnings: usize,
}

impl Report {
    pub fn new(messages: &Messages) -> Report {
        let colour = is_coloured(messages.color, std::io::stderr().is_terminal());
        Report {
            format: messages.message_format,
            short: messages.short,
            colour,
            warnings_as_errors: messages.warnings_as_errors,
            errors: 0,
            warnings: 0,
        }
    }

    /// Whether what was reported so far forbids a program.
    pub fn failed(&self) -> bool {
        self.errors > 0 || self.warnings_as_errors && self.warnings > 0
    }

    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
    }

    /// Shows a message about a place in a source file.
    pub fn diagnostic(&mut self, sources: &Sources, diagnostic: &Diagnostic) {
        self.count(diagnostic.severity);
        let one = std::slice::from_ref(diagnostic);
        let style = Style {
            colour: self.colour,
            short: self.short,
        };
        let text = match self.format {
            Format::Json => render_json(one, sources),
            Format::Text => render(one, sources, style),
        };
        print(&text);
    }

    /// Shows a message that has no place in a source file.
    pub fn failure(&mut self, failure: &Failure) {
        self.without_place(Severity::Error, failure);
    }

    /// The same for a warning.
    pub fn caution(&mut self, failure: &Failure) {
        self.without_place(Severity::Warning, failure);
    }

    fn without_place(&mut self, severity: Severity, failure: &Failure) {
        self.count(severity);
        let name = severity_name(severity);
        if self.format == Format::Json {
            let line = json!({
                "severity": name,
                "message": failure.message,
                "hints": failure.advice,
            });
            print(&format!("{line}\n"));
            return;
        }
        let mut text = if self.colour {
            let paint = if severity == Severity::Error { 31 } else { 33 };
            format!(
                "\x1b[1;{paint}m{name}\x1b[0m\x1b[1m: {}\x1b[0m\n",
                failure.message
            )
        } else {
            format!("{name}: {}\n", failure.message)
        };
        if !self.short {
            for advice in &failure.advice {
                text.push_str(&format!("  hint: {advice}\n"));
            }
        }
        print(&text);
    }

    /// The last line: how many errors and warnings there were, if there were errors.
    pub fn finish(&mut self) {
        if self.format == Format::Json || self.short || !self.failed() {
            return;
        }
        let count = |number: usize, what: &str| match number {
            0 => None,
            1 => Some(format!("1 {what}")),
            _ => Some(format!("{number} {what}s")),
        };
        let parts: Vec<String> = [count(self.errors, "error"), count(self.warnings, "warning")]
            .into_iter()
            .flatten()
            .collect();
        let note = if self.errors == 0 {
            " (warnings count as errors)"
        } else {
            ""
        };
        print(&format!("{}{note}\n", parts.join(", ")));
    }
}

/// Whether what goes to a stream is to be coloured.
pub fn is_coloured(color: Color, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            is_terminal
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|value| value != "dumb")
        }
    }
}

/// Writes to standard error; a closed one is no reason to end otherwise than planned.
pub fn print(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
