//! Macros as a user meets them: what is said where one fails, what ends it, and what is compiled again.

mod support;

use support::Folder;

/// What `alate check` says of a source with errors.
fn said(source: &str) -> String {
    let folder = Folder::new();
    folder.write(
        "m.lfe",
        format!("(defmodule m (export (main 1)))\n{source}\n"),
    );
    let ended = folder.alate(&["check", "m.lfe"]);
    assert_eq!(ended.status, Some(1), "{}", ended.err());
    ended.err()
}

fn says(source: &str, parts: &[&str]) {
    let text = said(source);
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}

#[test]
fn what_a_macro_raises_is_shown_at_its_call() {
    says(
        "(defmacro bad (x) (error (tuple 'foo x)))\n(defun main (a)\n  (bad 1))",
        &[
            "m.lfe:4:3: error: error expanding (bad 1)",
            "#(foo 1)",
            "in the macro bad, line 2",
        ],
    );
    says(
        "(defmacro two ((list a b) `(+ ,a ,b)))\n(defun main (a) (two a))",
        &["error expanding (two a)", "function_clause"],
    );
    says(
        "(defmacro thrown () (throw 'up))\n(defun main (a) (thrown))",
        &["throw: up"],
    );
}

#[test]
fn what_is_wrong_with_a_macro_is_shown_in_its_definition() {
    says(
        "(defmacro m (x) (helper x))\n(defun main (a) (m a))",
        &["m.lfe:2:18: error: function helper/1 undefined"],
    );
    says(
        "(defmacro m () (lambda (x) x))\n(defun main (a) (m))",
        &["it holds a function, which no source can name"],
    );
}

#[test]
fn a_macro_ends_itself_and_not_the_compiler() {
    says(
        "(defmacro m () (halt 0))\n(defun main (a) (m))",
        &["halted"],
    );
    says(
        "(defmacro m () (exit (self) 'kill) (receive (never 'x)))\n(defun main (a) (m))",
        &["killed"],
    );
    says(
        "(defmacro m (x) `(m (+ 1 ,x)))\n(defun main (a) (m a))",
        &["it never comes to an end"],
    );
    says(
        "(defmacro m () (list (m)))\n(defun main (a) (m))",
        &["it is used in its own definition"],
    );
}

#[test]
fn a_message_about_an_expansion_names_the_calls() {
    says(
        "(defmacro one (x) `(nowhere ,x))\n(defmacro two (x) `(list (one ,x)))\n(defun main (a) (two a))",
        &[
            "function nowhere/1 undefined",
            "in the expansion of `(two a)`, then of `(one a)`",
        ],
    );
    // What the user wrote keeps its place.
    says(
        "(defmacro two (x) `(list ,x ,x))\n(defun main (a)\n  (two\n    (nowhere a)))",
        &["m.lfe:5:6: error: function nowhere/1 undefined"],
    );
}

#[test]
fn files_that_cannot_be_included() {
    says(
        "(include-file \"nofile.lfe\")\n(defun main (a) a)",
        &["m.lfe:2:1: error: can't find include file nofile.lfe"],
    );
    says(
        "(include-lib \"no/include/x.lfe\")\n(defun main (a) a)",
        &["can't find include lib no/include/x.lfe"],
    );
    says(
        "(include-file \"m.lfe\")\n(defun main (a) a)",
        &["include file m.lfe includes itself"],
    );
}

#[test]
fn a_cycle_of_modules_is_named() {
    let folder = Folder::new();
    for (one, other) in [("first", "second"), ("second", "first")] {
        let source = format!(
            "(defmodule {one} (export (main 0)) (export-macro m))\n(defmacro m () ({other}:m))\n(defun main () ({other}:m))\n"
        );
        folder.write(&format!("{one}.lfe"), source);
    }
    let ended = folder.alate(&["check", "first.lfe"]);
    assert_eq!(ended.status, Some(1));
    let text = ended.err();
    let cycle = "modules need each other's macros: first, then second, then first";
    assert!(text.contains(cycle), "{text}");
}

#[test]
fn a_change_of_a_macro_or_an_included_file_is_seen() {
    let folder = Folder::new();
    let library = |factor: u32| {
        format!("(defmodule lib (export-macro scaled))\n(defmacro scaled (x) `(* {factor} ,x))\n")
    };
    folder.write("lib.lfe", library(2));
    folder.write("part.lfe", "(defun part () 'one)\n");
    folder.write(
        "prog.lfe",
        "(defmodule prog (export (main 0)))\n(include-file \"part.lfe\")\n(defun main () (io:format \"~w ~w~n\" (list (lib:scaled 3) (part))))\n",
    );
    let out = || folder.alate(&["run", "prog.lfe"]).succeeds().out();
    assert_eq!(out(), "6 one\n");
    assert_eq!(out(), "6 one\n");
    folder.write("lib.lfe", library(5));
    assert_eq!(out(), "15 one\n");
    folder.write("part.lfe", "(defun part () 'two)\n");
    assert_eq!(out(), "15 two\n");
}
