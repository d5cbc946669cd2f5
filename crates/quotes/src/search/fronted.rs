//! Clauses before their main clause: "When he asked them to leave, they laughed."

use crate::candidate::VerbForm;
use crate::classes::Classes;
use crate::forms::Forms;
use crate::items::Shape;
use crate::phrases::Phrase;
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
        let finite = items[lead..group.start].iter().filter(|item| item.finite).count();
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
