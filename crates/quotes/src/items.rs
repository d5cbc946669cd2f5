//! What the grammar works on: a sentence as a row of items, in which a whole quotation counts as one.

use whosaid_text::{Span, Tokens};

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::word::{CLOSED, Word};

/// What an item looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A word in lower case, or one that a list knows where capitals tell nothing.
    Word,
    /// A capitalised word that is likely a name.
    Name,
    Number,
    /// "’s"
    Clitic,
    Comma,
    Dash,
    Open,
    Close,
    Colon,
    Semicolon,
    Stop,
    /// A quotation of depth 0 with its marks.
    Quote,
    /// "%", "&", a mark that belongs to no quotation, …
    Symbol,
}

impl Shape {
    /// What the models see of items of this shape, as they see [`Word::sort`] of words. The weights know these numbers.
    pub(crate) const fn sort(self) -> u8 {
        match self {
            Shape::Word => Word::UNKNOWN.sort,
            Shape::Name => 18,
            Shape::Number => 19,
            Shape::Clitic => 20,
            Shape::Comma => 21,
            Shape::Dash => 22,
            Shape::Open => 23,
            Shape::Close => 24,
            Shape::Colon => 25,
            Shape::Semicolon => 26,
            Shape::Stop => 27,
            Shape::Quote => 28,
            Shape::Symbol => 29,
        }
    }
}

/// How a quotation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a word.
    Open = 0,
    Comma = 1,
    /// A full stop, question or exclamation mark, or ellipsis.
    Stop = 2,
}

/// A token, or a whole quotation: half a line of a cache, for all stages after share what the items of a document leave of
/// it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) classes: Classes,
    /// See [`Item::hash`]; of a quotation its index, its words from bit [`WORDS_AT`] on, and its ending from
    /// [`ENDING_AT`] on.
    held: u64,
    /// Index of the first token.
    pub(crate) first: u32,
    /// One past the index of the last token.
    pub(crate) end: u32,
    /// See [`Word::verb`].
    pub(crate) verb: u16,
    /// See [`Word::other`].
    pub(crate) other: u16,
    /// See [`Word::forms`].
    pub(crate) forms: Forms,
    /// See [`Word::sort`].
    pub(crate) sort: u8,
    pub(crate) shape: Shape,
    flags: Flags,
}

const _: () = assert!(size_of::<Item>() == 32);

const WORDS_AT: u32 = 32;
const ENDING_AT: u32 = 62;
/// Words of a quotation at most, as they are counted.
const MOST_WORDS: u32 = (1 << (ENDING_AT - WORDS_AT)) - 1;

/// What else there is to say of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags(u8);

impl Flags {
    pub(crate) const CAPITAL: Self = Self(1);
    pub(crate) const UPPER: Self = Self(2);
    pub(crate) const PLURAL: Self = Self(4);
    pub(crate) const FINITE: Self = Self(8);
    pub(crate) const GLUED: Self = Self(16);
    /// The first word of a cue of two.
    pub(crate) const PHRASE: Self = Self(32);
    pub(crate) const ACTIVE: Self = Self(64);

