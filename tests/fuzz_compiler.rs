//! The whole compiler on mutated programs: whatever the text, an answer and no panic.
//!
//! `cargo test --release --test fuzz_compiler` tries a few hundred; with `-- --ignored` a hundred
//! thousand. A failing text is kept in `target/fuzz/`, and `ALATE_FUZZ_SEED` starts elsewhere.

use alate_compiler::base::span::{SourceFile, Sources};
use alate_compiler::host::NoHost;
use alate_compiler::pipeline::{self, Options};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const SMALL: u64 = 2000;
const LARGE: u64 = 100_000;
const WORKERS: u64 = 2;
/// What the command gives its compiling threads.
const STACK: usize = 256 << 20;
/// A mutated program is small; one that compiles this long shows a cost that grows out of bounds.
const LONGEST: Duration = Duration::from_secs(20);

/// A small generator of pseudo-random numbers (SplitMix64): a seed gives the same program always.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Words that lead into corners of the compiler.
const SPICE: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "'",
    "`",
    ",",
    ",@",
    "#(",
    "#M(",
    "#B(",
    "\"",
    "|",
    ";",
    ".",
    "#\\a",
    "#x",
    "#'f/1",
    "#'m:f/2",
    "0",
    "-1",
    "1.5e308",
    "1.0e400",
    "99999999999999999999999",
    "#*2",
    "'()",
    "()",
    "(quote)",
    "(lambda)",
    "(let)",
    "(case x)",
    "(cond)",
    "(if)",
    "(try)",
    "(catch)",
    "(when)",
    "(receive)",
    "(binary (x (size -1)))",
    "(binary (1 float (size 7)))",
    "(map 1)",
    "(tuple)",
    "(cons 1)",
    "(funcall)",
    "(call)",
    "(let-function)",
    "(letrec-function ((f (lambda (x) (f x)))) (f 1))",
    "(match-lambda)",
    "(fun f 300)",
    "(: a b)",
    "(progn)",
    "(lc)",
    "(bc)",
    "(defmodule x)",
    "(defun f)",
    "(export all)",
    "_",
    "=",
    "(= a b)",
    "++",
    "(++ \"a\" x)",
    "λ",
    "\u{0}",
    "\u{feff}",
    "\n",
    "andalso",
    "(eval-when-compile)",
    "(defmacro m () 1)",
    "(include-file \"/\")",
    "(bsl 1 100000)",
    "(maybe (?= 1 2))",
    "(defrecord r a)",
    "(element 0 x)",
    "(is_record x 'r 256)",
    "(list_to_atom \"a\")",
    "(error 'x)",
];

/// The programs that the repository has, as material.
fn material() -> Vec<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["tests/programs", "examples", "stdlib", "benches"]
        .iter()
        .map(|name| root.join(name))
        .collect();
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "lfe") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    assert!(paths.len() > 5, "no programs to mutate");
    paths
        .iter()
        .map(|path| tokens(&String::from_utf8_lossy(&fs::read(path).expect("a source"))))
        .filter(|tokens| tokens.len() < 4000)
        .collect()
}

/// Cuts a text into brackets, words and white space.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut in_word = false;
    for character in text.chars() {
        let breaks = character.is_whitespace() || "()[]'`,\"".contains(character);
        match tokens.last_mut() {
            Some(last) if in_word && !breaks => last.push(character),
            _ => tokens.push(character.to_string()),
        }
        in_word = !breaks;
    }
    tokens
}

