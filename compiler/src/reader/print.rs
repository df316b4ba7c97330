//! Forms to text in LFE's syntax: on one line, or broken and indented.

use super::form::{Form, Kind};
use super::lexer::is_delimiter;
use super::number;
use crate::base::symbol::Symbol;
use std::fmt::{self, Write};

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        flat(self, f)
    }
}

/// A symbol in LFE's syntax, in bars if it needs them.
pub fn symbol_text(name: &Symbol) -> String {
    let mut text = String::new();
    let _ = symbol(name, &mut text);
    text
}

/// A form on one line with `(quote x)` written out, as LFE's messages show it.
pub fn unabbreviated(form: &Form) -> String {
    let mut text = String::new();
    let _ = write_flat(form, false, &mut text);
    text
}

/// The same, cut after so many characters.
pub fn shortened(form: &Form, most: usize) -> String {
    let text = unabbreviated(form);
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The text of several forms, each broken where it does not fit into `width` columns.
pub fn pretty_all(forms: &[Form], width: usize) -> String {
    let mut text = String::new();
    for (number, form) in forms.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(&pretty(form, width));
        text.push('\n');
    }
    text
}

/// A form, broken and indented where it does not fit into `width` columns.
pub fn pretty(form: &Form, width: usize) -> String {
    let mut printer = Printer {
        text: String::new(),
        column: 0,
        width,
    };
    printer.form(form, 0);
    printer.text
}

/// Does a symbol read back as itself without bars?
fn is_plain(name: &str) -> bool {
    let Some(first) = name.chars().next() else {
        return false;
    };
    // A leading dot is a token of its own; a byte order mark is skipped.
    !matches!(first, '|' | '\'' | '`' | ',' | '#' | '.' | '\u{feff}')
        && !name.chars().any(is_delimiter)
        && number::decimal(name).is_none()
}

fn symbol(symbol: &Symbol, out: &mut dyn Write) -> fmt::Result {
    let name = symbol.as_str();
    if is_plain(name) {
        return out.write_str(name);
    }
    out.write_char('|')?;
    for c in name.chars() {
        if matches!(c, '|' | '\\') {
            out.write_char('\\')?;
        }
        out.write_char(c)?;
    }
    out.write_char('|')
}

fn string(text: &str, out: &mut dyn Write) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(out, "\\{c}")?,
            '\u{8}' => out.write_str("\\b")?,
            '\t' => out.write_str("\\t")?,
            '\n' => out.write_str("\\n")?,
            '\u{b}' => out.write_str("\\v")?,
            '\u{c}' => out.write_str("\\f")?,
            '\r' => out.write_str("\\r")?,
            '\u{1b}' => out.write_str("\\e")?,
            '\u{7f}' => out.write_str("\\d")?,
            c if c.is_control() || c == '\u{feff}' => write!(out, "\\x{:x};", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

/// The shortest text that reads back as the same float, in Erlang's syntax.
pub fn float(value: f64) -> String {
    let text = format!("{value:?}");
    match text.split_once('e') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => format!("{mantissa}.0e{exponent}"),
        _ => text,
    }
}

fn binary(bytes: &[u8], bits: u64, out: &mut dyn Write) -> fmt::Result {
    if bits.is_multiple_of(8)
        && !bytes.is_empty()
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
    {
        out.write_char('#')?;
        return string(&String::from_utf8_lossy(bytes), out);
    }
    out.write_str("#B(")?;
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 {
            out.write_char(' ')?;
        }
        let left = bits - at as u64 * 8;
        if left < 8 {
            write!(out, "({} (size {left}))", byte >> (8 - left))?;
        } else {
            write!(out, "{byte}")?;
        }
    }
    out.write_char(')')
}

/// The prefix of `(quote x)` and its like.
fn prefix(form: &Form) -> Option<(&'static str, &Form)> {
    let [_, datum] = form.as_list()? else {
        return None;
    };
    let prefix = match form.head()? {
        "quote" => "'",
        "backquote" => "`",
        // `,` before a symbol that begins with `@` would read as `,@`.
        "comma"
            if !datum
                .as_symbol()
                .is_some_and(|name| name.as_str().starts_with('@')) =>
        {
            ","
        }
        "comma-at" => ",@",
        _ => return None,
    };
    Some((prefix, datum))
}

