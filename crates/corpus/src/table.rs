use std::borrow::Cow;
use std::io::{self, BufRead};

use crate::Reason;
use crate::decode::decode;
use crate::fields::{Field, Keys, Present};
use crate::stream::Stream;

/// What separates the cells of a row, most likely first.
const DELIMITERS: &[u8] = b",;\t|";

/// Which cell of a row is which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    delimiter: u8,
    count: usize,
    /// Text, id, title, date, language.
    fields: [Option<usize>; 5],
    /// Its names, if the user named some.
    pub(crate) present: Present,
}

impl Columns {
    /// Reads a header, which may be in a legacy encoding as its rows are.
    pub(crate) fn read(
        header: &[u8],
        keys: Keys<'_>,
        given: Option<&'static encoding_rs::Encoding>,
    ) -> Result<Self, Reason> {
        let header = header.strip_prefix(b"\xef\xbb\xbf").unwrap_or(header);
        let decoded = match std::str::from_utf8(header) {
            Ok(header) => Cow::Borrowed(header),
            Err(_) => Cow::Owned(decode(header.to_vec(), given)?.0),
        };
        let header = decoded.as_bytes();
        let delimiter = delimiter(header);
        let names = cells(header, delimiter);
        let mut best: [Option<(u8, usize)>; 5] = [None; 5];
        let mut present = Present::default();
        for (at, name) in names.iter().enumerate() {
            let name = String::from_utf8_lossy(name);
            present.add(name.trim());
            if let Some((field, rank)) = keys.field(name.trim()) {
                present.found[field as usize] |= rank == 0;
                let slot = &mut best[field as usize];
                if slot.is_none_or(|(held, _)| rank < held) {
                    *slot = Some((rank, at));
                }
            }
        }
        if best[Field::Text as usize].is_none() {
            return Err(keys.no_text("column", &present.names));
        }
        Ok(Self {
            delimiter,
            count: names.len(),
            fields: best.map(|slot| slot.map(|(_, at)| at)),
            present,
        })
    }

    /// The fields of a row, in the order text, id, title, date, language; empty cells are none.
    pub(crate) fn fetch(&self, row: &str) -> Result<[Option<String>; 5], Reason> {
        let cells = cells(row.as_bytes(), self.delimiter);
        let surplus = cells.get(self.count..).unwrap_or_default();
        if cells.len() < self.count || surplus.iter().any(|cell| !cell.is_empty()) {
            return Err(Reason::Row(format!(
                "the row has {} cells, the header has {}",
                cells.len(),
                self.count
            )));
        }
        let cell = |at: usize| {
            let cell = String::from_utf8_lossy(cells.get(at)?).into_owned();
            (!cell.trim().is_empty()).then_some(cell)
        };
        Ok(self.fields.map(|at| at.and_then(cell)))
    }
}

/// True if `head` begins with the header of a table that has a column of text and another one that is known.
pub(crate) fn begins_table(head: &[u8], keys: Keys<'_>) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let Some(end) = memchr::memchr(b'\n', &head[..head.len().min(2048)]) else {
        return false;
    };
    let header = &head[..end];
    let plain = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || DELIMITERS.contains(byte)
            || b"_-. \"\r".contains(byte)
            || *byte > 0x7f
    };
    header.iter().all(plain)
        && Columns::read(header, keys, None)
            .is_ok_and(|columns| columns.count > 1 && columns.fields.iter().flatten().count() > 1)
}

/// The delimiter that stands most often in a header.
fn delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: &u8| header.iter().filter(|byte| *byte == delimiter).count();
    // The first of several that are as frequent.
    DELIMITERS.iter().rev().copied().max_by_key(count).unwrap_or(b',')
}

/// Where a scan of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    CellStart,
    Bare,
    Quoted,
}

/// The cells of a row without their quotation marks.
///
/// A mark counts only at the beginning of a cell; within a quoted cell only one before a delimiter or the end closes it
/// (RFC 4180 wants others doubled, and many programs forget to).
fn cells(row: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let mut cells = vec![Vec::new()];
    let mut state = State::CellStart;
    let mut at = 0;
    while let Some(&byte) = row.get(at) {
        let cell = cells.len() - 1;
        at += 1;
        match state {
            State::CellStart if byte == b'"' => state = State::Quoted,
            State::CellStart | State::Bare if byte == delimiter => {
                cells.push(Vec::new());
                state = State::CellStart;
            }
            State::CellStart | State::Bare => {
                cells[cell].push(byte);
                state = State::Bare;
            }
            State::Quoted if byte == b'"' => match row.get(at) {
                Some(b'"') => {
                    cells[cell].push(b'"');
                    at += 1;
                }
                Some(next) if *next != delimiter => cells[cell].push(b'"'),
                _ => state = State::Bare,
            },
            State::Quoted => cells[cell].push(byte),
        }
    }
    cells
}

