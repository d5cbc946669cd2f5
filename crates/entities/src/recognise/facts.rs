//! What is known of each token before its context is looked at.

use whosaid_text::{Case, EntityType, Knowledge, Matches, Token, TokenKind};

use super::labels::{TYPES, number_of};
use super::model::{Model, Sums};
use super::words::DocumentWords;
use crate::view::View;

/// What is known of a word wherever it stands. All values are spread over 64 bits, so that two are joined by a
/// rotation and an exclusive or.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct WordFacts {
    /// Hash of the word in lower case.
    pub(crate) word: u64,
    /// Kind, case and length, in few values.
    pub(crate) shape: u64,
    /// Lists of the lexicon.
    pub(crate) lists: u64,
    /// Given name, surname, gender.
    pub(crate) parts: u64,
    /// Fine and coarse word class.
    pub(crate) class: u64,
    pub(crate) coarse: u64,
    /// Its last and first four bytes, letters of ASCII in lower case.
    pub(crate) tail: u32,
    pub(crate) front: u32,
}

/// What is known of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// The gazetteer's match.
    pub(crate) listed: u64,
    /// What the document writes elsewhere: in lower case, with a capital amid a sentence.
    pub(crate) seen: u64,
    /// Number of the word in [`KnownWords`].
    pub(crate) known: u32,
}

