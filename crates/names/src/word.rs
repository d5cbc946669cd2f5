use unicode_normalization::UnicodeNormalization;
use whosaid_text::hash_bytes;

use crate::fold::fold_char;
use crate::letters::{letters, tell};
use crate::phone::Phone;
use crate::style::{MAX_PHONES, STYLES, Script, StyleSet};

/// Most readings that are kept of one word.
const MAX_READINGS: usize = 16;
/// Most readings take no more bytes, all in all.
const MOST_SOUNDS: usize = 256;
/// Most bytes that are kept of its text.
const MAX_TEXT: usize = 200;

/// One word of a name and all that it may sound like. Independent of the words around it, so that a list of names can
/// hold each of its words once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordBuf {
    /// Length of the text as a byte, text, styles as four bytes (little-endian); then for each reading its styles as
    /// four bytes, the classes of its consonants as bits of a byte, the number of its sounds, its sounds, and what each
    /// costs to lack ([`crate::align::lacks`]).
    packed: Box<[u8]>,
}

/// A [`WordBuf`] that lies somewhere else, such as in the compiled image of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    text: &'a [u8],
    /// Styles whose letters it has.
    pub(crate) styles: StyleSet,
    sounds: &'a [u8],
}

/// What a word sounds like to readers of some styles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) styles: StyleSet,
    pub(crate) phones: &'a [Phone],
    /// What it costs to lack each of the sounds, in hundredths.
    pub(crate) lacks: &'a [u8],
    /// Classes of its consonants.
    pub(crate) classes: u8,
    /// Vowels are not written.
    pub(crate) abjad: bool,
}

impl WordBuf {
    /// Reads a word aloud in every style that has its letters.
    pub fn new(word: &str) -> Self {
        let mut letters = letters(word);
        let mut text = String::with_capacity(word.len());
        let mut push = |folded| {
            if folded != '\'' && text.len() < MAX_TEXT {
                text.push(folded);
            }
        };
        if word.is_ascii() {
            word.chars().for_each(|c| fold_char(c, &mut push));
        } else {
            word.nfc().for_each(|c| fold_char(c, &mut push));
        }
        letters.truncate(MAX_PHONES);
        let script = letters.first().map_or(Script::Other, |c| Script::of(*c));
        let told = tell(&letters, script);
        let styles = told.admissible;
        let mut sounds = Vec::with_capacity(MOST_SOUNDS);
        let mut count = 0;
        let mut plain = 0;
        for (index, style) in STYLES.iter().enumerate() {
            let set = 1 << index;
            if styles & set == 0 {
                continue;
            }
            if told.needed & set != 0 {
                style.read(&letters, &mut |phones| add(&mut sounds, &mut count, set, phones));
            } else {
                plain |= set;
            }
        }
        // Styles that have nothing to tell of this word read it as most do.
        if plain != 0 || sounds.is_empty() && script == Script::Latin {
            let set = if plain != 0 { plain } else { !0 };
            STYLES[0].read(&letters, &mut |phones| add(&mut sounds, &mut count, set, phones));
        }
        let mut packed = Vec::with_capacity(1 + text.len() + size_of::<StyleSet>() + sounds.len());
        packed.push(text.len() as u8);
        packed.extend_from_slice(text.as_bytes());
        packed.extend_from_slice(&styles.to_le_bytes());
        packed.append(&mut sounds);
        Self {
            packed: packed.into(),
        }
    }

    /// The word, to compare.
    pub fn as_word(&self) -> Word<'_> {
        Word::from_bytes(&self.packed).unwrap_or(Word {
            text: &[],
            styles: 0,
            sounds: &[],
        })
    }

    /// The word as bytes that can be stored and read back by [`Word::from_bytes`] in the same version.
    pub fn as_bytes(&self) -> &[u8] {
        &self.packed
    }
}

