use whosaid_entities::Linker;
use whosaid_gazetteer::Gazetteer;
use whosaid_quotes::Attributor;
use whosaid_text::{Document, DocumentAnnotations, Linked, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

/// All stages with their lists, for any number of threads.
#[derive(Debug)]
pub struct Analyzer {
    tokenizer: Tokenizer,
    gazetteer: Gazetteer,
    linker: Linker,
    attributor: Attributor,
}

/// Working memory of all stages, one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    tokens: Tokens,
    matches: Matches,
    gazetteer: whosaid_gazetteer::Scratch,
    entities: whosaid_entities::Scratch,
    quotes: whosaid_quotes::Scratch,
}

impl Analyzer {
    /// An analyzer that knows `gazetteer`.
    pub fn new(gazetteer: Gazetteer) -> Self {
        Self {
            tokenizer: Tokenizer::new(),
            gazetteer,
            linker: Linker::new(),
            attributor: Attributor::new(),
        }
    }

    /// Finds names and statements of one document.
    pub fn analyze(&self, document: Document, scratch: &mut Scratch) -> DocumentAnnotations {
        let Scratch {
            tokens,
            matches,
            gazetteer,
            entities,
            quotes,
        } = scratch;
        self.tokenizer.tokenize(&document.text, tokens);
        self.gazetteer.find(&document.text, tokens, gazetteer, matches);
        let mut linked = Linked::default();
        self.linker
            .link(&document, tokens, matches, &self.gazetteer, entities, &mut linked);
        let mut found = Vec::new();
        self.attributor
            .attribute(&document, tokens, &linked, quotes, &mut found);
        DocumentAnnotations {
            document,
            linked,
            quotes: found,
        }
    }

    /// The lists it knows.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }
}
