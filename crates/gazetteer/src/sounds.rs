//! What the names of a list sound like, as one run of bytes: a section of a compiled list, used where it lies.

use std::ops::Range;

use whosaid_names::{Role, Word};
use whosaid_text::hash_bytes;

use crate::image::u32_at;

/// The tables of the section. All numbers are u32, little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// Packed words ([`whosaid_names::WordBuf::as_bytes`]), one after the other.
    Words,
    /// Where each word begins; a last entry is their end.
    WordStarts,
    /// Hash of a skeleton, and word and number of its reading (four bits), sorted.
    Skeletons,
    /// Where the names of each word begin in the next table; a last entry is their end.
    NameStarts,
    /// Names, by word.
    NamesOfWord,
    /// Group of equivalent given names and word, sorted.
    GivenNames,
    /// Hash of the skeleton of a whole name of several words and name, sorted.
    Wholes,
    /// [`NAME`] each.
    Names,
    /// Words of the names with what they do in it ([`pack`]).
    Parts,
}

impl Table {
    pub(crate) const COUNT: usize = 9;
}

/// entity, first part, number of parts | number of words that name << 8 | is a person's << 16
const NAME: usize = 12;
/// Most words of a name; longer ones are cut.
pub(crate) const MAX_WORDS: usize = 16;

/// A name of an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Number of the entity in its list.
    pub(crate) entity: u32,
    pub(crate) parts: (u32, u32),
    /// Words that name, articles and particles aside.
    pub(crate) plain: usize,
    pub(crate) person: bool,
}

/// The section, opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sounds<'a> {
    bytes: &'a [u8],
    ends: [usize; Table::COUNT],
}

impl<'a> Sounds<'a> {
    /// Takes up what [`crate::speak::compile`] made; `None` if it is cut short.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let header = 4 * Table::COUNT;
        if bytes.len() < header {
            return None;
        }
        let ends = std::array::from_fn(|table| u32_at(bytes, 4 * table) as usize);
        let sorted = ends.windows(2).all(|pair| pair[0] <= pair[1]);
        (sorted && ends[0] >= header && ends[Table::COUNT - 1] == bytes.len()).then_some(Self { bytes, ends })
    }

    /// A table.
    pub(crate) fn table(&self, table: Table) -> &'a [u8] {
        let table = table as usize;
        let start = table
            .checked_sub(1)
            .map_or(4 * Table::COUNT, |before| self.ends[before]);
        &self.bytes[start..self.ends[table]]
    }

    /// A word.
    pub(crate) fn word(&self, number: u32) -> Option<Word<'a>> {
        Word::from_bytes(&self.table(Table::Words)[self.between(Table::WordStarts, number)])
    }

    /// The names that have a word.
    pub(crate) fn names_of_word(&self, word: u32) -> impl ExactSizeIterator<Item = u32> + 'a {
        let range = self.between(Table::NameStarts, word);
        let names = &self.table(Table::NamesOfWord)[range.start * 4..range.end * 4];
        names.chunks_exact(4).map(|name| u32_at(name, 0))
    }

    /// A name.
    pub(crate) fn name(&self, number: u32) -> Entry {
        let record = &self.table(Table::Names)[number as usize * NAME..][..NAME];
        let counts = u32_at(record, 8);
        Entry {
            entity: u32_at(record, 0),
            parts: (u32_at(record, 4), counts & 0xff),
            plain: (counts >> 8 & 0xff) as usize,
            person: counts >> 16 != 0,
        }
    }

    /// The words of a name: number, what it does, whether it may be an acronym.
    pub(crate) fn parts(&self, name: Entry) -> impl Iterator<Item = (u32, Role, bool)> + 'a {
        let (first, count) = (name.parts.0 as usize * 4, name.parts.1 as usize * 4);
        self.table(Table::Parts)[first..first + count]
            .chunks_exact(4)
            .map(|part| unpack(u32_at(part, 0)))
    }

    /// The second numbers of the entries of a sorted table of pairs that begin with `key`.
    pub(crate) fn equal(&self, table: Table, key: u32) -> impl Iterator<Item = u32> + 'a {
        self.within(table, key, key)
    }

    /// The same of the entries that begin with a key from `key` to `last`.
    pub(crate) fn within(&self, table: Table, key: u32, last: u32) -> impl Iterator<Item = u32> + 'a {
        let pairs = self.table(table);
        let (mut low, mut high) = (0, pairs.len() / 8);
        while low < high {
            let middle = low.midpoint(high);
            if u32_at(pairs, middle * 8) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        pairs[low * 8..]
            .chunks_exact(8)
            .take_while(move |pair| u32_at(pair, 0) <= last)
            .map(|pair| u32_at(pair, 4))
    }

    fn between(&self, starts: Table, number: u32) -> Range<usize> {
        let starts = self.table(starts);
        let at = number as usize * 4;
        u32_at(starts, at) as usize..u32_at(starts, at + 4) as usize
    }
}

