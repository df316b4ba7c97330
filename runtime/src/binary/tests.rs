//! Construction, matching and appending against a model of bits.

use super::*;
use crate::heap::testing::context;
use crate::number;
use crate::term;
use crate::word::{Failure, Word};
use alate_abi::context::Context;
use alate_abi::runtime_calls::UTF_SCALE;
use dashu_int::IBig;
use proptest::prelude::*;

/// One segment of a bit string.
#[derive(Clone, Debug)]
enum Segment {
    Integer {
        value: i128,
        bits: usize,
        flags: u64,
    },
    Float {
        value: f64,
        flags: u64,
    },
    Bits {
        bytes: Vec<u8>,
        bits: usize,
    },
    Utf {
        point: char,
        encoding: Encoding,
    },
}

fn segment() -> impl Strategy<Value = Segment> {
    let encoding = prop_oneof![
        Just(Encoding::Utf8),
        Just(Encoding::Utf16 { little: false }),
        Just(Encoding::Utf16 { little: true }),
        Just(Encoding::Utf32 { little: false }),
        Just(Encoding::Utf32 { little: true }),
    ];
    prop_oneof![
        (any::<i128>(), 0usize..150, 0u64..4).prop_map(|(value, bits, flags)| Segment::Integer {
            value,
            bits,
            flags
        }),
        (
            any::<f64>().prop_filter("finite", |f| f.is_finite()),
            0u64..4
        )
            .prop_map(|(value, flags)| Segment::Float { value, flags }),
        (prop::collection::vec(any::<u8>(), 0..100), 0usize..8).prop_map(|(bytes, less)| {
            let bits = (bytes.len() * 8).saturating_sub(less);
            Segment::Bits { bytes, bits }
        }),
        (any::<char>(), encoding).prop_map(|(point, encoding)| Segment::Utf { point, encoding }),
    ]
}

fn integer(ctx: &mut Context, value: i128) -> Word {
    number::integer(ctx, &IBig::from(value)).unwrap()
}

/// The value that matching an integer of that many bits gives back.
fn wrapped(value: i128, bits: usize, signed: bool) -> IBig {
    let modulus = IBig::from(1) << bits;
    let mut wrapped = IBig::from(value) & (&modulus - IBig::from(1));
    if signed && bits > 0 && (&wrapped >> (bits - 1)) == IBig::from(1) {
        wrapped -= modulus;
    }
    wrapped
}

fn put(ctx: &mut Context, segment: &Segment) {
    let one = |bits: usize| Word::fixnum(bits as i64);
    match segment {
        Segment::Integer { value, bits, flags } => {
            let value = integer(ctx, *value);
            put_integer(value, one(*bits), 1, *flags).unwrap();
        }
        Segment::Float { value, flags } => {
            put_float(*value, one(64), 1, *flags).unwrap();
        }
        Segment::Bits { bytes, bits } => {
            let whole = from_bytes(ctx, bytes).unwrap();
            put_binary(whole, one(*bits), 1).unwrap();
        }
        Segment::Utf { point, encoding } => {
            put_utf(Word::fixnum(i64::from(u32::from(*point))), *encoding).unwrap();
        }
    }
}

proptest! {
    #[test]
    fn what_is_put_is_matched(segments in prop::collection::vec(segment(), 0..8), cut in any::<bool>()) {
        let mut context = context();
        let ctx = &mut *context;
        begin(100);
        for segment in &segments {
            put(ctx, segment);
        }
        let whole = finish(ctx).unwrap();
        // The same bits three bits further, within a larger bit string.
        let bits = if cut {
            begin(0);
            put_integer(Word::fixnum(5), Word::fixnum(3), 1, 0).unwrap();
            put_binary(whole, Word::ABSENT, 1).unwrap();
            put_integer(Word::fixnum(5), Word::fixnum(7), 1, 0).unwrap();
            let outer = finish(ctx).unwrap();
            let size = whole.as_bits().unwrap().bits();
            part(ctx, outer, 3, size).unwrap()
        } else {
            whole
        };
        prop_assert!(term::identical(whole, bits));
        prop_assert!(term::compare(whole, bits).is_eq());
        prop_assert_eq!(term::hash(whole), term::hash(bits));
        let mut at = Word::fixnum(0);
        let after = |at: Word, bits: i64| Word::fixnum(at.as_fixnum().unwrap() + bits);
        let size = Word::fixnum(bits.bit_length().unwrap() as i64);
        for segment in &segments {
            let length = match segment {
                Segment::Integer { bits, .. } | Segment::Bits { bits, .. } => *bits as i64,
                Segment::Float { .. } => 64,
                Segment::Utf { point, encoding } => {
                    let both = get_utf(bits, at, size, *encoding).as_fixnum().unwrap();
                    prop_assert_eq!(both / UTF_SCALE, i64::from(u32::from(*point)));
                    at = after(at, both % UTF_SCALE);
                    continue;
                }
            };
            let end = after(at, length);
            match segment {
                Segment::Integer { value, bits: size, flags } => {
                    let found = get_integer(ctx, bits, at, end, *flags);
                    let found = number::number(found).unwrap().into_big().unwrap();
                    prop_assert_eq!(found, wrapped(*value, *size, flags & SIGNED != 0));
                }
                Segment::Float { value, flags } => {
                    let found = get_float(ctx, bits, at, end, *flags);
                    prop_assert_eq!(found.as_float().map(f64::to_bits), Some(value.to_bits()));
                }
                Segment::Bits { bytes, bits: size } => {
                    let found = get_binary(ctx, bits, at, end);
                    let expected = from_bytes(ctx, bytes).unwrap();
                    let expected = part(ctx, expected, 0, *size).unwrap();
                    prop_assert!(term::identical(found, expected));
                    let view = found.as_bits().unwrap();
                    prop_assert_eq!(view.bits(), *size);
                }
                Segment::Utf { .. } => {}
            }
            at = end;
        }
        prop_assert_eq!(at, size);
        prop_assert_eq!(get_integer(ctx, bits, at, after(at, 1), 0), Word::ABSENT);
        prop_assert_eq!(get_utf(bits, at, size, Encoding::Utf8), Word::ABSENT);
    }

    #[test]
    fn appended_binaries_keep_their_size(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..60)) {
        let mut context = context();
        let ctx = &mut *context;
        let mut model: Vec<u8> = Vec::new();
        let mut binary = from_bytes(ctx, &[]).unwrap();
        let mut versions = Vec::new();
        for piece in &pieces {
            versions.push((binary, model.len()));
            begin_append(binary, 8, piece.len() * 8).unwrap();
            put_bytes(piece).unwrap();
            binary = finish(ctx).unwrap();
            model.extend_from_slice(piece);
        }
        // Another continuation of each version must not disturb what was made of it before.
        for (version, size) in &versions {
            begin_append(*version, 8, 0).unwrap();
            put_bytes(b"other").unwrap();
            let other = finish(ctx).unwrap();
            let other = other.as_bits().unwrap();
            let expected = [&model[..*size], b"other"].concat();
            prop_assert_eq!(other.to_bytes().into_owned(), expected);
        }
        for (version, size) in versions {
            let view = version.as_bits().unwrap();
            prop_assert_eq!(&*view.to_bytes(), &model[..size]);
        }
        let view = binary.as_bits().unwrap();
        prop_assert_eq!(&*view.to_bytes(), &model[..]);
    }

    #[test]
    fn half_floats_round_trip(half in any::<u16>()) {
        if let Some(value) = integer::float_from_half(half) {
            prop_assert_eq!(integer::half_from_float(value), half);
        }
    }
}

