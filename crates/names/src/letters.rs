//! What the letters of a word tell of its style: one pass over them for all styles.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::fold::is_mark;
use crate::style::{STYLES, Script, Style, StyleSet};

/// What each letter and each group of letters tells of the styles: of `data/styles/`, turned inside out.
static LETTERS: LazyLock<Letters> = LazyLock::new(|| Letters::of(&STYLES));

/// The letters of a word in lower case, with the diacritics that tell a style, as style files write them.
pub(crate) fn letters(word: &str) -> Vec<char> {
    if word.is_ascii() {
        let bytes = word.bytes().filter(u8::is_ascii_alphanumeric);
        return bytes.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    word.nfc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() && !is_mark(*c) && !matches!(c, 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | 'ʹ' | 'ˈ'))
        .collect()
}

/// What is known of a word before it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    /// The styles that it may be written in.
    pub(crate) admissible: StyleSet,
    /// The styles that may read it otherwise than the first does.
    pub(crate) needed: StyleSet,
}

/// What the letters of a word of this script tell.
pub(crate) fn tell(word: &[char], script: Script) -> Told {
    let letters = &*LETTERS;
    let mut told = Told {
        admissible: letters.scripts[script as usize],
        needed: letters.always,
    };
    for (at, c) in word.iter().enumerate() {
        let letter = letters.of_char(*c);
        told.admissible &= letter.map_or(letters.anything, |letter| letter.admits);
        for part in letter.map_or(&[][..], |letter| &letter.parts) {
            if part.stands_at(word, at) {
                told.admissible &= !part.never;
                told.needed |= part.needs;
            }
        }
    }
    if told.admissible == 0 && script == Script::Latin {
        told.admissible = 1;
    }
    told
}

/// Adds to `signs`, by number of the style, how much speaks for the word being of that style: how many of its signs
/// stand in the word.
pub(crate) fn count_signs(word: &[char], signs: &mut [usize; StyleSet::BITS as usize]) {
    let mut seen: Vec<u16> = Vec::new();
    for (at, c) in word.iter().enumerate() {
        for part in LETTERS.of_char(*c).map_or(&[][..], |letter| &letter.parts) {
            if part.signs == 0 || !part.stands_at(word, at) || seen.contains(&part.number) {
                continue;
            }
            seen.push(part.number);
            let mut styles = part.signs;
            while styles != 0 {
                signs[styles.trailing_zeros() as usize] += 1;
                styles &= styles - 1;
            }
        }
    }
}

struct Letters {
    ascii: Vec<Letter>,
    others: HashMap<char, Letter>,
    /// Styles by script.
    scripts: [StyleSet; Script::COUNT],
    /// Styles that admit letters which no style names.
    anything: StyleSet,
    /// Styles that are of use for any word.
    always: StyleSet,
}

#[derive(Clone, Default)]
struct Letter {
    /// Styles that have it.
    admits: StyleSet,
    /// Groups of letters that begin with it.
    parts: Vec<Part>,
}

/// A group of letters, and the styles that it means something to.
#[derive(Clone)]
struct Part {
    number: u16,
    letters: Vec<char>,
    needs: StyleSet,
    never: StyleSet,
    signs: StyleSet,
}

impl Part {
    fn stands_at(&self, word: &[char], at: usize) -> bool {
        let rest = &word[at..];
        self.letters.len() <= rest.len() && self.letters[1..].iter().zip(&rest[1..]).all(|(a, b)| a == b)
    }
}

impl Letters {
    fn of(styles: &[Style]) -> Self {
        let mut letters = Self {
            ascii: vec![Letter::default(); 128],
            others: HashMap::new(),
            scripts: [0; Script::COUNT],
            anything: 0,
            always: 0,
        };
        let named = styles.iter().flat_map(Style::named_letters);
        for c in named.filter(|c| !c.is_ascii()) {
            letters.others.entry(c).or_default();
        }
        let mut number = 0;
        for (index, style) in styles.iter().enumerate() {
            let set = 1 << index;
            // The first is the last resort, and is not chosen for its letters.
            if index > 0 {
                letters.scripts[style.script as usize] |= set;
            }
            letters.always |= if style.needs.is_empty() { set } else { 0 };
            letters.anything |= if style.has('\0') { set } else { 0 };
            for (code, letter) in letters.ascii.iter_mut().enumerate() {
                letter.admits |= if style.has(code as u8 as char) { set } else { 0 };
            }
            for (c, letter) in &mut letters.others {
                letter.admits |= if style.has(*c) { set } else { 0 };
            }
            for (parts, kind) in [(&style.needs, 0), (&style.never, 1), (&style.signs, 2)] {
                for part in parts {
                    let part = letters.part(part, &mut number);
                    *[&mut part.needs, &mut part.never, &mut part.signs][kind] |= set;
                }
            }
        }
        letters
    }

    fn part(&mut self, letters: &[char], number: &mut u16) -> &mut Part {
        let first = letters[0];
        let parts = if first.is_ascii() {
            &mut self.ascii[first as usize].parts
        } else {
            &mut self.others.entry(first).or_default().parts
        };
        let place = parts.iter().position(|part| part.letters == letters);
        let place = place.unwrap_or_else(|| {
            *number += 1;
            parts.push(Part {
                number: *number,
                letters: letters.to_vec(),
                needs: 0,
                never: 0,
                signs: 0,
            });
            parts.len() - 1
        });
        &mut parts[place]
    }

    #[inline]
    fn of_char(&self, c: char) -> Option<&Letter> {
        if c.is_ascii() {
            self.ascii.get(c as usize)
        } else {
            self.others.get(&c)
        }
    }
}
