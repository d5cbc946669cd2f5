//! Names of one word: the surnames and given names that stand for people named in full.

use whosaid_text::{Confidence, EntityType, Gender, Knowledge, ListedId, Rule};

use super::people::{ALIAS, TITLED, alias_of, gender_of_title, is_full, supported};
use super::short::full_form;
use super::{Chains, NONE, candidates, generation, in_context, kin, leaders, titled};
use crate::view::{Name, Title, View};

/// Names of one word: a full form of the document, else a listed person that something speaks for, else somebody
/// known to this document only.
pub(super) fn lone_names<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains) {
    let is_lone = |(name, chain): (&Name, &u32)| name.kind == EntityType::PER && *chain == NONE;
    if !names.iter().zip(&chains.of_name).any(is_lone) {
        return;
    }
    introduce(view, names, chains);
    for (index, name) in names.iter().enumerate() {
        if name.kind != EntityType::PER {
            continue;
        }
        if chains.of_name[index] != NONE {
            if is_full(view, name) && !kin::is_aside(view, names, index) {
                chains.chains[chains.of_name[index] as usize].last_full = Some(index);
            }
            continue;
        }
        if let Some(chain) = alias_of(view, names, index, chains) {
            chains.why[index] = Some(ALIAS);
            chains.join(view, names, index, chain);
            continue;
        }
        let told = Told::of(view, *name);
        if let Some(found) = full_form(view, names, index, &told, false, chains) {
            found.join(view, names, index, chains);
            continue;
        }
        let titled = told.title.is_some();
        if titled && listed(view, names, index, &told, chains) {
            continue;
        }
        if let Some(found) = full_form(view, names, index, &told, true, chains) {
            found.join(view, names, index, chains);
        } else if titled || !listed(view, names, index, &told, chains) {
            let chain = chains.open(view, names, index, None);
            let held = &mut chains.chains[chain as usize];
            held.local = true;
            held.kin = told.kin.is_some();
            chains.join(view, names, index, chain);
        }
    }
}

/// Notes by what title and as whose relative the text introduces people by their full names.
fn introduce<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains) {
    for (index, name) in names.iter().enumerate() {
        if name.kind != EntityType::PER || chains.of_name[index] == NONE || !is_full(view, name) {
            continue;
        }
        let (generation, relative) = kin::introduced(view, names, index);
        let chain = &mut chains.chains[chains.of_name[index] as usize];
        if !chain.introduced {
            chain.introduced = true;
            chain.kin = relative;
        }
        if chain.kinship == 0 {
            chain.kinship = generation;
        }
        if chain.title.is_none() {
            let start = name.tokens.start as usize;
            chain.title = view
                .title_before(start)
                .and_then(|title| office(view, start, title));
        }
    }
}

/// Hash of the last word of the office or rank that is the title before token `start`: "Chief" of "Police Chief Ada Lind".
fn office<K: Knowledge>(view: &View<'_, K>, start: usize, title: Title<'_>) -> Option<u64> {
    (!title.office.is_empty()).then(|| view.tokens.hashes[start - 1])
}

/// Joins a name to the listed person that something speaks for; false if there is none.
fn listed<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    told: &Told,
    chains: &mut Chains,
) -> bool {
    let name = names[index];
    // "The elder Weber", "his son Karel": not the one whom all know.
    if told.generation != 0 || told.kin.is_some() {
        return false;
    }
    let fits = |id: &ListedId| agree(told.gender, view.knowledge.entity(*id).gender);
    if let Some(id) = supported(view, name)
        .or_else(|| only(view, names, index, chains))
        .filter(fits)
    {
        chains.join_listed(view, names, index, id);
    } else if let Some(id) = titled::holder(view, names, index, chains).filter(fits) {
        chains.why[index] = Some(TITLED);
        chains.join_listed(view, names, index, id);
    } else if told.title.is_none()
        && let Some(id) = leaders::of_surname(view, names, index, chains).filter(fits)
    {
        chains.why[index] = Some((Rule("entities:leader"), Confidence::new(0.7)));
        chains.join_listed(view, names, index, id);
    } else {
        return false;
    }
    true
}

/// The only listed person of a lone name, if the document speaks of a country or body of their roles, or has them speak.
fn only<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    chains: &mut Chains,
) -> Option<ListedId> {
    let mut people = candidates(view, names[index]);
    let id = people.next()?.id;
    if people.next().is_some() {
        return None;
    }
    let roles = &view.knowledge.entity(id).roles;
    let spoken = roles
        .iter()
        .any(|role| !role.of.is_empty() && chains.speaks_of(view, &role.of));
    // "Trump said": a common word that speaks is a name.
    let speaks = || !roles.is_empty() && in_context(view, id) && leaders::speaks(view, names, index);
    (spoken || speaks()).then_some(id)
}

/// What the words beside a lone name tell of the person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// By "Mr" or "Mrs".
    pub(super) gender: Gender,
    /// Father or son, see [`generation::of`].
    pub(super) generation: u8,
    /// Hash of the last word of the office or rank before it.
    pub(super) title: Option<u64>,
    /// Named as somebody’s relative, see [`kin::before`].
    pub(super) kin: Option<u8>,
}

impl Told {
    fn of<K: Knowledge>(view: &View<'_, K>, name: Name) -> Self {
        let start = name.tokens.start as usize;
        let title = view.title_before(start);
        Self {
            gender: gender_of_title(title),
            generation: generation::of(view, name),
            title: title.and_then(|title| office(view, start, title)),
            kin: kin::before(view, start),
        }
    }
}

/// True if the words beside a lone name that lists are sure of tell that somebody else is meant: "Mrs. Obama", "the elder Assad".
pub(super) fn is_another<K: Knowledge>(view: &View<'_, K>, name: Name, id: ListedId) -> bool {
    if name.kind != EntityType::PER || name.tokens.len() > 1 {
        return false;
    }
    let gender = gender_of_title(view.title_before(name.tokens.start as usize));
    generation::of(view, name) != 0 || !agree(gender, view.knowledge.entity(id).gender)
}

/// True of two genders that may be one person's.
pub(crate) fn agree(one: Gender, other: Gender) -> bool {
    one == other || one == Gender::Unknown || other == Gender::Unknown
}
