//! `cargo bench --bench compare`: the same programs built by Alate and run on Erlang/OTP, on this machine, in turn.
//!
//! Each program of `benches/programs/` exports `run/0`, the work, and `main/0`, which prints its
//! result. The time is that of `run/0` as `timer:tc` sees it inside the program, so neither start-up
//! counts. Erlang compiles the Core Erlang of `benches/core/`, which LFE made from the same source.
//! Without `erlc` on the path only Alate's times are shown.
//!
//! `cargo bench --bench compare -- NAME…` measures those programs only; `--rounds N` sets how often
//! (default 7). The ratio of the least times is the steadier one on a busy machine.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ALATE: &str = env!("CARGO_BIN_EXE_alate");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

struct Settings {
    rounds: usize,
    names: Vec<String>,
}

fn settings() -> Settings {
    let mut settings = Settings {
        rounds: 7,
        names: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => {
                settings.rounds = arguments
                    .next()
                    .and_then(|number| number.parse().ok())
                    .filter(|number| *number > 0)
                    .expect("--rounds takes a number");
            }
            // Cargo's own.
            "--bench" => {}
            _ => settings.names.push(argument),
        }
    }
    settings
}

fn main() {
    let settings = settings();
    let folder = std::env::temp_dir().join(format!("alate-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    let erlang = Erlang::find(&folder);
    println!("{}", machine());
    println!(
        "{}\n",
        erlang.as_ref().map_or(
            "no Erlang on the path",
            |_| "Erlang: medians of timer:tc, in turn with Alate's"
        )
    );
    compare(&settings, &folder, erlang.as_ref());
    if settings.names.is_empty() {
        hello(&settings, &folder);
        large_module(&folder);
        memory(&folder);
    }
    let _ = fs::remove_dir_all(&folder);
}

/// What the figures were measured on.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, |number| number.get());
    format!("{model}, {cores} cores")
}

/// Runs to the end; the standard output, or what went wrong.
fn output(command: &mut Command) -> Result<String, String> {
    let result = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if result.status.success() {
        Ok(String::from_utf8_lossy(&result.stdout).into_owned())
    } else {
        let text = String::from_utf8_lossy(&result.stderr);
        let lines: Vec<&str> = text.lines().take(5).collect();
        Err(format!("{}: {}", result.status, lines.join(" | ")))
    }
}

/// Erlang with the programs compiled for it.
struct Erlang {
    beams: PathBuf,
}

impl Erlang {
    fn find(folder: &Path) -> Option<Erlang> {
        let beams = folder.join("beams");
        fs::create_dir_all(&beams).ok()?;
        let mut sources: Vec<PathBuf> = fs::read_dir(root().join("benches/core"))
            .ok()?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "core"))
            .collect();
        sources.sort();
        output(Command::new("erlc").arg("-o").arg(&beams).args(sources)).ok()?;
        Some(Erlang { beams })
    }

    fn eval(&self, expression: &str) -> Result<String, String> {
        let mut command = Command::new("erl");
        command.args(["-noshell", "-pa"]).arg(&self.beams);
        output(command.args(["-eval", &format!("{expression}, halt().")]))
    }

    fn time(&self, name: &str) -> Result<f64, String> {
        let expression = format!("{{T, _}} = timer:tc({name}, run, []), io:format(\"~w~n\", [T])");
        microseconds(&self.eval(&expression)?)
    }

    fn result(&self, name: &str) -> Result<String, String> {
        self.eval(&format!("{name}:main()"))
    }
}

fn microseconds(text: &str) -> Result<f64, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("no time but {text:?}"))
}

/// Builds a program; `-I` leads to the benchmark programs.
fn build(source: &Path, executable: &Path, more: &[&str]) -> Result<(), String> {
    let mut command = Command::new(ALATE);
    command.arg("build").arg(source).arg("-o").arg(executable);
    command
        .arg("-I")
        .arg(root().join("benches/programs"))
        .args(more);
    output(&mut command).map(|_| ())
}

/// The program that times `run/0` of a module.
fn timed(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let source = folder.join(format!("timed-{name}.lfe"));
    let text = format!(
        "(defmodule timed-{name} (export (main 0)))\n\
         (defun main ()\n  (let (((tuple time _) (timer:tc (lambda () ({name}:run)))))\n    \
         (io:format \"~w~n\" (list time))))\n"
    );
    fs::write(&source, text).map_err(|error| error.to_string())?;
    let executable = folder.join(format!("timed-{name}"));
    build(&source, &executable, &[]).map(|()| executable)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => values[middle],
        _ => (values[middle - 1] + values[middle]) / 2.0,
    }
}

/// One program: Erlang's and Alate's times in microseconds, in turn.
fn measure(
    name: &str,
    rounds: usize,
    folder: &Path,
    erlang: Option<&Erlang>,
) -> Result<(Vec<f64>, Vec<f64>), String> {
    let plain = folder.join(name);
    let source = root().join(format!("benches/programs/{name}.lfe"));
    build(&source, &plain, &[])?;
    let ours = output(&mut Command::new(&plain))?;
    if let Some(erlang) = erlang {
        let theirs = erlang.result(name)?;
        if ours != theirs {
            return Err(format!("different results: {ours:?}, Erlang {theirs:?}"));
        }
    }
    let executable = timed(folder, name)?;
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        if let Some(erlang) = erlang {
            theirs.push(erlang.time(name)?);
        }
        ours.push(microseconds(&output(&mut Command::new(&executable))?)?);
    }
    Ok((theirs, ours))
}

