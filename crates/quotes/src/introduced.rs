//! Who speaks after a colon that no verb announces: "The president, in a tweet: “…”", "Ann Lee’s reply: “…”".

use crate::classes::Classes;
use crate::cue::{CueKind, NONE};
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
    let verb = |item: &Item| item.finite && (item.is(Classes::AUXILIARY) || !reports(item, lexicon));
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
            && (items[*at].is(Classes::OF.with(Classes::BY))
                || items[*at].hash == whosaid_text::hash_word("from"))
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

/// "reply", "verdict", "statement"
fn reports(item: &Item, lexicon: &Lexicon) -> bool {
    item.shape == Shape::Word
        && (item.is(Classes::VENUE.with(Classes::UTTERANCE))
            || item.word.other != NONE && lexicon.cue(item.word.other).kind == CueKind::Noun)
}
