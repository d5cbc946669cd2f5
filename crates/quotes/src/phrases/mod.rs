//! Noun phrases beside a cue, by word lists, capitals and punctuation: no word has a part of speech here.

pub(crate) mod after;
mod edges;

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::phrases::edges::{left_edge, relative_before, trim};

/// How far a phrase may reach, in items: bounds the work on text without any structure.
pub(crate) const REACH: usize = 32;

/// What the head of a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubjectKind {
    Pronoun,
    Name,
    Single,
    Group,
    Document,
    Noun,
    /// "who", "which"
    Relative,
    /// Taken over from the cue before, or the subject of the sentence.
    Inherited,
    /// "his", "the ministry’s": beside a noun.
    Possessor,
    /// Nobody.
    None,
}

/// A noun phrase: items, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: SubjectKind,
    /// One past what belongs to it: an apposition or relative clause after it, or `end`.
    pub(crate) outer: usize,
}

pub(crate) const CLAUSE_START: Classes = Classes::RELATIVE
    .with(Classes::COMPLEMENTIZER)
    .with(Classes::SUBORDINATOR);
pub(crate) const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

/// True if the item can be the last of a noun phrase.
pub(crate) fn ends_phrase(item: &Item) -> bool {
    match item.shape {
        Shape::Name => true,
        Shape::Number | Shape::Close | Shape::Symbol => true,
        Shape::Quote => item.is_short_quote(),
        Shape::Word => {
            if item.is(Classes::SUBJECT_PRONOUN.with(Classes::OBJECT_PRONOUN)) {
                return true;
            }
            !item.is(Classes::PREPOSITION
                .with(Classes::AUXILIARY)
                .with(Classes::COORDINATOR)
                .with(Classes::ADVERB)
                .with(Classes::ADJECTIVE)
                .with(CLAUSE_START)
                .with(ARTICLE))
        }
        _ => false,
    }
}

/// True if the item is surely a finite verb.
#[inline]
pub(crate) fn is_finite(items: &[Item], index: usize) -> bool {
    items[index].finite()
}

/// What the phrase `start..end` has for a head.
pub(crate) fn kind_of(items: &[Item], start: usize, end: usize) -> SubjectKind {
    let phrase = &items[start..end];
    if let [only] = phrase
        && only.shape == Shape::Word
        && only.is(Classes::SUBJECT_PRONOUN.with(Classes::OBJECT_PRONOUN))
    {
        return SubjectKind::Pronoun;
    }
    // The head stands before the first preposition: "officials in Kabul", "the Ministry of Defence".
    let head_end = phrase
        .iter()
        .skip(1)
        .position(|item| item.shape == Shape::Word && item.is(Classes::PREPOSITION.with(CLAUSE_START)))
        .map_or(phrase.len(), |position| position + 1);
    for item in phrase[..head_end].iter().rev() {
        if item.is(Classes::TITLE) && item.shape == Shape::Name {
            continue;
        }
        if item.shape == Shape::Name {
            return if item.is(Classes::GROUP) {
                SubjectKind::Group
            } else {
                SubjectKind::Name
            };
        }
        if item.shape == Shape::Word {
            if item.is(Classes::DOCUMENT) {
                return SubjectKind::Document;
            }
            if item.is(Classes::GROUP) {
                return SubjectKind::Group;
            }
            if item.is(Classes::SINGLE) {
                return SubjectKind::Single;
            }
            if item.is(Classes::SUBJECT_PRONOUN) {
                return SubjectKind::Pronoun;
            }
            return SubjectKind::Noun;
        }
    }
    SubjectKind::Noun
}

/// The subject that ends right before item `end`, where a verb group begins. Nothing before `low` counts.
pub(crate) fn before(items: &[Item], low: usize, end: usize) -> Option<Phrase> {
    subject(items, low, end).map(|found| without_place(items, found))
}

