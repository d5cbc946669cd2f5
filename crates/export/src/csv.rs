use std::io::Write;

use whosaid_text::Confidence;

use crate::Table;
use crate::cells::Cells;

/// Writes rows of comma-separated values after RFC 4180, lines ended by a line feed.
pub(crate) struct Csv<'b> {
    bytes: &'b mut Vec<u8>,
    begun: bool,
}

impl<'b> Csv<'b> {
    pub(crate) fn new(bytes: &'b mut Vec<u8>) -> Self {
        Self { bytes, begun: false }
    }

    fn separate(&mut self) {
        if self.begun {
            self.bytes.push(b',');
        }
        self.begun = true;
    }
}

/// The first line of a table.
pub(crate) fn header(table: Table) -> Vec<u8> {
    let mut line = table.columns().join(",").into_bytes();
    line.push(b'\n');
    line
}

impl Cells for Csv<'_> {
    fn text(&mut self, text: &str) {
        self.separate();
        let bytes = text.as_bytes();
        if memchr::memchr3(b'"', b',', b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_none() {
            self.bytes.extend_from_slice(bytes);
            return;
        }
        self.bytes.push(b'"');
        let mut rest = bytes;
        while let Some(at) = memchr::memchr(b'"', rest) {
            self.bytes.extend_from_slice(&rest[..=at]);
            self.bytes.push(b'"');
            rest = &rest[at + 1..];
        }
        self.bytes.extend_from_slice(rest);
        self.bytes.push(b'"');
    }

    fn number(&mut self, number: u64) {
        self.separate();
        push_number(self.bytes, number);
    }

    fn nothing(&mut self) {
        self.separate();
    }

    fn ranges(&mut self, ranges: &[(usize, usize)]) {
        self.separate();
        for (index, (start, end)) in ranges.iter().enumerate() {
            if index > 0 {
                self.bytes.push(b';');
            }
            push_number(self.bytes, *start as u64);
            self.bytes.push(b'-');
            push_number(self.bytes, *end as u64);
        }
    }

    fn confidence(&mut self, confidence: Confidence) {
        self.separate();
        // Writing into memory does not fail.
        let _ = write!(self.bytes, "{confidence}");
    }

    fn end(&mut self) {
        self.bytes.push(b'\n');
        self.begun = false;
    }
}

pub(crate) fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    bytes.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writes_numbers() {
        for number in [0, 7, 10, 1234567890, u64::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            assert_eq!(String::from_utf8(bytes).unwrap(), number.to_string());
        }
    }

    proptest! {
        #[test]
        fn the_csv_crate_reads_back_what_was_meant(rows in prop::collection::vec(prop::collection::vec("[a-zé😀 ,\"\n\r;]{0,12}", 3), 1..8)) {
            let mut bytes = Vec::new();
            let mut cells = Csv::new(&mut bytes);
            for row in &rows {
                // A row of one empty cell would be a blank line; no table of ours has a single column.
                row.iter().for_each(|cell| cells.text(cell));
                cells.end();
            }
            let read: Vec<Vec<String>> = ::csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(&bytes[..])
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect();
            prop_assert_eq!(read, rows);
        }
    }
}
