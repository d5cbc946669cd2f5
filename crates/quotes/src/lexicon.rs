//! The word lists, compiled: what kind of word each is, and which words report.

use whosaid_text::{WordMap, hash_word};

use crate::forms::{Forms, noun_forms, verb_forms};

const WORDS: &str = include_str!("../data/words.en.csv");
const VERBS: &str = include_str!("../data/verbs.en.csv");
const CUES: &str = include_str!("../data/cues.en.csv");

/// No cue.
pub(crate) const NONE: u16 = u16::MAX;

macro_rules! bits {
    ($(#[$doc:meta])* $name:ident : $int:ty { $($constant:ident = $text:literal @ $bit:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) $int);

        impl $name {
            $(pub(crate) const $constant: Self = Self(1 << $bit);)+

            /// The set that a word of a list stands for; empty if the word is unknown.
            fn parse(word: &str) -> Self {
                match word {
                    $($text => Self::$constant,)+
                    _ => Self(0),
                }
            }

            #[inline]
            pub(crate) const fn any(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            #[inline]
            pub(crate) const fn with(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }
    };
}

bits! {
    /// What kinds of word a word may be: the classes of `words.en.csv`.
    Classes: u64 {
        DETERMINER = "determiner" @ 0,
        POSSESSIVE = "possessive" @ 1,
        SUBJECT_PRONOUN = "subject_pronoun" @ 2,
        OBJECT_PRONOUN = "object_pronoun" @ 3,
        PREPOSITION = "preposition" @ 4,
        AUXILIARY = "auxiliary" @ 5,
        BE = "be" @ 6,
        HAVE = "have" @ 7,
        MODAL = "modal" @ 8,
        NEGATION = "negation" @ 9,
        ADVERB = "adverb" @ 10,
        COORDINATOR = "coordinator" @ 11,
        SUBORDINATOR = "subordinator" @ 12,
        RELATIVE = "relative" @ 13,
        COMPLEMENTIZER = "complementizer" @ 14,
        WH = "wh" @ 15,
        WEEKDAY = "weekday" @ 16,
        MONTH = "month" @ 17,
        TIME = "time" @ 18,
        ADVERSATIVE = "adversative" @ 19,
        SINGLE = "speaker_single" @ 20,
        GROUP = "speaker_group" @ 21,
        DOCUMENT = "speaker_document" @ 22,
        TITLE = "title_word" @ 23,
        VENUE = "venue_noun" @ 24,
        AUDIENCE = "audience" @ 25,
        SCARE = "scare_lead" @ 26,
        WORK = "work_lead" @ 27,
        JOINS = "joining_preposition" @ 28,
        SOMEONE = "someone" @ 29,
        SEVERAL = "several" @ 30,
        CAUSAL = "causal" @ 31,
        CONTRACTED = "contracted_pronoun" @ 45,
        COMPARISON = "comparison" @ 46,
        SINGULAR = "singular_pronoun" @ 47,
        TIME_SHIFT = "time_shift" @ 48,
        ADJECTIVE = "adjective" @ 49,
        // Set by code, for words that the grammar asks for by name.
        THAT = "\u{0}that" @ 32,
        TO = "\u{0}to" @ 33,
        BY = "\u{0}by" @ 34,
        OF = "\u{0}of" @ 35,
        AS = "\u{0}as" @ 36,
        AND = "\u{0}and" @ 37,
        IN = "\u{0}in" @ 38,
        IT = "\u{0}it" @ 39,
        PHRASE = "\u{0}phrase" @ 40,
        FOR = "\u{0}for" @ 41,
        WHO = "\u{0}who" @ 42,
        FIRST = "\u{0}i" @ 43,
        WITH = "\u{0}with" @ 44,
    }
}

bits! {
    /// What a cue takes: the frames of `cues.en.csv`.
    Frames: u32 {
        QUOTE = "quote" @ 0,
        CLAUSE = "clause" @ 1,
        WH = "wh" @ 2,
        INFINITIVE = "infinitive" @ 3,
        OBJECT = "object" @ 4,
        AS = "as" @ 5,
        SMALL = "small" @ 6,
        GERUND = "gerund" @ 7,
        RECIPIENT = "recipient" @ 8,
        OF = "of" @ 9,
        FOR = "for" @ 10,
        ON = "on" @ 11,
        ABOUT = "about" @ 12,
        AGAINST = "against" @ 13,
        WITH = "with" @ 14,
        AT = "at" @ 15,
        IN = "in" @ 16,
        TO = "to" @ 17,
        OVER = "over" @ 18,
        PARENTHESIS = "as_parenthesis" @ 19,
    }
}

/// What part of speech a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueKind {
    Verb,
    Noun,
    Adjective,
    /// "according to"
    Preposition,
    /// "reportedly"
    Adverb,
}

/// What a cue says about its content: the column `class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    Say,
    Ask,
    Claim,
    Promise,
    Demand,
    Judge,
    Stance,
    Think,
    Want,
    Show,
    Seem,
    Express,
    According,
    Hearsay,
    Weak,
}

/// A row of `cues.en.csv`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    /// Hash of its lemma and kind: what the weights know it by, so that rows can be added without training anew.
    pub(crate) key: u64,
    pub(crate) kind: CueKind,
    pub(crate) class: CueClass,
    pub(crate) frames: Frames,
}

