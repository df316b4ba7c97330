//! Switches and sizes of the heap, from the environment.
//!
//! | variable | meaning |
//! |---|---|
//! | `ALATE_GC` | comma-separated: `stress` (collect at every poll), `unmap` (with `stress`: from-space faults), `verify`, `log` |
//! | `ALATE_HEAP_LIMIT` | greatest live heap; default three quarters of the memory there is |
//! | `ALATE_HEAP_RESERVE` | addresses to reserve; default four times the limit |
//! | `ALATE_NURSERY` | bytes allocated between two minor collections |
//! | `ALATE_STACK_LIMIT` | greatest stack of one process; default half of the memory there is |
//!
//! Sizes are numbers of bytes, or numbers followed by `K`, `M`, `G` or `T`.

use crate::os::memory::available_memory;

/// Bytes allocated between two minor collections, where nothing else is said. Measured on a machine
/// with 2 MB of second-level cache a core: see the README of this room.
pub const DEFAULT_NURSERY: usize = 4 << 20;

/// What a heap is told when it is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of addresses to reserve.
    pub reserve: usize,
    /// Bytes of live objects, buffers included, beyond which the heap is exhausted.
    pub limit: u64,
    /// Bytes allocated between two minor collections.
    pub nursery: usize,
    /// Bytes of one process's stack.
    pub stack_limit: usize,
    /// Collect at every poll, minor and major in turns (fewer major ones where much is live); freed memory gets a bad pattern.
    pub stress: bool,
    /// With `stress`: touching from-space after a collection faults.
    pub unmap: bool,
    /// Walk and check everything after each collection.
    pub verify: bool,
    /// One line on standard error for each collection, and a summary at exit.
    pub log: bool,
    /// A major collection is due when the old generation has grown by at least this many bytes …
    pub major_minimum: u64,
    /// … and by this many percent of what was live after the last one.
    pub major_growth_percent: u64,
}

impl Default for Options {
    fn default() -> Options {
        let memory = available_memory();
        let limit = memory / 4 * 3;
        Options {
            reserve: reserve_for(limit),
            limit,
            nursery: DEFAULT_NURSERY,
            stack_limit: usize::try_from(memory / 2).unwrap_or(usize::MAX),
            stress: false,
            unmap: false,
            verify: false,
            log: false,
            major_minimum: 32 << 20,
            major_growth_percent: 150,
        }
    }
}

fn reserve_for(limit: u64) -> usize {
    let wanted = limit.saturating_mul(4).clamp(1 << 30, 1 << 44);
    usize::try_from(wanted).unwrap_or(1 << 30)
}

impl Options {
    /// Reads the program's environment. The error is a sentence for the user.
    pub fn from_environment() -> Result<Options, String> {
        Options::from_variables(|name| std::env::var(name).ok())
    }

    /// Reads variables through a function, so that tests need not change the environment.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> Result<Options, String> {
        let mut options = Options::default();
        let size = |name: &str| match get(name) {
            None => Ok(None),
            Some(text) => match parse_size(&text) {
                Some(bytes) => Ok(Some(bytes)),
                None => Err(format!(
                    "{name}={text}: not a size (a number, then K, M, G or T)"
                )),
            },
        };
        if let Some(limit) = size("ALATE_HEAP_LIMIT")? {
            options.limit = limit;
            options.reserve = reserve_for(limit);
        }
        if let Some(reserve) = size("ALATE_HEAP_RESERVE")? {
            options.reserve = usize::try_from(reserve).unwrap_or(usize::MAX);
        }
        if let Some(nursery) = size("ALATE_NURSERY")? {
            options.nursery = usize::try_from(nursery.clamp(64 << 10, 1 << 34)).unwrap_or(1 << 30);
        }
        if let Some(limit) = size("ALATE_STACK_LIMIT")? {
            options.stack_limit = usize::try_from(limit).unwrap_or(usize::MAX);
        }
        let switches = get("ALATE_GC").unwrap_or_default();
        for switch in switches.split(',').map(str::trim).filter(|s| !s.is_empty()) {
            match switch {
                "stress" => options.stress = true,
                "unmap" => options.unmap = true,
                "verify" => options.verify = true,
                "log" => options.log = true,
                _ => {
                    return Err(format!(
                        "ALATE_GC={switches}: \"{switch}\" is none of stress, unmap, verify, log"
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Bytes of a size such as `512M`.
fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let (digits, shift) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], 10),
        b'm' | b'M' => (&text[..text.len() - 1], 20),
        b'g' | b'G' => (&text[..text.len() - 1], 30),
        b't' | b'T' => (&text[..text.len() - 1], 40),
        _ => (text, 0),
    };
    digits.parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Options, String> {
        Options::from_variables(|name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn sizes_and_switches_are_read() {
        let options = with(&[
            ("ALATE_GC", "stress, verify"),
            ("ALATE_HEAP_LIMIT", "300m"),
            ("ALATE_HEAP_RESERVE", "2G"),
            ("ALATE_STACK_LIMIT", "70000"),
        ])
        .unwrap();
        assert!(options.stress && options.verify && !options.log);
        assert_eq!(options.limit, 300 << 20);
        assert_eq!(options.reserve, 2 << 30);
        assert_eq!(options.stack_limit, 70000);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(with(&[("ALATE_GC", "stres")]).is_err());
        assert!(with(&[("ALATE_HEAP_LIMIT", "M")]).is_err());
        assert!(with(&[("ALATE_HEAP_LIMIT", "")]).is_err());
        assert!(with(&[("ALATE_NURSERY", "99999999999999T")]).is_err());
    }
}
