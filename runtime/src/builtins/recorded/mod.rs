//! Builtins against answers that `answers.txt` recorded from Erlang/OTP.

mod hashes;
mod reader;

use super::tests::addresses;
use crate::heap::testing::context;
use crate::term::{self, Syntax};
use crate::word::Word;
use alate_abi::builtins::BUILTINS;
use alate_abi::context::Context;
use reader::read;
use std::collections::HashMap;

const ANSWERS: &str = include_str!("answers.txt");

/// One function's section.
struct Section {
    title: String,
    address: usize,
    arity: usize,
    /// The reason of what is not listed.
    default: String,
    /// Answers by the text of the arguments' tuple: `T`, `F`, `!reason` or a term.
    answers: HashMap<String, String>,
}

fn sections() -> (Vec<Vec<String>>, Vec<Section>) {
    let addresses = addresses();
    let mut pools = vec![Vec::new(); 6];
    let mut sections: Vec<Section> = Vec::new();
    for line in ANSWERS.lines().filter(|line| !line.starts_with(['#', 'c'])) {
        if let Some(rest) = line.strip_prefix("pool ") {
            let (arity, term) = rest.split_once(' ').unwrap();
            pools[arity.parse::<usize>().unwrap()].push(term.to_owned());
        } else if let Some(rest) = line.strip_prefix("function ") {
            let words: Vec<&str> = rest.split(' ').collect();
            let unquoted = |word: &str| word.trim_matches('\'').to_owned();
            let (module, name) = (unquoted(words[0]), unquoted(words[1]));
            let arity: usize = words[2].parse().unwrap();
            let row = BUILTINS.iter().position(|row| {
                row.module == module && row.name == name && row.arity as usize == arity
            });
            let row = row.unwrap_or_else(|| panic!("no builtin {module}:{name}/{arity}"));
            sections.push(Section {
                title: format!("{module}:{name}/{arity}"),
                address: addresses[row],
                arity,
                default: words[3].to_owned(),
                answers: HashMap::new(),
            });
        } else {
            let (arguments, answer) = line.split_once('\t').unwrap();
            let section = sections.last_mut().unwrap();
            section
                .answers
                .insert(arguments.to_owned(), answer.to_owned());
        }
    }
    (pools, sections)
}

/// The answer of a builtin, or `!reason`.
fn answer(ctx: &mut Context, address: usize, arguments: &[Word]) -> String {
    match call(ctx, address, arguments) {
        Word::EXCEPTION => {
            let reason = Word(ctx.error_reason);
            format!("!{}", term::text(reason, Syntax::ErlangUnicode))
        }
        term => term::text(term, Syntax::ErlangUnicode),
    }
}

/// Calls a builtin through its symbol.
fn call(ctx: &mut Context, address: usize, arguments: &[Word]) -> Word {
    let ctx = std::ptr::from_mut(ctx);
    // SAFETY: the address is that of a builtin of as many arguments as given; these are terms.
    let answer = unsafe {
        match *arguments {
            [a] => {
                let function: unsafe extern "C" fn(*mut Context, u64) -> u64 =
                    std::mem::transmute(address);
                function(ctx, a.0)
            }
            [a, b] => {
                let function: unsafe extern "C" fn(*mut Context, u64, u64) -> u64 =
                    std::mem::transmute(address);
                function(ctx, a.0, b.0)
            }
            [a, b, c] => {
                let function: unsafe extern "C" fn(*mut Context, u64, u64, u64) -> u64 =
                    std::mem::transmute(address);
                function(ctx, a.0, b.0, c.0)
            }
            [a, b, c, d] => {
                let function: unsafe extern "C" fn(*mut Context, u64, u64, u64, u64) -> u64 =
                    std::mem::transmute(address);
                function(ctx, a.0, b.0, c.0, d.0)
            }
            _ => unreachable!(),
        }
    };
    Word(answer)
}

/// All combinations of `arity` indices below `size`.
fn combinations(size: usize, arity: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..arity {
        all = all
            .into_iter()
            .flat_map(|start| (0..size).map(move |index| [start.clone(), vec![index]].concat()))
            .collect();
    }
    all
}

