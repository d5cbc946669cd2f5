//! "Federation of River Pilots (FRP)": letters that the text itself explains are a name wherever they stand.

use whosaid_text::{Case, Confidence, EntityType, Knowledge, Rule, TokenKind, TokenRange};

use crate::view::{Name, View};

/// So many acronyms of a document are looked for.
const MOST: usize = 64;

/// Adds the acronyms that names of bodies introduce and that are no names yet, in text order.
pub(crate) fn introduced<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    let mut letters: Vec<u64> = Vec::new();
    for name in names.iter().filter(|name| name.kind == EntityType::ORG) {
        let found = [inside(view, *name), before(view, *name)];
        for index in found.into_iter().flatten() {
            let hash = view.tokens.hashes[index];
            if letters.len() < MOST && !letters.contains(&hash) {
                letters.push(hash);
            }
        }
    }
    if letters.is_empty() {
        return;
    }
    let (known, mut next) = (names.len(), 0);
    for (index, hash) in view.tokens.hashes.iter().enumerate() {
        while next < known && names[next].tokens.end as usize <= index {
            next += 1;
        }
        let taken = next < known && names[next].tokens.contains(index);
        if taken || !letters.contains(hash) || !is_letters(view, index) {
            continue;
        }
        names.push(body(view, TokenRange::new(index, index + 1)));
    }
    if names.len() > known {
        names.sort_by_key(|name| name.tokens.start);
    }
}

/// Gives the body before letters in brackets the words whose first letters they are: "Northern Lake Survey (NLS)" begins with
/// "Northern", whatever the model took for its beginning.
pub(crate) fn bracketed<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    let mut bodies: Vec<TokenRange> = Vec::new();
    for name in names.iter() {
        let at = name.tokens.start as usize;
        let in_brackets = name.kind == EntityType::ORG
            && name.tokens.len() == 1
            && at >= 4
            && at + 1 < view.tokens.len()
            && view.tokens.tokens[at].kind == TokenKind::Word(Case::Upper)
            && matches!(view.word(at - 1), "(" | "[")
            && matches!(view.word(at + 1), ")" | "]");
        if in_brackets && bodies.len() < MOST {
            bodies.extend(spelled_out(view, at));
        }
    }
    for tokens in bodies {
        let over = |name: &Name| name.tokens.start < tokens.end && tokens.start < name.tokens.end;
        // Longer names begin with a capital, unlike "paramilitary Lake Guard (LGD)".
        let known = names.iter().any(|name| {
            over(name)
                && (name.tokens.start < tokens.start || name.tokens == tokens)
                && view.tokens.tokens[name.tokens.start as usize].may_be_name()
        });
        if known {
            continue;
        }
        names.retain(|name| !over(name));
        let place = names.partition_point(|name| name.tokens.start < tokens.start);
        names.insert(place, body(view, tokens));
    }
}

/// The name of a body that letters tell of.
fn body<K: Knowledge>(view: &View<'_, K>, tokens: TokenRange) -> Name {
    Name {
        tokens,
        span: view.tokens.span(tokens),
        kind: EntityType::ORG,
        matched: None,
        rule: Rule("entities:acronym"),
        confidence: Confidence::new(0.85),
    }
}

/// The words before the bracket whose first letters are those at token `at`, at least three, small words aside.
fn spelled_out<K: Knowledge>(view: &View<'_, K>, at: usize) -> Option<TokenRange> {
    let letters = letters_of(view.word(at)).filter(|letters| letters.chars().count() > 2)?;
    let first = view.sentence_start(at);
    let mut left = letters.chars().rev().peekable();
    let mut index = at - 1;
    while index > first {
        index -= 1;
        let token = view.tokens.tokens[index];
        let letter = view.word(index).chars().flat_map(char::to_uppercase).next();
        match token.kind {
            TokenKind::Word(Case::Lower) if is_small(view.word(index)) => continue,
            TokenKind::Word(_) if token.may_be_name() && letter == left.next() => (),
            TokenKind::Punctuation if view.is_inner_hyphen(index) || view.word(index) == "&" => continue,
            _ => return None,
        }
        if left.peek().is_none() {
            return (at - 1 > index + 1).then(|| TokenRange::new(index, at - 1));
        }
    }
    None
}

