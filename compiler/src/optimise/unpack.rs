//! A loop that makes a new tuple for its next round, only to take it apart there, carries the tuple's
//! elements instead (after "Call-pattern specialisation", Peyton Jones 2007); and what is a float in
//! every round is carried as a plain double.
//!
//! ```text
//! (defun f                                      (loop (tuple (float x) (float v)) n
//!   ((#(x v) 0) x)                         →      (if (same n 0) (return x)
//!   ((#(x v) n) (f (tuple (+ x v) v) …)))           … (repeat (+ x v) v …)))
//! ```
//!
//! Whether the parameters are such tuples, and their elements floats, is looked at where the function
//! is entered; where they are not, the function as it was goes on. Only calls that nothing but
//! arithmetic stands before are rounds: what follows a call is another piece of code.

mod floats;
mod hints;
mod rewrite;

use super::simplify;
use crate::base::term::Term;
use crate::middle::ir::*;
use hints::Hints;
use std::collections::{HashMap, HashSet};

/// Functions of more statements, or parameters, are left alone; and larger tuples.
const LARGEST: usize = 120;
const MOST_PARAMETERS: usize = 16;
const LARGEST_TUPLE: usize = 16;

/// Unpacks the loops of a module.
pub fn run(module: &mut Module) {
    let mut found: HashMap<FunctionId, Scan> = HashMap::new();
    for (index, function) in module.functions.iter().enumerate() {
        let id = FunctionId(index as u32);
        if let Some(scan) = scan(id, function, &module.constants) {
            found.insert(id, scan);
        }
    }
    if found.is_empty() {
        return;
    }
    let hints = Hints::of(module, &found);
    for index in 0..module.functions.len() {
        let id = FunctionId(index as u32);
        if let Some(scan) = found.get(&id) {
            unpack(module, id, scan, &hints);
        }
    }
}

fn unpack(module: &mut Module, id: FunctionId, scan: &Scan, hints: &Hints) {
    let general = FunctionId(module.functions.len() as u32);
    let function = &module.functions[id.0 as usize];
    let mut unpacked = function.clone();
    let mut parts = scan.parts(&mut unpacked);
    let is_any_tuple = parts.iter().any(|part| matches!(part, Part::Tuple(_)));
    rewrite::run(&mut unpacked, id, scan, &parts);
    find_changes(&unpacked.body, &mut parts);
    let is_any_float = floats::find(&unpacked.body, &mut parts, id, hints);
    if !is_any_tuple && !is_any_float {
        return;
    }
    unpacked.unpacking = Some(Unpacking { parts, general });
    simplify::run(&mut unpacked);
    let mut whole = std::mem::replace(&mut module.functions[id.0 as usize], unpacked);
    whole.symbol = format!("{}-whole", whole.symbol);
    whole.exported = false;
    whole.is_fallback = true;
    call_itself(&mut whole.body, id, general);
    module.functions.push(whole);
}

/// Marks the variables that some round changes.
fn find_changes(block: &Block, parts: &mut [Part]) {
    for statement in &block.statements {
        if let Statement::Join(_, _, body) = statement {
            find_changes(body, parts);
        }
    }
    match &block.end {
        End::Repeat(arguments, _) => {
            let all = parts.iter_mut().flat_map(Part::carried_mut);
            for (carried, argument) in all.zip(arguments) {
                carried.changes |= *argument != Operand::Var(carried.var);
            }
        }
        End::If(_, yes, no) => {
            find_changes(yes, parts);
            find_changes(no, parts);
        }
        // No round comes after a call.
        _ => {}
    }
}

/// The copy repeats as itself: its parameters are not looked at in each round.
fn call_itself(block: &mut Block, original: FunctionId, copy: FunctionId) {
    for statement in &mut block.statements {
        if let Statement::Join(_, _, body) = statement {
            call_itself(body, original, copy);
        }
    }
    if let End::TailCall(Callee::Function(callee), ..) = &mut block.end
        && *callee == original
    {
        *callee = copy;
    }
    block
        .end
        .each_block_mut(&mut |nested| call_itself(nested, original, copy));
}

/// A function's rounds, and what stands in the way.
struct Scan {
    id: FunctionId,
    size: usize,
    has_bits: bool,
    /// Joins that are jumped to after a call.
    after_call: HashSet<JoinId>,
    /// The arguments of calls to the function itself that no call stands before.
    rounds: Vec<Vec<Operand>>,
    tuples: HashMap<Var, usize>,
    /// The elements of constant tuples among the arguments.
    constants: HashMap<ConstantId, Vec<Operand>>,
}

/// A function that may be worth unpacking.
fn scan(id: FunctionId, function: &Function, constants: &[Term]) -> Option<Scan> {
    if function.closure.is_some()
        || function.is_fallback
        || function.parameters.len() > MOST_PARAMETERS
    {
        return None;
    }
    let mut scan = Scan {
        id,
        size: 0,
        has_bits: false,
        after_call: HashSet::new(),
        rounds: Vec::new(),
        tuples: HashMap::new(),
        constants: HashMap::new(),
    };
    scan.block(&function.body, true);
    for argument in scan.rounds.iter().flatten() {
        if let Operand::Constant(id) = argument
            && let Term::Tuple(elements) = &constants[id.0 as usize]
            && let Some(elements) = elements.iter().map(Operand::of_word).collect()
        {
            scan.constants.insert(*id, elements);
        }
    }
    // Loops over bytes have a form of their own.
    (!scan.rounds.is_empty() && scan.size <= LARGEST && !scan.has_bits).then_some(scan)
}

