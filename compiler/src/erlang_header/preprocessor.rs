//! Directives and macros: a header's tokens as the forms that are left, definitions of macros among them.

use super::scanner::{Placed, Token, scan};
use super::{Definition, Item, Problem, parser};
use crate::base::span::{FileId, Sources, Span};
use crate::macros::{Evaluator, Included, NotIncluded};
use std::collections::HashMap;

/// Headers that include one another.
const MOST_DEPTH: usize = 64;

/// Tokens that one form may become.
const MOST_TOKENS: usize = 200_000;

/// Names that mean something in every file, which the parser knows.
const EVERYWHERE: [&str; 6] = [
    "MODULE",
    "MODULE_STRING",
    "LINE",
    "FILE",
    "FUNCTION_NAME",
    "FUNCTION_ARITY",
];

#[derive(Clone)]
struct Macro {
    parameters: Option<Vec<String>>,
    body: Vec<Placed>,
}

pub struct Preprocessor<'a> {
    pub sources: &'a mut Sources,
    pub evaluator: &'a dyn Evaluator,
    pub items: Vec<Item>,
    pub problems: Vec<Problem>,
    /// Definitions by name; those of different numbers of parameters are side by side.
    macros: HashMap<String, Vec<Macro>>,
    /// For each open condition: does it hold, and has it an `-else` yet?
    conditions: Vec<(bool, bool)>,
    depth: usize,
}

impl<'a> Preprocessor<'a> {
    pub fn new(sources: &'a mut Sources, evaluator: &'a dyn Evaluator) -> Preprocessor<'a> {
        Preprocessor {
            sources,
            evaluator,
            items: Vec::new(),
            problems: Vec::new(),
            macros: HashMap::new(),
            conditions: Vec::new(),
            depth: 0,
        }
    }

    pub fn file(&mut self, file: FileId) {
        let text = self.sources.get(file).text.clone();
        let tokens = scan(file, &text, &mut self.problems);
        let outside = self.conditions.len();
        for form in tokens.split_inclusive(|placed| placed.token == Token::Stop) {
            match form.split_last() {
                Some((
                    Placed {
                        token: Token::Stop, ..
                    },
                    form,
                )) if !form.is_empty() => {
                    self.form(form);
                }
                Some((last, _)) if last.token != Token::Stop => {
                    let span = form[0].span.to(last.span);
                    self.problem(span, "a form of a header ends with a full stop");
                }
                _ => {}
            }
        }
        if self.conditions.len() > outside {
            let end = Span::new(file, text.len(), text.len());
            self.problem(end, "-endif is missing");
            self.conditions.truncate(outside);
        }
    }

    fn problem(&mut self, span: Span, what: impl Into<String>) {
        self.problems.push(Problem::new(span, what));
    }

    fn form(&mut self, form: &[Placed]) {
        let span = form[0].span.to(form[form.len() - 1].span);
        let directive = match form {
            [first, second, rest @ ..] if first.token == Token::Mark("-") => match &second.token {
                Token::Word(name) => Some((name.as_str(), rest)),
                _ => None,
            },
            _ => None,
        };
        let is_on = self.conditions.iter().all(|(holds, _)| *holds);
        match directive {
            Some((name @ ("ifdef" | "ifndef"), rest)) => {
                let is_defined = name_of(rest).is_some_and(|name| self.is_defined(&name));
                self.conditions
                    .push((is_defined == (name == "ifdef"), false));
            }
            Some(("if", _)) => {
                if is_on {
                    self.problem(span, "-if is not translated: it is taken not to hold");
                }
                self.conditions.push((false, false));
            }
            Some(("elif", _)) => {
                // What comes after a condition that held does not.
                if let Some((holds, _)) = self.conditions.last_mut() {
                    *holds = false;
                }
            }
            Some(("else", _)) => match self.conditions.last_mut() {
                Some((holds, has_else @ false)) => {
                    *holds = !*holds;
                    *has_else = true;
                }
                _ => self.problem(span, "-else without a condition"),
            },
            Some(("endif", _)) => {
                if self.conditions.pop().is_none() {
                    self.problem(span, "-endif without a condition");
                }
            }
            _ if !is_on => {}
            Some(("define", rest)) => self.define(span, rest),
            Some(("undef", rest)) => {
                if let Some(name) = name_of(rest) {
                    self.macros.remove(&name);
                    self.items.push(Item::Undefine(name));
                }
            }
            Some((name @ ("include" | "include_lib"), [_, text, _])) => match &text.token {
                Token::Text(text) => self.include(span, name == "include_lib", text),
                _ => self.problem(span, format!("bad -{name}")),
            },
            Some((name @ ("error" | "warning"), rest)) => {
                let message = rest.iter().find_map(|placed| match &placed.token {
                    Token::Text(text) => Some(text.clone()),
                    _ => None,
                });
                let message = message.unwrap_or_default();
                self.problem(span, format!("-{name}: {message}"));
            }
            _ => {
                let Some(tokens) = self.expanded(form) else {
                    return self.problem(span, "macros of this form cannot be expanded");
                };
                match parser::form(&tokens) {
                    Ok(items) => self.items.extend(items),
                    Err(problem) => self.problems.push(problem),
                }
            }
        }
    }

    fn is_defined(&self, name: &str) -> bool {
        EVERYWHERE.contains(&name) || self.macros.contains_key(name)
    }

    /// `-define(NAME, …)`, `-define(NAME(A, B), …)`.
    fn define(&mut self, span: Span, rest: &[Placed]) {
        let found = split_definition(rest);
        let Some((name, parameters, body)) = found else {
            return self.problem(span, "bad -define");
        };
        let known = self.macros.entry(name.clone()).or_default();
        let count = parameters.as_ref().map(Vec::len);
        known.retain(|other| other.parameters.as_ref().map(Vec::len) != count);
        known.push(Macro {
            parameters: parameters.clone(),
            body: body.to_vec(),
        });
        match parser::expression(body) {
            Ok(body) => self.items.push(Item::Define(Definition {
                name,
                parameters,
                body,
            })),
            Err(_) => self.problem(span, format!("unable to translate macro {name}")),
        }
    }

    fn include(&mut self, span: Span, is_library: bool, name: &str) {
        let wanted = match is_library {
            true => Included::Library(name.to_owned()),
            false => Included::File(name.to_owned()),
        };
        let from = self.sources.get(span.file).name.clone();
        if self.depth >= MOST_DEPTH {
            return self.problem(span, format!("include file {name} includes itself"));
        }
        match self.evaluator.include(&wanted, &from) {
            Ok(file) => {
                let file = self.sources.add(file);
                self.depth += 1;
                self.file(file);
                self.depth -= 1;
            }
            Err(NotIncluded::Missing) => {
                self.problem(span, format!("can't find include file {name}"));
            }
            Err(NotIncluded::Unreadable(why)) => {
                self.problem(span, format!("can't read include file {name}: {why}"));
            }
        }
    }

    /// A form with its macros expanded; none: there is one that is not known, or no end to it.
    fn expanded(&self, form: &[Placed]) -> Option<Vec<Placed>> {
        let mut done = Vec::new();
        // Tokens still to be looked at, the next one last.
        let mut pending: Vec<Placed> = form.iter().rev().cloned().collect();
        let mut steps = 0;
        while let Some(next) = pending.pop() {
            steps += 1;
            if steps > MOST_TOKENS || pending.len() > MOST_TOKENS {
                return None;
            }
            if next.token != Token::Mark("?") {
                done.push(next);
                continue;
            }
            let name = match &pending.last()?.token {
                Token::Word(name) | Token::Variable(name) | Token::Quoted(name) => name.clone(),
                _ => return None,
            };
            if EVERYWHERE.contains(&name.as_str()) {
                done.push(next);
                done.extend(pending.pop());
                continue;
            }
            pending.pop();
            let known = self.macros.get(&name)?;
            let with_arguments = known.iter().any(|known| known.parameters.is_some());
            let is_open = |placed: &Placed| placed.token == Token::Mark("(");
            let arguments = match with_arguments && pending.last().is_some_and(is_open) {
                true => Some(take_arguments(&mut pending)?),
                false => None,
            };
            let count = arguments.as_ref().map(Vec::len);
            let exact = known.iter().find(|known| {
                known.parameters.as_ref().map(Vec::len) == count
                    || (count == Some(1)
                        && arguments.as_ref().is_some_and(|all| all[0].is_empty())
                        && known.parameters.as_ref().is_some_and(Vec::is_empty))
            });
            let found = exact?;
            let parameters = found.parameters.as_deref().unwrap_or_default();
            let arguments = arguments.unwrap_or_default();
            let mut replaced = Vec::new();
            for placed in &found.body {
                let index = match &placed.token {
                    Token::Variable(name) => parameters.iter().position(|known| known == name),
                    _ => None,
                };
                match index {
                    Some(index) => replaced.extend(arguments[index].iter().cloned()),
                    None => replaced.push(Placed {
                        span: next.span,
                        ..placed.clone()
                    }),
                }
            }
            pending.extend(replaced.into_iter().rev());
        }
        Some(done)
    }
}

