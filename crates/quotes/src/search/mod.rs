//! Looks for cues in a unit and keeps, for each, the candidate that the model likes best.

mod according;
mod apposition;
mod asides;
mod cited;
mod frames;
mod fronted;
mod naming;
mod nouns;
mod passives;
mod sources;
mod subjects;
mod verbs;
mod viewpoint;

use crate::candidate::{self, Candidate, Frame, VerbForm};
use crate::classes::Classes;
use crate::cue::{Cue, CueClass, CueKind, NONE};
use crate::items::{Item, Shape, Unit};
use crate::lexicon::Lexicon;
use crate::model::{Features, Model};
use crate::mood::{Mood, NOT_SAID, TO_BE_SAID};
use crate::phrases::{Phrase, REACH, SubjectKind};
use crate::places::Places;

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
    /// First item of this unit, and one past its last.
    pub(crate) unit: (usize, usize),
    /// It has brackets.
    pub(crate) brackets: bool,
    /// Looked at where a clause of this unit needs it.
    pub(crate) places: Places,
    pub(crate) heading: bool,
}

/// How many items a paragraph begins with that say where, when and by which agency it was written: "TUNIS, 3 May
/// (Reuters) - ". 0 if none do.
fn dateline(items: &[Item]) -> usize {
    const LONGEST: usize = 14;
    if items.first().is_none_or(|first| first.shape != Shape::Name) {
        return 0;
    }
    let Some(dash) = items
        .iter()
        .take(LONGEST)
        .position(|item| item.shape == Shape::Dash)
    else {
        return 0;
    };
    let (before, after) = (&items[..dash], &items[dash + 1..]);
    let plain = |item: &Item| {
        item.capital()
            || matches!(
                item.shape,
                Shape::Name
                    | Shape::Number
                    | Shape::Comma
                    | Shape::Stop
                    | Shape::Open
                    | Shape::Close
                    | Shape::Symbol
            )
    };
    let begins = |item: &Item| item.capital() || matches!(item.shape, Shape::Name | Shape::Quote);
    match before.iter().all(plain) && after.first().is_some_and(begins) {
        true => dash + 1,
        false => 0,
    }
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

/// "Lee denied it", "Lee said so": what stands in another sentence.
fn is_pronoun(items: &[Item], candidate: &Candidate) -> bool {
    let (start, end) = candidate.content[0];
    let item = &items[start];
    candidate.parts == 1
        && end == start + 1
        && item.shape == Shape::Word
        && item.is(Classes::SUBJECT_PRONOUN
            .with(Classes::OBJECT_PRONOUN)
            .with(Classes::THAT)
            .with(Classes::CAUSAL))
}

/// Below this a candidate is not kept at all.
const FLOOR: f32 = 0.05;
/// How sure a whole quotation beside a listed verb is at least.
const PLAIN: f32 = 0.9;
/// Words in marks that are said to be somebody's.
pub(crate) const WORDS: &str = "quotes:in-the-words-of";
/// The same for a clause before its speaker and a comma.
const ASIDE: f32 = 0.75;

impl Search<'_> {
    /// Finds the candidates of a unit; at most one a cue is kept.
    pub(crate) fn unit(&mut self, unit: Unit, cues: &[u32]) {
        let (start, end) = (unit.start as usize, unit.end as usize);
        // What is said begins behind the place and the agency.
        let start = start
            + if unit.first {
                dateline(&self.items[start..end])
            } else {
                0
            };
        let (low, high) = (start, end);
        // "Also read: …": a link to another article, or what stands below a picture.
        if unit.first && self.lexicon.is_label(&self.items[low..high]) {
            return;
        }
        self.last_speaker = None;
        self.heading = unit.heading;
        self.unit = (unit.start as usize, unit.end as usize);
        self.brackets = unit.brackets;
        self.colon(low, high, unit);
        for at in cues {
            let at = *at as usize;
            let item = &self.items[at];
            let before = self.found.len();
            let (low, high) = self.bracket(start, end, at);
            if item.is(Classes::FOR) {
                self.viewpoint(low, high, at);
            }
            if item.verb != NONE {
                let cue = self.lexicon.cue(item.verb);
                self.verb(low, high, at, cue);
            }
            if item.other != NONE {
                let cue = self.lexicon.cue(item.other);
                match cue.kind {
                    CueKind::Preposition => self.according(low, high, at, cue),
                    CueKind::Adverb => self.hearsay(low, high, at, cue),
                    CueKind::Noun => self.noun(low, high, at, cue),
                    CueKind::Adjective => self.adjective(low, high, at, cue),
                    CueKind::Verb => {}
                }
            }
            self.keep_best(before);
        }
    }

    /// What stands in brackets with the word at `at` is a unit of its own, if that is more than the attribution.
    fn bracket(&self, start: usize, end: usize, at: usize) -> (usize, usize) {
        if !self.brackets {
            return (start, end);
        }
        let items = self.items;
        let mark = (start.max(at.saturating_sub(REACH))..at)
            .rev()
            .find(|at| matches!(items[*at].shape, Shape::Open | Shape::Close));
        let open = match mark {
            Some(open) if items[open].shape == Shape::Open && open + 2 < at => open,
            _ => return (start, end),
        };
        let close = (at..end.min(at + REACH)).find(|at| items[*at].shape == Shape::Close);
        close.map_or((start, end), |close| (open + 1, close))
    }

    /// Scores a candidate and puts it with the others.
    pub(crate) fn push(&mut self, low: usize, high: usize, mut candidate: Candidate) {
        candidate.count_words(self.items);
        let whole = candidate.quoted.0 > 0 && candidate.quoted.1 == 0;
        if is_pronoun(self.items, &candidate) {
            return;
        }
        match candidate.mood {
            Mood::Possible if !whole => return,
            Mood::Denied => candidate.rule = NOT_SAID,
            Mood::Awaited => candidate.rule = TO_BE_SAID,
            _ => {}
        }
        if let Some(watch) = self.watch.as_mut() {
            let mut seen = Features::default();
            candidate::features(self.items, &candidate, low, high, &mut seen);
            watch.candidate(self.items, &candidate, &seen);
        }
        let mut score = self.model.accept();
        candidate::features(self.items, &candidate, low, high, &mut score);
        score.prior(prior(&candidate));
        candidate.score = score.probability();
        let (inside, outside) = candidate.quoted;
        let plain = matches!(candidate.frame, Frame::Before | Frame::Around | Frame::Quote);
        if plain && inside > 0 && outside == 0 && !candidate.heading {
            // The model has seen few quotation marks: the marks themselves decide.
            candidate.score = candidate.score.max(PLAIN);
        } else if candidate.rule == WORDS && inside > 0 {
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
        let scores = self.found[first..].iter().map(|candidate| candidate.score);
        let best = (first..).zip(scores).max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((best, _)) = best.filter(|(_, score)| *score >= FLOOR) else {
            self.found.truncate(first);
            return;
        };
        self.found.swap(first, best);
        self.found.truncate(first + 1);
        let best = &self.found[first];
        // "said that Ankara supports it, adding": whoever speaks in the clause that holds the cue goes on.
        let held = self.found[first.saturating_sub(3)..first].iter().any(|other| {
            other.kind == CueKind::Verb
                && other.at.0 < best.at.0
                && other.speaker.is_some()
                && other
                    .parts()
                    .iter()
                    .any(|(start, end)| (*start..*end).contains(&best.at.0))
        });
        if best.kind == CueKind::Verb && best.subject != SubjectKind::None && !held {
            self.last_speaker = best.speaker.or(self.last_speaker);
        }
    }

    pub(crate) fn blank(&self, cue: Cue, at: usize, end: usize) -> Candidate {
        Candidate {
            key: cue.key,
            kind: cue.kind,
            class: cue.class,
            at: (at, end),
            speaker: None,
            subject: SubjectKind::None,
            content: [(0, 0); 2],
            parts: 0,
            quoted: (0, 0),
            frame: Frame::Object,
            form: VerbForm::None,
            negated: false,
            mood: Mood::Said,
            bounded: 1.0,
            heading: self.heading,
            score: 0.0,
            rule: "quotes:noun",
        }
    }
}
