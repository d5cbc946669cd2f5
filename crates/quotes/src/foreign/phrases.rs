//! Noun phrases beside a verb of saying in the languages of which only small lists are known.

use whosaid_text::{TokenKind, Tokens};

use crate::classes::Classes;
use crate::foreign::languages::{Grammar, Kinds, Language, Report};
use crate::items::{Item, Shape};
use crate::phrases::{Phrase, SubjectKind};

/// Tells the items of a document in another language which of their words are articles and prepositions: the search for
/// the head of a phrase asks for nothing else.
pub(crate) fn relabel(items: &mut [Item], tokens: &Tokens, grammar: &Grammar) {
    for item in items {
        let kinds = match item.shape {
            Shape::Word | Shape::Name | Shape::Clitic => grammar.kinds(tokens.hashes[item.first as usize]),
            _ => continue,
        };
        if kinds.any(Kinds::SO_CALLED) {
            // A capital at the beginning of a sentence makes no name of it.
            item.shape = Shape::Word;
            item.classes = Classes::SCARE;
        } else if kinds.any(Kinds::DETERMINER) {
            item.classes = Classes::DETERMINER;
        } else if kinds.any(Kinds::OF.with(Kinds::PREPOSITION)) && item.shape == Shape::Word {
            item.classes = Classes::PREPOSITION;
        } else if kinds.any(Kinds::WORK) {
            item.classes = Classes::WORK;
        } else if kinds.any(Kinds::JOINT) && item.shape == Shape::Word {
            item.classes = Classes::AND.with(Classes::COORDINATOR);
        }
    }
}

/// How far a phrase may reach, in items.
const REACH: usize = 14;

/// Items of a document, read by the lists of one language.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'f> {
    pub(crate) text: &'f str,
    pub(crate) items: &'f [Item],
    pub(crate) tokens: &'f Tokens,
    pub(crate) grammar: &'f Grammar,
}

