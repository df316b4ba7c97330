//! Expressions, and patterns, which are written alike.

use super::TEXT_OF;
use super::parser::{Parsed, Parser, quoted, symbol};
use super::scanner::Token;
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};

/// Operators with two operands: how strongly they bind, and on which side they nest.
const OPERATORS: [(&str, u8, bool); 31] = [
    ("=", 1, true),
    ("!", 1, true),
    ("orelse", 2, true),
    ("andalso", 3, true),
    ("==", 4, false),
    ("/=", 4, false),
    ("=<", 4, false),
    ("<", 4, false),
    (">=", 4, false),
    (">", 4, false),
    ("=:=", 4, false),
    ("=/=", 4, false),
    ("++", 5, true),
    ("--", 5, true),
    ("+", 6, false),
    ("-", 6, false),
    ("bor", 6, false),
    ("bxor", 6, false),
    ("bsl", 6, false),
    ("bsr", 6, false),
    ("or", 6, false),
    ("xor", 6, false),
    ("*", 7, false),
    ("/", 7, false),
    ("div", 7, false),
    ("rem", 7, false),
    ("band", 7, false),
    ("and", 7, false),
    // Prefixes only; here to be known as words that are no atoms.
    ("bnot", 0, false),
    ("not", 0, false),
    ("catch", 0, false),
];

/// Words that end an expression or begin a form of their own.
const KEYWORDS: [&str; 14] = [
    "after", "begin", "case", "cond", "end", "fun", "if", "let", "maybe", "of", "receive", "try",
    "when", "else",
];

/// A string datum; the empty one is the empty list.
pub fn string(span: Span, text: String) -> Form {
    match text.is_empty() {
        true => Form::list(span, Vec::new()),
        false => Form::new(span, Kind::String(text)),
    }
}

/// A list that begins with a symbol.
pub fn call(span: Span, head: &str, parts: impl IntoIterator<Item = Form>) -> Form {
    let parts = std::iter::once(symbol(span, head)).chain(parts);
    Form::list(span, parts.collect())
}

