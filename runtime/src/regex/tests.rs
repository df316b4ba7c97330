//! Searches as Rust sees them; what they mean is checked by the programs of `tests/programs`.

use super::*;
use std::sync::Arc;

const NEWLINE_LF: u8 = 2;

fn key(options: u32, pattern: &str) -> Vec<u8> {
    let mut key = options.to_be_bytes().to_vec();
    key.extend([NEWLINE_LF, 0]);
    key.extend(pattern.bytes());
    key
}

fn all(code: &Code, subject: &[u8]) -> Outcome {
    search(&Search {
        code,
        subject,
        offset: 0,
        options: 0,
        is_global: true,
        limits: Limits::DEFAULT,
    })
}

fn starts(outcome: Outcome) -> Vec<usize> {
    let Outcome::Found(matches) = outcome else {
        panic!("{outcome:?}");
    };
    matches.iter().map(|found| found[0].unwrap().0).collect()
}

#[test]
fn no_key_is_too_odd() {
    for bytes in [
        &b""[..],
        b"\0\0\0\0\x02",
        b"\xff\xff\xff\xff\x02\0a",
        b"\0\0\0\0\x09\0a",
    ] {
        assert_eq!(find(bytes).err(), Some(Wrong::Key));
    }
}

#[test]
fn machine_code_finds_the_same() {
    let subject = b"one two, three; (four) ".repeat(50);
    for pattern in ["\\w+", "(?<=t)h|o(?!n)", "(a|b|[e-r])*", "", "\\b", "x?"] {
        let plain = Code::new(&key(0, pattern), false).unwrap();
        let compiled = Code::new(&key(0, pattern), true).unwrap();
        assert_eq!(all(&plain, &subject), all(&compiled, &subject), "{pattern}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_wherever_they_lie() {
    const UTF: u32 = 0x0008_0000;
    let code = Code::new(&key(UTF, "."), true).unwrap();
    assert_eq!(all(&code, b"ab\xff"), Outcome::BadSubject);
    assert_eq!(starts(all(&code, "aé\u{20ac}b".as_bytes())), [0, 1, 3, 6]);
    // A match may end within a character; the next begins at one.
    let within = Code::new(&key(UTF, "\\C"), false).unwrap();
    assert_eq!(starts(all(&within, "aéb".as_bytes())), [0, 1, 3]);
}

#[test]
fn what_goes_back_without_end_ends() {
    let subject = [b"a".repeat(60), b"b".to_vec()].concat();
    for to_machine_code in [false, true] {
        let code = Code::new(&key(0, "(a+)+$"), to_machine_code).unwrap();
        assert_eq!(all(&code, &subject), Outcome::StepLimit);
    }
    let deep = Code::new(&key(0, "(?:(a)|b)*+c"), true).unwrap();
    let long = b"ab".repeat(1 << 16);
    assert!(!matches!(all(&deep, &long), Outcome::BadSubject));
}

#[test]
fn the_cache_keeps_what_is_used_and_stays_small() {
    let used = key(0, "used");
    let mut first = find(&used).unwrap();
    for number in 0..2000 {
        find(&key(0, &format!("pattern {number}"))).unwrap();
        let again = find(&used).unwrap();
        assert!(number < 10 || Arc::ptr_eq(&first, &again));
        first = again;
    }
}
