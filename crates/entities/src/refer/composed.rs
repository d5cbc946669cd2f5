//! "Russia’s defence ministry", "the Odesa city council": a body whose name stands in small letters.

use whosaid_text::{
    Case, EntityIndex, EntityType, Knowledge, Linked, ReferenceKind, Rule, TokenKind, hash_bytes,
};

use super::roles::country_after;
use super::{Named, Referrer, refer};
use crate::lexicon::WordClass;
use crate::link::{composed_hash, ministry};
use crate::view::View;

/// So many words stand between a place's name and the head of a body at most.
const WORDS: usize = 5;
/// So many names before are looked through.
const NAMES: usize = 48;

/// A body, the reference's first token, its token after the last, and how surely it is meant.
type Body = (EntityIndex, usize, usize, f32);

impl Referrer {
    /// Links bodies whose names are composed of a place or nationality and words in small letters.
    pub(super) fn composed<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        linked: &mut Linked,
    ) {
        let notable = std::mem::take(&mut self.notable);
        for (index, class) in &notable {
            let index = *index as usize;
            if !class.any(WordClass::ORGANISATION)
                || view.tokens.tokens[index].kind != TokenKind::Word(Case::Lower)
                || named
                    .names
                    .get(named.at_or_after(index))
                    .is_some_and(|name| name.tokens.start as usize == index)
            {
                continue;
            }
            let Some((entity, from, end, confidence)) = self.body(view, named, index, linked) else {
                continue;
            };
            let found = (entity, Rule("entities:composed"), confidence);
            refer(view, ReferenceKind::Role, from..end, found, linked);
        }
        self.notable = notable;
    }

    /// The body whose name's head is token `head`.
    fn body<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        head: usize,
        linked: &mut Linked,
    ) -> Option<Body> {
        let first = view.sentence_start(head);
        let mut start = head;
        while start > first.max(head.saturating_sub(WORDS)) && is_modifier(view, start - 1) {
            start -= 1;
        }
        let mut words = Vec::with_capacity(WORDS + 1);
        for index in start..=head {
            view.lexicon.body_words(view.tokens.hashes[index], &mut words);
        }
        let is_ministry = view.word(head) == "ministry";
        // "The ministry of defence of Russia", "the defence ministry in Moscow".
        let mut end = head + 1;
        let last = view.sentence_end(head);
        if is_ministry && start == head && end + 1 < last && view.word(end) == "of" {
            while end + 1 < last && end < head + WORDS && is_field(view, end + 1) {
                view.lexicon.body_words(view.tokens.hashes[end + 1], &mut words);
                end += 1;
            }
        }
        let place = place_before(view, named, start);
        let article = |start: usize| start > first && matches!(view.word(start - 1), "the" | "The");
        if let Some((number, begin)) = place {
            let id = named.listed(number)?;
            let from = begin - usize::from(article(begin));
            if is_ministry
                && words.len() > 1
                && let Some(country) = view.knowledge.country_of(id)
            {
                if let Some(body) = ministry(view, country, &words) {
                    return Some((self.index_of(view, body, linked), from, end, 0.85));
                }
                let country = hash_bytes(view.knowledge.entity(country).id.as_bytes());
                return known(named, &words, country).map(|body| (body, from, end, 0.8));
            }
            // Words of the place's own name are words of the body's.
            let mut bag = words;
            for index in named.names[number].tokens.indices() {
                view.lexicon.body_words(view.tokens.hashes[index], &mut bag);
            }
            let body = named.chains.body(composed_hash(&mut bag))?;
            return Some((entity_of(named, body)?, from, end, 0.75));
        }
        if !is_ministry || words.len() < 2 || !article(start) {
            return None;
        }
        let after = country_after(view, named, end, &["in", "of"]);
        if let Some((country, after)) = after {
            let body = ministry(view, country, &words)?;
            return Some((self.index_of(view, body, linked), start - 1, after, 0.8));
        }
        // "The defence ministry": the one that the document has named.
        let until = named.at_or_after(head);
        let mut found: Option<EntityIndex> = None;
        for number in until.saturating_sub(NAMES)..until {
            let name = &named.names[number];
            if name.kind != EntityType::ORG || !view.is_of_words(name.tokens, &words) {
                continue;
            }
            if found
                .replace(named.entity(number))
                .is_some_and(|one| one != named.entity(number))
            {
                return None;
            }
        }
        found.map(|entity| (entity, start - 1, end, 0.75))
    }
}

/// The body of the words and a country that the document has named so.
fn known(named: &Named<'_>, words: &[u64], country: u64) -> Option<EntityIndex> {
    let mut bag = words.to_vec();
    bag.push(country);
    entity_of(named, named.chains.body(composed_hash(&mut bag))?)
}

fn entity_of(named: &Named<'_>, chain: u32) -> Option<EntityIndex> {
    let entity = *named.entity_of.get(chain as usize)?;
    (entity.0 != u32::MAX).then_some(entity)
}

/// "city", "regional", "military": in small letters and nothing that ends a noun phrase.
fn is_modifier<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    let class = view.class(index);
    view.tokens.tokens[index].kind == TokenKind::Word(Case::Lower)
        && !class.any(
            WordClass::SPEECH
                .with(WordClass::FUNCTION)
                .with(WordClass::PRONOUN)
                .with(WordClass::PARTICLE),
        )
}

fn is_field<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    view.tokens.tokens[index].kind == TokenKind::Word(Case::Lower)
        && (view.class(index).any(WordClass::FIELD)
            || matches!(
                view.word(index),
                "foreign" | "internal" | "affairs" | "the" | "and" | "emergency" | "state"
            ))
}

/// Number of the place or people named directly before token `start`, and its first token.
fn place_before<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, start: usize) -> Option<(usize, usize)> {
    let mut end = start;
    if end > 0 && view.tokens.tokens[end - 1].kind == TokenKind::Clitic {
        end -= 1;
    }
    let number = named.at_or_after(end).checked_sub(1)?;
    let name = &named.names[number];
    let fits = name.tokens.end as usize == end && matches!(name.kind, EntityType::LOC | EntityType::NORP);
    fits.then_some((number, name.tokens.start as usize))
}

impl<K: Knowledge> View<'_, K> {
    /// True if all `words` stand in the name of a body.
    fn is_of_words(&self, tokens: whosaid_text::TokenRange, words: &[u64]) -> bool {
        let mut held = Vec::with_capacity(8);
        for index in tokens.indices() {
            self.lexicon.body_words(self.tokens.hashes[index], &mut held);
        }
        words.iter().all(|word| held.contains(word))
    }
}