impl<'a> Word<'a> {
    /// A word that was stored; `None` if the bytes are none.
    pub fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first()?;
        let (text, rest) = rest.split_at_checked(usize::from(*length))?;
        let (styles, sounds) = rest.split_first_chunk()?;
        Some(Self {
            text,
            styles: StyleSet::from_le_bytes(*styles),
            sounds,
        })
    }

    /// The word in lower case, without diacritics and apostrophes.
    pub fn text(&self) -> &'a str {
        std::str::from_utf8(self.text).unwrap_or_default()
    }

    pub(crate) fn text_bytes(&self) -> &'a [u8] {
        self.text
    }

    /// What the word sounds like, each reading as a string of the sounds of `data/phones.txt` with the names of the styles
    /// that read it so: for people who write rules.
    pub fn explain(&self) -> Vec<(String, Vec<&'static str>)> {
        self.readings()
            .map(|reading| {
                let styles = STYLES.iter().enumerate();
                let own = styles.filter(|(index, _)| reading.styles & 1 << index != 0);
                let sounds = String::from_utf8_lossy(reading.phones).into_owned();
                (sounds, own.map(|(_, style)| style.name).collect())
            })
            .collect()
    }

    pub(crate) fn readings(&self) -> Readings<'a> {
        Readings { rest: self.sounds }
    }

    /// Calls `found` with the skeletons of the word and the number of a reading that has it: its consonants, voice and
    /// aspiration aside. Of readings that are alike but for these, the first stands for all. Two spellings of one name have a skeleton in common, or two that differ by
    /// one consonant.
    pub fn skeletons(&self, mut found: impl FnMut(u8, &[u8])) {
        let mut seen = [0u64; MAX_READINGS];
        let mut count = 0;
        let mut one = Vec::new();
        for (number, reading) in self.readings().enumerate() {
            crate::phone::skeleton(reading.phones, &mut one);
            let hash = hash_bytes(&one) ^ crate::phone::hissing(reading.phones);
            if !seen[..count].contains(&hash) && count < seen.len() {
                seen[count] = hash;
                count += 1;
                found(number as u8, &one);
            }
        }
        if count == 0 && !self.text.is_empty() {
            found(0, self.text);
        }
    }

    /// True if the word, in its reading number `own`, may be a spelling of another in its reading number `its`: what is
    /// worth comparing. Words that no style reads are alike if their skeletons are.
    pub fn is_like(&self, own: u8, other: Word<'_>, its: u8) -> bool {
        let (one, two) = (self.readings().nth(own.into()), other.readings().nth(its.into()));
        match one.zip(two) {
            Some((one, two)) => crate::person::may_pair(one, two),
            None => self.text == other.text,
        }
    }

    /// The groups of equivalent given names that the word is in, as numbers that stand in one version.
    pub fn given_names(&self, mut found: impl FnMut(u16)) {
        crate::given::groups(*self, &mut found);
    }
}

/// Keeps a reading, or notes that one that is kept already has another style too.
fn add(sounds: &mut Vec<u8>, count: &mut usize, style: StyleSet, phones: &[Phone]) {
    if phones.is_empty() {
        return;
    }
    let mut at = 0;
    while at < sounds.len() {
        let length = usize::from(sounds[at + 5]);
        if &sounds[at + 6..at + 6 + length] == phones {
            let styles =
                StyleSet::from_le_bytes([sounds[at], sounds[at + 1], sounds[at + 2], sounds[at + 3]]) | style;
            sounds[at..at + 4].copy_from_slice(&styles.to_le_bytes());
            return;
        }
        at += 6 + 2 * length;
    }
    if *count < MAX_READINGS {
        *count += 1;
        sounds.extend_from_slice(&style.to_le_bytes());
        sounds.push(crate::phone::classes(phones));
        sounds.push(phones.len() as u8);
        sounds.extend_from_slice(phones);
        sounds.extend(crate::align::lacks(phones));
    }
}

/// The readings of a word.
pub(crate) struct Readings<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Readings<'a> {
    type Item = Reading<'a>;

    fn next(&mut self) -> Option<Reading<'a>> {
        let (head, rest) = self.rest.split_at_checked(6)?;
        let (phones, rest) = rest.split_at_checked(usize::from(head[5]))?;
        let (lacks, rest) = rest.split_at_checked(phones.len())?;
        self.rest = rest;
        let styles = StyleSet::from_le_bytes([head[0], head[1], head[2], head[3]]);
        let abjad = STYLES[styles.trailing_zeros() as usize].abjad;
        Some(Reading {
            styles,
            phones,
            lacks,
            classes: head[4],
            abjad,
        })
    }
}
