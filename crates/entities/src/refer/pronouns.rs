//! "He" and "she": the person in focus.
//!
//! Focus follows the sentence's subject, as centering theory has it (source: Grosz, Joshi, Weinstein 1995): people
//! named first in a sentence stand before those named later, the sentence itself before the one before.

use whosaid_text::{
    Confidence, EntityIndex, EntityType, Gender, Knowledge, Linked, Reference, ReferenceKind, Rule,
};

use super::Named;
use crate::lexicon::WordClass;
use crate::view::View;

/// A pronoun looks back so many sentences.
const SENTENCES: usize = 4;
/// And meets so many names at most.
const NAMES: usize = 24;

pub(super) fn find<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    notable: &[(u32, WordClass)],
    linked: &mut Linked,
) {
    if !named.names.iter().any(|name| name.kind == EntityType::PER) {
        return;
    }
    let mut last: Option<(usize, Gender, EntityIndex)> = None;
    for (index, class) in notable {
        if !class.any(WordClass::PRONOUN) {
            continue;
        }
        let (index, gender) = (*index as usize, class.gender());
        let Some((entity, confidence)) = antecedent(view, named, index, gender, last) else {
            continue;
        };
        last = Some((index, gender, entity));
        linked.references.push(Reference {
            span: view.tokens.tokens[index].span,
            kind: ReferenceKind::Pronoun,
            entity,
            rule: Rule("entities:pronoun"),
            confidence,
        });
    }
}

fn antecedent<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    index: usize,
    gender: Gender,
    last: Option<(usize, Gender, EntityIndex)>,
) -> Option<(EntityIndex, Confidence)> {
    let quotation = view.tokens.quotation_at(view.tokens.tokens[index].span.start());
    let sentence = view.tokens.sentence_of[index] as usize;
    let until = named.at_or_after(index);
    let mut others: Option<EntityIndex> = None;
    let mut best: Option<(EntityIndex, f32)> = None;
    let earliest = sentence.saturating_sub(SENTENCES);
    for distance in 0..=(sentence - earliest) {
        let tokens = view.tokens.sentences[sentence - distance].tokens;
        let from = named
            .at_or_after(tokens.start as usize)
            .max(until.saturating_sub(NAMES));
        let to = named.at_or_after(tokens.end as usize).min(until);
        let mut chosen: Option<EntityIndex> = None;
        let people = (from..to).filter(|name| {
            named.names[*name].kind == EntityType::PER
                && matches_gender(named.gender(*name), gender)
                && view.tokens.quotation_at(named.names[*name].span.start()) == quotation
        });
        for name in people {
            let entity = named.entity(name);
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

fn matches_gender(of_name: Gender, wanted: Gender) -> bool {
    of_name == Gender::Unknown || of_name == wanted
}
