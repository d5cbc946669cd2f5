use whosaid_text::{EntityType, Knowledge, Resolution, WordMap, hash_bytes};

/// So many answers are held; then all are forgotten.
const MOST: usize = 1 << 16;
/// So many names of one document are asked for that were not asked before: a document of nothing but unknown names
/// must not hold up a run.
const MOST_A_DOCUMENT: usize = 400;

/// What the gazetteer answered, remembered from document to document: it knows the sounds of names, which takes time,
/// and the same name comes again. An answer never changes, so that what is remembered changes no result.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    known: WordMap<Option<Resolution>>,
    asked: usize,
}

impl Resolved {
    /// Begins a document.
    pub(crate) fn begin(&mut self) {
        self.asked = 0;
        if self.known.len() >= MOST {
            self.known.clear();
        }
    }

    /// [`Knowledge::resolve`] of a name of the type.
    pub(crate) fn ask<K: Knowledge>(
        &mut self,
        knowledge: &K,
        name: &str,
        kind: EntityType,
    ) -> Option<Resolution> {
        let hash = hash_bytes(name.as_bytes()) ^ hash_bytes(kind.as_str().as_bytes()).rotate_left(1);
        self.asked += 1;
        if self.asked > MOST_A_DOCUMENT {
            return None;
        }
        *self
            .known
            .entry(hash)
            .or_insert_with(|| knowledge.resolve(name, Some(kind)))
    }
}
