//! A compiled list as one run of bytes: made when the program is built (or a user's list first read), and used where
//! it lies, without any parsing. All numbers are little-endian; all references are indices or offsets.

use std::ops::Range;

use bytes::Bytes;
use whosaid_text::{EntityType, hash_bytes};

use crate::filter::{Filter, Pairs};

/// Changes whenever the layout does.
const MAGIC: &[u8; 8] = b"whosgz07";
const HEADER: usize = 8 + 8 + 4 * Section::COUNT;

/// The tables of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// Open-addressed table of the keys of names: u64, the upper half of the key, and the first of its spellings plus one.
    Slots,
    /// See [`Filter`]: the keys of names, and of their beginnings.
    Filter,
    /// See [`Pairs`]: words that begin a name and may be in lower case: keys, and hashes of the words as they are listed.
    SmallStarts,
    /// [`SPELLING`]: those of one key side by side, and what is likely to be named first.
    Spellings,
    /// [`NAME`], by entity.
    Names,
    /// [`ENTITY`], by id.
    Entities,
    /// [`ROLE`], by entity.
    Roles,
    /// [`HOLDER`], by key.
    Holders,
    /// u64: per phrase the number of its words, then their hashes.
    Contexts,
    /// See [`Pairs`]: the words of phrases.
    ContextWords,
    /// u64: the hashes of words that are more than a name, sorted.
    Words,
    /// 16 bytes each, filled with zeros.
    Kinds,
    /// [`LIST`] each.
    Lists,
    /// UTF-8.
    Strings,
    /// [`CELLS`]: what a row is written with, by entity.
    Cells,
}

impl Section {
    pub(crate) const COUNT: usize = 15;
}

/// key u64, entity u32, name u32, needs u32 (two bits a unit), rank u32, [`written_hash`] u32, flags u16, kind u8, padding
/// u8: all that is asked of a name that is met in a text, so that it costs one line of memory.
pub(crate) const SPELLING: usize = 32;
/// offset u32, length u32
pub(crate) const NAME: usize = 8;
/// name (offset u32, length u32), file (offset u32, length u32)
pub(crate) const LIST: usize = 16;
/// id (offset u32, length u32), first name u32, names u32, first role u32, roles u16, kind u8, list u8, rank u32, first
/// context u32, contexts u16, gender u8, padding u8
pub(crate) const ENTITY: usize = 40;
/// context (offset u32, length u32), notes (offset u32, length u32), as they stand in the row
pub(crate) const CELLS: usize = 16;
/// title (offset u32, length u32), of (offset u32, length u32), from u32, to u32
pub(crate) const ROLE: usize = 24;
/// key u64, entity u32, role u32
pub(crate) const HOLDER: usize = 16;

/// A compiled list.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    bytes: Bytes,
    ends: [usize; Section::COUNT],
    /// [`Section::Kinds`], read: they are asked for at every match.
    kinds: Vec<EntityType>,
}

impl Image {
    /// Joins the tables into one run of bytes. `None` if they are longer than 4 GB.
    pub(crate) fn join(fingerprint: u64, sections: &[Vec<u8>; Section::COUNT]) -> Option<Vec<u8>> {
        let total: usize = HEADER + sections.iter().map(Vec::len).sum::<usize>();
        let mut bytes = Vec::with_capacity(total);
        bytes.extend(MAGIC);
        bytes.extend(fingerprint.to_le_bytes());
        let mut end = HEADER;
        for section in sections {
            end += section.len();
            bytes.extend(u32::try_from(end).ok()?.to_le_bytes());
        }
        for section in sections {
            bytes.extend(section);
        }
        Some(bytes)
    }

