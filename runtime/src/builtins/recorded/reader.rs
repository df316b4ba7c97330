//! Reads a term as `~tw` of Erlang writes it.

use crate::atom;
use crate::binary;
use crate::heap;
use crate::map;
use crate::number;
use crate::word::Word;
use alate_abi::context::Context;

/// The term that a text stands for; panics if it is none.
pub fn read(ctx: &mut Context, text: &str) -> Word {
    let mut reader = Reader {
        ctx,
        rest: text.as_bytes(),
    };
    let term = reader.term();
    assert!(reader.rest.is_empty(), "more after the term in {text}");
    term
}

struct Reader<'a> {
    ctx: &'a mut Context,
    rest: &'a [u8],
}

impl Reader<'_> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token.as_bytes()) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// The longest run of bytes that satisfy a test.
    fn run(&mut self, test: impl Fn(u8) -> bool) -> String {
        let count = self.rest.iter().take_while(|byte| test(**byte)).count();
        let (run, rest) = self.rest.split_at(count);
        self.rest = rest;
        String::from_utf8(run.to_vec()).unwrap()
    }

    fn elements(&mut self, close: &str) -> Vec<Word> {
        let mut elements = Vec::new();
        while !self.eat(close) {
            elements.push(self.term());
            self.eat(",");
        }
        elements
    }

    fn term(&mut self) -> Word {
        if self.eat("{") {
            let elements = self.elements("}");
            heap::tuple(self.ctx, &elements)
        } else if self.eat("#{") {
            let mut pairs = Vec::new();
            while !self.eat("}") {
                let key = self.term();
                assert!(self.eat(" => "));
                pairs.push((key, self.term()));
                self.eat(",");
            }
            map::from_pairs(self.ctx, &pairs)
        } else if self.eat("[") {
            self.list()
        } else if self.eat("<<") {
            self.bits()
        } else if self.eat("'") {
            let name = self.run(|byte| byte != b'\'');
            assert!(self.eat("'"));
            atom::intern(&name).unwrap()
        } else {
            self.word()
        }
    }

    fn list(&mut self) -> Word {
        let mut elements = Vec::new();
        let mut tail = Word::NIL;
        while !self.eat("]") {
            if self.eat("|") {
                tail = self.term();
            } else {
                elements.push(self.term());
                self.eat(",");
            }
        }
        heap::list(self.ctx, elements, tail)
    }

    fn bits(&mut self) -> Word {
        binary::begin(0);
        while !self.eat(">>") {
            let value: i64 = self.run(|byte| byte.is_ascii_digit()).parse().unwrap();
            let size = if self.eat(":") {
                self.run(|byte| byte.is_ascii_digit()).parse().unwrap()
            } else {
                8
            };
            binary::put_integer(Word::fixnum(value), Word::fixnum(size), 1, 0).unwrap();
            self.eat(",");
        }
        binary::finish(self.ctx).unwrap()
    }

    /// A number or an unquoted atom.
    fn word(&mut self) -> Word {
        let text = self.run(|byte| !b",]}>|:\t ".contains(&byte));
        if let Some(value) = number::parse_integer(text.as_bytes(), 10) {
            number::integer(self.ctx, &value).unwrap()
        } else if let Some(value) = number::parse_float(text.as_bytes()) {
            heap::float(self.ctx, value)
        } else {
            assert!(!text.is_empty());
            atom::intern(&text).unwrap()
        }
    }
}
