//! Constructing bit strings segment by segment.
//!
//! Emitted code computes the values first, then calls `begin`, one `put_…` for each segment, and
//! `finish`, with no poll between; so one builder a thread is enough, and the words it holds cannot
//! become stale.

use super::append::append;
use super::integer;
use super::make::{MAX_BITS, from_bits};
use super::matching::is_multiple;
use super::utf::{Encoding, encode};
use super::{LITTLE, SIGNED};
use crate::word::{Answer, BitsView, Failure, Word};
use alate_abi::context::Context;
use std::cell::RefCell;
use std::mem::ManuallyDrop;

/// What a construction begins with.
pub(super) enum Base {
    Nothing,
    /// A binary of that many whole bytes, not copied yet.
    Whole(Word, usize),
    /// A bit string that is copied.
    Copied(BitsView),
}

/// Bits that are not yet a term.
pub(super) struct Builder {
    base: Base,
    bytes: Vec<u8>,
    /// Number of bits; those of the last byte beyond them are 0.
    bits: usize,
}

thread_local! {
    /// Never dropped, so that reaching it needs no check of the thread's state.
    static BUILDER: RefCell<ManuallyDrop<Builder>> =
        const { RefCell::new(ManuallyDrop::new(Builder::new())) };
}

/// More retained room than this is given back after a construction.
const RETAINED: usize = 1 << 16;

fn with<T>(work: impl FnOnce(&mut Builder) -> T) -> T {
    BUILDER.with(|builder| work(&mut builder.borrow_mut()))
}

impl Builder {
    /// A builder of nothing yet.
    pub(super) const fn new() -> Builder {
        Builder {
            base: Base::Nothing,
            bytes: Vec::new(),
            bits: 0,
        }
    }

    /// The bit string of what was pushed.
    pub(super) fn build(&self, ctx: &mut Context) -> Answer {
        from_bits(ctx, &self.bytes, self.bits)
    }

    /// Makes room for further bits.
    pub(super) fn reserve(&mut self, bits: usize) -> Result<(), Failure> {
        if bits / 8 < self.bytes.capacity() - self.bytes.len() {
            return Ok(());
        }
        if bits > MAX_BITS || self.bits + bits > MAX_BITS {
            return Err(Failure::SystemLimit);
        }
        self.bytes
            .try_reserve(bits / 8 + 1)
            .map_err(|_| Failure::SystemLimit)
    }

    /// Appends whole bytes.
    pub(super) fn push_bytes(&mut self, bytes: &[u8]) {
        let shift = self.bits % 8;
        if shift == 0 {
            self.bytes.extend_from_slice(bytes);
        } else {
            for &byte in bytes {
                if let Some(last) = self.bytes.last_mut() {
                    *last |= byte >> shift;
                }
                self.bytes.push(byte << (8 - shift));
            }
        }
        self.bits += bytes.len() * 8;
    }

    /// Appends the upper `count` bits of a byte, at most 8; the others are ignored.
    pub(super) fn push_upper(&mut self, byte: u8, count: usize) {
        if count == 0 {
            return;
        }
        let byte = byte & !(0xffu16 >> count) as u8;
        let shift = self.bits % 8;
        if shift == 0 {
            self.bytes.push(byte);
        } else {
            if let Some(last) = self.bytes.last_mut() {
                *last |= byte >> shift;
            }
            if shift + count > 8 {
                self.bytes.push(byte << (8 - shift));
            }
        }
        self.bits += count;
    }

    pub(super) fn push_view(&mut self, view: &BitsView) {
        match view.aligned_bytes() {
            Some(bytes) => self.push_bytes(bytes),
            None => {
                let bytes = view.to_bytes();
                let whole = view.whole_bytes();
                self.push_bytes(&bytes[..whole]);
                if let Some(&last) = bytes.get(whole) {
                    self.push_upper(last, view.bits() % 8);
                }
            }
        }
    }
}

/// Begins a construction; `expected` bits are a hint.
pub fn begin(expected: usize) {
    begin_with(expected, Base::Nothing);
}

pub(super) fn begin_with(expected: usize, base: Base) {
    with(|builder| {
        builder.bytes.clear();
        builder.bits = 0;
        // A hint that cannot be met is met, or refused, as the segments come.
        let _ = builder.reserve(expected.min(RETAINED * 8));
        if let Base::Copied(view) = &base {
            builder.push_view(view);
        }
        builder.base = base;
    });
}

