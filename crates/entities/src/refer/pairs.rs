//! "The former", "the latter": one of the two that the sentence before named together.

use whosaid_text::{Case, EntityIndex, EntityType, Knowledge, Linked, ReferenceKind, Rule, TokenKind};

use super::{Named, Referrer, refer};
use crate::lexicon::WordClass;
use crate::view::View;

/// Two names are named together with at most so many tokens between them: "and", "the", a title.
const BETWEEN: usize = 7;
/// A pair is remembered for so many sentences after it was last picked from.
const REMEMBERED: usize = 2;
/// A sentence with more names than this is a list.
const NAMES: usize = 16;

/// Two that were named together, and how surely they are the ones.
type Pair = (EntityIndex, EntityIndex, f32);

impl Referrer {
    /// Links "the former" and "the latter", where they stand for themselves and just two can be meant.
    pub(super) fn pairs<K: Knowledge>(&self, view: &View<'_, K>, named: &Named<'_>, linked: &mut Linked) {
        let mut last: Option<(usize, Pair)> = None;
        for (index, class) in &self.notable {
            let index = *index as usize;
            if !class.any(WordClass::PAIR) || !stands_alone(view, named, index) {
                continue;
            }
            let sentence = view.tokens.sentence_of[index] as usize;
            let first = view.sentence_start(index);
            let before = || {
                let tokens = view.tokens.sentences[sentence.checked_sub(1)?].tokens;
                pair(view, named, tokens.start as usize, tokens.end as usize)
            };
            // Of two sentences before, unless somebody else was named since.
            let held = || {
                let (at, pair) = last.filter(|(at, _)| at + REMEMBERED >= sentence)?;
                let since = view.tokens.sentences[at].tokens.end as usize;
                let mut names = named.at_or_after(since)..named.at_or_after(index);
                let known = names.all(|number| {
                    let (kind, entity) = (named.names[number].kind, named.entity(number));
                    !matches!(kind, EntityType::PER | EntityType::ORG) || entity == pair.0 || entity == pair.1
                });
                known.then_some(pair)
            };
            // "The former … the latter" of one sentence pick from the same pair.
            let same = last.filter(|(at, _)| *at == sentence).map(|(_, pair)| pair);
            let Some(pair) = same
                .or_else(|| pair(view, named, first, index))
                .or_else(before)
                .or_else(held)
            else {
                continue;
            };
            last = Some((sentence, pair));
            let former = view.word(index).eq_ignore_ascii_case("former");
            let entity = if former { pair.0 } else { pair.1 };
            let found = (entity, Rule("entities:former-latter"), pair.2);
            refer(view, ReferenceKind::Pronoun, index - 1..index + 1, found, linked);
        }
    }
}

/// True for "the former denied", not for "the former minister", "the latter half".
fn stands_alone<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, index: usize) -> bool {
    let token = view.tokens.tokens[index];
    if token.kind != TokenKind::Word(Case::Lower)
        || index == view.sentence_start(index)
        || !matches!(view.word(index - 1), "the" | "The")
    {
        return false;
    }
    let next = index + 1;
    if next >= view.sentence_end(index) {
        return true;
    }
    let name = named.names.get(named.at_or_after(next));
    if name.is_some_and(|name| name.tokens.start as usize == next) {
        return false;
    }
    match view.tokens.tokens[next].kind {
        TokenKind::Word(Case::Lower) => {
            let class = view.class(next);
            let noun = WordClass::ROLE
                .with(WordClass::ROLE_START)
                .with(WordClass::ORGANISATION)
                .with(WordClass::PLACE)
                .with(WordClass::PAIR);
            let verb = class.any(WordClass::SPEECH.with(WordClass::ADDRESSING)) || is_verb(view.word(next));
            verb && !class.any(noun)
                || (!class.any(noun.with(WordClass::FUNCTION)) && has_other(view, index, next))
        }
        TokenKind::Word(_) | TokenKind::Number => false,
        _ => !view.is_inner_hyphen(next),
    }
}

