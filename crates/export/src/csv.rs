use std::marker::PhantomData;

use whosaid_text::{Confidence, Date};

use crate::Table;
use crate::cells::{Cells, push_confidence, push_date, push_number};

/// What tells one sort of delimited values from another.
pub(crate) trait Dialect {
    /// Before the first line.
    const MARK: &'static str = "";
    /// Between two cells.
    const DELIMITER: u8;
    /// After a row.
    const LINE_END: &'static str = "\n";
    /// Before ranges, which some programs take for days.
    const BEFORE_RANGES: &'static str = "";

    /// Writes a cell of text.
    fn text(bytes: &mut Vec<u8>, text: &str) {
        push_quoted::<Self>(bytes, text);
    }
}

/// Comma-separated values after RFC 4180, lines ended by a line feed.
pub(crate) struct Comma;

impl Dialect for Comma {
    const DELIMITER: u8 = b',';
}

/// The same with tabs, quotation marks too: what pandas, R and spreadsheets read.
pub(crate) struct Tab;

impl Dialect for Tab {
    const DELIMITER: u8 = b'\t';
}

/// Writes rows of delimited values.
pub(crate) struct Delimited<'b, D> {
    bytes: &'b mut Vec<u8>,
    begun: bool,
    dialect: PhantomData<D>,
}

impl<'b, D: Dialect> Delimited<'b, D> {
    pub(crate) fn new(bytes: &'b mut Vec<u8>) -> Self {
        Self {
            bytes,
            begun: false,
            dialect: PhantomData,
        }
    }

    #[inline]
    fn separate(&mut self) {
        if self.begun {
            self.bytes.push(D::DELIMITER);
        }
        self.begun = true;
    }
}

/// The first line of a table.
pub(crate) fn header<D: Dialect>(columns: &[&str]) -> Vec<u8> {
    let mut line = D::MARK.as_bytes().to_vec();
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            line.push(D::DELIMITER);
        }
        line.extend_from_slice(column.as_bytes());
    }
    line.extend_from_slice(D::LINE_END.as_bytes());
    line
}

/// True if `line` is the first line of such a table; columns may follow those that every run writes.
pub(crate) fn is_header<D: Dialect>(line: &[u8], table: Table) -> bool {
    let mut head = header::<D>(table.columns());
    head.truncate(head.len() - D::LINE_END.len());
    let rest = line.strip_prefix(head.as_slice());
    rest.is_some_and(|rest| {
        rest.first()
            .is_none_or(|next| [D::DELIMITER, b'\r', b'\n'].contains(next))
    })
}

impl<D: Dialect> Cells for Delimited<'_, D> {
    #[inline]
    fn text(&mut self, text: &str) {
        self.separate();
        D::text(self.bytes, text);
    }

    #[inline]
    fn number(&mut self, number: u64) {
        self.separate();
        push_number(self.bytes, number);
    }

    #[inline]
    fn nothing(&mut self) {
        self.separate();
    }

    fn ranges(&mut self, ranges: &[(usize, usize)]) {
        self.separate();
        self.bytes.extend_from_slice(D::BEFORE_RANGES.as_bytes());
        for (index, (start, end)) in ranges.iter().enumerate() {
            if index > 0 {
                self.bytes.push(b';');
            }
            push_number(self.bytes, *start as u64);
            self.bytes.push(b'-');
            push_number(self.bytes, *end as u64);
        }
    }

    #[inline]
    fn confidence(&mut self, confidence: Confidence) {
        self.separate();
        push_confidence(self.bytes, confidence);
    }

    #[inline]
    fn date(&mut self, date: Option<Date>) {
        self.separate();
        if let Some(date) = date {
            push_date(self.bytes, date);
        }
    }

    #[inline]
    fn end(&mut self) {
        self.bytes.extend_from_slice(D::LINE_END.as_bytes());
        self.begun = false;
    }
}

/// Writes a text, in quotation marks if it holds what would end a cell.
pub(crate) fn push_quoted<D: Dialect + ?Sized>(target: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if memchr::memchr3(b'"', D::DELIMITER, b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_none() {
        target.extend_from_slice(bytes);
        return;
    }
    target.push(b'"');
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'"', rest) {
        target.extend_from_slice(&rest[..=at]);
        target.push(b'"');
        rest = &rest[at + 1..];
    }
    target.extend_from_slice(rest);
    target.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written<D: Dialect>(rows: &[Vec<String>]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut cells = Delimited::<D>::new(&mut bytes);
        for row in rows {
            // A row of one empty cell would be a blank line; no table of ours has a single column.
            row.iter().for_each(|cell| cells.text(cell));
            cells.end();
        }
        bytes
    }

    proptest! {
        #[test]
        fn the_csv_crate_reads_back_what_was_meant(rows in prop::collection::vec(prop::collection::vec("[a-zé😀 ,\"\n\r\t;=]{0,12}", 3), 1..8)) {
            for (delimiter, bytes) in [(b',', written::<Comma>(&rows)), (b'\t', written::<Tab>(&rows))] {
                let read: Vec<Vec<String>> = ::csv::ReaderBuilder::new()
                    .has_headers(false)
                    .delimiter(delimiter)
                    .from_reader(&bytes[..])
                    .records()
                    .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                    .collect();
                prop_assert_eq!(&read, &rows);
            }
        }
    }

    #[test]
    fn knows_its_own_header() {
        let head = header::<Comma>(Table::Rejected.columns());
        assert_eq!(head, b"source,record,reason\n");
        assert!(is_header::<Comma>(&head, Table::Rejected));
        assert!(is_header::<Comma>(
            b"source,record,reason,text\n",
            Table::Rejected
        ));
        for other in [
            &b"source,record,reasons\n"[..],
            b"source\trecord\treason\n",
            b"x\n",
            b"",
        ] {
            assert!(!is_header::<Comma>(other, Table::Rejected));
        }
    }
}
