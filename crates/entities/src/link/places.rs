//! "Norfolk, Virginia": the place of that name in that region or country, not its famous namesake.

use whosaid_text::{EntityType, Knowledge, ListedId, hash_bytes};

use super::{Chains, NONE, candidates, form_hash};
use crate::view::{Name, View};

/// So many places of a document are told by what lies around them.
const MOST: usize = 64;

/// Where a name says that its place lies.
enum Place {
    /// The listed one.
    Listed(ListedId),
    /// One that no list has; a hash of what it is called and where it lies.
    Unlisted(u64),
}

/// Chains for places whose region or country stands behind them, and for the same name wherever it stands alone.
pub(super) fn link<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains) {
    let mut told: Vec<(u64, u32)> = Vec::new();
    for index in 0..names.len() {
        if chains.of_name[index] != NONE || told.len() >= MOST {
            continue;
        }
        let Some(place) = place(view, names, index) else {
            continue;
        };
        match place {
            Place::Listed(id) => chains.join_listed(view, names, index, id),
            Place::Unlisted(hash) => {
                let chain = match chains.by_body.get(&hash) {
                    Some(chain) => *chain,
                    None => chains.open(view, names, index, None),
                };
                chains.chains[chain as usize].body = Some(hash);
                chains.by_body.insert(hash, chain);
                chains.join(view, names, index, chain);
            }
        }
        told.push((form_hash(view, names[index]), chains.of_name[index]));
    }
    for (form, chain) in &told {
        // Two places of one name in one text: each occurrence for itself.
        if told
            .iter()
            .any(|(other, elsewhere)| other == form && elsewhere != chain)
        {
            continue;
        }
        for index in 0..names.len() {
            if chains.of_name[index] == NONE
                && names[index].kind == EntityType::LOC
                && form_hash(view, names[index]) == *form
            {
                chains.join(view, names, index, *chain);
            }
        }
    }
}

fn place<K: Knowledge>(view: &View<'_, K>, names: &[Name], index: usize) -> Option<Place> {
    let (name, region) = (names[index], *names.get(index + 1)?);
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let kinds = name.kind == EntityType::LOC && region.kind == EntityType::LOC && name.matched.is_some();
    if !kinds
        || region.tokens.start as usize != end + 1
        || view.word(end) != ","
        || end + 1 >= view.sentence_end(start)
    {
        return None;
    }
    let next = names.get(index + 2);
    let placed = start == view.sentence_start(start)
        || matches!(
            view.word(start - 1),
            "in" | "In" | "at" | "near" | "from" | "of" | "outside" | "to"
        );
    let after = region.tokens.end as usize;
    let between_commas = after < view.sentence_end(start) && view.word(after) == ",";
    if !(placed || between_commas) || !closes(view, after, next) {
        return None;
    }
    let around = candidates(view, region).next()?.id;
    let land = view.knowledge.lies_in(around)?;
    let has = |word: u64| region.tokens.indices().any(|at| view.tokens.hashes[at] == word);
    let all = || candidates(view, name).map(|candidate| candidate.id);
    // A country is no place in another one: "Turkey, Syria".
    if all().any(|id| view.knowledge.country_of(id) == Some(id)) {
        return None;
    }
    let there = |id: &ListedId| view.knowledge.lies_in(*id) == Some(land);
    let listed = all()
        .filter(there)
        .find(|id| view.knowledge.is_spoken_of(*id, &has) == Some(true))
        .or_else(|| all().find(there));
    Some(match listed {
        Some(id) => Place::Listed(id),
        None => {
            let region = view.knowledge.entity(around);
            let hash = form_hash(view, name) ^ hash_bytes(region.id.as_bytes()).rotate_left(9);
            Place::Unlisted(hash_bytes(&hash.to_le_bytes()))
        }
    })
}

/// True if nothing goes on with a list of places at token `end`.
fn closes<K: Knowledge>(view: &View<'_, K>, end: usize, next: Option<&Name>) -> bool {
    if end >= view.sentence_end(end - 1) {
        return true;
    }
    match view.word(end) {
        "," => {
            let after = view.tokens.tokens.get(end + 1);
            let listed = next.is_some_and(|next| next.tokens.start as usize == end + 1);
            !listed && after.is_some() && !matches!(view.word(end + 1), "and" | "or" | "the" | "as")
        }
        "." | ")" | "(" | ";" | ":" | "-" | "–" | "—" => true,
        _ => false,
    }
}
