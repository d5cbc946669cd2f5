//! Interviews without quotation marks: "Q: …" and "A: …", or the speakers' names and colons, paragraph by paragraph.

use whosaid_text::{Confidence, Quote, QuoteKind, Rule, Spans, Speaker, SpeakerType, hash_word};

use crate::items::{self, Shape, Unit};
use crate::phrases::{self, Phrase, SubjectKind};
use crate::statements::Source;
use crate::{questions, speakers};

/// How often such a row is right, judged by reading.
const TURN: f32 = 0.8;
/// The same if only its question tells that somebody answers.
const ANSWER: f32 = 0.7;
/// Longest label, in items.
const LABEL: usize = 5;

/// Paragraphs that one person speaks.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    /// Its units.
    pub(crate) units: (usize, usize),
    /// Items of the label: "Q", "Ann Lee".
    label: (usize, usize),
    /// First item of what is said.
    content: usize,
    voice: Voice,
}

/// Who speaks in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// Whoever the label names.
    Labelled,
    /// Whoever asks, without a label: no row.
    Question,
    /// Whoever is asked.
    Answer,
}

impl Turn {
    /// A turn that no label begins.
    pub(crate) fn unlabelled(units: (usize, usize), content: usize, voice: Voice) -> Self {
        Self {
            units,
            label: (0, 0),
            content,
            voice,
        }
    }
}

/// A paragraph that begins with something like a label: the unit, its label, and the label's hash.
struct Labelled {
    unit: usize,
    /// One past the label.
    label: usize,
    /// One past its colon.
    end: usize,
    hash: u64,
}

/// The turns of a document's interview, in text order; none if it has no interview. Two labels must come twice each, or
/// "Q" and "A" once each.
pub(crate) fn turns(source: &Source<'_>) -> Vec<Turn> {
    let units = &source.layout.units;
    let labelled: Vec<Labelled> = units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.first)
        .filter_map(|(number, unit)| labelled(source, number, *unit))
        .collect();
    if labelled.len() < 2 || !is_interview(&labelled) {
        return questions::turns(source);
    }
    let spoken: Vec<&Labelled> = labelled
        .iter()
        .filter(|one| {
            is_letter(one.hash) || labelled.iter().filter(|other| other.hash == one.hash).count() > 1
        })
        .collect();
    let mut turns = Vec::with_capacity(spoken.len());
    for (index, one) in spoken.iter().enumerate() {
        let paragraph = units[one.unit].paragraph;
        let own = (one.unit..units.len())
            .find(|unit| units[*unit].paragraph != paragraph)
            .unwrap_or(units.len());
        // What stands before the next label goes on with the answer; what stands after the last one may be anything.
        let end = match spoken.get(index + 1) {
            Some(next) => (own..next.unit)
                .find(|unit| units[*unit].heading)
                .unwrap_or(next.unit),
            None => own,
        };
        turns.push(Turn {
            units: (one.unit, end),
            label: (units[one.unit].start as usize, one.label),
            content: one.end,
            voice: Voice::Labelled,
        });
    }
    turns
}

