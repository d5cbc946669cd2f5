//! The lists: abbreviations, elisions, endings, words that begin a sentence.

use std::collections::HashSet;

use whosaid_text::{Case, WordMap, WordSet, WordTable, entries, hash_bytes, hash_word};

use crate::chars::is_apostrophe;

/// When an abbreviation may be the last word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndsSentence {
    /// Only where nothing follows: titles.
    Never,
    /// If a word follows that often begins a sentence ("The", "He").
    BeforeStarter,
    /// If any capitalised word follows that is not the name of a day, a month or a time zone.
    BeforeCapital,
}

/// All lists of all languages.
#[derive(Debug)]
pub(crate) struct Lexicon {
    abbreviations: WordMap<Abbreviation>,
    /// [`hash_word`] of each of them: nearly all last words of sentences are done with by this.
    abbreviated: WordTable<()>,
    /// Bytes of the longest of these.
    longest_abbreviation: usize,
    starters: WordSet,
    months: WordSet,
    calendar: WordSet,
    elisions: WordSet,
    endings: WordSet,
    clipped: WordSet,
    attribution: WordSet,
    /// True for those that need a capital.
    lettered: WordMap<bool>,
}

#[derive(Clone, Copy, Debug)]
struct Abbreviation {
    ends: EndsSentence,
    /// It is one only if a digit follows ("No. 5").
    number: bool,
}

