//! `ALATE_GC=log`: a line for each collection, and a summary.

/// Pauses in nanoseconds, and whether to print them.
#[derive(Debug, Default)]
pub struct Log {
    enabled: bool,
    minor: Vec<u64>,
    major: Vec<u64>,
    minor_count: u64,
    major_count: u64,
}

/// Pauses beyond this number are not kept for the summary.
const KEPT: usize = 1 << 22;

impl Log {
    /// A log that prints if `enabled`.
    pub fn new(enabled: bool) -> Log {
        Log {
            enabled,
            ..Log::default()
        }
    }

    /// Collections so far: minor, major.
    pub fn counts(&self) -> (u64, u64) {
        (self.minor_count, self.major_count)
    }

    /// A minor collection ended.
    pub fn minor(&mut self, nanoseconds: u64, before: u64, after: u64) {
        self.minor_count += 1;
        if self.enabled {
            line("minor", nanoseconds, before, after);
            keep(&mut self.minor, nanoseconds);
        }
    }

    /// A major collection ended.
    pub fn major(&mut self, nanoseconds: u64, before: u64, after: u64) {
        self.major_count += 1;
        if self.enabled {
            line("major", nanoseconds, before, after);
            keep(&mut self.major, nanoseconds);
        }
    }

    /// Prints counts, total, median, 99th percentile and maximum of the pauses.
    pub fn summary(&mut self) {
        if self.enabled {
            summary("minor", self.minor_count, &mut self.minor);
            summary("major", self.major_count, &mut self.major);
            let resident = crate::os::memory::resident_bytes();
            eprintln!("gc: {} MB resident at exit", resident >> 20);
        }
    }
}

fn keep(list: &mut Vec<u64>, nanoseconds: u64) {
    if list.len() < KEPT {
        list.push(nanoseconds);
    }
}

fn line(kind: &str, nanoseconds: u64, before: u64, after: u64) {
    eprintln!(
        "gc: {kind} {} µs, {before} -> {after} bytes",
        nanoseconds / 1000
    );
}

fn summary(kind: &str, count: u64, pauses: &mut [u64]) {
    pauses.sort_unstable();
    let at = |percent: usize| {
        pauses
            .get((pauses.len() * percent / 100).min(pauses.len().saturating_sub(1)))
            .map_or(0, |&nanoseconds| nanoseconds / 1000)
    };
    let total: u64 = pauses.iter().sum();
    eprintln!(
        "gc: {count} {kind} collections, {} ms in all, median {} µs, 99 % {} µs, longest {} µs",
        total / 1_000_000,
        at(50),
        at(99),
        at(100)
    );
}
