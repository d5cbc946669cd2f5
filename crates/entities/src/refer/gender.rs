//! "He" or "she" for people whose name does not tell: by the pronouns that can mean nobody else, and by nouns beside them.

use std::ops::Range;

use whosaid_text::{Case, EntityType, Gender, Knowledge, TokenKind};

use super::Named;
use crate::lexicon::WordClass;
use crate::view::View;

/// A noun in apposition counts as much as so many pronouns: it says so outright.
const NOUN: u32 = 100;
/// An apposition is read so many tokens far.
const FAR: usize = 6;
/// Somebody without a name is looked for so many tokens back.
const NEAR: usize = 80;
/// So many names are looked through for one pronoun.
const NAMES: usize = 12;

/// Gender of each chain, as it is known or as most of its clear pronouns tell.
pub(super) fn infer<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    notable: &[(u32, WordClass)],
    somebody: &[u32],
    genders: &mut Vec<Gender>,
) {
    let chains = &named.chains.chains;
    genders.clear();
    genders.extend(chains.iter().map(|chain| chain.gender));
    let unknown =
        |chain: usize| chains[chain].kind == EntityType::PER && chains[chain].gender == Gender::Unknown;
    if !(0..chains.len()).any(unknown) {
        return;
    }
    let mut votes = vec![[0_u32; 2]; chains.len()];
    for (index, name) in named.names.iter().enumerate() {
        let chain = named.chains.of_name[index] as usize;
        if name.kind == EntityType::PER
            && unknown(chain)
            && let Some(side) = side(apposed(view, name.tokens.end as usize))
        {
            votes[chain][side] += NOUN;
        }
    }
    for (index, class) in notable {
        let index = *index as usize;
        if class.any(WordClass::PRONOUN)
            && let Some(side) = side(class.gender())
            && let Some(chain) = only(view, named, somebody, index, class.gender())
            && unknown(chain)
        {
            votes[chain][side] += 1;
        }
    }
    for (gender, [male, female]) in genders.iter_mut().zip(votes) {
        if male > 2 * female {
            *gender = Gender::Male;
        } else if female > 2 * male {
            *gender = Gender::Female;
        }
    }
}

fn side(gender: Gender) -> Option<usize> {
    match gender {
        Gender::Male => Some(0),
        Gender::Female => Some(1),
        Gender::Unknown => None,
    }
}

/// Chain of the only person whom this sentence, up to the pronoun, and the one before it name.
fn only<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    somebody: &[u32],
    index: usize,
    gender: Gender,
) -> Option<usize> {
    let quotation = view.tokens.quotation_at(view.tokens.tokens[index].span.start());
    let sentence = view.tokens.sentence_of[index] as usize;
    let earliest = view.tokens.sentences[sentence.saturating_sub(1)].tokens.start as usize;
    let (from, to) = (named.at_or_after(earliest), named.at_or_after(index));
    if to - from > NAMES {
        return None;
    }
    let mut found = None;
    for number in from..to {
        let name = &named.names[number];
        if name.kind != EntityType::PER {
            continue;
        }
        let chain = named.chains.of_name[number] as usize;
        if view.tokens.quotation_at(name.span.start()) != quotation
            || found.replace(chain).is_some_and(|held| held != chain)
        {
            return None;
        }
    }
    // Whatever stands farther away in an endless sentence is nobody’s neighbour.
    let near = earliest.max(index.saturating_sub(NEAR));
    found.filter(|_| {
        within(somebody, near..index)
            .iter()
            .all(|at| view.class(*at as usize).noun_gender() != gender)
    })
}

/// Those of `places`, which are in order, that lie in a range.
pub(super) fn within(places: &[u32], range: Range<usize>) -> &[u32] {
    let before = |end: usize| places.partition_point(|at| (*at as usize) < end);
    &places[before(range.start)..before(range.end.max(range.start))]
}

/// Gender that an apposition after a name tells: "Lin Ha, a mother of three, …"; `end` is the token after the name.
fn apposed<K: Knowledge>(view: &View<'_, K>, end: usize) -> Gender {
    if end == 0 || end >= view.sentence_end(end - 1) || view.word(end) != "," {
        return Gender::Unknown;
    }
    let last = view.sentence_end(end).min(end + 1 + FAR);
    for index in end + 1..last {
        let word = view.word(index);
        let class = view.class(index);
        match view.tokens.tokens[index].kind {
            TokenKind::Word(Case::Lower) | TokenKind::Number => (),
            TokenKind::Punctuation if view.is_inner_hyphen(index) => (),
            // "The mayor’s brother", "an American woman".
            TokenKind::Word(_) | TokenKind::Clitic => (),
            _ => return Gender::Unknown,
        }
        if matches!(word, "whose" | "who" | "and" | "with" | "of" | "for" | "said")
            || class.any(WordClass::SPEECH)
        {
            return Gender::Unknown;
        }
        let gender = class.noun_gender();
        let possessor = view.touches_next(index)
            && view
                .tokens
                .tokens
                .get(index + 1)
                .is_some_and(|next| next.kind == TokenKind::Clitic);
        if gender != Gender::Unknown && !possessor {
            return gender;
        }
    }
    Gender::Unknown
}