/// "Ann Lee at a press conference in Berlin said", "Lee during a visit said": of a name only the name.
fn without_place(items: &[Item], found: Phrase) -> Phrase {
    if items[found.start].shape != Shape::Name || found.end < found.start + 3 {
        return found;
    }
    let Some(first) = (found.start + 1..found.end).find(|at| items[*at].shape != Shape::Name) else {
        return found;
    };
    // "Traders in Odesa": a noun with which the sentence begins.
    if first == found.start + 1 && items[found.start].plural() {
        return found;
    }
    let item = &items[first];
    let elsewhere = item.shape == Shape::Word
        && item.is(Classes::PREPOSITION)
        && (item.is(Classes::IN)
            || !item.is(Classes::OF.with(Classes::JOINS).with(Classes::WITH))
            || items[first..found.end].iter().any(|item| item.is(Classes::VENUE)));
    if elsewhere {
        return Phrase { end: first, ..found };
    }
    found
}

fn subject(items: &[Item], low: usize, end: usize) -> Option<Phrase> {
    let low = low.max(end.saturating_sub(REACH));
    let last = items.get(end.checked_sub(1)?)?;
    if end <= low {
        return None;
    }
    if last.shape == Shape::Word && last.is(Classes::CONTRACTED) {
        return Some(Phrase {
            start: end - 1,
            end,
            kind: SubjectKind::Pronoun,
            outer: end,
        });
    }
    let opener = match last.shape {
        Shape::Comma => Shape::Comma,
        Shape::Dash => Shape::Dash,
        Shape::Close => Shape::Open,
        Shape::Word if last.is(Classes::RELATIVE) && !last.is(Classes::ADVERB) => {
            return relative(items, low, end - 1);
        }
        _ => return scan(items, low, end, end),
    };
    // Something stands between the name and the verb: "Ann Lee, a spokeswoman, said".
    let mut at = end - 1;
    while at > low && items[at - 1].shape == opener && opener == Shape::Dash {
        at -= 1;
    }
    let mut tries = 0;
    while at > low + 1 && tries < 4 {
        at -= 1;
        if items[at].shape == Shape::Stop || items[at].shape == Shape::Semicolon {
            return None;
        }
        // "A spokesman for Orm’s, Tom Hill, said": a house that is called so.
        let house =
            at > low + 1 && items[at - 1].shape == Shape::Clitic && items[at - 2].shape == Shape::Name;
        if items[at].shape != opener || !(ends_phrase(&items[at - 1]) || house) {
            continue;
        }
        tries += 1;
        let Some(found) = scan(items, low, at, end) else {
            continue;
        };
        if found.kind == SubjectKind::Relative {
            return Some(found);
        }
        // "Lee, director of the institute, a think tank, said": the name stands before another comma.
        let mut found = found;
        for _ in 0..3 {
            let apposed = found.start >= low + 2
                && items[found.start - 1].shape == Shape::Comma
                && items[found.start].shape != Shape::Name
                && items[found.start - 2].shape == Shape::Name
                && !items[found.start - 2].is(Classes::WEEKDAY.with(Classes::MONTH));
            if !apposed {
                break;
            }
            let Some(outer) = scan(items, low, found.start - 1, end) else {
                break;
            };
            let introduced = outer.start > low
                && items[outer.start - 1].shape == Shape::Word
                && items[outer.start - 1].is(Classes::PREPOSITION);
            if introduced {
                break;
            }
            found = outer;
        }
        return Some(found);
    }
    None
}

/// "the lawmaker, who said …": the pronoun is what is written; the entity comes from what stands before it.
fn relative(items: &[Item], low: usize, at: usize) -> Option<Phrase> {
    if at <= low || items[at].is(Classes::THAT) && !ends_phrase(&items[at - 1]) {
        return None;
    }
    let before = &items[at - 1];
    let fits = before.shape == Shape::Comma || before.shape == Shape::Dash || ends_phrase(before);
    fits.then_some(Phrase {
        start: at,
        end: at + 1,
        kind: SubjectKind::Relative,
        outer: at + 1,
    })
}

