//! What is read off a file, and how it is shown.

use super::render::{Style, entry_text, module_text};
use super::*;
use crate::base::span::{SourceFile, Sources};

fn modules(text: &str) -> Vec<Module> {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("m.lfe", text));
    read(&mut sources, file, &mut |_, _| {
        Some(SourceFile::new(
            "i.lfe",
            "(defun included (a) \"From i.\" a)",
        ))
    })
}

fn entry(text: &str, name: &str) -> (Module, Entry) {
    let module = modules(text).swap_remove(0);
    let entry = module.find(name, None)[0].clone();
    (module, entry)
}

#[track_caller]
fn shown(text: &str, name: &str, expected: &str) {
    let (module, entry) = entry(text, name);
    assert_eq!(entry_text(&module, &entry, Style::default()), expected);
}

#[test]
fn functions_with_their_clauses_and_specifications() {
    let text = r#"(defmodule m (export (f 2)))
(defspec (f 2) (((integer) (list)) (list)))
(defun f
  "Does it.
   Twice."
  ((`#(a ,b) x) (when (> x 1)) b)
  (((cons a _) _) a))
"#;
    shown(
        text,
        "f",
        "function m:f/2
  (f `#(a ,b) x) (when (> x 1))
  (f (cons a _) _)
  (defspec (f 2) (((integer) (list)) (list)))

  Does it.
  Twice.
",
    );
}

#[test]
fn what_is_not_exported_says_so() {
    shown(
        "(defmodule m (export (f 0)))\n(defun g (x) x)",
        "g",
        "function m:g/1\n  (g x)\n\n  It is not exported.\n",
    );
}

#[test]
fn macros_by_how_they_are_called() {
    let text = "(defmodule m (export-macro a b c d))
(defmacro a (x y) \"Doc.\" x)
(defmacro b rest `(list ,@rest))
(defmacro c (`(,x ,y . ,z) x) ((list* p q r) p) ((list) 1) ((cons h t) h))
(defmacro d \"Alone.\" (_ 'x))";
    let signatures = |name: &str| entry(text, name).1.signatures;
    assert_eq!(signatures("a"), ["(a x y)"]);
    assert_eq!(signatures("b"), ["(b . rest)"]);
    assert_eq!(
        signatures("c"),
        ["(c x y . z)", "(c p q . r)", "(c)", "(c h . t)"]
    );
    assert_eq!(signatures("d"), ["(d . _)"]);
    assert_eq!(entry(text, "a").1.text.as_deref(), Some("Doc."));
    assert_eq!(entry(text, "d").1.text.as_deref(), Some("Alone."));
    assert!(entry(text, "d").1.is_exported);
}

#[test]
fn records_are_found_by_their_macros() {
    let text = "(defmodule m)\n(defrecord point x (y 0))";
    let (_, record) = entry(text, "set-point-y");
    assert_eq!((record.kind, record.name.as_str()), (Kind::Record, "point"));
    assert_eq!(record.fields, ["x", "y"]);
}

#[test]
fn variables_and_types_and_modules() {
    let text = "(defmodule m \"About m.\" (export all))
(defvar *depth* 3 \"How deep.\")
(deftype (pair a) (tuple a a))
(defun main () \"Starts. And more.\" 'ok)";
    shown(
        text,
        "*depth*",
        "dynamic variable m:*depth*\n  (defvar *depth* 3)\n\n  How deep.\n",
    );
    let module = modules(text).swap_remove(0);
    assert_eq!(
        module_text(&module, Style::default()),
        "module m

  About m.

Functions
  main/0  Starts.

Dynamic variables
  *depth*  How deep.

Types
  pair/1  (deftype (pair a) (tuple a a))
"
    );
}

#[test]
fn a_file_of_several_modules() {
    let text = "(defun both () 1)
(defmodule a (export (both 0)))
(defun one () 1)
(defmodule b)
(defun two () 2)";
    let modules = modules(text);
    let names = |index: usize| {
        let entries = modules[index].entries.iter();
        entries
            .map(|entry: &Entry| entry.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(modules.len(), 2);
    assert_eq!(names(0), ["both", "one"]);
    assert_eq!(names(1), ["both", "two"]);
    assert!(modules[0].entries[0].is_exported && !modules[1].entries[0].is_exported);
}

#[test]
fn included_files_and_broken_forms() {
    let text = "(defmodule m)\n(include-file \"i.lfe\")\n(defun broken (\n(defun whole () 1)";
    let module = modules(text).swap_remove(0);
    let included = &module.find("included", Some(1))[0];
    assert_eq!(included.text.as_deref(), Some("From i."));
    assert_eq!(included.span.file.0, 1);
    assert_eq!(module.find("whole", None).len(), 1);
}

#[test]
fn core_forms_have_one_description_each() {
    for form in core_forms::ALL {
        assert_eq!(
            core_forms::ALL
                .iter()
                .filter(|own| own.name == form.name)
                .count(),
            1
        );
        assert!(
            form.shape.starts_with(&format!("({}", form.name)),
            "{}",
            form.name
        );
    }
}