/// What comes next in a table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// A row; it begins on the line of this number.
    Read(u64, Vec<u8>),
    /// A row that was passed over, with what is wrong.
    Unclosed(u64),
    /// A line with more bytes than allowed.
    TooLong(u64),
    /// There is no more.
    End,
}

/// Cuts a stream into rows; line ends within quoted cells do not end a row.
pub(crate) struct Rows<'s, 'r> {
    stream: &'s mut Stream<'r>,
    delimiter: u8,
    limit: u64,
    /// Read, and not handed out from `start` on.
    held: Vec<u8>,
    start: usize,
    /// Number of the line that begins at `start`.
    line: u64,
    drained: bool,
}

impl<'s, 'r> Rows<'s, 'r> {
    pub(crate) fn new(stream: &'s mut Stream<'r>, limit: u64) -> Self {
        Self {
            stream,
            delimiter: b',',
            limit,
            held: Vec::new(),
            start: 0,
            line: 1,
            drained: false,
        }
    }

    /// The line that the next row begins on.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// From now on the cells are separated as in these columns.
    pub(crate) fn follow(&mut self, columns: &Columns) {
        self.delimiter = columns.delimiter;
    }

    /// The next row.
    ///
    /// A quotation mark that is never closed would swallow all that follows. It is noticed when a mark stands where none
    /// can (it was to open a later cell), at the end, or at the limit; then only the line it stands on is lost.
    pub(crate) fn next(&mut self) -> io::Result<Row> {
        if self.start > 1 << 20 || self.start == self.held.len() {
            self.held.drain(..self.start);
            self.start = 0;
        }
        let begin = self.line;
        let mut end = self.start;
        let mut state = State::CellStart;
        let mut lines = 0;
        let mut first = None;
        loop {
            let Some(next) = self.line_end(end)? else {
                return self.long_line(first);
            };
            if next == end {
                // The end of all.
                return Ok(match first {
                    None => Row::End,
                    Some(first) => self.give_up(first),
                });
            }
            let Some(after) = scan(&self.held[end..next], state, self.delimiter, lines > 0) else {
                return Ok(self.give_up(first.unwrap_or(next)));
            };
            lines += 1;
            first = first.or(Some(next));
            (state, end) = (after, next);
            if state != State::Quoted {
                let row = self.held[self.start..end].to_vec();
                self.start = end;
                self.line += lines;
                return Ok(Row::Read(begin, row));
            }
        }
    }

    /// Passes over the first line of a row, which ends at `first`.
    fn give_up(&mut self, first: usize) -> Row {
        self.start = first;
        self.line += 1;
        Row::Unclosed(self.line - 1)
    }

    /// The row is longer than allowed: it has a quotation mark that is not closed, or one long line.
    fn long_line(&mut self, first: Option<usize>) -> io::Result<Row> {
        if let Some(first) = first {
            return Ok(self.give_up(first));
        }
        self.held.clear();
        self.start = 0;
        loop {
            let buffer = self.stream.fill_buf()?;
            let newline = memchr::memchr(b'\n', buffer);
            let used = newline.map_or(buffer.len(), |at| at + 1);
            let over = newline.is_some() || buffer.is_empty();
            self.stream.consume(used);
            if over {
                self.line += 1;
                return Ok(Row::TooLong(self.line - 1));
            }
        }
    }

    /// Where the line that begins at `from` ends, behind its line end; `from` if there is no more line, `None` if the row
    /// would be longer than allowed.
    fn line_end(&mut self, from: usize) -> io::Result<Option<usize>> {
        let mut looked = from;
        loop {
            if let Some(newline) = memchr::memchr(b'\n', &self.held[looked..]) {
                return Ok(Some(looked + newline + 1));
            }
            looked = self.held.len();
            if (looked - self.start) as u64 > self.limit {
                return Ok(None);
            }
            if self.drained {
                return Ok(Some(looked));
            }
            let buffer = self.stream.fill_buf()?;
            self.drained = buffer.is_empty();
            self.held.extend_from_slice(buffer);
            let used = buffer.len();
            self.stream.consume(used);
        }
    }
}

