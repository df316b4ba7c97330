//! Calls: which function a name means, from the innermost local function out to the builtins.

use super::build::Builder;
use super::expressions::{constant, remote};
use super::ir::{Expr, ExprKind, VarId};
use crate::base::auto_imported;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::Form;

/// What a plain function name means at some place.
enum Callee {
    /// Bound by an enclosing `LetRec`.
    Bound(VarId),
    /// Of this module.
    Own,
    /// Of another module, or a builtin.
    Remote(Symbol, Symbol),
    /// An operator.
    Operator,
    Unknown,
}

impl Builder {
    /// Looks a function up: local functions, the module's own, imports, Erlang's, LFE's.
    fn callee(&self, name: &Symbol, arity: usize) -> Callee {
        if let Some(id) = self.scope.function(name, arity) {
            Callee::Bound(id)
        } else if self.names.is_defined(name, arity) {
            Callee::Own
        } else if let Some((module, function)) = self.names.import_of(name, arity) {
            Callee::Remote(module.clone(), function.clone())
        } else if auto_imported::is_operator(name.as_str(), arity)
            || (arity > 0 && auto_imported::is_variadic_operator(name.as_str()))
        {
            Callee::Operator
        } else if auto_imported::is_auto_imported(name.as_str(), arity) {
            Callee::Remote(Symbol::new("erlang"), name.clone())
        } else if auto_imported::is_lfe_function(name.as_str(), arity) {
            Callee::Remote(Symbol::new("lfe"), name.clone())
        } else {
            Callee::Unknown
        }
    }

    /// Does a plain name mean a function?
    pub(super) fn is_function(&self, name: &Symbol, arity: usize) -> bool {
        !matches!(self.callee(name, arity), Callee::Unknown)
    }

    /// `(name argument…)`.
    pub(super) fn call(&mut self, span: Span, name: &Symbol, arguments: &[Form]) -> Expr {
        let callee = self.callee(name, arguments.len());
        let mut arguments = self.expressions(arguments);
        if matches!(&callee, Callee::Remote(module, _) if *module == *"erlang") {
            self.sized_record_test(name.as_str(), &mut arguments);
        }
        let kind = match callee {
            Callee::Bound(id) => ExprKind::CallLetRec(id, arguments),
            Callee::Own => ExprKind::CallLocal(name.clone(), arguments),
            Callee::Remote(module, function) => ExprKind::CallRemote(module, function, arguments),
            Callee::Operator => return self.operator(span, name.as_str(), arguments),
            Callee::Unknown => {
                self.error(
                    "undefined-function",
                    span,
                    format!("function {name}/{} undefined", arguments.len()),
                );
                return self.broken(span);
            }
        };
        Expr { span, kind }
    }

    /// `(call module function argument…)`.
    pub(super) fn remote_call(
        &mut self,
        span: Span,
        module: &Form,
        function: &Form,
        arguments: &[Form],
    ) -> Expr {
        let module = self.expression(module);
        let function = self.expression(function);
        let mut arguments = self.expressions(arguments);
        let kind = match (module.kind, function.kind) {
            (ExprKind::Literal(Term::Atom(module)), ExprKind::Literal(Term::Atom(function))) => {
                if *module.as_str() == *"erlang" {
                    self.sized_record_test(function.as_str(), &mut arguments);
                }
                ExprKind::CallRemote(self.names.module_of(&module), function, arguments)
            }
            (module_kind, function_kind) => ExprKind::CallDynamic(
                Box::new(Expr {
                    span: module.span,
                    kind: module_kind,
                }),
                Box::new(Expr {
                    span: function.span,
                    kind: function_kind,
                }),
                arguments,
            ),
        };
        Expr { span, kind }
    }

    /// `(funcall function argument…)`: known functions are called directly.
    pub(super) fn funcall(&mut self, span: Span, function: &Form, arguments: &[Form]) -> Expr {
        let function = self.expression(function);
        let arguments = self.expressions(arguments);
        let count = arguments.len();
        let kind = match function.kind {
            ExprKind::Literal(Term::Atom(name)) => {
                return self.call_by_atom(span, name, arguments);
            }
            ExprKind::LocalFunction(name, arity) if arity == count => {
                ExprKind::CallLocal(name, arguments)
            }
            ExprKind::Literal(Term::ExternalFunction(module, name, arity))
                if usize::from(arity) == count =>
            {
                ExprKind::CallRemote(module, name, arguments)
            }
            kind => ExprKind::CallFun(
                Box::new(Expr {
                    span: function.span,
                    kind,
                }),
                arguments,
            ),
        };
        Expr { span, kind }
    }

    /// A constant atom as function: the module's own, or a builtin; local functions and imports are
    /// not looked at.
    fn call_by_atom(&mut self, span: Span, name: Symbol, arguments: Vec<Expr>) -> Expr {
        let count = arguments.len();
        let kind = if self.names.is_defined(&name, count) {
            ExprKind::CallLocal(name, arguments)
        } else if auto_imported::is_auto_imported(name.as_str(), count) {
            ExprKind::CallRemote(Symbol::new("erlang"), name, arguments)
        } else {
            self.error(
                "undefined-function",
                span,
                format!("function {name}/{count} undefined"),
            );
            return self.broken(span);
        };
        Expr { span, kind }
    }

    /// `(function name arity)` and `(function module name arity)`.
    pub(super) fn function_reference(&mut self, span: Span, arguments: &[Form]) -> Expr {
        let parts = match arguments {
            [name, arity] => name
                .as_symbol()
                .zip(super::names::count(arity))
                .map(|(name, arity)| (None, name, arity)),
            [module, name, arity] => module
                .as_symbol()
                .zip(name.as_symbol())
                .zip(super::names::count(arity))
                .map(|((module, name), arity)| (Some(module), name, arity)),
            _ => None,
        };
        match parts {
            Some((Some(module), name, arity)) => {
                let module = self.names.module_of(module);
                external(span, module, name.clone(), arity)
            }
            Some((None, name, arity)) => match self.callee(name, arity) {
                Callee::Bound(id) => Expr {
                    span,
                    kind: ExprKind::LetRecFunction(id),
                },
                Callee::Own => Expr {
                    span,
                    kind: ExprKind::LocalFunction(name.clone(), arity),
                },
                Callee::Remote(module, function) => external(span, module, function, arity),
                Callee::Operator if auto_imported::is_operator(name.as_str(), arity) => {
                    external(span, Symbol::new("erlang"), name.clone(), arity)
                }
                Callee::Operator | Callee::Unknown => {
                    self.error(
                        "undefined-function",
                        span,
                        format!("function {name}/{arity} undefined"),
                    );
                    self.broken(span)
                }
            },
            None => {
                self.bad_form(span, "function");
                self.broken(span)
            }
        }
    }
}

fn external(span: Span, module: Symbol, function: Symbol, arity: usize) -> Expr {
    match u8::try_from(arity) {
        Ok(arity) => constant(span, Term::ExternalFunction(module, function, arity)),
        Err(_) => remote(span, "erlang", "undefined", Vec::new()),
    }
}
