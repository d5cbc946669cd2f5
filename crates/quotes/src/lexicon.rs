//! The word lists, compiled: what kind of word each is, and which words report.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use whosaid_text::{WordMap, WordTable, entries, hash_word};

use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueClass, CueKind, NONE};
use crate::forms::{Forms, noun_forms, verb_forms};
use crate::items::{Item, Shape};
use crate::tables::rows;
use crate::word::Word;

const WORDS: &str = include_str!("../data/words.en.csv");
const VERBS: &str = include_str!("../data/verbs.en.csv");
const CUES: &str = include_str!("../data/cues.en.csv");

/// "you", "we" and the like in all languages.
const PERSONS: &str = include_str!("../data/persons.csv");
const LABELS: &str = include_str!("../data/labels.en.txt");

/// What a word that no list has is taken for, which its ending tells: see [`guess`].
const GUESSES: [Word; 4] = [Word::UNKNOWN, Word::ADVERB, Word::ING, Word::PAST];

/// A guess at a word that no list has, by its ending: its number in [`GUESSES`]. `end` are its last four bytes, the last
/// one highest.
#[inline]
pub(crate) fn guess(end: u32, length: usize, lower: bool) -> usize {
    let adverb = end >> 16 == u32::from(u16::from_le_bytes(*b"ly"));
    let ing = end >> 8 == u32::from_le_bytes(*b"ing\0");
    let past = end >> 16 == u32::from(u16::from_le_bytes(*b"ed"));
    let guess = usize::from(adverb) + 2 * usize::from(ing) + 3 * usize::from(past);
    guess * usize::from(lower & (length > 4))
}

/// The lists, compiled into tables by hash.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Which of `kinds` a word is, and which of `reports`: few words to read for each of a text, and those few read often.
    words: WordTable<(u16, u16)>,
    /// What is known of words but for what they report, each once: most of them are alike.
    kinds: Vec<Word>,
    /// Verbs and others that report, of the words that do; see [`Word::verb`] and [`Word::other`].
    reports: Vec<(u16, u16)>,
    /// Cues of two words, by the hash of both.
    phrases: WordMap<(u16, Forms)>,
    cues: Vec<Cue>,
    /// What stands before links and below pictures: the hashes of each label's words.
    labels: Vec<Vec<u64>>,
    /// The first words of these.
    label_begins: WordTable<()>,
    /// Words that speak to somebody (false) or in the first person (true).
    persons: WordMap<bool>,
}

impl Lexicon {
    /// Compiles the embedded lists of English.
    pub(crate) fn english() -> Self {
        let mut lexicon = Builder::default();
        let mut often = Vec::new();
        for [word, classes] in rows(WORDS) {
            often.push(hash_word(word));
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
            ("a", Classes::INDEFINITE),
            ("an", Classes::INDEFINITE),
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
        for word in lexicon.words.values_mut() {
            word.settle();
        }
        let labels: Vec<Vec<u64>> = entries(LABELS)
            .map(|label| label.split(' ').map(hash_word).collect())
            .collect();
        let label_begins = labels.iter().filter_map(|label| label.first());
        let label_begins = label_begins.map(|first| (*first, ())).collect();
        let (mut kinds, mut reports) = (Numbered::default(), Numbered::default());
        for guess in GUESSES {
            kinds.number(guess);
        }
        reports.number((NONE, NONE));
        let words = lexicon.words.iter().map(|(hash, word)| {
            let kind = Word {
                verb: NONE,
                other: NONE,
                ..*word
            };
            (
                *hash,
                (kinds.number(kind), reports.number((word.verb, word.other))),
            )
        });
        Self {
            words: WordTable::by_use(&words.collect(), &often),
            kinds: kinds.all,
            reports: reports.all,
            phrases: lexicon.phrases,
            cues: lexicon.cues,
            persons: rows(PERSONS)
                .map(|[word, person]| (hash_word(word), person == "first"))
                .collect(),
            label_begins: WordTable::new(&label_begins),
            labels,
        }
    }

    /// True if the items are a link or a caption by the label before them: "Also read", "Photo: Ann Lee". A label of one
    /// word needs its colon, or a title in marks and nothing else after it.
    pub(crate) fn is_label(&self, items: &[Item]) -> bool {
        let first = items.first().map_or(0, |item| item.hash());
        self.label_begins.get(first).is_some()
            && self.labels.iter().any(|label| {
                items.len() > label.len()
                    && label.iter().zip(items).all(|(hash, item)| *hash == item.hash())
                    && (label.len() > 1 && items[0].capital()
                        || items[label.len()].shape == Shape::Colon
                        || items[0].capital() && is_title(&items[label.len()..]))
            })
    }

    /// True for "we" if `first`, for "you" if not, in any language.
    pub(crate) fn is_person(&self, hash: u64, first: bool) -> bool {
        self.persons.get(&hash) == Some(&first)
    }

    /// What the lists know of a word, by its hash.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<Word> {
        let (kind, reports) = self.words.get(hash)?;
        let (verb, other) = self.reports[usize::from(reports)];
        Some(Word {
            verb,
            other,
            ..self.kinds[usize::from(kind)]
        })
    }

