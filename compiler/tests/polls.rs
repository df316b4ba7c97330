//! A loop that never calls out still asks whether its worker is wanted: no optimisation of the code
//! generator may drop the load of the limit from it.
#![cfg(target_arch = "x86_64")]

use alate_compiler::base::span::{SourceFile, Sources};
use alate_compiler::pipeline::{Options, Stage, compile};

/// The assembly of one piece of a module.
fn assembly(source: &str, symbol: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("m.lfe", source));
    let options = Options {
        emit: Some(Stage::Asm),
        ..Options::default()
    };
    let output = compile(&mut sources, file, &options, &alate_compiler::host::NoHost);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let text = output.emitted.expect("the print of the stage");
    text.split("\n\n")
        .find(|piece| piece.trim_start().starts_with(&format!("{symbol}:\n")))
        .unwrap_or_else(|| panic!("{symbol} is not in\n{text}"))
        .to_owned()
}

/// The blocks from the one that the last jump backwards leads to, up to that jump.
fn loop_body(assembly: &str) -> String {
    let lines: Vec<&str> = assembly.lines().collect();
    let block_of = |label: &str| {
        let name = format!("block{label}:");
        lines.iter().position(|line| line.trim() == name)
    };
    for (end, line) in lines.iter().enumerate() {
        let Some(label) = line.trim().strip_prefix("jmp") else {
            continue;
        };
        let Some(label) = label.trim().strip_prefix("label") else {
            continue;
        };
        if let Some(start) = block_of(label).filter(|start| *start < end) {
            return lines[start..=end].join("\n");
        }
    }
    panic!("no loop in\n{assembly}");
}

#[test]
fn an_empty_loop_polls() {
    let assembly = assembly(
        "(defmodule m (export (spin 1)))\n(defun spin (x) (spin x))\n",
        "m:spin/1",
    );
    let body = loop_body(&assembly);
    assert!(
        body.contains("cmpq") && body.contains("(%rax)"),
        "no poll in\n{body}"
    );
}

#[test]
fn a_counting_loop_polls() {
    let source = "(defmodule m (export (count 1)))\n\
                  (defun count (n) (if (== n 0) 'done (count (- n 1))))\n";
    let body = loop_body(&assembly(source, "m:count/1"));
    assert!(
        body.contains("cmpq") && body.contains("(%rax)"),
        "no poll in\n{body}"
    );
}

/// The CLIF of one piece of a module.
fn clif(source: &str, symbol: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("m.lfe", source));
    let options = Options {
        emit: Some(Stage::Clif),
        ..Options::default()
    };
    let output = compile(&mut sources, file, &options, &alate_compiler::host::NoHost);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let text = output.emitted.expect("the print of the stage");
    let found = text
        .split("; m:")
        .find(|piece| piece.starts_with(&format!("{symbol}\n")));
    match found {
        Some(piece) => piece.to_owned(),
        None => panic!("{symbol} is not in\n{text}"),
    }
}

/// The lines of a piece that load the stack limit: the first word of the context.
fn polls(clif: &str) -> Vec<usize> {
    let mut contexts = Vec::new();
    let mut found = Vec::new();
    for (number, line) in clif.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some(equals) = words.iter().position(|word| *word == "=") else {
            continue;
        };
        if words[equals + 1] == "get_pinned_reg.i64" {
            contexts.push(words[equals - 1]);
        } else if words[equals + 1] == "load.i64" && contexts.contains(&words[words.len() - 1]) {
            found.push(number);
        }
    }
    found
}

/// The body that the tests below make atomic: it reads, decides and writes.
const BODY: &str = "(let ((n (ets:lookup_element t 'k 2)))
                      (if (> n 9) (ets:delete t 'k) (ets:insert t (tuple 'k (+ n 1))))
                      (list (get 'k) m:*x* (set-dynamic m:*x* n) n))";

#[test]
fn a_function_that_is_one_atomic_body_has_no_poll() {
    let source = |body: &str| {
        format!("(defmodule m (export (f 1)))\n(defvar *x* 1)\n(defun f (t) {body})\n")
    };
    let atomic = clif(&source(&format!("(atomic {BODY})")), "f/1");
    assert!(atomic.matches("call fn").count() > 4, "{atomic}");
    assert!(polls(&atomic).is_empty(), "{atomic}");
    // The same that ends in a call asks before it begins.
    let calls = clif(&source(&format!("(other:f {BODY})")), "f/1");
    assert_eq!(polls(&calls).len(), 1, "{calls}");
}

#[test]
fn the_polls_around_an_atomic_body_are_not_in_it() {
    let source = format!(
        "(defmodule m (export (f 1)))\n(defvar *x* 1)\n
         (defun f (t) (let* ((t (other:f t)) (x (atomic {BODY})) (y (other:g x))) (tuple x y)))\n"
    );
    // Entered by a return; it goes on to a call that polls, so it needs no poll of its own.
    let body = clif(&source, "f/1#1");
    assert!(body.contains("return_call_indirect"), "{body}");
    assert!(polls(&body).is_empty(), "{body}");
    // After the second call.
    assert_eq!(polls(&clif(&source, "f/1#2")).len(), 1);
}

#[test]
fn a_poll_before_an_atomic_body_comes_before_all_of_it() {
    let source = format!(
        "(defmodule m (export (f 1)))\n(defvar *x* 1)\n
         (defun f (t) (let ((t (other:f t))) (atomic {BODY})))\n"
    );
    let body = clif(&source, "f/1#1");
    let polls = polls(&body);
    let first_call = body.lines().position(|line| line.contains("call fn"));
    let entry = body.lines().position(|line| line.contains("block0("));
    assert_eq!(polls.len(), 1, "{body}");
    assert!(
        entry < Some(polls[0]) && Some(polls[0]) < first_call,
        "{body}"
    );
}
