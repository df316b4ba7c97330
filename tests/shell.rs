//! The shell, expressions of the command line, scripts, and programs with the compiler in them, as a user
//! meets them: on pipes, and at a terminal.

mod support;

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};
use support::{ALATE, Ended, Folder, run};

const LIMIT: Duration = Duration::from_secs(60);

/// Runs the command in a folder with lines on its standard input.
fn with_input(folder: &Folder, arguments: &[&str], input: &str) -> Ended {
    let mut command = Command::new(ALATE);
    command.current_dir(folder.path()).args(arguments);
    command.env("HOME", folder.path()).env("NO_COLOR", "1");
    run(command, input.as_bytes(), LIMIT)
}

/// What the shell answers to forms, without banner and prompts.
fn session(folder: &Folder, input: &str) -> String {
    let ended = with_input(folder, &["repl"], input).succeeds();
    let out = ended.out();
    let (_, answers) = out.split_once('\n').expect("a banner");
    answers.replace("lfe> ", "").trim_end().to_owned()
}

#[test]
fn forms_have_values_and_variables_keep_them() {
    let folder = Folder::new();
    let input = "(+ 1 2)\n(set x 42)\n(set (tuple a b) (tuple 1 x))\n(list x a b)\n\
                 (set (cons h t) (when (is_integer h)) '(1 2))\n(tuple h t)\n* \n(list + ++)\n\
                 (set (tuple c) 'y)\n(list a\n  b)\n(set y 1) (+ y 1)\n";
    let expected = "3\n42\n#(1 42)\n(42 1 42)\n(1 2)\n#(1 (2))\n#(1 (2))\n\
                    (* (tuple h t))\n** exception error: no match of value y\n\n(1 42)\n1\n2";
    assert_eq!(session(&folder, input), expected);
}

#[test]
fn what_is_defined_stays_and_can_be_defined_again() {
    let folder = Folder::new();
    let expansion = "(defmacro twice (x) `(list ,x ,x))\n(macroexpand '(twice 1) $ENV)\n(macroexpand '(twice 1))\n";
    assert_eq!(session(&folder, expansion), "twice\n(list 1 1)\n(twice 1)");
    let input = "(defun f (x) (g x))\n(f 1)\n(defun g (x) (* x 2))\n(f 1)\n(defun g (x) (* x 3))\n(f 1)\n\
                 (defmacro twice (x) `(list ,x ,x))\n(twice (f 1))\n(defrecord p a (b 2))\n\
                 (p-b (make-p a 1))\n(lists:map #'g/1 '(1 2))\n(defun fac ((0) 1) ((n) (* n (fac (- n 1)))))\n\
                 (fac 20)\n";
    let expected = "f\n** exception error: function g/1 undefined\n\ng\n2\ng\n3\ntwice\n(3 3)\np\n2\n(3 6)\n\
                    fac\n2432902008176640000";
    assert_eq!(session(&folder, input), expected);
}

#[test]
fn functions_see_the_shells_variables_as_they_are_when_they_are_called() {
    let folder = Folder::new();
    let input = "(set x 1)\n(defun f () x)\n(f)\n(set x 2)\n(f)\n(defun g (x) (list x (f)))\n(g 3)\n\
                 (defun h ((0) x) ((n) (list n x)))\n(list (h 0) (h 5))\n";
    assert_eq!(
        session(&folder, input),
        "1\nf\n1\n2\n2\ng\n(3 2)\nh\n(2 (5 2))"
    );
}

#[test]
fn exceptions_are_told_and_the_session_goes_on() {
    let folder = Folder::new();
    let input = "(set a 1)\n(car 1)\n(throw 'x)\n(exit 'y)\n(error 'z)\n(nomod:foo 1)\nb\n(foo 1)\n\
                 (case 1 (2 3))\n(let (x) 1)\n)\na\n";
    let out = session(&folder, input);
    let expected = "1\n** exception error: bad argument\n\n** exception throw: x\n\n** exception exit: y\n\n\
                    ** exception error: z\n\n** exception error: undefined function\n  in (nomod : foo 1)\n\n\
                    ** exception error: symbol b is unbound\n\n** exception error: function foo/1 undefined\n\n";
    assert!(out.starts_with(expected), "{out}");
    assert!(out.contains("1: illegal ')'"), "{out}");
    assert!(out.ends_with("\n1"), "{out}");
}

