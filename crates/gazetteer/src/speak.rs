//! Reads the names of a list aloud when it is compiled.

use std::collections::HashMap;

use whosaid_names::{Role, Word, WordBuf, split};

use crate::image::{ENTITY, Image, Section};
use crate::sounds::{
    Class, MAX_WORDS, Posting, Rest, Sounds, Table, buckets, neighbours, pack, unpack, whole, wholes,
};

/// Compiles the names of a list; `None` if that is more than 4 GB.
pub(crate) fn compile(image: &Image) -> Option<Vec<u8>> {
    let mut speakers: [Speaker; Class::COUNT] = Default::default();
    for entity in 0..image.count(Section::Entities, ENTITY) as u32 {
        let class = Class::of(image.kind(entity));
        for spelling in image.names(entity) {
            speakers[class as usize].name(class, entity, spelling, image.name_text(spelling));
        }
    }
    Sounds::join(&speakers.map(Speaker::finish))
}

#[derive(Default)]
struct Speaker {
    known: HashMap<Box<str>, u32>,
    words: Vec<u8>,
    word_starts: Vec<u32>,
    /// Hash of the first skeleton of each word.
    sounds: Vec<u32>,
    skeletons: Vec<(u32, u32)>,
    given_names: Vec<(u32, u32)>,
    names: Vec<[u32; 4]>,
    parts: Vec<u32>,
    /// Word and name.
    postings: Vec<(u32, u32)>,
}

impl Speaker {
    fn name(&mut self, class: Class, entity: u32, spelling: u32, name: &str) {
        let number = self.names.len() as u32;
        let first = self.parts.len();
        let mut plain = 0;
        split(name, |text, role, acronym| {
            let word = match self.known.get(text) {
                Some(word) => *word,
                None => self.word(text, class),
            };
            if self.parts.len() - first == MAX_WORDS {
                return;
            }
            self.parts.push(pack(word, role, acronym));
            if role != Role::Article {
                self.postings.push((word, number));
            }
            plain += u32::from(role == Role::Plain);
        });
        let parts = (self.parts.len() - first) as u32;
        self.names
            .push([entity, spelling, first as u32, parts | plain << 8]);
    }

    fn word(&mut self, text: &str, class: Class) -> u32 {
        let number = self.word_starts.len() as u32;
        self.known.insert(text.into(), number);
        let packed = WordBuf::new(text);
        self.word_starts.push(self.words.len() as u32);
        self.words.extend_from_slice(packed.as_bytes());
        let word = packed.as_word();
        let skeletons = &mut self.skeletons;
        let mut first = None;
        word.skeletons(|reading, skeleton| {
            first.get_or_insert(whole(skeleton));
            neighbours(skeleton, |hash| {
                skeletons.push((hash, number << 4 | u32::from(reading)));
            });
        });
        self.sounds.push(first.unwrap_or_default());
        if class == Class::People {
            word.given_names(|group| self.given_names.push((u32::from(group), number)));
        }
        number
    }

    fn finish(mut self) -> [Vec<u8>; Table::COUNT] {
        self.word_starts.push(self.words.len() as u32);
        self.sort_words();
        let mut wholes = self.wholes();
        let count = self.word_starts.len() as u32;
        sort(&mut self.postings);
        sort(&mut self.skeletons);
        sort(&mut self.given_names);
        sort(&mut wholes);
        let mut name_starts = Vec::with_capacity(self.word_starts.len());
        let mut at = 0;
        for word in 0..count {
            while self.postings.get(at).is_some_and(|posting| posting.0 < word) {
                at += 1;
            }
            name_starts.push(at as u32);
        }
        let mut tables: [Vec<u8>; Table::COUNT] = Default::default();
        let mut put = |table: Table, numbers: &mut dyn Iterator<Item = u32>| {
            tables[table as usize] = numbers.flat_map(u32::to_le_bytes).collect();
        };
        put(Table::WordStarts, &mut self.word_starts.iter().copied());
        put(Table::Buckets, &mut buckets(&self.skeletons).into_iter());
        put(Table::Skeletons, &mut pairs(&self.skeletons));
        put(Table::NameStarts, &mut name_starts.into_iter());
        put(
            Table::NamesOfWord,
            &mut self
                .postings
                .iter()
                .flat_map(|(word, name)| self.posting(*word, *name)),
        );
        put(Table::GivenNames, &mut pairs(&self.given_names));
        put(Table::WholeBuckets, &mut buckets(&wholes).into_iter());
        put(Table::Wholes, &mut pairs(&wholes));
        put(Table::Names, &mut self.names.into_iter().flatten());
        put(Table::Parts, &mut self.parts.into_iter());
        tables[Table::Words as usize] = self.words;
        tables
    }

