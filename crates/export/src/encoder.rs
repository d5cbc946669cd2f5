use whosaid_text::{DocumentAnnotations, OffsetUnit, Offsets, fetch};

use crate::cells::Cells;
use crate::csv::{Comma, Delimited, Dialect, Tab};
use crate::excel::Excel;
use crate::format::{Format, Layout, Style};
use crate::json::{Json, push_text};
use crate::tally::DocumentTally;
use crate::{Table, rows};

/// Forms the rows of documents. Shared by all threads.
#[derive(Clone, Debug)]
pub struct Encoder {
    format: Format,
    layout: Layout,
    tables: Vec<Table>,
}

/// What a row takes besides the id of its document, by and large.
const DOCUMENT_BYTES: usize = 300;
const MENTION_BYTES: usize = 90;
const QUOTE_BYTES: usize = 400;
const TERM_BYTES: usize = 100;

/// The rows of one document, ready to be appended to their tables.
#[derive(Debug, Default)]
pub struct Encoded {
    documents: Vec<u8>,
    mentions: Vec<u8>,
    quotes: Vec<u8>,
    terms: Vec<u8>,
    pub(crate) tally: DocumentTally,
}

impl Encoded {
    /// The rows of a table; all of a document's rows stand under [`Table::Documents`] in [`Format::Jsonl`].
    pub fn bytes(&self, table: Table) -> &[u8] {
        match table {
            Table::Documents => &self.documents,
            Table::Mentions => &self.mentions,
            Table::Quotes => &self.quotes,
            Table::Terms => &self.terms,
            Table::Entities | Table::Rejected => &[],
        }
    }
}

impl Encoder {
    /// Forms rows for these tables only.
    pub fn new(format: Format, tables: &[Table]) -> Self {
        let mut tables = tables.to_vec();
        if format == Format::Brat && !tables.contains(&Table::Documents) {
            // Its annotations stand beside the texts.
            tables.push(Table::Documents);
        }
        Self {
            format,
            layout: Layout::default(),
            tables,
        }
        .with_layout(Layout::default())
    }

    /// The same encoder with another layout. That of [`Format::Brat`] is fixed.
    pub fn with_layout(self, layout: Layout) -> Self {
        let layout = match self.format {
            Format::Brat => Layout {
                offset_unit: OffsetUnit::CodePoint,
                with_text: true,
            },
            _ => layout,
        };
        Self { layout, ..self }
    }

    /// How rows are written.
    pub fn format(&self) -> Format {
        self.format
    }

    /// What else was chosen.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The tables that rows are formed for.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Forms all rows of a document.
    pub fn encode(&self, annotations: &DocumentAnnotations) -> Encoded {
        let mut encoded = Encoded::default();
        let first = |text: &str| text.as_bytes().first().copied();
        fetch(annotations.linked.entities.iter().map(|entity| first(&entity.id)));
        fetch(
            annotations
                .linked
                .entities
                .iter()
                .map(|entity| first(&entity.name)),
        );
        encoded.tally.count(annotations);
        let offsets = Offsets::new(&annotations.document.text, self.layout.offset_unit);
        match self.format.style() {
            Style::Csv => self.delimited::<Comma>(annotations, &offsets, &mut encoded),
            Style::Tsv => self.delimited::<Tab>(annotations, &offsets, &mut encoded),
            Style::Excel => self.delimited::<Excel>(annotations, &offsets, &mut encoded),
            Style::Json => self.json(annotations, &offsets, &mut encoded.documents),
        }
        encoded
    }

    /// True if a table has a file of its own.
    pub(crate) fn has_file(&self, table: Table) -> bool {
        match self.format.style() {
            Style::Json => match table {
                Table::Documents => [Table::Documents, Table::Mentions, Table::Quotes, Table::Terms]
                    .into_iter()
                    .any(|table| self.has(table)),
                Table::Mentions | Table::Quotes | Table::Terms => false,
                Table::Entities | Table::Rejected => self.has(table),
            },
            _ => self.has(table),
        }
    }

