use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a of some bytes, mixed once more so that low bits are good enough for a table: the same on every machine and
/// in every version, so that ids made of it agree (source of FNV-1a: Fowler, Noll, Vo, draft-eastlake-fnv).
#[inline]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    mix(bytes
        .iter()
        .fold(OFFSET, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME)))
}

/// [`hash_bytes`] of the word in lower case. Two words that differ only in case have one hash; diacritics count, and
/// both apostrophes are one.
#[inline]
pub fn hash_word(word: &str) -> u64 {
    let mut hash = OFFSET;
    for (index, byte) in word.bytes().enumerate() {
        if !byte.is_ascii() {
            return hash_rest(hash, &word[index..]);
        }
        hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(PRIME);
    }
    mix(hash)
}

/// What eight bytes are multiplied by of which the last ones are no part of a word: eight places, from one of the first
/// nine on.
static FACTORS: [u64; 16] = [
    PRIME, PRIME, PRIME, PRIME, PRIME, PRIME, PRIME, PRIME, 1, 1, 1, 1, 1, 1, 1, 1,
];

/// [`hash_word`] of an ASCII word, byte by byte, for whoever is reading the bytes anyway.
#[derive(Clone, Copy, Debug)]
pub struct AsciiWordHasher(u64);

impl Default for AsciiWordHasher {
    #[inline]
    fn default() -> Self {
        Self(OFFSET)
    }
}

impl AsciiWordHasher {
    /// Takes the next byte, which must be ASCII and in lower case already.
    #[inline]
    pub fn push(&mut self, lower: u8) {
        self.0 = (self.0 ^ u64::from(lower)).wrapping_mul(PRIME);
    }

    /// Takes the first `length` of eight bytes, at most 8, the first one lowest; the others must be 0. No branch depends
    /// on `length`: a byte that is not to be taken changes nothing and is multiplied by 1.
    #[inline]
    pub fn push_eight(&mut self, lower: u64, length: usize) {
        let first = FACTORS.len() / 2 - length.min(8);
        for (byte, factor) in lower.to_le_bytes().iter().zip(&FACTORS[first..first + 8]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(*factor);
        }
    }

    /// What [`hash_word`] says of the bytes taken.
    #[inline]
    pub fn finish(self) -> u64 {
        mix(self.0)
    }
}

#[cold]
fn hash_rest(mut hash: u64, rest: &str) -> u64 {
    let mut buffer = [0; 4];
    for c in rest.chars() {
        let c = if c == '’' { '\'' } else { c };
        if matches!(c, '\0'..='@' | '\u{2000}'..='\u{206f}') {
            // Marks have no case, and are too frequent to look it up.
            for byte in c.encode_utf8(&mut buffer).bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
            }
            continue;
        }
        for lower in c.to_lowercase() {
            for byte in lower.encode_utf8(&mut buffer).bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
            }
        }
    }
    mix(hash)
}

#[inline]
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// A map whose keys are already hashes (of [`hash_word`] or [`hash_bytes`]).
///
/// Two different words of one 64-bit hash are taken for one: among ten million words that happens with a chance of
/// one in 370,000.
pub type WordMap<V> = HashMap<u64, V, BuildHasherDefault<WordHasher>>;

/// A set of hashes of words; see [`WordMap`].
pub type WordSet = HashSet<u64, BuildHasherDefault<WordHasher>>;

/// Passes a `u64` through as its own hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash_bytes(bytes);
    }

    #[inline]
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count_and_diacritics_do() {
        assert_eq!(hash_word("Said"), hash_word("SAID"));
        assert_eq!(hash_word("ÉTÉ"), hash_word("été"));
        assert_ne!(hash_word("ete"), hash_word("été"));
        assert_eq!(hash_word("don’t"), hash_word("DON'T"));
    }

    #[test]
    fn byte_by_byte_is_the_same() {
        let mut hasher = AsciiWordHasher::default();
        b"kerr2".iter().for_each(|byte| hasher.push(*byte));
        assert_eq!(hasher.finish(), hash_word("Kerr2"));
        for length in 0..=8 {
            let mut bytes = *b"harbour9";
            bytes[length..].fill(0);
            let mut hasher = AsciiWordHasher::default();
            hasher.push_eight(u64::from_le_bytes(bytes), length);
            assert_eq!(hasher.finish(), hash_word(&"harbour9"[..length]));
        }
    }

    #[test]
    fn stays_the_same_for_ever() {
        assert_eq!(hash_bytes(b""), hash_word(""));
        assert_eq!(hash_word("Aliyev"), hash_bytes(b"aliyev"));
        // Ids in users' tables are made of these: a change of this figure breaks them.
        assert_eq!(hash_bytes(b"whosaid"), 0x5a5d_205a_c98e_9fc4);
    }
}