fn items(opener: &str, forms: &[Form], short: bool, out: &mut dyn Write) -> fmt::Result {
    out.write_str(opener)?;
    for (number, form) in forms.iter().enumerate() {
        if number > 0 {
            out.write_char(' ')?;
        }
        write_flat(form, short, out)?;
    }
    Ok(())
}

fn flat(form: &Form, out: &mut dyn Write) -> fmt::Result {
    write_flat(form, true, out)
}

/// `short`: quotes are abbreviated.
fn write_flat(form: &Form, short: bool, out: &mut dyn Write) -> fmt::Result {
    if let Some((text, datum)) = prefix(form).filter(|_| short) {
        out.write_str(text)?;
        return write_flat(datum, short, out);
    }
    match &form.kind {
        Kind::Integer(value) => write!(out, "{value}"),
        Kind::Float(value) => out.write_str(&float(*value)),
        Kind::Symbol(name) => symbol(name, out),
        Kind::String(text) => string(text, out),
        Kind::Binary(bytes, bits) => binary(bytes, *bits, out),
        Kind::Improper(forms, tail) => {
            items("(", forms, short, out)?;
            out.write_str(" . ")?;
            write_flat(tail, short, out)?;
            out.write_char(')')
        }
        Kind::List(forms) => items("(", forms, short, out).and_then(|()| out.write_char(')')),
        Kind::Tuple(forms) => items("#(", forms, short, out).and_then(|()| out.write_char(')')),
        Kind::Map(forms) => items("#M(", forms, short, out).and_then(|()| out.write_char(')')),
        Kind::Struct(forms) => items("#S(", forms, short, out).and_then(|()| out.write_char(')')),
    }
}

/// Takes text up to a limit, then fails.
struct Limited {
    text: String,
    left: usize,
}

impl Write for Limited {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let length = text.chars().count();
        if length > self.left {
            return Err(fmt::Error);
        }
        self.left -= length;
        self.text.push_str(text);
        Ok(())
    }
}

struct Printer {
    text: String,
    column: usize,
    width: usize,
}

impl Printer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.chars().count();
    }

    fn newline(&mut self, indentation: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', indentation));
        self.column = indentation;
    }

    /// Prints a form with `closers` brackets still to come behind it on the same line.
    fn form(&mut self, form: &Form, closers: usize) {
        let mut line = Limited {
            text: String::new(),
            left: self.width.saturating_sub(self.column + closers),
        };
        if flat(form, &mut line).is_ok() {
            self.put(&line.text);
            return;
        }
        if let Some((text, datum)) = prefix(form) {
            self.put(text);
            return self.form(datum, closers);
        }
        match &form.kind {
            Kind::List(forms) => self.sequence("(", forms, arguments_on_line(form), closers),
            Kind::Tuple(forms) => self.sequence("#(", forms, None, closers),
            Kind::Map(forms) => self.sequence("#M(", forms, None, closers),
            Kind::Struct(forms) => self.sequence("#S(", forms, None, closers),
            // What cannot be broken stands as it is.
            _ => self.put(&form.to_string()),
        }
    }

    /// `on_line`: a list with an operator and so many arguments on its line, the rest indented.
    fn sequence(&mut self, opener: &str, forms: &[Form], on_line: Option<usize>, closers: usize) {
        let start = self.column;
        self.put(opener);
        // Very deep forms would be all indentation.
        let start = start.min(self.width / 2);
        let aligned = start + opener.len();
        for (number, form) in forms.iter().enumerate() {
            if number > 0 {
                match on_line {
                    Some(arguments) if number <= arguments => self.put(" "),
                    Some(_) => self.newline(start + 2),
                    None => self.newline(aligned),
                }
            }
            let last = number + 1 == forms.len();
            self.form(form, if last { closers + 1 } else { 0 });
        }
        self.put(")");
    }
}

/// How many arguments stay beside the operator; `None`: the list has no operator.
fn arguments_on_line(form: &Form) -> Option<usize> {
    Some(match form.head()? {
        "define-function" | "define-macro" | "defun" | "defmacro" => 2,
        "progn" | "try" | "cond" | "receive" | "catch" | "after" => 0,
        "list" | "tuple" | "map" | "+" | "match-lambda" => 0,
        _ => 1,
    })
}
