//! Answers of programs: one JSON object that holds the list of articles besides counts, a status and the like.

use crate::fields::{Field, Keys};

const DATA: &str = include_str!("../data/envelopes.txt");

/// The names that a list of records has in an object, in lower case.
fn names() -> impl Iterator<Item = &'static str> {
    whosaid_text::entries(DATA)
}

/// Where the first record stands, if `head` begins an object that holds a list of records under one of the usual names, as
/// itself or as `{"response": {"docs": [{`; and how many objects the list lies in. Not if a text stands before, for then it
/// is a record itself.
pub(crate) fn envelope(head: &[u8], keys: Keys<'_>) -> Option<(usize, u32)> {
    let mut scan = Scan {
        bytes: head,
        at: if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 },
    };
    scan.expect(b'{')?;
    let mut depth = 1;
    loop {
        match scan.next()? {
            b',' => scan.at += 1,
            b'}' if depth > 1 => {
                depth -= 1;
                scan.at += 1;
            }
            b'"' => {
                let key = std::str::from_utf8(scan.string()?).ok()?;
                scan.expect(b':')?;
                let known = names().any(|name| key.eq_ignore_ascii_case(name));
                let value = scan.next()?;
                if known && value == b'[' {
                    let begin = scan.at;
                    scan.at += 1;
                    if scan.next()? == b'{' {
                        return Some((scan.at, depth));
                    }
                    scan.at = begin;
                } else if known && value == b'{' {
                    depth += 1;
                    scan.at += 1;
                    continue;
                } else if matches!(keys.field(key), Some((Field::Text, _))) && matches!(value, b'"' | b'[') {
                    return None;
                }
                scan.value()?;
            }
            _ => return None,
        }
    }
}

/// Goes through the beginning of a JSON value; every step is `None` where it ends.
struct Scan<'h> {
    bytes: &'h [u8],
    at: usize,
}

impl<'h> Scan<'h> {
    /// The next byte that is no space; the scan stands at it.
    fn next(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    /// What stands between quotation marks, escapes as they are.
    fn string(&mut self) -> Option<&'h [u8]> {
        let begin = self.at + 1;
        self.at = begin;
        loop {
            match self.bytes.get(self.at)? {
                b'"' => {
                    self.at += 1;
                    return self.bytes.get(begin..self.at - 1);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// Passes over a value.
    fn value(&mut self) -> Option<()> {
        let mut depth = 0_u32;
        loop {
            match self.next()? {
                b'"' => drop(self.string()?),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                b',' | b':' => return None,
                _ => {
                    while let Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.') =
                        self.bytes.get(self.at)
                    {
                        self.at += 1;
                    }
                    // Something that no JSON has.
                    if !matches!(self.next()?, b',' | b'}' | b']') {
                        return None;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fields;

    fn found(head: &str) -> Option<(&str, u32)> {
        let fields = Fields::default();
        let (at, depth) = envelope(head.as_bytes(), Keys::new(&fields))?;
        Some((&head[at..], depth))
    }

    #[test]
    fn finds_the_list_of_records() {
        for (head, expected) in [
            (r#"{"articles":[{"a":1}]}"#, Some((r#"{"a":1}]}"#, 1))),
            (
                "\u{feff} { \"status\" : \"o\\\"k\", \"n\": -1.5e3, \"q\": {\"items\": [[]]}, \"Results\" : [ {",
                Some(("{", 1)),
            ),
            (r#"{"response":{"ok":true,"docs":[{"#, Some(("{", 2))),
            (r#"{"data":{"x":1},"hits":{"total":{},"hits":[{"#, Some(("{", 2))),
            // Records themselves.
            (r#"{"text":"a","articles":[{"a":1}]}"#, None),
            (r#"{"authors":[{"name":"a"}],"text":"b"}"#, None),
            (r#"{"text":"The Borealis sank.","entities":[{"start":4}]}"#, None),
            (r#"{"items":["a","b"],"body":"c"}"#, None),
            // Not so far, or nothing at all.
            (r#"{"articles":["#, None),
            (r#"{"articles""#, None),
            (r#"{"a":b c,"articles":[{"#, None),
            ("[{", None),
            ("", None),
        ] {
            assert_eq!(found(head), expected, "{head}");
        }
    }

    #[test]
    fn the_names_are_sorted_and_unique() {
        assert!(names().collect::<Vec<_>>().is_sorted_by(|a, b| a < b));
    }
}
