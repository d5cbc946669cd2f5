use std::hash::BuildHasherDefault;

use whosaid_text::{DocumentAnnotations, EntityIndex, Span, WordMap, hash_bytes};

/// Keeps one spelling of two entities apart: an odd number without pattern (2^64 by the golden ratio).
pub(crate) const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// How often the entities of one document are named and quoted: what the table of entities needs of a document.
#[derive(Debug, Default)]
pub(crate) struct DocumentTally {
    /// Mentions and quotes, by number of the entity in the document.
    pub(crate) counts: Vec<(u32, u32)>,
    /// Each spelling of each entity: where it stands first, and how often in all; in order of that place.
    pub(crate) spellings: Vec<Spelling>,
}

/// One spelling of one entity in a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    pub(crate) entity: EntityIndex,
    pub(crate) span: Span,
    /// [`hash_bytes`] of it.
    pub(crate) hash: u64,
    pub(crate) count: u32,
}

impl DocumentTally {
    pub(crate) fn count(&mut self, annotations: &DocumentAnnotations) {
        let linked = &annotations.linked;
        let text = annotations.document.text.as_str();
        self.counts.resize(linked.entities.len(), (0, 0));
        self.spellings.reserve(linked.mentions.len());
        let mut places: WordMap<usize> =
            WordMap::with_capacity_and_hasher(linked.mentions.len(), BuildHasherDefault::default());
        for mention in &linked.mentions {
            self.counts[mention.entity.0 as usize].0 += 1;
            let next = self.spellings.len();
            let spelling = hash_bytes(mention.span.of(text).as_bytes());
            let key = spelling ^ u64::from(mention.entity.0).wrapping_mul(SPREAD);
            let place = *places.entry(key).or_insert(next);
            if place == next {
                self.spellings.push(Spelling {
                    entity: mention.entity,
                    span: mention.span,
                    hash: spelling,
                    count: 0,
                });
            }
            self.spellings[place].count += 1;
        }
        for entity in annotations.quotes.iter().filter_map(|quote| quote.speaker.entity) {
            self.counts[entity.0 as usize].1 += 1;
        }
    }
}
