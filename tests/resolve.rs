//! The command `resolve`: names one a line, or a column of a spreadsheet.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::fs;
use std::path::Path;
use std::process::Command;

const LIST: &str = "id,type,name\nx1,PER,Chingiz Aitov\nx2,PER,Chingiz Aitova\nx3,LOC,Aitovo\n";

fn resolve(folder: &Path, input: &str, more: &[&str]) -> Vec<Vec<String>> {
    let path = |name: &str| folder.join(name).display().to_string();
    fs::write(path("list.csv"), LIST).unwrap();
    fs::write(path("names"), input).unwrap();
    let (list, names, out) = (path("list.csv"), path("names"), path("out.csv"));
    let output = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args([
            "resolve",
            "--no-builtin",
            "--gazetteer",
            &list,
            &names,
            "-o",
            &out,
        ])
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let table = fs::read_to_string(out).unwrap();
    let mut lines = table.lines();
    let head = "query,entity_id,name,type,rule,score,next_id,next_name,next_score,reason";
    assert_eq!(lines.next(), Some(head));
    lines
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

#[test]
fn names_one_a_line_are_resolved_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = resolve(
        folder.path(),
        "Tschingis Aitow\n\nChingiz Aitova\nAnn Orr\nTschingis Aitow\n",
        &[],
    );
    assert_eq!(rows.len(), 5, "an empty line keeps its row");
    assert_eq!(rows.remove(1)[4], "resolve:none");
    assert_eq!(rows[0], rows[3]);
    let cells = |row: usize| [&rows[row][0], &rows[row][1], &rows[row][4], &rows[row][6]];
    assert_eq!(cells(0), ["Tschingis Aitow", "x1", "resolve:sound", "x2"]);
    assert_eq!(cells(1), ["Chingiz Aitova", "x2", "resolve:exact", "x1"]);
    assert_eq!(cells(2), ["Ann Orr", "", "resolve:none", ""]);
    let score = |row: usize, column: usize| rows[row][column].parse::<f32>().unwrap();
    assert!(score(0, 5) >= 0.96 && score(0, 8) < 0.8, "{rows:?}");
}

#[test]
fn a_column_of_a_spreadsheet_is_found_by_its_heading_or_number() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = "\u{feff}nr;who\r\n1;\"Aitov, Chingiz\"\r\n2;\r\n3;Чингиз Аитов\r\n";
    for column in ["who", "2"] {
        let rows = resolve(folder.path(), sheet, &["--column", column]);
        assert_eq!(rows.len(), 3, "an empty cell keeps its row");
        assert_eq!(rows[2][1], "x1");
    }
    let places = resolve(folder.path(), "Aitovo\n", &["--type", "PER"]);
    assert_eq!(places[0][1], "");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("list.csv"), LIST).unwrap();
    fs::write(path("names"), "Aitovo\n").unwrap();
    fs::write(path("latin"), b"Aitovo\nM\xfcnchen\n").unwrap();
    let run = |names: &str, out: &str, kind: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_whosaid"))
            .current_dir(&folder)
            .args(["resolve", "--no-builtin", "--gazetteer", "list.csv"])
            .args([names, "-o", out, "--type", kind])
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for (names, out, kind, told) in [
        ("names", "names", "LOC", "names is read from"),
        ("names", "list.csv", "LOC", "list.csv is read from"),
        ("names", "out.csv", "PERS", "the types are LOC, PER"),
        ("latin", "out.csv", "LOC", "latin: line 2 is not UTF-8"),
    ] {
        let (code, error) = run(names, out, kind);
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(told), "{error}");
    }
    assert_eq!(fs::read_to_string(path("names")).unwrap(), "Aitovo\n");
    assert_eq!(fs::read_to_string(path("list.csv")).unwrap(), LIST);
    assert!(!path("out.csv").exists());
}
