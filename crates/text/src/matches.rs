use crate::{EntityType, Span, TokenRange};

/// A row of a compiled gazetteer. Ask [`crate::Knowledge::entity`] for what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListedId(pub u32);

/// Where the names of a gazetteer stand in a document: leftmost, longest, not overlapping, in text order.
#[derive(Clone, Debug, Default)]
pub struct Matches {
    /// The places.
    pub matches: Vec<Match>,
    /// Candidates of all matches, those of one match side by side and the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// One place in the text where a name of a gazetteer stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Bytes, without title or possessive.
    pub span: Span,
    /// The same as tokens.
    pub tokens: TokenRange,
    /// How the spelling in the text is that of the list.
    pub step: MatchStep,
    /// Index of its first candidate in [`Matches::candidates`].
    pub first: u32,
    /// Number of its candidates, at least one.
    pub count: u32,
}

/// A listed entity that a match may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The entity.
    pub id: ListedId,
    /// Its type.
    pub kind: EntityType,
    /// The name counts only with other support in the document: it is also a common word, a lone surname or given
    /// name, or a name of several entities, and no context word of its row stands in the document.
    pub needs_support: bool,
}

/// The step of the cascade that found a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchStep {
    /// As a row lists it.
    Exact,
    /// The same without diacritics, or with another hyphen or apostrophe.
    Folded,
    /// The same but for case, where the text is all capitals.
    Capitals,
    /// It sounds the same.
    Sound,
    /// It sounds nearly the same.
    Near,
}

impl Matches {
    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.matches.clear();
        self.candidates.clear();
    }

    /// The entities that a match may mean, the likeliest first.
    pub fn candidates(&self, found: &Match) -> &[Candidate] {
        &self.candidates[found.first as usize..(found.first + found.count) as usize]
    }
}
