//! The gazetteer's matches and the recogniser's names become one list of names that do not overlap.

use whosaid_text::{
    Candidate, Case, Confidence, EntityType, Knowledge, Match, Rule, TokenKind, TokenRange, hash_word,
};

use crate::lexicon::WordClass;
use crate::recognise::words::DocumentWords;
use crate::view::{Name, View, is_hyphen};

/// From here on a name's type is not put in question by other names of the document.
const SURE: Confidence = Confidence::new(0.9);
/// From here on the text is clear about the type of a name.
const CLEAR: Confidence = Confidence::new(0.8);

/// Adds the names of matches to `names` (the recogniser's, in text order), and drops what overlaps.
pub(crate) fn combine<K: Knowledge>(view: &View<'_, K>, words: &DocumentWords, names: &mut Vec<Name>) {
    part_pairs(view, names);
    let recognised = names.len();
    for (index, found) in view.matches.matches.iter().enumerate() {
        let near = names[..recognised].partition_point(|name| name.tokens.end <= found.tokens.start);
        let over = names[near..recognised]
            .iter_mut()
            .take_while(|name| name.tokens.start < found.tokens.end);
        if let Some(name) = matched(view, words, found, index, over) {
            names.push(name);
        }
    }
    names.retain(|name| name.confidence != Confidence::default());
    names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    let mut end = 0;
    names.retain(|name| {
        let free = name.tokens.start >= end;
        if free {
            end = name.tokens.end;
        }
        free
    });
    join_state(view, names);
    join_seat(view, names);
    join_works(view, names);
}

/// Drops what the recogniser takes for one name and is several listed ones with a dash or a small word between:
/// "Ruritania-Freedonia", "Ruritania of Freedonia". A pair that is listed as a name of its own is one match.
fn part_pairs<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    names.retain(|name| {
        if name.tokens.len() < 3 {
            return true;
        }
        let matches = &view.matches.matches;
        let first = matches.partition_point(|found| found.tokens.start < name.tokens.start);
        let within = matches[first..]
            .iter()
            .take_while(|found| found.tokens.end <= name.tokens.end);
        let (mut count, mut listed, mut places) = (0, 0, true);
        for found in within {
            count += 1;
            listed += found.tokens.len();
            let sure = |candidate: &Candidate| candidate.kind == EntityType::LOC && !candidate.needs_support;
            places &= view.matches.candidates(found).iter().any(sure);
        }
        let between = name
            .tokens
            .indices()
            .filter(|index| match view.tokens.tokens[*index].kind {
                TokenKind::Punctuation => is_dash(view.word(*index)),
                TokenKind::Word(Case::Lower) => places && matches!(view.word(*index), "of" | "in"),
                _ => false,
            });
        let between = between.count();
        count < 2 || between + 1 != count || listed + between != name.tokens.len()
    });
}

/// True for a mark that may stand between two names that are no one name.
fn is_dash(token: &str) -> bool {
    is_hyphen(token) || matches!(token, "–" | "—" | "/")
}

/// The name of a match, if it is one. Names of the recogniser that it beats are marked by no confidence at all.
fn matched<'n, K: Knowledge>(
    view: &View<'_, K>,
    words: &DocumentWords,
    found: &Match,
    index: usize,
    over: impl Iterator<Item = &'n mut Name>,
) -> Option<Name> {
    let candidates = view.matches.candidates(found);
    let sure = candidates.iter().find(|candidate| !candidate.needs_support);
    let mut taken = None;
    for name in over {
        let holds = name.tokens.start <= found.tokens.start && found.tokens.end <= name.tokens.end;
        if name.tokens == found.tokens {
            // Both: the list tells the type, unless a title speaks for a person; a doubtful name of the list is of
            // the type that the text speaks for, if the text is clear.
            let titled = name.rule == Rule("entities:title");
            let clear =
                name.confidence >= CLEAR || candidates.iter().any(|candidate| candidate.kind == name.kind);
            let kind = match (sure, candidates.first()) {
                (Some(candidate), _) if !titled => candidate.kind,
                (None, Some(candidate)) if !clear => candidate.kind,
                _ => name.kind,
            };
            name.kind = kind;
            if candidates.iter().any(|candidate| candidate.kind == kind) {
                *name = Name {
                    confidence: name.confidence.max(Name::of_match(found, index, kind).confidence),
                    ..Name::of_match(found, index, kind)
                };
            }
            return None;
        }
        if holds {
            return None;
        }
        if name.kind == EntityType::NORP && is_phrase(view, found, name.tokens) {
            return None;
        }
        if sure.is_some() || found.tokens.len() > name.tokens.len() {
            name.confidence = Confidence::default();
        } else {
            taken = Some(());
        }
    }
    if taken.is_some() {
        return None;
    }
    let kind = sure.or(candidates.first())?.kind;
    if sure.is_none() && !may_stand_alone(view, words, found, kind) {
        return None;
    }
    Some(Name::of_match(found, index, kind))
}

