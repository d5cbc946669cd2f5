//! Quotation marks that are no speech: so-called things, titles of works, nicknames, headings, a word as a word.

use whosaid_text::{TokenKind, Tokens};

use crate::candidate::{Candidate, Frame};
use crate::classes::Classes;
use crate::cue::{CueClass, CueKind};
use crate::items::{Ending, Item, Shape, Unit};
use crate::statements::Source;

/// True if the quotation at item `at` of a unit looks like a term rather than like words that somebody said.
pub(crate) fn is_term(items: &[Item], unit: Unit, at: usize) -> bool {
    let (low, high) = (unit.start as usize, unit.end as usize);
    let quote = &items[at];
    if quote.words() == 0 {
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
        && quote.words() <= 3;
    // “The Long Road” (2011), a capital on each word: a title
    quote.words() <= 3 && between_names
}

/// "so-called", "dubbed", "the film", "the word" right before.
fn led_in(items: &[Item], low: usize, at: usize) -> bool {
    let Some(before) = (at > low).then(|| &items[at - 1]) else {
        return false;
    };
    if before.shape == Shape::Word
        && before.is(Classes::SCARE.with(Classes::WORK))
        && before.verb == crate::cue::NONE
    {
        return true;
    }
    // "known as “…”"
    before.shape == Shape::Word
        && before.is(Classes::AS)
        && at >= low + 2
        && items[at - 2].is(Classes::SCARE)
        && items[at - 2].verb == crate::cue::NONE
}

/// True if a quotation is a fragment inside a phrase: no comma or full stop inside, few words.
pub(crate) fn is_fragment(quote: &Item) -> bool {
    quote.ending() == Ending::Open && quote.words() <= 5
}

/// Letters of the longest word that a title leaves without a capital ("from").
const SMALL_WORD: usize = 4;

/// True if the words of a quotation have capitals as those of a name or a title have.
pub(crate) fn has_title_case(text: &str, tokens: &Tokens, quote: &Item) -> bool {
    let mut all = true;
    let mut last = false;
    for token in &tokens.tokens[quote.first as usize..quote.end as usize] {
        if !matches!(token.kind, TokenKind::Word(_)) {
            continue;
        }
        let word = token.span.of(text);
        last = word.starts_with(char::is_uppercase);
        all &= last || word.chars().nth(SMALL_WORD).is_none();
    }
    all && last && quote.capital()
}

/// Words of a title at most.
const TITLE: u32 = 10;

/// True for what is sung, written or played rather than said, "wrote “War and Peace”", and for a word in marks after a verb
/// that rarely reports, "was lying “for years”": right after the cue, without a comma or a colon.
pub(crate) fn is_no_speech(source: &Source<'_>, candidate: &Candidate) -> bool {
    let items = source.items;
    let at = candidate.content[0].0;
    if candidate.frame != Frame::Quote || at != candidate.at.1 || candidate.kind != CueKind::Verb {
        return false;
    }
    let quote = &items[at];
    if quote.shape != Shape::Quote || quote.ending() == Ending::Stop || source.grammar.is_some() {
        return false;
    }
    if !quote.capital() {
        return candidate.class == CueClass::Weak && quote.words() <= TITLE;
    }
    let work = items[candidate.at.0].is(Classes::MAKES);
    quote.ending() == Ending::Open
        && quote.words() <= TITLE
        && (work || quote.words() > 1 && candidate.class == CueClass::Weak)
        && has_title_case(source.text, source.tokens, quote)
}
