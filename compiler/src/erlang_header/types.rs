//! Types and specifications.

use super::parser::{Parsed, Parser, quoted, symbol};
use super::scanner::Token;
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};
use dashu_int::IBig;

impl Parser<'_> {
    /// `name(Variable, …) :: type`.
    pub fn type_definition(&mut self, start: Span, kind: &str) -> Parsed<Form> {
        let place = self.span();
        let mut head = vec![symbol(place, &self.atom()?)];
        self.expect("(")?;
        head.extend(self.list(")", |this| match this.next() {
            Some(Token::Variable(name)) => Ok(symbol(place, name)),
            _ => Err(this.unexpected()),
        })?);
        self.expect("::")?;
        let definition = self.type_expression()?;
        let kind = match kind {
            "opaque" => "define-opaque-type",
            _ => "define-type",
        };
        let parts = vec![symbol(start, kind), Form::list(place, head), definition];
        Ok(Form::list(self.since(start), parts))
    }

    /// `name(type, …) -> type when constraints; …`, perhaps with the module's name before.
    pub fn specification(&mut self, start: Span) -> Parsed<Form> {
        let place = self.span();
        let mut name = self.atom()?;
        if self.take(":") {
            name = self.atom()?;
        }
        let mut clauses = Vec::new();
        let mut arity = 0;
        loop {
            let place = self.span();
            self.expect("(")?;
            let arguments = self.list(")", Parser::type_expression)?;
            arity = match clauses.is_empty() {
                true => arguments.len(),
                false if arity == arguments.len() => arity,
                false => return Err(self.unexpected()),
            };
            self.expect("->")?;
            let answer = self.type_expression()?;
            let mut constraints = Vec::new();
            if self.take_word("when") {
                loop {
                    let variable = self.type_expression_alone()?;
                    self.expect("::")?;
                    let bound = self.type_expression()?;
                    constraints.push(Form::list(variable.span, vec![variable, bound]));
                    if !self.take(",") {
                        break;
                    }
                }
            }
            let parts = vec![
                Form::list(place, arguments),
                answer,
                Form::list(place, constraints),
            ];
            clauses.push(Form::list(self.since(place), parts));
            if !self.take(";") {
                break;
            }
        }
        let function = vec![symbol(place, &name), Form::integer(place, arity as i64)];
        let parts = vec![
            symbol(start, "define-function-spec"),
            Form::list(place, function),
            Form::list(place, clauses),
        ];
        Ok(Form::list(self.since(start), parts))
    }

    /// A type, perhaps with a name before it, which is left out, or several with bars between.
    pub fn type_expression(&mut self) -> Parsed<Form> {
        self.nested(|this| {
            let start = this.span();
            if matches!(this.peek(), Some(Token::Variable(_)))
                && this.peek_after(1) == Some(&Token::Mark("::"))
            {
                this.next();
                this.next();
                return this.type_expression();
            }
            let mut types = vec![this.type_expression_alone()?];
            while this.take("|") {
                types.push(this.type_expression_alone()?);
            }
            match types.len() {
                1 => Ok(types.remove(0)),
                _ => {
                    let parts = std::iter::once(symbol(start, "UNION")).chain(types);
                    Ok(Form::list(this.since(start), parts.collect()))
                }
            }
        })
    }

    fn type_expression_alone(&mut self) -> Parsed<Form> {
        let start = self.span();
        let list = |span, name: &str, parts: Vec<Form>| {
            let parts = std::iter::once(symbol(start, name)).chain(parts);
            Form::list(span, parts.collect())
        };
        if let Some(first) = self.type_number()? {
            if !self.take("..") {
                return Ok(Form::new(start, Kind::Integer(first)));
            }
            let Some(last) = self.type_number()? else {
                return Err(self.unexpected());
            };
            let bounds = [first, last].map(|bound| Form::new(start, Kind::Integer(bound)));
            return Ok(list(self.since(start), "range", bounds.into()));
        }
        match self.next() {
            Some(Token::Variable(name)) => Ok(symbol(start, name)),
            Some(Token::Mark("(")) => {
                let inside = self.type_expression()?;
                self.expect(")")?;
                Ok(inside)
            }
            Some(Token::Word(word)) if word == "fun" => self.function_type(start),
            Some(Token::Word(name) | Token::Quoted(name)) => {
                let mut name = name.clone();
                if self.take(":") {
                    name = format!("{name}:{}", self.atom()?);
                } else if !self.is("(") {
                    return Ok(quoted(start, &name));
                }
                self.expect("(")?;
                let arguments = self.list(")", Parser::type_expression)?;
                Ok(list(self.since(start), &name, arguments))
            }
            Some(Token::Mark("[")) => {
                if self.take("]") {
                    return Ok(list(self.since(start), "nil", Vec::new()));
                }
                let element = self.type_expression()?;
                let name = match self.take(",") {
                    true => {
                        self.expect("...")?;
                        "nonempty_list"
                    }
                    false => "list",
                };
                self.expect("]")?;
                Ok(list(self.since(start), name, vec![element]))
            }
            Some(Token::Mark("{")) => {
                let parts = self.list("}", Parser::type_expression)?;
                Ok(Form::new(self.since(start), Kind::Tuple(parts)))
            }
            Some(Token::Mark("#")) if self.take("{") => {
                let mut pairs = Vec::new();
                while !self.take("}") {
                    pairs.push(self.type_expression()?);
                    if !self.take("=>") {
                        self.expect(":=")?;
                    }
                    pairs.push(self.type_expression()?);
                    if !self.is("}") {
                        self.expect(",")?;
                    }
                }
                Ok(Form::new(self.since(start), Kind::Map(pairs)))
            }
            Some(Token::Mark("#")) => {
                let mut parts = vec![symbol(start, &self.atom()?)];
                self.expect("{")?;
                parts.extend(self.list("}", |this| {
                    let place = this.span();
                    let name = symbol(place, &this.atom()?);
                    this.expect("::")?;
                    let parts = vec![name, this.type_expression()?];
                    Ok(Form::list(this.since(place), parts))
                })?);
                Ok(list(self.since(start), "record", parts))
            }
            Some(Token::Mark("<<")) => self.bits_type(start),
            _ => Err(self.unexpected()),
        }
    }

    /// An integer, perhaps with a sign.
    fn type_number(&mut self) -> Parsed<Option<IBig>> {
        let is_negative = self.is("-");
        match self.peek_after(usize::from(is_negative)) {
            Some(Token::Integer(value)) => {
                self.next();
                if is_negative {
                    self.next();
                    return Ok(Some(-value.clone()));
                }
                Ok(Some(value.clone()))
            }
            _ => Ok(None),
        }
    }

    /// What follows `fun`.
    fn function_type(&mut self, start: Span) -> Parsed<Form> {
        self.expect("(")?;
        if self.take(")") {
            return Ok(Form::list(self.since(start), vec![symbol(start, "fun")]));
        }
        self.expect("(")?;
        let arguments = match self.take("...") {
            true => {
                self.expect(")")?;
                symbol(start, "any")
            }
            false => {
                let types = self.list(")", Parser::type_expression)?;
                Form::list(self.since(start), types)
            }
        };
        self.expect("->")?;
        let answer = self.type_expression()?;
        self.expect(")")?;
        let parts = vec![symbol(start, "lambda"), arguments, answer];
        Ok(Form::list(self.since(start), parts))
    }

    /// What follows `<<`: `_:M`, `_:_*N`, or both.
    fn bits_type(&mut self, start: Span) -> Parsed<Form> {
        let (mut base, mut unit) = (IBig::ZERO, IBig::ZERO);
        while !self.take(">>") {
            let any =
                |token: Option<&Token>| matches!(token, Some(Token::Variable(name)) if name == "_");
            if !any(self.next()) {
                return Err(self.unexpected());
            }
            self.expect(":")?;
            if any(self.peek()) {
                self.next();
                self.expect("*")?;
                unit = self.type_number()?.ok_or_else(|| self.unexpected())?;
            } else {
                base = self.type_number()?.ok_or_else(|| self.unexpected())?;
            }
            if !self.is(">>") {
                self.expect(",")?;
            }
        }
        let numbers = [base, unit].map(|number| Form::new(start, Kind::Integer(number)));
        let parts = std::iter::once(symbol(start, "bitstring")).chain(numbers);
        Ok(Form::list(self.since(start), parts.collect()))
    }
}
