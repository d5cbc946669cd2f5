//! Looks for cues in a unit and keeps, for each, the candidate that the model likes best.

use crate::boundary::{Clause, Inserted};
use crate::candidate::{self, Candidate, Frame, VerbForm};
use crate::items::{Item, Shape, Unit};
use crate::lexicon::{Classes, Cue, CueClass, CueKind, Lexicon, NONE};
use crate::model::{Features, Model};
use crate::phrases::{self, Phrase, SubjectKind, is_finite};

/// Sees what the models are asked: for training, and for nothing else.
pub(crate) trait Watch {
    /// A clause that begins with item `start` might end before item `at`.
    fn place(&mut self, items: &[Item], start: usize, at: usize, features: &Features);
    /// A candidate.
    fn candidate(&mut self, items: &[Item], candidate: &Candidate, features: &Features);
}

/// One document's search.
pub(crate) struct Search<'s> {
    pub(crate) items: &'s [Item],
    pub(crate) lexicon: &'s Lexicon,
    pub(crate) model: &'s Model,
    pub(crate) found: &'s mut Vec<Candidate>,
    pub(crate) watch: Option<&'s mut dyn Watch>,
    /// Speaker of the last cue in this unit.
    pub(crate) last_speaker: Option<Phrase>,
    pub(crate) heading: bool,
}

/// What the training texts have too few of, in log odds: polls and studies that show, endorsements, nouns reported.
fn prior(candidate: &Candidate) -> f32 {
    let class = match candidate.class {
        CueClass::Show => 2.0,
        CueClass::Stance => 2.5,
        _ => 0.0,
    };
    class
        + if candidate.frame == Frame::Object {
            0.7
        } else {
            0.0
        }
}

/// Below this a candidate is not kept at all.
const FLOOR: f32 = 0.05;
/// How sure a whole quotation beside a listed verb is at least.
const PLAIN: f32 = 0.9;
/// The same for a clause before its speaker and a comma.
const ASIDE: f32 = 0.75;

