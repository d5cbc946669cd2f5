//! What the grammar works on: a sentence as a row of items, in which a whole quotation counts as one.

use whosaid_text::{Span, Tokens};

use crate::classes::Classes;
use crate::forms::Forms;
use crate::word::Word;

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

/// How a quotation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a word.
    Open,
    Comma,
    /// A full stop, question or exclamation mark, or ellipsis.
    Stop,
}

/// A token, or a whole quotation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// Index of the first token.
    pub(crate) first: u32,
    /// One past the index of the last token.
    pub(crate) end: u32,
    pub(crate) shape: Shape,
    pub(crate) word: Word,
    /// [`whosaid_text::hash_word`] of a single token.
    pub(crate) hash: u64,
    /// Index into [`Tokens::quotations`] of a quotation.
    pub(crate) quotation: u32,
    /// Words in a quotation.
    pub(crate) words: u32,
    /// How a quotation ends.
    pub(crate) ending: Ending,
    /// The quotation, or the word, begins with a capital.
    pub(crate) capital: bool,
    /// A word all in capitals, of two letters or more: "WHO".
    pub(crate) upper: bool,
    /// A word that ends in -s.
    pub(crate) plural: bool,
    /// Surely a finite verb here: an auxiliary, or a past or present form that is not used as a noun or participle.
    pub(crate) finite: bool,
    /// No blank parts it from the quotation before: “…”said Ann Lee.
    pub(crate) glued: bool,
}

impl Item {
    #[inline]
    pub(crate) fn is(&self, classes: Classes) -> bool {
        self.word.classes.any(classes)
    }

    /// A word whose form may be one of `forms`; never a name.
    #[inline]
    pub(crate) fn may_be(&self, forms: Forms) -> bool {
        self.shape == Shape::Word && self.word.forms.any(forms)
    }

    /// A quotation of few words that goes on as a part of its sentence.
    #[inline]
    pub(crate) fn is_short_quote(&self) -> bool {
        self.shape == Shape::Quote && self.words <= 8 && self.ending == Ending::Open
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
