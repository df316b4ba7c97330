//! What stands at a place of a text.

use alate_compiler::base::span::{FileId, Span};
use alate_compiler::documentation::render::ends_name;
use alate_compiler::session::{Form, Kind};

/// A name at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
    /// How many arguments it is called with, or the arity it is written with.
    pub arity: Option<usize>,
    /// The form that it is the operator of.
    pub call: Option<Span>,
}

impl Name {
    /// Module and name of one that has both.
    pub fn parts(&self) -> (Option<&str>, &str) {
        match self.text.split_once(':') {
            Some((module, name)) if !module.is_empty() && !name.is_empty() => (Some(module), name),
            _ => (None, &self.text),
        }
    }
}

/// The forms around a byte, outermost first.
fn path(forms: &[Form], offset: usize) -> Vec<&Form> {
    let holds = |form: &&Form| {
        let span = form.span;
        span.file == FileId(0) && span.start as usize <= offset && offset <= span.end as usize
    };
    let mut path = Vec::new();
    let mut level: Vec<&Form> = forms.iter().collect();
    // Of two that meet here the name counts.
    while let Some(form) = {
        let here: Vec<&Form> = level.iter().copied().filter(holds).collect();
        let name = here.iter().find(|form| form.as_symbol().is_some());
        name.or(here.last()).copied()
    } {
        path.push(form);
        level = children(form);
    }
    path
}

fn children(form: &Form) -> Vec<&Form> {
    match &form.kind {
        Kind::List(parts) | Kind::Tuple(parts) | Kind::Map(parts) | Kind::Struct(parts) => {
            parts.iter().collect()
        }
        Kind::Improper(parts, tail) => parts.iter().chain([&**tail]).collect(),
        _ => Vec::new(),
    }
}

/// The name at a byte of a text whose forms these are.
pub fn name(forms: &[Form], text: &str, offset: usize) -> Option<Name> {
    let path = path(forms, offset);
    let Some(innermost) = path.last() else {
        // A form that cannot be read.
        return word(text, offset);
    };
    if let Some(name) = reference(&path) {
        return Some(name);
    }
    let symbol = innermost.as_symbol()?;
    let parent = path
        .iter()
        .rev()
        .nth(1)
        .and_then(|form| Some((form, form.as_list()?)));
    let above = path.iter().rev().nth(2).and_then(|form| form.head());
    let mut name = Name {
        text: symbol.to_string(),
        span: innermost.span,
        arity: None,
        call: None,
    };
    if let Some((form, parts)) = parent
        && parts
            .first()
            .is_some_and(|first| first.span == innermost.span)
    {
        match parts {
            [_, arity] if is_list_of_names(above) && count(arity).is_some() => {
                name.arity = count(arity);
            }
            _ => {
                name.arity = Some(parts.len() - 1);
                name.call = Some(form.span);
            }
        }
    }
    // Where it is defined its arguments are not those of a call.
    if let Some((form, parts)) = parent
        && parts
            .get(1)
            .is_some_and(|second| second.span == innermost.span)
        && matches!(form.head(), Some("defun" | "define-function"))
    {
        name.arity = defined_arity(parts);
    }
    Some(name)
}

/// Whether names stand with their arities in a form of this operator.
fn is_list_of_names(head: Option<&str>) -> bool {
    matches!(
        head,
        Some("export" | "from" | "defspec" | "define-function-spec" | "rename")
    )
}

fn defined_arity(parts: &[Form]) -> Option<usize> {
    let mut rest = parts.iter().skip(2);
    let first = rest.find_map(Form::as_list)?;
    match first.first() {
        Some(head) if head.as_list().is_some() || first.len() > 1 && !is_plain(first) => {
            head.as_list().map(<[Form]>::len)
        }
        _ => Some(first.len()),
    }
}

fn is_plain(forms: &[Form]) -> bool {
    forms.iter().all(|form| form.as_symbol().is_some())
}

