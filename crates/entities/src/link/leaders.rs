//! "Muskar said" in a text on Ruritania: whoever of that surname leads it.

use whosaid_text::{EntityType, Knowledge, ListedId, Period, TokenRange};

use super::titled::{last_word, shares_letters};
use super::{Chains, NONE};
use crate::view::{Name, View};
use crate::when;

/// A text on more countries than these is on none of them.
const COUNTRIES: usize = 3;

/// The one leader of a country of the document who has the lone name number `index` as surname, and has the office on its date; in a text
/// without a date, has it still.
pub(super) fn of_surname<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    chains: &mut Chains,
) -> Option<ListedId> {
    let name = names[index];
    if name.tokens.len() > 1 || !speaks(view, names, index) {
        return None;
    }
    if chains.leaders.is_none() {
        let leaders = leaders(view, names, chains);
        chains.leaders = Some(leaders);
    }
    let surface = name.span.of(view.text);
    let Chains { leaders, sounds, .. } = chains;
    let mut found = leaders.iter().flatten().filter(|id| {
        let listed = last_word(&view.knowledge.entity(**id).name);
        shares_letters(surface, listed) && sounds.are_one_person(surface, listed)
    });
    match (found.next(), found.next()) {
        (Some(id), None) => Some(*id),
        _ => None,
    }
}

/// So many names that follow are looked through.
const NAMES: usize = 200;

/// True if a verb of speech stands beside the lone name number `index` here or later in the document.
pub(super) fn speaks<K: Knowledge>(view: &View<'_, K>, names: &[Name], index: usize) -> bool {
    let word = |name: &Name| view.tokens.hashes[name.tokens.start as usize];
    let own = word(&names[index]);
    names[index..]
        .iter()
        .take(NAMES)
        .filter(|name| name.tokens.len() == 1 && name.kind == EntityType::PER && word(name) == own)
        .any(|name| {
            view.speech_beside(TokenRange::new(
                name.tokens.start as usize,
                name.tokens.end as usize,
            ))
        })
}

/// Those who lead the countries of a document, when it was written.
fn leaders<K: Knowledge>(view: &View<'_, K>, names: &[Name], chains: &mut Chains) -> Vec<ListedId> {
    let mut countries: Vec<ListedId> = Vec::new();
    for (name, chain) in names.iter().zip(&chains.of_name) {
        if *chain == NONE || !matches!(name.kind, EntityType::LOC | EntityType::NORP) {
            continue;
        }
        let listed = chains.chains[*chain as usize].listed;
        let country = listed.and_then(|id| view.knowledge.country_of(id));
        countries.extend(country.filter(|country| !countries.contains(country)));
        if countries.len() > COUNTRIES {
            countries = chains.country_in_focus(view, names).into_iter().collect();
            break;
        }
    }
    let told = view.document.date.map(Period::day);
    let latest = when::latest_year(view).and_then(Period::year);
    let mut all = Vec::new();
    for country in countries {
        let of = &view.knowledge.entity(country).name;
        for (office, _) in view.lexicon.leading_offices() {
            for id in view.knowledge.holders(office, of, told.unwrap_or_default()) {
                let mut roles = view.knowledge.entity(id).roles.iter();
                let has = roles.any(|role| {
                    *role.title == *office
                        && match told {
                            Some(told) => role.period.overlaps(told),
                            None => {
                                role.period.to == Period::default().to
                                    && latest.is_none_or(|year| role.period.from <= year.to)
                            }
                        }
                });
                if has && !all.contains(&id) {
                    all.push(id);
                }
            }
        }
    }
    all
}
