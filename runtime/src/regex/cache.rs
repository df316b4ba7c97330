//! Patterns compiled lately.

use super::code::{Code, Wrong};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many patterns are kept.
const MOST: usize = 256;

/// A longer key is compiled each time: else the cache could hold any amount of memory.
const LONGEST: usize = 16 << 10;

/// What is used so often is compiled to machine code.
const OFTEN: u32 = 8;

struct Entry {
    code: Arc<Code>,
    uses: u32,
    /// The time of the last use, as a number of uses of all.
    last: u64,
}

#[derive(Default)]
struct Cache {
    entries: HashMap<Box<[u8]>, Entry>,
    clock: u64,
}

static CACHE: Mutex<Option<Cache>> = Mutex::new(None);

/// The code of a key.
pub fn find(key: &[u8]) -> Result<Arc<Code>, Wrong> {
    if let Some(code) = with(|cache| cache.known(key))? {
        return Ok(code);
    }
    // Compiled without the lock: other workers go on.
    let code = Arc::new(Code::new(key, false)?);
    if key.len() <= LONGEST {
        with(|cache| cache.add(key, code.clone()));
    }
    Ok(code)
}

fn with<T>(work: impl FnOnce(&mut Cache) -> T) -> T {
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    work(cache.get_or_insert_default())
}

impl Cache {
    fn known(&mut self, key: &[u8]) -> Result<Option<Arc<Code>>, Wrong> {
        let Some(entry) = self.entries.get_mut(key) else {
            return Ok(None);
        };
        self.clock += 1;
        entry.last = self.clock;
        entry.uses = entry.uses.saturating_add(1);
        if entry.uses == OFTEN {
            entry.code = Arc::new(Code::new(key, true)?);
        }
        Ok(Some(entry.code.clone()))
    }

    fn add(&mut self, key: &[u8], code: Arc<Code>) {
        if self.entries.len() >= MOST {
            self.forget();
        }
        self.clock += 1;
        let entry = Entry {
            code,
            uses: 1,
            last: self.clock,
        };
        self.entries.insert(key.into(), entry);
    }

    /// Forgets the half that was not used for longest.
    fn forget(&mut self) {
        let mut times: Vec<u64> = self.entries.values().map(|entry| entry.last).collect();
        times.sort_unstable();
        let middle = times[times.len() / 2];
        self.entries.retain(|_, entry| entry.last >= middle);
    }
}