/// Spreads a small number over 64 bits.
#[inline]
pub(crate) fn spread(value: u64) -> u64 {
    let mixed = (value + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// A token outside the sentence.
const EDGE: WordFacts = WordFacts {
    word: 0x1f83_d9ab_fb41_bd6b,
    shape: 0x5be0_cd19_137e_2179,
    lists: 0x510e_527f_ade6_82d1,
    parts: 0x9b05_688c_2b3e_6c1f,
    class: 0xa54f_f53a_5f1d_36f1,
    coarse: 0x3c6e_f372_fe94_f82b,
    tail: 0,
    front: 0,
};

/// So many words are held; then, with the next document, all are forgotten.
const MOST: usize = 1 << 13;
/// Room to find them by, before it grows.
const SLOTS: usize = 1 << 14;

/// A word with the sums of all weights that depend on nothing else.
#[derive(Clone, Debug)]
pub(crate) struct KnownWord {
    pub(crate) facts: WordFacts,
    /// Of the features of the word itself, of it as the word before, of it as the word after.
    pub(crate) own: Sums,
    pub(crate) before: Sums,
    pub(crate) after: Sums,
}

/// Words that were met, remembered from document to document: functions of their letters and the model, so that what is
/// remembered changes no result.
#[derive(Debug, Default)]
pub(crate) struct KnownWords {
    /// Key and number of a word; the number is 0 where there is none. The keys stand here, so that the word itself, which is
    /// long, need not be fetched to know that it is the one.
    slots: Vec<(u64, u32)>,
    words: Vec<KnownWord>,
}

impl KnownWords {
    /// Begins a document. Number 0 is the edge of a sentence.
    fn begin(&mut self, model: &Model) {
        if self.words.is_empty() || self.words.len() > MOST {
            self.words.clear();
            self.slots.clear();
            self.slots.resize(SLOTS, (0, 0));
            self.words.push(known(model, EDGE));
        }
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> &KnownWord {
        &self.words[number as usize]
    }

    #[inline]
    fn number(&mut self, key: u64, facts: impl FnOnce() -> WordFacts, model: &Model) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        loop {
            let (held, number) = self.slots[slot];
            if number == 0 {
                break;
            }
            if held == key {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        let number = self.words.len() as u32;
        self.words.push(known(model, facts()));
        self.slots[slot] = (key, number);
        if self.words.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    #[cold]
    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let held = std::mem::replace(&mut self.slots, vec![(0, 0); mask + 1]);
        for (key, number) in held.into_iter().filter(|(_, number)| *number != 0) {
            let mut slot = key as usize & mask;
            while self.slots[slot].1 != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = (key, number);
        }
    }
}

fn known(model: &Model, facts: WordFacts) -> KnownWord {
    let [own, before, after] = model.sums_of(&facts);
    KnownWord {
        facts,
        own,
        before,
        after,
    }
}

/// The tokens' facts of one document, and where lists match. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct DocumentFacts {
    pub(crate) facts: Vec<Facts>,
    /// Bits of the gazetteer's match at each token, 0 for none.
    pub(crate) listed: Vec<u16>,
    pub(crate) known: KnownWords,
    filled: usize,
}

impl DocumentFacts {
    /// Prepares a document: where lists match; the tokens' facts come on demand.
    pub(crate) fn prepare<K: Knowledge>(&mut self, view: &View<'_, K>, model: &Model) {
        let count = view.tokens.len();
        self.facts.resize(count, Facts::default());
        self.filled = 0;
        self.listed.clear();
        self.listed.resize(count, 0);
        mark(view.matches, &mut self.listed);
        self.known.begin(model);
    }

    /// Fills in the facts of tokens `start..end`; neither ever falls within a document.
    pub(crate) fn fill<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        words: &DocumentWords,
        model: &Model,
        start: usize,
        end: usize,
    ) {
        for index in start.max(self.filled)..end {
            let token = view.tokens.tokens[index];
            let hash = view.tokens.hashes[index];
            let shape = shape(token, view.text);
            let (tail, front) = ends(&view.text.as_bytes()[token.span.start()..token.span.end()]);
            let bytes = (u64::from(tail) << 32 | u64::from(front)).wrapping_mul(0xd6e8_feb8_6659_fd93);
            let key = hash ^ bytes ^ (bytes >> 31) ^ shape.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let facts = || facts_of(view, model, index, shape, tail, front);
            let known = self.known.number(key, facts, model);
            self.facts[index] = Facts {
                listed: spread(u64::from(self.listed[index])),
                seen: spread(words.seen(index)),
                known,
            };
        }
        self.filled = self.filled.max(end);
    }
}

fn facts_of<K: Knowledge>(
    view: &View<'_, K>,
    model: &Model,
    index: usize,
    shape: u64,
    tail: u32,
    front: u32,
) -> WordFacts {
    let word = view.tokens.hashes[index];
    let parts = if view.tokens.tokens[index].may_be_name() {
        let parts = view.knowledge.name_parts(word);
        1 + u64::from(parts.given) + 2 * u64::from(parts.surname) + 4 * parts.gender as u64
    } else {
        0
    };
    let class = model.class(word);
    WordFacts {
        word,
        shape: spread(shape),
        lists: spread(view.class(index).bits()),
        parts: spread(parts),
        class: spread(u64::from(class)),
        coarse: spread(u64::from(model.coarse(class))),
        tail,
        front,
    }
}

/// Types of the gazetteer's match, a bit each.
const KINDS: u16 = (1 << TYPES) - 1;
/// One of its candidates is sure.
const SURE: u16 = 1 << 5;
/// Place in the match, from this bit on: the only token, the first, a later one.
const PLACE: u32 = 6;
const LATER: u16 = 3;

/// True if a stretch of tokens, by the bits of [`mark`], is one match that can be one thing only, and sure. Not a person's:
/// what their names look like tells of the same surnames elsewhere.
pub(crate) fn is_settled(listed: &[u16]) -> bool {
    let Some((first, rest)) = listed.split_first() else {
        return false;
    };
    let kinds = first & KINDS;
    let place = |bits: u16| bits >> PLACE & 3;
    let whole = if rest.is_empty() { 1 } else { 2 };
    first & SURE != 0
        && kinds.is_power_of_two()
        && kinds != 1 << number_of(EntityType::PER)
        && place(*first) == whole
        && rest.iter().all(|bits| place(*bits) == LATER)
}

/// Bits of matches: 1 to 5 types, one bit each; whether one is sure; place in the match; whether spelled as listed.
fn mark(matches: &Matches, listed: &mut [u16]) {
    for found in &matches.matches {
        let candidates = matches.candidates(found);
        let Some(first) = candidates.first() else { continue };
        let mut bits = (1 + number_of(first.kind) as u16) << 9;
        for candidate in candidates {
            bits |= 1 << number_of(candidate.kind);
            bits |= if candidate.needs_support { 0 } else { SURE };
        }
        bits |= u16::from(found.step > whosaid_text::MatchStep::Capitals) << 8;
        let one = found.tokens.len() == 1;
        for (place, index) in found.tokens.indices().enumerate() {
            let place = if one {
                1
            } else if place == 0 {
                2
            } else {
                LATER
            };
            if let Some(slot) = listed.get_mut(index) {
                *slot = bits | (place << PLACE);
            }
        }
    }
}

#[inline]
fn shape(token: Token, text: &str) -> u64 {
    let bytes = &text.as_bytes()[token.span.start()..token.span.end()];
    let length = match bytes.len() {
        length @ 1..=4 => length as u64,
        5..=7 => 5,
        _ => 6,
    };
    let dotted = u64::from(bytes.len() > 1 && bytes.last() == Some(&b'.'));
    let kind = match token.kind {
        TokenKind::Word(Case::Lower) => 0,
        TokenKind::Word(Case::Title) => 1,
        TokenKind::Word(Case::Upper) => 2,
        TokenKind::Word(Case::Mixed) => {
            let mut chars = token.span.of(text).chars();
            let first = chars.next().is_some_and(char::is_uppercase);
            let second = chars.next().is_some_and(char::is_uppercase);
            3 + u64::from(first) + u64::from(second)
        }
        TokenKind::Word(Case::None) => 6,
        TokenKind::Clitic => 7,
        TokenKind::Number => 8 + u64::from(bytes.iter().all(u8::is_ascii_digit)),
        TokenKind::QuoteMark => 10,
        TokenKind::Stop => 11,
        TokenKind::Punctuation => {
            12 + u64::from(matches!(bytes, b"," | b";" | b":")) + 2 * u64::from(matches!(bytes, b"(" | b"["))
        }
    };
    (kind * 8 + length) * 2 + dotted
}

/// The last four bytes, the last one lowest, and the first four bytes, the first one lowest; letters of ASCII in lower
/// case. What a shorter word lacks is 0.
#[inline]
fn ends(bytes: &[u8]) -> (u32, u32) {
    let (tail, front) = match (bytes.last_chunk::<4>(), bytes.first_chunk::<4>()) {
        (Some(last), Some(first)) => (u32::from_be_bytes(*last), u32::from_le_bytes(*first)),
        _ => {
            let front = (bytes.iter().rev()).fold(0, |all, byte| (all << 8) | u32::from(*byte));
            let tail = bytes.iter().fold(0, |all, byte| (all << 8) | u32::from(*byte));
            (tail, front)
        }
    };
    let both = lower(u64::from(tail) << 32 | u64::from(front));
    ((both >> 32) as u32, both as u32)
}

/// Eight bytes with the letters of ASCII in lower case, all at once.
#[inline]
fn lower(eight: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    // The highest bit of each byte tells whether what is in the others is at least A, and more than Z.
    let low = eight & (ONES * 0x7f);
    let letter = low + ONES * u64::from(0x80 - b'A');
    let past = low + ONES * u64::from(0x7f - b'Z');
    let capital = (letter ^ past) & !eight & (ONES * 0x80);
    eight | capital >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_the_first_and_last_bytes_in_lower_case() {
        for word in [
            "",
            "A",
            "zZ",
            "@[`{",
            "AaZz",
            "Été",
            "GÄRTNER",
            "McKay",
            "\u{7f}\u{80}\u{c1}\u{da}",
        ] {
            let small: Vec<u32> = word
                .bytes()
                .map(|byte| u32::from(byte.to_ascii_lowercase()))
                .collect();
            let tail = small.iter().fold(0_u32, |all, byte| (all << 8) | byte);
            let front = small
                .iter()
                .take(4)
                .rev()
                .fold(0_u32, |all, byte| (all << 8) | byte);
            assert_eq!(ends(word.as_bytes()), (tail, front), "{word}");
        }
    }
}
