//! A hash of terms that agrees with `=:=`, for the tries of maps. Of this program's run only: it is
//! neither Erlang's `phash2` nor stable between versions.

use crate::atom;
use crate::word::{Kind, Word};

/// Multiplier of the mixing step: 2⁶⁴ divided by the golden ratio, odd.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline]
fn mix(hash: u64, value: u64) -> u64 {
    let product = (hash ^ value).wrapping_mul(FACTOR);
    product ^ (product >> 29)
}

/// The hash of a term.
#[inline]
pub fn hash(term: Word) -> u64 {
    if term.is_fixnum() {
        return finish(mix(1, term.0));
    }
    finish(deep(term))
}

/// Spreads the last mixed value over all bits.
fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

fn deep(term: Word) -> u64 {
    let mut hash = 1;
    let mut work = Vec::new();
    let mut word = term;
    loop {
        hash = step(word, hash, &mut work);
        match work.pop() {
            Some(next) => word = next,
            None => return hash,
        }
    }
}

/// Mixes in one term but for the parts that it puts on the work list.
fn step(mut word: Word, mut hash: u64, work: &mut Vec<Word>) -> u64 {
    while let Some(cell) = word.as_cons() {
        hash = mix(hash, 3);
        let head = cell.head();
        if head.is_fixnum() {
            hash = mix(hash, head.0);
            word = cell.tail();
        } else {
            work.push(cell.tail());
            word = head;
        }
    }
    match word.kind() {
        Kind::Fixnum | Kind::Nil | Kind::Pid | Kind::Port | Kind::Cons => mix(hash, word.0),
        Kind::Atom => mix(hash, atom::hash(word).unwrap_or(0)),
        Kind::Float => mix(hash, word.as_float().map_or(0, f64::to_bits) ^ 5),
        Kind::Bignum => match word.as_bignum() {
            Some(big) => big
                .limbs()
                .iter()
                .fold(mix(hash, 7 + u64::from(big.is_negative())), |h, &limb| {
                    mix(h, limb)
                }),
            None => hash,
        },
        Kind::Tuple => match word.as_tuple() {
            Some(tuple) => {
                work.extend(tuple.elements().iter().rev());
                mix(hash, 11 + ((tuple.len() as u64) << 8))
            }
            None => hash,
        },
        Kind::FlatMap | Kind::TrieMap => {
            // Both representations of a map give their pairs in an order that depends on the keys only.
            let size = word.map_size().unwrap_or(0);
            if let Some(pairs) = word.map_pairs() {
                for (key, value) in pairs {
                    work.push(value);
                    work.push(key);
                }
            }
            mix(hash, 13 + ((size as u64) << 8))
        }
        Kind::Bits => match word.as_bits() {
            Some(bits) => {
                let bytes = bits.to_bytes();
                let mut hash = mix(hash, 17 + ((bits.bits() as u64) << 8));
                for chunk in bytes.chunks(8) {
                    let mut limb = [0; 8];
                    limb[..chunk.len()].copy_from_slice(chunk);
                    hash = mix(hash, u64::from_le_bytes(limb));
                }
                hash
            }
            None => hash,
        },
        Kind::Closure => match word.as_closure() {
            Some(closure) => match closure.exported() {
                Some((module, function, arity)) => {
                    let hash = mix(hash, atom::hash(module).unwrap_or(0));
                    mix(hash, atom::hash(function).unwrap_or(0) ^ arity)
                }
                None => {
                    work.extend_from_slice(closure.free());
                    let info = closure.info();
                    mix(hash, info.fingerprint ^ info.index)
                }
            },
            None => hash,
        },
        // SAFETY: a reference has three raw words.
        Kind::Reference => (1..=3).fold(hash, |h, i| mix(h, unsafe { word.field(i) })),
        Kind::Internal => hash,
    }
}
