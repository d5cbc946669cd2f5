use crate::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with what UAX #29 keeps inside a word ("don’t", "O’Brien"); an abbreviation keeps its full stop
    /// ("Mr.", "U.S.").
    Word(Case),
    /// What is cut off a word because it is no part of the name: a possessive ("’s", "’" after s) at its end, an
    /// elided article ("l’", "d’") at its beginning.
    Clitic,
    /// Digits, with what UAX #29 keeps inside a number ("1,000.5"), also with letters ("20th", "4X4").
    Number,
    /// A mark that opens or closes a quotation, or a straight one that might; apostrophes inside words are none.
    QuoteMark,
    /// A full stop, question mark, exclamation mark or ellipsis.
    Stop,
    /// Any other punctuation or symbol, one character a token.
    Punctuation,
}

/// How the letters of a word are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// "peace"
    Lower,
    /// "Peace": an upper-case letter and then none; also a single upper-case letter.
    Title,
    /// "PEACE", "U.S.": at least two letters, all upper case.
    Upper,
    /// "McDonald", "iPhone"
    Mixed,
    /// A script without case.
    None,
}

/// A piece of text: where it stands and what it is. Its text is `token.span.of(text)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// Bytes of the document's text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

impl Token {
    /// True for words.
    #[inline]
    pub fn is_word(self) -> bool {
        matches!(self.kind, TokenKind::Word(_))
    }

    /// True for a word that begins with a capital, or is of a script without case.
    #[inline]
    pub fn may_be_name(self) -> bool {
        matches!(
            self.kind,
            TokenKind::Word(Case::Title | Case::Upper | Case::Mixed | Case::None)
        )
    }
}

/// Consecutive tokens: indices into [`crate::Tokens::tokens`], end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// Index of the first token.
    pub start: u32,
    /// One past the index of the last token.
    pub end: u32,
}

impl TokenRange {
    /// Tokens `start` up to, not including, `end`.
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "not a token range: {start}..{end}");
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The indices.
    #[inline]
    pub fn indices(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// How many tokens.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True if there is no token.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if token number `index` is one of them.
    #[inline]
    pub fn contains(self, index: usize) -> bool {
        self.indices().contains(&index)
    }
}
