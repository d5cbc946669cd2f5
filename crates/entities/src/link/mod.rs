//! Which entity each name stands for.
//!
//! Names become *chains*: all names of one document that stand for one entity. The surest come first: what the
//! gazetteer is sure of, then full names, then short forms, which look for a full form among the chains.

mod bodies;
mod focus;
mod generation;
mod ids;
mod kin;
mod leaders;
mod lone;
mod people;
mod places;
mod resolved;
mod short;
mod sounds;
mod surnames;
mod titled;

use std::collections::hash_map::Entry;
use std::sync::Arc;

use whosaid_text::{
    Candidate, Confidence, Entity, EntityIndex, EntityType, Gender, Knowledge, Linked, ListedId, MatchStep,
    Mention, Resolution, Rule, WordMap, WordSet, fetch, hash_bytes, hash_word,
};

use crate::view::{Name, View};
pub(crate) use bodies::{composed_hash, ministry};
pub(crate) use lone::agree;
pub(crate) use people::{gender_of, recast, same_office};
pub(crate) use sounds::Sounds;
pub(crate) use surnames::surnames_of_places;

/// All names of one entity in a document.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    pub(crate) kind: EntityType,
    pub(crate) listed: Option<ListedId>,
    /// Index of the name with most words.
    pub(crate) fullest: usize,
    /// Index of the last name of several words so far, while lone names look for theirs.
    last_full: Option<usize>,
    /// Number of words in it.
    words: usize,
    pub(crate) gender: Gender,
    /// Which of several of one name, see [`generation::of`].
    generation: u8,
    /// The same by whose child or parent the text says it is.
    kinship: u8,
    /// Hash of the last word of the office or rank that the text introduces the person by.
    title: Option<u64>,
    /// It is known how the text introduces the person.
    introduced: bool,
    /// As somebody’s relative.
    kin: bool,
    /// A lone name was found to stand for it.
    met: bool,
    /// Index of its first name so far.
    first: usize,
    /// A lone surname or the like: its id holds for this document only.
    local: bool,
    /// What an id is made of, if not of the fullest name.
    body: Option<u64>,
}

/// The chains of a document and the ways to find them. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    pub(crate) chains: Vec<Chain>,
    /// Chain of each name.
    pub(crate) of_name: Vec<u32>,
    /// Why a name belongs to its chain, where it is not what found the name: a rule and its confidence.
    why: Vec<Option<(Rule, Confidence)>>,
    by_listed: WordMap<u32>,
    by_form: WordMap<u32>,
    /// First and last of the chains remembered for a word, in `remembered`, and their number.
    by_word: WordMap<(u32, u32, u32)>,
    /// A chain, and where the next one of the same word is.
    remembered: Vec<(u32, u32)>,
    by_body: WordMap<u32>,
    /// Who leads the countries of the document, once a lone name has asked for them.
    leaders: Option<Vec<ListedId>>,
    /// The country in focus, once a body has asked for it.
    in_focus: Option<Option<ListedId>>,
    pub(crate) sounds: Sounds,
    resolved: resolved::Resolved,
    /// Entities that no list has, of documents before: a pure function of what they are held under.
    made: WordMap<Arc<Entity>>,
    /// Of each chain what its entity is held under there.
    keys: Vec<Option<u64>>,
    /// Hashes of the names of all that the gazetteer's matches may mean, and of their countries, once asked for.
    spoken_of: WordSet,
}

/// The rule of an acronym that the document introduces.
const ACRONYM: &str = "entities:acronym";
/// How sure a name is that lists have for somebody else.
const NAMESAKE: Confidence = Confidence::new(0.7);
/// No chain yet.
const NONE: u32 = u32::MAX;
/// So many chains are remembered for one word: more people of one surname in one document are not told apart.
const MOST_PER_WORD: u32 = 16;

impl Chains {
    fn clear(&mut self, names: usize) {
        self.chains.clear();
        self.of_name.clear();
        self.of_name.resize(names, NONE);
        self.why.clear();
        self.why.resize(names, None);
        self.by_listed.clear();
        self.by_form.clear();
        self.by_word.clear();
        self.remembered.clear();
        self.by_body.clear();
        self.in_focus = None;
        self.leaders = None;
        self.resolved.begin();
        self.spoken_of.clear();
    }

