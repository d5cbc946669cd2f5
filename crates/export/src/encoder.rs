use std::fmt;
use std::str::FromStr;

use whosaid_text::{CodePoints, DocumentAnnotations};

use crate::cells::Cells;
use crate::csv::Csv;
use crate::json::Json;
use crate::tally::DocumentTally;
use crate::{Table, rows};

/// How tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values after RFC 4180, UTF-8 without a byte order mark, lines ended by a line feed.
    #[default]
    Csv,
    /// One JSON object a line: a document with its mentions and quotes.
    Jsonl,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        })
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "csv" => Ok(Self::Csv),
            "jsonl" => Ok(Self::Jsonl),
            _ => Err(format!("no format {name:?}: there are csv and jsonl")),
        }
    }
}

/// Forms the rows of documents. Shared by all threads.
#[derive(Clone, Debug)]
pub struct Encoder {
    format: Format,
    tables: Vec<Table>,
}

/// The rows of one document, ready to be appended to their tables.
#[derive(Debug, Default)]
pub struct Encoded {
    documents: Vec<u8>,
    mentions: Vec<u8>,
    quotes: Vec<u8>,
    pub(crate) tally: DocumentTally,
}

impl Encoded {
    /// The rows of a table; all of a document's rows stand under [`Table::Documents`] in [`Format::Jsonl`].
    pub fn bytes(&self, table: Table) -> &[u8] {
        match table {
            Table::Documents => &self.documents,
            Table::Mentions => &self.mentions,
            Table::Quotes => &self.quotes,
            Table::Entities | Table::Rejected => &[],
        }
    }
}

impl Encoder {
    /// Forms rows for these tables only.
    pub fn new(format: Format, tables: &[Table]) -> Self {
        Self {
            format,
            tables: tables.to_vec(),
        }
    }

    /// How rows are written.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The tables that rows are formed for.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Forms all rows of a document.
    pub fn encode(&self, annotations: &DocumentAnnotations) -> Encoded {
        let mut encoded = Encoded::default();
        encoded.tally.count(annotations);
        match self.format {
            Format::Csv => self.csv(annotations, &mut encoded),
            Format::Jsonl => self.json(annotations, &mut encoded.documents),
        }
        encoded
    }

    fn has(&self, table: Table) -> bool {
        self.tables.contains(&table)
    }

    fn csv(&self, annotations: &DocumentAnnotations, encoded: &mut Encoded) {
        if self.has(Table::Documents) {
            rows::document(annotations, &mut Csv::new(&mut encoded.documents));
        }
        if self.has(Table::Mentions) {
            let mut cells = Csv::new(&mut encoded.mentions);
            mentions(annotations, &mut cells, |_| {});
        }
        if self.has(Table::Quotes) {
            let mut cells = Csv::new(&mut encoded.quotes);
            quotes(annotations, &mut cells, |_| {});
        }
    }

    /// `{…columns of documents…}` with the lists `mentions` and `quotes` in place of their counts.
    fn json(&self, annotations: &DocumentAnnotations, bytes: &mut Vec<u8>) {
        rows::document(annotations, &mut Json::new(bytes, Table::Documents));
        let counts = br#","mentions":"#;
        if let Some(at) = memchr::memmem::rfind(bytes, counts) {
            bytes.truncate(at);
        }
        if self.has(Table::Mentions) {
            list(bytes, Table::Mentions, |cells| {
                mentions(annotations, cells, Json::separate);
            });
        }
        if self.has(Table::Quotes) {
            list(bytes, Table::Quotes, |cells| {
                quotes(annotations, cells, Json::separate);
            });
        }
        bytes.extend_from_slice(b"}\n");
    }
}

fn list(bytes: &mut Vec<u8>, table: Table, fill: impl FnOnce(&mut Json<'_>)) {
    bytes.extend_from_slice(b",\"");
    bytes.extend_from_slice(table.name().as_bytes());
    bytes.extend_from_slice(b"\":[");
    fill(&mut Json::new(bytes, table));
    bytes.push(b']');
}

fn mentions<C: Cells>(annotations: &DocumentAnnotations, cells: &mut C, between: fn(&mut C)) {
    let mut points = CodePoints::new(&annotations.document.text);
    for (index, mention) in annotations.linked.mentions.iter().enumerate() {
        if index > 0 {
            between(cells);
        }
        rows::mention(annotations, mention, &mut points, cells);
    }
}

fn quotes<C: Cells>(annotations: &DocumentAnnotations, cells: &mut C, between: fn(&mut C)) {
    let mut points = CodePoints::new(&annotations.document.text);
    let mut scratch = rows::Scratch::default();
    for (index, quote) in annotations.quotes.iter().enumerate() {
        if index > 0 {
            between(cells);
        }
        rows::quote(annotations, quote, index + 1, &mut points, &mut scratch, cells);
    }
}
