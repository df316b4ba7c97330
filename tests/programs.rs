//! Every program of `tests/programs/` does what was recorded from LFE on Erlang.
//!
//! `NAME.lfe` with `NAME.out` beside it is a program: it is built with the command, run, and its
//! standard output compared. `NAME.exit` holds an exit status other than 0, `NAME.err` the standard
//! error (without it there must be none from a program that ends with 0), `NAME.args` arguments, one
//! a line, `NAME.stdin` the standard input. Every program runs plainly, with the heap verified after
//! each collection, and with a collection at every poll. Those of `processes/` also run in the orders
//! drawn from several seeds, and on 1, 2 and 8 workers; of them standard output alone counts, for processes that die say so on
//! standard error.
//!
//! Headers, comments before the module:
//! - `;; helper`: a module for programs of the same folder, not a program;
//! - `;; no-stress`, `;; no-verify`: too large for that mode;
//! - `;; with-compiler`: it compiles while it runs;
//! - `;; seconds: N`: may take that long.
//!
//! `ALATE_PROGRAM=NAME cargo test --release --test programs` runs those whose path holds NAME.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::Duration;
use support::{ALATE, Folder, difference, root, run};

/// Processes at once.
const WORKERS: usize = 2;
const BUILD_LIMIT: Duration = Duration::from_secs(120);
const RUN_SECONDS: u64 = 30;

/// Seeds of the orders in which processes run.
const SEEDS: [&str; 5] = ["--seed 1", "--seed 2", "--seed 3", "--seed 4", "--seed 5"];

/// Numbers of workers; plainly there is one for each core.
const WORKER_COUNTS: [&str; 3] = ["--workers 1", "--workers 2", "--workers 8"];

/// An environment variable that programs run with.
#[derive(Clone, Copy)]
struct Mode(&'static str, &'static str);

struct Program {
    source: PathBuf,
    headers: Vec<String>,
}

impl Program {
    fn beside(&self, ending: &str) -> PathBuf {
        root().join(self.source.with_extension(ending))
    }

    fn read(&self, ending: &str) -> Option<Vec<u8>> {
        fs::read(self.beside(ending)).ok()
    }

    fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header == name)
    }

    fn is_of_processes(&self) -> bool {
        self.source.starts_with("tests/programs/processes")
    }

    fn limit(&self) -> Duration {
        let seconds = self
            .headers
            .iter()
            .find_map(|header| header.strip_prefix("seconds:")?.trim().parse().ok());
        Duration::from_secs(seconds.unwrap_or(RUN_SECONDS))
    }
}

/// All files below a folder, relative to the root, sorted.
fn scan(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| folder.join(entry.expect("an entry").file_name()))
        .collect();
    entries.sort();
    for path in entries {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes()[0] == b'.');
        if hidden {
            continue;
        }
        if root().join(&path).is_dir() {
            scan(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn headers(source: &Path) -> Vec<String> {
    let text = fs::read(root().join(source)).expect("a source");
    String::from_utf8_lossy(&text)
        .lines()
        .take_while(|line| line.starts_with(';') || line.trim().is_empty())
        .map(|line| line.trim_start_matches(';').trim().to_owned())
        .collect()
}

/// The programs; a file that belongs to none is an error.
fn programs() -> Vec<Program> {
    let mut files = Vec::new();
    scan(Path::new("tests/programs"), &mut files);
    let mut programs = Vec::new();
    let mut stray = Vec::new();
    for path in &files {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("lfe") => {
                let headers = headers(path);
                let is_helper = headers.iter().any(|header| header == "helper");
                let is_program = files.contains(&path.with_extension("out"));
                if is_helper == is_program {
                    stray.push(format!("{} has no .out and no `;; helper`", path.display()));
                } else if is_program {
                    programs.push(Program {
                        source: path.clone(),
                        headers,
                    });
                }
            }
            Some("out" | "exit" | "err" | "args" | "stdin")
                if !files.contains(&path.with_extension("lfe")) =>
            {
                stray.push(format!("{} has no .lfe", path.display()));
            }
            _ => {}
        }
    }
    assert!(
        stray.is_empty(),
        "files of no program:\n{}",
        stray.join("\n")
    );
    assert!(!programs.is_empty(), "no programs");
    if let Some(wanted) = std::env::var_os("ALATE_PROGRAM") {
        let wanted = wanted.to_string_lossy();
        programs.retain(|program| program.source.to_string_lossy().contains(&*wanted));
    }
    programs
}

/// Programs with their executables, or why there is none; built once for all modes.
struct Suite {
    programs: Vec<(Program, Result<PathBuf, String>)>,
    _folder: Folder,
}

fn suite() -> &'static Suite {
    static SUITE: OnceLock<Suite> = OnceLock::new();
    SUITE.get_or_init(|| {
        let folder = Folder::new();
        let programs = programs();
        let built = in_parallel(&programs, |index, program| {
            let executable = folder.join(index.to_string());
            let mut command = Command::new(ALATE);
            command
                .current_dir(root())
                .arg("build")
                .arg(&program.source);
            if program.has_header("with-compiler") {
                command.arg("--with-compiler");
            }
            command.arg("-o").arg(&executable).env("NO_COLOR", "1");
            let ended = run(command, b"", BUILD_LIMIT);
            if ended.status == Some(0) {
                Ok(executable)
            } else {
                Err(format!(
                    "does not build ({}):\n{}",
                    ended.how(),
                    first_lines(&ended.err())
                ))
            }
        });
        Suite {
            programs: programs.into_iter().zip(built).collect(),
            _folder: folder,
        }
    })
}

