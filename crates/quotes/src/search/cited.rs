//! Whom somebody else quotes: "the agency quoted Ann Lee as saying", "Ann Lee was cited by the agency as saying".

use crate::candidate::VerbForm;
use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::phrases::{self, Phrase, REACH, after as phrases_after};
use crate::search::Search;
use crate::verb_group::group;

impl Search<'_> {
    /// True if "as saying" or the like follows the verb at `at`.
    pub(crate) fn is_passed_on(&self, at: usize, high: usize) -> bool {
        let items = self.items;
        (at + 1..high.min(at + REACH).saturating_sub(1))
            .take_while(|at| !parts(&items[*at]))
            .any(|at| {
                let next = &items[at + 1];
                items[at].shape == Shape::Word
                    && items[at].is(Classes::AS)
                    && next.may_be(Forms::ING)
                    && next.verb != NONE
            })
    }

    /// Who is quoted by the "as saying" whose participle stands at `start`, and where the clause begins: at the subject
    /// of the verb that quotes.
    pub(crate) fn quoted_as(&self, low: usize, start: usize) -> Option<(Phrase, usize)> {
        let items = self.items;
        if start < low + 3 || items[start - 1].shape != Shape::Word || !items[start - 1].is(Classes::AS) {
            return None;
        }
        let end = start - 1;
        let at = (low.max(end.saturating_sub(REACH))..end)
            .rev()
            .take_while(|at| !parts(&items[*at]))
            .find(|at| {
                items[*at].is(Classes::CITES) || *at + 1 == end && items[*at].may_be(Forms::PARTICIPLE)
            })?;
        let verb = group(items, low, at)?;
        let by = items[verb.end].shape == Shape::Word && items[verb.end].is(Classes::BY);
        if verb.form == VerbForm::Passive || by || verb.end == end {
            return phrases::before(items, low, verb.start).map(|subject| (subject, subject.outer));
        }
        let edge = phrases_after::right_edge(items, verb.end, end)?;
        let speaker = Phrase {
            start: verb.end,
            end: edge,
            kind: phrases::kind_of(items, verb.end, edge),
            outer: edge,
        };
        let first = phrases::before(items, low, verb.start).map_or(verb.start, |subject| subject.start);
        Some((speaker, first))
    }
}

fn parts(item: &Item) -> bool {
    matches!(
        item.shape,
        Shape::Stop | Shape::Quote | Shape::Semicolon | Shape::Colon
    )
}
