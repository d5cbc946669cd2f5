//! Where a quotation begins or ends if the mark is missing: by sentences, and by what looks like an attribution.

use whosaid_text::{Case, TokenKind, Tokens};

use crate::lexicon::Lexicon;

/// A name or a noun before a verb of saying has no more words than this.
const SUBJECT: usize = 5;

/// Looks at the tokens of the last paragraph.
pub(crate) struct Missing<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
}

impl Missing<'_> {
    /// Byte at which ends what token `open` opens and nobody closes, `limit` at the latest: before an attribution set
    /// off by a comma; else at the limit if whole sentences are quoted, at the end of the sentence if part of one.
    pub(crate) fn end(&self, open: usize, limit: usize) -> usize {
        let inside = (open + 1).min(self.tokens.len() - 1);
        let sentence = self.tokens.sentence_at(inside).span.end().min(limit);
        if !self.is_speech(open) {
            return sentence;
        }
        for index in inside..self.tokens.len() {
            let span = self.tokens.tokens[index].span;
            if span.end() >= limit {
                break;
            }
            if self.tokens.text(self.text, index) == "," && self.is_attribution(index + 1) {
                return span.end();
            }
        }
        limit
    }

    /// Byte at which begins what token `close` closes and nobody opened, `floor` at the earliest. `first` if no other
    /// quotation stands before it in the paragraph.
    pub(crate) fn beginning(&self, close: usize, floor: usize, first: bool) -> usize {
        let sentence = self.tokens.sentence_at(close);
        let resumed = self.tokens.at_or_after(floor);
        let from = resumed.max(sentence.tokens.start as usize);
        // "He says, We shall see.”"
        let said = (from + 1..close).rev().find(|index| {
            matches!(self.tokens.text(self.text, *index), "," | ":") && self.is_said(from, *index)
        });
        if let Some(comma) = said {
            return self.tokens.tokens[comma].span.end().max(floor);
        }
        let before = self.tokens.text(self.text, close.saturating_sub(1));
        if !matches!(before, "." | "," | "!" | "?" | "…" | "...") {
            return sentence.span.start().max(floor);
        }
        if first {
            // All that the paragraph has said so far.
            return floor;
        }
        // "“…,” he said. We came. We saw.”"
        if resumed < sentence.tokens.start as usize {
            let attribution = self.tokens.sentence_at(resumed);
            if attribution.span.start() < floor && attribution.span.end() > floor {
                return attribution.span.end();
            }
        }
        sentence.span.start().max(floor)
    }

    /// True if the mark opens whole sentences: a capital behind it; before it nothing, a stop, a colon or a comma.
    fn is_speech(&self, open: usize) -> bool {
        let capital = self.tokens.tokens.get(open + 1).is_some_and(|token| {
            matches!(token.kind, TokenKind::Word(case) if case != Case::Lower)
                || token.kind == TokenKind::Number
        });
        let begins = self.tokens.sentence_at(open).tokens.start as usize == open;
        let colon = open > 0 && self.tokens.text(self.text, open - 1) == ":";
        let comma = open > 0 && self.tokens.text(self.text, open - 1) == ",";
        begins || colon || capital && comma
    }

    fn is_verb(&self, index: usize) -> bool {
        self.lexicon.is_attribution(self.tokens.hashes[index])
    }

    fn word(&self, index: usize) -> bool {
        self.tokens.tokens.get(index).is_some_and(|token| token.is_word())
    }

    /// True if a verb of saying stands at token `start`, or behind a few words of which the first is a pronoun, an
    /// article or capitalised: "said Kerr", "Mr. Kerr said", "the mayor said".
    fn is_attribution(&self, start: usize) -> bool {
        let words = (start..start + SUBJECT + 1).take_while(|index| self.word(*index));
        let Some(verb) = words.into_iter().find(|index| self.is_verb(*index)) else {
            return false;
        };
        verb == start
            || self.tokens.tokens[start].may_be_name()
            || verb == start + 1
            || self.lexicon.is_starter(self.tokens.hashes[start])
    }

    /// True if a verb of saying stands before token `comma`, or before the names in front of it: "he told Agency, ".
    fn is_said(&self, from: usize, comma: usize) -> bool {
        let capital = self
            .tokens
            .tokens
            .get(comma + 1)
            .is_some_and(|token| token.may_be_name());
        let names = |index: &usize| self.tokens.tokens[*index].may_be_name();
        let first = (from..comma).rev().take(SUBJECT).find(|index| !names(index));
        capital && first.is_some_and(|verb| self.is_verb(verb))
    }
}
