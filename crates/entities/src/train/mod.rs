/*!
Training of the recogniser.

A [`Trainer`] takes documents as the stages before the linker see them, with the names that a person marked, and makes
the bytes of a model for [`crate::Linker::with_model`]. The command's verb `train` reads files and calls it.
*/

mod classes;
mod crf;
mod stories;
mod types;
mod write;

use whosaid_text::{Document, Knowledge, Matches, Span, TokenRange, Tokens, WordMap};

use crate::lexicon::Lexicon;
use crate::linker::BUILT_IN;
use crate::recognise::Scratch;
use crate::recognise::features::{ROWS, Window};
use crate::recognise::history::{History, SECOND_ROWS};
use crate::recognise::labels::{LABELS, Place, TYPES, label};
use crate::recognise::model::Model;
use crate::recognise::words::DocumentWords;
use crate::view::View;
use crf::{Chain, Plan, Row, Sequence, Weights};

pub use crate::recognise::features::GROUPS;
pub use classes::{coarse, learn};
pub use stories::stories;
pub use types::{OTHER, TooManyTypes, TypeTable, Types};

/// A name that a person marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Bytes of the document's text.
    pub span: Span,
    /// What it may be.
    pub types: Types,
}

/// A document with the names that a person marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// The document.
    pub document: Document,
    /// Its names.
    pub marked: Vec<Marked>,
    /// The types that the annotation does not know: a word outside of all marked names may still be one of those.
    pub unmarked: Types,
}

/// Settings of a training.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
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
            epochs: 10,
            rate: 0.07,
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
    table: TypeTable,
    model: Model,
    /// The weights of `model` are where learning begins.
    learns_on: bool,
    classes: Vec<(u64, u16)>,
    coarse: Vec<u16>,
    sequences: Vec<Sequence>,
    documents: Vec<Held>,
    words: DocumentWords,
    scratch: Scratch,
    /// Marked names that lie outside of all stretches or not on token boundaries, and all marked names.
    pub lost: (usize, usize),
}

/// What the second pass needs of a document.
#[derive(Debug)]
struct Held {
    /// Number of its capitalised words, and which of them each token is.
    words: usize,
    of_token: Vec<u32>,
    segments: Vec<TokenRange>,
    first: usize,
}

impl Trainer {
    /// A trainer that begins with nothing but the classes of words: of [`learn`], and which coarse class each of them is
    /// in, of [`coarse`].
    pub fn new(settings: Settings, table: TypeTable, classes: &WordMap<u16>, coarse: Vec<u16>) -> Self {
        let model = Model::untrained(classes.clone(), coarse);
        Self::with(settings, table, model, false)
    }

    /// A trainer that begins with what the built-in model knows; a type that the model has no place for begins anew.
    pub fn on_built_in(settings: Settings, table: TypeTable) -> Self {
        match Model::read(BUILT_IN) {
            Some(model) => Self::with(settings, table, model, true),
            None => Self::new(settings, table, &WordMap::default(), Vec::new()),
        }
    }

    fn with(settings: Settings, table: TypeTable, model: Model, learns_on: bool) -> Self {
        let (classes, coarse) = model.all_classes();
        Self {
            settings,
            lexicon: Lexicon::new(),
            table,
            model,
            learns_on,
            classes,
            coarse,
            sequences: Vec::new(),
            documents: Vec::new(),
            words: DocumentWords::default(),
            scratch: Scratch::default(),
            lost: (0, 0),
        }
    }

    /// Adds a document as the stages before the linker see it.
    pub fn add<K: Knowledge>(&mut self, text: &Annotated, tokens: &Tokens, matches: &Matches, knowledge: &K) {
        let (document, marked) = (&text.document, &text.marked);
        let mut classes = Vec::new();
        self.lexicon.classes_of(tokens, &mut classes);
        let view = View {
            document,
            text: &document.text,
            tokens,
            matches,
            knowledge,
            lexicon: &self.lexicon,
            classes: &classes,
        };
        let outside = 1 | [Place::Unit, Place::Begin, Place::Inside]
            .iter()
            .fold(0, |all, place| all | text.unmarked.labels(*place));
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
            if name.types == Types::NONE {
                gold[range.indices()].fill(u16::MAX);
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
        self.words.collect(&view);
        self.scratch.prepare(&view, &self.model);
        self.scratch.fill(&view, &self.words, &self.model);
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
            self.scratch.find_runs(&view, *range);
            let window = Window::new(&view, &self.words, &self.scratch.facts, range.start as usize);
            let mut sequence = Sequence {
                document: self.documents.len(),
                ..Sequence::default()
            };
            for (index, run) in range.indices().zip(&self.scratch.runs) {
                sequence.features.push(window.all(index, *run).map(u32::from));
                sequence.gold.push(gold[index]);
            }
            sequence.base.resize(sequence.gold.len(), [0.0; LABELS]);
            self.sequences.push(sequence);
        }
        self.documents.push(Held {
            words: self.words.len(),
            of_token: self.words.of_token().to_vec(),
            segments,
            first,
        });
    }

