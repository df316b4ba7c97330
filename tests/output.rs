//! When what a program writes reaches its reader: the other end of a pipe, or of a terminal.

mod support;

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::FromRawFd;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use support::Folder;

/// Says two things in quick succession and asks a third; then says what it was told.
const ASKS: &str = r#"(defmodule asks (export (main 0)))
(defun main ()
  (io:format "one\n")
  (io:format "two\n")
  (let ((name (io:get_line "name? ")))
    (io:format "so ~s" (list name))))
"#;

/// Writes, computes without making garbage, writes, and never ends.
const WRITES_LATER: &str = r#"(defmodule later (export (main 0)))
(defun main ()
  (io:format "one ")
  (io:format "two ")
  (pass (+ (erlang:monotonic_time 'millisecond) 200))
  (io:format "three")
  (spin))
(defun pass (end)
  (if (< (erlang:monotonic_time 'millisecond) end) (pass end) 'ok))
(defun spin () (spin))
"#;

/// Writes, and then makes garbage for ever.
const MAKES_GARBAGE: &str = r#"(defmodule garbage (export (main 0)))
(defun main ()
  (io:format "one ")
  (io:format "two")
  (spin ()))
(defun spin (_) (spin (lists:seq 1 1000)))
"#;

/// Writes lines and never ends.
const LINES: &str = r#"(defmodule lines (export (main 0)))
(defun main ()
  (io:format "one~n")
  (io:format "two~n")
  (spin))
(defun spin () (spin))
"#;

/// Writes in all ways there are.
const ALL_WAYS: &str = r#"(defmodule ways (export (main 0)))
(defun main ()
  (io:format "one~n")
  (io:format "two~n")
  (erlang:display 'three)
  (io:put_chars "four\n")
  (io:format 'standard_error "five~n" ())
  (io:format "six~n")
  (error 'seven))
"#;

/// A running program, killed at the end of the test, and the pieces of what it writes.
struct Running {
    child: Child,
    pieces: Receiver<Vec<u8>>,
    seen: Vec<u8>,
}

impl Running {
    /// Builds a program and starts it; its output goes to `output`, if not to a pipe.
    fn start(folder: &Folder, text: &str, terminal: Option<(File, File)>) -> Running {
        folder.write("program.lfe", text);
        let arguments = ["build", "-o", "program", "program.lfe"];
        folder.alate(&arguments).succeeds();
        let mut command = Command::new(folder.join("program"));
        command.stdin(Stdio::piped()).stderr(Stdio::null());
        let (child, mut from): (Child, Box<dyn Read + Send>) = match terminal {
            Some((ours, theirs)) => (command.stdout(theirs).spawn().unwrap(), Box::new(ours)),
            None => {
                let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
                let from = child.stdout.take().unwrap();
                (child, Box::new(from))
            }
        };
        // The test's own end of the terminal goes with the command.
        drop(command);
        let (sender, pieces) = channel();
        thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(count) = from.read(&mut piece) {
                if count == 0 || sender.send(piece[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Running {
            child,
            pieces,
            seen: Vec::new(),
        }
    }

    /// Waits until exactly this has been written.
    #[track_caller]
    fn shows(&mut self, expected: &str) {
        let start = Instant::now();
        while self.seen != expected.as_bytes() {
            let left = Duration::from_secs(20).saturating_sub(start.elapsed());
            match self.pieces.recv_timeout(left) {
                Ok(piece) => self.seen.extend(piece),
                Err(error) => panic!(
                    "{}, and seen is {:?}",
                    match error {
                        RecvTimeoutError::Timeout => "nothing more comes",
                        RecvTimeoutError::Disconnected => "the output ended",
                    },
                    String::from_utf8_lossy(&self.seen)
                ),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_question_is_seen_before_its_answer_is_awaited() {
    let folder = Folder::new();
    let mut program = Running::start(&folder, ASKS, None);
    program.shows("one\ntwo\nname? ");
    let mut input = program.child.stdin.take().unwrap();
    input.write_all(b"Joe\n").unwrap();
    program.shows("one\ntwo\nname? so Joe\n");
}

#[test]
fn what_waited_goes_with_a_later_write() {
    let folder = Folder::new();
    Running::start(&folder, WRITES_LATER, None).shows("one two three");
}

#[test]
fn what_waits_is_written_while_the_program_computes() {
    let folder = Folder::new();
    Running::start(&folder, MAKES_GARBAGE, None).shows("one two");
}

#[test]
fn a_terminal_shows_each_line_at_once() {
    let (mut ours, mut theirs) = (-1, -1);
    let none = std::ptr::null_mut();
    // SAFETY: the call writes two descriptors; it takes null for a name, settings and size.
    let result = unsafe {
        libc::openpty(
            &raw mut ours,
            &raw mut theirs,
            none,
            none.cast(),
            none.cast(),
        )
    };
    assert_eq!(result, 0, "no terminal");
    // SAFETY: both are open, and nobody else's.
    let ends = unsafe { (File::from_raw_fd(ours), File::from_raw_fd(theirs)) };
    let folder = Folder::new();
    Running::start(&folder, LINES, Some(ends)).shows("one\r\ntwo\r\n");
}

#[test]
fn both_outputs_and_the_report_keep_their_order() {
    let folder = Folder::new();
    folder.write("ways.lfe", ALL_WAYS);
    folder.alate(&["build", "ways.lfe"]).succeeds();
    let mut command = Command::new("sh");
    command
        .current_dir(folder.path())
        .args(["-c", "./ways 2>&1"]);
    let ended = support::run(command, b"", Duration::from_secs(20));
    let start = "one\ntwo\nthree\r\nfour\nfive\nsix\n";
    let out = ended.out();
    assert!(out.starts_with(start), "{out}");
    assert!(out[start.len()..].contains("seven"), "{out}");
}
