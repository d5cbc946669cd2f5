//! The capitalised words of a document: each has a number, and what the document does with it elsewhere.

use whosaid_text::{Case, Knowledge, ParagraphKind, TokenKind};

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
    of_token: Vec<u32>,
    casing: Vec<Casing>,
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
        self.casing.clear();
        for sentence in &view.tokens.sentences {
            let mut counts = Counts::default();
            for index in sentence.tokens.indices() {
                let TokenKind::Word(case) = tokens[index].kind else {
                    continue;
                };
                counts.add(case, tokens[index].span.len());
                if case != Case::Lower {
                    self.of_token[index] = self.number(view.tokens.hashes[index]);
                }
            }
            let short = view.tokens.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Heading;
            self.casing.push(counts.casing(short));
        }
        self.flags.clear();
        self.flags.resize(self.keys.len(), 0);
        for (number, sentence) in view.tokens.sentences.iter().enumerate() {
            self.look_through(view, sentence.tokens.indices(), self.casing[number]);
        }
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

    fn look_through<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        range: std::ops::Range<usize>,
        casing: Casing,
    ) {
        let prose = casing == Casing::Prose;
        let mut first = true;
        let mut open = false;
        for index in range.clone() {
            let kind = view.tokens.tokens[index].kind;
            if kind == TokenKind::Word(Case::Lower) {
                if let (_, Some(number)) = self.find(view.tokens.hashes[index]) {
                    self.flags[number as usize] |= LOWER | if prose { PROSE_LOWER } else { 0 };
                }
                (open, first) = (false, false);
                continue;
            }
            let title = matches!(kind, TokenKind::Word(Case::Title | Case::Mixed));
            if prose && title && open {
                self.mark(self.of_token[index - 1], BEGINS);
                let next = view
                    .tokens
                    .tokens
                    .get(index + 1)
                    .filter(|_| index + 1 < range.end);
                if !next.is_some_and(|next| matches!(next.kind, TokenKind::Word(Case::Title | Case::Mixed))) {
                    self.mark(self.of_token[index], ENDS);
                }
            }
            open = title;
            match kind {
                TokenKind::Word(_) if prose && !first => self.mark(self.of_token[index], AMID),
                TokenKind::Word(_) | TokenKind::Number | TokenKind::Clitic => (),
                // After a colon, a bullet or a quotation mark a capital says little.
                _ => {
                    first = true;
                    continue;
                }
            }
            first = false;
        }
    }

    fn mark(&mut self, number: u32, flag: u8) {
        if let Some(flags) = self.flags.get_mut(number as usize) {
            *flags |= flag;
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
    #[inline]
    fn add(&mut self, case: Case, length: usize) {
        match case {
            Case::Lower => self.lower += usize::from(length > 3),
            Case::Upper => self.upper += 1,
            Case::Title | Case::Mixed => self.capital += 1,
            Case::None => (),
        }
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
