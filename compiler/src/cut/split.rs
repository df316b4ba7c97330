//! Splits functions into pieces.

use super::ir::{Block, Call, End, Function, Module, Piece, PieceId, PieceKind, Statement};
use super::liveness::{Live, Liveness, analyse};
use crate::middle::ir::{self as mid, FunctionId, JoinId, Operand, Operation, Var};
use std::collections::HashMap;

/// Cuts all functions of a module.
pub fn cut(module: mid::Module) -> Module {
    let mut out = Module {
        name: module.name,
        exports: module.exports,
        attributes: module.attributes,
        constants: module.constants,
        dynamics: module.dynamics,
        functions: Vec::new(),
        pieces: Vec::new(),
    };
    for (index, function) in module.functions.into_iter().enumerate() {
        cut_function(FunctionId(index as u32), function, &mut out);
    }
    drop_needless_polls(&mut out);
    out
}

/// A continuation that always goes on to call something that polls, or that comes back to a later
/// continuation, needs no poll of its own: unwinding a deep stack still meets one in every frame.
fn drop_needless_polls(module: &mut Module) {
    let entries: Vec<bool> = module
        .functions
        .iter()
        .map(|function| module.pieces[function.entry.0 as usize].polls)
        .collect();
    for piece in &mut module.pieces {
        if matches!(
            piece.kind,
            PieceKind::Continuation { .. } | PieceKind::Handler { .. }
        ) {
            piece.polls = may_return(&piece.body, &entries);
        }
    }
}

/// Whether a block may end by returning, or by leaving for code that may return without a poll.
fn may_return(block: &Block, entries: &[bool]) -> bool {
    let in_joins = block.statements.iter().any(|statement| match statement {
        Statement::Join(_, _, body) => may_return(body, entries),
        Statement::Define(..) => false,
    });
    in_joins
        || match &block.end {
            End::Return(_) | End::Goto(..) => true,
            End::TailCall(mid::Callee::Function(callee) | mid::Callee::Bound(callee, _), ..) => {
                !entries[callee.0 as usize]
            }
            End::TailCall(..) => true,
            End::If(_, yes, no) => may_return(yes, entries) || may_return(no, entries),
            End::Call(_)
            | End::Protect { .. }
            | End::Repeat { .. }
            | End::Jump(..)
            | End::Raise(..)
            | End::FunctionClause(..)
            | End::Unreachable => false,
        }
}

fn cut_function(id: FunctionId, function: mid::Function, out: &mut Module) {
    let liveness = analyse(&function.body);
    let entry = PieceId(out.pieces.len() as u32);
    let mut split = Split {
        id,
        symbol: &function.symbol,
        carried: function
            .unpacking
            .iter()
            .flat_map(mid::Unpacking::carried)
            .copied()
            .collect(),
        first: out.pieces.len(),
        liveness,
        joins: HashMap::new(),
        pieces: vec![None],
    };
    let body = split.block(function.body, &[]);
    split.pieces[0] = Some(Piece {
        symbol: function.symbol.clone(),
        function: id,
        kind: PieceKind::Entry {
            parameters: function.parameters.clone(),
            unpacking: function.unpacking.clone(),
        },
        polls: true,
        body,
    });
    // Every reserved piece has been filled.
    let mut pieces: Vec<Piece> = split.pieces.into_iter().flatten().collect();
    // A function that leaves for nowhere needs no poll: it neither grows the stack nor loops.
    pieces[0].polls = pieces.iter().any(|piece| leaves(&piece.body));
    out.pieces.extend(pieces);
    out.functions.push(Function {
        entry,
        symbol: function.symbol,
        name: function.name,
        arity: function.arity,
        parameters: function.parameters.len(),
        span: function.span,
        closure: function.closure,
        exported: function.exported,
        is_fallback: function.is_fallback,
    });
}

/// Whether a block calls anything.
fn leaves(block: &Block) -> bool {
    block.statements.iter().any(|statement| match statement {
        Statement::Join(_, _, body) => leaves(body),
        Statement::Define(..) => false,
    }) || match &block.end {
        End::TailCall(..) | End::Repeat { .. } | End::Call(_) | End::Protect { .. } => true,
        End::If(_, yes, no) => leaves(yes) || leaves(no),
        _ => false,
    }
}

struct Split<'f> {
    id: FunctionId,
    symbol: &'f str,
    /// The variables of the unpacked loop.
    carried: Vec<mid::Carried>,
    /// Index in the module of the function's first piece.
    first: usize,
    liveness: Liveness,
    /// Pieces of shared joins, with the variables they take besides their parameters.
    joins: HashMap<JoinId, (PieceId, Vec<Var>)>,
    pieces: Vec<Option<Piece>>,
}