/// "Ruritanian troops": a nationality and common nouns, listed as a name though it is none.
fn is_phrase<K: Knowledge>(view: &View<'_, K>, found: &Match, people: TokenRange) -> bool {
    people.start == found.tokens.start
        && (people.end..found.tokens.end)
            .all(|index| view.tokens.tokens[index as usize].kind == TokenKind::Word(Case::Lower))
}

/// Makes name number `index` and the one before it one name of the body, and marks the other by no confidence at all.
fn join_with_last<K: Knowledge>(view: &View<'_, K>, names: &mut [Name], index: usize, body: Name) {
    let (first, last) = (names[index - 1].tokens, names[index].tokens);
    let tokens = TokenRange::new(first.start as usize, last.end as usize);
    names[index] = Name {
        tokens,
        span: view.tokens.span(tokens),
        matched: None,
        ..body
    };
    names[index - 1].confidence = Confidence::default();
}

/// "U.S." and the organisation that follows are one name.
fn join_state<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    for index in 1..names.len() {
        let (state, body) = (names[index - 1], names[index]);
        let joined = state.kind == EntityType::LOC
            && body.kind == EntityType::ORG
            && state.tokens.end == body.tokens.start
            && state.tokens.len() == 1
            && view.tokens.tokens[state.tokens.start as usize].kind == TokenKind::Word(Case::Upper)
            && body.tokens.len() > 1
            && body
                .tokens
                .indices()
                .any(|index| view.class(index).any(WordClass::ORGANISATION));
        if joined {
            join_with_last(view, names, index, body);
        }
    }
    names.retain(|name| name.confidence != Confidence::default());
}

/// "Bank" and "of Ruritania" are one name.
fn join_seat<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    for index in 1..names.len() {
        let (body, seat) = (names[index - 1], names[index]);
        if body.kind != EntityType::ORG
            || seat.kind != EntityType::LOC
            || body.confidence == Confidence::default()
        {
            continue;
        }
        let between = body.tokens.end as usize..seat.tokens.start as usize;
        let of = match between.len() {
            1 => view.word(between.start) == "of",
            2 => view.word(between.start) == "of" && view.word(between.start + 1) == "the",
            _ => false,
        };
        let mut words = body.tokens.indices();
        if of && words.any(|index| view.class(index).any(WordClass::ORGANISATION)) {
            join_with_last(view, names, index, body);
        }
    }
    names.retain(|name| name.confidence != Confidence::default());
}

/// True if the name may be a country's: "Ruritania Prison Riot" is a headline, not the name of a prison.
fn is_country<K: Knowledge>(view: &View<'_, K>, place: &Name) -> bool {
    let matched = place.matched.map(|index| &view.matches.matches[index as usize]);
    matched.is_some_and(|found| {
        let mut all = view.matches.candidates(found).iter();
        all.any(|candidate| view.knowledge.country_of(candidate.id) == Some(candidate.id))
    })
}

/// "Klow" and "NPP" are one place.
fn join_works<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    for index in 0..names.len() {
        let (place, next) = (names[index], names.get(index + 1).copied());
        let at = place.tokens.end as usize;
        let works = place.kind == EntityType::LOC
            && at < view.sentence_end(at - 1)
            && view.tokens.tokens[at].may_be_name()
            && view.class(at).any(WordClass::WORKS)
            && !is_country(view, &place);
        if !works || next.is_some_and(|next| next.tokens.start as usize == at && next.tokens.len() > 1) {
            continue;
        }
        if next.is_some_and(|next| next.tokens.start as usize == at) {
            names[index + 1].confidence = Confidence::default();
        }
        let tokens = TokenRange::new(place.tokens.start as usize, at + 1);
        names[index] = Name {
            tokens,
            span: view.tokens.span(tokens),
            matched: None,
            rule: Rule("entities:works"),
            confidence: place.confidence.min(CLEAR),
            ..place
        };
    }
    names.retain(|name| name.confidence != Confidence::default());
}

