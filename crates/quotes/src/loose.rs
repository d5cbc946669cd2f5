//! Quotations that no kept cue reports: joined to the statement they go on with, or given to whoever stands beside.

use whosaid_text::{
    Confidence, EntityType, Quote, QuoteKind, Repair, Rule, Span, Speaker, SpeakerType, TokenKind,
};

use crate::candidate::Candidate;
use crate::classes::Classes;
use crate::cue::CueKind;
use crate::floating::{self, subject_of};
use crate::inside_marks;
use crate::introduced::{before_colon, introduced};
use crate::items::{self, Ending, Item, Shape, Unit};
use crate::lexicon::Lexicon;
use crate::phrases::after as phrases_after;
use crate::phrases::{self, Phrase, SubjectKind, is_finite};
use crate::statements::{COLON, Memory, NO_ROW, Source, row};
use crate::{scare, speakers};

/// The same for a quotation on its own, and for one beside a verb that no list has.
const FLOATING: f32 = 0.58;
const BESIDE: f32 = 0.55;
/// The same for one with a name below it.
const SIGNED: f32 = 0.8;
/// Words from which a quotation that ends with a full stop is kept without any speaker, and how sure that is.
const LONG: u32 = 8;
const ALONE: f32 = 0.6;
/// Bytes from one statement to the next, if a pronoun inside the marks takes its speaker over.
const NEAR: usize = 200;

