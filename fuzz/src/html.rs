//! Pages. Nothing is invented: each character of the article stands in the page, unless the page has character references.

use std::collections::HashSet;

use super::read;

/// See the top.
pub fn run(bytes: &[u8]) {
    let page = [b"<html>", bytes].concat();
    for outcome in read("a.html", &page) {
        let Ok(decoded) = outcome else { continue };
        let told = encoding_rs::Encoding::for_label(decoded.encoding.name.as_bytes())
            .expect("an encoding has a name");
        let (source, _) = told.decode_with_bom_removal(&page);
        if source.contains('&') {
            continue;
        }
        let known: HashSet<char> = source.chars().collect();
        let document = decoded.document;
        let title = document.title.unwrap_or_default();
        for c in document.text.chars().chain(title.chars()) {
            assert!(
                known.contains(&c) || c.is_whitespace() || c == '\u{fffd}',
                "{c:?}"
            );
        }
    }
}
