//! Where a noun phrase before a verb begins.

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Ending, Item, Shape};
use crate::phrases::{ARTICLE, CLAUSE_START, REACH, ends_phrase, is_finite};

pub(crate) fn left_edge(items: &[Item], low: usize, end: usize) -> usize {
    let mut start = end;
    let mut coordinated = false;
    while start > low {
        let index = start - 1;
        let item = &items[index];
        let next = (start < end).then(|| &items[start]);
        let accept = match item.shape {
            Shape::Name | Shape::Number | Shape::Clitic | Shape::Symbol => true,
            Shape::Quote => item.is_short_quote() && item.ending() == Ending::Open,
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
pub(crate) fn word_in_phrase(
    items: &[Item],
    low: usize,
    index: usize,
    start: usize,
    end: usize,
) -> Option<bool> {
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
        let article = next
            .is_some_and(|next| next.shape == Shape::Word && !next.is(ARTICLE) && !next.plural())
            && before.is_none_or(|before| before.verb == NONE && before.other == NONE);
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
    if !item.forms.is_none() {
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
            let cue = item.verb != NONE;
            return Some(follows && before.is_some_and(ends_phrase) || !cue && !is_finite(items, index));
        }
        if item.may_be(Forms::THIRD.with(Forms::BASE)) && start < end {
            // "Finance Minister Ann Lee": no verb before a title.
            let office = item.capital() && items[start].is(Classes::TITLE.with(Classes::SINGLE));
            if office {
                return Some(true);
            }
            return Some(!is_finite(items, index) && before.is_some());
        }
    }
    Some(true)
}

/// Drops what stands before the subject: "And", "On Monday", "In Kabul", adverbs.
pub(crate) fn trim(items: &[Item], mut start: usize, end: usize) -> usize {
    while start < end {
        let item = &items[start];
        let lead = item.shape == Shape::Symbol
            || item.shape == Shape::Word
                && item.is(Classes::COORDINATOR.with(Classes::ADVERB).with(Classes::NEGATION))
                && !item.is(ARTICLE)
            || item.shape == Shape::Clitic;
        // "• 14.32 Police are urging drivers": the hour of an entry.
        let hour = item.shape == Shape::Number && start + 1 < end && items[start + 1].capital();
        let time = item.is(Classes::WEEKDAY);
        if lead || time || hour {
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

/// If a verb ends right before `start` and a relative pronoun begins its clause: the index of the pronoun.
pub(crate) fn relative_before(items: &[Item], low: usize, start: usize) -> Option<usize> {
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