fn first_lines(text: &str) -> String {
    text.lines()
        .take(12)
        .map(|line| format!("      {line}\n"))
        .collect()
}

/// Applies a function to all items on a few threads; answers in order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else {
                        break;
                    };
                    let result = work(index, item);
                    *results[index].lock().expect("no panic") = Some(result);
                }
            });
        }
    });
    results
        .into_iter()
        .map(|slot| {
            slot.into_inner()
                .expect("no panic")
                .expect("every item was done")
        })
        .collect()
}

/// Runs one program; says what is wrong.
fn judge(program: &Program, executable: &Path, mode: Option<Mode>) -> Result<(), String> {
    let mut command = Command::new(executable);
    command.current_dir(root());
    if let Some(Mode(variable, value)) = mode {
        command.env(variable, value);
    }
    if let Some(arguments) = program.read("args") {
        let text = String::from_utf8(arguments).expect("UTF-8 arguments");
        command.args(text.lines());
    }
    let input = program.read("stdin").unwrap_or_default();
    let factor = if mode.is_some() { 4 } else { 1 };
    let ended = run(command, &input, program.limit() * factor);
    let expected_status = program.read("exit").map_or(0, |text| {
        String::from_utf8_lossy(&text)
            .trim()
            .parse()
            .expect("a status in .exit")
    });
    let expected_err = program.read("err");
    let mut wrong = Vec::new();
    if ended.status != Some(expected_status) {
        wrong.push(format!("{}, expected {expected_status}", ended.how()));
        if expected_err.is_none() {
            wrong.push(format!("standard error:\n{}", first_lines(&ended.err())));
        }
    }
    if let Some(text) = difference(&program.read("out").unwrap_or_default(), &ended.stdout) {
        wrong.push(format!("standard output, {text}"));
    }
    match expected_err {
        Some(expected) => {
            if let Some(text) = difference(&expected, &ended.stderr) {
                wrong.push(format!("standard error, {text}"));
            }
        }
        None if program.is_of_processes() => {}
        None if expected_status == 0 && wrong.is_empty() && !ended.stderr.is_empty() => {
            wrong.push(format!(
                "unexpected standard error:\n{}",
                first_lines(&ended.err())
            ));
        }
        None => {}
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n    "))
    }
}

fn check_mode(mode: Option<Mode>, wanted: impl Fn(&Program) -> bool) {
    // One mode at a time: the limits are meant for two processes on two cores.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let left_out = mode.map(|Mode(_, value)| format!("no-{value}"));
    let suite: Vec<&(Program, Result<PathBuf, String>)> = suite()
        .programs
        .iter()
        .filter(|(program, _)| {
            wanted(program)
                && !left_out
                    .as_ref()
                    .is_some_and(|name| program.has_header(name))
        })
        .collect();
    let results = in_parallel(&suite, |_, (program, executable)| match executable {
        Ok(executable) => judge(program, executable, mode),
        Err(message) => Err(message.clone()),
    });
    let failures: Vec<String> = suite
        .iter()
        .zip(results)
        .filter_map(|((program, _), result)| {
            let message = result.err()?;
            Some(format!("{}\n    {message}\n", program.source.display()))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} programs failed ({}):\n\n{}",
        failures.len(),
        suite.len(),
        mode.map_or_else(
            || String::from("plain"),
            |Mode(variable, value)| format!("{variable}={value}")
        ),
        failures.join("\n")
    );
}

#[test]
fn plain() {
    check_mode(None, |_| true);
}

#[test]
fn heap_verified_after_each_collection() {
    check_mode(Some(Mode("ALATE_GC", "verify")), |_| true);
}

#[test]
fn collection_at_every_poll() {
    check_mode(Some(Mode("ALATE_GC", "stress")), |_| true);
}

#[test]
fn processes_in_the_order_of_a_seed() {
    for seed in SEEDS {
        let mode = Mode("ALATE_OPTS", seed);
        check_mode(Some(mode), Program::is_of_processes);
    }
}

#[test]
fn processes_on_one_and_on_many_workers() {
    for workers in WORKER_COUNTS {
        let mode = Mode("ALATE_OPTS", workers);
        check_mode(Some(mode), Program::is_of_processes);
    }
}

#[test]
fn every_folder_has_a_runner() {
    const FOLDERS: &[(&str, &str)] = &[
        ("programs", "programs.rs"),
        ("support", ""),
        ("errors", "errors.rs"),
        ("stages", "stages.rs"),
        ("exports", "exports.rs"),
        ("recorded", "recorded.rs"),
        ("stress", "stress.rs"),
        ("lfe_examples", "lfe_examples.py"),
        ("kv", "kv.rs"),
    ];
    for entry in fs::read_dir(root().join("tests")).expect("tests/") {
        let path = entry.expect("an entry").path();
        if !path.is_dir() {
            continue;
        }
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let row = FOLDERS.iter().find(|(folder, _)| *folder == name);
        let Some((_, runner)) = row else {
            panic!("tests/{name} has no runner: add it to the table here");
        };
        assert!(
            runner.is_empty() || root().join("tests").join(runner).is_file(),
            "tests/{name} is run by tests/{runner}, which is not there"
        );
    }
}
