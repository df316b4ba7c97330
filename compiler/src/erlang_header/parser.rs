//! Forms of a header: attributes and functions. What expressions and types become is beside.

use super::scanner::{Placed, Token};
use super::{Item, Problem};
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};

/// Levels that expressions and types may nest.
const MOST_DEPTH: usize = 300;

pub type Parsed<T> = Result<T, Problem>;

pub struct Parser<'t> {
    tokens: &'t [Placed],
    at: usize,
    pub depth: usize,
    /// Matches written as expressions that nothing has made a `let` of yet.
    pub matches: usize,
}

/// One form without its full stop.
pub fn form(tokens: &[Placed]) -> Parsed<Vec<Item>> {
    let mut parser = Parser::new(tokens);
    match parser.peek() {
        Some(Token::Mark("-")) => {
            parser.next();
            parser.attribute()
        }
        _ => parser.function(),
    }
}

/// All tokens as one expression.
pub fn expression(tokens: &[Placed]) -> Parsed<Form> {
    let mut parser = Parser::new(tokens);
    let form = parser.expression()?;
    parser.at_end()?;
    match parser.matches {
        0 => Ok(form),
        _ => Err(parser.unexpected()),
    }
}

impl<'t> Parser<'t> {
    fn new(tokens: &'t [Placed]) -> Parser<'t> {
        Parser {
            tokens,
            at: 0,
            depth: 0,
            matches: 0,
        }
    }

    pub fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at).map(|placed| &placed.token)
    }

    pub fn peek_after(&self, count: usize) -> Option<&'t Token> {
        self.tokens.get(self.at + count).map(|placed| &placed.token)
    }

    pub fn next(&mut self) -> Option<&'t Token> {
        let token = self.peek();
        self.at += 1;
        token
    }

    /// Place of the next token, or of the last one.
    pub fn span(&self) -> Span {
        let placed = self.tokens.get(self.at).or(self.tokens.last());
        placed.map_or(Span::default(), |placed| placed.span)
    }

    /// From a place to the last token taken.
    pub fn since(&self, start: Span) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(start, |last| start.to(last.span))
    }

    pub fn unexpected(&self) -> Problem {
        Problem::new(self.span(), "unable to translate this form of a header")
    }

    pub fn is(&self, mark: &str) -> bool {
        matches!(self.peek(), Some(Token::Mark(found)) if *found == mark)
    }

    pub fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if found == word)
    }

    pub fn take(&mut self, mark: &str) -> bool {
        let found = self.is(mark);
        self.at += usize::from(found);
        found
    }

    pub fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    pub fn expect(&mut self, mark: &str) -> Parsed<()> {
        match self.take(mark) {
            true => Ok(()),
            false => Err(self.unexpected()),
        }
    }

    pub fn expect_word(&mut self, word: &str) -> Parsed<()> {
        match self.take_word(word) {
            true => Ok(()),
            false => Err(self.unexpected()),
        }
    }

    pub fn atom(&mut self) -> Parsed<String> {
        match self.peek() {
            Some(Token::Word(name) | Token::Quoted(name)) => {
                self.at += 1;
                Ok(name.clone())
            }
            _ => Err(self.unexpected()),
        }
    }

    pub fn at_end(&self) -> Parsed<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected()),
        }
    }

    /// One level deeper.
    pub fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MOST_DEPTH {
            return Err(Problem::new(self.span(), "too deeply nested"));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// Parts with commas between them, up to a mark.
    pub fn list(
        &mut self,
        end: &str,
        mut part: impl FnMut(&mut Self) -> Parsed<Form>,
    ) -> Parsed<Vec<Form>> {
        let mut parts = Vec::new();
        if self.take(end) {
            return Ok(parts);
        }
        loop {
            parts.push(part(self)?);
            if self.take(end) {
                return Ok(parts);
            }
            self.expect(",")?;
        }
    }

    fn attribute(&mut self) -> Parsed<Vec<Item>> {
        let start = self.span();
        let name = self.atom()?;
        match name.as_str() {
            "record" => self.record(start),
            "type" | "opaque" | "nominal" => {
                let bracketed = self.take("(");
                let form = self.type_definition(start, &name)?;
                if bracketed {
                    self.expect(")")?;
                }
                self.at_end()?;
                Ok(vec![Item::Form(form)])
            }
            "spec" => {
                let bracketed = self.take("(");
                let form = self.specification(start)?;
                if bracketed {
                    self.expect(")")?;
                }
                self.at_end()?;
                Ok(vec![Item::Form(form)])
            }
            // What callbacks of the behaviour look like says nothing of the module.
            "callback" | "file" | "module" | "doc" | "moduledoc" => Ok(Vec::new()),
            _ => {
                self.expect("(")?;
                let values = self.list(")", Parser::datum)?;
                self.at_end()?;
                let values = match (name.as_str(), values.as_slice()) {
                    ("import", [module, functions]) => {
                        let functions = pairs(functions);
                        let parts = [symbol(start, "from"), module.clone()];
                        vec![Form::list(
                            start,
                            parts.into_iter().chain(functions).collect(),
                        )]
                    }
                    ("export" | "on_load", [functions]) => pairs(functions),
                    ("export_type", [types]) => {
                        return Ok(attribute(start, "export-type", pairs(types)));
                    }
                    (_, [value]) => vec![value.clone()],
                    _ => return Err(self.unexpected()),
                };
                Ok(attribute(start, &name, values))
            }
        }
    }

    /// `(name, {field = default :: type, …})`.
    fn record(&mut self, start: Span) -> Parsed<Vec<Item>> {
        self.expect("(")?;
        let place = self.span();
        let name = self.atom()?;
        self.expect(",")?;
        self.expect("{")?;
        let fields = self.list("}", Parser::field)?;
        self.expect(")")?;
        self.at_end()?;
        let parts = [symbol(start, "defrecord"), symbol(place, &name)];
        let parts = parts.into_iter().chain(fields).collect();
        Ok(vec![Item::Form(Form::list(start, parts))])
    }

    fn field(&mut self) -> Parsed<Form> {
        let start = self.span();
        let mut parts = vec![symbol(start, &self.atom()?)];
        if self.take("=") {
            parts.push(self.expression()?);
        }
        if self.take("::") {
            if parts.len() == 1 {
                parts.push(quoted(start, "undefined"));
            }
            parts.push(self.type_expression()?);
        }
        Ok(Form::list(self.since(start), parts))
    }

    /// `name(pattern, …) when guard -> body; …`.
    fn function(&mut self) -> Parsed<Vec<Item>> {
        let start = self.span();
        let name = self.atom()?;
        self.at -= 1;
        let mut clauses = Vec::new();
        loop {
            if self.atom()? != name {
                return Err(self.unexpected());
            }
            clauses.extend(self.function_clause()?);
            if !self.take(";") {
                break;
            }
        }
        self.at_end()?;
        if self.matches > 0 {
            return Err(self.unexpected());
        }
        let clauses = std::iter::once(symbol(start, "match-lambda")).chain(clauses);
        let function = Form::list(self.since(start), clauses.collect());
        let parts = vec![
            symbol(start, "define-function"),
            symbol(start, &name),
            Form::list(start, Vec::new()),
            function,
        ];
        Ok(vec![Item::Form(Form::list(self.since(start), parts))])
    }

    /// A term in an attribute: data, and `name/arity` as a tuple.
    fn datum(&mut self) -> Parsed<Form> {
        self.nested(|this| {
            let start = this.span();
            let form = match this.next() {
                Some(Token::Word(name) | Token::Quoted(name)) => symbol(start, name),
                Some(Token::Integer(value)) => {
                    return Ok(Form::new(start, Kind::Integer(value.clone())));
                }
                Some(Token::Float(value)) => return Ok(Form::new(start, Kind::Float(*value))),
                Some(Token::Text(text)) => {
                    return Ok(super::expressions::string(start, text.clone()));
                }
                Some(Token::Mark("{")) => {
                    let parts = this.list("}", Parser::datum)?;
                    return Ok(Form::new(this.since(start), Kind::Tuple(parts)));
                }
                Some(Token::Mark("[")) => {
                    let parts = this.list("]", Parser::datum)?;
                    return Ok(Form::list(this.since(start), parts));
                }
                _ => {
                    this.at -= 1;
                    return Err(this.unexpected());
                }
            };
            if !this.take("/") {
                return Ok(form);
            }
            match this.next() {
                Some(Token::Integer(arity)) => {
                    let arity = Form::new(start, Kind::Integer(arity.clone()));
                    Ok(Form::new(this.since(start), Kind::Tuple(vec![form, arity])))
                }
                _ => Err(this.unexpected()),
            }
        })
    }
}

pub fn symbol(span: Span, name: &str) -> Form {
    Form::symbol(span, name)
}

pub fn quoted(span: Span, name: &str) -> Form {
    Form::list(span, vec![symbol(span, "quote"), symbol(span, name)])
}

/// `(extend-module () ((name value…)))`.
fn attribute(span: Span, name: &str, values: Vec<Form>) -> Vec<Item> {
    let values = std::iter::once(symbol(span, name)).chain(values).collect();
    let attributes = Form::list(span, vec![Form::list(span, values)]);
    let parts = vec![
        symbol(span, "extend-module"),
        Form::list(span, Vec::new()),
        attributes,
    ];
    vec![Item::Form(Form::list(span, parts))]
}

/// `name/arity` in a list, or by itself, as `(name arity)`.
fn pairs(functions: &Form) -> Vec<Form> {
    let pair = |form: &Form| match &form.kind {
        Kind::Tuple(parts) => Form::list(form.span, parts.clone()),
        _ => form.clone(),
    };
    match functions.as_list() {
        Some(list) => list.iter().map(pair).collect(),
        None => vec![pair(functions)],
    }
}
