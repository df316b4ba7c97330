//! The command as a user meets it: what it makes, what it says, how it fails.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;
use support::{ALATE, Folder, root, run};

const HELLO: &str = r#"(defmodule hello (export (main 0)))
(defun main () (io:format "Hello, world!~n"))
"#;

/// Prints its arguments, one a line.
const ECHO: &str = r#"(defmodule echo (export (main 1)))
(defun main (arguments)
  (lists:foreach (lambda (a) (io:format "[~s]~n" (list a))) arguments))
"#;

fn program(path: &Path, arguments: &[&str]) -> support::Ended {
    let mut command = Command::new(path);
    command.args(arguments);
    run(command, b"", Duration::from_secs(60))
}

#[test]
fn build_makes_an_executable_of_the_name_given() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    folder
        .alate(&["build", "hello.lfe", "-o", "prog"])
        .succeeds();
    assert_eq!(
        program(&folder.join("prog"), &[]).succeeds().out(),
        "Hello, world!\n"
    );
    assert_eq!(folder.files(), ["hello.lfe", "prog"]);
}

#[test]
fn build_names_the_executable_after_the_main_module() {
    let folder = Folder::new();
    folder.write("src/greeting.lfe", HELLO);
    folder.alate(&["build", "src/greeting.lfe"]).succeeds();
    assert_eq!(
        program(&folder.join("hello"), &[]).succeeds().out(),
        "Hello, world!\n"
    );
}

#[test]
fn the_executable_needs_nothing_but_libc() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    folder.alate(&["build", "hello.lfe"]).succeeds();
    let mut ldd = Command::new("ldd");
    ldd.arg(folder.join("hello"));
    let listed = run(ldd, b"", Duration::from_secs(10)).succeeds().out();
    for line in listed.lines() {
        let name = line.split_whitespace().next().unwrap_or_default();
        let allowed = [
            "linux-vdso",
            "linux-gate",
            "libc.",
            "libm.",
            "libpthread.",
            "libdl.",
            "/lib",
            "ld-linux",
        ];
        assert!(
            allowed.iter().any(|start| name.starts_with(start)),
            "{line}"
        );
    }
}

#[test]
fn a_copy_of_the_command_works_anywhere() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    let copy = folder.join("elsewhere");
    fs::copy(ALATE, &copy).unwrap();
    let mut command = Command::new(&copy);
    command
        .current_dir(folder.path())
        .args(["run", "hello.lfe"]);
    command
        .env("HOME", folder.path())
        .env_remove("XDG_CACHE_HOME");
    let ended = run(command, b"", Duration::from_secs(60)).succeeds();
    assert_eq!(ended.out(), "Hello, world!\n");
}

#[test]
fn a_home_that_cannot_be_written_is_no_obstacle() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    let mut command = Command::new(ALATE);
    command
        .current_dir(folder.path())
        .args(["run", "hello.lfe"]);
    command
        .env("HOME", "/proc/nowhere")
        .env("XDG_CACHE_HOME", "/proc/nowhere");
    let ended = run(command, b"", Duration::from_secs(60)).succeeds();
    assert_eq!(ended.out(), "Hello, world!\n");
}

#[test]
fn run_passes_arguments_status_and_output_through() {
    let folder = Folder::new();
    folder.write("echo.lfe", ECHO);
    let ended = folder
        .alate(&["run", "echo.lfe", "a b", "--help", "-o", "ü"])
        .succeeds();
    assert_eq!(ended.out(), "[a b]\n[--help]\n[-o]\n[ü]\n");
    folder.write(
        "seven.lfe",
        "(defmodule seven (export (main 0)))\n(defun main () (halt 7))\n",
    );
    assert_eq!(folder.alate(&["run", "seven.lfe"]).status, Some(7));
    // From the cache as well.
    assert_eq!(folder.alate(&["run", "seven.lfe"]).status, Some(7));
    assert_eq!(folder.files(), ["echo.lfe", "seven.lfe"]);
}

