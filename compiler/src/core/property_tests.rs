//! Random programs: expanding and building never panics, and what is built verifies.

use super::build::build;
use super::print::print;
use super::verify::verify;
use crate::base::deep_stack;
use crate::base::span::{SourceFile, Sources};
use crate::expander::expand;
use crate::reader;
use proptest::prelude::*;

/// Operators of all kinds, with shapes that fit them or not.
const HEADS: &[&str] = &[
    "quote",
    "cons",
    "car",
    "cdr",
    "list",
    "tuple",
    "tref",
    "tset",
    "binary",
    "map",
    "map-size",
    "mref",
    "map-set",
    "mupd",
    "mrem",
    "andalso",
    "orelse",
    "lambda",
    "match-lambda",
    "function",
    "let",
    "let-function",
    "letrec-function",
    "progn",
    "prog1",
    "prog2",
    "if",
    "case",
    "cond",
    "maybe",
    "receive",
    "catch",
    "try",
    "funcall",
    "call",
    "when",
    "after",
    "else",
    "?=",
    "=",
    "size",
    "unit",
    "integer",
    "float",
    "utf8",
    "bitstring",
    "<-",
    "<=",
    ":",
    "?",
    "++",
    "--",
    "list*",
    "let*",
    "flet",
    "flet*",
    "fletrec",
    "do",
    "fun",
    "lc",
    "bc",
    "!=",
    "===",
    "backquote",
    "comma",
    "comma-at",
    "MODULE",
    "LINE",
    "FILE",
    "FUNCTION_NAME",
    "FUNCTION_ARITY",
    "cadr",
    "cddddr",
    "+",
    "-",
    "*",
    "<",
    "/=",
    "=:=",
    "and",
    "length",
    "lists:map",
    "id",
    "f",
    "defun",
    "defmodule",
    "define-function",
    "macrolet",
    "defrecord",
    "record-field",
    "qlc",
    "ets-ms",
];

const ATOMS: &[&str] = &[
    "x",
    "y",
    "_",
    "1",
    "-7",
    "256",
    "1.5",
    "\"ab\"",
    "\"\"",
    "#\"b\"",
    "()",
    "'a",
    "'(a . b)",
    "#(a b)",
    "#M(a 1)",
    "#B(1 2)",
    "#S(s a 1)",
    "foo",
    "all",
    "binary",
    "100000000000000000000",
];

fn form() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(ATOMS).prop_map(str::to_owned);
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            6 => (proptest::sample::select(HEADS), proptest::collection::vec(inner.clone(), 0..6))
                .prop_map(|(head, parts)| format!("({head} {})", parts.join(" "))),
            2 => proptest::collection::vec(inner.clone(), 0..5)
                .prop_map(|parts| format!("({})", parts.join(" "))),
            1 => proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(|parts| format!("`({})", parts.join(" "))),
            1 => inner.clone().prop_map(|part| format!(",{part}")),
            1 => inner.clone().prop_map(|part| format!(",@{part}")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("`#(,@{a} {b})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} . {b})")),
            // Shapes that mean something.
            2 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(case {a} ({b} (when (> x 1)) {c}) (y y))")),
            2 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(let ((x {a}) ({b} {c})) (+ x {a} 1))")),
            1 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(lc ((<- {a} {b}) {c}) (list x {c}))")),
            1 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(bc ((<= (binary x {a}) {b}) {c}) (binary x))")),
            1 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(maybe (?= {a} {b}) (let ((z x)) (?= {b} z) {c}) {a})")),
            1 => (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("(fletrec ((g (x) {a}) (h (x y) {b})) (g {b}))")),
            1 => (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("(try {a} (catch ((tuple c {b} s) {c})) (after {a}))")),
        ]
    })
}

fn check(source: &str) -> Result<(), String> {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("test.lfe", source));
    let (forms, _) = reader::read(file, source);
    let (forms, _) = expand(forms, &mut sources, &crate::host::NoHost);
    for form in &forms {
        // Printing walks the whole of it.
        let _ = form.to_string();
    }
    if let Ok(module) = build(&forms) {
        let _ = print(&module);
        verify(&module)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1500,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_program_is_built_or_refused(body in form(), top in form()) {
        let programs = [
            format!("(defmodule m (export all)) (defun id (x) x) (defun f (x y) {body})"),
            format!("(defmodule m (export all)) (defun f ((x {body}) (when {top}) y))"),
            format!("{top} (defmodule m {body}) (defun {top} {body})"),
        ];
        for source in programs {
            let outcome = deep_stack::run(|| check(&source));
            prop_assert_eq!(outcome, Ok(()), "{}", source);
        }
    }
}
