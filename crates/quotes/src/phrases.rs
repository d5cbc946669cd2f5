//! Noun phrases beside a cue, by word lists, capitals and punctuation: no word has a part of speech here.

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Ending, Item, Shape};

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
    items[index].finite
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
        if items[at].shape != opener || !ends_phrase(&items[at - 1]) {
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
    let start = trim(items, start, stop);
    // What is left must have something that can be a subject.
    let end = stop;
    if start >= end || !(start..end).any(|index| ends_phrase(&items[index])) {
        return None;
    }
    // "According to police, a man, believed …"
    if items[start].word.other != NONE && items[start].words == 2 {
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

/// If a verb ends right before `start` and a relative pronoun begins its clause: the index of the pronoun.
fn relative_before(items: &[Item], low: usize, start: usize) -> Option<usize> {
    let small = Classes::AUXILIARY.with(Classes::ADVERB).with(Classes::NEGATION);
    let mut at = start.checked_sub(1)?;
    // "who gave only her first name"
    while at > low
        && items[at].shape == Shape::Word
        && items[at].is(Classes::ADVERB)
        && !items[at].is(Classes::PREPOSITION)
    {
        at -= 1;
    }
    // "who asked not to be named"
    let infinitive =
        |item: &Item| item.is(small.with(Classes::TO)) || item.may_be(Forms::BASE.with(Forms::PARTICIPLE));
    let mut first = at;
    while first > low && at - first < 6 && items[first].shape == Shape::Word && infinitive(&items[first]) {
        if items[first].is(Classes::TO) {
            while first > low
                && items[first].shape == Shape::Word
                && items[first].is(Classes::TO.with(Classes::NEGATION))
            {
                first -= 1;
            }
            at = first;
            break;
        }
        first -= 1;
    }
    if at <= low || !is_finite(items, at) {
        return None;
    }
    for _ in 0..5 {
        if at <= low {
            return None;
        }
        at -= 1;
        let item = &items[at];
        if item.shape == Shape::Word && item.is(Classes::RELATIVE) {
            return (at > low).then_some(at);
        }
        let inside = item.shape == Shape::Word && item.is(small);
        if !inside {
            return None;
        }
    }
    None
}

fn left_edge(items: &[Item], low: usize, end: usize) -> usize {
    let mut start = end;
    let mut coordinated = false;
    while start > low {
        let index = start - 1;
        let item = &items[index];
        let next = (start < end).then(|| &items[start]);
        let accept = match item.shape {
            Shape::Name | Shape::Number | Shape::Clitic | Shape::Symbol => true,
            Shape::Quote => item.is_short_quote() && item.ending == Ending::Open,
            // "Germany, France and Italy"
            Shape::Comma => {
                coordinated
                    && next.is_some_and(|next| next.shape == Shape::Name)
                    && index > low
                    && items[index - 1].shape == Shape::Name
            }
            Shape::Close => return start,
            Shape::Word => match word_in_phrase(items, low, index, start, end) {
                Some(true) => {
                    coordinated |= item.is(Classes::COORDINATOR);
                    true
                }
                Some(false) => false,
                None => return index,
            },
            _ => false,
        };
        if !accept {
            break;
        }
        start = index;
    }
    start
}

/// Whether a word belongs to the phrase that reaches from `start`; `None` if it does and nothing before it can.
fn word_in_phrase(items: &[Item], low: usize, index: usize, start: usize, end: usize) -> Option<bool> {
    let item = &items[index];
    let before = (index > low).then(|| &items[index - 1]);
    let word =
        |classes: Classes| before.is_some_and(|before| before.shape == Shape::Word && before.is(classes));
    if item.is(Classes::SUBJECT_PRONOUN) && !item.is(ARTICLE) {
        return if start == end { None } else { Some(false) };
    }
    if item.is(Classes::AUXILIARY) {
        return Some(false);
    }
    if item.is(Classes::COORDINATOR) {
        let joins = start < end
            && before.is_some_and(ends_phrase)
            && !(index.saturating_sub(REACH / 2).max(low)..index)
                .rev()
                .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Quote | Shape::Stop))
                .any(|at| is_finite(items, at));
        return Some(joins);
    }
    if item.is(Classes::THAT) {
        // "the man said that Lee denied": no article but the beginning of a clause.
        let next = (start < end).then(|| &items[start]);
        let article = next.is_some_and(|next| next.shape == Shape::Word && !next.is(ARTICLE) && !next.plural)
            && before.is_none_or(|before| before.word.verb == NONE && before.word.other == NONE);
        return if article { None } else { Some(false) };
    }
    if item.is(ARTICLE) {
        let goes_on = word(
            Classes::PREPOSITION
                .with(Classes::DETERMINER)
                .with(Classes::COORDINATOR),
        );
        return if goes_on { Some(true) } else { None };
    }
    if item.is(Classes::AS) || item.is(Classes::SUBORDINATOR) && item.is(Classes::PREPOSITION) {
        return Some(false);
    }
    if item.is(Classes::PREPOSITION) {
        return Some(start < end && (!item.is(Classes::TO) || before.is_some_and(ends_phrase)));
    }
    if item.is(CLAUSE_START) {
        return Some(false);
    }
    if !item.word.forms.is_none() {
        let nominal = before.is_some_and(|before| {
            before.shape == Shape::Clitic
                || before.shape == Shape::Number
                || before.shape == Shape::Word && before.is(ARTICLE.with(Classes::PREPOSITION))
        });
        if nominal {
            return Some(true);
        }
        if item.may_be(Forms::PARTICIPLE) && word(Classes::AUXILIARY) {
            return Some(false);
        }
        if item.may_be(Forms::PAST) {
            // "militants suspected of", "the attack claimed by": a participle; otherwise the verb of another clause.
            let follows = items
                .get(index + 1)
                .filter(|_| start < end)
                .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::PREPOSITION));
            let cue = item.word.verb != NONE;
            return Some(follows && before.is_some_and(ends_phrase) || !cue && !is_finite(items, index));
        }
        if item.may_be(Forms::THIRD.with(Forms::BASE)) && start < end {
            return Some(!is_finite(items, index) && before.is_some());
        }
    }
    Some(true)
}

