//! What belongs to a name and what does not: initials before it, "fils" and a company's legal form behind it, and names of storms and ships,
//! which are nobody's.

use whosaid_text::{Case, Confidence, EntityType, Knowledge, Rule, TokenKind, TokenRange};

use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// So many ships of a document are looked for.
const MOST: usize = 32;
/// From here on a name's type is not put in question.
const SURE: Confidence = Confidence::new(0.9);

/// Mends the spans and types of `names`, which are in text order and do not overlap.
pub(crate) fn extend<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    let mut vessels: Vec<u64> = Vec::new();
    for index in 0..names.len() {
        let name = names[index];
        let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
        let low = index
            .checked_sub(1)
            .map_or(0, |before| names[before].tokens.end as usize)
            .max(view.sentence_start(start));
        let high = names
            .get(index + 1)
            .map_or(usize::MAX, |next| next.tokens.start as usize)
            .min(view.sentence_end(start));
        if name.kind == EntityType::PER {
            let mut first = start;
            while let Some(letter) = initial(view, first).filter(|letter| *letter >= low) {
                first = letter;
            }
            let generation = end < high && end > start + 1 && is_generation_behind(view, end);
            widen(view, &mut names[index], first, end + usize::from(generation));
        }
        if name.kind != EntityType::ORG && is_vessel(view, name, low) {
            if vessels.len() < MOST {
                vessels.push(view.tokens.hashes[end - 1]);
            }
            names[index].confidence = Confidence::default();
            continue;
        }
        if name.matched.is_some() || !matches!(name.kind, EntityType::PER | EntityType::LOC | EntityType::ORG)
        {
            continue;
        }
        let first = view.class(start);
        if first.any(WordClass::STORM) && end > start + 1 {
            storm(&mut names[index]);
        } else if start > low
            && view.class(start - 1).any(WordClass::STORM)
            && view.tokens.tokens[start - 1].may_be_name()
        {
            widen(view, &mut names[index], start - 1, end);
            storm(&mut names[index]);
        } else if end > start + 1 && is_legal_form(view, end - 1) && name.confidence < SURE {
            names[index].kind = EntityType::ORG;
        }
    }
    if !vessels.is_empty() {
        // "The tanker Arina … the Arina".
        for name in names
            .iter_mut()
            .filter(|name| name.tokens.len() == 1 && name.kind != EntityType::ORG)
        {
            let at = name.tokens.start as usize;
            let article = at > view.sentence_start(at) && view.word(at - 1).eq_ignore_ascii_case("the");
            if article && vessels.contains(&view.tokens.hashes[at]) {
                name.confidence = Confidence::default();
            }
        }
    }
    names.retain(|name| name.confidence != Confidence::default());
}

/// "Nordvik" and "AS" behind it are one company’s name.
pub(crate) fn legal_forms<K: Knowledge>(view: &View<'_, K>, names: &mut [Name]) {
    for index in 0..names.len() {
        let name = names[index];
        let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
        let free = names
            .get(index + 1)
            .is_none_or(|next| next.tokens.start as usize > end);
        let may_be = matches!(name.kind, EntityType::PER | EntityType::ORG) && name.matched.is_none();
        if may_be && free && end < view.sentence_end(start) && is_legal_form(view, end) {
            widen(view, &mut names[index], start, end + 1);
            names[index].kind = EntityType::ORG;
        }
    }
}

fn widen<K: Knowledge>(view: &View<'_, K>, name: &mut Name, start: usize, end: usize) {
    let tokens = TokenRange::new(start, end);
    if tokens != name.tokens {
        name.tokens = tokens;
        name.span = view.tokens.span(tokens);
        name.matched = None;
    }
}

fn storm(name: &mut Name) {
    name.kind = EntityType::EVENT;
    name.rule = Rule("entities:storm");
}

/// First token of the initial that ends before token `end`: "S.", one token or two.
fn initial<K: Knowledge>(view: &View<'_, K>, end: usize) -> Option<usize> {
    let stop = end.checked_sub(1)?;
    let letter = match view.word(stop) {
        "." => stop.checked_sub(1).filter(|letter| view.touches_next(*letter))?,
        _ => stop,
    };
    let mut letters = view.word(letter).chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    (capital && (rest == "." || (rest.is_empty() && letter < stop))).then_some(letter)
}

/// "Omar Diallo fils", "Karl Weber Jr."
fn is_generation_behind<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    view.class(index).any(WordClass::GENERATION)
        && !matches!(view.word(index), "elder" | "younger" | "junior" | "senior")
}

/// "AS", "Bhd.", "d.o.o.": with a capital, or with full stops; "as" is a conjunction.
fn is_legal_form<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    let token = view.tokens.tokens[index];
    let capitals = match token.kind {
        TokenKind::Word(Case::Upper) => {
            index > 0 && view.tokens.tokens[index - 1].kind != TokenKind::Word(Case::Upper)
        }
        TokenKind::Word(Case::Title | Case::Mixed) => token.span.len() > 2,
        TokenKind::Word(Case::Lower) => view.word(index).contains('.'),
        _ => false,
    };
    capitals && view.class(index).any(WordClass::LEGAL_FORM)
}

/// "USS Nimitz", "the tanker Arina Lind", "the Arina sank": the noun stands before the name or begins it.
fn is_vessel<K: Knowledge>(view: &View<'_, K>, name: Name, low: usize) -> bool {
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let prefix = |index: usize| {
        view.class(index).any(WordClass::VESSEL)
            && view.tokens.tokens[index].kind == TokenKind::Word(Case::Upper)
    };
    if (end > start + 1 && prefix(start)) || (start > low && prefix(start - 1)) {
        return true;
    }
    if start <= low {
        return false;
    }
    let before = start - 1;
    let noun = view.class(before).any(WordClass::VESSEL)
        && view.tokens.tokens[before].kind == TokenKind::Word(Case::Lower)
        && view.word(before).len() > 3;
    // "To ship Syldavia weapons".
    if noun
        && (before == low
            || !matches!(
                view.word(before - 1),
                "to" | "will" | "would" | "could" | "may" | "not"
            ))
    {
        return true;
    }
    let article = view.word(before).eq_ignore_ascii_case("the");
    article
        && end < view.sentence_end(start)
        && matches!(view.word(end), "sank" | "capsized" | "sailed" | "docked")
}
