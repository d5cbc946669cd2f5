//! Passive verbs: "is expected to", "was dismissed as … by".

use crate::adjuncts::adjuncts;
use crate::boundary::{Clause, Inserted};
use crate::candidate::{Candidate, Frame, VerbForm};
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueClass};
use crate::items::{Item, Shape};
use crate::phrases::after as phrases_after;
use crate::phrases::{self, Phrase, SubjectKind};
use crate::search::Search;
use crate::verb_group::Group;

/// How sure "as reported by" is; what the models learned from has none.
const AS_REPORTED: f32 = 0.75;

impl Search<'_> {
    /// "Allegations qualified as “false” by the minister", "claims made by".
    pub(crate) fn reduced(
        &mut self,
        low: usize,
        high: usize,
        group: Group,
        cue: Cue,
        mut candidate: Candidate,
    ) {
        let items = self.items;
        let Some(by) = agent(items, group.end, high) else {
            return;
        };
        let Some(end) = phrases_after::right_edge(items, by + 1, high) else {
            return;
        };
        // "As reported by the agency, the dam …": set apart like any other source.
        let source = by == group.end
            && group.start > low
            && items[group.start - 1].shape == Shape::Word
            && items[group.start - 1].is(Classes::AS)
            && group.start - 1 == low
            && cue.class == CueClass::Say;
        if source
            && items
                .get(end)
                .filter(|_| end < high)
                .is_some_and(|next| next.shape == Shape::Comma)
        {
            candidate.rule = "quotes:as-put";
            candidate.form = VerbForm::Reduced;
            let speaker = Phrase {
                start: by + 1,
                end,
                kind: phrases::kind_of(items, by + 1, end),
                outer: end,
            };
            candidate.speaker = Some(speaker);
            candidate.subject = speaker.kind;
            candidate.frame = Frame::According;
            let (stop, bounded) = self.bound(Clause {
                start: end + 1,
                high,
                frame: Frame::According,
                class: candidate.class,
                embedded: false,
                inserted: Inserted::No,
            });
            candidate.content[0] = (end + 1, stop.max(end + 2));
            candidate.parts = 1;
            candidate.bounded = bounded;
            candidate.count_words(items);
            candidate.score = AS_REPORTED;
            self.found.push(candidate);
            return;
        }
        if by == group.end || !cue.frames.any(Frames::AS.with(Frames::SMALL).with(Frames::QUOTE)) {
            return;
        }
        candidate.speaker = Some(Phrase {
            start: by + 1,
            end,
            kind: phrases::kind_of(items, by + 1, end),
            outer: end,
        });
        candidate.subject = candidate
            .speaker
            .map_or(SubjectKind::None, |speaker| speaker.kind);
        candidate.form = VerbForm::Reduced;
        candidate.frame = Frame::As;
        candidate.content[0] = (group.end, by);
        candidate.parts = 1;
        candidate.rule = "quotes:passive-by";
        self.push(low, high, candidate);
    }

    pub(crate) fn passive(
        &mut self,
        low: usize,
        high: usize,
        group: Group,
        cue: Cue,
        mut candidate: Candidate,
    ) {
        let items = self.items;
        let subject = phrases::before(items, low, group.start);
        let by = (group.end..high.min(group.end + 12))
            .take_while(|at| match items[*at].shape {
                Shape::Comma | Shape::Stop => false,
                Shape::Quote => items[*at].is_short_quote(),
                _ => true,
            })
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::BY));
        let agent = by.and_then(|by| {
            let edge = phrases_after::right_edge(items, by + 1, high)?;
            // "accused by the union of lying": what the verb takes is no part of the agent.
            let taken = |at: &usize| {
                let item = &items[*at];
                item.shape == Shape::Word
                    && (item.is(Classes::OF) && cue.frames.any(Frames::OF)
                        || item.is(Classes::FOR) && cue.frames.any(Frames::FOR))
            };
            let end = (by + 2..edge)
                .find(taken)
                .filter(|_| by == group.end)
                .unwrap_or(edge);
            Some(Phrase {
                start: by + 1,
                end,
                kind: phrases::kind_of(items, by + 1, end),
                outer: end,
            })
        });
        let from = match agent {
            Some(agent) if by == Some(group.end) => agent.end,
            _ => group.end,
        };
        let Some((start, frame)) = self.content_after(from, adjuncts(items, from, high), high, cue) else {
            return;
        };
        let embedded = subject.is_some_and(|subject| subject.kind == SubjectKind::Relative);
        let high = match (agent, by) {
            (Some(_), Some(by)) if by > start => by,
            _ => high,
        };
        let (end, bounded) = self.bound(Clause {
            start,
            high,
            frame,
            class: cue.class,
            embedded,
            inserted: Inserted::No,
        });
        if end <= start {
            return;
        }
        candidate.frame = frame;
        candidate.bounded = bounded;
        candidate.speaker = agent;
        candidate.subject = agent.map_or(SubjectKind::None, |agent| agent.kind);
        candidate.rule = if agent.is_some() {
            "quotes:passive-by"
        } else {
            "quotes:passive"
        };
        // "It is believed that": the pronoun is no part of what is believed.
        let theme = subject.filter(|subject| {
            let it = subject.kind == SubjectKind::Pronoun && items[subject.start].is(Classes::IT);
            // "The minister was asked if": he is asked, and no part of the question.
            let asked = cue.class == CueClass::Ask && frame == Frame::Wh;
            !it && !asked && !matches!(frame, Frame::That | Frame::Bare | Frame::Quote)
        });
        match theme {
            Some(theme) => {
                candidate.content = [(theme.start, theme.end), (start, end)];
                candidate.parts = 2;
            }
            None => {
                candidate.content[0] = (start, end);
                candidate.parts = 1;
            }
        }
        self.push(low, high, candidate);
    }
}

/// The "by" of a participle that ends before item `start`, in the same part of its sentence.
pub(crate) fn agent(items: &[Item], start: usize, high: usize) -> Option<usize> {
    (start..high.min(start + 16))
        .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Semicolon))
        .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::BY))
}
