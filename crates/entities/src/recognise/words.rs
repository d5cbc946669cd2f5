//! The capitalised words of a document: each has a number, and what the document does with it elsewhere.

use whosaid_text::{Case, Knowledge, ParagraphKind, Token, TokenKind, sieve};

use crate::view::View;

/// How a sentence is cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    Prose,
    Title,
    Capitals,
}

/// A token that is no capitalised word.
pub(crate) const NO_WORD: u32 = u32::MAX;

/// Somewhere in lower case.
const LOWER: u8 = 1 << 7;
/// In lower case in a sentence of prose.
const PROSE_LOWER: u8 = 1;
/// With a capital amid a sentence.
const AMID: u8 = 2;
/// Ends a pair of capitalised words, as surnames do.
const ENDS: u8 = 4;
/// Begins a pair of capitalised words, as given names do.
const BEGINS: u8 = 8;

/// Number and habits of each capitalised word. Words in lower case are looked up and not held, so that the table is
/// small and most of them are done with after one look. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct DocumentWords {
    /// One more than a word's number, 0 where nothing is; open addressing.
    slots: Vec<u32>,
    keys: Vec<u64>,
    flags: Vec<u8>,
    /// Tokens that are capitalised words.
    capitals: Vec<u32>,
    /// A bit for each of them, by its hash: most other words are not looked up.
    filter: [u64; FILTER],
    of_token: Vec<u32>,
    casing: Vec<Casing>,
}

const FILTER: usize = 32;

/// Block and bit of a word in the filter.
#[inline]
fn place_in_filter(hash: u64) -> (usize, u64) {
    ((hash >> 6) as usize % FILTER, hash % 64)
}

impl DocumentWords {
    /// Reads a document.
    pub(crate) fn collect<K: Knowledge>(&mut self, view: &View<'_, K>) {
        let tokens = &view.tokens.tokens;
        self.slots.clear();
        self.slots
            .resize((tokens.len() * 2).next_power_of_two().max(64), 0);
        self.keys.clear();
        self.of_token.clear();
        self.of_token.resize(tokens.len(), NO_WORD);
        self.capitals.clear();
        sieve(
            tokens,
            |token| token.may_be_name(),
            |index| self.capitals.push(index as u32),
        );
        self.filter = [0; FILTER];
        for number in 0..self.capitals.len() {
            let index = self.capitals[number] as usize;
            let hash = view.tokens.hashes[index];
            self.of_token[index] = self.number(hash);
            let (block, bit) = place_in_filter(hash);
            self.filter[block] |= 1 << bit;
        }
        self.flags.clear();
        self.flags.resize(self.keys.len(), 0);
        self.casing.clear();
        self.casing.extend(view.tokens.sentences.iter().map(|sentence| {
            let short = view.tokens.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Heading;
            Counts::of(&tokens[sentence.tokens.indices()]).casing(short)
        }));
        self.mark_lower(view);
        self.mark_capitals(view);
    }

    /// Number of a word, a new one if need be.
    fn number(&mut self, hash: u64) -> u32 {
        let (slot, found) = self.find(hash);
        found.unwrap_or_else(|| {
            self.keys.push(hash);
            self.slots[slot] = self.keys.len() as u32;
            self.keys.len() as u32 - 1
        })
    }

    /// Where a word stands or would stand, and its number.
    #[inline]
    fn find(&self, hash: u64) -> (usize, Option<u32>) {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        // Never full: there are twice as many slots as tokens.
        while let Some(number) = self.slots[slot].checked_sub(1) {
            if self.keys[number as usize] == hash {
                return (slot, Some(number));
            }
            slot = (slot + 1) & mask;
        }
        (slot, None)
    }

