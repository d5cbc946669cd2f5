//! What something is to somebody: "For the ministry, it is a gift".

use crate::boundary::{Clause, Inserted};
use crate::candidate::Frame;
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueClass, NONE};
use crate::items::Shape;
use crate::phrases::{self, Phrase, SubjectKind, after as phrases_after};
use crate::search::Search;
use crate::search::apposition::{after_source, begins_clause};

impl Search<'_> {
    /// "For the ministry, it is …", "the union, for which it is …": what something is to somebody.
    pub(crate) fn viewpoint(&mut self, low: usize, high: usize, at: usize) {
        let items = self.items;
        let Some(first) = items.get(at + 1).filter(|_| at + 4 < high) else {
            return;
        };
        let relative = first.shape == Shape::Word && first.is(Classes::RELATIVE);
        let leads = at == low || matches!(items[at - 1].shape, Shape::Comma | Shape::Stop | Shape::Semicolon);
        let Some(end) = (if relative {
            Some(at + 2)
        } else {
            phrases_after::right_edge(items, at + 1, high)
        }) else {
            return;
        };
        let is = |at: usize, classes: Classes| {
            items
                .get(at)
                .filter(|_| at < high)
                .is_some_and(|item| item.shape == Shape::Word && item.is(classes))
        };
        let (phrase_end, mut end) = (end, end);
        let comma_at = |at: usize| {
            items
                .get(at)
                .filter(|_| at < high)
                .is_some_and(|item| item.shape == Shape::Comma)
        };
        // "For Ann Lee, of the institute, …"
        if !relative && comma_at(end) && items.get(end + 1).is_some_and(|item| item.is(Classes::OF)) {
            let house = phrases_after::right_edge(items, end + 2, high);
            let bracket = |at: usize| match items.get(at) {
                Some(item) if item.shape == Shape::Open => (at..high.min(at + 5))
                    .find(|at| items[*at].shape == Shape::Close)
                    .map_or(at, |at| at + 1),
                _ => at,
            };
            if let Some(house) = house.map(bracket).filter(|house| comma_at(*house)) {
                end = house;
            }
        }
        let start = if relative { end } else { end + 1 };
        let comma = comma_at(end);
        let plain = leads && (relative || comma) && is(start, Classes::IT) && is(start + 1, Classes::BE);
        if !plain {
            if leads && comma && at == low {
                self.standpoint(low, high, at, (phrase_end, end));
            }
            return;
        }
        let kind = if relative {
            SubjectKind::Relative
        } else {
            phrases::kind_of(items, at + 1, end)
        };
        if kind == SubjectKind::Noun {
            return;
        }
        let cue = Cue::by_place(CueClass::Think, Frames::CLAUSE);
        let mut candidate = self.blank(cue, at, at + 1);
        candidate.speaker = Some(Phrase {
            start: at + 1,
            end,
            kind,
            outer: end,
        });
        candidate.subject = kind;
        candidate.frame = Frame::According;
        candidate.rule = "quotes:viewpoint";
        let inserted = if relative {
            Inserted::Relative
        } else {
            Inserted::No
        };
        let (end, bounded) = self.bound(Clause {
            start,
            high,
            frame: Frame::According,
            class: cue.class,
            embedded: relative,
            inserted,
        });
        candidate.content[0] = (start, end.max(start + 1));
        candidate.parts = 1;
        candidate.bounded = bounded;
        candidate.score = 0.6;
        candidate.count_words(items);
        self.found.push(candidate);
    }

    /// "For the union, the offer is “an insult”": what a clause with words in quotation marks is to somebody. The source
    /// ends at `phrase_end`, and with its apposition at the comma `end`.
    pub(crate) fn standpoint(
        &mut self,
        low: usize,
        high: usize,
        at: usize,
        (phrase_end, end): (usize, usize),
    ) {
        let items = self.items;
        let kind = phrases::kind_of(items, at + 1, phrase_end);
        let somebody = matches!(
            kind,
            SubjectKind::Name | SubjectKind::Single | SubjectKind::Group | SubjectKind::Pronoun
        );
        let time = items[at + 1..end].iter().any(|item| {
            item.is(Classes::TIME.with(Classes::WEEKDAY).with(Classes::MONTH)) || item.shape == Shape::Number
        });
        let speaker = Phrase {
            start: at + 1,
            end: phrase_end,
            kind,
            outer: end,
        };
        let Some(start) = after_source(items, end, high, &speaker).filter(|start| *start < high) else {
            return;
        };
        let marked = (start..high).find(|at| items[*at].shape == Shape::Quote);
        let Some(marked) = marked.filter(|_| somebody && !time) else {
            return;
        };
        // The marks belong to the clause itself, not to what somebody else says in it.
        let own = items[start..marked]
            .iter()
            .all(|item| item.verb == NONE || !item.finite());
        if !own || marked > start && !begins_clause(items, start, high) {
            return;
        }
        let cue = Cue::by_place(CueClass::Think, Frames::CLAUSE);
        let mut candidate = self.blank(cue, at, at + 1);
        candidate.rule = "quotes:viewpoint";
        let first = self.found.len();
        self.set_apart(low, high, speaker, candidate);
        for candidate in &mut self.found[first..] {
            candidate.score = 0.6;
        }
    }
}
