//! A compiled list as one run of bytes: made when the program is built (or a user's list first read), and used where
//! it lies, without any parsing. All numbers are little-endian; all references are indices or offsets.

use std::ops::Range;

use bytes::Bytes;
use whosaid_text::{EntityType, hash_bytes};

/// Changes whenever the layout does.
const MAGIC: &[u8; 8] = b"whosgz06";
const HEADER: usize = 8 + 8 + 4 * Section::COUNT;

/// The tables of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// Open-addressed table of the keys of names and of their beginnings: u64, [`Slot`].
    Slots,
    /// Bit set of keys that begin a name.
    Starts,
    /// Bit set of words that begin a name and may be in lower case: keys, and hashes of the words as they are listed.
    SmallStarts,
    /// [`GROUP`]: the spellings of one key.
    Groups,
    /// [`SPELLING`], by group.
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
    /// Bit set of the words of phrases.
    ContextBits,
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
    pub(crate) const COUNT: usize = 16;
}

/// hash u64, first spelling u32, spellings u32
pub(crate) const GROUP: usize = 16;
/// entity u32, name u32, needs u32 (two bits a unit), flags u16, units u16
pub(crate) const SPELLING: usize = 16;
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

/// One entry of [`Section::Slots`]: the upper half of the key, a bit that says whether longer names go on from here,
/// and the group that ends here plus one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot(pub(crate) u64);

impl Slot {
    pub(crate) const GOES_ON: u64 = 1 << 31;

    /// Number of the group of names that end here.
    pub(crate) fn group(self) -> Option<usize> {
        ((self.0 & (Self::GOES_ON - 1)) as usize).checked_sub(1)
    }

    pub(crate) fn goes_on(self) -> bool {
        self.0 & Self::GOES_ON != 0
    }
}

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

    /// The entry of a key.
    #[inline]
    pub(crate) fn slot(&self, key: u64) -> Option<Slot> {
        let slots = self.section(Section::Slots);
        let mask = (slots.len() / 8).wrapping_sub(1);
        let mut place = key as usize & mask;
        loop {
            let slot = u64_at(slots, place * 8);
            if slot == 0 {
                return None;
            }
            if (slot ^ key) >> 32 == 0 {
                return Some(Slot(slot));
            }
            place = (place + 1) & mask;
        }
    }

    /// A bit set of keys.
    #[inline]
    pub(crate) fn bits(&self, section: Section) -> Bits<'_> {
        Bits(self.section(section))
    }

    /// The records of a table sorted by a leading u64 that begin with `key`.
    pub(crate) fn equal(&self, section: Section, size: usize, key: u64) -> Range<usize> {
        let table = self.section(section);
        let first = |wanted: &dyn Fn(u64) -> bool| {
            let (mut low, mut high) = (0, table.len() / size);
            while low < high {
                let middle = low.midpoint(high);
                if wanted(u64_at(table, middle * size)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        first(&|at| at < key)..first(&|at| at <= key)
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

/// The table of an image that is being made: keys of names and of their beginnings.
#[derive(Debug)]
pub(crate) struct Slots {
    slots: Vec<u64>,
}

impl Slots {
    /// Room for so many keys.
    pub(crate) fn for_keys(keys: usize) -> Self {
        Self {
            slots: vec![0; (keys * 3 / 2).next_power_of_two().max(16)],
        }
    }

    /// Adds a key; `group` and `goes_on` are added to what is there. Of two keys that cannot be told apart (one in a
    /// thousand lists of a million names has such a pair) the first keeps its group.
    pub(crate) fn insert(&mut self, key: u64, group: Option<usize>, goes_on: bool) {
        let mask = self.slots.len() - 1;
        let mut place = key as usize & mask;
        while self.slots[place] != 0 && (self.slots[place] ^ key) >> 32 != 0 {
            place = (place + 1) & mask;
        }
        let slot = &mut self.slots[place];
        *slot |= key >> 32 << 32;
        if Slot(*slot).group().is_none() {
            *slot |= group.map_or(0, |group| group as u64 + 1);
        }
        *slot |= if goes_on { Slot::GOES_ON } else { 0 };
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.slots.iter().flat_map(|slot| slot.to_le_bytes()).collect()
    }
}

/// What [`bit_set`] made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bits<'a>(&'a [u8]);

impl Bits<'_> {
    /// True if it holds the key, or another with the same bits.
    #[inline]
    pub(crate) fn has(self, key: u64) -> bool {
        let place = (key >> 3) as usize & (self.0.len() - 1);
        self.0[place] & (1 << (key & 7)) != 0
    }
}

/// A bit set of keys, with so many bits for each of them, or nearly twice as many.
pub(crate) fn bit_set(keys: &[u64], bits_each: usize) -> Vec<u8> {
    let mut bits = vec![0; (keys.len() * bits_each / 8).next_power_of_two().max(64)];
    let mask = bits.len() - 1;
    for key in keys {
        bits[(key >> 3) as usize & mask] |= 1 << (key & 7);
    }
    bits
}

/// The key of an office: its title and where it is held.
pub(crate) fn office_key(title: &str, of: Option<u64>) -> u64 {
    hash_bytes(title.as_bytes()).rotate_left(17) ^ of.unwrap_or(1)
}
