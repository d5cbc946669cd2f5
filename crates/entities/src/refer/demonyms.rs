//! "The German said", "the Spaniard added": whoever was spoken of last and may be one.

use whosaid_text::{
    EntityIndex, EntityType, Gender, Knowledge, Linked, ListedId, ReferenceKind, Rule, TokenRange,
    is_of_one_person,
};

use super::{Named, Referrer, refer, roles};
use crate::link::agree;
use crate::view::View;

/// Somebody is looked for in so many sentences before.
const SENTENCES: usize = 4;
/// And among so many names.
const NAMES: usize = 24;
/// So many people's nationalities are remembered.
const MOST: usize = 64;

impl Referrer {
    /// Links demonyms of one person beside a verb of speech to that person.
    pub(super) fn demonyms<K: Knowledge>(&self, view: &View<'_, K>, named: &Named<'_>, linked: &mut Linked) {
        let mut told: Vec<(EntityIndex, ListedId)> = Vec::new();
        for (index, name) in named.names.iter().enumerate() {
            let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
            let one = name.kind == EntityType::NORP
                && name.tokens.len() == 1
                && start > view.sentence_start(start)
                && matches!(view.word(start - 1), "the" | "The")
                && is_of_one_person(view.word(start))
                && view.speech_beside(TokenRange::new(start - 1, end));
            if !one {
                continue;
            }
            let country = named.listed(index).and_then(|id| view.knowledge.country_of(id));
            if let Some((entity, confidence)) = person(view, named, index, country, &told) {
                // From here on they are no "American", having been "the Spaniard".
                told.extend(
                    country
                        .filter(|_| told.len() < MOST)
                        .map(|country| (entity, country)),
                );
                let found = (entity, Rule("entities:demonym"), confidence);
                refer(view, ReferenceKind::Role, start - 1..end, found, linked);
            }
        }
    }
}

/// Gender that "Frenchwoman" and "Dutchman" tell.
fn gender_of(word: &str) -> Gender {
    if word.ends_with("woman") {
        Gender::Female
    } else if word.ends_with("man") && word != "German" {
        Gender::Male
    } else {
        Gender::Unknown
    }
}

/// The person whom the demonym at name number `index` stands for: of the last sentence that speaks of somebody who may be one the
/// first, the subject mostly.
fn person<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    index: usize,
    country: Option<ListedId>,
    told: &[(EntityIndex, ListedId)],
) -> Option<(EntityIndex, f32)> {
    let start = named.names[index].tokens.start as usize;
    let gender = gender_of(view.word(start));
    let here = view.tokens.sentence_of[start];
    let quotation = |number: usize| view.tokens.quotation_at(named.names[number].span.start());
    let own = quotation(index);
    let mut found: Option<(u32, EntityIndex, f32)> = None;
    for number in (index.saturating_sub(NAMES)..index).rev() {
        let name = &named.names[number];
        let sentence = view.tokens.sentence_of[name.tokens.start as usize];
        if here - sentence > SENTENCES as u32 || found.is_some_and(|(at, ..)| at != sentence) {
            break;
        }
        if name.kind != EntityType::PER || quotation(number) != own {
            continue;
        }
        let chain = &named.chains.chains[named.chains.of_name[number] as usize];
        let entity = named.entity(number);
        let before = told.iter().find(|(held, _)| *held == entity);
        let of = before
            .map(|(_, of)| *of)
            .or_else(|| country_of(view, named, number));
        if !agree(gender, chain.gender) || of.is_some_and(|of| Some(of) != country) {
            continue;
        }
        let sure = if of.is_some() { 0.85 } else { 0.7 };
        found = Some((sentence, entity, sure));
    }
    found.map(|(_, entity, sure)| (entity, sure))
}

/// The country that the words before a name or the list's roles give a person.
fn country_of<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, number: usize) -> Option<ListedId> {
    let start = named.names[number].tokens.start as usize;
    let title = view.title_before(start).map_or(start, |title| title.start);
    if let Some((country, _)) = roles::country_before(view, named, title) {
        return Some(country);
    }
    let entity = view.knowledge.entity(named.listed(number)?);
    entity
        .roles
        .iter()
        .find_map(|role| roles::country_of_role(view, role))
}
