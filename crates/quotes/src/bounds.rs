//! The first and the last byte of a reported clause.

use whosaid_text::Span;

use crate::items::{self, Shape};
use crate::statements::Source;

/// Bytes of a clause, without the marks at its ends that belong to the sentence: "5%", "€5" and "Yippy!" keep theirs.
pub(crate) fn clause_span(source: &Source<'_>, start: usize, end: usize) -> Option<Span> {
    let items = source.items;
    let (mut start, mut end) = (start, end);
    let loose = |at: usize| {
        matches!(
            items[at].shape,
            Shape::Comma | Shape::Dash | Shape::Colon | Shape::Semicolon | Shape::Stop | Shape::Symbol
        )
    };
    while start < end && loose(start) {
        start += 1;
    }
    while end > start && loose(end - 1) {
        end -= 1;
    }
    if start >= end {
        return None;
    }
    while start > 0 && begins_word(source, start - 1) {
        start -= 1;
    }
    while end < items.len() && ends_word(source, end) {
        end += 1;
    }
    let all = items::span(source.tokens, &items[start..end]);
    // Marks around all of it are left out; a mark inside keeps its partner.
    let span = match items[start].shape {
        Shape::Quote if end == start + 1 => {
            source.tokens.quotations[items[start].quotation() as usize].content
        }
        _ => all,
    };
    (!span.is_empty()).then_some(span)
}

/// True for the mark of "$5", "+44" and "#free".
fn begins_word(source: &Source<'_>, at: usize) -> bool {
    let mark = mark(source, at);
    let next = source.tokens.tokens.get(source.items[at].end as usize);
    next.is_some_and(|next| next.span.start() == mark.end())
        && matches!(
            mark.of(source.text).chars().next(),
            Some('$' | '¢' | '£' | '¥' | '₠'..='⃏' | '#' | '+' | '@')
        )
}

/// True for the mark of "5%", "30€", "7½" and "C++", and for that of "Yippy!" before a stop or comma, which is the
/// sentence's own.
fn ends_word(source: &Source<'_>, at: usize) -> bool {
    let mark = mark(source, at);
    let before = (source.items[at].first as usize).checked_sub(1);
    let joined = before.is_some_and(|before| source.tokens.tokens[before].span.end() == mark.start());
    let own = || {
        let next = source.items.get(at + 1);
        next.is_some_and(|next| matches!(next.shape, Shape::Comma | Shape::Stop))
    };
    joined
        && match mark.of(source.text).chars().next() {
            Some('!') => own(),
            Some('%' | '‰' | '°' | '′' | '″' | '¼'..='¾' | '⅐'..='⅞' | '²' | '³' | '™' | '®') => {
                true
            }
            Some('$' | '¢' | '£' | '¥' | '₠'..='⃏' | '#' | '+') => true,
            _ => false,
        }
}

/// Bytes of the first token of an item.
fn mark(source: &Source<'_>, at: usize) -> Span {
    source.tokens.tokens[source.items[at].first as usize].span
}
