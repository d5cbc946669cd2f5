//! Sets of keys that say of most words that no list has them: small, so that a text's words are asked for in the nearer
//! caches, and wrong of some, which the tables tell then.

use crate::image::u64_at;

/// Which keys are those of names, and from which a longer name goes on: what is asked of each word with a capital, and of
/// nearly each word after one. Two bits of a block of 64 bytes say it of a key, and are wrong of one in eight that is in no
/// list; all that begins with one word is in one block, which is one line of memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter<'a>(&'a [u8]);

/// Bytes of a block.
const FILTERED: usize = 64;

impl<'a> Filter<'a> {
    /// Reads what [`filter`] made.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether a name may end with a key, and whether a longer one may go on; `first` is the key of its first unit.
    #[inline]
    pub(crate) fn ask(self, first: u64, key: u64) -> (bool, bool) {
        let block = filter_block(first, self.0.len());
        let has = |bit: usize| self.0[block + bit / 8] >> (bit % 8) & 1 != 0;
        let [ends, goes_on] = filter_bits(key);
        (has(ends), has(goes_on))
    }
}

/// Where the block of a first unit begins in a filter of so many bytes.
#[inline]
fn filter_block(first: u64, length: usize) -> usize {
    (first >> 18) as usize & (length - 1) & !(FILTERED - 1)
}

/// The bits of a block that say that a name ends, and that one goes on.
#[inline]
fn filter_bits(key: u64) -> [usize; 2] {
    [key, key >> 9].map(|key| key as usize & (FILTERED * 8 - 1))
}

/// The [`Filter`] of the keys of names and of beginnings of longer ones, each with the key of its first unit.
pub(crate) fn filter(ends: &[(u64, u64)], beginnings: &[(u64, u64)]) -> Vec<u8> {
    let length = (ends.len() + beginnings.len()).next_power_of_two();
    let mut bytes = vec![0; length.max(FILTERED)];
    for (keys, which) in [(ends, 0), (beginnings, 1)] {
        for (first, key) in keys {
            let bit = filter_bits(*key)[which];
            let block = filter_block(*first, bytes.len());
            bytes[block + bit / 8] |= 1 << (bit % 8);
        }
    }
    bytes
}

/// A set of keys that is asked for each word, so that it is to be small: two bits of one block of 8 bytes for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs<'a>(&'a [u8]);

impl<'a> Pairs<'a> {
    /// Reads what [`pairs`] made.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// True if it holds the key, or others with the same bits.
    #[inline]
    pub(crate) fn has(self, key: u64) -> bool {
        let bits = pair_bits(key);
        u64_at(self.0, pair_block(key, self.0.len())) & bits == bits
    }
}

#[inline]
fn pair_block(key: u64, length: usize) -> usize {
    (key >> 12) as usize & (length - 1) & !7
}

#[inline]
fn pair_bits(key: u64) -> u64 {
    1 << (key & 63) | 1 << (key >> 6 & 63)
}

/// The set of these keys, with 7 to 14 bits for each.
pub(crate) fn pairs(keys: &[u64]) -> Vec<u8> {
    let mut bytes = vec![0; (keys.len() * 7 / 8).next_power_of_two().max(64)];
    for key in keys {
        let block = pair_block(*key, bytes.len());
        let held = u64_at(&bytes, block) | pair_bits(*key);
        bytes[block..block + 8].copy_from_slice(&held.to_le_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid_text::hash_bytes;

    fn keys(from: u32) -> Vec<u64> {
        (from..from + 5000)
            .map(|n| hash_bytes(&n.to_le_bytes()))
            .collect()
    }

    #[test]
    fn what_was_put_in_is_there_and_most_else_is_not() {
        let set = pairs(&keys(0));
        let others = keys(1_000_000);
        assert!(keys(0).iter().all(|key| Pairs::new(&set).has(*key)));
        let wrong = others.iter().filter(|key| Pairs::new(&set).has(**key)).count();
        assert!(wrong < others.len() / 8, "{wrong}");

        let twice = |key: &u64| (*key, *key);
        let ends: Vec<_> = keys(0).iter().map(twice).collect();
        let beginnings: Vec<_> = keys(10_000).iter().map(twice).collect();
        let bytes = filter(&ends, &beginnings);
        let set = Filter::new(&bytes);
        assert!(ends.iter().all(|(first, key)| set.ask(*first, *key).0));
        assert!(beginnings.iter().all(|(first, key)| set.ask(*first, *key).1));
        let wrong = others
            .iter()
            .filter(|key| set.ask(**key, **key) != (false, false));
        assert!(wrong.count() < others.len() / 3);
    }

    #[test]
    fn names_of_one_first_word_are_told_apart() {
        let ends: Vec<_> = keys(0)[..40].iter().map(|key| (7 << 18, *key)).collect();
        let bytes = filter(&ends, &[]);
        let has = |key: u64| Filter::new(&bytes).ask(7 << 18, key).0;
        assert!(ends.iter().all(|(_, key)| has(*key)));
        assert!(keys(10_000).into_iter().filter(|key| has(*key)).count() < 1000);
    }
}