/// A doubtful match without anything of the recogniser: places, peoples and bodies count where the word is surely a
/// name, people only with more than one word.
fn may_stand_alone<K: Knowledge>(
    view: &View<'_, K>,
    words: &DocumentWords,
    found: &Match,
    kind: EntityType,
) -> bool {
    let start = found.tokens.start as usize;
    let capital = view.tokens.tokens[start].may_be_name();
    if found.tokens.len() > 1 {
        return capital;
    }
    let word = view.tokens.hashes[start];
    let common = words.is_lower(word) || view.class(start).any(WordClass::FUNCTION);
    capital && kind != EntityType::PER && !(common && view.tokens.begins_sentence(start))
}

/// A word of a person's full name.
const PART: u8 = 1;
/// The last word of one: a surname, mostly.
const SURNAME: u8 = 2;

/// Words of full names that stand alone elsewhere: surnames, mostly. Adds them, in order. `parts` is working memory: what
/// each capitalised word of the document is in full names.
pub(crate) fn repeated<K: Knowledge>(
    view: &View<'_, K>,
    words: &DocumentWords,
    parts: &mut Vec<u8>,
    names: &mut Vec<Name>,
) {
    parts.clear();
    parts.resize(words.len(), 0);
    mark_parts(view, words, parts, names);
    let part_of = |index: usize| parts.get(words.of_token()[index] as usize).copied().unwrap_or(0);
    // The text's own full form speaks louder than the model: "Kerr" is whoever "Ada Kerr" is.
    for name in names
        .iter_mut()
        .filter(|name| name.matched.is_none() && name.tokens.len() == 1)
    {
        let doubtful = !matches!(name.kind, EntityType::PER | EntityType::LOC) && name.confidence < SURE;
        let part = part_of(name.tokens.start as usize);
        // "Yoon Suk Yeol": the surname may stand first.
        let first = || {
            let parts = view
                .knowledge
                .name_parts(view.tokens.hashes[name.tokens.start as usize]);
            part & PART != 0 && parts.surname
        };
        if doubtful && (part & SURNAME != 0 || first()) {
            name.kind = EntityType::PER;
            name.rule = Rule("entities:repeated");
        }
    }
    let known = names.len();
    let mut next = 0;
    for index in words.capitals().iter().map(|index| *index as usize) {
        while next < known && names[next].tokens.end as usize <= index {
            next += 1;
        }
        if part_of(index) == 0 || (next < known && names[next].tokens.contains(index)) {
            continue;
        }
        names.push(Name {
            tokens: TokenRange::new(index, index + 1),
            span: view.tokens.tokens[index].span,
            kind: EntityType::PER,
            matched: None,
            rule: Rule("entities:repeated"),
            confidence: Confidence::new(0.75),
        });
    }
    if names.len() > known {
        names.sort_by_key(|name| name.tokens.start);
    }
    for name in names.iter_mut().filter(|name| name.matched.is_none()) {
        let matches = &view.matches.matches;
        let at = matches.partition_point(|found| found.tokens.start < name.tokens.start);
        let same = matches.get(at).is_some_and(|found| found.tokens == name.tokens);
        name.matched = same.then_some(at as u32);
    }
}

/// Marks the words of full names that may stand alone for them.
fn mark_parts<K: Knowledge>(view: &View<'_, K>, words: &DocumentWords, parts: &mut [u8], names: &[Name]) {
    let no_part = WordClass::FUNCTION
        .with(WordClass::PARTICLE)
        .with(WordClass::HONORIFIC)
        .with(WordClass::GENERATION);
    let mut folded = String::new();
    for name in names
        .iter()
        .filter(|name| name.kind == EntityType::PER && name.tokens.len() > 1)
    {
        let indices = name.tokens.indices();
        let last = indices
            .clone()
            .rfind(|index| !view.class(*index).any(WordClass::GENERATION));
        for index in indices {
            let hash = view.tokens.hashes[index];
            let number = words.of_token()[index];
            let is_part = view.tokens.tokens[index].span.len() > 2
                && (number as usize) < parts.len()
                && !view.class(index).any(no_part)
                && !words.is_lower(hash);
            if !is_part {
                continue;
            }
            let part = PART | if last == Some(index) { SURNAME } else { 0 };
            parts[number as usize] |= part;
            // "Juppe" is "Juppé" without its accent.
            if !view.word(index).is_ascii() {
                folded.clear();
                whosaid_names::fold(view.word(index), &mut folded);
                let bare = hash_word(&folded);
                let other = words
                    .number_of(bare)
                    .filter(|_| !words.is_lower(bare) && !view.lexicon.class(bare).any(no_part));
                if let Some(other) = other.and_then(|other| parts.get_mut(other as usize)) {
                    *other |= part;
                }
            }
        }
    }
}
