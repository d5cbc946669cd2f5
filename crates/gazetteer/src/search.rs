//! Which names of a list are worth comparing with a query.

use whosaid_names::{Part, Role, Word};

use crate::sounds::{Class, Entry, Posting, Rest, Run, Sounds, neighbours, whole, wholes};

/// Skeletons of fewer consonants are met as they are in running text: many words lack one of two or three consonants,
/// and few are meant.
const SHORT: usize = 4;
/// Words of a query that are looked for.
const MOST_WORDS: usize = 16;

/// A search of one class of names for those that sound like the query, word by word or as a whole.
///
/// Whether two words are alike is worth knowing only where their names may be one, so names are met by skeletons
/// alone, and sounds are compared for those that share enough of them.
pub(crate) struct Search<'a, 'q> {
    sounds: Sounds<'a>,
    query: &'q [Part<'q>],
    words: Vec<Wanted<'a, 'q>>,
    /// Those of them that may stand in another language, as bits.
    kinds: u16,
    /// If not, only words whose consonants all stand in the listed word are looked for.
    wide: bool,
}

/// A word of the query, and the words of the list that may be spellings of it.
struct Wanted<'a, 'q> {
    word: Word<'q>,
    /// Words of the list that share a skeleton, with the number of the reading of the query's.
    runs: Vec<(Run<'a>, u8)>,
    /// The same, each as word, number of its reading in four bits and of the query's in four, sorted; empty until words are
    /// compared.
    alike: Vec<u64>,
    /// Words of the list that are forms of the same given name, sorted.
    forms: Vec<Run<'a>>,
    /// All of these words, each once, and the same as a set.
    words: Vec<u32>,
    met: Bits,
    /// In how many names they stand.
    names: usize,
    /// Words whose sounds were compared, and those of them that are alike.
    compared: Bits,
    like: Bits,
}

impl<'a, 'q> Search<'a, 'q> {
    pub(crate) fn new(sounds: Sounds<'a>, query: &'q [Part<'q>], wide: bool) -> Self {
        let plain = query
            .iter()
            .filter(|part| part.role == Role::Plain)
            .take(MOST_WORDS);
        let mut search = Self {
            sounds,
            query,
            words: Vec::new(),
            kinds: 0,
            wide,
        };
        // In running text, a lone name is no person's whole name; as it is listed, it was found before.
        if sounds.class == Class::People && !wide && query.len() < 2 {
            return search;
        }
        let plain: Vec<&Part<'q>> = plain.collect();
        // What sounds nearly like a lone name is of no use, even to whoever looks far: there are too many.
        let near = wide && (sounds.class != Class::People || plain.len() > 1);
        let kind = |part: &&Part<'_>| wide && sounds.class != Class::People && part.is_kind();
        search.kinds = (0..plain.len()).fold(0, |bits, at| bits | u16::from(kind(&plain[at])) << at);
        let wanted = plain.iter().map(|part| Wanted::new(part.word, &sounds, near));
        search.words = wanted.collect();
        search
    }

    /// Names that sound like the query, by number.
    pub(crate) fn names(&mut self) -> Vec<u32> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let mut names = Vec::new();
        self.by_words(&mut names);
        let spoken = self.query.iter().filter(|part| part.role != Role::Article);
        wholes(spoken.map(|part| part.word), |hash| {
            names.extend(self.sounds.wholes(hash).values());
        });
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Adds names that share enough words with the query.
    fn by_words(&mut self, names: &mut Vec<u32>) {
        let count = self.words.len();
        let commonest = (0..count).max_by_key(|number| self.words[*number].names);
        for number in 0..count {
            // In running text more than one word must be found: one of them is not the commonest.
            if !self.wide && count > 1 && Some(number) == commonest {
                continue;
            }
            let met = std::mem::take(&mut self.words[number].words);
            for word in &met {
                let own = self.met(*word);
                for posting in self.sounds.names_of_word(*word) {
                    if self.is_enough(posting, *word, own) {
                        names.push(posting.name);
                    }
                }
            }
            self.words[number].words = met;
        }
    }

    /// True if a name that has a word shares enough words with the query; `own` are those of the query that the word may be.
    #[inline]
    fn is_enough(&mut self, posting: Posting, word: u32, own: u16) -> bool {
        let (plain, parts) = match posting.rest() {
            Rest::Short(plain, other) => {
                return self.may_do(plain)
                    && self.are_enough(plain, own | other.map_or(0, |other| self.met(other)))
                    && self.are_like(plain, std::iter::once(word).chain(other));
            }
            Rest::Long(first, count) => {
                let parts = self.sounds.parts((first, count));
                (
                    parts.filter(|(_, role, _)| *role == Role::Plain).count(),
                    (first, count),
                )
            }
            Rest::Unknown => {
                let entry = self.sounds.name(posting.name);
                (entry.plain, entry.parts)
            }
        };
        let spoken = self
            .sounds
            .parts(parts)
            .filter(|(_, role, _)| *role != Role::Article);
        let words = spoken.map(|(word, _, _)| word);
        self.may_do(plain)
            && self.are_enough(plain, words.clone().fold(own, |bits, word| bits | self.met(word)))
            && self.are_like(plain, words)
    }

    /// False if a name of so many words is too long or too short.
    #[inline]
    fn may_do(&self, plain: usize) -> bool {
        let count = self.words.len();
        self.wide || count.abs_diff(plain) < count.min(3)
    }

    /// The words of the query that share a skeleton with a word, as bits.
    #[inline]
    fn met(&self, word: u32) -> u16 {
        let wanted = self.words.iter().enumerate();
        wanted.fold(0, |bits, (number, wanted)| {
            bits | u16::from(wanted.met.has(word)) << number
        })
    }

    /// True if enough words of a name may be spellings of words of the query.
    fn are_like(&mut self, plain: usize, words: impl Iterator<Item = u32>) -> bool {
        let mut bits = 0;
        for word in words {
            for (number, wanted) in self.words.iter_mut().enumerate() {
                if bits & 1 << number == 0 && wanted.is_like(&self.sounds, word) {
                    bits |= 1 << number;
                }
            }
            // More words are no less.
            if self.are_enough(plain, bits) {
                return true;
            }
        }
        false
    }

    /// True if a name shares enough words with the query, by the bits of those that it shares.
    #[inline]
    fn are_enough(&self, plain: usize, bits: u16) -> bool {
        let shared = bits.count_ones() as usize;
        let count = self.words.len();
        let both = count.min(plain);
        let person = self.sounds.class == Class::People;
        // A body's name must share more than "university", and a lone word is no name of many.
        let named = (bits | self.kinds).count_ones() as usize;
        let far = !person && (2 * named <= both && both > 1 || both == 1 && count.max(plain) > 2);
        // A lone name is no person's whole name.
        let lone = person && both == 1 && count.max(plain) > 1;
        if far || lone && !self.wide {
            return false;
        }
        // Of a person, two words must be found; words for a kind of body may stand in another language.
        shared >= if person { both.min(2) } else { 1 }
    }

    /// True if either of the two is a lone word, and the other is not.
    pub(crate) fn differs_in_length(&self, entry: &Entry) -> bool {
        let count = self.words.len();
        count != entry.plain && count.min(entry.plain) == 1
    }

    /// Writes the words of a name into `parts`.
    pub(crate) fn parts_of(&self, entry: &Entry, parts: &mut Vec<Part<'a>>) {
        parts.clear();
        for (word, role, acronym) in self.sounds.parts(entry.parts) {
            if let Some(word) = self.sounds.word(word) {
                parts.push(Part { word, role, acronym });
            }
        }
    }
}

impl<'a, 'q> Wanted<'a, 'q> {
    fn new(word: Word<'q>, sounds: &Sounds<'a>, wide: bool) -> Self {
        let mut wanted = Self {
            word,
            runs: Vec::new(),
            alike: Vec::new(),
            forms: Vec::new(),
            words: Vec::new(),
            met: Bits::of(sounds.words()),
            names: 0,
            compared: Bits::default(),
            like: Bits::default(),
        };
        word.skeletons(|own, skeleton| {
            let mut add = |hash: u32| {
                for hash in [hash & !1, hash | 1] {
                    if wide || hash & 1 == 0 || skeleton.len() >= SHORT {
                        wanted.runs.push((sounds.skeletons(hash), own));
                    }
                }
            };
            if wide {
                neighbours(skeleton, add);
            } else {
                add(whole(skeleton));
            }
        });
        if sounds.class == Class::People {
            word.given_names(|group| wanted.forms.push(sounds.given_names(group)));
        }
        let alike = wanted.runs.iter().flat_map(|(run, _)| run.values());
        let alike = alike.map(|entry| entry >> 4);
        let forms = wanted.forms.iter().flat_map(|run| run.values());
        for word in alike.chain(forms) {
            if wanted.met.add(word) {
                wanted.words.push(word);
                wanted.names += sounds.names_of_word(word).len();
            }
        }
        wanted
    }

