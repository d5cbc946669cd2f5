//! "The president" of a document that names no country beside it: whoever holds the office in the country in focus.

use whosaid_text::{EntityType, Knowledge, Linked, ListedId, Rule};

use super::{Found, Named, Referrer};
use crate::view::View;
use crate::when;

/// So many of the names before are looked through.
const NAMES: usize = 64;
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
        let when = when::told(view, at, at + 1);
        let (None, Some(country), Some(when)) = (holders.first(), focus, when) else {
            return None;
        };
        let of = &view.knowledge.entity(country).name;
        match view.knowledge.holders(office, of, when)[..] {
            [id] => Some((self.index_of(view, id, linked), rule, 0.6)),
            _ => None,
        }
    }

    /// The country in focus.
    fn focus<K: Knowledge>(&mut self, view: &View<'_, K>, named: &Named<'_>) -> Option<ListedId> {
        *self
            .focus
            .get_or_insert_with(|| named.chains.focus(view, named.names))
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
