use std::io::Write;

use whosaid_text::Confidence;

use crate::Table;
use crate::cells::Cells;

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
        crate::csv::push_number(self.bytes, number);
    }

    fn nothing(&mut self) {
        self.key();
        self.bytes.extend_from_slice(b"null");
    }

    fn ranges(&mut self, ranges: &[(usize, usize)]) {
        self.key();
        // Writing into memory does not fail; the same below.
        let _ = serde_json::to_writer(&mut *self.bytes, ranges);
    }

    fn confidence(&mut self, confidence: Confidence) {
        self.key();
        let _ = write!(self.bytes, "{confidence}");
    }

    fn end(&mut self) {
        self.bytes.push(b'}');
        self.next = 0;
    }
}

pub(crate) fn push_text(bytes: &mut Vec<u8>, text: &str) {
    let _ = serde_json::to_writer(bytes, text);
}
