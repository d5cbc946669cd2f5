//! "His Azerbaijani counterpart", "Lavrov’s counterpart from Armenia, Ararat Mirzoyan": who holds the same office there.

use whosaid_text::{EntityIndex, EntityType, Knowledge, Linked, ListedId, ReferenceKind, Rule, TokenKind};

use super::roles::{country_after, country_before};
use super::{Found, Named, Referrer, refer};
use crate::view::View;

/// An office, its country, and where the text gives it to somebody.
struct Held {
    title: Box<str>,
    country: Option<ListedId>,
    at: usize,
}

impl Referrer {
    /// Links the counterpart at token `at`. Returns the token after all that was read.
    pub(super) fn counterpart<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        at: usize,
        linked: &mut Linked,
    ) -> usize {
        let first = view.sentence_start(at);
        let before = country_before(view, named, at);
        let begin = before.map_or(at, |(_, begin)| begin);
        let owned = begin > first && is_owner(view.word(begin - 1));
        let (country, end) = match (before, country_after(view, named, at + 1, &["from", "in", "of"])) {
            (Some((country, _)), _) => (Some(country), at + 1),
            (None, Some((country, end))) => (Some(country), end),
            (None, None) => (None, at + 1),
        };
        let beside = self.beside(view, named, end);
        // "Spoke with US counterpart Ada Lind": the name tells, and needs no owner.
        if !owned && (beside.is_none() || country.is_none()) {
            return end;
        }
        let office = self.office_of_owner(view, named, begin, at, country);
        let found = match (beside, &office) {
            (Some(number), _) => Some((named.entity(number), Rule("entities:apposition"), 0.9)),
            (None, Some(office)) => self.same_office_there(view, named, office, at, country, linked),
            (None, None) => None,
        };
        let Some((entity, rule, confidence)) = found else {
            return end;
        };
        if let (Some(office), Some(_)) = (office, country) {
            self.hold(&office.title, (country, None), entity, end);
        }
        let mut from = begin - usize::from(owned);
        if view.tokens.tokens[from].kind == TokenKind::Clitic {
            let owner = named.names.get(named.at_or_after(from).saturating_sub(1));
            from = owner
                .filter(|name| name.tokens.end as usize == from)
                .map_or(begin, |name| name.tokens.start as usize);
        }
        let found = (entity, rule, confidence);
        refer(view, ReferenceKind::Role, from..at + 1, found, linked);
        end
    }

    /// The person named directly after token `end`, or between commas: "his Turkish counterpart, Ada Lind, …".
    fn beside<K: Knowledge>(&self, view: &View<'_, K>, named: &Named<'_>, end: usize) -> Option<usize> {
        let last = view.sentence_end(end.checked_sub(1)?);
        let comma = end < last && view.word(end) == ",";
        let number = named.at_or_after(end + usize::from(comma));
        let name = named
            .names
            .get(number)
            .filter(|name| name.kind == EntityType::PER)?;
        let start = name.tokens.start as usize;
        let begin = view.title_before(start).map_or(start, |title| title.start);
        if start >= last || begin > end + usize::from(comma) {
            return None;
        }
        let after = name.tokens.end as usize;
        let closed = after >= last || matches!(view.word(after), "," | "." | "(" | ";" | ":" | "–" | "—");
        (!comma || closed).then_some(number)
    }

    fn same_office_there<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        office: &Held,
        at: usize,
        country: Option<ListedId>,
        linked: &mut Linked,
    ) -> Option<Found> {
        let Some(country) = country else {
            return self.only_other(office, at);
        };
        let of = &view.knowledge.entity(country).name;
        let when = self.when(view, named, at, at + 1);
        let during = when.period;
        let mut holders = view.knowledge.holders(&office.title, of, during);
        for equal in view.lexicon.equal_offices(&office.title) {
            // Where a president leads too, nobody knows which of the two a chancellor’s counterpart is.
            let leads =
                equal == "prime minister" && !view.knowledge.holders("president", of, during).is_empty();
            if holders.is_empty() && !leads {
                holders = view.knowledge.holders(equal, of, during);
            }
        }
        if let [id] = holders[..] {
            return Some((
                self.index_of(view, id, linked),
                Rule("entities:counterpart"),
                when.sure(0.8),
            ));
        }
        // "His Ruritanian counterpart … Ruritanian President Ada Lind": the country tells that nobody else is meant.
        self.local(&office.title, Some(country), at).or_else(|| {
            let there =
                |held: &&super::roles::Office| held.country == Some(country) && *held.title == *office.title;
            let later = self.offices.iter().find(there)?;
            Some((later.entity, Rule("entities:role"), 0.75))
        })
    }

    /// "His counterpart": the one other holder of the office whom the text has named.
    fn only_other(&self, office: &Held, at: usize) -> Option<Found> {
        let mut others: Option<EntityIndex> = None;
        for held in self.offices.iter().filter(|held| held.at <= at) {
            let other =
                held.country.is_some() && held.country != office.country && *held.title == *office.title;
            if other
                && office.country.is_some()
                && others.replace(held.entity).is_some_and(|one| one != held.entity)
            {
                return None;
            }
        }
        others.map(|entity| (entity, Rule("entities:counterpart"), 0.6))
    }

    /// The office of whoever has the counterpart: of the person or office nearest before it in the sentence, else of the
    /// one that the sentence names after it ("After a call with his Ruritanian counterpart, President Lind …"), else of
    /// the last one before the sentence.
    fn office_of_owner<K: Knowledge>(
        &self,
        view: &View<'_, K>,
        named: &Named<'_>,
        begin: usize,
        at: usize,
        country: Option<ListedId>,
    ) -> Option<Held> {
        let (first, end) = (view.sentence_start(at), view.sentence_end(at));
        let elsewhere = |held: &Held| country.is_none() || held.country != country;
        let given = |held: &super::roles::Office| Held {
            title: held.title.clone(),
            country: held.country,
            at: held.at,
        };
        let office_before = |from: usize, to: usize| {
            let offices = self.offices.iter().rev();
            let mut held = offices.filter(|held| held.at < to && held.at >= from).map(given);
            held.find(elsewhere)
        };
        let person_before = |from: usize, to: usize| {
            let numbers = named.at_or_after(from)..named.at_or_after(to);
            let person = numbers
                .rev()
                .find(|number| named.names[*number].kind == EntityType::PER)?;
            self.office_of(view, named, person, country).filter(elsewhere)
        };
        let before = match (office_before(first, begin), person_before(first, begin)) {
            (Some(office), Some(person)) if person.at > office.at => Some(person),
            (Some(office), _) => Some(office),
            (None, person) => person,
        };
        let after = || {
            let mut held = self
                .offices
                .iter()
                .filter(|held| held.at > at && held.at < end)
                .map(given);
            held.find(elsewhere).or_else(|| {
                let numbers = named.at_or_after(at)..named.at_or_after(end);
                let person = numbers
                    .into_iter()
                    .find(|number| named.names[*number].kind == EntityType::PER)?;
                self.office_of(view, named, person, country).filter(elsewhere)
            })
        };
        before
            .or_else(after)
            .or_else(|| office_before(0, first).filter(|held| held.country.is_some()))
            .or_else(|| person_before(0, first).filter(|held| held.country.is_some()))
    }

    /// The office of a named person: the one that the text gives, else the one that the lists have on that day.
    fn office_of<K: Knowledge>(
        &self,
        view: &View<'_, K>,
        named: &Named<'_>,
        number: usize,
        country: Option<ListedId>,
    ) -> Option<Held> {
        let at = named.names[number].tokens.start as usize;
        let entity = named.entity(number);
        let own = self.offices.iter().rev();
        if let Some(held) = own
            .filter(|held| held.at <= at)
            .find(|held| held.entity == entity && (country.is_none() || held.country != country))
        {
            return Some(Held {
                title: held.title.clone(),
                country: held.country,
                at,
            });
        }
        let date = view.document.date?;
        let roles = &view.knowledge.entity(named.listed(number)?).roles;
        let role = roles.iter().find(|role| {
            role.period.contains(date)
                && (role.title.ends_with("minister")
                    || view.lexicon.equal_offices(&role.title).next().is_some()
                    || view
                        .lexicon
                        .leading_offices()
                        .any(|(office, _)| *office == *role.title))
        })?;
        let found = view.knowledge.resolve(&role.of, Some(EntityType::LOC));
        Some(Held {
            title: role.title.clone(),
            country: found.and_then(|found| view.knowledge.country_of(found.id)),
            at,
        })
    }
}

/// True for a word that says whose counterpart it is.
fn is_owner(word: &str) -> bool {
    matches!(
        word,
        "his" | "her" | "His" | "Her" | "its" | "Its" | "their" | "Their" | "’s" | "'s"
    )
}