/// The phrase that a relative pronoun at `at` stands for.
pub(crate) fn antecedent(items: &[Item], at: usize) -> Option<Phrase> {
    let mut end = at;
    // "…, for which it is"
    if end > 0 && items[end - 1].shape == Shape::Word && items[end - 1].is(Classes::PREPOSITION) {
        end -= 1;
    }
    while end > 0 && matches!(items[end - 1].shape, Shape::Comma | Shape::Dash) {
        end -= 1;
    }
    scan(items, end.saturating_sub(REACH), end, end).or_else(|| {
        // "As for Armenia, which …": only the name.
        let start = (0..end)
            .rev()
            .take_while(|at| items[*at].shape == Shape::Name)
            .take(REACH)
            .last()?;
        Some(Phrase {
            start,
            end,
            kind: SubjectKind::Name,
            outer: end,
        })
    })
}

/// Walks left from `end` as far as a noun phrase may reach.
fn scan(items: &[Item], low: usize, end: usize, outer: usize) -> Option<Phrase> {
    let mut stop = end;
    while stop > low && items[stop - 1].shape == Shape::Dash {
        stop -= 1;
    }
    // "the senator (R), a leader of …, said"
    if stop > low && items[stop - 1].shape == Shape::Close {
        let from = low.max(stop.saturating_sub(12));
        stop = (from..stop).rev().find(|at| items[*at].shape == Shape::Open)?;
    }
    let mut start = stop;
    // A relative clause inside ("the man who shot him said") moves the end to before its pronoun; twice at most.
    for _ in 0..3 {
        start = left_edge(items, low, stop);
        let Some(pronoun) = relative_before(items, low, start) else {
            break;
        };
        let mut end = pronoun;
        while end > low && items[end - 1].shape == Shape::Comma {
            end -= 1;
        }
        if end == low || !ends_phrase(&items[end - 1]) {
            break;
        }
        stop = end;
    }
    // "A document filed Thursday says": right before another verb it can only be a participle.
    if start == stop
        && stop > low + 1
        && items[stop - 1].may_be(Forms::PARTICIPLE)
        && !items[stop - 1].is(Classes::AUXILIARY)
        && items[stop - 2].shape == Shape::Word
        && ends_phrase(&items[stop - 2])
        && !items[stop - 2].is(Classes::SUBJECT_PRONOUN)
    {
        stop -= 1;
        start = left_edge(items, low, stop);
    }
    // "A man accused of stabbing two boys told": past the participle and what it takes.
    let taken = start > low + 3
        && items[start - 1].may_be(Forms::ING)
        && items[start - 2].is(Classes::PREPOSITION)
        && items[start - 3].may_be(Forms::PARTICIPLE)
        && ends_phrase(&items[start - 4]);
    let start = if taken {
        left_edge(items, low, start - 3)
    } else {
        start
    };
    let start = trim(items, start, stop);
    // What is left must have something that can be a subject.
    let end = stop;
    if start >= end || !(start..end).any(|index| ends_phrase(&items[index])) {
        return None;
    }
    // "According to police, a man, believed …"
    if items[start].other != NONE && items[start].words() == 2 {
        return None;
    }
    let only_time = items[start..end].iter().all(|item| {
        item.is(Classes::TIME
            .with(Classes::WEEKDAY)
            .with(Classes::MONTH)
            .with(ARTICLE)
            .with(Classes::PREPOSITION))
            || item.shape == Shape::Number
    });
    let time = items[start..end]
        .iter()
        .any(|item| item.is(Classes::TIME.with(Classes::WEEKDAY).with(Classes::MONTH)));
    if only_time && time {
        return None;
    }
    Some(Phrase {
        start,
        end,
        kind: kind_of(items, start, end),
        outer,
    })
}
