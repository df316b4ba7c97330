//! The hash of terms that Erlang documents as the same on every machine and in every version
//! (`phash2`). The algorithm is fitted to OTP's answers, which `builtins/recorded` holds.
//!
//! A running hash takes in one or two words of 32 bits at a time by Bob Jenkins' mixing function of
//! three words (lookup2, 1996): two that begin at a multiple of [`STEP`], which tells the kinds of
//! terms apart, and the hash so far.

use crate::atom;
use crate::word::{BitsView, Kind, MapPairs, TupleView, Word};

/// 2³² divided by the golden ratio.
const STEP: u32 = 0x9e37_79b9;

/// Multiples of [`STEP`] for what is taken in.
const INTEGER: u32 = 1;
const NIL: u32 = 2;
const ATOM: u32 = 3;
const BYTES_OF_LIST: u32 = 4;
const TUPLE: u32 = 9;
const NEGATIVE_LIMB: u32 = 10;
const POSITIVE_LIMB: u32 = 11;
const FLOAT: u32 = 12;
const BYTES: u32 = 13;
const FUNCTION: u32 = 14;
const LAST_BITS: u32 = 15;
const MAP: u32 = 16;
const MAP_PAIRS: u32 = 19;
/// For what Erlang's own hash of depends on the running system.
const OPAQUE: u32 = 20;

/// What stands for the empty list.
const NIL_VALUE: u32 = 2;

/// Integers of at least so many bits are taken in as limbs.
const SMALL_BITS: u32 = 27;

fn mix([mut a, mut b, mut c]: [u32; 3]) -> [u32; 3] {
    a = a.wrapping_sub(b).wrapping_sub(c) ^ (c >> 13);
    b = b.wrapping_sub(c).wrapping_sub(a) ^ (a << 8);
    c = c.wrapping_sub(a).wrapping_sub(b) ^ (b >> 13);
    a = a.wrapping_sub(b).wrapping_sub(c) ^ (c >> 12);
    b = b.wrapping_sub(c).wrapping_sub(a) ^ (a << 16);
    c = c.wrapping_sub(a).wrapping_sub(b) ^ (b >> 5);
    a = a.wrapping_sub(b).wrapping_sub(c) ^ (c >> 3);
    b = b.wrapping_sub(c).wrapping_sub(a) ^ (a << 10);
    c = c.wrapping_sub(a).wrapping_sub(b) ^ (b >> 15);
    [a, b, c]
}

/// Takes two words of a kind into a hash.
fn take_two(hash: u32, kind: u32, x: u32, y: u32) -> u32 {
    let start = STEP.wrapping_mul(kind);
    mix([start.wrapping_add(x), start.wrapping_add(y), hash])[2]
}

/// Takes one word of a kind into a hash.
fn take(hash: u32, kind: u32, x: u32) -> u32 {
    take_two(hash, kind, x, 0)
}

/// Takes 64 bits of a kind into a hash, the low half first.
fn take_limb(hash: u32, kind: u32, limb: u64) -> u32 {
    take_two(hash, kind, limb as u32, (limb >> 32) as u32)
}

/// Takes bytes into a hash, twelve at a time; the last up to eleven go with their number.
fn take_bytes(hash: u32, bytes: &[u8]) -> u32 {
    let word = |bytes: &[u8]| {
        let little_endian = bytes.iter().rev();
        little_endian.fold(0, |word, &byte| word << 8 | u32::from(byte))
    };
    let mut state = [STEP, STEP, hash];
    let (blocks, rest) = bytes.as_chunks::<12>();
    for block in blocks {
        for (word_of_state, four) in state.iter_mut().zip(block.chunks(4)) {
            *word_of_state = word_of_state.wrapping_add(word(four));
        }
        state = mix(state);
    }
    // The lowest byte of the last word is the length's.
    let mut four = rest.chunks(4).map(word);
    let mut next = || four.next().unwrap_or(0);
    let last = [
        next(),
        next(),
        (bytes.len() as u32).wrapping_add(next() << 8),
    ];
    for (word_of_state, word) in state.iter_mut().zip(last) {
        *word_of_state = word_of_state.wrapping_add(word);
    }
    mix(state)[2]
}

/// P. J. Weinberger's hash of an atom's name. A character up to U+00FF is one byte, any other its
/// bytes in UTF-8.
fn name_hash(atom: Word) -> u32 {
    let mut hash = 0_u32;
    let mut step = |byte: u8| {
        hash = (hash << 4).wrapping_add(u32::from(byte));
        let high = hash & 0xf000_0000;
        hash ^= high >> 24 | high;
    };
    for character in atom::name(atom).unwrap_or_default().chars() {
        match u8::try_from(character) {
            Ok(byte) => step(byte),
            Err(_) => character
                .encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(&mut step),
        }
    }
    hash
}

/// What is still to be taken in.
enum Task {
    Term(Word),
    Elements(TupleView, usize),
    /// The pairs of a map. Each is hashed on its own, and the exclusive or of all hashes taken in, for
    /// it does not depend on their order.
    Pairs {
        pairs: Box<MapPairs>,
        /// The hash that the map is taken into.
        outer: u32,
        /// Of the pairs before the one whose value has just been taken in, if there is one.
        combined: u32,
        within_pair: bool,
    },
}

