//! Symbols. A name is kept where it can be, so that debuggers and profilers show Lisp names; bytes
//! that object files or linkers cannot bear are written `$xx` in hexadecimal.

use alate_abi::sections::{ATOM_PREFIX, CELL_PREFIX, VARIABLE_PREFIX};

/// Longer names are cut, with a hash of the whole to keep them apart.
const LONGEST: usize = 200;

fn escape(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        // `@` separates versions in shared libraries; `$` is our own escape.
        if byte.is_ascii_graphic() && byte != b'@' && byte != b'$' && byte != b'"' {
            out.push(byte as char);
        } else {
            out.push_str(&format!("${byte:02x}"));
        }
    }
    if out.len() > LONGEST {
        let hash = alate_abi::layout::atom_hash(name.as_bytes());
        // Every byte is ASCII, so any place is a character boundary.
        out.truncate(LONGEST);
        out.push_str(&format!("$.{hash:016x}"));
    }
    out
}

/// A piece of code: `module:function/arity`, `…#n`.
pub fn code(module: &str, piece: &str) -> String {
    format!("{}:{}", escape(module), escape(piece))
}

pub fn atom(name: &str) -> String {
    format!("{ATOM_PREFIX}{}", escape(name))
}

pub fn cell(module: &str, function: &str, arity: usize) -> String {
    format!(
        "{CELL_PREFIX}{}:{}/{arity}",
        escape(module),
        escape(function)
    )
}

/// The record of a dynamic variable.
pub fn variable(module: &str, name: &str) -> String {
    format!("{VARIABLE_PREFIX}{}:{}", escape(module), escape(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_kept() {
        assert_eq!(code("lists", "map/2#1"), "lists:map/2#1");
        assert_eq!(cell("erlang", "=:=", 2), "alate_cell.erlang:=:=/2");
    }

    #[test]
    fn what_linkers_cannot_bear_is_escaped() {
        assert_eq!(atom("a\0@b c$é"), "alate_atom.a$00$40b$20c$24$c3$a9");
    }

    #[test]
    fn long_names_stay_distinct() {
        let (a, b) = ("x".repeat(300) + "a", "x".repeat(300) + "b");
        assert_ne!(atom(&a), atom(&b));
        assert!(atom(&a).len() < 250);
    }
}
