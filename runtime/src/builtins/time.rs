//! Clocks, dates, and what is unique. The native unit of time is the nanosecond.

use super::entry::builtins;
use crate::atom;
use crate::heap;
use crate::number;
use crate::os::time::{self, Calendar};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::layout::KIND_REFERENCE;
use dashu_int::IBig;
use std::sync::atomic::{AtomicU64, Ordering};

const NATIVE: i64 = 1_000_000_000;

/// How many of a unit make a second.
fn unit(unit: Word) -> Result<i64, Failure> {
    if let Some(parts) = unit.as_fixnum() {
        return if parts > 0 {
            Ok(parts)
        } else {
            Err(Failure::Badarg)
        };
    }
    match atom::name(unit) {
        Some("second" | "seconds") => Ok(1),
        Some("millisecond" | "milli_seconds") => Ok(1_000),
        Some("microsecond" | "micro_seconds") => Ok(1_000_000),
        Some("nanosecond" | "nano_seconds" | "native" | "perf_counter") => Ok(NATIVE),
        _ => Err(Failure::Badarg),
    }
}

/// Native time in a unit, rounded down.
fn in_unit(ctx: &mut Context, native: i64, parts: i64) -> Answer {
    let scaled = i128::from(native) * i128::from(parts);
    number::integer(ctx, &IBig::from(scaled.div_euclid(i128::from(NATIVE))))
}

fn convert(ctx: &mut Context, value: Word, from: Word, to: Word) -> Answer {
    let (from, to) = (unit(from)?, unit(to)?);
    let value = number::number(value)
        .and_then(number::Number::into_big)
        .ok_or(Failure::Badarg)?;
    let scaled = value * IBig::from(to);
    let divisor = IBig::from(from);
    let mut quotient = &scaled / &divisor;
    if &quotient * &divisor > scaled {
        quotient -= IBig::ONE;
    }
    number::integer(ctx, &quotient)
}

/// `#(megaseconds seconds microseconds)`
fn timestamp(ctx: &mut Context) -> Answer {
    let microseconds = time::system().div_euclid(1_000);
    let seconds = microseconds.div_euclid(1_000_000);
    let parts = [
        seconds.div_euclid(1_000_000),
        seconds.rem_euclid(1_000_000),
        microseconds.rem_euclid(1_000_000),
    ];
    Ok(heap::tuple(ctx, &parts.map(Word::fixnum)))
}

fn now(local: bool) -> Calendar {
    time::calendar(time::system().div_euclid(NATIVE), local)
}

fn date(ctx: &mut Context, calendar: Calendar) -> Word {
    let parts = [calendar.year, calendar.month, calendar.day];
    heap::tuple(ctx, &parts.map(Word::fixnum))
}

fn clock(ctx: &mut Context, calendar: Calendar) -> Word {
    let parts = [calendar.hour, calendar.minute, calendar.second];
    heap::tuple(ctx, &parts.map(Word::fixnum))
}

fn date_and_clock(ctx: &mut Context, calendar: Calendar) -> Answer {
    let (date, clock) = (date(ctx, calendar), clock(ctx, calendar));
    Ok(heap::tuple(ctx, &[date, clock]))
}

/// The local date and time of day of seconds since 1970.
fn local_calendar(ctx: &mut Context, seconds: Word) -> Answer {
    let seconds = seconds.as_fixnum().ok_or(Failure::Badarg)?;
    date_and_clock(ctx, time::calendar(seconds, true))
}

/// Seconds since 1970 of a local time, given as the seconds that it would be in UTC.
fn local_seconds(_: &mut Context, seconds: Word, summer: Word) -> Answer {
    let summer = match atom::name(summer) {
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some("undefined") => None,
        _ => return Err(Failure::Badarg),
    };
    let seconds = seconds.as_fixnum().ok_or(Failure::Badarg)?;
    time::local_seconds(seconds, summer)
        .map(Word::fixnum)
        .ok_or(Failure::Badarg)
}

/// Counts what has to be unique.
static UNIQUE: AtomicU64 = AtomicU64::new(1);

pub(super) fn unique() -> u64 {
    UNIQUE.fetch_add(1, Ordering::Relaxed)
}

fn unique_integer(_: &mut Context, options: Word) -> Answer {
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        if !matches!(atom::name(option), Some("positive" | "monotonic")) {
            return Err(Failure::Badarg);
        }
    }
    Ok(Word::fixnum(unique() as i64))
}

fn make_ref(ctx: &mut Context) -> Answer {
    let words = [unique(), 0, 0];
    Ok(heap::boxed_with(ctx, KIND_REFERENCE, 0, 3, |index| {
        words[index]
    }))
}

builtins! {
    /// `monotonic_time()`
    alate_monotonic_time() = |ctx| in_unit(ctx, time::monotonic(), NATIVE);
    /// `monotonic_time(unit)`
    alate_monotonic_time_in(in_parts) = |ctx, in_parts| in_unit(ctx, time::monotonic(), unit(in_parts)?);
    /// `system_time()`
    alate_system_time() = |ctx| in_unit(ctx, time::system(), NATIVE);
    /// `system_time(unit)`
    alate_system_time_in(in_parts) = |ctx, in_parts| in_unit(ctx, time::system(), unit(in_parts)?);
    /// `time_offset()`
    alate_time_offset() = |ctx| in_unit(ctx, time::system() - time::monotonic(), NATIVE);
    /// `time_offset(unit)`
    alate_time_offset_in(in_parts) = |ctx, in_parts| in_unit(ctx, time::system() - time::monotonic(), unit(in_parts)?);
    /// `convert_time_unit(value, from, to)`
    alate_convert_time_unit(value, from, to) = convert;
    /// `timestamp()`
    alate_timestamp() = timestamp;
    /// `date()`
    alate_date() = |ctx| Ok(date(ctx, now(true)));
    /// `time()`
    alate_time() = |ctx| Ok(clock(ctx, now(true)));
    /// `localtime()`
    alate_localtime() = |ctx| date_and_clock(ctx, now(true));
    /// `universaltime()`
    alate_universaltime() = |ctx| date_and_clock(ctx, now(false));
    /// `alate:local_calendar(seconds)`
    alate_local_calendar(seconds) = local_calendar;
    /// `alate:local_seconds(seconds, summer)`
    alate_local_seconds(seconds, summer) = local_seconds;
    /// `unique_integer()`
    alate_unique_integer() = |ctx| unique_integer(ctx, Word::NIL);
    /// `unique_integer(options)`
    alate_unique_integer_as(options) = unique_integer;
    /// `make_ref()`
    alate_make_ref() = make_ref;
}
