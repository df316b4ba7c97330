//! Rows of headers and what becomes of them, and that nothing makes the reader fall over.

use super::{Item, read};
use crate::base::span::{FileId, SourceFile, Sources};
use crate::host::NoHost;
use crate::reader::print;
use proptest::prelude::*;

/// A header's forms and macros, a line each, then what was not translated, with its place.
fn translated(text: &str) -> String {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("h.hrl", text));
    let (items, problems) = read(FileId(0), &mut sources, &NoHost);
    let mut lines = String::new();
    for item in items {
        lines.push_str(&match item {
            Item::Form(form) => print::unabbreviated(&form),
            Item::Undefine(name) => format!("undef {name}"),
            Item::Define(definition) => {
                let body = print::unabbreviated(&definition.body);
                format!(
                    "define {} {:?} {body}",
                    definition.name, definition.parameters
                )
            }
        });
        lines.push('\n');
    }
    for problem in problems {
        let range = problem.span.start as usize..problem.span.end as usize;
        lines.push_str(&format!("! {} [{}]\n", problem.message, &text[range]));
    }
    lines
}

#[test]
fn types_and_specifications() {
    let rows = [
        ("1..10", "(range 1 10)"),
        ("-3", "-3"),
        ("a | 'B c' | []", "(UNION (quote a) (quote |B c|) (nil))"),
        (
            "[integer()] | [integer(), ...]",
            "(UNION (list (integer)) (nonempty_list (integer)))",
        ),
        ("{a, integer()} | {}", "(UNION #((quote a) (integer)) #())"),
        (
            "#{a => b, c := d}",
            "#M((quote a) (quote b) (quote c) (quote d))",
        ),
        ("fun()", "(fun)"),
        ("fun((...) -> a)", "(lambda any (quote a))"),
        (
            "fun((A :: integer(), b) -> c)",
            "(lambda ((integer) (quote b)) (quote c))",
        ),
        ("#r{}", "(record r)"),
        ("#r{f :: integer()}", "(record r (f (integer)))"),
        ("lists:t(a)", "(lists:t (quote a))"),
        ("<<>>", "(bitstring 0 0)"),
        ("<<_:8, _:_*4>>", "(bitstring 8 4)"),
        ("Name :: (integer())", "(integer)"),
    ];
    for (written, expected) in rows {
        let found = translated(&format!("-type t() :: {written}."));
        assert_eq!(
            found,
            format!("(define-type (t) {expected})\n"),
            "{written}"
        );
    }
    assert_eq!(
        translated("-opaque u(A) :: [A].\n-spec m:f(X) -> Y when X :: a, Y :: b; (c) -> d."),
        "(define-opaque-type (u A) (list A))\n\
         (define-function-spec (f 1) (((X) Y ((X (quote a)) (Y (quote b)))) (((quote c)) (quote d) ())))\n"
    );
}

#[test]
fn attributes() {
    assert_eq!(
        translated(
            "-export([f/1, g/2]). -import(lists, [map/2]). -vsn(\"1\"). -behaviour(gen_server). -export_type([t/0])."
        ),
        "(extend-module () ((export (f 1) (g 2))))\n\
         (extend-module () ((import (from lists (map 2)))))\n\
         (extend-module () ((vsn \"1\")))\n\
         (extend-module () ((behaviour gen_server)))\n\
         (extend-module () ((export-type (t 0))))\n"
    );
}

#[test]
fn directives() {
    let rows = [
        (
            "-define(A, 1). -ifdef(A). -define(B, 2). -else. -define(C, 3). -endif.",
            "define A None 1\ndefine B None 2\n",
        ),
        (
            "-ifndef(A). -ifdef(B). -else. x() -> 1. -endif. -endif.",
            "(define-function x () (match-lambda (() 1)))\n",
        ),
        (
            "-define(A(X), {X, ?B}). -define(B, b). f() -> ?A(?B).",
            "define A Some([\"X\"]) (tuple X (B))\ndefine B None (quote b)\n(define-function f () (match-lambda (() (tuple (quote b) (quote b)))))\n",
        ),
        (
            "-define(A, 1). -define(A(), 2). f() -> {?A, ?A()}.",
            "define A None 1\ndefine A Some([]) 2\n(define-function f () (match-lambda (() (tuple 1 2))))\n",
        ),
        ("-define(S(X), ??X).", "define S Some([\"X\"]) (?? X)\n"),
        (
            "f() -> {?MODULE, ?LINE}.",
            "(define-function f () (match-lambda (() (tuple (MODULE) (LINE)))))\n",
        ),
    ];
    for (written, expected) in rows {
        assert_eq!(translated(written), expected, "{written}");
    }
}

#[test]
fn what_is_not_translated() {
    let rows = [
        (
            "-define(A, ).",
            "! unable to translate macro A [-define(A, )]\n",
        ),
        (
            "-define(A, 1 2).",
            "! unable to translate macro A [-define(A, 1 2)]\n",
        ),
        ("-define(A).", "! bad -define [-define(A)]\n"),
        ("-endif.", "! -endif without a condition [-endif]\n"),
        ("-else.", "! -else without a condition [-else]\n"),
        ("-ifdef(A).", "! -endif is missing []\n"),
        (
            "-include(\"none.hrl\").",
            "! can't find include file none.hrl [-include(\"none.hrl\")]\n",
        ),
        ("-error(\"no\").", "! -error: no [-error(\"no\")]\n"),
        (
            "f(X) -> ?NONE.",
            "! macros of this form cannot be expanded [f(X) -> ?NONE]\n",
        ),
        (
            "f(X) -> X",
            "! a form of a header ends with a full stop [f(X) -> X]\n",
        ),
        (
            "f(X) -> (X.",
            "! unable to translate this form of a header [X]\n",
        ),
        (
            "-record(r, [a]).",
            "! unable to translate this form of a header [[]\n",
        ),
        (
            "f() -> g(X = 1).",
            "! unable to translate this form of a header [)]\n",
        ),
        (
            "f() -> 'a.",
            "! illegal character in a header ['a.]\n! a form of a header ends with a full stop [f() ->]\n",
        ),
        (
            "-define(A, ?A). f() -> ?A.",
            "define A None (A)\n! macros of this form cannot be expanded [f() -> ?A]\n",
        ),
    ];
    for (written, expected) in rows {
        let found = translated(written);
        assert!(found.ends_with(expected), "{written}\n{found}");
    }
    let deep = format!("f() -> {}1{}.", "(".repeat(5000), ")".repeat(5000));
    assert!(translated(&deep).starts_with("! too deeply nested"));
}

proptest! {
    /// Whatever stands in a header: an answer.
    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(prop_oneof![
        Just("-define("), Just("-record("), Just("-type "), Just("-spec "), Just("-ifdef(A)."), Just("-else."),
        Just("-endif."), Just("A"), Just("f"), Just("("), Just(")"), Just("{"), Just("}"), Just("["), Just("]"),
        Just("<<"), Just(">>"), Just(","), Just(". "), Just("->"), Just(";"), Just("="), Just("::"), Just("|"),
        Just("||"), Just("<-"), Just("case "), Just(" of "), Just(" end"), Just("fun"), Just("try "), Just("catch "),
        Just("#"), Just("?"), Just("??"), Just(":"), Just("/"), Just("1"), Just("2#12"), Just("\"s\""), Just("'"),
        Just("$"), Just("\\x{"), Just("when "), Just("+"), Just("-"), Just("é"), Just("..."), Just(".."),
    ], 0..60)) {
        translated(&pieces.concat());
    }
}
