//! What the compiler says, as the protocol has it.

use super::text::Text;
use super::uri;
use super::worker::Answer;
use alate_compiler::base::diagnostic::{Diagnostic, Severity};
use alate_compiler::base::span::Span;
use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
    Range, Uri,
};
use std::path::Path;

/// Codes of what could as well not be there.
const UNNECESSARY: &[&str] = &["unused-function", "unused-variable", "unused-record"];

/// What is said of a text, its places in other files shown where these were included.
pub fn of_answer(uri: &Uri, text: &Text, answer: &Answer) -> Vec<lsp_types::Diagnostic> {
    let all = answer.diagnostics.iter();
    all.map(|found| one(uri, text, answer, found)).collect()
}

/// An error about a text as a whole.
pub fn failure(message: String) -> lsp_types::Diagnostic {
    lsp_types::Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String("compiler-failed".to_owned())),
        source: Some("alate".to_owned()),
        message,
        ..lsp_types::Diagnostic::default()
    }
}

fn one(uri: &Uri, text: &Text, answer: &Answer, found: &Diagnostic) -> lsp_types::Diagnostic {
    let mut lines = vec![found.message.clone()];
    if !found.label.is_empty() && found.label != found.message {
        lines.push(found.label.clone());
    }
    lines.extend(found.hints.iter().map(|hint| format!("hint: {hint}")));
    let mut related: Vec<DiagnosticRelatedInformation> = found
        .secondary
        .iter()
        .filter_map(|(span, message)| information(uri, text, answer, *span, message))
        .collect();
    let range = match answer.file(found.span.file) {
        None => range(text, found.span),
        Some((name, _)) => {
            lines[0] = format!("in {name}: {}", lines[0]);
            related.extend(information(uri, text, answer, found.span, &found.message));
            Range::default()
        }
    };
    lsp_types::Diagnostic {
        range,
        severity: Some(match found.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(found.code.to_owned())),
        source: Some("alate".to_owned()),
        message: lines.join("\n"),
        related_information: (!related.is_empty()).then_some(related),
        tags: UNNECESSARY
            .contains(&found.code)
            .then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..lsp_types::Diagnostic::default()
    }
}

fn range(text: &Text, span: Span) -> Range {
    text.range(span.start as usize, span.end as usize)
}

fn information(
    uri: &Uri,
    text: &Text,
    answer: &Answer,
    span: Span,
    message: &str,
) -> Option<DiagnosticRelatedInformation> {
    let location = match answer.file(span.file) {
        None => Location::new(uri.clone(), range(text, span)),
        Some((name, other)) => {
            let uri = uri::of_path(Path::new(name))?;
            Location::new(uri, range(&Text::new(other.clone()), span))
        }
    };
    Some(DiagnosticRelatedInformation {
        location,
        message: message.to_owned(),
    })
}
