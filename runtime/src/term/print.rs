//! Terms as text on one line, in LFE's or Erlang's syntax.

use super::{display, symbol};
use crate::atom;
use crate::number;
use crate::word::{BitsView, ClosureView, Kind, Word};
use std::fmt::Write;

/// How terms are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// As `lfe_io:print1/1`: every list and binary element by element.
    Lisp,
    /// As `lfe_io:prettyprint1/1` but on one line: `"text"`, `#"text"`, `'quoted`.
    LispText,
    /// As `~w` of `io:format/2`.
    Erlang,
    /// As `~tw`: atoms may hold any character unescaped.
    ErlangUnicode,
    /// As `erlang:display/1`: see `display.rs`.
    Display,
}

/// Digits after the point of a float that `erlang:display/1` writes.
const DISPLAYED_DIGITS: usize = 6;

/// The text of a term.
pub fn text(term: Word, syntax: Syntax) -> String {
    text_limited(term, syntax, usize::MAX)
}

/// The text of a term, cut off with `...` after about `limit` bytes.
pub fn text_limited(term: Word, syntax: Syntax, limit: usize) -> String {
    let mut printer = Printer {
        text: String::new(),
        lisp: matches!(syntax, Syntax::Lisp | Syntax::LispText),
        syntax,
        work: vec![Item::Term(term)],
    };
    while let Some(item) = printer.work.pop() {
        if printer.text.len() > limit {
            printer.text.push_str("...");
            break;
        }
        match item {
            Item::Text(text) => printer.text.push_str(text),
            Item::Term(term) => printer.term(term),
            Item::Tail(tail) => printer.tail(tail),
            Item::Pairs(map) => printer.pairs(map),
            Item::Elements(tuple, next) => printer.elements(tuple, next),
        }
    }
    printer.text
}

/// What is still to be written.
enum Item {
    Text(&'static str),
    Term(Word),
    /// The rest of a list, with what separates it and the closing bracket.
    Tail(Word),
    /// The rest of a map.
    Pairs(Box<std::iter::Peekable<crate::word::MapPairs>>),
    /// The elements of a tuple from an index on.
    Elements(Word, usize),
}

struct Printer {
    text: String,
    lisp: bool,
    syntax: Syntax,
    work: Vec<Item>,
}

impl Printer {
    fn formatted(&mut self, arguments: std::fmt::Arguments) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(arguments);
    }

    fn term(&mut self, term: Word) {
        match term.kind() {
            Kind::Fixnum | Kind::Bignum => {
                let text = number::integer_text(term, 10).unwrap_or_default();
                self.text.push_str(&text);
            }
            Kind::Float => {
                let value = term.as_float().unwrap_or_default();
                let text = match self.syntax {
                    Syntax::Display => number::float_scientific(value, DISPLAYED_DIGITS),
                    _ => number::float_shortest(value),
                };
                self.text.push_str(&text);
            }
            Kind::Atom => self.atom(term),
            Kind::Nil => self.text.push_str(if self.lisp { "()" } else { "[]" }),
            Kind::Cons => self.list(term),
            Kind::Tuple => {
                self.text.push_str(if self.lisp { "#(" } else { "{" });
                self.work.push(Item::Elements(term, 0));
            }
            Kind::FlatMap | Kind::TrieMap => {
                self.text.push_str(if self.lisp { "#M(" } else { "#{" });
                if let Some(pairs) = term.map_pairs() {
                    self.work.push(Item::Pairs(Box::new(pairs.peekable())));
                }
            }
            Kind::Bits => {
                if let Some(bits) = term.as_bits() {
                    self.bits(&bits);
                }
            }
            Kind::Closure => {
                if let Some(closure) = term.as_closure() {
                    self.closure(closure);
                }
            }
            Kind::Pid => {
                let name = if self.lisp { "#Pid<0." } else { "<0." };
                let (index, generation) = alate_abi::word::pid_parts(term.0);
                self.formatted(format_args!("{name}{index}.{generation}>"));
            }
            Kind::Port => self.formatted(format_args!("#Port<0.{}>", term.0 >> 8)),
            Kind::Reference => {
                // SAFETY: a reference has three raw words, of which the first tells it from others.
                let number = unsafe { term.field(1) };
                self.formatted(format_args!("#Ref<0.0.0.{number}>"));
            }
            Kind::Internal => self.text.push_str("#Internal<>"),
        }
    }

    fn atom(&mut self, atom: Word) {
        let name = atom::name(atom).unwrap_or_default();
        match self.syntax {
            Syntax::Lisp | Syntax::LispText => symbol::push_lisp(name, &mut self.text),
            Syntax::Erlang => symbol::push_erlang(name, false, &mut self.text),
            Syntax::ErlangUnicode => symbol::push_erlang(name, true, &mut self.text),
            Syntax::Display => display::push_atom(name, &mut self.text),
        }
    }

    fn list(&mut self, list: Word) {
        if self.syntax == Syntax::LispText {
            if let Some(text) = printable_list(list) {
                self.string(&text);
                return;
            }
            if let Some((mark, quoted)) = quotation(list) {
                self.text.push_str(mark);
                self.work.push(Item::Term(quoted));
                return;
            }
        }
        if self.syntax == Syntax::Display
            && let Some(text) = display::string(list)
        {
            display::push_quoted(&text, &mut self.text);
            return;
        }
        if let Some(cell) = list.as_cons() {
            self.text.push(if self.lisp { '(' } else { '[' });
            self.work.push(Item::Tail(cell.tail()));
            self.work.push(Item::Term(cell.head()));
        }
    }

