//! Expansions as text, and what is reported.

use super::expand;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{SourceFile, Sources};
use crate::reader;
use crate::reader::print::pretty_all;

fn expansion(source: &str) -> (String, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("test.lfe", source));
    let (forms, errors) = reader::read(file, source);
    assert!(errors.is_empty(), "{errors:?}");
    let (forms, diagnostics) = expand(forms, &mut sources, &crate::host::NoHost);
    (pretty_all(&forms, 80), diagnostics)
}

fn expanded(source: &str) -> String {
    let (text, diagnostics) = expansion(source);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    text
}

/// The expansion of one expression.
fn expression(source: &str) -> String {
    let text = expanded(&format!("(define-function f () (lambda () {source}))"));
    let text = text
        .trim_end()
        .strip_prefix("(define-function f () (lambda () ");
    match text.and_then(|text| text.strip_suffix("))")) {
        Some(text) => text.to_owned(),
        None => expanded(&format!("(define-function f () (lambda () {source}))")),
    }
}

fn messages(source: &str) -> Vec<String> {
    let (_, diagnostics) = expansion(source);
    diagnostics.into_iter().map(|d| d.message).collect()
}

#[test]
fn module_header() {
    insta::assert_snapshot!(expanded(
        r#"
(defmodule m
  "About m."
  (doc "more")
  (export (f 1) (g 2))
  (export all)
  (import (from lists (reverse 1)) (rename ordsets ((union 2) ou)))
  (module-alias (lists li))
  (behaviour gen_server)
  (author "me" you))
"#
    ));
}

