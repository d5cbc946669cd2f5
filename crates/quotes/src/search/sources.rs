//! Sources without a verb: "reportedly", a name and a colon.

use crate::boundary::{Clause, Inserted};
use crate::candidate::Frame;
use crate::classes::Classes;
use crate::cue::{Cue, CueClass};
use crate::items::{Shape, Unit};
use crate::phrases::{self, Phrase};
use crate::search::Search;

impl Search<'_> {
    /// "reportedly": the clause around it, by nobody.
    pub(crate) fn hearsay(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let mut candidate = self.blank(cue, at, at + 1);
        candidate.frame = Frame::Hearsay;
        candidate.rule = "quotes:hearsay";
        let mut group = at;
        while group > low && items[group - 1].shape == Shape::Word && items[group - 1].is(Classes::AUXILIARY)
        {
            group -= 1;
        }
        let start = phrases::before(items, low, group).map_or(group, |subject| subject.start);
        if at + 1 >= high {
            return;
        }
        let clause = Clause {
            start: at + 1,
            high,
            frame: Frame::Hearsay,
            class: cue.class,
            embedded: start > low,
            inserted: Inserted::No,
        };
        let (end, bounded) = self.bound(clause);
        candidate.bounded = bounded;
        if end <= at + 1 {
            return;
        }
        if start < at {
            candidate.content = [(start, at), (at + 1, end)];
            candidate.parts = 2;
        } else {
            candidate.content[0] = (at + 1, end);
            candidate.parts = 1;
        }
        self.push(low, high, candidate);
    }

    /// "Ministry: talks will go on", "LEE: I think so."
    pub(crate) fn colon(&mut self, low: usize, high: usize, unit: Unit) {
        let items = self.items;
        if !unit.first {
            return;
        }
        let Some(colon) = (low..high.min(low + 7)).find(|at| items[*at].shape == Shape::Colon) else {
            return;
        };
        let name = &items[low..colon];
        let fits = !name.is_empty()
            && name.iter().all(|item| {
                item.shape == Shape::Name
                    || item.shape == Shape::Word && item.capital()
                    || item.shape == Shape::Symbol
            })
            && name.iter().any(|item| {
                item.shape == Shape::Name
                    || item.is(Classes::SINGLE.with(Classes::GROUP).with(Classes::DOCUMENT))
            });
        if !fits || colon + 2 >= high {
            return;
        }
        let cue = Cue::by_place(CueClass::Say, crate::classes::Frames::QUOTE);
        let mut candidate = self.blank(cue, colon, colon + 1);
        let speaker = Phrase {
            start: low,
            end: colon,
            kind: phrases::kind_of(items, low, colon),
            outer: colon,
        };
        candidate.speaker = Some(speaker);
        candidate.subject = speaker.kind;
        candidate.frame = Frame::Colon;
        candidate.rule = "quotes:colon";
        candidate.content[0] = (colon + 1, crate::boundary::sentence_end(items, colon + 1, high));
        candidate.parts = 1;
        let first = self.found.len();
        self.push(low, high, candidate);
        let quoted = items[colon + 1].shape == Shape::Quote;
        self.found[first].score = if quoted {
            0.9
        } else if unit.heading {
            0.5
        } else {
            0.2
        };
    }
}