    fn tail(&mut self, tail: Word) {
        let close = if self.lisp { ")" } else { "]" };
        if tail.is_nil() {
            self.text.push_str(close);
        } else if let Some(cell) = tail.as_cons() {
            self.text.push(if self.lisp { ' ' } else { ',' });
            self.work.push(Item::Tail(cell.tail()));
            self.work.push(Item::Term(cell.head()));
        } else {
            self.text.push_str(if self.lisp { " . " } else { "|" });
            self.work.push(Item::Text(close));
            self.work.push(Item::Term(tail));
        }
    }

    fn elements(&mut self, tuple: Word, next: usize) {
        let Some(element) = tuple.as_tuple().and_then(|view| view.get(next)) else {
            self.text.push(if self.lisp { ')' } else { '}' });
            return;
        };
        if next > 0 {
            self.text.push(if self.lisp { ' ' } else { ',' });
        }
        self.work.push(Item::Elements(tuple, next + 1));
        self.work.push(Item::Term(element));
    }

    fn pairs(&mut self, mut pairs: Box<std::iter::Peekable<crate::word::MapPairs>>) {
        let Some((key, value)) = pairs.next() else {
            self.text.push(if self.lisp { ')' } else { '}' });
            return;
        };
        let last = pairs.peek().is_none();
        self.work.push(Item::Pairs(pairs));
        if !last {
            self.work
                .push(Item::Text(if self.lisp { " " } else { "," }));
        }
        self.work.push(Item::Term(value));
        self.work.push(Item::Text(match self.syntax {
            Syntax::Lisp | Syntax::LispText => " ",
            Syntax::Erlang | Syntax::ErlangUnicode => " => ",
            Syntax::Display => "=>",
        }));
        self.work.push(Item::Term(key));
    }

    /// A Lisp string.
    fn string(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match symbol::escape_letter(c) {
                Some(letter) => self.text.extend(['\\', letter]),
                None if c == '"' || c == '\\' => self.text.extend(['\\', c]),
                None => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn bits(&mut self, bits: &BitsView) {
        let bytes = bits.to_bytes();
        if self.syntax == Syntax::LispText
            && bits.is_binary()
            && let Ok(text) = std::str::from_utf8(&bytes)
            && text.chars().all(is_printable)
        {
            self.text.push('#');
            self.string(text);
            return;
        }
        if self.syntax == Syntax::Display
            && bits.is_binary()
            && display::is_text(&bytes)
            && let Ok(text) = std::str::from_utf8(&bytes)
        {
            self.text.push_str("<<");
            display::push_quoted(text, &mut self.text);
            self.text.push_str(">>");
            return;
        }
        let (open, close, between) = if self.lisp {
            ("#B(", ")", ' ')
        } else {
            ("<<", ">>", ',')
        };
        self.text.push_str(open);
        let partial = bits.bits() % 8;
        for (index, &byte) in bytes.iter().enumerate() {
            if index > 0 {
                self.text.push(between);
            }
            if index < bits.whole_bytes() {
                self.formatted(format_args!("{byte}"));
            } else if self.lisp {
                self.formatted(format_args!("({} (size {partial}))", byte >> (8 - partial)));
            } else {
                self.formatted(format_args!("{}:{partial}", byte >> (8 - partial)));
            }
        }
        self.text.push_str(close);
    }

    fn closure(&mut self, closure: ClosureView) {
        if let Some((module, function, arity)) = closure.exported() {
            self.text
                .push_str(if self.lisp { "(function " } else { "fun " });
            self.atom(module);
            self.text.push(if self.lisp { ' ' } else { ':' });
            self.atom(function);
            if self.lisp {
                self.formatted(format_args!(" {arity})"));
            } else {
                self.formatted(format_args!("/{arity}"));
            }
            return;
        }
        let info = closure.info();
        self.text.push_str("#Fun<");
        self.atom(Word(info.module));
        let fingerprint = info.fingerprint & 0x07ff_ffff;
        self.formatted(format_args!(".{}.{fingerprint}", info.index));
        if self.lisp {
            self.formatted(format_args!("/{}", closure.arity()));
        }
        self.text.push('>');
    }
}

/// The text of a non-empty list of printable characters.
fn printable_list(list: Word) -> Option<String> {
    let mut walk = list.list();
    let mut text = String::new();
    for element in walk.by_ref() {
        let code = u32::try_from(element.as_fixnum()?).ok()?;
        text.push(char::from_u32(code).filter(|c| is_printable(*c))?);
    }
    (walk.rest.is_nil() && !text.is_empty()).then_some(text)
}

/// Whether a character stands for itself, or for an escape, in a string.
pub fn is_printable(c: char) -> bool {
    matches!(u32::from(c), 8..=13 | 27 | 32..=126 | 0xa0..=0xd7ff | 0xe000..=0xfffd | 0x1_0000..)
}

/// For a list `(quote x)` and its like, what is written before `x`.
fn quotation(list: Word) -> Option<(&'static str, Word)> {
    let cell = list.as_cons()?;
    let mark = match atom::name(cell.head())? {
        "quote" => "'",
        "backquote" => "`",
        "comma" => ",",
        "comma-at" => ",@",
        _ => return None,
    };
    let argument = cell.tail().as_cons()?;
    argument.tail().is_nil().then(|| (mark, argument.head()))
}
