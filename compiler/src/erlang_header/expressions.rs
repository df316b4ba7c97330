//! Expressions, clauses and patterns, which are written alike.

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

fn call(span: Span, head: &str, parts: impl IntoIterator<Item = Form>) -> Form {
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

    fn primary(&mut self) -> Parsed<Form> {
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

    /// Expressions with commas between them; a match binds for those that follow.
    fn body(&mut self) -> Parsed<Vec<Form>> {
        let mut forms = Vec::new();
        loop {
            let before = self.matches;
            let form = self.expression()?;
            if self.matches > before + 1 {
                return Err(self.unexpected());
            }
            forms.push((form, self.matches > before));
            self.matches = before;
            if !self.take(",") {
                break;
            }
        }
        let mut body: Vec<Form> = Vec::new();
        for (form, is_match) in forms.into_iter().rev() {
            if !is_match {
                body.insert(0, form);
                continue;
            }
            let span = form.span;
            let Some([head, pattern, value]) = form.as_list() else {
                return Err(self.unexpected());
            };
            if head.as_symbol().is_none_or(|head| *head != *"=") {
                return Err(self.unexpected());
            }
            let mut pattern = pattern.clone();
            if body.is_empty() {
                // The value of a match is what was matched.
                let name = "-value-";
                pattern = call(span, "=", [symbol(span, name), pattern]);
                body.push(symbol(span, name));
            }
            let binding = Form::list(span, vec![pattern, value.clone()]);
            let bindings = Form::list(span, vec![binding]);
            body = vec![call(span, "let", std::iter::once(bindings).chain(body))];
        }
        Ok(body)
    }

    /// A pattern: an expression in which `=` is an alias.
    fn pattern(&mut self) -> Parsed<Form> {
        let matches = self.matches;
        let pattern = self.expression()?;
        self.matches = matches;
        Ok(pattern)
    }

    /// `pattern when guard -> body; …`.
    fn clauses(&mut self) -> Parsed<Vec<Form>> {
        let mut clauses = Vec::new();
        loop {
            let start = self.span();
            let pattern = self.pattern()?;
            clauses.extend(self.rest_of_clause(start, pattern)?);
            if !self.take(";") {
                return Ok(clauses);
            }
        }
    }

    /// `(pattern, …) when guard -> body`.
    pub fn function_clause(&mut self) -> Parsed<Vec<Form>> {
        let start = self.span();
        self.expect("(")?;
        let patterns = self.list(")", Parser::pattern)?;
        let patterns = Form::list(self.since(start), patterns);
        self.rest_of_clause(start, patterns)
    }

    /// A clause for each of the guard's alternatives.
    fn rest_of_clause(&mut self, start: Span, head: Form) -> Parsed<Vec<Form>> {
        let mut guards = Vec::new();
        if self.take_word("when") {
            guards = self.guards()?;
        }
        self.expect("->")?;
        let body = self.body()?;
        let span = self.since(start);
        let clause = |guard: Option<Form>| {
            let parts = std::iter::once(head.clone()).chain(guard);
            Form::list(span, parts.chain(body.clone()).collect())
        };
        Ok(match guards.is_empty() {
            true => vec![clause(None)],
            false => guards
                .into_iter()
                .map(|guard| clause(Some(guard)))
                .collect(),
        })
    }

    /// Alternatives with semicolons between them, each a `(when test…)`.
    fn guards(&mut self) -> Parsed<Vec<Form>> {
        let mut guards = Vec::new();
        loop {
            let start = self.span();
            let mut tests = vec![self.expression()?];
            while self.take(",") {
                tests.push(self.expression()?);
            }
            guards.push(call(self.since(start), "when", tests));
            if !self.take(";") {
                return Ok(guards);
            }
        }
    }

    /// What follows `if`.
    fn choice(&mut self, start: Span) -> Parsed<Form> {
        let mut clauses = Vec::new();
        loop {
            let place = self.span();
            let guards = self.guards()?;
            self.expect("->")?;
            let body = self.body()?;
            let span = self.since(place);
            for guard in guards {
                let parts = [symbol(place, "_"), guard].into_iter();
                clauses.push(Form::list(span, parts.chain(body.clone()).collect()));
            }
            if !self.take(";") {
                break;
            }
        }
        self.expect_word("end")?;
        let span = self.since(start);
        let nothing = Form::list(span, Vec::new());
        let names = ["erlang", "error", "if_clause"].map(|name| quoted(span, name));
        let failing = vec![symbol(span, "_"), call(span, "call", names)];
        clauses.push(Form::list(span, failing));
        Ok(call(span, "case", std::iter::once(nothing).chain(clauses)))
    }

    /// What follows `fun`.
    fn fun(&mut self, start: Span) -> Parsed<Form> {
        if self.is("(") {
            let mut clauses = Vec::new();
            loop {
                clauses.extend(self.function_clause()?);
                if !self.take(";") {
                    break;
                }
            }
            self.expect_word("end")?;
            return Ok(call(self.since(start), "match-lambda", clauses));
        }
        let mut names = vec![symbol(self.span(), &self.atom()?)];
        if self.take(":") {
            names.push(symbol(self.span(), &self.atom()?));
        }
        self.expect("/")?;
        match self.next() {
            Some(Token::Integer(arity)) => {
                names.push(Form::new(start, Kind::Integer(arity.clone())));
            }
            _ => return Err(self.unexpected()),
        }
        Ok(call(self.since(start), "function", names))
    }

    /// What follows `receive`.
    fn receive(&mut self, start: Span) -> Parsed<Form> {
        let mut parts = match self.is_word("after") {
            true => Vec::new(),
            false => self.clauses()?,
        };
        if self.take_word("after") {
            let place = self.span();
            let timeout = self.expression()?;
            self.expect("->")?;
            let body = self.body()?;
            let body = std::iter::once(timeout).chain(body);
            parts.push(call(place, "after", body));
        }
        self.expect_word("end")?;
        Ok(call(self.since(start), "receive", parts))
    }

    /// What follows `try`.
    fn try_form(&mut self, start: Span) -> Parsed<Form> {
        let body = self.body()?;
        let mut parts = vec![call(start, "progn", body)];
        if self.take_word("of") {
            let clauses = self.clauses()?;
            parts.push(call(start, "case", clauses));
        }
        if self.take_word("catch") {
            let mut clauses = Vec::new();
            loop {
                let place = self.span();
                let first = self.pattern_of_exception()?;
                clauses.extend(self.rest_of_clause(place, first)?);
                if !self.take(";") {
                    break;
                }
            }
            parts.push(call(start, "catch", clauses));
        }
        if self.take_word("after") {
            let body = self.body()?;
            parts.push(call(start, "after", body));
        }
        self.expect_word("end")?;
        Ok(call(self.since(start), "try", parts))
    }

    /// `reason`, `class:reason` or `class:reason:stack`.
    fn pattern_of_exception(&mut self) -> Parsed<Form> {
        let start = self.span();
        let class = match (self.peek(), self.peek_after(1)) {
            (Some(Token::Word(name) | Token::Quoted(name)), Some(Token::Mark(":"))) => {
                Some(quoted(start, name))
            }
            (Some(Token::Variable(name)), Some(Token::Mark(":"))) => Some(symbol(start, name)),
            _ => None,
        };
        if class.is_some() {
            self.next();
            self.next();
        }
        // A plain colon would make a call of what follows.
        let reason = match self.peek_after(1) {
            Some(Token::Mark(":")) => self.primary()?,
            _ => self.pattern_before_stack()?,
        };
        let stack = match self.take(":") {
            true => self.primary()?,
            false => symbol(start, "_"),
        };
        let class = class.unwrap_or_else(|| quoted(start, "throw"));
        Ok(call(self.since(start), "tuple", [class, reason, stack]))
    }

    /// A pattern without a call behind it.
    fn pattern_before_stack(&mut self) -> Parsed<Form> {
        let is_bracket = matches!(self.peek(), Some(Token::Mark("{" | "[" | "<<" | "(")));
        match is_bracket {
            true => self.primary(),
            false => self.pattern(),
        }
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
