//! Noun phrases to the right of a cue, and where they end.

use crate::classes::Classes;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::phrases::{ARTICLE, CLAUSE_START, Phrase, REACH, SubjectKind, ends_phrase, is_finite, kind_of};

/// The subject that stands right after the verb: "said Ann Lee, a farmer". `high` is one past the last item to look at.
pub(crate) fn after(items: &[Item], start: usize, high: usize) -> Option<Phrase> {
    let end = right_edge(items, start, high)?;
    // "said John Smith was …": no inversion but a clause without "that".
    let clause = items.get(end).filter(|_| end < high).is_some_and(|item| {
        item.shape == Shape::Word && (item.is(Classes::AUXILIARY) || is_finite(items, end))
    });
    (!clause).then(|| Phrase {
        start,
        end,
        kind: kind_of(items, start, end),
        outer: end,
    })
}

/// “…,” says one trader met at the market: after a quotation the participle belongs to the speaker, and reports nothing.
pub(crate) fn met_somewhere(items: &[Item], start: usize, high: usize) -> Option<Phrase> {
    let end = right_edge(items, start, high)?;
    let participle = items.get(end).filter(|_| end < high)?;
    let next = items.get(end + 1).filter(|_| end + 1 < high)?;
    let kind = kind_of(items, start, end);
    let fits = participle.may_be(Forms::PARTICIPLE)
        && next.shape == Shape::Word
        && next.is(Classes::PREPOSITION)
        && kind != SubjectKind::Pronoun;
    fits.then(|| {
        let outer = (end + 1..high)
            .find(|at| {
                matches!(
                    items[*at].shape,
                    Shape::Comma | Shape::Stop | Shape::Quote | Shape::Semicolon
                )
            })
            .unwrap_or(high);
        Phrase {
            start,
            end,
            kind,
            outer,
        }
    })
}

/// One past the noun phrase that begins at `start`.
pub(crate) fn right_edge(items: &[Item], start: usize, high: usize) -> Option<usize> {
    let high = high.min(items.len()).min(start + REACH);
    let mut end = start;
    while end < high {
        let item = &items[end];
        let accept = match item.shape {
            Shape::Name => !(item.is(Classes::WEEKDAY) && end > start),
            Shape::Number | Shape::Clitic | Shape::Symbol => true,
            Shape::Quote => item.is_short_quote(),
            Shape::Word => {
                if item.is(Classes::SUBJECT_PRONOUN) && !item.is(ARTICLE) {
                    if end == start {
                        return Some(end + 1);
                    }
                    false
                } else if item.is(Classes::COORDINATOR) {
                    end > start
                        && items.get(end + 1).is_some_and(|next| {
                            next.shape == Shape::Name || next.shape == Shape::Word && next.is(ARTICLE)
                        })
                } else if item.is(Classes::AUXILIARY) {
                    false
                } else if item.is(ARTICLE) {
                    end == start
                        || items[end - 1].is(Classes::PREPOSITION
                            .with(Classes::COORDINATOR)
                            .with(Classes::DETERMINER))
                } else if item.is(Classes::PREPOSITION) {
                    end > start && joins_right(items, end, high)
                } else if item.is(CLAUSE_START.with(Classes::ADVERB)) || end > start && is_finite(items, end)
                {
                    false
                } else {
                    !item.is(Classes::TIME) || end == start
                }
            }
            _ => false,
        };
        if !accept {
            break;
        }
        end += 1;
    }
    (end > start && (start..end).any(|index| ends_phrase(&items[index]))).then_some(end)
}

/// True if the preposition at `index` belongs to the noun before it: "of the institute", not "in a statement".
fn joins_right(items: &[Item], index: usize, high: usize) -> bool {
    let item = &items[index];
    if item.is(Classes::OF) {
        return true;
    }
    if !item.is(Classes::IN.with(Classes::FOR)) && !matches_small(item) {
        return false;
    }
    for next in items[index + 1..high].iter().take(4) {
        if next.is(Classes::WEEKDAY
            .with(Classes::MONTH)
            .with(Classes::TIME)
            .with(Classes::VENUE)
            .with(Classes::AUDIENCE))
        {
            return false;
        }
        if next.shape == Shape::Name {
            return true;
        }
        // "wrote the governor in his channel"
        if item.is(Classes::IN) && next.is(Classes::POSSESSIVE) {
            return false;
        }
        if next.shape != Shape::Word || !next.is(ARTICLE) {
            break;
        }
    }
    !item.is(Classes::IN)
}

/// "at", "from", "with": prepositions that also join an office to its house.
fn matches_small(item: &Item) -> bool {
    item.is(Classes::PREPOSITION) && item.is(Classes::JOINS)
}
