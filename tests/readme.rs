//! README's excerpt is what its first command writes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

/// Rows of a table as the cells of the named columns.
fn rows(csv: impl std::io::Read, columns: &csv::StringRecord) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> = columns
        .iter()
        .map(|column| {
            let place = header.iter().position(|held| held == column);
            place.unwrap_or_else(|| panic!("no column {column:?}"))
        })
        .collect();
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            places.iter().map(|place| row[*place].to_owned()).collect()
        })
        .collect()
}

#[test]
fn the_excerpt_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args(["extract", "--quiet", "-o"])
        .arg(out.path())
        .arg(root.join("tests/dump/railway"))
        .status()
        .unwrap();
    assert!(status.success());
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut blocks = 0;
    for block in readme.split("\n```csv\n").skip(1) {
        let block = &block[..block.find("\n```").unwrap()];
        let columns = csv::Reader::from_reader(block.as_bytes())
            .headers()
            .unwrap()
            .clone();
        let table = if columns.iter().any(|column| column == "variants") {
            "entities"
        } else {
            "quotes"
        };
        let written = rows(
            std::fs::File::open(out.path().join(format!("{table}.csv"))).unwrap(),
            &columns,
        );
        let shown = rows(block.as_bytes(), &columns);
        assert!(!shown.is_empty());
        for row in shown {
            assert!(written.contains(&row), "{table}.csv has no row {row:?}");
        }
        blocks += 1;
    }
    assert_eq!(
        blocks, 2,
        "README shows an excerpt of quotes.csv and one of entities.csv"
    );
}
