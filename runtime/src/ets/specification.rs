//! Match specifications, compiled: clauses of head, guards and body.

use super::expression::{Input, Program, Resolver};
use super::pattern::{KeyRange, Pattern};
use crate::atom::{self, well_known};
use crate::term;
use crate::word::Word;
use alate_abi::context::Context;

#[derive(Debug)]
struct Clause {
    pattern: Pattern,
    guards: Vec<Program>,
    body: Program,
    /// The last expression of the body.
    answer: Word,
}

/// A compiled match specification.
#[derive(Debug)]
pub struct Specification {
    clauses: Vec<Clause>,
}

/// Room for running a specification on many objects.
#[derive(Default, Debug)]
pub struct Matcher {
    variables: Vec<Word>,
    stack: Vec<Word>,
}

impl Specification {
    /// Compiles a specification. What is wrong with it comes back as a sentence.
    pub fn compile(specification: Word, resolver: &Resolver) -> Result<Specification, String> {
        let list = specification.list_elements();
        let list = list.ok_or("Match programs are not in a list.")?;
        let clauses = list
            .into_iter()
            .map(|clause| compile_clause(clause, resolver));
        Ok(Specification {
            clauses: clauses.collect::<Result<_, _>>()?,
        })
    }

    /// The body's value of the first clause that matches a term.
    pub fn run(&self, ctx: &mut Context, term: Word, matcher: &mut Matcher) -> Option<Word> {
        let Matcher { variables, stack } = matcher;
        for clause in &self.clauses {
            if !clause.pattern.matches(term, variables, stack) {
                continue;
            }
            let input = Input {
                object: term,
                variables,
                pattern: &clause.pattern,
            };
            let truth = Some(well_known::TRUE.get());
            let mut guards = clause.guards.iter();
            if guards.all(|guard| guard.run(ctx, input, true, stack) == truth) {
                return clause.body.run(ctx, input, false, stack);
            }
        }
        None
    }

    /// The key that every object must have that matches, if there is only one. Keys of an ordered set
    /// may be any number of the same value, but a head matches exactly.
    pub fn only_key(&self, position: usize) -> Option<Word> {
        let (first, others) = self.clauses.split_first()?;
        let key = first.pattern.only_key(position)?;
        let is_same = |clause: &Clause| {
            let other = clause.pattern.only_key(position);
            other.is_some_and(|other| term::identical(key, other))
        };
        others.iter().all(is_same).then_some(key)
    }

    /// Where the keys of all objects that match lie in an ordered set, if less than everywhere.
    pub fn key_range(&self, position: usize) -> Option<KeyRange> {
        match self.clauses.as_slice() {
            [clause] => clause.pattern.key_range(position),
            _ => None,
        }
    }

    /// Whether every clause's answer has the key of the object that it matches.
    pub fn keeps_keys(&self, position: usize) -> bool {
        self.clauses.iter().all(|clause| clause.keeps_key(position))
    }
}

impl Clause {
    fn keeps_key(&self, position: usize) -> bool {
        if atom::name(self.answer) == Some("$_") {
            return true;
        }
        let key = self.pattern.key(position);
        let ground = self.pattern.only_key(position);
        let is_key = |expression: Word| {
            let is_call_of = |name: &str, arguments: &[Word]| {
                let call = expression.as_tuple();
                let parts = call.as_ref().and_then(|call| call.elements().split_first());
                parts.is_some_and(|(first, others)| {
                    atom::name(*first) == Some(name) && others == arguments
                })
            };
            // A variable stands for itself, and so does what needs no evaluation.
            if let Some(key) = key
                && expression == key
                && atom::name(key) != Some("_")
                && (super::pattern::variable(key).is_some() || !key.is_pointer())
            {
                return true;
            }
            if let Some(key) = ground {
                let quoted = expression.as_tuple().and_then(|call| call.get(1));
                let is_quoted = quoted.is_some_and(|constant| {
                    is_call_of("const", &[constant]) && term::identical(constant, key)
                });
                let is_plain = !expression.is_tuple()
                    && !expression.is_cons()
                    && !expression.is_map()
                    && term::identical(expression, key);
                if is_quoted || is_plain {
                    return true;
                }
            }
            let Some(whole) = atom::lookup("$_") else {
                return false;
            };
            is_call_of("element", &[Word::fixnum(position as i64 + 1), whole])
        };
        let Some(answer) = self.answer.as_tuple() else {
            return false;
        };
        match answer.elements() {
            [object] => {
                let key = object.as_tuple().and_then(|object| object.get(position));
                key.is_some_and(is_key)
            }
            [name, constant] if atom::name(*name) == Some("const") => {
                let kept = constant.as_tuple().and_then(|object| object.get(position));
                matches!((kept, ground), (Some(a), Some(b)) if term::identical(a, b))
            }
            _ => false,
        }
    }
}

fn compile_clause(clause: Word, resolver: &Resolver) -> Result<Clause, String> {
    let tuple = clause.as_tuple();
    let Some(&[head, guards, body]) = tuple.as_ref().map(|tuple| tuple.elements()) else {
        return Err("Match program part is not a tuple of arity 3.".to_owned());
    };
    let pattern = Pattern::compile(head)?;
    let guards = guards.list_elements();
    let guards = guards.ok_or("Match expression is not a list.")?;
    let bodies = body.list_elements();
    let bodies = bodies.ok_or("Body clause does not return anything.")?;
    let compile = |expression| Program::compile(expression, &pattern, resolver);
    let guards = guards.into_iter().map(compile).collect::<Result<_, _>>()?;
    let answer = *bodies
        .last()
        .ok_or("Body clause does not return anything.")?;
    // All but the last expression have neither effect nor value, but they must be right.
    let mut body = Vec::new();
    for expression in bodies {
        body.push(compile(expression)?);
    }
    let body = body.pop().ok_or("Body clause does not return anything.")?;
    Ok(Clause {
        pattern,
        guards,
        body,
        answer,
    })
}
