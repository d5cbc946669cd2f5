use std::fmt;
use std::str::FromStr;

use whosaid_text::OffsetUnit;

use crate::Table;
use crate::cells::Cells;
use crate::csv::{self, Comma, Delimited, Tab};
use crate::excel::Excel;
use crate::json::Json;

/// How tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values after RFC 4180, UTF-8 without a byte order mark, lines ended by a line feed.
    #[default]
    Csv,
    /// The same with tabs.
    Tsv,
    /// CSV that Excel opens as it is meant: byte order mark, CRLF, nothing that would be computed or converted, cells on
    /// one line and not too long, numbered files of so many rows as a sheet has.
    Excel,
    /// One JSON object a line: a document with its mentions and quotes.
    Jsonl,
    /// One workbook, a sheet a table.
    Xlsx,
    /// One file a table, its columns with types. Only with the feature `parquet`.
    Parquet,
    /// One database with all tables. Only with the feature `sqlite`.
    Sqlite,
    /// A folder with the text and the annotations of each document, as brat reads them; entities and rejected as CSV.
    Brat,
}

/// How rows are formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Csv,
    Tsv,
    Excel,
    Json,
}

/// What is left to choose once the format is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// What offsets count.
    pub offset_unit: OffsetUnit,
    /// The text of each document stands in a column `text` of `documents`, the last one.
    pub with_text: bool,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[
        Self::Csv,
        Self::Tsv,
        Self::Excel,
        Self::Xlsx,
        Self::Jsonl,
        Self::Parquet,
        Self::Sqlite,
        Self::Brat,
    ];

    /// The name that options have for it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Excel => "excel",
            Format::Jsonl => "jsonl",
            Format::Xlsx => "xlsx",
            Format::Parquet => "parquet",
            Format::Sqlite => "sqlite",
            Format::Brat => "brat",
        }
    }

    /// True if the tables are made in the end, of rows that were written as CSV: such files cannot be appended to.
    pub(crate) fn is_spooled(self) -> bool {
        matches!(self, Self::Xlsx | Self::Parquet | Self::Sqlite | Self::Brat)
    }

    /// True if this build can write it.
    pub fn is_built(self) -> bool {
        let lacking = [
            (Self::Parquet, cfg!(not(feature = "parquet"))),
            (Self::Sqlite, cfg!(not(feature = "sqlite"))),
        ];
        !lacking.contains(&(self, true))
    }

    pub(crate) fn style(self) -> Style {
        match self {
            Format::Csv | Format::Xlsx | Format::Parquet | Format::Sqlite | Format::Brat => Style::Csv,
            Format::Tsv => Style::Tsv,
            Format::Excel => Style::Excel,
            Format::Jsonl => Style::Json,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match Self::ALL.iter().copied().find(|format| format.name() == name) {
            Some(format) if format.is_built() => Ok(format),
            Some(_) => Err(format!(
                "this whosaid was built without {name}: cargo install --path crates/cli --features {name}"
            )),
            None => {
                let names: Vec<_> = Self::ALL.iter().map(|format| format.name()).collect();
                Err(format!("no format {name:?}: there are {}", names.join(", ")))
            }
        }
    }
}

impl Style {
    /// What a file of such rows has behind the dot in its name.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Style::Csv | Style::Excel => "csv",
            Style::Tsv => "tsv",
            Style::Json => "jsonl",
        }
    }

    /// How a file of such rows begins.
    pub(crate) fn header(self, columns: &[&str]) -> Vec<u8> {
        match self {
            Style::Csv => csv::header::<Comma>(columns),
            Style::Tsv => csv::header::<Tab>(columns),
            Style::Excel => csv::header::<Excel>(columns),
            Style::Json => Vec::new(),
        }
    }

    /// Writes one row, which `fill` fills.
    pub(crate) fn row(self, table: Table, bytes: &mut Vec<u8>, fill: impl FnOnce(&mut dyn Cells)) {
        match self {
            Style::Csv => fill(&mut Delimited::<Comma>::new(bytes)),
            Style::Tsv => fill(&mut Delimited::<Tab>::new(bytes)),
            Style::Excel => fill(&mut Delimited::<Excel>::new(bytes)),
            Style::Json => {
                fill(&mut Json::new(bytes, table));
                bytes.push(b'\n');
            }
        }
    }
}

impl Layout {
    /// The columns of a table, in order.
    pub fn columns(self, table: Table) -> Vec<&'static str> {
        let mut columns = table.columns().to_vec();
        if self.with_text && table == Table::Documents {
            columns.push("text");
        }
        columns
    }
}
