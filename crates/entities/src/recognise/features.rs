//! What speaks for a label: hashed features of a token and its neighbours.
//!
//! Features of one word alone are summed once for each word ([`super::facts::KnownWords`]); the *joint* ones, of
//! several tokens or of the document, are looked up at every token.

use whosaid_text::{Knowledge, TokenRange};

use super::facts::{DocumentFacts, Facts, KnownWord, WordFacts, spread};
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
/// Number of features of a token.
pub(crate) const FEATURES: usize = OWN + 2 * BESIDE + JOINT;

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

/// The row of the joint feature number `number`.
#[inline]
pub(crate) fn joint_row(number: usize, value: u64) -> Row {
    row(OWN + 2 * BESIDE + number, value)
}

/// Rows of the features of a word itself, and of it as the word before and after.
pub(crate) fn word_rows(word: &WordFacts) -> [Row; OWN + 2 * BESIDE] {
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

    /// What is known of a token's word.
    #[inline]
    pub(crate) fn word(&self, facts: &Facts) -> &KnownWord {
        self.facts.known.get(facts.known)
    }

    /// The values of the joint features of token `index`, which stands in the run of capitalised words `run`.
    #[inline]
    pub(crate) fn joint(&self, index: usize, run: TokenRange) -> [u64; JOINT] {
        let facts = |facts: &Facts| &self.word(facts).facts;
        let [a, b, c, d, e] = [-2, -1, 0, 1, 2].map(|offset| facts(self.at(index, offset)));
        let fc = self.at(index, 0);
        let (run_start, run_end) = (run.start as usize, run.end as usize);
        let (head, before, after) = if run.len() == 1 {
            (c, b, d)
        } else {
            (
                facts(self.at(run_end - 1, 0)),
                facts(self.at(run_start, -1)),
                facts(self.at(run_end, 0)),
            )
        };
        let begins = spread(u64::from(run_start == self.start) + 2 * u64::from(index == run_start));
        let place = spread(16 * run.len().min(6) as u64 + (index - run_start).min(5) as u64);
        [
            // Words.
            a.word,
            e.word,
            pair(b.word, c.word),
            pair(c.word, d.word),
            pair(before.word, after.word),
            // Shapes.
            three(b.shape, c.shape, d.shape),
            pair(c.shape, b.word),
            pair(c.shape, d.word),
            pair(place, self.casing),
            // Classes of words.
            pair(a.coarse, b.coarse),
            pair(d.coarse, e.coarse),
            // Gazetteer.
            fc.listed,
            three(c.parts, fc.listed, place),
            // Parts of people's names.
            pair(c.parts, fc.seen),
            // Lists of words.
            pair(head.lists, place),
            three(before.lists, c.parts, d.parts),
            // Document.
            pair(fc.seen, begins),
            three(fc.seen, place, c.parts),
            three(fc.seen, before.lists, after.lists),
        ]
    }

    /// The rows of all features of token `index`, in the order of [`GROUP_OF`].
    pub(crate) fn all(&self, index: usize, run: TokenRange) -> [Row; FEATURES] {
        let rows = |offset: isize| word_rows(&self.word(self.at(index, offset)).facts);
        let (own, before, after) = (rows(0), rows(-1), rows(1));
        let joint = self.joint(index, run);
        let mut all = [0; FEATURES];
        all[..OWN].copy_from_slice(&own[..OWN]);
        all[OWN..OWN + BESIDE].copy_from_slice(&before[OWN..OWN + BESIDE]);
        all[OWN + BESIDE..OWN + 2 * BESIDE].copy_from_slice(&after[OWN + BESIDE..]);
        for (number, (slot, value)) in all[OWN + 2 * BESIDE..].iter_mut().zip(joint).enumerate() {
            *slot = joint_row(number, value);
        }
        all
    }
}
