//! "The prime minister", "the Azerbaijani president", "Armenia’s prime minister".

use whosaid_text::{
    EntityIndex, EntityType, Knowledge, Linked, ListedId, Period, ReferenceKind, Role, Rule, TokenKind,
    TokenRange, hash_word,
};

use super::offices::{body_after, owner};
use super::{Found, Named, Referrer, apposed, leaders, refer};
use crate::lexicon::WordClass;
use crate::view::View;

/// An office that the text gives to somebody: "Armenian Prime Minister Nikol Pashinian".
#[derive(Debug)]
pub(super) struct Office {
    pub(super) title: Box<str>,
    pub(super) country: Option<ListedId>,
    /// The body whose office it is: "EU envoy Ada Lind".
    pub(super) body: Option<EntityIndex>,
    pub(super) entity: EntityIndex,
    /// Token from which on it is known.
    pub(super) at: usize,
    /// They held it once: "former President Lind".
    pub(super) past: bool,
}

/// The word for whoever leads a country, whatever the office is called.
pub(super) const LEADER: &str = "leader";

/// So many offices of a document are remembered.
const MOST_OFFICES: usize = 256;

impl Referrer {
    pub(super) fn roles<K: Knowledge>(&mut self, view: &View<'_, K>, named: &Named<'_>, linked: &mut Linked) {
        self.collect(view, named);
        let notable = std::mem::take(&mut self.notable);
        let (mut free, mut next) = (0, 0);
        for (index, class) in &notable {
            let index = *index as usize;
            while next < named.names.len() && named.names[next].tokens.end as usize <= index {
                next += 1;
            }
            let name = named.names.get(next);
            if index < free || name.is_some_and(|name| name.tokens.contains(index)) {
                continue;
            }
            let end = view.sentence_end(index);
            if class.any(WordClass::COUNTERPART) {
                free = self.counterpart(view, named, index, linked);
            } else if let Some((length, office)) = view.lexicon.role(&view.tokens.hashes[index..end]) {
                free = self.role(view, named, index, index + length, office, linked);
            } else if class.any(WordClass::LEADER) {
                free = self.role(view, named, index, index + 1, LEADER, linked);
            }
        }
        self.notable = notable;
    }

    /// Offices given by titles before names and appositions after them.
    fn collect<K: Knowledge>(&mut self, view: &View<'_, K>, named: &Named<'_>) {
        for (index, name) in named.names.iter().enumerate() {
            if name.kind != EntityType::PER {
                continue;
            }
            let start = name.tokens.start as usize;
            if let Some(title) = view.title_before(start)
                && !title.office.is_empty()
            {
                let before = country_before(view, named, title.start);
                let past = is_past(view, before.map_or(title.start, |(_, at)| at));
                let country = before.map(|(country, _)| country);
                let country = country.or_else(|| country_of_listed(view, named, index, title.office));
                let body = owner(view, named, title.start, start).map(|(body, _)| named.entity(body));
                self.give(title.office, (country, body), named.entity(index), start, past);
            }
            if let Some((range, office)) = view.apposition_after(name.tokens.end as usize) {
                let inside = country_inside(view, named, range.start as usize, range.end as usize);
                let country = inside.or_else(|| country_of_office(view, named, range.end as usize));
                let past = range
                    .indices()
                    .any(|index| view.class(index).any(WordClass::PAST));
                let country = country.or_else(|| country_of_listed(view, named, index, office));
                let (from, end) = (range.start as usize, range.end as usize);
                let inside = (named.at_or_after(from)..named.at_or_after(end))
                    .find(|inside| named.names[*inside].kind == EntityType::ORG);
                let body = inside.or_else(|| body_after(view, named, end));
                let body = body.map(|body| named.entity(body));
                // The role itself stands for them already.
                self.give(office, (country, body), named.entity(index), from, past);
            }
        }
        self.offices.sort_by_key(|office| office.at);
    }

    fn give(
        &mut self,
        title: &str,
        (country, body): (Option<ListedId>, Option<EntityIndex>),
        entity: EntityIndex,
        at: usize,
        past: bool,
    ) {
        if self.offices.len() < MOST_OFFICES {
            self.offices.push(Office {
                title: title.into(),
                country,
                body,
                entity,
                at,
                past,
            });
        }
    }

