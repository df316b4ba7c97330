//! [`Word`]: a tagged word; views of what it points to live in this room's other files.
//!
//! Invariant (rule W, which the safety notes of the floors above rely on): a `Word` is only made from
//! another word that lies in a filled place, or by a constructor of `heap`; so a pointer word points
//! to a filled object of its tag, which does not change and stays until the next safe point.

mod bignum;
mod binary;
mod by_number;
mod closure;
mod cons;
mod failure;
mod float;
mod header;
mod map;
mod tagged;
mod tuple;

pub use bignum::BignumView;
pub use binary::{BitsView, BufferView};
pub use by_number::ByNumber;
pub use closure::ClosureView;
pub use cons::{ConsView, ListIterator};
pub use failure::{Answer, Failure};
pub use header::Kind;
pub use map::{FlatView, MapPairs, NodeView, TrieView};
pub use tagged::Word;
pub use tuple::TupleView;
