//! Tables as spreadsheets save them: with a byte order mark, `;` or TAB between cells, CR LF behind lines.

use csv::{ByteRecord, ReaderBuilder};

/// Hands the records of a table to `each`, the header too, with the line that each begins in (from 1), until `each` says
/// that no more is wanted. True if all were handed over.
///
/// # Errors
/// Why the bytes cannot be read any further, and the line; 0 if that is the whole.
pub fn records(bytes: &[u8], mut each: impl FnMut(u64, &ByteRecord) -> bool) -> Result<bool, (u64, String)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err((0, "is UTF-16: save it as \"CSV UTF-8\"".into()));
    }
    let delimiter = delimiter(bytes);
    let unclosed = unclosed(bytes, delimiter);
    // The record that swallows all that follows is none.
    let whole = unclosed.map_or(bytes, |(_, begin)| &bytes[..begin]);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(whole);
    let mut record = ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| (0, error.to_string()))?
    {
        if record.position().is_some_and(|position| position.byte() == 0) && told_separator(bytes).is_some() {
            continue;
        }
        if !each(line_of(bytes, &record), &record) {
            return Ok(false);
        }
    }
    match unclosed {
        None => Ok(true),
        Some((line, _)) => Err((
            line,
            "has a quotation mark that is never closed, and takes in all that follows".into(),
        )),
    }
}

/// The quotation mark that begins a cell and is not closed: the line that it stands on, and where its record begins.
fn unclosed(bytes: &[u8], delimiter: u8) -> Option<(u64, usize)> {
    let (mut line, mut record, mut at) = (1, 0, 0);
    let mut cell_begins = true;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if cell_begins && byte == b'"' {
            let opened = line;
            loop {
                let mark = bytes[at..].iter().position(|byte| *byte == b'"');
                let end = mark.map_or(bytes.len(), |mark| at + mark);
                line += bytes[at..end].iter().filter(|byte| **byte == b'\n').count() as u64;
                if mark.is_none() {
                    return Some((opened, record));
                }
                at = end + 1;
                // Two of them stand for one.
                match bytes.get(at) {
                    Some(b'"') => at += 1,
                    _ => break,
                }
            }
            cell_begins = false;
            continue;
        }
        let line_ends = matches!(byte, b'\n' | b'\r');
        cell_begins = byte == delimiter || line_ends;
        line += u64::from(byte == b'\n');
        if line_ends {
            record = at;
        }
    }
    None
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

/// The separator of a first line `sep=;`, which some programs write before a header so that Excel knows.
fn told_separator(bytes: &[u8]) -> Option<u8> {
    match bytes.strip_prefix(b"sep=")? {
        [separator @ (b',' | b';' | b'\t'), b'\n', ..]
        | [separator @ (b',' | b';' | b'\t'), b'\r', b'\n', ..] => Some(*separator),
        _ => None,
    }
}

/// What separates the cells: whichever of `,`, `;` and TAB the first line has most of.
fn delimiter(bytes: &[u8]) -> u8 {
    if let Some(told) = told_separator(bytes) {
        return told;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Result<bool, (u64, String)>) {
        let mut cells = Vec::new();
        let read = records(text.as_bytes(), |line, record| {
            let joined: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            cells.push(format!("{line} {}", joined.join("|")));
            true
        });
        (cells, read)
    }

    #[test]
    fn a_line_for_excel_is_no_header() {
        let (cells, _) = read("\u{feff}sep=;\r\na;b,c\r\n1;2\r\n");
        assert_eq!(cells, ["2 a|b,c", "3 1|2"]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_told_with_its_line() {
        let (cells, read_to) = read("a,b\r\n1,\"x\ny\"\r\n2,\"z\r\n3,w\r\n");
        assert_eq!(cells, ["1 a|b", "2 1|x\ny"]);
        assert_eq!(read_to.unwrap_err().0, 4);
        for whole in [
            "a,b\n1,\"x \"\"y\"\"\"\n",
            "a\n5\" gun\n\"6\"\" gun\"\n",
            "a;b\n\"\";\"\"",
            "",
        ] {
            assert_eq!(read(whole).1, Ok(true), "{whole:?}");
        }
        for open in ["\"", "a\n\"\"\"", "a;b\nc;\"d\"\""] {
            assert!(read(open).1.is_err(), "{open:?}");
        }
    }
}
