//! Words in quotation marks that no statement has, and what the words around the marks tell of them.
//!
//! Nothing here is guessed from meaning: a lead ("so-called", "the film", "the word"), names on both sides, a heading of
//! its own, capitals, or a few words that stand as a part of their sentence. What shows none of these, such as a whole
//! sentence that nobody is known to have said, is no term. The confidences rank the rules and are not calibrated.

use whosaid_text::{Confidence, Quote, QuoteKind, Rule, Span, Term, TokenKind, Tokens};

use crate::classes::Classes;
use crate::cue::NONE;
use crate::items::{Ending, Item, Layout, Shape, Unit};
use crate::scare;

/// A rule, and how sure it is.
type Known = (&'static str, f32);

const SO_CALLED: Known = ("quotes:term-so-called", 0.9);
const WORD: Known = ("quotes:term-word", 0.9);
const TITLE: Known = ("quotes:term-title", 0.85);
const NICKNAME: Known = ("quotes:term-nickname", 0.85);
const HEADING: Known = ("quotes:term-heading", 0.7);
const NAME: Known = ("quotes:term-name", 0.6);
const SCARE: Known = ("quotes:term-scare", 0.5);
/// In headlines marks are as often speech whose speaker is left out.
const SCARE_IN_HEADING: Known = ("quotes:term-scare", 0.3);

/// Longest nickname, in words.
const NICKNAME_WORDS: u32 = 3;

/// Writes the terms of a document whose statements are `quotes` into `terms`, in text order. `capitals` is false where
/// all nouns have them.
pub(crate) fn terms(
    text: &str,
    tokens: &Tokens,
    layout: &Layout,
    quotes: &[Quote],
    capitals: bool,
    terms: &mut Vec<Term>,
) {
    terms.clear();
    if layout.quotes.is_empty() {
        return;
    }
    let said = Said::of(quotes);
    for unit in &layout.units {
        for at in layout.quotes_of(*unit) {
            let at = *at as usize;
            let quotation = &tokens.quotations[layout.items[at].quotation() as usize];
            // Without both marks nobody knows where it begins or ends.
            let marked = quotation.open.is_some() && quotation.close.is_some();
            if !marked || quotation.continues.is_some() || said.holds(quotation.content) {
                continue;
            }
            let place = Place {
                text,
                tokens,
                items: &layout.items,
                unit: *unit,
                at,
            };
            if let Some((rule, confidence)) = place.known(capitals) {
                terms.push(Term {
                    span: without_stop(text, quotation.content),
                    rule: Rule(rule),
                    confidence: Confidence::new(confidence),
                });
            }
        }
    }
}

/// The words that statements have in their marks; an indirect one has words of its own in none.
struct Said {
    /// Start and the furthest end so far, in order of the start.
    spans: Vec<(usize, usize)>,
}

impl Said {
    fn of(quotes: &[Quote]) -> Self {
        let mut spans: Vec<_> = quotes
            .iter()
            .filter(|quote| quote.kind != QuoteKind::Indirect)
            .flat_map(|quote| &quote.spans)
            .map(|span| (span.start(), span.end()))
            .collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { spans }
    }

    fn holds(&self, content: Span) -> bool {
        let before = self.spans.partition_point(|(start, _)| *start < content.end());
        before > 0 && self.spans[before - 1].1 > content.start()
    }
}

/// American typesetting puts a comma or full stop of the sentence before the closing mark. That of "U.S." is its own.
fn without_stop(text: &str, content: Span) -> Span {
    let words = content.of(text);
    let stop = words.matches('.').count() == 1 && words.ends_with('.');
    let kept = words.trim_end_matches(if stop { '.' } else { ',' }).trim_end();
    if kept.is_empty() {
        return content;
    }
    Span::new(content.start(), content.start() + kept.len())
}

/// A quotation among the items of its unit.
struct Place<'p> {
    text: &'p str,
    tokens: &'p Tokens,
    items: &'p [Item],
    unit: Unit,
    at: usize,
}

impl Place<'_> {
    fn known(&self, capitals: bool) -> Option<Known> {
        let quote = &self.items[self.at];
        if quote.words() == 0 {
            return None;
        }
        if let Some(lead) = self.lead() {
            return Some(lead);
        }
        let is_name = |item: Option<&Item>| item.is_some_and(|item| item.shape == Shape::Name);
        // Not: Lee “came too late” Monday.
        let nickname = quote.words() == 1 || quote.capital() && quote.words() <= NICKNAME_WORDS;
        if nickname && is_name(self.before(1)) && is_name(self.after()) {
            return Some(NICKNAME);
        }
        if self.is_alone() {
            return self.unit.heading.then_some(HEADING);
        }
        let reported = self
            .before(1)
            .is_some_and(|item| item.shape == Shape::Colon || item.verb != NONE);
        if reported || quote.ending() == Ending::Stop || !self.is_prose() {
            return None;
        }
        if capitals && self.has_capitals() {
            return Some(NAME);
        }
        let heading = self.unit.heading;
        scare::is_fragment(quote).then_some(if heading { SCARE_IN_HEADING } else { SCARE })
    }

    /// What the word right before says that it is.
    fn lead(&self) -> Option<Known> {
        let before = self.before(1)?;
        if before.shape != Shape::Word {
            return None;
        }
        if before.is(Classes::METAWORD) {
            return Some(WORD);
        }
        if before.is(Classes::SCARE) {
            return Some(SO_CALLED);
        }
        // "to show “…”" is no show, and "put the programme “back on track”" has no title.
        let capital = self.items[self.at].capital();
        if before.is(Classes::WORK) && before.verb == NONE && capital {
            return Some(TITLE);
        }
        // "known as “…”"
        let known_as = before.is(Classes::AS) && self.before(2).is_some_and(|item| item.is(Classes::SCARE));
        known_as.then_some(SO_CALLED)
    }

    fn before(&self, steps: usize) -> Option<&Item> {
        let at = self.at.checked_sub(steps)?;
        (at >= self.unit.start as usize).then(|| &self.items[at])
    }

    fn after(&self) -> Option<&Item> {
        let at = self.at + 1;
        (at < self.unit.end as usize).then(|| &self.items[at])
    }

    /// True if the unit has no other words.
    fn is_alone(&self) -> bool {
        (self.unit.start as usize..self.unit.end as usize).all(|at| {
            at == self.at
                || !matches!(
                    self.items[at].shape,
                    Shape::Word | Shape::Name | Shape::Number | Shape::Quote
                )
        })
    }

    /// False for remains of markup, accounts and numbers: "@name", "width=3", "2016-02-15".
    fn is_prose(&self) -> bool {
        let item = &self.items[self.at];
        let tokens = &self.tokens.tokens[item.first as usize..item.end as usize];
        let all = tokens[0].span.cover(tokens[tokens.len() - 1].span);
        tokens
            .iter()
            .any(|token| matches!(token.kind, TokenKind::Word(_)))
            && !all
                .of(self.text)
                .contains(['@', '_', '/', '=', '<', '>', '{', '}'])
    }

    /// True if its words have capitals as those of a name or a title have; of one word only amid a sentence.
    fn has_capitals(&self) -> bool {
        let item = &self.items[self.at];
        scare::has_title_case(self.text, self.tokens, item) && (item.words() > 1 || self.before(1).is_some())
    }
}