impl Search<'_> {
    /// Finds the candidates of a unit; at most one a cue is kept.
    pub(crate) fn unit(&mut self, unit: Unit) {
        let (low, high) = (unit.start as usize, unit.end as usize);
        self.last_speaker = None;
        self.heading = unit.heading;
        self.colon(low, high, unit);
        for at in low..high {
            let item = self.items[at];
            if item.shape != Shape::Word {
                continue;
            }
            let before = self.found.len();
            if item.is(Classes::FOR) {
                self.viewpoint(low, high, at);
            }
            if item.word.verb != NONE {
                let cue = self.lexicon.cue(item.word.verb);
                self.verb(low, high, at, item.word.verb, cue);
            }
            if item.word.other != NONE {
                let cue = self.lexicon.cue(item.word.other);
                match cue.kind {
                    CueKind::Preposition => self.according(low, high, at, item.word.other, cue),
                    CueKind::Adverb => self.hearsay(low, high, at, item.word.other, cue),
                    CueKind::Noun => self.noun(low, high, at, item.word.other, cue),
                    CueKind::Adjective => self.adjective(low, high, at, item.word.other, cue),
                    CueKind::Verb => {}
                }
            }
            self.keep_best(before);
        }
    }

    /// Scores a candidate and puts it with the others.
    pub(crate) fn push(&mut self, low: usize, high: usize, mut candidate: Candidate) {
        let features = candidate::features(self.items, &candidate, low, high);
        if let Some(watch) = self.watch.as_mut() {
            watch.candidate(self.items, &candidate, &features);
        }
        candidate.score = self.model.accept(&features, prior(&candidate));
        let (inside, outside) = candidate.quoted(self.items);
        let plain = matches!(candidate.frame, Frame::Before | Frame::Around | Frame::Quote);
        if plain && inside > 0 && outside == 0 && !candidate.heading {
            // The model has seen few quotation marks: the marks themselves decide.
            candidate.score = candidate.score.max(PLAIN);
        } else if matches!(candidate.frame, Frame::Before | Frame::Around)
            && (inside > 0 || matches!(candidate.class, CueClass::Say | CueClass::Claim | CueClass::Think))
        {
            // "…, he said." and "The plan, he said, would …" are rare in what the model has seen, and plain.
            candidate.score = candidate.score.max(ASIDE);
        }
        self.found.push(candidate);
    }

    fn keep_best(&mut self, first: usize) {
        let best = self.found[first..]
            .iter()
            .copied()
            .max_by(|a, b| a.score.total_cmp(&b.score));
        self.found.truncate(first);
        if let Some(best) = best.filter(|best| best.score >= FLOOR) {
            if best.kind == CueKind::Verb && best.subject != SubjectKind::None {
                self.last_speaker = best.speaker.or(self.last_speaker);
            }
            self.found.push(best);
        }
    }

    fn blank(&self, number: u16, cue: Cue, at: usize, end: usize) -> Candidate {
        Candidate {
            cue: number,
            kind: cue.kind,
            class: cue.class,
            at: (at, end),
            speaker: None,
            subject: SubjectKind::None,
            content: [(0, 0); 2],
            parts: 0,
            frame: Frame::Object,
            form: VerbForm::None,
            negated: false,
            bounded: 1.0,
            heading: self.heading,
            score: 0.0,
            rule: "quotes:noun",
        }
    }

    /// "According to X, …", "…, according to X".
    fn according(&mut self, low: usize, high: usize, at: usize, number: u16, cue: Cue) {
        let items = self.items;
        let mut candidate = self.blank(number, cue, at, at + 2);
        let Some(edge) = phrases::right_edge(items, at + 2, high) else {
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

    /// "For the ministry, it is …", "the union, for which it is …": what something is to somebody.
    fn viewpoint(&mut self, low: usize, high: usize, at: usize) {
        let items = self.items;
        let Some(first) = items.get(at + 1).filter(|_| at + 4 < high) else {
            return;
        };
        let relative = first.shape == Shape::Word && first.is(Classes::RELATIVE);
        let leads = at == low || matches!(items[at - 1].shape, Shape::Comma | Shape::Stop | Shape::Semicolon);
        let Some(end) = (if relative {
            Some(at + 2)
        } else {
            phrases::right_edge(items, at + 1, high)
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
            kind: CueKind::Preposition,
            class: CueClass::Think,
            frames: crate::lexicon::Frames::CLAUSE,
        };
        let mut candidate = self.blank(NONE, cue, at, at + 1);
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
        self.found.push(candidate);
    }

    /// "reportedly": the clause around it, by nobody.
    fn hearsay(&mut self, low: usize, high: usize, at: usize, number: u16, cue: Cue) {
        let items = self.items;
        let mut candidate = self.blank(number, cue, at, at + 1);
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

    /// "his claim that …", "the ministry’s denial of …", "calls for …".
    fn noun(&mut self, low: usize, high: usize, at: usize, number: u16, cue: Cue) {
        let items = self.items;
        let mut candidate = self.blank(number, cue, at, at + 1);
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
        // "his claim", "the ministry’s repeated claim"
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
        candidate.bounded = bounded;
        candidate.content[0] = (start, end);
        candidate.parts = 1;
        self.push(low, high, candidate);
    }

    /// "is confident that …", "eager to …".
    fn adjective(&mut self, low: usize, high: usize, at: usize, number: u16, cue: Cue) {
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
        let mut candidate = self.blank(number, cue, at, at + 1);
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

    /// "Ministry: talks will go on", "LEE: I think so."
    fn colon(&mut self, low: usize, high: usize, unit: Unit) {
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
            kind: CueKind::Preposition,
            class: CueClass::Say,
            frames: crate::lexicon::Frames::QUOTE,
        };
        let mut candidate = self.blank(NONE, cue, colon, colon + 1);
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
            0.3
        };
    }
}
