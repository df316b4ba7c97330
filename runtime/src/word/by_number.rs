//! Maps by numbers of the runtime's own: of references, timers, ports and atoms.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A hash of numbers that count up and of atoms, which nobody can choose so that they collide.
#[derive(Default)]
pub struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let product = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What has a number, by it.
pub type ByNumber<T> = HashMap<u64, T, BuildHasherDefault<NumberHasher>>;
