//! Quotation marks that are no speech: so-called things, titles of works, nicknames, headings, a word as a word.

use crate::classes::Classes;
use crate::items::{Ending, Item, Shape, Unit};

/// True if the quotation at item `at` of a unit looks like a term rather than like words that somebody said.
pub(crate) fn is_term(items: &[Item], unit: Unit, at: usize) -> bool {
    let (low, high) = (unit.start as usize, unit.end as usize);
    let quote = &items[at];
    if quote.words == 0 {
        return true;
    }
    if led_in(items, low, at) {
        return true;
    }
    let before = (at > low).then(|| &items[at - 1]);
    let after = items.get(at + 1).filter(|_| at + 1 < high);
    // John “Red” Smith
    let between_names = before.is_some_and(|item| item.shape == Shape::Name)
        && after.is_some_and(|item| item.shape == Shape::Name)
        && quote.words <= 3;
    // “The Long Road” (2011), a capital on each word: a title
    quote.words <= 3 && between_names
}

/// "so-called", "dubbed", "the film", "the word" right before.
fn led_in(items: &[Item], low: usize, at: usize) -> bool {
    let Some(before) = (at > low).then(|| &items[at - 1]) else {
        return false;
    };
    if before.shape == Shape::Word
        && before.is(Classes::SCARE.with(Classes::WORK))
        && before.word.verb == crate::cue::NONE
    {
        return true;
    }
    // "known as “…”"
    before.shape == Shape::Word
        && before.is(Classes::AS)
        && at >= low + 2
        && items[at - 2].is(Classes::SCARE)
        && items[at - 2].word.verb == crate::cue::NONE
}

/// True if a quotation is a fragment inside a phrase: no comma or full stop inside, few words.
pub(crate) fn is_fragment(quote: &Item) -> bool {
    quote.ending == Ending::Open && quote.words <= 5
}
