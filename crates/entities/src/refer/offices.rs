//! "NATO’s secretary general", "the owner of Golden Mill": an office of a body that a list has.

use std::ops::Range;

use whosaid_text::{EntityIndex, EntityType, Knowledge, Linked, ListedId, Rule, TokenKind};

use super::{Found, Named, Referrer};
use crate::view::View;

impl Referrer {
    /// Who held the office of a body, tokens `start..end`, when the text speaks; the first token of the phrase.
    pub(super) fn office_of_body<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        start: usize,
        end: usize,
        office: &str,
        linked: &mut Linked,
    ) -> Option<(Found, usize)> {
        let (number, from) = owner(view, named, start, end)?;
        // "A spokesman", "one leader": somebody.
        let definite = view.word(from).eq_ignore_ascii_case("the")
            || view.tokens.tokens[start - 1].kind == TokenKind::Clitic;
        let told = match definite {
            true => self.told_of_body(office, named.entity(number), start),
            false => None,
        };
        let found = told.or_else(|| {
            let body = named.listed(number)?;
            self.listed_holder(view, named, office, body, start..end, linked)
        })?;
        Some((found, from))
    }

    /// Whom the text gave the office of a body before token `at`: "EU envoy Ada Lind … the EU envoy". "The Nordvik boss" is whoever
    /// has any office there.
    fn told_of_body(&self, office: &str, body: EntityIndex, at: usize) -> Option<Found> {
        let any = matches!(office, "boss" | "chief" | "head" | "leader");
        let held = self
            .offices
            .iter()
            .rev()
            .filter(|held| held.body == Some(body) && held.at <= at && !held.past)
            .find(|held| any || crate::link::same_office(&held.title, office))?;
        Some((held.entity, Rule("entities:role"), if any { 0.75 } else { 0.85 }))
    }

    /// Who held an office of a country or body, tokens `tokens`, when the text speaks; under another name of the office if
    /// nobody under its own.
    pub(super) fn listed_holder<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        office: &str,
        owner: ListedId,
        tokens: Range<usize>,
        linked: &mut Linked,
    ) -> Option<Found> {
        let when = self.when(view, named, tokens.start, tokens.end);
        let of = &view.knowledge.entity(owner).name;
        let mut holders = view.knowledge.holders(office, of, when.period);
        for equal in view.lexicon.equal_offices(office) {
            if holders.is_empty() {
                holders = view.knowledge.holders(equal, of, when.period);
            }
        }
        self.one_of(view, named, &holders, &when, tokens.start, linked)
    }
}

/// Number of the body's name and the first token of the phrase: named directly before the office ("NATO’s", "NATO") or after it ("of
/// NATO", "at the bank").
pub(super) fn owner<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let first = view.sentence_start(start);
    let clitic = start > first && view.tokens.tokens[start - 1].kind == TokenKind::Clitic;
    let close = start - usize::from(clitic);
    if let Some(before) = named.at_or_after(close).checked_sub(1)
        && named.names[before].tokens.end as usize == close
        && named.names[before].kind == EntityType::ORG
    {
        let begin = named.names[before].tokens.start as usize;
        let article = begin > first && view.word(begin - 1).eq_ignore_ascii_case("the");
        return Some((before, begin - usize::from(article)));
    }
    let article = start > first && view.word(start - 1).eq_ignore_ascii_case("the");
    let after = body_after(view, named, end).filter(|_| article)?;
    Some((after, start - 1))
}

/// Number of the name of the body after an office that ends before token `end`: "of NATO", "at the bank".
pub(super) fn body_after<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, end: usize) -> Option<usize> {
    if end + 1 >= view.sentence_end(end.checked_sub(1)?) || !matches!(view.word(end), "of" | "at") {
        return None;
    }
    let after = named.at_or_after(end + 1);
    let name = named
        .names
        .get(after)
        .filter(|name| name.kind == EntityType::ORG)?;
    let at = name.tokens.start as usize;
    let near = at == end + 1 || (at == end + 2 && view.word(end + 1) == "the");
    near.then_some(after)
}