    /// The same, or guess number `guess` of [`GUESSES`] at a word that no list has.
    #[inline]
    pub(crate) fn get_or_guess(&self, hash: u64, guess: usize) -> Word {
        let (kind, reports) = self.words.get_or(hash, (guess as u16, 0));
        let (verb, other) = self.reports[usize::from(reports)];
        Word {
            verb,
            other,
            ..self.kinds[usize::from(kind)]
        }
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

/// True for a quotation and nothing else: Read “The long way home”
fn is_title(items: &[Item]) -> bool {
    items[0].shape == Shape::Quote && items[1..].iter().all(|item| item.shape == Shape::Stop)
}

/// Values, each once, by their number.
#[derive(Debug)]
struct Numbered<T> {
    all: Vec<T>,
    numbers: HashMap<T, u16, BuildHasherDefault<Fields>>,
}

/// A quick hash of the few small fields of a value of ours: the lists are read each time the program starts.
#[derive(Default)]
struct Fields(u64);

impl Hasher for Fields {
    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    #[inline]
    fn write_u8(&mut self, field: u8) {
        self.write_u64(u64::from(field));
    }

    #[inline]
    fn write_u16(&mut self, field: u16) {
        self.write_u64(u64::from(field));
    }

    #[inline]
    fn write_u64(&mut self, field: u64) {
        self.0 = (self.0.rotate_left(5) ^ field).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: HashMap::default(),
        }
    }
}

impl<T: Copy + Eq + Hash> Numbered<T> {
    fn number(&mut self, value: T) -> u16 {
        *self.numbers.entry(value).or_insert_with(|| {
            self.all.push(value);
            self.all.len() as u16 - 1
        })
    }
}

/// The lists while they are read.
#[derive(Default)]
struct Builder {
    words: WordMap<Word>,
    phrases: WordMap<(u16, Forms)>,
    cues: Vec<Cue>,
}

impl Builder {
    fn word(&mut self, word: &str) -> &mut Word {
        self.words.entry(hash_word(word)).or_insert(Word::UNKNOWN)
    }

    fn add_cue(&mut self, lemma: &str, kind: &str, class: &str, frames: &str, listed: &str) {
        let (Some(kind), Some(class)) = (CueKind::parse(kind), CueClass::parse(class)) else {
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
}

fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(21) ^ second
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::assert_sorted;

    #[test]
    fn lists_are_sorted_and_unique() {
        for list in [WORDS, VERBS, CUES, LABELS, PERSONS] {
            assert_sorted(list);
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
            assert!(CueKind::parse(kind).is_some(), "{lemma}: {kind}");
            assert!(CueClass::parse(class).is_some(), "{lemma}: {class}");
            for frame in frames.split(' ') {
                assert_ne!(Frames::parse(frame).0, 0, "{lemma}: {frame}");
            }
        }
    }

    #[test]
    fn words_that_no_list_has_are_guessed_by_their_ending() {
        let guessed = |word: &[u8; 6], lower| {
            let end = u32::from_le_bytes([word[2], word[3], word[4], word[5]]);
            Lexicon::english().get_or_guess(1, guess(end, word.len(), lower))
        };
        assert_eq!(guessed(b"gladly", true), Word::ADVERB);
        assert_eq!(guessed(b"paving", true), Word::ING);
        assert_eq!(guessed(b"mended", true), Word::PAST);
        assert_eq!(guessed(b"mended", false), Word::UNKNOWN);
        assert_eq!(guessed(b"harbor", true), Word::UNKNOWN);
        assert_eq!(guess(u32::from_le_bytes(*b" sly"), 3, true), 0);
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
