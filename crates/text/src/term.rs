use crate::{Confidence, Rule, Span};

/// Words in quotation marks that are no speech: a so-called thing, a title, a nickname, a heading, a word as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What stands between the marks.
    pub span: Span,
    /// What decided.
    pub rule: Rule,
    /// How sure.
    pub confidence: Confidence,
}
