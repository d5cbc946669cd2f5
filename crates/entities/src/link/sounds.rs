use whosaid_text::{WordMap, hash_bytes};

/// So many words are held; then all are forgotten.
const MOST: usize = 1 << 16;

/// What words sound like, remembered from document to document: a pure function of the word, so that what is
/// remembered changes no result.
#[derive(Debug, Default)]
pub(crate) struct Sounds {
    known: WordMap<u64>,
}

impl Sounds {
    /// Hash of the sound key of a word whose [`whosaid_text::hash_word`] is `hash`.
    pub(crate) fn of(&mut self, hash: u64, word: &str) -> u64 {
        if self.known.len() >= MOST {
            self.known.clear();
        }
        *self
            .known
            .entry(hash)
            .or_insert_with(|| hash_bytes(whosaid_names::key(word).as_bytes()).rotate_left(17))
    }
}
