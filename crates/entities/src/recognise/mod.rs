//! Names that no list has: a model that learned from annotated text labels the words of a document.
//!
//! Two passes. The first scores each token by itself and its neighbours; from its probabilities the second knows what
//! the document's other occurrences of a word look like ("label of the same word"), and adds a score for that.

pub(crate) mod decode;
pub(crate) mod facts;
pub(crate) mod features;
pub(crate) mod history;
pub(crate) mod labels;
pub(crate) mod model;
pub(crate) mod seen;
pub(crate) mod segments;

use whosaid_text::{Case, Confidence, EntityType, Knowledge, Rule, TokenKind, TokenRange};

use self::decode::{Lattice, Scores, best, posteriors};
use self::facts::DocumentFacts;
use self::features::{FEATURES, Window};
use self::history::History;
use self::labels::{LABELS, OUTSIDE, Place, label, split, type_of};
use self::model::Model;
use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// Working memory of [`Model::recognise`]. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) facts: DocumentFacts,
    pub(crate) segments: Vec<TokenRange>,
    pub(crate) runs: Vec<TokenRange>,
    scores: Vec<Scores>,
    shares: Vec<[f32; LABELS]>,
    all_shares: Vec<[f32; LABELS]>,
    lattice: Lattice,
    best: Vec<u8>,
    history: History,
}

impl Scratch {
    /// Finds the stretches of a document that may hold names.
    pub(crate) fn prepare<K: Knowledge>(&mut self, view: &View<'_, K>) {
        self.facts.prepare(view);
        self.segments.clear();
        segments::each(view, &self.facts.listed, |range| self.segments.push(range));
    }

    /// Fills in what the features of a stretch look at: facts around it, and the run of capitals of each token.
    pub(crate) fn look_at<K: Knowledge>(&mut self, view: &View<'_, K>, model: &Model, range: TokenRange) {
        let (start, end) = (range.start as usize, range.end as usize);
        let count = view.tokens.len();
        self.facts
            .fill(view, model, start.saturating_sub(2), (end + 3).min(count));
        self.runs.clear();
        let mut index = start;
        while index < end {
            let from = index;
            index += 1;
            if view.tokens.tokens[from].may_be_name() {
                while index < end
                    && (view.tokens.tokens[index].may_be_name()
                        || (index + 1 < end
                            && view.is_inner_hyphen(index)
                            && view.tokens.tokens[index + 1].may_be_name()))
                {
                    index += 1;
                }
            }
            self.runs
                .resize(self.runs.len() + index - from, TokenRange::new(from, index));
        }
    }
}

impl Model {
    /// Finds the names of a document and adds them to `names`, in text order.
    pub(crate) fn recognise<K: Knowledge>(
        &self,
        view: &View<'_, K>,
        scratch: &mut Scratch,
        names: &mut Vec<Name>,
    ) {
        scratch.prepare(view);
        scratch.scores.clear();
        let mut features = [0; FEATURES];
        for number in 0..scratch.segments.len() {
            let range = scratch.segments[number];
            scratch.look_at(view, self, range);
            let window = Window::new(view, &scratch.facts, range.start as usize);
            for (index, run) in range.indices().zip(&scratch.runs) {
                window.features(view, index, *run, self.len(), &mut features);
                scratch.scores.push(self.score(&features));
            }
        }
        // First pass: what each word of the document looks like.
        scratch.all_shares.clear();
        let mut from = 0;
        for range in &scratch.segments {
            let scores = &scratch.scores[from..from + range.len()];
            posteriors(
                scores,
                &self.transitions,
                self.unit,
                &mut scratch.lattice,
                &mut scratch.shares,
            );
            scratch.all_shares.extend_from_slice(&scratch.shares);
            from += range.len();
        }
        scratch
            .history
            .collect(view, &scratch.segments, &scratch.all_shares);
        // Second pass.
        let mut from = 0;
        for range in &scratch.segments {
            let to = from + range.len();
            let scores = &mut scratch.scores[from..to];
            for (place, index) in range.indices().enumerate() {
                for row in scratch
                    .history
                    .features(view, *range, index, from, &scratch.all_shares)
                {
                    self.add_second(row, &mut scores[place]);
                }
            }
            best(scores, &self.transitions, &mut scratch.lattice, &mut scratch.best);
            from = to;
            if scratch.best.iter().all(|label| usize::from(*label) == OUTSIDE) {
                continue;
            }
            posteriors(
                scores,
                &self.transitions,
                self.unit,
                &mut scratch.lattice,
                &mut scratch.shares,
            );
            read_names(view, *range, &scratch.best, &scratch.shares, names);
        }
    }
}

