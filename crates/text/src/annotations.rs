use crate::{Document, Linked, Quote};

/// Everything that whosaid found in one document: what a writer needs for its rows.
#[derive(Clone, Debug)]
pub struct DocumentAnnotations {
    /// The document itself.
    pub document: Document,
    /// Names and references, with their entities.
    pub linked: Linked,
    /// Statements, in order of their first span.
    pub quotes: Vec<Quote>,
}