impl Scan {
    /// Looks at a block; `inside` says that no call stands before it.
    fn block(&mut self, block: &Block, mut inside: bool) {
        for statement in &block.statements {
            self.size += 1;
            if let Statement::Define(var, operation, _) = statement {
                match operation {
                    Operation::Tuple(elements) => {
                        self.tuples.insert(*var, elements.len());
                    }
                    Operation::Call(..) => inside = false,
                    Operation::Bits(..) => self.has_bits = true,
                    _ => {}
                }
            }
        }
        self.size += 1;
        match &block.end {
            End::TailCall(Callee::Function(callee), arguments, _)
                if *callee == self.id && inside =>
            {
                self.rounds.push(arguments.clone());
            }
            End::Jump(join, _) if !inside => {
                self.after_call.insert(*join);
            }
            End::If(_, yes, no) => {
                self.block(yes, inside);
                self.block(no, inside);
            }
            End::Protect(protect) => {
                self.block(&protect.normal, false);
                self.block(&protect.handler, false);
            }
            _ => {}
        }
        // All jumps to a join come after it: in the block, and in the bodies of later joins.
        for statement in block.statements.iter().rev() {
            if let Statement::Join(join, _, body) = statement {
                let inside = self.is_inside(*join);
                self.block(body, inside);
            }
        }
    }

    fn is_inside(&self, join: JoinId) -> bool {
        !self.after_call.contains(&join)
    }

    fn is_round(&self, end: &End, inside: bool) -> bool {
        matches!(end, End::TailCall(Callee::Function(callee), ..) if *callee == self.id && inside)
    }

    /// The parts of the function's parameters, floats not yet told from others.
    fn parts(&self, function: &mut Function) -> Vec<Part> {
        let mut parts = Vec::new();
        for (index, parameter) in function.parameters.iter().copied().enumerate() {
            let carried = |var| Carried {
                var,
                is_float: false,
                changes: false,
            };
            parts.push(match self.tuple_size(function, index) {
                Some(size) => {
                    let first = function.variables;
                    function.variables += size as u32;
                    Part::Tuple((first..function.variables).map(Var).map(carried).collect())
                }
                None => Part::Whole(carried(parameter)),
            });
        }
        parts
    }

    /// The size of the tuple that a parameter is in every round, if it is a new one in some round and
    /// not wanted as a whole on the way to any.
    fn tuple_size(&self, function: &Function, index: usize) -> Option<usize> {
        let parameter = function.parameters[index];
        let mut sizes = HashSet::new();
        for arguments in &self.rounds {
            match arguments[index] {
                Operand::Var(var) if var == parameter => {}
                Operand::Var(var) => {
                    sizes.insert(*self.tuples.get(&var)?);
                }
                Operand::Constant(id) => {
                    sizes.insert(self.constants.get(&id)?.len());
                }
                _ => return None,
            }
        }
        let size = *sizes.iter().next()?;
        let fits = sizes.len() == 1 && (1..=LARGEST_TUPLE).contains(&size);
        let mut wants = Wants {
            scan: self,
            parameter,
            index,
            size,
            repeating: HashSet::new(),
            is_wanted: false,
        };
        wants.block(&function.body, true);
        (fits && !wants.is_wanted).then_some(size)
    }
}

/// Looks for a round before which a parameter is wanted as a whole.
struct Wants<'s> {
    scan: &'s Scan,
    parameter: Var,
    index: usize,
    size: usize,
    /// Joins that lead to a round.
    repeating: HashSet<JoinId>,
    is_wanted: bool,
}

impl Wants<'_> {
    /// Whether the block leads to a round.
    fn block(&mut self, block: &Block, mut inside: bool) -> bool {
        for statement in &block.statements {
            match statement {
                Statement::Define(_, Operation::Call(..), _) => inside = false,
                Statement::Define(..) => {}
                Statement::Join(join, _, body) => {
                    if self.block(body, self.scan.is_inside(*join)) {
                        self.repeating.insert(*join);
                    }
                }
            }
        }
        let leads = match &block.end {
            End::Jump(join, _) => self.repeating.contains(join),
            End::If(_, yes, no) => {
                let yes = self.block(yes, inside);
                self.block(no, inside) || yes
            }
            End::Protect(_) => false,
            end => self.scan.is_round(end, inside),
        };
        if leads {
            self.is_wanted |= block.statements.iter().any(|statement| match statement {
                Statement::Define(_, operation, _) => self.in_operation(operation),
                Statement::Join(..) => false,
            }) || self.in_end(&block.end);
        }
        leads
    }

    fn in_operation(&self, operation: &Operation) -> bool {
        if rewrite::element_of(operation, self.parameter, self.size).is_some() {
            return false;
        }
        match operation {
            Operation::Boolean(test) | Operation::Truth(test) => self.in_test(test),
            _ => reads(|f| operation.each_var(f), self.parameter),
        }
    }

    fn in_test(&self, test: &Test) -> bool {
        rewrite::decided(test, self.parameter, self.size).is_none()
            && reads(|f| test.each_var(f), self.parameter)
    }

    fn in_end(&self, end: &End) -> bool {
        match end {
            End::TailCall(_, arguments, _) => {
                let is_parameter = |operand: &Operand| *operand == Operand::Var(self.parameter);
                let mut others = arguments.iter().enumerate();
                others.any(|(index, operand)| index != self.index && is_parameter(operand))
            }
            End::If(test, ..) => self.in_test(test),
            _ => reads(|f| end.each_var(f), self.parameter),
        }
    }
}

/// Whether a walk meets a variable.
fn reads(walk: impl Fn(&mut dyn FnMut(Var)), wanted: Var) -> bool {
    let mut found = false;
    walk(&mut |var| found |= var == wanted);
    found
}
