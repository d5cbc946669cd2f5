//! Which language a document is in, by its function words, and which words report in it.

use whosaid_text::{WordMap, WordSet, hash_word};

use crate::tables::{HashTable, lines, rows};

/// Languages whose direct quotations are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
    Spanish,
    German,
    Russian,
    Turkish,
}

struct List {
    language: Language,
    code: &'static str,
    function_words: &'static str,
    cues: &'static str,
}

const LISTS: [List; 6] = [
    List {
        language: Language::English,
        code: "en",
        function_words: include_str!("../data/function-words.en.txt"),
        cues: "",
    },
    List {
        language: Language::French,
        code: "fr",
        function_words: include_str!("../data/function-words.fr.txt"),
        cues: include_str!("../data/cues.fr.csv"),
    },
    List {
        language: Language::Spanish,
        code: "es",
        function_words: include_str!("../data/function-words.es.txt"),
        cues: include_str!("../data/cues.es.csv"),
    },
    List {
        language: Language::German,
        code: "de",
        function_words: include_str!("../data/function-words.de.txt"),
        cues: include_str!("../data/cues.de.csv"),
    },
    List {
        language: Language::Russian,
        code: "ru",
        function_words: include_str!("../data/function-words.ru.txt"),
        cues: include_str!("../data/cues.ru.csv"),
    },
    List {
        language: Language::Turkish,
        code: "tr",
        function_words: include_str!("../data/function-words.tr.txt"),
        cues: include_str!("../data/cues.tr.csv"),
    },
];

/// Words looked at to tell the language.
const SAMPLE: usize = 400;
/// Bits in which the function words of one language are counted: enough for [`SAMPLE`].
const LANE: usize = 10;
/// Function words that must be seen before a document is taken to be in another language than English.
const ENOUGH: u32 = 2;

/// Lists of the languages, compiled.
#[derive(Debug)]
pub(crate) struct Languages {
    /// For a function word of the language `LISTS[i]`, a one at bit `i * LANE`: so that one addition counts for all.
    function_words: HashTable<u64>,
    cues: [WordSet; LISTS.len()],
}

impl Languages {
    /// Compiles the embedded lists.
    pub(crate) fn new() -> Self {
        let mut function_words = WordMap::<u64>::default();
        for (index, list) in LISTS.iter().enumerate() {
            for word in lines(list.function_words) {
                *function_words.entry(hash_word(word)).or_default() |= 1 << (index * LANE);
            }
        }
        let cues = std::array::from_fn(|index| {
            rows(LISTS[index].cues)
                .flat_map(|[_, forms]| forms.split('|'))
                .map(hash_word)
                .collect()
        });
        Self {
            function_words: HashTable::new(&function_words),
            cues,
        }
    }

    /// The language of a text, by the hashes of its tokens; `told` is what the input says it is, if it says so.
    pub(crate) fn detect(&self, text: &str, hashes: &[u64], told: Option<&str>) -> Language {
        if let Some(list) = LISTS.iter().find(|list| told == Some(list.code)) {
            return list.language;
        }
        // Few words tell when there is but one sentence: the script does.
        if is_cyrillic(text) {
            return Language::Russian;
        }
        let counts: u64 = hashes
            .iter()
            .take(SAMPLE)
            .filter_map(|hash| self.function_words.get(*hash))
            .sum();
        let count = |index: usize| (counts >> (index * LANE)) as u32 & ((1 << LANE) - 1);
        let mut best = 0;
        for index in 1..LISTS.len() {
            if count(index) > count(best) && count(index) >= ENOUGH {
                best = index;
            }
        }
        LISTS[best].language
    }

    /// True for a word that stands in nearly every text of the language.
    pub(crate) fn is_function_word(&self, language: Language, hash: u64) -> bool {
        self.function_words
            .get(hash)
            .is_some_and(|lanes| lanes >> (language as usize * LANE) & 1 == 1)
    }

    /// True for a form of a verb of saying, or a word such as "selon".
    pub(crate) fn is_cue(&self, language: Language, hash: u64) -> bool {
        self.cues[language as usize].contains(&hash)
    }
}

/// True if most letters at the beginning of a text are Cyrillic.
fn is_cyrillic(text: &str) -> bool {
    // The bytes that such letters begin with; most texts have none.
    let sample = &text.as_bytes()[..text.len().min(SAMPLE * 4)];
    if !sample.iter().any(|byte| matches!(byte, 0xd0 | 0xd1)) {
        return false;
    }
    let (mut cyrillic, mut letters) = (0, 0);
    for c in text.chars().take(SAMPLE) {
        cyrillic += usize::from(matches!(c, 'А'..='я' | 'ё' | 'Ё'));
        letters += usize::from(c.is_alphabetic());
    }
    cyrillic * 2 > letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::assert_sorted;

    #[test]
    fn lists_are_sorted_and_unique() {
        for list in &LISTS {
            assert_sorted(list.function_words);
            if list.language != Language::English {
                assert_sorted(list.cues);
            }
        }
    }

    #[test]
    fn tells_languages_apart() {
        let languages = Languages::new();
        for (text, language) in [
            ("the mayor said that the road is open", Language::English),
            (
                "le maire a dit que la route est ouverte dans la ville",
                Language::French,
            ),
            ("el alcalde dijo que la carretera está abierta", Language::Spanish),
            (
                "der Bürgermeister sagte dass die Straße offen ist",
                Language::German,
            ),
            (
                "мэр сказал что дорога открыта и не будет закрыта в этом году",
                Language::Russian,
            ),
            (
                "belediye başkanı bir yol için bu açıklama ve daha çok söz",
                Language::Turkish,
            ),
            ("12 345", Language::English),
        ] {
            let hashes: Vec<_> = text.split(' ').map(hash_word).collect();
            assert_eq!(languages.detect(text, &hashes, None), language, "{text}");
        }
    }
}