impl Split<'_> {
    fn reserve(&mut self) -> (PieceId, usize) {
        self.pieces.push(None);
        let local = self.pieces.len() - 1;
        (PieceId((self.first + local) as u32), local)
    }

    fn fill(&mut self, local: usize, kind: PieceKind, body: Block) {
        let polls = !matches!(kind, PieceKind::Join { .. });
        let symbol = format!("{}#{local}", self.symbol);
        self.pieces[local] = Some(Piece {
            symbol,
            function: self.id,
            kind,
            polls,
            body,
        });
    }

    /// Builds a block of a piece whose frame, when it was entered, held `incoming`.
    fn block(&mut self, block: mid::Block, incoming: &[Var]) -> Block {
        let mut statements = Vec::new();
        let mut rest = block.statements.into_iter();
        while let Some(statement) = rest.next() {
            match statement {
                mid::Statement::Define(result, Operation::Call(callee, arguments), span) => {
                    let rest = mid::Block {
                        statements: rest.collect(),
                        end: block.end,
                    };
                    let live = self.liveness.after_call.remove(&result).unwrap_or_default();
                    let frame = frame(live, incoming);
                    let (continuation, local) = self.reserve();
                    let body = self.block(rest, &frame);
                    let is_protected = false;
                    let kind = PieceKind::Continuation {
                        frame: frame.clone(),
                        result,
                        is_protected,
                        span,
                    };
                    self.fill(local, kind, body);
                    let call = Call {
                        frame,
                        continuation,
                        callee,
                        arguments,
                        span,
                    };
                    return Block {
                        statements,
                        end: End::Call(call),
                    };
                }
                mid::Statement::Define(var, operation, span) => {
                    statements.push(Statement::Define(var, operation, span));
                }
                mid::Statement::Join(join, parameters, body) => {
                    if self.liveness.shared.contains(&join) {
                        self.shared_join(join, parameters, body);
                    } else {
                        let body = self.block(body, incoming);
                        statements.push(Statement::Join(join, parameters, body));
                    }
                }
            }
        }
        let end = self.end(block.end, incoming);
        Block { statements, end }
    }

    fn shared_join(&mut self, join: JoinId, mut parameters: Vec<Var>, body: mid::Block) {
        let needs: Vec<Var> = self
            .liveness
            .join
            .get(&join)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let (piece, local) = self.reserve();
        self.joins.insert(join, (piece, needs.clone()));
        let body = self.block(body, &[]);
        parameters.extend(needs);
        self.fill(local, PieceKind::Join { parameters }, body);
    }

    fn end(&mut self, end: mid::End, incoming: &[Var]) -> End {
        match end {
            mid::End::Return(value) => End::Return(value),
            mid::End::TailCall(callee, arguments, span) => End::TailCall(callee, arguments, span),
            mid::End::Repeat(arguments, span) => {
                let (mut words, mut doubles) = (Vec::new(), Vec::new());
                for (argument, carried) in arguments.into_iter().zip(&self.carried) {
                    match carried.is_float {
                        _ if !carried.changes => {}
                        true => doubles.push(argument),
                        false => words.push(argument),
                    }
                }
                End::Repeat {
                    words,
                    doubles,
                    span,
                }
            }
            mid::End::Jump(join, mut arguments) => match self.joins.get(&join) {
                Some((piece, needs)) => {
                    arguments.extend(needs.iter().map(|var| Operand::Var(*var)));
                    End::Goto(*piece, arguments)
                }
                None => End::Jump(join, arguments),
            },
            mid::End::If(test, yes, no) => {
                let yes = self.block(*yes, incoming);
                let no = self.block(*no, incoming);
                End::If(test, Box::new(yes), Box::new(no))
            }
            mid::End::Protect(protect) => self.protect(*protect, incoming),
            mid::End::Raise(class, reason, trace, span) => End::Raise(class, reason, trace, span),
            mid::End::FunctionClause(arguments, span) => End::FunctionClause(arguments, span),
            mid::End::Unreachable => End::Unreachable,
        }
    }

    fn protect(&mut self, protect: mid::Protect, incoming: &[Var]) -> End {
        let live = self
            .liveness
            .after_call
            .remove(&protect.result)
            .unwrap_or_default();
        let frame = frame(live, incoming);
        let span = protect.span;
        let (continuation, local) = self.reserve();
        let body = self.block(protect.normal, &frame);
        let kind = PieceKind::Continuation {
            frame: frame.clone(),
            result: protect.result,
            is_protected: true,
            span,
        };
        self.fill(local, kind, body);
        let (handler, local) = self.reserve();
        let body = self.block(protect.handler, &frame);
        let kind = PieceKind::Handler {
            frame: frame.clone(),
            caught: protect.caught,
            span,
        };
        self.fill(local, kind, body);
        let callee = mid::Callee::Function(protect.function);
        let call = Call {
            frame,
            continuation,
            callee,
            arguments: protect.arguments,
            span,
        };
        End::Protect { call, handler }
    }
}

/// Lays out a frame. A variable that the incoming frame holds keeps its slot if it can: then it need
/// not be stored again.
fn frame(mut live: Live, incoming: &[Var]) -> Vec<Var> {
    let size = live.len();
    let mut slots: Vec<Option<Var>> = vec![None; size];
    for (slot, var) in incoming.iter().enumerate().take(size) {
        if live.remove(var) {
            slots[slot] = Some(*var);
        }
    }
    let mut others = live.into_iter();
    slots
        .into_iter()
        .filter_map(|slot| slot.or_else(|| others.next()))
        .collect()
}
