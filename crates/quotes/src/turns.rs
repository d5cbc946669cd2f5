//! Interviews without quotation marks: "Q: …" and "A: …", or the speakers' names and colons, paragraph by paragraph.

use whosaid_text::{
    Confidence, EntityIndex, EntityType, Quote, QuoteKind, Rule, Spans, Speaker, SpeakerType,
};

use crate::items;
use crate::labels::{self, is_answer, is_letter, labels};
use crate::phrases::{self, Phrase};
use crate::statements::Source;
use crate::{questions, speakers};

/// How often such a row is right, judged by reading.
const TURN: f32 = 0.8;
/// The same if only its question tells that somebody answers.
const ANSWER: f32 = 0.7;

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
    /// Whom the label "A" stands for.
    asked: Option<EntityIndex>,
    /// Items of another label of the same speaker, which is known.
    same: Option<(usize, usize)>,
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
            asked: None,
            same: None,
        }
    }
}

/// The turns of a document's interview, in text order; none if it has no interview.
pub(crate) fn turns(source: &Source<'_>) -> Vec<Turn> {
    let units = &source.layout.units;
    let labels = labels(source);
    if labels.is_empty() {
        return questions::turns(source);
    }
    let asked = labels
        .iter()
        .any(|one| is_answer(one.key))
        .then(|| labels::answers(source, &labels))
        .flatten();
    let mut turns = Vec::with_capacity(labels.len());
    for (index, one) in labels.iter().enumerate() {
        let paragraph = units[one.unit].paragraph;
        let own = (one.unit..units.len())
            .find(|unit| units[*unit].paragraph != paragraph)
            .unwrap_or(units.len());
        // What stands before the next label goes on with the answer; what stands after the last one may be anything.
        let end = match labels.get(index + 1) {
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
            asked: asked.filter(|_| is_answer(one.key)),
            same: one.same,
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
            entity: turn.asked,
            kind: turn
                .asked
                .map_or(SpeakerType::Anonymous, |_| SpeakerType::Entity(EntityType::PER)),
        }
    } else {
        let resolve = |(start, end)| {
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
        let own = resolve((start, end));
        match turn.same {
            Some(same) => Speaker {
                span: own.span,
                ..resolve(same)
            },
            None => own,
        }
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
