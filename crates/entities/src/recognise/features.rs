//! What speaks for a label: hashed features of a token and its neighbours.
//!
//! Features of one word alone are summed once for each word ([`super::facts::KnownWords`]); the *joint* ones, of
//! several tokens or of the document, are looked up at every token.

use whosaid_text::{Knowledge, TokenRange};

use super::facts::{DocumentFacts, EDGE, Facts, WordFacts, spread};
use super::words::{Casing, DocumentWords};
use crate::view::View;

/// Groups of features, to leave one out in turn.
pub const GROUPS: [&str; 8] = [
    "words",
    "affixes",
    "shapes",
    "classes",
    "gazetteer",
    "name parts",
    "lists",
    "document",
];

/// Features of the word itself.
pub(crate) const OWN: usize = 9;
/// Features of the word before, and as many of the word after.
pub(crate) const BESIDE: usize = 2;
/// Features of several tokens.
pub(crate) const JOINT: usize = 41;
/// Number of features of a token.
pub(crate) const FEATURES: usize = OWN + 2 * BESIDE + JOINT;

/// The group of each feature: own, of the word before, of the word after, joint, each in the order in which they are
/// written.
pub(crate) const GROUP_OF: [u8; FEATURES] = [
    0, 1, 1, 1, 1, 1, 2, 3, 6, // own
    0, 3, 0, 3, // before, after
    0, 0, 0, 0, 0, 0, // words
    1, // affixes
    2, 2, 2, 2, // shapes
    3, 3, 3, 3, 3, 3, 3, // classes
    4, 4, 4, 4, 4, 4, // gazetteer
    5, 5, 5, 5, // parts of names
    6, 6, 6, 6, 6, 6, // lists
    7, 7, 7, 7, 7, 7, 7, // document
];

/// Two values as one.
#[inline]
fn pair(a: u64, b: u64) -> u64 {
    a.rotate_left(21) ^ b
}

/// Three values as one.
#[inline]
fn three(a: u64, b: u64, c: u64) -> u64 {
    a.rotate_left(42) ^ b.rotate_left(21) ^ c
}

/// The row of a feature's weights; there are 2 to the power of `bits` rows.
#[inline]
fn row(template: usize, value: u64, bits: u32) -> u32 {
    // Values are spread over all bits: one multiplication parts the templates.
    let mixed = (value ^ (template as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93))
        .wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> (64 - bits)) as u32
}

/// Rows of the features of a word itself, and of it as the word before and after.
pub(crate) fn word_rows(word: &WordFacts, bits: u32) -> [u32; OWN + 2 * BESIDE] {
    let affix = |value: u32| spread(u64::from(value));
    let values = [
        word.word,
        affix(word.tail & 0xffff),
        affix(word.tail & 0xff_ffff),
        affix(word.tail),
        affix(word.front & 0xffff),
        affix(word.front),
        word.shape,
        word.class,
        word.lists,
        word.word,
        word.class,
        word.word,
        word.class,
    ];
    std::array::from_fn(|template| row(template, values[template], bits))
}

/// A sentence, seen from its candidate stretches.
pub(crate) struct Window<'a> {
    facts: &'a DocumentFacts,
    start: usize,
    end: usize,
    casing: u64,
    edge: Facts,
}

impl<'a> Window<'a> {
    /// The sentence that token `index` stands in; its facts must be filled from two tokens before to three after
    /// every token asked for.
    pub(crate) fn new<K: Knowledge>(
        view: &View<'_, K>,
        words: &DocumentWords,
        facts: &'a DocumentFacts,
        index: usize,
    ) -> Self {
        let number = view.tokens.sentence_of[index] as usize;
        let range = view.tokens.sentences[number].tokens;
        Self {
            facts,
            start: range.start as usize,
            end: range.end as usize,
            casing: spread(match words.casing(number) {
                Casing::Prose => 0,
                Casing::Title => 1,
                Casing::Capitals => 2,
            }),
            edge: Facts {
                of_word: EDGE,
                listed: spread(1 << 20),
                seen: spread(99),
                known: 0,
            },
        }
    }

