//! How `erlang:display/1` writes atoms, strings and binaries, which is not how `~w` does.
//!
//! Recorded from OTP 25, character by character. What OTP writes as bytes of Latin-1 is UTF-8 here.

use crate::word::Word;
use std::fmt::Write;

/// Whether a list is taken for a string: it is not empty, and these alone are in it.
fn is_in_strings(code: i64) -> bool {
    matches!(code, 9 | 10 | 13 | 32..=126 | 160..=255)
}

/// The text of a list that is taken for a string.
pub fn string(list: Word) -> Option<String> {
    let mut walk = list.list();
    let mut text = String::new();
    for element in walk.by_ref() {
        let code = element.as_fixnum().filter(|code| is_in_strings(*code))?;
        text.push(char::from(code as u8));
    }
    (walk.rest.is_nil() && !text.is_empty()).then_some(text)
}

/// Whether a binary is shown as text.
pub fn is_text(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| matches!(byte, 32..=126))
}

/// Appends a text in double quotes; a backslash in it stands for itself.
pub fn push_quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '"' => out.push_str("\\\""),
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Appends the name of an atom, reserved words as they are.
pub fn push_atom(name: &str, out: &mut String) {
    let is_small = |c: char| matches!(c, 'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ');
    let is_letter = |c: char| is_small(c) || matches!(c, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ');
    let is_inside = |c: char| is_letter(c) || c.is_ascii_digit() || c == '_';
    if name.starts_with(is_small) && name.chars().all(is_inside) {
        out.push_str(name);
        return;
    }
    out.push('\'');
    for c in name.chars() {
        match c {
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\'' | '\\' => out.extend(['\\', c]),
            '\0'..='\u{1f}' | '\u{80}'..='\u{9f}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('\'');
}
