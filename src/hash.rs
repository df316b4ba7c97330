//! A 128-bit fingerprint of bytes, for keys of caches and for checksums.
//!
//! Two lanes of folded multiplication. It guards against accidents (a changed source, a torn write),
//! not against an adversary: whoever can write into the cache can write into the program.

/// A fingerprint under construction. Fields are delimited: `ab`, `c` differs from `a`, `bc`.
#[derive(Clone, Debug)]
pub struct Hasher {
    lanes: [u64; 2],
}

const MULTIPLIERS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93];

fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product as u64) ^ ((product >> 64) as u64)
}

impl Hasher {
    pub fn new() -> Hasher {
        Hasher {
            lanes: [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344],
        }
    }

    fn word(&mut self, word: u64) {
        for (lane, multiplier) in self.lanes.iter_mut().zip(MULTIPLIERS) {
            *lane = fold(*lane ^ word, multiplier).wrapping_add(word.rotate_left(29));
        }
    }

    /// Adds one field.
    pub fn field(&mut self, bytes: &[u8]) -> &mut Hasher {
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.word(u64::from_le_bytes(last));
        self
    }

    /// The fingerprint as 32 hexadecimal digits.
    pub fn finish(&self) -> String {
        let mut last = self.clone();
        last.word(0);
        last.word(1);
        format!("{:016x}{:016x}", last.lanes[0], last.lanes[1])
    }
}

/// The fingerprint of one run of bytes.
pub fn of(bytes: &[u8]) -> String {
    Hasher::new().field(bytes).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        let text = vec![7u8; 100];
        let original = of(&text);
        for index in 0..text.len() {
            let mut changed = text.clone();
            changed[index] ^= 1;
            assert_ne!(original, of(&changed), "byte {index}");
        }
        assert_ne!(of(b""), of(b"\0"));
        assert_eq!(original, of(&text));
    }

    #[test]
    fn fields_are_delimited() {
        let one = Hasher::new().field(b"ab").field(b"c").finish();
        let other = Hasher::new().field(b"a").field(b"bc").finish();
        assert_ne!(one, other);
    }
}
