//! When a text, or one sentence of it, speaks: whose time it is.

use whosaid_text::{Knowledge, Period, Token, TokenKind, sieve};

use crate::lexicon::WordClass;
use crate::view::View;

/// "The president said so in 2018": the year stands so many tokens after the office at most.
const AFTER: usize = 5;
/// "In the spring of 2018, the president": and the comma so many after the sentence's beginning.
const OPENING: usize = 6;
/// A text without a date is looked through so far for the years that it speaks of.
const LOOKED_THROUGH: usize = 4000;

/// The time that the text tells for an office at tokens `start..end`: the year of its clause, or the document's date.
pub(crate) fn told<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> Option<Period> {
    let date = view.document.date;
    let year = year_of_clause(view, start, end).filter(|year| date.is_none_or(|date| date.year() != *year));
    year.and_then(Period::year).or(date.map(Period::day))
}

/// "In 2018 the president …", "the president said in 2018 …".
pub(crate) fn year_of_clause<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> Option<i16> {
    let first = view.sentence_start(start);
    let opening = (first..start.min(first + OPENING)).find_map(|at| year(view, at).map(|year| (at, year)));
    if let Some((at, year)) = opening
        && view.word(first).eq_ignore_ascii_case("in")
        && (at + 1..start).all(|at| {
            view.word(at) == ","
                || view.word(at).eq_ignore_ascii_case("the")
                || view.tokens.tokens[at].may_be_name()
                || view.class(at).any(WordClass::PAST)
        })
    {
        return Some(year);
    }
    let last = view.sentence_end(start).min(end + AFTER);
    let verb = (end..last).position(|at| view.class(at).any(WordClass::SPEECH))?;
    let at = (end + verb + 1..last).find(|at| view.word(*at) == "in")?;
    let plain = (end..at).all(|at| view.tokens.tokens[at].is_word());
    (plain && at + 1 < view.sentence_end(start))
        .then(|| year(view, at + 1))
        .flatten()
}

/// The latest year that a text without a date speaks of as one that has begun.
pub(crate) fn latest_year<K: Knowledge>(view: &View<'_, K>) -> Option<i16> {
    let known = |at: &usize| {
        *at > 0 && {
            let before = view.word(*at - 1);
            matches!(
                before,
                "in" | "In" | "since" | "Since" | "of" | "from" | "From" | "during" | "," | "("
            ) || before.parse::<u8>().is_ok()
                || view.class(*at - 1).any(WordClass::FUNCTION) && view.tokens.tokens[*at - 1].may_be_name()
        }
    };
    let tokens = &view.tokens.tokens;
    let mut latest = None;
    sieve(&tokens[..tokens.len().min(LOOKED_THROUGH)], may_be_year, |at| {
        if let Some(year) = year(view, at).filter(|year| latest.is_none_or(|latest| latest < *year))
            && known(&at)
        {
            latest = Some(year);
        }
    });
    latest
}

/// Four digits, by their number.
fn may_be_year(token: &Token) -> bool {
    (token.kind == TokenKind::Number) & (token.span.len() == 4)
}

/// The year of our time that stands at a token.
fn year<K: Knowledge>(view: &View<'_, K>, at: usize) -> Option<i16> {
    let four = may_be_year(&view.tokens.tokens[at]);
    let year: i16 = four.then(|| view.word(at).parse().ok())??;
    (1900..=2099).contains(&year).then_some(year)
}
