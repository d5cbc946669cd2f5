//! Places where a clause ends for certain, so that no model is asked.

use crate::boundary::{Clause, Inserted};
use crate::candidate::Frame;
use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::introduced::is_through;
use crate::items::{Ending, Item, Shape};
use crate::phrases::is_finite;
use crate::places::Places;

/// Of a content that is no clause, but a noun with words in marks: before a clause of its own that begins after the marks
/// ("a “farce” and the term “theft” was used", "“a farce”, while promising help").
pub(crate) fn noun_phrase_end(items: &[Item], places: &Places, clause: Clause, high: usize) -> usize {
    let noun = matches!(
        clause.frame,
        Frame::Object | Frame::Small | Frame::As | Frame::Preposition
    );
    let opens = |at: &usize| {
        let (mut next, last) = (*at, items[at - 1].shape);
        // "consistency from its neighbours, in these terms: “…”"
        if noun && items[*at].shape == Shape::Colon && items.get(at + 1).is_some_and(is_whole) {
            return true;
        }
        // "denies any wrongdoing and says he was set up"
        let plain = || {
            items[clause.start..*at]
                .iter()
                .all(|item| !item.finite() && item.shape != Shape::Quote)
        };
        let verb = items
            .get(at + 1)
            .filter(|_| items[*at].is(Classes::AND) && at + 1 < high);
        let second = verb.is_some_and(|verb| {
            verb.verb != NONE
                && (verb.may_be(Forms::PAST) && verb.finite() || verb.may_be(Forms::THIRD) && plain())
        });
        if second && (noun || clause.frame == Frame::Bare && plain()) {
            return true;
        }
        // "calling for talks, through Ann Lee, its envoy"
        if noun && items[*at].shape == Shape::Comma && at + 2 < high && is_through(items, at + 1) {
            return true;
        }
        if last != Shape::Quote {
            return false;
        }
        // "it is “a farce”, and the term “theft” was used": whatever the frame.
        let term = |at: usize| {
            items[at].is(Classes::AND)
                && items[at + 1].is(Classes::DETERMINER)
                && items[at + 2].is(Classes::METAWORD)
                && items.get(at + 3).is_some_and(|item| item.shape == Shape::Quote)
        };
        if !noun {
            let first = at + usize::from(items[*at].shape == Shape::Comma);
            return first + 3 < high && clause.frame == Frame::According && term(first);
        }
        if items[next].shape == Shape::Comma {
            next += 1;
            // "called it “a farce”, noting that …"
            let turn = items.get(next).filter(|_| next + 1 < high);
            if turn.is_some_and(|turn| turn.may_be(Forms::ING) && turn.verb != NONE) {
                return true;
            }
        }
        let Some(word) = items.get(next).filter(|_| next + 2 < high) else {
            return false;
        };
        if word.shape != Shape::Word {
            return false;
        }
        let subject = &items[next + 1];
        let subject = subject.shape == Shape::Word
            && subject.is(Classes::DETERMINER.with(Classes::SUBJECT_PRONOUN))
            || subject.shape == Shape::Name;
        word.is(Classes::SUBORDINATOR) && word.is(Classes::ADVERSATIVE)
            || word.is(Classes::AND)
                && subject
                && (next + 2..high.min(next + 10))
                    .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop))
                    .any(|at| items[at].finite())
    };
    places.ends(clause.start + 1, high).find(opens).unwrap_or(high)
}

/// Whole sentences in quotation marks.
pub(crate) fn is_whole(item: &Item) -> bool {
    item.shape == Shape::Quote && (item.ending() == Ending::Stop || item.words() > 8)
}

/// True where another statement begins for certain: "… while promising that", a sentence after a full stop.
pub(crate) fn turns(items: &[Item], at: usize, high: usize) -> bool {
    let (item, Some(next)) = (&items[at], items.get(at + 1).filter(|_| at + 1 < high)) else {
        return false;
    };
    match item.shape {
        Shape::Word => {
            item.is(Classes::ADVERSATIVE)
                && item.is(Classes::SUBORDINATOR)
                && next.may_be(Forms::ING)
                && next.verb != NONE
        }
        // "the offer is too low; the company says it is final": another main clause.
        Shape::Semicolon => (at + 1..high.min(at + 8))
            .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Quote))
            .any(|at| items[at].finite()),
        Shape::Stop => next.shape == Shape::Quote || next.shape == Shape::Name,
        _ => false,
    }
}

/// True before a participle that reports, after a quotation that ends with a comma.
pub(crate) fn quoted_turn(items: &[Item], at: usize) -> bool {
    let before = &items[at - 1];
    before.shape == Shape::Quote
        && before.ending() == Ending::Comma
        && items[at].may_be(Forms::ING)
        && items[at].verb != NONE
}

/// Whole sentences in quotation marks end where their marks do; fragments joined to them belong to them.
pub(crate) fn quotation_end(items: &[Item], clause: Clause, high: usize) -> Option<usize> {
    let first = &items[clause.start];
    let whole = first.shape == Shape::Quote && (first.ending() != Ending::Open || first.words() > 8);
    let fits = matches!(clause.frame, Frame::Quote | Frame::Colon | Frame::Around)
        || clause.frame == Frame::According && first.ending() != Ending::Open;
    if !whole || !fits {
        return None;
    }
    let mut end = clause.start + 1;
    while end < high {
        let mut next = end;
        while next < high
            && (matches!(items[next].shape, Shape::Comma)
                || items[next].shape == Shape::Word && items[next].is(Classes::COORDINATOR))
        {
            next += 1;
        }
        if next < high && items[next].shape == Shape::Quote {
            end = next + 1;
        } else {
            break;
        }
    }
    Some(end)
}

/// "Ann Lee, who called it a lie, left": the clause ends at the comma before the main verb.
pub(crate) fn relative_end(items: &[Item], places: &Places, clause: Clause, high: usize) -> Option<usize> {
    match clause.inserted {
        Inserted::No => return None,
        Inserted::Fronted => return fronted_end(items, places, clause, high),
        Inserted::Relative => {}
    }
    places.commas(clause.start + 1, high).find(|at| {
        let mut next = at + 1;
        while next < high && items[next].shape == Shape::Word && items[next].is(Classes::ADVERB) {
            next += 1;
        }
        next < high && is_finite(items, next)
    })
}

/// "When he asked them to leave, they laughed.": the comma before the next clause with a verb of its own.
pub(crate) fn fronted_end(items: &[Item], places: &Places, clause: Clause, high: usize) -> Option<usize> {
    places.ends(clause.start + 1, high).find(|at| {
        let comma = items[*at].shape == Shape::Comma;
        // "… refers to it as “a tax,” Lee said": the comma stands inside the marks.
        let inside = items[at - 1].shape == Shape::Quote && items[at - 1].ending() == Ending::Comma;
        let first = at + usize::from(comma);
        (comma || inside)
            && first < high
            && !(items[first].shape == Shape::Word
                && items[first].is(Classes::RELATIVE
                    .with(Classes::COORDINATOR)
                    .with(Classes::SUBORDINATOR)))
            && (first + 1..high.min(at + 12))
                .take_while(|next| !matches!(items[*next].shape, Shape::Comma | Shape::Quote | Shape::Stop))
                .any(|next| is_finite(items, next))
    })
}
