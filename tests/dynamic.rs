//! Dynamic variables as a user of the command meets them: which modules belong to the program, what is
//! said of variables that nobody defines, what happens when an initial value fails.

mod support;

use std::process::Command;
use std::time::Duration;
use support::{Folder, run};

const SETTINGS: &str =
    "(defmodule settings (export (level 0)))\n(defvar *level* 3)\n(defun level () *level*)\n";

#[test]
fn a_module_that_only_a_variable_names_belongs_to_the_program() {
    let folder = Folder::new();
    folder.write("settings.lfe", SETTINGS);
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (halt settings:*level*))\n",
    );
    assert_eq!(folder.alate(&["run", "a.lfe"]).status, Some(3));
}

#[test]
fn a_variable_that_nobody_defines_is_warned_of() {
    let folder = Folder::new();
    folder.write("settings.lfe", SETTINGS);
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))
(defun main ()
  (list settings:*levle* setings:*level*))
",
    );
    let ended = folder.alate(&["build", "a.lfe", "-o", "p"]).succeeds();
    let said = ended.err();
    for line in [
        "a.lfe:3:9: warning: variable settings:*levle*: module settings defines no such dynamic variable",
        "= help: did you mean `settings:*level*`?",
        "a.lfe:3:26: warning: variable setings:*level*: module setings is not in the program",
    ] {
        assert!(said.contains(line), "{line} is not in\n{said}");
    }
    let ended = run(Command::new(folder.join("p")), b"", Duration::from_secs(60));
    assert_eq!(ended.status, Some(1));
    let said = ended.err();
    assert!(
        said.starts_with("exception error: #(unbound_variable #(settings *levle*))\n"),
        "{said}"
    );
}

#[test]
fn an_exception_in_an_initial_value_ends_the_program() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))
(defvar *bad* (car (empty)))
(defun empty () ())
(defun main () (halt 0))
",
    );
    let ended = folder.alate(&["run", "a.lfe"]);
    assert_eq!(ended.status, Some(1));
    let said = ended.err();
    assert!(
        said.contains("badarg") && said.contains("a:-variables-/0 (a.lfe:2)"),
        "{said}"
    );
}

#[test]
fn many_modules_with_variables() {
    let folder = Folder::new();
    let mut main = "(defmodule a (export (main 0)))\n(defun main () (halt (+ 0".to_string();
    for index in 0..60 {
        let module = format!("settings_{index}");
        folder.write(
            &format!("{module}.lfe"),
            format!("(defmodule {module} (export (f 0)))\n(defvar *one* 1)\n(defun f () *one*)\n"),
        );
        main.push_str(&format!(" {module}:*one*"));
    }
    main.push_str(")))\n");
    folder.write("a.lfe", &main);
    assert_eq!(folder.alate(&["run", "a.lfe"]).status, Some(60));
}

#[test]
fn a_binding_at_the_end_of_the_stack_is_undone() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))
(defvar *x* 'global)
(defun dig (n) (if (== n 0) (let ((*x* 'bound)) (list (more 0))) (tuple n (dig (- n 1)))))
(defun more (n) (if (== n 40) *x* (list (more (+ n 1)))))
(defun attempt (n)
  (try (progn (dig n) 'returned)
    (catch ((tuple 'error 'system_limit _) 'full))))
(defun count (n last kinds)
  (if (> n last)
    (progn (lists:foreach (lambda (kind) (io:format \"~p~n\" (list kind))) (lists:usort kinds)) 'done)
    (let ((kind (tuple (attempt n) *x*)))
      (count (+ n 1) last (if (lists:member kind kinds) kinds (cons kind kinds))))))
(defun main () (count 100 4000 ()))
",
    );
    folder.alate(&["build", "a.lfe", "-o", "p"]).succeeds();
    let mut command = Command::new(folder.join("p"));
    command.env("ALATE_STACK_LIMIT", "8000");
    let ended = run(command, b"", Duration::from_secs(60)).succeeds();
    assert_eq!(ended.out(), "{full,global}\n{returned,global}\n");
}