#[test]
fn an_uncaught_error_is_status_1_and_a_report() {
    let folder = Folder::new();
    folder.write(
        "crash.lfe",
        "(defmodule crash (export (main 0)))\n(defun main () (list (helper 'x)))\n(defun helper (a) (+ 1 a))\n",
    );
    let ended = folder.alate(&["run", "crash.lfe"]);
    assert_eq!(ended.status, Some(1));
    let err = ended.err();
    for text in ["error", "badarith", "helper/1", "main/0", "crash.lfe"] {
        assert!(err.contains(text), "no {text:?} in: {err}");
    }
}

#[test]
fn main_1_is_preferred_and_one_must_be_there() {
    let folder = Folder::new();
    folder.write(
        "both.lfe",
        "(defmodule both (export (main 0) (main 1)))\n(defun main () (halt 3))\n(defun main (_) (halt 4))\n",
    );
    assert_eq!(folder.alate(&["run", "both.lfe"]).status, Some(4));
    folder.write(
        "none.lfe",
        "(defmodule none (export (f 0)))\n(defun f () 1)\n",
    );
    folder
        .alate(&["build", "none.lfe"])
        .fails_with(&["module none exports neither main/1 nor main/0", "hint"]);
    assert_eq!(folder.files(), ["both.lfe", "none.lfe"]);
}

#[test]
fn modules_are_found_beside_the_first_file_and_in_the_folders_of_i() {
    let folder = Folder::new();
    folder.write(
        "app/a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (io:format \"~w~n\" (list (b:f 1))))\n",
    );
    folder.write(
        "app/b.lfe",
        "(defmodule b (export (f 1)))\n(defun f (x) (c:g (+ x 1)))\n",
    );
    folder.write(
        "lib/c.lfe",
        "(defmodule c (export (g 1)))\n(defun g (x) (* x 10))\n",
    );
    let ended = folder.alate(&["run", "-I", "lib", "app/a.lfe"]).succeeds();
    assert_eq!(ended.out(), "20\n");
    assert_eq!(ended.err(), "");
    // Without the folder the call is a warning now and an error when it happens.
    let ended = folder.alate(&["run", "app/a.lfe"]);
    assert_eq!(ended.status, Some(1));
    let err = ended.err();
    assert!(
        err.contains("app/b.lfe:2:15: warning: call to c:g/1"),
        "{err}"
    );
    assert!(err.contains("undef"), "{err}");
}

#[test]
fn the_main_module_can_be_chosen() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (halt 3))\n",
    );
    folder.write(
        "b.lfe",
        "(defmodule b (export (main 0)))\n(defun main () (halt 4))\n",
    );
    folder
        .alate(&["build", "a.lfe", "b.lfe", "-o", "p", "--main", "b"])
        .succeeds();
    assert_eq!(program(&folder.join("p"), &[]).status, Some(4));
    folder
        .alate(&["build", "a.lfe", "b.lfe", "-o", "p"])
        .succeeds();
    assert_eq!(program(&folder.join("p"), &[]).status, Some(3));
    folder
        .alate(&["build", "a.lfe", "--main", "zzz"])
        .fails_with(&["main module zzz is not in the program"]);
}

#[test]
fn of_a_module_with_errors_nothing_else_is_said() {
    let folder = Folder::new();
    folder.write(
        "bad.lfe",
        "(defmodule bad (export (f 0)))\n(defun f () (g))\n",
    );
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (bad:f))\n",
    );
    let ended = folder.alate(&["check", "a.lfe"]);
    assert_eq!(ended.status, Some(1));
    let said = ended.err();
    assert!(
        said.contains("bad.lfe:2:14: error: function g/0 undefined"),
        "{said}"
    );
    assert!(!said.contains("not in the program"), "{said}");
}