    #[inline]
    const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Item {
    /// Token number `first`, by its [`whosaid_text::hash_word`].
    #[inline]
    pub(crate) fn token(first: usize, hash: u64, shape: Shape) -> Self {
        Self {
            classes: Classes(0),
            held: hash,
            first: first as u32,
            end: first as u32 + 1,
            verb: NONE,
            other: NONE,
            forms: Forms(0),
            sort: shape.sort(),
            shape,
            flags: Flags(0),
        }
    }

    /// Quotation number `quotation` of so many words, from token `first` up to, not including, `end`.
    pub(crate) fn quote(quotation: usize, (first, end): (usize, usize), words: u32, ending: Ending) -> Self {
        let held =
            quotation as u64 | u64::from(words.min(MOST_WORDS)) << WORDS_AT | (ending as u64) << ENDING_AT;
        Self {
            end: end as u32,
            ..Self::token(first, held, Shape::Quote)
        }
    }

    /// What the lists know of the word.
    pub(crate) fn word(&self) -> Word {
        Word {
            classes: self.classes,
            forms: self.forms,
            verb: self.verb,
            other: self.other,
            sort: self.sort,
            active: self.is_active(),
        }
    }

    /// Takes what the lists know of a word.
    #[inline]
    pub(crate) fn set_word(&mut self, word: Word) {
        self.classes = word.classes;
        self.forms = word.forms;
        self.verb = word.verb;
        self.other = word.other;
        self.sort = word.sort;
        self.mark(Flags::ACTIVE, word.active);
    }

    /// Sets or takes away a flag.
    #[inline]
    pub(crate) fn mark(&mut self, flag: Flags, set: bool) {
        self.flags.0 = (self.flags.0 & !flag.0) | (u8::from(set) * flag.0);
    }

    #[inline]
    pub(crate) fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// A word whose form may be one of `forms`; never a name.
    #[inline]
    pub(crate) fn may_be(&self, forms: Forms) -> bool {
        self.shape == Shape::Word && self.forms.any(forms)
    }

    /// A quotation of few words that goes on as a part of its sentence.
    #[inline]
    pub(crate) fn is_short_quote(&self) -> bool {
        self.shape == Shape::Quote && self.words() <= 8 && self.ending() == Ending::Open
    }

    /// [`whosaid_text::hash_word`] of the first token; 0 of a quotation.
    #[inline]
    pub(crate) fn hash(&self) -> u64 {
        if self.shape == Shape::Quote { 0 } else { self.held }
    }

    /// What the models see of it: [`Item::sort`], or the hash of a word of a closed class. Which of the two is not for a
    /// branch to guess.
    #[inline]
    pub(crate) fn seen(&self) -> u64 {
        const _: () = assert!(CLOSED == 0);
        let closed = u64::from(self.sort == CLOSED).wrapping_neg();
        (self.held & closed) | u64::from(self.sort)
    }

    /// Index into [`Tokens::quotations`] of a quotation.
    #[inline]
    pub(crate) fn quotation(&self) -> u32 {
        debug_assert!(self.shape == Shape::Quote, "no quotation");
        self.held as u32
    }

    /// Words of a quotation; 2 of a cue of two words, on its first one.
    #[inline]
    pub(crate) fn words(&self) -> u32 {
        match self.shape {
            Shape::Quote => (self.held >> WORDS_AT) as u32 & MOST_WORDS,
            _ => 1 + u32::from(self.flags.any(Flags::PHRASE)),
        }
    }

    /// How a quotation ends.
    #[inline]
    pub(crate) fn ending(&self) -> Ending {
        match self.held >> ENDING_AT {
            1 if self.shape == Shape::Quote => Ending::Comma,
            2 if self.shape == Shape::Quote => Ending::Stop,
            _ => Ending::Open,
        }
    }

    /// The quotation, or the word, begins with a capital.
    #[inline]
    pub(crate) fn capital(&self) -> bool {
        self.flags.any(Flags::CAPITAL)
    }

    /// A word all in capitals, of two letters or more: "WHO".
    #[inline]
    pub(crate) fn upper(&self) -> bool {
        self.flags.any(Flags::UPPER)
    }

    /// A word that ends in -s.
    #[inline]
    pub(crate) fn plural(&self) -> bool {
        self.flags.any(Flags::PLURAL)
    }

    /// Surely a finite verb here: an auxiliary, or a past or present form that is not used as a noun or participle.
    #[inline]
    pub(crate) fn finite(&self) -> bool {
        self.flags.any(Flags::FINITE)
    }

    /// No blank parts it from the quotation before: “…”said Ann Lee.
    #[inline]
    pub(crate) fn glued(&self) -> bool {
        self.flags.any(Flags::GLUED)
    }

    /// See [`Word::active`].
    #[inline]
    pub(crate) fn is_active(&self) -> bool {
        self.flags.any(Flags::ACTIVE)
    }
}

/// A sentence, or several that a quotation holds together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// Indices into the items, end exclusive.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) paragraph: u32,
    pub(crate) heading: bool,
    /// First of its paragraph.
    pub(crate) first: bool,
    /// It has brackets.
    pub(crate) brackets: bool,
    /// Its words that may report: indices into [`Layout::cues`], end exclusive.
    pub(crate) cues: (u32, u32),
    /// Its quotations: indices into [`Layout::quotes`], end exclusive.
    pub(crate) quotes: (u32, u32),
}

/// A document as rows of items. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) items: Vec<Item>,
    pub(crate) units: Vec<Unit>,
    /// Indices of the items that may report, in order: what is not among them costs the search nothing.
    pub(crate) cues: Vec<u32>,
    /// Indices of the quotations, in order.
    pub(crate) quotes: Vec<u32>,
}

impl Layout {
    /// Items of the words of a unit that may report.
    pub(crate) fn cues_of(&self, unit: Unit) -> &[u32] {
        &self.cues[unit.cues.0 as usize..unit.cues.1 as usize]
    }

    /// Items of the quotations of a unit.
    pub(crate) fn quotes_of(&self, unit: Unit) -> &[u32] {
        &self.quotes[unit.quotes.0 as usize..unit.quotes.1 as usize]
    }
}

/// Bytes from the first to the last of some items.
///
/// # Panics
/// If there is none.
pub(crate) fn span(tokens: &Tokens, items: &[Item]) -> Span {
    let first = tokens.tokens[items[0].first as usize].span;
    let last = tokens.tokens[items[items.len() - 1].end as usize - 1].span;
    first.cover(last)
}
