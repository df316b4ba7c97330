//! A function that takes a bit string apart and hands the rest on to itself (or around a circle of
//! such functions) gets a second version that takes base, start and end in place of the bit string:
//! then the rest need not be made. Where the bit string itself is wanted, it is made there.

use crate::middle::ir::*;
use alate_abi::builtins;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Functions of more statements, or parameters, are left alone.
const LARGEST: usize = 400;
const MOST_PARAMETERS: usize = 64;

/// A function's parameter, by index.
type Place = (FunctionId, usize);

/// Adds versions to a module, and calls them wherever a part of a bit string is handed over.
pub fn run(module: &mut Module) {
    let mut matched: BTreeSet<Place> = BTreeSet::new();
    let mut handed: BTreeMap<FunctionId, BTreeSet<Place>> = BTreeMap::new();
    for (index, function) in module.functions.iter().enumerate() {
        let id = FunctionId(index as u32);
        let mut scan = Scan::default();
        scan.block(&function.body);
        if !scan.handed.is_empty() {
            handed.insert(id, scan.handed);
        }
        if scan.size > LARGEST
            || function.closure.is_some()
            || function.parameters.len() > MOST_PARAMETERS
        {
            continue;
        }
        let first = function
            .parameters
            .iter()
            .position(|parameter| scan.matched.contains(parameter));
        matched.extend(first.map(|index| (id, index)));
    }
    let mut versions: HashMap<Place, FunctionId> = HashMap::new();
    for place in matched.iter().copied() {
        if is_in_circle(place, &matched, &handed)
            && let Some(version) = version(&module.functions[place.0.0 as usize], place.1)
        {
            versions.insert(place, FunctionId(module.functions.len() as u32));
            module.functions.push(version);
        }
    }
    if versions.is_empty() {
        return;
    }
    for function in &mut module.functions {
        let mut parts = HashMap::new();
        redirect(&mut function.body, &versions, &mut parts);
    }
}

/// Whether a part that is handed to a place may come back to it.
fn is_in_circle(
    place: Place,
    matched: &BTreeSet<Place>,
    handed: &BTreeMap<FunctionId, BTreeSet<Place>>,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut left = vec![place];
    while let Some((function, _)) = left.pop() {
        for next in handed.get(&function).into_iter().flatten() {
            if *next == place {
                return true;
            }
            if matched.contains(next) && seen.insert(*next) {
                left.push(*next);
            }
        }
    }
    false
}

/// What a function takes apart and hands over.
#[derive(Default)]
struct Scan {
    size: usize,
    matched: HashSet<Var>,
    parts: HashSet<Var>,
    handed: BTreeSet<Place>,
}

impl Scan {
    fn call(&mut self, callee: &Callee, arguments: &[Operand]) {
        let Callee::Function(function) = callee else {
            return;
        };
        for (index, argument) in arguments.iter().enumerate() {
            if argument
                .as_var()
                .is_some_and(|var| self.parts.contains(&var))
            {
                self.handed.insert((*function, index));
            }
        }
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            self.size += 1;
            match statement {
                Statement::Define(_, Operation::Bits(BitsOperation::Size, of), _) => {
                    self.matched.extend(of[0].as_var());
                }
                Statement::Define(var, Operation::Bits(BitsOperation::Part, _), _) => {
                    self.parts.insert(*var);
                }
                Statement::Define(_, Operation::Call(callee, arguments), _) => {
                    self.call(callee, arguments);
                }
                Statement::Define(..) => {}
                Statement::Join(_, _, body) => self.block(body),
            }
        }
        self.size += 1;
        match &block.end {
            End::TailCall(callee, arguments, _) => self.call(callee, arguments),
            End::If(_, yes, no) => {
                self.block(yes);
                self.block(no);
            }
            End::Protect(protect) => {
                self.block(&protect.normal);
                self.block(&protect.handler);
            }
            _ => {}
        }
    }
}

/// The version of a function that takes a bit string in three parts.
fn version(function: &Function, index: usize) -> Option<Function> {
    let mut version = function.clone();
    version.symbol = format!("{}-bits", function.symbol);
    version.exported = false;
    let next = version.variables;
    let [base, start, end] = [Var(next), Var(next + 1), Var(next + 2)];
    version.variables += 3;
    let parameter = version.parameters[index];
    version.parameters.splice(index..=index, [base, start, end]);
    let mut body = std::mem::take(&mut version.body);
    let mut rewrite = Rewrite {
        parameter,
        parts: [base, start, end].map(Operand::Var),
        subtract: builtins::find("erlang", "-", 2)?,
        values: HashMap::new(),
        sizes: HashSet::new(),
        variables: version.variables,
    };
    rewrite.block(&mut body);
    version.variables = rewrite.variables;
    version.body = body;
    Some(version)
}

struct Rewrite {
    /// What is taken apart, and what stands for it: base, start, end.
    parameter: Var,
    parts: [Operand; 3],
    subtract: &'static builtins::Builtin,
    /// Variables that are others now.
    values: HashMap<Var, Operand>,
    /// Variables that hold the bit string's size.
    sizes: HashSet<Var>,
    variables: u32,
}

