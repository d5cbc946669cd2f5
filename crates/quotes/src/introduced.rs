//! Who speaks after a colon that no verb announces: "The president, in a tweet: “…”", "Ann Lee’s reply: “…”".

use whosaid_text::hash_word;

use crate::classes::Classes;
use crate::cue::{CueKind, NONE};
use crate::floating::subject_of;
use crate::items::{Item, Shape};
use crate::lexicon::Lexicon;
use crate::phrases::after as phrases_after;
use crate::phrases::{self, Phrase, SubjectKind};

/// Items before the colon at most.
const LONGEST: usize = 20;

/// Who is named in the words before the colon at `colon`, if these are no clause.
pub(crate) fn introduced(items: &[Item], lexicon: &Lexicon, low: usize, colon: usize) -> Option<Phrase> {
    let skipped = |item: &Item| match item.shape {
        Shape::Word => item.is(Classes::COORDINATOR.with(Classes::ADVERB)),
        shape => matches!(shape, Shape::Symbol | Shape::Number | Shape::Dash | Shape::Comma),
    };
    let low = (low..colon).find(|at| !skipped(&items[*at]))?;
    let verb = |item: &Item| item.finite() && (item.is(Classes::AUXILIARY) || !reports(item, lexicon));
    if colon - low > LONGEST || items[low..colon].iter().any(verb) {
        return None;
    }
    let named = |start: usize, end: usize, kind| Phrase {
        start,
        end,
        kind,
        outer: end,
    };
    let speech = |from: usize| (from..colon).find(|at| reports(&items[*at], lexicon));
    // "Ann Lee’s reply", "her short answer"
    let owner = (low..colon).find(|at| {
        items[*at].shape == Shape::Clitic
            || items[*at].shape == Shape::Word && items[*at].is(Classes::POSSESSIVE)
    });
    if let Some(owner) = owner
        && speech(owner + 1).is_some_and(|noun| noun <= owner + 4)
    {
        let end = owner + usize::from(items[owner].shape == Shape::Word);
        let start = if end == owner { low } else { owner };
        return (start < end).then(|| named(start, end, SubjectKind::Possessor));
    }
    // "The verdict of Ann Lee", "A message from the mayor", "Statement by the ministry"
    let of = |at: &usize| {
        items[*at].shape == Shape::Word
            && (items[*at].is(Classes::OF.with(Classes::BY)) || items[*at].hash() == hash_word("from"))
    };
    if let Some(noun) = speech(low)
        && let Some(of) = (noun + 1..colon.min(noun + 2)).find(of)
    {
        let end = phrases_after::right_edge(items, of + 1, colon)?;
        return Some(named(of + 1, end, phrases::kind_of(items, of + 1, end)));
    }
    let end = phrases_after::right_edge(items, low, colon)?;
    let kind = phrases::kind_of(items, low, end);
    let apart = end == colon
        || items[end].shape == Shape::Comma
        || items[end].shape == Shape::Open
        || items[end].shape == Shape::Word && items[end].is(Classes::PREPOSITION);
    let somebody = matches!(kind, SubjectKind::Name | SubjectKind::Single | SubjectKind::Group);
    (somebody && apart).then(|| named(low, end, kind))
}

/// Who speaks after the colon at `colon`: a name alone, whose words they are, whoever `named` is, or the subject of the
/// clause.
pub(crate) fn before_colon(
    items: &[Item],
    low: usize,
    colon: usize,
    named: Option<Phrase>,
) -> Option<Phrase> {
    name_alone(items, low, colon)
        .or_else(|| words_of(items, low, colon))
        .or(named)
        .or_else(|| subject_of(items, low, colon))
}

/// "reply", "verdict", "statement"
fn reports(item: &Item, lexicon: &Lexicon) -> bool {
    item.shape == Shape::Word
        && (item.is(Classes::VENUE.with(Classes::UTTERANCE))
            || item.other != NONE && lexicon.cue(item.other).kind == CueKind::Noun)
}

/// "Lee: “…”" within a paragraph: nothing but a name before the colon.
fn name_alone(items: &[Item], low: usize, end: usize) -> Option<Phrase> {
    let low = (low..end)
        .find(|at| !matches!(items[*at].shape, Shape::Symbol | Shape::Number))
        .unwrap_or(end);
    // "First minister: “…”"
    let office = |item: &Item| item.capital() || item.is(Classes::TITLE.with(Classes::SINGLE));
    let alone = low < end
        && end - low <= 6
        && items[low..end]
            .iter()
            .all(|item| item.shape == Shape::Name || item.shape == Shape::Word && office(item));
    alone.then(|| Phrase {
        start: low,
        end,
        kind: phrases::kind_of(items, low, end),
        outer: end,
    })
}

/// "in the words of Ann Lee, an adviser: “…”": whose words they are.
fn words_of(items: &[Item], low: usize, end: usize) -> Option<Phrase> {
    let of = (low.max(end.saturating_sub(20)) + 1..end).rev().find(|at| {
        items[*at].is(Classes::OF.with(Classes::BY)) && items[at - 1].is(Classes::SCARE.with(Classes::VENUE))
            || is_through(items, *at)
    })?;
    let edge = phrases_after::right_edge(items, of + 1, end)?;
    Some(Phrase {
        start: of + 1,
        end: edge,
        kind: phrases::kind_of(items, of + 1, edge),
        outer: edge,
    })
}

/// "through Ann Lee", "via Ann Lee": who speaks for a body.
pub(crate) fn is_through(items: &[Item], at: usize) -> bool {
    let item = &items[at];
    item.shape == Shape::Word
        && item.is(Classes::PREPOSITION)
        && items.get(at + 1).is_some_and(|next| next.shape == Shape::Name)
        && ["through", "via"]
            .iter()
            .any(|word| item.hash() == hash_word(word))
}
