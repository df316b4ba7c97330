//! Mid to Mid: every pass returns the representation it was given.

mod facts;
mod simplify;
mod versions;

use crate::middle::ir::Module;

/// Runs the passes in order.
pub fn optimise(module: &mut Module) {
    for function in &mut module.functions {
        simplify::run(function);
    }
    versions::run(module);
    for function in &mut module.functions {
        facts::run(function);
    }
}
