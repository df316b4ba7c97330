//! The key-value server of the examples: a session as a user has it, and a soak in which its processes
//! are killed at random while many clients check every answer.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use support::{Folder, root};

/// A running server.
struct Server {
    child: Child,
    port: u16,
    _folder: Folder,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Builds the example with another first module, if there is one, and starts it; its first line ends in
/// the port.
fn start(first: &[&str], arguments: &[&str]) -> Server {
    let folder = Folder::new();
    for entry in ["examples/kv", "tests/kv"] {
        for file in std::fs::read_dir(root().join(entry)).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|ending| ending == "lfe") {
                let name = path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned();
                folder.write(&name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    let mut build = vec!["build"];
    build.extend(first);
    build.extend(["-o", "server"]);
    folder.alate(&build).succeeds();
    let mut child = Command::new(folder.join("server"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().expect("its output"));
    output.read_line(&mut line).expect("a line");
    // What else it has to say is for whoever reads the log of a test that has failed.
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            eprintln!("server: {line}");
        }
    });
    let port = line
        .trim()
        .rsplit(' ')
        .next()
        .and_then(|port| port.parse().ok());
    Server {
        child,
        port: port.expect("a port"),
        _folder: folder,
    }
}

/// A connection of a client.
struct Connection {
    output: TcpStream,
    input: BufReader<TcpStream>,
}

impl Connection {
    fn open(port: u16) -> std::io::Result<Connection> {
        let output = TcpStream::connect(("127.0.0.1", port))?;
        output.set_read_timeout(Some(Duration::from_secs(60)))?;
        output.set_nodelay(true)?;
        let input = BufReader::new(output.try_clone()?);
        Ok(Connection { output, input })
    }

    /// The answer to a command; none: the connection has ended.
    fn ask(&mut self, command: &str) -> Option<String> {
        let written = self.output.write_all(format!("{command}\n").as_bytes());
        let mut answer = String::new();
        written.ok()?;
        match self.input.read_line(&mut answer) {
            Ok(_) if answer.ends_with('\n') => Some(answer.trim_end().to_owned()),
            Ok(_) => None,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => None,
            Err(error) => panic!("no answer to {command}: {error}"),
        }
    }
}

#[test]
fn a_session() {
    let server = start(&["kv.lfe"], &["0"]);
    let mut one = Connection::open(server.port).expect("a connection");
    let mut other = Connection::open(server.port).expect("a connection");
    for (command, answer) in [
        ("GET a", "NONE"),
        ("SET a 41", "OK"),
        ("GET a\r", "VALUE 41"),
        ("SET b 41\r", "OK"),
        ("GET b", "VALUE 41"),
        ("DELETE b", "OK"),
        ("ADD a 1", "VALUE 42"),
        ("ADD new -7", "VALUE -7"),
        ("SET word hello", "OK"),
        ("ADD word 1", "ERROR the value is no number"),
        ("ADD a x", "ERROR no number"),
        ("COUNT", "VALUE 3"),
        ("DELETE a", "OK"),
        ("DELETE a", "NONE"),
        ("GET", "ERROR no such command"),
        ("", "ERROR no such command"),
    ] {
        assert_eq!(one.ask(command).as_deref(), Some(answer), "{command}");
    }
    assert_eq!(other.ask("GET word").as_deref(), Some("VALUE hello"));
    drop(one);
    assert_eq!(other.ask("COUNT").as_deref(), Some("VALUE 2"));
}

/// What a client does until the end: sets and adds with keys of its own, and checks what it reads.
fn client(port: u16, number: usize, end: Instant, counts: &Counts) {
    let key = format!("key-{number}");
    let mut connection: Option<Connection> = None;
    // A command whose answer was lost may have been done, or not.
    let mut possible: Vec<u64> = vec![0];
    let mut next = 1;
    while Instant::now() < end {
        let Some(open) = &mut connection else {
            // Connections may be refused for a moment, never for long.
            match Connection::open(port) {
                Ok(new) => connection = Some(new),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
            continue;
        };
        let answer = open.ask(&format!("SET {key} {next}"));
        let stored = match answer.as_deref() {
            Some("OK") => {
                possible = vec![next];
                open.ask(&format!("GET {key}"))
            }
            Some(other) => panic!("SET {key} {next}: {other}"),
            None => {
                possible.push(next);
                None
            }
        };
        next += 1;
        let Some(stored) = stored else {
            counts.lost.fetch_add(1, Ordering::Relaxed);
            connection = None;
            continue;
        };
        let value = match stored.as_str() {
            "NONE" => Some(0),
            text => text
                .strip_prefix("VALUE ")
                .and_then(|value| value.parse().ok()),
        };
        let value = value.unwrap_or_else(|| panic!("GET {key}: {stored}"));
        assert!(
            possible.contains(&value),
            "{key} is {value}, not of {possible:?}"
        );
        counts.done.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Counts {
    done: AtomicU64,
    lost: AtomicU64,
}

/// Kilobytes that the process has in memory.
fn resident(process: u32) -> u64 {
    let mut text = String::new();
    let file = std::fs::File::open(format!("/proc/{process}/status"));
    let _ = file.and_then(|mut file| file.read_to_string(&mut text));
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.expect("memory of the process")
}

const CLIENTS: usize = 500;

#[test]
#[ignore = "takes half an hour"]
fn a_soak_in_which_processes_are_killed() {
    let seconds = std::env::var("ALATE_SOAK_SECONDS");
    let seconds = seconds.map_or(1800, |text| text.parse().expect("seconds"));
    let server = start(&["kv_chaos.lfe"], &["20"]);
    let end = Instant::now() + Duration::from_secs(seconds);
    let counts = Arc::new(Counts::default());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (port, counts) = (server.port, Arc::clone(&counts));
            let work = move || client(port, number, end, &counts);
            std::thread::Builder::new()
                .stack_size(1 << 18)
                .spawn(work)
                .expect("a thread")
        })
        .collect();
    let mut sizes = Vec::new();
    while Instant::now() < end {
        std::thread::sleep(Duration::from_secs((seconds / 20).max(1)));
        sizes.push(resident(server.child.id()));
    }
    for client in clients {
        client.join().expect("a client that saw nothing wrong");
    }
    let done = counts.done.load(Ordering::Relaxed);
    let lost = counts.lost.load(Ordering::Relaxed);
    println!("{done} rounds, {lost} connections lost; memory in kB: {sizes:?}");
    assert!(done > 0 && lost > 0);
    // The old generation grows for two minutes before it is first collected.
    let early = sizes[sizes.len() / 4];
    let late = *sizes.last().expect("sizes");
    if seconds >= 600 {
        assert!(late < early * 5 / 4, "memory grows: {sizes:?}");
    }
}
