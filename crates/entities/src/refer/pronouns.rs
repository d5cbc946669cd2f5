//! "He" and "she": the person in focus.
//!
//! Focus follows the sentence's subject, as centering theory has it (source: Grosz, Joshi, Weinstein 1995): people
//! named first in a sentence stand before those named later, the sentence itself before the one before.

use whosaid_text::{
    Confidence, EntityIndex, EntityType, Gender, Knowledge, Linked, Reference, ReferenceKind, Rule, Sentence,
    TokenKind,
};

use super::{Named, gender};
use crate::lexicon::WordClass;
use crate::view::View;

/// A pronoun looks back so many sentences.
const SENTENCES: usize = 4;
/// And meets so many names at most.
const NAMES: usize = 24;

/// Somebody whom the text names or speaks of by their office.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    /// First byte.
    at: u32,
    sentence: u32,
    entity: EntityIndex,
    /// The innermost quotation that it stands in.
    quotation: Option<usize>,
}

/// All people that names and roles stand for, in text order.
fn people<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, linked: &Linked, people: &mut Vec<Person>) {
    people.clear();
    for (number, name) in named.names.iter().enumerate() {
        if name.kind == EntityType::PER {
            people.push(Person {
                at: name.span.start() as u32,
                sentence: 0,
                entity: named.entity(number),
                quotation: view.tokens.quotation_at(name.span.start()),
            });
        }
    }
    for reference in &linked.references {
        let entity = linked.entity(reference.entity);
        if reference.kind == ReferenceKind::Role && entity.kind == EntityType::PER {
            people.push(Person {
                at: reference.span.start() as u32,
                sentence: 0,
                entity: reference.entity,
                quotation: view.tokens.quotation_at(reference.span.start()),
            });
        }
    }
    people.sort_by_key(|person| person.at);
    let mut sentences = (0..).zip(&view.tokens.sentences).peekable();
    for person in people {
        let ended = |(_, sentence): &(u32, &Sentence)| sentence.span.end() <= person.at as usize;
        while sentences.next_if(ended).is_some() {}
        person.sentence = sentences.peek().map_or(u32::MAX, |(number, _)| *number);
    }
}

/// A clause has so many tokens at most.
const CLAUSE: usize = 40;
/// Somebody without a name is looked for among so many tokens of a sentence.
const UNNAMED: usize = 60;

/// From here on a pronoun tells its person's gender.
const SURE: Confidence = Confidence::new(0.6);

pub(super) fn find<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    notable: &[(u32, WordClass)],
    somebody: &[u32],
    genders: &[Gender],
    held: &mut Vec<Person>,
    linked: &mut Linked,
) {
    people(view, named, linked, held);
    if held.is_empty() {
        return;
    }
    let mut known: Vec<Gender> = linked.entities.iter().map(|entity| entity.gender).collect();
    for (chain, gender) in genders.iter().enumerate() {
        if let Some(known) = known.get_mut(named.entity_of[chain].0 as usize) {
            *known = *gender;
        }
    }
    let mut last: Option<(usize, Gender, EntityIndex)> = None;
    // So many people were named before.
    let mut until = 0;
    for (index, class) in notable {
        if !class.any(WordClass::PRONOUN) || class.gender() == Gender::Unknown {
            continue;
        }
        let (index, gender) = (*index as usize, class.gender());
        let start = view.tokens.tokens[index].span.start();
        until += held[until..]
            .iter()
            .take_while(|person| (person.at as usize) < start)
            .count();
        let Some((entity, confidence)) =
            antecedent(view, &held[..until], somebody, &known, index, gender, last)
        else {
            continue;
        };
        last = Some((index, gender, entity));
        // Who was "she" is not "he" in the next sentence.
        if known[entity.0 as usize] == Gender::Unknown && confidence >= SURE {
            known[entity.0 as usize] = gender;
        }
        linked.references.push(Reference {
            span: view.tokens.tokens[index].span,
            kind: ReferenceKind::Pronoun,
            entity,
            rule: Rule("entities:pronoun"),
            confidence,
        });
    }
}