impl Rewrite {
    /// Renames an operand; `made` is the bit string's variable, if it has been wanted.
    fn operand(&mut self, operand: &mut Operand, made: &mut Option<Var>) {
        let Operand::Var(var) = operand else { return };
        if *var == self.parameter {
            let made = *made.get_or_insert_with(|| {
                self.variables += 1;
                Var(self.variables - 1)
            });
            *operand = Operand::Var(made);
        } else if let Some(value) = self.values.get(var) {
            *operand = value.clone();
        }
    }

    /// What a definition is in this version; none if its variable is another now.
    fn define(&mut self, var: Var, operation: Operation) -> Option<Operation> {
        let [_, start, end] = &self.parts;
        let alias = match &operation {
            Operation::Bits(step, of) if of[0] == Operand::Var(self.parameter) => match step {
                BitsOperation::Size => {
                    self.sizes.insert(var);
                    let (end, start) = (end.clone(), start.clone());
                    let kind = FixnumOperation::Subtract;
                    return Some(Operation::Fixnum(kind, self.subtract, end, start, false));
                }
                BitsOperation::Base => 0,
                BitsOperation::Offset => 1,
                _ => return Some(operation),
            },
            Operation::Fixnum(FixnumOperation::Add, _, a, Operand::Var(b), _)
                if a == start && self.sizes.contains(b) =>
            {
                2
            }
            _ => return Some(operation),
        };
        self.values.insert(var, self.parts[alias].clone());
        None
    }

    fn block(&mut self, block: &mut Block) {
        let mut statements = Vec::new();
        for statement in std::mem::take(&mut block.statements) {
            match statement {
                Statement::Define(var, mut operation, span) => {
                    let own = matches!(
                        &operation,
                        Operation::Bits(
                            BitsOperation::Size | BitsOperation::Base | BitsOperation::Offset,
                            of
                        ) if of[0] == Operand::Var(self.parameter)
                    );
                    if !own {
                        let mut made = None;
                        operation.each_operand_mut(&mut |operand| self.operand(operand, &mut made));
                        self.make(made, span, &mut statements);
                    }
                    if let Some(operation) = self.define(var, operation) {
                        statements.push(Statement::Define(var, operation, span));
                    }
                }
                Statement::Join(join, parameters, mut body) => {
                    self.block(&mut body);
                    statements.push(Statement::Join(join, parameters, body));
                }
            }
        }
        let mut made = None;
        block
            .end
            .each_operand_mut(&mut |operand| self.operand(operand, &mut made));
        self.make(made, Default::default(), &mut statements);
        block.statements = statements;
        if let End::If(test, ..) = &mut block.end {
            self.test(test);
        }
        block.end.each_block_mut(&mut |nested| self.block(nested));
    }

    /// Makes the bit string, if it has been wanted.
    fn make(
        &mut self,
        made: Option<Var>,
        span: crate::base::span::Span,
        statements: &mut Vec<Statement>,
    ) {
        if let Some(made) = made {
            let part = Operation::Bits(BitsOperation::Part, self.parts.to_vec());
            statements.push(Statement::Define(made, part, span));
        }
    }

    /// The size of a bit string is never missing.
    fn test(&self, test: &mut Test) {
        match test {
            Test::Not(inner) => self.test(inner),
            Test::Missing(var) if self.sizes.contains(var) => {
                *test = Test::Same(Operand::Nil, Operand::Fixnum(0));
            }
            _ => {}
        }
    }
}

/// Calls versions with what a part would be made of.
fn redirect(
    block: &mut Block,
    versions: &HashMap<Place, FunctionId>,
    parts: &mut HashMap<Var, Vec<Operand>>,
) {
    for statement in &mut block.statements {
        match statement {
            Statement::Define(var, Operation::Bits(BitsOperation::Part, of), _) => {
                parts.insert(*var, of.clone());
            }
            Statement::Define(_, Operation::Call(callee, arguments), _) => {
                redirect_call(callee, arguments, versions, parts);
            }
            Statement::Define(..) => {}
            Statement::Join(_, _, body) => redirect(body, versions, parts),
        }
    }
    if let End::TailCall(callee, arguments, _) = &mut block.end {
        redirect_call(callee, arguments, versions, parts);
    }
    block
        .end
        .each_block_mut(&mut |nested| redirect(nested, versions, parts));
}

fn redirect_call(
    callee: &mut Callee,
    arguments: &mut Vec<Operand>,
    versions: &HashMap<Place, FunctionId>,
    parts: &HashMap<Var, Vec<Operand>>,
) {
    let Callee::Function(function) = callee else {
        return;
    };
    let found = arguments.iter().enumerate().find_map(|(index, argument)| {
        let version = versions.get(&(*function, index))?;
        let parts = parts.get(&argument.as_var()?)?;
        Some((index, *version, parts.clone()))
    });
    if let Some((index, version, parts)) = found {
        *callee = Callee::Function(version);
        arguments.splice(index..=index, parts);
    }
}
