//! What the names of a list sound like, as one run of bytes that is used where it lies.

use std::ops::Range;

use whosaid_names::{Role, Word};
use whosaid_text::{EntityType, hash_bytes};

use crate::image::u32_at;

/// Changes whenever the layout does.
const MAGIC: &[u8; 8] = b"whossd02";
const HEADER: usize = 8 + 4 * Class::COUNT * Table::COUNT;

/// Names of one class have tables of their own: a person is not looked for among places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    People,
    Places,
    Others,
}

impl Class {
    pub(crate) const COUNT: usize = 3;
    pub(crate) const ALL: [Self; Self::COUNT] = [Self::People, Self::Places, Self::Others];

    pub(crate) fn of(kind: EntityType) -> Self {
        match kind {
            EntityType::PER => Self::People,
            EntityType::LOC => Self::Places,
            _ => Self::Others,
        }
    }

    /// The type of all names of the class, if they have one.
    pub(crate) fn kind(self) -> Option<EntityType> {
        match self {
            Self::People => Some(EntityType::PER),
            Self::Places => Some(EntityType::LOC),
            Self::Others => None,
        }
    }
}

/// The tables of a class. All numbers are u32, little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// Packed words ([`whosaid_names::WordBuf::as_bytes`]), one after the other.
    Words,
    /// Where each word begins; a last entry is their end.
    WordStarts,
    /// Hash of a skeleton, and word and number of its reading (four bits), sorted.
    Skeletons,
    /// Where the skeletons begin whose hashes have the same highest bits; a last entry is their end.
    Buckets,
    /// Where the names of each word begin in the next table; a last entry is their end.
    NameStarts,
    /// [`Posting`], by word: name, and what else it is made of.
    NamesOfWord,
    /// Group of equivalent given names and word, sorted.
    GivenNames,
    /// Hash of the skeleton of a whole name of several words and name, sorted.
    Wholes,
    /// Where they begin, as for skeletons.
    WholeBuckets,
    /// [`NAME`] each.
    Names,
    /// Words of the names with what they do in it ([`pack`]).
    Parts,
}

impl Table {
    pub(crate) const COUNT: usize = 11;
}

/// entity, number of the spelling in the list, first part, number of parts | number of words that name << 8
const NAME: usize = 16;
/// Most words of a name; longer ones are cut.
pub(crate) const MAX_WORDS: usize = 16;
/// So many skeletons share a bucket, more or less.
const BUCKET: usize = 4;

/// A name of an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Number of the entity in its list.
    pub(crate) entity: u32,
    /// Number of the spelling in its list.
    pub(crate) spelling: u32,
    /// Its first part, and how many it has.
    pub(crate) parts: (u32, u32),
    /// Words that name, articles and particles aside.
    pub(crate) plain: usize,
}

/// A name that has a word. Most names have one word or two, articles aside: those are judged by this alone, and the name
/// itself, which lies elsewhere, is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) name: u32,
    /// How many words name in the highest two bits, and the other word or [`Self::NO_WORD`]; of a name with more words
    /// [`Self::MORE`] in the highest bits, then the number of its parts less one in four, and its first part or
    /// [`Self::FAR`].
    rest: u32,
}

/// What a [`Posting`] tells of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// How many words name, and the other word if there is one.
    Short(usize, Option<u32>),
    /// First part, and how many parts.
    Long(u32, u32),
    /// The name must be looked up.
    Unknown,
}

impl Posting {
    const SIZE: usize = 8;
    const SHIFT: u32 = 30;
    const MORE: u32 = 3;
    const NO_WORD: u32 = (1 << Self::SHIFT) - 1;
    const COUNT_SHIFT: u32 = 26;
    const FAR: u32 = (1 << Self::COUNT_SHIFT) - 1;

    #[allow(dead_code, reason = "called by the compiler of lists")]
    pub(crate) fn new(name: u32, rest: Rest) -> Self {
        let more = Self::MORE << Self::SHIFT;
        let rest = match rest {
            Rest::Short(plain, other) => other.unwrap_or(Self::NO_WORD) | (plain as u32) << Self::SHIFT,
            Rest::Long(first, count) if first < Self::FAR => {
                more | count.saturating_sub(1) << Self::COUNT_SHIFT | first
            }
            _ => more | Self::FAR,
        };
        Self { name, rest }
    }