impl Reader<'_> {
    /// What a word is in a phrase.
    pub(crate) fn kinds(&self, at: usize) -> Kinds {
        let item = &self.items[at];
        match item.shape {
            Shape::Word | Shape::Name | Shape::Clitic => {
                self.grammar.kinds(self.tokens.hashes[item.first as usize])
            }
            _ => Kinds::default(),
        }
    }

    pub(crate) fn is(&self, at: usize, kinds: Kinds) -> bool {
        self.kinds(at).any(kinds)
    }

    /// How the words from item `at` on report, and how many items they are.
    pub(crate) fn report(&self, at: usize, high: usize) -> Option<(Report, usize)> {
        let word = |item: &Item| matches!(item.shape, Shape::Word | Shape::Name | Shape::Clitic);
        if !word(&self.items[at]) {
            return None;
        }
        let rest = self.items[at..high].iter().take_while(|item| word(item));
        self.grammar
            .report(rest.map(|item| self.tokens.hashes[item.first as usize]))
    }

    fn is_verb(&self, at: usize) -> bool {
        // "l’accusé": no verb after an article.
        let noun = at > 0 && self.is(at - 1, Kinds::DETERMINER) && !self.is(at - 1, Kinds::PRONOUN);
        !noun
            && matches!(
                self.report(at, at + 1),
                Some((Report::Verb | Report::Participle | Report::Cites, _))
            )
    }

    /// "a-t-il", "dit-elle": the pronoun hangs on the verb.
    pub(crate) fn pronoun_inside(&self, at: usize) -> bool {
        let item = &self.items[at];
        item.end > item.first + 1
            && self
                .grammar
                .kinds(self.tokens.hashes[item.end as usize - 1])
                .any(Kinds::PRONOUN)
    }

    fn is_name(&self, at: usize) -> bool {
        let item = &self.items[at];
        matches!(
            self.tokens.tokens[item.first as usize].kind,
            TokenKind::Word(case) if case != whosaid_text::Case::Lower
        ) && matches!(item.shape, Shape::Word | Shape::Name)
            && self.kinds(at).0 == 0
            && !self.is_verb(at)
    }

    fn is_part(&self, at: usize) -> bool {
        matches!(
            self.items[at].shape,
            Shape::Word | Shape::Name | Shape::Number | Shape::Clitic
        )
    }

    fn ends(&self, at: usize) -> bool {
        let kinds = self.kinds(at);
        kinds.any(Kinds::THAT.with(Kinds::AUXILIARY).with(Kinds::ADVERB))
            || kinds.any(
                Kinds::RELATIVE
                    .with(Kinds::OBJECT_PRONOUN)
                    .with(Kinds::PREPOSITION),
            ) && !kinds.any(Kinds::DETERMINER)
    }

    /// "der Anwohner": in German an article may follow a noun.
    fn is_genitive(&self, at: usize) -> bool {
        self.grammar.language == Language::German && self.is_name(at - 1)
    }

    fn phrase(&self, start: usize, end: usize) -> Option<Phrase> {
        let holds = (start..end).any(|at| self.is_part(at) && self.kinds(at).0 == 0);
        // "le maire de Vaneuil": the head stands before the preposition.
        let head = (start + 1..end)
            .find(|at| self.is(*at, Kinds::OF.with(Kinds::PREPOSITION)))
            .unwrap_or(end);
        let named = (start..head).any(|at| self.items[at].shape == Shape::Name && self.is_name(at));
        holds.then_some(Phrase {
            start,
            end,
            kind: if named {
                SubjectKind::Name
            } else {
                SubjectKind::Noun
            },
            outer: end,
        })
    }

    fn pronoun(&self, at: usize) -> Option<Phrase> {
        (self.is(at, Kinds::PRONOUN) && !self.is(at, Kinds::DETERMINER)).then_some(Phrase {
            start: at,
            end: at + 1,
            kind: SubjectKind::Pronoun,
            outer: at + 1,
        })
    }

    /// The phrase that ends before item `end`.
    pub(crate) fn left(&self, low: usize, end: usize) -> Option<Phrase> {
        let low = low.max(end.saturating_sub(REACH));
        if end <= low {
            return None;
        }
        if let Some(pronoun) = self.pronoun(end - 1) {
            return Some(pronoun);
        }
        let turkish = self.grammar.language == Language::Turkish;
        let mut start = end;
        while start > low {
            let at = start - 1;
            let pronoun = self.is(at, Kinds::PRONOUN) && !self.is(at, Kinds::DETERMINER);
            let joint = self.is(at, Kinds::COORDINATOR);
            let names_joined = start < end && at > low && self.is_name(start) && self.is_name(at - 1);
            let foreign_to_it = self.ends(at)
                || self.is_verb(at)
                || pronoun
                || joint && !names_joined
                || turkish && !joint && !self.is_name(at);
            let goes_on = self.is_part(at) && !foreign_to_it;
            if !goes_on {
                break;
            }
            start = at;
            let article = self.is(at, Kinds::DETERMINER) && !self.is(at, Kinds::OF);
            let joined = at > low && (self.is(at - 1, Kinds::OF) || self.is_genitive(at));
            if article && !joined {
                break;
            }
        }
        while start < end
            && (self.is(start, Kinds::COORDINATOR)
                || self.is(start, Kinds::OF) && !self.is(start, Kinds::DETERMINER))
        {
            start += 1;
        }
        self.phrase(start, end)
    }

    /// The phrase that begins with item `start`.
    pub(crate) fn right(&self, start: usize, high: usize) -> Option<Phrase> {
        let high = high.min(start + REACH);
        if start >= high {
            return None;
        }
        if let Some(pronoun) = self.pronoun(start) {
            return Some(pronoun);
        }
        let german = self.grammar.language == Language::German;
        let mut end = start;
        while end < high && self.is_part(end) && !self.ends(end) {
            let kinds = self.kinds(end);
            let fits = if kinds.any(Kinds::OF) {
                end > start || kinds.any(Kinds::DETERMINER)
            } else if kinds.any(Kinds::COORDINATOR) {
                end > start && end + 1 < high && (self.is_name(end + 1) && self.is_name(end - 1))
            } else if kinds.any(Kinds::DETERMINER) {
                end == start || self.is(end - 1, Kinds::OF.with(Kinds::COORDINATOR)) || self.is_genitive(end)
            } else if kinds.0 != 0 || end > start && self.is_verb(end) {
                false
            } else {
                // In German what is not capitalised is an adjective, or the verb.
                !german
                    || end == start
                    || self.is_name(end)
                    || self.items[end].shape != Shape::Word
                    || end + 1 < high && self.is_name(end + 1) && self.kinds(end - 1).any(Kinds::DETERMINER)
            };
            if !fits {
                break;
            }
            end += 1;
        }
        while end > start && self.is(end - 1, Kinds::OF.with(Kinds::COORDINATOR)) {
            end -= 1;
        }
        self.phrase(start, end)
    }

    /// False for what a preposition governs: "nach dem Treffen", "por los plazos".
    fn is_free(&self, low: usize, found: &Phrase) -> bool {
        !(found.start > low && self.is(found.start - 1, Kinds::PREPOSITION))
    }

    /// The first run of names between two items, before any comma.
    pub(crate) fn names(&self, start: usize, high: usize) -> Option<Phrase> {
        let high = high.min(start + REACH);
        let first = (start..high)
            .take_while(|at| self.is_part(*at))
            .find(|at| self.is_name(*at))?;
        let end = (first..high).find(|at| !self.is_name(*at)).unwrap_or(high);
        self.phrase(first, end)
    }

    /// The subject of the verb at `cue` that stands before it: auxiliaries, pronouns and an apposition may part them.
    pub(crate) fn subject(&self, low: usize, cue: usize) -> Option<Phrase> {
        let mut end = cue;
        while end > low
            && self.is(
                end - 1,
                Kinds::AUXILIARY.with(Kinds::OBJECT_PRONOUN).with(Kinds::ADVERB),
            )
            && (end == cue && self.is(end - 1, Kinds::OBJECT_PRONOUN) || !self.is(end - 1, Kinds::DETERMINER))
        {
            if self.pronoun_inside(end - 1) {
                return Some(Phrase {
                    start: end - 1,
                    end,
                    kind: SubjectKind::Pronoun,
                    outer: end,
                });
            }
            end -= 1;
        }
        // "un portavoz que afirmó", "чиновника, который утверждает": whom the pronoun stands for.
        let relative = match self.grammar.language {
            Language::Spanish => Kinds::RELATIVE.with(Kinds::THAT),
            _ => Kinds::RELATIVE,
        };
        if end > low + 1 && self.is(end - 1, relative) && self.grammar.language != Language::German {
            let comma = usize::from(self.items[end - 2].shape == Shape::Comma);
            return self.left(low, end - 1 - comma);
        }
        if end == low || self.items[end - 1].shape != Shape::Comma {
            return self.left(low, end).filter(|found| self.is_free(low, found));
        }
        // "Le ministre, Paul Girard, a dit": the phrase before the first comma, if one stands between two.
        let inner = self.left(low, end - 1);
        let comma = (low.max(end.saturating_sub(REACH + 6))..end - 1)
            .rev()
            .find(|at| matches!(self.items[*at].shape, Shape::Comma | Shape::Quote | Shape::Stop))
            .filter(|at| self.items[*at].shape == Shape::Comma);
        comma
            .and_then(|comma| self.left(low, comma))
            .filter(|found| self.is_free(low, found))
            .or(inner)
            .filter(|found| self.is_free(low, found))
    }
}
