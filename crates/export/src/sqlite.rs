//! One SQLite database with all tables, their keys and indexes: Datasette serves it as it is.

use std::io;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Null;

use crate::complete::APPLICATION;
use crate::spool::Spool;
use crate::table::ColumnKind;
use crate::{Error, Table};

/// Pages that are held in memory, in KiB.
const CACHE: u32 = 16 << 10;

/// Columns that a query goes by.
const INDEXES: &[(Table, &str)] = &[
    (Table::Documents, "date"),
    (Table::Mentions, "document_id"),
    (Table::Mentions, "entity_id"),
    (Table::Entities, "name"),
    (Table::Quotes, "document_id"),
    (Table::Quotes, "speaker_id"),
    (Table::Quotes, "date"),
    (Table::Terms, "document_id"),
];

/// Writes the database at `path`, where an empty file may be.
pub(crate) fn write(path: &Path, spools: &mut [Spool]) -> Result<(), Error> {
    let failed = |error: rusqlite::Error| Error::io(path, "cannot write")(io::Error::other(error));
    let database = Connection::open(path).map_err(failed)?;
    // Nobody reads it before it is complete, and if it does not become complete it is removed.
    let pragmas = format!(
        "PRAGMA application_id = {APPLICATION}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
         PRAGMA foreign_keys = OFF; PRAGMA cache_size = -{CACHE}; BEGIN"
    );
    database.execute_batch(&pragmas).map_err(failed)?;
    let tables: Vec<Table> = spools.iter().map(Spool::table).collect();
    for spool in spools.iter_mut() {
        let table = spool.table();
        let columns = spool.columns().to_vec();
        database
            .execute_batch(&definition(table, &columns, &tables))
            .map_err(failed)?;
        let places = vec!["?"; columns.len()].join(", ");
        let mut insert = database
            .prepare(&format!("INSERT INTO \"{table}\" VALUES ({places})"))
            .map_err(failed)?;
        while spool.advance()? {
            for (number, (cell, column)) in spool.row().iter().zip(&columns).enumerate() {
                let number = number + 1;
                let bound = match ColumnKind::of(column) {
                    _ if cell.is_empty() => insert.raw_bind_parameter(number, Null),
                    ColumnKind::Number => {
                        insert.raw_bind_parameter(number, cell.parse::<i64>().unwrap_or_default())
                    }
                    ColumnKind::Share => {
                        insert.raw_bind_parameter(number, cell.parse::<f64>().unwrap_or_default())
                    }
                    ColumnKind::Text | ColumnKind::Date => insert.raw_bind_parameter(number, cell),
                };
                bound.map_err(failed)?;
            }
            insert.raw_execute().map_err(failed)?;
        }
    }
    for (table, column) in INDEXES {
        if tables.contains(table) {
            let index = format!("CREATE INDEX \"{table}_{column}\" ON \"{table}\" (\"{column}\")");
            database.execute_batch(&index).map_err(failed)?;
        }
    }
    database.execute_batch("COMMIT").map_err(failed)?;
    database.close().map_err(|(_, error)| failed(error))
}

fn definition(table: Table, columns: &[&str], tables: &[Table]) -> String {
    let columns: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(number, column)| {
            let kind = match ColumnKind::of(column) {
                ColumnKind::Text | ColumnKind::Date => "TEXT",
                ColumnKind::Number => "INTEGER",
                ColumnKind::Share => "REAL",
            };
            let key = match table {
                Table::Documents | Table::Entities | Table::Quotes | Table::Terms if number == 0 => {
                    " PRIMARY KEY NOT NULL".to_owned()
                }
                _ => reference(column, tables),
            };
            format!("\"{column}\" {kind}{key}")
        })
        .collect();
    format!("CREATE TABLE \"{table}\" ({})", columns.join(", "))
}

fn reference(column: &str, tables: &[Table]) -> String {
    let (table, key) = match column {
        "document_id" => (Table::Documents, "document_id"),
        "entity_id" | "speaker_id" => (Table::Entities, "entity_id"),
        _ => return String::new(),
    };
    match tables.contains(&table) {
        true => format!(" REFERENCES \"{table}\" (\"{key}\")"),
        false => String::new(),
    }
}
