//! The 64-bit tagged word: the only place where a tag bit is written down.
//!
//! ```text
//! low 3 bits   000 fixnum (61-bit, value << 3)    001 cons (two words, no header)
//!              010 boxed object (header first)    101 tuple (header first)
//!              100 immediate: bit 3 = 0 atom (address of a 16-aligned record + 4)
//!                             bit 3 = 1 other, told apart by bits 4..8 (the sub-tag)
//!              011 110 111 float, self-tagged: rotate_left(bits, 4) + 3
//! ```
//!
//! Self-tagged floats are from Melançon, Serrano and Feeley, "Float Self-Tagging" (2024): the
//! exponents of ±0, of everything below 2⁻⁷⁶⁷ and of [2⁻²⁵⁵, 2²⁵⁷) fall on the three float tags.
//! A float is boxed only if it cannot be immediate, so equal floats have equal words or equal boxes.

/// Mask of the three primary tag bits.
pub const TAG_MASK: u64 = 0b111;
pub const TAG_FIXNUM: u64 = 0b000;
pub const TAG_CONS: u64 = 0b001;
pub const TAG_BOXED: u64 = 0b010;
pub const TAG_IMMEDIATE: u64 = 0b100;
pub const TAG_TUPLE: u64 = 0b101;

/// Number of low bits that a fixnum's value is shifted by.
pub const FIXNUM_SHIFT: u32 = 3;
/// Least and greatest integers that fit a fixnum.
pub const FIXNUM_MIN: i64 = -(1 << 60);
pub const FIXNUM_MAX: i64 = (1 << 60) - 1;

/// Mask and value that tell an atom from other immediates.
pub const IMMEDIATE_MASK: u64 = 0b1111;
pub const TAG_ATOM: u64 = 0b0100;
pub const TAG_OTHER: u64 = 0b1100;
/// Mask of tag and sub-tag of the other immediates.
pub const SUBTAG_MASK: u64 = 0xff;
pub const SUBTAG_SHIFT: u32 = 8;

const fn subtag(number: u64) -> u64 {
    (number << 4) | TAG_OTHER
}

/// The empty list.
pub const NIL: u64 = subtag(0);
/// First word of a boxed object or tuple; see [`header`].
pub const SUBTAG_HEADER: u64 = subtag(1);
/// A cell that is not yet filled (tail recursion modulo cons).
pub const HOLE: u64 = subtag(2);
/// First word of an object that a collection has moved: new address << 8. Never seen outside one.
pub const SUBTAG_FORWARD: u64 = subtag(3);
/// What a builtin returns when it raised; class and reason are in the context.
pub const EXCEPTION: u64 = subtag(4);
/// A process identifier: index and generation in the upper bits.
pub const SUBTAG_PID: u64 = subtag(5);
/// Bits of a process's index and of its generation.
pub const PID_BITS: u32 = 28;
/// A port identifier.
pub const SUBTAG_PORT: u64 = subtag(6);
/// "No value": an absent key, an absent optional argument. Never stored in a user's term.
pub const ABSENT: u64 = subtag(7);

/// Header fields: sub-tag (8 bits), kind (8), auxiliary (8), size in words after the header (40).
pub const HEADER_KIND_SHIFT: u32 = 8;
pub const HEADER_AUX_SHIFT: u32 = 16;
pub const HEADER_SIZE_SHIFT: u32 = 24;

/// The header word of an object of `size` words after it.
#[inline]
pub const fn header(kind: u8, aux: u8, size: u64) -> u64 {
    SUBTAG_HEADER
        | ((kind as u64) << HEADER_KIND_SHIFT)
        | ((aux as u64) << HEADER_AUX_SHIFT)
        | (size << HEADER_SIZE_SHIFT)
}

/// The kind field of a header.
#[inline]
pub const fn header_kind(header: u64) -> u8 {
    (header >> HEADER_KIND_SHIFT) as u8
}

/// The auxiliary field of a header: a closure's arity, a big integer's sign.
#[inline]
pub const fn header_aux(header: u64) -> u8 {
    (header >> HEADER_AUX_SHIFT) as u8
}

/// The size field of a header, in words, the header itself not counted.
#[inline]
pub const fn header_size(header: u64) -> u64 {
    header >> HEADER_SIZE_SHIFT
}

/// The identifier of the process in a slot of the table, the `generation`th there.
#[inline]
pub const fn pid(index: u32, generation: u32) -> u64 {
    let number = ((generation as u64) << PID_BITS) | index as u64;
    (number << SUBTAG_SHIFT) | SUBTAG_PID
}

/// Index and generation of a process identifier.
#[inline]
pub const fn pid_parts(word: u64) -> (u32, u32) {
    let number = word >> SUBTAG_SHIFT;
    let mask = (1 << PID_BITS) - 1;
    ((number & mask) as u32, ((number >> PID_BITS) & mask) as u32)
}

/// Whether the word is a header (and so begins a tuple or boxed object).
#[inline]
pub const fn is_header(word: u64) -> bool {
    word & SUBTAG_MASK == SUBTAG_HEADER
}

/// The word of a small integer. The value must lie in `FIXNUM_MIN..=FIXNUM_MAX`.
#[inline]
pub const fn fixnum(value: i64) -> u64 {
    (value << FIXNUM_SHIFT) as u64
}

/// The value of a fixnum word.
#[inline]
pub const fn fixnum_value(word: u64) -> i64 {
    (word as i64) >> FIXNUM_SHIFT
}

/// Whether an integer fits a fixnum.
#[inline]
pub const fn fits_fixnum(value: i64) -> bool {
    value >= FIXNUM_MIN && value <= FIXNUM_MAX
}

/// `(FLOAT_TAGS >> word) & 1` says whether a word is an immediate float: one bit per tag, repeated.
pub const FLOAT_TAGS: u64 = 0xc8c8_c8c8_c8c8_c8c8;
/// `(FLOAT_ROTATED >> rotated) & 1` says whether rotated float bits can be an immediate.
pub const FLOAT_ROTATED: u64 = 0x1919_1919_1919_1919;
/// Left rotation of a float's bits, and what is added after it.
pub const FLOAT_ROTATION: u32 = 4;
pub const FLOAT_BIAS: u64 = 3;

/// Whether a word is an immediate float.
#[inline]
pub const fn is_immediate_float(word: u64) -> bool {
    (FLOAT_TAGS >> (word & 63)) & 1 == 1
}

/// The bits of an immediate float.
#[inline]
pub const fn immediate_float_bits(word: u64) -> u64 {
    (word - FLOAT_BIAS).rotate_right(FLOAT_ROTATION)
}

/// The immediate word of a float's bits, if it has one.
#[inline]
pub const fn immediate_float(bits: u64) -> Option<u64> {
    let rotated = bits.rotate_left(FLOAT_ROTATION);
    if (FLOAT_ROTATED >> (rotated & 63)) & 1 == 1 {
        Some(rotated + FLOAT_BIAS)
    } else {
        None
    }
}