/// The state behind a line with its line end. `None`: a mark stands where none can, in a cell that goes over several
/// lines.
fn scan(line: &[u8], mut state: State, delimiter: u8, several: bool) -> Option<State> {
    let mut at = 0;
    while let Some(&byte) = line.get(at) {
        if state == State::Quoted {
            let Some(mark) = memchr::memchr(b'"', &line[at..]) else {
                return Some(state);
            };
            at += mark + 1;
            match line.get(at) {
                Some(b'"') => at += 1,
                Some(next) if *next != delimiter && !matches!(next, b'\r' | b'\n') => {
                    if several {
                        return None;
                    }
                }
                _ => state = State::Bare,
            }
            continue;
        }
        at += 1;
        state = match byte {
            b'"' if state == State::CellStart => State::Quoted,
            _ if byte == delimiter => State::CellStart,
            _ => State::Bare,
        };
    }
    Some(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fields;

    fn rows(text: &str, limit: u64) -> Vec<Row> {
        let mut stream = Stream::new(Box::new(text.as_bytes()));
        let mut rows = Rows::new(&mut stream, limit);
        let mut all = Vec::new();
        loop {
            match rows.next().unwrap() {
                Row::End => return all,
                row => all.push(row),
            }
        }
    }

    fn read(line: u64, text: &str) -> Row {
        Row::Read(line, text.as_bytes().to_vec())
    }

    #[test]
    fn a_quoted_cell_goes_over_several_lines() {
        assert_eq!(
            rows("a,b\n1,\"x\n\"\"y\"\"\nz\"\r\n2,w", 99),
            [
                read(1, "a,b\n"),
                read(2, "1,\"x\n\"\"y\"\"\nz\"\r\n"),
                read(5, "2,w")
            ]
        );
    }

    #[test]
    fn a_mark_that_is_not_closed_costs_one_line() {
        // Noticed at a later cell, at the end, and at the limit.
        assert_eq!(
            rows("1,\"x\n2,\"y\"\n3,z\n", 99),
            [Row::Unclosed(1), read(2, "2,\"y\"\n"), read(3, "3,z\n")]
        );
        assert_eq!(rows("1,\"x\n2,y\n", 99), [Row::Unclosed(1), read(2, "2,y\n")]);
        let long = format!("1,\"x\n{}", "2,y\n".repeat(20));
        assert_eq!(rows(&long, 30)[..2], [Row::Unclosed(1), read(2, "2,y\n")]);
        assert_eq!(rows(&long, 30).len(), 21);
        // Marks that somebody forgot to double.
        assert_eq!(rows("1,\"say \"yes\" now\"\n2,y\n", 99).len(), 2);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let text = format!("1,{}\n2,y\n", "x".repeat(200_000));
        assert_eq!(rows(&text, 1000), [Row::TooLong(1), read(2, "2,y\n")]);
    }

    #[test]
    fn a_header_names_the_cells() {
        let fields = Fields::default();
        let columns = Columns::read(b"\xef\xbb\xbfid;Headline;Body\r\n", Keys::new(&fields), None).unwrap();
        let fetched = columns.fetch("7;\"a \"\"b\"\" c\";x \"y\" z\r\n").unwrap();
        assert_eq!(fetched[0].as_deref(), Some("x \"y\" z"));
        assert_eq!(fetched[1].as_deref(), Some("7"));
        assert_eq!(fetched[2].as_deref(), Some("a \"b\" c"));
        assert!(
            columns
                .fetch("7;8")
                .unwrap_err()
                .to_string()
                .contains("2 cells, the header has 3")
        );
        assert!(columns.fetch("7;8;9;").is_ok(), "an empty cell too many");
        assert!(columns.fetch("7;8;9;10").is_err());
        assert!(Columns::read(b"id,name\n", Keys::new(&fields), None).is_err());
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Дата;Заголовок;Текст\r\n");
        let columns = Columns::read(&russian, Keys::new(&fields), None).unwrap();
        assert_eq!(columns.fields, [Some(2), None, Some(1), Some(0), None]);
        assert!(begins_table(
            "başlık;tarih;metin\nA".as_bytes(),
            Keys::new(&fields)
        ));
        assert!(begins_table(b"id,date,text\n1,", Keys::new(&fields)));
        assert!(!begins_table(
            b"In this text, the content, id est\n",
            Keys::new(&fields)
        ));
        assert!(!begins_table(b"text\n", Keys::new(&fields)));
    }
}
