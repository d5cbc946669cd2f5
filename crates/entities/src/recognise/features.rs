//! What speaks for a label: hashed features of a token and its neighbours.
//!
//! Features of one word alone are summed once for each word ([`super::known::KnownWords`]); the *joint* ones, of
//! several tokens or of the document, are looked up at every token.

use whosaid_text::{Knowledge, TokenRange};

use super::facts::{DocumentFacts, EDGE, EDGE_COARSE, EDGE_PARTS, EDGE_WORD, Facts, WordFacts, spread};
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
pub(crate) const JOINT: usize = 19;
/// Number of features of one word alone.
pub(crate) const WORD_ROWS: usize = OWN + 2 * BESIDE;
/// Number of features of a token.
pub(crate) const FEATURES: usize = WORD_ROWS + JOINT;

/// The group of each feature: own, of the word before, of the word after, joint, each in the order in which they are
/// written.
pub(crate) const GROUP_OF: [u8; FEATURES] = [
    0, 1, 1, 1, 1, 1, 2, 3, 6, // own
    0, 3, 0, 3, // before, after
    0, 0, 0, 0, 0, // words
    2, 2, 2, 2, // shapes
    3, 3, // classes
    4, 4, // gazetteer
    5, // parts of names
    6, 6, // lists
    7, 7, 7, // document
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

/// Logarithm of the number of rows of weights, to the base of two. Fixed, so that no look-up has to be checked.
const BITS: u32 = 16;
/// Number of rows of weights.
pub(crate) const ROWS: usize = 1 << BITS;

/// Number of a row.
pub(crate) type Row = u16;

/// The row of the weights of a feature.
#[inline]
fn row(template: usize, value: u64) -> Row {
    // Values are spread over all bits: one multiplication parts the templates.
    let mixed = (value ^ SALTS[template]).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> (u64::BITS - BITS)) as Row
}

const SALTS: [u64; FEATURES] = {
    let mut salts = [0; FEATURES];
    let mut template = 0;
    while template < FEATURES {
        salts[template] = (template as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93);
        template += 1;
    }
    salts
};

/// Rows of the features of a word itself, and of it as the word before and after.
pub(crate) fn word_rows(word: &WordFacts) -> [Row; WORD_ROWS] {
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
    std::array::from_fn(|template| row(template, values[template]))
}

/// A sentence, seen from its candidate stretches.
pub(crate) struct Window<'a> {
    facts: &'a DocumentFacts,
    start: usize,
    end: usize,
    casing: u64,
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
        }
    }

    /// Facts of the token at a distance from another; of the sentence's edge outside of it.
    #[inline]
    pub(crate) fn at(&self, index: usize, offset: isize) -> &Facts {
        match index.checked_add_signed(offset) {
            Some(index) if (self.start..self.end).contains(&index) => &self.facts.facts[index],
            _ => &EDGE,
        }
    }

    /// The rows of the joint features of token `index`, which stands in the run of capitalised words `run`.
    #[inline]
    pub(crate) fn joint(&self, index: usize, run: TokenRange) -> [Row; JOINT] {
        let values = self.values(index, run);
        std::array::from_fn(|number| row(WORD_ROWS + number, values[number]))
    }

    #[inline]
    fn values(&self, index: usize, run: TokenRange) -> [u64; JOINT] {
        let [a, b, c, d, e] = [-2, -1, 0, 1, 2].map(|offset| self.at(index, offset));
        let (run_start, run_end) = (run.start as usize, run.end as usize);
        let (head, before, after) = if run.len() == 1 {
            (c, b, d)
        } else {
            (
                self.at(run_end - 1, 0),
                self.at(run_start, -1),
                self.at(run_end, 0),
            )
        };
        let begins = spread(u64::from(run_start == self.start) + 2 * u64::from(index == run_start));
        let place = spread(16 * run.len().min(6) as u64 + (index - run_start).min(5) as u64);
        let shape = |facts: &Facts| facts.shape.or(EDGE_WORD.shape);
        let lists = |facts: &Facts| facts.lists.or(EDGE_WORD.lists);
        let coarse = |facts: &Facts| facts.coarse.or(EDGE_COARSE);
        // The token itself stands in the sentence.
        let [own_shape, parts, listed, seen] =
            [c.shape, c.parts, c.listed, c.seen].map(|small| spread(u64::from(small.0)));
        let (lists_before, lists_after) = (lists(before), lists(after));
        [
            // Words.
            a.word,
            e.word,
            pair(b.word, c.word),
            pair(c.word, d.word),
            pair(before.word, after.word),
            // Shapes.
            three(shape(b), own_shape, shape(d)),
            pair(own_shape, b.word),
            pair(own_shape, d.word),
            pair(place, self.casing),
            // Classes of words.
            pair(coarse(a), coarse(b)),
            pair(coarse(d), coarse(e)),
            // Gazetteer.
            listed,
            three(parts, listed, place),
            // Parts of people's names.
            pair(parts, seen),
            // Lists of words.
            pair(lists(head), place),
            three(lists_before, parts, d.parts.or(EDGE_PARTS)),
            // Document.
            pair(seen, begins),
            three(seen, place, parts),
            three(seen, lists_before, lists_after),
        ]
    }

    /// The rows of all features of token `index`, in the order of [`GROUP_OF`].
    pub(crate) fn all(&self, index: usize, run: TokenRange) -> [Row; FEATURES] {
        let rows = |offset: isize| self.facts.known.word(self.at(index, offset).known).rows;
        let (own, before, after) = (rows(0), rows(-1), rows(1));
        let mut all = [0; FEATURES];
        all[..OWN].copy_from_slice(&own[..OWN]);
        all[OWN..OWN + BESIDE].copy_from_slice(&before[OWN..OWN + BESIDE]);
        all[OWN + BESIDE..WORD_ROWS].copy_from_slice(&after[OWN + BESIDE..]);
        all[WORD_ROWS..].copy_from_slice(&self.joint(index, run));
        all
    }
}