    /// True if a word of the list may be a spelling of this one.
    fn is_like(&mut self, sounds: &Sounds<'a>, word: u32) -> bool {
        if !self.met.has(word) {
            return false;
        }
        if self.compared.is_empty() {
            self.compared = Bits::of(sounds.words());
            self.like = Bits::of(sounds.words());
        }
        if self.compared.add(word) && self.compare(sounds, word) {
            self.like.add(word);
        }
        self.like.has(word)
    }

    fn compare(&mut self, sounds: &Sounds<'a>, word: u32) -> bool {
        let is_form = |run: &Run<'a>| run.within(word, word).values().len() > 0;
        if self.forms.iter().any(is_form) {
            return true;
        }
        let Some(other) = sounds.word(word) else {
            return false;
        };
        if self.alike.is_empty() {
            for (run, own) in &self.runs {
                let entries = run.values().map(|entry| u64::from(entry) << 4 | u64::from(*own));
                self.alike.extend(entries);
            }
            // Some runs, each of them sorted.
            self.alike.sort();
            self.alike.dedup();
        }
        let first = u64::from(word) << 8;
        let start = self.alike.partition_point(|entry| *entry < first);
        let mut entries = self.alike[start..]
            .iter()
            .take_while(|entry| **entry >> 8 == first >> 8);
        entries.any(|entry| {
            self.word
                .is_like((entry & 15) as u8, other, (entry >> 4 & 15) as u8)
        })
    }
}

/// A set of words by number.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    /// An empty set with room for numbers below `size`.
    fn of(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[inline]
    fn has(&self, number: u32) -> bool {
        let block = self.0.get(number as usize / 64);
        block.is_some_and(|block| block & 1 << (number % 64) != 0)
    }

    /// Adds a number; true if it was not there.
    #[inline]
    fn add(&mut self, number: u32) -> bool {
        let block = &mut self.0[number as usize / 64];
        let before = *block;
        *block |= 1 << (number % 64);
        *block != before
    }
}
