//! From candidates to statements: which to keep, which quotations they hold, and the quotations that are left.

use whosaid_text::{
    Confidence, EntityType, Linked, Quote, QuoteKind, Repair, Rule, Span, SpeakerType, Tokens,
};

use crate::candidate::{Candidate, Frame};
use crate::items::{self, Ending, Item, Shape, Unit};
use crate::lexicon::{Classes, CueClass, CueKind};
use crate::phrases::{self, Phrase, SubjectKind, is_finite};
use crate::phrases_after;
use crate::{calibration, scare, speakers};

/// Candidates below this are left out.
const KEEP: f32 = 0.25;
/// The same for candidates whose content has words in quotation marks: the marks themselves speak for a report.
const KEEP_QUOTED: f32 = 0.15;

/// Working memory.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The row that holds each quotation item, by index of the item.
    row_of: Vec<u32>,
    kept: Vec<Candidate>,
}

/// How often what stands after a name and a colon is its speech; see [`calibration`].
const COLON: f32 = 0.84;
/// The same for a quotation on its own, and for one beside a verb that no list has.
const FLOATING: f32 = 0.58;
const BESIDE: f32 = 0.55;

/// Words from which a quotation that ends with a full stop is kept without any speaker, and how sure that is.
const LONG: u32 = 8;
const ALONE: f32 = 0.6;

const NO_ROW: u32 = u32::MAX;

/// What a document is made of, for this step.
pub(crate) struct Source<'s> {
    pub(crate) text: &'s str,
    pub(crate) tokens: &'s Tokens,
    pub(crate) linked: &'s Linked,
    pub(crate) items: &'s [Item],
    pub(crate) units: &'s [Unit],
}

/// Writes the statements of a document into `quotes`, in order of their first span.
pub(crate) fn statements(
    source: &Source<'_>,
    found: &[Candidate],
    memory: &mut Memory,
    quotes: &mut Vec<Quote>,
) {
    let items = source.items;
    memory.row_of.clear();
    memory.row_of.resize(items.len(), NO_ROW);
    memory.kept.clear();
    let mut next = 0;
    for (number, unit) in source.units.iter().enumerate() {
        let first = next;
        while next < found.len() && found[next].at.0 < unit.end as usize {
            next += 1;
        }
        let first_kept = memory.kept.len();
        for candidate in &found[first..next] {
            if accepted(items, *unit, candidate) {
                claim(items, candidate, memory);
            }
        }
        for index in first_kept..memory.kept.len() {
            let candidate = memory.kept[index];
            if let Some(quote) = row(source, *unit, &candidate) {
                let number = quotes.len() as u32;
                for (start, end) in candidate.parts() {
                    for (item, row) in items[*start..*end].iter().zip(&mut memory.row_of[*start..*end]) {
                        if item.shape == Shape::Quote && quote.kind != QuoteKind::Indirect {
                            *row = number;
                        }
                    }
                }
                quotes.push(quote);
            }
        }
        loose(source, number, &found[first..next], memory, quotes);
    }
    quotes.sort_by_key(|quote| (quote.spans[0], quote.cue));
}

/// Keeps a candidate unless another one already reports the same quotation in a better way.
fn claim(items: &[Item], candidate: &Candidate, memory: &mut Memory) {
    let (inside, outside) = candidate.quoted(items);
    let direct = inside > 0 && outside == 0;
    if direct {
        let same = |other: &Candidate| {
            other.parts().iter().any(|part| {
                candidate.parts().iter().any(|mine| {
                    part.0 < mine.1
                        && mine.0 < part.1
                        && (part.0.max(mine.0)..part.1.min(mine.1)).any(|at| items[at].shape == Shape::Quote)
                })
            })
        };
        if let Some(other) = memory.kept.iter_mut().rev().take(8).find(|other| {
            let (inside, outside) = other.quoted(items);
            inside > 0 && outside == 0 && same(other)
        }) {
            if strength(candidate) > strength(other) {
                *other = *candidate;
            }
            return;
        }
    }
    memory.kept.push(*candidate);
}

/// Of two candidates for one quotation: a plain verb of saying beside it is the better one.
fn strength(candidate: &Candidate) -> f32 {
    let frame = match candidate.frame {
        Frame::Before | Frame::Around | Frame::Quote => 1.0,
        _ => 0.0,
    };
    let class = if candidate.class == CueClass::Say {
        0.5
    } else {
        0.0
    };
    candidate.score + frame + class
}

