//! "President Bush": whoever of that name held the office of a country that the document names.

use whosaid_text::{EntityType, Knowledge, ListedId, Period};

use super::{Chains, NONE};
use crate::lexicon::WordClass;
use crate::view::{Name, View};
use crate::when;

/// The offices of so many countries of a document are looked through.
const COUNTRIES: usize = 12;

/// The one listed holder of the office before name number `index` who is called so. Of several the one who held it when the
/// text speaks, or before that ("former President Bush"); nobody if that does not decide.
pub(super) fn holder<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    chains: &mut Chains,
) -> Option<ListedId> {
    let name = names[index];
    let start = name.tokens.start as usize;
    let title = view
        .title_before(start)
        .filter(|title| !title.office.is_empty())?;
    let country_of = |number: usize, chains: &Chains| {
        let chain = chains.chains.get(chains.of_name[number] as usize)?;
        let kind = matches!(chain.kind, EntityType::LOC | EntityType::NORP);
        view.knowledge.country_of(chain.listed.filter(|_| kind)?)
    };
    let before = index
        .checked_sub(1)
        .filter(|before| names[*before].tokens.end as usize == title.start);
    let first = before.map_or(title.start, |before| names[before].tokens.start as usize);
    let mut countries = Vec::new();
    match before.and_then(|before| country_of(before, chains)) {
        Some(country) => countries.push(country),
        None => {
            for number in 0..names.len() {
                if chains.of_name[number] != NONE
                    && let Some(country) = country_of(number, chains)
                    && !countries.contains(&country)
                    && countries.len() < COUNTRIES
                {
                    countries.push(country);
                }
            }
        }
    }
    let surface = name.span.of(view.text);
    let mut found: Vec<(ListedId, Period)> = Vec::new();
    for country in countries {
        let of = &view.knowledge.entity(country).name;
        for id in view.knowledge.holders(title.office, of, Period::default()) {
            let entity = view.knowledge.entity(id);
            let listed = match name.tokens.len() {
                1 => last_word(&entity.name),
                _ => &entity.name,
            };
            let role = entity.roles.iter().find(|role| *role.title == *title.office);
            if let Some(role) = role
                && shares_letters(last_word(surface), last_word(listed))
                && !found.iter().any(|(held, _)| *held == id)
                && chains.sounds.are_one_person(surface, listed)
            {
                found.push((id, role.period));
            }
        }
    }
    if found.len() > 1 {
        let past = first > 0 && view.class(first - 1).any(WordClass::PAST);
        let then = when::told(view, title.start, name.tokens.end as usize)?;
        found.retain(|(_, held)| match past {
            true => !held.overlaps(then) && held.to < then.from,
            false => held.overlaps(then),
        });
    }
    match found[..] {
        [(id, _)] => Some(id),
        _ => None,
    }
}

pub(super) fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or_default()
}

/// False for two words that are surely no spellings of one name: they have less than half of their letters in common. Most
/// pairs are done with here, before their sounds are compared. Other letters than those of ASCII tell nothing.
pub(super) fn shares_letters(one: &str, two: &str) -> bool {
    let letters = |word: &str| {
        word.bytes()
            .filter(u8::is_ascii_alphabetic)
            .fold(0u32, |all, byte| all | 1 << (byte.to_ascii_lowercase() - b'a'))
    };
    let (one, two) = (letters(one), letters(two));
    let fewer = one.count_ones().min(two.count_ones());
    2 * (one & two).count_ones() >= fewer
}