/// Quotations of a unit that no kept candidate holds. `found` are its candidates, `later` those of the units after it.
pub(crate) fn loose(
    source: &Source<'_>,
    number: usize,
    (found, later): (&[Candidate], &[Candidate]),
    memory: &mut Memory,
    quotes: &mut Vec<Quote>,
) {
    let items = source.items;
    let unit = source.layout.units[number];
    let (low, high) = (unit.start as usize, unit.end as usize);
    let bare = items[low..high]
        .iter()
        .all(|item| !matches!(item.shape, Shape::Word | Shape::Name | Shape::Number));
    for at in source.layout.quotes_of(unit) {
        let at = *at as usize;
        let item = &items[at];
        if memory.row_of[at] != NO_ROW {
            continue;
        }
        let quotation = &source.tokens.quotations[item.quotation() as usize];
        // The next paragraph of a long quotation.
        if let Some(row) = quotation
            .continues
            .and_then(|before| row_of(source, memory, at, before))
        {
            extend(quotes, row, quotation.content);
            memory.row_of[at] = row;
            continue;
        }
        if let Some(mut quote) = inside_marks::inside(
            source.text,
            source.tokens,
            source.linked,
            source.words(),
            quotation.content,
        ) {
            // "he" within marks goes on with whoever spoke right before.
            let near = |before: &Quote| {
                let end = before.spans.last().map_or(0, |span| span.end());
                quotation
                    .content
                    .start()
                    .checked_sub(end)
                    .is_some_and(|gap| gap < NEAR)
            };
            if quote.speaker.entity.is_none()
                && source.grammar.is_none()
                && let Some(before) = quotes.last().filter(|before| {
                    before.speaker.kind == SpeakerType::Entity(EntityType::PER) && near(before)
                })
                && let Some(span) = quote.speaker.span
                && span.of(source.text).split_whitespace().count() == 1
                && span.of(source.text).starts_with(char::is_lowercase)
            {
                quote.speaker.entity = before.speaker.entity;
                quote.speaker.kind = before.speaker.kind;
            }
            memory.row_of[at] = quotes.len() as u32;
            quotes.push(quote);
            continue;
        }
        if let Some(speaker) = floating::signature(source, number, at).filter(|_| item.words() >= 3) {
            let speaker = speakers::resolve(source.text, source.tokens, items, source.linked, Some(speaker));
            memory.row_of[at] = quotes.len() as u32;
            quotes.push(direct(
                source,
                at,
                speaker,
                None,
                "quotes:signed",
                SIGNED,
                quotation.repair,
            ));
            continue;
        }
        if unit.heading || scare::is_term(items, unit, at) {
            continue;
        }
        if bare {
            // It goes on after its attribution: “…,” he said. “…”
            if let Some(row) = preceding_row(source, memory, at, unit)
                .filter(|row| !turns_to_another(source, number, &quotes[*row as usize].speaker))
            {
                extend(quotes, row, quotation.content);
                memory.row_of[at] = row;
                continue;
            }
            let whole = item.words() >= 4 && item.ending() != Ending::Open || item.words() >= 8;
            if whole && let Some((speaker, cue)) = floating::announced(source, number) {
                let speaker =
                    speakers::resolve(source.text, source.tokens, items, source.linked, Some(speaker));
                memory.row_of[at] = quotes.len() as u32;
                let rule = "quotes:colon";
                quotes.push(direct(source, at, speaker, cue, rule, COLON, quotation.repair));
                continue;
            }
            if whole {
                let speaker = floating::speaker(source, number, later, quotes);
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
                    && !scare::is_no_speech(source, candidate)
                    && candidate
                        .parts()
                        .iter()
                        .any(|(start, end)| (*start..*end).contains(&at))
            })
            .max_by(|a, b| a.score.total_cmp(&b.score));
        if let Some(candidate) = best.filter(|_| !scare::is_fragment(item) || item.words() > 1)
            && let Some(quote) = row(source, unit, candidate)
        {
            memory.row_of[at] = quotes.len() as u32;
            quotes.push(quote);
            continue;
        }
        if let Some((speaker, cue, rule)) = beside(items, low, high, at, source.lexicon) {
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
        } else if let Some(subject) = conveyed(source, low, at) {
            let speaker = speakers::resolve(source.text, source.tokens, items, source.linked, Some(subject));
            memory.row_of[at] = quotes.len() as u32;
            let (cue, rule) = (Some(at - 1), "quotes:conveyed");
            quotes.push(direct(source, at, speaker, cue, rule, BESIDE, quotation.repair));
        } else if item.words() >= LONG && item.ending() == Ending::Stop {
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
        spans: source.tokens.quotations[item.quotation() as usize].content.into(),
        cue: cue.map(|cue| items::span(source.tokens, &source.items[cue..cue + 1])),
        speaker,
        rule: Rule(rule),
        confidence: Confidence::new(if shaken { confidence / 2.0 } else { confidence }),
    }
}

/// The row of the item that holds quotation number `before`, which stands before item `at`.
pub(crate) fn row_of(source: &Source<'_>, memory: &Memory, at: usize, before: u32) -> Option<u32> {
    let quotes = &source.layout.quotes;
    let earlier = &quotes[..quotes.partition_point(|index| (*index as usize) < at)];
    let index = earlier
        .iter()
        .rev()
        .map(|index| *index as usize)
        .find(|index| source.items[*index].quotation() <= before)?;
    (source.items[index].quotation() == before && memory.row_of[index] != NO_ROW)
        .then(|| memory.row_of[index])
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

/// True if the sentence before has no quotation and names somebody else first: “…,” said Ann Lee. Tom Brown refused to
/// give up. “…”
fn turns_to_another(source: &Source<'_>, number: usize, speaker: &Speaker) -> bool {
    let Some(before) = number.checked_sub(1).map(|before| source.layout.units[before]) else {
        return false;
    };
    let apart = before.quotes.0 == before.quotes.1
        && before.paragraph == source.layout.units[number].paragraph
        && before.start < before.end;
    if !apart {
        return false;
    }
    let span = items::span(
        source.tokens,
        &source.items[before.start as usize..before.end as usize],
    );
    let mut people = source.linked.mentions_in(span).iter();
    people
        .find(|mention| mention.kind == EntityType::PER)
        .is_some_and(|mention| Some(mention.entity) != speaker.entity && speaker.entity.is_some())
}

/// True if the item stands at the beginning of a unit that goes on with another cue, after a quotation.
fn quoted_before(items: &[Item], low: usize, at: usize) -> bool {
    at == low && items[at].ending() == Ending::Stop && items[at].capital()
}

/// Adds a part to a statement, in its place; one that the statement holds already is none.
fn extend(quotes: &mut [Quote], row: u32, content: Span) {
    let spans = &mut quotes[row as usize].spans;
    let at = spans.partition_point(|span| span.start() < content.start());
    let before = at.checked_sub(1).map_or(0, |before| spans[before].end());
    let after = spans.get(at).map_or(usize::MAX, |span| span.start());
    if before <= content.start() && content.end() <= after {
        spans.insert(at, content);
    }
}

/// A quotation with words beside it that no listed cue reports: after a colon, or with a verb right before or after.
fn beside(
    items: &[Item],
    low: usize,
    high: usize,
    at: usize,
    lexicon: &Lexicon,
) -> Option<(Option<Phrase>, Option<usize>, &'static str)> {
    let quote = &items[at];
    let full = quote.words() >= 4 && quote.ending() != Ending::Open;
    let before = (at > low).then(|| &items[at - 1]);
    if before.is_some_and(|item| item.shape == Shape::Colon) {
        let named = introduced(items, lexicon, low, at - 1);
        let owned = named.is_some_and(|named| named.kind == SubjectKind::Possessor);
        if quote.words() >= 3 || owned && quote.capital() {
            let subject = before_colon(items, low, at - 1, named);
            return Some((subject, None, "quotes:colon"));
        }
    }
    if !full {
        return None;
    }
    // “…,” she shrugged.
    if quote.ending() != Ending::Open
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

/// "presented “his apologies”", "sent “warm greetings”": words in marks that somebody conveys, and who does.
fn conveyed(source: &Source<'_>, low: usize, at: usize) -> Option<Phrase> {
    let items = source.items;
    let verb = items[..at].last().filter(|_| at > low)?;
    let last = (items[at].first as usize..items[at].end as usize)
        .rev()
        .find(|at| matches!(source.tokens.tokens[*at].kind, TokenKind::Word(_)))?;
    let feeling = source.lexicon.get(source.tokens.hashes[last])?;
    let fits = verb.shape == Shape::Word
        && verb.is(Classes::CONVEYS)
        && feeling.classes.any(Classes::FEELING)
        && source.grammar.is_none();
    fits.then(|| subject_of(items, low, at)).flatten()
}