/// The end of the bracketed form that begins at an index, or the next index.
fn form_end(tokens: &[String], start: usize) -> usize {
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

fn mutate(random: &mut Random, material: &[Vec<String>]) -> String {
    let mut program = random.choose(material).clone();
    // Half of the programs keep their brackets in pairs, to reach the stages behind the reader.
    let kinds: &[usize] = if random.below(2) == 0 {
        &[3, 4, 5, 8]
    } else {
        &[0, 1, 2, 3, 4, 5, 6, 7, 8]
    };
    let most = if kinds.len() == 4 { 2 } else { 6 };
    for _ in 0..1 + random.below(most) {
        if program.is_empty() {
            break;
        }
        let at = random.below(program.len());
        let end = form_end(&program, at);
        match *random.choose(kinds) {
            0 => {
                program.remove(at);
            }
            1 => program.insert(at, (*random.choose(SPICE)).to_owned()),
            2 => program[at] = (*random.choose(SPICE)).to_owned(),
            3 => drop(program.drain(at..end)),
            4 => {
                let copy = program[at..end].to_vec();
                let target = random.below(program.len());
                program.splice(target..target, copy);
            }
            5 => {
                let other = random.choose(material);
                if !other.is_empty() {
                    let from = random.below(other.len());
                    let form = other[from..form_end(other, from)].to_vec();
                    program.splice(at..end, form);
                }
            }
            6 => {
                let other = random.below(program.len());
                program.swap(at, other);
            }
            7 => program.truncate(at),
            _ => {
                let form = program[at..end].to_vec();
                if form.len() < 40 {
                    let times = 1 + random.below(60);
                    let many: Vec<String> = (0..times).flat_map(|_| form.clone()).collect();
                    program.splice(at..end, many);
                }
            }
        }
    }
    let mut text = program.concat();
    // Some inputs are torn at a byte, not at a token.
    if random.below(10) == 0 && !text.is_empty() {
        let bytes = text.as_bytes();
        let cut = random.below(bytes.len());
        text = String::from_utf8_lossy(&bytes[..cut]).into_owned();
    }
    text
}

/// Compiles a text; says whether it became an object, or what went wrong.
fn judge(text: &str) -> Result<bool, String> {
    let start = Instant::now();
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("fuzz.lfe", text));
    let run =
        AssertUnwindSafe(|| pipeline::compile(&mut sources, file, &Options::default(), &NoHost));
    let output = catch_unwind(run).map_err(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("a panic");
        format!("panic: {text}")
    })?;
    if output.modules.is_empty() && output.diagnostics.is_empty() {
        return Err(String::from("neither an object nor a diagnostic"));
    }
    for diagnostic in &output.diagnostics {
        let file = sources
            .files
            .get(diagnostic.span.file.0 as usize)
            .ok_or("a diagnostic in a file that does not exist")?;
        let range = diagnostic.span.start as usize..diagnostic.span.end as usize;
        if file.text.get(range.clone()).is_none() {
            return Err(format!(
                "a diagnostic at bytes {range:?}: {}",
                diagnostic.message
            ));
        }
    }
    if start.elapsed() > LONGEST {
        return Err(format!("took {:?}", start.elapsed()));
    }
    Ok(!output.modules.is_empty())
}

fn fuzz(count: u64) {
    let seed = std::env::var("ALATE_FUZZ_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1u64);
    let material = material();
    let next = AtomicU64::new(0);
    let objects = AtomicU64::new(0);
    let failures: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            let work = || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let number = number + seed.wrapping_mul(1_000_000_007);
                    let text = mutate(&mut Random(number), &material);
                    let judged = judge(&text);
                    if judged == Ok(true) {
                        objects.fetch_add(1, Ordering::Relaxed);
                    }
                    if let Err(what) = judged {
                        let path = kept.join(format!("{number}.lfe"));
                        let _ = fs::create_dir_all(&kept).and_then(|()| fs::write(&path, &text));
                        let mut failures = failures.lock().expect("no panic");
                        failures.push(format!("{}: {what}", path.display()));
                        if failures.len() >= 20 {
                            break;
                        }
                    }
                }
            };
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    let failures = failures.into_inner().expect("no panic");
    assert!(
        failures.is_empty(),
        "{} of {count} programs:\n{}",
        failures.len(),
        failures.join("\n")
    );
    // Texts that only the reader sees would test nothing behind it.
    let objects = objects.into_inner();
    println!("{objects} of {count} programs became objects");
    assert!(
        objects > count / 50,
        "only {objects} of {count} became objects"
    );
}

#[test]
fn mutated_programs_get_an_answer() {
    fuzz(SMALL);
}

#[test]
#[ignore = "takes long: run it with -- --ignored"]
fn a_hundred_thousand_mutated_programs_get_an_answer() {
    fuzz(LARGE);
}
