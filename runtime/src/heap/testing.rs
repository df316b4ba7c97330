//! A context for unit tests of the rooms above.

use alate_abi::context::Context;

/// A context that has no chunk yet.
pub fn context() -> Box<Context> {
    Box::new(Context::new())
}
