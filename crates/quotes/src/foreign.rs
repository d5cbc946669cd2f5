//! Direct quotations in languages of which only the common cues are known: speaker and verb beside the marks.

use whosaid_text::Tokens;

use crate::candidate::{Candidate, Frame, VerbForm};
use crate::cue::{CueClass, CueKind};
use crate::items::{Ending, Item, Shape, Unit};
use crate::languages::{Language, Languages};
use crate::phrases::{Phrase, SubjectKind};

/// How far from the marks a cue may stand, and a speaker from the cue, in items.
const REACH: usize = 12;

/// What is looked at.
pub(crate) struct Foreign<'f> {
    pub(crate) items: &'f [Item],
    pub(crate) tokens: &'f Tokens,
    pub(crate) languages: &'f Languages,
    pub(crate) language: Language,
}

impl Foreign<'_> {
    /// Finds the quotations of a unit that have a cue beside them.
    pub(crate) fn unit(&self, unit: Unit, found: &mut Vec<Candidate>) {
        let (low, high) = (unit.start as usize, unit.end as usize);
        let first = found.len();
        for at in low..high {
            if self.items[at].shape != Shape::Quote {
                continue;
            }
            let taken = found[first..].iter_mut().next_back();
            if let Some((cue, rule)) = self.cue_beside(low, high, at) {
                // « …, dit X, … »: parts under one cue are one statement.
                if let Some(before) = taken.filter(|before| before.at.0 == cue && before.parts == 1) {
                    before.content[1] = (at, at + 1);
                    before.parts = 2;
                    before.quoted.0 += self.items[at].words;
                    continue;
                }
                found.push(self.candidate(unit, at, cue, rule));
            }
        }
        found[first..].sort_by_key(|candidate| candidate.at.0);
    }

    fn is_cue(&self, at: usize) -> bool {
        let item = &self.items[at];
        matches!(item.shape, Shape::Word | Shape::Name)
            && self
                .languages
                .is_cue(self.language, self.tokens.hashes[item.first as usize])
    }

    /// The cue after the quotation, or before it.
    fn cue_beside(&self, low: usize, high: usize, at: usize) -> Option<(usize, &'static str)> {
        let items = self.items;
        let quote = &items[at];
        let ends = |at: usize| matches!(items[at].shape, Shape::Stop | Shape::Semicolon | Shape::Quote);
        let after = (at + 1..high.min(at + 1 + REACH))
            .take_while(|at| !ends(*at))
            .find(|at| self.is_cue(*at));
        let before = (low.max(at.saturating_sub(REACH))..at)
            .rev()
            .take_while(|at| !ends(*at))
            .find(|at| self.is_cue(*at));
        let introduced = at > low && items[at - 1].shape == Shape::Colon;
        let marked = items
            .get(at + 1)
            .filter(|_| at + 1 < high)
            .is_some_and(|item| matches!(item.shape, Shape::Comma | Shape::Dash));
        let set_off = marked || quote.ending != Ending::Open;
        match (after, before) {
            (_, Some(before)) if introduced => Some((before, "quotes:foreign-after")),
            (Some(after), _) if set_off || after == at + 1 || quote.words >= 4 => {
                Some((after, "quotes:foreign-before"))
            }
            (_, Some(before)) => Some((before, "quotes:foreign-after")),
            (Some(after), None) => Some((after, "quotes:foreign-before")),
            (None, None) => None,
        }
    }

    fn candidate(&self, unit: Unit, at: usize, cue: usize, rule: &'static str) -> Candidate {
        let speaker = self.speaker(unit, at, cue);
        Candidate {
            key: 0,
            kind: CueKind::Verb,
            class: CueClass::Say,
            at: (cue, cue + 1),
            speaker,
            subject: speaker.map_or(SubjectKind::None, |speaker| speaker.kind),
            content: [(at, at + 1), (0, 0)],
            parts: 1,
            quoted: (self.items[at].words, 0),
            frame: if cue > at { Frame::Before } else { Frame::Quote },
            form: VerbForm::None,
            negated: false,
            bounded: 1.0,
            heading: unit.heading,
            score: 0.8,
            rule,
        }
    }

    /// Names beside the cue, with the words around them: after it, or before it.
    fn speaker(&self, unit: Unit, quote: usize, cue: usize) -> Option<Phrase> {
        let items = self.items;
        let (low, high) = (unit.start as usize, unit.end as usize);
        // "dit-il": the pronoun hangs on the verb.
        if items[cue].end > items[cue].first + 1 {
            return Some(Phrase {
                start: cue,
                end: cue + 1,
                kind: SubjectKind::Pronoun,
                outer: cue + 1,
            });
        }
        let ends = |at: usize| {
            matches!(
                items[at].shape,
                Shape::Stop | Shape::Semicolon | Shape::Quote | Shape::Comma | Shape::Colon | Shape::Dash
            )
        };
        let until = if quote > cue { quote } else { high };
        let after = (cue + 1..until.min(cue + 1 + REACH))
            .find(|at| ends(*at))
            .unwrap_or(until.min(cue + 1 + REACH));
        let from = if quote < cue { quote + 1 } else { low };
        let before = (from.max(cue.saturating_sub(REACH))..cue)
            .rev()
            .find(|at| ends(*at))
            .map_or(from.max(cue.saturating_sub(REACH)), |at| at + 1);
        let is_name = |at: usize| {
            items[at].shape == Shape::Name && !self.languages.is_function_word(self.language, items[at].hash)
        };
        // The run of names that is nearest to the cue.
        let named = |start: usize, end: usize| {
            let (first, last) = if end <= cue {
                let last = (start..end).rev().find(|at| is_name(*at))?;
                let first = (start..last)
                    .rev()
                    .take_while(|at| is_name(*at))
                    .last()
                    .unwrap_or(last);
                (first, last)
            } else {
                let first = (start..end).find(|at| is_name(*at))?;
                (first, (first..end).take_while(|at| is_name(*at)).last()?)
            };
            Some(Phrase {
                start: first,
                end: last + 1,
                kind: SubjectKind::Name,
                outer: last + 1,
            })
        };
        let around = named(before, cue).or_else(|| named(cue + 1, after));
        // "Başkan Kaya, “…” dedi": before the quotation and a comma.
        let apart = quote < cue && quote > low + 1 && items[quote - 1].shape == Shape::Comma;
        let lead = || named(low.max(quote.saturating_sub(REACH)), quote).filter(|_| apart);
        around.or_else(lead).or_else(|| {
            // "dit le ministre", "он сказал": the words themselves, if they are few.
            let (start, end) = if after > cue + 1 {
                (cue + 1, after)
            } else {
                (before, cue)
            };
            (end > start && end - start <= 3).then_some(Phrase {
                start,
                end,
                kind: SubjectKind::Noun,
                outer: end,
            })
        })
    }
}
