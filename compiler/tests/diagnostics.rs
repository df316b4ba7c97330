//! What a user sees of a file with several mistakes.

use alate_compiler::base::render::{Style, render};
use alate_compiler::base::span::{SourceFile, Sources};
use alate_compiler::pipeline::{self, Options};

fn shown(text: &str, short: bool) -> String {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("m.lfe", text));
    let options = Options {
        check_only: true,
        ..Options::default()
    };
    let output = pipeline::compile(&mut sources, file, &options, &alate_compiler::host::NoHost);
    let style = Style {
        short,
        colour: false,
    };
    render(&output.diagnostics, &sources, style)
}

#[test]
fn mistakes_of_all_stages_are_shown_at_once() {
    let text = "(defmodule m (export (f 1)))
(defun f (x)
  (g (+ x yy))

(defun g (x)
  (case x (1 2) (#(a) z)))
";
    assert_eq!(
        shown(text, true),
        "m.lfe:2:1: error: missing token\n\
         m.lfe:6:23: error: symbol z is unbound\n"
    );
}

#[test]
fn a_function_of_an_unreadable_form_is_not_missed() {
    let text = "(defmodule m (export (f 1) (g 1)))\n(defun f (x) (g x))\n(defun g (x) (list x}))\n";
    assert_eq!(shown(text, true), "m.lfe:3:21: error: illegal '}'\n");
}

#[test]
fn places_labels_and_hints() {
    let text = "(defmodule m (export (main 0)))
(defun main ()
  (let ((count 1))
    (list cuont (lenght \"abc\"))))
";
    assert_eq!(
        shown(text, false),
        "m.lfe:4:11: error: symbol cuont is unbound
  |
4 |     (list cuont (lenght \"abc\"))))
  |           ^^^^^ no variable of this name is bound here
  = help: did you mean `count`?

m.lfe:4:18: error: function lenght/1 undefined
  |
4 |     (list cuont (lenght \"abc\"))))
  |                  ^^^^^^ neither defined, nor imported, nor predefined
  = help: did you mean `length`?

"
    );
}

#[test]
fn warnings_do_not_hide_behind_each_other() {
    let text = "(defmodule m (export (f 1)))
(defun f (x) (case x (_ 1) (y y)))
(defun h () 'unused)
";
    assert_eq!(
        shown(text, true),
        "m.lfe:2:28: warning: this clause cannot match because a previous clause always matches\n\
         m.lfe:3:8: warning: function h/0 is unused\n"
    );
}

#[test]
fn a_dynamic_variable_in_the_let_of_a_maybe() {
    let text = "(defmodule m (export (f 1)))
(defvar *x* 1)
(defun f (x)
  (maybe
    (let ((*x* 2))
      (?= (tuple 'ok y) x)
      y)))
";
    assert_eq!(
        shown(text, true),
        "m.lfe:5:5: error: a `let` that holds `?=` cannot bind a dynamic variable\n"
    );
}

#[test]
fn a_dynamic_variable_in_a_pattern() {
    let text = "(defmodule m (export (f 1)))
(defvar *x* 1)
(defun f (x) (case x (*x* 'same)))
";
    assert_eq!(
        shown(text, false),
        "m.lfe:3:23: error: dynamic variable *x* in a pattern
  |
3 | (defun f (x) (case x (*x* 'same)))
  |                       ^^^ only `let`, `let*` and plain parameters bind it
  = help: match another variable; to compare with its value, write `(when (=:= … *x*))`

"
    );
}
