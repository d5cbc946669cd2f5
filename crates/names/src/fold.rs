use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

use whosaid_text::entries;

/// Letters that Unicode does not decompose, and what is typed for them; by code point. A constant in all but name.
static LETTERS: LazyLock<Vec<(char, &'static str)>> = LazyLock::new(|| {
    entries(include_str!("../data/folding.txt"))
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(letter, typed)| Some((letter.chars().next()?, typed)))
        .collect()
});

fn replacement(c: char) -> Option<&'static str> {
    let index = LETTERS.binary_search_by_key(&c, |row| row.0).ok()?;
    Some(LETTERS[index].1)
}

/// Writes `text` into `out` in lower case and without diacritics: the spelling that two typists agree on. `out` is
/// cleared first and its memory reused; the text itself, and with it every offset, stays as it is.
///
/// * Marks above, below and through Latin, Greek, Arabic and Hebrew letters fall (č, é, ş, ά, أ); of the Cyrillic ones
///   only those of ё and ґ, since й, ї and ў are letters of their own.
/// * Letters without a decomposition become what is typed for them: ə e, ı i, ø o, ł l, ß ss, þ th.
/// * All apostrophes, ʿayn and hamza signs are `'`, all hyphens and dashes `-`, all spaces one space each; soft
///   hyphens, tatweel, joiners and marks of direction vanish.
///
/// ```
/// let mut folded = String::new();
/// whosaid_names::fold("İlham Əliyev’s Groß‑Łódź", &mut folded);
/// assert_eq!(folded, "ilham eliyev's gross-lodz");
/// ```
pub fn fold(text: &str, out: &mut String) {
    out.clear();
    out.reserve(text.len());
    for (index, byte) in text.bytes().enumerate() {
        if !byte.is_ascii() {
            for c in text[index..].chars() {
                fold_char(c, &mut |c| out.push(c));
            }
            return;
        }
        out.push(byte.to_ascii_lowercase() as char);
    }
}

/// [`fold`], and for each byte of `out` the byte offset in `text` of the character that it comes from; a last entry
/// holds the length of `text`, so that a range of `out` maps back by its two ends. Both are cleared first.
pub fn fold_with_map(text: &str, out: &mut String, map: &mut Vec<u32>) {
    out.clear();
    map.clear();
    for (offset, c) in text.char_indices() {
        fold_char(c, &mut |c| {
            out.push(c);
            map.resize(out.len(), offset as u32);
        });
    }
    map.push(text.len() as u32);
}

/// Hands what is left of a character to `push`.
pub(crate) fn fold_char(c: char, push: &mut impl FnMut(char)) {
    if c.is_ascii() {
        push(c.to_ascii_lowercase());
        return;
    }
    match c {
        '‘' | '’' | '‛' | '′' | '´' | 'ʹ' | 'ʼ' | 'ʻ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | '＇' | 'ˮ' | '׳' | '՚' =>
        {
            push('\'');
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '־' | '֊' => push('-'),
        '\u{ad}'
        | '\u{640}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => {}
        c if c.is_whitespace() => push(' '),
        c => {
            for lower in c.to_lowercase() {
                fold_lower(lower, push);
            }
        }
    }
}

fn fold_lower(c: char, push: &mut impl FnMut(char)) {
    match c {
        // Letters in their own right.
        'й' | 'ї' | 'ў' | 'ќ' | 'ѓ' => push(c),
        // One letter in Arabic and in Persian keyboards.
        'ی' | 'ى' => push('ي'),
        'ک' => push('ك'),
        '\u{00df}'..='\u{06ff}' | '\u{1e00}'..='\u{1fff}' => decompose_canonical(c, |part| {
            if !is_mark(part) {
                match replacement(part) {
                    Some(typed) => typed.chars().for_each(&mut *push),
                    // The Greek acute is the acute, which is an apostrophe.
                    None => push(if part == '´' { '\'' } else { part }),
                }
            }
        }),
        c if is_mark(c) => {}
        c => push(c),
    }
}

/// Combining marks of Latin, Greek, Cyrillic, Arabic and Hebrew. Not those of other scripts, where they are vowels.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::from("left over");
        fold(text, &mut out);
        out
    }

    #[test]
    fn marks_and_case_fall() {
        for (text, expected) in [
            ("Şuşa", "susa"),
            ("İstanbul", "istanbul"),
            ("I\u{307}stanbul", "istanbul"),
            ("Đoković", "dokovic"),
            ("Ħamrun", "hamrun"),
            ("Ṣanʿāʾ", "san'a'"),
            ("O‘zbekiston", "o'zbekiston"),
            ("Kassym–Jomart", "kassym-jomart"),
            ("Порошенко Йосип Ёлкин", "порошенко йосип елкин"),
            ("Ґеорґій Їжак", "георгій їжак"),
            ("Κυριάκος", "κυριακος"),
            ("أَحْمَد", "احمد"),
            ("علی", "علي"),
            ("Μ\u{1ffd}", "μ'"),
            ("Zürich\u{a0}West", "zurich west"),
            ("ダナン", "ダナン"),
            ("김정은", "김정은"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn list_is_sorted_and_lower_case() {
        assert!(LETTERS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (letter, typed) in LETTERS.iter() {
            assert!(
                letter.is_lowercase() && !typed.is_empty() && !letter.is_ascii(),
                "{letter}"
            );
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn map_points_back_at_characters(text in "\\PC{0,40}") {
            let (mut out, mut map) = (String::new(), Vec::new());
            fold_with_map(&text, &mut out, &mut map);
            prop_assert_eq!(&folded(&text), &out);
            prop_assert_eq!(map.len(), out.len() + 1);
            prop_assert_eq!(map.last().copied(), Some(text.len() as u32));
            prop_assert!(map.windows(2).all(|pair| pair[0] <= pair[1]));
            for offset in map {
                prop_assert!(text.is_char_boundary(offset as usize));
            }
        }
    }
}
