//! `alate doc` and the shell's `(h …)`: what the library, the user's sources and the language say of
//! themselves.

mod support;

use std::process::Command;
use std::time::Duration;
use support::{ALATE, Folder, run};

const SHAPES: &str = r#"(defmodule shapes
  "Circles and squares."
  (export (area 1) (made 1))
  (export-macro twice))

(defrecord circle (radius 1))

(defmacro twice
  "Does it twice."
  ((list form) `(progn ,form ,form)))

(defmacro define-adder (name)
  `(defun ,name (x) "Adds one." (+ x 1)))

(define-adder made)

(defspec (area 1) (((tuple)) (number)))

(defun area
  "The area.

   In squares."
  ((`#(square ,side)) (when (> side 0)) (* side side))
  (((match-circle radius r)) (* 3 r r)))

(defun hidden () 'x)
"#;

/// What `alate doc` says.
fn doc(folder: &Folder, name: &str) -> String {
    folder.alate(&["doc", name]).succeeds().out()
}

#[test]
fn functions_of_the_library() {
    let folder = Folder::new();
    assert_eq!(
        doc(&folder, "lists:seq"),
        "function lists:seq/2
  (seq first last)

  The integers from `first` to `last`.

function lists:seq/3
  (seq first last step)

  The integers from `first` to at most `last` by `step`.
"
    );
    assert_eq!(doc(&folder, "lists:seq/2").lines().count(), 4);
}

#[test]
fn modules_of_the_library() {
    let folder = Folder::new();
    let text = doc(&folder, "lists");
    assert!(text.starts_with("module lists\n\n  Functions on lists, as in Erlang.\n\nFunctions\n"));
    assert!(
        text.contains("\n  append/1      All lists of a list, appended.\n"),
        "{text}"
    );
    assert!(
        !text.contains("map-each") && !text.contains("module_info"),
        "{text}"
    );
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn builtins_are_named() {
    let folder = Folder::new();
    assert!(doc(&folder, "erlang").contains("\n  abs/1"));
    assert!(doc(&folder, "erlang:abs").starts_with("function erlang:abs/1\n"));
    assert!(doc(&folder, "erlang:/").starts_with("function erlang://2\n"));
    assert!(doc(&folder, "maps:get/2").contains("runtime"));
}

#[test]
fn macros_and_forms_say_what_they_are() {
    let folder = Folder::new();
    let text = doc(&folder, "clj:->");
    assert!(
        text.starts_with("macro clj:->\n  (-> x . forms)\n\n  `(-> x form …)`: "),
        "{text}"
    );
    let text = doc(&folder, "case");
    assert!(text.starts_with("form case\n  (case value "), "{text}");
}

#[test]
fn modules_of_the_users() {
    let folder = Folder::new();
    folder.write("lib/shapes.lfe", SHAPES);
    let area = "function shapes:area/1
  (area `#(square ,side)) (when (> side 0))
  (area (match-circle radius r))
  (defspec (area 1) (((tuple)) (number)))

  The area.

  In squares.
";
    assert_eq!(doc(&folder, "lib/shapes.lfe:area"), area);
    let found = folder.alate(&["doc", "-I", "lib", "shapes:area/1"]);
    assert_eq!(found.succeeds().out(), area);
    assert_eq!(
        doc(&folder, "lib/shapes.lfe"),
        "module shapes

  Circles and squares.

Macros
  twice  Does it twice.

Functions
  area/1  The area.
  made/1  Adds one.

Records
  circle  (defrecord circle (radius 1))
"
    );
    let hidden = doc(&folder, "lib/shapes.lfe:hidden");
    assert!(hidden.contains("It is not exported."), "{hidden}");
    let record = doc(&folder, "lib/shapes.lfe:set-circle-radius");
    assert!(record.starts_with("record shapes:circle\n"), "{record}");
    assert!(record.contains("circle-radius"), "{record}");
    // Nothing is left behind.
    assert_eq!(folder.files(), ["lib"]);
}

#[test]
fn a_file_with_errors_has_documentation() {
    let folder = Folder::new();
    folder.write(
        "bad.lfe",
        "(defmodule bad)\n(defun f (x) \"Fine.\" (g x))\n(defun h (",
    );
    assert!(doc(&folder, "bad:f").contains("  Fine.\n"));
}

#[test]
fn near_names_are_suggested() {
    let folder = Folder::new();
    folder.write("shapes.lfe", SHAPES);
    for (name, texts) in [
        ("lsts", ["there is no module lsts", "did you mean `lists`?"]),
        (
            "shapse",
            ["there is no module shapse", "did you mean `shapes`?"],
        ),
        (
            "lists:revers",
            [
                "module lists has no revers",
                "did you mean `lists:reverse`?",
            ],
        ),
        (
            "shapes:aera",
            ["module shapes has no aera", "did you mean `shapes:area`?"],
        ),
        (
            "lists:seq/4",
            ["module lists has no seq/4", "there is seq/2 and seq/3"],
        ),
        ("nowhere.lfe", ["cannot read nowhere.lfe", "no such file"]),
    ] {
        let ended = folder.alate(&["doc", name]).fails_with(&texts);
        assert_eq!(ended.out(), "", "{name}");
    }
}

#[test]
fn colour_where_it_is_asked_for() {
    let folder = Folder::new();
    let plain = doc(&folder, "lists:seq/2");
    assert!(!plain.contains('\x1b'));
    let coloured = folder.alate(&["doc", "--color", "always", "lists:seq/2"]);
    let coloured = coloured.succeeds().out();
    assert!(coloured.contains("\x1b[1mlists:seq/2\x1b[0m"), "{coloured}");
}

#[test]
fn the_shell_shows_the_same() {
    let folder = Folder::new();
    folder.write("here/shapes.lfe", SHAPES);
    let input = "(h 'lists 'seq 2)
(h 'lists 'sequ)
(doc 'lists:seq/2)
(c \"here/shapes\")
(h 'shapes 'made)
(h 'erlang 'abs 1)
";
    let mut command = Command::new(ALATE);
    command.current_dir(folder.path()).arg("repl");
    let ended = run(command, input.as_bytes(), Duration::from_secs(60)).succeeds();
    let out = ended.out();
    let sequence = doc(&folder, "lists:seq/2");
    assert_eq!(out.matches(&sequence).count(), 2, "{out}");
    assert!(out.contains("did you mean `lists:seq`?"), "{out}");
    assert!(
        out.contains("function shapes:made/1\n  (made x)\n\n  Adds one.\n"),
        "{out}"
    );
    assert!(out.contains("function erlang:abs/1\n"), "{out}");
}
