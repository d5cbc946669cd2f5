//! Feeds. Of any bytes: items are numbered in order. Of a feed that a program has written: every text comes back as it was.

use super::{no_limits, outcomes, read};

/// See the top.
pub fn run(bytes: &[u8]) {
    let file = [b"<rss>", bytes].concat();
    let mut last = 0;
    for outcome in read("a.xml", &file) {
        let place = match &outcome {
            Ok(decoded) => decoded.document.source.strip_prefix("a.xml:"),
            Err(rejection) => rejection.record.strip_prefix("item "),
        };
        if let Some(number) = place.and_then(|number| number.parse::<u64>().ok()) {
            assert!(number > last, "item {number} after item {last}");
            last = number;
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    // Texts are what stands between zeros; what could be markup, or binary data, is another matter.
    let texts: Vec<&str> = text
        .split('\0')
        .filter(|text| {
            !text.trim().is_empty() && !text.contains(['<', '&', ']']) && !text.contains(char::is_control)
        })
        .collect();
    let items: String = texts
        .iter()
        .map(|text| format!("<item><description><![CDATA[{text}]]></description></item>"))
        .collect();
    let found = outcomes("b.xml", format!("<rss>{items}</rss>").as_bytes(), no_limits());
    let found: Vec<_> = found.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
    assert_eq!(found.len(), texts.len());
    for (text, decoded) in texts.iter().zip(found) {
        assert_eq!(decoded.document.text, *text);
    }
}
