//! The library has what Erlang's manual documents, or says why not.
//!
//! - `exports/documented.txt` lists the functions that the manual of OTP 25 documents and OTP exports, of
//!   the modules that are Alate's concern;
//! - the table "Functions that are not there" of `docs/compatibility.md` names those left out for a
//!   reason, as `` `module:name/1,2` ``;
//! - `exports/not_yet.txt` lists those still to be written, and may only shrink: what is there by now
//!   must not stand in it.

mod support;

use std::collections::BTreeSet;
use std::fs;
use support::{Folder, root};

const TABLE: &str = "## Functions that are not there";

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The functions of a file with one a line.
fn listed(path: &str) -> BTreeSet<String> {
    let lines: Vec<String> = read(path).lines().map(str::to_owned).collect();
    let functions: BTreeSet<String> = lines.iter().cloned().collect();
    assert_eq!(functions.len(), lines.len(), "{path} names something twice");
    functions
}

/// The functions of the table in the document, which spells several arities `m:f/1,2`.
fn excused() -> BTreeSet<String> {
    let text = read("docs/compatibility.md");
    let (_, section) = text.split_once(TABLE).expect("the table");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let functions: Vec<String> = rows
        .flat_map(|row| {
            let column = row.split('|').nth(1).unwrap_or_default();
            column.split('`').skip(1).step_by(2).flat_map(arities)
        })
        .collect();
    assert!(!functions.is_empty());
    functions.into_iter().collect()
}

/// `m:f/1,2` as `m:f/1` and `m:f/2`.
fn arities(name: &str) -> Vec<String> {
    let (function, arities) = name.split_once('/').unwrap_or_else(|| panic!("{name}"));
    arities
        .split(',')
        .map(|arity| format!("{function}/{}", arity.trim()))
        .collect()
}

/// Those of some functions that the library does not export.
fn missing(functions: &BTreeSet<String>) -> BTreeSet<String> {
    let rows: String = functions
        .iter()
        .map(|function| {
            let (module, name) = function.split_once(':').expect("module:name/arity");
            let (name, arity) = name.split_once('/').expect("name/arity");
            format!("    #(|{module}| |{name}| {arity})\n")
        })
        .collect();
    let folder = Folder::new();
    folder.write(
        "ask.lfe",
        format!(
            r#"(defmodule ask
  (export (main 0)))

(defun main ()
  (lists:foreach #'ask/1 (functions)))

(defun ask
  (((tuple module name arity))
   (if (not (erlang:function_exported module name arity))
     (io:format "~s:~s/~w~n" (list module name arity)))))

(defun functions ()
  '({rows}))
"#
        ),
    );
    let answer = folder.alate(&["run", "ask.lfe"]).succeeds().out();
    answer.lines().map(str::to_owned).collect()
}

#[test]
fn what_the_manual_documents_is_there_or_excused() {
    let documented = listed("tests/exports/documented.txt");
    let not_yet = listed("tests/exports/not_yet.txt");
    let excused = excused();
    let missing = missing(&documented);
    let report = |what: &str, functions: Vec<&String>| {
        assert!(functions.is_empty(), "{what}: {functions:#?}");
    };
    report(
        "documented, but neither in the library nor excused",
        (missing.iter())
            .filter(|function| !excused.contains(*function) && !not_yet.contains(*function))
            .collect(),
    );
    report(
        "there, so it must leave tests/exports/not_yet.txt",
        not_yet.difference(&missing).collect(),
    );
    report(
        "excused in docs/compatibility.md, but there or not documented",
        excused.difference(&missing).collect(),
    );
    report(
        "excused and not yet there at once",
        excused.intersection(&not_yet).collect(),
    );
}
