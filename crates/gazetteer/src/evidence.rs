use whosaid_text::{Case, ParagraphKind, TokenKind, Tokens};

/// A lower-case word so long proves that a heading is not written Like This.
const LONG_WORD: usize = 5;

/// Whether a capital says anything. Looks at each sentence and each heading once.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// A sentence, and its first word.
    sentence: Option<(u32, usize)>,
    /// A paragraph, and whether it is a heading in which each word has a capital.
    heading: Option<(u32, bool)>,
}

impl Evidence {
    /// Forgets the document before.
    pub(crate) fn begin(&mut self) {
        *self = Self::default();
    }

    /// True if the word has a capital that a common word would not have in its place: it does not begin a sentence or
    /// a quotation, is not all capitals, and stands in no heading that is written Like This.
    pub(crate) fn capital(&mut self, text: &str, tokens: &Tokens, index: usize) -> bool {
        if !matches!(
            tokens.tokens[index].kind,
            TokenKind::Word(Case::Title | Case::Mixed)
        ) {
            return false;
        }
        let sentence = tokens.sentence_of[index];
        let first = match self.sentence {
            Some((known, first)) if known == sentence => first,
            _ => {
                let range = tokens.sentences[sentence as usize].tokens;
                let word = |index: &usize| {
                    matches!(tokens.tokens[*index].kind, TokenKind::Word(_) | TokenKind::Number)
                };
                let first = range.indices().find(word).unwrap_or(index);
                self.sentence = Some((sentence, first));
                first
            }
        };
        if index <= first || opens(text, tokens, index - 1) {
            return false;
        }
        let paragraph = tokens.sentences[sentence as usize].paragraph;
        let heading = match self.heading {
            Some((known, heading)) if known == paragraph => heading,
            _ => {
                let heading = is_heading_in_capitals(tokens, paragraph);
                self.heading = Some((paragraph, heading));
                heading
            }
        };
        !heading
    }
}

/// True for a mark after which a sentence may begin.
fn opens(text: &str, tokens: &Tokens, index: usize) -> bool {
    let token = tokens.tokens[index];
    match token.kind {
        TokenKind::QuoteMark | TokenKind::Stop => true,
        TokenKind::Punctuation => {
            !matches!(token.span.of(text), "," | ";" | "-" | "‐" | "‑" | "/" | ")" | "&")
        }
        _ => false,
    }
}

fn is_heading_in_capitals(tokens: &Tokens, paragraph: u32) -> bool {
    let paragraph = &tokens.paragraphs[paragraph as usize];
    let small = |index: usize| {
        let token = tokens.tokens[index];
        token.kind == TokenKind::Word(Case::Lower) && token.span.len() >= LONG_WORD
    };
    paragraph.kind == ParagraphKind::Heading && !paragraph.tokens.indices().any(small)
}