#[test]
fn macros_that_evaluate_while_others_are_expanded() {
    let folder = Folder::new();
    let input = "(defmacro inner (x) `(quote ,(lfe:eval `(list ,x ,x))))\n\
                 (defmacro outer (x) `(quote ,(lfe:eval `(progn (defmacro deep (y) (list 'quote (lfe:eval y))) (list (deep (+ ,x 1)) ,x)))))\n\
                 (set me (self))\n\
                 (set all (lists:map (lambda (n) (spawn (lambda () (! me (tuple n (lfe:eval `(progn (defmacro deep (y) (list 'quote (lfe:eval y))) (deep (+ ,n 1))))))))) (lists:seq 1 8)))\n\
                 (lists:map (lambda (n) (receive ((tuple m v) (when (=:= m n)) v))) (lists:seq 1 8))\n\
                 (inner 1)\n(outer 1)\n";
    let out = session(&folder, input);
    assert!(out.ends_with("(2 3 4 5 6 7 8 9)\n(1 1)\n(2 1)"), "{out}");
}

#[test]
fn files_are_compiled_loaded_slurped_and_run() {
    let folder = Folder::new();
    folder.write(
        "m.lfe",
        "(defmodule m (export (f 1)))\n(defun f (x) (list 'm x))\n(defun g (x) x)\n",
    );
    folder.write(
        "bad.lfe",
        "(defmodule bad (export (f 1)))\n(defun f (x) y)\n",
    );
    folder.write(
        "other.lfe",
        "(defmodule other (export (f 1)))\n(defun f (x) (m:f (list 'other x)))\n",
    );
    folder.write(
        "commands",
        "(set from-file 7)\n(defun h (x) (+ x from-file))\n",
    );
    let input = "(c \"m.lfe\")\n(m:f 1)\n(c \"bad\")\n(other:f 2)\n(slurp \"m.lfe\")\n(g 3)\n(unslurp)\n(g 3)\n\
                 (run \"commands\")\nfrom-file\n(reset-environment)\nfrom-file\n(c \"missing\")\n";
    let out = session(&folder, input);
    for part in [
        "(#(module m))\n(m 1)\n",
        "bad.lfe:2:14: error: symbol y is unbound",
        "\nerror\n(m (other 2))\n#(ok m)\n3\nok\n** exception error: function g/1 undefined\n",
        "\n7\nok\n** exception error: symbol from-file is unbound\n",
        "cannot read missing.lfe",
    ] {
        assert!(out.contains(part), "no {part:?} in\n{out}");
    }
    // A version that is loaded again takes the place of the first.
    folder.write(
        "m.lfe",
        "(defmodule m (export (f 1)))\n(defun f (x) (list 'new x))\n",
    );
    let input = "(c \"m\")\n(m:f 1)\n";
    assert_eq!(session(&folder, input), "(#(module m))\n(new 1)");
}

#[test]
fn processes_and_messages() {
    let folder = Folder::new();
    let input = "(! (self) 'hello)\n(flush)\n(set p (spawn (lambda () (receive (m (exit m))))))\n\
                 (is_process_alive p)\n(set me (self))\n(=:= me (self))\n(car 1)\n(=:= me (self))\n\
                 (receive (x x) (after 0 'nothing))\n";
    let out = session(&folder, input);
    assert!(
        out.starts_with("hello\nShell got hello\nok\n#Pid<"),
        "{out}"
    );
    assert!(
        out.contains("\ntrue\n** exception error: bad argument\n\nfalse\nnothing"),
        "{out}"
    );
}

