//! Tables as spreadsheets save them: with a byte order mark, `;` or TAB between cells, CR LF behind lines.

use csv::{ByteRecord, ReaderBuilder};

/// Hands the records of a table to `each`, the header too, with the line that each begins in (from 1), until `each` says
/// that no more is wanted. True if all were handed over.
///
/// # Errors
/// Why the bytes cannot be read any further.
pub(crate) fn records(bytes: &[u8], mut each: impl FnMut(u64, &ByteRecord) -> bool) -> Result<bool, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err("is UTF-16: save it as \"CSV UTF-8\"".into());
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(bytes))
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut record = ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| error.to_string())?
    {
        if !each(line_of(bytes, &record), &record) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The line that a record begins in, as a spreadsheet counts: behind what is left of the end of the line before (the reader
/// takes the CR of CR LF only) and behind empty lines.
fn line_of(bytes: &[u8], record: &ByteRecord) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let rest = bytes.get(position.byte() as usize..).unwrap_or_default();
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + ends.filter(|byte| **byte == b'\n').count() as u64
}

/// What separates the cells: whichever of `,`, `;` and TAB the first line has most of.
fn delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}
