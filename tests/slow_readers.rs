//! Readers of a program's output that take their time: they keep the process that writes, and no other.

mod support;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::os::fd::FromRawFd;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;
use support::Folder;

/// More than any pipe or buffer holds.
const LINES: usize = 300_000;

/// Nothing takes longer.
const LIMIT: Duration = Duration::from_secs(60);

/// A process writes lines to the stream of descriptor `slow`; another one meanwhile sleeps a few times,
/// says so on the other stream, and waits for the first.
const WRITES_AND_TICKS: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (let* ((self (self))
         (writer (spawn (lambda () (lines 0 300000) (! self 'done)))))
    (tick 5)
    (io:format 'FAST "ticked~n" ())
    (receive ('done 'ok))
    (io:format 'SLOW "end~n" ())))
(defun tick
  ((0) 'ok)
  ((n) (receive (after 2 (tick (- n 1))))))
(defun lines
  ((n n) 'ok)
  ((i n) (io:format 'SLOW "line ~w~n" (list i)) (lines (+ i 1) n)))
"#;

/// One process writes to both streams in turn, more than there is room for.
const BOTH: &str = r#"(defmodule program (export (main 0)))
(defun main () (lines 0 100000))
(defun lines
  ((n n) 'ok)
  ((i n) (io:format "line ~w~n" (list i))
   (io:format 'standard_error "line ~w~n" (list (+ i 1)))
   (lines (+ i 2) n)))
"#;

/// A process writes for ever; when another has said something the program ends.
const ENDS: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (let ((writer (spawn (lambda () (io:format "~s" (list (lists:duplicate 2000000 #\a))) (lines 0)))))
    (wait-for writer)
    (io:format 'standard_error "waits~n" ())
    END))
(defun wait-for (pid)
  (case (process_info pid 'status)
    (#(status suspended) 'ok)
    (_ (receive (after 1 (wait-for pid))))))
(defun lines (i) (io:format "line ~w~n" (list i)) (lines (+ i 1)))
"#;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn build(folder: &Folder, text: &str) -> Command {
    folder.write("program.lfe", text);
    let arguments = ["build", "-o", "program", "program.lfe"];
    folder.alate(&arguments).succeeds();
    let mut command = Command::new(folder.join("program"));
    command.env("ALATE_OPTS", "--workers 1");
    command
}

fn start(folder: &Folder, text: &str) -> Running {
    let mut command = build(folder, text);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    Running(command.spawn().unwrap())
}

/// The answer of something that might never come to an end.
#[track_caller]
fn within_limit<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, answer) = channel();
    thread::spawn(move || sender.send(work()));
    answer.recv_timeout(LIMIT).expect("an answer in time")
}

#[track_caller]
fn first_line<T: Read + Send + 'static>(from: T) -> (String, BufReader<T>) {
    within_limit(move || {
        let mut from = BufReader::new(from);
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        (line, from)
    })
}

#[track_caller]
fn all<T: Read + Send + 'static>(mut from: T) -> String {
    within_limit(move || {
        let mut text = String::new();
        from.read_to_string(&mut text).unwrap();
        text
    })
}

/// The lines of a number of writes.
fn lines(count: usize) -> String {
    (0..count).map(|index| format!("line {index}\n")).collect()
}

/// What is behind the first reader is read only when the other has been told something.
#[track_caller]
fn others_go_on(slow: &str, fast: &str) {
    let folder = Folder::new();
    let text = WRITES_AND_TICKS.replace("SLOW", slow).replace("FAST", fast);
    let mut program = start(&folder, &text);
    let out = program.0.stdout.take().unwrap();
    let err = program.0.stderr.take().unwrap();
    let expected = lines(LINES) + "end\n";
    let (line, found) = match slow {
        "standard_error" => (first_line(out).0, all(err)),
        _ => {
            let (line, _err) = first_line(err);
            (line, all(out))
        }
    };
    assert_eq!(line, "ticked\n");
    assert!(found == expected, "{} bytes", found.len());
    assert_eq!(program.0.wait().unwrap().code(), Some(0));
}

#[test]
fn who_does_not_read_the_output_keeps_no_others() {
    others_go_on("user", "standard_error");
}

#[test]
fn who_does_not_read_the_errors_keeps_no_others() {
    others_go_on("standard_error", "user");
}

#[test]
fn both_streams_into_one_slow_reader_keep_their_order() {
    let folder = Folder::new();
    let mut command = build(&folder, BOTH);
    let (mut reader, writer) = std::io::pipe().unwrap();
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut program = Running(command.spawn().unwrap());
    drop(command);
    // A little at a time.
    let found = within_limit(move || {
        let (mut text, mut piece) = (Vec::new(), [0; 1000]);
        loop {
            match reader.read(&mut piece).unwrap() {
                0 => return String::from_utf8(text).unwrap(),
                count => text.extend_from_slice(&piece[..count]),
            }
        }
    });
    assert!(found == lines(100_000), "{} bytes", found.len());
    assert_eq!(program.0.wait().unwrap().code(), Some(0));
}

#[track_caller]
fn all_is_written_at_the_end(end: &str, status: i32) {
    let folder = Folder::new();
    let mut program = start(&folder, &ENDS.replace("END", end));
    let (line, _err) = first_line(program.0.stderr.take().unwrap());
    assert_eq!(line, "waits\n");
    let found = all(program.0.stdout.take().unwrap());
    assert!(found.len() >= 2_000_000, "{} bytes", found.len());
    assert!(found.starts_with(&"a".repeat(2_000_000)));
    assert_eq!(program.0.wait().unwrap().code(), Some(status));
}

#[test]
fn a_program_that_ends_has_all_read_that_was_written() {
    all_is_written_at_the_end("'ok", 0);
    all_is_written_at_the_end("(halt 3)", 3);
}

#[test]
fn a_reader_that_goes_away_ends_the_program() {
    let folder = Folder::new();
    let mut program = start(&folder, &ENDS.replace("END", "(receive ('never 'ok))"));
    let (line, _err) = first_line(program.0.stderr.take().unwrap());
    assert_eq!(line, "waits\n");
    drop(program.0.stdout.take());
    assert_eq!(
        within_limit(move || program.0.wait().unwrap().code()),
        Some(0)
    );
}

#[test]
fn a_seed_decides_about_the_order_though_the_reader_is_slow() {
    let folder = Folder::new();
    let text = WRITES_AND_TICKS
        .replace("SLOW", "user")
        .replace("FAST", "user");
    let mut found = [(), ()].map(|()| {
        let mut command = build(&folder, &text.replace("(tick 5)", "(erlang:yield)"));
        command.env("ALATE_OPTS", "--seed 3").stdout(Stdio::piped());
        let mut program = Running(command.spawn().unwrap());
        all(program.0.stdout.take().unwrap())
    });
    assert_eq!(found[0].lines().count(), LINES + 2);
    assert!(found[0] == found[1]);
    let ticked = found[0].find("ticked\n").unwrap();
    found[0].replace_range(ticked..ticked + "ticked\n".len(), "");
    assert!(found[0] == lines(LINES) + "end\n");
}

#[test]
fn a_terminal_that_nobody_looks_at_keeps_no_others() {
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
    let (ours, theirs) = unsafe { (File::from_raw_fd(ours), File::from_raw_fd(theirs)) };
    let folder = Folder::new();
    let text = WRITES_AND_TICKS
        .replace("SLOW", "user")
        .replace("FAST", "standard_error");
    let mut command = build(&folder, &text);
    command.stdout(theirs).stderr(Stdio::piped());
    let mut program = Running(command.spawn().unwrap());
    drop(command);
    let (line, _err) = first_line(program.0.stderr.take().unwrap());
    assert_eq!(line, "ticked\n");
    let found = within_limit(move || {
        let (mut ours, mut text, mut piece) = (ours, Vec::new(), [0; 4096]);
        // The end of the program is an error of the terminal.
        while let Ok(count @ 1..) = ours.read(&mut piece) {
            text.extend_from_slice(&piece[..count]);
        }
        String::from_utf8(text).unwrap()
    });
    let expected = lines(LINES) + "end\n";
    assert!(
        found == expected.replace('\n', "\r\n"),
        "{} bytes",
        found.len()
    );
    assert_eq!(program.0.wait().unwrap().code(), Some(0));
}
