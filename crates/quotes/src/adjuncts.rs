//! What may stand between a cue and its content: "on Monday", "in a statement", "to reporters".

use crate::classes::Classes;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::phrases::is_finite;

const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

/// Skips what may stand between a cue and its content: "on Monday", "in a statement", "to reporters".
pub(crate) fn adjuncts(items: &[Item], mut at: usize, high: usize) -> usize {
    while at < high {
        let item = &items[at];
        let small = item.shape == Shape::Word
            && item.is(Classes::ADVERB.with(Classes::TIME).with(Classes::WEEKDAY))
            && !item.is(Classes::COMPLEMENTIZER.with(ARTICLE).with(Classes::SUBORDINATOR))
            // "said there was": the subject of what is said.
            && !(item.is(Classes::EXISTENTIAL)
                && items.get(at + 1).is_some_and(|next| next.is(Classes::AUXILIARY)));
        if small || item.is(Classes::WEEKDAY) || item.is(Classes::MONTH) && item.shape == Shape::Name {
            at += 1;
            while at < high && items[at].shape == Shape::Number {
                at += 1;
            }
            continue;
        }
        if item.shape != Shape::Word {
            break;
        }
        // "earlier this week", "last month", "this morning"
        if item.is(Classes::DETERMINER) && items.get(at + 1).is_some_and(|next| next.is(Classes::TIME)) {
            at += 2;
            continue;
        }
        if !item.is(Classes::PREPOSITION) || item.is(Classes::AS.with(Classes::OF)) {
            break;
        }
        let infinitive =
            item.is(Classes::TO) && items.get(at + 1).is_some_and(|next| next.may_be(Forms::BASE));
        if infinitive {
            break;
        }
        let Some(end) = simple_phrase(items, at + 1, high) else {
            break;
        };
        let inside = &items[at + 1..end];
        let fits = inside.iter().any(|item| {
            item.is(Classes::TIME
                .with(Classes::WEEKDAY)
                .with(Classes::MONTH)
                .with(Classes::VENUE)
                .with(Classes::AUDIENCE))
        }) || item.is(Classes::TO) && inside.iter().all(|item| item.shape == Shape::Name)
            || !item.is(Classes::TO.with(Classes::FOR))
                && inside.iter().any(|item| item.shape == Shape::Name);
        if !fits {
            break;
        }
        at = end;
    }
    at
}

/// One past a plain noun phrase: article, adjectives, nouns, names.
fn simple_phrase(items: &[Item], start: usize, high: usize) -> Option<usize> {
    let mut end = start;
    while end < high && end < start + 10 {
        let item = &items[end];
        let accept = match item.shape {
            Shape::Name | Shape::Number | Shape::Clitic | Shape::Symbol => true,
            Shape::Word => {
                if item.is(ARTICLE) {
                    end == start || items[end - 1].shape == Shape::Clitic
                } else {
                    let function = item.is(Classes::PREPOSITION
                        .with(Classes::SUBJECT_PRONOUN)
                        .with(Classes::COORDINATOR)
                        .with(Classes::AUXILIARY)
                        .with(Classes::COMPLEMENTIZER)
                        .with(Classes::SUBORDINATOR));
                    !function && (end == start || !is_finite(items, end))
                }
            }
            _ => false,
        };
        if !accept {
            break;
        }
        end += 1;
    }
    (end > start).then_some(end)
}
