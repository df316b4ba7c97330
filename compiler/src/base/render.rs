//! Diagnostics as text for people, and as lines of JSON for programs.
//!
//! The first line of each is `FILE:LINE:COL: error: TEXT`, which editors know. Then come the source
//! line, a mark with the label under the place, and hints.

use super::diagnostic::{Diagnostic, Severity};
use super::span::{SourceFile, Sources, Span};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// How diagnostics are shown.
#[derive(Clone, Copy, Default, Debug)]
pub struct Style {
    /// With escape sequences for colours.
    pub colour: bool,
    /// First lines only.
    pub short: bool,
}

/// Columns that a piece of a source line takes at most.
const WIDTH: usize = 100;

/// Of a long line, so many bytes before the place are considered.
const BEFORE: usize = 60;

/// Columns to the next stop of a tab.
const TAB: usize = 8;

const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[1;34m";
const GREEN: &str = "\x1b[1;32m";
const RESET: &str = "\x1b[0m";

/// The text of all diagnostics, in their order.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        Renderer { sources, style }.diagnostic(diagnostic, &mut out);
    }
    out
}

/// One JSON object a line for each diagnostic. Lines and columns (in characters) count from 1; the
/// end is behind the last character.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let secondary: Vec<_> = diagnostic
            .secondary
            .iter()
            .map(|(span, label)| {
                let mut object = place(*span, sources);
                object["label"] = label.as_str().into();
                object
            })
            .collect();
        let mut object = place(diagnostic.span, sources);
        object["severity"] = severity(diagnostic.severity).into();
        object["code"] = diagnostic.code.into();
        object["message"] = diagnostic.message.as_str().into();
        object["label"] = diagnostic.label.as_str().into();
        object["hints"] = diagnostic.hints.clone().into();
        object["secondary"] = secondary.into();
        out.push_str(&object.to_string());
        out.push('\n');
    }
    out
}

