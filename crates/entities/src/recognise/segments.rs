//! Where a name can stand: capitalised words, names of lists, and what joins them.

use whosaid_text::{Case, Knowledge, TokenKind, TokenRange};

use crate::lexicon::WordClass;
use crate::view::{View, is_hyphen};

/// So many joining tokens may stand between two words of one name ("Ministry of the").
const GAP: usize = 3;

/// True if a name may begin with the token.
#[inline]
fn is_candidate<K: Knowledge>(view: &View<'_, K>, index: usize, listed: bool) -> bool {
    listed || view.tokens.tokens[index].may_be_name()
}

/// True for a word in lower case that joins two words of one name, and neither begins nor ends one.
#[inline]
pub(crate) fn is_joining_word(word: &str) -> bool {
    matches!(word, "of" | "for" | "the" | "and" | "on" | "in" | "to")
}

fn is_dash(mark: &str) -> bool {
    is_hyphen(mark) || mark == "–"
}

/// True if a token may stand between two capitalised words of a name.
#[inline]
fn joins<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    match view.tokens.tokens[index].kind {
        TokenKind::Word(Case::Lower) => {
            view.class(index).any(WordClass::PARTICLE) || is_joining_word(view.word(index))
        }
        TokenKind::Punctuation => match view.word(index) {
            "&" | "/" | "." => true,
            // "CYCLING - RURITANIA": a dash between two gaps parts names.
            word => is_dash(word) && (view.touches_next(index) || index > 0 && view.touches_next(index - 1)),
        },
        TokenKind::Number | TokenKind::Clitic => true,
        TokenKind::Stop => view.word(index) == ".",
        _ => false,
    }
}

/// True for what a text's headline in capitals is about: "CYCLING - LIND WINS IN RURITANIA".
fn is_topic<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> bool {
    let upper = TokenKind::Word(Case::Upper);
    let tokens = &view.tokens.tokens;
    start == 0
        && end == 1
        && tokens[start].kind == upper
        && tokens[end..].first_chunk().is_some_and(|[dash, next]| {
            dash.kind == TokenKind::Punctuation && next.kind == upper && !joins(view, end)
        })
        && is_dash(view.word(end))
}

/// Calls `found` for each stretch of tokens that may hold names, in text order. `listed[i]` is not 0 where a match of
/// the gazetteer stands.
pub(crate) fn each<K: Knowledge>(view: &View<'_, K>, listed: &[u16], mut found: impl FnMut(TokenRange)) {
    for sentence in &view.tokens.sentences {
        let (mut index, end) = (sentence.tokens.start as usize, sentence.tokens.end as usize);
        let mut before = index;
        while index < end {
            if !is_candidate(view, index, listed[index] != 0) {
                index += 1;
                continue;
            }
            let first = sentence.tokens.start as usize;
            let mut start = index;
            if start >= first + 2
                && view.is_inner_hyphen(start - 1)
                && view.tokens.tokens[start - 2].is_word()
            {
                // "al-Masri"
                start -= 2;
            } else if start > first && view.tokens.tokens[start - 1].kind == TokenKind::Number {
                // "20th Street"
                start -= 1;
            }
            let mut last = index + 1;
            let mut next = last;
            while next < end && next - last <= GAP {
                if is_candidate(view, next, listed[next] != 0) {
                    next += 1;
                    last = next;
                } else if next == last && next + 1 < end && view.is_inner_hyphen(next) {
                    // "Ki-moon"
                    next += 2;
                    last = next;
                } else if next - last < GAP && joins(view, next) {
                    if next == last && view.tokens.tokens[next].kind == TokenKind::Number {
                        last = next + 1;
                    }
                    next += 1;
                } else {
                    break;
                }
            }
            start = start.max(before);
            before = last;
            let opener = last == start + 1
                && view.tokens.tokens[start].kind == TokenKind::Word(Case::Title)
                && view.class(start).any(WordClass::OPENER)
                && listed[start] == 0;
            if opener || listed[start] == 0 && is_topic(view, start, last) {
                index = last;
                continue;
            }
            found(TokenRange::new(start, last));
            index = last;
        }
    }
}
