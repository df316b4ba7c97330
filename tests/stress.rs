//! The programs of `tests/stress/`, which check themselves: signals, links, monitors, timers and names
//! under load. Each runs on 1, 2 and 8 workers, in orders drawn from seeds, and with the heap verified; its output
//! is compared with what Erlang printed.
//!
//! `cargo test --release --test stress -- --ignored` runs more seeds, and processes that begin and die
//! for a minute.

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use support::{Folder, root, run};

const LIMIT: Duration = Duration::from_secs(120);

/// The programs with a recorded output, built into a folder.
fn build(folder: &Folder) -> Vec<(String, PathBuf, Vec<u8>)> {
    let sources = root().join("tests/stress");
    let mut programs = Vec::new();
    for entry in fs::read_dir(&sources).expect("the programs") {
        let source = entry.expect("an entry").path();
        let Ok(expected) = fs::read(source.with_extension("out")) else {
            continue;
        };
        if source.extension().is_none_or(|ending| ending != "lfe") {
            continue;
        }
        let name = source.file_stem().expect("a name").to_string_lossy();
        let copy = folder.write(&format!("{name}.lfe"), fs::read(&source).expect("a source"));
        folder
            .alate(&["build", &copy.to_string_lossy(), "-o", &name])
            .succeeds();
        programs.push((name.to_string(), folder.join(&*name), expected));
    }
    assert!(programs.len() >= 6, "the programs are there");
    programs
}

fn check_all(variables: &[(&str, String)]) {
    let folder = Folder::new();
    for (name, program, expected) in build(&folder) {
        for (variable, value) in variables {
            let mut command = Command::new(&program);
            command.env(variable, value);
            let ended = run(command, b"", LIMIT);
            let how = format!("{name} with {variable}={value}: {}", ended.how());
            assert_eq!(ended.out(), String::from_utf8_lossy(&expected), "{how}");
        }
    }
}

fn seeds(range: std::ops::Range<u32>) -> Vec<(&'static str, String)> {
    range
        .map(|seed| ("ALATE_OPTS", format!("--seed {seed}")))
        .collect()
}

fn workers() -> [(&'static str, String); 3] {
    [1, 2, 8].map(|workers| ("ALATE_OPTS", format!("--workers {workers}")))
}

#[test]
fn on_few_and_many_workers() {
    check_all(&workers());
}

#[test]
fn seeded() {
    check_all(&seeds(0..4));
}

#[test]
fn verified() {
    check_all(&[("ALATE_GC", "verify".to_string())]);
}

#[test]
#[ignore = "long: a hundred seeds"]
fn many_seeds() {
    check_all(&seeds(100..200));
}

#[test]
#[ignore = "long: a minute"]
fn memory_stays_flat() {
    let folder = Folder::new();
    let source = fs::read(root().join("tests/stress/spawn_die.lfe")).expect("the program");
    folder.write("spawn_die.lfe", source);
    folder.alate(&["build", "spawn_die.lfe"]).succeeds();
    let mut command = Command::new(folder.join("spawn_die"));
    command.arg("60");
    // Fails with a report if what is live, stacks not counted, ever exceeds this.
    command.env("ALATE_HEAP_LIMIT", "64M");
    let ended = run(command, b"", LIMIT);
    assert_eq!(ended.out(), "flat\n", "{}", ended.how());
}

/// A program without a recorded output of LFE's, for Erlang has no limit of the heap.
#[test]
fn who_holds_most_is_ended_when_the_heap_is_exhausted() {
    let folder = Folder::new();
    let source = fs::read(root().join("tests/stress/hoard.lfe")).expect("the program");
    folder.write("hoard.lfe", source);
    folder.alate(&["build", "hoard.lfe"]).succeeds();
    for (variable, value) in workers() {
        let mut command = Command::new(folder.join("hoard"));
        command.env("ALATE_HEAP_LIMIT", "64M").env(variable, &value);
        let ended = run(command, b"", LIMIT);
        let expected = "[{list,killed},{binary,killed},{messages,killed}]\n\
                        [500500,1001000,1501500,2002000]\n";
        assert_eq!(ended.out(), expected, "{value}: {}", ended.how());
        let reports = ended.err().matches("(hoarder), which holds").count();
        assert_eq!(reports, 3, "{value}: {}", ended.err());
    }
}

fn atoms(folder: &Folder) -> PathBuf {
    let source = fs::read(root().join("tests/stress/atoms.lfe")).expect("the program");
    folder.write("atoms.lfe", source);
    folder.alate(&["build", "atoms.lfe"]).succeeds();
    folder.join("atoms")
}

/// No outputs of LFE's: Erlang never frees an atom.
#[test]
fn atoms_are_as_many_as_live() {
    let folder = Folder::new();
    let program = atoms(&folder);
    let check = |work: [&str; 2], variables: &[(&str, &str)], expected: &str| {
        let mut command = Command::new(&program);
        command.args(work).envs(variables.iter().copied());
        let ended = run(command, b"", LIMIT);
        assert_eq!(ended.out(), expected, "{variables:?}: {}", ended.how());
    };
    let full = "true true\ntrue\ntrue\n'one more'\n3000\n";
    let shared = "true\n51\n";
    for gc in ["", "verify"] {
        for workers in ["", "--workers 1 ", "--workers 8 "] {
            let options = format!("{workers}--atoms 3200");
            let variables = [("ALATE_GC", gc), ("ALATE_OPTS", &options)];
            check(["garbage", "30000"], &variables, "made\n");
            check(["full", "3000"], &variables, full);
            check(["shared", "100000"], &variables, shared);
        }
    }
    let stress = [("ALATE_GC", "stress"), ("ALATE_OPTS", "--atoms 3200")];
    check(["full", "3000"], &stress, full);
    check(["shared", "3000000"], &[], shared);
}

#[test]
#[ignore = "long: half a minute"]
fn a_hundred_million_atoms_take_no_memory() {
    let folder = Folder::new();
    let mut command = Command::new(atoms(&folder));
    command
        .args(["garbage", "100000000"])
        .env("ALATE_GC", "log");
    let ended = run(command, b"", LIMIT);
    assert_eq!(ended.out(), "made\n", "{}", ended.how());
    let log = ended.err();
    let resident = log.lines().last().and_then(|line| {
        let (megabytes, _) = line.strip_prefix("gc: ")?.split_once(" MB resident")?;
        megabytes.parse::<u64>().ok()
    });
    assert!(resident.is_some_and(|it| it < 64), "{resident:?}");
}

/// The bound that docs/architecture.md states, and as much again for what else the machine does.
#[test]
#[ignore = "depends on timing"]
fn who_is_ready_waits_no_longer_than_two_milliseconds_for_each_before_it() {
    let folder = Folder::new();
    let source = fs::read(root().join("tests/stress/spinners.lfe")).expect("the program");
    folder.write("spinners.lfe", source);
    folder.alate(&["build", "spinners.lfe"]).succeeds();
    for (spinners, workers) in [(1, 1), (10, 1), (50, 1), (10, 2), (50, 2)] {
        let mut command = Command::new(folder.join("spinners"));
        command
            .arg(spinners.to_string())
            .env("ALATE_OPTS", format!("--workers {workers}"));
        let ended = run(command, b"", LIMIT);
        let longest: u64 = ended.out().trim().parse().expect("microseconds");
        println!("{spinners} on {workers}: {longest} us");
        assert!(
            longest <= 2 * 2000 * (spinners + 1),
            "{spinners}: {longest}"
        );
    }
}
