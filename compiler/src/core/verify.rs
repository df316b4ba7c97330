//! What every core module must fulfil, checked in debug builds and tests.
//!
//! Each variable is bound once and used only where it is bound; each local function is called with
//! the number of arguments it takes; clauses have the patterns their place asks for; a sequence has
//! an expression.

use super::ir::*;
use std::collections::{BTreeMap, BTreeSet};

/// The first violation found, in words.
pub fn verify(module: &Module) -> Result<(), String> {
    let mut verifier = Verifier {
        variables: module.variables.len() as u32,
        functions: module
            .functions
            .iter()
            .map(|function| (function.name.as_str(), function.lambda.arity))
            .collect(),
        ..Verifier::default()
    };
    for (name, arity) in &module.exports {
        if !verifier.functions.contains(&(name.as_str(), *arity)) {
            return Err(format!("exported {name}/{arity} is not defined"));
        }
    }
    for function in &module.functions {
        verifier
            .lambda(&function.lambda)
            .map_err(|violation| format!("in {}: {violation}", function.name))?;
    }
    Ok(())
}

#[derive(Default)]
struct Verifier<'m> {
    variables: u32,
    functions: BTreeSet<(&'m str, usize)>,
    /// Bound anywhere so far.
    bound: BTreeSet<VarId>,
    visible: BTreeSet<VarId>,
    local: BTreeMap<VarId, usize>,
}

type Checked = Result<(), String>;

impl<'m> Verifier<'m> {
    fn lambda(&mut self, lambda: &'m Lambda) -> Checked {
        self.clauses(&lambda.clauses, lambda.arity)
    }

    fn clauses(&mut self, clauses: &'m [Clause], patterns: usize) -> Checked {
        clauses.iter().try_for_each(|clause| {
            if clause.patterns.len() != patterns {
                return Err(format!(
                    "a clause has {} patterns, not {patterns}",
                    clause.patterns.len()
                ));
            }
            let mut entered = Vec::new();
            for pattern in &clause.patterns {
                self.pattern(pattern, &mut entered)?;
            }
            self.inside(entered, |this| {
                if let Some(guard) = &clause.guard {
                    this.expression(guard)?;
                }
                this.expression(&clause.body)
            })
        })
    }

    /// Runs a check with more variables visible.
    fn inside(&mut self, entered: Vec<VarId>, check: impl FnOnce(&mut Self) -> Checked) -> Checked {
        self.visible.extend(&entered);
        check(self)?;
        for id in entered {
            self.visible.remove(&id);
        }
        Ok(())
    }

    fn bind(&mut self, id: VarId) -> Checked {
        if id.0 >= self.variables {
            return Err(format!("variable {} has no name", id.0));
        }
        if !self.bound.insert(id) {
            return Err(format!("variable {} is bound twice", id.0));
        }
        Ok(())
    }

    /// Checks a pattern; its variables come into `entered`, visible to the rest of the pattern only
    /// as `Same` and as sizes.
    fn pattern(&mut self, pattern: &'m Pattern, entered: &mut Vec<VarId>) -> Checked {
        match &pattern.kind {
            PatternKind::Ignore | PatternKind::Literal(_) => Ok(()),
            PatternKind::Variable(id) => {
                entered.push(*id);
                self.bind(*id)
            }
            PatternKind::Same(id) if entered.contains(id) => Ok(()),
            PatternKind::Same(id) => Err(format!("variable {} is the same as nothing", id.0)),
            PatternKind::Cons(first, second) | PatternKind::Alias(first, second) => {
                self.pattern(first, entered)?;
                self.pattern(second, entered)
            }
            PatternKind::Tuple(elements) => elements
                .iter()
                .try_for_each(|element| self.pattern(element, entered)),
            PatternKind::Map(entries) => entries
                .iter()
                .try_for_each(|(_, value)| self.pattern(value, entered)),
            PatternKind::Binary(segments) => segments.iter().try_for_each(|segment| {
                if let Some(size) = &segment.size {
                    match &size.kind {
                        ExprKind::Variable(id) if entered.contains(id) => {}
                        _ => self.expression(size)?,
                    }
                }
                self.pattern(&segment.value, entered)
            }),
        }
    }

    fn expressions(&mut self, expressions: impl IntoIterator<Item = &'m Expr>) -> Checked {
        expressions
            .into_iter()
            .try_for_each(|expression| self.expression(expression))
    }