    #[allow(dead_code, reason = "called by the compiler of lists")]
    pub(crate) fn as_numbers(self) -> [u32; 2] {
        [self.name, self.rest]
    }

    fn read(bytes: &[u8]) -> Self {
        let (name, rest) = (u32_at(bytes, 0), u32_at(bytes, 4));
        Self { name, rest }
    }

    #[inline]
    pub(crate) fn rest(self) -> Rest {
        let plain = self.rest >> Self::SHIFT;
        let other = self.rest & Self::NO_WORD;
        let first = self.rest & Self::FAR;
        match plain {
            Self::MORE if first == Self::FAR => Rest::Unknown,
            Self::MORE => Rest::Long(first, (other >> Self::COUNT_SHIFT) + 1),
            plain => Rest::Short(plain as usize, (other != Self::NO_WORD).then_some(other)),
        }
    }
}

/// The tables of one class, opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sounds<'a> {
    pub(crate) class: Class,
    tables: [&'a [u8]; Table::COUNT],
}

/// Entries of a sorted table of pairs that have something in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run<'a>(&'a [u8]);

impl<'a> Run<'a> {
    /// The second numbers of the pairs.
    pub(crate) fn values(self) -> impl ExactSizeIterator<Item = u32> + 'a {
        self.0.chunks_exact(8).map(|pair| u32_at(pair, 4))
    }

    fn len(self) -> usize {
        self.0.len() / 8
    }

    /// Number of pairs at the beginning that `before` holds for, of pairs that are sorted by it.
    fn partition(self, before: impl Fn(u32, u32) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if before(u32_at(self.0, middle * 8), u32_at(self.0, middle * 8 + 4)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn between(self, range: Range<usize>) -> Self {
        Self(&self.0[range.start * 8..range.end * 8])
    }

    /// The pairs that begin with `key`.
    fn of(self, key: u32) -> Self {
        let start = self.partition(|first, _| first < key);
        let rest = self.between(start..self.len());
        rest.between(0..rest.partition(|first, _| first == key))
    }

    /// Of pairs that begin alike, those whose second number lies between two.
    pub(crate) fn within(self, first: u32, last: u32) -> Self {
        let start = self.partition(|_, value| value < first);
        self.between(start..self.partition(|_, value| value <= last))
    }
}

impl<'a> Sounds<'a> {
    /// Takes up one class of what [`crate::speak::compile`] made; `None` if it is cut short or of another version.
    pub(crate) fn open(bytes: &'a [u8], class: Class) -> Option<Self> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return None;
        }
        let first = class as usize * Table::COUNT;
        let end = |table: usize| u32_at(bytes, 8 + 4 * table) as usize;
        let mut start = first.checked_sub(1).map_or(HEADER, end);
        let mut tables: [&[u8]; Table::COUNT] = [&[]; Table::COUNT];
        for (number, table) in tables.iter_mut().enumerate() {
            let end = end(first + number);
            *table = bytes.get(start..end)?;
            start = end;
        }
        Some(Self { class, tables })
    }

    /// Joins the tables of all classes into one run of bytes; `None` if they are longer than 4 GB.
    #[allow(dead_code, reason = "called by the compiler of lists")]
    pub(crate) fn join(classes: &[[Vec<u8>; Table::COUNT]; Class::COUNT]) -> Option<Vec<u8>> {
        let mut end = HEADER;
        let mut bytes = MAGIC.to_vec();
        for table in classes.iter().flatten() {
            end += table.len();
            bytes.extend(u32::try_from(end).ok()?.to_le_bytes());
        }
        bytes.reserve(end - HEADER);
        classes.iter().flatten().for_each(|table| bytes.extend(table));
        Some(bytes)
    }

    fn table(&self, table: Table) -> &'a [u8] {
        self.tables[table as usize]
    }

    /// How many words there are.
    pub(crate) fn words(&self) -> usize {
        (self.table(Table::WordStarts).len() / 4).saturating_sub(1)
    }

    /// A word.
    pub(crate) fn word(&self, number: u32) -> Option<Word<'a>> {
        Word::from_bytes(&self.table(Table::Words)[self.between(Table::WordStarts, number)])
    }

    /// The names that have a word.
    pub(crate) fn names_of_word(&self, word: u32) -> impl ExactSizeIterator<Item = Posting> + 'a {
        let range = self.between(Table::NameStarts, word);
        let names = &self.table(Table::NamesOfWord)[range.start * Posting::SIZE..range.end * Posting::SIZE];
        names.chunks_exact(Posting::SIZE).map(Posting::read)
    }

    /// A name.
    #[inline]
    pub(crate) fn name(&self, number: u32) -> Entry {
        let record = &self.table(Table::Names)[number as usize * NAME..][..NAME];
        let counts = u32_at(record, 12);
        Entry {
            entity: u32_at(record, 0),
            spelling: u32_at(record, 4),
            parts: (u32_at(record, 8), counts & 0xff),
            plain: (counts >> 8) as usize,
        }
    }

    /// The words of a name: number, what it does, whether it may be an acronym.
    #[inline]
    pub(crate) fn parts(
        &self,
        (first, count): (u32, u32),
    ) -> impl Iterator<Item = (u32, Role, bool)> + Clone + use<'a> {
        let (first, count) = (first as usize * 4, count as usize * 4);
        self.table(Table::Parts)[first..first + count]
            .chunks_exact(4)
            .map(|part| unpack(u32_at(part, 0)))
    }

    /// The words that have a skeleton of this hash, whole if it is even; see [`neighbours`].
    pub(crate) fn skeletons(&self, hash: u32) -> Run<'a> {
        self.of_hash((Table::Skeletons, Table::Buckets), hash)
    }

    /// The words of a group of equivalent given names.
    pub(crate) fn given_names(&self, group: u16) -> Run<'a> {
        Run(self.table(Table::GivenNames)).of(group.into())
    }

    /// The names that sound so as a whole.
    pub(crate) fn wholes(&self, hash: u32) -> Run<'a> {
        self.of_hash((Table::Wholes, Table::WholeBuckets), hash)
    }

    /// The pairs that begin with a hash, of a table whose buckets begin as another tells.
    fn of_hash(&self, (pairs, buckets): (Table, Table), hash: u32) -> Run<'a> {
        let bits = (self.table(buckets).len() / 4).saturating_sub(1);
        if bits == 0 {
            return Run(&[]);
        }
        let range = self.between(buckets, bucket(hash, bits.ilog2()));
        Run(self.table(pairs)).between(range).of(hash)
    }

    fn between(&self, starts: Table, number: u32) -> Range<usize> {
        let starts = self.table(starts);
        let at = number as usize * 4;
        u32_at(starts, at) as usize..u32_at(starts, at + 4) as usize
    }
}

