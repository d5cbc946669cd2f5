//! Characters that pages write by name or number.

use std::sync::OnceLock;

const DATA: &str = include_str!("../data/entities.csv");

/// The longest name and its marks, `&thetasym;`, with room for numbers.
const LONGEST: usize = 12;

fn names() -> &'static [(&'static str, char)] {
    static NAMES: OnceLock<Vec<(&str, char)>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let rows = whosaid_text::entries(DATA).skip(1);
        rows.filter_map(|row| {
            let (name, code) = row.split_once(',')?;
            Some((name, char::from_u32(code.parse().ok()?)?))
        })
        .collect()
    })
}

/// The character that a text begins with as `&amp;` or `&#8220;`, and the bytes of that.
pub(crate) fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let number = match hexadecimal {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            match number {
                // What programs write that know windows-1252 only, and browsers read so.
                0x80..=0x9f => {
                    let byte = [number as u8];
                    encoding_rs::WINDOWS_1252
                        .decode_without_bom_handling(&byte)
                        .0
                        .chars()
                        .next()?
                }
                number => char::from_u32(number)?,
            }
        }
        None => {
            let names = names();
            let at = names.binary_search_by_key(&name, |(name, _)| name).ok()?;
            names[at].1
        }
    };
    Some((if c == '\u{a0}' { ' ' } else { c }, end + 1))
}

/// A text with all entities resolved, once; `None` if it has none.
pub(crate) fn resolved(text: &str) -> Option<String> {
    let mut resolved: Option<String> = None;
    let (mut from, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'&', text.get(at..)?.as_bytes()) {
        at += found;
        match entity(&text[at..]) {
            None => at += 1,
            Some((c, length)) => {
                let resolved = resolved.get_or_insert_with(|| String::with_capacity(text.len()));
                resolved.push_str(&text[from..at]);
                resolved.push(c);
                at += length;
                from = at;
            }
        }
    }
    let mut resolved = resolved?;
    resolved.push_str(&text[from..]);
    Some(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_names_is_sorted_and_unique() {
        assert!(names().is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(names().len(), DATA.lines().count() - 2);
    }

    #[test]
    fn names_and_numbers_are_resolved() {
        for (text, wanted) in [
            ("&amp;", Some('&')),
            ("&eacute;t&eacute;", Some('é')),
            ("&Eacute;", Some('É')),
            ("&#8220;x", Some('“')),
            ("&#x201C;", Some('“')),
            ("&#146;", Some('’')),
            ("&nbsp;", Some(' ')),
            ("&thetasym;", Some('ϑ')),
            ("&;", None),
            ("&no;", None),
            ("&#xd800;", None),
            ("& b;", None),
            ("&é", None),
            ("&amp", None),
        ] {
            assert_eq!(entity(text).map(|(c, _)| c), wanted, "{text}");
        }
        assert_eq!(
            resolved("R&D &amp; S&eacute;, &amp;lt;").as_deref(),
            Some("R&D & Sé, &lt;")
        );
        assert_eq!(resolved("R&D"), None);
    }
}