    /// Marks the words that stand in lower case too.
    fn mark_lower<K: Knowledge>(&mut self, view: &View<'_, K>) {
        let hashes = &view.tokens.hashes;
        let filter = self.filter;
        let held = |hash: &u64| {
            let (block, bit) = place_in_filter(*hash);
            filter[block] >> bit & 1 != 0
        };
        sieve(hashes, held, |index| {
            if view.tokens.tokens[index].kind == TokenKind::Word(Case::Lower)
                && let (_, Some(number)) = self.find(hashes[index])
            {
                let prose = self.casing[view.tokens.sentence_of[index] as usize] == Casing::Prose;
                self.flags[number as usize] |= LOWER | if prose { PROSE_LOWER } else { 0 };
            }
        });
    }

    /// Marks what the words do where they have a capital, by the tokens beside them.
    fn mark_capitals<K: Knowledge>(&mut self, view: &View<'_, K>) {
        let tokens = &view.tokens.tokens;
        let title = |index: usize| matches!(tokens[index].kind, TokenKind::Word(Case::Title | Case::Mixed));
        for index in self.capitals.iter().map(|index| *index as usize) {
            let sentence = view.tokens.sentence_of[index] as usize;
            if self.casing[sentence] != Casing::Prose {
                continue;
            }
            let range = view.tokens.sentences[sentence].tokens.indices();
            let (first, last) = (index == range.start, index + 1 == range.end);
            // After a colon, a bullet or a quotation mark a capital says little.
            let amid = !first
                && matches!(
                    tokens[index - 1].kind,
                    TokenKind::Word(_) | TokenKind::Number | TokenKind::Clitic
                );
            let before = !first && title(index - 1);
            let after = !last && title(index + 1);
            let own = title(index);
            let flags = if amid { AMID } else { 0 }
                | if own & after { BEGINS } else { 0 }
                | if own & before & !after { ENDS } else { 0 };
            self.flags[self.of_token[index] as usize] |= flags;
        }
    }

    /// Number of a word that the document writes with a capital somewhere.
    pub(crate) fn number_of(&self, hash: u64) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(hash).1
    }

    /// Number of words that have a number.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Tokens that are capitalised words, in text order.
    pub(crate) fn capitals(&self) -> &[u32] {
        &self.capitals
    }

    /// Number of the capitalised word that each token is, or [`NO_WORD`].
    pub(crate) fn of_token(&self) -> &[u32] {
        &self.of_token
    }

    /// What the document writes elsewhere of token `index`, in 16 values; 0 for what is no capitalised word too.
    #[inline]
    pub(crate) fn seen(&self, index: usize) -> u64 {
        match self.flags.get(self.of_token[index] as usize) {
            Some(flags) => 1 + u64::from(flags & !LOWER),
            None => 0,
        }
    }

    /// True if the document writes a word, which it somewhere writes with a capital, in lower case too.
    #[inline]
    pub(crate) fn is_lower(&self, hash: u64) -> bool {
        !self.slots.is_empty()
            && self
                .find(hash)
                .1
                .is_some_and(|number| self.flags[number as usize] & LOWER != 0)
    }

    /// How sentence number `sentence` is cased.
    #[inline]
    pub(crate) fn casing(&self, sentence: usize) -> Casing {
        self.casing[sentence]
    }
}

/// How many words of a sentence are cased how.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// Words in lower case of more than three bytes.
    lower: usize,
    capital: usize,
    upper: usize,
}

impl Counts {
    fn of(tokens: &[Token]) -> Self {
        let mut counts = Self::default();
        for token in tokens {
            let is = |case: Case| token.kind == TokenKind::Word(case);
            counts.lower += usize::from(is(Case::Lower) & (token.span.len() > 3));
            counts.capital += usize::from(is(Case::Title) | is(Case::Mixed));
            counts.upper += usize::from(is(Case::Upper));
        }
        counts
    }

    /// `short` for a heading.
    fn casing(self, short: bool) -> Casing {
        let Self {
            lower,
            capital,
            upper,
        } = self;
        if upper > 2 && lower == 0 && upper > capital {
            Casing::Capitals
        } else if capital + upper > 3 && lower * if short { 2 } else { 4 } < capital + upper {
            Casing::Title
        } else {
            Casing::Prose
        }
    }
}