/// All that the lists know of a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) classes: Classes,
    /// Forms of a verb that the word may be.
    pub(crate) forms: Forms,
    /// Index of the verb that it is a form of, if that reports.
    pub(crate) verb: u16,
    /// Index of the noun, adjective or adverb that reports.
    pub(crate) other: u16,
}

impl Word {
    /// A word that no list has.
    pub(crate) const UNKNOWN: Self = Self {
        classes: Classes(0),
        forms: Forms(0),
        verb: NONE,
        other: NONE,
    };
}

/// The lists, compiled into tables by hash.
#[derive(Debug)]
pub(crate) struct Lexicon {
    words: WordMap<Word>,
    /// Cues of two words, by the hash of both.
    phrases: WordMap<(u16, Forms)>,
    cues: Vec<Cue>,
}

impl Lexicon {
    /// Compiles the embedded lists of English.
    pub(crate) fn english() -> Self {
        let mut lexicon = Self {
            words: WordMap::default(),
            phrases: WordMap::default(),
            cues: Vec::new(),
        };
        for [word, classes] in rows(WORDS) {
            let entry = lexicon.word(word);
            for class in classes.split(' ') {
                entry.classes = entry.classes.with(Classes::parse(class));
            }
        }
        for (word, class) in [
            ("that", Classes::THAT),
            ("to", Classes::TO),
            ("by", Classes::BY),
            ("of", Classes::OF),
            ("as", Classes::AS),
            ("and", Classes::AND),
            ("in", Classes::IN),
            ("it", Classes::IT),
            ("for", Classes::FOR),
            ("who", Classes::WHO),
            ("i", Classes::FIRST),
            ("with", Classes::WITH),
        ] {
            let entry = lexicon.word(word);
            entry.classes = entry.classes.with(class);
        }
        for [lemma, listed] in rows(VERBS) {
            verb_forms(lemma, listed, |form, forms| {
                let entry = lexicon.word(form);
                entry.forms = entry.forms.with(forms);
            });
        }
        for [lemma, kind, class, frames, listed] in rows(CUES) {
            lexicon.add_cue(lemma, kind, class, frames, listed);
        }
        lexicon
    }

    fn word(&mut self, word: &str) -> &mut Word {
        self.words.entry(hash_word(word)).or_insert(Word::UNKNOWN)
    }

    fn add_cue(&mut self, lemma: &str, kind: &str, class: &str, frames: &str, listed: &str) {
        let (Some(kind), Some(class)) = (parse_kind(kind), parse_class(class)) else {
            return; // A test reads the list and refuses such a row.
        };
        let index = self.cues.len() as u16;
        self.cues.push(Cue {
            key: hash_word(lemma) ^ kind as u64,
            kind,
            class,
            frames: frames
                .split(' ')
                .fold(Frames(0), |all, frame| all.with(Frames::parse(frame))),
        });
        let mut add = |form: &str, forms: Forms| {
            if let Some((first, second)) = form.split_once(['_', ' ']) {
                let entry = self.word(first);
                entry.classes = entry.classes.with(Classes::PHRASE);
                entry.forms = entry.forms.with(forms);
                self.phrases
                    .insert(pair(hash_word(first), hash_word(second)), (index, forms));
                return;
            }
            let entry = self.word(form);
            if kind == CueKind::Verb {
                entry.forms = entry.forms.with(forms);
                entry.verb = index;
            } else {
                entry.other = index;
            }
        };
        match kind {
            CueKind::Verb if lemma.contains(' ') => {
                add(lemma, Forms::BASE);
                for form in listed.split('|') {
                    let first = form.split('_').next().unwrap_or(form);
                    let forms = if first.ends_with("ing") {
                        Forms::ING
                    } else if first.ends_with('s') {
                        Forms::THIRD
                    } else {
                        Forms::PAST.with(Forms::PARTICIPLE)
                    };
                    add(form, forms);
                }
            }
            CueKind::Verb => verb_forms(lemma, listed, add),
            CueKind::Preposition => add(lemma, Forms(0)),
            _ => noun_forms(lemma, listed, |form| add(form, Forms(0))),
        }
    }

