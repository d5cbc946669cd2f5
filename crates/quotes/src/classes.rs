//! Kinds of words, and what cues take: the columns `classes` and `frames` of the lists.

macro_rules! bits {
    ($(#[$doc:meta])* $name:ident : $int:ty { $($constant:ident = $text:literal @ $bit:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub(crate) struct $name(pub(crate) $int);

        impl $name {
            $(pub(crate) const $constant: Self = Self(1 << $bit);)+

            /// The set that a word of a list stands for; empty if the word is unknown.
            pub(crate) fn parse(word: &str) -> Self {
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

pub(crate) use bits;

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
        METAWORD = "metaword" @ 51,
        EXISTENTIAL = "existential" @ 52,
        CONVEYS = "conveys" @ 53,
        FEELING = "feeling" @ 54,
        DENIAL = "denial" @ 55,
        DO = "do_support" @ 56,
        REFUSES = "refuses" @ 57,
        AWAITS = "awaits" @ 58,
        INTENDS = "intends" @ 59,
        UTTERANCE = "utterance" @ 60,
        RESTRICTS = "restricts" @ 61,
        CITES = "cites" @ 62,
        MAKES = "makes_works" @ 63,
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
        INDEFINITE = "\u{0}a" @ 50,
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
