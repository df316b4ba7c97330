//! Calls as they are written, from the patterns of what is called; doc strings.

use crate::base::span::Span;
use crate::reader::form::{Form, Kind as Datum};

/// The doc strings of metadata, joined.
pub(super) fn documentation(metadata: &[Form]) -> Option<String> {
    let docs = metadata.iter().filter(|form| form.head() == Some("doc"));
    let texts = docs.filter_map(Form::as_list).flat_map(|form| &form[1..]);
    let texts: Vec<String> = texts.filter_map(text_of).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// A string, its lines without the indentation that they have in common.
pub(super) fn text_of(form: &Form) -> Option<String> {
    let text = match &form.kind {
        Datum::String(text) => text.clone(),
        Datum::Binary(bytes, _) => String::from_utf8(bytes.clone()).ok()?,
        _ => return None,
    };
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let rest = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let common = rest.map(indentation).min().unwrap_or(0);
    let lines = text.lines().enumerate().map(|(index, line)| match index {
        0 => line.trim_end(),
        _ => line.get(common..).unwrap_or_default().trim_end(),
    });
    let lines: Vec<&str> = lines.collect();
    Some(lines.join("\n").trim_end().to_owned())
}

/// `(name argument… when guard)` on one line.
pub(super) fn call_text(name: &str, arguments: &[Form], guard: Option<&Form>) -> String {
    let name = Form::symbol(Span::default(), name);
    let parts = std::iter::once(name).chain(arguments.iter().cloned());
    let text = Form::list(Span::default(), parts.collect()).to_string();
    match guard {
        Some(guard) => format!("{text} {guard}"),
        None => text,
    }
}

/// The call of a macro that a pattern for the list of its arguments matches.
pub(super) fn macro_call_text(name: &str, pattern: &Form) -> String {
    let name = Form::symbol(Span::default(), name);
    let mut parts = vec![name];
    let mut rest = pattern.clone();
    // A variable for the rest, or a pattern that says more than a list of arguments could.
    let tail = loop {
        let Some(head) = rest.head().map(str::to_owned) else {
            match rest.kind {
                Datum::List(more) if more.is_empty() => break None,
                kind => break Some(Form { kind, ..rest }),
            }
        };
        let Datum::List(mut forms) = rest.kind else {
            break None;
        };
        forms.remove(0);
        match (head.as_str(), forms.len()) {
            ("list", _) => {
                parts.extend(forms);
                break None;
            }
            ("list*", 1..) | ("cons", 2) => {
                let last = forms.pop();
                parts.extend(forms);
                match last {
                    Some(last) => rest = last,
                    None => break None,
                }
            }
            ("backquote", 1) => return quasi_quoted(parts, forms.remove(0)),
            _ => {
                forms.insert(0, Form::symbol(Span::default(), &head));
                break Some(Form::list(Span::default(), forms));
            }
        }
    };
    let span = Span::default();
    match tail {
        None => Form::list(span, parts).to_string(),
        Some(tail) => Form::new(span, Datum::Improper(parts, Box::new(tail))).to_string(),
    }
}

/// The same of a quasi-quoted pattern: what is unquoted in it stands for itself.
fn quasi_quoted(mut parts: Vec<Form>, pattern: Form) -> String {
    let span = Span::default();
    let plain = |form: Form| match (form.head(), form.as_list()) {
        (Some("comma"), Some([_, inner])) => inner.clone(),
        (Some("comma-at"), Some([_, inner])) => {
            Form::list(span, vec![inner.clone(), Form::symbol(span, "...")])
        }
        _ => form,
    };
    match pattern.kind {
        // `(a . ,rest) is read as (a comma rest).
        Datum::List(mut forms) if forms.len() >= 2 && is_comma(&forms[forms.len() - 2]) => {
            let tail = forms.pop();
            forms.pop();
            parts.extend(forms.into_iter().map(plain));
            match tail {
                Some(tail) => Form::new(span, Datum::Improper(parts, Box::new(tail))).to_string(),
                None => Form::list(span, parts).to_string(),
            }
        }
        Datum::List(forms) => {
            parts.extend(forms.into_iter().map(plain));
            Form::list(span, parts).to_string()
        }
        Datum::Improper(forms, tail) => {
            parts.extend(forms.into_iter().map(plain));
            Form::new(span, Datum::Improper(parts, tail)).to_string()
        }
        kind => {
            let tail = Box::new(Form::new(span, kind));
            Form::new(span, Datum::Improper(parts, tail)).to_string()
        }
    }
}

fn is_comma(form: &Form) -> bool {
    form.as_symbol().is_some_and(|name| *name == *"comma")
}