impl Parser<'_> {
    pub fn expression(&mut self) -> Parsed<Form> {
        self.nested(|this| {
            let start = this.span();
            if this.take_word("catch") {
                let inside = this.expression()?;
                return Ok(call(this.since(start), "catch", [inside]));
            }
            this.operation(1)
        })
    }

    /// Operands and operators that bind at least so strongly.
    fn operation(&mut self, least: u8) -> Parsed<Form> {
        self.nested(|this| {
            let start = this.span();
            let mut left = this.prefixed()?;
            while let Some((name, strength, is_right)) = this.operator()
                && strength >= least
            {
                this.next();
                let right = match is_right {
                    true => this.operation(strength)?,
                    false => this.operation(strength + 1)?,
                };
                this.matches += usize::from(name == "=");
                left = call(this.since(start), name, [left, right]);
            }
            Ok(left)
        })
    }

    fn operator(&self) -> Option<(&'static str, u8, bool)> {
        let found = |text: &str| {
            let mut all = OPERATORS.into_iter();
            all.find(|(name, strength, _)| *name == text && *strength > 0)
        };
        match self.peek()? {
            Token::Mark(mark) => found(mark),
            Token::Word(word) => found(word),
            _ => None,
        }
    }

    fn prefixed(&mut self) -> Parsed<Form> {
        let start = self.span();
        for name in ["-", "+"] {
            if !self.take(name) {
                continue;
            }
            // A literal with a sign may be a pattern.
            match (name, self.peek()) {
                ("-", Some(Token::Integer(value))) => {
                    self.next();
                    return Ok(Form::new(self.since(start), Kind::Integer(-value.clone())));
                }
                ("-", Some(Token::Float(value))) => {
                    self.next();
                    return Ok(Form::new(self.since(start), Kind::Float(-value)));
                }
                _ => {}
            }
            let operand = self.nested(Parser::prefixed)?;
            return Ok(call(self.since(start), name, [operand]));
        }
        for name in ["not", "bnot"] {
            if self.take_word(name) {
                let operand = self.nested(Parser::prefixed)?;
                return Ok(call(self.since(start), name, [operand]));
            }
        }
        self.postfixed()
    }

    /// A primary expression and what follows it: arguments, a function's name, fields.
    fn postfixed(&mut self) -> Parsed<Form> {
        let start = self.span();
        let mut form = self.primary()?;
        loop {
            if self.take(":") {
                let function = self.primary()?;
                self.expect("(")?;
                let arguments = self.list(")", Parser::expression)?;
                let parts = [form, function].into_iter().chain(arguments);
                form = call(self.since(start), "call", parts);
            } else if self.take("(") {
                let arguments = self.list(")", Parser::expression)?;
                let span = self.since(start);
                form = match quoted_name(&form) {
                    Some(name) => call(span, &name, arguments),
                    None => call(span, "funcall", std::iter::once(form).chain(arguments)),
                };
            } else if self.take("#") {
                form = self.with_fields(start, form)?;
            } else {
                return Ok(form);
            }
        }
    }

    /// What follows `expression#`: a map's pairs, a record's fields, or one field.
    fn with_fields(&mut self, start: Span, value: Form) -> Parsed<Form> {
        if self.take("{") {
            return self.map_update(start, value);
        }
        let name = symbol(self.span(), &self.atom()?);
        if self.take(".") {
            let field = symbol(self.span(), &self.atom()?);
            return Ok(call(
                self.since(start),
                "record-field",
                [value, name, field],
            ));
        }
        self.expect("{")?;
        let fields = self.fields()?;
        let parts = [value, name].into_iter().chain(fields);
        Ok(call(self.since(start), "record-update", parts))
    }

    /// Neighbours of the same kind, `=>` or `:=`, go together.
    fn map_update(&mut self, start: Span, mut map: Form) -> Parsed<Form> {
        let mut group: Option<(&str, Vec<Form>)> = None;
        while !self.take("}") {
            let key = self.expression()?;
            let head = match self.take("=>") {
                true => "map-set",
                false => {
                    self.expect(":=")?;
                    "map-update"
                }
            };
            let value = self.expression()?;
            match &mut group {
                Some((known, pairs)) if *known == head => pairs.extend([key, value]),
                _ => {
                    if let Some((head, pairs)) = group.take() {
                        map = call(start, head, std::iter::once(map).chain(pairs));
                    }
                    group = Some((head, vec![key, value]));
                }
            }
            if !self.is("}") {
                self.expect(",")?;
            }
        }
        let span = self.since(start);
        Ok(match group {
            Some((head, pairs)) => call(span, head, std::iter::once(map).chain(pairs)),
            None => call(span, "map-set", [map]),
        })
    }

    /// `field = value, …}` as names and values.
    fn fields(&mut self) -> Parsed<Vec<Form>> {
        let mut fields = Vec::new();
        while !self.take("}") {
            let place = self.span();
            fields.push(match self.next() {
                Some(Token::Word(name) | Token::Quoted(name) | Token::Variable(name)) => {
                    symbol(place, name)
                }
                _ => return Err(self.unexpected()),
            });
            self.expect("=")?;
            fields.push(self.expression()?);
            if !self.is("}") {
                self.expect(",")?;
            }
        }
        Ok(fields)
    }

    pub fn primary(&mut self) -> Parsed<Form> {
        let start = self.span();
        let Some(token) = self.next() else {
            return Err(self.unexpected());
        };
        match token {
            Token::Integer(value) => Ok(Form::new(start, Kind::Integer(value.clone()))),
            Token::Float(value) => Ok(Form::new(start, Kind::Float(*value))),
            Token::Text(text) => {
                let mut text = text.clone();
                while let Some(Token::Text(more)) = self.peek() {
                    text.push_str(more);
                    self.next();
                }
                Ok(string(self.since(start), text))
            }
            Token::Variable(name) => Ok(symbol(start, name)),
            Token::Quoted(name) => Ok(quoted(start, name)),
            Token::Word(word) => match word.as_str() {
                "begin" => {
                    let body = self.body()?;
                    self.expect_word("end")?;
                    Ok(call(self.since(start), "progn", body))
                }
                "case" => {
                    let value = self.expression()?;
                    self.expect_word("of")?;
                    let clauses = self.clauses()?;
                    self.expect_word("end")?;
                    let parts = std::iter::once(value).chain(clauses);
                    Ok(call(self.since(start), "case", parts))
                }
                "if" => self.choice(start),
                "fun" => self.fun(start),
                "receive" => self.receive(start),
                "try" => self.try_form(start),
                word if KEYWORDS.contains(&word) => Err(self.unexpected()),
                word if OPERATORS.iter().any(|(name, _, _)| *name == word) => {
                    Err(self.unexpected())
                }
                word => Ok(quoted(start, word)),
            },
            Token::Mark("(") => {
                let inside = self.expression()?;
                self.expect(")")?;
                Ok(inside)
            }
            Token::Mark("{") => {
                let parts = self.list("}", Parser::expression)?;
                Ok(call(self.since(start), "tuple", parts))
            }
            Token::Mark("[") => self.list_form(start),
            Token::Mark("<<") => self.binary(start),
            Token::Mark("#") if self.take("{") => {
                let mut pairs = Vec::new();
                while !self.take("}") {
                    pairs.push(self.expression()?);
                    if !self.take("=>") {
                        self.expect(":=")?;
                    }
                    pairs.push(self.expression()?);
                    if !self.is("}") {
                        self.expect(",")?;
                    }
                }
                Ok(call(self.since(start), "map", pairs))
            }
            Token::Mark("#") => {
                let name = symbol(self.span(), &self.atom()?);
                if self.take(".") {
                    let field = symbol(self.span(), &self.atom()?);
                    return Ok(call(self.since(start), "record-index", [name, field]));
                }
                self.expect("{")?;
                let fields = self.fields()?;
                let parts = std::iter::once(name).chain(fields);
                Ok(call(self.since(start), "record", parts))
            }
            Token::Mark("??") => match self.next() {
                Some(Token::Variable(name)) => {
                    Ok(call(self.since(start), TEXT_OF, [symbol(start, name)]))
                }
                _ => Err(self.unexpected()),
            },
            Token::Mark("?") => {
                let name = match self.next() {
                    Some(Token::Word(name) | Token::Variable(name) | Token::Quoted(name)) => name,
                    _ => return Err(self.unexpected()),
                };
                // What is called is the value of the macro of this name that has no parameters.
                let arguments = match name.as_str() {
                    "MODULE" => Vec::new(),
                    _ if self.take("(") => self.list(")", Parser::expression)?,
                    _ => Vec::new(),
                };
                Ok(call(self.since(start), name, arguments))
            }
            _ => Err(self.unexpected()),
        }
    }

    /// What follows `[`.
    fn list_form(&mut self, start: Span) -> Parsed<Form> {
        if self.take("]") {
            return Ok(Form::list(self.since(start), Vec::new()));
        }
        let mut parts = vec![self.expression()?];
        if self.take("||") {
            let qualifiers = self.qualifiers()?;
            self.expect("]")?;
            let body = parts.remove(0);
            return Ok(call(self.since(start), "list-comp", [qualifiers, body]));
        }
        while self.take(",") {
            parts.push(self.expression()?);
        }
        if !self.take("|") {
            self.expect("]")?;
            return Ok(call(self.since(start), "list", parts));
        }
        let tail = self.expression()?;
        self.expect("]")?;
        let span = self.since(start);
        let cons = |tail, head| call(span, "cons", [head, tail]);
        Ok(parts.into_iter().rev().fold(tail, cons))
    }

    fn qualifiers(&mut self) -> Parsed<Form> {
        let start = self.span();
        let mut qualifiers = Vec::new();
        loop {
            let place = self.span();
            let matches = self.matches;
            let first = self.expression()?;
            let arrow = ["<-", "<="].into_iter().find(|arrow| self.take(arrow));
            qualifiers.push(match arrow {
                Some(arrow) => {
                    self.matches = matches;
                    let source = self.expression()?;
                    call(self.since(place), arrow, [first, source])
                }
                None => first,
            });
            if !self.take(",") {
                return Ok(Form::list(self.since(start), qualifiers));
            }
        }
    }

    /// What follows `<<`.
    fn binary(&mut self, start: Span) -> Parsed<Form> {
        if self.take(">>") {
            return Ok(call(self.since(start), "binary", []));
        }
        let mut segments = vec![self.segment()?];
        if self.take("||") {
            let qualifiers = self.qualifiers()?;
            self.expect(">>")?;
            let body = segments.remove(0);
            return Ok(call(self.since(start), "binary-comp", [qualifiers, body]));
        }
        while self.take(",") {
            segments.push(self.segment()?);
        }
        self.expect(">>")?;
        Ok(call(self.since(start), "binary", segments))
    }

    /// `value:size/type-type`.
    fn segment(&mut self) -> Parsed<Form> {
        let start = self.span();
        let value = match self.is("-") {
            true => self.prefixed()?,
            false => self.primary()?,
        };
        let size = match self.take(":") {
            true => Some(self.primary()?),
            false => None,
        };
        let mut parts = vec![value];
        if self.take("/") {
            loop {
                let place = self.span();
                let name = self.atom()?;
                parts.push(match name == "unit" && self.take(":") {
                    true => call(place, "unit", [self.primary()?]),
                    false => symbol(place, &name),
                });
                if !self.take("-") {
                    break;
                }
            }
        }
        if let Some(size) = size {
            parts.push(call(size.span, "size", [size]));
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Form::list(self.since(start), parts),
        })
    }
}

/// The name of `'name`, which before arguments is a function's.
fn quoted_name(form: &Form) -> Option<String> {
    match form.as_list()? {
        [head, name] if head.as_symbol().is_some_and(|head| *head == *"quote") => {
            name.as_symbol().map(|name| name.as_str().to_owned())
        }
        _ => None,
    }
}
