//! Names of atoms as text that reads back as the atom: Lisp symbols and Erlang atoms.

use crate::number::{parse_float, parse_integer};
use std::fmt::Write;

/// Words that Erlang reserves.
const RESERVED: &[&str] = &[
    "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case",
    "catch", "cond", "div", "end", "fun", "if", "let", "not", "of", "or", "orelse", "receive",
    "rem", "try", "when", "xor",
];

/// Appends a name as a Lisp symbol, within bars where it needs them.
pub fn push_lisp(name: &str, text: &mut String) {
    if is_plain_symbol(name) {
        text.push_str(name);
        return;
    }
    text.push('|');
    for c in name.chars() {
        match escape_letter(c) {
            Some(letter) => text.extend(['\\', letter]),
            None if c == '|' || c == '\\' => text.extend(['\\', c]),
            None if c < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\x{:x};", u32::from(c));
            }
            None => text.push(c),
        }
    }
    text.push('|');
}

fn is_plain_symbol(name: &str) -> bool {
    let Some(first) = name.chars().next() else {
        return false;
    };
    let inside = |c: char| {
        !matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '"' | ';')
            && !matches!(u32::from(c), 0..=32 | 127..=160)
    };
    !matches!(first, '#' | '\'' | '`' | ',' | '|')
        && name != "."
        && name.chars().all(inside)
        && parse_integer(name.as_bytes(), 10).is_none()
        && parse_float(name.as_bytes()).is_none()
}

/// The letter that stands for a character after a backslash.
pub fn escape_letter(c: char) -> Option<char> {
    Some(match u32::from(c) {
        8 => 'b',
        9 => 't',
        10 => 'n',
        11 => 'v',
        12 => 'f',
        13 => 'r',
        27 => 'e',
        127 => 'd',
        _ => return None,
    })
}

/// Appends a name as an Erlang atom, within quotes where it needs them; without `unicode`, characters
/// beyond Latin-1 are escaped.
pub fn push_erlang(name: &str, unicode: bool, text: &mut String) {
    let mut characters = name.chars();
    let plain = characters.next().is_some_and(is_lowercase)
        && characters.all(|c| {
            c.is_ascii_digit() || c == '_' || c == '@' || is_lowercase(c) || is_uppercase(c)
        })
        && !RESERVED.contains(&name);
    if plain {
        text.push_str(name);
        return;
    }
    text.push('\'');
    for c in name.chars() {
        let code = u32::from(c);
        // Writing to a string cannot fail.
        let _ = match (escape_letter(c), code) {
            (Some(letter), _) => write!(text, "\\{letter}"),
            (None, 0..32 | 128..160) => write!(text, "\\{code:03o}"),
            (None, 256..) if !unicode => write!(text, "\\x{{{code:X}}}"),
            (None, _) if c == '\'' || c == '\\' => write!(text, "\\{c}"),
            (None, _) => write!(text, "{c}"),
        };
    }
    text.push('\'');
}

/// A small letter of Latin-1.
fn is_lowercase(c: char) -> bool {
    c.is_ascii_lowercase() || (matches!(c, 'ß'..='ÿ') && c != '÷')
}

/// A capital letter of Latin-1.
fn is_uppercase(c: char) -> bool {
    c.is_ascii_uppercase() || (matches!(c, 'À'..='Þ') && c != '×')
}
