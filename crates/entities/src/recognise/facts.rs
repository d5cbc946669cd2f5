//! What is known of each token before its context is looked at.

use whosaid_text::{Case, Eight, EntityType, Knowledge, Matches, NameParts, Token, TokenKind, TokenRange};

use super::known::{KnownWord, KnownWords, Slot};
use super::labels::{TYPES, number_of};
use super::model::Model;
use super::words::DocumentWords;
use crate::view::View;

/// What is known of a word wherever it stands, as far as rows of weights depend on it alone. All values but the ends are
/// spread over 64 bits, so that two are joined by a rotation and an exclusive or.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct WordFacts {
    /// Hash of the word in lower case.
    pub(crate) word: u64,
    /// Kind, case and length, in few values.
    pub(crate) shape: u64,
    /// Lists of the lexicon.
    pub(crate) lists: u64,
    /// Fine word class.
    pub(crate) class: u64,
    /// Its last and first four bytes, letters of ASCII in lower case.
    pub(crate) tail: u32,
    pub(crate) front: u32,
}

/// What is known of a token, in little room: a document has thousands, and each is looked at from five places. All but
/// the word are small numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// Hash of the word in lower case.
    pub(crate) word: u64,
    /// Number of the word in [`KnownWords`].
    pub(crate) known: u32,
    /// Kind, case and length.
    pub(crate) shape: Small,
    /// Lists of the lexicon.
    pub(crate) lists: Small,
    /// Given name, surname, gender.
    pub(crate) parts: Small,
    /// Coarse word class.
    pub(crate) coarse: Small,
    /// The gazetteer's match.
    pub(crate) listed: Small,
    /// What the document writes elsewhere: in lower case, with a capital amid a sentence.
    pub(crate) seen: Small,
}

/// A small number; [`Small::EDGE`] outside the sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Small(pub(crate) u16);

impl Small {
    pub(crate) const EDGE: Self = Self(u16::MAX);

    /// The number spread over 64 bits, or what stands for it outside the sentence.
    #[inline]
    pub(crate) fn or(self, edge: u64) -> u64 {
        if self == Self::EDGE {
            edge
        } else {
            spread(u64::from(self.0))
        }
    }
}

/// A token outside the sentence.
pub(crate) const EDGE: Facts = Facts {
    word: EDGE_WORD.word,
    known: 0,
    shape: Small::EDGE,
    lists: Small::EDGE,
    parts: Small::EDGE,
    coarse: Small::EDGE,
    listed: Small::EDGE,
    seen: Small::EDGE,
};

/// Its word.
pub(crate) const EDGE_WORD: WordFacts = WordFacts {
    word: 0x1f83_d9ab_fb41_bd6b,
    shape: 0x5be0_cd19_137e_2179,
    lists: 0x510e_527f_ade6_82d1,
    class: 0xa54f_f53a_5f1d_36f1,
    tail: 0,
    front: 0,
};
pub(crate) const EDGE_PARTS: u64 = 0x9b05_688c_2b3e_6c1f;
pub(crate) const EDGE_COARSE: u64 = 0x3c6e_f372_fe94_f82b;

