//! Core of small programs as text, and what is reported.

use super::build::build;
use super::ir::Module;
use super::print::print;
use crate::base::deep_stack;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{SourceFile, Sources};
use crate::expander::expand;
use crate::reader;

fn built(source: &str) -> Result<Module, Vec<Diagnostic>> {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("test.lfe", source));
    let (forms, errors) = reader::read(file, source);
    assert!(errors.is_empty(), "{errors:?}");
    let (forms, diagnostics) = expand(forms, &mut sources, &crate::host::NoHost);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    build(&forms)
}

fn module(source: &str) -> String {
    match built(source) {
        Ok(module) => print(&module),
        Err(diagnostics) => panic!("{diagnostics:?}"),
    }
}

/// Core of functions, without the module's header.
fn core(functions: &str) -> String {
    let text = module(&format!("(defmodule m) (defun id (x) x) {functions}"));
    let body = text.split_once("(function id 1 ((x.0) x.0))\n");
    body.map_or(text.clone(), |(_, rest)| rest.trim().to_owned())
}

/// Core of expressions that may use the variables x, y and z.
fn expressions(sources: &[&str]) -> String {
    let mut text = String::new();
    for source in sources {
        let function = core(&format!("(defun f (x y z) {source})"));
        text.push_str(&function);
        text.push('\n');
    }
    text
}

fn errors(source: &str) -> String {
    match built(&format!("(defmodule m) (defun id (x) x) {source}")) {
        Ok(module) => format!("built: {}", print(&module)),
        Err(diagnostics) => {
            let messages: Vec<String> = diagnostics.into_iter().map(|d| d.message).collect();
            messages.join("; ")
        }
    }
}

#[test]
fn header() {
    insta::assert_snapshot!(module(
        r#"
(defmodule m "About m."
  (export (f 1) (f 1) (g 0))
  (import (from lists (reverse 1)) (rename ordsets ((union 2) ou)))
  (module-alias (lists li))
  (behaviour gen_server) (vsn 3) (none))
(defun f (x) "About f." (li:nth 1 (reverse (ou x x))))
(defun g () (funcall 'f #'reverse/1))
"#
    ));
}

#[test]
fn naive_reverse_and_fib() {
    insta::assert_snapshot!(core(
        "(defun fib (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
         (defun rev ((()) ()) (((cons h t)) (++ (rev t) (list h))))"
    ));
}

