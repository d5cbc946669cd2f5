use std::marker::PhantomData;
use std::ops::Range;

use whosaid_text::{Confidence, Date, Entity, EntityIndex, EntityType, Span};

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
    #[inline]
    fn text(bytes: &mut Vec<u8>, text: &str) {
        push_quoted::<Self>(bytes, text);
    }

    /// Writes a cell of words of a text.
    #[inline]
    fn piece(bytes: &mut Vec<u8>, text: &str, span: Span) {
        Self::text(bytes, span.of(text));
    }
}

/// Comma-separated values after RFC 4180, lines ended by a line feed.
pub(crate) struct Comma;

impl Dialect for Comma {
    const DELIMITER: u8 = b',';

    #[inline]
    fn piece(bytes: &mut Vec<u8>, text: &str, span: Span) {
        push_piece::<Self>(bytes, text, span);
    }
}

/// The same with tabs, quotation marks too: what pandas, R and spreadsheets read.
pub(crate) struct Tab;

impl Dialect for Tab {
    const DELIMITER: u8 = b'\t';

    #[inline]
    fn piece(bytes: &mut Vec<u8>, text: &str, span: Span) {
        push_piece::<Self>(bytes, text, span);
    }
}

/// Writes rows of delimited values of one document. What comes again in its rows is copied from where it was written
/// first, where it is known to be what a cell may hold.
pub(crate) struct Delimited<'b, D> {
    bytes: &'b mut Vec<u8>,
    begun: bool,
    /// Where the id of the document was written.
    document: Range<usize>,
    /// Where type, id and name of the entities were.
    entities: Vec<Written>,
    dialect: PhantomData<D>,
}

#[derive(Clone)]
struct Written {
    /// The type of the mention: an entity may be named as a place and as a people.
    kind: EntityType,
    /// Empty if it was not yet.
    range: Range<usize>,
}

impl<'b, D: Dialect> Delimited<'b, D> {
    pub(crate) fn new(bytes: &'b mut Vec<u8>) -> Self {
        Self {
            bytes,
            begun: false,
            document: 0..0,
            entities: Vec::new(),
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
    fn piece(&mut self, text: &str, span: Span) {
        self.separate();
        D::piece(self.bytes, text, span);
    }

    #[inline]
    fn document(&mut self, id: &str) {
        self.separate();
        if self.document.is_empty() {
            let start = self.bytes.len();
            D::text(self.bytes, id);
            self.document = start..self.bytes.len();
        } else {
            self.bytes.extend_from_within(self.document.clone());
        }
    }

    fn entity(&mut self, number: EntityIndex, kind: EntityType, entity: &Entity) {
        self.separate();
        let number = number.0 as usize;
        if let Some(written) = self.entities.get(number)
            && written.kind == kind
            && !written.range.is_empty()
        {
            return self.bytes.extend_from_within(written.range.clone());
        }
        let start = self.bytes.len();
        D::text(self.bytes, kind.as_str());
        self.bytes.push(D::DELIMITER);
        D::text(self.bytes, &entity.id);
        self.bytes.push(D::DELIMITER);
        D::text(self.bytes, &entity.name);
        if self.entities.len() <= number {
            let none = Written { kind, range: 0..0 };
            self.entities
                .resize((number + 1).next_power_of_two().max(64), none);
        }
        self.entities[number] = Written {
            kind,
            range: start..self.bytes.len(),
        };
    }

    #[inline]
    fn term(&mut self, term: &str) {
        debug_assert!(is_plain::<D>(term.as_bytes()), "not a term: {term:?}");
        self.separate();
        self.bytes.extend_from_slice(term.as_bytes());
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

/// From here on a search by the processor's wide registers is worth its preparation.
const LONG: usize = 48;

/// True if a text holds nothing that would end a cell. Most cells are a name or an id, done with in one to four steps.
#[inline]
fn is_plain<D: Dialect + ?Sized>(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // Not 0 if one of eight bytes is `byte` (source: S. E. Anderson, "Bit Twiddling Hacks", a zero byte in a word).
    let holds = |eight: u64, byte: u8| {
        let zero = eight ^ (ONES * u64::from(byte));
        zero.wrapping_sub(ONES) & !zero & HIGH
    };
    let plain = |eight: [u8; 8]| {
        let eight = u64::from_ne_bytes(eight);
        holds(eight, b'"') | holds(eight, D::DELIMITER) | holds(eight, b'\n') | holds(eight, b'\r') == 0
    };
    match (
        bytes.last_chunk::<8>(),
        bytes.first_chunk::<4>(),
        bytes.last_chunk::<4>(),
    ) {
        (Some(last), ..) if bytes.len() < LONG => {
            let (eights, _) = bytes.as_chunks::<8>();
            eights.iter().all(|eight| plain(*eight)) && plain(*last)
        }
        (Some(_), ..) => {
            memchr::memchr3(b'"', D::DELIMITER, b'\n', bytes).is_none()
                && memchr::memchr(b'\r', bytes).is_none()
        }
        (None, Some([a, b, c, d]), Some([e, f, g, h])) => plain([*a, *b, *c, *d, *e, *f, *g, *h]),
        _ => !bytes
            .iter()
            .any(|byte| matches!(byte, b'"' | b'\n' | b'\r') || *byte == D::DELIMITER),
    }
}

/// As long as most names and cues, and a little longer.
const SHORT: usize = 32;

/// Writes words of a text. Of most of them so many bytes are read and written that no branch depends on their length.
#[inline]
fn push_piece<D: Dialect + ?Sized>(target: &mut Vec<u8>, text: &str, span: Span) {
    let chunk = text.as_bytes()[span.start()..].first_chunk::<SHORT>();
    let Some(chunk) = chunk.filter(|_| span.len() <= SHORT) else {
        return push_quoted::<D>(target, span.of(text));
    };
    let length = span.len() as u8;
    let mut quoted = false;
    for (place, byte) in chunk.iter().enumerate() {
        let odd = (*byte == b'"') | (*byte == D::DELIMITER) | (*byte == b'\n') | (*byte == b'\r');
        quoted |= odd & ((place as u8) < length);
    }
    if quoted {
        return push_quoted::<D>(target, span.of(text));
    }
    target.extend_from_slice(chunk);
    target.truncate(target.len() - (SHORT - span.len()));
}

/// Writes a text, in quotation marks if it holds what would end a cell.
pub(crate) fn push_quoted<D: Dialect + ?Sized>(target: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if is_plain::<D>(bytes) {
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
    fn marks_cells_of_every_length() {
        for length in 0..=2 * LONG {
            let plain = "é".repeat(length / 2) + &"x".repeat(length % 2);
            assert!(is_plain::<Comma>(plain.as_bytes()), "{length}");
            for at in 0..length {
                for byte in *b"\",\n\r" {
                    let mut bytes = vec![b'x'; length];
                    bytes[at] = byte;
                    assert!(!is_plain::<Comma>(&bytes), "{byte} at {at} of {length}");
                    assert_eq!(is_plain::<Tab>(&bytes), byte == b',');
                }
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
