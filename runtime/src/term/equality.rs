//! `=:=` and `==`.
//!
//! `==` takes numbers by value; keys of maps are always compared by `=:=`. Tries of the same keys have
//! the same shape (see `map`), so they are walked side by side.

use crate::atom;
use crate::number;
use crate::word::{ClosureView, Kind, NodeView, Word};
use std::cmp::Ordering;

/// `=:=`
#[inline]
pub fn identical(a: Word, b: Word) -> bool {
    // Only pointers can be identical without being the same word.
    a == b || (a.is_pointer() && b.is_pointer() && run(a, b, true))
}

/// `==`
#[inline]
pub fn equal(a: Word, b: Word) -> bool {
    a == b || run(a, b, false)
}

type Work = Vec<(Word, Word, bool)>;

fn run(a: Word, b: Word, exact: bool) -> bool {
    let mut work: Work = Vec::new();
    let mut pair = (a, b, exact);
    loop {
        if !step(pair, &mut work) {
            return false;
        }
        match work.pop() {
            Some(next) => pair = next,
            None => return true,
        }
    }
}

/// Compares two terms except for parts that it puts on the work list.
fn step((mut a, mut b, exact): (Word, Word, bool), work: &mut Work) -> bool {
    while let (Some(x), Some(y)) = (a.as_cons(), b.as_cons()) {
        if a == b {
            return true;
        }
        let (head_a, head_b) = (x.head(), y.head());
        if head_a != head_b {
            if head_a.is_pointer() && head_b.is_pointer() {
                work.push((head_a, head_b, exact));
            } else if exact || number::compare(head_a, head_b) != Some(Ordering::Equal) {
                return false;
            }
        }
        a = x.tail();
        b = y.tail();
    }
    if a == b {
        return true;
    }
    if let (Some(x), Some(y)) = (a.as_tuple(), b.as_tuple()) {
        return words(x.elements(), y.elements(), exact, work);
    }
    if !a.is_boxed() || !b.is_boxed() {
        // What is left of a different word is a number of another kind.
        return !exact && number::compare(a, b) == Some(Ordering::Equal);
    }
    match (a.kind(), b.kind()) {
        (Kind::FlatMap, Kind::FlatMap) => match (a.as_flat_map(), b.as_flat_map()) {
            (Some(x), Some(y)) => {
                words(x.values(), y.values(), exact, work)
                    && (x.keys_tuple() == y.keys_tuple() || words(x.keys(), y.keys(), true, work))
            }
            _ => false,
        },
        (Kind::TrieMap, Kind::TrieMap) => match (a.as_trie_map(), b.as_trie_map()) {
            (Some(x), Some(y)) if x.len() == y.len() => {
                nodes(x.root().as_node(), y.root().as_node(), exact, work)
            }
            _ => false,
        },
        (Kind::Bits, Kind::Bits) => match (a.as_bits(), b.as_bits()) {
            (Some(x), Some(y)) if x.bits() == y.bits() => {
                match (x.aligned_bytes(), y.aligned_bytes()) {
                    (Some(x), Some(y)) => x == y,
                    _ => (0..x.bits().div_ceil(8)).all(|i| x.byte(i) == y.byte(i)),
                }
            }
            _ => false,
        },
        (Kind::Closure, Kind::Closure) => match (a.as_closure(), b.as_closure()) {
            (Some(x), Some(y)) => closures(x, y, exact, work),
            _ => false,
        },
        // SAFETY: a reference has three raw words.
        (Kind::Reference, Kind::Reference) => unsafe { (1..=3).all(|i| a.field(i) == b.field(i)) },
        (Kind::Bignum | Kind::Float, Kind::Bignum | Kind::Float) => {
            if exact {
                number::identical(a, b)
            } else {
                number::compare(a, b) == Some(Ordering::Equal)
            }
        }
        // Nodes of tries come here from the work list.
        (Kind::Internal, Kind::Internal) => nodes(a.as_node(), b.as_node(), exact, work),
        _ => false,
    }
}

/// Compares two slices of terms except for what it puts on the work list.
fn words(a: &[Word], b: &[Word], exact: bool, work: &mut Work) -> bool {
    if a.len() != b.len() {
        return false;
    }
    for (&x, &y) in a.iter().zip(b) {
        if x == y {
            continue;
        }
        if x.is_pointer() && y.is_pointer() {
            work.push((x, y, exact));
        } else if exact || number::compare(x, y) != Some(Ordering::Equal) {
            return false;
        }
    }
    true
}

fn nodes(a: Option<NodeView>, b: Option<NodeView>, exact: bool, work: &mut Work) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    if a.bitmap() != b.bitmap() || a.children().len() != b.children().len() {
        return false;
    }
    for (&x, &y) in a.children().iter().zip(b.children()) {
        if x == y {
            continue;
        }
        match (x.as_cons(), y.as_cons()) {
            (Some(p), Some(q)) => {
                work.push((p.tail(), q.tail(), exact));
                work.push((p.head(), q.head(), true));
            }
            (None, None) => work.push((x, y, exact)),
            _ => return false,
        }
    }
    true
}

fn closures(a: ClosureView, b: ClosureView, exact: bool, work: &mut Work) -> bool {
    match (a.exported(), b.exported()) {
        (Some(x), Some(y)) => x == y,
        (None, None) => {
            let (x, y) = (a.info(), b.info());
            x.index == y.index
                && x.fingerprint == y.fingerprint
                && a.arity() == b.arity()
                && atom::name(Word(x.module)) == atom::name(Word(y.module))
                && words(a.free(), b.free(), exact, work)
        }
        _ => false,
    }
}
