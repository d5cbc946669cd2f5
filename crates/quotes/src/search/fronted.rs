//! Clauses before their main clause: "When he asked them to leave, they laughed."

use crate::candidate::{Candidate, Frame, VerbForm};
use crate::classes::Classes;
use crate::forms::Forms;
use crate::items::{Ending, Shape};
use crate::phrases::{self, Phrase};
use crate::search::Search;
use crate::verb_group::Group;

impl Search<'_> {
    /// True for the cue of a clause that a main clause follows after a comma: "When he asked them to leave, they …",
    /// "Asked whether he would run, he …".
    pub(crate) fn is_fronted(&self, low: usize, group: Group, own: Option<Phrase>) -> bool {
        let items = self.items;
        if self.is_led(low, group) {
            return true;
        }
        let Some(own) = own else {
            return group.start == low && matches!(group.form, VerbForm::Past | VerbForm::Participle);
        };
        let fits = |at: usize| items[at].shape == Shape::Word && items[at].is(Classes::SUBORDINATOR);
        own.start > low
            && fits(own.start - 1)
            && (own.start - 1 == low
                || matches!(items[own.start - 2].shape, Shape::Comma | Shape::Semicolon)
                || items[own.start - 2].shape == Shape::Word
                    && items[own.start - 2].is(Classes::COORDINATOR.with(Classes::ADVERB)))
    }

    /// True for a participle between a subject and its verb: "The agency, citing officials, reported", "Lee, speaking after
    /// the match: “…”".
    pub(crate) fn is_aside(&self, low: usize, group: Group) -> bool {
        let items = self.items;
        group.form == VerbForm::Participle
            && group.start > low + 1
            && items[group.start - 1].shape == Shape::Comma
            && items[low..group.start]
                .iter()
                .all(|item| !item.finite() && item.shape != Shape::Quote)
    }

    /// Whose participle it is that stands aside: the subject before its comma, or the source of "According to the agency,
    /// citing officials, …".
    pub(crate) fn set_off(&self, low: usize, group: Group) -> Option<Phrase> {
        let comma = group.start - 1;
        let source = |other: &Candidate| other.speaker.filter(|speaker| speaker.end == comma);
        let mut last = self.found.iter().rev().take(2);
        last.find(|other| other.frame == Frame::According)
            .and_then(source)
            .or_else(|| phrases::before(self.items, low, comma))
    }

    /// “Out, out!” Police said 40 people were held.: what stands after a quotation that ends its sentence is another one, if
    /// a clause follows the cue. Speaker and cue begin at `head`, and what follows them at `tail`.
    pub(crate) fn is_new_sentence(&self, low: usize, head: usize, tail: usize, high: usize) -> bool {
        let items = self.items;
        let Some(next) = items.get(tail).filter(|_| tail < high && head > low) else {
            return false;
        };
        let subject = matches!(next.shape, Shape::Number | Shape::Name)
            || next.is(Classes::DETERMINER.with(Classes::POSSESSIVE));
        subject
            && items[head].capital()
            && items[head - 1].shape == Shape::Quote
            && items[head - 1].ending() == Ending::Stop
            && (tail + 1..high.min(tail + 8))
                .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop))
                .any(|at| items[at].finite())
    }

    /// "The road is shut, the governor said in a film shown on Monday.": nothing after the cue at `tail` is a clause, but
    /// what stands before it is.
    pub(crate) fn is_closed(&self, (start, end): (usize, usize), tail: usize, high: usize) -> bool {
        let items = self.items;
        let verb = |at: usize| {
            let governs = items
                .get(at + 1)
                .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::PREPOSITION));
            items[at].finite() && (items[at].is(Classes::AUXILIARY) || !governs)
        };
        items.get(tail).filter(|_| tail < high).is_some_and(|next| {
            next.shape == Shape::Word
                && !next.is(Classes::SUBORDINATOR)
                && (next.is(Classes::PREPOSITION) || next.may_be(Forms::PARTICIPLE) && !verb(tail))
        }) && items[start..end].iter().any(|item| item.finite())
            && (tail..high)
                .all(|at| items[at].shape != Shape::Quote && !items[at].is(Classes::THAT) && !verb(at))
    }

    /// True for the cue of a phrase or clause with which the sentence begins, up to its comma: "While the mayor and his
    /// aides say it is safe, …", "After years of insisting that it is safe, …", "In asking whether it is safe, …".
    pub(crate) fn is_led(&self, low: usize, group: Group) -> bool {
        let items = self.items;
        let skipped = Classes::COORDINATOR.with(Classes::ADVERB);
        let small = |at: &usize| {
            items[*at].shape == Shape::Word && items[*at].is(skipped) && !items[*at].is(Classes::SUBORDINATOR)
        };
        let Some(lead) = (low..group.start).find(|at| !small(at)) else {
            return false;
        };
        let first = &items[lead];
        if first.shape != Shape::Word || first.is(Classes::THAT) {
            return false;
        }
        let parted = items[lead..group.start].iter().any(|item| {
            matches!(
                item.shape,
                Shape::Comma | Shape::Stop | Shape::Semicolon | Shape::Colon
            )
        });
        let finite = items[lead..group.start]
            .iter()
            .filter(|item| item.finite())
            .count();
        let subordinate = first.is(Classes::SUBORDINATOR);
        !parted
            && match group.form {
                VerbForm::Participle | VerbForm::Infinitive => {
                    subordinate && finite <= 1
                        || finite == 0 && (first.is(Classes::PREPOSITION) || first.may_be(Forms::ING))
                }
                _ => subordinate && finite == 0,
            }
    }
}
