//! Messages of e-mail. Of any bytes: one outcome. Of a message that a program has written: the text comes back as it was.

use std::fmt::Write;

use super::{no_limits, outcomes, read};

/// See the top.
pub fn run(bytes: &[u8]) {
    let message = [b"From: press@klow.example\r\n", bytes].concat();
    assert_eq!(read("a.eml", &message).len(), 1);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    // Binary data is another matter, and blanks at the ends are nobody's.
    let text = text.trim();
    if text.is_empty() || text.contains(|c: char| c.is_control() && c != '\n') {
        return;
    }
    let mut coded = String::new();
    for (place, byte) in text.replace('\n', "\r\n").bytes().enumerate() {
        let soft = if place % 20 == 19 { "=\r\n" } else { "" };
        write!(coded, "={byte:02X}{soft}").expect("a string takes all");
    }
    let message = format!(
        "From: press@klow.example\r\nSubject: rain\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{coded}\r\n"
    );
    let found = outcomes("b.eml", message.as_bytes(), no_limits());
    let [Ok(decoded)] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(decoded.document.text.trim(), text);
    assert_eq!(decoded.document.title.as_deref(), Some("rain"));
}