    /// What the lists know of a word, by its hash.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<Word> {
        self.words.get(&hash).copied()
    }

    /// The cue of two words, by their hashes.
    #[inline]
    pub(crate) fn phrase(&self, first: u64, second: u64) -> Option<(u16, Forms)> {
        self.phrases.get(&pair(first, second)).copied()
    }

    /// A row of the cue list.
    #[inline]
    pub(crate) fn cue(&self, index: u16) -> Cue {
        self.cues[usize::from(index)]
    }
}

fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(21) ^ second
}

/// Rows of an embedded list, without its header and comments; fields hold neither commas nor quotation marks.
fn rows<const N: usize>(list: &str) -> impl Iterator<Item = [&str; N]> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| {
            let mut fields = line.splitn(N, ',');
            std::array::from_fn(|_| fields.next().unwrap_or_default())
        })
}

fn parse_kind(word: &str) -> Option<CueKind> {
    Some(match word {
        "verb" => CueKind::Verb,
        "noun" => CueKind::Noun,
        "adjective" => CueKind::Adjective,
        "preposition" => CueKind::Preposition,
        "adverb" => CueKind::Adverb,
        _ => return None,
    })
}

fn parse_class(word: &str) -> Option<CueClass> {
    Some(match word {
        "say" => CueClass::Say,
        "ask" => CueClass::Ask,
        "claim" => CueClass::Claim,
        "promise" => CueClass::Promise,
        "demand" => CueClass::Demand,
        "judge" => CueClass::Judge,
        "stance" => CueClass::Stance,
        "think" => CueClass::Think,
        "want" => CueClass::Want,
        "show" => CueClass::Show,
        "seem" => CueClass::Seem,
        "express" => CueClass::Express,
        "according" => CueClass::According,
        "hearsay" => CueClass::Hearsay,
        "weak" => CueClass::Weak,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sorted_and_unique(list: &str) {
        let keys: Vec<_> = list
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .collect();
        for pair in keys.windows(2) {
            let key = |row: &str| row.split(',').next().unwrap_or_default().to_owned();
            assert!((key(pair[0]), pair[0]) < (key(pair[1]), pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn lists_are_sorted_and_unique() {
        for list in [WORDS, VERBS, CUES] {
            is_sorted_and_unique(list);
        }
    }

    #[test]
    fn rows_hold_known_words_only() {
        for [word, classes] in rows(WORDS) {
            for class in classes.split(' ') {
                assert_ne!(Classes::parse(class).0, 0, "{word}: {class}");
            }
        }
        for [lemma, kind, class, frames, _] in rows(CUES) {
            assert!(parse_kind(kind).is_some(), "{lemma}: {kind}");
            assert!(parse_class(class).is_some(), "{lemma}: {class}");
            for frame in frames.split(' ') {
                assert_ne!(Frames::parse(frame).0, 0, "{lemma}: {frame}");
            }
        }
    }

    #[test]
    fn knows_forms_and_phrases() {
        let lexicon = Lexicon::english();
        let said = lexicon.get(hash_word("said")).unwrap();
        assert!(said.forms.any(Forms::PAST) && said.verb != NONE);
        let (cue, forms) = lexicon.phrase(hash_word("called"), hash_word("for")).unwrap();
        assert!(forms.any(Forms::PAST));
        assert_eq!(lexicon.cue(cue).class, CueClass::Demand);
        assert!(lexicon.phrase(hash_word("according"), hash_word("to")).is_some());
    }
}
