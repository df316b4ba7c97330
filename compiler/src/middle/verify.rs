//! Checks what every later stage relies on: joins stand before the jumps to them, variables are
//! defined once and before they are read, jumps bring as many values as the join has parameters.

use super::ir::*;
use std::collections::{HashMap, HashSet};

/// The first breach of the rules, as a sentence.
pub fn verify(module: &Module) -> Result<(), String> {
    for function in &module.functions {
        let mut scope = Scope {
            functions: module.functions.len(),
            defined: HashSet::new(),
            joins: HashMap::new(),
            ever: HashSet::new(),
            carried: None,
        };
        match &function.unpacking {
            None => {
                for parameter in &function.parameters {
                    scope.define(*parameter)?;
                }
            }
            Some(unpacking) => {
                scope.function(unpacking.general)?;
                scope.carried = Some(unpacking.carried().count());
                for carried in unpacking.carried() {
                    scope.define(carried.var)?;
                }
            }
        }
        scope
            .block(&function.body)
            .map_err(|error| format!("{}: {error}", function.symbol))?;
    }
    Ok(())
}

struct Scope {
    functions: usize,
    defined: HashSet<Var>,
    joins: HashMap<JoinId, usize>,
    ever: HashSet<Var>,
    /// How many variables the function's loop has, if it is unpacked.
    carried: Option<usize>,
}

impl Scope {
    fn define(&mut self, var: Var) -> Result<(), String> {
        if !self.ever.insert(var) {
            return Err(format!("v{} is defined twice", var.0));
        }
        self.defined.insert(var);
        Ok(())
    }

    fn read(&self, var: Var) -> Result<(), String> {
        if self.defined.contains(&var) {
            Ok(())
        } else {
            Err(format!("v{} is read where it is not defined", var.0))
        }
    }

    fn function(&self, function: FunctionId) -> Result<(), String> {
        if (function.0 as usize) < self.functions {
            Ok(())
        } else {
            Err(format!("function {} does not exist", function.0))
        }
    }

    /// A block sees what is defined around it; nothing it defines is seen outside.
    fn nested(&mut self, block: &Block, parameters: &[Var]) -> Result<(), String> {
        let defined = self.defined.clone();
        let joins = self.joins.clone();
        for parameter in parameters {
            self.define(*parameter)?;
        }
        let result = self.block(block);
        self.defined = defined;
        self.joins = joins;
        result
    }

    fn block(&mut self, block: &Block) -> Result<(), String> {
        for statement in &block.statements {
            match statement {
                Statement::Define(var, operation, _) => {
                    let mut result = Ok(());
                    operation.each_var(&mut |var| {
                        if result.is_ok() {
                            result = self.read(var);
                        }
                    });
                    result?;
                    if let Operation::Closure(function, _)
                    | Operation::Call(
                        Callee::Function(function) | Callee::Bound(function, _),
                        _,
                    ) = operation
                    {
                        self.function(*function)?;
                    }
                    self.define(*var)?;
                }
                Statement::Join(join, parameters, body) => {
                    self.nested(body, parameters)?;
                    if self.joins.insert(*join, parameters.len()).is_some() {
                        return Err(format!("j{} is defined twice", join.0));
                    }
                }
            }
        }
        let mut result = Ok(());
        block.end.each_var(&mut |var| {
            if result.is_ok() {
                result = self.read(var);
            }
        });
        result?;
        match &block.end {
            End::Jump(join, arguments) => match self.joins.get(join) {
                Some(count) if *count == arguments.len() => Ok(()),
                Some(count) => Err(format!(
                    "j{} takes {count} values, not {}",
                    join.0,
                    arguments.len()
                )),
                None => Err(format!("j{} is jumped to where it is not defined", join.0)),
            },
            End::Repeat(arguments, _) if self.carried != Some(arguments.len()) => Err(format!(
                "a loop is repeated with {} values",
                arguments.len()
            )),
            End::If(_, yes, no) => {
                self.nested(yes, &[])?;
                self.nested(no, &[])
            }
            End::Protect(protect) => {
                self.function(protect.function)?;
                self.nested(&protect.normal, &[protect.result])?;
                self.nested(&protect.handler, &protect.caught)
            }
            End::TailCall(Callee::Function(function) | Callee::Bound(function, _), _, _) => {
                self.function(*function)
            }
            _ => Ok(()),
        }
    }
}
