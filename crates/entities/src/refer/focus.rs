//! "The president" of a document that names no country beside it: whoever holds the office in the country in focus.

use whosaid_text::{EntityType, Knowledge, Linked, ListedId, ParagraphKind, Rule};

use super::roles::Found;
use super::{Named, Referrer};
use crate::view::View;

/// So many of the names before are looked through.
const NAMES: usize = 64;
/// So many paragraphs may begin with a dateline.
const DATELINES: usize = 5;
/// A country in focus has at least so many points, see [`points`].
const FEWEST: u32 = 3;
/// And so many times as many as the next one.
const AHEAD: u32 = 2;

impl Referrer {
    /// Whom an office without a country stands for at token `at`: the only holder whom the document has named, else the
    /// only holder in the country in focus.
    pub(super) fn bare<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        office: &str,
        at: usize,
        linked: &mut Linked,
    ) -> Option<Found> {
        if !of_a_country(view, office) {
            return None;
        }
        let focus = self.focus(view, named);
        let until = named.at_or_after(at);
        let mut holders: Vec<(usize, bool)> = Vec::new();
        for number in until.saturating_sub(NAMES)..until {
            if named.names[number].kind != EntityType::PER {
                continue;
            }
            let Some(country) = named.listed(number).and_then(|id| holds(view, id, office)) else {
                continue;
            };
            let here = focus.is_some() && focus == self.country(view, country);
            match holders
                .iter_mut()
                .find(|(held, _)| named.entity(*held) == named.entity(number))
            {
                Some(held) => held.0 = number,
                None => holders.push((number, here)),
            }
        }
        let rule = Rule("entities:office-in-focus");
        if let [(number, here)] = holders[..] {
            return Some((named.entity(number), rule, if here { 0.8 } else { 0.65 }));
        }
        let mut here = holders.iter().filter(|(_, here)| *here);
        if let (Some((number, _)), None) = (here.next(), here.next()) {
            return Some((named.entity(*number), rule, 0.65));
        }
        // Without a date nobody knows whose time it is.
        let (None, Some(country), Some(_)) = (holders.first(), focus, view.document.date) else {
            return None;
        };
        let of = &view.knowledge.entity(country).name;
        match view.knowledge.holders(office, of, view.document.date)[..] {
            [id] => Some((self.index_of(view, id, linked), rule, 0.6)),
            _ => None,
        }
    }

    /// The country that the document speaks of most, if it is far ahead of the next.
    fn focus<K: Knowledge>(&mut self, view: &View<'_, K>, named: &Named<'_>) -> Option<ListedId> {
        if let Some(known) = self.focus {
            return known;
        }
        let mut all: Vec<(ListedId, u32)> = Vec::new();
        for (number, name) in named.names.iter().enumerate() {
            let country = matches!(name.kind, EntityType::LOC | EntityType::NORP)
                .then(|| named.listed(number))
                .flatten()
                .and_then(|id| view.knowledge.country_of(id));
            let Some(country) = country else { continue };
            let points = points(view, name.tokens.start as usize, name.tokens.end as usize);
            match all.iter_mut().find(|(held, _)| *held == country) {
                Some(held) => held.1 += points,
                None => all.push((country, points)),
            }
        }
        if let Some(title) = &view.document.title {
            for (country, points) in &mut all {
                *points += 2 * u32::from(title.contains(&*view.knowledge.entity(*country).name));
            }
        }
        let best = all.iter().max_by_key(|(_, points)| *points).copied();
        let found = best.filter(|(country, points)| {
            let mut others = all.iter().filter(|(other, _)| other != country);
            *points >= FEWEST && others.all(|(_, other)| *points >= AHEAD * other)
        });
        let found = found.map(|(country, _)| country);
        self.focus = Some(found);
        found
    }

    /// The country that a role's row writes ("Azerbaijan").
    fn country<K: Knowledge>(&self, view: &View<'_, K>, of: &str) -> Option<ListedId> {
        let found = view.knowledge.resolve(of, Some(EntityType::LOC))?;
        view.knowledge.country_of(found.id)
    }
}

/// True for an office that a country has one of: it leads the country, or a ministry.
fn of_a_country<K: Knowledge>(view: &View<'_, K>, office: &str) -> bool {
    office.ends_with(" minister") && office != "deputy minister" && office != "first deputy minister"
        || view
            .lexicon
            .leading_offices()
            .any(|(leading, _)| leading == office)
}

/// The country of which a listed person holds the office on the document's date, or held it, if there is none.
fn holds<'k, K: Knowledge>(view: &View<'k, K>, id: ListedId, office: &str) -> Option<&'k str> {
    let roles = &view.knowledge.entity(id).roles;
    roles
        .iter()
        .find(|role| {
            let then = view.document.date.is_none_or(|date| role.period.contains(date));
            then && !role.of.is_empty() && *role.title == *office
        })
        .map(|role| &*role.of)
}

/// What a name of a country, tokens `start..end`, speaks for: one point, three more as a dateline, one more in a
/// headline.
fn points<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> u32 {
    let number = view.tokens.sentence_at(start).paragraph as usize;
    let paragraph = view.tokens.paragraphs[number];
    let begins = number < DATELINES && paragraph.tokens.start as usize == start;
    let dateline = begins
        && end < paragraph.tokens.end as usize
        && matches!(view.word(end), "," | "(" | "-" | "–" | "—" | "." | ":");
    let headline = number == 0 && paragraph.kind == ParagraphKind::Heading;
    1 + 3 * u32::from(dateline) + u32::from(headline)
}
