use std::fmt;

use crate::{Confidence, EntityIndex, EntityType, Rule, Span, Spans};

/// One statement of one speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// With or without quotation marks.
    pub kind: QuoteKind,
    /// What was said, without quotation marks, in text order; several if it is broken by its attribution or goes over
    /// several paragraphs. Never empty.
    pub spans: Spans,
    /// The words that report: "said", "according to".
    pub cue: Option<Span>,
    /// Who said it.
    pub speaker: Speaker,
    /// What decided.
    pub rule: Rule,
    /// How sure.
    pub confidence: Confidence,
}

/// How a statement is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// Whole words in quotation marks.
    Direct,
    /// A reporting sentence with some words in quotation marks; the spans cover the reported clause.
    Mixed,
    /// Reported speech without marks.
    Indirect,
}

impl fmt::Display for QuoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
        })
    }
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speaker {
    /// The local mention as written ("he", "one protester", "Amirbayov" with what belongs to it); `None` if the text
    /// names nobody.
    pub span: Option<Span>,
    /// The entity it stands for, if that has a name.
    pub entity: Option<EntityIndex>,
    /// What sort of speaker.
    pub kind: SpeakerType,
}

/// What sort of speaker a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerType {
    /// An entity of this type.
    Entity(EntityType),
    /// One person without a name: "one protester".
    Anonymous,
    /// Several: "the separatists".
    Group,
    /// A text: "the statement".
    Document,
    /// Nobody is named, or it cannot be told.
    Unknown,
}

impl fmt::Display for SpeakerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            SpeakerType::Entity(kind) => kind.as_str(),
            SpeakerType::Anonymous => "anonymous",
            SpeakerType::Group => "group",
            SpeakerType::Document => "document",
            SpeakerType::Unknown => "unknown",
        })
    }
}