fn accepted(items: &[Item], unit: Unit, candidate: &Candidate) -> bool {
    let (inside, outside) = candidate.quoted(items);
    let speech = inside > 0
        && candidate.parts().iter().any(|(start, end)| {
            (*start..*end).any(|at| items[at].shape == Shape::Quote && !scare::is_term(items, unit, at))
        });
    if speech
        && outside == 0
        && matches!(
            candidate.frame,
            Frame::Before | Frame::Around | Frame::Quote | Frame::Colon
        )
    {
        return !unit.heading || candidate.score >= KEEP_QUOTED;
    }
    candidate.score >= if speech { KEEP_QUOTED } else { KEEP }
}

/// The row of a candidate.
fn row(source: &Source<'_>, unit: Unit, candidate: &Candidate) -> Option<Quote> {
    let items = source.items;
    let (inside, outside) = candidate.quoted(items);
    let mut speech = false;
    for (start, end) in candidate.parts() {
        speech |=
            (*start..*end).any(|at| items[at].shape == Shape::Quote && !scare::is_term(items, unit, at));
    }
    let joined = outside > 0
        && inside > 0
        && candidate.parts().iter().all(|(start, end)| {
            items[*start..*end].iter().all(|item| {
                !matches!(item.shape, Shape::Word | Shape::Name | Shape::Number)
                    || item.shape == Shape::Word && item.is(Classes::COORDINATOR)
            })
        });
    let kind = if inside > 0 && (outside == 0 || joined) {
        QuoteKind::Direct
    } else if speech {
        QuoteKind::Mixed
    } else {
        QuoteKind::Indirect
    };
    let mut spans = Vec::new();
    for (start, end) in candidate.parts() {
        if kind == QuoteKind::Direct {
            for item in items[*start..*end]
                .iter()
                .filter(|item| item.shape == Shape::Quote)
            {
                spans.push(source.tokens.quotations[item.quotation as usize].content);
            }
        } else if let Some(span) = clause_span(source, *start, *end) {
            spans.push(span);
        }
    }
    if spans.is_empty() {
        return None;
    }
    let speaker = speakers::resolve(
        source.text,
        source.tokens,
        items,
        source.linked,
        candidate.speaker,
    );
    // "Northern Lakes: a year in pictures": a subject heading, nobody speaks.
    let place = matches!(
        speaker.kind,
        SpeakerType::Entity(EntityType::LOC | EntityType::EVENT)
    );
    if candidate.rule == "quotes:colon" && inside == 0 && place {
        return None;
    }
    Some(Quote {
        kind,
        spans,
        cue: Some(items::span(source.tokens, &items[candidate.at.0..candidate.at.1])),
        speaker,
        rule: Rule(candidate.rule),
        confidence: if candidate.rule == "quotes:colon" {
            Confidence::new(COLON)
        } else {
            calibration::confidence(kind, candidate.kind == CueKind::Noun, candidate.score)
        },
    })
}

/// Bytes of a clause, without marks and blanks at its ends.
fn clause_span(source: &Source<'_>, start: usize, end: usize) -> Option<Span> {
    let items = source.items;
    let (mut start, mut end) = (start, end);
    let loose = |item: &Item| {
        matches!(
            item.shape,
            Shape::Comma | Shape::Dash | Shape::Colon | Shape::Semicolon | Shape::Stop | Shape::Symbol
        )
    };
    while start < end && loose(&items[start]) {
        start += 1;
    }
    while end > start && loose(&items[end - 1]) {
        end -= 1;
    }
    if start >= end {
        return None;
    }
    let quotation = |item: &Item| {
        (item.shape == Shape::Quote).then(|| source.tokens.quotations[item.quotation as usize].content)
    };
    let all = items::span(source.tokens, &items[start..end]);
    // Marks around all of it are left out; a mark inside keeps its partner.
    let (from, to) = match quotation(&items[start]) {
        Some(content) if end == start + 1 => (content.start(), content.end()),
        _ => (all.start(), all.end()),
    };
    (from < to).then(|| Span::new(from, to))
}