    fn expression(&mut self, expression: &'m Expr) -> Checked {
        match &expression.kind {
            ExprKind::Literal(_) | ExprKind::Dynamic(_) | ExprKind::DynamicIsSet(_) => Ok(()),
            ExprKind::BindDynamic(bindings, body) => {
                self.expressions(bindings.iter().map(|(_, value)| value))?;
                self.expression(body)
            }
            ExprKind::SetDynamic(_, _, value) => self.expression(value),
            ExprKind::Variable(id) if self.visible.contains(id) => Ok(()),
            ExprKind::Variable(id) => Err(format!("variable {} is not bound here", id.0)),
            ExprKind::Cons(first, second)
            | ExprKind::AndAlso(first, second)
            | ExprKind::OrElse(first, second) => self.expressions([&**first, &**second]),
            ExprKind::Tuple(elements) => self.expressions(elements),
            ExprKind::MapNew(pairs) => {
                self.expressions(pairs.iter().flat_map(|(key, value)| [key, value]))
            }
            ExprKind::MapPut(map, pairs) | ExprKind::MapUpdate(map, pairs) => {
                self.expression(map)?;
                self.expressions(pairs.iter().flat_map(|(key, value)| [key, value]))
            }
            ExprKind::Binary(segments) => segments.iter().try_for_each(|segment| {
                self.expression(&segment.value)?;
                self.expressions(&segment.size)
            }),
            ExprKind::Lambda(lambda) => self.lambda(lambda),
            ExprKind::LocalFunction(name, arity) => self.own(name.as_str(), *arity),
            ExprKind::CallLocal(name, arguments) => {
                self.own(name.as_str(), arguments.len())?;
                self.expressions(arguments)
            }
            ExprKind::CallRemote(_, _, arguments) => self.expressions(arguments),
            ExprKind::CallDynamic(module, function, arguments) => {
                self.expressions([&**module, &**function])?;
                self.expressions(arguments)
            }
            ExprKind::CallFun(function, arguments) => {
                self.expression(function)?;
                self.expressions(arguments)
            }
            ExprKind::CallLetRec(id, arguments) => match self.local.get(id) {
                Some(arity) if *arity == arguments.len() => self.expressions(arguments),
                _ => Err(format!("local function {} is called wrongly", id.0)),
            },
            ExprKind::LetRecFunction(id) if self.local.contains_key(id) => Ok(()),
            ExprKind::LetRecFunction(id) => Err(format!("function {} is not bound here", id.0)),
            ExprKind::Let(bindings, body) => self.bindings(bindings, body),
            ExprKind::LetRec(functions, body) => {
                for (id, lambda) in functions {
                    self.bind(*id)?;
                    self.local.insert(*id, lambda.arity);
                }
                for (_, lambda) in functions {
                    self.lambda(lambda)?;
                }
                self.expression(body)?;
                for (id, _) in functions {
                    self.local.remove(id);
                }
                Ok(())
            }
            ExprKind::Sequence(expressions) if expressions.is_empty() => {
                Err("a sequence is empty".to_owned())
            }
            ExprKind::Sequence(expressions) => self.expressions(expressions),
            ExprKind::If(test, yes, no) => self.expressions([&**test, &**yes, &**no]),
            ExprKind::Case(value, clauses, _) => {
                self.expression(value)?;
                self.clauses(clauses, 1)
            }
            ExprKind::Catch(body) => self.expression(body),
            ExprKind::Try(parts) => {
                self.expression(&parts.body)?;
                self.clauses(parts.clauses.as_deref().unwrap_or_default(), 1)?;
                self.clauses(&parts.handlers, 3)?;
                self.expressions(&parts.after)
            }
        }
    }

    fn bindings(&mut self, bindings: &'m [Binding], body: &'m Expr) -> Checked {
        self.expressions(bindings.iter().map(|binding| &binding.value))?;
        let mut entered = Vec::new();
        for binding in bindings {
            let mut own = Vec::new();
            self.pattern(&binding.pattern, &mut own)?;
            entered.extend(own);
        }
        self.inside(entered, |this| {
            this.expressions(bindings.iter().filter_map(|binding| binding.guard.as_ref()))?;
            this.expression(body)
        })
    }

    fn own(&self, name: &str, arity: usize) -> Checked {
        if self.functions.contains(&(name, arity)) {
            return Ok(());
        }
        Err(format!("{name}/{arity} is not defined"))
    }
}
