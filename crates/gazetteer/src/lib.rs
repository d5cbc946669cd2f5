/*! Lists of names: read, check, compile, find in text, resolve. */

use std::path::Path;
use std::sync::Arc;

use whosaid_text::{Date, Entity, EntityType, Knowledge, ListedId, Matches, NameParts, Resolution, Tokens};

/// Compiled lists. Immutable, shared by all threads.
#[derive(Debug, Default)]
pub struct Gazetteer {
    entities: Vec<Arc<Entity>>,
}

/// Working memory of [`Gazetteer::find`], one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {}

/// Collects lists; those added later win over those added before, and all win over the built-in ones.
#[derive(Debug, Default)]
pub struct Builder {}

/// Why a list cannot be used: names file, row and column.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("{file}: {source}")]
    Read {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Builder {
    /// An empty collection, with the built-in lists or without.
    pub fn new(_builtin: bool) -> Self {
        Self::default()
    }

    /// Adds a CSV file, or every `.csv` file of a folder.
    pub fn add_path(&mut self, _path: &Path) -> Result<&mut Self, Error> {
        Ok(self)
    }

    /// Compiles what was collected.
    pub fn build(self) -> Result<Gazetteer, Error> {
        Ok(Gazetteer::default())
    }
}

impl Gazetteer {
    /// Number of entities.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// True if there is no entity.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// A fingerprint of all rows that were compiled, for `run.json`.
    pub fn hash(&self) -> u64 {
        0
    }

    /// Finds the names of the lists in a text that was cut into `tokens`, and writes them into `matches`.
    pub fn find(&self, _text: &str, _tokens: &Tokens, _scratch: &mut Scratch, matches: &mut Matches) {
        matches.clear();
    }
}

impl Knowledge for Gazetteer {
    fn entity(&self, id: ListedId) -> &Arc<Entity> {
        &self.entities[id.0 as usize]
    }

    fn resolve(&self, _name: &str, _kind: Option<EntityType>) -> Option<Resolution> {
        None
    }

    fn holders(&self, _title: &str, _of: &str, _date: Option<Date>) -> Vec<ListedId> {
        Vec::new()
    }

    fn name_parts(&self, _word: u64) -> NameParts {
        NameParts::default()
    }

    fn country_of(&self, _id: ListedId) -> Option<ListedId> {
        None
    }
}
