//! Blocks, joins and ends.

use super::function::PieceBuilder;
use crate::base::span::Span;
use crate::cut::ir::{Block, Call, End, PieceId, PieceKind, Statement};
use crate::middle::ir::{Callee, FunctionId, Operand, Operation, Test, TypeTest, Var};
use alate_abi::runtime_calls;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{self as clif, InstBuilder};
use std::collections::HashSet;

impl PieceBuilder<'_, '_> {
    /// Emits a block; every path through it ends.
    pub fn block(&mut self, block: &Block) {
        self.room = None;
        let place = self.b.srcloc();
        let mut joins = Vec::new();
        let mut index = 0;
        let mut overflow = None;
        while let Some(statement) = block.statements.get(index) {
            if let Some(run) = self.float_run(&block.statements[index..], &block.end) {
                index += run;
                continue;
            }
            let rest = &block.statements[index..];
            index += 1;
            if let Some((var, yes, no)) = fixnum_asked_for(rest, &block.end) {
                overflow = Some((var, self.overflowing(statement), yes, no));
                continue;
            }
            match statement {
                Statement::Define(var, operation, span) => {
                    self.operation(*var, operation, *span, rest);
                }
                Statement::Join(join, parameters, body) => {
                    let is_rare = self.is_rare(body);
                    let target = self.block_for(is_rare);
                    self.joins.insert(*join, target);
                    for parameter in parameters {
                        let value = self.b.append_block_param(target, I64);
                        self.values.insert(*parameter, value);
                    }
                    joins.push((target, body, is_rare));
                }
            }
        }
        match overflow {
            Some((var, [(fits, sum), (big, answer)], yes, no)) => {
                for (at, value, block, is_rare) in
                    [(fits, sum, yes, self.is_rare(yes)), (big, answer, no, true)]
                {
                    self.b.switch_to_block(at);
                    self.values.insert(var, value);
                    self.b.set_srcloc(place);
                    self.nested_block(block, is_rare);
                }
            }
            None => self.end(&block.end),
        }
        // Bodies come after the block that jumps to them: a block is filled before the next is begun.
        for (target, body, is_rare) in joins {
            self.b.switch_to_block(target);
            // Without a place of its own a body has that of the code before the join.
            self.b.set_srcloc(place);
            self.nested_block(body, is_rare);
        }
    }

    fn block_for(&mut self, is_rare: bool) -> clif::Block {
        match is_rare {
            true => self.cold_block(),
            false => self.new_block(),
        }
    }

    fn nested_block(&mut self, block: &Block, is_rare: bool) {
        let outer = self.emits_cold_code;
        self.emits_cold_code |= is_rare;
        let loads = self.loads_made();
        self.block(block);
        self.forget_loads(loads);
        self.emits_cold_code = outer;
    }

    /// Whether a block only raises, or leaves for the version of a function that is seldom wanted.
    fn is_rare(&self, block: &Block) -> bool {
        match &block.end {
            End::Raise(..) | End::FunctionClause(..) | End::Unreachable => true,
            End::TailCall(Callee::Function(callee), ..)
            | End::Call(Call {
                callee: Callee::Function(callee),
                ..
            }) => {
                let own = &self.module.functions[self.piece.function.0 as usize];
                self.module.functions[callee.0 as usize].is_fallback && !own.is_fallback
            }
            _ => false,
        }
    }

