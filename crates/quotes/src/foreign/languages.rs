//! Which language a document is in, by its function words, and which words report in it.

use whosaid_text::{WordMap, WordTable, entries, hash_word};

use crate::classes::bits;
use crate::tables::rows;

/// Languages in which statements are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
    Spanish,
    German,
    Russian,
    Turkish,
}

bits! {
    /// Words that end or join phrases: the classes of `grammar.*.csv`.
    Kinds: u32 {
        DETERMINER = "determiner" @ 0,
        PRONOUN = "pronoun" @ 1,
        OBJECT_PRONOUN = "object_pronoun" @ 2,
        PREPOSITION = "preposition" @ 3,
        OF = "of" @ 4,
        THAT = "that" @ 5,
        AUXILIARY = "auxiliary" @ 6,
        ADVERB = "adverb" @ 7,
        RELATIVE = "relative" @ 8,
        COORDINATOR = "coordinator" @ 9,
        SUBJUNCTIVE = "subjunctive" @ 10,
        NOMINAL = "nominal" @ 11,
        AS = "as" @ 12,
        VIEWPOINT = "viewpoint" @ 13,
        SO_CALLED = "so_called" @ 14,
        TIME = "time" @ 15,
        WORK = "work" @ 16,
        JOINT = "joint" @ 17,
    }
}

/// How a word reports: the column `kind` of `cues.*.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// "a déclaré"
    Verb,
    /// "diyen": its speaker comes after it.
    Participle,
    /// "selon": whom it names comes after it.
    Source,
    /// "göre": whom it names comes before it.
    After,
    /// "so": right after the marks only.
    Aside,
    /// "zitierte": whom it quotes comes after it.
    Cites,
}

impl Report {
    fn parse(kind: &str) -> Option<Self> {
        Some(match kind {
            "verb" => Self::Verb,
            "participle" => Self::Participle,
            "source" => Self::Source,
            "after" => Self::After,
            "aside" => Self::Aside,
            "cites" => Self::Cites,
            _ => return None,
        })
    }
}

struct List {
    language: Language,
    code: &'static str,
    function_words: &'static str,
    cues: &'static str,
    grammar: &'static str,
}

const LISTS: [List; 6] = [
    List {
        language: Language::English,
        code: "en",
        function_words: include_str!("../../data/function-words.en.txt"),
        cues: "",
        grammar: "",
    },
    List {
        language: Language::French,
        code: "fr",
        function_words: include_str!("../../data/function-words.fr.txt"),
        cues: include_str!("../../data/cues.fr.csv"),
        grammar: include_str!("../../data/grammar.fr.csv"),
    },
    List {
        language: Language::Spanish,
        code: "es",
        function_words: include_str!("../../data/function-words.es.txt"),
        cues: include_str!("../../data/cues.es.csv"),
        grammar: include_str!("../../data/grammar.es.csv"),
    },
    List {
        language: Language::German,
        code: "de",
        function_words: include_str!("../../data/function-words.de.txt"),
        cues: include_str!("../../data/cues.de.csv"),
        grammar: include_str!("../../data/grammar.de.csv"),
    },
    List {
        language: Language::Russian,
        code: "ru",
        function_words: include_str!("../../data/function-words.ru.txt"),
        cues: include_str!("../../data/cues.ru.csv"),
        grammar: include_str!("../../data/grammar.ru.csv"),
    },
    List {
        language: Language::Turkish,
        code: "tr",
        function_words: include_str!("../../data/function-words.tr.txt"),
        cues: include_str!("../../data/cues.tr.csv"),
        grammar: include_str!("../../data/grammar.tr.csv"),
    },
];

/// Words looked at to tell the language.
const SAMPLE: usize = 400;
/// Words looked at first, and the function words of English among them that settle it.
const HEAD: usize = 96;
const PLAIN: u32 = 12;
/// Bits in which the function words of one language are counted: enough for [`SAMPLE`].
const LANE: usize = 10;
/// Function words that must be seen before a document is taken to be in another language than English.
const ENOUGH: u32 = 2;

/// Lists of the languages, compiled.
#[derive(Debug)]
pub(crate) struct Languages {
    /// For a function word of the language `LISTS[i]`, a one at bit `i * LANE`: so that one addition counts for all.
    function_words: WordTable<u64>,
    grammars: Vec<Grammar>,
}

/// Lists of one language, compiled.
#[derive(Debug)]
pub(crate) struct Grammar {
    pub(crate) language: Language,
    words: WordTable<Kinds>,
    cues: WordTable<Report>,
    /// Cues of several words: the first one, the others, and how they report.
    phrases: Vec<(u64, Vec<u64>, Report)>,
    /// Endings that make a noun of a clause.
    endings: Vec<&'static str>,
}

