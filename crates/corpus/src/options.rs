use std::path::PathBuf;

use encoding_rs::Encoding;

use crate::Select;

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Names of fields, where the user sets them; otherwise the common ones are guessed.
    pub fields: Fields,
    /// Which of the documents are wanted.
    pub select: Select,
    /// Files and folders that are no input even if they lie in one, such as the folder of the tables: real paths, without links.
    pub leave_out: Vec<PathBuf>,
    /// Documents whose text was there before, or nearly the same text, are left out.
    pub dedupe: bool,
    /// The reading ends after so many documents.
    pub limit: Option<u64>,
    /// What texts are written in if they have no byte order mark; `None`: it is guessed for each.
    pub encoding: Option<&'static Encoding>,
    /// How dates such as `03/05/2024` are meant; `None`: they are no dates, but where only one reading gives a day.
    pub date_order: Option<DateOrder>,
    /// A document of more bytes is rejected, without being held in memory.
    pub max_document_bytes: u64,
    /// A record (a line, a row, an archive in an archive that must be held as a whole) of more bytes is rejected.
    pub max_record_bytes: u64,
    /// So many archives and compressions may lie in one another.
    pub max_depth: u32,
    /// A file may unpack to so many times its size, after the first 64 MiB.
    pub max_ratio: u64,
}

/// What stands first in a date that is written in figures with strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `03/05/2024` is in May, as in most of the world.
    DayFirst,
    /// `03/05/2024` is in March, as in the United States.
    MonthFirst,
}

impl DateOrder {
    /// Both.
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    /// Its name for options and settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }
}

/// Names of the fields of a record. `None`: the common names are tried, whatever their case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The article.
    pub text: Option<String>,
    /// What identifies the record.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day of publication.
    pub date: Option<String>,
}

impl Options {
    /// An encoding by any of its names in the WHATWG standard, such as `windows-1251` or `cp1251`.
    pub fn encoding_named(name: &str) -> Option<&'static Encoding> {
        Encoding::for_label(name.trim().as_bytes())
    }

    /// 8 MiB: two and a half times War and Peace. A thread holds some eight times the size of the document it has.
    pub const MAX_DOCUMENT_BYTES: u64 = 8 << 20;
    /// 64 MiB: a page with its pictures in it.
    pub const MAX_RECORD_BYTES: u64 = 64 << 20;
    /// `a.tar.gz` has two; twice as many as anybody packs on purpose.
    pub const MAX_DEPTH: u32 = 8;
    /// News in gzip unpacks to 4 times its size, the same line again and again to 1,000.
    pub const MAX_RATIO: u64 = 1000;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fields: Fields::default(),
            select: Select::default(),
            leave_out: Vec::new(),
            dedupe: false,
            limit: None,
            encoding: None,
            date_order: None,
            max_document_bytes: Self::MAX_DOCUMENT_BYTES,
            max_record_bytes: Self::MAX_RECORD_BYTES,
            max_depth: Self::MAX_DEPTH,
            max_ratio: Self::MAX_RATIO,
        }
    }
}
