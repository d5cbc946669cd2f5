//! The stage: lists and weights, built once, and what one thread needs to use them.

use whosaid_text::{Document, Linked, Quote, Term, Tokens};

use crate::candidate::Candidate;
use crate::foreign::Foreign;
use crate::foreign::languages::{Language, Languages};
use crate::foreign::phrases::{self as foreign_phrases, Reader};
use crate::items::Layout;
use crate::lexicon::Lexicon;
use crate::model::Model;
use crate::places::Places;
use crate::search::{Search, Watch};
use crate::statements::{self, Memory, Source};
use crate::{terms, units};

/// Finds statements and their speakers. Built once, shared by all threads.
#[derive(Debug)]
pub struct Attributor {
    lexicon: Lexicon,
    languages: Languages,
    pub(crate) model: Model,
}

/// Working memory of [`Attributor::attribute`], one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    layout: Layout,
    found: Vec<Candidate>,
    memory: Memory,
}

impl Default for Attributor {
    fn default() -> Self {
        Self::new()
    }
}

impl Attributor {
    /// An attributor with the built-in cues.
    pub fn new() -> Self {
        Self {
            lexicon: Lexicon::english(),
            languages: Languages::new(),
            model: Model::english(),
        }
    }

    /// Finds the statements of a document and writes them into `quotes`, in order of their first span.
    pub fn attribute(
        &self,
        document: &Document,
        tokens: &Tokens,
        linked: &Linked,
        scratch: &mut Scratch,
        quotes: &mut Vec<Quote>,
    ) {
        quotes.clear();
        let language = self
            .languages
            .detect(&document.text, &tokens.hashes, document.language.as_deref());
        self.search(document, tokens, language, scratch, None);
        let source = Source {
            text: &document.text,
            tokens,
            linked,
            items: &scratch.layout.items,
            layout: &scratch.layout,
            grammar: (language != Language::English).then(|| self.languages.grammar(language)),
            lexicon: &self.lexicon,
        };
        statements::statements(&source, &scratch.found, &mut scratch.memory, quotes);
    }

    /// Finds words in quotation marks that are no speech and writes them into `terms`, in text order. It comes right after
    /// [`Attributor::attribute`], with the same document and scratch, and the `quotes` that were found.
    pub fn terms(
        &self,
        document: &Document,
        tokens: &Tokens,
        scratch: &Scratch,
        quotes: &[Quote],
        terms: &mut Vec<Term>,
    ) {
        let language = self
            .languages
            .detect(&document.text, &tokens.hashes, document.language.as_deref());
        let capitals = language != Language::German;
        terms::terms(&document.text, tokens, &scratch.layout, quotes, capitals, terms);
    }

    /// Fills the scratch with items and candidates; `watch` sees each decision.
    pub(crate) fn search<'s>(
        &'s self,
        document: &Document,
        tokens: &Tokens,
        language: Language,
        scratch: &'s mut Scratch,
        watch: Option<&'s mut dyn Watch>,
    ) {
        units::layout(&document.text, tokens, &self.lexicon, &mut scratch.layout);
        scratch.found.clear();
        if language != Language::English {
            let grammar = self.languages.grammar(language);
            foreign_phrases::relabel(&mut scratch.layout.items, tokens, grammar);
            let reader = Reader {
                text: &document.text,
                items: &scratch.layout.items,
                tokens,
                grammar,
            };
            let mut foreign = Foreign { reader, last: None };
            for unit in &scratch.layout.units {
                foreign.unit(&scratch.layout, *unit, &mut scratch.found);
            }
            return;
        }
        let mut search = Search {
            items: &scratch.layout.items,
            lexicon: &self.lexicon,
            model: &self.model,
            found: &mut scratch.found,
            watch,
            last_speaker: None,
            unit: (0, 0),
            brackets: false,
            places: Places::default(),
            heading: false,
        };
        for unit in &scratch.layout.units {
            search.unit(*unit, scratch.layout.cues_of(*unit));
        }
    }
}