impl Grammar {
    fn new(list: &List) -> Self {
        let mut words = WordMap::<Kinds>::default();
        let mut endings = Vec::new();
        for [word, classes] in rows(list.grammar) {
            if let Some(ending) = word.strip_prefix('-') {
                endings.push(ending);
                continue;
            }
            let entry = words.entry(hash_word(word)).or_default();
            for class in classes.split(' ') {
                *entry = entry.with(Kinds::parse(class));
            }
        }
        let mut cues = WordMap::default();
        let mut phrases = Vec::new();
        for [_, kind, forms] in rows(list.cues) {
            // A test reads the list and refuses other kinds.
            let Some(report) = Report::parse(kind) else {
                continue;
            };
            for form in forms.split('|') {
                match form.split_once('_') {
                    Some((first, rest)) => phrases.push((
                        hash_word(first),
                        rest.split('_').map(hash_word).collect::<Vec<_>>(),
                        report,
                    )),
                    None => {
                        cues.insert(hash_word(form), report);
                    }
                }
            }
        }
        // The longest first: "nach Angaben von" before "nach Angaben".
        phrases.sort_by_key(|(_, rest, _)| std::cmp::Reverse(rest.len()));
        Self {
            language: list.language,
            words: WordTable::new(&words),
            cues: WordTable::new(&cues),
            phrases,
            endings,
        }
    }

    /// What a word is in a phrase; nothing for nouns, names and all that the list does not have.
    #[inline]
    pub(crate) fn kinds(&self, hash: u64) -> Kinds {
        self.words.get(hash).unwrap_or_default()
    }

    /// How the words that begin with the first of `hashes` report, and how many they are.
    pub(crate) fn report(&self, mut hashes: impl Iterator<Item = u64> + Clone) -> Option<(Report, usize)> {
        let first = hashes.next()?;
        let phrase = self.phrases.iter().find(|(word, rest, _)| {
            *word == first && rest.iter().copied().eq(hashes.clone().take(rest.len()))
        });
        match phrase {
            Some((_, rest, report)) => Some((*report, rest.len() + 1)),
            None => self.cues.get(first).map(|report| (report, 1)),
        }
    }

    /// True for a word such as "açılacağını": a clause that has been made a noun.
    pub(crate) fn is_nominal(&self, word: &str) -> bool {
        self.endings.iter().any(|ending| word.ends_with(ending))
    }
}

impl Languages {
    /// Compiles the embedded lists.
    pub(crate) fn new() -> Self {
        let mut function_words = WordMap::<u64>::default();
        for (index, list) in LISTS.iter().enumerate() {
            for word in entries(list.function_words) {
                *function_words.entry(hash_word(word)).or_default() |= 1 << (index * LANE);
            }
        }
        Self {
            function_words: WordTable::new(&function_words),
            grammars: LISTS.iter().map(Grammar::new).collect(),
        }
    }

    /// The language of a text, by the hashes of its tokens; `told` is what the input says it is, if it says so.
    pub(crate) fn detect(&self, text: &str, hashes: &[u64], told: Option<&str>) -> Language {
        if let Some(list) = LISTS.iter().find(|list| told == Some(list.code)) {
            return list.language;
        }
        let count_in = |hashes: &[u64]| -> u64 {
            let found = hashes.iter().filter_map(|hash| self.function_words.get(*hash));
            found.sum()
        };
        let lane = |counts: u64, index: usize| (counts >> (index * LANE)) as u32 & ((1 << LANE) - 1);
        let (head, rest) = hashes.split_at(hashes.len().min(HEAD));
        let first = count_in(head);
        // Most texts are plainly English after a few sentences.
        let english = lane(first, 0);
        if english >= PLAIN && (1..LISTS.len()).all(|index| lane(first, index) * 4 <= english) {
            return Language::English;
        }
        // Few words tell when there is but one sentence: the script does.
        if is_cyrillic(text) {
            return Language::Russian;
        }
        let counts = first + count_in(&rest[..rest.len().min(SAMPLE - HEAD)]);
        let count = |index: usize| lane(counts, index);
        let mut best = 0;
        for index in 1..LISTS.len() {
            if count(index) > count(best) && count(index) >= ENOUGH {
                best = index;
            }
        }
        if best == 0 && count(0) as usize * 20 < hashes.len().min(SAMPLE) && is_turkish(text) {
            return Language::Turkish;
        }
        LISTS[best].language
    }

    /// The lists of a language.
    pub(crate) fn grammar(&self, language: Language) -> &Grammar {
        &self.grammars[language as usize]
    }
}

/// True for a text with letters of Turkish, asked of one that is in no language by its words: Turkish says with endings
/// what others say with small words.
fn is_turkish(text: &str) -> bool {
    let letters = text
        .chars()
        .take(SAMPLE)
        .filter(|c| matches!(c, 'ğ' | 'Ğ' | 'ı' | 'İ' | 'ş' | 'Ş'));
    letters.take(3).count() == 3
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
                assert_sorted(list.grammar);
            }
        }
    }

    #[test]
    fn rows_hold_known_words_only() {
        for list in &LISTS {
            for [lemma, kind, forms] in rows(list.cues) {
                assert!(Report::parse(kind).is_some(), "{lemma}: {kind}");
                assert!(!forms.is_empty(), "{lemma}");
            }
            for [word, classes] in rows(list.grammar) {
                for class in classes.split(' ') {
                    assert_ne!(Kinds::parse(class).0, 0, "{word}: {class}");
                }
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
            ("Yol mayıs ayında açılacağını söyledi", Language::Turkish),
            (
                "the mayors of Kadıköy and Beşiktaş met Erdoğan",
                Language::English,
            ),
            ("12 345", Language::English),
        ] {
            let hashes: Vec<_> = text.split(' ').map(hash_word).collect();
            assert_eq!(languages.detect(text, &hashes, None), language, "{text}");
        }
    }
}
