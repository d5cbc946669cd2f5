//! The tables of an earlier run, read again.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use csv::{Reader, StringRecord};
use serde_json::{Map, Value};

use crate::{Error, Table};

/// The rows of a table, one after another; only one is held.
#[derive(Debug)]
pub struct Rows {
    path: PathBuf,
    table: Table,
    reader: Reader<File>,
    record: StringRecord,
    /// Where each of the table's columns stands in the file.
    places: Vec<usize>,
}

/// A row of [`Rows`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    rows: &'r Rows,
}

impl Rows {
    /// Opens a table in the folder of a run.
    ///
    /// # Errors
    /// If it is not there, cannot be read, or lacks a column.
    pub fn open(folder: &Path, table: Table) -> Result<Self, Error> {
        let path = folder.join(format!("{table}.csv"));
        let file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::NoTable(path)),
            opened => opened.map_err(Error::io(&path, "cannot read"))?,
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => return Err(unread(&path, &error)),
        };
        let mut places = Vec::with_capacity(table.columns().len());
        for column in table.columns() {
            let place = header
                .iter()
                .position(|name| name.trim_start_matches('\u{feff}') == *column);
            let Some(place) = place else {
                return Err(Error::Row {
                    path,
                    row: 0,
                    message: format!("has no column {column}"),
                });
            };
            places.push(place);
        }
        Ok(Self {
            path,
            table,
            reader,
            record: StringRecord::new(),
            places,
        })
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    /// If it is not CSV in UTF-8, or the system cannot read it.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, Error> {
        match self.reader.read_record(&mut self.record) {
            Ok(true) => Ok(Some(Row { rows: self })),
            Ok(false) => Ok(None),
            Err(error) => Err(unread(&self.path, &error)),
        }
    }
}

impl<'r> Row<'r> {
    /// The cell of a column, which is one of [`Table::columns`]; empty if the row is short or there is no such column.
    pub fn cell(&self, column: &str) -> &'r str {
        let rows = self.rows;
        let number = rows.table.columns().iter().position(|known| *known == column);
        number
            .and_then(|number| rows.record.get(rows.places[number]))
            .unwrap_or_default()
    }

    /// The cell as a number.
    ///
    /// # Errors
    /// If it is none.
    pub fn number(&self, column: &str) -> Result<u64, Error> {
        let cell = self.cell(column);
        cell.parse().map_err(|_| Error::Row {
            path: self.rows.path.clone(),
            row: self.rows.record.position().map_or(0, csv::Position::line),
            message: format!("column {column}: {cell:?} is no number"),
        })
    }
}

/// What an earlier run was told: `settings` of its `run.json`.
///
/// # Errors
/// If `run.json` is not there or not one of ours.
pub fn settings(folder: &Path) -> Result<Map<String, Value>, Error> {
    let path = folder.join("run.json");
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::NoTable(path)),
        read => read.map_err(Error::io(&path, "cannot read"))?,
    };
    let run: Option<Value> = serde_json::from_slice(&bytes).ok();
    match run.as_ref().and_then(|run| run["settings"].as_object()) {
        Some(settings) => Ok(settings.clone()),
        None => Err(Error::Row {
            path,
            row: 0,
            message: "holds no settings of a run".to_owned(),
        }),
    }
}

fn unread(path: &Path, error: &csv::Error) -> Error {
    Error::Row {
        path: path.to_owned(),
        row: error.position().map_or(0, csv::Position::line),
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> Result<Vec<(String, u64)>, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("rejected.csv"), bytes).unwrap();
        let read = || -> Result<Vec<(String, u64)>, Error> {
            let mut rows = Rows::open(folder.path(), Table::Rejected)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next_row()? {
                found.push((row.cell("source").to_owned(), row.number("record")?));
            }
            Ok(found)
        };
        read().map_err(|error| {
            let folder = format!("{}/", folder.path().display());
            error.to_string().replace(&folder, "")
        })
    }

    #[test]
    fn reads_columns_by_name() {
        assert_eq!(
            table(b"\xef\xbb\xbfsource,record,reason\n\"a,\nb\",7,\nc,8\n"),
            Ok(vec![("a,\nb".to_owned(), 7), ("c".to_owned(), 8)])
        );
        assert_eq!(
            table(b"record,source,reason\n7,a,\n"),
            Ok(vec![("a".to_owned(), 7)])
        );
    }

    #[test]
    fn names_what_is_wrong() {
        assert_eq!(
            table(b"source,record,reason\na,1,\nb,x,\n"),
            Err("rejected.csv: row 3: column record: \"x\" is no number".to_owned())
        );
        assert_eq!(
            table(b"source,reason\n"),
            Err("rejected.csv: has no column record".to_owned())
        );
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            Rows::open(folder.path(), Table::Quotes),
            Err(Error::NoTable(_))
        ));
        assert!(matches!(settings(folder.path()), Err(Error::NoTable(_))));
    }
}
