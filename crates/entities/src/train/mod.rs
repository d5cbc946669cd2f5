/*!
Training of the recogniser.

A [`Trainer`] takes documents as the stages before the linker see them, with the names that a person marked, and makes
the bytes of a model for [`crate::Linker::with_model`]. The example `train` of this crate reads files and calls it.
*/

mod classes;
mod crf;
mod write;

use whosaid_text::{Document, Knowledge, Matches, Span, Tokens, WordMap};

use crate::lexicon::Lexicon;
use crate::recognise::Scratch;
use crate::recognise::features::{FEATURES, Window};
use crate::recognise::history::{History, SECOND_ROWS};
use crate::recognise::labels::{LABELS, Place, label};
use crate::recognise::model::Model;
use crate::view::View;
use crf::{Chain, Plan, Row, Sequence, Weights};

pub use crate::recognise::features::GROUPS;
pub use classes::{coarse, learn};

/// Types that a name may have, where the annotation leaves several open: one bit each, in the order of [`Types::of`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// No type.
    pub const NONE: Self = Self(0);

    /// A type by its name in annotated text: `PER`, `LOC`, `ORG`, `NORP`; all others are one more type, `MISC`.
    pub fn of(name: &str) -> Self {
        Self(match name {
            "PER" => 1,
            "LOC" => 2,
            "ORG" => 4,
            "NORP" => 8,
            _ => 16,
        })
    }

    /// One or the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn labels(self, place: Place) -> u16 {
        (0..5)
            .filter(|kind| self.0 & (1 << kind) != 0)
            .fold(0, |all, kind| all | (1 << label(kind, place)))
    }
}

/// A name that a person marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Bytes of the document's text.
    pub span: Span,
    /// What it may be.
    pub types: Types,
}

/// Settings of a training.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Rows of weights, 16 bytes each.
    pub rows: u32,
    /// Passes over the data.
    pub epochs: usize,
    /// Size of the first steps.
    pub rate: f32,
    /// Pull of the weights towards nothing.
    pub decay: f32,
    /// How often each of [`GROUPS`] is left out at a token, in 256ths; 256 leaves it out altogether.
    pub drop: [u16; 8],
    /// Parts of the data that take turns in being unseen while the second pass is learned; 0 for no second pass.
    pub folds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rows: 1 << 16,
            epochs: 8,
            rate: 0.1,
            decay: 0.002,
            drop: [60, 25, 25, 80, 80, 25, 80, 0],
            folds: 5,
        }
    }
}

/// Collects annotated documents and learns from them.
#[derive(Debug)]
pub struct Trainer {
    settings: Settings,
    lexicon: Lexicon,
    model: Model,
    classes: Vec<(u64, u16)>,
    coarse: Vec<u16>,
    sequences: Vec<Sequence>,
    /// Hashes of the tokens are needed again for the second pass.
    documents: Vec<Held>,
    scratch: Scratch,
    /// Marked names that lie outside of all stretches or not on token boundaries, and all marked names.
    pub lost: (usize, usize),
}

/// What is kept of a document.
#[derive(Debug)]
struct Held {
    document: Document,
    tokens: Tokens,
    segments: Vec<whosaid_text::TokenRange>,
    first: usize,
}

impl Trainer {
    /// A trainer that knows the classes of words: of [`learn`], and which coarse class each of them is in, of
    /// [`coarse`].
    pub fn new(settings: Settings, classes: &WordMap<u16>, coarse: Vec<u16>) -> Self {
        let mut sorted: Vec<(u64, u16)> = classes.iter().map(|(word, class)| (*word, *class)).collect();
        sorted.sort_unstable();
        Self {
            settings,
            lexicon: Lexicon::new(),
            model: Model::untrained(classes.clone(), coarse.clone()),
            classes: sorted,
            coarse,
            sequences: Vec::new(),
            documents: Vec::new(),
            scratch: Scratch::default(),
            lost: (0, 0),
        }
    }

