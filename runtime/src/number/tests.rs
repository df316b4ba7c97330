//! Integers of any size and floats at their edges.

use super::*;
use crate::heap::testing::context;
use crate::word::{Failure, Word};
use dashu_int::IBig;
use proptest::prelude::*;
use std::cmp::Ordering;

fn big(word: Word) -> IBig {
    number(word).unwrap().into_big().unwrap()
}

/// Integers around the places where representations change.
fn any_integer() -> impl Strategy<Value = IBig> {
    let edges = prop_oneof![
        Just(0i128),
        Just(1 << 60),
        Just(1 << 63),
        Just(1 << 64),
        Just(-(1 << 60)),
        Just(-(1 << 63))
    ];
    prop_oneof![
        (-100i64..100).prop_map(IBig::from),
        any::<i64>().prop_map(IBig::from),
        any::<i128>().prop_map(IBig::from),
        (edges, -3i128..4).prop_map(|(edge, delta)| IBig::from(edge + delta)),
        (any::<i128>(), any::<i128>(), 0usize..200)
            .prop_map(|(a, b, shift)| (IBig::from(a) << shift) ^ IBig::from(b)),
    ]
}

proptest! {
    #[test]
    fn integer_operations_agree_with_exact_ones(a in any_integer(), b in any_integer()) {
        let mut context = context();
        let ctx = &mut *context;
        let x = integer(ctx, &a).unwrap();
        let y = integer(ctx, &b).unwrap();
        prop_assert_eq!(big(add(ctx, x, y).unwrap()), &a + &b);
        prop_assert_eq!(big(subtract(ctx, x, y).unwrap()), &a - &b);
        prop_assert_eq!(big(multiply(ctx, x, y).unwrap()), &a * &b);
        prop_assert_eq!(big(bit_and(ctx, x, y).unwrap()), &a & &b);
        prop_assert_eq!(big(bit_or(ctx, x, y).unwrap()), &a | &b);
        prop_assert_eq!(big(bit_xor(ctx, x, y).unwrap()), &a ^ &b);
        prop_assert_eq!(big(bit_not(ctx, x).unwrap()), !&a);
        prop_assert_eq!(big(negate(ctx, x).unwrap()), -&a);
        prop_assert_eq!(compare(x, y), Some(a.cmp(&b)));
        prop_assert_eq!(x == y || identical(x, y), a == b);
        if b.is_zero() {
            prop_assert_eq!(integer_divide(ctx, x, y), Err(Failure::Badarith));
        } else {
            let quotient = big(integer_divide(ctx, x, y).unwrap());
            let rest = big(remainder(ctx, x, y).unwrap());
            prop_assert_eq!(&quotient * &b + &rest, a.clone());
            prop_assert!(rest.is_zero() || rest.sign() == a.sign());
            let magnitude = |v: &IBig| v.clone().into_parts().1;
            prop_assert!(magnitude(&rest) < magnitude(&b));
        }
    }

    #[test]
    fn fits_a_fixnum_iff_it_is_one(a in any_integer()) {
        let mut context = context();
        let word = integer(&mut context, &a).unwrap();
        let fits = a >= IBig::from(alate_abi::word::FIXNUM_MIN) && a <= IBig::from(alate_abi::word::FIXNUM_MAX);
        prop_assert_eq!(word.is_fixnum(), fits);
        prop_assert_eq!(big(word), a);
    }

    #[test]
    fn shifts_are_multiplications(a in any_integer(), distance in -200i64..200) {
        let mut context = context();
        let ctx = &mut *context;
        let x = integer(ctx, &a).unwrap();
        let expected = if distance >= 0 { &a << distance as usize } else { &a >> (-distance) as usize };
        prop_assert_eq!(big(shift_left(ctx, x, Word::fixnum(distance)).unwrap()), expected.clone());
        prop_assert_eq!(big(shift_right(ctx, x, Word::fixnum(-distance)).unwrap()), expected);
    }

    #[test]
    fn integers_print_and_parse(a in any_integer(), base in 2u32..=36) {
        let mut context = context();
        let word = integer(&mut context, &a).unwrap();
        let text = integer_text(word, base).unwrap();
        prop_assert_eq!(parse_integer(text.as_bytes(), base), Some(a.clone()));
        prop_assert_eq!(parse_integer(text.to_lowercase().as_bytes(), base), Some(a));
    }

    #[test]
    fn floats_print_and_parse(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
        let text = float_shortest(value);
        prop_assert_eq!(parse_float(text.as_bytes()).map(f64::to_bits), Some(value.to_bits()), "{}", text);
        let long = float_scientific(value, 20);
        prop_assert_eq!(parse_float(long.as_bytes()).map(f64::to_bits), Some(value.to_bits()), "{}", long);
    }

    #[test]
    fn integers_and_floats_compare_exactly(a in any_integer(), nudge in -2i64..3) {
        let mut context = context();
        let ctx = &mut *context;
        let near = a.to_f64().value();
        let near = f64::from_bits((near.to_bits() as i64).wrapping_add(nudge) as u64);
        prop_assume!(near.is_finite());
        let x = integer(ctx, &a).unwrap();
        let y = crate::heap::float(ctx, near);
        // The exact value of the float, scaled so that its fraction is an integer too.
        let scaled = exact_scaled(near);
        let expected = (&a << 1100usize).cmp(&scaled);
        prop_assert_eq!(compare(x, y), Some(expected));
        prop_assert_eq!(compare(y, x), Some(expected.reverse()));
    }

    #[test]
    fn truncation_is_exact(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
        let mut context = context();
        let ctx = &mut *context;
        let word = crate::heap::float(ctx, value);
        prop_assert_eq!(word.as_float().map(f64::to_bits), Some(value.to_bits()));
        let whole = big(truncate(ctx, word).unwrap());
        let scaled = exact_scaled(value);
        let divisor = IBig::from(1) << 1100usize;
        prop_assert_eq!(whole, scaled / divisor);
    }
}

