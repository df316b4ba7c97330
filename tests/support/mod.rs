//! What several test files use: a folder that cleans up, and processes with a time limit.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The command under test.
pub const ALATE: &str = env!("CARGO_BIN_EXE_alate");

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Removes folders of test runs that were killed.
fn remove_left_behind() {
    let entries = fs::read_dir(std::env::temp_dir()).into_iter().flatten();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| {
            let (process, _) = name.strip_prefix("alate-test-")?.split_once('-')?;
            process.parse::<u32>().ok()
        });
        let is_over = |process: u32| !Path::new(&format!("/proc/{process}")).exists();
        if Path::new("/proc/self").exists() && process.is_some_and(is_over) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A folder that is removed when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        if number == 0 {
            remove_left_behind();
        }
        let name = format!("alate-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a temporary folder");
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file, making the folders it lies in.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("a folder");
        }
        fs::write(&path, contents).expect("a file");
        path
    }

    /// Names of the files in it, sorted, the cache left out.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into()
            })
            .filter(|name| name != ".alate")
            .collect();
        names.sort();
        names
    }

    /// Runs the command in the folder.
    pub fn alate(&self, arguments: &[&str]) -> Ended {
        let mut command = Command::new(ALATE);
        command.current_dir(&self.0).args(arguments);
        command.env("NO_COLOR", "1").env_remove("CC");
        run(command, b"", Duration::from_secs(120))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a process ended.
#[derive(Debug)]
pub struct Ended {
    /// `None`: killed by a signal, or by the time limit.
    pub status: Option<i32>,
    pub signal: Option<i32>,
    pub timed_out: bool,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

impl Ended {
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// The end in words.
    pub fn how(&self) -> String {
        match (self.timed_out, self.status, self.signal) {
            (true, _, _) => String::from("killed at its time limit"),
            (_, Some(status), _) => format!("exit status {status}"),
            (_, _, Some(signal)) => format!("killed by signal {signal}"),
            _ => String::from("ended strangely"),
        }
    }

    #[track_caller]
    pub fn succeeds(self) -> Ended {
        assert_eq!(
            self.status,
            Some(0),
            "{}\nstdout: {}\nstderr: {}",
            self.how(),
            self.out(),
            self.err()
        );
        self
    }

    /// Fails with status 1 and says all of that on standard error, and no panic is seen.
    #[track_caller]
    pub fn fails_with(self, texts: &[&str]) -> Ended {
        let err = self.err();
        assert_eq!(self.status, Some(1), "{}: {err}", self.how());
        for text in texts {
            assert!(err.contains(text), "no {text:?} in: {err}");
        }
        assert!(!err.contains("panicked"), "{err}");
        self
    }
}

/// Runs a process with its input; kills it at the limit.
pub fn run(mut command: Command, input: &[u8], limit: Duration) -> Ended {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("piped");
    let mut stdout = child.stdout.take().expect("piped");
    let mut stderr = child.stderr.take().expect("piped");
    let input = input.to_vec();
    thread::scope(|scope| {
        // A program that does not read its input closes the pipe; that is its right.
        scope.spawn(move || drop(stdin.write_all(&input)));
        let out = scope.spawn(move || read_all(&mut stdout));
        let err = scope.spawn(move || read_all(&mut stderr));
        let start = Instant::now();
        let mut pause = Duration::from_micros(200);
        let mut timed_out = false;
        let status = loop {
            if let Some(status) = child.try_wait().expect("a child") {
                break status;
            }
            if start.elapsed() > limit && !timed_out {
                timed_out = true;
                child.kill().expect("a child");
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(5));
        };
        Ended {
            status: status.code(),
            signal: status.signal(),
            timed_out,
            stdout: out.join().expect("a reader"),
            stderr: err.join().expect("a reader"),
        }
    })
}

/// Reads to the end, but keeps no more than a test can want: a program gone wild must not take the
/// machine's memory.
fn read_all(from: &mut impl Read) -> Vec<u8> {
    const MOST: u64 = 64 << 20;
    let mut bytes = Vec::new();
    let _ = from.by_ref().take(MOST).read_to_end(&mut bytes);
    let _ = std::io::copy(from, &mut std::io::sink());
    bytes
}

/// Where two texts first differ, for a person to read.
pub fn difference(expected: &[u8], found: &[u8]) -> Option<String> {
    if expected == found {
        return None;
    }
    let expected = String::from_utf8_lossy(expected);
    let found = String::from_utf8_lossy(found);
    let (mut left, mut right) = (expected.split('\n'), found.split('\n'));
    for number in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (one, other) if one == other => {}
            (one, other) => {
                let show = |line: Option<&str>| {
                    line.map_or_else(
                        || String::from("the end"),
                        |line| format!("{:?}", shorten(line)),
                    )
                };
                return Some(format!(
                    "line {number}: expected {}\n        {:width$} found    {}",
                    show(one),
                    "",
                    show(other),
                    width = number.to_string().len() - 1
                ));
            }
        }
    }
    Some(String::from("they differ in bytes that are not UTF-8"))
}

fn shorten(line: &str) -> String {
    const MOST: usize = 300;
    if line.chars().count() <= MOST {
        line.to_owned()
    } else {
        line.chars().take(MOST).chain("…".chars()).collect()
    }
}