    /// Adds a document. `unmarked` are the types that the annotation does not know: a word outside of all marked
    /// names may still be one of those.
    pub fn add<K: Knowledge>(
        &mut self,
        document: &Document,
        tokens: &Tokens,
        matches: &Matches,
        knowledge: &K,
        marked: &[Marked],
        unmarked: Types,
    ) {
        let view = View {
            document,
            text: &document.text,
            tokens,
            matches,
            knowledge,
            lexicon: &self.lexicon,
        };
        let outside = 1 | [Place::Unit, Place::Begin, Place::Inside]
            .iter()
            .fold(0, |all, place| all | unmarked.labels(*place));
        let mut gold = vec![outside; tokens.len()];
        self.lost.1 += marked.len();
        let mut placed = Vec::new();
        for name in marked {
            let range = tokens.inside(name.span);
            if range.is_empty() || tokens.span(range) != name.span {
                // Not on token boundaries: anything goes.
                let near = tokens.at_or_after(name.span.start()).saturating_sub(1);
                let far = tokens.at_or_after(name.span.end());
                gold[near..far].fill(u16::MAX);
                self.lost.0 += 1;
                continue;
            }
            placed.push(range);
            for (index, slot) in gold[range.indices()].iter_mut().enumerate() {
                let place = if range.len() == 1 {
                    Place::Unit
                } else if index == 0 {
                    Place::Begin
                } else {
                    Place::Inside
                };
                *slot = name.types.labels(place);
            }
        }
        self.scratch.prepare(&view);
        let segments = self.scratch.segments.clone();
        for range in placed {
            let whole = segments
                .iter()
                .any(|segment| segment.start <= range.start && range.end <= segment.end);
            self.lost.0 += usize::from(!whole);
            if !whole {
                // What stands inside a stretch is part of something that cannot be found: anything goes.
                gold[range.indices()].fill(u16::MAX);
            }
        }
        let first = self.sequences.len();
        for range in &segments {
            self.scratch.look_at(&view, &self.model, *range);
            let window = Window::new(&view, &self.scratch.facts, range.start as usize);
            let mut sequence = Sequence {
                document: self.documents.len(),
                ..Sequence::default()
            };
            for (index, run) in range.indices().zip(&self.scratch.runs) {
                let mut features = [0; FEATURES];
                window.features(&view, index, *run, self.settings.rows, &mut features);
                sequence.features.push(features);
                sequence.gold.push(gold[index]);
            }
            sequence.base.resize(sequence.gold.len(), [0.0; LABELS]);
            self.sequences.push(sequence);
        }
        self.documents.push(Held {
            document: document.clone(),
            tokens: tokens.clone(),
            segments,
            first,
        });
    }

    /// Number of tokens that may stand in names.
    pub fn candidates(&self) -> usize {
        self.sequences.iter().map(|sequence| sequence.gold.len()).sum()
    }

    /// Learns, and returns the bytes of a model file.
    pub fn train<K: Knowledge>(mut self, knowledge: &K) -> Vec<u8> {
        let plan = Plan {
            epochs: self.settings.epochs,
            rate: self.settings.rate,
            decay: self.settings.decay,
            drop: self.settings.drop.map(|share| share.min(255) as u8),
            learn_transitions: true,
        };
        let all: Vec<usize> = (0..self.sequences.len()).collect();
        let mut weights = Weights::new(self.settings.rows as usize);
        weights.learn(&self.sequences, &all, &plan, false);
        let mut second = Weights::new(SECOND_ROWS);
        second.transitions = weights.transitions;
        if self.settings.folds > 1 {
            for fold in 0..self.settings.folds {
                self.score_unseen(knowledge, &plan, fold);
            }
            let plan = Plan {
                epochs: 6,
                rate: 0.05,
                learn_transitions: false,
                ..plan
            };
            second.learn(&self.sequences, &all, &plan, true);
        }
        write::bytes(&weights, &second, &self.classes, &self.coarse)
    }

    /// Scores one part of the documents with weights learned from the others, and fills in what the second pass
    /// looks at.
    fn score_unseen<K: Knowledge>(&mut self, knowledge: &K, plan: &Plan, fold: usize) {
        let folds = self.settings.folds;
        let is_unseen = |sequence: &Sequence| sequence.document % folds == fold;
        let seen: Vec<usize> = (0..self.sequences.len())
            .filter(|number| !is_unseen(&self.sequences[*number]))
            .collect();
        let mut weights = Weights::new(self.settings.rows as usize);
        weights.learn(&self.sequences, &seen, plan, false);
        let matches = Matches::default();
        let mut chain = Chain::default();
        let mut history = History::default();
        for number in (fold..self.documents.len()).step_by(folds) {
            let held = &self.documents[number];
            let view = View {
                document: &held.document,
                text: &held.document.text,
                tokens: &held.tokens,
                matches: &matches,
                knowledge,
                lexicon: &self.lexicon,
            };
            let range = held.first..held.first + held.segments.len();
            let mut shares: Vec<Row> = Vec::new();
            for sequence in &mut self.sequences[range.clone()] {
                sequence.base = sequence
                    .features
                    .iter()
                    .map(|rows| weights.score(rows, [0.0; LABELS]))
                    .collect();
                let mut out = Vec::new();
                let free = vec![u16::MAX; sequence.base.len()];
                chain.run(&sequence.base, &weights.transitions, &free, &mut out);
                shares.extend(out);
            }
            history.collect(&view, &held.segments, &shares);
            let mut from = 0;
            for (sequence, segment) in self.sequences[range].iter_mut().zip(&held.segments) {
                sequence.second = segment
                    .indices()
                    .map(|index| history.features(&view, *segment, index, from, &shares).collect())
                    .collect();
                from += segment.len();
            }
        }
    }
}
