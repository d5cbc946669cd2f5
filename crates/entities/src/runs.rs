//! Runs of capitalised words, typed by what stands in and around them.

use whosaid_text::{
    Case, Confidence, EntityType, Gender, Knowledge, ParagraphKind, Rule, TokenKind, TokenRange,
};

use crate::lexicon::WordClass;
use crate::recognise::words::DocumentWords;
use crate::view::{Name, View};

/// Finds names by plain rules and adds them to `names`, in text order. `words` knows which words the document
/// writes in lower case somewhere.
pub(crate) fn find<K: Knowledge>(view: &View<'_, K>, words: &DocumentWords, names: &mut Vec<Name>) {
    for sentence in &view.tokens.sentences {
        let heading = is_heading(view, sentence.tokens);
        let mut index = sentence.tokens.start as usize;
        let end = sentence.tokens.end as usize;
        while index < end {
            if !begins_run(view, index) {
                index += 1;
                continue;
            }
            let run = TokenRange::new(index, run_end(view, index, end));
            split_run(view, run, heading, words, names);
            index = run.end as usize;
        }
    }
}

/// A heading in title case or a line in capitals: there a capital says nothing.
fn is_heading<K: Knowledge>(view: &View<'_, K>, range: TokenRange) -> bool {
    let (mut capital, mut lower, mut upper) = (0, 0, 0);
    for token in &view.tokens.tokens[range.indices()] {
        match token.kind {
            TokenKind::Word(Case::Lower) if token.span.len() > 3 => lower += 1,
            TokenKind::Word(Case::Upper) => {
                upper += 1;
                capital += 1;
            }
            TokenKind::Word(Case::Title | Case::Mixed) => capital += 1,
            _ => (),
        }
    }
    let paragraph = view.tokens.sentence_at(range.start as usize).paragraph as usize;
    let short = view.tokens.paragraphs[paragraph].kind == ParagraphKind::Heading;
    (upper > 3 && lower == 0) || (short && capital > 3 && lower * 3 < capital)
}

fn begins_run<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    let token = view.tokens.tokens[index];
    if !token.may_be_name() {
        return false;
    }
    let acronym = token.kind == TokenKind::Word(Case::Upper) && token.span.len() > 1;
    acronym || !view.class(index).any(WordClass::FUNCTION)
}

/// One past the last token of the run that begins at `start`.
fn run_end<K: Knowledge>(view: &View<'_, K>, start: usize, limit: usize) -> usize {
    let mut end = start + 1;
    loop {
        let mut next = end;
        // A hyphen, particles, or "of the" after an organisation's head.
        if next < limit && view.is_inner_hyphen(next) {
            next += 1;
        } else {
            let joins = |index: usize| {
                view.tokens.tokens[index].kind == TokenKind::Word(Case::Lower)
                    && (view.class(index).any(WordClass::PARTICLE)
                        && !matches!(view.word(index), "do" | "the")
                        || (matches!(view.word(index), "of" | "for" | "the" | "and")
                            && view.class(start).any(WordClass::ORGANISATION)))
            };
            while next < limit && next < end + 2 && joins(next) {
                next += 1;
            }
            if next > end && next < limit && view.is_inner_hyphen(next) {
                next += 1;
            }
        }
        if next < limit && begins_run(view, next) {
            end = next + 1;
        } else {
            return end;
        }
    }
}

/// Cuts a run at titles and nationalities, and types what is left.
fn split_run<K: Knowledge>(
    view: &View<'_, K>,
    run: TokenRange,
    heading: bool,
    words: &DocumentWords,
    names: &mut Vec<Name>,
) {
    let mut start = run.start as usize;
    let mut index = start;
    while index < run.end as usize {
        let title = if view.class(index).any(WordClass::HONORIFIC) {
            1
        } else {
            view.lexicon
                .role(&view.tokens.hashes[index..run.end as usize])
                .map_or(0, |(length, _)| length)
        };
        if title > 0 {
            piece(view, TokenRange::new(start, index), heading, words, names);
            index += title;
            start = index;
        } else {
            index += 1;
        }
    }
    piece(
        view,
        TokenRange::new(start.min(run.end as usize), run.end as usize),
        heading,
        words,
        names,
    );
}

/// Types one piece of a run: an organisation as a whole, otherwise what no match of the gazetteer covers.
fn piece<K: Knowledge>(
    view: &View<'_, K>,
    range: TokenRange,
    heading: bool,
    words: &DocumentWords,
    names: &mut Vec<Name>,
) {
    if range.is_empty() {
        return;
    }
    if let Some(whole) = organisation(view, range) {
        if !heading || whole.len() > 1 {
            push(view, whole, EntityType::ORG, "entities:organisation", 0.75, names);
        }
        return;
    }
    let mut start = range.start as usize;
    let first = view
        .matches
        .matches
        .partition_point(|found| found.tokens.end <= range.start);
    for found in &view.matches.matches[first..] {
        if found.tokens.start >= range.end {
            break;
        }
        let sure = view
            .matches
            .candidates(found)
            .iter()
            .any(|candidate| !candidate.needs_support);
        if sure {
            single(
                view,
                TokenRange::new(start, (found.tokens.start as usize).max(start)),
                heading,
                words,
                names,
            );
            start = (found.tokens.end as usize).min(range.end as usize);
        }
    }
    single(
        view,
        TokenRange::new(start, range.end as usize),
        heading,
        words,
        names,
    );
}

