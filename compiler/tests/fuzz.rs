//! Mutated programs go into the reader, into the stages up to core, and into the whole compiler.
//! Nothing may panic, every place in a diagnostic must lie in the text, and what was read must read
//! back the same.
//!
//! The mutations come from a fixed seed: a failure is found again by running the test again, and its
//! message holds the input. The long runs are `cargo test --release -p alate-compiler --test fuzz --
//! --ignored`.

use alate_compiler::base::deep_stack;
use alate_compiler::base::diagnostic::Diagnostic;
use alate_compiler::base::render::{self, Style};
use alate_compiler::base::span::{FileId, SourceFile, Sources};
use alate_compiler::host::NoHost;
use alate_compiler::pipeline::{self, Options};
use alate_compiler::{expander, lint, reader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A generator of pseudo-random numbers (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 16) as usize % bound.max(1)
    }
}

/// Pieces that mean something to the reader or the stages behind it.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "#(",
    "#M(",
    "#B(",
    "#S(",
    "'",
    "`",
    ",",
    ",@",
    "#.",
    "\"",
    "#\"",
    "|",
    "#|",
    "|#",
    ";",
    "\\",
    " . ",
    "\"\"\"",
    "\n",
    "#\\",
    "#'f/1",
    "#'",
    "#x",
    "#36r",
    "1.5e9",
    "99999999999999999999",
    "-1",
    "()",
    "_",
    "{",
    "\u{3bb}",
    "\u{0}",
    "\u{feff}",
    "\\x41;",
    "(when x)",
    "(size 8)",
    "(binary (x utf8))",
    "(lambda (x) x)",
    "(match-lambda ((x) x))",
    "(let ((x 1)) x)",
    "(case x (y y))",
    "(try x (catch (_ 1)))",
    "(receive (after 0 1))",
    "(cond (else 1))",
    "(maybe (?= x 1))",
    "(lc ((<- x y)) x)",
    "(if x y)",
    "quote",
    "cons",
    "map-set",
    "tuple",
    "defun",
    "define-function",
    "defmodule",
    "funcall",
    "letrec-function",
    "(do ((x 0 (+ x 1))) ((== x 3) x))",
    "(++ \"a\" x)",
    "(= x y)",
    "(list* 1 2)",
    "(flet ((f (x) x)) 1)",
];

/// The programs of the repository.
fn corpus() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pending: Vec<_> = ["examples", "stdlib", "tests", "benches"]
        .iter()
        .map(|folder| root.join(folder))
        .collect();
    let mut files = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).unwrap();
            pending.extend(entries.map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "lfe") {
            files.push(path);
        }
    }
    files.sort();
    assert!(!files.is_empty());
    files
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

/// A piece of a program, changed in a few places.
fn mutated(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let pick = |random: &mut Random, most: usize| {
        let file = &corpus[random.below(corpus.len())];
        // Half of the time from the beginning, so that the module's definition is there.
        let start = if random.below(2) == 0 {
            0
        } else {
            random.below(file.len())
        };
        let end = (start + 1 + random.below(most)).min(file.len());
        file[start..end].to_vec()
    };
    let mut text = pick(random, 2000);
    for _ in 0..=random.below(6) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(40)).min(text.len());
        match random.below(8) {
            0 => text.truncate(at),
            1 => drop(text.drain(at..end)),
            2 => {
                let copy = text[at..end].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, copy);
            }
            3 => {
                let other = pick(random, 60);
                text.splice(at..end, other);
            }
            4 if at < text.len() => text[at] = random.next() as u8,
            5 => {
                // Brackets that do not match show more of the recovery than other changes do.
                let brackets = b"()[]\"";
                text.insert(at, brackets[random.below(brackets.len())]);
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                text.splice(at..at, piece.bytes());
            }
        }
    }
    text
}

fn check_places(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let spans = diagnostic.secondary.iter().map(|(span, _)| span);
        for span in spans.chain([&diagnostic.span]) {
            let range = span.start as usize..span.end as usize;
            assert!(text.get(range).is_some(), "{diagnostic:?}");
        }
    }
}

fn render_all(text: &str, diagnostics: &[Diagnostic]) {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("fuzz.lfe", text));
    let shown = render::render(diagnostics, &sources, Style::default());
    assert!(diagnostics.is_empty() || shown.starts_with("fuzz.lfe:"));
    let lines = render::render_json(diagnostics, &sources);
    assert_eq!(lines.lines().count(), diagnostics.len());
}

