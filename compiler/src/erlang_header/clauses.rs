//! Bodies, clauses and the forms made of them.

use super::expressions::call;
use super::parser::{Parsed, Parser, quoted, symbol};
use super::scanner::Token;
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};

impl Parser<'_> {
    /// Expressions with commas between them; a match binds for those that follow.
    pub fn body(&mut self) -> Parsed<Vec<Form>> {
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
    pub fn clauses(&mut self) -> Parsed<Vec<Form>> {
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
    pub fn choice(&mut self, start: Span) -> Parsed<Form> {
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
    pub fn fun(&mut self, start: Span) -> Parsed<Form> {
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
    pub fn receive(&mut self, start: Span) -> Parsed<Form> {
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
    pub fn try_form(&mut self, start: Span) -> Parsed<Form> {
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
