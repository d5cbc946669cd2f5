//! Organisations: one body, many ways to compose its name.
//!
//! "Ruritanian Defense Ministry", "Ministry of Defence of Ruritania" and "the Ruritanian MoD" hold the same words, if a
//! nationality counts as its country, "defense" as "defence", and order and "of" do not count: a *bag*.

use whosaid_text::{Confidence, EntityType, Knowledge, ListedId, Rule, hash_bytes, hash_word};

use super::{ACRONYM, Chains, NONE, candidates, form_hash};
use crate::lexicon::{Lexicon, WordClass};
use crate::view::{Name, View, why};

/// So many acronyms of a document are remembered.
const MOST_INTRODUCED: usize = 64;
/// So many of the bodies named last are looked through for a longer form.
const LOOKED_THROUGH: usize = 64;

/// Chains for all organisations that are not linked yet.
pub(super) fn link<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains) {
    let mut bags: Vec<(u32, Vec<u64>)> = Vec::new();
    let mut introduced = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if name.kind != EntityType::ORG {
            continue;
        }
        if chains.of_name[index] == NONE {
            assign(view, names, index, chains, &mut bags);
        }
        let chain = chains.of_name[index];
        if let Some(short) = introduces(view, names, index)
            && (chains.chains[chain as usize].listed.is_none()
                || listed_as(chains, index + 1) != Some(EntityType::ORG))
            && introduced.len() < MOST_INTRODUCED
        {
            introduced.push((short, chain, index + 1));
        }
    }
    // "Long Name (LN)": from here on the short one is the long one's.
    for (short, chain, from) in introduced {
        if listed_as(chains, from) == Some(EntityType::ORG) {
            let listed = chains.of_name[from];
            absorb(view, names, chains, chain, listed);
            continue;
        }
        for (index, name) in names.iter().enumerate().skip(from) {
            // A list may know another thing by the letters; the text speaks louder.
            let body = listed_as(chains, index) == Some(EntityType::ORG);
            if name.tokens.len() == 1 && view.tokens.hashes[name.tokens.start as usize] == short && !body {
                chains.join(view, names, index, chain);
                chains.why[index] = Some((Rule(ACRONYM), Confidence::new(0.9)));
            }
        }
    }
}

/// Type of the listed entity that name number `index` is linked to.
fn listed_as(chains: &Chains, index: usize) -> Option<EntityType> {
    let chain = chains.chains.get(chains.of_name[index] as usize)?;
    chain.listed.map(|_| chain.kind)
}

fn assign<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    chains: &mut Chains,
    bags: &mut Vec<(u32, Vec<u64>)>,
) {
    let name = names[index];
    if let Some(chain) = chains.by_form.get(&form_hash(view, name)).copied() {
        return chains.join(view, names, index, chain);
    }
    if let Some(candidate) = candidates(view, name).next() {
        return chains.join_listed(view, names, index, candidate.id);
    }
    let bag = bag(view, name);
    let sum = bag
        .iter()
        .fold(hash_bytes(b"ORG"), |sum, word| sum.wrapping_add(*word));
    let body = hash_bytes(&sum.to_le_bytes());
    if let Some(chain) = chains.by_body.get(&body).copied() {
        return chains.join(view, names, index, chain);
    }
    // A word alone sounds like too many.
    if name.tokens.len() > 1
        && let Some(found) = chains
            .resolved
            .ask(view.knowledge, name.span.of(view.text), EntityType::ORG)
        && is_of_here(view, name, found.id, chains)
    {
        chains.why[index] = Some(why(found));
        return chains.join_listed(view, names, index, found.id);
    }
    // The short form of a longer name, the one named last.
    let longer = bags.iter().rev().take(LOOKED_THROUGH).find(|(_, held)| {
        held.len() > bag.len() && !bag.is_empty() && bag.iter().all(|word| held.contains(word))
    });
    let acronym = acronym_of(view, name).and_then(|letters| {
        bags.iter()
            .rev()
            .take(LOOKED_THROUGH)
            .find(|(chain, _)| initials(view, names[chains.chains[*chain as usize].fullest]) == letters)
    });
    if let Some((chain, _)) = longer.or(acronym) {
        let chain = *chain;
        chains.why[index] = Some((Rule("entities:short-form"), Confidence::new(0.75)));
        return chains.join(view, names, index, chain);
    }
    let chain = chains.open(view, names, index, None);
    chains.chains[chain as usize].body = Some(body);
    chains.by_body.insert(body, chain);
    chains.join(view, names, index, chain);
    if bags.len() < 4096 {
        bags.push((chain, bag));
    }
}

/// False for "National Council" where the listed one is the "National Council of Ruritania" and the document does not
/// speak of Ruritania.
fn is_of_here<K: Knowledge>(view: &View<'_, K>, name: Name, id: ListedId, chains: &mut Chains) -> bool {
    let listed = &view.knowledge.entity(id).name;
    match listed.rsplit_once(" of ") {
        Some((_, country)) => {
            let country = country.strip_prefix("the ").unwrap_or(country);
            name.span.of(view.text).contains(country)
                || bag_has_country(view, name)
                || chains.speaks_of(view, country)
        }
        None => true,
    }
}

