//! House rules that a program can check: module docs, file sizes, walls between rooms, no loose ends.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// No file has more lines.
const MOST_LINES: usize = 1000;

/// The compiler's rooms, in pipeline order, and the rooms each may import besides itself.
const COMPILER: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("reader", &["base"]),
    ("macros", &["base", "reader"]),
    ("erlang_header", &["base", "reader", "macros"]),
    ("expander", &["base", "reader", "macros", "erlang_header"]),
    ("core", &["base", "reader", "expander"]),
    ("library", &["base", "core"]),
    ("lint", &["base", "core", "reader", "macros"]),
    ("middle", &["base", "core"]),
    ("optimise", &["base", "middle"]),
    ("interface", &["base", "middle"]),
    ("cut", &["base", "middle"]),
    // Cut's pieces are made of the operations of the stage before it.
    ("clif", &["base", "cut", "middle"]),
    ("object", &["base", "clif", "cut", "middle"]),
    ("link", &["base", "object"]),
    ("documentation", &["base", "expander", "macros", "reader"]),
    ("host", &["base", "interface", "macros", "reader"]),
    (
        "pipeline",
        &[
            "base",
            "reader",
            "expander",
            "core",
            "library",
            "lint",
            "middle",
            "optimise",
            "interface",
            "cut",
            "clif",
            "object",
            "link",
            "host",
            "macros",
            "documentation",
        ],
    ),
    (
        "session",
        &["base", "expander", "host", "pipeline", "reader"],
    ),
];