    /// Numbers the words anew, so that those that sound alike, which are looked at together, lie together.
    fn sort_words(&mut self) {
        let mut order: Vec<u32> = (0..self.sounds.len() as u32).collect();
        order.sort_by_key(|word| self.sounds[*word as usize]);
        let mut numbers = vec![0; order.len()];
        let mut words = Vec::with_capacity(self.words.len());
        let mut starts = Vec::with_capacity(self.word_starts.len());
        for (number, word) in (0..).zip(&order) {
            numbers[*word as usize] = number;
            starts.push(words.len() as u32);
            let start = self.word_starts[*word as usize] as usize;
            words.extend_from_slice(&self.words[start..self.word_starts[*word as usize + 1] as usize]);
        }
        starts.push(words.len() as u32);
        (self.words, self.word_starts) = (words, starts);
        for (_, entry) in &mut self.skeletons {
            *entry = numbers[(*entry >> 4) as usize] << 4 | *entry & 15;
        }
        for (_, word) in &mut self.given_names {
            *word = numbers[*word as usize];
        }
        for (word, _) in &mut self.postings {
            *word = numbers[*word as usize];
        }
        for part in &mut self.parts {
            let (word, role, acronym) = unpack(*part);
            *part = pack(numbers[word as usize], role, acronym);
        }
    }

    /// A name that has a word, as numbers.
    fn posting(&self, word: u32, name: u32) -> [u32; 2] {
        let [_, _, first, counts] = self.names[name as usize];
        let parts = &self.parts[first as usize..(first + (counts & 0xff)) as usize];
        let parts = parts.iter().map(|part| unpack(*part));
        let mut spoken = parts.filter(|(_, role, _)| *role != Role::Article);
        let mut next = || spoken.next().map(|(word, _, _)| word);
        let rest = match (next(), next(), next()) {
            (Some(one), two, None) => {
                let other = two.map(|two| if one == word { two } else { one });
                Rest::Short((counts >> 8) as usize, other)
            }
            _ => Rest::Long(first, counts & 0xff),
        };
        Posting::new(name, rest).as_numbers()
    }

    /// What names of several words sound like as a whole.
    fn wholes(&self) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for (number, [_, _, first, counts]) in self.names.iter().enumerate() {
            let parts = &self.parts[*first as usize..(first + (counts & 0xff)) as usize];
            let parts = parts.iter().map(|part| unpack(*part));
            let spoken = parts.filter(|(_, role, _)| *role != Role::Article);
            let words = spoken.filter_map(|(word, _, _)| {
                let (start, end) = (
                    self.word_starts[word as usize],
                    self.word_starts[word as usize + 1],
                );
                Word::from_bytes(&self.words[start as usize..end as usize])
            });
            if counts & 0xff > 1 {
                wholes(words, |hash| found.push((hash, number as u32)));
            }
        }
        found
    }
}

/// Sorts pairs and leaves each once.
fn sort(pairs: &mut Vec<(u32, u32)>) {
    pairs.sort_unstable();
    pairs.dedup();
}

/// Pairs as numbers.
fn pairs(pairs: &[(u32, u32)]) -> impl Iterator<Item = u32> + '_ {
    pairs.iter().flat_map(|(one, two)| [*one, *two])
}
