//! The lists can be read and edited by a person: sorted, each word once, nothing unknown.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its list should panic")]

use std::fs;
use std::path::Path;

fn rows(path: &Path) -> Vec<String> {
    let list = fs::read_to_string(path).unwrap();
    assert!(list.ends_with('\n') && !list.contains('\r'), "{}", path.display());
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn lists(folder: &str, extension: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.retain(|path| path.extension().is_some_and(|found| found == extension));
    assert!(!found.is_empty());
    found
}

fn sorted_and_unique(words: &[&str], path: &Path) {
    for pair in words.windows(2) {
        assert!(
            pair[0] < pair[1],
            "{}: {} before {}",
            path.display(),
            pair[0],
            pair[1]
        );
    }
}

#[test]
fn word_lists_are_sorted_and_unique() {
    for path in lists("data", "txt") {
        let words = rows(&path);
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        sorted_and_unique(&words, &path);
        assert!(
            words
                .iter()
                .all(|word| word.trim() == *word && !word.contains(' '))
        );
    }
}

#[test]
fn abbreviations_are_sorted_and_well_formed() {
    for path in lists("data/abbreviations", "csv") {
        let rows = rows(&path);
        assert_eq!(rows[0], "abbreviation,ends,after");
        let mut words = Vec::new();
        for row in &rows[1..] {
            let cells: Vec<_> = row.split(',').collect();
            assert_eq!(cells.len(), 3, "{row}");
            assert!(["never", "starter", "capital"].contains(&cells[1]), "{row}");
            assert!(["", "number"].contains(&cells[2]), "{row}");
            assert!(
                !cells[0].ends_with('.') && !cells[0].contains(char::is_whitespace),
                "{row}"
            );
            words.push(cells[0]);
        }
        sorted_and_unique(&words, &path);
    }
}
