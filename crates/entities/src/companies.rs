//! "Nordvik" in a text that names Erik Nordvik and Nordvik AS: the person or the company, by what stands beside it.

use whosaid_text::{Confidence, EntityType, Knowledge, Rule, TokenKind};

use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// The rule of a name that is a company's and no person's.
pub(crate) const COMPANY: Rule = Rule("entities:company");
/// So many companies of a document are looked at.
const MOST: usize = 64;
/// A pronoun that tells stands so many tokens behind the name at most.
const NEAR: usize = 8;

/// A company’s name without its legal form.
struct Company {
    words: Vec<u64>,
    /// Token of its first full name.
    at: usize,
}

/// Makes lone names that are a person's surname and a company's word too the company where the text speaks of one, and names that
/// lack a company's legal form only the company's.
pub(crate) fn part<K: Knowledge>(view: &View<'_, K>, names: &mut [Name]) {
    let mut companies: Vec<Company> = Vec::new();
    for name in names
        .iter()
        .filter(|name| name.kind == EntityType::ORG && (2..=5).contains(&name.tokens.len()))
    {
        let (at, mut end) = (name.tokens.start as usize, name.tokens.end as usize);
        let form = WordClass::LEGAL_FORM.with(WordClass::COMPANY);
        while end > at && view.class(end - 1).any(form) {
            end -= 1;
        }
        let words = &view.tokens.hashes[at..end];
        if end > at
            && end < name.tokens.end as usize
            && companies.len() < MOST
            && !companies.iter().any(|company| company.words == words)
        {
            companies.push(Company {
                words: words.to_vec(),
                at,
            });
        }
    }
    if companies.is_empty() {
        return;
    }
    let surnames: Vec<(u64, usize)> = names
        .iter()
        .filter(|name| name.kind == EntityType::PER && name.tokens.len() > 1)
        .map(|name| {
            (
                view.tokens.hashes[name.tokens.end as usize - 1],
                name.tokens.start as usize,
            )
        })
        .collect();
    for name in names
        .iter_mut()
        .filter(|name| name.kind == EntityType::PER && name.matched.is_none())
    {
        let index = name.tokens.start as usize;
        let words = &view.tokens.hashes[name.tokens.indices()];
        if words.len() > 1 {
            let same = companies.iter().any(|company| company.words == words);
            if same && view.title_before(index).is_none() {
                company(name);
            }
            continue;
        }
        let Some(known) = companies.iter().find(|company| company.words.contains(&words[0])) else {
            continue;
        };
        match is_company(view, index) {
            Some(true) => company(name),
            Some(false) => (),
            None => {
                // Either of them: before both, the one that comes first.
                let person = surnames.iter().find(|(word, _)| *word == words[0]);
                let first = index < known.at && person.is_none_or(|(_, at)| known.at < *at);
                // "Lamberg Motor Co. … Lamberg …", and Ada Lamberg only later.
                let only = known.at < index
                    && known.words[0] == words[0]
                    && person.is_some_and(|(_, at)| index < *at);
                if first || only {
                    company(name);
                }
                name.confidence = name.confidence.min(Confidence::new(0.6));
            }
        }
    }
}

fn company(name: &mut Name) {
    name.kind = EntityType::ORG;
    name.rule = COMPANY;
    name.confidence = Confidence::new(0.75);
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
