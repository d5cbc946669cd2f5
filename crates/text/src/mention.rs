use std::sync::Arc;

use crate::{Confidence, Entity, EntityType, Rule, Span};

/// A number into [`Linked::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIndex(pub u32);

/// A name in the text, and the entity that it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// Bytes of the name, without title or possessive.
    pub span: Span,
    /// Its type here.
    pub kind: EntityType,
    /// The entity.
    pub entity: EntityIndex,
    /// What found it.
    pub rule: Rule,
    /// How sure.
    pub confidence: Confidence,
}

/// Words that stand for an entity without naming it: "he", "the prime minister", "the ministry".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// Bytes of the words.
    pub span: Span,
    /// What kind of words.
    pub kind: ReferenceKind,
    /// The entity.
    pub entity: EntityIndex,
    /// What decided.
    pub rule: Rule,
    /// How sure.
    pub confidence: Confidence,
}

/// Kinds of words that stand for an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// "he", "she", "it", "they"
    Pronoun,
    /// "the prime minister", "the Turkish head of state", "his Azerbaijani counterpart"
    Role,
    /// A capital that stands for its government ("Baku said"): the entity is the country's.
    Government,
}

/// What the linker makes of a document. Reused from document to document.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// The entities of the document, each once, in order of their first mention.
    pub entities: Vec<Arc<Entity>>,
    /// Names, in text order, not overlapping.
    pub mentions: Vec<Mention>,
    /// Other words that stand for them, in text order.
    pub references: Vec<Reference>,
}

impl Linked {
    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.entities.clear();
        self.mentions.clear();
        self.references.clear();
    }

    /// The entity of a mention or reference.
    pub fn entity(&self, index: EntityIndex) -> &Arc<Entity> {
        &self.entities[index.0 as usize]
    }

    /// The mentions that lie wholly inside `span`.
    pub fn mentions_in(&self, span: Span) -> &[Mention] {
        let start = self
            .mentions
            .partition_point(|mention| mention.span.start() < span.start());
        let end = self
            .mentions
            .partition_point(|mention| mention.span.end() <= span.end());
        &self.mentions[start..end.max(start)]
    }

    /// The references that lie wholly inside `span`.
    pub fn references_in(&self, span: Span) -> impl Iterator<Item = &Reference> {
        let start = self
            .references
            .partition_point(|reference| reference.span.start() < span.start());
        self.references[start..]
            .iter()
            .take_while(move |reference| reference.span.start() < span.end())
            .filter(move |reference| reference.span.end() <= span.end())
    }
}
