//! Reads the embedded lists, and looks words up in what was read.

use whosaid_text::WordMap;

/// Rows of an embedded list, without its comments and header; fields hold neither commas nor quotation marks.
pub(crate) fn rows<const N: usize>(list: &str) -> impl Iterator<Item = [&str; N]> {
    lines(list).skip(1).map(|line| {
        let mut fields = line.splitn(N, ',');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

/// Lines of an embedded list, without its comments.
pub(crate) fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// What is known of words, by their hash: a table that is never changed. A look-up for each word of a text is what a
/// stage does most often, and most words are in no list: a filter of a few kilobytes, which stays in the nearest cache,
/// sends nearly all of them away.
///
/// Two words are one if the filter's, the place's and the upper half of their hashes are: 46 bits and more.
#[derive(Debug)]
pub(crate) struct HashTable<V> {
    filter: Box<[u64]>,
    /// Upper half of a hash, and one more than the index of its value; 0 where there is no word.
    places: Box<[(u32, u32)]>,
    values: Vec<V>,
}

/// Bits of the filter for each place.
const BITS: usize = 4;

impl<V: Copy> HashTable<V> {
    /// A table of these words.
    pub(crate) fn new(words: &WordMap<V>) -> Self {
        let length = (words.len() * 2).next_power_of_two().max(64);
        let mut filter = vec![0u64; length * BITS / 64].into_boxed_slice();
        let mut places = vec![(0, 0); length].into_boxed_slice();
        let mut values: Vec<V> = Vec::new();
        let mut sorted: Vec<_> = words.iter().collect();
        sorted.sort_unstable_by_key(|(hash, _)| **hash);
        for (hash, value) in sorted {
            let bit = *hash as usize & (length * BITS - 1);
            filter[bit / 64] |= 1 << (bit % 64);
            let mut place = *hash as usize & (length - 1);
            while places[place].1 != 0 {
                place = (place + 1) & (length - 1);
            }
            values.push(*value);
            places[place] = ((*hash >> 32) as u32, values.len() as u32);
        }
        Self {
            filter,
            places,
            values,
        }
    }

    /// What is known of the word with this hash.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<V> {
        let bit = hash as usize & (self.filter.len() * 64 - 1);
        if self.filter[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        self.look_up(hash)
    }

    fn look_up(&self, hash: u64) -> Option<V> {
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let (upper, index) = self.places[place];
            if index == 0 {
                return None;
            }
            if upper == (hash >> 32) as u32 {
                return Some(self.values[index as usize - 1]);
            }
            place = (place + 1) & mask;
        }
    }
}

/// For tests: that a list is in order of its first column, each row once.
#[cfg(test)]
pub(crate) fn assert_sorted(list: &str) {
    let rows: Vec<_> = lines(list)
        .skip(usize::from(list.contains("\nlemma,") || list.contains("\nword,")))
        .collect();
    assert!(!rows.is_empty(), "no rows");
    let key = |row: &str| row.split(',').next().unwrap_or_default().to_owned();
    for pair in rows.windows(2) {
        assert!((key(pair[0]), pair[0]) < (key(pair[1]), pair[1]), "{pair:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        // Hashes that meet in one place, too.
        let words: WordMap<u32> = (1..100u64).map(|n| (n << 40 | 7, n as u32)).collect();
        let table = HashTable::new(&words);
        for n in 1..100u64 {
            assert_eq!(table.get(n << 40 | 7), Some(n as u32));
        }
        assert_eq!(table.get(100 << 40 | 7), None);
        assert_eq!(table.get(8), None);
    }
}
