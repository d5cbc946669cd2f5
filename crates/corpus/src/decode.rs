use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use crate::Reason;
use crate::binary::not_text;

/// What the bytes of a text were written in, and what was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// Its name in the WHATWG standard, such as `windows-1251`.
    pub name: &'static str,
    /// How many characters were replaced by U+FFFD because their bytes mean nothing.
    pub replaced: usize,
}

/// Turns bytes into text without a byte order mark: UTF-8 and UTF-16 with a mark or without; otherwise the legacy
/// encoding that is given, or that the bytes look most like.
pub(crate) fn decode(
    bytes: Vec<u8>,
    given: Option<&'static encoding_rs::Encoding>,
) -> Result<(String, Encoding), Reason> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        return Ok(decode_as(encoding, &bytes[mark..]));
    }
    // UTF-8 that is well formed shows itself below, without a copy.
    if let Some(encoding) = given.filter(|given| *given != UTF_8) {
        return Ok(decode_as(encoding, &bytes));
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return Ok(decode_as(encoding, &bytes));
    }
    if let Some(what) = not_text(&bytes) {
        return Err(Reason::Binary(what));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            let encoding = Encoding {
                name: UTF_8.name(),
                replaced: 0,
            };
            return Ok((text, encoding));
        }
        Err(error) => error.into_bytes(),
    };
    if given.is_some() || is_damaged_utf8(&bytes) {
        return Ok(decode_as(UTF_8, &bytes));
    }
    Ok(decode_as(guess(&bytes), &bytes))
}

/// The legacy encoding that bytes look most like.
fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// A short text that is not UTF-8, such as a name.
pub(crate) fn guessed(bytes: &[u8]) -> String {
    decode_as(guess(bytes), bytes).0
}

/// [`decode`] for a page, which may say itself what it is written in. That it is well-formed UTF-8 says more.
pub(crate) fn decode_page(
    bytes: Vec<u8>,
    given: Option<&'static encoding_rs::Encoding>,
) -> Result<(String, Encoding), Reason> {
    let given = match std::str::from_utf8(&bytes) {
        Ok(_) => None,
        Err(_) => given.or_else(|| charset(&bytes)),
    };
    decode(bytes, given)
}

/// `<meta charset="windows-1251">`, or the same in a `content`, within the first bytes as browsers have it.
fn charset(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + 8;
    let label = &head[at..];
    let label = label
        .strip_prefix(b"\"")
        .or(label.strip_prefix(b"'"))
        .unwrap_or(label);
    let end = label.iter().position(|byte| b"\"' />;".contains(byte))?;
    encoding_rs::Encoding::for_label(&label[..end])
}

fn decode_as(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> (String, Encoding) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let replaced = if had_errors {
        text.matches('\u{fffd}').count()
    } else {
        0
    };
    let encoding = Encoding {
        name: encoding.name(),
        replaced,
    };
    (text.into_owned(), encoding)
}

/// UTF-16 without a mark: in text of most scripts every second byte of the ASCII characters (spaces at least) is zero,
/// and few pairs of bytes would be two ASCII characters (in Chinese a third of them).
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    memchr::memchr(0, head)?;
    let (mut first, mut second, mut neither) = (0, 0, 0);
    for pair in head.chunks_exact(2) {
        match (pair[0], pair[1]) {
            (0, b' '..=b'~' | b'\n' | b'\r' | b'\t') => first += 1,
            (b' '..=b'~' | b'\n' | b'\r' | b'\t', 0) => second += 1,
            (0, 0) => return None,
            (b' '..=b'~', b' '..=b'~') => neither += 1,
            _ => {}
        }
    }
    if neither * 4 > head.len() {
        return None;
    }
    // A tenth of all characters: Russian has more spaces and stops than that; a stray NUL has not.
    let enough = |count: usize| count >= 2 && count * 20 >= head.len();
    match (enough(first), enough(second)) {
        (true, false) if second == 0 => Some(UTF_16BE),
        (false, true) if first == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// True if the bytes are UTF-8 but for a few broken places (a cut in the middle of a character, one pasted sentence):
/// at least four well-formed characters beyond ASCII for each broken place.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 * bad
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Министр иностранных дел заявил, что переговоры продолжатся в Ереване. \
                           «Мы готовы к диалогу», — сказал он журналистам в четверг.";
    const FRENCH: &str =
        "Le président a déclaré jeudi que « rien n’était décidé » et que l’été serait décisif à Orléans.";

    fn round_trip(label: &str, text: &str) -> (String, Encoding) {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{label} cannot write {text}");
        decode(bytes.into_owned(), None).unwrap()
    }

    #[test]
    fn tells_legacy_encodings() {
        let chinese =
            "外交部发言人星期四在北京表示，双方同意继续谈判，局势已经稳定。她说：“我们欢迎这一决定。”";
        let japanese = "外務省の報道官は木曜日、東京で記者団に対し、「協議を続けることで一致した」と述べた。";
        for (label, text) in [
            ("windows-1251", RUSSIAN),
            (
                "koi8-u",
                "Министр заявил, что переговоры продолжатся в Ереване и в Баку на следующей неделе.",
            ),
            ("windows-1252", FRENCH),
            (
                "windows-1254",
                "Dışişleri Bakanlığı sözcüsü görüşmelerin süreceğini söyledi, ateşkes için çağrı yaptı.",
            ),
            ("gbk", chinese),
            ("shift_jis", japanese),
        ] {
            let (read, encoding) = round_trip(label, text);
            assert_eq!(read, text, "{label} was taken for {}", encoding.name);
            assert_eq!(encoding.replaced, 0);
        }
    }

    #[test]
    fn reads_unicode_with_a_mark_and_without() {
        for text in [RUSSIAN, FRENCH] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [
                text.as_bytes().to_vec(),
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                [b"\xff\xfe", &little[..]].concat(),
                [b"\xfe\xff", &big[..]].concat(),
                little,
                big,
            ] {
                assert_eq!(decode(bytes, None).unwrap().0, text);
            }
        }
    }

    #[test]
    fn a_broken_place_does_not_make_utf8_another_encoding() {
        let mut bytes = FRENCH.as_bytes().to_vec();
        bytes.insert(2, 0xc3);
        let (text, encoding) = decode(bytes, None).unwrap();
        assert_eq!((encoding.name, encoding.replaced), ("UTF-8", 1));
        assert!(text.contains("« rien n’était décidé »"));
    }

    #[test]
    fn one_stray_nul_is_text_and_many_are_not() {
        let mut text = FRENCH.repeat(3);
        text.insert(17, '\0');
        assert_eq!(decode(text.clone().into_bytes(), None).unwrap().0, text);
        assert!(matches!(
            decode(vec![0; 100], None),
            Err(Reason::Binary("binary data"))
        ));
    }
}
