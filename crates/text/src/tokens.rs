use crate::{Quotation, Span, Token, TokenRange};

/// A document cut into paragraphs, sentences, tokens and quotations. Reused from document to document.
///
/// Invariants: tokens, sentences and paragraphs are in text order and do not overlap; each token lies in exactly one
/// sentence, each sentence in exactly one paragraph; between tokens stands nothing but white space and control
/// characters; `hashes[i]` belongs to `tokens[i]`; quotations are in order of their start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// [`crate::hash_word`] of each token's text.
    pub hashes: Vec<u64>,
    /// All sentences, in order.
    pub sentences: Vec<Sentence>,
    /// All paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// What stands between quotation marks, in order of its start; nested ones after the one they stand in.
    pub quotations: Vec<Quotation>,
    /// Sentence number of each token.
    pub sentence_of: Vec<u32>,
}

/// A sentence, a headline or an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the text, without white space at the ends.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Index of the paragraph it stands in.
    pub paragraph: u32,
}

/// A paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes of the text, without white space at the ends.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its sentences: indices into [`Tokens::sentences`], end exclusive.
    pub sentences: (u32, u32),
    /// What kind of paragraph it looks like.
    pub kind: ParagraphKind,
}

/// What a paragraph looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running prose.
    Prose,
    /// A short line without a full stop at its end: a headline, a heading between paragraphs, a crumb of navigation.
    Heading,
    /// An item that begins with a bullet, a dash or a number.
    Item,
}

impl Tokens {
    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.hashes.clear();
        self.sentences.clear();
        self.paragraphs.clear();
        self.quotations.clear();
        self.sentence_of.clear();
    }

    /// Number of tokens.
    #[inline]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// True if there is no token.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Text of token number `index`.
    #[inline]
    pub fn text<'t>(&self, text: &'t str, index: usize) -> &'t str {
        self.tokens[index].span.of(text)
    }

    /// Bytes from the first to the last token of a range.
    ///
    /// # Panics
    /// If the range is empty.
    #[inline]
    pub fn span(&self, range: TokenRange) -> Span {
        let start = self.tokens[range.start as usize].span.start();
        Span::new(start, self.tokens[range.end as usize - 1].span.end())
    }

    /// Index of the first token that begins at or after byte `offset`.
    #[inline]
    pub fn at_or_after(&self, offset: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start() < offset)
    }

    /// The tokens that lie wholly inside `span`.
    pub fn inside(&self, span: Span) -> TokenRange {
        let start = self.at_or_after(span.start());
        let end = self
            .tokens
            .partition_point(|token| token.span.end() <= span.end());
        TokenRange::new(start, end.max(start))
    }

    /// The sentence that token number `index` stands in.
    #[inline]
    pub fn sentence_at(&self, index: usize) -> &Sentence {
        &self.sentences[self.sentence_of[index] as usize]
    }

    /// True if the token is the first word or number of its sentence (quotation marks and bullets aside).
    pub fn begins_sentence(&self, index: usize) -> bool {
        let first = self.sentence_at(index).tokens.start as usize;
        self.tokens[first..index].iter().all(|token| {
            matches!(
                token.kind,
                crate::TokenKind::QuoteMark | crate::TokenKind::Punctuation
            )
        })
    }

    /// Index of the innermost quotation whose content holds byte `offset`.
    pub fn quotation_at(&self, offset: usize) -> Option<usize> {
        let after = self
            .quotations
            .partition_point(|quotation| quotation.content.start() <= offset);
        let mut next = after.checked_sub(1);
        // The nearest one to the left, or one that it is nested in.
        while let Some(index) = next {
            if offset < self.quotations[index].content.end() {
                return Some(index);
            }
            next = match self.quotations[index].parent {
                Some(parent) => Some(parent as usize),
                None => return None,
            };
        }
        None
    }
}
