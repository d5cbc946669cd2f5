//! Statements in languages of which only common cues and the small words are known: beside quotation marks, after
//! "that", and with a word such as "according to".

mod beside;
pub(crate) mod languages;
pub(crate) mod phrases;
mod sources;
mod turkish;

use crate::candidate::{Candidate, Frame, VerbForm};
use crate::cue::{CueClass, CueKind};
use crate::foreign::languages::{Kinds, Language, Report};
use crate::foreign::phrases::Reader;
use crate::items::{Layout, Shape, Unit};
use crate::mood::Mood;
use crate::phrases::{Phrase, SubjectKind};

/// How far from its verb a "that" may stand.
const THAT: usize = 8;

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
                Some((Report::Verb | Report::Participle, _)) if !self.as_reported(unit, at, found) => {
                    self.clause(unit, at, found);
                }
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
                if !self.after_colon(unit, at, found) {
                    self.viewpoint(unit, at, found);
                }
                continue;
            };
            if self.is_name(low, at) {
                continue;
            }
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

    /// Who speaks in the quotation at `quote` that the verb at `cue` reports.
    fn speaker(&self, unit: Unit, quote: usize, cue: usize) -> Option<Phrase> {
        let reader = &self.reader;
        let (low, high) = (unit.start as usize, unit.end as usize);
        let aside = matches!(reader.report(cue, high), Some((Report::Aside, _)));
        if reader.pronoun_inside(cue) && !aside {
            return Some(Phrase {
                start: cue,
                end: cue + 1,
                kind: SubjectKind::Pronoun,
                outer: cue + 1,
            });
        }
        if reader.grammar.language == Language::Turkish {
            return self.turkish(low, high, quote, cue).or_else(|| self.dropped(unit));
        }
        // "zitierte einen Sprecher mit den Worten": whoever is quoted.
        if let Some((Report::Cites, words)) = reader.report(cue, high) {
            return reader
                .right(cue + words, high)
                .or_else(|| reader.subject(low, cue));
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
    pub(crate) fn inverted(&self, cue: usize, high: usize) -> Option<Phrase> {
        let reader = &self.reader;
        let (report, words) = reader.report(cue, high).unwrap_or((Report::Verb, 1));
        let mut at = cue + words;
        while at < high
            && reader.is(at, Kinds::ADVERB.with(Kinds::OBJECT_PRONOUN))
            && !reader.is(at, Kinds::DETERMINER)
        {
            at += 1;
        }
        if let Some(found) = reader.right(at, high) {
            return Some(found);
        }
        if at >= high || !reader.is(at, Kinds::PREPOSITION.with(Kinds::OF)) {
            return None;
        }
        // Past what the preposition governs; "heißt es in einer Mitteilung": the text speaks.
        let inside = reader.right(at + 1, high)?;
        if report == Report::Aside && (words > 1 || reader.grammar.language == Language::Russian) {
            return Some(inside);
        }
        reader
            .right(inside.end, high)
            .filter(|_| inside.end < high && reader.is(inside.end, Kinds::DETERMINER))
            .or_else(|| {
                let russian = reader.grammar.language == Language::Russian;
                reader.names(at + 1, high).filter(|_| russian)
            })
    }

    /// Whoever spoke last, if that is near: in Spanish, Russian and Turkish a verb needs no subject.
    pub(crate) fn dropped(&self, unit: Unit) -> Option<Phrase> {
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
        // "aseguró Ana Solís, que vive allí": only German and Russian set a comma before the clause.
        let comma = matches!(reader.grammar.language, Language::German | Language::Russian);
        let until = high.min(cue + 1 + THAT);
        let stop = |at: usize| {
            matches!(
                items[at].shape,
                Shape::Stop | Shape::Semicolon | Shape::Quote | Shape::Colon
            ) || items[at].shape == Shape::Comma
                && !(comma && at + 1 < high && reader.is(at + 1, Kinds::THAT))
        };
        let that = (cue + 1..until)
            .take_while(|at| !stop(*at))
            .find(|at| reader.is(*at, Kinds::THAT));
        // «…», contó un testigo que pidió el anonimato: the clause is about the speaker.
        let quoted = (low..cue)
            .rev()
            .find(|at| items[*at].shape != Shape::Comma)
            .is_some_and(|at| items[at].shape == Shape::Quote);
        let that = that.filter(|that| !quoted || *that == cue + 1);
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

    pub(crate) fn candidate(
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
            mood: Mood::Said,
            bounded: 1.0,
            heading: unit.heading,
            score: 0.8,
            rule,
        }
    }
}
