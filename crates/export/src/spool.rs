use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{Reader, StringRecord};

use crate::format::Layout;
use crate::{Error, Table};

/// The rows of a table that this run has written as CSV, read again one by one: what formats are made of that cannot be
/// appended to.
#[derive(Debug)]
pub(crate) struct Spool {
    table: Table,
    columns: Vec<&'static str>,
    path: PathBuf,
    reader: Reader<File>,
    record: StringRecord,
}

impl Spool {
    /// The rows of `file`, which has that `path`.
    pub(crate) fn new(table: Table, layout: Layout, path: &Path, file: File) -> Self {
        Self {
            table,
            columns: layout.columns(table),
            path: path.to_owned(),
            reader: csv::ReaderBuilder::new()
                .buffer_capacity(1 << 18)
                .from_reader(file),
            record: StringRecord::new(),
        }
    }

    pub(crate) fn table(&self) -> Table {
        self.table
    }

    pub(crate) fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// Goes to the next row; false after the last.
    pub(crate) fn advance(&mut self) -> Result<bool, Error> {
        self.reader
            .read_record(&mut self.record)
            .map_err(|error| Error::io(&self.path, "cannot read again what was written")(error.into()))
    }

    /// The row, as [`Spool::advance`] left it.
    pub(crate) fn row(&self) -> &StringRecord {
        &self.record
    }
}
