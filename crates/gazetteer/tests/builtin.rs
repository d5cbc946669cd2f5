//! Every row of every built-in list.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::path::Path;

use whosaid_gazetteer::{Builder, Severity};

/// The lists, one by one and then together.
#[test]
fn every_row_of_the_built_in_lists_is_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gazetteers");
    let mut lists = Builder::new(false);
    lists.add_path(&folder).unwrap();
    let faults: Vec<String> = lists
        .check()
        .iter()
        .filter(|fault| fault.severity > Severity::Note || fault.column == "id" || fault.column == "type")
        // At the beginning of a sentence these need support; elsewhere "Poles" and "Democratic" are what they look like.
        .filter(|fault| !fault.message.contains("a common word"))
        .map(|fault| fault.to_string().replace(&format!("{}/", folder.display()), ""))
        .collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    let read = lists.build().unwrap();
    assert!(read.len() >= 1_500, "{} rows", read.len());

    let builtin = Builder::new(true).build().unwrap();
    assert_eq!(
        builtin.hash(),
        read.hash(),
        "the lists in the program are not those in the folder"
    );
}

/// Given names and surnames: no gazetteer, but lists with the same order.
#[test]
fn lists_of_name_parts_are_sorted_and_unique() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gazetteers/names");
    for file in ["given.csv", "surnames.csv"] {
        let list = std::fs::read_to_string(folder.join(file)).unwrap();
        let names: Vec<&str> = list
            .lines()
            .skip(1)
            .map(|row| row.split_once(',').unwrap().0)
            .collect();
        assert!(!names.is_empty(), "{file}");
        for pair in names.windows(2) {
            assert!(pair[0] < pair[1], "{file}: {pair:?}");
        }
    }
}
