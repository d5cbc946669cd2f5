//! "The Ruritanian leader", "the head of the Ruritanian government": who leads a country, whatever the office is called.

use std::ops::Range;

use whosaid_text::{EntityType, Knowledge, Linked, ListedId, Rule};

use super::roles::LEADER;
use super::time::When;
use super::{Found, Named, Referrer};
use crate::view::View;

/// So many of the names before are looked through.
const NAMES: usize = 64;

/// The office that "head of the Ruritanian government" tells.
pub(super) struct Led {
    pub(super) office: &'static str,
    pub(super) country: ListedId,
    /// Token after the phrase.
    pub(super) end: usize,
}

/// The office of a head or leader, tokens `start..end`, "of the Ruritanian government" or "state".
pub(super) fn government_led<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    start: usize,
    end: usize,
) -> Option<Led> {
    let last = view.sentence_end(start);
    let is_head = end == start + 1 && matches!(view.word(start), "head" | "leader" | "chief" | "Head");
    if !is_head || end + 2 >= last || view.word(end) != "of" {
        return None;
    }
    let number = named.at_or_after(end + 1);
    let name = named.names.get(number)?;
    let at = name.tokens.start as usize;
    let near = at == end + 1 || (at == end + 2 && view.word(end + 1) == "the");
    if !near || !matches!(name.kind, EntityType::LOC | EntityType::NORP) {
        return None;
    }
    let country = view.knowledge.country_of(named.listed(number)?)?;
    let mut noun = name.tokens.end as usize;
    noun += usize::from(noun < last && matches!(view.word(noun), "’s" | "'s"));
    if noun >= last {
        return None;
    }
    let office = match view.word(noun) {
        "government" | "cabinet" => "prime minister",
        "state" => "president",
        _ => return None,
    };
    Some(Led {
        office,
        country,
        end: noun + 1,
    })
}

impl Referrer {
    /// Who holds the office of a country on the document's date: the one whom the document named last, else the only
    /// one. For "leader" all that lead countries hold it, for "president" and "prime minister" whoever has their place
    /// where there is none.
    pub(super) fn leader<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        office: &str,
        country: ListedId,
        tokens: Range<usize>,
        linked: &mut Linked,
    ) -> Option<Found> {
        let of = &view.knowledge.entity(country).name;
        let when = self.when(view, named, tokens.start, tokens.end);
        let at = tokens.start;
        let mut holders = Vec::new();
        if office != LEADER {
            holders = view.knowledge.holders(office, of, when.period);
        }
        if holders.is_empty() {
            let of_state = office == "president";
            for (title, state) in view.lexicon.leading_offices() {
                if office == LEADER || of_state == state {
                    holders.extend(view.knowledge.holders(title, of, when.period));
                }
            }
            holders.sort_unstable();
            holders.dedup();
        }
        let given = |title: &str| {
            office == LEADER
                && view
                    .lexicon
                    .leading_offices()
                    .any(|(leading, _)| leading == title)
        };
        if let Some(held) = self
            .offices
            .iter()
            .rev()
            .filter(|held| held.at <= at && held.country == Some(country) && !held.past)
            .find(|held| given(&held.title) || (office == LEADER && &*held.title == LEADER))
        {
            return Some((held.entity, Rule("entities:role"), 0.8));
        }
        self.one_of(view, named, &holders, &when, at, linked)
    }

    /// Of those who hold an office the one whom the document named last before token `at`, else the only one.
    pub(super) fn one_of<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        holders: &[ListedId],
        when: &When,
        at: usize,
        linked: &mut Linked,
    ) -> Option<Found> {
        let until = named.at_or_after(at);
        let mut seen = (until.saturating_sub(NAMES)..until)
            .rev()
            .filter(|number| named.listed(*number).is_some_and(|id| holders.contains(&id)));
        let last = seen.next();
        let rule = Rule("entities:office");
        match (last, holders) {
            // Of several who may have held it when nobody knows, the one whom the text names alone.
            (Some(number), _)
                if when.told || seen.all(|other| named.entity(other) == named.entity(number)) =>
            {
                Some((named.entity(number), rule, when.sure(0.85)))
            }
            (None, [id]) => Some((self.index_of(view, *id, linked), rule, when.sure(0.85))),
            _ => None,
        }
    }
}
