//! Text to tokens. A token that is ill formed is reported here and handed on as [`TokenKind::Bad`].

use super::form::{Form, Kind};
use super::number::{self, BasedError, Number};
use super::string::{self, Triple};
use crate::base::auto_imported;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{FileId, Span};
use crate::base::symbol::Symbol;

/// What opens a sequence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bracket {
    Round,
    Square,
    Tuple,
    Map,
    Struct,
    Binary,
}

impl Bracket {
    /// As written, for messages.
    pub fn text(self) -> &'static str {
        match self {
            Bracket::Round => "(",
            Bracket::Square => "[",
            Bracket::Tuple => "#(",
            Bracket::Map => "#M(",
            Bracket::Struct => "#S(",
            Bracket::Binary => "#B(",
        }
    }

    pub fn closer(self) -> &'static str {
        match self {
            Bracket::Square => "]",
            _ => ")",
        }
    }
}

/// What stands before a datum and makes a list of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prefix {
    Quote,
    Backquote,
    Comma,
    CommaAt,
    Evaluate,
}

impl Prefix {
    pub fn text(self) -> &'static str {
        match self {
            Prefix::Quote => "\\'",
            Prefix::Backquote => "`",
            Prefix::Comma => ",",
            Prefix::CommaAt => ",@",
            Prefix::Evaluate => "#.",
        }
    }

    /// The operator of the list it makes.
    pub fn operator(self) -> &'static str {
        match self {
            Prefix::Quote => "quote",
            Prefix::Backquote => "backquote",
            Prefix::Comma => "comma",
            Prefix::CommaAt => "comma-at",
            Prefix::Evaluate => "#.",
        }
    }
}

#[derive(Clone, Debug)]
pub enum TokenKind {
    Open(Bracket),
    /// `)` if true, else `]`.
    Close(bool),
    Dot,
    Prefix(Prefix),
    Datum(Kind),
    /// `#'f/1` and `#'m:f/1`: the list it reads as.
    FunctionReference(Vec<Form>),
    /// A character or token that no rule of the grammar takes.
    Illegal(String),
    /// Already reported.
    Bad,
    /// A string or symbol without its closing quote, or a comment without its end; not yet reported.
    Unclosed(Diagnostic),
    End,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// Column in bytes, from 0.
    pub column: usize,
    pub first_on_line: bool,
    /// A string over several lines that looks as if it began at the closing quote of another.
    pub suspicious: bool,
}

pub struct Lexer<'text> {
    file: FileId,
    text: &'text str,
    at: usize,
    line_start: usize,
    first_on_line: bool,
    pub errors: Vec<Diagnostic>,
}

/// Characters that end a symbol or number.
pub fn is_delimiter(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '"' | ';') || is_blank(c) || is_illegal(c)
}

/// LFE skips all of ASCII's control characters but DEL.
fn is_blank(c: char) -> bool {
    c <= ' '
}

/// Characters that occur only within quotes and comments.
fn is_illegal(c: char) -> bool {
    c >= '\u{7f}' && (c.is_control() || c.is_whitespace())
}

/// A character as LFE names it in a message.
fn describe(c: char) -> String {
    match c {
        '\u{7f}' => "\\d".to_string(),
        c if is_illegal(c) && u32::from(c) < 256 => format!("\\{:o}", u32::from(c)),
        c if is_illegal(c) => format!("\\x{{{:X}}}", u32::from(c)),
        c => c.to_string(),
    }
}

/// The beginning of a long text, on one line.
fn excerpt(text: &str) -> String {
    const LENGTH: usize = 40;
    let line = text.lines().next().unwrap_or("");
    let mut short: String = line.chars().take(LENGTH).collect();
    if short.len() < text.len() {
        short.push_str("...");
    }
    short
}

/// Where the forms of a text begin: behind a byte order mark, and behind a first line that names who is to
/// run it.
fn start_of(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    match text[start..].starts_with("#!") {
        true => text.find('\n').unwrap_or(text.len()),
        false => start,
    }
}

