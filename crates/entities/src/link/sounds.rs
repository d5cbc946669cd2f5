use whosaid_names::{Comparer, Name, SAME};
use whosaid_text::{EntityType, WordMap, hash_bytes};

/// So many words, names and pairs are held of each; then all of them are forgotten.
const MOST: usize = 1 << 15;

/// What words and names sound like, remembered from document to document: pure functions of their letters, so that what
/// is remembered changes no result.
#[derive(Debug, Default)]
pub(crate) struct Sounds {
    words: WordMap<u64>,
    keys: WordMap<Box<str>>,
    read: WordMap<Name>,
    same: WordMap<bool>,
}

impl Sounds {
    /// Hash of the sound key of a word whose [`whosaid_text::hash_word`] is `hash`.
    pub(crate) fn of(&mut self, hash: u64, word: &str) -> u64 {
        make_room(&mut self.words);
        *self
            .words
            .entry(hash)
            .or_insert_with(|| hash_bytes(whosaid_names::key(word).as_bytes()).rotate_left(17))
    }

    /// Sound key of a whole name.
    pub(crate) fn key(&mut self, name: &str) -> &str {
        make_room(&mut self.keys);
        let held = self.keys.entry(hash_bytes(name.as_bytes()));
        held.or_insert_with(|| whosaid_names::key(name).into())
    }

    /// True if two spellings may be one person's.
    pub(crate) fn are_one_person(&mut self, one: &str, two: &str) -> bool {
        let (first, second) = (hash_bytes(one.as_bytes()), hash_bytes(two.as_bytes()));
        let pair = first ^ second.rotate_left(23);
        if let Some(same) = self.same.get(&pair) {
            return *same;
        }
        make_room(&mut self.read);
        make_room(&mut self.same);
        self.read.entry(first).or_insert_with(|| Name::new(one));
        self.read.entry(second).or_insert_with(|| Name::new(two));
        let (one, two) = (self.read[&first].parts(), self.read[&second].parts());
        let near = Comparer::new(&one).compare_from(&two, EntityType::PER, SAME);
        let same = near.is_some();
        self.same.insert(pair, same);
        same
    }
}

fn make_room<V>(held: &mut WordMap<V>) {
    if held.len() >= MOST {
        held.clear();
    }
}
