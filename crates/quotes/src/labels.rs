//! Labels of an interview or a transcript: "Q", "Ann Lee", "Ms. Lee", "LEE", "Mr. LEE (Ohio)", "TT" for "The Times".

use std::cmp::Ordering;

use whosaid_text::{EntityIndex, EntityType, WordMap, hash_word};

use crate::classes::Classes;
use crate::items::{self, Item, Shape, Unit};
use crate::phrases::{self, SubjectKind};
use crate::statements::Source;

/// Longest name in a label, in items, and longest label with what is told about its bearer.
const NAME: usize = 5;
const LABEL: usize = 12;
/// Turns that an interview has at least in which somebody asks, or speaks of "I" or to "you".
const FEWEST: usize = 2;

/// A paragraph that begins with a label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Labelled {
    pub(crate) unit: usize,
    /// One past the name in the label.
    pub(crate) label: usize,
    /// One past its colon.
    pub(crate) end: usize,
    /// The hash of the surname: that of "Ann Lee", "Ms. Lee" and "LEE" is the same.
    pub(crate) key: u64,
    /// The name of the first label with the same key that is known, if this one is not.
    pub(crate) same: Option<(usize, usize)>,
    known: bool,
    /// The name has a title, or is known as that of a person or a body.
    somebody: bool,
    /// The paragraph asks, or speaks of "I" or to "you".
    speaks: bool,
}

/// The labels of a document's interview, in text order; none if it has no interview. Two labels must come twice each, or
/// "Q" and "A" once each, or three, one of them twice, if those are people or bodies.
pub(crate) fn labels(source: &Source<'_>) -> Vec<Labelled> {
    let units = &source.layout.units;
    let mut found: Vec<Labelled> = units
        .iter()
        .enumerate()
        // "Orm: the lake is ours" above an article is its headline.
        .filter(|(number, unit)| unit.first && !(*number == 0 && unit.heading))
        .filter_map(|(number, unit)| labelled(source, number, *unit))
        .collect();
    if found.len() < 2 {
        return Vec::new();
    }
    join_initials(source, &mut found);
    let mut times: WordMap<u32> = WordMap::default();
    for one in &found {
        *times.entry(one.key).or_default() += 1;
    }
    let twice = |one: &Labelled| times.get(&one.key).is_some_and(|times| *times > 1);
    if !is_interview(&found, twice) {
        return Vec::new();
    }
    let kept = |one: &Labelled| is_letter(one.key) || twice(one);
    let (Some(first), Some(last)) = (found.iter().position(kept), found.iter().rposition(kept)) else {
        return Vec::new();
    };
    let inside = found
        .iter()
        .enumerate()
        .filter(|(index, one)| kept(one) || one.somebody && (first..=last + 1).contains(index));
    let mut known: WordMap<(usize, usize)> = WordMap::default();
    for one in found.iter().filter(|one| one.known) {
        let start = units[one.unit].start as usize;
        known.entry(one.key).or_insert((start, one.label));
    }
    inside
        .map(|(_, one)| Labelled {
            same: known.get(&one.key).copied().filter(|_| !one.known),
            ..*one
        })
        .collect()
}

/// Whoever answers under "A": the person whose name labels most answers, or the one whom the text before the first label
/// names most often.
pub(crate) fn answers(source: &Source<'_>, labels: &[Labelled]) -> Option<EntityIndex> {
    let start_of = |item: u32| {
        source.tokens.tokens[source.items[item as usize].first as usize]
            .span
            .start()
    };
    let start = start_of(source.layout.units[labels.first()?.unit].start);
    let person = |span| {
        let last = source.linked.mentions_in(span).last();
        last.filter(|last| last.kind == EntityType::PER)
            .map(|last| last.entity)
    };
    let answers = labels.iter().filter(|one| !is_letter(one.key)).filter(|one| {
        let unit = source.layout.units[one.unit];
        let next = source.layout.units.get(one.unit + 1).filter(|next| !next.first);
        !asks(source, *next.unwrap_or(&unit))
    });
    let labelled = most(answers.filter_map(|one| {
        let unit = source.layout.units[one.unit];
        person(items::span(
            source.tokens,
            &source.items[unit.start as usize..one.label],
        ))
    }));
    let before = source
        .linked
        .mentions
        .iter()
        .take_while(|mention| mention.span.start() < start)
        .filter(|mention| mention.kind == EntityType::PER);
    labelled.or_else(|| most(before.map(|mention| mention.entity)))
}

