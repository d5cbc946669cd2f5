use std::io::Read;

use brotli_decompressor::Decompressor as Brotli;
use encoding_rs::Encoding;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

use crate::Reason;
use crate::rejection::Limit;
use crate::unpack::MEMORY;
use crate::warc::{end_of_header, fields};

/// What a server answered, unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    pub(crate) is_html: bool,
    /// As the header has it.
    pub(crate) charset: Option<&'static Encoding>,
}

/// Takes the page out of a server's answer: header, then a body that may come in chunks and compressed. `limit` bounds
/// the bytes that it may unpack to.
///
/// # Errors
/// If there is no page in it.
pub(crate) fn answer(bytes: &[u8], limit: u64) -> Result<Answer, Reason> {
    let end = end_of_header(bytes).ok_or_else(|| Reason::Damaged("an answer without a body".to_owned()))?;
    let (header, body) = bytes.split_at(end);
    let first = header.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let status = String::from_utf8_lossy(first);
    let status = status.split_whitespace().nth(1).unwrap_or_default();
    if status != "200" {
        return Err(Reason::NotAPage(format!("an answer of status {status}")));
    }
    let (mut kind, mut encoding, mut chunked) = (String::new(), String::new(), false);
    for (name, value) in fields(header) {
        match name.as_str() {
            "content-type" => kind = value.to_ascii_lowercase(),
            "content-encoding" => encoding = value.to_ascii_lowercase(),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }
    let is_html = is_html(&kind);
    if !is_html && !is_text(&kind) && !kind.is_empty() {
        return Err(Reason::NotAPage(format!("it is {kind}")));
    }
    // Many crawlers write the body as it is once unpacked, and leave the header.
    let joined = if chunked { join(body) } else { None };
    let body = joined.as_deref().unwrap_or(body);
    Ok(Answer {
        body: unpack(body, &encoding, limit)?,
        is_html: is_html || kind.is_empty(),
        charset: charset(&kind),
    })
}

pub(crate) fn is_html(content_type: &str) -> bool {
    content_type.starts_with("text/html") || content_type.starts_with("application/xhtml")
}

pub(crate) fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/plain")
}

/// `utf-8` of `text/html; charset="utf-8"`.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    let (_, label) = content_type.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'']);
    let end = label.find(['"', '\'', ';', ' ']).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

fn unpack(body: &[u8], encoding: &str, limit: u64) -> Result<Vec<u8>, Reason> {
    let decoder: Box<dyn Read + '_> = match encoding {
        _ if body.starts_with(b"\x1f\x8b") => Box::new(MultiGzDecoder::new(body)),
        // "deflate" is meant to be zlib's, and is often not.
        "deflate" if body.first().is_some_and(|byte| byte & 0x0f == 8) => Box::new(ZlibDecoder::new(body)),
        "deflate" => Box::new(DeflateDecoder::new(body)),
        "br" if std::str::from_utf8(body).is_err() => Box::new(Brotli::new(body, 4096)),
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
            let decoder = StreamingDecoder::new_with_max_window_size(body, MEMORY.into());
            Box::new(decoder.map_err(|error| Reason::Damaged(format!("zstd data of the page: {error}")))?)
        }
        "compress" if std::str::from_utf8(body).is_err() => {
            return Err(Reason::Damaged(format!(
                "a page in the encoding {encoding}, which is not known"
            )));
        }
        _ => return Ok(body.to_vec()),
    };
    let mut unpacked = Vec::new();
    let read = decoder.take(limit + 1).read_to_end(&mut unpacked);
    match read {
        Ok(_) if unpacked.len() as u64 > limit => Err(Reason::Limit(Limit::Record(limit))),
        Ok(_) => Ok(unpacked),
        // Unpacked by the crawler, which left the header.
        Err(_) if matches!(encoding, "deflate" | "br") && unpacked.is_empty() => Ok(body.to_vec()),
        // A page that is cut off has its beginning.
        Err(_) if !unpacked.is_empty() => Ok(unpacked),
        Err(error) => Err(Reason::Damaged(format!("{encoding} data of the page: {error}"))),
    }
}

/// The body that comes in chunks (RFC 9112, 7.1); `None` if it does not. A last chunk that is cut off is kept.
fn join(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body.get(..body.len().min(1024))?);
        let Some(end) = end else {
            return (!joined.is_empty()).then_some(joined);
        };
        let line = std::str::from_utf8(&body[..end]).ok()?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(digits, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        let chunk = &body[..size.min(body.len())];
        joined.extend_from_slice(chunk);
        body = &body[chunk.len()..];
        body = body
            .strip_prefix(b"\r\n")
            .or(body.strip_prefix(b"\n"))
            .unwrap_or(body);
        if body.is_empty() {
            return Some(joined);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(answer: &str) -> Result<String, String> {
        super::answer(answer.as_bytes(), 1000)
            .map(|answer| String::from_utf8(answer.body).unwrap())
            .map_err(|reason| reason.to_string())
    }

    #[test]
    fn chunks_are_joined() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(
            told(&format!("{head}5\r\nabcde\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n")).unwrap(),
            "abcde0123456789"
        );
        assert_eq!(told(&format!("{head}5\r\nabc")).unwrap(), "abc", "cut off");
        assert_eq!(
            told(&format!("{head}<p>joined before")).unwrap(),
            "<p>joined before"
        );
        let answer = answer(format!("{head}0\r\n").as_bytes(), 9).unwrap();
        assert_eq!(answer.charset.unwrap().name(), "windows-1251");
    }

    #[test]
    fn brotli_is_unpacked_and_what_was_unpacked_before_is_left() {
        let page = "<p>Rain fell on the town.</p>";
        // One block of bytes as they are (RFC 7932, 9.2), and an empty last one.
        let last = page.len() as u8 - 1;
        let mut packed = vec![last << 4, last >> 4, 0x10];
        packed.extend(page.as_bytes());
        packed.push(3);
        let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Type: text/html\r\n\r\n";
        for (body, told) in [
            (&packed[..], page.as_bytes()),
            (page.as_bytes(), page.as_bytes()),
            (b"<p>\xcc\xee\xf1\xf2</p>", b"<p>\xcc\xee\xf1\xf2</p>"),
        ] {
            let answer = answer(&[&head[..], body].concat(), 1000).unwrap();
            assert_eq!(answer.body, told);
        }
    }

    #[test]
    fn what_is_no_page_is_told() {
        assert_eq!(
            told("HTTP/1.1 404 Not Found\r\n\r\nsorry").unwrap_err(),
            "no page: an answer of status 404"
        );
        assert_eq!(
            told("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxyz").unwrap_err(),
            "no page: it is image/png"
        );
        assert!(told("HTTP/1.1 200 OK").is_err());
    }
}
