//! Messages of e-mail (RFC 5322, MIME): press releases and letters as they are saved, one a file.

use encoding_rs::{Encoding, UTF_8};
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use whosaid_text::Date;

use crate::{Reason, calendar, html};

/// Header fields that most messages have, beside [`TECHNICAL`].
const PLAIN: [&str; 4] = ["from", "to", "subject", "date"];
/// Fields that most messages have and nobody writes by hand.
const TECHNICAL: [&str; 4] = ["message-id", "mime-version", "received", "return-path"];

/// What a message has of an article.
#[derive(Debug, PartialEq)]
pub(crate) struct Letter {
    /// Its first part that is text; of one that is a page only, the words of that.
    pub(crate) text: String,
    /// Its subject.
    pub(crate) title: Option<String>,
    /// The day on which it was sent, where it was sent.
    pub(crate) date: Option<Date>,
    /// What the text was written in.
    pub(crate) encoding: &'static Encoding,
}

/// True if `head` begins with the header of a message; of a file that is `named` so, with any header.
pub(crate) fn is_message(head: &[u8], named: bool) -> bool {
    let (mut usual, mut technical, mut from) = (0, 0, false);
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match line.first() {
            None => break,
            // It goes on.
            Some(b' ' | b'\t') if usual > 0 => continue,
            _ => {}
        }
        let Some(colon) = memchr::memchr(b':', line).filter(|colon| *colon > 0) else {
            break;
        };
        let name = &line[..colon];
        if !name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        {
            break;
        }
        let is = |known: &&str| known.as_bytes().eq_ignore_ascii_case(name);
        let by_hand = !TECHNICAL.iter().any(is);
        technical += usize::from(!by_hand);
        usual += usize::from(!by_hand || PLAIN.iter().any(is));
        from |= is(&"from");
    }
    from && (named || usual > 3 && technical > 0)
}

/// Reads a message.
///
/// # Errors
/// If it cannot be read, or has no part that is text.
pub(crate) fn read(bytes: &[u8]) -> Result<Letter, Reason> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| Reason::Damaged("a message without a header".to_owned()))?;
    let letter = letter(&message);
    take_apart(message);
    letter
}

/// Drops a message one part after another: messages in messages, a hundred thousand deep, must not use up the stack.
fn take_apart(message: Message<'_>) {
    let mut left = vec![message];
    while let Some(message) = left.pop() {
        let inner = message.parts.into_iter().filter_map(|part| match part.body {
            PartType::Message(inner) => Some(inner),
            _ => None,
        });
        left.extend(inner);
    }
}

fn letter(message: &Message<'_>) -> Result<Letter, Reason> {
    let (text, encoding) =
        body(message).ok_or_else(|| Reason::NoText("the message has no text".to_owned()))?;
    let title = message
        .subject()
        .map(str::trim)
        .filter(|subject| !subject.is_empty());
    let date = message
        .date()
        .and_then(|date| calendar::date(date.year.into(), date.month.into(), date.day.into()));
    Ok(Letter {
        text,
        title: title.map(str::to_owned),
        date,
        encoding,
    })
}

/// The first part that is plain text and not empty, else the words of the first page.
fn body(message: &Message<'_>) -> Option<(String, &'static Encoding)> {
    let parts = |numbers: &[u32]| {
        let parts = numbers
            .iter()
            .filter_map(|number| message.parts.get(*number as usize));
        parts.collect::<Vec<_>>()
    };
    let charset = |part: &mail_parser::MessagePart<'_>| {
        let label = part.content_type().and_then(|kind| kind.attribute("charset"));
        label
            .and_then(|label| Encoding::for_label(label.as_bytes()))
            .unwrap_or(UTF_8)
    };
    let plain = parts(&message.text_body)
        .into_iter()
        .find_map(|part| match &part.body {
            PartType::Text(text) if !text.trim().is_empty() => {
                Some((text.replace("\r\n", "\n"), charset(part)))
            }
            _ => None,
        });
    plain.or_else(|| {
        parts(&message.html_body)
            .into_iter()
            .find_map(|part| match &part.body {
                PartType::Html(page) => Some((html::extract(page, None).text, charset(part))),
                _ => None,
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Received: from klow.example\r\n\tby mail.example; Fri, 3 May 2024 10:00:00 +0200\r\n\
        From: Press Office <press@klow.example>\r\nTo: all@klow.example\r\n\
        Subject: =?utf-8?Q?Dam_=C3=BCber_Klow?=\r\nDate: Fri, 3 May 2024 23:30:00 -0400\r\nMIME-Version: 1.0\r\n";

    fn letter(body: &str) -> Result<Letter, String> {
        read(format!("{HEADER}{body}").as_bytes()).map_err(|reason| reason.to_string())
    }

    #[test]
    fn a_header_shows_a_message() {
        assert!(is_message(HEADER.as_bytes(), false));
        assert!(is_message(
            b"From: a@b.example\nSubject: Rain\n\nIt rained.",
            true
        ));
        for text in [
            "From: Ada Lind\nTo: the council\nSubject: the dam\nDate: Friday\n\nDear all,",
            "KLOW: rain\nfell all day",
            "Subject: no sender\nMIME-Version: 1.0\n\n",
            "",
        ] {
            assert!(!is_message(text.as_bytes(), false), "{text}");
        }
        assert!(!is_message(b"The dam holds.", true));
    }

    #[test]
    fn words_are_decoded() {
        let told = letter(
            "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             The caf=E9 is closed, Ada Lind =\r\nsaid.\r\n",
        )
        .unwrap();
        assert_eq!(told.text.trim(), "The café is closed, Ada Lind said.");
        assert_eq!(told.title.as_deref(), Some("Dam über Klow"));
        assert_eq!(told.date.unwrap().to_string(), "2024-05-03", "where it was sent");
        assert_eq!(told.encoding.name(), "windows-1252");
    }

    #[test]
    fn of_several_parts_the_plain_one_counts() {
        let page = "Content-Type: text/html\r\n\r\n<p>Page: the dam holds.</p>\r\n";
        let several = |parts: &str| {
            letter(&format!(
                "Content-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\n{parts}--XX\r\n\
                 Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--XX--\r\n"
            ))
        };
        let plain =
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nVGhlIGRhbSBob2xkcy4=\r\n";
        assert_eq!(
            several(&format!("{page}--XX\r\n{plain}")).unwrap().text,
            "The dam holds."
        );
        assert_eq!(several(page).unwrap().text.trim(), "Page: the dam holds.");
        assert!(several("Content-Type: image/png\r\n\r\nxyz\r\n").is_err());
    }

    #[test]
    fn hostile_messages_take_linear_time() {
        for piece in [
            "--XX\r\n",
            "Content-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\n",
            "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: message/rfc822\r\n\r\n--XX\r\n",
            "Subject: =?utf-8?Q?",
            "Received: \r\n\t",
            "From: \"a <(",
            "Content-Type: text/plain; charset=\"",
            "<p>&",
        ] {
            for head in ["", "Content-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\n"] {
                let _ = letter(&format!("{head}{}", piece.repeat(2_000_000 / piece.len())));
            }
        }
    }
}
