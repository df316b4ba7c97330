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
    let output = compile(&mut sources, file, &options);
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
