//! Records of a web archive (ISO 28500), versions 1.0 and 1.1.
//!
//! `fastwarc` 2 reads them faster, but brings 60 crates (zstd in C, lz4, brotli, digests) and hides where a record begins;
//! `warc` 0.4 and `rust_warc` 1.2 hold each record whatever its size. Here a record is bounded, a wrong length costs that
//! record alone, and the offset is told.

use std::io::{self, BufRead};

use crate::stream::Stream;

/// Most bytes of the header of a record.
const HEADER: usize = 1 << 16;

/// The header of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    /// Such as `response`.
    pub(crate) kind: String,
    /// The address of the page, or the id of the record.
    pub(crate) id: String,
    /// What the block is, such as `application/http; msgtype=response`.
    pub(crate) content_type: String,
    /// Bytes of the block.
    pub(crate) length: u64,
}

/// True if records follow.
pub(crate) fn is_record(head: &[u8]) -> bool {
    head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.1")
}

/// Passes over line ends; true if another record follows, an error if something else does.
pub(crate) fn next(stream: &mut Stream<'_>) -> io::Result<bool> {
    while let [b'\r' | b'\n', ..] = stream.fill_buf()? {
        stream.consume(1);
    }
    match stream.head(8)? {
        [] => Ok(false),
        head if is_record(head) => Ok(true),
        _ => Err(io::Error::other("no WARC record stands here")),
    }
}

/// Reads the header of a record, which the stream stands at.
pub(crate) fn header(stream: &mut Stream<'_>) -> io::Result<Header> {
    let mut wanted = 2048;
    let end = loop {
        let head = stream.head(wanted)?;
        let look = &head[..head.len().min(HEADER)];
        match (end_of_header(look), look.len() < wanted) {
            (Some(end), _) => break end,
            (None, true) if look.len() < HEADER => return Err(io::ErrorKind::UnexpectedEof.into()),
            (None, _) if wanted >= HEADER => return Err(io::Error::other("a header without an end")),
            (None, _) => wanted *= 2,
        }
    };
    let mut header = Header::default();
    let (mut record_id, mut length) = (String::new(), None);
    for (name, value) in fields(&stream.held()[..end]) {
        match name.as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            // Some programs write it in angle brackets.
            "warc-target-uri" => header.id = value.trim_matches(['<', '>']).to_owned(),
            "warc-record-id" => record_id = value.trim_matches(['<', '>']).to_owned(),
            "content-type" => header.content_type = value.to_ascii_lowercase(),
            "content-length" => length = value.parse().ok(),
            _ => {}
        }
    }
    if header.id.is_empty() {
        header.id = record_id;
    }
    stream.skip(end as u64)?;
    header.length = length.ok_or_else(|| io::Error::other("a record without a length"))?;
    Ok(header)
}

/// True if the stream stands where a record ends: at two line ends, another record, or the end.
pub(crate) fn ends(stream: &mut Stream<'_>) -> io::Result<bool> {
    let head = stream.head(4)?;
    Ok(head.is_empty()
        || head.starts_with(b"\r\n\r\n")
        || head.starts_with(b"\n\n")
        || matches!(head, b"\r\n" | b"\n"))
}

/// Where in a block another record begins, if its length is wrong.
pub(crate) fn within(block: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(block, b"\nWARC/1.")
        .map(|at| at + 1)
        .find(|at| {
            block[*at..].len() < 40 || memchr::memmem::find(&block[*at..(*at + 40)], b"\nWARC-").is_some()
        })
}

/// Passes over everything up to the next record.
pub(crate) fn find_next(stream: &mut Stream<'_>) -> io::Result<()> {
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let newline = memchr::memchr(b'\n', buffer);
        let used = newline.map_or(buffer.len(), |at| at + 1);
        stream.consume(used);
        if newline.is_some() && is_record(stream.head(8)?) {
            return Ok(());
        }
    }
}

/// Where a header ends: behind its empty line.
pub(crate) fn end_of_header(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match &bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// The fields of a header behind its first line: names in lower case, values without spaces around them.
pub(crate) fn fields(header: &[u8]) -> impl Iterator<Item = (String, String)> {
    let lines = header.split(|byte| *byte == b'\n').skip(1);
    lines.filter_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        Some((
            text(&line[..colon]).to_ascii_lowercase(),
            text(&line[colon + 1..]),
        ))
    })
}
