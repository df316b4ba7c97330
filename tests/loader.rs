//! Objects that are loaded into a running program: damaged ones are refused, or loaded and never run.

use alate_compiler::base::span::{SourceFile, Sources};
use alate_compiler::host::NoHost;
use alate_compiler::pipeline;
use alate_runtime::heap::{Heap, Options};
use alate_runtime::loader::{LoadError, Loader};
use alate_runtime::stack::Stacks;

const SOURCE: &str = r#"
(defmodule loaded (export (main 0) (other 2)))
(defvar *limit* 10)
(defun main () (other '(a #"bytes" 1.5 #(t)) (lambda (x) (+ x *limit*))))
(defun other (list fun) (lists:map fun (cons (length list) '("text"))))
"#;

fn object() -> Vec<u8> {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("loaded.lfe", SOURCE));
    let output = pipeline::compile(&mut sources, file, &pipeline::Options::default(), &NoHost);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let module = output.modules.into_iter().next();
    module.and_then(|module| module.object).expect("an object")
}

/// A heap of its own for each loader, so that what one frees no other counts.
fn heap() -> &'static Heap {
    let options = Options::from_environment().expect("options");
    Box::leak(Box::new(Heap::new(options).expect("a heap")))
}

fn loader() -> Loader {
    let stacks: &'static Stacks = Box::leak(Box::new(Stacks::new(1 << 20)));
    let mut loader = Loader::new(heap(), stacks);
    let stubs = pipeline::stubs_object().expect("stubs");
    // SAFETY: the compiler has written it.
    unsafe { loader.load(&stubs) }.expect("stubs are loaded");
    loader
}

#[test]
fn an_object_is_loaded_and_its_cells_are_found() {
    let mut loader = loader();
    let name = "alate_cell.loaded:main/0";
    assert_eq!(loader.symbol(name), None);
    // SAFETY: the compiler has written it.
    let modules = unsafe { loader.load(&object()) }.expect("it is loaded");
    assert_eq!(modules.len(), 1);
    let cell = loader.symbol(name).expect("a cell");
    // Loaded again, it is reached through the same cell.
    // SAFETY: as above.
    unsafe { loader.load(&object()) }.expect("it is loaded again");
    assert_eq!(loader.symbol(name), Some(cell));
}

#[test]
fn what_an_object_needs_must_be_there() {
    let stacks: &'static Stacks = Box::leak(Box::new(Stacks::new(1 << 20)));
    // SAFETY: the compiler has written it; without the stubs nothing of it runs.
    let loaded = unsafe { Loader::new(heap(), stacks).load(&object()) };
    assert!(matches!(loaded, Err(LoadError::Undefined(_))), "{loaded:?}");
}

#[test]
fn damaged_objects_are_refused() {
    let mut loader = loader();
    let object = object();
    for length in (0..object.len()).step_by(61) {
        // SAFETY: nothing of it runs.
        let loaded = unsafe { loader.load(&object[..length]) };
        assert!(loaded.is_err(), "{length} bytes of {}", object.len());
    }
    for bad in [&b""[..], b"\x7fELF", b"#!/bin/sh\n", &[0; 4096]] {
        // SAFETY: as above.
        assert!(unsafe { loader.load(bad) }.is_err());
    }
}

/// Any byte may be wrong: then it is refused, or what is wrong is in code and data that do not run here.
#[test]
fn no_damage_does_harm_before_code_runs() {
    let mut loader = loader();
    let object = object();
    let mut seed = 0x2545_f491_4f6c_dd1du64;
    let mut refused = 0;
    for _ in 0..3000 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut damaged = object.clone();
        let index = seed as usize % damaged.len();
        damaged[index] ^= (seed >> 40) as u8 | 1;
        // SAFETY: nothing of it runs.
        refused += usize::from(unsafe { loader.load(&damaged) }.is_err());
    }
    assert!(refused > 100, "{refused} refused");
}