    /// True if the document names what is called so, or its people, or its capital.
    fn speaks_of<K: Knowledge>(&mut self, view: &View<'_, K>, name: &str) -> bool {
        if self.spoken_of.is_empty() {
            for candidate in &view.matches.candidates {
                let country = view.knowledge.country_of(candidate.id);
                for id in [Some(candidate.id), country].into_iter().flatten() {
                    self.spoken_of.insert(hash_word(&view.knowledge.entity(id).name));
                }
            }
        }
        self.spoken_of.contains(&hash_word(name))
    }

    /// Adds name number `index` to the chain of a listed entity.
    fn join_listed<K: Knowledge>(&mut self, view: &View<'_, K>, names: &[Name], index: usize, id: ListedId) {
        let known = self.by_listed.get(&u64::from(id.0)).copied();
        let chain = known.unwrap_or_else(|| self.open(view, names, index, Some(id)));
        self.join(view, names, index, chain);
    }

    /// A new chain for name number `index`, which does not join it yet.
    fn open<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        names: &[Name],
        index: usize,
        listed: Option<ListedId>,
    ) -> u32 {
        let chain = self.chains.len() as u32;
        self.chains.push(Chain {
            kind: names[index].kind,
            listed,
            fullest: index,
            last_full: None,
            words: 0,
            gender: listed.map_or(Gender::Unknown, |id| view.knowledge.entity(id).gender),
            generation: 0,
            kinship: 0,
            title: None,
            introduced: false,
            kin: false,
            met: false,
            first: index,
            local: false,
            body: None,
        });
        if let Some(id) = listed {
            self.by_listed.insert(u64::from(id.0), chain);
            let entity = view.knowledge.entity(id);
            // "Muskare" in the text, "Muskara" in the list: both are whoever this is.
            if entity.kind == EntityType::PER
                && let Some(surname) = entity.name.rsplit(' ').next()
            {
                self.remember(hash_word(surname), chain);
            }
        }
        chain
    }

    fn join<K: Knowledge>(&mut self, view: &View<'_, K>, names: &[Name], index: usize, chain: u32) {
        let name = names[index];
        self.of_name[index] = chain;
        let words = view.tokens.tokens[name.tokens.indices()]
            .iter()
            .filter(|token| token.is_word())
            .count();
        let held = &mut self.chains[chain as usize];
        held.first = held.first.min(index);
        if words > held.words {
            held.words = words;
            held.fullest = index;
        }
        if held.gender == Gender::Unknown && name.kind == EntityType::PER {
            held.gender = gender_of(view, name.tokens);
        }
        if held.generation == 0 && name.kind == EntityType::PER {
            held.generation = generation::of(view, name);
        }
        let form = form_hash(view, name);
        if self.by_form.insert(form, chain).is_none() && name.kind == EntityType::PER {
            self.remember_words(view, name, chain);
        }
    }

    fn remember_words<K: Knowledge>(&mut self, view: &View<'_, K>, name: Name, chain: u32) {
        for index in name.tokens.indices() {
            if !view.tokens.tokens[index].may_be_name() {
                continue;
            }
            let sound = self.sounds.of(view.tokens.hashes[index], view.word(index));
            self.remember(view.tokens.hashes[index], chain);
            self.remember(sound, chain);
        }
    }

    fn remember(&mut self, key: u64, chain: u32) {
        let place = self.remembered.len() as u32;
        match self.by_word.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert((place, place, 1));
            }
            Entry::Occupied(mut entry) => {
                let (first, last, count) = *entry.get();
                let known = of_word(&self.remembered, first).any(|held| held == chain);
                if known || count >= MOST_PER_WORD {
                    return;
                }
                self.remembered[last as usize].1 = place;
                entry.insert((first, place, count + 1));
            }
        }
        self.remembered.push((chain, NONE));
    }

    /// The chain of the body, no listed one, whose name is composed of these words, see [`composed_hash`].
    pub(crate) fn body(&self, hash: u64) -> Option<u32> {
        self.by_body.get(&hash).copied()
    }

    /// The chains remembered for a word or sound, in the order in which they were met.
    fn chains_of(&self, key: u64) -> impl Iterator<Item = u32> {
        let first = self.by_word.get(&key).map_or(NONE, |(first, ..)| *first);
        of_word(&self.remembered, first)
    }
}

/// The chains of one word, from the one at place `first` on.
fn of_word(remembered: &[(u32, u32)], first: u32) -> impl Iterator<Item = u32> {
    let mut next = first;
    std::iter::from_fn(move || {
        let (chain, after) = *remembered.get(next as usize)?;
        next = after;
        Some(chain)
    })
}