#[test]
fn what_a_behaviour_wants_is_looked_for() {
    let folder = Folder::new();
    let behaviour = "(export (behaviour_info 1)))
(defun behaviour_info
  (('callbacks) '(#(init 1) #(stop 0) #(main 0)))
  (('optional_callbacks) (list (tuple 'stop 0)))
  ((_) 'undefined))
";
    folder.write("first.lfe", format!("(defmodule first {behaviour}"));
    folder.write("second.lfe", format!("(defmodule second {behaviour}"));
    folder.write(
        "a.lfe",
        "(defmodule a
  (behaviour first)
  (behavior second)
  (behaviour lists)
  (behaviour frist)
  (export (main 0)))
(defun main () 'ok)
",
    );
    let said = folder.alate(&["check", "a.lfe"]).succeeds().err();
    for line in [
        "a.lfe:2:4: warning: undefined callback function init/1 (behaviour 'first')",
        "a.lfe:3:4: warning: undefined callback function init/1 (behaviour 'second')",
        "a.lfe:3:4: warning: conflicting behaviours - callback main/0 required by both 'second' and 'first'",
        "a.lfe:4:4: warning: behaviour lists undefined",
        "a.lfe:5:4: warning: behaviour frist undefined",
        "= help: did you mean `first`?",
    ] {
        assert!(said.contains(line), "{line} is not in\n{said}");
    }
    assert!(!said.contains("stop/0"), "{said}");
    assert!(!said.contains("function main/0"), "{said}");
}

#[test]
fn a_module_that_is_only_named_by_an_atom_can_be_called() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (halt (call (name) 'f)))\n(defun name () 'b)\n",
    );
    folder.write("b.lfe", "(defmodule b (export (f 0)))\n(defun f () 9)\n");
    assert_eq!(folder.alate(&["run", "a.lfe"]).status, Some(9));
    // Broken, it is left out with a warning: nobody asked for it.
    folder.write("b.lfe", "(defmodule b (export (f 0)))\n(defun f () ");
    let ended = folder.alate(&["build", "a.lfe"]).succeeds();
    assert!(
        ended.err().contains("b.lfe is left out of the program"),
        "{}",
        ended.err()
    );
}

#[test]
fn two_files_of_one_module_are_refused() {
    let folder = Folder::new();
    folder.write("one.lfe", HELLO);
    folder.write("two.lfe", HELLO);
    folder
        .alate(&["build", "one.lfe", "two.lfe"])
        .fails_with(&["module hello is defined by both one.lfe and two.lfe"]);
}

#[test]
fn calls_that_find_nothing_are_warnings_with_near_names() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main ()\n  (lists:revrese '(1))\n  (lits:map 1 2)\n  (lists:reverse))\n",
    );
    let ended = folder.alate(&["check", "a.lfe"]).succeeds();
    let err = ended.err();
    for text in [
        "a.lfe:3:4: warning: call to lists:revrese/1",
        "lists:reverse",
        "a.lfe:4:4: warning: call to lits:map/2",
        "did you mean `lists`?",
        "call to lists:reverse/0",
        "reverse/1",
    ] {
        assert!(err.contains(text), "no {text:?} in: {err}");
    }
    folder
        .alate(&["check", "--warnings-as-errors", "a.lfe"])
        .fails_with(&["warnings count as errors"]);
}

#[test]
fn check_shows_errors_and_makes_nothing() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (undefined-one 1))\n",
    );
    folder
        .alate(&["check", "a.lfe"])
        .fails_with(&["a.lfe:2:", "error:", "undefined-one"]);
    assert_eq!(folder.files(), ["a.lfe"]);
    folder.write("a.lfe", HELLO);
    let ended = folder.alate(&["check", "a.lfe"]).succeeds();
    assert_eq!(ended.err(), "");
}

#[test]
fn check_says_what_build_says_without_making_code() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (b:used 1) (b:absent) (c:absent) 'd)\n",
    );
    folder.write(
        "b.lfe",
        "(defmodule b (export (used 1)))\n(defun used (x) (list x) x)\n",
    );
    folder.write(
        "d.lfe",
        "(defmodule d (export (f 1)))\n(defun f ((x) x) ((1) 2))\n",
    );
    let checked = folder.alate(&["check", "a.lfe"]).succeeds().err();
    for text in ["b:absent/0", "c:absent/0", "never used", "cannot match"] {
        assert!(checked.contains(text), "no {text} in {checked}");
    }
    let timed = folder.alate(&["check", "--timings", "a.lfe"]).succeeds();
    assert!(timed.err().contains("\nlint "), "{}", timed.err());
    assert!(!timed.err().contains("\ncode "), "{}", timed.err());
    assert_eq!(folder.alate(&["build", "a.lfe"]).succeeds().err(), checked);
    // What the build left in the cache serves the next check.
    let again = folder.alate(&["check", "a.lfe"]).succeeds().err();
    assert_eq!(again, checked);
}