/// An auxiliary, a preposition or a regular past tense, which a noun phrase of "former" does not go on with.
fn is_verb(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(
            word,
            "also"
                | "and"
                | "as"
                | "at"
                | "but"
                | "by"
                | "can"
                | "could"
                | "did"
                | "does"
                | "for"
                | "from"
                | "had"
                | "has"
                | "have"
                | "in"
                | "is"
                | "may"
                | "might"
                | "must"
                | "never"
                | "not"
                | "on"
                | "should"
                | "to"
                | "was"
                | "were"
                | "who"
                | "will"
                | "with"
                | "would"
        )
}

/// True if the other word of the pair stands in the same sentence or beside it: "the former spoke of gas; the latter …".
fn has_other<K: Knowledge>(view: &View<'_, K>, index: usize, next: usize) -> bool {
    let former = view.word(index).eq_ignore_ascii_case("former");
    let other = if former { "latter" } else { "former" };
    let end = view.sentence_end(index);
    let until = view
        .tokens
        .sentences
        .get(view.tokens.sentence_of[index] as usize + 1)
        .map_or(end, |sentence| (sentence.tokens.end as usize).min(end + 24));
    let first = view.sentence_start(index).max(index.saturating_sub(40));
    (first..index)
        .chain(next..until.min(next + 60))
        .any(|at| view.word(at) == other)
}

/// The only two persons, or else bodies and countries, that tokens `start..end` name together.
fn pair<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, start: usize, end: usize) -> Option<Pair> {
    let (from, to) = (named.at_or_after(start), named.at_or_after(end));
    if to - from > NAMES {
        return None;
    }
    let person = |name: &usize| named.names[*name].kind == EntityType::PER;
    let power = |name: &usize, capital: bool| match named.names[*name].kind {
        EntityType::ORG => true,
        EntityType::LOC => named.listed(*name).is_some_and(|id| {
            let country = view.knowledge.country_of(id);
            country.is_some_and(|country| capital || country == id)
        }),
        _ => false,
    };
    let people: Vec<Found> = entities(named, (from..to).filter(person));
    if !people.is_empty() {
        return only_two(&people).or_else(|| joined(view, named, &people));
    }
    // Where a meeting was is no third of those who met: "Borduria and Syldavia met in Klow".
    let powers = entities(named, (from..to).filter(|name| power(name, false)));
    let capitals = entities(named, (from..to).filter(|name| power(name, true)));
    only_two(&powers).or_else(|| joined(view, named, &capitals))
}

/// A name's number, and its entity.
type Found = (usize, EntityIndex);

/// The entities of names, each with its first name.
fn entities(named: &Named<'_>, names: impl Iterator<Item = usize>) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for name in names {
        let entity = named.entity(name);
        if !all.iter().any(|(_, held)| *held == entity) {
            all.push((name, entity));
        }
    }
    all
}

fn only_two(all: &[Found]) -> Option<Pair> {
    match all {
        [(_, first), (_, second)] => Some((*first, *second, 0.8)),
        _ => None,
    }
}

/// The only two of several that "and" joins.
fn joined<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, all: &[Found]) -> Option<Pair> {
    let mut joined = all.windows(2).enumerate().filter(|(at, both)| {
        let third = *at > 0 && listed_before(view, named, all[at - 1].0, both[0].0);
        !third && is_joined(view, named, both[0].0, both[1].0)
    });
    match (joined.next(), joined.next()) {
        (Some((_, both)), None) => Some((both[0].1, both[1].1, 0.7)),
        _ => None,
    }
}

/// "Ada Lind and the Danish minister Bo Ek".
fn is_joined<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, one: usize, two: usize) -> bool {
    let between = named.names[one].tokens.end as usize..named.names[two].tokens.start as usize;
    let plain = |at: usize| {
        view.tokens.tokens[at].is_word() && !view.class(at).any(WordClass::SPEECH.with(WordClass::PRONOUN))
    };
    between.len() <= BETWEEN
        && between.clone().all(plain)
        && between.into_iter().any(|at| view.word(at) == "and")
}

/// "Lind, Ek and Weiss": the second of them is no first of two.
fn listed_before<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, one: usize, two: usize) -> bool {
    let mut between = named.names[one].tokens.end as usize..named.names[two].tokens.start as usize;
    between.len() <= BETWEEN && between.any(|at| matches!(view.word(at), "," | "and"))
}