    fn end(&mut self, end: &End) {
        if let Some(span) = end_span(end) {
            self.set_place(span);
        }
        let mut read = HashSet::new();
        let incoming = std::mem::take(&mut self.incoming);
        each_read_of_end(end, &incoming, &mut read);
        self.incoming = incoming;
        // Doubles are compared as they are.
        let compares = matches!(end, End::If(test, ..) if self.double_order(test).is_some());
        if !compares {
            self.load_all(read);
        }
        match end {
            End::Return(value) => {
                let value = self.operand(value);
                self.return_value(value);
            }
            End::Jump(join, arguments) => {
                let arguments = self.operands(arguments);
                let target = self.joins[join];
                self.jump(target, &arguments);
            }
            End::Repeat { words, doubles, .. } => self.repeat(words, doubles),
            End::Goto(piece, arguments) => self.goto(*piece, arguments),
            End::If(test, yes, no) => {
                let (rare_yes, rare_no) = (self.is_rare(yes), self.is_rare(no));
                let yes_block = self.block_for(rare_yes);
                let no_block = self.block_for(rare_no);
                self.test(test, yes_block, no_block);
                let place = self.b.srcloc();
                self.b.switch_to_block(yes_block);
                self.nested_block(yes, rare_yes);
                self.b.switch_to_block(no_block);
                self.b.set_srcloc(place);
                self.nested_block(no, rare_no);
            }
            End::TailCall(Callee::Function(function), arguments, _)
                if self.is_own_entry(*function) =>
            {
                let arguments = self.operands(arguments);
                if let Some(header) = self.loop_header {
                    self.jump(header, &arguments);
                }
            }
            End::TailCall(callee, arguments, span) => {
                let sp = self.base;
                self.call(callee, arguments, sp, *span);
            }
            End::Call(call) => {
                let sp = self.push(&call.frame, call.continuation, None);
                self.call(&call.callee, &call.arguments, sp, call.span);
            }
            End::Protect { call, handler } => {
                let sp = self.push(&call.frame, call.continuation, Some(*handler));
                self.call(&call.callee, &call.arguments, sp, call.span);
            }
            End::Raise(class, reason, trace, span) => {
                let class = self.operand(class);
                let reason = self.operand(reason);
                let sp = self.base;
                match trace {
                    Some(trace) => {
                        let trace = self.operand(trace);
                        let location = self.location(*span);
                        self.call_cold(
                            runtime_calls::raise_again.name,
                            &[sp, location, class, reason, trace],
                        );
                    }
                    None => {
                        let location = self.location(*span);
                        self.call_cold(runtime_calls::raise.name, &[sp, location, class, reason]);
                    }
                }
                self.unwind();
            }
            End::FunctionClause(arguments, span) => {
                self.store_arguments(arguments);
                let sp = self.base;
                let location = self.location(*span);
                let count = self.constant(arguments.len() as u64);
                self.call_cold(runtime_calls::function_clause.name, &[sp, location, count]);
                self.unwind();
            }
            End::Unreachable => {
                self.b
                    .ins()
                    .trap(cranelift_codegen::ir::TrapCode::unwrap_user(1));
            }
        }
    }

    /// Whether this piece is the entry of the function, so that a call to it is a jump.
    fn is_own_entry(&self, function: FunctionId) -> bool {
        matches!(self.piece.kind, PieceKind::Entry { .. }) && function == self.piece.function
    }

    fn goto(&mut self, piece: PieceId, arguments: &[Operand]) {
        let arguments = self.operands(arguments);
        let id = self.emitter.pieces[piece.0 as usize];
        let sp = self.base;
        self.tail_call_direct(id, sp, &arguments);
    }
}

/// Whether statements begin with fixnum arithmetic that may overflow, and all that follows is the
/// question whether its result is a fixnum; what to do if so, and if not.
fn fixnum_asked_for<'b>(
    statements: &[Statement],
    end: &'b End,
) -> Option<(Var, &'b Block, &'b Block)> {
    let (Statement::Define(var, Operation::Fixnum(.., true), _), joins) =
        statements.split_first()?
    else {
        return None;
    };
    let End::If(Test::Type(TypeTest::Fixnum, Operand::Var(asked)), yes, no) = end else {
        return None;
    };
    // In each branch the result is another value: a block that both reach must not read it.
    let mut read = HashSet::new();
    for statement in joins {
        let Statement::Join(_, _, body) = statement else {
            return None;
        };
        each_read(body, &[], &mut read);
    }
    (asked == var && !read.contains(var)).then_some((*var, yes, no))
}

