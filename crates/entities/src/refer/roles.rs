//! "The prime minister", "the Azerbaijani president", "Armenia’s prime minister", "his Azerbaijani counterpart".

use whosaid_text::{
    Confidence, EntityIndex, EntityType, Knowledge, Linked, ListedId, Reference, ReferenceKind, Rule, Span,
    TokenKind,
};

use super::{Named, Referrer};
use crate::lexicon::WordClass;
use crate::view::View;

/// An office that the text gives to somebody: "Armenian Prime Minister Nikol Pashinian".
#[derive(Debug)]
pub(super) struct Office {
    title: Box<str>,
    country: Option<ListedId>,
    entity: EntityIndex,
    /// Token where it was given.
    at: usize,
}

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
                self.counterpart(view, named, index, linked);
            } else if let Some((length, office)) = view.lexicon.role(&view.tokens.hashes[index..end]) {
                self.role(view, named, index, index + length, office, linked);
                free = index + length;
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
                let country = country_before(view, named, title.start).map(|(country, _)| country);
                self.give(title.office, country, named.entity(index), start);
            }
            if let Some((range, office)) = view.apposition_after(name.tokens.end as usize) {
                let inside = country_inside(view, named, range.start as usize, range.end as usize);
                let country = inside.or_else(|| country_after(view, named, range.end as usize));
                self.give(office, country, named.entity(index), range.end as usize);
            }
        }
        self.offices.sort_by_key(|office| office.at);
    }

    fn give(&mut self, title: &str, country: Option<ListedId>, entity: EntityIndex, at: usize) {
        if self.offices.len() < MOST_OFFICES {
            self.offices.push(Office {
                title: title.into(),
                country,
                entity,
                at,
            });
        }
    }

    /// A role without a name beside it, tokens `start..end`.
    fn role<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        start: usize,
        end: usize,
        office: &str,
        linked: &mut Linked,
    ) {
        // A title of the name that follows is no reference.
        let follows = named.names.get(named.at_or_after(end));
        if follows.is_some_and(|name| name.tokens.start as usize == end && name.kind == EntityType::PER) {
            return;
        }
        let first = view.sentence_start(start);
        let (country, begin) = match country_before(view, named, start) {
            Some((country, at)) => (Some(country), at),
            None => (country_after(view, named, end), start),
        };
        let definite = begin > first
            && matches!(
                view.word(begin - 1),
                "the" | "The" | "its" | "their" | "’s" | "'s"
            );
        let owned = begin < start && view.tokens.tokens[start - 1].kind == TokenKind::Clitic;
        if !definite && !owned {
            return;
        }
        let from = if definite && matches!(view.word(begin - 1), "the" | "The") {
            begin - 1
        } else {
            begin
        };
        let (entity, rule, confidence) = if let Some(found) = self.local(office, country, start) {
            found
        } else if let Some(country) = country {
            let of = &view.knowledge.entity(country).name;
            match view.knowledge.holders(office, of, view.document.date)[..] {
                [id] => (self.index_of(view, id, linked), Rule("entities:office"), 0.85),
                _ => return,
            }
        } else {
            return;
        };
        if country.is_some() && self.offices.len() < MOST_OFFICES {
            // "The Ruritanian president …": from here on "the president" is that one.
            let place = self.offices.partition_point(|held| held.at <= end);
            self.offices.insert(
                place,
                Office {
                    title: office.into(),
                    country,
                    entity,
                    at: end,
                },
            );
        }
        let span = Span::new(
            view.tokens.tokens[from].span.start(),
            view.tokens.tokens[end - 1].span.end(),
        );
        linked.references.push(Reference {
            span,
            kind: ReferenceKind::Role,
            entity,
            rule,
            confidence: Confidence::new(confidence),
        });
    }

    /// Whom the text gave the office before token `at`, the last of them; or after it, if nobody before.
    fn local(&self, office: &str, country: Option<ListedId>, at: usize) -> Option<(EntityIndex, Rule, f32)> {
        let fits = |held: &&Office| {
            let title = crate::link::same_office(&held.title, office);
            title && (country.is_none() || held.country.is_none() || held.country == country)
        };
        let mut all = self.offices.iter().filter(fits);
        let nearest = self
            .offices
            .iter()
            .rev()
            .filter(fits)
            .find(|held| held.at < at)
            .or_else(|| self.offices.iter().find(fits))?;
        let alone = all.all(|held| held.entity == nearest.entity);
        Some((
            nearest.entity,
            Rule("entities:role"),
            if alone { 0.85 } else { 0.6 },
        ))
    }

    /// "his Azerbaijani counterpart": who holds the same office there.
    fn counterpart<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        at: usize,
        linked: &mut Linked,
    ) {
        let Some((country, begin)) = country_before(view, named, at) else {
            return;
        };
        let first = view.sentence_start(at);
        if begin == first
            || !matches!(
                view.word(begin - 1),
                "his" | "her" | "His" | "Her" | "their" | "’s" | "'s"
            )
        {
            return;
        }
        // The office of the person before, or of the one that the sentence names after.
        let end = view.sentence_end(at);
        let before = self
            .offices
            .iter()
            .rev()
            .find(|held| held.at < at && held.at >= first);
        let after = self.offices.iter().find(|held| held.at > at && held.at < end);
        let earlier = self.offices.iter().rev().find(|held| held.at < first);
        let Some(office) = before
            .or(after)
            .or(earlier)
            .filter(|held| held.country != Some(country))
        else {
            return;
        };
        let title = office.title.clone();
        let of = &view.knowledge.entity(country).name;
        let found = match view.knowledge.holders(&title, of, view.document.date)[..] {
            [id] => Some((self.index_of(view, id, linked), Rule("entities:counterpart"), 0.8)),
            _ => self.local(&title, Some(country), at),
        };
        let Some((entity, rule, confidence)) = found else {
            return;
        };
        linked.references.push(Reference {
            span: Span::new(
                view.tokens.tokens[begin - 1].span.start(),
                view.tokens.tokens[at].span.end(),
            ),
            kind: ReferenceKind::Role,
            entity,
            rule,
            confidence: Confidence::new(confidence),
        });
    }
}

/// The country named directly before token `start` ("Azerbaijani", "Armenia’s"), and the name's first token.
fn country_before<K: Knowledge>(
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

/// The country named directly after token `end` with "of": "of Armenia", "of the Republic of Armenia".
fn country_after<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, end: usize) -> Option<ListedId> {
    if end + 1 >= view.sentence_end(end.checked_sub(1)?) || view.word(end) != "of" {
        return None;
    }
    let index = named.at_or_after(end);
    let name = named.names.get(index)?;
    let near = name.tokens.start as usize <= end + 2 && name.kind == EntityType::LOC;
    view.knowledge.country_of(named.listed(index).filter(|_| near)?)
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
