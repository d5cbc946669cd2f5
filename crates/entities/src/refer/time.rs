//! Whose time it is: an office stands for whoever held it when the text speaks.

use std::ops::Range;

use whosaid_text::{Date, EntityType, Knowledge, Linked, ListedId, Period, Rule};

use super::Found;
use super::{Named, Referrer};
use crate::view::View;
use crate::when;

/// The time of an office, and whether the text tells it.
pub(super) struct When {
    pub(super) period: Period,
    pub(super) told: bool,
}

impl When {
    /// The confidence of a link that is right if the time is.
    pub(super) fn sure(&self, confidence: f32) -> f32 {
        if self.told { confidence } else { confidence - 0.25 }
    }
}

/// A text that tells nothing of its time is not older than this, for all that is known.
const SINCE: i16 = 2015;

impl Referrer {
    /// When the office at tokens `start..end` is held. A text without a date may be of any day since the latest year that it
    /// speaks of, within the time in office of those whom it names with a title: who has held the office all the time is meant.
    pub(super) fn when<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        start: usize,
        end: usize,
    ) -> When {
        if let Some(period) = when::told(view, start, end) {
            return When { period, told: true };
        }
        let period = *self.era.get_or_insert_with(|| era(view, named));
        When { period, told: false }
    }

    /// "The former president": whom the text has called so; "the then president": whoever was it in the year of the clause.
    pub(super) fn past_holder<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        office: &str,
        country: Option<ListedId>,
        tokens: Range<usize>,
        linked: &mut Linked,
    ) -> Option<Found> {
        if view.word(tokens.start) == "then" {
            let year = when::year_of_clause(view, tokens.start, tokens.end).and_then(Period::year)?;
            let holders = view
                .knowledge
                .holders(office, &view.knowledge.entity(country?).name, year);
            return match holders[..] {
                [id] => Some((self.index_of(view, id, linked), Rule("entities:office"), 0.8)),
                _ => None,
            };
        }
        let mut all = self.offices.iter().filter(|held| {
            let there = country.is_none() || held.country.is_none() || held.country == country;
            held.past && held.at <= tokens.start && there && crate::link::same_office(&held.title, office)
        });
        let first = all.next()?;
        all.all(|held| held.entity == first.entity)
            .then_some((first.entity, Rule("entities:role"), 0.8))
    }
}

/// The time of a text without a date.
fn era<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>) -> Period {
    let mut era = Period::default();
    for (number, name) in named.names.iter().enumerate() {
        let title = view.title_before(name.tokens.start as usize);
        let Some((id, title)) = named.listed(number).zip(title) else {
            continue;
        };
        if name.kind != EntityType::PER || super::roles::is_past(view, title.start) {
            continue;
        }
        let roles = view.knowledge.entity(id).roles.iter();
        let mut held = roles.filter(|role| crate::link::same_office(&role.title, title.office));
        if let (Some(role), None) = (held.next(), held.next())
            && role.period.overlaps(era)
        {
            era = Period {
                from: era.from.max(role.period.from),
                to: era.to.into_iter().chain(role.period.to).min(),
            };
        }
    }
    let since = |year: i16| Date::new(year, 1, 1);
    let latest = when::latest_year(view)
        .and_then(since)
        .or(since(SINCE).filter(|_| era.to.is_none()));
    if latest.is_some_and(|latest| era.to.is_none_or(|to| latest <= to)) {
        era.from = era.from.max(latest);
    }
    era
}
