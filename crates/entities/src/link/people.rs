//! People by their full names.

use whosaid_text::{
    Confidence, EntityType, Gender, Knowledge, ListedId, MatchStep, Resolution, Rule, TokenKind, TokenRange,
};

use super::bodies::without_form;
use super::{Chains, NONE, candidates, form_hash, generation, in_context, of_word, titled};
use crate::lexicon::WordClass;
use crate::view::{Name, Title, View, why};

/// What the words around and inside a person's name tell of "he" or "she".
pub(crate) fn gender_of<K: Knowledge>(view: &View<'_, K>, tokens: TokenRange) -> Gender {
    let start = tokens.start as usize;
    let title = gender_of_title(view.title_before(start));
    if title != Gender::Unknown || tokens.len() < 2 {
        return title;
    }
    view.knowledge.name_parts(view.tokens.hashes[start]).gender
}

/// What "Mr" or "Queen" before a name tells.
pub(super) fn gender_of_title(title: Option<Title<'_>>) -> Gender {
    title.map_or(Gender::Unknown, |title| title.class.gender())
}

pub(super) fn is_full<K: Knowledge>(view: &View<'_, K>, name: &Name) -> bool {
    let mut words = 0;
    for index in name.tokens.indices() {
        // "Al-Masri", "O-Neil": one word; "van der Berg" has one capital.
        let whole =
            view.tokens.tokens[index].may_be_name() && !(index > 0 && view.is_inner_hyphen(index - 1));
        words += usize::from(whole && !view.class(index).any(WordClass::GENERATION));
    }
    words > 1
}

/// Types that the model is in doubt of and the words of the name tell: a body by its head noun ("Bank of Klow"), a person by an
/// office before it, by its last word alone, or by sounding like a listed one. A listed person under a spelling that the
/// model does not know is easily taken for a body.
pub(crate) fn recast<K: Knowledge>(view: &View<'_, K>, names: &mut [Name], chains: &mut Chains) {
    chains.resolved.begin();
    let lone = names
        .iter()
        .filter(|name| name.kind == EntityType::PER && name.tokens.len() == 1 && name.confidence >= DOUBTFUL);
    let surnames = lone.map(|name| view.tokens.hashes[name.tokens.start as usize]);
    let surnames: Vec<u64> = surnames.take(MOST_SURNAMES).collect();
    for name in names {
        if name.matched.is_some() || name.tokens.len() < 2 {
            continue;
        }
        // "Lamberg Motor Co"; a person may be called Co, but seldom with two words before.
        let suffixed =
            name.tokens.len() > 2 && view.class(name.tokens.end as usize - 1).any(WordClass::COMPANY);
        if name.kind == EntityType::PER && (suffixed || without_form(view, *name).is_some()) {
            name.kind = EntityType::ORG;
            continue;
        }
        if name.confidence >= SURE {
            continue;
        }
        if matches!(name.kind, EntityType::LOC | EntityType::PER) && has_body_head(view, name.tokens) {
            name.kind = EntityType::ORG;
            continue;
        }
        let doubtful = matches!(name.kind, EntityType::ORG | EntityType::LOC)
            && (2..=4).contains(&name.tokens.len())
            && view.tokens.tokens[name.tokens.indices()]
                .iter()
                .all(|token| token.may_be_name());
        if !doubtful {
            continue;
        }
        if name.confidence < DOUBTFUL {
            let found = chains
                .resolved
                .ask(view.knowledge, name.span.of(view.text), EntityType::PER);
            if found.is_some_and(|found| found.confidence >= ALIKE) {
                name.kind = EntityType::PER;
                continue;
            }
        }
        if name.kind == EntityType::ORG && is_called_like_a_person(view, name, &surnames) {
            name.kind = EntityType::PER;
        }
    }
}

/// True for "Klow Water Board", "Bank of Klow", "Union for the Lakes".
fn has_body_head<K: Knowledge>(view: &View<'_, K>, tokens: TokenRange) -> bool {
    let (first, last) = (tokens.start as usize, tokens.end as usize - 1);
    let is_head =
        |index: usize| view.class(index).any(WordClass::BODY) && view.tokens.tokens[index].may_be_name();
    // "West Bank", "Left Bank": an army of rivers.
    (is_head(last) && !view.word(last).eq_ignore_ascii_case("bank"))
        || (is_head(first) && matches!(view.word(first + 1), "of" | "for"))
}