/// `#'name/1`, `#'module:name/1`.
fn reference(path: &[&Form]) -> Option<Name> {
    let function = path
        .iter()
        .rev()
        .find(|form| form.head() == Some("function"))?;
    let text = |form: &Form| form.as_symbol().map(ToString::to_string);
    let (text, arity) = match function.as_list()? {
        [_, name, arity] => (text(name)?, count(arity)?),
        [_, module, name, arity] => (format!("{}:{}", text(module)?, text(name)?), count(arity)?),
        _ => return None,
    };
    Some(Name {
        text,
        span: function.span,
        arity: Some(arity),
        call: None,
    })
}

fn count(form: &Form) -> Option<usize> {
    match &form.kind {
        Kind::Integer(value) => usize::try_from(value).ok(),
        _ => None,
    }
}

/// The word at a byte, whatever is around it.
pub fn word(text: &str, offset: usize) -> Option<Name> {
    let start = word_start(text, offset);
    let rest = text.get(start..)?;
    let length = rest.find(ends_name).unwrap_or(rest.len());
    let word = &rest[..length];
    (!word.is_empty()).then(|| Name {
        text: word.to_owned(),
        span: Span::new(FileId(0), start, start + length),
        arity: None,
        call: None,
    })
}

/// Where the word begins that a byte is in or behind.
pub fn word_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    let after = before.char_indices().rev().find(|(_, c)| ends_name(*c));
    after.map_or(0, |(index, c)| index + c.len_utf8())
}

/// Whether a byte is in a comment or a string, judged by what stands before it.
pub fn is_in_text(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default().as_bytes();
    let mut index = definition_start(text, offset);
    let mut closing = None;
    while index < before.len() {
        let byte = before[index];
        match closing {
            Some(end) => {
                if byte == b'\\' && end != b'\n' {
                    index += 1;
                } else if byte == end {
                    closing = None;
                }
            }
            None => match byte {
                b';' => closing = Some(b'\n'),
                b'"' => closing = Some(b'"'),
                b'|' => closing = Some(b'|'),
                _ => {}
            },
        }
        index += 1;
    }
    closing.is_some()
}

/// Where the definition begins that a byte is in: the last bracket before it that begins a line.
pub fn definition_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.rfind("\n(").map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alate_compiler::session::Session;

    #[track_caller]
    fn at_mark(marked: &str, expected: (&str, Option<usize>, bool)) {
        let offset = marked.find('^').expect("a mark");
        let text = marked.replacen('^', "", 1);
        let (_, forms, _) = Session::read("t.lfe", &text);
        let name = name(&forms, &text, offset).expect("a name");
        assert_eq!(
            (name.text.as_str(), name.arity, name.call.is_some()),
            expected
        );
    }

    #[test]
    fn names_and_how_they_are_used() {
        at_mark(
            "(defun f (x) (li^sts:map x y))",
            ("lists:map", Some(2), true),
        );
        at_mark("(defun f (x) (g^))", ("g", Some(0), true));
        at_mark("(defun f (x) ^x)", ("x", None, false));
        at_mark("(defun ^f (x) x)", ("f", Some(1), false));
        at_mark("(defun ^f \"d\" ((x y) x))", ("f", Some(2), false));
        at_mark("(f #'lists:^map/2)", ("lists:map", Some(2), false));
        at_mark("(f #'^g/3)", ("g", Some(3), false));
        at_mark("(defmodule m (export (^f 7)))", ("f", Some(7), false));
        // What cannot be read.
        at_mark("(defun f (x) (g^gg x)", ("ggg", None, false));
    }

    #[test]
    fn strings_and_comments() {
        let text = "(f \"a ) b\" ; c\n  d)";
        let within = |word: &str| is_in_text(text, text.find(word).unwrap());
        assert!(within("b") && within("c"));
        assert!(!within("f") && !within("d"));
    }
}