/// Erlang's portable hash of a term, 32 bits.
pub fn portable_hash(term: Word) -> u32 {
    let mut hash = 0;
    let mut work = vec![Task::Term(term)];
    while let Some(task) = work.pop() {
        match task {
            Task::Term(term) => hash = take_term(hash, term, &mut work),
            Task::Elements(tuple, index) => {
                if let Some(&element) = tuple.elements().get(index) {
                    work.push(Task::Elements(tuple, index + 1));
                    hash = take_term(hash, element, &mut work);
                }
            }
            Task::Pairs {
                mut pairs,
                outer,
                mut combined,
                within_pair,
            } => {
                if within_pair {
                    combined ^= hash;
                }
                let Some((key, value)) = pairs.next() else {
                    hash = take(outer, MAP_PAIRS, combined);
                    continue;
                };
                work.push(Task::Pairs {
                    pairs,
                    outer,
                    combined,
                    within_pair: true,
                });
                work.push(Task::Term(value));
                hash = take_term(0, key, &mut work);
            }
        }
    }
    hash
}

/// Takes in one term but for the parts that it puts on the work list.
fn take_term(hash: u32, term: Word, work: &mut Vec<Task>) -> u32 {
    match term.kind() {
        Kind::Fixnum => term
            .as_fixnum()
            .map_or(hash, |value| take_integer(hash, value)),
        Kind::Bignum => term.as_bignum().map_or(hash, |big| {
            let kind = limb_kind(big.is_negative());
            let limbs = big.limbs().iter();
            limbs.fold(hash, |hash, &limb| take_limb(hash, kind, limb))
        }),
        Kind::Float => {
            // Both zeros have one hash. The high half is taken in first.
            let bits = term.as_float().map_or(0, |value| (value + 0.0).to_bits());
            take_limb(hash, FLOAT, bits.rotate_left(32))
        }
        // At the very start an atom is its name's hash.
        Kind::Atom if hash == 0 => name_hash(term),
        Kind::Atom => take(hash, ATOM, name_hash(term)),
        Kind::Nil => take(hash, NIL, NIL_VALUE),
        Kind::Cons => take_list(hash, term, work),
        Kind::Tuple => term.as_tuple().map_or(hash, |tuple| {
            work.push(Task::Elements(tuple, 0));
            take(hash, TUPLE, tuple.len() as u32)
        }),
        Kind::FlatMap | Kind::TrieMap => {
            let size = term.map_size().unwrap_or(0);
            let hash = take(hash, MAP, size as u32);
            if let Some(pairs) = term.map_pairs().filter(|_| size > 0) {
                work.push(Task::Pairs {
                    pairs: Box::new(pairs),
                    outer: hash,
                    combined: 0,
                    within_pair: false,
                });
            }
            hash
        }
        Kind::Bits => term.as_bits().map_or(hash, |bits| take_bits(hash, bits)),
        Kind::Closure => take_function(hash, term, work),
        // Of this run only, as these are.
        Kind::Pid | Kind::Port => take_limb(hash, OPAQUE, term.0),
        Kind::Reference => (1..=3).fold(hash, |hash, index| {
            // SAFETY: a reference has three raw words.
            take_limb(hash, OPAQUE, unsafe { term.field(index) })
        }),
        Kind::Internal => hash,
    }
}

fn limb_kind(negative: bool) -> u32 {
    if negative {
        NEGATIVE_LIMB
    } else {
        POSITIVE_LIMB
    }
}

fn take_integer(hash: u32, value: i64) -> u32 {
    let limit = 1 << SMALL_BITS;
    if (0..limit).contains(&value) {
        take(hash, INTEGER, value as u32)
    } else if (-limit..0).contains(&value) {
        // The magnitude, and then the integer in two's complement.
        take(
            take(hash, INTEGER, value.unsigned_abs() as u32),
            INTEGER,
            value as u32,
        )
    } else {
        take_limb(hash, limb_kind(value < 0), value.unsigned_abs())
    }
}

/// A list up to its first element that is no byte, which goes on the work list with the rest. Runs of
/// bytes are taken in four at a time.
fn take_list(mut hash: u32, mut list: Word, work: &mut Vec<Task>) -> u32 {
    let (mut bytes, mut count) = (0_u32, 0);
    let next = loop {
        let Some(cell) = list.as_cons() else {
            break list;
        };
        list = cell.tail();
        let byte = cell
            .head()
            .as_fixnum()
            .and_then(|value| u8::try_from(value).ok());
        let Some(byte) = byte else {
            work.push(Task::Term(list));
            break cell.head();
        };
        bytes = bytes << 8 | u32::from(byte);
        count += 1;
        if count == 4 {
            hash = take(hash, BYTES_OF_LIST, bytes);
            (bytes, count) = (0, 0);
        }
    };
    if count > 0 {
        hash = take(hash, BYTES_OF_LIST, bytes);
    }
    work.push(Task::Term(next));
    hash
}

fn take_bits(hash: u32, bits: BitsView) -> u32 {
    let start = STEP.wrapping_mul(BYTES).wrapping_add(hash);
    if bits.bits() == 0 {
        return start;
    }
    let bytes = bits.to_bytes();
    let hash = take_bytes(start, &bytes[..bits.whole_bytes()]);
    match (bits.bits() % 8, bytes.last()) {
        (count, Some(&last)) if count > 0 => take_two(
            hash,
            LAST_BITS,
            count as u32,
            u32::from(last >> (8 - count)),
        ),
        _ => hash,
    }
}

fn take_function(hash: u32, term: Word, work: &mut Vec<Task>) -> u32 {
    let Some(function) = term.as_closure() else {
        return hash;
    };
    if let Some((module, name, arity)) = function.exported() {
        let hash = take_two(hash, INTEGER, arity as u32, name_hash(module));
        return take(hash, FUNCTION, name_hash(name));
    }
    // Not Erlang's: as long as the module is compiled from the same text.
    let info = function.info();
    work.extend(function.free().iter().rev().map(|&word| Task::Term(word)));
    take_limb(hash, OPAQUE, info.fingerprint.wrapping_add(info.index))
}
