//! Who speaks in a quotation that no cue reports: a name below it, the sentence before, the paragraph after.

use whosaid_text::{Quote, QuoteKind, Speaker};

use crate::candidate::Candidate;
use crate::classes::{Classes, Frames};
use crate::cue::NONE;
use crate::introduced::{before_colon, introduced};
use crate::items::{Item, Shape};
use crate::phrases::after as phrases_after;
use crate::phrases::{self, Phrase, SubjectKind, is_finite};
use crate::speakers;
use crate::statements::Source;

/// Bytes from one turn of a dialogue to the next at most: room for the attribution.
const TURN: usize = 160;

/// Who speaks in a quotation that stands alone: the subject of the sentence before, whoever the next paragraph brings in,
/// or whoever spoke last, if that is near. `later` are the candidates of the units after this one.
pub(crate) fn speaker(source: &Source<'_>, number: usize, later: &[Candidate], quotes: &[Quote]) -> Speaker {
    let nobody = speakers::resolve(source.text, source.tokens, source.items, source.linked, None);
    let unit = source.layout.units[number];
    let start = source.items[unit.start as usize].first;
    // "The president was clear. “…”"
    if let Some(before) = number.checked_sub(1).map(|before| source.layout.units[before]) {
        let (low, high) = (before.start as usize, before.end as usize);
        let quoted = source.items[low..high]
            .iter()
            .any(|item| item.shape == Shape::Quote);
        if before.paragraph == unit.paragraph
            && !quoted
            && let Some(found) = subject_of(source.items, low, high)
        {
            return speakers::resolve(
                source.text,
                source.tokens,
                source.items,
                source.linked,
                Some(found),
            );
        }
    }
    if let Some(found) = introduced_next(source, number, later) {
        return speakers::resolve(
            source.text,
            source.tokens,
            source.items,
            source.linked,
            Some(found),
        );
    }
    if unit.first
        && let Some(other) = in_turn(source, source.tokens.tokens[start as usize].span.start(), quotes)
    {
        return other;
    }
    let near = quotes.iter().rev().find(|quote| quote.speaker.span.is_some());
    match near {
        Some(quote) => {
            let end = quote.spans.last().map_or(0, |span| span.end());
            let here = source.tokens.tokens[start as usize].span.start();
            if here.saturating_sub(end) < 400 {
                quote.speaker
            } else {
                nobody
            }
        }
        None => nobody,
    }
}

/// "The governor declared:" and the quotation in the paragraph below: who speaks, and the item of the verb that says so.
pub(crate) fn announced(source: &Source<'_>, number: usize) -> Option<(Phrase, Option<usize>)> {
    let items = source.items;
    let before = source.layout.units[number.checked_sub(1)?];
    let (low, colon) = (before.start as usize, before.end as usize - 1);
    let ends = source.layout.units[number].first && colon > low && items[colon].shape == Shape::Colon;
    if !ends || source.lexicon.is_label(&items[low..=colon]) {
        return None;
    }
    let named = introduced(items, source.lexicon, low, colon);
    let cue = (low..colon).rev().find(|at| {
        let verb = items[*at].verb;
        verb != NONE && items[*at].finite() && !source.lexicon.cue(verb).frames.any(Frames::PARENTHESIS)
    });
    // "Lee reported after the court had ruled:" has a last verb that is not the one.
    let own = cue.and_then(|cue| subject_of(items, low, cue + 1));
    let speaker = match own {
        Some(own) if named.is_none() => own,
        _ => before_colon(items, low, colon, named)?,
    };
    // "It gets better:"
    let thing = speaker.kind == SubjectKind::Pronoun && items[speaker.start].is(Classes::IT);
    (!thing).then_some((speaker, cue.filter(|cue| *cue >= speaker.end)))
}