    /// A role without a title's name beside it, tokens `start..end`. Returns the token after all that was read.
    fn role<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        start: usize,
        end: usize,
        office: &str,
        linked: &mut Linked,
    ) -> usize {
        // A title of the name that follows is no reference.
        let follows = named.names.get(named.at_or_after(end));
        if follows.is_some_and(|name| name.tokens.start as usize == end && name.kind == EntityType::PER) {
            // But "Secretary of State" looks like a noun phrase of its own: whoever reads up to "of" finds the person.
            if (start..end).any(|index| view.word(index) == "of") {
                let entity = named.entity(named.at_or_after(end));
                let found = (entity, Rule("entities:apposition"), 0.9);
                refer(view, ReferenceKind::Role, start..end, found, linked);
            }
            return end;
        }
        let first = view.sentence_start(start);
        let before = country_before(view, named, start);
        let begin = before.map_or(start, |(_, at)| at);
        let past = begin > first && view.class(begin - 1).any(WordClass::PAST);
        let begin = begin - usize::from(past);
        let article = begin > first && matches!(view.word(begin - 1), "the" | "The");
        let from = begin - usize::from(article);
        if let Some(person) = apposed::person(view, named, from, start, end) {
            let name = &named.names[person];
            let country = before
                .map(|(country, _)| country)
                .or_else(|| country_of_office(view, named, end));
            let body = owner(view, named, start, end).map(|(body, _)| named.entity(body));
            let at = name.tokens.end as usize;
            self.hold(office, (country, body), named.entity(person), at);
            let found = (named.entity(person), Rule("entities:apposition"), 0.9);
            refer(view, ReferenceKind::Role, from..end, found, linked);
            return name.tokens.end as usize;
        }
        let definite =
            article || (begin > first && matches!(view.word(begin - 1), "its" | "their" | "’s" | "'s"));
        let owned = begin < start && view.tokens.tokens[start - 1].kind == TokenKind::Clitic;
        let led = leaders::government_led(view, named, start, end).filter(|_| before.is_none());
        let (office, country, end) = match (led, before) {
            (Some(led), _) => (led.office, Some(led.country), led.end),
            (None, Some((country, _))) => (office, Some(country), end),
            (None, None) => (office, country_of_office(view, named, end), end),
        };
        if country.is_none()
            && !past
            && let Some((found, from)) = self.office_of_body(view, named, start, end, office, linked)
        {
            refer(view, ReferenceKind::Role, from..end, found, linked);
            return end;
        }
        // "Pope said": as good as a name.
        let sole = view.lexicon.is_sole(office) && country.is_none();
        let named_so = sole
            && begin == start
            && view.tokens.tokens[start].may_be_name()
            && view.speech_beside(TokenRange::new(start, end));
        if !definite && !owned && !named_so {
            return end;
        }
        if past {
            if let Some(found) = self.past_holder(view, office, country, begin..end, linked) {
                refer(view, ReferenceKind::Role, from..end, found, linked);
            }
            return end;
        }
        let owned = owned || (definite && !article);
        let found = match country {
            Some(country) if office == LEADER || office == "president" || office == "prime minister" => self
                .local(office, Some(country), start)
                .filter(|_| office != LEADER)
                .or_else(|| self.leader(view, named, office, country, start..end, linked)),
            Some(country) => self
                .local(office, Some(country), start)
                .or_else(|| self.listed_holder(view, named, office, country, start..end, linked)),
            // "The head of state" of a report is its own country’s, whoever visits.
            None if article && matches!(view.word(start), "head" | "Head") && end == start + 3 => self
                .bare(view, named, office, start, linked)
                .or_else(|| self.local(office, None, start)),
            None if sole && !owned => self.local(office, None, start).or_else(|| {
                let when = self.when(view, named, start, end);
                match view.knowledge.holders(office, "", when.period)[..] {
                    [id] => Some((
                        self.index_of(view, id, linked),
                        Rule("entities:office"),
                        when.sure(0.85),
                    )),
                    _ => None,
                }
            }),
            None => self.local(office, None, start).or_else(|| {
                let free = article
                    && !self.elsewhere.contains(&hash_word(office))
                    && !is_of_another(view, named, end);
                free.then(|| self.bare(view, named, office, start, linked))
                    .flatten()
            }),
        };
        let Some(found) = found else {
            if country.is_none() && (owned || is_of_another(view, named, end)) {
                // "The club’s president": who that is nobody knows, and "the president" may be that one from here on.
                self.elsewhere.push(hash_word(office));
            }
            return end;
        };
        if country.is_some() {
            // "The Ruritanian president …": from here on "the president" is that one.
            self.hold(office, (country, None), found.0, end);
        }
        refer(view, ReferenceKind::Role, from..end, found, linked);
        end
    }

    /// Remembers an office that was given at token `at`.
    pub(super) fn hold(
        &mut self,
        title: &str,
        (country, body): (Option<ListedId>, Option<EntityIndex>),
        entity: EntityIndex,
        at: usize,
    ) {
        if self.offices.len() < MOST_OFFICES {
            let place = self.offices.partition_point(|held| held.at <= at);
            self.offices.insert(
                place,
                Office {
                    title: title.into(),
                    country,
                    body,
                    entity,
                    at,
                    past: false,
                },
            );
        }
    }

    /// Whom the text gave the office before token `at`, the last of them: who is introduced only later is not meant yet.
    pub(super) fn local(&self, office: &str, country: Option<ListedId>, at: usize) -> Option<Found> {
        let fits = |held: &&Office| {
            let title = crate::link::same_office(&held.title, office);
            !held.past && title && (country.is_none() || held.country.is_none() || held.country == country)
        };
        let mut all = self.offices.iter().filter(fits);
        let nearest = self
            .offices
            .iter()
            .rev()
            .filter(fits)
            .find(|held| held.at <= at)?;
        let alone = all.all(|held| held.entity == nearest.entity);
        Some((
            nearest.entity,
            Rule("entities:role"),
            if alone { 0.85 } else { 0.6 },
        ))
    }
}