/// Quotations of a unit that no kept candidate holds.
fn loose(
    source: &Source<'_>,
    number: usize,
    found: &[Candidate],
    memory: &mut Memory,
    quotes: &mut Vec<Quote>,
) {
    let items = source.items;
    let unit = source.units[number];
    let (low, high) = (unit.start as usize, unit.end as usize);
    let bare = items[low..high]
        .iter()
        .all(|item| !matches!(item.shape, Shape::Word | Shape::Name | Shape::Number));
    for at in low..high {
        let item = &items[at];
        if item.shape != Shape::Quote || memory.row_of[at] != NO_ROW {
            continue;
        }
        let quotation = &source.tokens.quotations[item.quotation as usize];
        // The next paragraph of a long quotation.
        if let Some(row) = quotation
            .continues
            .and_then(|before| row_of(source, memory, at, before))
        {
            extend(quotes, row, quotation.content);
            memory.row_of[at] = row;
            continue;
        }
        if unit.heading || scare::is_term(items, unit, at) {
            continue;
        }
        if bare {
            // It goes on after its attribution: “…,” he said. “…”
            if let Some(row) = preceding_row(source, memory, at, unit) {
                extend(quotes, row, quotation.content);
                memory.row_of[at] = row;
                continue;
            }
            if item.words >= 4 && item.ending != Ending::Open || item.words >= 8 {
                let speaker = floating_speaker(source, number, quotes);
                memory.row_of[at] = quotes.len() as u32;
                quotes.push(direct(
                    source,
                    at,
                    speaker,
                    None,
                    "quotes:floating",
                    FLOATING,
                    quotation.repair,
                ));
            }
            continue;
        }
        if quoted_before(items, low, at)
            && let Some(row) = preceding_row(source, memory, at, unit)
        {
            extend(quotes, row, quotation.content);
            memory.row_of[at] = row;
            continue;
        }
        // Another fragment under the cue before, in the same sentence.
        let same_unit = (low..at).rev().find(|index| items[*index].shape == Shape::Quote);
        if let Some(row) = same_unit
            .map(|index| memory.row_of[index])
            .filter(|row| *row != NO_ROW)
            && scare::is_fragment(item)
            && quotes[row as usize].kind == QuoteKind::Mixed
        {
            extend(quotes, row, quotation.content);
            memory.row_of[at] = row;
            continue;
        }
        // A weaker candidate whose content holds it.
        let best = found
            .iter()
            .filter(|candidate| {
                candidate.kind == CueKind::Verb
                    && candidate.speaker.is_some()
                    && candidate
                        .parts()
                        .iter()
                        .any(|(start, end)| (*start..*end).contains(&at))
            })
            .max_by(|a, b| a.score.total_cmp(&b.score));
        if let Some(candidate) = best.filter(|_| !scare::is_fragment(item) || item.words > 1)
            && let Some(quote) = row(source, unit, candidate)
        {
            memory.row_of[at] = quotes.len() as u32;
            quotes.push(quote);
            continue;
        }
        if let Some((speaker, cue, rule)) = beside(items, low, high, at) {
            memory.row_of[at] = quotes.len() as u32;
            let speaker = speakers::resolve(source.text, source.tokens, items, source.linked, speaker);
            quotes.push(direct(
                source,
                at,
                speaker,
                cue,
                rule,
                if rule == "quotes:colon" { COLON } else { BESIDE },
                quotation.repair,
            ));
        } else if item.words >= LONG && item.ending == Ending::Stop {
            // Whole sentences in marks are somebody's words, even if it cannot be told whose.
            memory.row_of[at] = quotes.len() as u32;
            let nobody = speakers::resolve(source.text, source.tokens, items, source.linked, None);
            let rule = "quotes:alone";
            quotes.push(direct(source, at, nobody, None, rule, ALONE, quotation.repair));
        }
    }
}

fn direct(
    source: &Source<'_>,
    at: usize,
    speaker: whosaid_text::Speaker,
    cue: Option<usize>,
    rule: &'static str,
    confidence: f32,
    repair: Repair,
) -> Quote {
    let item = &source.items[at];
    let shaken = matches!(repair, Repair::MissingClose | Repair::MissingOpen);
    Quote {
        kind: QuoteKind::Direct,
        spans: vec![source.tokens.quotations[item.quotation as usize].content],
        cue: cue.map(|cue| items::span(source.tokens, &source.items[cue..cue + 1])),
        speaker,
        rule: Rule(rule),
        confidence: Confidence::new(if shaken { confidence / 2.0 } else { confidence }),
    }
}

