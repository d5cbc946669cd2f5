//! Web archives. Of any bytes: outcomes stand where they say. Of records with right lengths: each is read as it is.

use super::{no_limits, outcomes, read, told};

/// See the top.
pub fn run(bytes: &[u8]) {
    read("a.warc", &[b"WARC/1.0\r\n", bytes].concat());
    let pieces: Vec<&[u8]> = bytes.split(|byte| *byte == 0).collect();
    let mut archive = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        archive.extend(
            format!(
                "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: u{number}\r\n\
                 Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
                piece.len()
            )
            .into_bytes(),
        );
        archive.extend(*piece);
        archive.extend(b"\r\n\r\n");
    }
    let found = outcomes("b.warc", &archive, no_limits());
    assert_eq!(
        found.len(),
        pieces.len(),
        "{:?}",
        found.iter().map(told).collect::<Vec<_>>()
    );
    for (number, (piece, outcome)) in pieces.iter().zip(&found).enumerate() {
        match outcome {
            Ok(decoded) => {
                assert_eq!(decoded.document.id, format!("u{number}"));
                if let (Ok(text), "UTF-8") = (std::str::from_utf8(piece), decoded.encoding.name) {
                    assert_eq!(
                        decoded.document.text,
                        text.strip_prefix('\u{feff}').unwrap_or(text)
                    );
                }
            }
            Err(rejection) => assert!(
                matches!(rejection.reason.label(), "empty" | "not text"),
                "{rejection}"
            ),
        }
    }
}
