//! Nouns and adjectives that report: "his claim that", "is confident that".

use crate::boundary::{Clause, Inserted};
use crate::candidate::Frame;
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueClass};
use crate::forms::Forms;
use crate::items::Shape;
use crate::phrases::{self, Phrase, SubjectKind};
use crate::search::Search;

impl Search<'_> {
    /// "his claim that …", "the ministry’s denial of …", "calls for …".
    pub(crate) fn noun(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        if cue.class == CueClass::According {
            if cue.frames.any(Frames::IN) {
                return self.in_poll(low, high, at, cue);
            }
            return self.own_words(low, high, at, cue);
        }
        let mut candidate = self.blank(cue, at, at + 1);
        let Some((start, frame)) = self.content_after(at + 1, at + 1, high, cue) else {
            return;
        };
        let fits = matches!(
            frame,
            Frame::That | Frame::Infinitive | Frame::Preposition | Frame::Wh | Frame::Colon | Frame::Quote
        );
        if !fits || frame == Frame::That && start > at + 1 {
            return;
        }
        let owner = self.possessor(low, at);
        candidate.speaker = owner;
        candidate.subject = owner.map_or(SubjectKind::None, |owner| owner.kind);
        candidate.frame = frame;
        let clause = Clause {
            start,
            high,
            frame,
            class: cue.class,
            embedded: true,
            inserted: Inserted::No,
        };
        // "said in a statement that": the verb has it already.
        let taken = self
            .found
            .iter()
            .rev()
            .take(8)
            .take_while(|other| other.at.0 >= low)
            .any(|other| other.parts().iter().any(|part| part.0 == start));
        let (end, bounded) = self.bound(clause);
        if end <= start || taken {
            return;
        }
        // "a claim that the agency could not verify": the claim itself is what it could not verify.
        let last = &self.items[end - 1];
        let open = frame == Frame::That
            && last.may_be(Forms::BASE)
            && self.items[start..end - 1]
                .iter()
                .rev()
                .take(3)
                .any(|item| item.is(Classes::MODAL));
        if open {
            return;
        }
        candidate.bounded = bounded;
        candidate.content[0] = (start, end);
        candidate.parts = 1;
        self.push(low, high, candidate);
    }

    /// Whose the noun at `at` is: "his claim", "the ministry’s repeated claim".
    pub(crate) fn possessor(&self, low: usize, at: usize) -> Option<Phrase> {
        let items = self.items;
        let mut owner = None;
        for index in (low.max(at.saturating_sub(4))..at).rev() {
            let item = &items[index];
            if item.shape == Shape::Clitic && index > low {
                if let Some(found) = phrases::before(items, low, index) {
                    owner = Some(Phrase {
                        kind: SubjectKind::Possessor,
                        ..found
                    });
                }
                break;
            }
            if item.shape == Shape::Word && item.is(Classes::POSSESSIVE) {
                owner = Some(Phrase {
                    start: index,
                    end: index + 1,
                    kind: SubjectKind::Possessor,
                    outer: index + 1,
                });
                break;
            }
            if item.shape != Shape::Word
                || item.is(Classes::PREPOSITION
                    .with(Classes::DETERMINER)
                    .with(Classes::COORDINATOR))
            {
                break;
            }
        }
        owner
    }

    /// "is confident that …", "eager to …".
    pub(crate) fn adjective(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let mut group = at;
        let mut be = false;
        while group > low && items[group - 1].shape == Shape::Word {
            let item = &items[group - 1];
            if item.is(Classes::AUXILIARY) {
                be = true;
            } else if !item.is(Classes::ADVERB.with(Classes::NEGATION)) {
                break;
            }
            group -= 1;
        }
        if !be {
            return;
        }
        let mut candidate = self.blank(cue, at, at + 1);
        let Some((start, frame)) = self.content_after(at + 1, at + 1, high, cue) else {
            return;
        };
        if start > at + 2 {
            return;
        }
        candidate.speaker = phrases::before(items, low, group);
        candidate.subject = candidate
            .speaker
            .map_or(SubjectKind::None, |speaker| speaker.kind);
        candidate.frame = frame;
        candidate.rule = "quotes:adjective";
        let clause = Clause {
            start,
            high,
            frame,
            class: cue.class,
            embedded: false,
            inserted: Inserted::No,
        };
        let (end, bounded) = self.bound(clause);
        if end <= start {
            return;
        }
        candidate.bounded = bounded;
        candidate.content[0] = (start, end);
        candidate.parts = 1;
        self.push(low, high, candidate);
    }
}