const ABBREVIATIONS: [&str; 7] = [
    include_str!("../data/abbreviations/de.csv"),
    include_str!("../data/abbreviations/en.csv"),
    include_str!("../data/abbreviations/es.csv"),
    include_str!("../data/abbreviations/fr.csv"),
    include_str!("../data/abbreviations/it.csv"),
    include_str!("../data/abbreviations/ru.csv"),
    include_str!("../data/abbreviations/tr.csv"),
];

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut abbreviations = WordMap::default();
        let mut abbreviated = WordMap::default();
        let mut longest_abbreviation = 0;
        for list in ABBREVIATIONS {
            for row in entries(list).skip(1) {
                let mut cells = row.split(',');
                let (word, ends, number) = (cells.next(), cells.next(), cells.next());
                let ends = match ends {
                    Some("never") => EndsSentence::Never,
                    Some("capital") => EndsSentence::BeforeCapital,
                    _ => EndsSentence::BeforeStarter,
                };
                let entry = Abbreviation {
                    ends,
                    number: number == Some("number"),
                };
                let word = word.unwrap_or_default();
                let capitals = word.to_uppercase();
                longest_abbreviation = longest_abbreviation.max(word.len()).max(capitals.len());
                abbreviated.extend([(hash_word(word), ()), (hash_word(&capitals), ())]);
                abbreviations.insert(hash_bytes(word.as_bytes()), entry);
                if word.chars().count() > 2 {
                    abbreviations
                        .entry(hash_bytes(capitals.as_bytes()))
                        .or_insert(entry);
                }
            }
        }
        Self {
            abbreviations,
            abbreviated: WordTable::new(&abbreviated),
            longest_abbreviation,
            starters: words(include_str!("../data/sentence-starters.txt")),
            months: words(include_str!("../data/months.txt")),
            calendar: words(include_str!("../data/days-and-time-zones.txt")),
            elisions: words(include_str!("../data/elisions.txt")),
            endings: words(include_str!("../data/turkish-endings.txt")),
            clipped: words(include_str!("../data/clipped-words.txt")),
            attribution: words(include_str!("../data/attribution-verbs.txt")),
            lettered: entries(include_str!("../data/lettered-nouns.txt"))
                .map(|noun| (hash_word(noun), noun.starts_with(char::is_uppercase)))
                .collect(),
        }
    }

    /// False if [`Lexicon::keeps_stop`] says no to this word whatever stands behind it. `hash` is its [`hash_word`].
    #[inline]
    pub(crate) fn may_keep_stop(&self, word: &str, hash: u64) -> bool {
        // Initials are of one letter, or have stops between them.
        word.len() <= 4 || word.contains('.') || self.abbreviated.get(hash).is_some()
    }

    /// True if `word`, which a full stop follows, is an abbreviation to which that stop belongs. `after` is the text
    /// behind the stop.
    pub(crate) fn keeps_stop(&self, word: &str, after: &str) -> bool {
        if word.len() > self.longest_abbreviation && !word.contains('.') {
            return false;
        }
        // "S. 12" is a page, "S. Lind" has an initial.
        let known = self.abbreviations.get(&hash_bytes(word.as_bytes()));
        known.is_some_and(|entry| {
            !entry.number || after.trim_start().starts_with(|c: char| c.is_ascii_digit())
        }) || is_initials(word)
    }

    /// When the abbreviation `word` (with its full stop) may end a sentence.
    pub(crate) fn ends(&self, word: &str) -> EndsSentence {
        let word = word.strip_suffix('.').unwrap_or(word);
        match self.abbreviations.get(&hash_bytes(word.as_bytes())) {
            Some(entry) => entry.ends,
            None => EndsSentence::BeforeStarter,
        }
    }

    pub(crate) fn is_starter(&self, hash: u64) -> bool {
        self.starters.contains(&hash)
    }

    pub(crate) fn is_month(&self, hash: u64) -> bool {
        self.months.contains(&hash)
    }

    /// A word that may follow a time of day and is capitalised all the same.
    pub(crate) fn is_calendar(&self, hash: u64) -> bool {
        self.months.contains(&hash) || self.calendar.contains(&hash)
    }

    pub(crate) fn is_attribution(&self, hash: u64) -> bool {
        self.attribution.contains(&hash)
    }

    /// A noun that a single letter follows: "Plan B", "vitamin C".
    pub(crate) fn takes_letter(&self, hash: u64, case: Case) -> bool {
        self.lettered
            .get(&hash)
            .is_some_and(|capital| !capital || case != Case::Lower)
    }

    /// A word that is written with an apostrophe in front: ’tis, ’em.
    pub(crate) fn is_clipped(&self, hash: u64) -> bool {
        self.clipped.contains(&hash)
    }

    /// Length of the elided article at the start of a word, its apostrophe included.
    pub(crate) fn elision(&self, word: &str) -> Option<usize> {
        let (at, mark) = word.char_indices().find(|(_, c)| is_apostrophe(*c))?;
        let (article, rest) = (&word[..at], &word[at + mark.len_utf8()..]);
        if at == 0 || !self.elisions.contains(&hash_word(article)) {
            return None;
        }
        let first = rest.chars().next()?;
        let capital = article.chars().next().is_some_and(char::is_uppercase);
        let vowel = "aeiouhàâäáæéèêëíîïóôöœúùûü".contains(first);
        // "D’Angelo" is a name, "L’Arménie" an article and a name, "C’est" no name.
        let fits = match (capital, first.is_uppercase()) {
            (false, upper) => upper || vowel || rest == "y",
            (true, true) => article.len() > 1 || article == "L",
            (true, false) => vowel,
        };
        fits.then_some(at + mark.len_utf8())
    }

    /// Length of the possessive or the Turkish ending at the end of a word, its apostrophe included.
    pub(crate) fn ending(&self, word: &str) -> Option<usize> {
        let (at, mark) = word.char_indices().rev().find(|(_, c)| is_apostrophe(*c))?;
        let (stem, ending) = (&word[..at], &word[at + mark.len_utf8()..]);
        if stem.is_empty() {
            return None;
        }
        let possessive = ending == "s" || ending == "S";
        let turkish = || {
            let mut letters = stem.chars();
            letters.next().is_some_and(char::is_uppercase)
                && (stem.chars().count() >= 4 || letters.all(char::is_uppercase))
                && ending.chars().all(char::is_lowercase)
                && self.endings.contains(&hash_word(ending))
        };
        (possessive || turkish()).then_some(word.len() - at)
    }
}

/// "J", "U.S", "a.m", "т.е": single letters, or pairs ("Ph.D"), with stops between them.
fn is_initials(word: &str) -> bool {
    if !word.contains('.') {
        let mut letters = word.chars();
        return letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    }
    let mut single = false;
    let short = word.split('.').all(|part| {
        let letters = part.chars().count();
        single |= letters == 1;
        (1..=2).contains(&letters) && part.chars().all(char::is_alphabetic)
    });
    short && single
}

fn words(list: &str) -> WordSet {
    entries(list).map(hash_word).collect::<HashSet<_, _>>()
}