/// Hash of the words of a name and of its type.
fn form_hash<K: Knowledge>(view: &View<'_, K>, name: Name) -> u64 {
    let kind = whosaid_text::hash_bytes(name.kind.as_str().as_bytes());
    name.tokens.indices().fold(kind, |hash, index| {
        // A hyphen is as good as a space.
        if view.is_inner_hyphen(index) {
            hash
        } else {
            (hash.rotate_left(5) ^ view.tokens.hashes[index]).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        }
    })
}

/// False for a listed entity whose row has context words none of which stands in the document.
fn in_context<K: Knowledge>(view: &View<'_, K>, id: ListedId) -> bool {
    let has = |word: u64| view.tokens.hashes.contains(&word);
    view.knowledge.is_spoken_of(id, &has) != Some(false)
}

/// Candidates of a name's match that are of its type.
fn candidates<'v, K: Knowledge>(
    view: &View<'v, K>,
    name: Name,
) -> impl Iterator<Item = &'v Candidate> + use<'v, K> {
    let matches = view.matches;
    name.matched
        .map(|index| &matches.matches[index as usize])
        .into_iter()
        .flat_map(move |found| matches.candidates(found))
        .filter(move |candidate| candidate.kind == name.kind)
}

/// Links all names.
pub(crate) fn link<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains) {
    chains.clear(names.len());
    let likeliest = view
        .matches
        .matches
        .iter()
        .filter_map(|found| view.matches.candidates(found).first());
    fetch(likeliest.map(|candidate| view.knowledge.entity(candidate.id).gender as u8));
    places::link(view, names, chains);
    for (index, name) in names.iter().enumerate() {
        if chains.of_name[index] != NONE {
            continue;
        }
        let sure = candidates(view, *name)
            .find(|candidate| !candidate.needs_support)
            .filter(|candidate| !bodies::is_of_any_state(view, *name) || in_context(view, candidate.id))
            .filter(|candidate| !lone::is_another(view, *name, candidate.id));
        if let Some(candidate) = sure {
            chains.join_listed(view, names, index, candidate.id);
        }
    }
    people::full_names(view, names, chains);
    bodies::link(view, names, chains);
    for (index, name) in names.iter().enumerate() {
        if chains.of_name[index] == NONE && name.kind != EntityType::PER {
            other(view, names, index, chains);
        }
    }
    lone::lone_names(view, names, chains);
}

/// A place, a people, an event: the same words, a listed name, or new.
fn other<K: Knowledge>(view: &View<'_, K>, names: &[Name], index: usize, chains: &mut Chains) {
    let name = names[index];
    if let Some(chain) = chains.by_form.get(&form_hash(view, name)) {
        let chain = *chain;
        return chains.join(view, names, index, chain);
    }
    // "Gabrielle" after "Cyclone Gabrielle".
    if name.kind == EntityType::EVENT && name.tokens.len() == 1 {
        let word = view.tokens.hashes[name.tokens.start as usize];
        let storm = chains.chains.iter().position(|chain| {
            let full = names[chain.fullest];
            chain.kind == EntityType::EVENT && view.tokens.hashes[full.tokens.end as usize - 1] == word
        });
        if let Some(storm) = storm {
            chains.why[index] = Some((Rule("entities:short-form"), Confidence::new(0.8)));
            return chains.join(view, names, index, storm as u32);
        }
    }
    // Several listed ones: the one that the document speaks of anyway, or the likeliest.
    let known =
        candidates(view, name).find(|candidate| chains.by_listed.contains_key(&u64::from(candidate.id.0)));
    if let Some(candidate) = known.or_else(|| candidates(view, name).next()) {
        return chains.join_listed(view, names, index, candidate.id);
    }
    let found = chains
        .resolved
        .ask(view.knowledge, name.span.of(view.text), name.kind);
    if let Some(found) = found.filter(|found| is_supported(view, name, found, chains)) {
        chains.why[index] = Some(crate::view::why(found));
        return chains.join_listed(view, names, index, found.id);
    }
    let chain = chains.open(view, names, index, None);
    chains.join(view, names, index, chain);
}

/// A place with so few letters sounds like too many: Yaba is not Aba.
const SHORT_PLACE: usize = 4;

