//! Short ways to make forms.

use crate::base::span::Span;
use crate::reader::form::{Form, Kind};

/// A list that begins with a symbol.
pub fn call(span: Span, head: &str, arguments: impl IntoIterator<Item = Form>) -> Form {
    let mut forms = vec![Form::symbol(span, head)];
    forms.extend(arguments);
    Form::list(span, forms)
}

/// A call of a function of the module `erlang`, whatever the user named like it.
pub fn erlang(span: Span, function: &str, arguments: impl IntoIterator<Item = Form>) -> Form {
    let mut forms = vec![
        Form::symbol(span, "call"),
        quoted_symbol(span, "erlang"),
        quoted_symbol(span, function),
    ];
    forms.extend(arguments);
    Form::list(span, forms)
}

pub fn quote(form: Form) -> Form {
    let span = form.span;
    call(span, "quote", [form])
}

pub fn quoted_symbol(span: Span, name: &str) -> Form {
    quote(Form::symbol(span, name))
}

pub fn nil(span: Span) -> Form {
    Form::list(span, Vec::new())
}

/// A string datum; the empty one is the empty list.
pub fn string(span: Span, text: String) -> Form {
    if text.is_empty() {
        nil(span)
    } else {
        Form::new(span, Kind::String(text))
    }
}

/// Do these forms begin with this symbol and a list?
pub fn is_call(form: &Form, head: &str) -> bool {
    form.head() == Some(head)
}

/// The number, if the form is a small whole one.
pub fn as_count(form: &Form) -> Option<usize> {
    match &form.kind {
        Kind::Integer(value) => u8::try_from(value).ok().map(usize::from),
        _ => None,
    }
}
