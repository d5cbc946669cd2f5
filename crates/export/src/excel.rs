//! CSV that Excel opens as it is meant, and that cannot make it do anything.

use std::borrow::Cow;

use crate::csv::{Dialect, push_quoted};

/// Comma-separated values for Excel: a byte order mark, lines ended by CRLF, an apostrophe before what would be taken
/// for a formula, a number or a day, no line end inside a cell, and no cell that is too long.
pub(crate) struct Excel;

/// Rows of a sheet, the header among them.
pub(crate) const MOST_ROWS: u64 = 1_048_576;

/// Code units of UTF-16 in a cell.
pub(crate) const MOST_UNITS: usize = 32_767;

impl Dialect for Excel {
    const MARK: &'static str = "\u{feff}";
    const DELIMITER: u8 = b',';
    const LINE_END: &'static str = "\r\n";
    const BEFORE_RANGES: &'static str = "'";

    fn text(bytes: &mut Vec<u8>, text: &str) {
        push_quoted::<Self>(bytes, &fit(harmless(text)));
    }
}

/// The text on one line, as a text.
fn harmless(text: &str) -> Cow<'_, str> {
    let one_line = one_line(text);
    let apart = apart(&one_line);
    match is_formula(text) || is_formula(&apart) || is_number(&apart) {
        true => Cow::Owned(format!("'{apart}")),
        false => match apart {
            Cow::Owned(apart) => Cow::Owned(apart),
            Cow::Borrowed(_) => one_line,
        },
    }
}

/// The text with a space in place of each line end.
fn one_line(text: &str) -> Cow<'_, str> {
    let ends_line = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\0'
        )
    };
    if !text.contains(ends_line) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    let mut ended = false;
    for c in text.chars() {
        if !ends_line(c) {
            line.push(c);
        } else if !ended {
            line.push(' ');
        }
        ended = ends_line(c);
    }
    Cow::Owned(line)
}

/// Where decimals have a comma, Excel parts cells at semicolons, whatever quotation marks stand around them: no formula
/// may begin behind one. (OWASP, "CSV Injection".)
fn apart(text: &str) -> Cow<'_, str> {
    let mut result: Option<String> = None;
    let mut copied = 0;
    for (at, _) in text.match_indices([';', '\t']) {
        let behind = &text[at + 1..];
        let next = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
        if is_formula(next) {
            let to = text.len() - next.len();
            if to > copied {
                let result = result.get_or_insert_default();
                result.push_str(&text[copied..to]);
                result.push('\'');
                copied = to;
            }
        }
    }
    match result {
        Some(mut result) => {
            result.push_str(&text[copied..]);
            Cow::Owned(result)
        }
        None => Cow::Borrowed(text),
    }
}

/// True if a spreadsheet would compute it.
pub(crate) fn is_formula(text: &str) -> bool {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    text.starts_with(['\t', '\r'])
        || trimmed.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

/// True if a spreadsheet would show another text: `007`, `1E5`, `3-7`, `May 9`, a number of more than fifteen digits.
pub(crate) fn is_number(text: &str) -> bool {
    const LONGEST: usize = 40;
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if plain && text.len() <= 15 && !(text.len() > 1 && text.starts_with('0')) {
        return false;
    }
    let between = |c: char| c.is_whitespace() || "-–/.,:'’%$€£()+".contains(c);
    let mut words = text.split(between).filter(|word| !word.is_empty());
    let mut first = true;
    words.all(|word| {
        let letters = word.trim_matches(|c: char| c.is_ascii_digit());
        let begins = std::mem::take(&mut first) && letters.len() == word.len() && word.len() < 3;
        letters.is_empty() || (!begins && is_part_of_date(letters))
    })
}

/// An English month, in full or in three letters, a half of the day, or the sign of an exponent.
fn is_part_of_date(letters: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is = |word: &str| letters.eq_ignore_ascii_case(word);
    MONTHS
        .iter()
        .any(|month| is(month) || is(&month[..3]) || is(&month[..month.len().min(4)]))
        || ["am", "pm", "a", "p", "e"].into_iter().any(is)
}

/// The text, cut to what a cell holds, with a word on that at its end.
pub(crate) fn fit(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return text;
    }
    let note = format!(" … [cut: {} characters in all]", text.chars().count());
    let mut room = MOST_UNITS - note.encode_utf16().count();
    let mut end = 0;
    for c in text.chars() {
        if c.len_utf16() > room {
            break;
        }
        room -= c.len_utf16();
        end += c.len_utf8();
    }
    Cow::Owned(format!("{}{note}", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut bytes = Vec::new();
        Excel::text(&mut bytes, text);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn text_stays_text() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1 degree", "'-1 degree"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "' x"),
            ("\n =cmd", "'  =cmd"),
            ("\u{ff1d}1+1", "'\u{ff1d}1+1"),
            ("rain;=1+1", "rain;'=1+1"),
            ("rain; \"=1+1", "\"rain; \"\"'=1+1\""),
            (";\t;=1", ";\t;'=1"),
            ("a, =1", "\"a, =1\""),
            ("00123", "'00123"),
            ("1234567890123456", "'1234567890123456"),
            ("1E5", "'1E5"),
            ("3-7", "'3-7"),
            ("9/11", "'9/11"),
            ("May 9", "'May 9"),
            ("11 Sept. 2001", "'11 Sept. 2001"),
            ("2023-09-21", "'2023-09-21"),
            ("", ""),
            ("7", "7"),
            ("0", "0"),
            ("a-1", "a-1"),
            ("Boeing 737", "Boeing 737"),
            ("Group of 7", "Group of 7"),
            ("May", "May"),
            ("one\r\n\r\ntwo\u{2028}three", "one two three"),
            ("“He said, ‘no’”", "\"“He said, ‘no’”\""),
        ] {
            assert_eq!(written(text), cell, "{text:?}");
        }
    }

    #[test]
    fn long_cells_are_cut_and_say_so() {
        let fits = "é".repeat(MOST_UNITS);
        assert_eq!(written(&fits), fits);
        for letter in ["x", "é", "😀"] {
            let cell = written(&letter.repeat(40_000));
            let units = cell.encode_utf16().count();
            assert!(units <= MOST_UNITS && units > MOST_UNITS - 2, "{units}");
            assert!(cell.ends_with("… [cut: 40000 characters in all]"));
        }
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_or_ends_a_line(text in "[=+@; \t\r\n\"',a1\\-]{0,12}") {
            let cell = written(&text);
            let content = cell.strip_prefix('"').map_or(cell.clone(), |cell| {
                cell.strip_suffix('"').unwrap().replace("\"\"", "\"")
            });
            prop_assert!(!content.contains(['\r', '\n']));
            prop_assert!(!is_formula(&content));
            for part in content.split(';').skip(1) {
                prop_assert!(!part.trim_start_matches([' ', '\t', '"']).starts_with(['=', '+', '-', '@']), "{}", content);
            }
        }
    }
}
