//! Tokens to forms, with a stack of its own instead of recursion.

use super::READ_EVALUATION;
use super::binary;
use super::constant;
use super::form::{Form, Kind};
use super::lexer::{Bracket, Lexer, Prefix, Token, TokenKind};
use super::recover::{self, Traces};
use super::{MAX_DEPTH, MAX_ERRORS};
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{FileId, Span};

/// How far a list with a dot is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    None,
    /// The dot was read.
    Expected,
    /// The tail is the last of the items.
    Read,
}

enum Opener {
    Bracket(Bracket),
    Prefix(Prefix),
}

/// A form that is being read.
struct Frame {
    opener: Opener,
    span: Span,
    /// Column of the bracket in bytes.
    column: usize,
    items: Vec<Form>,
    tail: Tail,
}

/// What to go back to if a string that looked suspicious turns out to be the cause.
struct Suspicion {
    start: usize,
    span: Span,
    forms: usize,
    errors: usize,
}

pub struct Parser<'text> {
    lexer: Lexer<'text>,
    stack: Vec<Frame>,
    forms: Vec<Form>,
    /// The top-level form being read has an error: it will be left out, and its parts are not kept.
    bad: bool,
    too_deep: bool,
    /// Brackets open beyond the deepest that the stack holds.
    excess: usize,
    traces: Traces,
    suspicion: Option<Suspicion>,
}