/// The runtime's rooms by floor: a room imports lower floors only.
const RUNTIME: &[(&str, u32)] = &[
    ("os", 1),
    ("sync", 1),
    ("word", 2),
    ("net", 3),
    ("heap", 3),
    ("atom", 4),
    ("number", 5),
    ("binary", 5),
    ("stack", 5),
    ("term", 6),
    ("map", 7),
    ("ets", 8),
    ("dynamic", 8),
    ("process", 9),
    ("code", 6),
    ("error", 10),
    ("external", 8),
    ("regex", 8),
    ("safepoint", 10),
    ("scheduler", 11),
    ("io", 12),
    ("loader", 12),
    ("builtins", 14),
    ("start", 15),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder with an ending, relative to the root, sorted. A missing folder has none.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let path = folder.join(&name);
            let skipped = name == "target" || name.as_encoded_bytes()[0] == b'.';
            if entry.path().is_dir() && !skipped {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn rust_files() -> Vec<PathBuf> {
    let mut all = vec![PathBuf::from("build.rs"), PathBuf::from("runtime/build.rs")];
    for folder in [
        "src",
        "compiler/src",
        "runtime/src",
        "runtime/abi/src",
        "tests",
        "benches",
    ] {
        all.extend(files(folder, "rs"));
    }
    all.retain(|path| root().join(path).is_file());
    assert!(all.len() > 20, "the sources were not found");
    all
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[track_caller]
fn none(what: &str, offences: Vec<String>) {
    assert!(offences.is_empty(), "{what}:\n{}", offences.join("\n"));
}

#[test]
fn every_file_says_what_it_is_about() {
    let offences = rust_files()
        .into_iter()
        .filter(|path| !read(path).starts_with("//! "))
        .map(|path| path.display().to_string())
        .collect();
    none("files that do not open with a module doc", offences);
}

#[test]
fn no_file_is_too_long() {
    let mut all = rust_files();
    all.extend(files("stdlib", "lfe"));
    let offences = all
        .into_iter()
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{}: {lines} lines, at most {MOST_LINES}", path.display()))
        .collect();
    none("files to be parted by subject", offences);
}

#[test]
fn nothing_is_left_for_later_in_a_comment() {
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X:"].concat(),
    ];
    let mut all = rust_files();
    all.extend(files("stdlib", "lfe"));
    let mut offences = Vec::new();
    for path in all {
        for (number, line) in read(&path).lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark.as_str())) {
                offences.push(format!(
                    "{}:{}: {}",
                    path.display(),
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    none("comments that promise", offences);
}

/// Rooms that a file names as `crate::ROOM`, with the line. Tests may look anywhere.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or(line);
        if code.trim_start().starts_with("#[cfg(test)]") {
            break;
        }
        for part in code.split("crate::").skip(1) {
            let rooms = match part.strip_prefix('{') {
                Some(list) => list.split(',').map(str::trim).collect(),
                None => vec![part],
            };
            for room in rooms {
                let name: String = room
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                found.push((number + 1, name));
            }
        }
    }
    found
}

/// The room a file lies in, or `None` for the crate's own root and for tests.
fn room(path: &Path, source: &str) -> Option<String> {
    let inside = path.strip_prefix(source).ok()?;
    let is_test = inside
        .iter()
        .any(|part| part.to_string_lossy().contains("tests"));
    let first = inside.iter().next()?.to_string_lossy().into_owned();
    let name = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
    (!is_test && name != "lib").then_some(name)
}

/// Applies `allowed(room, imported)` to all imports between rooms of a crate.
fn check_walls(
    source: &str,
    rooms: &BTreeMap<&str, ()>,
    allowed: impl Fn(&str, &str) -> bool,
) -> Vec<String> {
    let mut offences = Vec::new();
    for path in files(source, "rs") {
        let Some(room) = room(&path, source) else {
            continue;
        };
        if !rooms.contains_key(room.as_str()) {
            offences.push(format!(
                "{}: room {room} is not in the table",
                path.display()
            ));
            continue;
        }
        for (line, imported) in imports(&read(&path)) {
            let is_room = rooms.contains_key(imported.as_str());
            if is_room && imported != room && !allowed(&room, &imported) {
                offences.push(format!(
                    "{}:{line}: {room} imports {imported}",
                    path.display()
                ));
            }
        }
    }
    offences
}

#[test]
fn the_compilers_rooms_keep_their_walls() {
    let rooms = COMPILER.iter().map(|(name, _)| (*name, ())).collect();
    let allowed = |room: &str, imported: &str| {
        COMPILER
            .iter()
            .any(|(name, list)| *name == room && list.contains(&imported))
    };
    none(
        "imports across walls",
        check_walls("compiler/src", &rooms, allowed),
    );
}

#[test]
fn the_runtimes_rooms_import_downwards() {
    let rooms = RUNTIME.iter().map(|(name, _)| (*name, ())).collect();
    let floor = |room: &str| {
        RUNTIME
            .iter()
            .find(|(name, _)| *name == room)
            .map(|(_, floor)| *floor)
    };
    let allowed = |room: &str, imported: &str| floor(imported) < floor(room);
    none(
        "imports upwards",
        check_walls("runtime/src", &rooms, allowed),
    );
}

#[test]
fn the_compiler_never_names_the_runtime_and_the_command_none_of_its_rooms() {
    let mut offences = Vec::new();
    for path in files("compiler/src", "rs") {
        if read(&path).contains("alate_runtime") {
            offences.push(format!("{} names the runtime", path.display()));
        }
    }
    for path in files("src", "rs") {
        for (line, _) in read(&path).lines().enumerate().filter(|(_, line)| {
            line.split("//")
                .next()
                .is_some_and(|code| code.contains("alate_compiler::"))
                && !line.contains("alate_compiler::base")
                && !line.contains("alate_compiler::pipeline")
                && !line.contains("alate_compiler::host")
                && !line.contains("alate_compiler::macros")
                && !line.contains("alate_compiler::session")
                && !line.contains("alate_compiler::documentation")
        }) {
            offences.push(format!(
                "{}:{} reaches into the compiler",
                path.display(),
                line + 1
            ));
        }
    }
    none("walls between the crates", offences);
}

#[test]
fn library_modules_are_named_after_their_files() {
    let offences = files("stdlib", "lfe")
        .into_iter()
        .filter(|path| {
            let stem = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let text = read(path);
            !text.lines().any(|line| {
                line.strip_prefix("(defmodule ").is_some_and(|rest| {
                    rest.trim_end_matches(')').split_whitespace().next() == Some(&stem)
                })
            })
        })
        .map(|path| path.display().to_string())
        .collect();
    none("library modules whose file has another name", offences);
}

#[test]
fn paths_named_in_the_pages_exist() {
    let mut offences = Vec::new();
    for page in [
        "README.md",
        "docs/architecture.md",
        "docs/compatibility.md",
        "docs/editors.md",
    ] {
        let Ok(text) = fs::read_to_string(root().join(page)) else {
            continue;
        };
        for quoted in text.split('`').skip(1).step_by(2) {
            let is_path = quoted.contains('/')
                && !quoted.contains([' ', '*', ':', '(', '|', '~', '\n'])
                && !quoted.starts_with(['.', '/'])
                && !quoted.chars().any(char::is_uppercase)
                && !quoted.chars().last().is_some_and(|c| c.is_ascii_digit());
            let starts_here = quoted
                .split('/')
                .next()
                .is_some_and(|first| root().join(first).exists());
            if is_path
                && starts_here
                && !quoted.starts_with("target/")
                && !root().join(quoted).exists()
            {
                offences.push(format!("{page}: {quoted}"));
            }
        }
    }
    none("paths that are not there", offences);
}
