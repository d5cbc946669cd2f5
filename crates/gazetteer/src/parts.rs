use std::borrow::Cow;

use whosaid_text::{Gender, NameParts};

use crate::image::u64_at;

const GIVEN: u64 = 1;
const SURNAME: u64 = 2;
const MALE: u64 = 4;
const FEMALE: u64 = 8;
const MARKS: u64 = 15;

/// What is known of words as parts of people's names: an open-addressed table of hashes whose lowest four bits say
/// what the word is (so that two words are taken for one with the chance of a 60-bit hash).
#[derive(Clone, Debug, Default)]
pub(crate) struct NameTable {
    bytes: Cow<'static, [u8]>,
}

impl NameTable {
    pub(crate) fn open(bytes: &'static [u8]) -> Self {
        Self { bytes: bytes.into() }
    }

    pub(crate) fn get(&self, word: u64) -> NameParts {
        if self.bytes.is_empty() {
            return NameParts::default();
        }
        let mask = self.bytes.len() / 8 - 1;
        let mut place = (word >> 4) as usize & mask;
        loop {
            let slot = u64_at(&self.bytes, place * 8);
            if slot == 0 {
                return NameParts::default();
            }
            if (slot ^ word) & !MARKS == 0 {
                return NameParts {
                    given: slot & GIVEN != 0,
                    surname: slot & SURNAME != 0,
                    gender: match slot & (MALE | FEMALE) {
                        MALE => Gender::Male,
                        FEMALE => Gender::Female,
                        _ => Gender::Unknown,
                    },
                };
            }
            place = (place + 1) & mask;
        }
    }

    #[allow(dead_code, reason = "called when the program is built, and in tests")]
    /// The table of some words as [`Self::open`] reads it. Later parts of one word are added to earlier ones; a given
    /// name of both genders has none.
    pub(crate) fn join(words: &[(u64, NameParts)]) -> Vec<u8> {
        let mut slots = vec![0; (words.len() * 2).next_power_of_two().max(16)];
        let mask = slots.len() - 1;
        for (word, parts) in words {
            let mut place = (word >> 4) as usize & mask;
            while slots[place] != 0 && (slots[place] ^ word) & !MARKS != 0 {
                place = (place + 1) & mask;
            }
            let marks = match parts.gender {
                Gender::Male => MALE,
                Gender::Female => FEMALE,
                Gender::Unknown => 0,
            };
            let given = if parts.given { GIVEN } else { 0 };
            let surname = if parts.surname { SURNAME } else { 0 };
            slots[place] = (slots[place] & MARKS) | (word & !MARKS) | marks | given | surname;
        }
        slots.iter().flat_map(|slot: &u64| slot.to_le_bytes()).collect()
    }
}

#[cfg(test)]
mod tests {
    use whosaid_text::hash_word;

    use super::*;

    #[test]
    fn holds_what_was_joined() {
        let part = |given, surname, gender| NameParts {
            given,
            surname,
            gender,
        };
        let table = NameTable {
            bytes: NameTable::join(&[
                (hash_word("ann"), part(true, false, Gender::Female)),
                (hash_word("orr"), part(false, true, Gender::Unknown)),
                (hash_word("kim"), part(true, false, Gender::Female)),
                (hash_word("kim"), part(true, true, Gender::Male)),
            ])
            .into(),
        };
        assert_eq!(table.get(hash_word("Ann")), part(true, false, Gender::Female));
        assert_eq!(table.get(hash_word("Orr")), part(false, true, Gender::Unknown));
        assert_eq!(table.get(hash_word("Kim")), part(true, true, Gender::Unknown));
        assert_eq!(table.get(hash_word("of")), NameParts::default());
        assert_eq!(NameTable::default().get(1), NameParts::default());
    }
}
