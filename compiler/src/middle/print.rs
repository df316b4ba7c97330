//! Mid as S-expressions, for `--emit mid` and snapshots.

use super::ir::*;
use std::fmt::Write;

/// The module as text.
pub fn print(module: &Module) -> String {
    let mut out = format!("(module {}\n", module.name);
    for (index, constant) in module.constants.iter().enumerate() {
        let _ = writeln!(out, "  (constant c{index} {constant:?})");
    }
    for function in &module.functions {
        let _ = write!(out, "\n  (function {} (", function.symbol);
        join(
            &mut out,
            function.parameters.iter().map(|var| format!("v{}", var.0)),
        );
        out.push(')');
        if let Some(unpacking) = &function.unpacking {
            new_line(&mut out, 4);
            out.push_str(&unpacking_text(unpacking));
            let general = callee(&Callee::Function(unpacking.general), module);
            let _ = write!(out, " (else {general})");
        }
        block(&mut out, &function.body, 4, module);
        out.push_str(")\n");
    }
    out.push_str(")\n");
    out
}

fn join(out: &mut String, parts: impl Iterator<Item = String>) {
    for (index, part) in parts.enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(&part);
    }
}

fn new_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// The variables of an unpacked loop.
pub fn unpacking_text(unpacking: &Unpacking) -> String {
    let carried = |carried: &Carried| {
        let same = if carried.changes { "" } else { "same " };
        match carried.is_float {
            true => format!("({same}float v{})", carried.var.0),
            false if carried.changes => format!("v{}", carried.var.0),
            false => format!("(same v{})", carried.var.0),
        }
    };
    let mut out = String::from("(loop");
    for part in &unpacking.parts {
        out.push(' ');
        match part {
            Part::Whole(whole) => out.push_str(&carried(whole)),
            Part::Tuple(elements) => {
                out.push_str("(tuple ");
                join(&mut out, elements.iter().map(carried));
                out.push(')');
            }
        }
    }
    out.push(')');
    out
}

/// Prints a block at an indentation.
pub fn block(out: &mut String, block: &Block, indent: usize, module: &Module) {
    for statement in &block.statements {
        new_line(out, indent);
        match statement {
            Statement::Define(var, operation, _) => {
                let _ = write!(out, "(v{} = {})", var.0, operation_text(operation, module));
            }
            Statement::Join(id, parameters, body) => {
                let _ = write!(out, "(join j{} (", id.0);
                join(out, parameters.iter().map(|var| format!("v{}", var.0)));
                out.push(')');
                self::block(out, body, indent + 2, module);
                out.push(')');
            }
        }
    }
    new_line(out, indent);
    end(out, &block.end, indent, module);
}

fn end(out: &mut String, end: &End, indent: usize, module: &Module) {
    match end {
        End::Return(value) => {
            let _ = write!(out, "(return {})", operand(value));
        }
        End::TailCall(target, arguments, _) => {
            let _ = write!(
                out,
                "(tail-call {}{})",
                callee(target, module),
                operands(arguments)
            );
        }
        End::Repeat(arguments, _) => {
            let _ = write!(out, "(repeat{})", operands(arguments));
        }
        End::Jump(join, arguments) => {
            let _ = write!(out, "(jump j{}{})", join.0, operands(arguments));
        }
        End::If(condition, yes, no) => {
            let _ = write!(out, "(if {}", test(condition));
            block(out, yes, indent + 4, module);
            block(out, no, indent + 2, module);
            out.push(')');
        }
        End::Protect(protect) => {
            let function = callee(&Callee::Function(protect.function), module);
            let _ = write!(out, "(protect ({function}{})", operands(&protect.arguments));
            new_line(out, indent + 2);
            let _ = write!(out, "(normal (v{})", protect.result.0);
            block(out, &protect.normal, indent + 4, module);
            out.push(')');
            new_line(out, indent + 2);
            let [class, reason, trace] = protect.caught;
            let _ = write!(out, "(caught (v{} v{} v{})", class.0, reason.0, trace.0);
            block(out, &protect.handler, indent + 4, module);
            out.push_str("))");
        }
        End::Raise(class, reason, trace, _) => {
            let _ = write!(out, "(raise {} {}", operand(class), operand(reason));
            if let Some(trace) = trace {
                let _ = write!(out, " {}", operand(trace));
            }
            out.push(')');
        }
        End::FunctionClause(arguments, _) => {
            let _ = write!(out, "(function-clause{})", operands(arguments));
        }
        End::Unreachable => out.push_str("(unreachable)"),
    }
}

