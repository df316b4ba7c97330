//! Cut as S-expressions, for `--emit cut` and snapshots.

use super::ir::*;
use crate::middle::print::{operand, test, unpacking_text};
use std::fmt::Write;

/// The module as text.
pub fn print(module: &Module) -> String {
    let mut out = format!("(module {}\n", module.name);
    for piece in &module.pieces {
        let _ = write!(out, "\n  (piece {} ", piece.symbol);
        match &piece.kind {
            PieceKind::Entry {
                parameters,
                unpacking,
            } => {
                vars(&mut out, "entry", parameters);
                if let Some(unpacking) = unpacking {
                    let _ = write!(out, " {}", unpacking_text(unpacking));
                }
            }
            PieceKind::Join { parameters } => vars(&mut out, "join", parameters),
            PieceKind::Continuation { frame, result, .. } => {
                vars(&mut out, "frame", frame);
                let _ = write!(out, " (result v{})", result.0);
            }
            PieceKind::Handler { frame, caught, .. } => {
                vars(&mut out, "frame", frame);
                out.push(' ');
                vars(&mut out, "caught", caught);
            }
        }
        if piece.polls {
            out.push_str(" (poll)");
        }
        block(&mut out, &piece.body, 4, module);
        out.push_str(")\n");
    }
    out.push_str(")\n");
    out
}

fn vars(out: &mut String, what: &str, vars: &[crate::middle::ir::Var]) {
    let names: String = vars.iter().map(|var| format!(" v{}", var.0)).collect();
    let _ = write!(out, "({what}{names})");
}

fn new_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

fn block(out: &mut String, block: &Block, indent: usize, module: &Module) {
    for statement in &block.statements {
        new_line(out, indent);
        match statement {
            Statement::Define(var, operation, _) => {
                let _ = write!(out, "(v{} = {})", var.0, operation_text(operation, module));
            }
            Statement::Join(id, parameters, body) => {
                let _ = write!(out, "(join j{} ", id.0);
                vars(out, "parameters", parameters);
                self::block(out, body, indent + 2, module);
                out.push(')');
            }
        }
    }
    new_line(out, indent);
    let operands = |list: &[crate::middle::ir::Operand]| -> String {
        list.iter()
            .map(|value| format!(" {}", operand(value)))
            .collect()
    };
    let piece = |id: &PieceId| module.pieces[id.0 as usize].symbol.clone();
    let _ = match &block.end {
        End::Return(value) => write!(out, "(return {})", operand(value)),
        End::TailCall(callee, arguments, _) => {
            write!(
                out,
                "(tail-call {}{})",
                callee_text(callee, module),
                operands(arguments)
            )
        }
        End::Call(call) => write!(out, "{}", call_text("call", call, module)),
        End::Protect { call, handler } => {
            let text = call_text("protect", call, module);
            write!(out, "{text} (handler {})", piece(handler))
        }
        End::Repeat { words, doubles, .. } => {
            write!(
                out,
                "(repeat{} (floats{}))",
                operands(words),
                operands(doubles)
            )
        }
        End::Goto(id, arguments) => write!(out, "(goto {}{})", piece(id), operands(arguments)),
        End::Jump(join, arguments) => write!(out, "(jump j{}{})", join.0, operands(arguments)),
        End::If(condition, yes, no) => {
            let _ = write!(out, "(if {}", test(condition));
            self::block(out, yes, indent + 4, module);
            self::block(out, no, indent + 2, module);
            write!(out, ")")
        }
        End::Raise(class, reason, _, _) => {
            write!(out, "(raise {} {})", operand(class), operand(reason))
        }
        End::FunctionClause(arguments, _) => {
            write!(out, "(function-clause{})", operands(arguments))
        }
        End::Unreachable => write!(out, "(unreachable)"),
    };
}

fn callee_text(callee: &crate::middle::ir::Callee, module: &Module) -> String {
    use crate::middle::ir::Callee;
    match callee {
        Callee::Function(id) => module.functions[id.0 as usize].symbol.clone(),
        Callee::Remote(module, function) => format!("{module}:{function}"),
        Callee::Closure(value) => format!("(fun {})", operand(value)),
        Callee::Cell(value) => format!("(cell {})", operand(value)),
        Callee::Stub(name) => (*name).to_string(),
        Callee::Bound(id, bindings) => {
            let function = &module.functions[id.0 as usize].symbol;
            let bindings = crate::middle::print::bindings_text(bindings);
            format!("(bound {bindings}{function})")
        }
    }
}

fn call_text(what: &str, call: &Call, module: &Module) -> String {
    let frame: String = call
        .frame
        .iter()
        .map(|var| format!(" v{}", var.0))
        .collect();
    let arguments: String = call
        .arguments
        .iter()
        .map(|value| format!(" {}", operand(value)))
        .collect();
    let continuation = &module.pieces[call.continuation.0 as usize].symbol;
    let callee = callee_text(&call.callee, module);
    format!("({what} (push{frame} {continuation}) ({callee}{arguments}))")
}

fn operation_text(operation: &crate::middle::ir::Operation, module: &Module) -> String {
    use crate::middle::ir::Operation;
    // Only a closure names a function, and only by symbol.
    if let Operation::Closure(function, free) = operation {
        let free: String = free
            .iter()
            .map(|value| format!(" {}", operand(value)))
            .collect();
        return format!(
            "(closure {}{free})",
            module.functions[function.0 as usize].symbol
        );
    }
    crate::middle::print::operation_text(
        operation,
        &crate::middle::ir::Module {
            name: module.name.clone(),
            exports: Vec::new(),
            attributes: Vec::new(),
            functions: Vec::new(),
            dynamics: Vec::new(),
            constants: Vec::new(),
        },
    )
}