fn compare(settings: &Settings, folder: &Path, erlang: Option<&Erlang>) {
    let mut names: Vec<String> = fs::read_dir(root().join("benches/programs"))
        .expect("benches/programs")
        .flatten()
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".lfe")?.to_owned()))
        .filter(|name| settings.names.is_empty() || settings.names.contains(name))
        .collect();
    names.sort();
    println!(
        "{:<18}{:>12}{:>12}{:>9}{:>14}",
        "program", "Erlang ms", "Alate ms", "ratio", "of the least"
    );
    for name in names {
        match measure(&name, settings.rounds, folder, erlang) {
            Ok((mut theirs, mut ours)) => {
                let (their, our) = (median(&mut theirs) / 1e3, median(&mut ours) / 1e3);
                let least = |times: &[f64]| times.first().copied().unwrap_or(f64::NAN);
                println!(
                    "{name:<18}{their:>12.2}{our:>12.2}{:>9.2}{:>14.2}",
                    their / our,
                    least(&theirs) / least(&ours)
                );
            }
            Err(message) => println!("{name:<18}{message}"),
        }
    }
    println!();
}

/// Wall-clock time and greatest resident memory in kilobytes of one run.
fn run_measured(command: &mut Command) -> Result<(Duration, i64), String> {
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut status = 0;
    // SAFETY: all bytes zero is a value of this plain C structure.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the process is our own child, waited for only here; both pointers are to locals.
    let waited = unsafe { libc::wait4(child.id() as i32, &mut status, 0, &mut usage) };
    let elapsed = start.elapsed();
    if waited != child.id() as i32 || status != 0 {
        return Err(format!("ended with {status}"));
    }
    Ok((elapsed, usage.ru_maxrss))
}

/// Start to end, size and memory of the smallest program.
fn hello(settings: &Settings, folder: &Path) {
    let source = root().join("examples/hello.lfe");
    let executable = folder.join("hello");
    if let Err(message) = build(&source, &executable, &["--strip"]) {
        println!("hello             {message}");
        return;
    }
    let size = fs::metadata(&executable).map_or(0, |found| found.len());
    let mut times = Vec::new();
    let mut memory = 0;
    for _ in 0..settings.rounds.max(20) {
        match run_measured(Command::new(&executable).arg0("hello")) {
            Ok((time, resident)) => {
                times.push(time.as_secs_f64() * 1e3);
                memory = memory.max(resident);
            }
            Err(message) => {
                println!("hello             {message}");
                return;
            }
        }
    }
    println!("hello, start to end  {:>10.2} ms", median(&mut times));
    println!("hello, stripped      {:>10.2} MB", size as f64 / 1e6);
    println!("hello, resident      {:>10.2} MB", memory as f64 / 1e3);
}

/// How long a module of a thousand lines takes, with nothing in the cache.
fn large_module(folder: &Path) {
    let mut text = String::from("(defmodule large\n  (export (main 0)))\n");
    let functions = 1000 / 9;
    for number in 0..functions {
        let next = (number + 1) % functions;
        text.push_str(&format!(
            "\n;; Function {number} of the module.\n(defun f{number}\n  ((0 acc) (tuple 'done acc))\n  \
             ((n acc) (when (> n 10))\n   (let* ((x (* n {number}))\n          (y (+ x (length acc))))\n     \
             (f{next} (- n 1) (cons (tuple x y) acc))))\n  \
             ((n acc) (f{next} (- n 1) (lists:reverse (cons (case n (1 'one) (2 \"two\") (_ `#(n ,n))) acc)))))\n"
        ));
    }
    text.push_str("\n(defun main ()\n  (io:format \"~w~n\" (list (f0 100 '()))))\n");
    let source = folder.join("large.lfe");
    fs::write(&source, &text).expect("a source");
    let mut times = Vec::new();
    for _ in 0..3 {
        let _ = fs::remove_dir_all(folder.join(".alate"));
        let start = Instant::now();
        if let Err(message) = build(&source, &folder.join("large"), &[]) {
            println!("large module      {message}");
            return;
        }
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    println!(
        "compile and link     {:>10.0} ms for {} lines",
        median(&mut times),
        text.lines().count()
    );
}

/// Resident memory and pauses of a program that allocates 50 GB while 100 MB live.
fn memory(folder: &Path) {
    let executable = folder.join("churn");
    if let Err(message) = build(&root().join("benches/memory/churn.lfe"), &executable, &[]) {
        println!("memory            {message}");
        return;
    }
    let log = folder.join("log");
    let file = fs::File::create(&log).expect("a log");
    let mut command = Command::new(&executable);
    command.env("ALATE_GC", "log").stderr(file);
    match run_measured(&mut command) {
        Ok((time, resident)) => {
            let text = fs::read_to_string(&log).unwrap_or_default();
            println!("50 GB, 100 MB live   {:>10.1} s", time.as_secs_f64());
            println!("resident at most     {:>10.0} MB", resident as f64 / 1e3);
            for line in text.lines().filter(|line| !line.contains("->")) {
                println!("  {line}");
            }
        }
        Err(message) => println!("memory            {message}"),
    }
}
