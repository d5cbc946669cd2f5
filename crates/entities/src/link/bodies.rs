//! Organisations: one body, many ways to compose its name.
//!
//! "Ruritanian Defense Ministry", "Ministry of Defence of Ruritania" and "the Ruritanian MoD" hold the same words, if a
//! nationality counts as its country, "defense" as "defence", and order and "of" do not count: a *bag*.

use whosaid_text::{
    Confidence, EntityType, Knowledge, ListedId, MatchStep, Period, Rule, TokenKind, hash_bytes, hash_word,
};

use super::{ACRONYM, Chains, NONE, candidates, form_hash, in_context};
use crate::acronyms;
use crate::lexicon::{Lexicon, WordClass};
use crate::view::{Name, View, why};

/// So many acronyms of a document are remembered.
const MOST_INTRODUCED: usize = 64;
/// So many names are looked through for a company's full name.
const LOOKED_FOR: usize = 400;
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
        if introduced.len() < MOST_INTRODUCED {
            introduced.extend(introduces(view, names, index));
        }
    }
    // "Long Name (LN)": from here on the short one is the long one's.
    for (letters, long, short) in introduced {
        let chain = chains.of_name[long];
        if chain == NONE {
            continue;
        }
        if listed_as(chains, short) == Some(EntityType::ORG) && listed_as(chains, long).is_none() {
            let listed = chains.of_name[short];
            absorb(view, names, chains, chain, listed);
            continue;
        }
        let other = chains.of_name[short];
        for (index, name) in names.iter().enumerate().skip(short) {
            // A list may know another thing by the letters; the text speaks louder.
            let body = index != short
                && listed_as(chains, index) == Some(EntityType::ORG)
                && chains.of_name[index] != other;
            if name.tokens.len() == 1 && view.tokens.hashes[name.tokens.start as usize] == letters && !body {
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
    if let Some(candidate) = candidates(view, name).find(|candidate| in_context(view, candidate.id)) {
        return chains.join_listed(view, names, index, candidate.id);
    }
    if let Some(chain) = full_company(view, names, name, chains) {
        chains.why[index] = Some((Rule("entities:short-form"), Confidence::new(0.75)));
        return chains.join(view, names, index, chain);
    }
    if let Some(id) = without_form(view, name) {
        return chains.join_listed(view, names, index, id);
    }
    let (mut bag, mut country) = bag(view, name);
    if let Some(id) = country.and_then(|country| ministry(view, country, &bag)) {
        chains.why[index] = Some((Rule("entities:composed"), Confidence::new(0.9)));
        return chains.join_listed(view, names, index, id);
    }
    if country.is_none()
        && bag.len() > 1
        && bag.contains(&hash_word("ministry"))
        && let Some(id) = ministry_in_focus(view, names, chains, &bag)
    {
        chains.why[index] = Some((Rule("entities:composed-in-focus"), Confidence::new(0.7)));
        return chains.join_listed(view, names, index, id);
    }
    let of_state = bag.len() > 1 || matches!(view.word(name.tokens.start as usize), "Parliament" | "Senate");
    if country.is_none()
        && of_state
        && bag.iter().all(|word| view.lexicon.state_words.contains(word))
        && let Some(focus) = chains.country_in_focus(view, names)
    {
        // "The Constitutional Court" is the country’s in focus, listed or not.
        if let Some(id) = body_of(view, name, focus, chains) {
            chains.why[index] = Some((Rule("entities:composed-in-focus"), Confidence::new(0.7)));
            return chains.join_listed(view, names, index, id);
        }
        country = Some(focus);
    }
    if let Some(country) = country {
        bag.push(hash_bytes(view.knowledge.entity(country).id.as_bytes()));
    }
    let body = composed_hash(&mut bag);
    if let Some(chain) = chains.by_body.get(&body).copied() {
        return chains.join(view, names, index, chain);
    }
    // A word alone sounds like too many.
    if name.tokens.len() > 1
        && let Some(found) = chains
            .resolved
            .ask(view.knowledge, name.span.of(view.text), EntityType::ORG)
        && in_context(view, found.id)
        && is_of_here(view, name, found.id, country, chains)
    {
        chains.why[index] = Some(why(found));
        return chains.join_listed(view, names, index, found.id);
    }
    // The short form of a longer name, the one named last.
    let headed = bag.contains(&hash_word("ministry"));
    let longer = bags.iter().rev().take(LOOKED_THROUGH).find(|(chain, held)| {
        let long = names[chains.chains[*chain as usize].fullest];
        held.len() > bag.len()
            && !bag.is_empty()
            && bag.iter().all(|word| held.contains(word))
            && !(headed && is_part_of_ministry(view, long))
    });
    let acronym = acronym_of(view, name).and_then(|letters| {
        bags.iter().rev().take(LOOKED_THROUGH).find(|(chain, _)| {
            acronyms::initials(view, names[chains.chains[*chain as usize].fullest]) == letters
        })
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

/// The chain of the company that a lone name was found to stand for, see [`crate::companies`]: its first word.
fn full_company<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    name: Name,
    chains: &Chains,
) -> Option<u32> {
    if name.rule != crate::companies::COMPANY || name.tokens.len() > 1 {
        return None;
    }
    let word = view.tokens.hashes[name.tokens.start as usize];
    let full = names
        .iter()
        .zip(&chains.of_name)
        .take(LOOKED_FOR)
        .find(|(full, chain)| {
            **chain != NONE
                && full.kind == EntityType::ORG
                && full.tokens.len() > 1
                && view.tokens.hashes[full.tokens.start as usize] == word
        });
    full.map(|(_, chain)| *chain)
}

/// The listed company that a name with a legal form is: "Lamberg AG".
pub(super) fn without_form<K: Knowledge>(view: &View<'_, K>, name: Name) -> Option<ListedId> {
    let (start, mut end) = (name.tokens.start, name.tokens.end as usize);
    let form = WordClass::LEGAL_FORM.with(WordClass::COMPANY);
    while end > start as usize + 1 && view.class(end - 1).any(form) {
        end -= 1;
    }
    if end == name.tokens.end as usize {
        return None;
    }
    let matches = &view.matches.matches;
    let at = matches.partition_point(|found| found.tokens.start < start);
    let found = matches.get(at)?;
    let whole = found.tokens.start == start && found.tokens.end as usize == end;
    let first = view.matches.candidates(found).first().filter(|_| whole)?;
    (first.kind == EntityType::ORG).then_some(first.id)
}

/// "The Ministry of Defence": the country’s in focus.
fn ministry_in_focus<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    chains: &mut Chains,
    words: &[u64],
) -> Option<ListedId> {
    ministry(view, chains.country_in_focus(view, names)?, words)
}

/// True for "House of Representatives": words of which many a country’s bodies are called.
pub(super) fn is_of_any_state<K: Knowledge>(view: &View<'_, K>, name: Name) -> bool {
    name.kind == EntityType::ORG
        && name.tokens.indices().all(|index| {
            view.word(index) == "of" || view.lexicon.state_words.contains(&view.tokens.hashes[index])
        })
}

/// The listed body of a country that is called so with its name or nationality: "Constitutional Court of Syldavia".
fn body_of<K: Knowledge>(
    view: &View<'_, K>,
    name: Name,
    country: ListedId,
    chains: &mut Chains,
) -> Option<ListedId> {
    let surface = name.span.of(view.text);
    let of = &view.knowledge.entity(country).name;
    let mut forms = vec![format!("{surface} of {of}"), format!("{of} {surface}")];
    for people in view
        .knowledge
        .holders("people", of, Period::default())
        .into_iter()
        .take(2)
    {
        forms.push(format!("{} {surface}", view.knowledge.entity(people).name));
    }
    forms.iter().find_map(|form| {
        let found = chains.resolved.ask(view.knowledge, form, EntityType::ORG)?;
        (found.step <= MatchStep::Folded).then_some(found.id)
    })
}

/// True for "Press Service of the Ministry of Defence", which the ministry itself is not.
fn is_part_of_ministry<K: Knowledge>(view: &View<'_, K>, long: Name) -> bool {
    let of = long.tokens.indices().find(|index| view.word(*index) == "of");
    let head = long.tokens.start as usize..of.unwrap_or(long.tokens.end as usize);
    !head
        .into_iter()
        .any(|index| view.word(index).eq_ignore_ascii_case("ministry"))
}

/// False for "National Council" where the listed one is the "National Council of Ruritania" (or the "Ruritanian National
/// Council") and the document does not speak of Ruritania, or `country` before the name is another one.
fn is_of_here<K: Knowledge>(
    view: &View<'_, K>,
    name: Name,
    id: ListedId,
    country: Option<ListedId>,
    chains: &mut Chains,
) -> bool {
    let listed = &view.knowledge.entity(id).name;
    match listed.rsplit_once(" of ") {
        Some((_, country)) => {
            let country = country.strip_prefix("the ").unwrap_or(country);
            name.span.of(view.text).contains(country)
                || bag_has_country(view, name)
                || chains.speaks_of(view, country)
        }
        None => {
            let Some((first, _)) = listed.split_once(' ') else {
                return true;
            };
            if name.span.of(view.text).starts_with(first) {
                return true;
            }
            let known = [EntityType::LOC, EntityType::NORP].into_iter().find_map(|kind| {
                let found = chains.resolved.ask(view.knowledge, first, kind)?;
                let sure = found.step <= MatchStep::Folded;
                sure.then(|| view.knowledge.country_of(found.id)).flatten()
            });
            let Some(own) = known else {
                return true;
            };
            country.is_none_or(|country| country == own)
                && chains.speaks_of(view, &view.knowledge.entity(own).name)
        }
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

/// The content words of an organisation's name, and the country that its name, nationality or the possessive before it
/// tells.
fn bag<K: Knowledge>(view: &View<'_, K>, name: Name) -> (Vec<u64>, Option<ListedId>) {
    let mut bag = Vec::with_capacity(6);
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let mut index = start;
    let mut of = None;
    while index < end {
        if let Some((country, length)) = country_in(view, index, end)
            && of.is_none_or(|of| of == country)
        {
            of = Some(country);
            index += length;
            continue;
        }
        if view.tokens.tokens[index].is_word() || view.tokens.tokens[index].may_be_name() {
            view.lexicon.body_words(view.tokens.hashes[index], &mut bag);
        } else if view.tokens.tokens[index].kind == TokenKind::Number {
            bag.push(view.tokens.hashes[index]);
        }
        index += 1;
    }
    let owner = || {
        let owned = start >= 2 && view.tokens.tokens[start - 1].kind == TokenKind::Clitic;
        owned.then(|| country_in(view, start - 2, start - 1)).flatten()
    };
    let of = of.or_else(|| owner().map(|(country, _)| country));
    (bag, of)
}

/// Hash of the words of a body's name, a country by the hash of its id: whatever their order. Sorts them.
pub(crate) fn composed_hash(bag: &mut Vec<u64>) -> u64 {
    bag.sort_unstable();
    bag.dedup();
    let sum = bag
        .iter()
        .fold(hash_bytes(b"ORG"), |sum, word| sum.wrapping_add(*word));
    hash_bytes(&sum.to_le_bytes())
}

/// The one listed ministry of a country whose name is composed of just these words: "defence" and "ministry".
pub(crate) fn ministry<K: Knowledge>(
    view: &View<'_, K>,
    country: ListedId,
    words: &[u64],
) -> Option<ListedId> {
    if words.len() < 2 || !words.contains(&hash_word("ministry")) {
        return None;
    }
    let mut found = None;
    let mut bag = Vec::with_capacity(8);
    for id in view.knowledge.holders(
        "ministry",
        &view.knowledge.entity(country).name,
        Period::default(),
    ) {
        let body = view.knowledge.entity(id);
        let of = body.roles.iter().find(|role| *role.title == *"ministry");
        let own = of.and_then(|role| body.name.strip_suffix(&*role.of));
        let own = own.map(|own| own.trim_end_matches(" the ").trim_end_matches(" of "));
        bag.clear();
        for word in own.unwrap_or(&body.name).split_whitespace() {
            view.lexicon.body_words(hash_word(word), &mut bag);
        }
        let same = bag.iter().all(|word| words.contains(word)) && words.iter().all(|word| bag.contains(word));
        if same && found.replace(id).is_some() {
            return None;
        }
    }
    found
}

/// The country that a match of the gazetteer beginning at token `index` names, and the number of its tokens. A capital
/// is no country here: the Klow City Court is not Syldavia's.
fn country_in<K: Knowledge>(view: &View<'_, K>, index: usize, end: usize) -> Option<(ListedId, usize)> {
    let matches = &view.matches.matches;
    let at = matches.partition_point(|found| (found.tokens.start as usize) < index);
    let found = matches.get(at)?;
    if found.tokens.start as usize != index || found.tokens.end as usize > end {
        return None;
    }
    let country = view.matches.candidates(found).iter().find_map(|candidate| {
        let country = view.knowledge.country_of(candidate.id)?;
        (candidate.kind != EntityType::LOC || country == candidate.id).then_some(country)
    })?;
    Some((country, found.tokens.len()))
}

/// If name number `index` and the next one are a long form and its acronym, one of them in brackets: the acronym’s
/// hash, the number of the long form and that of the acronym.
fn introduces<K: Knowledge>(view: &View<'_, K>, names: &[Name], index: usize) -> Option<Introduced> {
    let (one, two) = (names[index], *names.get(index + 1)?);
    let is = |name: Name, at: usize| name.tokens.len() == 1 && name.tokens.contains(at);
    let hash = |at: usize| view.tokens.hashes[at];
    let after = acronyms::inside(view, one).filter(|at| is(two, *at));
    let before = || acronyms::before(view, two).filter(|at| is(one, *at));
    match after {
        Some(at) => Some((hash(at), index, index + 1)),
        None => before().map(|at| (hash(at), index + 1, index)),
    }
}

/// Hash of an acronym, number of the name that is its long form, and of the one that is the acronym.
type Introduced = (u64, usize, usize);

fn acronym_of<K: Knowledge>(view: &View<'_, K>, name: Name) -> Option<String> {
    acronyms::letters_of(name.span.of(view.text)).filter(|_| name.tokens.len() == 1)
}

impl Lexicon {
    /// Adds the canonical words of a word of an organisation's name: none for "of", two for "MoD".
    pub(crate) fn body_words(&self, hash: u64, bag: &mut Vec<u64>) {
        match self.body.get(&hash) {
            Some(words) => bag.extend(words.iter()),
            None if self
                .class(hash)
                .any(WordClass::COMPANY.with(WordClass::LEGAL_FORM)) => {}
            None => bag.push(hash),
        }
    }

    /// Reads `body_words.csv`.
    pub(crate) fn read_body_words(&mut self) {
        for row in whosaid_text::entries(include_str!("../../data/body_words.csv")).skip(1) {
            let (word, canonical) = row.split_once(',').unwrap_or((row, ""));
            let words = canonical.split_whitespace().map(hash_word).collect();
            self.body.insert(hash_word(word), words);
        }
    }
}