/// Who the pronoun at token `index` means, of the people named before it; `last` is what the pronoun before it was.
fn antecedent<K: Knowledge>(
    view: &View<'_, K>,
    people: &[Person],
    somebody: &[u32],
    known: &[Gender],
    index: usize,
    gender: Gender,
    last: Option<(usize, Gender, EntityIndex)>,
) -> Option<(EntityIndex, Confidence)> {
    let quotation = view.tokens.quotation_at(view.tokens.tokens[index].span.start());
    let sentence = view.tokens.sentence_of[index] as usize;
    let mut people = &people[people.len().saturating_sub(NAMES)..];
    let object = is_object(view, index);
    let mut others: Option<EntityIndex> = None;
    let mut best: Option<(EntityIndex, f32)> = None;
    let earliest = sentence.saturating_sub(SENTENCES);
    for distance in 0..=(sentence - earliest) {
        let tokens = view.tokens.sentences[sentence - distance].tokens;
        let named = people
            .iter()
            .rev()
            .take_while(|person| person.sentence as usize == sentence - distance)
            .count();
        let (rest, named) = people.split_at(people.len() - named);
        people = rest;
        let mut chosen: Option<EntityIndex> = None;
        for person in named {
            if !matches_gender(known[person.entity.0 as usize], gender) || person.quotation != quotation {
                continue;
            }
            if distance == 0 && object && in_one_clause(view, person.at as usize, index) {
                continue;
            }
            let entity = person.entity;
            match chosen {
                None => chosen = Some(entity),
                Some(first) if first != entity => others = others.or(Some(entity)),
                _ => (),
            }
        }
        // "He" of the sentence before goes on being the same person, unless a new subject was named.
        if let (None, Some((at, was, entity))) = (chosen, last)
            && was == gender
            && tokens.contains(at)
            && view.tokens.quotation_at(view.tokens.tokens[at].span.start()) == quotation
        {
            chosen = Some(entity);
        }
        // "A woman in the crowd said she …": nobody who has a name.
        let end = (tokens.end as usize).min(index);
        let unnamed = |at: &u32| {
            let at = *at as usize;
            is_unnamed(view, at, gender)
                && view.tokens.quotation_at(view.tokens.tokens[at].span.start()) == quotation
        };
        if chosen.is_none()
            && best.is_none()
            && gender::within(
                somebody,
                end.saturating_sub(UNNAMED).max(tokens.start as usize)..end,
            )
            .iter()
            .any(unnamed)
        {
            return None;
        }
        match (best, chosen) {
            (None, Some(entity)) => {
                let near = [0.85, 0.8, 0.7, 0.6, 0.5][distance.min(4)];
                best = Some((entity, near));
            }
            (Some((first, _)), Some(entity)) if first != entity => others = others.or(Some(entity)),
            _ => (),
        }
    }
    let (entity, near) = best?;
    Some((
        entity,
        Confidence::new(if others.is_some() { near - 0.2 } else { near }),
    ))
}

/// True for the noun of "a woman", "one elderly man", of one that is a noun for somebody.
fn is_unnamed<K: Knowledge>(view: &View<'_, K>, index: usize, gender: Gender) -> bool {
    let first = view.sentence_start(index).max(index.saturating_sub(3));
    view.class(index).noun_gender() == gender
        && !view.class(index).any(WordClass::ROLE)
        && (first..index).any(|at| {
            matches!(
                view.word(at),
                "a" | "A" | "an" | "An" | "another" | "Another" | "one" | "One"
            )
        })
}

/// True for "him" and for "her" that owns nothing.
fn is_object<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    let next = index + 1;
    match view.word(index) {
        "him" => true,
        "her" => {
            next >= view.sentence_end(index)
                || !view.tokens.tokens[next].is_word()
                || view.class(next).any(WordClass::FUNCTION)
        }
        _ => false,
    }
}

/// True if nothing between byte `at` and the pronoun at token `index` begins another clause: "Lind waited for him" is no
/// Lind who waits for himself (principle B of binding; source: Chomsky 1981).
fn in_one_clause<K: Knowledge>(view: &View<'_, K>, at: usize, index: usize) -> bool {
    let from = view.tokens.at_or_after(at);
    index - from <= CLAUSE
        && !(from..index).any(|at| {
            matches!(
                view.word(at),
                "," | ";"
                    | ":"
                    | "("
                    | "–"
                    | "—"
                    | "after"
                    | "and"
                    | "as"
                    | "because"
                    | "before"
                    | "but"
                    | "if"
                    | "that"
                    | "when"
                    | "where"
                    | "which"
                    | "while"
                    | "who"
                    | "whom"
                    | "whose"
            ) || matches!(
                view.tokens.tokens[at].kind,
                TokenKind::QuoteMark | TokenKind::Clitic
            )
        })
}

fn matches_gender(of_name: Gender, wanted: Gender) -> bool {
    of_name == Gender::Unknown || of_name == wanted
}
