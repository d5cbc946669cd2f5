use whosaid_text::{Case, Document, EntityIndex, Knowledge, Linked, Matches, TokenKind, Tokens, WordSet};

use crate::combine::{combine, repeated};
use crate::lexicon::Lexicon;
use crate::link::{self, Chains};
use crate::recognise::runs;
use crate::refer::{Named, Referrer};
use crate::view::{Name, View};

/// Finds names and links them. Built once, shared by all threads.
#[derive(Debug)]
pub struct Linker {
    lexicon: Lexicon,
}

/// Working memory of [`Linker::link`], one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    names: Vec<Name>,
    lower: WordSet,
    words: WordSet,
    chains: Chains,
    entity_of: Vec<EntityIndex>,
    referrer: Referrer,
}

impl Default for Linker {
    fn default() -> Self {
        Self::new()
    }
}

impl Linker {
    /// A linker with the built-in model and word lists.
    pub fn new() -> Self {
        Self {
            lexicon: Lexicon::new(),
        }
    }

    /// Finds the names of a document and links them to entities, and finds the words that stand for them without
    /// naming them. `matches` are the gazetteer's; `linked` is cleared first.
    pub fn link<K: Knowledge>(
        &self,
        document: &Document,
        tokens: &Tokens,
        matches: &Matches,
        knowledge: &K,
        scratch: &mut Scratch,
        linked: &mut Linked,
    ) {
        linked.clear();
        if tokens.is_empty() {
            return;
        }
        let view = View {
            document,
            text: &document.text,
            tokens,
            matches,
            knowledge,
            lexicon: &self.lexicon,
        };
        let Scratch {
            names,
            lower,
            words,
            chains,
            entity_of,
            referrer,
        } = scratch;
        lower.clear();
        for (token, hash) in tokens.tokens.iter().zip(&tokens.hashes) {
            if token.kind == TokenKind::Word(Case::Lower) {
                lower.insert(*hash);
            }
        }
        names.clear();
        runs::find(&view, lower, names);
        combine(&view, lower, names);
        repeated(&view, lower, words, names);
        link::link(&view, names, chains);
        link::write(&view, names, chains, entity_of, linked);
        let named = Named {
            names,
            chains,
            entity_of,
        };
        referrer.find(&view, &named, linked);
    }
}