    /// Learns, and returns the bytes of a model file.
    pub fn train(mut self) -> Vec<u8> {
        let plan = Plan {
            epochs: self.settings.epochs,
            rate: self.settings.rate,
            decay: self.settings.decay,
            drop: self.settings.drop.map(|share| share.min(255) as u8),
            learn_transitions: true,
        };
        let all: Vec<usize> = (0..self.sequences.len()).collect();
        if self.learns_on {
            return self.learn_on(&all, &plan);
        }
        let mut weights = Weights::new(ROWS);
        weights.learn(&self.sequences, &all, &plan, false);
        let mut second = Weights::new(SECOND_ROWS);
        second.transitions = weights.transitions;
        if self.settings.folds > 1 {
            for fold in 0..self.settings.folds {
                self.score_unseen(&plan, fold);
            }
            let plan = Plan {
                epochs: 6,
                rate: 0.05,
                learn_transitions: false,
                ..plan
            };
            second.learn(&self.sequences, &all, &plan, true);
        }
        write::bytes(&weights, &second, &self.table, &self.classes, &self.coarse)
    }

    /// Learns from where the model stands. What the second pass knows stays.
    fn learn_on(&self, all: &[usize], plan: &Plan) -> Vec<u8> {
        let forget: Vec<usize> = (0..TYPES)
            .filter(|kind| self.table.0[*kind] != self.model.types[*kind])
            .flat_map(|kind| [Place::Unit, Place::Begin, Place::Inside].map(|place| label(kind, place)))
            .collect();
        let [rows, second, transitions] = self.model.weights();
        let mut weights = Weights::of(rows, &transitions, &forget);
        let second = Weights::of(second, &transitions, &forget);
        // The pull towards nothing would undo what was learned before.
        let plan = Plan { decay: 0.0, ..*plan };
        weights.learn(&self.sequences, all, &plan, false);
        write::bytes(&weights, &second, &self.table, &self.classes, &self.coarse)
    }

    /// Scores one part of the documents with weights learned from the others, and fills in what the second pass
    /// looks at.
    fn score_unseen(&mut self, plan: &Plan, fold: usize) {
        let folds = self.settings.folds;
        let is_unseen = |sequence: &Sequence| sequence.document % folds == fold;
        let seen: Vec<usize> = (0..self.sequences.len())
            .filter(|number| !is_unseen(&self.sequences[*number]))
            .collect();
        let mut weights = Weights::new(ROWS);
        weights.learn(&self.sequences, &seen, plan, false);
        let mut chain = Chain::default();
        let mut history = History::default();
        for number in (fold..self.documents.len()).step_by(folds) {
            let held = &self.documents[number];
            let range = held.first..held.first + held.segments.len();
            history.begin(held.words, &held.of_token, &held.segments);
            let mut shares: Vec<Vec<Row>> = Vec::new();
            for (sequence, segment) in self.sequences[range.clone()].iter_mut().zip(&held.segments) {
                sequence.base = sequence
                    .features
                    .iter()
                    .map(|rows| weights.score(rows, [0.0; LABELS]))
                    .collect();
                let mut out = Vec::new();
                let free = vec![u16::MAX; sequence.base.len()];
                chain.run(&sequence.base, &weights.transitions, &free, &mut out);
                history.add(&held.of_token[segment.indices()], &out);
                shares.push(out);
            }
            let stretches = held.segments.iter().zip(&shares);
            for (sequence, (segment, shares)) in self.sequences[range].iter_mut().zip(stretches) {
                let of_token = &held.of_token[segment.indices()];
                sequence.second = vec![Vec::new(); segment.len()];
                history.each(of_token, shares, |place, rows| {
                    sequence.second[place] = rows.to_vec();
                });
            }
        }
    }
}
