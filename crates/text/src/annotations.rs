use crate::{Document, Linked, Quote, Term};

/// Everything that whosaid found in one document: what a writer needs for its rows.
#[derive(Clone, Debug)]
pub struct DocumentAnnotations {
    /// The document itself.
    pub document: Document,
    /// Names and references, with their entities.
    pub linked: Linked,
    /// Statements, in order of their first span.
    pub quotes: Vec<Quote>,
    /// Words in quotation marks that are no speech, in text order; empty unless they were asked for.
    pub terms: Vec<Term>,
}