#[test]
fn appending_is_amortised() {
    let mut context = context();
    let ctx = &mut *context;
    let mut binary = from_bytes(ctx, &[1; 100]).unwrap();
    let mut buffers = std::collections::BTreeSet::new();
    for _ in 0..10_000 {
        begin_append(binary, 8, 8).unwrap();
        put_bytes(b"x").unwrap();
        binary = finish(ctx).unwrap();
        buffers.insert(binary.as_buffer().unwrap().address());
    }
    assert!(buffers.len() < 12, "{}", buffers.len());
}

#[test]
fn failures() {
    let mut context = context();
    let ctx = &mut *context;
    begin(0);
    let eight = Word::fixnum(8);
    assert_eq!(put_integer(Word::NIL, eight, 1, 0), Err(Failure::Badarg));
    assert_eq!(
        put_integer(eight, Word::fixnum(-1), 1, 0),
        Err(Failure::Badarg)
    );
    assert_eq!(put_integer(eight, Word::NIL, 1, 0), Err(Failure::Badarg));
    let huge = integer(ctx, 1 << 70);
    assert_eq!(put_integer(eight, huge, 1, 0), Err(Failure::SystemLimit));
    assert_eq!(
        put_integer(eight, Word::fixnum(1 << 50), 256, 0),
        Err(Failure::SystemLimit)
    );
    assert_eq!(put_float(8.0, Word::fixnum(17), 1, 0), Err(Failure::Badarg));
    assert_eq!(
        put_utf(Word::fixnum(0xd800), Encoding::Utf8),
        Err(Failure::Badarg)
    );
    let two = from_bytes(ctx, &[1, 2]).unwrap();
    assert_eq!(put_binary(two, Word::fixnum(3), 8), Err(Failure::Badarg));
    let nine = part(ctx, two, 0, 9).unwrap();
    assert_eq!(put_binary(nine, Word::ABSENT, 8), Err(Failure::Badarg));
    assert_eq!(begin_append(nine, 8, 0), Err(Failure::Badarg));
    // A construction that failed leaves nothing behind.
    begin(0);
    put_bytes(b"a").unwrap();
    let a = finish(ctx).unwrap();
    assert_eq!(&*a.as_bits().unwrap().to_bytes(), b"a");
}

/// Recorded from OTP 25.
#[test]
fn layouts_as_erlang_has_them() {
    let mut context = context();
    let ctx = &mut *context;
    let mut made = |value: i128, bits: i64, flags: u64| {
        begin(0);
        let value = integer(ctx, value);
        put_integer(value, Word::fixnum(bits), 1, flags).unwrap();
        let word = finish(ctx).unwrap();
        let view = word.as_bits().unwrap();
        (view.to_bytes().into_owned(), view.bits())
    };
    assert_eq!(made(0xabc, 12, LITTLE), (vec![188, 10 << 4], 12));
    assert_eq!(made(-1, 12, 0), (vec![255, 15 << 4], 12));
    assert_eq!(made(1, 16, 0), (vec![0, 1], 16));
    assert_eq!(made(1, 16, LITTLE), (vec![1, 0], 16));
    assert_eq!(integer::half_from_float(70000.0), 0x7c00);
    assert_eq!(integer::half_from_float(1.0), 0x3c00);
    let mut bytes = [0; 4];
    let size = encode('\u{1f600}', Encoding::Utf16 { little: true }, &mut bytes);
    assert_eq!(bytes[..size], [61, 216, 0, 222]);
}