fn place(span: Span, sources: &Sources) -> serde_json::Value {
    let Some(file) = sources.files.get(span.file.0 as usize) else {
        return serde_json::json!({});
    };
    serde_json::json!({
        "file": file.name,
        "line": file.line(span.start),
        "column": file.column(span.start),
        "end_line": file.line(span.end),
        "end_column": file.column(span.end),
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Names in messages may hold anything; what would act on a terminal is made visible.
fn harmless(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) {
            let _ = write!(result, "\\x{:x};", u32::from(c));
        } else {
            result.push(c);
        }
    }
    result
}

/// Control characters, and those that turn the direction of writing.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A piece of a source line made fit for a terminal, and where the mark goes.
struct Piece {
    text: String,
    /// Columns before the mark, and the mark's width.
    indentation: usize,
    width: usize,
}

/// Shows `start .. end` (byte offsets in `line`), cut around the place if the line is long.
fn piece(line: &str, start: usize, end: usize) -> Piece {
    let start = line.floor_char_boundary(start.min(line.len()));
    let end = line.floor_char_boundary(end.clamp(start, line.len()));
    let is_long = line.len() > WIDTH * 4 || columns(line) > WIDTH;
    let from = if is_long && start > BEFORE {
        line.ceil_char_boundary(start - BEFORE / 2)
    } else {
        0
    };
    let mut piece = Piece {
        text: String::new(),
        indentation: 0,
        width: 0,
    };
    let mut column = 0;
    if from > 0 {
        piece.text.push_str("...");
        column = 3;
    }
    let mut mark = None;
    let mut mark_end = None;
    for (at, c) in line[from..].char_indices().map(|(at, c)| (from + at, c)) {
        if at == start {
            mark = Some(column);
        }
        if at == end {
            mark_end = Some(column);
        }
        if is_long && column >= WIDTH {
            piece.text.push_str("...");
            break;
        }
        match c {
            '\t' => {
                let width = TAB - column % TAB;
                piece.text.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            c if is_harmful(c) => {
                piece.text.push('\u{fffd}');
                column += 1;
            }
            c => {
                piece.text.push(c);
                column += c.width().unwrap_or(0);
            }
        }
    }
    piece.indentation = mark.unwrap_or(column);
    piece.width = mark_end
        .unwrap_or(column)
        .saturating_sub(piece.indentation)
        .max(1);
    piece
}

fn columns(text: &str) -> usize {
    text.chars().fold(0, |column, c| match c {
        '\t' => column + TAB - column % TAB,
        c => column + c.width().unwrap_or(1),
    })
}

struct Renderer<'a> {
    sources: &'a Sources,
    style: Style,
}

impl Renderer<'_> {
    fn paint(&self, colour: &str, text: &str) -> String {
        if self.style.colour {
            format!("{colour}{text}{RESET}")
        } else {
            text.to_string()
        }
    }

    fn diagnostic(&self, diagnostic: &Diagnostic, out: &mut String) {
        let colour = match diagnostic.severity {
            Severity::Error => RED,
            Severity::Warning => YELLOW,
        };
        let file = self.sources.files.get(diagnostic.span.file.0 as usize);
        if let Some(file) = file {
            let start = diagnostic.span.start;
            let place = format!(
                "{}:{}:{}: ",
                harmless(&file.name),
                file.line(start),
                file.column(start)
            );
            out.push_str(&self.paint(BOLD, &place));
        }
        let kind = format!("{}: ", severity(diagnostic.severity));
        out.push_str(&self.paint(colour, &kind));
        out.push_str(&self.paint(BOLD, &harmless(&diagnostic.message)));
        out.push('\n');
        if self.style.short {
            return;
        }
        let spans = std::iter::once(&diagnostic.span)
            .chain(diagnostic.secondary.iter().map(|(span, _)| span));
        // Line numbers of one diagnostic are aligned.
        let margin = spans
            .filter_map(|span| {
                Some(
                    self.sources
                        .files
                        .get(span.file.0 as usize)?
                        .line(span.start),
                )
            })
            .map(|line| line.to_string().len())
            .max()
            .unwrap_or(1);
        self.bar(margin, out);
        self.snippet(diagnostic.span, &diagnostic.label, '^', colour, margin, out);
        for (span, label) in &diagnostic.secondary {
            if span.file != diagnostic.span.file
                && let Some(file) = self.sources.files.get(span.file.0 as usize)
            {
                let _ = writeln!(out, "{:margin$} in {}:", "", harmless(&file.name));
            }
            self.snippet(*span, label, '-', BLUE, margin, out);
        }
        for hint in &diagnostic.hints {
            let indentation = " ".repeat(margin + 1);
            let help = self.paint(GREEN, "help");
            let bar = self.paint(BLUE, "=");
            let _ = writeln!(out, "{indentation}{bar} {help}: {}", harmless(hint));
        }
        out.push('\n');
    }

    fn bar(&self, margin: usize, out: &mut String) {
        out.push_str(&" ".repeat(margin + 1));
        out.push_str(&self.paint(BLUE, "|"));
        out.push('\n');
    }

    fn snippet(
        &self,
        span: Span,
        label: &str,
        mark: char,
        colour: &str,
        margin: usize,
        out: &mut String,
    ) {
        let Some(file) = self.sources.files.get(span.file.0 as usize) else {
            return;
        };
        let number = file.line(span.start);
        let (line, offset) = line_at(file, span.start);
        let start = (span.start as usize).saturating_sub(offset);
        let end = (span.end as usize).saturating_sub(offset);
        let piece = piece(line, start, end);
        let bar = self.paint(BLUE, "|");
        let number = self.paint(BLUE, &format!("{number:>margin$}"));
        let _ = writeln!(out, "{number} {bar} {}", piece.text.trim_end());
        let mark = mark.to_string().repeat(piece.width);
        let text = if label.is_empty() {
            mark
        } else {
            format!("{mark} {}", harmless(label))
        };
        let indentation = " ".repeat(piece.indentation);
        let text = self.paint(colour, &text);
        let _ = writeln!(out, "{:margin$} {bar} {indentation}{text}", "");
    }
}

/// The line that holds an offset, without its end, and the offset where it begins.
fn line_at(file: &SourceFile, offset: u32) -> (&str, usize) {
    let text = &file.text;
    let at = text.floor_char_boundary((offset as usize).min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].split('\n').next().unwrap_or("");
    (line.strip_suffix('\r').unwrap_or(line), start)
}

#[cfg(test)]
mod tests;
