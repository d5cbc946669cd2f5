//! Where a source with its apposition ends, and the clause after it begins.

use crate::classes::Classes;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::phrases::{ARTICLE, Phrase, SubjectKind};

/// Where the content after a source begins: after the comma that a clause follows, or at a quotation. `edge` is the
/// first item after the source.
pub(crate) fn after_source(items: &[Item], edge: usize, high: usize, speaker: &Phrase) -> Option<usize> {
    let mut comma = None;
    for index in edge..high.min(edge + 30) {
        if items[index].shape == Shape::Quote && comma.is_none() {
            return Some(index);
        }
        if items[index].shape != Shape::Comma {
            continue;
        }
        comma = Some(index);
        let apposed = items.get(index + 1).is_some_and(|next| {
            next.shape == Shape::Word
                && next.is(Classes::RELATIVE.with(Classes::SINGLE))
                && !next.is(Classes::THAT)
        });
        if !apposed {
            break;
        }
    }
    let comma = comma?;
    let second =
        apposition(items, comma, high, speaker).filter(|second| begins_clause(items, second + 1, high));
    Some(second.unwrap_or(comma) + 1)
}

/// The comma that ends an apposition which begins after the one at `comma`: "…, a geologist at the institute, …",
/// "…, Ann Lee, …", "…, 43, …", "…, published on Monday, …".
pub(crate) fn apposition(items: &[Item], comma: usize, high: usize, speaker: &Phrase) -> Option<usize> {
    let first = comma + 1;
    let item = items.get(first).filter(|_| first < high)?;
    let participle = item.may_be(Forms::PARTICIPLE)
        && items
            .get(first + 1)
            .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::PREPOSITION));
    let end = (first..high.min(first + 20)).find(|at| {
        let here = &items[*at];
        match here.shape {
            Shape::Comma | Shape::Stop | Shape::Colon | Shape::Semicolon | Shape::Dash => true,
            Shape::Quote => !here.is_short_quote(),
            Shape::Word => here.finite() && !(participle && *at == first) || here.is(Classes::THAT),
            _ => false,
        }
    })?;
    if items[end].shape != Shape::Comma || end == first {
        return None;
    }
    let inside = &items[first..end];
    let named = speaker.kind == SubjectKind::Name;
    let joins = inside
        .iter()
        .any(|item| item.shape == Shape::Word && item.is(Classes::PREPOSITION));
    let head = inside
        .iter()
        .take_while(|item| item.shape != Shape::Word || !item.is(Classes::PREPOSITION))
        .any(|item| item.is(Classes::SINGLE.with(Classes::GROUP).with(Classes::TITLE)));
    let fits = match item.shape {
        // "the deputy minister, Ann Lee,"
        Shape::Name => {
            inside.len() <= 4
                && inside
                    .iter()
                    .all(|item| item.shape == Shape::Name && !item.is(Classes::WEEKDAY.with(Classes::MONTH)))
                && items[speaker.start].shape == Shape::Word
                && !items[speaker.start].is(Classes::SUBJECT_PRONOUN)
        }
        Shape::Number => inside.len() == 1 && named,
        Shape::Word if participle => true,
        Shape::Word
            if item.is(Classes::PREPOSITION
                .with(Classes::COORDINATOR)
                .with(Classes::SUBJECT_PRONOUN)) =>
        {
            false
        }
        Shape::Word if item.is(Classes::POSSESSIVE) => named && head,
        Shape::Word if item.is(Classes::DETERMINER) => {
            named && (head && joins || is_indefinite(item) && (head || joins))
        }
        Shape::Word => named && head,
        _ => false,
    };
    fits.then_some(end)
}

/// "a", "an"
fn is_indefinite(item: &Item) -> bool {
    item.is(Classes::INDEFINITE)
}

/// True if a clause begins at item `at`: a subject, and its verb (or words in marks, which may hold it) before the next
/// comma.
pub(crate) fn begins_clause(items: &[Item], at: usize, high: usize) -> bool {
    let Some(first) = items.get(at).filter(|_| at < high) else {
        return false;
    };
    let subject = match first.shape {
        Shape::Name | Shape::Number | Shape::Quote => true,
        Shape::Word => {
            !first.finite()
                && (first.is(ARTICLE.with(Classes::SUBJECT_PRONOUN))
                    || !first.is(Classes::RELATIVE
                        .with(Classes::PREPOSITION)
                        .with(Classes::COORDINATOR)
                        .with(Classes::ADVERB)))
        }
        _ => false,
    };
    subject
        && (first.shape == Shape::Quote
            || (at + 1..high.min(at + 16))
                .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Semicolon))
                .any(|at| items[at].finite() || items[at].shape == Shape::Quote))
}