/// True for words none of which a body would have, where an office stands before them ("Mayor Ada Lind") or the last of them
/// is a person’s elsewhere in the document (`surnames`).
fn is_called_like_a_person<K: Knowledge>(view: &View<'_, K>, name: &Name, surnames: &[u64]) -> bool {
    let bodily = WordClass::ORGANISATION
        .with(WordClass::COMPANY)
        .with(WordClass::PLACE)
        .with(WordClass::FIELD)
        .with(WordClass::BODY)
        .with(WordClass::FUNCTION);
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let office = || {
        let title = view.title_before(start);
        title.is_some_and(|title| !title.office.is_empty())
    };
    !name.tokens.indices().any(|index| view.class(index).any(bodily))
        && (surnames.contains(&view.tokens.hashes[end - 1]) || office())
}

/// The rule of an office before a name, and its confidence.
pub(super) const TITLED: (Rule, Confidence) = (Rule("entities:titled"), Confidence::new(0.8));
/// So many people of one word are looked at for a doubtful name.
pub(super) const MOST_SURNAMES: usize = 64;
/// From here on the type of a name is not put in question.
const SURE: Confidence = Confidence::new(0.9);
/// Below this the type of a name is doubtful.
const DOUBTFUL: Confidence = Confidence::new(0.8);
/// From here on two names sound alike enough to tell a type.
const ALIKE: Confidence = Confidence::new(0.93);

/// Chains for all names of several words.
pub(super) fn full_names<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains) {
    for (index, name) in names.iter().enumerate() {
        if name.kind != EntityType::PER || chains.of_name[index] != NONE || !is_full(view, name) {
            continue;
        }
        let known = chains.by_form.get(&form_hash(view, *name)).copied();
        if let Some(chain) = known {
            chains.join(view, names, index, chain);
            continue;
        }
        if let Some(chain) = alias_of(view, names, index, chains) {
            chains.why[index] = Some(ALIAS);
            chains.join(view, names, index, chain);
            continue;
        }
        if let Some(id) = supported(view, *name) {
            chains.join_listed(view, names, index, id);
            continue;
        }
        let surface = name.span.of(view.text);
        let found = chains.resolved.ask(view.knowledge, surface, EntityType::PER);
        let meant =
            |found: &Resolution| is_plausible(view, *name, found, chains) && in_context(view, found.id);
        if let Some(found) = found.filter(meant) {
            chains.why[index] = Some(why(found));
            chains.join_listed(view, names, index, found.id);
            continue;
        }
        let longer = ends_full_name(view, names, *name, chains);
        if let Some(chain) = longer {
            chains.why[index] = Some((Rule("entities:short-form"), Confidence::new(0.85)));
            chains.join(view, names, index, chain);
            continue;
        }
        let chain = match same_person(view, names, *name, chains) {
            Some(chain) => chain,
            None => match titled::holder(view, names, index, chains) {
                Some(id) => {
                    chains.why[index] = Some(TITLED);
                    chains.join_listed(view, names, index, id);
                    continue;
                }
                None => chains.open(view, names, index, None),
            },
        };
        chains.join(view, names, index, chain);
    }
}

/// The rule of another name that the text gives somebody, and its confidence.
pub(super) const ALIAS: (Rule, Confidence) = (Rule("entities:alias"), Confidence::new(0.85));

/// "Karel Weber, better known as Ada Lind", "Karel Weber, alias “Lako”": the chain of the person before, whose other name name number
/// `index` is.
pub(super) fn alias_of<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    chains: &Chains,
) -> Option<u32> {
    let before = names[index.checked_sub(1)?];
    let (from, start) = (before.tokens.end as usize, names[index].tokens.start as usize);
    let chain = chains.of_name[index - 1];
    if before.kind != EntityType::PER || chain == NONE || start - from > 7 {
        return None;
    }
    let mut words = (from..start)
        .filter(|at| view.tokens.tokens[*at].kind != TokenKind::QuoteMark)
        .map(|at| view.word(at))
        .filter(|word| !matches!(*word, "," | "(" | "or"));
    let known = match words.next()? {
        "alias" | "aka" | "a.k.a." | "a.k.a" => return words.next().is_none().then_some(chain),
        "better" | "also" | "best" | "widely" | "sometimes" => words.next()?,
        word => word,
    };
    let named = match known {
        "known" => {
            let mut next = words.next()?;
            if matches!(next, "simply" | "widely" | "locally" | "popularly") {
                next = words.next()?;
            }
            next == "as"
        }
        "nicknamed" | "née" => true,
        _ => false,
    };
    (named && words.next().is_none()).then_some(chain)
}