#[test]
fn commands_of_the_shell() {
    let folder = Folder::new();
    folder.write("inner/file.txt", "text");
    folder.write("m.lfe", "(defmodule m (export (f 1)))\n(defun f (x) x)\n");
    let input = "(cd \"inner\")\n(ls)\n(c:ls \".\")\n(cd \"..\")\n(l 'm)\n(l 'm 'lists 'nowhere)\n(m 'm)\n\
                 (p '(a #\"b\"))\n(ep '(a))\n(epp #(a \"text\"))\n(ec \"x.erl\")\n(is_integer (element 2 (hd (memory))))\n\
                 (is_integer (memory 'total))\n(pid 0 1 0)\n(flush)\n(ls \"nowhere\")\n";
    let out = session(&folder, input);
    for part in [
        "/inner\nok\nfile.txt  \nok\nfile.txt  \nok\n",
        "\n#(module m)\n(#(module m) #(module lists) #(error nofile))\n",
        "Module m exports:\n",
        "f/1",
        "(a #B(98))\nok\n[a]\nok\n{a,\"text\"}\nok\n",
        "x.erl: sources in Erlang are not compiled, those in LFE are\nerror\ntrue\ntrue\n#Pid<0.1.0>\nok\n",
        "nowhere: enoent\nok",
    ] {
        assert!(out.contains(part), "no {part:?} in\n{out}");
    }
    let help = session(&folder, "(help)\n(i)\n(regs)\n(m)\n(uptime)\n");
    for part in ["(slurp file)", "Reductions", "lists", "seconds\nok"] {
        assert!(help.contains(part), "no {part:?} in\n{help}");
    }
}

#[test]
fn expressions_of_the_command_line_share_a_session() {
    let folder = Folder::new();
    let arguments = [
        "run",
        "-e",
        "(set a 42)",
        "-e",
        "(set b (* a 2))",
        "-e",
        "(pp (tuple a b))",
    ];
    assert_eq!(
        with_input(&folder, &arguments, "").succeeds().out(),
        "#(42 84)\n"
    );
    let failed = with_input(&folder, &["run", "-e", "(car 1)", "-e", "(pp 'never)"], "");
    assert_eq!(failed.status, Some(127));
    assert_eq!(failed.out(), "** exception error: bad argument\n\n");
    let incomplete = with_input(&folder, &["run", "-e", "(car"], "");
    assert_eq!(incomplete.status, Some(127));
    let ended = with_input(&folder, &["run", "-e", "(halt 3)"], "");
    assert_eq!(ended.status, Some(3));
}