/// The one that comes most often.
fn most(entities: impl Iterator<Item = EntityIndex>) -> Option<EntityIndex> {
    let mut all: Vec<_> = entities.collect();
    all.sort_unstable();
    let mut best: (usize, Option<EntityIndex>) = (0, None);
    for group in all.chunk_by(|one, other| one == other) {
        match group.len().cmp(&best.0) {
            Ordering::Greater => best = (group.len(), group.first().copied()),
            Ordering::Equal => best.1 = None,
            Ordering::Less => {}
        }
    }
    best.1
}

/// "Q", "Q.", "A"
pub(crate) fn is_letter(hash: u64) -> bool {
    is_question(hash) || is_answer(hash)
}

fn is_question(hash: u64) -> bool {
    ["q", "q.", "question"].iter().any(|word| hash == hash_word(word))
}

pub(crate) fn is_answer(hash: u64) -> bool {
    ["a", "a.", "answer"].iter().any(|word| hash == hash_word(word))
}

/// The label with which a paragraph begins: a name or a role and a colon, or "Q." with a stop. No label stands before
/// quotation marks: those show themselves what is said.
fn labelled(source: &Source<'_>, number: usize, unit: Unit) -> Option<Labelled> {
    let (low, high) = (unit.start as usize, unit.end as usize);
    let items = source.items;
    let first = &items[low];
    if !first.capital() && !matches!(first.shape, Shape::Name | Shape::Symbol) {
        return None;
    }
    let letter = is_letter(first.hash()) && first.capital();
    // The stop of "Q." is part of the word.
    let stopped = letter && first.first + 1 == first.end && {
        let token = source.tokens.tokens[first.first as usize].span;
        token.of(source.text).ends_with('.')
    };
    if stopped {
        return Some(Labelled {
            unit: number,
            label: low + 1,
            end: low + 1,
            key: first.hash(),
            same: None,
            known: false,
            somebody: true,
            speaks: true,
        });
    }
    let mark = (low..high.min(low + LABEL + 1)).find(|at| match items[*at].shape {
        Shape::Colon => true,
        Shape::Stop => letter && *at == low + 1,
        _ => false,
    })?;
    let label = name_end(items, low, mark)?;
    let name = &items[low..label];
    let next = source.layout.units.get(number + 1);
    let last = mark + 1 == high && next.is_none_or(|next| next.paragraph != unit.paragraph);
    let quoted = items.get(mark + 1).is_some_and(|item| item.shape == Shape::Quote);
    // What a medium says as a label is a question.
    let document = !letter && phrases::kind_of(items, low, label) == SubjectKind::Document;
    if last || quoted || document && !asks(source, unit) || source.lexicon.is_label(&items[low..high]) {
        return None;
    }
    let surname = name
        .iter()
        .rev()
        .find(|item| matches!(item.shape, Shape::Name | Shape::Word))?;
    let span = items::span(source.tokens, name);
    let mentions = source.linked.mentions_in(span);
    let body = |kind| matches!(kind, EntityType::PER | EntityType::ORG);
    let titled = name
        .iter()
        .any(|item| item.is(Classes::TITLE.with(Classes::SINGLE)));
    Some(Labelled {
        unit: number,
        label,
        end: mark + 1,
        key: surname.hash(),
        same: None,
        known: !mentions.is_empty(),
        somebody: mentions.iter().any(|mention| body(mention.kind)) || titled || letter,
        speaks: speaks(source, number),
    })
}

