//! What speaks for a label: hashed features of a token and its neighbours.

use whosaid_text::{Knowledge, TokenRange};

use super::facts::{Casing, DocumentFacts, Facts};
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

/// The group of each template, in the order in which [`Window::features`] writes them.
pub(crate) const GROUP_OF: [u8; FEATURES] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // words
    1, 1, 1, 1, 1, 1, 1, // affixes
    2, 2, 2, 2, 2, 2, 2, 2, // shapes
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, // classes
    4, 4, 4, 4, 4, 4, 4, // gazetteer
    5, 5, 5, 5, 5, 5, // name parts
    6, 6, 6, 6, 6, 6, 6, 6, 6, // lists
    7, 7, 7, 7, 7, 7, 7, 7, // document
];

/// Number of features of a token.
pub(crate) const FEATURES: usize = 67;

/// A sentence, seen from its candidate stretches.
pub(crate) struct Window<'a> {
    facts: &'a DocumentFacts,
    start: usize,
    end: usize,
    casing: u64,
}

/// A token outside the sentence.
const EDGE: Facts = Facts {
    word: 1,
    shape: 999,
    lists: 1 << 20,
    parts: 99,
    listed: 1 << 20,
    class: 1 << 20,
    coarse: 1 << 20,
    seen: 99,
};

#[inline]
fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(21) ^ 0x2545_f491_4f6c_dd1d).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b
}

/// The row of a feature's weights, of `rows`.
#[inline]
fn row(template: usize, value: u64, rows: u32) -> u32 {
    let mixed = (value ^ (template as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (((mixed >> 32) * u64::from(rows)) >> 32) as u32
}

impl<'a> Window<'a> {
    /// The sentence that token `index` stands in; its facts must be filled from two tokens before to three after
    /// every token asked for.
    pub(crate) fn new<K: Knowledge>(view: &View<'_, K>, facts: &'a DocumentFacts, index: usize) -> Self {
        let number = view.tokens.sentence_of[index] as usize;
        let range = view.tokens.sentences[number].tokens;
        Self {
            facts,
            start: range.start as usize,
            end: range.end as usize,
            casing: match facts.casing[number] {
                Casing::Prose => 0,
                Casing::Title => 1,
                Casing::Capitals => 2,
            },
        }
    }

    #[inline]
    fn at(&self, index: usize, offset: isize) -> &Facts {
        match index.checked_add_signed(offset) {
            Some(index) if (self.start..self.end).contains(&index) => &self.facts.facts[index],
            _ => &EDGE,
        }
    }

    /// Writes the rows of all features of token `index`, which stands in the run of capitalised words `run`.
    pub(crate) fn features<K: Knowledge>(
        &self,
        view: &View<'_, K>,
        index: usize,
        run: TokenRange,
        rows: u32,
        out: &mut [u32; FEATURES],
    ) {
        let mut template = 0;
        let mut add = |value: u64| {
            out[template] = row(template, value, rows);
            template += 1;
        };
        let (a, b, c, d, e) = (
            self.at(index, -2),
            self.at(index, -1),
            self.at(index, 0),
            self.at(index, 1),
            self.at(index, 2),
        );
        let (run_start, run_end) = (run.start as usize, run.end as usize);
        let (head, first) = (self.at(run_end - 1, 0), self.at(run_start, 0));
        let (before, after) = (self.at(run_start, -1), self.at(run_end, 0));
        let place = pair(run.len().min(6) as u64, (index - run_start).min(5) as u64);
        // Words.
        add(c.word);
        add(b.word);
        add(d.word);
        add(a.word);
        add(e.word);
        add(pair(b.word, c.word));
        add(pair(c.word, d.word));
        add(pair(b.word, d.word));
        add(pair(a.word, b.word));
        add(pair(d.word, e.word));
        add(pair(head.word, u64::from(index + 1 == run_end)));
        add(pair(before.word, after.word));
        // Affixes.
        let bytes = view.word(index).as_bytes();
        let (tail, front) = (tail(bytes), head_of(bytes));
        add(tail & 0xffff);
        add(tail & 0xff_ffff);
        add(tail);
        add(front & 0xffff);
        add(front);
        add(pair(tail & 0xff_ffff, d.shape));
        add(pair(tail & 0xffff, b.word));
        // Shapes.
        add(c.shape);
        add(pair(b.shape, c.shape));
        add(pair(c.shape, d.shape));
        add(pair(pair(b.shape, c.shape), d.shape));
        add(pair(c.shape, b.word));
        add(pair(c.shape, d.word));
        add(pair(place, self.casing));
        add(pair(pair(b.shape, d.shape), place));
        // Classes of words.
        add(c.class);
        add(b.class);
        add(d.class);
        add(pair(b.class, c.shape));
        add(pair(d.class, c.shape));
        add(pair(a.coarse, b.coarse));
        add(pair(d.coarse, e.coarse));
        add(pair(b.coarse, pair(c.coarse, d.coarse)));
        add(pair(before.class, after.class));
        add(pair(head.class, u64::from(index + 1 == run_end)));
        // Gazetteer.
        add(c.listed);
        add(pair(c.listed, b.listed));
        add(pair(c.listed, d.listed));
        add(pair(c.listed, c.shape));
        add(pair(c.listed, pair(b.coarse, self.casing)));
        add(pair(c.listed, d.coarse));
        add(pair(c.listed, place));
        // Parts of people's names.
        add(pair(c.parts, b.parts));
        add(pair(c.parts, d.parts));
        add(pair(pair(b.parts, c.parts), d.parts));
        add(pair(c.parts, pair(c.listed, place)));
        add(pair(pair(first.parts, head.parts), place));
        add(pair(c.parts, c.seen));
        // Lists of words.
        add(c.lists);
        add(pair(b.lists, a.lists));
        add(pair(d.lists, e.lists));
        add(pair(before.lists, after.lists));
        add(pair(head.lists, place));
        add(pair(first.lists, place));
        add(pair(c.lists, head.lists));
        add(pair(before.lists, pair(c.parts, d.parts)));
        add(pair(after.lists, pair(c.listed, head.parts)));
        // Document.
        let begins = u64::from(run_start == self.start) + 2 * u64::from(index == run_start);
        add(pair(c.seen, begins));
        add(pair(c.seen, pair(c.shape, self.casing)));
        add(pair(pair(c.seen, d.seen), begins));
        add(pair(self.casing, begins));
        add(pair(c.seen, c.listed));
        add(pair(c.seen, pair(place, c.parts)));
        add(pair(c.seen, pair(before.lists, after.lists)));
        add(pair(first.seen, pair(head.seen, place)));
        debug_assert_eq!(template, FEATURES, "templates and groups differ");
    }
}

/// The last four bytes, letters of ASCII in lower case.
#[inline]
fn tail(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .take(4)
        .rev()
        .fold(0, |all, byte| (all << 8) | u64::from(byte.to_ascii_lowercase()))
}

/// The first four bytes, the first one lowest.
#[inline]
fn head_of(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(4)
        .rev()
        .fold(0, |all, byte| (all << 8) | u64::from(byte.to_ascii_lowercase()))
}
