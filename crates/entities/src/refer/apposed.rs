//! "The head of the regional council Ada Lind", "the adviser to the mayor of Klow, Ada Lind, …": a role phrase that ends in
//! a person's name stands for that person.

use whosaid_text::{Case, EntityType, Knowledge, TokenKind};

use super::Named;
use crate::lexicon::WordClass;
use crate::view::View;

/// A role phrase is read so many tokens far.
const FAR: usize = 18;

/// Number of the person's name that ends the phrase of the role at tokens `start..end` or follows it in apposition.
/// `from` is the phrase's first token, article and nationality included.
///
/// After "of", "for" and the like come names and common nouns; then the name, directly after a name or a body's common
/// noun, or between commas. With a comma the outermost role takes the name, without one the innermost.
pub(super) fn person<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    from: usize,
    start: usize,
    end: usize,
) -> Option<usize> {
    let last = view.sentence_end(start).min(end + FAR);
    if end >= last || !(view.word(end) == "," || is_connector(view.word(end))) {
        return None;
    }
    let mut inner = false;
    let mut next = named.at_or_after(end);
    let mut index = end;
    while index < last {
        while named
            .names
            .get(next)
            .is_some_and(|name| (name.tokens.start as usize) < index)
        {
            next += 1;
        }
        if let Some(name) = named.names.get(next)
            && name.tokens.start as usize == index
        {
            if name.kind == EntityType::PER {
                return (!inner && index > end && ends_in(view, index, name.tokens.len())).then_some(next);
            }
            index = name.tokens.end as usize;
            continue;
        }
        let class = view.class(index);
        match view.tokens.tokens[index].kind {
            TokenKind::Punctuation if view.word(index) == "," => {
                return in_commas(view, named, from, index, inner);
            }
            TokenKind::Punctuation if view.is_inner_hyphen(index) => (),
            TokenKind::Word(Case::Lower) => {
                let word = view.word(index);
                if class.any(WordClass::ROLE) {
                    inner = true;
                } else if !is_connector(word)
                    && word != "the"
                    && (class.any(WordClass::SPEECH.with(WordClass::FUNCTION)) || word.ends_with("ed"))
                {
                    return None;
                }
            }
            TokenKind::Word(_) | TokenKind::Clitic => (),
            _ => return None,
        }
        index += 1;
    }
    None
}

fn is_connector(word: &str) -> bool {
    matches!(word, "of" | "for" | "to" | "in" | "at" | "on" | "and")
}

/// True if a name of `words` tokens at token `start` may end the noun phrase before it: after another name or the common
/// noun of a body, its own title aside.
fn ends_in<K: Knowledge>(view: &View<'_, K>, start: usize, words: usize) -> bool {
    let title = view.title_before(start);
    let begin = title.map_or(start, |title| title.start);
    let Some(before) = begin.checked_sub(1) else {
        return false;
    };
    let noun = match view.tokens.tokens[before].kind {
        TokenKind::Word(Case::Lower) => view.class(before).any(WordClass::ORGANISATION),
        TokenKind::Word(_) => true,
        _ => false,
    };
    noun && (words > 1 || title.is_some())
}

/// Number of the person's name between the comma at token `comma` and whatever closes the apposition.
fn in_commas<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    from: usize,
    comma: usize,
    inner: bool,
) -> Option<usize> {
    let first = view.sentence_start(comma);
    let number = named.at_or_after(comma + 1);
    let name = named
        .names
        .get(number)
        .filter(|name| name.kind == EntityType::PER)?;
    let start = name.tokens.start as usize;
    let begin = view.title_before(start).map_or(start, |title| title.start);
    if start >= view.sentence_end(comma) || begin != comma + 1 {
        return None;
    }
    // "A spokesman for the mayor, Ada Lind, …": either of them.
    let indefinite = from > first && matches!(view.word(from - 1), "a" | "an" | "A" | "An");
    // "Bo Ek, the head of the bank, Ada Lind, the mayor, and …": a list of people with their roles.
    let apposition = from >= first + 2
        && view.word(from - 1) == ","
        && named.at_or_after(from - 1).checked_sub(1).is_some_and(|before| {
            let before = named.names[before];
            before.tokens.end as usize == from - 1 && before.kind == EntityType::PER
        });
    if (indefinite && inner) || apposition {
        return None;
    }
    let after = name.tokens.end as usize;
    let end = view.sentence_end(comma);
    let closed = after >= end
        || match view.word(after) {
            // "The speaker, Ada Lind, Bo Ek and …"
            "," => named
                .names
                .get(number + 1)
                .is_none_or(|next| next.tokens.start as usize != after + 1 || next.kind != EntityType::PER),
            "." | "(" | ")" | ";" | ":" | "–" | "—" => true,
            _ => false,
        };
    closed.then_some(number)
}