/// The country of a listed person's office: "Prime Minister Ada Lind" is no other country's, though the text does not say whose.
fn country_of_listed<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    number: usize,
    office: &str,
) -> Option<ListedId> {
    let entity = view.knowledge.entity(named.listed(number)?);
    let role = entity
        .roles
        .iter()
        .find(|role| crate::link::same_office(&role.title, office))?;
    country_of_role(view, role)
}

/// The country of a listed role, by its people.
pub(super) fn country_of_role<K: Knowledge>(view: &View<'_, K>, role: &Role) -> Option<ListedId> {
    let people = view.knowledge.holders("people", &role.of, Period::default());
    view.knowledge.country_of(*people.first()?)
}

/// True if a word such as "former" stands before token `start`, with a hyphen perhaps.
pub(super) fn is_past<K: Knowledge>(view: &View<'_, K>, start: usize) -> bool {
    let first = view.sentence_start(start);
    let hyphen = start > first && view.is_inner_hyphen(start - 1);
    let start = start - usize::from(hyphen);
    start > first && view.class(start - 1).any(WordClass::PAST)
}

/// Writes the reference of tokens `from..end`.
/// True for "the president of the club", "the minister responsible for trade", "the prime minister-in-waiting", "the
/// president and chief executive".
fn is_of_another<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, end: usize) -> bool {
    let Some(last) = end.checked_sub(1).map(|index| view.sentence_end(index)) else {
        return false;
    };
    if end >= last {
        return false;
    }
    let name = named.names.get(named.at_or_after(end));
    matches!(
        view.word(end),
        "of" | "for" | "at" | "responsible" | "and" | "general"
    ) || view.is_inner_hyphen(end)
        || name.is_some_and(|name| name.tokens.start as usize == end)
}

/// The country named directly before token `start` ("Azerbaijani", "Armenia’s"), and the name's first token.
pub(super) fn country_before<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    start: usize,
) -> Option<(ListedId, usize)> {
    let mut end = start;
    if end > 0 && view.tokens.tokens[end - 1].kind == TokenKind::Clitic {
        end -= 1;
    }
    let index = named.at_or_after(end).checked_sub(1)?;
    let name = &named.names[index];
    let fits = name.tokens.end as usize == end && matches!(name.kind, EntityType::LOC | EntityType::NORP);
    let country = view.knowledge.country_of(named.listed(index).filter(|_| fits)?)?;
    Some((country, name.tokens.start as usize))
}

/// The country named directly after token `end` with one of some prepositions ("of Armenia", "of the Republic of
/// Armenia"), and the token after its name.
pub(super) fn country_after<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    end: usize,
    prepositions: &[&str],
) -> Option<(ListedId, usize)> {
    if end + 1 >= view.sentence_end(end.checked_sub(1)?) || !prepositions.contains(&view.word(end)) {
        return None;
    }
    let index = named.at_or_after(end);
    let name = named.names.get(index)?;
    let near = name.tokens.start as usize <= end + 2 && name.kind == EntityType::LOC;
    let country = view.knowledge.country_of(named.listed(index).filter(|_| near)?)?;
    Some((country, name.tokens.end as usize))
}

/// The country named directly after token `end` with "of".
fn country_of_office<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, end: usize) -> Option<ListedId> {
    country_after(view, named, end, &["of"]).map(|(country, _)| country)
}

/// The country named between two tokens: "the Danish foreign minister".
fn country_inside<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    start: usize,
    end: usize,
) -> Option<ListedId> {
    let from = named.at_or_after(start);
    let to = named.at_or_after(end);
    (from..to).find_map(|index| view.knowledge.country_of(named.listed(index)?))
}
