//! Sources set apart in languages of which only small lists are known: "selon X", "Как сообщили в X", « Pour X, … ».

use crate::candidate::{Candidate, Frame};
use crate::cue::{CueClass, CueKind};
use crate::foreign::Foreign;
use crate::foreign::languages::{Kinds, Language};
use crate::items::{Shape, Unit};
use crate::phrases::{Phrase, SubjectKind};

/// Items before a source that stands in the middle of a sentence, so that what follows it is of that sentence.
const BROKEN: usize = 5;
/// How far from its verb "as" may stand, and how far its verb from the comma.
const REACH: usize = 12;

impl Foreign<'_> {
    /// "Selon X, …", "…, selon X", "Laut X kostet es …".
    pub(crate) fn according(&self, unit: Unit, at: usize, words: usize, found: &mut Vec<Candidate>) {
        let reader = &self.reader;
        let items = reader.items;
        let (low, high) = self.sentence(unit, at);
        let from = at + words;
        // "selon lui", "según ella"
        let pronoun = |at: usize| Phrase {
            start: at,
            end: at + 1,
            kind: SubjectKind::Pronoun,
            outer: at + 1,
        };
        let him =
            from < high && reader.is(from, Kinds::OBJECT_PRONOUN) && !reader.is(from, Kinds::DETERMINER);
        let Some(speaker) = reader.right(from, high).or_else(|| him.then(|| pronoun(from))) else {
            return;
        };
        // "Selon un élu qui a requis l’anonymat, …": past the relative clause.
        let edge = if speaker.end < high && reader.is(speaker.end, Kinds::RELATIVE.with(Kinds::THAT)) {
            self.comma(speaker.end, high).unwrap_or(speaker.end)
        } else {
            speaker.end
        };
        let comma = items
            .get(edge)
            .filter(|_| edge < high)
            .is_some_and(|item| item.shape == Shape::Comma);
        let leads = self.leads(low, at);
        let content = if leads {
            let verb_second = reader.grammar.language == Language::German;
            let start = edge + usize::from(comma);
            (comma || verb_second).then(|| (start, self.sentence_end(start, high)))
        } else {
            let end = (low..at)
                .rev()
                .find(|at| items[*at].shape != Shape::Comma)
                .map_or(at, |at| at + 1);
            Some((low, end))
        };
        let pushed = found.len();
        self.push_according(unit, (at, from), speaker, content, found);
        // "Работы, по словам X, продлятся два года."
        if let Some(candidate) = found
            .get_mut(pushed)
            .filter(|_| !leads && comma && at - low <= BROKEN)
        {
            candidate.content[1] = (edge + 1, self.sentence_end(edge + 1, high));
            candidate.parts = 1 + usize::from(candidate.content[1].0 < candidate.content[1].1);
            candidate.count_words(items);
        }
    }

    /// "X’e göre …"
    pub(crate) fn according_before(&self, unit: Unit, at: usize, found: &mut Vec<Candidate>) {
        let (low, high) = self.sentence(unit, at);
        let Some(speaker) = self.reader.left(low, at).filter(|speaker| speaker.start == low) else {
            return;
        };
        let start = (at + 1..high)
            .find(|at| self.reader.items[*at].shape != Shape::Comma)
            .unwrap_or(high);
        let content = Some((start, self.sentence_end(start, high)));
        self.push_according(unit, (at, at + 1), speaker, content, found);
    }

    /// "Comme l’a dit X, …", "Как сообщили в X, …", "Wie X mitteilte, …", and the same after a clause; false if the verb at
    /// `cue` is no such source.
    pub(crate) fn as_reported(&self, unit: Unit, cue: usize, found: &mut Vec<Candidate>) -> bool {
        let reader = &self.reader;
        let items = reader.items;
        let (low, high) = self.sentence(unit, cue);
        let Some(at) = (low.max(cue.saturating_sub(REACH))..cue)
            .rev()
            .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Quote))
            .find(|at| reader.is(*at, Kinds::AS))
        else {
            return false;
        };
        let leads = self.leads(low, at);
        let trails = at > low && items[at - 1].shape == Shape::Comma;
        let comma = self.comma(cue + 1, high);
        if !(leads && comma.is_some() || trails) {
            return false;
        }
        let edge = comma.unwrap_or(high);
        // "сообщили в министерстве": the house speaks.
        let house = || {
            let inside = cue + 2 < edge && reader.is(cue + 1, Kinds::PREPOSITION.with(Kinds::OF));
            reader.right(cue + 2, edge).filter(|_| inside)
        };
        let Some(speaker) = reader
            .subject(at + 1, cue)
            .or_else(|| self.inverted(cue, edge))
            .or_else(house)
        else {
            return false;
        };
        let content = if leads {
            (edge + 1, self.sentence_end(edge + 1, high))
        } else {
            (low, at - 1)
        };
        let pushed = found.len();
        self.push_according(unit, (cue, cue + 1), speaker, Some(content), found);
        if let Some(candidate) = found.get_mut(pushed) {
            candidate.rule = "quotes:foreign-as";
        }
        true
    }

    /// « Pour X, la loi est “une erreur”. »: what a sentence with words in marks is to somebody.
    pub(crate) fn viewpoint(&self, unit: Unit, quote: usize, found: &mut Vec<Candidate>) {
        let reader = &self.reader;
        let (low, high) = self.sentence(unit, quote);
        if !reader.is(low, Kinds::VIEWPOINT) {
            return;
        }
        let Some(speaker) = reader.right(low + 1, quote) else {
            return;
        };
        // German and Russian set no comma there, French and Spanish do.
        let start = match reader.grammar.language {
            Language::German | Language::Russian => Some(speaker.end),
            _ => (speaker.end..quote)
                .rev()
                .find(|at| reader.items[*at].shape == Shape::Comma)
                .map(|comma| comma + 1),
        };
        let Some(start) = start.filter(|start| *start <= quote) else {
            return;
        };
        let pushed = found.len();
        let content = Some((start, self.sentence_end(start, high)));
        self.push_according(unit, (low, low + 1), speaker, content, found);
        if let Some(candidate) = found.get_mut(pushed) {
            candidate.rule = "quotes:foreign-viewpoint";
            candidate.score = 0.6;
        }
    }

    fn push_according(
        &self,
        unit: Unit,
        cue: (usize, usize),
        speaker: Phrase,
        content: Option<(usize, usize)>,
        found: &mut Vec<Candidate>,
    ) {
        let Some((start, end)) = content.filter(|(start, end)| start < end) else {
            return;
        };
        let mut candidate = self.candidate(unit, cue, Some(speaker), "quotes:foreign-according");
        candidate.kind = CueKind::Preposition;
        candidate.class = CueClass::According;
        candidate.frame = Frame::According;
        candidate.content[0] = (start, end);
        candidate.score = 0.92;
        candidate.count_words(self.reader.items);
        found.push(candidate);
    }

    /// True if no word stands between `low` and `at`.
    fn leads(&self, low: usize, at: usize) -> bool {
        (low..at).all(|at| {
            !matches!(
                self.reader.items[at].shape,
                Shape::Word | Shape::Name | Shape::Quote
            )
        })
    }

    /// The next comma, in reach and in the same sentence.
    fn comma(&self, from: usize, high: usize) -> Option<usize> {
        let items = self.reader.items;
        (from..high.min(from + REACH))
            .take_while(|at| !matches!(items[*at].shape, Shape::Stop | Shape::Quote | Shape::Colon))
            .find(|at| items[*at].shape == Shape::Comma)
    }

    /// The part of a unit between the full stops around item `at`.
    fn sentence(&self, unit: Unit, at: usize) -> (usize, usize) {
        let (low, high) = (unit.start as usize, unit.end as usize);
        let low = (low..at)
            .rev()
            .find(|at| self.reader.items[*at].shape == Shape::Stop)
            .map_or(low, |stop| stop + 1);
        (low, high)
    }

    fn sentence_end(&self, start: usize, high: usize) -> usize {
        (start..high)
            .find(|at| matches!(self.reader.items[*at].shape, Shape::Stop | Shape::Semicolon))
            .unwrap_or(high)
    }
}
