use std::sync::Arc;

use crate::{Confidence, Entity, EntityType, Gender, ListedId, MatchStep, Period};

/// What a linker asks of the gazetteers. Implemented by the gazetteer crate; small fakes serve in tests.
pub trait Knowledge: Sync {
    /// The entity of a row.
    fn entity(&self, id: ListedId) -> &Arc<Entity>;

    /// The listed entity that a whole name, found in text by other means, is a spelling of: the steps of
    /// [`MatchStep`] in their order, inside `kind` if given. `None` if there is none, or several that are as near.
    fn resolve(&self, name: &str, kind: Option<EntityType>) -> Option<Resolution>;

    /// Who held an office on some day of a period: `title` in lower case ("president"), `of` a country or body as it is
    /// listed (any of its names or its demonym: "Azerbaijan", "Azerbaijani"). A role without a period is held always.
    fn holders(&self, title: &str, of: &str, during: Period) -> Vec<ListedId>;

    /// What is known of a word as part of a person's name, by its [`crate::hash_word`].
    fn name_parts(&self, word: u64) -> NameParts;

    /// The country of a people or an adjective of nationality ("Azerbaijani" → Azerbaijan), of a capital, or of an
    /// entity that is that country itself.
    fn country_of(&self, id: ListedId) -> Option<ListedId>;

    /// The country that a place lies in, or that it is.
    fn lies_in(&self, id: ListedId) -> Option<ListedId> {
        self.country_of(id)
    }

    /// Whether a document speaks of what belongs to an entity: a context word of its row, or else the country that a place
    /// lies in, or its people. `has` tells of a [`crate::hash_word`] whether it stands in the document. `None` if nothing
    /// is known to belong to it.
    fn is_spoken_of(&self, id: ListedId, has: &dyn Fn(u64) -> bool) -> Option<bool> {
        let _ = (id, has);
        None
    }
}

/// A listed entity found for a name, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// The entity.
    pub id: ListedId,
    /// The step that found it.
    pub step: MatchStep,
    /// How near the spelling is.
    pub confidence: Confidence,
}

/// What the lists of given names and surnames say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameParts {
    /// In use as a given name.
    pub given: bool,
    /// In use as a surname.
    pub surname: bool,
    /// Gender of the given name, where it has one.
    pub gender: Gender,
}