/// The part of a piece that is an organisation by its head.
fn organisation<K: Knowledge>(view: &View<'_, K>, range: TokenRange) -> Option<TokenRange> {
    let (start, end) = (range.start as usize, range.end as usize);
    if range.len() < 2 {
        return None;
    }
    let class = |index: usize| view.class(index);
    if class(start).any(WordClass::ORGANISATION) && matches!(view.word(start + 1), "of" | "for") {
        return Some(range);
    }
    let last = (start..end)
        .rev()
        .find(|index| class(*index).any(WordClass::ORGANISATION.with(WordClass::COMPANY)))?;
    let listed_of = (last + 1 < end) && matches!(view.word(last + 1), "of" | "for");
    (last > start).then(|| TokenRange::new(start, if listed_of { end } else { last + 1 }))
}

/// Types a stretch that holds neither titles nor listed names.
fn single<K: Knowledge>(
    view: &View<'_, K>,
    range: TokenRange,
    heading: bool,
    words: &DocumentWords,
    names: &mut Vec<Name>,
) {
    let mut range = range;
    // Hyphens and particles left over by a cut belong to nothing.
    while !range.is_empty() && !view.tokens.tokens[range.start as usize].may_be_name() {
        range.start += 1;
    }
    while !range.is_empty() && !view.tokens.tokens[range.end as usize - 1].may_be_name() {
        range.end -= 1;
    }
    if range.is_empty() {
        return;
    }
    let (start, end) = (range.start as usize, range.end as usize);
    if let Some(title) = view.title_before(start) {
        let named = title.class.any(WordClass::HONORIFIC) || !title.office.is_empty();
        if named && range.len() <= 5 && !view.class(start).any(WordClass::PLACE) {
            push(view, range, EntityType::PER, "entities:title", 0.85, names);
            return;
        }
    }
    let begins = view.tokens.begins_sentence(start);
    if begins && range.len() == 1 && words.is_lower(view.tokens.hashes[start]) {
        return;
    }
    let parts = view.knowledge.name_parts(view.tokens.hashes[start]);
    let last = view.knowledge.name_parts(view.tokens.hashes[end - 1]);
    let acronym = view.tokens.tokens[start].kind == TokenKind::Word(Case::Upper);
    if range.len() > 1 {
        if view.class(end - 1).any(WordClass::PLACE) || view.class(start).any(WordClass::PLACE) {
            push(view, range, EntityType::LOC, "entities:place", 0.7, names);
        } else if parts.given && range.len() <= 5 {
            push(
                view,
                range,
                EntityType::PER,
                "entities:given-name",
                if last.surname { 0.85 } else { 0.8 },
                names,
            );
        } else if view.apposition_after(end).is_some() {
            push(view, range, EntityType::PER, "entities:apposition", 0.75, names);
        } else if last.surname && !acronym {
            push(view, range, EntityType::PER, "entities:surname", 0.65, names);
        } else if view.speech_beside(range) && !acronym && !heading {
            push(view, range, EntityType::PER, "entities:speech", 0.6, names);
        } else if !heading
            && range.len() <= 3
            && (start..end).all(|index| !words.is_lower(view.tokens.hashes[index]))
        {
            push(view, range, EntityType::PER, "entities:capitals", 0.4, names);
        }
        return;
    }
    if heading {
        return;
    }
    if acronym && view.tokens.tokens[start].span.len() >= 2 {
        push(view, range, EntityType::ORG, "entities:acronym", 0.5, names);
    } else if last.surname && !begins
        || (view.speech_beside(range) && (last.surname || parts.gender != Gender::Unknown))
    {
        push(view, range, EntityType::PER, "entities:surname", 0.5, names);
    } else if !begins && start > 0 && matches!(view.word(start - 1), "in" | "near" | "from" | "at") {
        push(view, range, EntityType::LOC, "entities:preposition", 0.5, names);
    } else if !begins && view.speech_beside(range) {
        push(view, range, EntityType::PER, "entities:speech", 0.5, names);
    }
}

fn push<K: Knowledge>(
    view: &View<'_, K>,
    tokens: TokenRange,
    kind: EntityType,
    rule: &'static str,
    confidence: f32,
    names: &mut Vec<Name>,
) {
    names.push(Name {
        tokens,
        span: view.tokens.span(tokens),
        kind,
        matched: None,
        rule: Rule(rule),
        confidence: Confidence::new(confidence),
    });
}