/// Drops what stands before the subject: "And", "On Monday", "In Kabul", adverbs.
fn trim(items: &[Item], mut start: usize, end: usize) -> usize {
    while start < end {
        let item = &items[start];
        let lead = item.shape == Shape::Symbol
            || item.shape == Shape::Word
                && item.is(Classes::COORDINATOR.with(Classes::ADVERB).with(Classes::NEGATION))
                && !item.is(ARTICLE)
            || item.shape == Shape::Clitic;
        let time = item.is(Classes::WEEKDAY);
        if lead || time {
            start += 1;
            continue;
        }
        if item.shape == Shape::Word && item.is(Classes::PREPOSITION.with(Classes::TIME)) && !item.is(ARTICLE)
        {
            // The phrase of the preposition ends before an article, a pronoun or a name that follows a time.
            let mut next = start + 1;
            if next < end && items[next].is(ARTICLE) {
                next += 1;
            }
            let first_name = next < end
                && items[next].shape == Shape::Name
                && !items[next].is(Classes::WEEKDAY.with(Classes::MONTH));
            while next < end {
                let here = &items[next];
                let fresh = here.is(ARTICLE)
                    || here.is(Classes::SUBJECT_PRONOUN)
                    || here.shape == Shape::Word && first_name && !here.is(Classes::TIME)
                    || here.shape == Shape::Name
                        && !first_name
                        && !here.is(Classes::MONTH.with(Classes::WEEKDAY));
                if fresh {
                    break;
                }
                next += 1;
            }
            if next >= end {
                // "with the mayor calling for"
                return if item.is(Classes::WITH) { start + 1 } else { end };
            }
            start = next;
            continue;
        }
        break;
    }
    start
}