/// A longer stretch of capitals is a table or a list, no name.
const LONGEST: usize = 20;

/// Less likely names are not worth a row.
const LEAST: f32 = 0.35;

/// Adds the names that a sequence of labels says.
fn read_names<K: Knowledge>(
    view: &View<'_, K>,
    range: TokenRange,
    labels: &[u8],
    shares: &[[f32; LABELS]],
    names: &mut Vec<Name>,
) {
    let start = range.start as usize;
    let mut at = 0;
    while at < labels.len() {
        let from = at;
        at += 1;
        let Some((number, place)) = split(usize::from(labels[from])) else {
            continue;
        };
        let mut share = shares[from][usize::from(labels[from])];
        if place == Place::Begin {
            let inside = label(number, Place::Inside);
            while at < labels.len() && usize::from(labels[at]) == inside {
                share = share.min(shares[at][inside]);
                at += 1;
            }
        }
        let Some(kind) = type_of(number).filter(|_| share >= LEAST) else {
            continue;
        };
        let Some(tokens) = trim(view, kind, TokenRange::new(start + from, start + at)) else {
            continue;
        };
        let span = view.tokens.span(tokens);
        if tokens.len() > LONGEST || span.len() > LONGEST * 12 {
            continue;
        }
        names.push(Name {
            tokens,
            span,
            kind,
            matched: None,
            rule: Rule("entities:model"),
            confidence: Confidence::new(share.clamp(0.05, 0.99)),
        });
    }
}

/// A name without what joins words but begins and ends none, and without titles before it.
fn trim<K: Knowledge>(view: &View<'_, K>, kind: EntityType, range: TokenRange) -> Option<TokenRange> {
    let (mut start, mut end) = (range.start as usize, range.end as usize);
    let idle = |index: usize| match view.tokens.tokens[index].kind {
        TokenKind::Word(Case::Lower) => segments::is_joining_word(view.word(index)),
        TokenKind::Number | TokenKind::Word(_) => false,
        _ => true,
    };
    while start < end && idle(start) {
        start += 1;
    }
    while start < end && idle(end - 1) {
        end -= 1;
    }
    if kind == EntityType::PER {
        // Titles, and a country or nationality before them ("Ruritania Präsident Ada Lind").
        let mut index = start;
        while index + 1 < end {
            let role = view.lexicon.role(&view.tokens.hashes[index..end]);
            let honorific = view.class(index).any(WordClass::HONORIFIC);
            let length = role.map_or(usize::from(honorific), |(length, _)| length);
            let hyphen = index + length < end && view.is_inner_hyphen(index + length);
            if length > 0 && index + length < end && !hyphen {
                start = index + length;
                index = start;
            } else {
                index += 1;
            }
        }
    } else if kind == EntityType::ORG && start >= 2 && view.word(start - 1) == "of" {
        // "Minister of Health": the office's field, no body.
        let office = view.class(start - 2).any(WordClass::ROLE);
        let body = (start..end).any(|index| view.class(index).any(WordClass::ORGANISATION));
        if office && !body && (matches!(view.word(start - 2), "Minister" | "minister")) {
            return None;
        }
    }
    if (start..end).all(|index| view.class(index).any(WordClass::HONORIFIC)) {
        return None;
    }
    (start < end).then(|| TokenRange::new(start, end))
}
