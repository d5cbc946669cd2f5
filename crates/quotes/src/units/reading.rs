//! Makes an item of a token, a compound or a quotation.

use whosaid_text::{Case, Span, Token, TokenKind, Tokens, hash_word};

use crate::items::{Ending, Flags, Item, Shape};
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
    let mut item = Item::quote(quotation, (first, end), words, ending);
    item.mark(Flags::CAPITAL, capital.unwrap_or(false));
    item
}

#[inline]
pub(crate) fn token_item(text: &str, tokens: &Tokens, lexicon: &Lexicon, index: usize) -> Item {
    let token = tokens.tokens[index];
    let hash = tokens.hashes[index];
    let mut item;
    match token.kind {
        TokenKind::Word(case) => {
            item = Item::token(index, hash, Shape::Word);
            item.mark(Flags::CAPITAL, (case != Case::Lower) & (case != Case::None));
            item.mark(Flags::UPPER, case == Case::Upper);
            item.mark(Flags::PLURAL, is_plural(text, token.span));
            item.set_word(
                lexicon
                    .get(hash)
                    .unwrap_or_else(|| by_suffix(token.span.of(text).as_bytes(), case)),
            );
        }
        TokenKind::Number => {
            item = Item::token(index, hash, Shape::Number);
            item.mark(Flags::PLURAL, is_plural(text, token.span));
        }
        kind => return Item::token(index, hash, shape_of(kind, token.span.of(text))),
    }
    if hyphen_follows(tokens, index) {
        join_compound(text, tokens, lexicon, &mut item);
    }
    item
}

/// What a token that is no word and no number looks like.
fn shape_of(kind: TokenKind, text: &str) -> Shape {
    match kind {
        TokenKind::Clitic => Shape::Clitic,
        TokenKind::Stop => Shape::Stop,
        TokenKind::Punctuation => match text.as_bytes() {
            b"," => Shape::Comma,
            b"-" => Shape::Dash,
            b"(" | b"[" => Shape::Open,
            b")" | b"]" => Shape::Close,
            b":" => Shape::Colon,
            b";" => Shape::Semicolon,
            [0..=0x7f] => Shape::Symbol,
            _ => match text {
                "،" | "，" | "、" => Shape::Comma,
                "–" | "—" | "―" => Shape::Dash,
                _ => Shape::Symbol,
            },
        },
        _ => Shape::Symbol,
    }
}

/// Takes the rest of a compound of hyphens into its first word or number, if it is one.
#[inline(never)]
fn join_compound(text: &str, tokens: &Tokens, lexicon: &Lexicon, item: &mut Item) {
    let first = item.first as usize;
    let end = compound_end(text, tokens, first);
    if end == first + 1 {
        return;
    }
    let compound = tokens.tokens[first].span.cover(tokens.tokens[end - 1].span);
    item.end = end as u32;
    item.set_word(lexicon.get(hash_word(compound.of(text))).unwrap_or(Word::UNKNOWN));
    if item.shape == Shape::Number {
        item.sort = Shape::Number.sort();
    }
    item.mark(Flags::PLURAL, is_plural(text, tokens.tokens[end - 1].span));
}

/// "years", not "press"; three letters at least. Neither how long words are nor how they end is for a branch to guess.
#[inline]
fn is_plural(text: &str, word: Span) -> bool {
    match text.as_bytes()[..word.end()].last_chunk::<2>() {
        Some([before, last]) => (word.len() > 2) & (*last == b's') & (*before != b's'),
        None => false,
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