/// The bucket of a hash, of two to the power of `bits`.
fn bucket(hash: u32, bits: u32) -> u32 {
    hash.checked_shr(u32::BITS - bits).unwrap_or(0)
}

/// Where the pairs of each bucket begin, which are sorted by their hashes.
#[allow(dead_code, reason = "called by the compiler of lists")]
pub(crate) fn buckets(hashes: &[(u32, u32)]) -> Vec<u32> {
    let bits = (hashes.len() / BUCKET).next_power_of_two().ilog2();
    let mut starts = Vec::with_capacity((1 << bits) + 1);
    for number in 0..1u32 << bits {
        let earlier = |pair: &(u32, u32)| bucket(pair.0, bits) < number;
        starts.push(hashes.partition_point(earlier) as u32);
    }
    starts.push(hashes.len() as u32);
    starts
}

/// A word of a name in 32 bits.
#[allow(dead_code, reason = "called by the compiler of lists")]
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

#[inline]
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
    found(whole(skeleton));
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

/// Hash of a skeleton of which nothing was taken away.
pub(crate) fn whole(skeleton: &[u8]) -> u32 {
    hash_bytes(skeleton) as u32 & !1
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
                if longer.len() == WAYS {
                    break;
                }
                let mut one = start.clone();
                one.extend_from_slice(skeleton);
                one.dedup();
                if !longer.contains(&one) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posting_tells_what_was_put_in() {
        for rest in [
            Rest::Short(0, None),
            Rest::Short(1, Some(0)),
            Rest::Short(2, Some((1 << 28) - 1)),
            Rest::Long(0, 3),
            Rest::Long(Posting::FAR - 1, MAX_WORDS as u32),
            Rest::Unknown,
        ] {
            assert_eq!(Posting::new(7, rest).rest(), rest);
        }
        assert_eq!(Posting::new(7, Rest::Long(Posting::FAR, 3)).rest(), Rest::Unknown);
    }
}