/// True if a country or nationality stands in the name.
fn bag_has_country<K: Knowledge>(view: &View<'_, K>, name: Name) -> bool {
    let end = name.tokens.end as usize;
    name.tokens
        .indices()
        .any(|index| country_in(view, index, end).is_some())
}

/// Moves all names of one chain to another.
fn absorb<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains, from: u32, to: u32) {
    if from == to || chains.chains[from as usize].listed.is_some() {
        return;
    }
    for index in 0..names.len() {
        if chains.of_name[index] == from {
            chains.join(view, names, index, to);
        }
    }
}

/// The content words of an organisation's name, sorted; a country's name or nationality as the country's id.
fn bag<K: Knowledge>(view: &View<'_, K>, name: Name) -> Vec<u64> {
    let mut bag = Vec::with_capacity(6);
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let owner = (start >= 2 && view.tokens.tokens[start - 1].kind == whosaid_text::TokenKind::Clitic)
        .then(|| country_in(view, start - 2, start - 1))
        .flatten();
    let mut index = start;
    let mut has_country = false;
    while index < end {
        if let Some((country, length)) = country_in(view, index, end) {
            bag.push(country);
            has_country = true;
            index += length;
            continue;
        }
        if view.tokens.tokens[index].is_word() || view.tokens.tokens[index].may_be_name() {
            view.lexicon.body_words(view.tokens.hashes[index], &mut bag);
        } else if view.tokens.tokens[index].kind == whosaid_text::TokenKind::Number {
            bag.push(view.tokens.hashes[index]);
        }
        index += 1;
    }
    if let (false, Some((country, _))) = (has_country, owner) {
        bag.push(country);
    }
    bag.sort_unstable();
    bag.dedup();
    bag
}

/// The country that a match of the gazetteer beginning at token `index` names, as a hash of its id, and the tokens.
fn country_in<K: Knowledge>(view: &View<'_, K>, index: usize, end: usize) -> Option<(u64, usize)> {
    let matches = &view.matches.matches;
    let at = matches.partition_point(|found| (found.tokens.start as usize) < index);
    let found = matches.get(at)?;
    if found.tokens.start as usize != index || found.tokens.end as usize > end {
        return None;
    }
    let country = view
        .matches
        .candidates(found)
        .iter()
        .find_map(|candidate| view.knowledge.country_of(candidate.id))?;
    Some((
        hash_bytes(view.knowledge.entity(country).id.as_bytes()),
        found.tokens.len(),
    ))
}

/// If the next name stands in brackets directly after name number `index` and is its acronym: its hash.
fn introduces<K: Knowledge>(view: &View<'_, K>, names: &[Name], index: usize) -> Option<u64> {
    let (long, short) = (names[index], names.get(index + 1)?);
    let (open, at) = (long.tokens.end as usize, short.tokens.start as usize);
    let bracketed = short.tokens.len() == 1
        && at == open + 1
        && matches!(view.word(open), "(" | "[")
        && at + 1 < view.tokens.len()
        && matches!(view.word(at + 1), ")" | "]");
    if !bracketed {
        return None;
    }
    let letters = acronym_of(view, *short)?;
    (is_subsequence(&letters, &initials(view, long))).then(|| view.tokens.hashes[at])
}

fn acronym_of<K: Knowledge>(view: &View<'_, K>, name: Name) -> Option<String> {
    let word = name.span.of(view.text);
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = letters.chars().filter(|c| c.is_uppercase()).count();
    (name.tokens.len() == 1 && upper >= 2 && letters.chars().count() <= 8 && upper * 2 > letters.len())
        .then(|| letters.chars().filter(|c| c.is_uppercase()).collect())
}

/// First letters of the capitalised words of a name.
fn initials<K: Knowledge>(view: &View<'_, K>, name: Name) -> String {
    name.tokens
        .indices()
        .filter(|index| view.tokens.tokens[*index].may_be_name())
        .filter_map(|index| view.word(index).chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

fn is_subsequence(letters: &str, of: &str) -> bool {
    // The acronym may hold letters of small words ("FoA"), the name words that the acronym leaves out.
    let mut rest = letters.chars().peekable();
    for c in of.chars() {
        if rest.peek() == Some(&c) {
            rest.next();
        }
    }
    rest.peek().is_none() || of.chars().all(|c| letters.contains(c))
}

impl Lexicon {
    /// Adds the canonical words of a word of an organisation's name: none for "of", two for "MoD".
    fn body_words(&self, hash: u64, bag: &mut Vec<u64>) {
        match self.body.get(&hash) {
            Some(words) => bag.extend(words.iter()),
            None if self.class(hash).any(WordClass::COMPANY) => {}
            None => bag.push(hash),
        }
    }

    /// Reads `body_words.csv`.
    pub(crate) fn read_body_words(&mut self) {
        for row in crate::lexicon::entries(include_str!("../../data/body_words.csv")).skip(1) {
            let (word, canonical) = row.split_once(',').unwrap_or((row, ""));
            let words = canonical.split_whitespace().map(hash_word).collect();
            self.body.insert(hash_word(word), words);
        }
    }
}
