use std::io::{self, BufRead};

/// What one line of an input is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// It stands in the buffer, without its line end.
    Read,
    /// It has more bytes than allowed: it was passed over.
    TooLong,
    /// There is no more line.
    End,
}

/// Reads one line of at most `limit` bytes into `line` (emptied first). Of a longer line nothing is kept.
pub(crate) fn read_line(input: &mut dyn BufRead, limit: u64, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let mut too_long = false;
    let mut any = false;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            break;
        }
        any = true;
        let newline = memchr::memchr(b'\n', buffer);
        let piece = &buffer[..newline.unwrap_or(buffer.len())];
        if too_long || (line.len() + piece.len()) as u64 > limit {
            too_long = true;
            *line = Vec::new();
        } else {
            line.extend_from_slice(piece);
        }
        let used = newline.map_or(buffer.len(), |at| at + 1);
        input.consume(used);
        if newline.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(match (any, too_long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Read,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, limit: u64, buffer: usize) -> Vec<(Line, String)> {
        let mut input = io::BufReader::with_capacity(buffer, text.as_bytes());
        let (mut lines, mut line) = (Vec::new(), Vec::new());
        loop {
            match read_line(&mut input, limit, &mut line).unwrap() {
                Line::End => return lines,
                kind => lines.push((kind, String::from_utf8(line.clone()).unwrap())),
            }
        }
    }

    #[test]
    fn passes_over_a_line_that_is_too_long_and_goes_on() {
        for buffer in [1, 2, 3, 64] {
            let lines = all("ab\r\n123456789\n\ncd", 4, buffer);
            let kinds: Vec<_> = lines.iter().map(|(kind, text)| (kind, text.as_str())).collect();
            assert_eq!(
                kinds,
                [
                    (&Line::Read, "ab"),
                    (&Line::TooLong, ""),
                    (&Line::Read, ""),
                    (&Line::Read, "cd")
                ]
            );
        }
    }
}
