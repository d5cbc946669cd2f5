//! Statements in languages of which only common cues and the small words are known: beside quotation marks, after
//! "that", and with a word such as "according to".

use crate::candidate::{Candidate, Frame, VerbForm};
use crate::cue::{CueClass, CueKind};
use crate::foreign_phrases::Reader;
use crate::items::{Ending, Layout, Shape, Unit};
use crate::languages::{Kinds, Language, Report};
use crate::phrases::{Phrase, SubjectKind};

/// How far from the marks a cue may stand, in items.
const REACH: usize = 12;
/// How far from its verb a "that" may stand.
const THAT: usize = 8;
/// Items before a source that stands in the middle of a sentence, so that what follows it is of that sentence.
const BROKEN: usize = 5;
/// Words of a fragment inside a phrase at most.
const FRAGMENT: u32 = 5;

/// One document's search.
pub(crate) struct Foreign<'f> {
    pub(crate) reader: Reader<'f>,
    /// Whoever spoke last, and in which paragraph: the subject of a verb that has none.
    pub(crate) last: Option<(Phrase, u32)>,
}

impl Foreign<'_> {
    /// Finds the statements of a unit.
    pub(crate) fn unit(&mut self, layout: &Layout, unit: Unit, found: &mut Vec<Candidate>) {
        let (low, high) = (unit.start as usize, unit.end as usize);
        let first = found.len();
        for at in low..high {
            match self.reader.report(at, high) {
                Some((Report::Verb | Report::Participle, _)) => self.clause(unit, at, found),
                Some((Report::Source, words)) => self.according(unit, at, words, found),
                Some((Report::After, _)) => self.according_before(unit, at, found),
                _ => {}
            }
        }
        let clauses = found.len();
        for at in layout.quotes_of(unit) {
            let at = *at as usize;
            let inside = |candidate: &Candidate| {
                candidate
                    .parts()
                    .iter()
                    .any(|(start, end)| (*start..*end).contains(&at))
            };
            if found[first..clauses].iter().any(inside) {
                continue;
            }
            let Some((cue, rule)) = self.cue_beside(low, high, at) else {
                continue;
            };
            // « …, dit X, … »: parts under one cue are one statement.
            let taken = found[clauses..].iter_mut().next_back();
            if let Some(before) = taken.filter(|before| before.at.0 == cue && before.parts == 1) {
                before.content[1] = (at, at + 1);
                before.parts = 2;
                before.count_words(self.reader.items);
                continue;
            }
            self.beside(unit, at, cue, rule, found);
        }
        found[first..].sort_by_key(|candidate| candidate.at.0);
        let speaks = found[first..]
            .iter()
            .rev()
            .find_map(|candidate| candidate.speaker);
        if let Some(speaker) = speaks {
            self.last = Some((speaker, unit.paragraph));
        }
    }

    /// The cue after the quotation, or before it.
    fn cue_beside(&self, low: usize, high: usize, at: usize) -> Option<(usize, &'static str)> {
        let items = self.reader.items;
        let quote = &items[at];
        let ends = |at: usize| matches!(items[at].shape, Shape::Stop | Shape::Semicolon | Shape::Quote);
        let is_cue = |at: &usize| match self.reader.report(*at, high) {
            Some((Report::Verb | Report::Participle, _)) => true,
            Some((Report::Aside, _)) => {
                items[*at - 1].shape == Shape::Comma && *at >= 2 && items[*at - 2].shape == Shape::Quote
                    || items[*at - 1].shape == Shape::Quote
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

    /// A quotation beside a cue.
    fn beside(&self, unit: Unit, at: usize, cue: usize, rule: &'static str, found: &mut Vec<Candidate>) {
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
        if cue < at && quote.ending == Ending::Open && quote.words <= FRAGMENT && at > cue + 1 && !colon {
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

    /// Who speaks in the quotation at `quote` that the verb at `cue` reports.
    fn speaker(&self, unit: Unit, quote: usize, cue: usize) -> Option<Phrase> {
        let reader = &self.reader;
        let (low, high) = (unit.start as usize, unit.end as usize);
        if reader.pronoun_inside(cue) {
            return Some(Phrase {
                start: cue,
                end: cue + 1,
                kind: SubjectKind::Pronoun,
                outer: cue + 1,
            });
        }
        if reader.grammar.language == Language::Turkish {
            return self.turkish(low, high, quote, cue);
        }
        if cue < quote {
            return reader
                .subject(low, cue)
                .or_else(|| self.inverted(cue, quote))
                .or(self.dropped(unit));
        }
        let before = (cue > quote + 1)
            .then(|| reader.subject(quote + 1, cue))
            .flatten();
        before
            .or_else(|| self.inverted(cue, high))
            .or_else(|| self.dropped(unit))
    }

    /// "sagte Ann Lee", "dijo a la prensa su portavoz", "отметил в интервью газете пожарный Пётр Ланской".
    fn inverted(&self, cue: usize, high: usize) -> Option<Phrase> {
        let reader = &self.reader;
        let mut at = cue + 1;
        while at < high && reader.is(at, Kinds::ADVERB.with(Kinds::OBJECT_PRONOUN)) {
            at += 1;
        }
        if let Some(found) = reader.right(at, high) {
            return Some(found);
        }
        if at >= high || !reader.is(at, Kinds::PREPOSITION.with(Kinds::OF)) {
            return None;
        }
        // Past what the preposition governs.
        let inside = reader.right(at + 1, high)?;
        reader
            .right(inside.end, high)
            .filter(|_| inside.end < high && reader.is(inside.end, Kinds::DETERMINER))
            .or_else(|| {
                let russian = reader.grammar.language == Language::Russian;
                reader.names(at + 1, high).filter(|_| russian)
            })
    }

    /// “…” dedi: the speaker stands before the marks, or before all; after the verb if it is a participle.
    fn turkish(&self, low: usize, high: usize, quote: usize, cue: usize) -> Option<Phrase> {
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
    fn with_office(&self, cue: usize, found: Phrase) -> Phrase {
        if found.start > cue + 1 && found.start <= cue + 3 {
            return Phrase {
                start: cue + 1,
                ..found
            };
        }
        found
    }

    /// The names with which a Turkish sentence begins, if they are its subject.
    fn leading(&self, low: usize, end: usize) -> Option<Phrase> {
        let found = self.reader.names(low, end).filter(|found| found.start == low)?;
        let next = self.reader.items.get(found.end)?;
        let closed =
            next.shape == Shape::Comma || self.reader.is(found.end, Kinds::PREPOSITION.with(Kinds::ADVERB));
        (found.end > found.start + 1 || closed || next.shape == Shape::Word).then_some(found)
    }

    /// Whoever spoke last, if that is near: in Spanish, Russian and Turkish a verb needs no subject.
    fn dropped(&self, unit: Unit) -> Option<Phrase> {
        let drops = matches!(
            self.reader.grammar.language,
            Language::Spanish | Language::Turkish | Language::Russian
        );
        self.last
            .filter(|(_, paragraph)| drops && *paragraph == unit.paragraph)
            .map(|(speaker, _)| speaker)
    }

    /// "a annoncé que …", "sagte, dass …", "sagte, der Tunnel sei …", "açılacağını söyledi".
    fn clause(&self, unit: Unit, cue: usize, found: &mut Vec<Candidate>) {
        let reader = &self.reader;
        let items = reader.items;
        let (low, high) = (unit.start as usize, unit.end as usize);
        if reader.grammar.language == Language::Turkish {
            return self.nominal(unit, cue, found);
        }
        let until = high.min(cue + 1 + THAT);
        let stop = |at: usize| {
            matches!(
                items[at].shape,
                Shape::Stop | Shape::Semicolon | Shape::Quote | Shape::Colon
            ) || items[at].shape == Shape::Comma && !(at + 1 < high && reader.is(at + 1, Kinds::THAT))
        };
        let that = (cue + 1..until)
            .take_while(|at| !stop(*at))
            .find(|at| reader.is(*at, Kinds::THAT));
        let start = that.or_else(|| self.subjunctive(cue, high));
        let Some(start) = start.filter(|start| start + 1 < high) else {
            return;
        };
        let mut end = start + 1;
        while end < high && !matches!(items[end].shape, Shape::Stop | Shape::Semicolon) {
            if end > start + 1 && self.next_cue(end, high) {
                break;
            }
            end += 1;
        }
        while end > start + 1 && matches!(items[end - 1].shape, Shape::Comma | Shape::Symbol) {
            end -= 1;
        }
        let speaker = reader
            .subject(low, cue)
            .or_else(|| self.inverted(cue, start))
            .or_else(|| self.shared(low, cue))
            .or_else(|| self.dropped(unit));
        let mut candidate = self.candidate(unit, (cue, cue + 1), speaker, "quotes:foreign-clause");
        candidate.content[0] = (start, end);
        candidate.frame = Frame::That;
        candidate.score = if speaker.is_some() { 0.9 } else { 0.4 };
        candidate.count_words(items);
        found.push(candidate);
    }

    /// "a dénoncé … et a affirmé que": the subject of the verb before.
    fn shared(&self, low: usize, cue: usize) -> Option<Phrase> {
        let reader = &self.reader;
        let skipped = Kinds::AUXILIARY.with(Kinds::OBJECT_PRONOUN).with(Kinds::ADVERB);
        let joint = (low..cue).rev().find(|at| !reader.is(*at, skipped))?;
        if !reader.is(joint, Kinds::COORDINATOR) {
            return None;
        }
        let verb = (low..joint)
            .rev()
            .find(|at| matches!(reader.report(*at, joint), Some((Report::Verb, _))))?;
        reader.subject(low, verb).or_else(|| self.inverted(verb, joint))
    }

    /// German without "dass": the clause after the comma, if its verb is in the subjunctive of speech.
    fn subjunctive(&self, cue: usize, high: usize) -> Option<usize> {
        let items = self.reader.items;
        let comma = (cue + 1..high.min(cue + 1 + THAT))
            .take_while(|at| !matches!(items[*at].shape, Shape::Stop | Shape::Quote | Shape::Colon))
            .find(|at| items[*at].shape == Shape::Comma)?;
        let speaks = (comma + 1..high.min(comma + 20))
            .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Semicolon))
            .any(|at| self.reader.is(at, Kinds::SUBJUNCTIVE));
        speaks.then_some(comma + 1)
    }

    /// "…, et a ajouté", "und fügte hinzu": another statement begins before item `at`.
    fn next_cue(&self, at: usize, high: usize) -> bool {
        let reader = &self.reader;
        let joins = reader.is(at, Kinds::COORDINATOR);
        if !joins {
            return false;
        }
        (at + 1..high.min(at + 4))
            .find(|at| {
                !reader.is(
                    *at,
                    Kinds::AUXILIARY.with(Kinds::OBJECT_PRONOUN).with(Kinds::ADVERB),
                )
            })
            .is_some_and(|at| matches!(reader.report(at, high), Some((Report::Verb, _))))
    }

    /// "yolun açılacağını söyledi": the clause before the verb, after the subject.
    fn nominal(&self, unit: Unit, cue: usize, found: &mut Vec<Candidate>) {
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

    /// "Selon X, …", "…, selon X", "Laut X kostet es …".
    fn according(&self, unit: Unit, at: usize, words: usize, found: &mut Vec<Candidate>) {
        let reader = &self.reader;
        let items = reader.items;
        let (low, high) = self.sentence(unit, at);
        let from = at + words;
        let Some(speaker) = reader.right(from, high) else {
            return;
        };
        let apart = items.get(speaker.end).filter(|_| speaker.end < high);
        let comma = apart.is_some_and(|item| item.shape == Shape::Comma);
        let leads = (low..at).all(|at| !matches!(items[at].shape, Shape::Word | Shape::Name | Shape::Quote));
        let content = if leads {
            let verb_second = reader.grammar.language == Language::German;
            let start = speaker.end + usize::from(comma);
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
            candidate.content[1] = (speaker.end + 1, self.sentence_end(speaker.end + 1, high));
            candidate.parts = 1 + usize::from(candidate.content[1].0 < candidate.content[1].1);
            candidate.count_words(items);
        }
    }

    /// "X’e göre …"
    fn according_before(&self, unit: Unit, at: usize, found: &mut Vec<Candidate>) {
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

    fn candidate(
        &self,
        unit: Unit,
        at: (usize, usize),
        speaker: Option<Phrase>,
        rule: &'static str,
    ) -> Candidate {
        Candidate {
            key: 0,
            kind: CueKind::Verb,
            class: CueClass::Say,
            at,
            speaker,
            subject: speaker.map_or(SubjectKind::None, |speaker| speaker.kind),
            content: [(0, 0); 2],
            parts: 1,
            quoted: (0, 0),
            frame: Frame::Quote,
            form: VerbForm::None,
            negated: false,
            bounded: 1.0,
            heading: unit.heading,
            score: 0.8,
            rule,
        }
    }
}