/// An operation as text.
pub fn operation_text(operation: &Operation, module: &Module) -> String {
    match operation {
        Operation::Call(target, arguments) => {
            format!("(call {}{})", callee(target, module), operands(arguments))
        }
        Operation::Builtin(row, arguments, failure) => {
            let guard = if *failure == Failure::Value {
                "guard-"
            } else {
                ""
            };
            format!(
                "({guard}{}:{}{})",
                row.module,
                row.name,
                operands(arguments)
            )
        }
        Operation::Fixnum(_, row, a, b, overflows) => {
            let kind = if *overflows { "fixnum" } else { "small" };
            format!("({kind}{} {} {})", row.name, operand(a), operand(b))
        }
        Operation::Runtime(call, arguments, _) => {
            let mut text = format!("({}", call.name);
            for argument in arguments {
                let _ = match argument {
                    RuntimeArgument::Word(word) => write!(text, " {}", operand(word)),
                    RuntimeArgument::Raw(raw) => write!(text, " #{raw}"),
                    RuntimeArgument::Slot(slot, word) => {
                        write!(text, " [{slot} {}]", operand(word))
                    }
                };
            }
            text.push(')');
            text
        }
        Operation::Cons(head, tail) => format!("(cons {} {})", operand(head), operand(tail)),
        Operation::Tuple(elements) => format!("(tuple{})", operands(elements)),
        Operation::Closure(function, free) => {
            format!(
                "(closure {}{})",
                callee(&Callee::Function(*function), module),
                operands(free)
            )
        }
        Operation::ExternalFunction(module, function, arity) => {
            format!("(external {module}:{function}/{arity})")
        }
        Operation::Head(value) => format!("(head {})", operand(value)),
        Operation::Tail(value) => format!("(tail {})", operand(value)),
        Operation::Element(value, index) => format!("(element {} {index})", operand(value)),
        Operation::Free(value, index) => format!("(free {} {index})", operand(value)),
        Operation::AtomHash(value) => format!("(atom-hash {})", operand(value)),
        Operation::Bits(step, arguments) => {
            let name = match step {
                BitsOperation::Size => "bits-size".to_string(),
                BitsOperation::Base => "bits-base".to_string(),
                BitsOperation::Offset => "bits-offset".to_string(),
                BitsOperation::Integer {
                    bits,
                    signed,
                    little,
                } => {
                    let signed = if *signed { " signed" } else { "" };
                    let little = if *little { " little" } else { "" };
                    format!("bits-integer #{bits}{signed}{little}")
                }
                BitsOperation::Skip(unit) => format!("bits-skip #{unit}"),
                BitsOperation::Part => "bits-part".to_string(),
                BitsOperation::Utf8 => "bits-utf8".to_string(),
            };
            format!("({name}{})", operands(arguments))
        }
        Operation::ReadDynamic(variable, _) => format!("(read {})", operand(variable)),
        Operation::Boolean(condition) => format!("(boolean {})", test(condition)),
        Operation::Truth(condition) => format!("(truth {})", test(condition)),
        Operation::Select(truth, a, b) => {
            format!("(select {} {} {})", operand(truth), operand(a), operand(b))
        }
    }
}

fn callee(callee: &Callee, module: &Module) -> String {
    match callee {
        Callee::Function(id) => match module.functions.get(id.0 as usize) {
            Some(function) => function.symbol.clone(),
            None => format!("f{}", id.0),
        },
        Callee::Remote(module, function) => format!("{module}:{function}"),
        Callee::Closure(value) => format!("(fun {})", operand(value)),
        Callee::Cell(value) => format!("(cell {})", operand(value)),
        Callee::Stub(name) => (*name).to_string(),
        Callee::Bound(id, bindings) => {
            let function = self::callee(&Callee::Function(*id), module);
            format!("(bound {}{function})", bindings_text(bindings))
        }
    }
}

/// Bindings of dynamic variables, each with a space behind it.
pub fn bindings_text(bindings: &[(Operand, Operand)]) -> String {
    bindings
        .iter()
        .map(|(variable, value)| format!("({} {}) ", operand(variable), operand(value)))
        .collect()
}

/// A condition as text.
pub fn test(test: &Test) -> String {
    match test {
        Test::Type(kind, value) => {
            format!(
                "({} {})",
                format!("{kind:?}").to_lowercase(),
                operand(value)
            )
        }
        Test::TupleOf(value, size) => format!("(tuple-of {} {size})", operand(value)),
        Test::FunctionOf(value, arity) => format!("(function-of {} {arity})", operand(value)),
        Test::Same(a, b) => format!("(same {} {})", operand(a), operand(b)),
        Test::Identical(a, b) => format!("(=:= {} {})", operand(a), operand(b)),
        Test::Equal(a, b) => format!("(== {} {})", operand(a), operand(b)),
        Test::Less(a, b) => format!("(< {} {})", operand(a), operand(b)),
        Test::FixnumLess(a, b) => format!("(fixnum< {} {})", operand(a), operand(b)),
        Test::FixnumNotGreater(a, b) => format!("(fixnum=< {} {})", operand(a), operand(b)),
        Test::NotGreater(a, b) => format!("(=< {} {})", operand(a), operand(b)),
        Test::Failed(var) => format!("(failed v{})", var.0),
        Test::Missing(var) => format!("(missing v{})", var.0),
        Test::Not(inner) => format!("(not {})", self::test(inner)),
    }
}

fn operands(operands: &[Operand]) -> String {
    operands
        .iter()
        .map(|value| format!(" {}", operand(value)))
        .collect()
}

/// An operand as text.
pub fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Var(var) => format!("v{}", var.0),
        Operand::Atom(name) => format!("'{name}"),
        Operand::Fixnum(value) => value.to_string(),
        Operand::Float(bits) => format!("{:?}", f64::from_bits(*bits)),
        Operand::Nil => "()".to_string(),
        Operand::Constant(id) => format!("c{}", id.0),
        Operand::Dynamic(module, name) => format!("&{module}:{name}"),
        Operand::Absent => "absent".to_string(),
    }
}
