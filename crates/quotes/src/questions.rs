//! Interviews without labels or quotation marks: a question is a paragraph of its own that speaks to somebody, the answer
//! is what stands between it and the next one, in the first person.

use whosaid_text::{EntityType, Speaker, SpeakerType};

use crate::items::{Item, Shape, Unit};
use crate::statements::Source;
use crate::turns::{Turn, Voice};

/// Sentences of a question at most.
const SENTENCES: usize = 4;
/// Questions to somebody that an interview has at least, and answers that say "I" or "we".
const FEWEST: usize = 2;

/// The turns of an interview in which only the question marks tell who speaks; none if there is no such.
pub(crate) fn turns(source: &Source<'_>) -> Vec<Turn> {
    if !source.text.as_bytes().contains(&b'?') {
        return Vec::new();
    }
    let units = &source.layout.units;
    let asked: Vec<(usize, usize)> = (0..units.len())
        .filter(|last| ends(units, *last) && is_question(source, units[*last]))
        .filter_map(|last| {
            let first = (last.saturating_sub(SENTENCES)..=last)
                .rev()
                .find(|at| units[*at].first)?;
            let plain = units[first..=last]
                .iter()
                .all(|unit| unit.quotes.0 == unit.quotes.1);
            plain.then_some((first, last + 1))
        })
        .collect();
    if asked.len() < FEWEST {
        return Vec::new();
    }
    let says = |units: &[Unit], first: bool| {
        units.iter().any(|unit| {
            let items = &source.items[unit.start as usize..unit.end as usize];
            items
                .iter()
                .any(|item| source.lexicon.is_person(item.hash(), first))
        })
    };
    let to_somebody = asked
        .iter()
        .filter(|(start, end)| says(&units[*start..*end], false));
    if to_somebody.count() < FEWEST {
        return Vec::new();
    }
    let mut turns = Vec::new();
    let mut first_person = 0;
    for (index, (start, end)) in asked.iter().enumerate() {
        let next = asked.get(index + 1).map_or(units.len(), |next| next.0);
        // What stands after the last answer may be anything.
        let stop = match index + 1 == asked.len() {
            true => (*end..units.len())
                .find(|at| ends(units, *at))
                .map_or(next, |at| at + 1),
            false => next,
        };
        let question = Turn::unlabelled((*start, *end), units[*start].start as usize, Voice::Question);
        turns.push(question);
        if *end < stop {
            let dash = usize::from(source.items[units[*end].start as usize].shape == Shape::Dash);
            let content = units[*end].start as usize + dash;
            turns.push(Turn::unlabelled((*end, stop), content, Voice::Answer));
            first_person += usize::from(says(&units[*end..stop], true));
        }
    }
    if first_person < FEWEST || first_person * 2 < asked.len() {
        return Vec::new();
    }
    turns
}

/// Whoever answers: the one person whom the text before the first question names.
pub(crate) fn speaker(source: &Source<'_>) -> Speaker {
    let mut named = None;
    let first = turns_start(source);
    for mention in &source.linked.mentions {
        if mention.span.start() >= first {
            break;
        }
        if mention.kind != EntityType::PER {
            continue;
        }
        match named {
            Some((_, entity)) if entity != mention.entity => return nobody(),
            _ => named = Some((mention.span, mention.entity)),
        }
    }
    named.map_or_else(nobody, |(span, entity)| Speaker {
        span: Some(span),
        entity: Some(entity),
        kind: SpeakerType::Entity(EntityType::PER),
    })
}

fn nobody() -> Speaker {
    Speaker {
        span: None,
        entity: None,
        kind: SpeakerType::Unknown,
    }
}

/// Byte at which the first question begins.
fn turns_start(source: &Source<'_>) -> usize {
    let units = &source.layout.units;
    let last = (0..units.len()).find(|last| ends(units, *last) && is_question(source, units[*last]));
    let item = last.map_or(0, |last| units[last].start as usize);
    source.tokens.tokens[source.items[item].first as usize]
        .span
        .start()
}

/// True if the unit is the last of its paragraph.
fn ends(units: &[Unit], at: usize) -> bool {
    units.get(at + 1).is_none_or(|next| next.first)
}

fn is_question(source: &Source<'_>, unit: Unit) -> bool {
    let mark = |item: &Item| {
        source
            .tokens
            .text(source.text, item.end as usize - 1)
            .ends_with('?')
    };
    let last = &source.items[unit.end as usize - 1];
    last.shape == Shape::Stop && mark(last)
}