#[test]
fn functions() {
    insta::assert_snapshot!(expanded(
        r#"
(defmodule m)
(defun f (x) "About f." (+ x 1 2))
(defun g "About g." ((1 x) (when (> x 1)) x) ((_ _) 2))
(defun s () "value")
(defun z "doc" (() 'x))
(progn (defun a () 1) (defun b () 2))
(defun d (x) "one" (spec ([(integer)] (integer))) "two" x)
(defun e "one" #"two" (spec ([(integer)] (integer))) ((x) x))
(defspec (f 1) ([(integer)] (integer)))
(defspec d ([(integer)] (integer)) ([(atom)] (atom)))
(deftype count (integer))
(defopaque (pair a) (tuple a a))
"#
    ));
}

#[test]
fn accessors_and_remote_calls() {
    insta::assert_snapshot!(
        [
            "(cadr x)",
            "(cddddr x)",
            "(caar)",
            "(: lists reverse (cdar x))",
            "(lists:map f x)",
            "(erlang:+ 1 2)",
            "(a:b:c 1)",
            "(:foo 1)",
            "(!= a b)",
            "(=== a b)",
            "(!== a b)"
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn lists_and_appending() {
    insta::assert_snapshot!(
        [
            "(list*)",
            "(list* x)",
            "(list* 1 2 x)",
            "(++)",
            "(++ a)",
            "(++ a b)",
            "(++ a b c)",
            "(-- a b c)"
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn binding_macros() {
    insta::assert_snapshot!(
        [
            "(let* ((a 1) ((tuple b c) (when (> b c)) a)) (cadr b) c)",
            "(let* () 1 2)",
            "(flet ((a (x) \"doc\" (b x)) (c ((1) 2) ((x) x))) (a (c 1)))",
            "(fletrec ((a (x) (b x)) (b (x) (a x))) (a 1))",
            "(flet* ((a (x) x) (b (x) (a x))) (b 1))"
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn loops_and_funs() {
    insta::assert_snapshot!(
        [
            "(do ((i 0 (+ i 1)) (s () (cons i s))) ((> i 3) s) (foo i) (bar s))",
            "(do ((x 0 (+ x 1))) ((== x 3) x))",
            "(fun foo 2)",
            "(fun lists reverse 1)",
            "(? 1000 'no)",
            "(? 10)",
            "(?)"
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn list_comprehensions() {
    insta::assert_snapshot!(
        [
            "(lc ((<- x l)) (* x 2))",
            "(lc ((<- (tuple k v) (when (> v 1)) l) (<- y v) (foo k)) y)",
            "(lc ('true ok) 1)",
            "(list-comp () 1)",
            "(lc ((<= (binary (n (size 8)) (x (size n)) \"ab\") b)) x)"
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn binary_comprehensions() {
    insta::assert_snapshot!(
        [
            "(bc ((<- x l)) (binary (x (size 16))))",
            "(binary-comp ((<= (binary x) b) (> x 1)) (f x))"
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn backquote() {
    insta::assert_snapshot!(
        [
            "`a",
            "`(a b)",
            "`(a ,x)",
            "`(a ,@x b)",
            "`(,@x)",
            "`(,@x . b)",
            "`(a . ,x)",
            "`(a b . ,x)",
            "`#(a ,x)",
            "`#(a ,@x r)",
            "`#M(k ,x)",
            "`#M(k v)",
            "`(1 1.5 \"s\" #\"b\" ())",
            "`(a `(b ,(c ,(+ 1 x))))",
            "`(c `(d ,@(e ,@x)) ,y)",
            "`,x",
            "`(1 (2 ,x) 3)"
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn patterns() {
    insta::assert_snapshot!(expression(
        "(case x ((++ \"ab\" y) y) ((++ (list 1 z) '(b) y) y) ((list* 1 2 y) y) (`#(ok ,z) z)
                 (`(a ,@z) z) ((= a (tuple 1 b)) (cadr b)) ((binary (x (size 8)) (y binary)) y)
                 ((map 'k `(,v)) v))"
    ));
}

#[test]
fn core_forms_inside() {
    insta::assert_snapshot!(expression(
        "(try (cadr x)
            (case (`#(ok ,y) (cadr y)))
            (catch (`#(error ,e ,_) (when (> e (cadr y))) (cddr e)))
            (after (caar x)))
         (cond ((cadr x) (cddr x)) ((?= `(,a) (when (cadr a)) (cdar x)) a) (else (caar x)))
         (maybe (?= `(,a) (cadr x)) (let ((b (cadr a))) (?= `(,c) b) (cddr c)) (else ((`(,d)) (cadr d))))
         (binary ((cadr x) (size (cadr y))))
         (quote (cadr x))"
    ));
}

#[test]
fn local_functions_and_macros() {
    insta::assert_snapshot!(
        [
            "(flet ((cddr (x y) x)) (list (cddr 1 2) (cddr x)))",
            "(flet ((cddr (x) (cddr x))) (cddr x))",
            "(fletrec ((++ (x y z) (++ x y z))) (++ 1 2 3) (++ 1 2 3 4))",
            "(flet ((++ (x y z) (++ x y z)) (!= (x y) (!= x y))) (!= (++ 1 2 3) 4))",
        ]
        .map(expression)
        .join("\n")
    );
}

#[test]
fn functions_of_the_module_named_like_operators() {
    insta::assert_snapshot!(expanded(
        "(defun f (x y z) (list (!= x y) (!= x y z) (++ x y z)))
         (defun != ((x y) 1))
         (defun ++ (x y z) 1)"
    ));
}

#[test]
fn surroundings() {
    insta::assert_snapshot!(expanded(
        "(defmodule m)\n\n(defun f (a b)\n  (list (MODULE) (LINE) (FILE) (FUNCTION_NAME) (FUNCTION_ARITY)))"
    ));
}

#[test]
fn what_is_not_supported_says_so() {
    insta::assert_snapshot!(
        [
            "(include-file \"x\")",
            "(defsyntax m (() 1))",
            "(defmodule a)(defmodule b)"
        ]
        .map(|source| messages(source).join("; "))
        .join("\n")
    );
}

#[test]
fn malformed_macro_uses() {
    insta::assert_snapshot!(
        [
            "(defun f)",
            "(defmodule)",
            "(defun f () (do))",
            "(defun f () (flet ((a)) 1))",
            "(defun f () (? 1 2 3))",
            "(defun f () (fun a -1))",
            "(defun f () (MODULE 1))",
            "(defun f () (lc ((<- a)) 1))",
            "(defun f () `#M(a ,@x))"
        ]
        .map(|source| messages(source).join("; "))
        .join("\n")
    );
}

#[test]
fn spans_lead_back_to_the_source() {
    let source = "(defun f (x) (list (cadr x) (foo)))";
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("test.lfe", source));
    let (forms, _) = reader::read(file, source);
    let (forms, _) = expand(forms, &mut sources, &crate::host::NoHost);
    let list = &forms[0].as_list().unwrap()[3].as_list().unwrap()[2];
    let accessor = &list.as_list().unwrap()[1];
    let text = |form: &crate::reader::form::Form| {
        &source[form.span.start as usize..form.span.end as usize]
    };
    assert_eq!(accessor.head(), Some("car"));
    assert_eq!(text(accessor), "(cadr x)");
    assert_eq!(text(&list.as_list().unwrap()[2]), "(foo)");
}

#[test]
fn width_does_not_become_unbounded_depth() {
    let sources = [
        format!("(let* ({}) a)", "(a 1)".repeat(30_000)),
        format!("(flet* ({}) (a))", "(a () 1)".repeat(30_000)),
        format!("(list* {})", "a ".repeat(30_000)),
        format!("(++ {})", "a ".repeat(30_000)),
        format!("`({} ,@a)", "a ".repeat(30_000)),
        format!("`({} . ,a)", "a ".repeat(30_000)),
        format!("(case a ((++ \"{}\" b) b))", "a".repeat(30_000)),
    ];
    for source in sources {
        let source = format!("(defun f (a) {source})");
        let found = crate::base::deep_stack::run(|| messages(&source));
        assert_eq!(
            found,
            ["expression is too deeply nested"],
            "{}",
            &source[..30]
        );
    }
}

#[test]
fn records() {
    insta::assert_snapshot!(expanded(
        r#"
(defmodule m (export-macro is-r r-b) (record (p (x (y 2)))))
(defrecord r a (b (list* 1 2 ())) (c 1 (integer)))
(defrecord none)
(defun make () (list (make-r) (make-r a (cadr 1)) (make-none)))
(defun is (x) (list (is-r x) (is-none (cadr x))))
(defun field (x) (list (r-a) (r-a x) (r-c (cadr x))))
(defun update (x)
  (list (update-r x a 1 b 2) (set-r x) (update-r-c x (cadr 1)) (set-r-c (cadr x) 1)))
(defun whole () (list (fields-r) (size-r) (fields-none) (size-none)))
(defun match (((match-r a (list* x y) b (r-b)) (make-r c z))) (list x y z))
(defun core (x) (list (record r a (cadr x)) (record-update (cadr x) r a (cadr x))))
(defun hidden (make-r) (flet ((is-r (x) x)) (list make-r (is-r 1))))
"#
    ));
}

#[test]
fn structs() {
    insta::assert_snapshot!(expanded(
        r#"
(defmodule m (export (make 0)))
(defstruct a (b) (c '(1 x) (list)) (d "text") (a 2))
(defun make () (list (struct m) (struct m a (cadr x))))
(defun use (x) (list (is-struct (cadr x)) (is-struct (cadr x) m) (struct-field (cadr x) m a)))
(defun update (x) (struct-update (cadr x) m a (cadr x)))
(defun match (((struct m a (list* x y)))) (list x y))
"#
    ));
}

#[test]
fn malformed_records() {
    insta::assert_snapshot!(
        [
            "(defrecord)",
            "(defrecord 1)",
            "(defrecord r (a 1 2 3))",
            "(defrecord r \"a\")",
            "(defstruct 1)",
            "(defrecord r a)(defun f (x) (r-a x x))",
            "(defrecord r a)(defun f (x) (is-r))",
            "(defrecord r a)(defun f (x) (update-r))",
            "(defrecord r a)(defun f (x) (set-r-a x))",
            "(defun f () (defrecord r a))",
            "(defun f () (defstruct a))"
        ]
        .map(|source| messages(source).join("; "))
        .join("\n")
    );
}
