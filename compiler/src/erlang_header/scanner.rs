//! Erlang's tokens.

use super::Problem;
use crate::base::span::{FileId, Span};
use dashu_int::IBig;

#[derive(Clone, PartialEq, Debug)]
pub enum Token {
    /// A word without quotes: an atom, or a keyword where the grammar has one.
    Word(String),
    /// `'an atom'`.
    Quoted(String),
    Variable(String),
    Integer(IBig),
    Float(f64),
    Text(String),
    /// Operators and brackets.
    Mark(&'static str),
    /// The end of a form.
    Stop,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    pub token: Token,
    pub span: Span,
}

/// Marks, longer ones before those that they begin with.
const MARKS: [&str; 50] = [
    "=:=", "=/=", "...", "<<", ">>", "->", "<-", "<=", "=>", ":=", "==", "/=", "=<", ">=", "++",
    "--", "||", "::", "..", "??", "?=", "(", ")", "[", "]", "{", "}", "<", ">", "=", "+", "-", "*",
    "/", "|", "!", "?", ":", ";", ",", "#", ".", "^", "@", "&", "~", "$", "`", "\\", "%",
];

/// All tokens of a text. What cannot be scanned is told, and a character left out.
pub fn scan(file: FileId, text: &str, problems: &mut Vec<Problem>) -> Vec<Placed> {
    let mut scanner = Scanner { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        scanner.skip_blanks();
        let start = scanner.at;
        let Some(first) = scanner.peek() else {
            return tokens;
        };
        let token = scanner.token(first);
        let span = Span::new(file, start, scanner.at);
        match token {
            Some(token) => tokens.push(Placed { token, span }),
            None => {
                scanner.at = scanner.at.max(start + first.len_utf8());
                let span = Span::new(file, start, scanner.at);
                problems.push(Problem::new(span, "illegal character in a header"));
            }
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn skip_blanks(&mut self) {
        while let Some(next) = self.peek() {
            if next == '%' {
                self.take_while(|c| c != '\n');
            } else if next.is_whitespace() {
                self.next();
            } else {
                return;
            }
        }
    }

    fn take_while(&mut self, holds: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(&holds) {
            self.next();
        }
        self.text.get(start..self.at).unwrap_or_default().to_owned()
    }

    fn token(&mut self, first: char) -> Option<Token> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@');
        match first {
            '_' => Some(Token::Variable(self.take_while(is_part))),
            c if c.is_alphabetic() => {
                let word = self.take_while(is_part);
                Some(match c.is_uppercase() {
                    true => Token::Variable(word),
                    false => Token::Word(word),
                })
            }
            c if c.is_ascii_digit() => self.number(),
            '"' => self.quoted('"').map(Token::Text),
            '\'' => self.quoted('\'').map(Token::Quoted),
            '$' => {
                self.next();
                let code = match self.next()? {
                    '\\' => self.escape()?,
                    other => other,
                };
                Some(Token::Integer(IBig::from(u32::from(code))))
            }
            '.' if self.ends_form() => {
                self.next();
                Some(Token::Stop)
            }
            _ => {
                let rest = self.rest();
                let mark = MARKS.into_iter().find(|mark| rest.starts_with(mark))?;
                self.at += mark.len();
                Some(Token::Mark(mark))
            }
        }
    }

    /// Is the point here followed by a blank, a comment or nothing?
    fn ends_form(&self) -> bool {
        let after = self.rest().chars().nth(1);
        after.is_none_or(|c| c.is_whitespace() || c == '%')
    }

    fn number(&mut self) -> Option<Token> {
        let digits = self.digits(10);
        match self.peek() {
            Some('#') => {
                self.next();
                let base: u32 = digits.parse().ok().filter(|base| (2..=36).contains(base))?;
                let digits = self.digits(base);
                IBig::from_str_radix(&digits, base).ok().map(Token::Integer)
            }
            Some('.')
                if self
                    .rest()
                    .chars()
                    .nth(1)
                    .is_some_and(|c| c.is_ascii_digit()) =>
            {
                self.next();
                let mut text = format!("{digits}.{}", self.digits(10));
                if matches!(self.peek(), Some('e' | 'E')) {
                    let before = self.at;
                    self.next();
                    let sign = self.take_while(|c| matches!(c, '+' | '-'));
                    let exponent = self.digits(10);
                    match exponent.is_empty() {
                        true => self.at = before,
                        false => text.push_str(&format!("e{sign}{exponent}")),
                    }
                }
                text.parse()
                    .ok()
                    .filter(|x: &f64| x.is_finite())
                    .map(Token::Float)
            }
            _ => IBig::from_str_radix(&digits, 10).ok().map(Token::Integer),
        }
    }

    /// Digits, which single underlines may part.
    fn digits(&mut self, base: u32) -> String {
        let mut digits = String::new();
        while let Some(next) = self.peek() {
            let after = self.rest().chars().nth(1);
            if next.is_digit(base) {
                digits.push(next);
            } else if next != '_' || !after.is_some_and(|c| c.is_digit(base)) || digits.is_empty() {
                break;
            }
            self.next();
        }
        digits
    }

    fn quoted(&mut self, end: char) -> Option<String> {
        self.next();
        let mut text = String::new();
        loop {
            match self.next()? {
                c if c == end => return Some(text),
                '\\' => text.push(self.escape()?),
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            'b' => '\u{8}',
            'd' => '\u{7f}',
            'e' => '\u{1b}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            's' => ' ',
            't' => '\t',
            'v' => '\u{b}',
            '^' => char::from_u32(u32::from(self.next()?) & 31)?,
            'x' if self.peek() == Some('{') => {
                self.next();
                let digits = self.take_while(|c| c.is_ascii_hexdigit());
                self.next().filter(|c| *c == '}')?;
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
            }
            'x' => {
                let digits: String = self.rest().chars().take(2).collect();
                let code = u32::from_str_radix(&digits, 16).ok()?;
                self.at += digits.len();
                char::from_u32(code)?
            }
            digit @ '0'..='7' => {
                let mut code = digit.to_digit(8)?;
                for _ in 0..2 {
                    let Some(next) = self.peek().and_then(|c| c.to_digit(8)) else {
                        break;
                    };
                    code = code * 8 + next;
                    self.next();
                }
                char::from_u32(code)?
            }
            other => other,
        })
    }
}