#[test]
fn names_resolve_from_the_inside_out() {
    insta::assert_snapshot!(core(
        "(defun length (x) x)
         (defun f (x)
           (flet ((id (y) (id y)))
             (list (id x) (length x) (size x) (funcall 'id x) #'id/1 #'length/1 #'abs/1 #'+/2
                   #'lists:map/2)))
         (defun g (x)
           (fletrec ((id (y) (id y)) (even (n) (odd n)) (odd (n) (even n)))
             (even (id x))))"
    ));
}

#[test]
fn constants_and_constructors() {
    insta::assert_snapshot!(expressions(&[
        "(list 1 2 3)",
        "(list x 1 2)",
        "(list 1 x 2 3)",
        "(cons 1 (cons x '(a . b)))",
        "(tuple 'a 1)",
        "(tuple x 1)",
        "(list #(a b) #M(a 1 a 2) #B(1 2) \"str\" '() () '(1 . 2))",
        "(97 98)",
        "(map x 1 'b y)",
        "(map 'a 1 'a 2)",
        "#M(1 a 1.0 b 0.0 c -0.0 d #(x) e #(x) f)",
        "(mset x 'a 1)",
        "(map-update x 'a 1)",
        "(map-remove x (id 'a) (id 'b))",
        "(map-get (id x) (id y))",
        "(list (car x) (cdr x) (tref x 1) (tset x 1 y) (map-size x) (mref x y))",
    ]));
}

#[test]
fn operators() {
    insta::assert_snapshot!(expressions(&[
        "(+ x y z 1)",
        "(+ (id x) (id y) (id z))",
        "(- x)",
        "(++ x y z)",
        "(< x y z)",
        "(< x (id y) z)",
        "(=/= x y z)",
        "(and x y z)",
        "(== x y)",
        "(=:= x y)",
        "(andalso x y z)",
        "(orelse x)",
        "(andalso)",
    ]));
}

#[test]
fn binding_and_sequences() {
    insta::assert_snapshot!(expressions(&[
        "(let ((x y) ((tuple a b) (when (> a b)) x)) (list a b x))",
        "(let* ((x y) (y x)) (list x y))",
        "(progn (id x) y)",
        "(progn)",
        "(prog1 (id x) (id y) z)",
        "(prog2 (id x) (id y) z)",
        "(let ((f (lambda (a _) (list a x)))) (funcall f 1 2))",
        "(match-lambda ((1 a) (when (> a x) (is_atom y)) a) ((_ b)))",
        "(do ((i 0 (+ i 1))) ((> i x) i) (id i))",
    ]));
}

#[test]
fn conditionals() {
    insta::assert_snapshot!(expressions(&[
        "(if x y)",
        "(if x y z)",
        "(cond ((id x) 1 2) ((?= (cons a b) (when (is_atom a)) y) b) (else 3))",
        "(cond (x y))",
        "(cond)",
        "(case x (1 'one) ((tuple a a) (when) a) (_ (id x)))",
    ]));
}

#[test]
fn maybe() {
    insta::assert_snapshot!(expressions(&[
        "(maybe (id x) (?= (tuple 'ok a) y) (list a))",
        "(maybe (?= (tuple 'ok a) y))",
        "(maybe (?= 'ok x) (?= 'ok y) z (else ((1) 2) ((a) (when (> a 1)) a)))",
        "(let ((a 5)) (maybe (let ((a x)) (?= 1 a) (id a)) (list a)))",
        "(maybe (let ((a x)) (id a)) (list y))",
        "(maybe)",
    ]));
}

#[test]
fn exceptions() {
    insta::assert_snapshot!(expressions(&[
        "(catch (id x) y)",
        "(try (id x) (case ((tuple 'ok a) a)) (catch ((tuple 'error e s) (when (> e 1)) (list e s)) (_ 2)) (after (id z)))",
        "(try x (after y))",
        "(try (case x (1 2)) (catch (_ 3)))",
    ]));
}

#[test]
fn calls() {
    insta::assert_snapshot!(expressions(&[
        "(call 'lists 'reverse x)",
        "(call x 'reverse y)",
        "(funcall x y)",
        "(funcall #'id/1 x)",
        "(funcall #'lists:reverse/1 x)",
        "(funcall (lambda (a) a) x)",
        "(funcall 'length x)",
        "(eval x)",
    ]));
}

#[test]
fn patterns() {
    insta::assert_snapshot!(core(
        "(defun f (((list a b _)) (list a b)) (((cons 1 (cons a '(b c)))) a) ((#(a b)) 1)
                  (((tuple 'a 1)) 2) (((= (tuple a b) c)) (list a b c)) ((\"abc\") 3)
                  (((++ \"ab\" r)) r) (((map 'k a 1 b)) (list a b)) ((`(,a . ,a)) a)
                  ((#B(1)) 4) ((()) 5) (((97 98)) 6))"
    ));
}

#[test]
fn segments_in_expressions() {
    insta::assert_snapshot!(expressions(&[
        "(binary x 1 \"ab\" (\"é\" utf8) (\"ab\" (size 16) little))",
        "(binary (x float) (x float (size 32)) (x binary) (x binary (size y)) (x bitstring) (x bits (size 3)) (x bytes (size 2) (unit 16)))",
        "(binary (x (size y) signed) (x (size (+ y 1)) (unit 2) little-endian) (x utf-16 big-endian) (x utf32 native))",
        "(binary)",
        "(bc ((<- a x)) (binary (a (size 16))))",
    ]));
}

#[test]
fn segments_in_patterns() {
    insta::assert_snapshot!(core(
        "(defun f (n b)
           (case b
             ((binary n (x binary (size n)) (r binary)) (list n x r))
             ((binary (x (size n)) (_ bitstring)) x)
             ((binary \"ab\" (\"c\" utf8) (x utf8) (1.5 float) x) x)
             ((binary (x signed little (size 16)) (r bits (size 4) (unit 4))) (list x r))))"
    ));
}

#[test]
fn comprehensions() {
    insta::assert_snapshot!(expressions(&[
        "(lc ((<- (tuple k v) x) (> v 1) (<- a y)) (list k a))",
    ]));
}

#[test]
fn malformed_forms_are_reported() {
    insta::assert_snapshot!(
        [
            "(defun f (x) (car))",
            "(defun f (x) y)",
            "(defun f (x) (g x))",
            "(defun f (x) (let (a) x))",
            "(defun f (x) (let x x))",
            "(defun f (x) (case x))",
            "(defun f (x) (if x))",
            "(defun f (x) ((lambda (x) x) 1))",
            "(defun f (x) (a . b))",
            "(defun f (x) (lambda x 1))",
            "(defun f ((a) 1) ((a b) 2))",
            "(defun f (x) (case x ((foo a) 1)))",
            "(defun f (x) (case x ((binary (a foo)) 1) ((binary (a (unit 0) (size 1))) 2)))",
            "(defun f (x) (case x ((binary (a binary) b) 1)))",
            "(defun f (x) (case x ((map a 1) 1)))",
            "(defun f (x) (case x ((tuple n (binary (a (size n)))) 1)))",
            "(defun f (x) (try x (catch (y 1))))",
            "(defun f (x) (try x (case x (y y)) x))",
            "(defun f (x) (try x (catch (_ x)) ()))",
            "(defun f (x) (maybe (?= 1)))",
            "(defun f (x) (cond x))",
            "(defun f (x) (cond (else 1) (x 2)))",
            "(defun f (x) (* x))",
            "(defun f (x) (funcall 'nope x))",
            "(defun f (x) #'nope/1)",
            "(defun f (x) (function nope))",
            "(defun f (x) (? 1))",
            "(defun f (x) '#S(a b c))",
            "(defun id (x) x)",
            "(foo)",
            "1",
            "(defun 1 (x) x)",
            "(defun f (1 2) x)",
            "(define-function)",
            "(define-function a b c)",
            "(define-function a () (lambda (1) 2))",
        ]
        .map(|source| format!("{source}\n  {}", errors(source)))
        .join("\n")
    );
    assert_eq!(
        built("(defun f () 1)").unwrap_err()[0].message,
        "no module definition"
    );
}

#[test]
fn deep_and_long_forms() {
    let nested = |n: usize| format!("(defun f (x) {}x{})", "(id ".repeat(n), ")".repeat(n));
    let chain = |n: usize| format!("(defun f (x) (list {}))", "(id x) ".repeat(n));
    let constant = |n: usize| format!("(defun f () (list {}))", "1 ".repeat(n));
    let distinct = |n: usize| format!("(defun f (x) (/= {}))", "x ".repeat(n));
    let cond = |n: usize| format!("(defun f (x) (cond {}))", "((id x) 1) ".repeat(n));
    let string = |n: usize| format!("(defun f (x) (case x ((++ \"{}\" y) y)))", "a".repeat(n));
    let map = |n: usize| {
        let pairs: String = (0..n).map(|key| format!("{key} a ")).collect();
        format!("(defun f () #M({pairs}))")
    };
    let too_deep = "expression is too deeply nested";
    deep_stack::run(|| {
        let outcome =
            |source: String| match built(&format!("(defmodule m) (defun id (x) x) {source}")) {
                Ok(_) => "built".to_owned(),
                Err(diagnostics) => diagnostics[0].message.clone(),
            };
        assert_eq!(outcome(nested(990)), "built");
        assert_eq!(outcome(chain(5_000)), "built");
        assert_eq!(outcome(chain(50_000)), too_deep);
        assert_eq!(outcome(constant(50_000)), "built");
        assert_eq!(outcome(distinct(50)), "built");
        assert_eq!(outcome(distinct(5_000)), too_deep);
        assert_eq!(outcome(cond(2_000)), "built");
        assert_eq!(outcome(cond(20_000)), too_deep);
        assert_eq!(outcome(string(2_000)), "built");
        assert_eq!(outcome(map(50_000)), "built");
    });
}

#[test]
fn guards_hold_guard_expressions_only() {
    let guards = [
        "(id x)",
        "(lists:reverse x)",
        "(++ x x)",
        "(lambda () 1)",
        "(let ((z 1)) z)",
        "(if x x x)",
        "(funcall x)",
        "(progn x)",
        "(put 1 2)",
        "(map-remove x 1)",
        "(tset x 1 2)",
        "(catch x)",
        "(list (id x) (id x))",
        "(call 'erlang 'length x)",
        "(erlang:length x)",
        "(binary (x))",
        "(map 1 2)",
        "(== (map-set x 1 2) x)",
        "(< 1 (+ x 1) 3)",
        "(andalso)",
        "(mref x 1)",
        "(and x x x)",
        "(orelse (is_atom x) (> (tref x 1) 2))",
    ];
    let outcome = |guard: &&str| {
        let source = format!("(defun f (x) (case x (y (when {guard}) y)))");
        let found = errors(&source);
        format!("{guard}\n  {}", found.split(':').next().unwrap_or_default())
    };
    let outcomes: Vec<String> = guards.iter().map(outcome).collect();
    insta::assert_snapshot!(outcomes.join("\n"));
}

#[test]
fn the_verifier_sees_what_is_wrong() {
    use super::ir::{ExprKind, VarId};
    use super::verify::verify;
    let module = built("(defmodule m (export (f 1))) (defun f (x) x)").unwrap();
    assert_eq!(verify(&module), Ok(()));
    let broken = |change: &dyn Fn(&mut Module)| {
        let mut module = module.clone();
        change(&mut module);
        verify(&module).unwrap_err()
    };
    let body = |kind: ExprKind| {
        broken(&|module: &mut Module| {
            module.functions[0].lambda.clauses[0].body.kind = kind.clone();
        })
    };
    assert_eq!(
        body(ExprKind::Variable(VarId(7))),
        "in f: variable 7 is not bound here"
    );
    assert_eq!(
        body(ExprKind::CallLocal("g".into(), Vec::new())),
        "in f: g/0 is not defined"
    );
    assert_eq!(
        body(ExprKind::CallLetRec(VarId(0), Vec::new())),
        "in f: local function 0 is called wrongly"
    );
    assert_eq!(
        body(ExprKind::Sequence(Vec::new())),
        "in f: a sequence is empty"
    );
    assert_eq!(
        broken(&|module| {
            module.exports.clear();
            module.functions[0].lambda.arity = 2;
        }),
        "in f: a clause has 1 patterns, not 2"
    );
    assert_eq!(
        broken(&|module| module.exports.push(("g".into(), 0))),
        "exported g/0 is not defined"
    );
    assert_eq!(
        broken(&|module| {
            let again = module.functions[0].clone();
            module.functions.push(again);
        }),
        "in f: variable 0 is bound twice"
    );
}

#[test]
fn dynamic_variables() {
    insta::assert_snapshot!(module(
        "(defmodule m (module-alias (other o)) (export all))
         (defvar *a* (id 1) \"What a is.\")
         (defparameter *b* 2)
         (defvar *c*)
         (defun id (x) x)
         (defun read () (list *a* m:*a* o:*a*))
         (defun bind (*a* x) (let ((*b* x) (y *b*) (o:*a* x)) (id y)))
         (defun change (x) (set-dynamic *a* x) (set-global o:*a* x))"
    ));
}

#[test]
fn doc_strings_of_dynamic_variables_are_kept() {
    let source =
        "(defmodule m) (defvar *a* 1 \"One.\") (defvar *b* 2) (defparameter *c* 3 #\"Three.\")";
    let module = built(source).expect("a module without errors");
    let texts: Vec<_> = module
        .dynamics
        .iter()
        .map(|dynamic| (dynamic.name.as_str(), dynamic.documentation.as_deref()))
        .collect();
    let expected = [
        ("*a*", Some("One.")),
        ("*b*", None),
        ("*c*", Some("Three.")),
    ];
    assert_eq!(texts, expected);
}
