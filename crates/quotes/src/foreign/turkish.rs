//! What only Turkish has: speakers before the marks, participles that report, clauses that are made nouns.

use crate::candidate::{Candidate, Frame};
use crate::foreign::Foreign;
use crate::foreign::languages::{Kinds, Report};
use crate::items::{Shape, Unit};
use crate::phrases::Phrase;

impl Foreign<'_> {
    /// “…” dedi: the speaker stands before the marks, or before all; after the verb if it is a participle.
    pub(crate) fn turkish(&self, low: usize, high: usize, quote: usize, cue: usize) -> Option<Phrase> {
        let reader = &self.reader;
        if let Some((Report::Participle, _)) = reader.report(cue, high) {
            // "diyen mahalle sözcüsü Ayşe Demir": the office with the name.
            let names = reader.names(cue + 1, high)?;
            return Some(Phrase {
                start: cue + 1,
                ..names
            });
        }
        let mut end = quote;
        while end > low && matches!(reader.items[end - 1].shape, Shape::Comma | Shape::Colon) {
            end -= 1;
        }
        let apart = end < quote;
        let near = (cue > quote).then(|| reader.left(low, end)).flatten();
        near.filter(|_| apart || quote == low + 1 || end > low)
            .filter(|_| apart)
            .or_else(|| self.leading(low, quote.min(cue)))
            .or_else(|| reader.names(cue + 1, high).filter(|_| cue > quote))
            .map(|found| self.with_office(cue, found))
    }

    /// "konuştu itfaiyeci Hasan Tunç": all that stands between the verb and the name.
    pub(crate) fn with_office(&self, cue: usize, found: Phrase) -> Phrase {
        if found.start > cue + 1 && found.start <= cue + 3 {
            return Phrase {
                start: cue + 1,
                ..found
            };
        }
        found
    }

    /// The names with which a Turkish sentence begins, if they are its subject.
    pub(crate) fn leading(&self, low: usize, end: usize) -> Option<Phrase> {
        let found = self.reader.names(low, end).filter(|found| found.start == low)?;
        let next = self.reader.items.get(found.end)?;
        let closed =
            next.shape == Shape::Comma || self.reader.is(found.end, Kinds::PREPOSITION.with(Kinds::ADVERB));
        (found.end > found.start + 1 || closed || next.shape == Shape::Word).then_some(found)
    }

    /// "yolun açılacağını söyledi": the clause before the verb, after the subject.
    pub(crate) fn nominal(&self, unit: Unit, cue: usize, found: &mut Vec<Candidate>) {
        let reader = &self.reader;
        let items = reader.items;
        let (low, high) = (unit.start as usize, unit.end as usize);
        // "olduğunu ifade etti": one word may stand between.
        let Some(last) = (low.max(cue.saturating_sub(2))..cue).rev().find(|at| {
            items[*at].shape == Shape::Word
                && reader
                    .grammar
                    .is_nominal(reader.tokens.text(reader.text, items[*at].first as usize))
        }) else {
            return;
        };
        let subject = self.leading(low, last);
        let mut start = subject.map_or(low, |subject| subject.end);
        while start < last
            && (items[start].shape == Shape::Comma
                || reader.is(start, Kinds::ADVERB.with(Kinds::PREPOSITION)) && subject.is_some())
        {
            start += 1;
        }
        let speaker = match reader.report(cue, high) {
            Some((Report::Participle, _)) => reader.names(cue + 1, high),
            _ => subject.or_else(|| self.dropped(unit)),
        };
        let mut candidate = self.candidate(unit, (cue, cue + 1), speaker, "quotes:foreign-clause");
        candidate.content[0] = (start, last + 1);
        candidate.frame = Frame::That;
        candidate.score = if speaker.is_some() { 0.9 } else { 0.4 };
        candidate.count_words(items);
        found.push(candidate);
    }
}
