//! "NATO’s secretary general", "the owner of Golden Mill": an office of a body that a list has.

use std::ops::Range;

use whosaid_text::{EntityType, Knowledge, Linked, ListedId, TokenKind};

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
        let (body, from) = owner(view, named, start, end)?;
        let found = self.listed_holder(view, named, office, body, start..end, linked)?;
        Some((found, from))
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

/// The listed body and the first token of the phrase: named directly before the office ("NATO’s", "NATO") or after it ("of NATO", "at the bank").
fn owner<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    start: usize,
    end: usize,
) -> Option<(ListedId, usize)> {
    let first = view.sentence_start(start);
    let clitic = start > first && view.tokens.tokens[start - 1].kind == TokenKind::Clitic;
    let close = start - usize::from(clitic);
    let is_body = |number: usize| named.names[number].kind == EntityType::ORG;
    if let Some(before) = named.at_or_after(close).checked_sub(1)
        && named.names[before].tokens.end as usize == close
        && is_body(before)
    {
        let begin = named.names[before].tokens.start as usize;
        let article = begin > first && view.word(begin - 1).eq_ignore_ascii_case("the");
        return Some((named.listed(before)?, begin - usize::from(article)));
    }
    let article = start > first && view.word(start - 1).eq_ignore_ascii_case("the");
    if !article || end + 1 >= view.sentence_end(start) || !matches!(view.word(end), "of" | "at") {
        return None;
    }
    let after = named.at_or_after(end + 1);
    let name = named.names.get(after).filter(|_| is_body(after))?;
    let at = name.tokens.start as usize;
    let near = at == end + 1 || (at == end + 2 && view.word(end + 1) == "the");
    Some((named.listed(after).filter(|_| near)?, start - 1))
}
