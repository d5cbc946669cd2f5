//! What is known of each token before its context is looked at.

use whosaid_text::{Case, Knowledge, Matches, ParagraphKind, TokenKind};

use super::labels::number_of;
use super::model::Model;
use super::seen::SeenWords;
use crate::view::View;

/// What is known of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// Hash of the word in lower case.
    pub(crate) word: u64,
    /// Kind, case and length, in few values.
    pub(crate) shape: u64,
    /// Lists of the lexicon.
    pub(crate) lists: u64,
    /// Given name, surname, gender.
    pub(crate) parts: u64,
    /// The gazetteer's match.
    pub(crate) listed: u64,
    /// Fine and coarse word class; 0 if unknown.
    pub(crate) class: u64,
    pub(crate) coarse: u64,
    /// What the document writes elsewhere: in lower case, with a capital amid a sentence.
    pub(crate) seen: u64,
}

/// How a sentence is cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    Prose,
    Title,
    Capitals,
}

/// The tokens' facts of one document, and where lists match. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct DocumentFacts {
    pub(crate) facts: Vec<Facts>,
    /// Bits of the gazetteer's match at each token, 0 for none.
    pub(crate) listed: Vec<u16>,
    pub(crate) casing: Vec<Casing>,
    lower: SeenWords,
    amid: SeenWords,
    ends: SeenWords,
    begins: SeenWords,
    known: usize,
}

impl DocumentFacts {
    /// Prepares a document: lists, casing, and what is seen elsewhere; the tokens' facts come on demand.
    pub(crate) fn prepare<K: Knowledge>(&mut self, view: &View<'_, K>) {
        let count = view.tokens.len();
        self.facts.clear();
        self.facts.resize(count, Facts::default());
        self.known = 0;
        self.listed.clear();
        self.listed.resize(count, 0);
        mark(view.matches, &mut self.listed);
        self.lower.reset(count);
        self.amid.reset(count);
        self.ends.reset(count);
        self.begins.reset(count);
        self.casing.clear();
        for sentence in &view.tokens.sentences {
            let range = sentence.tokens.indices();
            let (mut lower, mut capital, mut upper) = (0, 0, 0);
            for token in &view.tokens.tokens[range.clone()] {
                match token.kind {
                    TokenKind::Word(Case::Lower) => lower += usize::from(token.span.len() > 3),
                    TokenKind::Word(Case::Upper) => upper += 1,
                    TokenKind::Word(Case::Title | Case::Mixed) => capital += 1,
                    _ => (),
                }
            }
            let short = view.tokens.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Heading;
            let casing = if upper > 2 && lower == 0 && upper > capital {
                Casing::Capitals
            } else if capital + upper > 3 && lower * if short { 2 } else { 4 } < capital + upper {
                Casing::Title
            } else {
                Casing::Prose
            };
            self.casing.push(casing);
            if casing != Casing::Prose {
                continue;
            }
            self.pairs(view, range.clone());
            let mut first = true;
            for index in range {
                match view.tokens.tokens[index].kind {
                    TokenKind::Word(Case::Lower) => self.lower.insert(view.tokens.hashes[index]),
                    TokenKind::Word(_) if !first => self.amid.insert(view.tokens.hashes[index]),
                    TokenKind::Word(_) => (),
                    TokenKind::Number | TokenKind::Clitic => (),
                    // After a colon, a bullet or a quotation mark a capital says little.
                    _ => {
                        first = true;
                        continue;
                    }
                }
                first = false;
            }
        }
    }

    /// Remembers the words that begin and end pairs of capitalised words, as given names and surnames do.
    fn pairs<K: Knowledge>(&mut self, view: &View<'_, K>, range: std::ops::Range<usize>) {
        let is_title = |index: usize| {
            matches!(
                view.tokens.tokens[index].kind,
                TokenKind::Word(Case::Title | Case::Mixed)
            )
        };
        let mut open = false;
        for index in range.clone() {
            let now = is_title(index);
            if now && open {
                self.begins.insert(view.tokens.hashes[index - 1]);
                if index + 1 >= range.end || !is_title(index + 1) {
                    self.ends.insert(view.tokens.hashes[index]);
                }
            }
            open = now;
        }
    }