fn through_reader(bytes: &[u8]) {
    let (text, bad) = reader::decode(FileId(0), bytes);
    let (forms, mut diagnostics) = reader::read(FileId(0), &text);
    diagnostics.extend(bad);
    check_places(&text, &diagnostics);
    render_all(&text, &diagnostics);
    let printed = reader::print::pretty_all(&forms, 60);
    let (again, errors) = reader::read(FileId(0), &printed);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(again.len(), forms.len());
    for (a, b) in forms.iter().zip(&again) {
        assert!(a.same_datum(b), "{a} is not {b}");
    }
}

fn through_front(bytes: &[u8]) {
    let (text, _) = reader::decode(FileId(0), bytes);
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("fuzz.lfe", text.clone()));
    let options = Options {
        check_only: true,
        ..Options::default()
    };
    let output = pipeline::compile(&mut sources, file, &options, &alate_compiler::host::NoHost);
    check_places(&text, &output.diagnostics);
    render_all(&text, &output.diagnostics);
    // The compiler stops at the first stage that finds errors; lint must take what it would not get.
    let (forms, _) = reader::read(file, &text);
    let expansion = deep_stack::run(|| expander::expand_file(forms, &mut sources, &NoHost, None));
    for forms in expansion.modules {
        let diagnostics = lint::lint(&forms);
        check_places(&text, &diagnostics);
        render_all(&text, &diagnostics);
    }
}

/// Gives whole programs with one name or number replaced by another: many of them still compile.
fn slightly_mutated(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let words = |text: &[u8]| -> Vec<(usize, usize)> {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-+*/<=>:".contains(byte);
        let mut found = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let length = text[start..]
                .iter()
                .take_while(|byte| is_word(byte))
                .count();
            if length > 0 {
                found.push((start, start + length));
            }
            start += length + 1;
        }
        found
    };
    let mut text = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(2) {
        let here = words(&text);
        let (start, end) = here[random.below(here.len())];
        // Mostly by a word of the same program, which is more likely to be bound.
        let other = if random.below(3) > 0 {
            let (from, to) = here[random.below(here.len())];
            text[from..to].to_vec()
        } else {
            PIECES[random.below(PIECES.len())].as_bytes().to_vec()
        };
        text.splice(start..end, other);
    }
    text
}

/// Through all stages, to an object.
fn through_all(bytes: &[u8]) {
    let (text, _) = reader::decode(FileId(0), bytes);
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("fuzz.lfe", text.clone()));
    let output =
        deep_stack::run(|| pipeline::compile(&mut sources, file, &Options::default(), &NoHost));
    check_places(&text, &output.diagnostics);
    let internal = |found: &&Diagnostic| found.code == "internal";
    assert!(
        output.diagnostics.iter().find(internal).is_none(),
        "{:?}",
        output.diagnostics
    );
}

type Mutation = fn(&[Vec<u8>], &mut Random) -> Vec<u8>;

fn fuzz(inputs: usize, seed: u64, mutation: Mutation, target: fn(&[u8])) {
    let corpus = corpus();
    let mut random = Random(seed);
    for number in 0..inputs {
        let input = mutation(&corpus, &mut random);
        let result = catch_unwind(AssertUnwindSafe(|| target(&input)));
        assert!(
            result.is_ok(),
            "input {number} of seed {seed}:\n{}",
            String::from_utf8_lossy(&input)
        );
    }
}

#[test]
fn reader_takes_anything() {
    fuzz(2_000, 0x1234_5678_9abc_def1, mutated, through_reader);
}

#[test]
fn stages_up_to_core_take_anything() {
    fuzz(2_000, 0x0fed_cba9_8765_4321, mutated, through_front);
}

#[test]
#[ignore = "100 000 inputs take minutes"]
fn reader_takes_anything_for_long() {
    fuzz(100_000, 0x5555_1234_aaaa_4321, mutated, through_reader);
}

#[test]
#[ignore = "100 000 inputs take minutes"]
fn stages_up_to_core_take_anything_for_long() {
    fuzz(100_000, 0x7777_4321_bbbb_1234, mutated, through_front);
}

#[test]
fn the_compiler_takes_anything() {
    fuzz(100, 0x1357_9bdf_2468_ace1, slightly_mutated, through_all);
}

#[test]
#[ignore = "100 000 inputs take an hour"]
fn the_compiler_takes_anything_for_long() {
    fuzz(
        100_000,
        0x2222_1111_4444_3333,
        slightly_mutated,
        through_all,
    );
}
