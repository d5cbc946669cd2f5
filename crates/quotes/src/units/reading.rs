//! Makes an item of a token, a compound or a quotation.

use whosaid_text::{Case, Span, TokenKind, Tokens, hash_word};

use crate::items::{Ending, Flags, Item, Shape};
use crate::lexicon::{Lexicon, guess};
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
            let end = last_four(text, token.span);
            let guess = guess(end, token.span.len(), case == Case::Lower);
            item = Item::token(index, hash, Shape::Word);
            item.set_word(lexicon.get_or_guess(hash, guess));
            item.mark(Flags::CAPITAL, (case != Case::Lower) & (case != Case::None));
            item.mark(Flags::UPPER, case == Case::Upper);
            item.mark(Flags::PLURAL, is_plural(end, token.span.len()));
        }
        TokenKind::Number => {
            item = Item::token(index, hash, Shape::Number);
            item.mark(
                Flags::PLURAL,
                is_plural(last_four(text, token.span), token.span.len()),
            );
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
    let last = tokens.tokens[end - 1].span;
    item.mark(Flags::PLURAL, is_plural(last_four(text, last), last.len()));
}

/// The four bytes up to the end of a word, the last one highest; some of them may stand before it, or are 0 at the very
/// beginning of a text. Neither how long words are nor how they end is for a branch to guess.
#[inline]
fn last_four(text: &str, word: Span) -> u32 {
    let bytes = &text.as_bytes()[..word.end()];
    match bytes.last_chunk::<4>() {
        Some(four) => u32::from_le_bytes(*four),
        None => bytes
            .iter()
            .fold(0, |four, byte| four >> 8 | u32::from(*byte) << 24),
    }
}

/// "years", not "press"; three letters at least. `end` is the [`last_four`] of a word.
#[inline]
fn is_plural(end: u32, length: usize) -> bool {
    (length > 2) & (end >> 24 == u32::from(b's')) & (end >> 16 & 0xff != u32::from(b's'))
}

/// True if punctuation stands between the token and the next but one, and no blank anywhere: a comma has one after it.
#[inline]
pub(crate) fn hyphen_follows(tokens: &Tokens, index: usize) -> bool {
    let [token, next, after, ..] = &tokens.tokens[index..] else {
        return false;
    };
    next.kind == TokenKind::Punctuation
        && after.span.start() == next.span.end()
        && next.span.start() == token.span.end()
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
