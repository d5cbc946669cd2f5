//! Where a word ends: the rules of UAX #29 for the characters that [`Classes`] knows.

use crate::chars::{ASCII, Classes, DIGIT, JOINER, LETTER, LOWER, MIDDLE, UNKNOWN, UPPER, WORD};
use whosaid_text::{Case, TokenKind};

/// A full stop stands inside the word.
pub(crate) const DOT: u8 = 1;
/// An apostrophe stands inside the word.
pub(crate) const APOSTROPHE: u8 = 2;

/// A stretch of word characters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    /// One past its last byte.
    pub(crate) end: usize,
    /// Class of the first character.
    pub(crate) first: u8,
    /// Classes of the others, together.
    pub(crate) rest: u8,
    /// [`DOT`], [`APOSTROPHE`].
    pub(crate) inner: u8,
}

impl Run {
    /// What kind of token it is.
    pub(crate) fn kind(self) -> TokenKind {
        kind(self.first, self.rest)
    }
}

/// In an index into [`KINDS`]: the word begins with a digit.
pub(crate) const FIRST_DIGIT: u8 = 1;
/// It begins with a capital.
pub(crate) const FIRST_UPPER: u8 = 2;
/// Another letter is a capital.
pub(crate) const REST_UPPER: u8 = 4;
/// A letter is a small one.
pub(crate) const ANY_LOWER: u8 = 8;

/// The kind of a word, by what it begins with and holds: a table, for nobody can guess where capitals stand.
pub(crate) static KINDS: [TokenKind; 16] = {
    let mut kinds = [TokenKind::Number; 16];
    let mut index = 0;
    while index < kinds.len() {
        let seen = index as u8;
        if seen & FIRST_DIGIT == 0 {
            let (first, rest, lower) = (seen & FIRST_UPPER, seen & REST_UPPER, seen & ANY_LOWER);
            kinds[index] = TokenKind::Word(match (first != 0, rest != 0, lower != 0) {
                (true, true, false) => Case::Upper,
                (true, false, _) => Case::Title,
                (_, true, _) => Case::Mixed,
                (false, false, true) => Case::Lower,
                (false, false, false) => Case::None,
            });
        }
        index += 1;
    }
    kinds
};

/// The kind of a word, from the class of its first character and those of all others.
pub(crate) fn kind(first: u8, rest: u8) -> TokenKind {
    let has = |class: u8, bit: u8| if class != 0 { bit } else { 0 };
    let index = has(first & DIGIT, FIRST_DIGIT)
        | has(first & UPPER, FIRST_UPPER)
        | has(rest & UPPER, REST_UPPER)
        | has((first | rest) & LOWER, ANY_LOWER);
    KINDS[usize::from(index)]
}

/// The run of word characters that begins at `start` (which must be one), up to byte `limit` at most; `None` if a
/// character that is not known here has a say in where it ends.
#[inline]
pub(crate) fn scan(classes: &Classes, text: &str, start: usize, limit: usize) -> Option<Run> {
    let bytes = &text.as_bytes()[..limit];
    let mut run = Run::default();
    let mut at = start;
    let mut last = 0;
    loop {
        let from = at;
        let mut seen = 0;
        while at < limit {
            let class = ASCII[bytes[at] as usize];
            if class & WORD == 0 {
                break;
            }
            seen |= class;
            last = class;
            at += 1;
        }
        if run.first == 0 && at > from {
            run.first = ASCII[bytes[from] as usize];
            if at > from + 1 {
                run.rest = bytes[from + 1..at]
                    .iter()
                    .fold(0, |all, byte| all | ASCII[*byte as usize]);
            }
        } else {
            run.rest |= seen;
        }
        if at == limit {
            break;
        }
        let (mut class, mut width) = (ASCII[bytes[at] as usize], 1);
        let mut apostrophe = bytes[at] == b'\'';
        if class == UNKNOWN {
            (class, width) = class_at(classes, text, at, limit);
            apostrophe = true;
        }
        if class == UNKNOWN {
            return None;
        }
        if class & LETTER != 0 {
            if run.first == 0 {
                run.first = class;
            } else {
                run.rest |= class;
            }
            last = class;
            at += width;
            continue;
        }
        if class & MIDDLE == 0 && !matches!(bytes[at], b',' | b';') || last & JOINER != 0 {
            break;
        }
        let (next, _) = class_at(classes, text, at + width, limit);
        let joins = if class & MIDDLE != 0 {
            next & LETTER != 0 && last & LETTER != 0 || next & DIGIT != 0 && last & DIGIT != 0
        } else {
            next & DIGIT != 0 && last & DIGIT != 0
        };
        if next == UNKNOWN {
            return None;
        }
        if !joins {
            break;
        }
        if class & MIDDLE != 0 {
            run.inner |= if apostrophe { APOSTROPHE } else { DOT };
        }
        at += width;
    }
    run.end = at;
    Some(run)
}

/// Class and width of the character at `at`; no class at all at the end.
#[inline]
pub(crate) fn class_at(classes: &Classes, text: &str, at: usize, limit: usize) -> (u8, usize) {
    if at >= limit {
        return (0, 0);
    }
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        return (ASCII[byte as usize], 1);
    }
    text[at..]
        .chars()
        .next()
        .map_or((0, 0), |c| (classes.of(c), c.len_utf8()))
}

/// First class and the rest of a word of any script, for what [`scan`] does not know.
pub(crate) fn classify(classes: &Classes, word: &str) -> (u8, u8) {
    let mut all = word.chars().map(|c| match classes.of(c) {
        UNKNOWN if c.is_uppercase() => UPPER,
        UNKNOWN if c.is_lowercase() => LOWER,
        UNKNOWN if c.is_numeric() => DIGIT,
        UNKNOWN => 0,
        class => class & WORD,
    });
    let first = all.by_ref().find(|class| *class != 0).unwrap_or(0);
    (first, all.fold(0, |sum, class| sum | class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars::SPACE;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn is_word(piece: &str) -> bool {
        piece.contains(|c: char| c.is_alphanumeric() || c == '_')
    }

    /// Words as [`scan`] finds them, and as the standard does in stretches that `scan` does not know.
    fn words<'t>(classes: &Classes, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let (class, width) = class_at(classes, text, at, text.len());
            let run = (class & WORD != 0).then(|| scan(classes, text, at, text.len()));
            match run {
                Some(Some(run)) => {
                    found.push(&text[at..run.end]);
                    at = run.end;
                }
                None if class != UNKNOWN => at += width,
                _ => {
                    let rest = &text[at..];
                    let end = rest
                        .find(|c: char| classes.of(c) & SPACE != 0)
                        .unwrap_or(rest.len());
                    found.extend(rest[..end].split_word_bounds().filter(|piece| is_word(piece)));
                    at += end;
                }
            }
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn fast_and_slow_path_agree(text in "[a-cAB019_ .,;'’‘\"!?@\n“”—…éÉəĞžЖжԱա\u{301}ქ中-]{0,30}") {
            let classes = Classes::new();
            let standard: Vec<_> = text.split_word_bounds().filter(|piece| is_word(piece)).collect();
            prop_assert_eq!(words(&classes, &text), standard);
        }
    }
}
