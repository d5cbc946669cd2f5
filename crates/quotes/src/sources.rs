//! Sources without a verb: "according to", "reportedly", "for the ministry, it is", a name and a colon.

use crate::boundary::{Clause, Inserted};
use crate::candidate::Frame;
use crate::classes::Classes;
use crate::cue::{Cue, CueClass, CueKind};
use crate::items::{Shape, Unit};
use crate::phrases::{self, Phrase, SubjectKind, is_finite};
use crate::phrases_after;
use crate::search::Search;

impl Search<'_> {
    /// "According to X, …", "…, according to X".
    pub(crate) fn according(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let mut candidate = self.blank(cue, at, at + 2);
        let Some(edge) = phrases_after::right_edge(items, at + 2, high) else {
            return;
        };
        let speaker = Phrase {
            start: at + 2,
            end: edge,
            kind: phrases::kind_of(items, at + 2, edge),
            outer: edge,
        };
        candidate.speaker = Some(speaker);
        candidate.subject = speaker.kind;
        candidate.frame = Frame::According;
        candidate.rule = "quotes:according-to";
        let lead: u32 = items[low..at]
            .iter()
            .filter(|item| {
                matches!(
                    item.shape,
                    Shape::Word | Shape::Name | Shape::Quote | Shape::Number
                )
            })
            .map(|item| item.words)
            .sum();
        if lead <= 1 {
            // The speaker may have an apposition: the content begins after the comma that is followed by a clause.
            let mut comma = None;
            for index in edge..high.min(edge + 30) {
                if items[index].shape == Shape::Comma || items[index].shape == Shape::Quote && comma.is_none()
                {
                    comma = Some(index);
                    let next = items.get(index + 1);
                    let apposed = next.is_some_and(|next| {
                        next.shape == Shape::Word
                            && next.is(Classes::RELATIVE.with(Classes::SINGLE))
                            && !next.is(Classes::THAT)
                    });
                    if !apposed {
                        break;
                    }
                }
            }
            let Some(comma) = comma else {
                return;
            };
            let start = if items[comma].shape == Shape::Comma {
                comma + 1
            } else {
                comma
            };
            let clause = Clause {
                start,
                high,
                frame: Frame::According,
                class: cue.class,
                embedded: false,
                inserted: Inserted::No,
            };
            if start >= high {
                return;
            }
            let (end, bounded) = self.bound(clause);
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
            // "On Monday, according to X, the two met."
            let clause = (start..end).any(|index| is_finite(items, index));
            let comma = items
                .get(edge)
                .filter(|_| edge + 1 < high)
                .is_some_and(|item| item.shape == Shape::Comma);
            if !clause && comma {
                let (end, bounded) = self.bound(Clause {
                    start: edge + 1,
                    high,
                    frame: Frame::According,
                    class: cue.class,
                    embedded: false,
                    inserted: Inserted::No,
                });
                candidate.content[1] = (edge + 1, end.max(edge + 2));
                candidate.parts = 2;
                candidate.bounded = bounded;
            }
        }
        self.push(low, high, candidate);
    }

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
        let start = if relative { end } else { end + 1 };
        let is = |at: usize, classes: Classes| {
            items
                .get(at)
                .filter(|_| at < high)
                .is_some_and(|item| item.shape == Shape::Word && item.is(classes))
        };
        let fits = leads
            && (relative || items.get(end).is_some_and(|item| item.shape == Shape::Comma))
            && is(start, Classes::IT)
            && is(start + 1, Classes::BE);
        if !fits {
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
        let cue = Cue {
            key: 0,
            kind: CueKind::Preposition,
            class: CueClass::Think,
            frames: crate::classes::Frames::CLAUSE,
        };
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
                    || item.shape == Shape::Word && item.capital
                    || item.shape == Shape::Symbol
            })
            && name.iter().any(|item| {
                item.shape == Shape::Name
                    || item.is(Classes::SINGLE.with(Classes::GROUP).with(Classes::DOCUMENT))
            });
        if !fits || colon + 2 >= high {
            return;
        }
        let cue = Cue {
            key: 0,
            kind: CueKind::Preposition,
            class: CueClass::Say,
            frames: crate::classes::Frames::QUOTE,
        };
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
