//! A capital that speaks or acts for its government: "Baku denied".

use whosaid_text::{Case, EntityType, Knowledge, Linked, ListedId, ReferenceKind, Rule, TokenKind};

use super::{Named, Referrer, refer};
use crate::lexicon::WordClass;
use crate::view::View;

impl Referrer {
    pub(super) fn governments<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        linked: &mut Linked,
    ) {
        for (index, name) in named.names.iter().enumerate() {
            if name.kind != EntityType::LOC {
                continue;
            }
            let Some(id) = named.listed(index) else { continue };
            let Some(country) = view.knowledge.country_of(id).filter(|country| *country != id) else {
                continue;
            };
            let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
            let confidence = if acts(view, named, index) || acts_with_next(view, named, index) {
                0.8
            } else if is_addressed(view, start, end) {
                0.7
            } else {
                continue;
            };
            let name = &view.knowledge.entity(id).name;
            let seat = view.lexicon.seat_of(name);
            let body = seat.filter(|_| !self.is_named(named, country)).and_then(|body| {
                let found = view.knowledge.resolve(body, Some(EntityType::ORG))?;
                Some(found.id)
            });
            let entity = self.index_of(view, body.unwrap_or(country), linked);
            let span = named.names[index].span;
            let at = linked
                .mentions
                .partition_point(|mention| mention.span.start() < span.start());
            if let Some(mention) = linked.mentions.get_mut(at).filter(|mention| mention.span == span) {
                mention.rule = CAPITAL;
            }
            let found = (entity, CAPITAL, confidence);
            refer(view, ReferenceKind::Government, start..end, found, linked);
        }
    }

    /// True if the document names a country itself.
    fn is_named(&self, named: &Named<'_>, country: ListedId) -> bool {
        named
            .chains
            .chains
            .iter()
            .any(|chain| chain.listed == Some(country))
    }
}

/// What stands in the tables for a capital that is a government: in the mention's row, which goes on naming the place.
const CAPITAL: Rule = Rule("entities:capital");

/// "Szohod and Klow agreed": the first of two acts with the second.
fn acts_with_next<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, index: usize) -> bool {
    let (one, Some(two)) = (&named.names[index], named.names.get(index + 1)) else {
        return false;
    };
    let between = one.tokens.end as usize;
    let is_capital = || {
        let id = named.listed(index + 1);
        id.is_some_and(|id| view.knowledge.country_of(id).is_some())
    };
    two.kind == EntityType::LOC
        && two.tokens.start as usize == between + 1
        && view.word(between) == "and"
        && !is_placed(view, named, index)
        && acts(view, named, index + 1)
        && is_capital()
}

/// "Accused Szohod of lying", "told Klow that".
fn is_addressed<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> bool {
    let addressed = start > view.sentence_start(start)
        && view.class(start - 1).any(WordClass::ADDRESSING)
        && view.tokens.tokens[start - 1].kind == TokenKind::Word(Case::Lower);
    // "Told Klow residents", "warned Klow’s mayor".
    addressed
        && (end >= view.sentence_end(start)
            || match view.tokens.tokens[end].kind {
                TokenKind::Word(_) => matches!(
                    view.word(end),
                    "of" | "for"
                        | "that"
                        | "to"
                        | "on"
                        | "not"
                        | "and"
                        | "over"
                        | "it"
                        | "against"
                        | "about"
                        | "if"
                ),
                TokenKind::Clitic => false,
                _ => !view.is_inner_hyphen(end),
            })
}

/// True if a preposition or the comma of "Klow, Syldavia" makes a place of name number `index`.
fn is_placed<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, index: usize) -> bool {
    let start = named.names[index].tokens.start as usize;
    if start == view.sentence_start(start) {
        return false;
    }
    match view.word(start - 1) {
        "," => {
            index > 0 && {
                let before = &named.names[index - 1];
                before.tokens.end as usize == start - 1 && before.kind == EntityType::LOC
            }
        }
        "in" | "In" | "at" | "At" | "near" | "Near" | "to" | "from" | "From" | "of" | "into" | "outside"
        | "Outside" | "across" | "Across" | "around" | "Around" | "over" | "through" | "toward"
        | "towards" | "via" | "by" | "inside" => true,
        _ => false,
    }
}

/// True if the name is the subject of a verb of speech, with an auxiliary or adverb between at most, and no
/// preposition makes it a place.
fn acts<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, index: usize) -> bool {
    let name = &named.names[index];
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let last = view.sentence_end(start);
    !is_placed(view, named, index)
        && (end..last.min(end + 3))
            .take_while(|index| {
                *index == end
                    || view.class(*index - 1).any(WordClass::FUNCTION)
                    || view.word(*index - 1).ends_with("ly")
            })
            .any(|index| view.class(index).any(WordClass::SPEECH))
}