    fn has(&self, table: Table) -> bool {
        self.tables.contains(&table)
    }

    fn delimited<D: Dialect>(
        &self,
        annotations: &DocumentAnnotations,
        offsets: &Offsets<'_>,
        encoded: &mut Encoded,
    ) {
        if self.has(Table::Documents) {
            let text = if self.layout.with_text {
                annotations.document.text.len()
            } else {
                0
            };
            encoded.documents.reserve(DOCUMENT_BYTES + text);
            let mut cells = Delimited::<D>::new(&mut encoded.documents);
            rows::document(annotations, offsets, &mut cells);
            rows::document_counts(annotations, &mut cells);
            if self.layout.with_text {
                cells.text(&annotations.document.text);
            }
            cells.end();
        }
        if self.has(Table::Mentions) {
            let rows = annotations.linked.mentions.len();
            encoded
                .mentions
                .reserve(rows * (MENTION_BYTES + annotations.document.id.len()));
            let mut cells = Delimited::<D>::new(&mut encoded.mentions);
            mentions(annotations, offsets, &mut cells, |_| {});
        }
        if self.has(Table::Quotes) {
            let rows = annotations.quotes.len();
            encoded
                .quotes
                .reserve(rows * (QUOTE_BYTES + 2 * annotations.document.id.len()));
            let mut cells = Delimited::<D>::new(&mut encoded.quotes);
            quotes(annotations, offsets, &mut cells, |_| {});
        }
        if self.has(Table::Terms) {
            let rows = annotations.terms.len();
            encoded
                .terms
                .reserve(rows * (TERM_BYTES + 2 * annotations.document.id.len()));
            let mut cells = Delimited::<D>::new(&mut encoded.terms);
            terms(annotations, offsets, &mut cells, |_| {});
        }
    }

    /// `{…columns of documents…}` with the lists `mentions`, `quotes` and `terms` in place of their counts.
    fn json(&self, annotations: &DocumentAnnotations, offsets: &Offsets<'_>, bytes: &mut Vec<u8>) {
        rows::document(annotations, offsets, &mut Json::new(bytes, Table::Documents));
        if self.layout.with_text {
            bytes.extend_from_slice(b",\"text\":");
            push_text(bytes, &annotations.document.text);
        }
        if self.has(Table::Mentions) {
            list(bytes, Table::Mentions, |cells| {
                mentions(annotations, offsets, cells, Json::separate);
            });
        }
        if self.has(Table::Quotes) {
            list(bytes, Table::Quotes, |cells| {
                quotes(annotations, offsets, cells, Json::separate);
            });
        }
        if self.has(Table::Terms) {
            list(bytes, Table::Terms, |cells| {
                terms(annotations, offsets, cells, Json::separate);
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

fn mentions<C: Cells>(
    annotations: &DocumentAnnotations,
    offsets: &Offsets<'_>,
    cells: &mut C,
    between: fn(&mut C),
) {
    for (index, mention) in annotations.linked.mentions.iter().enumerate() {
        if index > 0 {
            between(cells);
        }
        rows::mention(annotations, mention, offsets, cells);
    }
}

fn quotes<C: Cells>(
    annotations: &DocumentAnnotations,
    offsets: &Offsets<'_>,
    cells: &mut C,
    between: fn(&mut C),
) {
    let mut scratch = rows::Scratch::default();
    for (index, quote) in annotations.quotes.iter().enumerate() {
        if index > 0 {
            between(cells);
        }
        rows::quote(annotations, quote, index + 1, offsets, &mut scratch, cells);
    }
}

fn terms<C: Cells>(
    annotations: &DocumentAnnotations,
    offsets: &Offsets<'_>,
    cells: &mut C,
    between: fn(&mut C),
) {
    let mut scratch = rows::Scratch::default();
    for (index, term) in annotations.terms.iter().enumerate() {
        if index > 0 {
            between(cells);
        }
        rows::term(annotations, term, index + 1, offsets, &mut scratch, cells);
    }
}