impl<'text> Lexer<'text> {
    pub fn new(file: FileId, text: &'text str) -> Lexer<'text> {
        Lexer {
            file,
            text,
            at: start_of(text),
            line_start: 0,
            first_on_line: true,
            errors: Vec::new(),
        }
    }

    pub fn text(&self) -> &'text str {
        self.text
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    /// Goes on at an offset that begins a line.
    pub fn resume(&mut self, at: usize) {
        self.at = at;
        self.line_start = at;
        self.first_on_line = true;
    }

    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    fn error(&mut self, code: &'static str, span: Span, message: String, label: &str) -> TokenKind {
        self.errors
            .push(Diagnostic::error(code, span, message).label(label));
        TokenKind::Bad
    }

    /// Moves over text that may hold line ends.
    fn advance(&mut self, length: usize) {
        if let Some(newline) = self.text[self.at..self.at + length].rfind('\n') {
            self.line_start = self.at + newline + 1;
        }
        self.at += length;
    }

    /// Skips blanks and comments. An unclosed comment is an answer.
    fn skip(&mut self) -> Option<Token> {
        loop {
            match self.text.as_bytes().get(self.at)? {
                b'\n' => {
                    self.at += 1;
                    self.line_start = self.at;
                    self.first_on_line = true;
                }
                byte if *byte <= b' ' => self.at += 1,
                b';' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                b'#' if self.rest().starts_with("#|") => {
                    if let Some(unclosed) = self.block_comment() {
                        return Some(unclosed);
                    }
                }
                _ => return None,
            }
        }
    }

    fn block_comment(&mut self) -> Option<Token> {
        let start = self.at;
        let body = start + 2;
        let Some(first_end) = self.text[body..].find("|#").map(|n| body + n) else {
            let span = self.span(start, body);
            let error = Diagnostic::error("block-comment", span, "bad of format of block comment")
                .label("this comment has no end")
                .hint("end it with `|#`");
            self.at = self.text.len();
            return Some(self.token(span, TokenKind::Unclosed(error)));
        };
        let mut end = first_end + 2;
        if let Some(nested) = self.text[body..first_end].find("#|") {
            let span = self.span(body + nested, body + nested + 2);
            self.error(
                "block-comment",
                span,
                "illegal nested block comment".to_string(),
                "block comments do not nest",
            );
            end = self.nested_end(body).unwrap_or(end);
        }
        self.advance(end - start);
        None
    }

    /// Where a block comment ends if comments nest, to go on behind it.
    fn nested_end(&self, body: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut depth = 1;
        let mut at = body;
        while depth > 0 {
            match bytes.get(at..at + 2)? {
                b"#|" => depth += 1,
                b"|#" => depth -= 1,
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
        }
        Some(at)
    }

    fn token(&self, span: Span, kind: TokenKind) -> Token {
        Token {
            span,
            kind,
            column: 0,
            first_on_line: false,
            suspicious: false,
        }
    }

    pub fn next(&mut self) -> Token {
        if let Some(unclosed) = self.skip() {
            return unclosed;
        }
        let start = self.at;
        let column = start - self.line_start;
        let first_on_line = std::mem::take(&mut self.first_on_line);
        let kind = self.scan();
        let span = self.span(start, self.at);
        let suspicious = matches!(kind, TokenKind::Datum(Kind::String(_) | Kind::Binary(..)))
            && self.rest().chars().next().is_some_and(|c| !is_delimiter(c))
            && self.text[start..self.at].contains("\n(");
        Token {
            span,
            kind,
            column,
            first_on_line,
            suspicious,
        }
    }

    fn scan(&mut self) -> TokenKind {
        let Some(c) = self.rest().chars().next() else {
            return TokenKind::End;
        };
        match c {
            '(' => self.take(1, TokenKind::Open(Bracket::Round)),
            '[' => self.take(1, TokenKind::Open(Bracket::Square)),
            ')' => self.take(1, TokenKind::Close(true)),
            ']' => self.take(1, TokenKind::Close(false)),
            '\'' => self.take(1, TokenKind::Prefix(Prefix::Quote)),
            '`' => self.take(1, TokenKind::Prefix(Prefix::Backquote)),
            ',' if self.rest().starts_with(",@") => {
                self.take(2, TokenKind::Prefix(Prefix::CommaAt))
            }
            ',' => self.take(1, TokenKind::Prefix(Prefix::Comma)),
            '"' => self.string(0),
            '|' => self.quoted_symbol(),
            '#' => self.hash(),
            '.' if !self.word(0).bytes().all(|byte| byte == b'.') || self.word(0).len() == 1 => {
                self.take(1, TokenKind::Dot)
            }
            '{' | '}' => self.take(1, TokenKind::Illegal(c.to_string())),
            c if is_illegal(c) => self.take(c.len_utf8(), TokenKind::Illegal(describe(c))),
            _ => self.number_or_symbol(),
        }
    }

    fn take(&mut self, length: usize, kind: TokenKind) -> TokenKind {
        self.at += length;
        kind
    }

    /// The text from `offset` on to the next delimiter.
    fn word(&self, offset: usize) -> &'text str {
        let rest = &self.rest()[offset..];
        &rest[..rest.find(is_delimiter).unwrap_or(rest.len())]
    }

    fn number_or_symbol(&mut self) -> TokenKind {
        let word = self.word(0);
        let start = self.at;
        self.at += word.len();
        match number::decimal(word) {
            Some(Number::Integer(value)) => TokenKind::Datum(Kind::Integer(value)),
            Some(Number::Float(value)) => TokenKind::Datum(Kind::Float(value)),
            None => self.symbol(start, word),
        }
    }

    fn symbol(&mut self, start: usize, name: &str) -> TokenKind {
        if name.chars().count() > 255 {
            let message = format!("illegal token {}", excerpt(name));
            let span = self.span(start, self.at);
            return self.error(
                "symbol-too-long",
                span,
                message,
                "a symbol has at most 255 characters",
            );
        }
        TokenKind::Datum(Kind::Symbol(Symbol::new(name)))
    }

    fn unclosed(&mut self, start: usize, offset: usize, what: &str, quote: char) -> TokenKind {
        let message = format!(
            "illegal characters in {}",
            excerpt(&self.text[start + offset..])
        );
        let span = self.span(start, start + offset + 1);
        self.at = self.text.len();
        TokenKind::Unclosed(
            Diagnostic::error("unclosed-quote", span, message)
                .label(format!("this {what} has no closing `{quote}`")),
        )
    }

    fn quoted_symbol(&mut self) -> TokenKind {
        let start = self.at;
        match string::quoted(&self.rest()[1..], b'|', false) {
            None => self.unclosed(start, 0, "symbol", '|'),
            Some(quoted) => {
                self.advance(1 + quoted.length);
                self.symbol(start, &quoted.text)
            }
        }
    }

    /// A string whose opening quote is `offset` bytes on: 0 for a list, 1 for a binary.
    fn string(&mut self, offset: usize) -> TokenKind {
        let start = self.at;
        if self.rest()[offset..].starts_with("\"\"\"") {
            return self.triple_quoted(offset);
        }
        let Some(quoted) = string::quoted(&self.rest()[offset + 1..], b'"', true) else {
            return self.unclosed(start, offset, "string", '"');
        };
        self.advance(offset + 1 + quoted.length);
        for (from, to) in &quoted.bad_escapes {
            let body = start + offset + 1;
            let span = self.span(body + from, body + to);
            let message = format!(
                "illegal characters in {}",
                &self.text[body + from..body + to]
            );
            self.error(
                "illegal-character",
                span,
                message,
                "this is not a Unicode character",
            );
        }
        if !quoted.bad_escapes.is_empty() {
            return TokenKind::Bad;
        }
        TokenKind::Datum(text_datum(quoted.text, offset == 1))
    }

    fn triple_quoted(&mut self, offset: usize) -> TokenKind {
        let start = self.at;
        let body = start + offset + 3;
        match string::triple(&self.text[body..]) {
            Triple::Text(text, length) => {
                self.advance(offset + 3 + length);
                TokenKind::Datum(text_datum(text, offset == 1))
            }
            Triple::Bad {
                start: from,
                end,
                skip,
                reason,
            } => {
                let message = "bad format of triple-quoted string";
                let span = if end == 0 {
                    self.span(start, body)
                } else {
                    self.span(body + from, body + end)
                };
                let error = Diagnostic::error("triple-quoted", span, message).label(reason);
                self.advance(offset + 3 + skip);
                if end == 0 && self.at == self.text.len() {
                    return TokenKind::Unclosed(error);
                }
                self.errors.push(error);
                TokenKind::Bad
            }
        }
    }

    fn hash(&mut self) -> TokenKind {
        let start = self.at;
        let rest = self.rest();
        let second = rest.as_bytes().get(1).copied().unwrap_or(0);
        let bracket = rest.as_bytes().get(2) == Some(&b'(');
        match second.to_ascii_lowercase() {
            b'(' => self.take(2, TokenKind::Open(Bracket::Tuple)),
            b'm' if bracket => self.take(3, TokenKind::Open(Bracket::Map)),
            b's' if bracket => self.take(3, TokenKind::Open(Bracket::Struct)),
            b'b' if bracket => self.take(3, TokenKind::Open(Bracket::Binary)),
            b'.' => self.take(2, TokenKind::Prefix(Prefix::Evaluate)),
            b'"' => self.string(1),
            b'\\' => self.character(),
            b'\'' => self.function_reference(),
            b'e' => {
                let name = format!("Elixir.{}", self.word(2));
                self.at += 2 + self.word(2).len();
                self.symbol(start, &name)
            }
            b'b' if rest.len() > 2 => self.based_number(2, 2),
            b'*' => self.based_number(2, 2),
            b'o' => self.based_number(2, 8),
            b'd' => self.based_number(2, 10),
            b'x' => self.based_number(2, 16),
            b'0'..=b'9' => self.radix_number(),
            b',' if rest.starts_with("#,@") => self.take(3, TokenKind::Illegal("#,@".to_string())),
            b',' | b';' | b'`' => self.take(2, TokenKind::Illegal(rest[..2].to_string())),
            _ => {
                let second = rest[1..].chars().next();
                let length = 1 + second.map_or(0, char::len_utf8);
                let token = format!("#{}", second.map(describe).unwrap_or_default());
                self.advance(length);
                let span = self.span(start, self.at);
                // The rest of the word belongs to the mistake.
                if second.is_some_and(|c| !is_delimiter(c)) {
                    self.at += self.word(0).len();
                }
                self.error(
                    "illegal-token",
                    span,
                    format!("illegal token {}", token.replace('\n', "\\n")),
                    "nothing that begins with `#` looks like this",
                )
            }
        }
    }

    fn character(&mut self) -> TokenKind {
        let start = self.at;
        let rest = &self.rest()[2..];
        if let Some((value, length)) = string::hexadecimal(rest) {
            self.at += 2 + length;
            return match value {
                Some(c) => TokenKind::Datum(Kind::Integer(u32::from(c).into())),
                None => {
                    let span = self.span(start, self.at);
                    let message = format!("illegal token {}", &self.text[start..self.at]);
                    self.error(
                        "illegal-character",
                        span,
                        message,
                        "this is not a Unicode character",
                    )
                }
            };
        }
        match rest.chars().next() {
            Some(c) => {
                self.advance(2 + c.len_utf8());
                TokenKind::Datum(Kind::Integer(u32::from(c).into()))
            }
            None => {
                self.at += 2;
                let span = self.span(start, self.at);
                let message = "illegal token #\\".to_string();
                self.error("illegal-token", span, message, "a character must follow")
            }
        }
    }

    fn based_number(&mut self, offset: usize, base: u32) -> TokenKind {
        let word = self.word(offset);
        let start = self.at;
        self.at += offset + word.len();
        match number::based(word, base) {
            Ok(value) => TokenKind::Datum(Kind::Integer(value)),
            Err(BasedError::NoDigits) => {
                let span = self.span(start, self.at);
                let message = "bad of format of based number".to_string();
                self.error("based-number", span, message, "digits must follow")
            }
            Err(BasedError::Illegal(at)) => {
                let bad = word[at..].chars().next().unwrap_or(' ');
                let place = start + offset + at;
                let span = self.span(place, place + bad.len_utf8());
                let message = "illegal characters in based number".to_string();
                let label = format!("`{bad}` is not a digit in base {base}");
                self.error("based-number", span, message, &label)
            }
        }
    }

    fn radix_number(&mut self) -> TokenKind {
        let word = self.word(1);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let marked = word[digits..].starts_with(['r', 'R']);
        match word[..digits].parse::<u32>() {
            Ok(base @ 2..=36) if marked => self.based_number(digits + 2, base),
            _ => {
                let start = self.at;
                self.at += 1 + word.len();
                let span = self.span(start, start + 1 + digits + usize::from(marked));
                let message = "bad of format of #r".to_string();
                self.error(
                    "based-number",
                    span,
                    message,
                    "a number with a base is `#BASErDIGITS`, with a base from 2 to 36",
                )
            }
        }
    }

    fn function_reference(&mut self) -> TokenKind {
        let start = self.at;
        let word = self.word(2);
        self.at += 2 + word.len();
        let span = self.span(start, self.at);
        let parts = split_reference(word);
        let Some((module, name, arity)) = parts else {
            let message = format!("bad of format of #'{}", excerpt(word));
            return self.error(
                "function-reference",
                span,
                message,
                "a function reference is `#'NAME/ARITY` or `#'MODULE:NAME/ARITY`",
            );
        };
        let mut at = start + 2;
        let mut list = vec![Form::symbol(self.span(start, at), "function")];
        if let Some(module) = module {
            list.push(Form::symbol(self.span(at, at + module.len()), module));
            at += module.len() + 1;
        }
        list.push(Form::symbol(self.span(at, at + name.len()), name));
        at += name.len() + 1;
        list.push(Form::new(
            self.span(at, start + 2 + word.len()),
            Kind::Integer(arity),
        ));
        TokenKind::FunctionReference(list)
    }
}

/// Module, name and arity of `m:f/a` or `f/a`.
fn split_reference(word: &str) -> Option<(Option<&str>, &str, dashu_int::IBig)> {
    let (path, digits) = word.rsplit_once('/')?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let arity = number::based(digits, 10).ok()?;
    // `=:=` is a name, not a module and a name; `=/=` is a name in spite of its slash.
    let is_operator = |name: &str| (1..=2).any(|arity| auto_imported::is_operator(name, arity));
    let (module, name) = match path.split_once(':') {
        Some((module, name)) if !is_operator(path) => (Some(module), name),
        _ => (None, path),
    };
    if name.contains('/') && !is_operator(name) {
        return None;
    }
    if module.is_some_and(|module| module.contains('/')) || path.chars().count() > 511 {
        return None;
    }
    Some((module, name, arity))
}

/// A list string or a UTF-8 binary.
fn text_datum(text: String, binary: bool) -> Kind {
    if binary {
        let bits = text.len() as u64 * 8;
        Kind::Binary(text.into_bytes(), bits)
    } else if text.is_empty() {
        Kind::List(Vec::new())
    } else {
        Kind::String(text)
    }
}
