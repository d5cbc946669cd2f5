//! Which language a document is in, by its function words, and which words report in it.

use whosaid_text::{WordMap, WordSet, hash_word};

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
/// Function words that must be seen before a document is taken to be in another language than English.
const ENOUGH: u32 = 2;

/// Lists of the languages, compiled.
#[derive(Debug)]
pub(crate) struct Languages {
    /// Bit `i` is set for a function word of the language `LISTS[i]`.
    function_words: WordMap<u8>,
    cues: [WordSet; LISTS.len()],
}

impl Languages {
    /// Compiles the embedded lists.
    pub(crate) fn new() -> Self {
        let mut function_words = WordMap::<u8>::default();
        for (bit, list) in LISTS.iter().enumerate() {
            for word in list.function_words.lines().filter(|line| !line.starts_with('#')) {
                *function_words.entry(hash_word(word)).or_default() |= 1 << bit;
            }
        }
        let cues = std::array::from_fn(|index| {
            LISTS[index]
                .cues
                .lines()
                .filter(|line| !line.starts_with('#'))
                .skip(1)
                .filter_map(|row| row.split_once(','))
                .flat_map(|(_, forms)| forms.split('|'))
                .map(hash_word)
                .collect()
        });
        Self { function_words, cues }
    }

    /// The language of a text, by the hashes of its tokens; `told` is what the input says it is, if it says so.
    pub(crate) fn detect(&self, text: &str, hashes: &[u64], told: Option<&str>) -> Language {
        if let Some(list) = LISTS.iter().find(|list| told == Some(list.code)) {
            return list.language;
        }
        // Few words tell when there is but one sentence: the script does.
        let cyrillic = text
            .chars()
            .take(SAMPLE)
            .filter(|c| matches!(c, 'А'..='я' | 'ё' | 'Ё'))
            .count();
        if cyrillic * 2 > text.chars().take(SAMPLE).filter(|c| c.is_alphabetic()).count() {
            return Language::Russian;
        }
        let mut counts = [0u32; LISTS.len()];
        for hash in hashes.iter().take(SAMPLE) {
            let bits = self.function_words.get(hash).copied().unwrap_or(0);
            for (bit, count) in counts.iter_mut().enumerate() {
                *count += u32::from(bits >> bit & 1);
            }
        }
        let mut best = 0;
        for (index, count) in counts.iter().enumerate() {
            if *count > counts[best] && *count >= ENOUGH {
                best = index;
            }
        }
        LISTS[best].language
    }

    /// True for a word that stands in nearly every text of the language.
    pub(crate) fn is_function_word(&self, language: Language, hash: u64) -> bool {
        self.function_words
            .get(&hash)
            .is_some_and(|bits| bits >> language as u8 & 1 == 1)
    }

    /// True for a form of a verb of saying, or a word such as "selon".
    pub(crate) fn is_cue(&self, language: Language, hash: u64) -> bool {
        self.cues[language as usize].contains(&hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_unique() {
        for list in &LISTS {
            for text in [list.function_words, list.cues] {
                let header = usize::from(text.contains("\nlemma,"));
                let lines = text.lines().filter(|line| !line.starts_with('#'));
                let rows: Vec<_> = lines.skip(header).collect();
                assert!(!rows.is_empty() || text.is_empty(), "{}", list.code);
                assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{}", list.code);
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