    /// Takes up what [`Self::join`] made. `None` if it is of another version or cut short.
    pub(crate) fn open(bytes: Bytes) -> Option<Self> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return None;
        }
        let ends = std::array::from_fn(|section| u32_at(&bytes, 16 + 4 * section) as usize);
        let sorted = ends.windows(2).all(|pair| pair[0] <= pair[1]);
        if !sorted || ends[0] < HEADER || ends[Section::COUNT - 1] != bytes.len() {
            return None;
        }
        let kinds = Vec::new();
        let mut image = Self { bytes, ends, kinds };
        image.kinds = image.section(Section::Kinds).chunks(16).map(kind_of).collect();
        Some(image)
    }

    /// Depends on every row, and on nothing else.
    pub(crate) fn fingerprint(&self) -> u64 {
        u64_at(&self.bytes, 8)
    }

    #[inline]
    fn range(&self, section: Section) -> Range<usize> {
        let section = section as usize;
        let start = if section == 0 {
            HEADER
        } else {
            self.ends[section - 1]
        };
        start..self.ends[section]
    }

    #[inline]
    pub(crate) fn section(&self, section: Section) -> &[u8] {
        &self.bytes[self.range(section)]
    }

    /// How many records of `size` bytes a table has.
    #[inline]
    pub(crate) fn count(&self, section: Section, size: usize) -> usize {
        self.range(section).len() / size
    }

    /// Record number `index` of a table.
    #[inline]
    pub(crate) fn record(&self, section: Section, size: usize, index: usize) -> &[u8] {
        &self.section(section)[index * size..(index + 1) * size]
    }

    /// The text that an offset and a length, written at `at` of a record, refer to.
    pub(crate) fn text(&self, record: &[u8], at: usize) -> &str {
        std::str::from_utf8(self.text_bytes(record, at)).unwrap_or_default()
    }

    /// Its bytes.
    #[inline]
    pub(crate) fn text_bytes(&self, record: &[u8], at: usize) -> &[u8] {
        let start = u32_at(record, at) as usize;
        &self.section(Section::Strings)[start..start + u32_at(record, at + 4) as usize]
    }

    /// The type with this number.
    #[inline]
    pub(crate) fn kind_number(&self, number: u8) -> EntityType {
        self.kinds
            .get(usize::from(number))
            .copied()
            .unwrap_or(EntityType::ORG)
    }

    /// The first of the spellings of a key, which stand side by side.
    #[inline]
    pub(crate) fn first_of_key(&self, key: u64) -> Option<usize> {
        let slots = self.section(Section::Slots);
        let spellings = self.section(Section::Spellings);
        let mask = (slots.len() / 8).wrapping_sub(1);
        let mut place = key as usize & mask;
        loop {
            let slot = u64_at(slots, place * 8);
            if slot == 0 {
                return None;
            }
            if (slot ^ key) >> 32 == 0 {
                let first = slot as u32 as usize - 1;
                if u64_at(spellings, first * SPELLING) == key {
                    return Some(first);
                }
            }
            place = (place + 1) & mask;
        }
    }

    /// What keys there are.
    #[inline]
    pub(crate) fn filter(&self) -> Filter<'_> {
        Filter::new(self.section(Section::Filter))
    }

    /// A set of keys.
    #[inline]
    pub(crate) fn pairs(&self, section: Section) -> Pairs<'_> {
        Pairs::new(self.section(section))
    }

    /// The records of a table sorted by a leading u64 that begin with `key`. Keys are hashes, so that their place is known
    /// nearly: few steps lead there, where halving the table takes many.
    pub(crate) fn equal(&self, section: Section, size: usize, key: u64) -> Range<usize> {
        let table = self.section(section);
        let count = table.len() / size;
        let key_at = |at: usize| u64_at(table, at * size);
        let near = ((u128::from(key) * count as u128) >> 64) as usize;
        // No key before `low` is the one or beyond it, and all from `high` on are.
        let (mut low, mut high, mut step) = (near, near, 16);
        while low > 0 && key_at(low - 1) >= key {
            high = low - 1;
            low = low.saturating_sub(step);
            step *= 2;
        }
        while high < count && key_at(high) < key {
            low = high + 1;
            high = count.min(high + step);
            step *= 2;
        }
        while low < high {
            let middle = low.midpoint(high);
            if key_at(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let same = (low..count).take_while(|at| key_at(*at) == key);
        low..low + same.count()
    }
}

/// The type that a record of [`Section::Kinds`] names.
fn kind_of(record: &[u8]) -> EntityType {
    let name = record.split(|byte| *byte == 0).next().unwrap_or_default();
    let name = std::str::from_utf8(name).unwrap_or_default();
    name.parse().unwrap_or(EntityType::ORG)
}

#[inline]
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut held = [0; 8];
    held.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(held)
}

#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut held = [0; 4];
    held.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(held)
}

#[inline]
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The table of an image that is being made: keys of names.
#[derive(Debug)]
pub(crate) struct Slots {
    slots: Vec<u64>,
}

impl Slots {
    /// Room for so many keys.
    pub(crate) fn for_keys(keys: usize) -> Self {
        Self {
            slots: vec![0; (keys * 5 / 4).next_power_of_two().max(16)],
        }
    }

    /// Adds a key that is not there yet, and the first of its spellings.
    pub(crate) fn insert(&mut self, key: u64, first: usize) {
        let mask = self.slots.len() - 1;
        let mut place = key as usize & mask;
        while self.slots[place] != 0 {
            place = (place + 1) & mask;
        }
        self.slots[place] = key >> 32 << 32 | (first as u64 + 1);
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.slots.iter().flat_map(|slot| slot.to_le_bytes()).collect()
    }
}

/// Tells spellings of one key apart: half a hash of the text, in which a gap of any width is one blank.
pub(crate) fn written_hash(text: &str, buffer: &mut String) -> u32 {
    buffer.clear();
    for (number, piece) in text.split_whitespace().enumerate() {
        if number > 0 {
            buffer.push(' ');
        }
        buffer.push_str(piece);
    }
    plain_hash(buffer.as_bytes())
}

/// [`written_hash`] of a text without gaps, or with blanks for gaps.
#[inline]
pub(crate) fn plain_hash(text: &[u8]) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, eight: u64| (hash.rotate_left(29) ^ eight).wrapping_mul(FACTOR);
    let mut hash = text.len() as u64;
    let mut rest = text;
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        hash = mix(hash, u64::from_le_bytes(*eight));
        rest = after;
    }
    // The last bytes, some of them perhaps twice: the length tells which.
    let last = match (
        text.last_chunk::<8>(),
        rest.first_chunk::<4>(),
        rest.last_chunk::<4>(),
    ) {
        _ if rest.is_empty() => return (hash >> 32) as u32,
        (Some(eight), ..) => u64::from_le_bytes(*eight),
        (None, Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        _ => rest.iter().fold(0, |held, byte| held << 8 | u64::from(*byte)),
    };
    (mix(hash, last) >> 32) as u32
}

/// The key of an office: its title and where it is held.
pub(crate) fn office_key(title: &str, of: Option<u64>) -> u64 {
    hash_bytes(title.as_bytes()).rotate_left(17) ^ of.unwrap_or(1)
}