#[test]
fn short_prints_first_lines_only() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (f 1))\n(defun g () (h))\n",
    );
    let ended = folder.alate(&["check", "--short", "a.lfe"]);
    assert_eq!(ended.status, Some(1));
    for line in ended.err().lines() {
        assert!(line.starts_with("a.lfe:"), "{line}");
    }
    assert!(ended.err().lines().count() >= 2);
}

#[test]
fn json_messages_are_one_object_a_line() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (f 1))\n",
    );
    let ended = folder.alate(&["check", "--message-format", "json", "a.lfe", "missing.lfe"]);
    assert_eq!(ended.status, Some(1));
    let lines: Vec<serde_json::Value> = ended
        .err()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let error = lines
        .iter()
        .find(|line| line["file"] == "a.lfe")
        .expect("an error in a.lfe");
    assert_eq!(error["severity"], "error");
    assert_eq!(error["line"], 2);
    assert!(error["column"].is_u64() && error["message"].is_string() && error["code"].is_string());
    assert!(lines.iter().any(|line| {
        line["message"]
            .as_str()
            .is_some_and(|text| text.contains("missing.lfe"))
    }));
}

#[test]
fn colour_is_for_terminals_and_can_be_asked_for() {
    let folder = Folder::new();
    folder.write(
        "a.lfe",
        "(defmodule a (export (main 0)))\n(defun main () (f 1))\n",
    );
    assert!(!folder.alate(&["check", "a.lfe"]).err().contains('\x1b'));
    assert!(
        folder
            .alate(&["check", "--color", "always", "a.lfe"])
            .err()
            .contains('\x1b')
    );
}

#[test]
fn every_stage_can_be_printed() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    for stage in ["expand", "core", "mid", "cut", "clif", "asm"] {
        let ended = folder
            .alate(&["build", "--emit", stage, "hello.lfe"])
            .succeeds();
        assert!(ended.out().contains("main"), "{stage}: {}", ended.out());
    }
    folder
        .alate(&["build", "--emit", "obj", "hello.lfe"])
        .succeeds();
    assert!(
        fs::read(folder.join("hello.o"))
            .unwrap()
            .starts_with(b"\x7fELF")
    );
    folder
        .alate(&["build", "--emit", "core", "hello.lfe", "-o", "core.txt"])
        .succeeds();
    assert!(
        fs::read_to_string(folder.join("core.txt"))
            .unwrap()
            .contains("main")
    );
    assert_eq!(folder.files(), ["core.txt", "hello.lfe", "hello.o"]);
}

#[test]
fn timings_name_the_stages() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    let first = folder
        .alate(&["build", "--timings", "hello.lfe"])
        .succeeds()
        .err();
    let second = folder
        .alate(&["build", "--timings", "hello.lfe"])
        .succeeds()
        .err();
    for text in ["link", "total", "ms"] {
        assert!(
            first.contains(text) && second.contains(text),
            "{first}\n{second}"
        );
    }
    assert!(second.contains("(1 from the cache)"), "{second}");
}

