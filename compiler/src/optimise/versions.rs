//! A recursive function that counts gets a second version: the first checks once, at its entry, that
//! its counters are fixnums, so that everything after needs no check; it leaves for the second, the
//! function as it was, where they are not.

use crate::middle::ir::*;
use std::collections::BTreeSet;

/// Functions of more statements are left alone.
const LARGEST: usize = 80;

/// Adds versions to a module.
pub fn run(module: &mut Module) {
    for index in 0..module.functions.len() {
        let function = &module.functions[index];
        let mut uses = Uses {
            function: FunctionId(index as u32),
            ..Uses::default()
        };
        uses.block(&function.body);
        let counters: Vec<Var> = function
            .parameters
            .iter()
            .copied()
            .filter(|var| uses.counters.contains(var) && !uses.floats.contains(var))
            .collect();
        if !uses.is_recursive || uses.size > LARGEST || counters.is_empty() {
            continue;
        }
        let general = FunctionId(module.functions.len() as u32);
        let mut second = function.clone();
        second.symbol = format!("{}-general", function.symbol);
        second.exported = false;
        second.is_fallback = true;
        second.closure = None;
        module.functions.push(second);
        let function = &mut module.functions[index];
        let arguments = function
            .parameters
            .iter()
            .map(|var| Operand::Var(*var))
            .collect();
        let slow = JoinId(function.joins);
        function.joins += 1;
        let mut body = std::mem::take(&mut function.body);
        for counter in counters.into_iter().rev() {
            let test = Test::Type(TypeTest::Fixnum, Operand::Var(counter));
            let no = Block {
                statements: Vec::new(),
                end: End::Jump(slow, Vec::new()),
            };
            body = Block {
                statements: Vec::new(),
                end: End::If(test, Box::new(body), Box::new(no)),
            };
        }
        let leave = Block {
            statements: Vec::new(),
            end: End::TailCall(Callee::Function(general), arguments, function.span),
        };
        body.statements
            .insert(0, Statement::Join(slow, Vec::new(), leave));
        function.body = body;
    }
}

/// How a function uses its variables.
#[derive(Default)]
struct Uses {
    function: FunctionId,
    /// Variables in arithmetic or comparisons with constants or with each other.
    counters: BTreeSet<Var>,
    /// Variables in arithmetic or comparisons with floats: they do not count.
    floats: BTreeSet<Var>,
    is_recursive: bool,
    size: usize,
}

impl Uses {
    fn pair(&mut self, a: &Operand, b: &Operand) {
        match (a, b) {
            (Operand::Var(var), Operand::Fixnum(_)) | (Operand::Fixnum(_), Operand::Var(var)) => {
                self.counters.insert(*var);
            }
            (Operand::Var(var), Operand::Float(_)) | (Operand::Float(_), Operand::Var(var)) => {
                self.floats.insert(*var);
            }
            _ => {}
        }
    }

    fn test(&mut self, test: &Test) {
        match test {
            Test::Not(inner) => self.test(inner),
            Test::Less(a, b) | Test::NotGreater(a, b) => self.pair(a, b),
            _ => {}
        }
    }

    fn callee(&mut self, callee: &Callee) {
        self.is_recursive |= *callee == Callee::Function(self.function);
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            self.size += 1;
            match statement {
                Statement::Define(_, Operation::Builtin(row, arguments, _), _) => {
                    match (row.name, &arguments[..]) {
                        ("+" | "-", [a, b]) => self.pair(a, b),
                        ("*" | "/", [a @ Operand::Float(_), b] | [b, a @ Operand::Float(_)]) => {
                            self.pair(a, b);
                        }
                        _ => {}
                    }
                }
                Statement::Define(_, Operation::Boolean(test), _) => self.test(test),
                Statement::Define(_, Operation::Call(callee, _), _) => self.callee(callee),
                Statement::Define(..) => {}
                Statement::Join(_, _, body) => self.block(body),
            }
        }
        self.size += 1;
        match &block.end {
            End::If(test, yes, no) => {
                self.test(test);
                self.block(yes);
                self.block(no);
            }
            End::TailCall(callee, ..) => self.callee(callee),
            End::Protect(protect) => {
                self.callee(&Callee::Function(protect.function));
                self.block(&protect.normal);
                self.block(&protect.handler);
            }
            _ => {}
        }
    }
}
