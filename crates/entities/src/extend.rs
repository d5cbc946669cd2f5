//! What belongs to a name and what does not: initials before it, "fils" and a company's legal form behind it, and names of storms and ships,
//! which are nobody's.

use whosaid_text::{Case, Confidence, EntityType, Gender, Knowledge, Rule, TokenKind, TokenRange};

use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// So many ships of a document are looked for.
const MOST: usize = 32;
/// From here on a name's type is not put in question.
const SURE: Confidence = Confidence::new(0.9);

/// Mends the spans and types of `names`, which are in text order and do not overlap.
pub(crate) fn extend<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    let (mut vessels, mut storms): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
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
        if name.kind == EntityType::LOC && is_person(view, name, low, high) {
            names[index].kind = EntityType::PER;
            names[index].matched = None;
            names[index].rule = Rule("entities:title");
            continue;
        }
        if name.kind == EntityType::PER
            && name.matched.is_none()
            && end == start + 1
            && is_office(view, start, low)
        {
            names[index].confidence = Confidence::default();
            continue;
        }
        if name.kind == EntityType::PER {
            let end = end
                - usize::from(
                    end > start + 2 && view.lexicon.postnominals.contains(&view.tokens.hashes[end - 1]),
                );
            let mut first = start;
            while let Some(letter) = initial(view, first).filter(|letter| *letter >= low) {
                first = letter;
            }
            let generation = end < high && end > start + 1 && is_generation_behind(view, end);
            widen(view, &mut names[index], first, end + usize::from(generation));
        }
        if may_be_vessel(name) && is_vessel(view, name, low) {
            if vessels.len() < MOST {
                vessels.push(proper(view, name));
            }
            names[index].confidence = Confidence::default();
            continue;
        }
        if name.matched.is_some() || !matches!(name.kind, EntityType::PER | EntityType::LOC | EntityType::ORG)
        {
            continue;
        }
        let first = view.class(start);
        if storms.len() < MOST
            && (first.any(WordClass::STORM) || (start > low && view.class(start - 1).any(WordClass::STORM)))
        {
            storms.push(view.tokens.hashes[end - 1]);
        }
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
    called_vessels(view, &mut vessels);
    if !vessels.is_empty() {
        // "The tanker Arina … the Arina".
        for name in names.iter_mut().filter(|name| may_be_vessel(**name)) {
            let at = name.tokens.start as usize;
            let article = at > view.sentence_start(at) && view.word(at - 1).eq_ignore_ascii_case("the");
            if article && vessels.contains(&proper(view, *name)) {
                name.confidence = Confidence::default();
            }
        }
    }
    // "Gabrielle" after "Cyclone Gabrielle".
    if !storms.is_empty() {
        let people: Vec<u64> = names
            .iter()
            .filter(|name| name.kind == EntityType::PER && name.tokens.len() > 1)
            .flat_map(|name| view.tokens.hashes[name.tokens.indices()].iter().copied())
            .collect();
        for name in names
            .iter_mut()
            .filter(|name| name.kind == EntityType::PER && name.tokens.len() == 1)
        {
            let word = view.tokens.hashes[name.tokens.start as usize];
            if storms.contains(&word) && !people.contains(&word) {
                storm(name);
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

/// "Queen Sofia", "her brother Hama, a driver": an honorific that tells a man or a woman, or a word for a relative, before a lone
/// name that a list has for a place.
fn is_person<K: Knowledge>(view: &View<'_, K>, name: Name, low: usize, high: usize) -> bool {
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    if name.tokens.len() > 1 || start <= low || (end < high && view.tokens.tokens[end].may_be_name()) {
        return false;
    }
    let before = view.class(start - 1);
    match view.tokens.tokens[start - 1].kind {
        TokenKind::Word(Case::Title) => {
            before.any(WordClass::HONORIFIC) && before.gender() != Gender::Unknown
        }
        TokenKind::Word(Case::Lower) => {
            let owned = start >= low + 2
                && (matches!(
                    view.word(start - 2),
                    "his" | "her" | "Her" | "His" | "their" | "Their" | "my" | "My"
                ) || view.tokens.tokens[start - 2].kind == TokenKind::Clitic);
            owned && before.noun_gender() != Gender::Unknown
        }
        _ => false,
    }
}

/// "The Taoiseach": an office with a capital and an article is no name.
fn is_office<K: Knowledge>(view: &View<'_, K>, start: usize, low: usize) -> bool {
    start > low && view.class(start).any(WordClass::ROLE) && view.word(start - 1).eq_ignore_ascii_case("the")
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

/// True for the types that a ship is taken for; a user’s own type for ships is left alone.
fn may_be_vessel(name: Name) -> bool {
    match name.kind {
        EntityType::PER | EntityType::LOC => true,
        EntityType::ORG => name.matched.is_none(),
        _ => false,
    }
}

/// Adds what stands behind "USS" and the like, where nothing has found a name.
fn called_vessels<K: Knowledge>(view: &View<'_, K>, vessels: &mut Vec<u64>) {
    let tokens = &view.tokens.tokens;
    for index in 0..tokens.len() {
        if !is_vessel_prefix(view, index) {
            continue;
        }
        let words = tokens[index + 1..view.sentence_end(index)].iter();
        let count = words.take_while(|token| token.may_be_name()).count();
        if count > 0 && vessels.len() < MOST {
            vessels.push(hash_of(view, index + 1..index + 1 + count));
        }
    }
}

/// True for "USS", "HMS".
fn is_vessel_prefix<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    view.class(index).any(WordClass::VESSEL) && view.tokens.tokens[index].kind == TokenKind::Word(Case::Upper)
}

fn hash_of<K: Knowledge>(view: &View<'_, K>, indices: impl Iterator<Item = usize>) -> u64 {
    indices.fold(0, |sum: u64, index| {
        sum.rotate_left(7) ^ view.tokens.hashes[index]
    })
}

/// Hash of the words of a ship’s name, "USS" aside.
fn proper<K: Knowledge>(view: &View<'_, K>, name: Name) -> u64 {
    let words = name
        .tokens
        .indices()
        .filter(|index| !view.class(*index).any(WordClass::VESSEL));
    hash_of(view, words)
}

/// "USS Nimitz", "the tanker Arina Lind", "the Arina sank": the noun stands before the name or begins it.
fn is_vessel<K: Knowledge>(view: &View<'_, K>, name: Name, low: usize) -> bool {
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    if (end > start + 1 && is_vessel_prefix(view, start))
        || (start > low && is_vessel_prefix(view, start - 1))
    {
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
