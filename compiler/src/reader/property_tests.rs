//! Whatever is printed reads back as the same datum.

use super::form::{Form, Kind};
use super::{print, read};
use crate::base::span::{FileId, Span};
use crate::base::symbol::Symbol;
use dashu_int::IBig;
use proptest::prelude::*;

fn form(kind: Kind) -> Form {
    Form::new(Span::default(), kind)
}

fn leaf() -> impl Strategy<Value = Form> {
    let kind = prop_oneof![
        any::<i64>().prop_map(|value| Kind::Integer(value.into())),
        prop::collection::vec(any::<u8>(), 0..40)
            .prop_map(|bytes| Kind::Integer(IBig::from_le_bytes(&bytes))),
        any::<f64>()
            .prop_filter("finite", |value| value.is_finite())
            .prop_map(Kind::Float),
        "[a-z+.#'|,`@0-9-]{1,6}".prop_map(|name| Kind::Symbol(Symbol::new(&name))),
        any::<String>().prop_map(|name| {
            let name: String = name.chars().take(200).collect();
            Kind::Symbol(Symbol::new(&name))
        }),
        Just(Kind::Symbol(Symbol::new("quote"))),
        any::<String>()
            .prop_filter("not empty", |text| !text.is_empty())
            .prop_map(Kind::String),
        (prop::collection::vec(any::<u8>(), 1..20), 0..8_u64).prop_map(|(mut bytes, spare)| {
            if let Some(last) = bytes.last_mut() {
                *last &= 0xff << spare;
            }
            let bits = bytes.len() as u64 * 8 - spare;
            Kind::Binary(bytes, bits)
        }),
    ];
    kind.prop_map(form)
}

fn any_form() -> impl Strategy<Value = Form> {
    leaf().prop_recursive(6, 64, 6, |inner| {
        let items = prop::collection::vec(inner.clone(), 0..6);
        let pairs = prop::collection::vec((inner.clone(), inner.clone()), 0..3);
        let flat = pairs.prop_map(|pairs| {
            pairs
                .into_iter()
                .flat_map(|(key, value)| [key, value])
                .collect::<Vec<_>>()
        });
        let prefix = prop_oneof![
            Just("quote"),
            Just("backquote"),
            Just("comma"),
            Just("comma-at")
        ];
        let improper = (
            prop::collection::vec(inner.clone(), 1..4),
            leaf().prop_filter("not a list", |tail| !matches!(tail.kind, Kind::String(_))),
        );
        prop_oneof![
            items.clone().prop_map(Kind::List),
            items.prop_map(Kind::Tuple),
            flat.clone().prop_map(Kind::Map),
            flat.prop_map(|mut items| {
                items.insert(0, Form::symbol(Span::default(), "point"));
                Kind::Struct(items)
            }),
            (prefix, inner).prop_map(|(prefix, datum)| {
                Kind::List(vec![Form::symbol(Span::default(), prefix), datum])
            }),
            improper.prop_map(|(items, tail)| Kind::Improper(items, Box::new(tail))),
        ]
        .prop_map(form)
    })
}

fn read_one(text: &str) -> Form {
    let (mut forms, errors) = read(FileId(0), text);
    assert!(errors.is_empty(), "{text}: {errors:?}");
    assert_eq!(forms.len(), 1, "{text}");
    forms.remove(0)
}

proptest! {
    #[test]
    fn printed_forms_read_back(form in any_form()) {
        let text = form.to_string();
        prop_assert!(read_one(&text).same_datum(&form), "{text}");
    }

    #[test]
    fn broken_forms_read_back(form in any_form(), width in 1..60_usize) {
        let text = print::pretty(&form, width);
        prop_assert!(read_one(&text).same_datum(&form), "{text}");
    }

    #[test]
    fn any_text_gives_forms_and_errors(text in "[ab1.()\\[\\]{}#'`,@\"|;\n \\\\BMSx.-]{0,60}") {
        let (forms, errors) = read(FileId(0), &text);
        for error in &errors {
            let (start, end) = (error.span.start as usize, error.span.end as usize);
            prop_assert!(start <= end && text.get(start..end).is_some(), "{error:?}");
        }
        for form in &forms {
            prop_assert!(read_one(&form.to_string()).same_datum(form), "{form}");
        }
    }
}

#[test]
fn forms_are_broken_as_lisp_is_written() {
    let source = "(define-function f () (lambda (x) (case x ((cons a b) (when (> a b)) \
                  (lists:reverse (list a b 'c))) (_ (let ((y 1) (z (tuple 1 2 3))) (+ x y z))))))";
    let text = print::pretty(&read_one(source), 40);
    assert_eq!(
        text,
        "(define-function f ()
  (lambda (x)
    (case x
      ((cons a b)
       (when (> a b))
       (lists:reverse (list a b 'c)))
      (_ (let ((y 1) (z (tuple 1 2 3)))
           (+ x y z))))))"
    );
}
