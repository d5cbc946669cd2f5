use whosaid_text::{Case, Document, EntityIndex, Knowledge, Linked, Matches, TokenKind, Tokens};

use crate::acronyms;
use crate::agree::{Votes, agree, agree_on_forms};
use crate::combine::{combine, repeated};
use crate::companies;
use crate::compounds;
use crate::extend::{extend, legal_forms};
use crate::lexicon::{Lexicon, WordClass};
use crate::link::{self, Chains};
use crate::recognise::{self, model::Model, words::DocumentWords};
use crate::refer::{Named, Referrer};
use crate::runs;
use crate::view::{Name, View};

/// The model of the program; see `model/NOTICE` for what it was learned from.
pub(crate) const BUILT_IN: &[u8] = include_bytes!("../model/recogniser.bin");

/// Finds names and links them. Built once, shared by all threads.
#[derive(Debug)]
pub struct Linker {
    lexicon: Lexicon,
    model: Option<Model>,
}

/// Working memory of [`Linker::link`], one a thread, reused from document to document. It remembers what the gazetteer
/// answered and what the model says of words: use it with one linker and one [`Knowledge`] only.
#[derive(Debug, Default)]
pub struct Scratch {
    names: Vec<Name>,
    recognise: recognise::Scratch,
    words: DocumentWords,
    parts: Vec<u8>,
    votes: Vec<Votes>,
    chains: Chains,
    entity_of: Vec<EntityIndex>,
    referrer: Referrer,
    classes: Vec<WordClass>,
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
            model: Model::read(BUILT_IN),
        }
    }

    /// A linker without a model: names that no list has are found by plain rules.
    pub fn without_model() -> Self {
        Self {
            lexicon: Lexicon::new(),
            model: None,
        }
    }

    /// A linker with a model of your own, as [`crate::train`] makes it; `None` if the bytes are none, or one of
    /// another version.
    pub fn with_model(bytes: &[u8]) -> Option<Self> {
        let model = Some(Model::read(bytes)?);
        let lexicon = Lexicon::new();
        Some(Self { lexicon, model })
    }

    /// True if a role of a gazetteer with this title ("foreign minister") tells who "the foreign minister" of a text is. Other
    /// titles are kept, and no text is read for them.
    pub fn reads_office(&self, title: &str) -> bool {
        self.lexicon.reads_office(title)
    }

    /// Finds the names that no list has and does nothing else: the part of [`Linker::link`] that takes most of its time,
    /// for measuring. Returns their number.
    pub fn recognise<K: Knowledge>(
        &self,
        document: &Document,
        tokens: &Tokens,
        matches: &Matches,
        knowledge: &K,
        scratch: &mut Scratch,
    ) -> usize {
        let Scratch {
            names,
            recognise,
            words,
            classes,
            ..
        } = scratch;
        let view = self.view(document, tokens, matches, knowledge, classes);
        words.collect(&view);
        names.clear();
        if let Some(model) = &self.model {
            model.recognise(&view, words, recognise, names);
        }
        names.len()
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
        let Scratch {
            names,
            recognise,
            words,
            parts,
            votes,
            chains,
            entity_of,
            referrer,
            classes,
        } = scratch;
        let view = self.view(document, tokens, matches, knowledge, classes);
        words.collect(&view);
        names.clear();
        match &self.model {
            Some(model) => model.recognise(&view, words, recognise, names),
            None => runs::find(&view, words, names),
        }
        names.retain(|name| !is_no_name(&view, name));
        combine(&view, words, names);
        extend(&view, names);
        link::recast(&view, names, chains);
        acronyms::bracketed(&view, names);
        acronyms::introduced(&view, names);
        compounds::repeated(&view, names);
        repeated(&view, words, parts, names);
        legal_forms(&view, names);
        companies::part(&view, names);
        agree(&view, words, parts, votes, names);
        agree_on_forms(&view, names);
        link::surnames_of_places(&view, names, chains);
        link::link(&view, names, chains);
        link::write(&view, names, chains, entity_of, linked);
        let named = Named {
            names,
            chains,
            entity_of,
        };
        referrer.find(&view, &named, linked);
    }

    fn view<'a, K>(
        &'a self,
        document: &'a Document,
        tokens: &'a Tokens,
        matches: &'a Matches,
        knowledge: &'a K,
        classes: &'a mut Vec<WordClass>,
    ) -> View<'a, K> {
        self.lexicon.classes_of(tokens, classes);
        View {
            document,
            text: &document.text,
            tokens,
            matches,
            knowledge,
            lexicon: &self.lexicon,
            classes,
        }
    }
}

/// "Monday", "nobody", "Am Dienstag": words that are no name, in whatever language the model meets them. In capitals they
/// may be the letters of one (MIT); where the text has a full form with such a word it is found again.
fn is_no_name<K: Knowledge>(view: &View<'_, K>, name: &Name) -> bool {
    name.tokens.indices().all(|index| {
        view.class(index).any(WordClass::NO_NAME)
            && view.tokens.tokens[index].kind != TokenKind::Word(Case::Upper)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_model_is_of_this_version() {
        assert!(Linker::with_model(BUILT_IN).is_some());
        assert!(Linker::with_model(&BUILT_IN[..1000]).is_none());
        assert!(Linker::with_model(b"").is_none());
    }
}
