//! Sources set apart from what they say: "according to X", "in the words of X", "for X, it is".

use whosaid_text::hash_word;

use crate::boundary::{Clause, Inserted};
use crate::candidate::{Candidate, Frame};
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, NONE};
use crate::forms::Forms;
use crate::items::Shape;
use crate::phrases::after as phrases_after;
use crate::phrases::{self, Phrase, SubjectKind, is_finite};
use crate::search::apposition::{after_source, apposition};
use crate::search::{Search, WORDS};

impl Search<'_> {
    /// "According to X, …", "…, according to X", "in the words of X".
    pub(crate) fn according(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let mut begin = at;
        let scare = items[at].is(Classes::SCARE);
        if scare || cue.frames.any(Frames::IN) {
            // Of "words" only "in the words of", of "opinion" only "in the opinion of".
            let leads =
                at >= low + 2 && items[at - 1].is(Classes::DETERMINER) && items[at - 2].is(Classes::IN);
            if !leads && scare {
                return self.own_words(low, high, at, cue);
            }
            if !leads {
                return;
            }
            begin = at - 2;
        }
        // "According to what the police said, …"
        if items
            .get(at + 2)
            .is_some_and(|next| next.hash() == hash_word("what"))
        {
            return self.according_to_what(low, high, at, cue);
        }
        let Some(edge) = phrases_after::right_edge(items, at + 2, high) else {
            return;
        };
        // "According to the adviser to the mayor, Ann Lee, …": the office goes on.
        let office = items[edge - 1].is(Classes::SINGLE)
            && items
                .get(edge)
                .filter(|_| edge + 1 < high)
                .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::TO));
        let edge = match phrases_after::right_edge(items, edge + 1, high) {
            Some(longer) if office => longer,
            _ => edge,
        };
        // "summed up in the words of Ann Lee: “…”": the colon says what they are.
        let colon = (edge..high.min(edge + 16)).find(|at| items[*at].shape == Shape::Colon);
        if begin < at && colon.is_some() {
            return;
        }
        let speaker = Phrase {
            start: at + 2,
            end: edge,
            kind: phrases::kind_of(items, at + 2, edge),
            outer: edge,
        };
        let mut candidate = self.blank(cue, begin, at + 2);
        candidate.rule = if begin < at { WORDS } else { "quotes:according-to" };
        self.set_apart(low, high, speaker, candidate);
    }

    /// "According to what the police said, …"; of "according to what is known" nobody is the source.
    fn according_to_what(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let Some(edge) = phrases_after::right_edge(items, at + 3, high) else {
            return;
        };
        let end = (edge..high.min(edge + 12))
            .find(|at| matches!(items[*at].shape, Shape::Comma | Shape::Stop))
            .unwrap_or(high);
        if !(edge..end).any(|at| items[at].verb != NONE) {
            return;
        }
        let speaker = Phrase {
            start: at + 3,
            end: edge,
            kind: phrases::kind_of(items, at + 3, edge),
            outer: end,
        };
        let mut candidate = self.blank(cue, at, at + 2);
        candidate.rule = "quotes:according-to";
        self.set_apart(low, high, speaker, candidate);
    }

    /// True for the verb whose subject is `own` in "according to what the police said".
    pub(crate) fn is_source(&self, low: usize, own: Option<Phrase>) -> bool {
        own.is_some_and(|own| {
            own.start >= low + 3
                && self.items[own.start - 3].other != NONE
                && self.items[own.start - 1].hash() == hash_word("what")
        })
    }

    /// "In the latest poll, Lee leads", "Lee leads, in a poll released on Monday.": what the poll at `at` shows.
    pub(crate) fn in_poll(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let before = (low.max(at.saturating_sub(10))..at).rev();
        let Some(begin) = before
            .take_while(|at| {
                !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Quote) && !items[*at].finite()
            })
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::IN))
        else {
            return;
        };
        let Some(edge) = phrases_after::right_edge(items, begin + 1, high).filter(|edge| *edge > at) else {
            return;
        };
        // "in a poll conducted in May,": up to the mark that sets it apart.
        let end = (edge..high.min(edge + 16))
            .find(|at| {
                matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Semicolon)
                    || items[*at].finite()
            })
            .unwrap_or(high);
        let participle = items.get(edge).is_some_and(|item| item.may_be(Forms::PARTICIPLE));
        let closed = end >= high || !items[end].finite();
        let leads = (low..begin).all(|at| {
            items[at].shape != Shape::Name
                && (items[at].shape != Shape::Word
                    || items[at].is(Classes::COORDINATOR.with(Classes::ADVERB)))
        });
        let trails = begin > low && items[begin - 1].shape == Shape::Comma;
        if !(leads || trails) || !(closed || participle) {
            return;
        }
        let speaker = Phrase {
            start: begin + 1,
            end: edge,
            kind: SubjectKind::Document,
            outer: end,
        };
        let mut candidate = self.blank(cue, begin, begin + 1);
        candidate.rule = "quotes:in-poll";
        self.set_apart(low, high, speaker, candidate);
    }

    /// "in the mayor’s words", "in her own words".
    pub(crate) fn own_words(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let before = (low.max(at.saturating_sub(8))..at).rev();
        let Some(begin) = before
            .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Quote))
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::IN))
        else {
            return;
        };
        // "in the mayor’s own words", "in her words"
        let owner = (begin + 1..at).find(|at| {
            items[*at].shape == Shape::Clitic
                || items[*at].shape == Shape::Word && items[*at].is(Classes::POSSESSIVE)
        });
        let Some(owner) = owner.filter(|owner| *owner + 3 > at) else {
            return;
        };
        let end = if items[owner].shape == Shape::Clitic {
            owner
        } else {
            owner + 1
        };
        if end == begin + 1 {
            return;
        }
        let speaker = Phrase {
            start: begin + 1,
            end,
            kind: SubjectKind::Possessor,
            outer: at + 1,
        };
        let mut candidate = self.blank(cue, begin, at + 1);
        candidate.rule = WORDS;
        self.set_apart(low, high, speaker, candidate);
    }

    /// What the source `speaker`, whose phrase `candidate.at.0..speaker.outer` stands apart, is the source of.
    pub(crate) fn set_apart(&mut self, low: usize, high: usize, speaker: Phrase, mut candidate: Candidate) {
        let items = self.items;
        let (at, edge) = (candidate.at.0, speaker.outer);
        candidate.speaker = Some(speaker);
        candidate.subject = speaker.kind;
        candidate.frame = Frame::According;
        let clause = |start| Clause {
            start,
            high,
            frame: Frame::According,
            class: candidate.class,
            embedded: false,
            inserted: Inserted::No,
        };
        // "VALTA, 12 March – According to X, …"
        let dated = at > low
            && items[at - 1].shape == Shape::Dash
            && items[low..at].iter().all(|item| item.shape != Shape::Word);
        let lead: u32 = items[if dated { at } else { low }..at]
            .iter()
            .filter(|item| {
                matches!(
                    item.shape,
                    Shape::Word | Shape::Name | Shape::Quote | Shape::Number
                )
            })
            .map(|item| item.words())
            .sum();
        if lead <= 1 {
            let Some(start) = after_source(items, edge, high, &speaker).filter(|start| *start < high) else {
                return;
            };
            let (end, bounded) = self.bound(clause(start));
            candidate.content[0] = (start, end.max(start + 1));
            candidate.parts = 1;
            candidate.bounded = bounded;
        } else {
            let mut end = at;
            while end > low && matches!(items[end - 1].shape, Shape::Comma | Shape::Dash | Shape::Open) {
                end -= 1;
            }
            let mut start = low;
            for index in (low..end).rev() {
                if matches!(items[index].shape, Shape::Semicolon | Shape::Stop) {
                    start = index + 1;
                    break;
                }
            }
            while start < end
                && (items[start].shape == Shape::Word && items[start].is(Classes::COORDINATOR)
                    || matches!(items[start].shape, Shape::Comma | Shape::Symbol))
            {
                start += 1;
            }
            if start >= end {
                return;
            }
            candidate.content[0] = (start, end);
            candidate.parts = 1;
            // "On Monday, according to X, the two met.", "The offer is, in the words of X, “an insult”."
            let whole = (start..end).any(|index| is_finite(items, index));
            let broken =
                items[end - 1].shape == Shape::Word && items[end - 1].is(Classes::BE) && candidate.at.0 > end;
            let comma = items
                .get(edge)
                .filter(|_| edge + 1 < high)
                .is_some_and(|item| item.shape == Shape::Comma);
            if (!whole || broken) && comma {
                // "The road, according to X, the head of the council, is closed."
                let next = apposition(items, edge, high, &speaker)
                    .filter(|comma| items.get(comma + 1).is_some_and(|item| item.finite()))
                    .unwrap_or(edge)
                    + 1;
                let (end, bounded) = self.bound(clause(next));
                candidate.content[1] = (next, end.max(next + 1));
                candidate.parts = 2;
                candidate.bounded = bounded;
            }
        }
        self.push(low, high, candidate);
    }
}
