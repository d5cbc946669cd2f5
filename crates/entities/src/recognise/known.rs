//! Words that were met, with the sums of all weights that depend on nothing else.

use whosaid_text::fetch;

use super::facts::{EDGE_WORD, WordFacts};
use super::features::{Row, WORD_ROWS, word_rows};
use super::model::{Model, Sums};

/// So many words are held; then, with the next document, all are forgotten.
const MOST: usize = (1 << 14) - 512;
/// Room to find them by: enough for these and for those of one more document, most of the time.
const SLOTS: usize = 1 << 15;

/// The rows of all weights that depend on a word alone, and their sums.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct KnownWord {
    /// Of the features of the word itself, of it as the word before, of it as the word after.
    pub(crate) own: Sums,
    pub(crate) before: Sums,
    pub(crate) after: Sums,
    pub(crate) rows: [Row; WORD_ROWS],
}

impl KnownWord {
    pub(super) fn new(model: &Model, word: &WordFacts) -> Self {
        let rows = word_rows(word);
        let [own, before, after] = model.sums_of(&rows);
        Self {
            own,
            before,
            after,
            rows,
        }
    }
}

/// A place of [`KnownWords`], with what the joint features want to know of the word, so that its sums, which are long, are
/// fetched only where it is scored.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    key: u64,
    /// Number of the word, 0 where there is none.
    pub(super) number: u32,
    pub(super) coarse: u16,
    /// Given name, surname, gender.
    pub(super) parts: u8,
}

/// Words that were met, remembered from document to document: functions of their letters and the model, so that what is
/// remembered changes no result.
#[derive(Debug, Default)]
pub(crate) struct KnownWords {
    slots: Vec<Slot>,
    words: Vec<KnownWord>,
}

impl KnownWords {
    /// Begins a document. Number 0 is the edge of a sentence.
    pub(super) fn begin(&mut self, model: &Model) {
        if self.words.is_empty() || self.words.len() > MOST {
            self.words.clear();
            self.slots.clear();
            self.slots.resize(SLOTS, Slot::default());
            self.words.push(KnownWord::new(model, &EDGE_WORD));
        }
    }

    #[inline]
    pub(crate) fn word(&self, number: u32) -> &KnownWord {
        &self.words[number as usize]
    }

    /// Where a key stands or would stand.
    #[inline]
    fn place(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = key as usize & mask;
        while self.slots[place].number != 0 && self.slots[place].key != key {
            place = (place + 1) & mask;
        }
        place
    }

    /// Has the places of some keys near.
    pub(super) fn fetch(&self, keys: impl Iterator<Item = u64>) {
        let mask = self.slots.len() - 1;
        fetch(keys.map(|key| self.slots[key as usize & mask].parts));
    }

    /// The word of a key, if it is known.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<Slot> {
        let slot = self.slots[self.place(key)];
        (slot.number != 0).then_some(slot)
    }

    /// Adds the word of a key, which `learn` tells of, if it is not there.
    pub(super) fn add(&mut self, key: u64, learn: impl FnOnce() -> (KnownWord, u16, u8)) {
        let place = self.place(key);
        if self.slots[place].number != 0 {
            return;
        }
        let (word, coarse, parts) = learn();
        self.slots[place] = Slot {
            key,
            number: self.words.len() as u32,
            coarse,
            parts,
        };
        self.words.push(word);
        if self.words.len() * 2 > self.slots.len() {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let twice = vec![Slot::default(); self.slots.len() * 2];
        let held = std::mem::replace(&mut self.slots, twice);
        for slot in held.into_iter().filter(|slot| slot.number != 0) {
            let place = self.place(slot.key);
            self.slots[place] = slot;
        }
    }
}
