/// Beginnings of files that are not text. `None` in a signature stands for any byte.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive (unpack it first)"),
    (b"Rar!\x1a\x07", "a RAR archive (unpack it first)"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document (save it as text)",
    ),
    (b"{\\rtf", "a Rich Text file (save it as plain text)"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
];

/// How much of a file is looked at.
const HEAD: usize = 1 << 16;

/// Says what the bytes of a file are if they are not text in any one-byte encoding or UTF-8.
pub(crate) fn not_text(bytes: &[u8]) -> Option<&'static str> {
    for (signature, what) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Some(what);
        }
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let controls: usize = head.chunks(BLOCK).map(|block| usize::from(controls(block))).sum();
    // A stray one does happen in scraped text; in a binary file every eighth byte is one.
    (controls * 100 > head.len()).then_some("binary data")
}

/// So many bytes that their count fits a byte, which lets the compiler count sixteen at once.
const BLOCK: usize = 128;

/// Number of control characters that no text needs in at most a block.
fn controls(block: &[u8]) -> u8 {
    let is_control = |byte: u8| byte < 0x20 && !(9..0x0e).contains(&byte) && byte != 0x1b;
    block.iter().map(|byte| u8::from(is_control(*byte))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_control_characters_of_a_block() {
        let all: Vec<u8> = (0..=255).collect();
        let wanted = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f);
        for block in all.chunks(BLOCK) {
            assert_eq!(usize::from(controls(block)), block.iter().filter(wanted).count());
        }
        assert_eq!(usize::from(controls(&[0; BLOCK])), BLOCK);
    }

    #[test]
    fn tells_files_apart_from_text() {
        assert_eq!(not_text(b"%PDF-1.7\n"), Some("a PDF file"));
        assert_eq!(not_text(b"\x00\x01\x02\x03abc"), Some("binary data"));
        assert_eq!(not_text("BZ, the héron\tand\r\nits wings".as_bytes()), None);
        let mut long = "word ".repeat(200).into_bytes();
        long[500] = 0;
        assert_eq!(not_text(&long), None, "one stray NUL");
    }
}