#[test]
fn help_teaches_and_version_is_told() {
    let folder = Folder::new();
    let help = folder.alate(&["--help"]).succeeds().out();
    for text in ["alate run fib.lfe", "alate build", "defmodule", "check"] {
        assert!(help.contains(text), "no {text:?} in: {help}");
    }
    assert!(
        folder
            .alate(&["build", "--help"])
            .succeeds()
            .out()
            .contains("--main")
    );
    let version = folder.alate(&["--version"]).succeeds().out();
    assert_eq!(version, format!("alate {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(folder.alate(&["frobnicate"]).status, Some(2));
}

// The cache.

#[test]
fn a_change_of_the_source_is_seen() {
    let folder = Folder::new();
    for number in [3, 4, 3] {
        let text = format!("(defmodule n (export (main 0)))\n(defun main () (halt {number}))\n");
        folder.write("n.lfe", text);
        assert_eq!(folder.alate(&["run", "n.lfe"]).status, Some(number));
    }
}

#[test]
fn warnings_are_shown_again_from_the_cache() {
    let folder = Folder::new();
    folder.write(
        "w.lfe",
        "(defmodule w (export (main 0)))\n(defun main () 0)\n(defun unused () 1)\n",
    );
    let first = folder.alate(&["build", "w.lfe"]).succeeds().err();
    let second = folder.alate(&["build", "w.lfe"]).succeeds().err();
    assert!(first.contains("warning"), "{first}");
    assert_eq!(first, second);
}

#[test]
fn a_damaged_cache_is_rebuilt() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    folder.alate(&["run", "hello.lfe"]).succeeds();
    let cached: Vec<_> = fs::read_dir(folder.join(".alate"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(cached.len() >= 2, "{cached:?}");
    for damage in [&b""[..], b"garbage", &[0; 4096]] {
        for path in &cached {
            fs::write(path, damage).unwrap();
        }
        let ended = folder.alate(&["run", "hello.lfe"]).succeeds();
        assert_eq!(ended.out(), "Hello, world!\n");
    }
}

#[test]
fn a_cache_that_cannot_be_made_is_no_obstacle() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    folder.write(".alate", "a file where the folder should be");
    folder.alate(&["build", "hello.lfe"]).succeeds();
    assert_eq!(
        folder.alate(&["run", "hello.lfe"]).succeeds().out(),
        "Hello, world!\n"
    );
}

#[test]
fn builds_at_once_do_not_disturb_each_other() {
    let folder = Folder::new();
    for name in ["a", "b", "c"] {
        let text = format!(
            "(defmodule {name} (export (main 0)))\n(defun main () (io:format \"{name}~n\"))\n"
        );
        folder.write(&format!("{name}.lfe"), text);
    }
    for round in 0..3 {
        thread::scope(|scope| {
            for number in 0..4 {
                let folder = &folder;
                scope.spawn(move || {
                    let output = format!("p{round}-{number}");
                    folder
                        .alate(&["build", "a.lfe", "b.lfe", "c.lfe", "-o", &output])
                        .succeeds();
                    let ended = program(&folder.join(&output), &[]).succeeds();
                    assert_eq!(ended.out(), "a\n");
                    assert_eq!(folder.alate(&["run", "b.lfe"]).succeeds().out(), "b\n");
                });
            }
        });
        fs::remove_dir_all(folder.join(".alate")).unwrap();
    }
    let left: Vec<String> = folder
        .files()
        .into_iter()
        .filter(|name| name.contains("tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let (one, two) = (Folder::new(), Folder::new());
    for folder in [&one, &two] {
        for name in ["fib", "queens", "words"] {
            let text = fs::read(root().join(format!("examples/{name}.lfe"))).unwrap();
            folder.write(&format!("{name}.lfe"), text);
            folder
                .alate(&["build", "--emit", "obj", &format!("{name}.lfe")])
                .succeeds();
        }
    }
    for name in ["fib.o", "queens.o", "words.o"] {
        assert!(
            fs::read(one.join(name)).unwrap() == fs::read(two.join(name)).unwrap(),
            "{name}"
        );
    }
}

// Bad input.

/// Builds a file and expects an error that names it, no panic, no crash, nothing left behind.
#[track_caller]
fn refused(folder: &Folder, name: &str, texts: &[&str]) {
    let before = folder.files();
    let started = std::time::Instant::now();
    folder.alate(&["build", name]).fails_with(texts);
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{name} took {:?}",
        started.elapsed()
    );
    assert_eq!(folder.files(), before);
}

#[test]
fn missing_files_and_directories() {
    let folder = Folder::new();
    folder.write("d.lfe/x", "");
    folder.write("named.lfe", HELLO);
    refused(
        &folder,
        "nofile.lfe",
        &["cannot read nofile.lfe: no such file"],
    );
    refused(&folder, "d.lfe", &["cannot read d.lfe: it is a directory"]);
    refused(
        &folder,
        "named",
        &["cannot read named", "did you mean named.lfe?"],
    );
}

#[test]
fn outputs_that_cannot_be_written() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    folder.write("out/x", "");
    let fails = |output: &str, texts: &[&str]| {
        folder
            .alate(&["build", "hello.lfe", "-o", output])
            .fails_with(texts);
    };
    fails(
        "out",
        &["cannot write out: it is a directory", "out/program"],
    );
    fails(
        "no/such/prog",
        &["cannot write no/such/prog", "there is no folder no/such"],
    );
    fails("/proc/prog", &["cannot write /proc/prog"]);
    fails("hello.lfe", &["is one of the source files"]);
    assert_eq!(fs::read_to_string(folder.join("hello.lfe")).unwrap(), HELLO);
    assert_eq!(folder.files(), ["hello.lfe", "out"]);
}

#[test]
fn a_failed_build_leaves_the_old_executable() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    folder.alate(&["build", "hello.lfe", "-o", "p"]).succeeds();
    folder.write(
        "hello.lfe",
        "(defmodule hello (export (main 0)))\n(defun main () (nope))\n",
    );
    folder
        .alate(&["build", "hello.lfe", "-o", "p"])
        .fails_with(&["nope"]);
    assert_eq!(
        program(&folder.join("p"), &[]).succeeds().out(),
        "Hello, world!\n"
    );
    assert_eq!(folder.files(), ["hello.lfe", "p"]);
}

#[test]
fn a_linker_that_is_missing_or_fails() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    let build = |cc: &str| {
        let mut command = Command::new(ALATE);
        command
            .current_dir(folder.path())
            .args(["build", "hello.lfe", "-o", "p"])
            .env("CC", cc);
        run(command, b"", Duration::from_secs(60))
    };
    build("no-such-compiler")
        .fails_with(&["cannot run the linker no-such-compiler", "apt install gcc"]);
    build("/bin/false").fails_with(&["the linker /bin/false failed"]);
    let mut command = Command::new(ALATE);
    command
        .current_dir(folder.path())
        .args(["build", "hello.lfe", "-o", "p"]);
    command.env("PATH", folder.path()).env_remove("CC");
    run(command, b"", Duration::from_secs(60))
        .fails_with(&["cannot run the linker cc", "apt install gcc"]);
    assert_eq!(folder.files(), ["hello.lfe"]);
}