fn end_span(end: &End) -> Option<Span> {
    match end {
        End::TailCall(_, _, span)
        | End::Repeat { span, .. }
        | End::Raise(_, _, _, span)
        | End::FunctionClause(_, span) => Some(*span),
        End::Call(call) | End::Protect { call, .. } => Some(call.span),
        End::Return(_) | End::Goto(..) | End::Jump(..) | End::If(..) | End::Unreachable => None,
    }
}

/// Where the first code of a block comes from.
pub(super) fn first_span(block: &Block) -> Option<Span> {
    let first = block
        .statements
        .iter()
        .find_map(|statement| match statement {
            Statement::Define(_, _, span) => Some(*span),
            Statement::Join(..) => None,
        });
    first.or_else(|| end_span(&block.end))
}

/// The variables of a frame that a block reads; those that only stay in their slots are not.
pub(super) fn each_read(block: &Block, frame: &[Var], read: &mut HashSet<Var>) {
    each_read_of(&block.statements, &block.end, frame, read);
}

/// The same of some statements and an end.
pub(super) fn each_read_of(
    statements: &[Statement],
    end: &End,
    frame: &[Var],
    read: &mut HashSet<Var>,
) {
    for statement in statements {
        match statement {
            Statement::Define(_, operation, _) => operation.each_var(&mut |var| {
                read.insert(var);
            }),
            Statement::Join(_, _, body) => each_read(body, frame, read),
        }
    }
    each_read_of_end(end, frame, read);
    if let End::If(_, yes, no) = end {
        each_read(yes, frame, read);
        each_read(no, frame, read);
    }
}

/// What an end itself reads, without the blocks in it.
pub(super) fn each_read_of_end(end: &End, frame: &[Var], read: &mut HashSet<Var>) {
    let mut operands = |operands: &[Operand]| {
        for operand in operands {
            if let Operand::Var(var) = operand {
                read.insert(*var);
            }
        }
    };
    match end {
        End::Return(value) => operands(std::slice::from_ref(value)),
        End::TailCall(callee, arguments, _) => {
            operands(arguments);
            operands(&callee_operands(callee));
        }
        End::Call(call) | End::Protect { call, .. } => {
            operands(&call.arguments);
            operands(&callee_operands(&call.callee));
            for (slot, var) in call.frame.iter().enumerate() {
                if frame.get(slot) != Some(var) {
                    read.insert(*var);
                }
            }
        }
        End::Goto(_, arguments) | End::Jump(_, arguments) => operands(arguments),
        // Doubles are read by who looks for them.
        End::Repeat { words, .. } => operands(words),
        End::FunctionClause(arguments, _) => operands(arguments),
        End::If(test, ..) => test.each_var(&mut |var| {
            read.insert(var);
        }),
        End::Raise(class, reason, trace, _) => {
            operands(&[class.clone(), reason.clone()]);
            if let Some(trace) = trace {
                operands(std::slice::from_ref(trace));
            }
        }
        End::Unreachable => {}
    }
}

fn callee_operands(callee: &Callee) -> Vec<Operand> {
    match callee {
        Callee::Closure(value) | Callee::Cell(value) => vec![value.clone()],
        Callee::Bound(_, bindings) => bindings.iter().map(|(_, value)| value.clone()).collect(),
        Callee::Function(_) | Callee::Remote(..) | Callee::Stub(_) => Vec::new(),
    }
}

/// Whether a block calls the function it belongs to in tail position.
pub(super) fn calls_itself(block: &Block, function: FunctionId) -> bool {
    let in_joins = block.statements.iter().any(|statement| match statement {
        Statement::Join(_, _, body) => calls_itself(body, function),
        Statement::Define(..) => false,
    });
    in_joins
        || match &block.end {
            End::TailCall(Callee::Function(callee), ..) => *callee == function,
            End::If(_, yes, no) => calls_itself(yes, function) || calls_itself(no, function),
            _ => false,
        }
}
