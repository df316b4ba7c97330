//! Walking Mid: operands of an operation or end, and substitution.

use super::ir::*;

impl Test {
    pub fn each_operand_mut(&mut self, f: &mut dyn FnMut(&mut Operand)) {
        match self {
            Test::Type(_, a) | Test::TupleOf(a, _) | Test::FunctionOf(a, _) => f(a),
            Test::Same(a, b)
            | Test::Identical(a, b)
            | Test::Equal(a, b)
            | Test::Less(a, b)
            | Test::FixnumLess(a, b)
            | Test::FixnumNotGreater(a, b)
            | Test::NotGreater(a, b) => {
                f(a);
                f(b);
            }
            Test::Failed(var) | Test::Missing(var) => {
                let mut operand = Operand::Var(*var);
                f(&mut operand);
                // A failing builtin's variable is only ever renamed to another variable.
                if let Operand::Var(renamed) = operand {
                    *var = renamed;
                }
            }
            Test::Not(test) => test.each_operand_mut(f),
        }
    }
}

impl Callee {
    pub fn each_operand_mut(&mut self, f: &mut dyn FnMut(&mut Operand)) {
        match self {
            Callee::Closure(a) | Callee::Cell(a) => f(a),
            Callee::Bound(_, bindings) => {
                for (variable, value) in bindings {
                    f(variable);
                    f(value);
                }
            }
            Callee::Function(_) | Callee::Remote(..) | Callee::Stub(_) => {}
        }
    }
}

impl Operation {
    pub fn each_operand_mut(&mut self, f: &mut dyn FnMut(&mut Operand)) {
        match self {
            Operation::Call(callee, arguments) => {
                callee.each_operand_mut(f);
                arguments.iter_mut().for_each(f);
            }
            Operation::Builtin(_, arguments, _)
            | Operation::Tuple(arguments)
            | Operation::Bits(_, arguments)
            | Operation::Closure(_, arguments) => arguments.iter_mut().for_each(f),
            Operation::Runtime(_, arguments, _) => {
                for argument in arguments {
                    match argument {
                        RuntimeArgument::Word(a) | RuntimeArgument::Slot(_, a) => f(a),
                        RuntimeArgument::Raw(_) => {}
                    }
                }
            }
            Operation::Fixnum(_, _, a, b, _) | Operation::Cons(a, b) => {
                f(a);
                f(b);
            }
            Operation::Head(a)
            | Operation::Tail(a)
            | Operation::AtomHash(a)
            | Operation::ReadDynamic(a, _)
            | Operation::Element(a, _)
            | Operation::Free(a, _) => f(a),
            Operation::Boolean(test) | Operation::Truth(test) => test.each_operand_mut(f),
            Operation::Select(truth, a, b) => {
                f(truth);
                f(a);
                f(b);
            }
            Operation::ExternalFunction(..) => {}
        }
    }

    /// Whether the operation can be dropped when nobody reads its answer.
    pub fn is_pure(&self) -> bool {
        match self {
            Operation::Call(..) => false,
            // Entry points without a failure only make or read terms.
            Operation::Runtime(call, _, failure) => {
                failure.is_none() && call.name != alate_abi::runtime_calls::bits_end.name
            }
            Operation::Builtin(row, _, failure) => {
                *failure == Failure::Value && row.usage == alate_abi::builtins::Use::Guard
            }
            Operation::ReadDynamic(_, failure) => *failure == Failure::Value,
            _ => true,
        }
    }
}

impl End {
    /// Operands of the end itself, not of the blocks nested in it.
    pub fn each_operand_mut(&mut self, f: &mut dyn FnMut(&mut Operand)) {
        match self {
            End::Return(a) => f(a),
            End::TailCall(callee, arguments, _) => {
                callee.each_operand_mut(f);
                arguments.iter_mut().for_each(f);
            }
            End::Jump(_, arguments)
            | End::Repeat(arguments, _)
            | End::FunctionClause(arguments, _) => {
                arguments.iter_mut().for_each(f);
            }
            End::If(test, _, _) => test.each_operand_mut(f),
            End::Protect(protect) => protect.arguments.iter_mut().for_each(f),
            End::Raise(class, reason, trace, _) => {
                f(class);
                f(reason);
                if let Some(trace) = trace {
                    f(trace);
                }
            }
            End::Unreachable => {}
        }
    }

    /// The blocks nested in the end.
    pub fn each_block_mut(&mut self, f: &mut dyn FnMut(&mut Block)) {
        match self {
            End::If(_, yes, no) => {
                f(yes);
                f(no);
            }
            End::Protect(protect) => {
                f(&mut protect.normal);
                f(&mut protect.handler);
            }
            _ => {}
        }
    }
}

/// The variables among the operands that `walk` visits, in order. The closure gets a copy to walk,
/// so that one traversal serves reading and rewriting.
macro_rules! each_var {
    ($type:ty) => {
        impl $type {
            /// Calls `f` with each variable read.
            pub fn each_var(&self, f: &mut dyn FnMut(Var)) {
                self.clone_shallow().each_operand_mut(&mut |operand| {
                    if let Operand::Var(var) = operand {
                        f(*var);
                    }
                });
            }
        }
    };
}
each_var!(Operation);
each_var!(End);
each_var!(Test);

impl Operation {
    fn clone_shallow(&self) -> Operation {
        self.clone()
    }
}

impl Test {
    fn clone_shallow(&self) -> Test {
        self.clone()
    }
}

impl End {
    /// The end without the blocks nested in it.
    fn clone_shallow(&self) -> End {
        match self {
            End::If(test, _, _) => End::If(test.clone(), Box::default(), Box::default()),
            End::Protect(protect) => End::Protect(Box::new(Protect {
                function: protect.function,
                arguments: protect.arguments.clone(),
                span: protect.span,
                result: protect.result,
                normal: Block::default(),
                caught: protect.caught,
                handler: Block::default(),
            })),
            other => other.clone(),
        }
    }
}
