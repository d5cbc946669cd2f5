//! The frequent names of a run that no list has, their spellings together.

use std::collections::{BTreeMap, HashMap, HashSet};

use whosaid_names::{Reason, key};
use whosaid_text::EntityType;

use crate::compile::{Language, compile};
use crate::fault::Error;
use crate::gazetteer::Gazetteer;
use crate::image::Image;
use crate::parts::NameTable;
use crate::resolve::Ranked;
use crate::row::Row;
use crate::spoken::Spoken;
use crate::unit::{Cutter, LONGEST, Need, Unit, chain};

/// An entity that a run found and no list has: a row of its table of entities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unlisted {
    /// Its name.
    pub name: String,
    /// What it was taken for; `None` if that is no type.
    pub kind: Option<EntityType>,
    /// Its spellings, the most frequent first.
    pub spellings: Vec<String>,
    /// How often it is named.
    pub mentions: u64,
}

/// A name for a list: entities of a run that are probably one.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion<'g> {
    /// The most frequent of their names.
    pub name: String,
    /// What they were taken for most often.
    pub kind: EntityType,
    /// Spellings that a list needs besides the name: none that the name stands for already (in capitals, without
    /// diacritics), none that is a part of another (a lone surname would be taken for this person everywhere, and the
    /// linker finds it where the whole name stands), none that is a common word.
    pub variants: Vec<String>,
    /// How often they are named.
    pub mentions: u64,
    /// Which entities, as places in what [`suggest()`] was given, that of the name first.
    pub members: Vec<usize>,
    /// The entity of the lists and of this type that sounds most like one of the spellings, or one of another type that is spelled
    /// like the name.
    pub nearest: Option<Ranked<'g>>,
}

/// Scores below this say nothing to a person: one word of two is alike.
const FAR: f32 = 0.7;
/// So many spellings of a name are compared with the lists.
const COMPARED: usize = 6;

/// Groups entities whose names sound the same ([`whosaid_names::key`], then [`whosaid_names::compare`] inside a type), leaves out
/// groups with fewer than `least` mentions, and finds the nearest listed entity of the `most` most frequent ones.
///
/// # Errors
/// If there are more names than a table can number.
pub fn suggest<'g>(
    unlisted: &[Unlisted],
    gazetteer: &'g Gazetteer,
    least: u64,
    most: usize,
) -> Result<Vec<Suggestion<'g>>, Error> {
    let mut groups = by_sound(by_key(unlisted))?;
    groups.retain(|group| group.mentions >= least);
    groups.truncate(most);
    let mut choice = Choice::new();
    Ok(groups
        .into_iter()
        .map(|group| {
            let name = &unlisted[group.members[0]].name;
            let spellings = group.members.iter().flat_map(|member| {
                let one = &unlisted[*member];
                std::iter::once(&one.name).chain(&one.spellings)
            });
            let variants = choice.variants(group.kind, name, spellings.map(String::as_str));
            let nearest = nearest(gazetteer, group.kind, name, &variants);
            Suggestion {
                name: name.clone(),
                kind: group.kind,
                variants,
                mentions: group.mentions,
                members: group.members,
                nearest,
            }
        })
        .collect())
}

/// Entities that are probably one, that of the name first.
#[derive(Debug)]
struct Group<'u> {
    name: &'u str,
    kind: EntityType,
    mentions: u64,
    members: Vec<usize>,
}

/// Groups of one key, whatever their type, the most frequent first.
fn by_key(unlisted: &[Unlisted]) -> Vec<Group<'_>> {
    let mut of_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, one) in unlisted.iter().enumerate() {
        let key = key(&one.name);
        of_key
            .entry(if key.is_empty() { one.name.clone() } else { key })
            .or_default()
            .push(place);
    }
    let mut groups: Vec<Group<'_>> = of_key
        .into_values()
        .map(|mut members| {
            members.sort_by_key(|member| (std::cmp::Reverse(unlisted[*member].mentions), *member));
            let mut kinds: Vec<(EntityType, u64)> = Vec::new();
            for member in &members {
                let one = &unlisted[*member];
                let Some(kind) = one.kind else { continue };
                match kinds.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, mentions)) => *mentions += one.mentions,
                    None => kinds.push((kind, one.mentions)),
                }
            }
            // Of several as frequent the first, which is that of the most frequent member.
            let most = kinds
                .iter()
                .rev()
                .max_by_key(|(_, mentions)| *mentions)
                .map_or(EntityType::ORG, |(kind, _)| *kind);
            Group {
                name: &unlisted[members[0]].name,
                kind: most,
                mentions: members.iter().map(|member| unlisted[*member].mentions).sum(),
                members,
            }
        })
        .collect();
    order(&mut groups);
    groups
}