/// The row of the item that holds quotation number `before`, which stands before item `at`.
fn row_of(source: &Source<'_>, memory: &Memory, at: usize, before: u32) -> Option<u32> {
    let index = source.items[..at]
        .iter()
        .rposition(|item| item.shape == Shape::Quote && item.quotation <= before)?;
    (source.items[index].quotation == before && memory.row_of[index] != NO_ROW).then(|| memory.row_of[index])
}

/// The row of the nearest quotation before item `at` in the same paragraph.
fn preceding_row(source: &Source<'_>, memory: &Memory, at: usize, unit: Unit) -> Option<u32> {
    let paragraph = &source.tokens.paragraphs[unit.paragraph as usize];
    let from = paragraph.tokens.start;
    let mut index = at;
    let mut steps = 0;
    while index > 0 && steps < 80 && source.items[index - 1].first >= from {
        index -= 1;
        steps += 1;
        if source.items[index].shape == Shape::Quote {
            let row = memory.row_of[index];
            return (row != NO_ROW).then_some(row);
        }
    }
    None
}

/// True if the item stands at the beginning of a unit that goes on with another cue, after a quotation.
fn quoted_before(items: &[Item], low: usize, at: usize) -> bool {
    at == low && items[at].ending == Ending::Stop && items[at].capital
}

fn extend(quotes: &mut [Quote], row: u32, content: Span) {
    let quote = &mut quotes[row as usize];
    quote.spans.push(content);
}

/// Who speaks in a quotation that stands alone: whoever spoke last, if that is near.
fn floating_speaker(source: &Source<'_>, number: usize, quotes: &[Quote]) -> whosaid_text::Speaker {
    let nobody = speakers::resolve(source.text, source.tokens, source.items, source.linked, None);
    let unit = source.units[number];
    let start = source.items[unit.start as usize].first;
    // "The president was clear. “…”"
    if let Some(before) = number.checked_sub(1).map(|before| source.units[before]) {
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

/// A quotation with words beside it that no listed cue reports: after a colon, or with a verb right before or after.
fn beside(
    items: &[Item],
    low: usize,
    high: usize,
    at: usize,
) -> Option<(Option<Phrase>, Option<usize>, &'static str)> {
    let quote = &items[at];
    let full = quote.words >= 4 && quote.ending != Ending::Open;
    let before = (at > low).then(|| &items[at - 1]);
    if before.is_some_and(|item| item.shape == Shape::Colon) && quote.words >= 3 {
        let subject = words_of(items, low, at - 1).or_else(|| subject_of(items, low, at - 1));
        return Some((subject, None, "quotes:colon"));
    }
    if !full {
        return None;
    }
    // “…,” she shrugged.
    if quote.ending != Ending::Open
        && at + 1 < high
        && let Some(end) = phrases_after::right_edge(items, at + 1, high)
        && items.get(end).filter(|_| end < high).is_some()
        && is_finite(items, end)
    {
        let phrase = Phrase {
            start: at + 1,
            end,
            kind: phrases::kind_of(items, at + 1, end),
            outer: end,
        };
        return Some((Some(phrase), Some(end), "quotes:beside"));
    }
    let subject = subject_of(items, low, at);
    subject.map(|subject| (Some(subject), None, "quotes:beside"))
}

/// "in the words of Ann Lee, an adviser: “…”": whose words they are.
fn words_of(items: &[Item], low: usize, end: usize) -> Option<Phrase> {
    let of = (low.max(end.saturating_sub(16)) + 1..end).rev().find(|at| {
        items[*at].is(Classes::OF.with(Classes::BY)) && items[at - 1].is(Classes::SCARE.with(Classes::VENUE))
    })?;
    let edge = phrases_after::right_edge(items, of + 1, end)?;
    Some(Phrase {
        start: of + 1,
        end: edge,
        kind: phrases::kind_of(items, of + 1, edge),
        outer: edge,
    })
}

/// The subject of the last finite verb before item `end`.
fn subject_of(items: &[Item], low: usize, end: usize) -> Option<Phrase> {
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
