/*! Quotations, their cues and their speakers. */

use whosaid_text::{Document, Linked, Quote, Tokens};

/// Finds statements and their speakers. Built once, shared by all threads.
#[derive(Debug, Default)]
pub struct Attributor {}

/// Working memory of [`Attributor::attribute`], one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {}

impl Attributor {
    /// An attributor with the built-in cues.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds the statements of a document and writes them into `quotes`, in order of their first span.
    pub fn attribute(
        &self,
        _document: &Document,
        _tokens: &Tokens,
        _linked: &Linked,
        _scratch: &mut Scratch,
        quotes: &mut Vec<Quote>,
    ) {
        quotes.clear();
    }
}