const FACTORIAL: &str = "#!/usr/bin/env alate
;; -*- mode: lfe -*-
(defun main
  ([(list text)]
   (try
     (let* ((n (list_to_integer text)))
       (io:format \"factorial ~w = ~w\\n\" (list n (fac n))))
     (catch
       ((tuple _ _ _) (usage)))))
  ([_] (usage)))
(defun fac ([0] 1) ([n] (* n (fac (- n 1)))))
(defun usage () (error (tuple 'usage (lfescript:script_name))))
";

#[test]
fn scripts_run_by_their_first_line() {
    let folder = Folder::new();
    let script = folder.write("factorial", FACTORIAL);
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    let bin = std::path::Path::new(ALATE).parent().expect("a folder");
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let mut command = Command::new(&script);
    command
        .arg("5")
        .env("PATH", path)
        .current_dir(folder.path());
    assert_eq!(
        run(command, b"", LIMIT).succeeds().out(),
        "factorial 5 = 120\n"
    );
    let failed = with_input(&folder, &["factorial", "five"], "");
    assert_eq!(failed.status, Some(127));
    assert!(
        failed
            .out()
            .contains("** exception error: #(usage \"factorial\")"),
        "{}",
        failed.out()
    );
    // One with a module is a program.
    folder.write("p.lfe", "#!/usr/bin/env alate\n(defmodule p (export (main 1)))\n(defun main (a) (io:format \"~p~n\" (list a)))\n");
    let ended = with_input(&folder, &["p.lfe", "-x", "--help"], "");
    assert_eq!(ended.succeeds().out(), "[\"-x\",\"--help\"]\n");
    // One of plain commands knows its arguments.
    folder.write("commands", "(pp (list script-name script-args))\n");
    let ended = with_input(&folder, &["commands", "a", "b"], "");
    assert_eq!(ended.succeeds().out(), "(\"commands\" (\"a\" \"b\"))\n");
}

/// Runs the command under another name.
fn run_as(folder: &Folder, name: &str, arguments: &[&str], input: &str) -> Ended {
    let link = folder.join(name);
    if !link.exists() {
        std::os::unix::fs::symlink(ALATE, &link).expect("a link");
    }
    let mut command = Command::new(link);
    command.current_dir(folder.path()).args(arguments);
    command.env("HOME", folder.path()).env("NO_COLOR", "1");
    run(command, input.as_bytes(), LIMIT)
}

#[test]
fn the_names_of_lfes_commands_take_their_flags() {
    let folder = Folder::new();
    folder.write("factorial", FACTORIAL);
    folder.write(
        "good.lfe",
        "(defmodule good (export (f 1)))\n(defun f (x) x)\n",
    );
    folder.write(
        "bad.lfe",
        "(defmodule bad (export (f 1)))\n(defun f (x) (car x y z))\n",
    );
    let lfe = |arguments: &[&str]| run_as(&folder, "lfe", arguments, "(+ 1 2)\n");
    assert_eq!(
        lfe(&["-e", "(pp 1)", "--eval", "(pp 2)"]).succeeds().out(),
        "1\n2\n"
    );
    assert_eq!(
        lfe(&["-nobanner", "-prompt", "classic"]).succeeds().out(),
        "> 3\n> \n"
    );
    assert_eq!(lfe(&["-nobanner", "-prompt"]).succeeds().out(), "3\n\n");
    assert!(lfe(&["-h"]).succeeds().out().starts_with("Usage: lfe"));
    assert_eq!(lfe(&["-unknown"]).status, Some(127));
    let lfescript = |arguments: &[&str]| run_as(&folder, "lfescript", arguments, "");
    assert_eq!(
        lfescript(&["factorial", "6"]).succeeds().out(),
        "factorial 6 = 720\n"
    );
    assert_eq!(lfescript(&["factorial", "x"]).status, Some(127));
    assert_eq!(lfescript(&["-s", "factorial"]).status, Some(0));
    assert_eq!(lfescript(&["-s", "bad.lfe"]).status, Some(127));
    let lfec = |arguments: &[&str]| run_as(&folder, "lfec", arguments, "");
    std::fs::create_dir(folder.join("out")).expect("a folder");
    lfec(&["-o", "out", "good.lfe"]).succeeds();
    assert!(folder.join("out/good.o").is_file());
    lfec(&["-E", "good.lfe"]).succeeds();
    let expanded = std::fs::read_to_string(folder.join("good.expand")).expect("it is written");
    assert!(expanded.contains("(define-function f"), "{expanded}");
    let failed = lfec(&["bad.lfe"]);
    assert_eq!(failed.status, Some(1));
    assert!(failed.err().contains("bad.lfe:2:"), "{}", failed.err());
    assert_eq!(lfec(&["+to-core", "good.lfe"]).status, Some(1));
    assert!(lfec(&[]).succeeds().out().starts_with("Usage: lfec"));
}

const EVALUATES: &str = "(defmodule evaluates (export (main 1)))
(defvar *factor* (+ 1 1))
(defun main
  (((list text))
   (io:format \"~p~n\" (list (* *factor* (lfe:eval (hd (element 2 (lfe_io:read_string text))))))))
  ((_) (halt 4)))
";

#[test]
fn a_program_with_the_compiler_in_it_evaluates() {
    let folder = Folder::new();
    folder.write("evaluates.lfe", EVALUATES);
    folder
        .alate(&["build", "--with-compiler", "evaluates.lfe", "-o", "prog"])
        .succeeds();
    let program = |arguments: &[&str]| {
        let mut command = Command::new(folder.join("prog"));
        command.args(arguments);
        run(command, b"", LIMIT)
    };
    assert_eq!(program(&["(lists:sum '(1 2 3))"]).succeeds().out(), "12\n");
    assert_eq!(program(&[]).status, Some(4));
    assert_eq!(program(&["(car 'x)"]).status, Some(1));
    // It ends as any program does when it is told to, and is no command.
    let killed = Command::new(folder.join("prog"))
        .arg("(timer:sleep 60000)")
        .spawn();
    let mut killed = killed.expect("it starts");
    thread::sleep(Duration::from_millis(300));
    // SAFETY: the child has not been waited for.
    unsafe { libc::kill(killed.id() as i32, libc::SIGTERM) };
    assert_eq!(killed.wait().expect("it ends").code(), Some(143));
    // Without it the program says what is missing.
    let ended = folder.alate(&["run", "evaluates.lfe", "1"]);
    assert_eq!(ended.status, Some(1));
    assert!(ended.err().contains("no_compiler"), "{}", ended.err());
}

#[test]
#[ignore = "takes minutes"]
fn many_evaluations_leave_memory_flat() {
    let folder = Folder::new();
    folder.write(
        "many.lfe",
        "(defun loop ((0) 'ok) ((n) (lfe:eval `(tuple ,n (lambda (x) (+ x ,n)) '#(constant ,n))) (loop (- n 1))))
         (defun resident ()
           (let (((tuple 'ok text) (file:read_file \"/proc/self/statm\")))
             (list_to_integer (binary_to_list (lists:nth 2 (binary:split text #\" \" '(global)))))))",
    );
    let input = "(slurp \"many.lfe\")\n(loop 20000)\n(set before (resident))\n(loop 200000)\n\
                 (set after (resident))\n(< (- after before) 4000)\n";
    let mut command = Command::new(ALATE);
    command.current_dir(folder.path()).arg("repl");
    let ended = run(command, input.as_bytes(), Duration::from_secs(1800));
    let out = ended.succeeds().out();
    assert!(out.trim_end().ends_with("true\nlfe>"), "{out}");
}

/// The command at a terminal.
struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    seen: String,
}

impl Terminal {
    fn new(folder: &Folder, arguments: &[&str]) -> Terminal {
        let (mut master, mut slave) = (0, 0);
        // SAFETY: the pointers are to variables, or null where that is allowed.
        let opened = unsafe {
            let none = std::ptr::null_mut();
            libc::openpty(&mut master, &mut slave, none, none.cast(), none.cast())
        };
        assert_eq!(opened, 0, "a terminal");
        // SAFETY: the descriptors were just opened, and nobody else has them.
        let (master, slave) = unsafe { (File::from_raw_fd(master), OwnedFd::from_raw_fd(slave)) };
        let mut command = Command::new(ALATE);
        command.current_dir(folder.path()).args(arguments);
        command.env("HOME", folder.path()).env("TERM", "xterm");
        let copy = || Stdio::from(slave.try_clone().expect("a descriptor"));
        command.stdin(copy()).stdout(copy()).stderr(copy());
        // SAFETY: between fork and exec only calls are made that are safe there.
        unsafe {
            command.pre_exec(|| {
                libc::setsid();
                libc::ioctl(0, libc::TIOCSCTTY, 0);
                Ok(())
            });
        }
        let child = command.spawn().expect("it starts");
        let mut reader = master.try_clone().expect("a descriptor");
        let (sender, screen) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Reading fails when nobody has the other end any more.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal {
            child,
            keyboard: master,
            screen,
            seen: String::new(),
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard
            .write_all(keys.as_bytes())
            .expect("the terminal takes keys");
    }

    /// Waits until a text is on the screen, behind what was waited for before.
    fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(at) = self.seen.find(text) {
                self.seen.drain(..at + text.len());
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("no {text:?} on the screen, but\n{}", self.seen),
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn at_a_terminal_lines_are_edited_completed_and_remembered() {
    let folder = Folder::new();
    let mut terminal = Terminal::new(&folder, &["repl"]);
    terminal.wait_for("lfe> ");
    terminal.press("(+ 1 2)\r");
    terminal.wait_for("\u{1b}[36m3\u{1b}[0m\r\n");
    terminal.wait_for("lfe> ");
    // A form over several lines.
    terminal.press("(list 'several\r'lines)\r");
    terminal.wait_for("(several lines)");
    terminal.wait_for("lfe> ");
    // The left arrow and an insertion.
    terminal.press("(tuple 12)\u{1b}[D3\r");
    terminal.wait_for("#(123)");
    terminal.wait_for("lfe> ");
    // History.
    terminal.press("\u{10}\u{10}\u{10}\r");
    terminal.wait_for("[36m3\u{1b}[0m\r\n");
    terminal.wait_for("lfe> ");
    // Completion of a function of a module.
    terminal.press("(lists:rever\t '(1 2 3))\r");
    terminal.wait_for("(3 2 1)");
    terminal.wait_for("lfe> ");
    // Of a module of the user's, too, once it is loaded.
    folder.write(
        "mine.lfe",
        "(defmodule mine (export (unmistakable 0)))\n(defun unmistakable () 'here)\n",
    );
    terminal.press("(c \"mine\")\r");
    terminal.wait_for("(#(module mine))");
    terminal.wait_for("lfe> ");
    terminal.press("(mine:unm\t)\r");
    terminal.wait_for("here");
    terminal.wait_for("lfe> ");
    // A line that is given up.
    terminal.press("(never \u{3}");
    terminal.wait_for("lfe> ");
    terminal.press("(q)\r");
    assert_eq!(terminal.child.wait().expect("it ends").code(), Some(0));
    let history = folder.join(".local/state/alate/history");
    let history = std::fs::read_to_string(history).expect("a history");
    assert!(history.contains("(+ 1 2)"), "{history}");
}

#[test]
fn an_interrupt_ends_the_evaluation_and_not_the_session() {
    let folder = Folder::new();
    let mut terminal = Terminal::new(&folder, &["repl"]);
    terminal.wait_for("lfe> ");
    terminal.press("(set kept 5)\r");
    terminal.wait_for("[36m5\u{1b}[0m\r\n");
    terminal.wait_for("lfe> ");
    terminal.press("(fletrec ((loop () (loop))) (io:put_chars \"begun\\n\") (loop))\r");
    terminal.wait_for("begun\r\n");
    terminal.press("\u{3}");
    terminal.wait_for("** interrupted");
    terminal.wait_for("lfe> ");
    terminal.press("(timer:sleep 1000000)\r");
    thread::sleep(Duration::from_millis(200));
    terminal.press("\u{3}");
    terminal.wait_for("** interrupted");
    terminal.wait_for("lfe> ");
    // A macro that has no end, too; then the session must answer again.
    terminal.press("(defmacro endless (x) (progn (io:put_chars \"begun\n\") (fletrec ((loop () (loop))) (loop))))\r");
    terminal.wait_for("[36mendless\u{1b}[0m\r\n");
    terminal.wait_for("lfe> ");
    terminal.press("(endless 1)\r");
    terminal.wait_for("begun\r\n");
    terminal.press("\u{3}");
    terminal.wait_for("** interrupted");
    terminal.wait_for("lfe> ");
    terminal.press("(+ kept 1)\r");
    terminal.wait_for("[36m6\u{1b}[0m\r\n");
    terminal.wait_for("lfe> ");
    terminal.press("\u{4}");
    assert_eq!(terminal.child.wait().expect("it ends").code(), Some(0));
}