/// Most people are in no list, and many have a name that sounds like a listed one. A far spelling counts where the
/// document speaks of the country or body of the office, and a name of ordinary words is more likely a name of its own:
/// "John Kerr" is not John Kerry. Two names that are alike at most, one of them a word longer, are two people.
fn is_plausible<K: Knowledge>(
    view: &View<'_, K>,
    name: Name,
    found: &Resolution,
    chains: &mut Chains,
) -> bool {
    if found.step < MatchStep::Sound {
        return true;
    }
    let entity = view.knowledge.entity(found.id);
    let spoken = entity.roles.is_empty() || entity.roles.iter().any(|role| chains.speaks_of(view, &role.of));
    let mut words = (name.tokens.start as usize..name.tokens.end as usize)
        .filter(|index| view.tokens.tokens[*index].may_be_name());
    let ordinary = words.all(|index| {
        let parts = view.knowledge.name_parts(view.tokens.hashes[index]);
        parts.given || parts.surname
    });
    match found.step {
        MatchStep::Near => {
            let listed = entity.name.split([' ', '-']).count();
            let written = name.span.of(view.text).split([' ', '-']).count();
            spoken && !ordinary && (listed == written || found.confidence >= Confidence::new(0.9))
        }
        _ => spoken || !ordinary,
    }
}

/// The chain of the one full name that ends in all words of this one: "Al Rashid" after "Khalid Al Rashid".
fn ends_full_name<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    name: Name,
    chains: &Chains,
) -> Option<u32> {
    let words = &view.tokens.hashes[name.tokens.indices()];
    let mut found = None;
    for chain in chains.chains_of(*words.last()?) {
        let held = &chains.chains[chain as usize];
        let full = &view.tokens.hashes[names[held.fullest].tokens.indices()];
        if held.kind == EntityType::PER
            && full.len() > words.len()
            && full.ends_with(words)
            && found.replace(chain).is_some()
        {
            return None;
        }
    }
    found
}

/// A word of a name that is no "Jr."
pub(super) fn is_own_word<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    view.tokens.tokens[index].may_be_name() && !view.class(index).any(WordClass::GENERATION)
}

/// The chain of a full name that is another spelling of this one.
fn same_person<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    name: Name,
    chains: &mut Chains,
) -> Option<u32> {
    let surface = name.span.of(view.text);
    let last = (name.tokens.start as usize..name.tokens.end as usize)
        .rev()
        .find(|index| is_own_word(view, *index))?;
    let sound = chains.sounds.of(view.tokens.hashes[last], view.word(last));
    let generation = generation::of(view, name);
    let Chains {
        sounds,
        by_word,
        remembered,
        chains,
        ..
    } = chains;
    let (first, ..) = *by_word.get(&sound)?;
    of_word(remembered, first).find(|chain| {
        let held = &chains[*chain as usize];
        let fullest = names[held.fullest].span.of(view.text);
        let one = generation == held.generation || generation == 0 || held.generation == 0;
        one && sounds.are_one_person(surface, fullest)
    })
}

/// The one listed person that a doubtful match may mean, if the title before it or the document speaks for them.
pub(super) fn supported<K: Knowledge>(view: &View<'_, K>, name: Name) -> Option<ListedId> {
    let all: Vec<ListedId> = candidates(view, name).map(|candidate| candidate.id).collect();
    let title = view.title_before(name.tokens.start as usize);
    let apposition = view.apposition_after(name.tokens.end as usize);
    let offices = [
        title.map(|title| title.office),
        apposition.map(|(_, office)| office),
    ];
    let holds = |id: &ListedId| {
        let roles = &view.knowledge.entity(*id).roles;
        offices
            .iter()
            .flatten()
            .filter(|office| !office.is_empty())
            .any(|office| roles.iter().any(|role| same_office(&role.title, office)))
    };
    let mut holders = all.iter().filter(|id| holds(id));
    match (holders.next(), holders.next()) {
        (Some(id), None) => Some(*id),
        (Some(id), Some(_)) => {
            // Two presidents of one surname: the one in office on that day.
            let on_date = |id: &&ListedId| {
                view.document.date.is_some_and(|date| {
                    view.knowledge
                        .entity(**id)
                        .roles
                        .iter()
                        .any(|role| role.period.contains(date))
                })
            };
            Some(*all.iter().filter(|id| holds(id)).find(on_date).unwrap_or(id))
        }
        _ => None,
    }
}

/// True if a role of a list ("prime minister") is what the text says ("premier" was made "prime minister").
pub(crate) fn same_office(listed: &str, office: &str) -> bool {
    listed == office
        || (office.len() > 4
            && (listed.ends_with(office) && listed[..listed.len() - office.len()].ends_with(' ')))
}