#[test]
fn text_that_is_not_utf8() {
    let folder = Folder::new();
    folder.write("x.lfe", b"(defmodule x)\n(defun \xff () 1)\n");
    refused(
        &folder,
        "x.lfe",
        &["x.lfe:2:8: error: source is not valid UTF-8"],
    );
    folder.write("empty.lfe", "");
    refused(&folder, "empty.lfe", &["error"]);
    folder.write("nul.lfe", [0; 100]);
    refused(&folder, "nul.lfe", &["error"]);
}

#[test]
fn random_bytes() {
    let folder = Folder::new();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for number in 0..20 {
        let bytes: Vec<u8> = (0..2000)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                // Half of the files are printable, to get past the first character.
                if number % 2 == 0 {
                    state as u8
                } else {
                    b' ' + (state % 95) as u8
                }
            })
            .collect();
        let name = format!("r{number}.lfe");
        folder.write(&name, bytes);
        refused(&folder, &name, &[&name, "error"]);
    }
}

#[test]
fn truncated_source() {
    let folder = Folder::new();
    let text = fs::read_to_string(root().join("examples/words.lfe")).unwrap();
    for part in 1..12 {
        let mut end = text.len() * part / 12;
        while !text.is_char_boundary(end) {
            end += 1;
        }
        folder.write("t.lfe", &text[..end]);
        let ended = folder.alate(&["check", "t.lfe"]);
        assert!(
            matches!(ended.status, Some(0 | 1)),
            "{}: {}",
            ended.how(),
            ended.err()
        );
        assert!(
            !ended.err().contains("the compiler itself failed"),
            "{}",
            ended.err()
        );
    }
    folder.write(
        "t.lfe",
        "(defmodule t (export (main 0)))\n(defun main ()\n  (list 1 2\n",
    );
    refused(&folder, "t.lfe", &["t.lfe:", "error"]);
}