impl<'text> Parser<'text> {
    pub fn new(file: FileId, text: &'text str) -> Parser<'text> {
        Parser {
            lexer: Lexer::new(file, text),
            stack: Vec::new(),
            forms: Vec::new(),
            bad: false,
            too_deep: false,
            excess: 0,
            traces: Traces::default(),
            suspicion: None,
        }
    }

    pub fn read(mut self) -> (Vec<Form>, Vec<Diagnostic>) {
        loop {
            let token = self.lexer.next();
            if self.lexer.errors.len() >= MAX_ERRORS {
                let error = Diagnostic::error(
                    "too-many-errors",
                    token.span,
                    "too many errors: reading stops here",
                );
                self.lexer.errors.push(error);
                break;
            }
            if self.stack.is_empty() {
                self.bad = false;
                self.too_deep = false;
                self.excess = 0;
                self.traces = Traces::default();
            }
            if matches!(token.kind, TokenKind::End) && self.stack.is_empty() {
                break;
            }
            self.note(&token);
            self.token(token);
        }
        let mut errors = self.lexer.errors;
        errors.sort_by_key(|error| (error.span.start, error.span.end));
        (self.forms, errors)
    }

    fn note(&mut self, token: &Token) {
        if token.suspicious && self.suspicion.is_none() {
            self.suspicion = Some(Suspicion {
                start: token.span.start as usize,
                span: token.span,
                forms: self.forms.len(),
                errors: self.lexer.errors.len(),
            });
        }
        if let Some(frame) = self.stack.last() {
            let closes = matches!(token.kind, TokenKind::Close(_) | TokenKind::End);
            if !closes {
                let opens = matches!(token.kind, TokenKind::Open(_));
                let innermost = (frame.span, frame.column);
                let errors = self.lexer.errors.len();
                self.traces.note(token, opens, innermost, errors);
            }
        }
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, label: &str) {
        self.bad = true;
        let error = Diagnostic::error(code, span, message).label(label);
        self.lexer.errors.push(error);
    }

    /// `illegal WHAT`, as the grammar says it.
    fn illegal(&mut self, span: Span, what: &str, label: &str) {
        self.error("illegal-syntax", span, format!("illegal {what}"), label);
    }

    fn token(&mut self, token: Token) {
        let span = token.span;
        if !matches!(
            token.kind,
            TokenKind::Close(_) | TokenKind::End | TokenKind::Unclosed(_)
        ) {
            self.check_tail(&token);
        }
        match token.kind {
            TokenKind::Open(bracket) => self.push(Opener::Bracket(bracket), span, token.column),
            TokenKind::Prefix(prefix) => self.push(Opener::Prefix(prefix), span, token.column),
            TokenKind::Datum(kind) => self.deliver(Form::new(span, kind)),
            TokenKind::FunctionReference(list) => self.deliver(Form::list(span, list)),
            TokenKind::Close(round) => self.close(span, round),
            TokenKind::Dot => self.dot(span),
            TokenKind::Illegal(text) => {
                let label = if text.starts_with('#') {
                    "LFE gives this token no meaning"
                } else {
                    "this character has no meaning outside of quotes"
                };
                self.illegal(span, &format!("'{text}'"), label);
            }
            TokenKind::Bad => {
                self.bad = true;
                // It stands for a datum, so that a quote before it is complete.
                self.deliver(Form::list(span, Vec::new()));
            }
            TokenKind::Unclosed(error) => self.unclosed_quote(error),
            TokenKind::End => self.missing(),
        }
    }

    /// After a list's tail nothing but its bracket may come.
    fn check_tail(&mut self, token: &Token) {
        if !self
            .stack
            .last()
            .is_some_and(|frame| frame.tail == Tail::Read)
            || self.bad
        {
            return;
        }
        let what = match &token.kind {
            TokenKind::Open(bracket) => format!("'{}'", bracket.text()),
            TokenKind::Prefix(prefix) => format!("'{}'", prefix.text()),
            TokenKind::FunctionReference(_) => "'#\\''".to_string(),
            TokenKind::Datum(Kind::Symbol(_)) => "symbol".to_string(),
            TokenKind::Datum(Kind::Integer(_) | Kind::Float(_)) => "number".to_string(),
            TokenKind::Datum(Kind::Binary(..)) => "binary".to_string(),
            TokenKind::Datum(_) => "string".to_string(),
            // These get a message of their own.
            _ => return,
        };
        let label = "the list's closing bracket should stand here";
        self.illegal(token.span, &what, label);
    }

    fn push(&mut self, opener: Opener, span: Span, column: usize) {
        if self.stack.len() >= MAX_DEPTH && !self.too_deep {
            self.too_deep = true;
            let label = format!("more than {MAX_DEPTH} levels");
            self.error("nesting", span, "nesting too deep", &label);
        }
        if self.too_deep && self.stack.len() >= MAX_DEPTH {
            self.excess += usize::from(matches!(opener, Opener::Bracket(_)));
            return;
        }
        self.stack.push(Frame {
            opener,
            span,
            column,
            items: Vec::new(),
            tail: Tail::None,
        });
    }

    fn dot(&mut self, span: Span) {
        if self.excess > 0 {
            return;
        }
        let bad = self.bad;
        match self.stack.last_mut() {
            Some(frame)
                if matches!(
                    frame.opener,
                    Opener::Bracket(Bracket::Round | Bracket::Square)
                ) && frame.tail == Tail::None
                    && (bad || !frame.items.is_empty()) =>
            {
                frame.tail = Tail::Expected;
            }
            _ => self.illegal(
                span,
                "'.'",
                "a dot stands only before the last element of a list",
            ),
        }
    }

    /// Takes a finished datum: into the prefixes before it, then into its list, or to the top.
    fn deliver(&mut self, mut form: Form) {
        if self.excess > 0 {
            return;
        }
        loop {
            let Some(frame) = self.stack.last_mut() else {
                if !self.bad {
                    self.forms.push(form);
                }
                return;
            };
            match frame.opener {
                Opener::Bracket(_) => {
                    if !self.bad {
                        frame.items.push(form);
                    }
                    if frame.tail == Tail::Expected {
                        frame.tail = Tail::Read;
                    }
                    return;
                }
                Opener::Prefix(prefix) => {
                    let start = frame.span;
                    self.stack.pop();
                    form = self.prefixed(prefix, start, form);
                }
            }
        }
    }

    fn prefixed(&mut self, prefix: Prefix, start: Span, form: Form) -> Form {
        let span = start.to(form.span);
        if self.bad {
            return Form::list(span, Vec::new());
        }
        if prefix != Prefix::Evaluate {
            let operator = Form::symbol(start, prefix.operator());
            return Form::list(span, vec![operator, form]);
        }
        match constant::evaluate(&form) {
            Ok(value) => value,
            Err(failure) if failure.is_unknown_call => {
                let operator = Form::symbol(start, READ_EVALUATION);
                Form::list(span, vec![operator, form])
            }
            Err(failure) => {
                self.error(
                    "read-evaluate",
                    failure.span,
                    "bad #. expression",
                    &failure.reason,
                );
                Form::list(span, Vec::new())
            }
        }
    }

    fn close(&mut self, span: Span, round: bool) {
        let what = if round { "')'" } else { "']'" };
        if self.excess > 0 {
            self.excess -= 1;
            return self.deliver(Form::list(span, Vec::new()));
        }
        let mut reported = false;
        while let Some(frame) = self.stack.last() {
            if !matches!(frame.opener, Opener::Prefix(_)) {
                break;
            }
            if !reported {
                reported = true;
                self.illegal(span, what, "a datum should stand before this");
            }
            self.stack.pop();
        }
        let Some(frame) = self.stack.pop() else {
            if !reported {
                self.illegal(span, what, "no bracket is open here");
            }
            return;
        };
        let Opener::Bracket(bracket) = frame.opener else {
            return;
        };
        if (bracket == Bracket::Square) == round {
            let label = format!("expected `{}`", bracket.closer());
            self.illegal(span, what, &label);
            if let Some(error) = self.lexer.errors.last_mut() {
                let text = format!("to close this `{}`", bracket.text());
                error.secondary.push((frame.span, text));
            }
        } else if frame.tail == Tail::Expected && !self.bad {
            self.illegal(span, what, "the list's last element should stand here");
        }
        let whole = frame.span.to(span);
        let form = if self.bad {
            Form::list(whole, Vec::new())
        } else {
            self.build(bracket, whole, frame.items, frame.tail)
        };
        self.deliver(form);
    }

    fn build(&mut self, bracket: Bracket, span: Span, items: Vec<Form>, tail: Tail) -> Form {
        let kind = match bracket {
            Bracket::Round | Bracket::Square if tail == Tail::Read => return dotted(span, items),
            Bracket::Round | Bracket::Square => Kind::List(items),
            Bracket::Tuple => Kind::Tuple(items),
            Bracket::Map => {
                if let [.., last] = items.as_slice()
                    && items.len() % 2 == 1
                {
                    let place = last.span;
                    self.error("bad-map", span, "bad map", "keys and values alternate");
                    if let Some(error) = self.lexer.errors.last_mut() {
                        let text = "this key has no value".to_string();
                        error.secondary.push((place, text));
                    }
                }
                Kind::Map(items)
            }
            Bracket::Struct => {
                let named = items.first().is_some_and(|name| name.as_symbol().is_some());
                if !named || items.len().is_multiple_of(2) {
                    let label = "a struct is `#S(NAME KEY VALUE ...)`";
                    self.error("bad-struct", span, "bad struct", label);
                }
                Kind::Struct(items)
            }
            Bracket::Binary => match binary::build(&items) {
                Ok((bytes, bits)) => Kind::Binary(bytes, bits),
                Err(failure) => {
                    self.error("bad-binary", failure.span, "bad binary", &failure.reason);
                    Kind::List(Vec::new())
                }
            },
        };
        Form::new(span, kind)
    }

    /// The text ended inside a form.
    fn missing(&mut self) {
        let Some((innermost, outermost)) = self
            .stack
            .last()
            .zip(self.stack.first())
            .map(|(innermost, outermost)| (innermost.span, outermost.span))
        else {
            return;
        };
        if let Some((_, errors)) = self.traces.restart() {
            self.lexer.errors.truncate(errors);
        }
        let place = self.traces.blame(innermost);
        let text = self.lexer.text();
        let opener = &text[place.start as usize..place.end as usize];
        let mut error = Diagnostic::error("missing-token", place, "missing token").label(
            if opener.ends_with(['(', '[']) {
                format!("this `{opener}` is never closed")
            } else {
                format!("nothing follows this `{opener}`")
            },
        );
        if outermost.start < place.start {
            let text = "in the form that begins here".to_string();
            error.secondary.push((outermost, text));
        }
        self.lexer.errors.push(error);
        let restart = self.traces.restart().map(|(at, _)| at);
        self.restart(restart);
    }

    /// A string, symbol or comment has no end. If an earlier string looks as if it began at the
    /// closing quote of another, that is where the mistake is.
    fn unclosed_quote(&mut self, mut error: Diagnostic) {
        let mut start = error.span.start as usize;
        if error.code == "unclosed-quote"
            && let Some(suspicion) = self.suspicion.take()
            && suspicion.start < start
        {
            start = suspicion.start;
            self.forms.truncate(suspicion.forms);
            self.lexer.errors.truncate(suspicion.errors);
            let text = self.lexer.text();
            let line = text[start..].lines().next().unwrap_or("");
            error = Diagnostic::error(
                error.code,
                Span {
                    end: suspicion.span.start + 1,
                    ..suspicion.span
                },
                format!("illegal characters in {line}..."),
            )
            .label("this string is probably not closed where it should be");
        }
        self.lexer.errors.push(error);
        self.restart(recover::next_form(self.lexer.text(), start));
    }

    fn restart(&mut self, at: Option<usize>) {
        self.stack.clear();
        self.bad = false;
        self.lexer.resume(at.unwrap_or(self.lexer.text().len()));
    }
}

/// `(a b . c)`, with the tail as the last of the items. A tail that is a list makes one list.
fn dotted(span: Span, mut items: Vec<Form>) -> Form {
    let Some(tail) = items.pop() else {
        return Form::list(span, items);
    };
    let kind = match tail.kind {
        Kind::List(rest) => {
            items.extend(rest);
            Kind::List(items)
        }
        Kind::Improper(rest, end) => {
            items.extend(rest);
            Kind::Improper(items, end)
        }
        Kind::String(text) => {
            let place = tail.span;
            let characters = text
                .chars()
                .map(|c| Form::new(place, Kind::Integer(u32::from(c).into())));
            items.extend(characters);
            Kind::List(items)
        }
        _ => Kind::Improper(items, Box::new(tail)),
    };
    Form::new(span, kind)
}