/// Spreads a small number over 64 bits.
#[inline]
pub(crate) fn spread(value: u64) -> u64 {
    let mixed = (value + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The tokens' facts of one document, and where lists match. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct DocumentFacts {
    pub(crate) facts: Vec<Facts>,
    /// Bits of the gazetteer's match at each token, 0 for none.
    pub(crate) listed: Vec<u16>,
    pub(crate) known: KnownWords,
    wanted: Vec<Wanted>,
    /// Those whose words are not known, and of each its class and what it is in people's names.
    missing: Vec<Wanted>,
    classes: Vec<u16>,
    parts: Vec<u8>,
}

impl DocumentFacts {
    /// Prepares a document: where lists match; see [`Self::fill`] for the tokens' facts.
    pub(crate) fn prepare<K: Knowledge>(&mut self, view: &View<'_, K>, model: &Model) {
        let count = view.tokens.len();
        self.facts.resize(count, Facts::default());
        self.listed.clear();
        self.listed.resize(count, 0);
        mark(view.matches, &mut self.listed);
        self.known.begin(model);
    }

    /// Fills in the facts of the tokens of the stretches and around them.
    ///
    /// First the keys of all words, then the words: most of the time goes by until the memory answers, and so it is asked
    /// for several words at once.
    pub(crate) fn fill<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        words: &DocumentWords,
        model: &Model,
        segments: &[TokenRange],
    ) {
        self.wanted.clear();
        let mut filled = 0;
        for range in segments {
            let start = (range.start as usize).saturating_sub(2).max(filled);
            filled = (range.end as usize + 3).min(view.tokens.len());
            self.wanted
                .extend((start..filled).map(|index| Wanted::new(view, index)));
        }
        self.missing.clear();
        self.known.fetch(self.wanted.iter().map(|wanted| wanted.key));
        for wanted in &self.wanted {
            match self.known.get(wanted.key) {
                Some(slot) => self.facts[wanted.index as usize] = self.facts_of(view, words, wanted, slot),
                None => self.missing.push(*wanted),
            }
        }
        self.learn(view, model);
        for number in 0..self.missing.len() {
            let wanted = self.missing[number];
            let slot = self.known.get(wanted.key).unwrap_or_default();
            self.facts[wanted.index as usize] = self.facts_of(view, words, &wanted, slot);
        }
    }

    #[inline]
    fn facts_of<K: Knowledge>(
        &self,
        view: &View<'_, K>,
        words: &DocumentWords,
        wanted: &Wanted,
        slot: Slot,
    ) -> Facts {
        let index = wanted.index as usize;
        Facts {
            word: view.tokens.hashes[index],
            known: slot.number,
            shape: Small(wanted.shape),
            lists: Small(view.class(index).bits() as u16),
            parts: Small(slot.parts.into()),
            coarse: Small(slot.coarse),
            listed: Small(self.listed[index]),
            seen: Small(words.seen(index) as u16),
        }
    }

    /// Adds what is missing to the words that are known, one table after the other.
    fn learn<K: Knowledge>(&mut self, view: &View<'_, K>, model: &Model) {
        let hash = |wanted: &Wanted| view.tokens.hashes[wanted.index as usize];
        self.classes.clear();
        self.classes
            .extend(self.missing.iter().map(|wanted| model.class(hash(wanted))));
        self.parts.clear();
        self.parts.extend(self.missing.iter().map(|wanted| {
            match view.tokens.tokens[wanted.index as usize].may_be_name() {
                true => parts(view.knowledge.name_parts(hash(wanted))),
                false => 0,
            }
        }));
        for ((wanted, class), parts) in self.missing.iter().zip(&self.classes).zip(&self.parts) {
            let word = WordFacts {
                word: hash(wanted),
                shape: spread(u64::from(wanted.shape)),
                lists: spread(view.class(wanted.index as usize).bits()),
                class: spread(u64::from(*class)),
                tail: wanted.tail,
                front: wanted.front,
            };
            let learn = || (KnownWord::new(model, &word), model.coarse(*class), *parts);
            self.known.add(wanted.key, learn);
        }
    }
}

/// A token whose word is looked for.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    /// Of its letters as they are written, and of its shape.
    key: u64,
    index: u32,
    /// See [`ends`].
    tail: u32,
    front: u32,
    shape: u16,
}

impl Wanted {
    #[inline]
    fn new<K: Knowledge>(view: &View<'_, K>, index: usize) -> Self {
        let token = view.tokens.tokens[index];
        let hash = view.tokens.hashes[index];
        let shape = shape(token, view.text);
        let (tail, front) = ends(&view.text.as_bytes()[token.span.start()..token.span.end()]);
        let bytes = (u64::from(tail) << 32 | u64::from(front)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        Self {
            key: hash ^ bytes ^ (bytes >> 31) ^ shape.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            index: index as u32,
            tail,
            front,
            shape: shape as u16,
        }
    }
}

/// What a word is in people's names, in few values that are not 0.
fn parts(parts: NameParts) -> u8 {
    1 + u8::from(parts.given) + 2 * u8::from(parts.surname) + 4 * parts.gender as u8
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
    let both = Eight::new(u64::from(tail) << 32 | u64::from(front)).lower();
    ((both >> 32) as u32, both as u32)
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
