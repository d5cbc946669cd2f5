//! A file of text in any encoding. What is well-formed UTF-8 is the text itself; what is not is decoded by the encoding
//! that is told.

use super::{may_be_packed, read};

/// See the top.
pub fn run(bytes: &[u8]) {
    let outcomes = read("a.txt", bytes);
    // A page, a table or lines are not what this is about.
    let one = match &outcomes[..] {
        [Ok(one)] if one.document.source == "a.txt" && !bytes.contains(&b'<') && !may_be_packed(bytes) => one,
        _ => return,
    };
    let told =
        encoding_rs::Encoding::for_label(one.encoding.name.as_bytes()).expect("an encoding has a name");
    let (text, _) = told.decode_with_bom_removal(bytes);
    assert_eq!(one.document.text, text);
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0)
    {
        assert_eq!(one.document.text, text.strip_prefix('\u{feff}').unwrap_or(text));
    }
}
