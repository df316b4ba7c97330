//! Mid to Mid: every pass returns the representation it was given.

mod simplify;

use crate::middle::ir::Module;

/// Runs the passes in order.
pub fn optimise(module: &mut Module) {
    for function in &mut module.functions {
        simplify::run(function);
    }
}
