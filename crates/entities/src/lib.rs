/*! Names that no list has, and which entity each mention stands for. */

use whosaid_text::{Document, Knowledge, Linked, Matches, Tokens};

/// Finds names and links them. Built once, shared by all threads.
#[derive(Debug, Default)]
pub struct Linker {}

/// Working memory of [`Linker::link`], one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {}

impl Linker {
    /// A linker with the built-in model and word lists.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds the names of a document and links them to entities. `matches` are the gazetteer's.
    pub fn link<K: Knowledge>(
        &self,
        _document: &Document,
        _tokens: &Tokens,
        _matches: &Matches,
        _knowledge: &K,
        _scratch: &mut Scratch,
        linked: &mut Linked,
    ) {
        linked.clear();
    }
}
