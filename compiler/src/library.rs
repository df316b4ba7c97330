//! Functions that no source text has: those of builtins, in the library's modules, so that they can
//! be called by name; and `module_info` and `__info__`.

use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::core::ir::*;
use alate_abi::builtins::BUILTINS;

/// Functions of `erlang` that the compiler knows by itself.
const CONTROL: &[(&str, usize)] = &[
    ("apply", 2),
    ("apply", 3),
    ("error", 1),
    ("error", 2),
    ("error", 3),
    ("exit", 1),
    ("throw", 1),
    ("raise", 3),
    ("nif_error", 1),
];

/// Adds what every module has, and to a module of the library its builtins.
pub fn complete(module: &mut Module, is_library: bool) {
    if is_library {
        let own = module.name.clone();
        let rows = BUILTINS
            .iter()
            .map(|row| (row.module, row.name, usize::from(row.arity)));
        let control = CONTROL
            .iter()
            .map(|(name, arity)| ("erlang", *name, *arity));
        for (_, name, arity) in rows.chain(control).filter(|(of, _, _)| own == **of) {
            add(module, name, arity, |arguments| {
                ExprKind::CallRemote(own.clone(), Symbol::new(name), arguments)
            });
        }
    }
    let name = module.name.clone();
    let call = |of: &str, function: &str, arguments: Vec<Expr>| {
        let mut all = vec![literal(Term::Atom(name.clone()))];
        all.extend(arguments);
        ExprKind::CallRemote(Symbol::new(of), Symbol::new(function), all)
    };
    let information = |arguments: Vec<Expr>| call("erlang", "get_module_info", arguments);
    add(module, "module_info", 0, information);
    add(module, "module_info", 1, information);
    if !is_library {
        add(module, "__info__", 1, |arguments| {
            call("alate", "information", arguments)
        });
    }
}

fn literal(term: Term) -> Expr {
    Expr {
        span: Span::default(),
        kind: ExprKind::Literal(term),
    }
}

/// Adds an exported function, unless the module has one of that name.
fn add(module: &mut Module, name: &str, arity: usize, body: impl FnOnce(Vec<Expr>) -> ExprKind) {
    let exists = module
        .functions
        .iter()
        .any(|function| function.name == *name && function.lambda.arity == arity);
    if exists {
        return;
    }
    let span = module.span;
    let mut patterns = Vec::new();
    let mut arguments = Vec::new();
    for index in 0..arity {
        let id = VarId(module.variables.len() as u32);
        module
            .variables
            .push(Symbol::new(&format!("argument-{index}")));
        patterns.push(Pattern {
            span,
            kind: PatternKind::Variable(id),
        });
        arguments.push(Expr {
            span,
            kind: ExprKind::Variable(id),
        });
    }
    let clause = Clause {
        span,
        patterns,
        guard: None,
        body: Expr {
            span,
            kind: body(arguments),
        },
    };
    let name = Symbol::new(name);
    module.functions.push(Function {
        name: name.clone(),
        span,
        documentation: None,
        lambda: Lambda {
            arity,
            span,
            clauses: vec![clause],
        },
    });
    if !module.exports.contains(&(name.clone(), arity)) {
        module.exports.push((name, arity));
    }
}
