//! Watches what the models are asked, so that a trainer can tell them the right answers. Behind the feature `train`.

use whosaid_text::{Document, Span, Tokens};

use crate::candidate::Candidate;
use crate::items::Item;
use crate::model::{Features, Model};
use crate::search::Watch;
use crate::{Attributor, Scratch};

/// A clause might end here.
#[derive(Clone, Debug)]
pub struct Place {
    /// Byte at which the clause begins.
    pub start: usize,
    /// Byte at which what comes after it would begin.
    pub end: usize,
    /// Buckets of its features.
    pub features: Vec<u16>,
}

/// A guess at an attribution.
#[derive(Clone, Debug)]
pub struct Guess {
    /// Bytes of its cue.
    pub cue: Span,
    /// Bytes of its content.
    pub content: Vec<Span>,
    /// Buckets of its features.
    pub features: Vec<u16>,
}

/// All that was asked about one document.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Ends of clauses, those of one clause side by side and in text order.
    pub places: Vec<Place>,
    /// Candidates.
    pub guesses: Vec<Guess>,
}

struct Watcher<'t> {
    tokens: &'t Tokens,
    asked: Asked,
}

impl Watcher<'_> {
    fn byte(&self, item: &Item) -> usize {
        self.tokens.tokens[item.first as usize].span.start()
    }
}

impl Watch for Watcher<'_> {
    fn place(&mut self, items: &[Item], start: usize, at: usize, features: &Features) {
        let place = Place {
            start: self.byte(&items[start]),
            end: self.byte(&items[at]),
            features: features.buckets().to_vec(),
        };
        self.asked.places.push(place);
    }

    fn candidate(&mut self, items: &[Item], candidate: &Candidate, features: &Features) {
        let guess = Guess {
            cue: crate::items::span(self.tokens, &items[candidate.at.0..candidate.at.1]),
            content: candidate
                .parts()
                .iter()
                .map(|(start, end)| crate::items::span(self.tokens, &items[*start..*end]))
                .collect(),
            features: features.buckets().to_vec(),
        };
        self.asked.guesses.push(guess);
    }
}

/// What the models are asked about a document.
pub fn watch(attributor: &Attributor, document: &Document, tokens: &Tokens) -> Asked {
    let mut watcher = Watcher {
        tokens,
        asked: Asked::default(),
    };
    let mut scratch = Scratch::default();
    attributor.search(
        document,
        tokens,
        crate::foreign::languages::Language::English,
        &mut scratch,
        Some(&mut watcher),
    );
    watcher.asked
}

/// Puts new weights in place: those of the clause ends if `stop`, otherwise those of the candidates.
pub fn set_weights(attributor: &mut Attributor, stop: bool, weights: &[f32]) {
    attributor.model.set(stop, weights);
}

/// The weights as the data file holds them.
pub fn print_weights(attributor: &Attributor) -> String {
    attributor.model.print()
}

/// An attributor whose weights are `list`, rows as in the data file.
pub fn with_weights(list: &str) -> Attributor {
    let mut attributor = Attributor::new();
    attributor.model = Model::parse(list);
    attributor
}
