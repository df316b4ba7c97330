//! The machine's clocks and calendar.

/// Nanoseconds of a clock.
fn read(clock: libc::clockid_t) -> i64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes one timespec.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    time.tv_sec
        .saturating_mul(1_000_000_000)
        .saturating_add(time.tv_nsec)
}

/// Nanoseconds of a clock that never goes back.
pub fn monotonic() -> i64 {
    read(libc::CLOCK_MONOTONIC)
}

/// The same with steps of some milliseconds, and much cheaper.
pub fn monotonic_coarse() -> i64 {
    read(libc::CLOCK_MONOTONIC_COARSE)
}

/// Nanoseconds since 1970, UTC.
pub fn system() -> i64 {
    read(libc::CLOCK_REALTIME)
}

/// A date and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
}

/// Seconds since 1970 as a date, in the local zone or in UTC.
pub fn calendar(seconds: i64, local: bool) -> Calendar {
    // SAFETY: a `tm` of zeros is a value; the calls write it and read the seconds.
    let parts = unsafe {
        let mut parts: libc::tm = std::mem::zeroed();
        if local {
            libc::localtime_r(&raw const seconds, &raw mut parts);
        } else {
            libc::gmtime_r(&raw const seconds, &raw mut parts);
        }
        parts
    };
    Calendar {
        year: i64::from(parts.tm_year) + 1900,
        month: i64::from(parts.tm_mon) + 1,
        day: i64::from(parts.tm_mday),
        hour: i64::from(parts.tm_hour),
        minute: i64::from(parts.tm_min),
        second: i64::from(parts.tm_sec),
    }
}

/// Seconds since 1970 of a date in the local zone, given as the seconds that it would be in UTC.
/// Whether summer time is meant: `Some`, or by the rules of the zone.
pub fn local_seconds(seconds: i64, summer: Option<bool>) -> Option<i64> {
    // SAFETY: a `tm` of zeros is a value; the calls read the seconds and write the `tm`.
    let made = unsafe {
        let mut parts: libc::tm = std::mem::zeroed();
        if libc::gmtime_r(&raw const seconds, &raw mut parts).is_null() {
            return None;
        }
        parts.tm_isdst = summer.map_or(-1, i32::from);
        libc::mktime(&raw mut parts)
    };
    // A second before 1970 looks like a failure; it is none where the date is there again.
    (made != -1 || (-86400..=86400).contains(&seconds)).then_some(made)
}