    /// Facts of the token at a distance from another; of the sentence's edge outside of it.
    #[inline]
    pub(crate) fn at(&self, index: usize, offset: isize) -> &Facts {
        match index.checked_add_signed(offset) {
            Some(index) if (self.start..self.end).contains(&index) => &self.facts.facts[index],
            _ => &self.edge,
        }
    }

    /// The rows of the joint features of token `index`, which stands in the run of capitalised words `run`.
    #[inline]
    pub(crate) fn joint(&self, index: usize, run: TokenRange, bits: u32) -> [u32; JOINT] {
        let (fa, fb, fc, fd, fe) = (
            self.at(index, -2),
            self.at(index, -1),
            self.at(index, 0),
            self.at(index, 1),
            self.at(index, 2),
        );
        let (a, b, c, d, e) = (&fa.of_word, &fb.of_word, &fc.of_word, &fd.of_word, &fe.of_word);
        let (run_start, run_end) = (run.start as usize, run.end as usize);
        let (run_head, run_first) = (self.at(run_end - 1, 0), self.at(run_start, 0));
        let (head, first) = (&run_head.of_word, &run_first.of_word);
        let (before, after) = (&self.at(run_start, -1).of_word, &self.at(run_end, 0).of_word);
        let place = spread(16 * run.len().min(6) as u64 + (index - run_start).min(5) as u64);
        let last = u64::from(index + 1 == run_end) << 7;
        let begins = spread(u64::from(run_start == self.start) + 2 * u64::from(index == run_start));
        let values = [
            // Words.
            a.word,
            e.word,
            pair(b.word, c.word),
            pair(c.word, d.word),
            head.word ^ last,
            pair(before.word, after.word),
            // Affixes.
            pair(spread(u64::from(c.tail & 0xff_ffff)), d.shape),
            // Shapes.
            three(b.shape, c.shape, d.shape),
            pair(c.shape, b.word),
            pair(c.shape, d.word),
            pair(place, self.casing),
            // Classes of words.
            pair(b.class, c.shape),
            pair(d.class, c.shape),
            pair(a.coarse, b.coarse),
            pair(d.coarse, e.coarse),
            three(b.coarse, c.coarse, d.coarse),
            pair(before.class, after.class),
            head.class ^ last,
            // Gazetteer.
            fc.listed,
            pair(fc.listed, fb.listed),
            pair(fc.listed, fd.listed),
            three(fc.listed, b.coarse, self.casing),
            pair(fc.listed, d.coarse),
            pair(fc.listed, place),
            // Parts of people's names.
            three(b.parts, c.parts, d.parts),
            three(c.parts, fc.listed, place),
            three(first.parts, head.parts, place),
            pair(c.parts, fc.seen),
            // Lists of words.
            pair(b.lists, a.lists),
            pair(d.lists, e.lists),
            pair(head.lists, place),
            pair(first.lists, place),
            three(before.lists, c.parts, d.parts),
            three(after.lists, fc.listed, head.parts),
            // Document.
            pair(fc.seen, begins),
            three(fc.seen, c.shape, self.casing),
            three(fc.seen, fd.seen, begins),
            pair(fc.seen, fc.listed),
            three(fc.seen, place, c.parts),
            three(fc.seen, before.lists, after.lists),
            three(run_first.seen, run_head.seen, place),
        ];
        std::array::from_fn(|number| row(OWN + 2 * BESIDE + number, values[number], bits))
    }

    /// The rows of all features of token `index`, in the order of [`GROUP_OF`].
    pub(crate) fn all(&self, index: usize, run: TokenRange, bits: u32) -> [u32; FEATURES] {
        let own = word_rows(&self.at(index, 0).of_word, bits);
        let before = word_rows(&self.at(index, -1).of_word, bits);
        let after = word_rows(&self.at(index, 1).of_word, bits);
        let joint = self.joint(index, run, bits);
        let mut all = [0; FEATURES];
        all[..OWN].copy_from_slice(&own[..OWN]);
        all[OWN..OWN + BESIDE].copy_from_slice(&before[OWN..OWN + BESIDE]);
        all[OWN + BESIDE..OWN + 2 * BESIDE].copy_from_slice(&after[OWN + BESIDE..]);
        all[OWN + 2 * BESIDE..].copy_from_slice(&joint);
        all
    }
}