    /// Fills in the facts of tokens up to `end`, which never falls within a document.
    pub(crate) fn fill<K: Knowledge>(&mut self, view: &View<'_, K>, model: &Model, start: usize, end: usize) {
        for index in start.max(self.known)..end {
            self.facts[index] = self.facts_of(view, model, index);
        }
        self.known = self.known.max(end);
    }

    fn facts_of<K: Knowledge>(&self, view: &View<'_, K>, model: &Model, index: usize) -> Facts {
        let token = view.tokens.tokens[index];
        let word = view.tokens.hashes[index];
        let capital = token.may_be_name();
        let parts = if capital {
            let parts = view.knowledge.name_parts(word);
            1 + u64::from(parts.given) + 2 * u64::from(parts.surname) + 4 * parts.gender as u64
        } else {
            0
        };
        let class = model.class(word);
        Facts {
            word,
            shape: shape(token.kind, token.span.of(view.text)),
            lists: view.class(index).bits(),
            parts,
            listed: u64::from(self.listed[index]),
            class: u64::from(class),
            coarse: u64::from(model.coarse(class)),
            seen: if capital {
                1 + u64::from(self.lower.contains(word))
                    + 2 * u64::from(self.amid.contains(word))
                    + 4 * u64::from(self.ends.contains(word))
                    + 8 * u64::from(self.begins.contains(word))
            } else {
                0
            },
        }
    }
}

/// Bits of matches: 1 to 5 types, one bit each; whether one is sure; place in the match; whether spelled as listed.
fn mark(matches: &Matches, listed: &mut [u16]) {
    for found in &matches.matches {
        let candidates = matches.candidates(found);
        let Some(first) = candidates.first() else { continue };
        let mut bits = (1 + number_of(first.kind) as u16) << 9;
        for candidate in candidates {
            bits |= 1 << number_of(candidate.kind);
            bits |= u16::from(!candidate.needs_support) << 5;
        }
        bits |= u16::from(found.step > whosaid_text::MatchStep::Capitals) << 8;
        let one = found.tokens.len() == 1;
        for (place, index) in found.tokens.indices().enumerate() {
            let place = if one {
                1
            } else if place == 0 {
                2
            } else {
                3
            };
            if let Some(slot) = listed.get_mut(index) {
                *slot = bits | (place << 6);
            }
        }
    }
}

fn shape(kind: TokenKind, text: &str) -> u64 {
    let length = match text.len() {
        length @ 1..=4 => length as u64,
        5..=7 => 5,
        _ => 6,
    };
    let dotted = u64::from(text.ends_with('.') && text.len() > 1);
    let kind = match kind {
        TokenKind::Word(Case::Lower) => 0,
        TokenKind::Word(Case::Title) => 1,
        TokenKind::Word(Case::Upper) => 2,
        TokenKind::Word(Case::Mixed) => {
            let first = text.chars().next().is_some_and(char::is_uppercase);
            let second = text.chars().nth(1).is_some_and(char::is_uppercase);
            3 + u64::from(first) + u64::from(second)
        }
        TokenKind::Word(Case::None) => 6,
        TokenKind::Clitic => 7,
        TokenKind::Number => 8 + u64::from(text.bytes().all(|byte| byte.is_ascii_digit())),
        TokenKind::QuoteMark => 10,
        TokenKind::Stop => 11,
        TokenKind::Punctuation => {
            12 + u64::from(matches!(text, "," | ";" | ":")) + 2 * u64::from(matches!(text, "(" | "["))
        }
    };
    (kind * 8 + length) * 2 + dotted
}
