//! Makes an item of a token, a compound or a quotation.

use whosaid_text::{Case, Span, Token, TokenKind, Tokens, hash_word};

use crate::items::{Ending, Item, Shape};
use crate::lexicon::Lexicon;
use crate::word::Word;

pub(crate) fn quote_item(text: &str, tokens: &Tokens, quotation: usize, first: usize, end: usize) -> Item {
    let content = tokens.quotations[quotation].content;
    let mut words = 0;
    let mut capital = None;
    let mut last = None;
    for token in &tokens.tokens[first..end] {
        if token.span.start() < content.start() || token.span.end() > content.end() {
            continue;
        }
        match token.kind {
            TokenKind::Word(case) => {
                words += 1;
                capital.get_or_insert(case != Case::Lower);
            }
            TokenKind::Number => {
                words += 1;
                capital.get_or_insert(true);
            }
            _ => {}
        }
        if token.kind != TokenKind::QuoteMark {
            last = Some(token);
        }
    }
    let ending = match last {
        Some(token) if token.kind == TokenKind::Stop => Ending::Stop,
        Some(token) if matches!(token.span.of(text), "," | "，" | "、") => Ending::Comma,
        _ => Ending::Open,
    };
    Item {
        first: first as u32,
        end: end as u32,
        shape: Shape::Quote,
        word: Word::UNKNOWN,
        hash: 0,
        quotation: quotation as u32,
        words,
        ending,
        capital: capital.unwrap_or(false),
        upper: false,
        plural: false,
        finite: false,
        glued: false,
    }
}

#[inline]
pub(crate) fn token_item(text: &str, tokens: &Tokens, lexicon: &Lexicon, index: usize) -> Item {
    let token = tokens.tokens[index];
    let hash = tokens.hashes[index];
    let bytes = text.as_bytes();
    let mut capital = false;
    let mut word = Word::UNKNOWN;
    let shape = match token.kind {
        TokenKind::Word(case) => {
            capital = case != Case::Lower && case != Case::None;
            word = lexicon
                .get(hash)
                .unwrap_or_else(|| by_suffix(&bytes[token.span.start()..token.span.end()], case));
            Shape::Word
        }
        TokenKind::Number => Shape::Number,
        TokenKind::Clitic => Shape::Clitic,
        TokenKind::Stop => Shape::Stop,
        TokenKind::QuoteMark => Shape::Symbol,
        TokenKind::Punctuation => match &bytes[token.span.start()..token.span.end()] {
            b"," => Shape::Comma,
            b"-" => Shape::Dash,
            b"(" | b"[" => Shape::Open,
            b")" | b"]" => Shape::Close,
            b":" => Shape::Colon,
            b";" => Shape::Semicolon,
            [0..=0x7f] => Shape::Symbol,
            _ => match token.span.of(text) {
                "،" | "，" | "、" => Shape::Comma,
                "–" | "—" | "―" => Shape::Dash,
                _ => Shape::Symbol,
            },
        },
    };
    let mut end = index + 1;
    if matches!(shape, Shape::Word | Shape::Number) && hyphen_follows(tokens, index) {
        end = compound_end(text, tokens, index);
        if end > index + 1 {
            let compound = Span::new(token.span.start(), tokens.tokens[end - 1].span.end());
            word = lexicon.get(hash_word(compound.of(text))).unwrap_or(Word::UNKNOWN);
        }
    }
    let last = tokens.tokens[end - 1].span;
    let plural = matches!(shape, Shape::Word | Shape::Number)
        && last.len() > 2
        && bytes[last.end() - 1] == b's'
        && bytes[last.end() - 2] != b's';
    Item {
        first: index as u32,
        end: end as u32,
        shape,
        word,
        hash,
        quotation: u32::MAX,
        words: 1,
        ending: Ending::Open,
        capital,
        upper: token.kind == TokenKind::Word(Case::Upper),
        plural,
        finite: false,
        glued: false,
    }
}

/// True if punctuation stands right after the token, without a blank.
#[inline]
pub(crate) fn hyphen_follows(tokens: &Tokens, index: usize) -> bool {
    tokens.tokens.get(index + 1).is_some_and(|next: &Token| {
        next.kind == TokenKind::Punctuation && next.span.start() == tokens.tokens[index].span.end()
    })
}

/// One past the last token of a compound joined by hyphens without blanks: "short-term", "24-year-old".
pub(crate) fn compound_end(text: &str, tokens: &Tokens, index: usize) -> usize {
    let mut end = index + 1;
    while let [hyphen, word, ..] = &tokens.tokens[end..] {
        let joined = hyphen.span.start() == tokens.tokens[end - 1].span.end()
            && word.span.start() == hyphen.span.end()
            && matches!(hyphen.span.of(text), "-" | "‐" | "‑")
            && matches!(word.kind, TokenKind::Word(_) | TokenKind::Number);
        if !joined {
            break;
        }
        end += 2;
    }
    end
}

/// A guess at a word that no list has, by its ending.
pub(crate) fn by_suffix(word: &[u8], case: Case) -> Word {
    match word {
        [_, .., b'l', b'y'] if case == Case::Lower && word.len() > 4 => Word::ADVERB,
        [_, .., b'i', b'n', b'g'] if case == Case::Lower && word.len() > 4 => Word::ING,
        [_, .., b'e', b'd'] if case == Case::Lower && word.len() > 4 => Word::PAST,
        _ => Word::UNKNOWN,
    }
}