#[test]
fn deep_nesting() {
    let folder = Folder::new();
    for depth in [10_000, 1_000_000] {
        folder.write("open.lfe", "(".repeat(depth));
        refused(&folder, "open.lfe", &["open.lfe:", "error"]);
    }
    let deep = |depth: usize, open: &str, close: &str| {
        format!(
            "(defmodule deep (export (main 0)))\n(defun main () {}1{})\n",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    for (open, close) in [
        ("(+ 1 ", ")"),
        ("(list ", ")"),
        ("'(", ")"),
        ("#(", ")"),
        ("(lambda () ", ")"),
        ("(let ((x 1)) ", ")"),
        ("`", ""),
    ] {
        for depth in [100, 10_000] {
            folder.write("deep.lfe", deep(depth, open, close));
            let ended = folder.alate(&["check", "deep.lfe"]);
            assert!(
                matches!(ended.status, Some(0 | 1)),
                "{open} {depth}: {}",
                ended.how()
            );
            let err = ended.err();
            assert!(
                !err.contains("the compiler itself failed"),
                "{open} {depth}: {err}"
            );
        }
    }
}

#[test]
fn a_line_of_ten_megabytes() {
    let folder = Folder::new();
    folder.write("long.lfe", "a".repeat(10 << 20));
    refused(&folder, "long.lfe", &["error"]);
    let text = format!(
        "(defmodule long (export (main 0)))\n(defun main () (halt (rem (length \"{}\") 7)))\n",
        "x".repeat(10 << 20)
    );
    folder.write("long.lfe", text);
    let ended = folder.alate(&["check", "long.lfe"]);
    assert!(
        matches!(ended.status, Some(0 | 1)),
        "{}: {}",
        ended.how(),
        ended.err()
    );
    folder.write(
        "long.lfe",
        format!(
            "(defmodule long){}(defun main () )) (",
            " ".repeat(10 << 20)
        ),
    );
    let ended = folder.alate(&["check", "long.lfe"]);
    assert_eq!(ended.status, Some(1));
    assert!(
        ended.stderr.len() < 1 << 16,
        "{} bytes of messages",
        ended.stderr.len()
    );
}

// Pipes.

/// Runs a shell line; the exit status of the first command of the pipe goes to a file.
fn pipe(folder: &Folder, line: &str) -> (String, String, String) {
    let script = format!("( {line}; echo $? > status ) 2> errors | head -n 1; cat errors >&2");
    let mut command = Command::new("sh");
    command
        .current_dir(folder.path())
        .args(["-c", &script])
        .env("ALATE", ALATE);
    let ended = run(command, b"", Duration::from_secs(60));
    let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
    (ended.out(), ended.err(), status)
}

#[test]
fn a_closed_output_ends_quietly() {
    let folder = Folder::new();
    folder.write(
        "count.lfe",
        "(defmodule count (export (main 0)))\n(defun main () (loop 0))\n(defun loop\n  ((n) (when (< n 1000000)) (io:format \"~w~n\" (list n)) (loop (+ n 1)))\n  ((_) 'ok))\n",
    );
    folder.alate(&["build", "count.lfe"]).succeeds();
    let (out, err, _) = pipe(&folder, "./count");
    assert_eq!((out.as_str(), err.as_str()), ("0\n", ""));
    let (out, err, _) = pipe(&folder, "\"$ALATE\" run count.lfe");
    assert_eq!((out.as_str(), err.as_str()), ("0\n", ""));
    let (out, err, _) = pipe(&folder, "\"$ALATE\" build --emit clif count.lfe");
    assert_eq!((out.lines().count(), err.as_str()), (1, ""));
}

#[test]
fn a_signal_reaches_the_program() {
    let folder = Folder::new();
    folder.write(
        "spin.lfe",
        "(defmodule spin (export (main 0)))\n(defun main () (spin))\n(defun spin () (spin))\n",
    );
    let mut child = Command::new(ALATE)
        .current_dir(folder.path())
        .args(["run", "spin.lfe"])
        .spawn()
        .unwrap();
    // The program runs in the process that was the command: what it executes tells when.
    let link = format!("/proc/{}/exe", child.id());
    let started = std::time::Instant::now();
    while !fs::read_link(&link).is_ok_and(|path| path.to_string_lossy().contains(".alate")) {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "it never began"
        );
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    use std::os::unix::process::ExitStatusExt;
    assert_eq!(child.wait().unwrap().signal(), Some(9));
}

#[test]
fn an_executable_can_be_run_by_all_who_may() {
    let folder = Folder::new();
    folder.write("hello.lfe", HELLO);
    folder.alate(&["build", "hello.lfe"]).succeeds();
    let mode = fs::metadata(folder.join("hello"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o100, 0o100, "{mode:o}");
}
