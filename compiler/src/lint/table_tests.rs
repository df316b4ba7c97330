//! Every message of lint: `messages.txt` holds sources and what is said of them, each message with
//! the text it points at. `BLESS=1` writes the file anew, for its difference to be read.

use super::{lint, lint_resolved};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::span::{FileId, SourceFile, Sources};
use crate::core;
use crate::expander::expand;
use crate::reader::read;

const TABLE: &str = include_str!("messages.txt");

/// Reads, expands and checks a source; one without a module is given one.
pub fn check(source: &str) -> (String, Vec<Diagnostic>) {
    let text = if source.contains("(defmodule") {
        source.to_string()
    } else {
        format!("(defmodule m (export all)) {source}")
    };
    let mut sources = Sources::default();
    sources.add(SourceFile::new("m.lfe", text.clone()));
    let (forms, mut diagnostics) = read(FileId(0), &text);
    let (forms, expanding) = expand(forms, &mut sources, &crate::host::NoHost);
    diagnostics.extend(expanding);
    diagnostics.extend(lint(&forms));
    let right = diagnostics
        .iter()
        .all(|found| found.severity == Severity::Warning);
    if right {
        diagnostics.extend(match core::build::build(&forms) {
            Ok(module) => lint_resolved(&module),
            // Lint has its own words for all else that core refuses.
            Err(errors) => {
                let mut errors = errors;
                errors.retain(|error| error.code == "atomic");
                errors
            }
        });
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start));
    }
    (text, diagnostics)
}

/// `severity: message [place]` for each diagnostic.
fn describe(source: &str) -> String {
    let (text, diagnostics) = check(source);
    if diagnostics.is_empty() {
        return "  nothing\n".to_string();
    }
    let mut lines = String::new();
    for diagnostic in diagnostics {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
        let place = text[start..end].replace('\n', " ");
        lines.push_str(&format!("  {severity}: {} [{place}]\n", diagnostic.message));
        for hint in diagnostic.hints {
            lines.push_str(&format!("    help: {hint}\n"));
        }
    }
    lines
}

#[test]
fn every_message() {
    let mut blessed = String::new();
    let mut wrong = String::new();
    let mut sources = 0;
    // A paragraph: the source, not indented, and the indented answer.
    for paragraph in TABLE.split("\n\n") {
        let source: Vec<&str> = paragraph
            .lines()
            .filter(|line| !line.starts_with("  "))
            .collect();
        let source = source.join("\n").trim().to_string();
        if source.is_empty() || source.starts_with(';') {
            blessed.push_str(&format!("{}\n\n", paragraph.trim()));
            continue;
        }
        sources += 1;
        let found = describe(&source);
        let expected: String = paragraph
            .lines()
            .filter(|line| line.starts_with("  "))
            .map(|line| format!("{line}\n"))
            .collect();
        if found != expected {
            wrong.push_str(&format!("{source}\nexpected:\n{expected}found:\n{found}\n"));
        }
        blessed.push_str(&format!("{source}\n{found}\n"));
    }
    assert!(sources > 100 || std::env::var_os("BLESS").is_some());
    if std::env::var_os("BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint/messages.txt");
        std::fs::write(path, format!("{}\n", blessed.trim())).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{wrong}");
}
