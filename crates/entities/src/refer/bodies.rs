//! "The ministry", "the company": the body in focus that is one.

use whosaid_text::{
    Case, EntityType, Knowledge, Linked, ListedId, ReferenceKind, Rule, TokenKind, hash_word,
};

use super::{Named, Referrer, refer};
use crate::lexicon::WordClass;
use crate::view::View;

/// A body is in focus for so many sentences.
const SENTENCES: usize = 5;
/// And so many names are looked through.
const NAMES: usize = 24;

impl Referrer {
    /// Links the heads of bodies' names that stand alone with an article, where just one body in focus can be meant.
    pub(super) fn bodies<K: Knowledge>(&self, view: &View<'_, K>, named: &Named<'_>, linked: &mut Linked) {
        for (index, class) in &self.notable {
            let index = *index as usize;
            let lower = view.tokens.tokens[index].kind == TokenKind::Word(Case::Lower);
            if !lower
                || !class.any(WordClass::ORGANISATION.with(WordClass::COMPANY))
                || index == view.sentence_start(index)
                || !matches!(view.word(index - 1), "the" | "The")
                || goes_on(view, named, index)
            {
                continue;
            }
            let Some(name) = in_focus(view, named, index) else {
                continue;
            };
            let found = (named.entity(name), Rule("entities:body"), 0.8);
            refer(view, ReferenceKind::Role, index - 1..index + 1, found, linked);
        }
    }
}

/// True if more belongs to the words than an article and a head: "the ministry of health", "the company Lamberg", "the
/// bank manager", "the court-appointed".
fn goes_on<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, index: usize) -> bool {
    let next = index + 1;
    if next >= view.sentence_end(index) {
        return false;
    }
    let token = view.tokens.tokens[next];
    let name = named.names.get(named.at_or_after(next));
    matches!(view.word(next), "of" | "for" | "that" | "which")
        || view.is_inner_hyphen(next)
        || name.is_some_and(|name| name.tokens.start as usize == next)
        || view.class(next).any(
            WordClass::ROLE
                .with(WordClass::ROLE_START)
                .with(WordClass::ORGANISATION),
        )
        || token.kind == TokenKind::Number
}

/// Number of the name of the one body in focus that a head can mean.
fn in_focus<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, index: usize) -> Option<usize> {
    let head = view.tokens.hashes[index];
    let is_company = view.class(index).any(WordClass::COMPANY);
    let sentence = view.tokens.sentence_of[index] as usize;
    let earliest = view.tokens.sentences[sentence.saturating_sub(SENTENCES)]
        .tokens
        .start as usize;
    let until = named.at_or_after(index);
    let from = named.at_or_after(earliest).max(until.saturating_sub(NAMES));
    let mut found: Option<usize> = None;
    for number in (from..until).rev() {
        if named.names[number].kind != EntityType::ORG {
            continue;
        }
        let chain = &named.chains.chains[named.chains.of_name[number] as usize];
        let mut words = named.names[chain.fullest].tokens.indices();
        let fits = if is_company {
            words.any(|word| {
                let form = WordClass::COMPANY.with(WordClass::LEGAL_FORM);
                view.class(word).any(form)
            })
        } else {
            words.any(|word| view.tokens.hashes[word] == head)
                || chain.listed.is_some_and(|id| is_called(view, id, head))
        };
        if !fits {
            continue;
        }
        match found {
            None => found = Some(number),
            Some(other) if named.entity(other) != named.entity(number) => return None,
            Some(_) => (),
        }
    }
    found
}

/// True if the head stands in the name that a list has for a body: "the agency" after "IAEA".
fn is_called<K: Knowledge>(view: &View<'_, K>, id: ListedId, head: u64) -> bool {
    let name = &view.knowledge.entity(id).name;
    name.split_whitespace().any(|word| hash_word(word) == head)
}