/// “So who used it?” Lee asked. / “I do not know,” she said. / “You do.”: of two who speak in turn, paragraph by
/// paragraph, whoever did not speak last. One of the two last turns must be a question. `here` is where this turn begins.
fn in_turn(source: &Source<'_>, here: usize, quotes: &[Quote]) -> Option<Speaker> {
    let mut direct = quotes
        .iter()
        .rev()
        .filter(|quote| quote.kind == QuoteKind::Direct);
    let (last, first) = (direct.next()?, direct.next()?);
    let end = |quote: &Quote| quote.spans.last().map_or(0, |span| span.end());
    let follows = |from: usize, to: usize| {
        let gap = source.text.get(from..to);
        gap.is_some_and(|gap| gap.len() < TURN && gap.contains('\n'))
    };
    let question = |end: usize| source.text.get(..end).is_some_and(|text| text.ends_with('?'));
    let known = first.speaker.span.is_some() && last.speaker.span.is_some();
    let different = match (first.speaker.entity, last.speaker.entity) {
        (None, None) => {
            let words = |quote: &Quote| quote.speaker.span.map(|span| span.of(source.text));
            words(first) != words(last)
        }
        (one, other) => one != other,
    };
    let turns = follows(end(first), last.spans[0].start()) && follows(end(last), here);
    let quotations = &source.tokens.quotations;
    let now = quotations.partition_point(|quotation| quotation.content.start() < here);
    let asked = question(end(last)) || quotations.get(now).is_some_and(|now| question(now.content.end()));
    (known && different && turns && asked).then_some(first.speaker)
}

/// “…” — Ann Lee, farmer: the name after a dash that ends the sentence, or that the next one consists of.
pub(crate) fn signature(source: &Source<'_>, number: usize, at: usize) -> Option<Phrase> {
    let items = source.items;
    let unit = source.layout.units[number];
    let (mut start, mut high) = (at + 1, unit.end as usize);
    if (start..high).all(|at| matches!(items[at].shape, Shape::Stop | Shape::Symbol)) {
        let next = source.layout.units.get(number + 1)?;
        (start, high) = (next.start as usize, next.end as usize);
    }
    let first = (start..high).find(|at| items[*at].shape != Shape::Dash)?;
    let short = first > start && high - first <= 14 && items[first].shape == Shape::Name;
    let plain = items[first..high]
        .iter()
        .all(|item| !item.finite() && !matches!(item.shape, Shape::Quote | Shape::Dash | Shape::Colon));
    if !short || !plain {
        return None;
    }
    let end = phrases_after::right_edge(items, first, high)?;
    let rest = items.get(end).filter(|_| end < high);
    let kind = phrases::kind_of(items, first, end);
    (kind == SubjectKind::Name
        && rest.is_none_or(|rest| matches!(rest.shape, Shape::Comma | Shape::Stop | Shape::Open)))
    .then_some(Phrase {
        start: first,
        end,
        kind,
        outer: end,
    })
}

/// “…” and below it “Ann Lee, who farms here, has had enough.”: the name with which the next paragraph begins, told
/// about at once as if the reader did not know it, in a sentence that reports nothing itself.
fn introduced_next(source: &Source<'_>, number: usize, later: &[Candidate]) -> Option<Phrase> {
    let items = source.items;
    let unit = source.layout.units[number];
    let next = source.layout.units.get(number + 1)?;
    let (low, high) = (next.start as usize, next.end as usize);
    let alone = unit.first && next.first && next.quotes.0 == next.quotes.1 && !next.heading;
    let earlier = number.checked_sub(1).map(|before| source.layout.units[before]);
    let goes_on = earlier.is_some_and(|before| before.quotes.0 < before.quotes.1);
    let reports = later
        .iter()
        .take_while(|candidate| candidate.at.0 < high)
        .any(|candidate| candidate.score >= crate::statements::KEEP);
    if !alone || goes_on || reports || items[low].shape != Shape::Name {
        return None;
    }
    let end = phrases_after::right_edge(items, low, high)?;
    let told = items.get(end).filter(|_| end + 1 < high)?.shape == Shape::Comma
        && items[end + 1].shape == Shape::Word
        && items[end + 1].is(Classes::DETERMINER.with(Classes::RELATIVE).with(Classes::SINGLE))
        || items[end].shape == Shape::Comma && items[end + 1].shape == Shape::Number;
    let kind = phrases::kind_of(items, low, end);
    (told && kind == SubjectKind::Name).then_some(Phrase {
        start: low,
        end,
        kind,
        outer: end,
    })
}

/// The subject of the last finite verb before item `end`.
pub(crate) fn subject_of(items: &[Item], low: usize, end: usize) -> Option<Phrase> {
    let from = low.max(end.saturating_sub(30));
    (from..end)
        .rev()
        .filter(|at| is_finite(items, *at))
        .take(4)
        .find_map(|at| {
            let mut start = at;
            while start > low
                && items[start - 1].shape == Shape::Word
                && items[start - 1].is(Classes::AUXILIARY.with(Classes::ADVERB))
            {
                start -= 1;
            }
            phrases::before(items, low, start)
                .filter(|phrase| !matches!(phrase.kind, SubjectKind::Noun | SubjectKind::Relative))
        })
}
