use crate::{WordMap, sieve};

/// What is known of words, by their [`crate::hash_word`]: a table that is never changed. A look-up for each word of a text is
/// what a stage does most often, and most words are in no list: a filter of a few kilobytes, which stays in the nearest
/// cache, sends nearly all of them away. For the same reason a place holds half of a hash: which place it is tells most of
/// the rest, and of a hundred million words that are in no list one is taken for a listed one with a chance of one in a
/// hundred.
#[derive(Clone, Debug)]
pub struct WordTable<V> {
    filter: Box<[u64]>,
    /// [`tag`] of the hash, and value; the tag is 0 where there is no word.
    places: Box<[(u32, V)]>,
}

/// Bits of the filter for each place.
const BITS: usize = 4;

impl<V: Copy> WordTable<V> {
    /// A table of these words.
    ///
    /// ```
    /// use whosaid_text::{WordMap, WordTable, hash_word};
    ///
    /// let words: WordMap<u8> = [(hash_word("bin"), 1), (hash_word("van"), 2)].into_iter().collect();
    /// let table = WordTable::new(&words);
    /// assert_eq!(table.get(hash_word("Van")), Some(2));
    /// assert_eq!(table.get(hash_word("of")), None);
    /// ```
    pub fn new(words: &WordMap<V>) -> Self {
        Self::by_use(words, &[])
    }

    /// The same table, in which those words that are met more often than others are found where they are looked for first.
    pub fn by_use(words: &WordMap<V>, often: &[u64]) -> Self {
        let Some(any) = words.values().next() else {
            return Self {
                filter: vec![0; 1].into(),
                places: Box::default(),
            };
        };
        let length = (words.len() * 2).next_power_of_two().max(64);
        let mut filter = vec![0u64; length * BITS / 64].into_boxed_slice();
        let mut places = vec![(0, *any); length].into_boxed_slice();
        let mut put = |hash: u64, value: V| {
            let bit = hash as usize & (length * BITS - 1);
            filter[bit / 64] |= 1 << (bit % 64);
            let mut place = hash as usize & (length - 1);
            // The same tag on the way: it is there already.
            while places[place].0 != 0 && places[place].0 != tag(hash) {
                place = (place + 1) & (length - 1);
            }
            if places[place].0 == 0 {
                places[place] = (tag(hash), value);
            }
        };
        for hash in often {
            if let Some(value) = words.get(hash) {
                put(*hash, *value);
            }
        }
        for (hash, value) in words {
            put(*hash, *value);
        }
        Self { filter, places }
    }

    /// What is known of the word with this hash.
    #[inline]
    pub fn get(&self, hash: u64) -> Option<V> {
        if self.may_have(hash) {
            self.find(hash)
        } else {
            None
        }
    }

    /// Calls `found` with the place and value of each of the words that the table has, in order.
    #[inline]
    pub fn each(&self, hashes: &[u64], mut found: impl FnMut(usize, V)) {
        sieve(
            hashes,
            |hash| self.may_have(*hash),
            |place| {
                if let Some(value) = self.find(hashes[place]) {
                    found(place, value);
                }
            },
        );
    }

    /// False for most words that the table has not.
    #[inline]
    fn may_have(&self, hash: u64) -> bool {
        let bit = hash as usize & (self.filter.len() * 64 - 1);
        self.filter[bit / 64] >> (bit % 64) & 1 != 0
    }

    #[inline]
    fn find(&self, hash: u64) -> Option<V> {
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let (held, value) = self.places[place];
            if held == tag(hash) {
                return Some(value);
            }
            if held == 0 {
                return None;
            }
            place = (place + 1) & mask;
        }
    }

    /// What [`Self::get`] says, or `unknown` of a word that is not listed: for whoever asks of words of which as many are listed as not, so
    /// that no branch could guess which.
    #[inline]
    pub fn get_or(&self, hash: u64, unknown: V) -> V {
        let listed = self.may_have(hash);
        let place = hash as usize & usize::from(listed).wrapping_neg() & (self.places.len().wrapping_sub(1));
        let Some((held, value)) = self.places.get(place) else {
            return unknown;
        };
        let found = *held == tag(hash);
        if listed & !found & (*held != 0) {
            return self.get(hash).unwrap_or(unknown);
        }
        std::hint::select_unpredictable(listed & found, *value, unknown)
    }
}

/// The half of a hash that does not choose the place; never 0.
#[inline]
fn tag(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        // Hashes that meet in one place, too.
        let words: WordMap<u32> = (1..100u64).map(|n| (n << 40 | 7, n as u32)).collect();
        let table = WordTable::by_use(&words, &[99 << 40 | 7, 5]);
        for n in 1..100u64 {
            assert_eq!(table.get(n << 40 | 7), Some(n as u32));
        }
        let mut found = Vec::new();
        table.each(&[8, 3 << 40 | 7, 100 << 40 | 7, 2 << 40 | 7], |place, value| {
            found.push((place, value));
        });
        assert_eq!(found, [(1, 3), (3, 2)]);
        assert_eq!(table.get(100 << 40 | 7), None);
        for hash in (1..200u64).flat_map(|n| [n << 40 | 7, n]) {
            assert_eq!(table.get_or(hash, 0), table.get(hash).unwrap_or(0));
        }
        assert_eq!(WordTable::<u32>::new(&WordMap::default()).get_or(7, 5), 5);
        assert_eq!(table.get(8), None);
        assert_eq!(WordTable::<u32>::new(&WordMap::default()).get(7), None);
    }
}
