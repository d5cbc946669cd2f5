//! Which words a document holds, in a few kilobytes that the cache keeps.

/// A set of words that may take an absent one for present (a Bloom filter of two hashes; about one in a hundred).
#[derive(Debug, Default)]
pub(crate) struct SeenWords {
    bits: Vec<u64>,
    mask: u64,
}

impl SeenWords {
    /// Empties the set and makes room for so many words.
    pub(crate) fn reset(&mut self, words: usize) {
        let bits = (words * 12).next_power_of_two().max(1 << 12);
        self.bits.clear();
        self.bits.resize(bits / 64, 0);
        self.mask = bits as u64 - 1;
    }

    #[inline]
    fn places(&self, hash: u64) -> [(usize, u64); 2] {
        [hash & self.mask, (hash >> 32) & self.mask].map(|bit| ((bit / 64) as usize, 1 << (bit % 64)))
    }

    #[inline]
    pub(crate) fn insert(&mut self, hash: u64) {
        for (word, bit) in self.places(hash) {
            self.bits[word] |= bit;
        }
    }

    #[inline]
    pub(crate) fn contains(&self, hash: u64) -> bool {
        self.places(hash)
            .iter()
            .all(|(word, bit)| self.bits[*word] & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid_text::hash_bytes;

    #[test]
    fn holds_what_was_put_in_and_little_else() {
        let mut seen = SeenWords::default();
        seen.reset(1000);
        let hash = |number: u32| hash_bytes(&number.to_le_bytes());
        (0..1000).for_each(|number| seen.insert(hash(number)));
        assert!((0..1000).all(|number| seen.contains(hash(number))));
        let wrong = (1000..11_000)
            .filter(|number| seen.contains(hash(*number)))
            .count();
        assert!(wrong < 400, "{wrong}");
        seen.reset(10);
        assert!(!seen.contains(hash(0)));
    }
}