/// A word of a name in 32 bits.
pub(crate) fn pack(word: u32, role: Role, acronym: bool) -> u32 {
    let role = match role {
        Role::Plain => 0,
        Role::Initial => 1,
        Role::Article => 2,
        Role::Optional => 3,
        Role::Generation => 4,
    };
    word | role << 28 | u32::from(acronym) << 31
}

pub(crate) fn unpack(part: u32) -> (u32, Role, bool) {
    let role = match part >> 28 & 7 {
        0 => Role::Plain,
        1 => Role::Initial,
        2 => Role::Article,
        3 => Role::Optional,
        _ => Role::Generation,
    };
    (part & 0x0fff_ffff, role, part >> 31 != 0)
}

/// Shortest skeleton of which a consonant may be taken away to find its neighbours: a weak one (h, gh, v, and t before s,
/// which is half of an affricate).
const SHORTEST: usize = 3;
/// Shortest skeleton of which any consonant may be taken away.
const LONG: usize = 5;

/// Hash of a skeleton, and of what is left when one consonant of it is taken away: two skeletons that differ by one
/// consonant have a hash in common (the symmetric deletions of SymSpell, W. Garbe 2012).
///
/// The last bit of a hash is 0 for the whole skeleton, 1 for one that lacks a consonant.
pub(crate) fn neighbours(skeleton: &[u8], mut found: impl FnMut(u32)) {
    found(hash_bytes(skeleton) as u32 & !1);
    if skeleton.len() < SHORTEST {
        return;
    }
    let mut rest = [0u8; 64];
    for gone in 0..skeleton.len().min(rest.len()) {
        let weak = match skeleton[gone] {
            b'K' | b'V' => true,
            b'T' => skeleton.get(gone + 1) == Some(&b'S'),
            _ => false,
        };
        if !weak && skeleton.len() < LONG {
            continue;
        }
        let kept = skeleton.iter().enumerate().filter(|(index, _)| *index != gone);
        let mut length = 0;
        for (place, (_, class)) in rest.iter_mut().zip(kept) {
            *place = *class;
            length += 1;
        }
        found(hash_bytes(&rest[..length]) as u32 | 1);
    }
}

/// Hashes of what a whole name of several words sounds like, read on as one word.
pub(crate) fn wholes<'w>(words: impl Iterator<Item = Word<'w>>, mut found: impl FnMut(u32)) {
    /// So many ways to read the whole are enough.
    const WAYS: usize = 6;
    let mut wholes: Vec<Vec<u8>> = Vec::new();
    for word in words {
        let mut longer: Vec<Vec<u8>> = Vec::new();
        word.skeletons(|_, skeleton| {
            if wholes.is_empty() {
                longer.push(skeleton.to_vec());
            }
            for start in &wholes {
                let mut one = start.clone();
                one.extend_from_slice(skeleton);
                one.dedup();
                if longer.len() < WAYS && !longer.contains(&one) {
                    longer.push(one);
                }
            }
        });
        if !longer.is_empty() {
            wholes = longer;
        }
    }
    wholes.iter().for_each(|whole| found(hash_bytes(whole) as u32));
}
