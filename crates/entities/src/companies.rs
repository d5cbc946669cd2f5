//! "Nordvik" in a text that names Erik Nordvik and Nordvik AS: the person or the company, by what stands beside it.

use whosaid_text::{Confidence, EntityType, Knowledge, Rule, TokenKind};

use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// So many companies of a document are looked at.
const MOST: usize = 64;
/// A pronoun that tells stands so many tokens behind the name at most.
const NEAR: usize = 8;

/// Makes lone names that are a person's surname and a company's first word too the company where the text speaks of one.
pub(crate) fn part<K: Knowledge>(view: &View<'_, K>, names: &mut [Name]) {
    let mut companies: Vec<u64> = Vec::new();
    for name in names
        .iter()
        .filter(|name| name.kind == EntityType::ORG && (2..=4).contains(&name.tokens.len()))
    {
        let (first, last) = (name.tokens.start as usize, name.tokens.end as usize - 1);
        let form = WordClass::LEGAL_FORM.with(WordClass::COMPANY);
        let hash = view.tokens.hashes[first];
        if view.class(last).any(form) && companies.len() < MOST && !companies.contains(&hash) {
            companies.push(hash);
        }
    }
    if companies.is_empty() {
        return;
    }
    for name in names.iter_mut() {
        let index = name.tokens.start as usize;
        let lone = name.tokens.len() == 1 && name.kind == EntityType::PER && name.matched.is_none();
        if !lone || !companies.contains(&view.tokens.hashes[index]) {
            continue;
        }
        match is_company(view, index) {
            Some(true) => {
                name.kind = EntityType::ORG;
                name.rule = Rule("entities:company");
                name.confidence = Confidence::new(0.75);
            }
            // Either of them.
            None => name.confidence = name.confidence.min(Confidence::new(0.6)),
            Some(false) => (),
        }
    }
}

/// What the words beside a name at token `index` speak of; `None` if they do not tell.
fn is_company<K: Knowledge>(view: &View<'_, K>, index: usize) -> Option<bool> {
    if view.title_before(index).is_some() {
        return Some(false);
    }
    let (first, last) = (view.sentence_start(index), view.sentence_end(index));
    let word = |at: Option<usize>| {
        at.filter(|at| (first..last).contains(at))
            .map_or("", |at| view.word(at))
    };
    let before = |back: usize| word(index.checked_sub(back));
    let next = |ahead: usize| word(Some(index + ahead));
    // "Shares in Nordvik", "Nordvik shares", "Nordvik’s profit", "the chief executive of Nordvik".
    let owned = index + 1 < last && view.tokens.tokens[index + 1].kind == TokenKind::Clitic;
    let noun = next(1 + usize::from(owned));
    let of_business = |word: &str| view.lexicon.is_business(word);
    if of_business(noun)
        || (matches!(before(1), "in" | "of" | "at" | "by" | "from")
            && (of_business(before(2)) || before(1) == "at"))
    {
        return Some(true);
    }
    if next(1) == "," && next(2) == "which" {
        return Some(true);
    }
    if next(1) == "," && next(2) == "who" {
        return Some(false);
    }
    // "Nordvik said it had sold", "Nordvik said that he was".
    (index + 1..last.min(index + 1 + NEAR)).find_map(|at| match view.word(at) {
        "it" | "its" | "itself" => Some(true),
        "he" | "she" | "his" | "her" | "himself" | "herself" | "him" => Some(false),
        _ => None,
    })
}