/// The row of a turn.
pub(crate) fn row(source: &Source<'_>, turn: &Turn) -> Option<Quote> {
    let units = &source.layout.units[turn.units.0..turn.units.1];
    let mut spans = Spans::new();
    let mut paragraph = u32::MAX;
    for unit in units {
        let start = (unit.start as usize).max(turn.content);
        if start >= unit.end as usize {
            continue;
        }
        let span = items::span(source.tokens, &source.items[start..unit.end as usize]);
        match spans.last_mut().filter(|_| paragraph == unit.paragraph) {
            Some(last) => *last = last.cover(span),
            None => spans.push(span),
        }
        paragraph = unit.paragraph;
    }
    if spans.is_empty() || turn.voice == Voice::Question {
        return None;
    }
    if turn.voice == Voice::Answer {
        return Some(Quote {
            kind: QuoteKind::Direct,
            spans,
            cue: None,
            speaker: questions::speaker(source),
            rule: Rule("quotes:answer"),
            confidence: Confidence::new(ANSWER),
        });
    }
    let (start, end) = turn.label;
    let letter = is_letter(source.items[start].hash()) && end <= start + 1;
    let speaker = if letter {
        Speaker {
            span: Some(items::span(source.tokens, &source.items[start..start + 1])),
            entity: None,
            kind: SpeakerType::Anonymous,
        }
    } else {
        let phrase = Phrase {
            start,
            end,
            kind: phrases::kind_of(source.items, start, end),
            outer: end,
        };
        speakers::resolve(
            source.text,
            source.tokens,
            source.items,
            source.linked,
            Some(phrase),
        )
    };
    Some(Quote {
        kind: QuoteKind::Direct,
        spans,
        cue: None,
        speaker,
        rule: Rule("quotes:turn"),
        confidence: Confidence::new(TURN),
    })
}

fn is_letter(hash: u64) -> bool {
    is_question(hash) || is_answer(hash)
}

fn is_question(hash: u64) -> bool {
    ["q", "q.", "question"].iter().any(|word| hash == hash_word(word))
}

fn is_answer(hash: u64) -> bool {
    ["a", "a.", "answer"].iter().any(|word| hash == hash_word(word))
}

/// The label with which a paragraph begins: a name or a role and a colon, or "Q." with a stop. No label stands before
/// quotation marks: those show themselves what is said.
fn labelled(source: &Source<'_>, number: usize, unit: Unit) -> Option<Labelled> {
    let (low, high) = (unit.start as usize, unit.end as usize);
    let items = source.items;
    let letter = is_letter(items[low].hash()) && items[low].capital();
    // The stop of "Q." is part of the word.
    let stopped = letter && items[low].first + 1 == items[low].end && {
        let token = source.tokens.tokens[items[low].first as usize].span;
        token.of(source.text).ends_with('.')
    };
    if stopped {
        return Some(Labelled {
            unit: number,
            label: low + 1,
            end: low + 1,
            hash: items[low].hash(),
        });
    }
    let mark = (low..high.min(low + LABEL + 1)).find(|at| match items[*at].shape {
        Shape::Colon => true,
        Shape::Stop => letter && *at == low + 1,
        _ => false,
    })?;
    let label = &items[low..mark];
    let named = !label.is_empty()
        && label.iter().all(|item| {
            item.shape == Shape::Name
                || item.shape == Shape::Word && item.capital()
                || matches!(item.shape, Shape::Symbol | Shape::Stop)
        });
    let next = source.layout.units.get(number + 1);
    let last = mark + 1 == high && next.is_none_or(|next| next.paragraph != unit.paragraph);
    let quoted = items.get(mark + 1).is_some_and(|item| item.shape == Shape::Quote);
    let somebody = letter || phrases::kind_of(items, low, mark) != SubjectKind::Document;
    if !named || last || quoted || !somebody {
        return None;
    }
    let hash = label
        .iter()
        .fold(0u64, |hash, item| hash.rotate_left(9) ^ item.hash());
    let hash = if letter && label.len() == 1 {
        items[low].hash()
    } else {
        hash
    };
    Some(Labelled {
        unit: number,
        label: mark,
        end: mark + 1,
        hash,
    })
}

/// True if the labels are those of people who speak in turn, not of a list of facts ("Date: …", "Place: …").
fn is_interview(labelled: &[Labelled]) -> bool {
    let letters =
        labelled.iter().any(|one| is_question(one.hash)) && labelled.iter().any(|one| is_answer(one.hash));
    let again = |one: &Labelled| {
        labelled
            .iter()
            .find(|other| other.hash == one.hash && other.unit != one.unit)
            .map(|other| other.hash)
    };
    let mut twice = labelled.iter().filter_map(again);
    let Some(first) = twice.next() else {
        return letters;
    };
    letters || twice.any(|hash| hash != first)
}