/// One past the name in the label `low..mark`: before "(Ohio)", "of Ohio" or ", CNN ANCHOR".
fn name_end(items: &[Item], low: usize, mark: usize) -> Option<usize> {
    let plain = |item: &Item| {
        item.shape == Shape::Name
            || item.shape == Shape::Word && item.capital()
            || matches!(item.shape, Shape::Symbol | Shape::Stop)
    };
    let end = (low..mark).find(|at| !plain(&items[*at])).unwrap_or(mark);
    let rest = &items[end..mark];
    let told = match rest.first().map(|first| first.shape) {
        None => true,
        Some(Shape::Open) => rest.last().is_some_and(|last| last.shape == Shape::Close),
        Some(Shape::Comma) => rest[1..]
            .iter()
            .all(|item| plain(item) || item.shape == Shape::Comma),
        Some(Shape::Word) => rest[0].is(Classes::OF) && rest[1..].iter().all(plain) && rest.len() > 1,
        _ => false,
    };
    (told && end > low && end - low <= NAME).then_some(end)
}

/// True if the paragraph that begins with unit `number` asks, or has "I" or "you".
fn speaks(source: &Source<'_>, number: usize) -> bool {
    let units = &source.layout.units;
    let paragraph = units[number].paragraph;
    units[number..]
        .iter()
        .take(4)
        .take_while(|unit| unit.paragraph == paragraph)
        .any(|unit| {
            let person = |item: &Item| {
                source.lexicon.is_person(item.hash(), true) || source.lexicon.is_person(item.hash(), false)
            };
            asks(source, *unit)
                || source.items[unit.start as usize..unit.end as usize]
                    .iter()
                    .any(person)
        })
}

/// True if the unit ends with a question mark.
fn asks(source: &Source<'_>, unit: Unit) -> bool {
    let last = &source.items[unit.end as usize - 1];
    let mark = source.tokens.tokens[last.end as usize - 1].span;
    last.shape == Shape::Stop && mark.of(source.text).ends_with('?')
}

/// Gives "TT" the key of "The Times".
fn join_initials(source: &Source<'_>, found: &mut [Labelled]) {
    let name = |one: &Labelled| {
        let start = source.layout.units[one.unit].start as usize;
        items::span(source.tokens, &source.items[start..one.label]).of(source.text)
    };
    for index in 0..found.len() {
        let short = name(&found[index]);
        if !(2..=4).contains(&short.len()) || !short.bytes().all(|byte| byte.is_ascii_uppercase()) {
            continue;
        }
        let stands_for = |one: &&Labelled| {
            let words = name(one).split_whitespace();
            words.clone().count() == short.len()
                && words
                    .zip(short.chars())
                    .all(|(word, letter)| word.starts_with(letter))
        };
        // It came in full before, and not long ago.
        let before = found[..index].iter().rev().take(8);
        if let Some(key) = before.rev().find(stands_for).map(|one| one.key) {
            found[index].key = key;
            found[index].known = false;
        }
    }
}

/// True if the labels are those of people who speak in turn, not of a list of facts ("Date: …", "Place: …").
fn is_interview(found: &[Labelled], twice: impl Fn(&Labelled) -> bool) -> bool {
    let has = |letter: fn(u64) -> bool| found.iter().any(|one| letter(one.key));
    if has(is_question) && has(is_answer) {
        return true;
    }
    let mut again = found.iter().filter(|one| twice(one));
    let Some(first) = again.next() else {
        return false;
    };
    let another = again.any(|one| one.key != first.key);
    let mut people = found.iter().filter(|one| one.somebody);
    let two = people
        .next()
        .is_some_and(|one| people.any(|other| other.key != one.key));
    (another || two && found.len() > 2) && found.iter().filter(|one| one.speaks).count() >= FEWEST
}