/// Words that stand inside the name of a body and in no acronym.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "d"
            | "da"
            | "de"
            | "del"
            | "des"
            | "do"
            | "du"
            | "e"
            | "et"
            | "for"
            | "für"
            | "in"
            | "la"
            | "los"
            | "of"
            | "on"
            | "pour"
            | "the"
            | "to"
            | "und"
            | "y"
    )
}

/// Token of the acronym in the brackets after a name: "(FRP)", "(the “FRP”)", "(FRP, founded in 1957)".
pub(crate) fn inside<K: Knowledge>(view: &View<'_, K>, long: Name) -> Option<usize> {
    let open = long.tokens.end as usize;
    let last = view.tokens.len();
    if open + 2 >= last || !matches!(view.word(open), "(" | "[") {
        return None;
    }
    let plain = |at: &usize| {
        view.tokens.tokens[*at].kind == TokenKind::QuoteMark || matches!(view.word(*at), "the" | "or")
    };
    let at = (open + 1..last.min(open + 4)).find(|at| !plain(at))?;
    let closed = at + 1 < last
        && (matches!(view.word(at + 1), ")" | "]" | "," | ";")
            || view.tokens.tokens[at + 1].kind == TokenKind::QuoteMark);
    let alone = at == open + 1 && matches!(view.word(at + 1), ")" | "]");
    (closed && (explains(view, long, at) || (alone && translated(view, long, at)))).then_some(at)
}

/// "National Council of the Homeland (CNP)": the letters are those of the name in its own language; at least half of them are the
/// translation's too.
fn translated<K: Knowledge>(view: &View<'_, K>, long: Name, at: usize) -> bool {
    if long.tokens.len() < 3 || view.tokens.tokens[at].kind != TokenKind::Word(Case::Upper) {
        return false;
    }
    let Some(letters) = letters_of(view.word(at)).filter(|letters| letters.chars().count() > 2) else {
        return false;
    };
    let mut left: Vec<char> = initials(view, long).chars().collect();
    let mut shared = 0;
    for letter in letters.chars() {
        if let Some(place) = left.iter().position(|c| *c == letter) {
            left.swap_remove(place);
            shared += 1;
        }
    }
    shared > 1 && shared * 2 >= letters.chars().count()
}

/// Token of the acronym whose long form stands in brackets: "FRP (Federation of River Pilots)".
pub(crate) fn before<K: Knowledge>(view: &View<'_, K>, long: Name) -> Option<usize> {
    let (start, end) = (long.tokens.start as usize, long.tokens.end as usize);
    let mut open = start.checked_sub(1)?;
    if view.word(open) == "the" {
        open = open.checked_sub(1)?;
    }
    let at = open.checked_sub(1)?;
    let bracketed = matches!(view.word(open), "(" | "[")
        && end < view.tokens.len()
        && matches!(view.word(end), ")" | "]" | "," | ";");
    (bracketed && explains(view, long, at)).then_some(at)
}

fn explains<K: Knowledge>(view: &View<'_, K>, long: Name, at: usize) -> bool {
    long.tokens.len() > 1
        && is_letters(view, at)
        && letters_of(view.word(at)).is_some_and(|letters| are_of(&letters, &initials(view, long)))
}

/// True for a word in capitals: "FRP", "F.R.P.", "FoRP".
fn is_letters<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    matches!(
        view.tokens.tokens[index].kind,
        TokenKind::Word(Case::Upper | Case::Mixed)
    )
}

/// The capitals of a word that has mostly capitals, at least two.
pub(crate) fn letters_of(word: &str) -> Option<String> {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = letters.chars().filter(|c| c.is_uppercase()).count();
    (upper >= 2 && letters.chars().count() <= 8 && upper * 2 > letters.len())
        .then(|| letters.chars().filter(|c| c.is_uppercase()).collect())
}

/// First letters of the capitalised words of a name.
pub(crate) fn initials<K: Knowledge>(view: &View<'_, K>, name: Name) -> String {
    name.tokens
        .indices()
        .filter(|index| view.tokens.tokens[*index].may_be_name())
        .filter_map(|index| view.word(index).chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// True if an acronym may stand for a name with these initials: it may hold letters of small words ("FoRP"), the name
/// words that the acronym leaves out.
fn are_of(letters: &str, initials: &str) -> bool {
    let mut rest = letters.chars().peekable();
    for c in initials.chars() {
        if rest.peek() == Some(&c) {
            rest.next();
        }
    }
    rest.peek().is_none() || initials.chars().all(|c| letters.contains(c))
}