/// `(NAME)`.
fn name_of(rest: &[Placed]) -> Option<String> {
    match &rest.get(1)?.token {
        Token::Word(name) | Token::Variable(name) | Token::Quoted(name) => Some(name.clone()),
        _ => None,
    }
}

type Parts<'t> = (String, Option<Vec<String>>, &'t [Placed]);

/// Name, parameters and body of `(NAME, …)` or `(NAME(A, B), …)`.
fn split_definition(rest: &[Placed]) -> Option<Parts<'_>> {
    let name = name_of(rest)?;
    let (last, inside) = rest.get(2..)?.split_last()?;
    if last.token != Token::Mark(")") {
        return None;
    }
    match inside.split_first()? {
        (comma, body) if comma.token == Token::Mark(",") => Some((name, None, body)),
        (open, others) if open.token == Token::Mark("(") => {
            let end = others
                .iter()
                .position(|placed| placed.token == Token::Mark(")"))?;
            let mut parameters = Vec::new();
            for (index, placed) in others[..end].iter().enumerate() {
                match &placed.token {
                    Token::Variable(name) if index % 2 == 0 => parameters.push(name.clone()),
                    Token::Mark(",") if index % 2 == 1 => {}
                    _ => return None,
                }
            }
            let (comma, body) = others[end + 1..].split_first()?;
            (comma.token == Token::Mark(",")).then_some((name, Some(parameters), body))
        }
        _ => None,
    }
}

/// Takes `( … , … )` off the tokens that follow.
fn take_arguments(pending: &mut Vec<Placed>) -> Option<Vec<Vec<Placed>>> {
    let mut arguments = vec![Vec::new()];
    let mut depth = 0usize;
    while let Some(next) = pending.pop() {
        match &next.token {
            Token::Mark("(" | "[" | "{" | "<<") => depth += 1,
            Token::Mark(")" | "]" | "}" | ">>") => depth = depth.checked_sub(1)?,
            Token::Mark(",") if depth == 1 => {
                arguments.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            return Some(arguments);
        }
        // The first bracket holds them all.
        if depth > 1 || next.token != Token::Mark("(") {
            arguments.last_mut()?.push(next);
        }
    }
    None
}
