use std::collections::VecDeque;

use whosaid_text::{WordMap, hash_bytes, hash_word};

/// Words of a shingle: sequences of so many words make up the sketch of a text.
const SHINGLE: usize = 5;

/// Least values that a sketch keeps: one for each class of shingles (one-permutation hashing).
const BINS: usize = 64;

/// Bins that must agree for two texts to be compared at all; there are `BINS / BAND` such bands. Two texts that share 85 %
/// of their shingles agree in one of them with a chance of 99.99 %, two that share half with one of 64 %.
const BAND: usize = 4;

/// Of 64 bins so many must be the same: an estimate of 85 % shared shingles, with a standard error of 4.
const SAME: usize = 54;

/// Texts with fewer words are copies only of the very same words.
const LEAST: usize = 40;

/// So many documents are remembered, some 60 MB; copies come soon after their original.
const REMEMBERED: usize = 1 << 17;

/// Finds documents whose text was there before: the same words, or nearly the same (source of the method: Broder, "On the
/// resemblance and containment of documents", 1997; one permutation: Li, Owen, Zhang, 2012).
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// The last documents that were no copies, the first of them with the number `first`.
    seen: VecDeque<Seen>,
    first: u64,
    /// Number of the document by the hash of all its words.
    exact: WordMap<u64>,
    /// Number of the last document by the hash of a band of its sketch.
    bands: WordMap<u64>,
}

#[derive(Debug)]
struct Seen {
    name: Box<str>,
    exact: u64,
    sketch: Option<Box<[u32; BINS]>>,
}

/// What a document is a copy of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Copy {
    /// The name of the document.
    pub(crate) of: String,
    /// All words are the same.
    pub(crate) exact: bool,
}

impl Copies {
    /// What a text is a copy of; otherwise it is remembered under `name`.
    pub(crate) fn find(&mut self, text: &str, name: &str) -> Option<Copy> {
        let (exact, sketch) = sketch(text);
        if let Some(seen) = self.exact.get(&exact).and_then(|number| self.seen(*number)) {
            return Some(Copy {
                of: seen.name.to_string(),
                exact: true,
            });
        }
        if let Some(sketch) = &sketch {
            let candidates = bands(sketch).filter_map(|band| self.bands.get(&band).copied());
            let best = candidates
                .filter_map(|number| {
                    let seen = self.seen(number)?;
                    let same = same(sketch, seen.sketch.as_ref()?);
                    (same >= SAME).then_some((same, std::cmp::Reverse(number)))
                })
                .max();
            if let Some((_, std::cmp::Reverse(number))) = best {
                return Some(Copy {
                    of: self.seen(number)?.name.to_string(),
                    exact: false,
                });
            }
        }
        self.remember(Seen {
            name: name.into(),
            exact,
            sketch,
        });
        None
    }

    fn seen(&self, number: u64) -> Option<&Seen> {
        self.seen
            .get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    fn remember(&mut self, seen: Seen) {
        if self.seen.len() == REMEMBERED
            && let Some(oldest) = self.seen.pop_front()
        {
            let number = self.first;
            self.first += 1;
            forget(&mut self.exact, oldest.exact, number);
            for band in oldest.sketch.iter().flat_map(|sketch| bands(sketch)) {
                forget(&mut self.bands, band, number);
            }
        }
        let number = self.first + self.seen.len() as u64;
        self.exact.insert(seen.exact, number);
        for band in seen.sketch.iter().flat_map(|sketch| bands(sketch)) {
            self.bands.insert(band, number);
        }
        self.seen.push_back(seen);
    }
}

/// Takes a key out of a map unless a later document has it too.
fn forget(map: &mut WordMap<u64>, key: u64, number: u64) {
    if map.get(&key) == Some(&number) {
        map.remove(&key);
    }
}

/// The hash of all words, and the least hash of the shingles of each class. Capitals, spaces and marks do not count.
fn sketch(text: &str) -> (u64, Option<Box<[u32; BINS]>>) {
    let mut exact = 0_u64;
    let mut last = [0_u64; SHINGLE];
    let mut bins = Box::new([u32::MAX; BINS]);
    let mut count = 0;
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let hash = hash_word(word);
        exact = mix(exact.rotate_left(5) ^ hash);
        last[count % SHINGLE] = hash;
        count += 1;
        if count >= SHINGLE {
            let shingle = (count..count + SHINGLE).fold(0_u64, |sum, at| mix(sum ^ last[at % SHINGLE]));
            let bin = &mut bins[(shingle >> 58) as usize];
            *bin = (*bin).min(shingle as u32);
        }
    }
    (exact, (count >= LEAST).then_some(bins))
}

/// One step of a hash that mixes well (source: Steele, Lea, Flood, SplitMix64).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn bands(sketch: &[u32; BINS]) -> impl Iterator<Item = u64> {
    sketch.chunks(BAND).enumerate().map(|(number, band)| {
        let mut bytes = [0; 4 * BAND + 1];
        bytes[0] = number as u8;
        for (to, bin) in bytes[1..].chunks_mut(4).zip(band) {
            to.copy_from_slice(&bin.to_le_bytes());
        }
        hash_bytes(&bytes)
    })
}

fn same(one: &[u32; BINS], other: &[u32; BINS]) -> usize {
    one.iter().zip(other).filter(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An article of so many words, each another one.
    fn words(from: usize, count: usize) -> String {
        (from..from + count)
            .map(|number| format!("word{} ", number * 7919 % 100_003))
            .collect()
    }

    fn found(original: &str, other: &str) -> Option<bool> {
        let mut copies = Copies::default();
        assert_eq!(copies.find(original, "a"), None);
        let copy = copies.find(other, "b")?;
        assert_eq!(copy.of, "a");
        Some(copy.exact)
    }

    #[test]
    fn the_same_words_are_a_copy() {
        assert_eq!(found("The rain, it FELL.", "the rain it fell"), Some(true));
        assert_eq!(found("The rain fell.", "The snow fell."), None);
    }

    #[test]
    fn nearly_the_same_words_are_one_too() {
        let original = words(0, 400);
        let headed = format!("REPORT (Wire) {original} Editing by somebody");
        assert_eq!(found(&original, &headed), Some(false));
        let shortened = words(0, 385);
        assert_eq!(found(&original, &shortened), Some(false));
    }

    #[test]
    fn what_is_shared_by_all_pages_does_not_make_copies() {
        // A hundred pairs of articles; two thirds of each are the same menu and notice.
        let boilerplate = words(50_000, 200);
        let copies = (0..100)
            .filter(|pair| {
                let one = format!("{boilerplate} {}", words(pair * 200, 100));
                let other = format!("{boilerplate} {}", words(pair * 200 + 100, 100));
                found(&one, &other).is_some()
            })
            .count();
        assert_eq!(copies, 0);
    }

    #[test]
    fn short_texts_need_the_same_words() {
        assert_eq!(found(&words(0, 30), &format!("{} more", words(0, 30))), None);
    }

    #[test]
    fn old_ones_are_forgotten() {
        let mut copies = Copies::default();
        for number in 0..REMEMBERED + 1 {
            assert_eq!(copies.find(&format!("number {number}"), "x"), None);
        }
        assert_eq!(copies.seen.len(), REMEMBERED);
        assert_eq!(copies.exact.len(), REMEMBERED);
        assert_eq!(copies.find("number 0", "again"), None);
        assert!(copies.find("number 5", "again").is_some());
    }
}