/// Whether Erlang's function is not to be called with these: the result would be huge.
fn left_out(title: &str, arguments: &[&str]) -> bool {
    let large =
        |text: &str| text.len() >= 18 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    match title {
        "erlang:bsl/2" => large(arguments[1]) && !arguments[1].starts_with('-'),
        "erlang:bsr/2" => large(arguments[1]) && arguments[1].starts_with('-'),
        "erlang:make_tuple/2" | "erlang:make_tuple/3" => large(arguments[0]),
        "binary:copy/2" => large(arguments[1]),
        _ => false,
    }
}

#[test]
fn answers_are_those_of_erlang() {
    let (pools, sections) = sections();
    assert!(sections.len() > 100);
    let mut wrong = Vec::new();
    let mut tried = 0;
    for section in &sections {
        let pool = &pools[section.arity];
        for indices in combinations(pool.len(), section.arity) {
            let texts: Vec<&str> = indices.iter().map(|&i| pool[i].as_str()).collect();
            if left_out(&section.title, &texts) {
                continue;
            }
            let mut context = context();
            let ctx = &mut *context;
            let arguments: Vec<Word> = texts.iter().map(|text| read(ctx, text)).collect();
            let found = match answer(ctx, section.address, &arguments).as_str() {
                "true" => "T".to_owned(),
                "false" => "F".to_owned(),
                text => text.to_owned(),
            };
            let key = format!("{{{}}}", texts.join(","));
            let expected = match section.answers.get(&key) {
                Some(answer) => answer.clone(),
                None => format!("!{}", section.default),
            };
            tried += 1;
            if found != expected {
                wrong.push(format!("{}{key}: {found}, not {expected}", section.title));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn single_calls_answer_as_in_erlang() {
    let addresses = addresses();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for line in ANSWERS.lines() {
        let Some(rest) = line.strip_prefix("call ") else {
            continue;
        };
        let fields: Vec<&str> = rest.split('\t').collect();
        let &[function, arguments, expected] = &fields[..] else {
            panic!("{line}");
        };
        let (module, name) = function.split_once(' ').unwrap();
        let name = name.trim_matches('\'');
        let mut context = context();
        let ctx = &mut *context;
        let tuple = read(ctx, arguments).as_tuple().unwrap();
        let row = BUILTINS.iter().position(|row| {
            row.module == module && row.name == name && row.arity as usize == tuple.len()
        });
        let row = row.unwrap_or_else(|| panic!("no builtin {function}/{}", tuple.len()));
        let found = answer(ctx, addresses[row], tuple.elements());
        tried += 1;
        if found != expected {
            wrong.push(format!("{function} {arguments}: {found}, not {expected}"));
        }
    }
    assert!(tried > 100);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Builtins that must not be called by a test: they end the program, wait, or touch files.
fn is_dangerous(module: &str, name: &str) -> bool {
    module == "alate" || name == "halt" || name == "display"
}

/// Whatever the arguments are, a builtin answers a term or raises an error: it does not panic, which
/// would end this test's process.
#[test]
fn no_builtin_panics_on_any_combination() {
    let (pools, _) = sections();
    let few = [
        "0",
        "-1",
        "1180591620717411303424",
        "a",
        "[]",
        "{1,2}",
        "<<1,2,3>>",
    ]
    .map(String::from);
    let addresses = addresses();
    let mut tried = 0;
    for (row, &address) in BUILTINS.iter().zip(&addresses) {
        let arity = row.arity as usize;
        if arity == 0 || arity > 4 || is_dangerous(row.module, row.name) {
            continue;
        }
        let pool: &[String] = match arity {
            1 | 2 => &pools[arity],
            _ => &few,
        };
        let mut context = context();
        let ctx = &mut *context;
        let terms: Vec<Word> = pool.iter().map(|text| read(ctx, text)).collect();
        for indices in combinations(pool.len(), arity) {
            let arguments: Vec<Word> = indices.iter().map(|&index| terms[index]).collect();
            ctx.error_reason = 0;
            if call(ctx, address, &arguments) == Word::EXCEPTION {
                assert_ne!(ctx.error_reason, 0, "{row:?} raised nothing");
            }
            tried += 1;
        }
    }
    assert!(tried > 20_000);
}
