use whosaid_text::{Confidence, Date};

use crate::Table;
use crate::cells::{Cells, push_confidence, push_date, push_number};

/// Writes each row as an object, with the columns of the table as keys.
pub(crate) struct Json<'b> {
    bytes: &'b mut Vec<u8>,
    columns: &'static [&'static str],
    next: usize,
}

impl<'b> Json<'b> {
    pub(crate) fn new(bytes: &'b mut Vec<u8>, table: Table) -> Self {
        Self {
            bytes,
            columns: table.columns(),
            next: 0,
        }
    }

    /// Between two rows of a list.
    pub(crate) fn separate(&mut self) {
        self.bytes.push(b',');
    }

    fn key(&mut self) {
        self.bytes.push(if self.next == 0 { b'{' } else { b',' });
        push_text(self.bytes, self.columns[self.next]);
        self.bytes.push(b':');
        self.next += 1;
    }
}

impl Cells for Json<'_> {
    fn text(&mut self, text: &str) {
        self.key();
        push_text(self.bytes, text);
    }

    fn number(&mut self, number: u64) {
        self.key();
        push_number(self.bytes, number);
    }

    fn nothing(&mut self) {
        self.key();
        self.bytes.extend_from_slice(b"null");
    }

    fn ranges(&mut self, ranges: &[(usize, usize)]) {
        self.key();
        self.bytes.push(b'[');
        for (index, (start, end)) in ranges.iter().enumerate() {
            self.bytes
                .extend_from_slice(if index == 0 { b"[" } else { b",[" });
            push_number(self.bytes, *start as u64);
            self.bytes.push(b',');
            push_number(self.bytes, *end as u64);
            self.bytes.push(b']');
        }
        self.bytes.push(b']');
    }

    fn confidence(&mut self, confidence: Confidence) {
        self.key();
        push_confidence(self.bytes, confidence);
    }

    fn date(&mut self, date: Option<Date>) {
        self.key();
        match date {
            Some(date) => {
                self.bytes.push(b'"');
                push_date(self.bytes, date);
                self.bytes.push(b'"');
            }
            None => self.bytes.extend_from_slice(b"null"),
        }
    }

    fn end(&mut self) {
        self.bytes.push(b'}');
        self.next = 0;
    }
}

pub(crate) fn push_text(bytes: &mut Vec<u8>, text: &str) {
    // Writing into memory does not fail.
    let _ = serde_json::to_writer(bytes, text);
}
