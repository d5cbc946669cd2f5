//! Quotations with a verb of saying or a colon beside them.

use crate::candidate::{Candidate, Frame};
use crate::foreign::Foreign;
use crate::foreign::languages::{Kinds, Language, Report};
use crate::items::{Ending, Item, Shape, Unit};
use crate::phrases::SubjectKind;

/// How far from the marks a cue may stand, in items.
const REACH: usize = 12;
/// Words of a fragment inside a phrase at most.
const FRAGMENT: u32 = 5;

impl Foreign<'_> {
    /// «Интерфакс» after a noun: a name in marks, in few words with a capital, which nothing sets off.
    pub(crate) fn is_name(&self, low: usize, at: usize) -> bool {
        let items = self.reader.items;
        let quote = &items[at];
        let apart = |item: &Item| {
            matches!(
                item.shape,
                Shape::Comma | Shape::Dash | Shape::Colon | Shape::Stop
            )
        };
        let after = items.get(at + 1);
        quote.capital()
            && quote.words() <= 2
            && quote.ending() == Ending::Open
            && at > low
            && !apart(&items[at - 1])
            && self.reader.report(at - 1, at).is_none()
            && self.reader.kinds(at - 1).0 & !Kinds::WORK.0 == 0
            && !after.is_some_and(apart)
    }

    /// "El entrenador, Luis Prado, elogió a sus jugadores: “…”": the phrase with which the sentence begins; false if there
    /// is no colon.
    pub(crate) fn after_colon(&self, unit: Unit, at: usize, found: &mut Vec<Candidate>) -> bool {
        let items = self.reader.items;
        let low = unit.start as usize;
        let quote = &items[at];
        let announced = at > low + 1 && items[at - 1].shape == Shape::Colon;
        if !announced || quote.words() < 3 || self.reader.grammar.language == Language::Turkish {
            return false;
        }
        let speaker = self
            .reader
            .right(low, at - 1)
            .filter(|found| found.kind != SubjectKind::Pronoun);
        let Some(speaker) = speaker.filter(|found| found.end < at) else {
            return false;
        };
        let mut candidate = self.candidate(unit, (at - 1, at), Some(speaker), "quotes:foreign-colon");
        candidate.content[0] = (at, at + 1);
        candidate.score = 0.7;
        candidate.count_words(items);
        found.push(candidate);
        true
    }

    /// The cue after the quotation, or before it.
    pub(crate) fn cue_beside(&self, low: usize, high: usize, at: usize) -> Option<(usize, &'static str)> {
        let items = self.reader.items;
        let quote = &items[at];
        let ends = |at: usize| matches!(items[at].shape, Shape::Stop | Shape::Semicolon | Shape::Quote);
        let is_cue = |at: &usize| match self.reader.report(*at, high) {
            Some((Report::Verb | Report::Participle | Report::Cites, _)) => true,
            Some((Report::Aside, _)) => {
                let mark = (low..*at)
                    .rev()
                    .find(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Dash));
                mark.is_some_and(|mark| items[mark].shape == Shape::Quote)
            }
            _ => false,
        };
        let after = (at + 1..high.min(at + 1 + REACH))
            .take_while(|at| !ends(*at))
            .find(is_cue);
        let before = (low.max(at.saturating_sub(REACH)).max(1)..at)
            .rev()
            .take_while(|at| !ends(*at))
            .find(is_cue);
        let introduced = at > low && items[at - 1].shape == Shape::Colon;
        let marked = items
            .get(at + 1)
            .filter(|_| at + 1 < high)
            .is_some_and(|item| matches!(item.shape, Shape::Comma | Shape::Dash));
        let set_off = marked || quote.ending() != Ending::Open;
        match (after, before) {
            (_, Some(before)) if introduced => Some((before, "quotes:foreign-after")),
            (Some(after), _) if set_off || after == at + 1 || quote.words() >= 4 => {
                Some((after, "quotes:foreign-before"))
            }
            (_, Some(before)) => Some((before, "quotes:foreign-after")),
            (Some(after), None) => Some((after, "quotes:foreign-before")),
            (None, None) => None,
        }
    }

    /// A quotation beside a cue.
    pub(crate) fn beside(
        &self,
        unit: Unit,
        at: usize,
        cue: usize,
        rule: &'static str,
        found: &mut Vec<Candidate>,
    ) {
        // "… und fügte hinzu: „…“"
        let shares = cue > 0 && self.reader.is(cue - 1, Kinds::COORDINATOR);
        let shared = || {
            found
                .iter()
                .rev()
                .find(|other| other.at.0 >= unit.start as usize)?
                .speaker
        };
        let speaker = if shares { shared() } else { None }.or_else(|| self.speaker(unit, at, cue));
        let mut candidate = self.candidate(unit, (cue, cue + 1), speaker, rule);
        candidate.frame = if cue > at { Frame::Before } else { Frame::Quote };
        candidate.content[0] = (at, at + 1);
        let items = self.reader.items;
        let quote = &items[at];
        let colon = items[at - usize::from(at > 0)].shape == Shape::Colon;
        if cue < at && quote.ending() == Ending::Open && quote.words() <= FRAGMENT && at > cue + 1 && !colon {
            // "nannte das Angebot eine „Beleidigung“": a part of what is said stands in marks.
            let start = speaker
                .filter(|speaker| speaker.start > cue)
                .map_or(cue + 1, |speaker| speaker.end);
            if start < at && !(start..at).any(|at| items[at].shape == Shape::Comma) {
                candidate.content[0] = (start, at + 1);
                candidate.frame = Frame::Small;
            }
        }
        candidate.count_words(items);
        found.push(candidate);
    }
}
