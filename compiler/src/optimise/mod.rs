//! Mid to Mid: every pass returns the representation it was given.

mod alike;
mod bit_cursors;
mod facts;
mod inline;
mod simplify;
#[cfg(test)]
mod tests;
mod unpack;
mod versions;

use crate::middle::ir::Module;

/// Runs the passes in order.
pub fn optimise(module: &mut Module) {
    for function in &mut module.functions {
        simplify::run(function);
    }
    bit_cursors::run(module);
    versions::run(module);
    inline::run(module);
    for function in &mut module.functions {
        simplify::run(function);
        facts::run(function);
        // What facts have decided leaves branches that nobody reaches.
        simplify::run(function);
        alike::run(function);
    }
    unpack::run(module);
}