/// `value * 2^1100` as an integer.
fn exact_scaled(value: f64) -> IBig {
    let bits = value.to_bits();
    let biased = ((bits >> 52) & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if biased == 0 {
        (fraction, -1074)
    } else {
        (fraction | (1 << 52), biased - 1075)
    };
    let magnitude = IBig::from(mantissa) << (exponent + 1100) as usize;
    if value.is_sign_negative() {
        -magnitude
    } else {
        magnitude
    }
}

#[test]
fn limits() {
    let mut context = context();
    let ctx = &mut *context;
    let one = Word::fixnum(1);
    let huge = Word::fixnum(1_000_000_000_000);
    assert_eq!(shift_left(ctx, one, huge), Err(Failure::SystemLimit));
    assert_eq!(shift_left(ctx, Word::fixnum(0), huge), Ok(Word::fixnum(0)));
    assert_eq!(
        shift_right(ctx, Word::fixnum(-1), huge),
        Ok(Word::fixnum(-1))
    );
    assert_eq!(shift_right(ctx, one, huge), Ok(Word::fixnum(0)));
    let wide = shift_left(ctx, one, Word::fixnum(1 << 25)).unwrap();
    let wider = shift_left(ctx, wide, Word::fixnum(100)).unwrap();
    assert_eq!(multiply(ctx, wider, wide), Err(Failure::SystemLimit));
    let bigger = shift_left(ctx, one, huge);
    assert_eq!(bigger, Err(Failure::SystemLimit));
    let beyond = shift_left(ctx, one, Word::fixnum(70)).unwrap();
    assert_eq!(shift_left(ctx, one, beyond), Err(Failure::SystemLimit));
    assert_eq!(
        shift_right(ctx, Word::fixnum(-5), beyond),
        Ok(Word::fixnum(-1))
    );
}

#[test]
fn floats_never_leave_the_finite() {
    let mut context = context();
    let ctx = &mut *context;
    let large = crate::heap::float(ctx, 1.0e308);
    let ten = Word::fixnum(10);
    assert_eq!(multiply(ctx, large, ten), Err(Failure::Badarith));
    assert_eq!(divide(ctx, ten, Word::fixnum(0)), Err(Failure::Badarith));
    let huge = shift_left(ctx, Word::fixnum(1), Word::fixnum(2000)).unwrap();
    assert_eq!(divide(ctx, huge, ten), Err(Failure::Badarith));
    assert_eq!(float(ctx, huge), Err(Failure::Badarg));
    assert_eq!(compare(huge, large), Some(Ordering::Greater));
    let minus = negate(ctx, huge).unwrap();
    assert_eq!(compare(minus, large), Some(Ordering::Less));
}

/// Recorded from `float_to_list(F, [short])` of OTP 25.
#[test]
fn shortest_floats_are_laid_out_as_erlang_does() {
    for text in [
        "0.0",
        "-0.0",
        "1.0",
        "0.1",
        "0.01",
        "0.001",
        "0.0001",
        "1.0e-5",
        "1.0e-6",
        "1.5e-5",
        "1.25e-4",
        "123.456",
        "1.0e3",
        "1.0e10",
        "1.0e16",
        "1.0e22",
        "1.0e23",
        "123456789.0",
        "123456789012345.0",
        "1234567890123456.0",
        "1.2345678901234568e16",
        "9007199254740991.0",
        "9.007199254740992e15",
        "9.007199254740994e15",
        "12.0",
        "120.0",
        "1.2e3",
        "1.23e8",
        "1.7976931348623157e308",
        "2.2250738585072014e-308",
        "5.0e-324",
        "3.141592653589793",
        "0.3333333333333333",
        "1000000.5",
        "0.00123",
        "1.23e-4",
        "0.012345678",
        "1.2345678e-4",
        "99999.0",
        "1.01e5",
        "1.001e6",
        "0.0012",
        "1.2345678e9",
        "0.00125",
        "4503599627370498.0",
        "1125899906842624.0",
        "8.0e15",
        "-1.5e16",
    ] {
        let value: f64 = text.parse().unwrap();
        assert_eq!(float_shortest(value), text);
    }
}

/// Recorded from `float_to_list/2` of OTP 25.
#[test]
fn fixed_and_scientific_floats() {
    for (value, decimals, text) in [
        (1.5, 3, "1.500"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (9.5, 0, "10"),
        (0.125, 2, "0.13"),
        (0.375, 2, "0.38"),
        (1.005, 2, "1.00"),
        (0.05, 1, "0.1"),
        (-0.04, 1, "-0.0"),
        (0.1, 20, "0.10000000000000000555"),
        (1.0e22, 2, "10000000000000000000000.00"),
        (-1.0e-5, 3, "-0.000"),
        (7.8800355, 6, "7.880036"),
        (453.671464, 15, "453.671464000000015"),
        (453.671464, 30, "453.671464000000014493707567453384"),
        (4363713.8, 16, "4363713.7999999998137355"),
        (4363713.8, 18, "4363713.799999999813735424"),
        (4363713.8, 19, "4363713.7999999998137354851"),
        (9007199254740993.0, 1, "9007199254740992.0"),
    ] {
        assert_eq!(float_fixed(value, decimals), text);
    }
    let compact = FloatFormat::Decimals {
        count: 3,
        compact: true,
    };
    assert_eq!(float_text(100.0, compact).as_deref(), Some("100.0"));
    assert_eq!(float_text(1.5, compact).as_deref(), Some("1.5"));
    let long = FloatFormat::Decimals {
        count: 10,
        compact: false,
    };
    assert_eq!(float_text(1.0e300, long), None);
    assert_eq!(float_scientific(1.0e100, 20), "1.00000000000000001590e+100");
    assert_eq!(float_scientific(1.5, 0), "2e+00");
    assert_eq!(float_scientific(0.1, 3), "1.000e-01");
}

#[test]
fn text_that_is_no_number() {
    for text in ["", "-", "+", " 1", "1 ", "1_000", "0x1", "--1"] {
        assert_eq!(parse_integer(text.as_bytes(), 10), None, "{text}");
    }
    for text in [
        "1", "1.", ".5", "1e5", "1.e5", "1.0e400", "1.5 ", " 1.5", "1.0e", "1_0.5", "inf", "nan",
    ] {
        assert_eq!(parse_float(text.as_bytes()), None, "{text}");
    }
    assert_eq!(parse_float(b"+1.5E+5"), Some(150000.0));
    assert_eq!(parse_float(b"1.0e-400"), Some(0.0));
    assert_eq!(parse_integer(b"+12", 10), Some(IBig::from(12)));
}

#[test]
fn recorded_floats() {
    let mut tried = 0;
    for line in include_str!("recorded/floats.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split(' ').collect();
        let value = f64::from_bits(fields[0].parse().unwrap());
        assert_eq!(float_shortest(value), fields[1]);
        assert_eq!(float_scientific(value, 20), fields[2]);
        for (count, expected) in [0, 2, 6, 15, 18, 20].into_iter().zip(&fields[3..]) {
            let format = FloatFormat::Decimals {
                count,
                compact: false,
            };
            let text = float_text(value, format);
            assert_eq!(text.as_deref().unwrap_or("-"), *expected, "{}", fields[1]);
        }
        assert_eq!(parse_float(fields[1].as_bytes()), Some(value));
        tried += 1;
    }
    assert_eq!(tried, 200);
}