/// A segment's size in bits.
fn bits_of(size: Word, unit: usize) -> Result<usize, Failure> {
    match size.as_fixnum() {
        Some(count) => {
            let count = usize::try_from(count).map_err(|_| Failure::Badarg)?;
            match count.checked_mul(unit) {
                Some(bits) if bits <= MAX_BITS => Ok(bits),
                _ => Err(Failure::SystemLimit),
            }
        }
        None => match size.as_bignum() {
            Some(big) if !big.is_negative() => Err(Failure::SystemLimit),
            _ => Err(Failure::Badarg),
        },
    }
}

/// An integer of `size` units, its lower bits kept.
pub fn put_integer(value: Word, size: Word, unit: usize, flags: u64) -> Result<(), Failure> {
    if !value.is_integer() {
        return Err(Failure::Badarg);
    }
    let bits = bits_of(size, unit)?;
    with(|builder| {
        builder.reserve(bits)?;
        if bits == 8
            && builder.bits.is_multiple_of(8)
            && let Some(value) = value.as_fixnum()
        {
            builder.bytes.push(value as u8);
            builder.bits += 8;
        } else {
            integer::put(builder, value, bits, flags & LITTLE != 0);
        }
        Ok(())
    })
}

/// A float of 16, 32 or 64 bits.
pub fn put_float(value: f64, size: Word, unit: usize, flags: u64) -> Result<(), Failure> {
    let mut bytes = match bits_of(size, unit)? {
        16 => super::integer::half_from_float(value)
            .to_be_bytes()
            .to_vec(),
        32 => (value as f32).to_be_bytes().to_vec(),
        64 => value.to_be_bytes().to_vec(),
        _ => return Err(Failure::Badarg),
    };
    if flags & LITTLE != 0 {
        bytes.reverse();
    }
    put_bytes(&bytes)
}

/// The first `size` units of a bit string, or all of one that has a multiple of `unit` bits.
pub fn put_binary(value: Word, size: Word, unit: usize) -> Result<(), Failure> {
    let view = value.as_bits().ok_or(Failure::Badarg)?;
    let bits = if size == Word::ABSENT {
        view.bits()
    } else {
        bits_of(size, unit)?
    };
    if bits > view.bits() || (size == Word::ABSENT && !is_multiple(bits, unit)) {
        return Err(Failure::Badarg);
    }
    with(|builder| {
        builder.reserve(bits)?;
        builder.push_view(&view.part(0, bits));
        Ok(())
    })
}

/// A code point.
pub fn put_utf(value: Word, encoding: Encoding) -> Result<(), Failure> {
    let point = value
        .as_fixnum()
        .and_then(|value| u32::try_from(value).ok())
        .and_then(char::from_u32)
        .ok_or(Failure::Badarg)?;
    let mut bytes = [0; 4];
    let size = encode(point, encoding, &mut bytes);
    put_bytes(&bytes[..size])
}

/// Literal bytes.
pub fn put_bytes(bytes: &[u8]) -> Result<(), Failure> {
    with(|builder| {
        builder.reserve(bytes.len() * 8)?;
        builder.push_bytes(bytes);
        Ok(())
    })
}

/// The constructed bit string.
pub fn finish(ctx: &mut Context) -> Answer {
    with(|builder| {
        let base = std::mem::replace(&mut builder.base, Base::Nothing);
        let answer = match base {
            Base::Whole(word, _) if builder.bits == 0 => Ok(word),
            Base::Whole(_, size) if size * 8 + builder.bits > MAX_BITS => Err(Failure::SystemLimit),
            Base::Whole(word, size) if builder.bits.is_multiple_of(8) => {
                append(ctx, word, size, &builder.bytes)
            }
            Base::Whole(word, size) => match word.as_bits() {
                Some(view) => {
                    let mut bytes = view.to_bytes().into_owned();
                    bytes.extend_from_slice(&builder.bytes);
                    from_bits(ctx, &bytes, size * 8 + builder.bits)
                }
                None => Err(Failure::Badarg),
            },
            Base::Nothing | Base::Copied(_) => builder.build(ctx),
        };
        if builder.bytes.capacity() > RETAINED {
            builder.bytes = Vec::new();
        }
        answer
    })
}

/// Whether an integer's flags say that it is signed.
pub(super) fn is_signed(flags: u64) -> bool {
    flags & SIGNED != 0
}
