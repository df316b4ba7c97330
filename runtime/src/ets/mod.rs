//! Tables of terms: what Erlang calls ETS.
//!
//! Data never change and the heap is shared, so a table holds words: an object is stored and fetched
//! by reference. Objects lie in slots whose numbers stay, so that a collection finds those stored
//! since the last one in a list of slots and writes new addresses back in place; hashes do not depend
//! on addresses.
//!
//! Locks, the outer one first: the registry's, a table's, the list of changed tables. None is held
//! while Lisp code runs, and no function here waits for anything but these.

mod bag;
mod bits;
mod expression;
mod index;
mod ordered;
mod pattern;
mod registry;
mod roots;
mod set;
mod specification;
mod storage;
mod table;
mod young;

pub use expression::{Function, Resolver};
pub use registry::{Id, Inheritance, Tables};
pub use specification::{Matcher, Specification};
pub use storage::{At, From, Storage, Type};
pub use table::{Heir, Protection, State, Table, Told};

#[cfg(test)]
mod tests;