/// One word sounds like some name of the world easily: the document must speak of a place's country too, and what is only
/// near in spelling needs that whatever it is.
fn is_supported<K: Knowledge>(
    view: &View<'_, K>,
    name: Name,
    found: &Resolution,
    chains: &mut Chains,
) -> bool {
    if name.tokens.len() > 1 || found.step < MatchStep::Sound {
        return true;
    }
    let has = |word: u64| view.tokens.hashes.contains(&word);
    let spoken = view.knowledge.is_spoken_of(found.id, &has);
    if found.step < MatchStep::Near {
        let short = name.span.of(view.text).chars().count() <= SHORT_PLACE;
        return name.kind != EntityType::LOC || (spoken != Some(false) && !short);
    }
    let country = view.knowledge.country_of(found.id);
    spoken == Some(true)
        || [Some(found.id), country]
            .into_iter()
            .flatten()
            .any(|id| chains.speaks_of(view, &view.knowledge.entity(id).name))
}

/// Writes entities and mentions; returns the entity of each chain through `entity_of`.
pub(crate) fn write<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    chains: &mut Chains,
    entity_of: &mut Vec<EntityIndex>,
    linked: &mut Linked,
) {
    const UNSET: EntityIndex = EntityIndex(u32::MAX);
    entity_of.clear();
    entity_of.resize(chains.chains.len(), UNSET);
    if chains.made.len() >= MOST_MADE {
        chains.made.clear();
    }
    chains.keys.clear();
    let keys = chains.chains.iter().map(|chain| key_of(view, names, chain));
    chains.keys.extend(keys);
    let held = |key: &u64| chains.made.get(key).map(|entity| entity.gender as u8);
    fetch(chains.keys.iter().flatten().map(held));
    linked.entities.reserve(chains.chains.len());
    linked.mentions.reserve(names.len());
    for (index, name) in names.iter().enumerate() {
        let number = chains.of_name[index] as usize;
        if entity_of[number] == UNSET {
            entity_of[number] = EntityIndex(linked.entities.len() as u32);
            let chain = &chains.chains[number];
            linked.entities.push(match chain.listed {
                Some(id) => Arc::clone(view.knowledge.entity(id)),
                None => {
                    let surface = names[chain.fullest].span.of(view.text);
                    let mut new = || Arc::new(new_entity(view, surface, chain, &mut chains.sounds));
                    match chains.keys[number] {
                        Some(key) => Arc::clone(chains.made.entry(key).or_insert_with(new)),
                        None => new(),
                    }
                }
            });
        }
        // Lists have the name, and somebody else is meant.
        let listed = chains.chains[number].listed.is_some() || !name.rule.0.starts_with("gazetteer:");
        let own = if listed {
            (name.rule, name.confidence)
        } else {
            (Rule("entities:namesake"), name.confidence.min(NAMESAKE))
        };
        let (rule, confidence) = chains.why[index].unwrap_or(own);
        // "(FoA)" is what the long form before it is, whatever the model took it for.
        let acronym = rule == Rule(ACRONYM);
        linked.mentions.push(Mention {
            span: name.span,
            kind: if acronym {
                chains.chains[number].kind
            } else {
                name.kind
            },
            entity: entity_of[number],
            rule,
            confidence: confidence.min(if name.confidence.hundredths() == 0 {
                confidence
            } else {
                Confidence::new(1.0)
            }),
        });
    }
}

/// So many new entities are held; then all are forgotten.
const MOST_MADE: usize = 1 << 14;

/// What the entity of a chain is held under, if no list has it and it does not hold for this document only.
fn key_of<K: Knowledge>(view: &View<'_, K>, names: &[Name], chain: &Chain) -> Option<u64> {
    if chain.local || chain.listed.is_some() {
        return None;
    }
    let surface = names[chain.fullest].span.of(view.text);
    Some(
        hash_bytes(surface.as_bytes())
            ^ chain.body.unwrap_or_default().rotate_left(19)
            ^ hash_bytes(chain.kind.as_str().as_bytes()).rotate_left(chain.gender as u32),
    )
}

fn new_entity<K: Knowledge>(view: &View<'_, K>, surface: &str, chain: &Chain, sounds: &mut Sounds) -> Entity {
    let name = ids::canonical(surface, chain.kind);
    let id = match chain.body {
        Some(body) => ids::of_hash(chain.kind, body),
        None => {
            let document = (chain.local).then_some((view.document.id.as_str(), chain.generation));
            ids::of_name(chain.kind, &name, sounds.key(&name), document)
        }
    };
    Entity {
        id: id.into(),
        kind: chain.kind,
        name: name.into(),
        list: whosaid_text::NEW_LIST.into(),
        gender: chain.gender,
        roles: Box::default(),
    }
}