fn order(groups: &mut [Group<'_>]) {
    groups.sort_by(|one, other| {
        other
            .mentions
            .cmp(&one.mentions)
            .then_with(|| one.members[0].cmp(&other.members[0]))
    });
}

/// Joins groups of a type whose names sound the same.
fn by_sound(groups: Vec<Group<'_>>) -> Result<Vec<Group<'_>>, Error> {
    let mut joined = Vec::with_capacity(groups.len());
    let mut of_kind: BTreeMap<EntityType, Vec<Group<'_>>> = BTreeMap::new();
    for group in groups {
        // A lone given name or surname is anyone's: what sounds like it proves nothing.
        let lone = group.kind == EntityType::PER && group.name.split_whitespace().nth(1).is_none();
        match lone {
            true => joined.push(group),
            false => of_kind.entry(group.kind).or_default().push(group),
        }
    }
    for groups in of_kind.into_values() {
        joined.extend(of_one_kind(groups)?);
    }
    order(&mut joined);
    Ok(joined)
}

/// Puts each group to the more frequent one that it is a spelling of, if there is one and only one.
fn of_one_kind(groups: Vec<Group<'_>>) -> Result<Vec<Group<'_>>, Error> {
    let sounds = gazetteer_of(&groups)?;
    // For each group, its place among those that lead.
    let mut led: Vec<Option<usize>> = vec![None; groups.len()];
    let mut leaders: Vec<Group<'_>> = Vec::new();
    for (place, group) in groups.into_iter().enumerate() {
        let mut ranked = sounds.rank(group.name, None);
        // An initial may stand for several names.
        ranked.retain(|one| {
            place_of(one) != place && led[place_of(one)].is_some() && !one.reason.has(Reason::INITIAL)
        });
        match Ranked::decide(&ranked).and_then(|best| led[place_of(best)]) {
            Some(leader) => {
                let leader = &mut leaders[leader];
                leader.mentions += group.mentions;
                leader.members.extend(group.members);
            }
            None => {
                led[place] = Some(leaders.len());
                leaders.push(group);
            }
        }
    }
    Ok(leaders)
}

/// The groups as a list, so that they can be found by what they sound like; ids are their places.
fn gazetteer_of(groups: &[Group<'_>]) -> Result<Gazetteer, Error> {
    let rows = groups.iter().enumerate().map(|(place, group)| Row {
        line: 0,
        list: 0,
        id: format!("{place:010}"),
        kind: group.kind,
        name: group.name.to_owned(),
        variants: Vec::new(),
        roles: Vec::new(),
        context: Vec::new(),
        notes: String::new(),
    });
    // A name that holds no letter or digit cannot be compiled; another one keeps its place in the numbering.
    let mut cutter = Cutter::default();
    let rows = rows.map(|mut row| {
        if cutter.key(&row.name).is_none() {
            row.name = row.id.clone();
        }
        row
    });
    let lists = [(String::new(), String::new())];
    let compiled = compile(rows.collect(), &lists, true, &Language::default())?;
    Ok(Gazetteer::new(
        Image::open(compiled.into())
            .map(|image| (image, Spoken::later(None)))
            .into_iter()
            .collect(),
        NameTable::default(),
    ))
}

/// The place of a group in [`gazetteer_of`]: rows are sorted by id, so it is the number of the entity.
fn place_of(one: &Ranked<'_>) -> usize {
    one.id.0 as usize
}

/// The listed entity that is nearest to a name or one of its variants.
fn nearest<'g>(
    gazetteer: &'g Gazetteer,
    kind: EntityType,
    name: &str,
    variants: &[String],
) -> Option<Ranked<'g>> {
    let mut best: Option<Ranked<'g>> = None;
    let spellings = std::iter::once(name).chain(variants.iter().map(String::as_str));
    for spelling in spellings.take(COMPARED) {
        let first = gazetteer.rank(spelling, Some(kind)).into_iter().next();
        if let Some(first) = first.filter(|first| first.score >= FAR)
            && best.is_none_or(|best| best.score < first.score)
        {
            best = Some(first);
        }
    }
    // The type may be wrong, but then only the spelling proves anything: a party's acronym sounds like some village.
    best.or_else(|| gazetteer.listed(name, None).into_iter().next())
}

/// Chooses the spellings that a list needs.
struct Choice {
    language: Language,
    cutter: Cutter,
    /// Whose a spelling is already.
    taken: HashSet<(EntityType, u64)>,
}

impl Choice {
    fn new() -> Self {
        Self {
            language: Language::shipped(),
            cutter: Cutter::default(),
            taken: HashSet::new(),
        }
    }

    fn variants<'s>(
        &mut self,
        kind: EntityType,
        name: &str,
        spellings: impl Iterator<Item = &'s str>,
    ) -> Vec<String> {
        let mut held: Vec<(Vec<Unit>, &str)> = Vec::new();
        for spelling in spellings {
            let Some(units) = self.cutter.cuts(spelling).into_iter().next() else {
                continue;
            };
            if !held.iter().any(|(known, _)| chain(known) == chain(&units)) {
                held.push((units, spelling));
            }
        }
        let parts: Vec<bool> = held
            .iter()
            .map(|(units, _)| held.iter().any(|(others, _)| is_part(units, others)))
            .collect();
        let name_key = self.cutter.key(name);
        let mut variants = Vec::new();
        for ((units, spelling), is_part) in held.iter().zip(parts) {
            let key = chain(units);
            let free = self.taken.insert((kind, key));
            let is_name = Some(key) == name_key;
            if free && !is_name && !is_part && units.len() <= LONGEST && !self.is_common(units) {
                variants.push((*spelling).to_owned());
            }
        }
        variants
    }

    fn is_common(&self, units: &[Unit]) -> bool {
        let [unit] = units else { return false };
        unit.need != Need::Acronym && self.language.common.contains(&unit.hash)
    }
}

/// True if all words of a name are words of another one, which has more.
fn is_part(units: &[Unit], others: &[Unit]) -> bool {
    units.len() < others.len()
        && units
            .iter()
            .all(|unit| others.iter().any(|other| other.hash == unit.hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::Builder;

    fn one(kind: EntityType, mentions: u64, spellings: &[&str]) -> Unlisted {
        Unlisted {
            name: spellings[0].to_owned(),
            kind: Some(kind),
            spellings: spellings.iter().map(|spelling| (*spelling).to_owned()).collect(),
            mentions,
        }
    }

    fn lists() -> Gazetteer {
        let mut lists = Builder::new(false);
        lists.add_bytes(
            "l.csv",
            b"id,type,name\np1,PER,Chingiz Aitov\np2,PER,Ruben Sarkisov\n",
        );
        lists.build().unwrap()
    }

    #[test]
    fn spellings_of_one_name_are_one_suggestion() {
        let lists = lists();
        let unlisted = [
            one(
                EntityType::PER,
                7,
                &["Timur Ahmetov", "Ahmetov", "TIMUR AHMETOV", "Timur Åhmetov"],
            ),
            one(EntityType::ORG, 5, &["Golden Mill", "Mill"]),
            one(EntityType::PER, 3, &["Timour Akhmetov"]),
            one(EntityType::LOC, 1, &["Golden Mill"]),
            one(EntityType::PER, 1, &["Oleg Belov"]),
        ];
        let found = suggest(&unlisted, &lists, 2, 10).unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.name.as_str(), one.kind, one.mentions, one.members.as_slice()))
            .collect();
        assert_eq!(
            told,
            [
                ("Timur Ahmetov", EntityType::PER, 10, &[0, 2][..]),
                ("Golden Mill", EntityType::ORG, 6, &[1, 3]),
            ]
        );
        assert_eq!(found[0].variants, ["Timour Akhmetov"]);
        assert_eq!(found[1].variants, [""; 0]);
        assert_eq!(suggest(&unlisted, &lists, 2, 1).unwrap().len(), 1);
    }

    #[test]
    fn near_misses_stay_apart() {
        let unlisted = [
            one(EntityType::PER, 3, &["Oleg Belov"]),
            one(EntityType::PER, 2, &["Olga Belova"]),
            one(EntityType::PER, 2, &["…"]),
            one(EntityType::PER, 1, &["O. Belov"]),
            one(EntityType::PER, 1, &["Bob"]),
            one(EntityType::PER, 1, &["Robert"]),
        ];
        assert_eq!(suggest(&unlisted, &lists(), 1, 10).unwrap().len(), 6);
    }

    #[test]
    fn the_nearest_listed_entity_is_told() {
        let lists = lists();
        let unlisted = [
            one(EntityType::PER, 3, &["Walter Unterholz"]),
            one(EntityType::ORG, 2, &["Ruben Sarkisov"]),
            one(EntityType::LOC, 1, &["Tchinguiz Aïtov"]),
        ];
        let found = suggest(&unlisted, &lists, 1, 10).unwrap();
        assert!(found[0].nearest.is_none());
        assert_eq!(found[1].nearest.unwrap().spelling, "Ruben Sarkisov");
        assert_eq!(found.len(), 3);
        assert!(found[2].nearest.is_none());
        let spelled = [one(EntityType::PER, 3, &["Tchinguiz Aïtov"])];
        let near = suggest(&spelled, &lists, 1, 10).unwrap()[0].nearest.unwrap();
        assert_eq!(near.spelling, "Chingiz Aitov");
        assert!(near.score >= whosaid_names::SAME);
    }
}
