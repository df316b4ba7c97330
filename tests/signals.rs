//! Signals from outside, standard input beside other work, and what a seed refuses.
//!
//! No test depends on how long anything takes: each waits for what the program says, with a limit that
//! only a program that hangs comes to.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use support::Folder;

/// Longer than anything here takes, on any machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Waits for ever, as main and as a process that traps nothing.
const WAITS: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (io:format "buffered")
  (receive ('never 'ok)))
"#;

/// Computes for ever, and so does another process.
const COMPUTES: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (spawn (lambda () (spin 0)))
  (spawn (lambda () (spin 0)))
  (io:format 'standard_error "ready~n" ())
  (spin 0))
(defun spin (n) (spin (+ n 1)))
"#;

/// Puts things in order when it is told to stop, and then ends in the way its argument says.
const TRAPS: &str = r#"(defmodule program (export (main 1)))
(defun main (arguments)
  (process_flag 'trap_exit 'true)
  (io:format 'standard_error "ready~n" ())
  (receive
    ((tuple 'EXIT from reason)
     (io:format "~s ~w~n" (list (pid_to_list from) reason))
     (stop arguments reason))))
(defun stop
  (('("return") _) 'ok)
  (('("again") reason) (exit reason))
  (('("halt") _) (halt 7))
  (('("fail") _) (error 'no_luck)))
"#;

/// Takes the exit signal, writes something that stays in the buffer, makes a file and computes on.
const STAYS: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (process_flag 'trap_exit 'true)
  (io:format 'standard_error "ready~n" ())
  (receive (_ (io:format "to")))
  (io:format "ld")
  (file:write_file "told" "")
  (spin 0))
(defun spin (n) (spin (+ n 1)))
"#;

/// Processes of all kinds: waiting ones, with messages, with a name, hibernating, computing.
const MANY: &str = r#"(defmodule program (export (main 1) (wait 1) (sleep 0)))
(defun main
  (((list count how))
   (let ((named (spawn 'program 'wait '(1))))
     (register 'a_name named)
     (! named 'x) (! named 'y)
     (spawn (lambda () (erlang:hibernate 'program 'sleep ())))
     (spawn (lambda () (spin 0)))
     (lists:foreach (lambda (_) (spawn 'program 'wait '(2))) (lists:seq 1 (list_to_integer count)))
     (io:format 'standard_error "ready~n" ())
     (if (=:= how "lines") (loop) (wait 0)))))
(defun wait (_) (receive ('never 'ok)))
(defun sleep () 'ok)
(defun spin (n) (spin (+ n (length (lists:seq 1 100)))))
(defun loop ()
  (case (io:get_line "")
    ('eof 'ok)
    (line (io:format 'standard_error "alive ~s" (list line)) (loop))))
"#;

/// Says each line that it is sent, and counts on beside it.
const COUNTS: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (let ((main (self)))
    (spawn (lambda () (tick main)))
    (spawn (lambda () (! main (tuple 'line (io:get_line "")))))
    (ticks 100)
    (io:format 'standard_error "ticked~n" ())
    (receive ((tuple 'line line) (io:format "~p~n" (list line))))))
(defun tick (main)
  (! main 'tick)
  (receive (after 1 (tick main))))
(defun ticks
  ((0) 'ok)
  ((n) (receive ('tick (ticks (- n 1))))))
"#;

/// Four processes ask for lines one after the other; the second is killed while it waits.
const IN_ORDER: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (let ((main (self)))
    (let ((pids (lists:map (lambda (n) (asker main n)) '(1 2 3 4))))
      (exit (lists:nth 2 pids) 'kill)
      (io:format 'standard_error "ready~n" ())
      (lists:foreach
        (lambda (n)
          (receive ((tuple m line) (when (=:= m n)) (io:format "~w ~p~n" (list n line)))))
        '(1 3 4)))))
;; Comes back when the process waits for its line: it can do nothing else then.
(defun asker (main n)
  (let ((pid (spawn (lambda ()
                      (! main (tuple 'asks n))
                      (! main (tuple n (io:get_line "")))))))
    (receive ((tuple 'asks m) (when (=:= m n)) (await pid)))
    pid))
(defun await (pid)
  (case (erlang:process_info pid 'status)
    (#(status waiting) 'ok)
    (_ (erlang:yield) (await pid))))
"#;

/// Ends while another process waits for a line.
const LEAVES: &str = r#"(defmodule program (export (main 0)))
(defun main ()
  (spawn (lambda () (io:get_line "")))
  (receive (after 20 (io:format "left~n"))))
"#;

/// Reads what its argument says, and says what that was.
const READS: &str = r#"(defmodule program (export (main 1)))
(defun main
  (('("line")) (io:format "~p~n" (list (io:get_line ""))))
  (('("file")) (io:format "~w~n" (list (element 1 (file:read_file "program.lfe")))))
  (('("none")) (io:format "out~n") (io:format 'standard_error "err~n" ())))
"#;

/// A program that runs.
struct Running {
    child: Child,
    input: Option<ChildStdin>,
    /// Lines of its standard error as they come.
    lines: Receiver<String>,
    start: Instant,
}

impl Running {
    fn start(folder: &Folder, arguments: &[&str], options: &str) -> Running {
        let mut command = Command::new(folder.join("program"));
        command.args(arguments).env("ALATE_OPTS", options);
        command.current_dir(folder.path());
        Running::start_command(command)
    }

    fn start_command(mut command: Command) -> Running {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Running {
            input: child.stdin.take(),
            child,
            lines,
            start: Instant::now(),
        }
    }

    /// The next line of standard error.
    #[track_caller]
    fn line(&self) -> String {
        let left = LIMIT.saturating_sub(self.start.elapsed());
        self.lines.recv_timeout(left).expect("a line")
    }

    #[track_caller]
    fn says(&self, expected: &str) {
        assert_eq!(self.line(), expected);
    }

    /// Waits until it has made a file, which is removed.
    #[track_caller]
    fn makes(&self, file: &Path) {
        while std::fs::remove_file(file).is_err() {
            assert!(self.start.elapsed() < LIMIT, "there is no file");
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn is_sent(&self, signal: i32) {
        // SAFETY: the child is ours, and has not been waited for.
        let result = unsafe { libc::kill(self.child.id() as i32, signal) };
        assert_eq!(result, 0, "no such process");
    }

    fn is_told(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(text.as_bytes()).unwrap();
    }

    /// Waits for its end: its status, or minus the signal that killed it, and its output.
    #[track_caller]
    fn ends(&mut self) -> (i32, String) {
        let mut out = self.child.stdout.take().unwrap();
        let reader = thread::spawn(move || {
            let mut text = String::new();
            let _ = out.read_to_string(&mut text);
            text
        });
        let status = self.ends_unread();
        (status, reader.join().unwrap())
    }

    /// Waits for its end, and reads nothing of its output.
    #[track_caller]
    fn ends_unread(&mut self) -> i32 {
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let number = status.code().or(status.signal().map(|signal| -signal));
                return number.unwrap();
            }
            assert!(self.start.elapsed() < LIMIT, "it does not end");
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn built(text: &str) -> Folder {
    let folder = Folder::new();
    folder.write("program.lfe", text);
    let arguments = ["build", "-o", "program", "program.lfe"];
    folder.alate(&arguments).succeeds();
    folder
}

/// One worker, some, and in the order of a seed.
const WAYS: [&str; 4] = ["", "--workers 1", "--workers 4", "--seed 3"];

/// What stops a program, and its exit status then.
const STATUSES: [(i32, i32); 2] = [(libc::SIGTERM, 143), (libc::SIGINT, 130)];

#[test]
fn a_program_that_waits_is_stopped_and_its_output_written() {
    let folder = built(WAITS);
    for options in WAYS {
        for (signal, status) in STATUSES {
            let mut program = Running::start(&folder, &[], options);
            // Its output is written when it sleeps, so it has come so far.
            let mut out = program.child.stdout.take().unwrap();
            let mut seen = [0; 8];
            out.read_exact(&mut seen).unwrap();
            program.child.stdout = Some(out);
            program.is_sent(signal);
            assert_eq!(program.ends(), (status, String::new()), "{options}");
            assert_eq!(&seen, b"buffered");
            assert!(program.lines.recv().is_err(), "something is said");
        }
    }
}

#[test]
fn programs_that_compute_are_stopped() {
    let folder = built(COMPUTES);
    for options in WAYS {
        for (signal, status) in STATUSES {
            let mut program = Running::start(&folder, &[], options);
            program.says("ready");
            program.is_sent(signal);
            assert_eq!(program.ends().0, status, "{options}");
        }
    }
}

#[test]
fn main_may_trap_the_signal_and_put_things_in_order() {
    let folder = built(TRAPS);
    let told = "<0.0.0> shutdown\n";
    for (argument, statuses) in [
        ("return", [143, 130]),
        ("again", [143, 130]),
        ("halt", [7, 7]),
        ("fail", [1, 1]),
    ] {
        for (index, (signal, _)) in STATUSES.into_iter().enumerate() {
            for options in WAYS {
                let mut program = Running::start(&folder, &[argument], options);
                program.says("ready");
                program.is_sent(signal);
                let ended = program.ends();
                let expected = (statuses[index], told.to_owned());
                assert_eq!(ended, expected, "{argument} {options}");
                let said = program.lines.recv().unwrap_or_default();
                assert_eq!(said.contains("no_luck"), argument == "fail", "{said}");
            }
        }
    }
}

#[test]
fn the_deadline_ends_a_program_that_stays() {
    let folder = built(STAYS);
    for options in ["--stop-deadline 1", "--stop-deadline 1 --seed 1"] {
        let mut program = Running::start(&folder, &[], options);
        program.says("ready");
        program.is_sent(libc::SIGTERM);
        program.makes(&folder.join("told"));
        assert_eq!(program.ends(), (143, "told".to_owned()));
        let late = program.lines.recv().unwrap_or_default();
        assert!(late.contains("had not ended 1 s after"), "{late}");
    }
}

#[test]
fn a_second_signal_ends_a_program_at_once() {
    let folder = built(STAYS);
    for options in [
        "--stop-deadline 1000000",
        "--stop-deadline 1000000 --seed 1",
    ] {
        let mut program = Running::start(&folder, &[], options);
        program.says("ready");
        program.is_sent(libc::SIGTERM);
        program.makes(&folder.join("told"));
        program.is_sent(libc::SIGINT);
        assert_eq!(program.ends(), (130, "told".to_owned()));
    }
}

#[test]
fn a_program_that_nobody_reads_any_more_is_stopped() {
    let text = r#"(defmodule program (export (main 0)))
(defun main () (io:format 'standard_error "ready~n" ()) (write (lists:duplicate 1000 #\x)))
(defun write (text) (io:format text) (write text))
"#;
    let folder = built(text);
    let mut program = Running::start(&folder, &[], "--stop-deadline 0");
    program.says("ready");
    program.is_sent(libc::SIGTERM);
    // The pipe is full sooner or later, and stays so until the program has ended.
    assert_eq!(program.ends_unread(), 143);
}

#[test]
fn an_ignored_signal_stays_ignored() {
    let folder = built(TRAPS);
    let mut command = Command::new(folder.join("program"));
    command.arg("return").current_dir(folder.path());
    // SAFETY: between fork and exec the closure calls `signal` alone, which may be called there.
    unsafe {
        command.pre_exec(|| {
            libc::signal(libc::SIGINT, libc::SIG_IGN);
            Ok(())
        });
    }
    let mut program = Running::start_command(command);
    program.says("ready");
    program.is_sent(libc::SIGINT);
    program.is_sent(libc::SIGTERM);
    assert_eq!(program.ends().0, 143);
}

#[test]
fn a_signal_that_comes_at_the_very_beginning_counts() {
    let folder = built(WAITS);
    for _ in 0..20 {
        let mut program = Running::start(&folder, &[], "");
        program.is_sent(libc::SIGTERM);
        let (status, _) = program.ends();
        // Before its first instruction the system ends it.
        assert!([143, -libc::SIGTERM].contains(&status), "{status}");
    }
}

/// A dump: its first line, which says how many processes there are, and the others.
fn dump(program: &Running) -> (String, Vec<String>) {
    program.is_sent(libc::SIGUSR1);
    let head = program.line();
    let count = head.strip_prefix("alate: ").and_then(|rest| {
        let (count, _) = rest.split_once(" processes, ")?;
        count.parse::<usize>().ok()
    });
    let count = count.unwrap_or_else(|| panic!("{head}"));
    let lines = count.min(1000) + usize::from(count > 1000);
    (head, (0..lines).map(|_| program.line()).collect())
}

#[test]
fn a_dump_says_what_processes_do() {
    let folder = built(MANY);
    for options in WAYS {
        let program = &mut Running::start(&folder, &["3", "none"], options);
        program.says("ready");
        // The new processes have not all come to where they stay, so it may take some dumps.
        loop {
            let (head, lines) = dump(program);
            assert!(head.starts_with("alate: 7 processes, "), "{head}");
            let has = |parts: [&str; 2]| {
                let is_it = |line: &&String| parts.iter().all(|part| line.contains(part));
                lines.iter().filter(is_it).count() == 1
            };
            assert_eq!(lines.len(), 7, "{lines:#?}");
            let is_settled = [
                [
                    " (a_name) waiting in program:wait/1, began with program:wait/1, 2 messages, ",
                    "",
                ],
                [
                    "began with program:main/1, 0 messages, ",
                    " waiting in program:wait/1, ",
                ],
                [
                    "program:spin/1, began with erlang:apply/2, 0 messages, ",
                    " run",
                ],
                [
                    " waiting in erlang:hibernate/3, began with erlang:apply/2, ",
                    "",
                ],
            ];
            if is_settled.into_iter().all(has) {
                break;
            }
            assert!(program.start.elapsed() < LIMIT, "{lines:#?}");
        }
        program.is_sent(libc::SIGTERM);
        assert_eq!(program.ends(), (143, String::new()));
    }
}

#[test]
fn a_dump_has_an_end_and_the_program_goes_on() {
    let folder = built(MANY);
    let program = &mut Running::start(&folder, &["3000", "lines"], "");
    program.says("ready");
    for number in 0..3 {
        let (head, lines) = dump(program);
        assert!(head.starts_with("alate: 3004 processes, "), "{head}");
        let (last, shown) = lines.split_last().unwrap();
        assert_eq!(last, "and 2004 more");
        let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
        assert!(bytes <= 256 << 10, "{bytes}");
        let waiting = shown.iter().filter(|line| line.contains("program:wait/1"));
        assert!(waiting.count() >= 990, "{shown:#?}");
        program.is_told(&format!("{number}\n"));
        program.says(&format!("alive {number}"));
    }
    program.input = None;
    assert_eq!(program.ends(), (0, String::new()));
}

#[test]
fn a_process_that_nobody_reads_keeps_neither_a_dump_nor_others() {
    let text = r#"(defmodule program (export (main 0)))
(defun main ()
  (io:format 'standard_error "ready~n" ())
  (spawn (lambda () (write (lists:duplicate 1000 #\x))))
  (receive ('never 'ok)))
(defun write (text) (io:format text) (write text))
"#;
    let folder = built(text);
    let program = &mut Running::start(&folder, &[], "--workers 2 --stop-deadline 0");
    // Before that a signal would do to the program what it does by default.
    program.says("ready");
    loop {
        let (_, lines) = dump(program);
        if lines.concat().contains(" suspended in ") {
            break;
        }
    }
    program.is_sent(libc::SIGTERM);
    // The pipe is full, and stays so until the program has ended.
    assert_eq!(program.ends_unread(), 143);
}

#[test]
fn others_run_while_a_process_waits_for_a_line() {
    let folder = built(COUNTS);
    for options in ["", "--workers 1", "--workers 4"] {
        let mut program = Running::start(&folder, &[], options);
        program.says("ticked");
        program.is_told("a li");
        program.is_told("ne\nand more");
        assert_eq!(
            program.ends(),
            (0, "\"a line\\n\"\n".to_owned()),
            "{options}"
        );
    }
}

#[test]
fn lines_go_to_those_who_asked_first() {
    let folder = built(IN_ORDER);
    for options in ["", "--workers 1", "--workers 4"] {
        let mut program = Running::start(&folder, &[], options);
        program.says("ready");
        program.is_told("one\ntwo\nthr");
        program.input = None;
        let expected = "1 \"one\\n\"\n3 \"two\\n\"\n4 \"thr\"\n";
        assert_eq!(program.ends(), (0, expected.to_owned()), "{options}");
    }
}

#[test]
fn a_program_ends_while_a_line_is_awaited() {
    let folder = built(LEAVES);
    for options in ["", "--workers 1", "--workers 4"] {
        let mut program = Running::start(&folder, &[], options);
        assert_eq!(program.ends(), (0, "left\n".to_owned()), "{options}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_and_no_input_is_its_end() {
    let folder = built(READS);
    let shell = |line: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(folder.path());
        support::run(command, b"", LIMIT).succeeds().out()
    };
    assert_eq!(shell("./program line < ."), "{error,eisdir}\n");
    assert_eq!(shell("./program line < /dev/null"), "eof\n");
    assert_eq!(shell("./program line <&-"), "eof\n");
    assert_eq!(shell("printf 'a\\nb' | ./program line"), "\"a\\n\"\n");
}

#[test]
fn a_seed_refuses_to_read_and_lets_write() {
    let folder = built(READS);
    let run = |argument: &str, options: &str| {
        let mut command = Command::new(folder.join("program"));
        command.arg(argument).env("ALATE_OPTS", options);
        command.current_dir(folder.path());
        support::run(command, b"a line\n", LIMIT)
    };
    assert_eq!(run("file", "").succeeds().out(), "ok\n");
    assert_eq!(run("line", "").succeeds().out(), "\"a line\\n\"\n");
    let written = run("none", "--seed 1").succeeds();
    assert_eq!(
        (written.out(), written.err()),
        ("out\n".into(), "err\n".into())
    );
    let seeded = run("file", "--seed 1");
    seeded.fails_with(&["error: #(refused_under_seed read_file)"]);
    let seeded = run("line", "--seed 1");
    seeded.fails_with(&["error: #(refused_under_seed read_line)"]);
}
