//! Tables. Of any bytes: every outcome names a line further down than the one before. Of a table that a program has written:
//! every cell comes back as it was.

use super::{line, no_limits, outcomes, read};

/// See the top.
pub fn run(bytes: &[u8]) {
    let file = [b"id,text\n1,First.\n", bytes].concat();
    let mut last = 0;
    for outcome in read("a.csv", &file) {
        let number = match &outcome {
            Ok(decoded) => decoded
                .document
                .source
                .strip_prefix("a.csv:")
                .and_then(|number| number.parse().ok()),
            Err(rejection) => line(rejection),
        };
        if let Some(number) = number {
            assert!(number > last, "line {number} after line {last}");
            last = number;
        }
    }
    written(bytes);
}

/// Cells are what stands between zeros.
fn written(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let delimiter = [b',', b';', b'\t', b'|'][bytes.len() % 4];
    let cells: Vec<&str> = text.split('\0').collect();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    writer.write_record(["id", "text", "note"]).expect("memory");
    for (number, cell) in cells.iter().enumerate() {
        writer
            .write_record([&format!("n{number}"), *cell, cell])
            .expect("memory");
    }
    let file = writer.into_inner().expect("memory");
    let found = outcomes("b.csv", &file, no_limits());
    if let [Err(rejection)] = &found[..]
        && rejection.reason.label() == "not text"
    {
        return;
    }
    assert_eq!(found.len(), cells.len());
    for (cell, outcome) in cells.iter().zip(&found) {
        match outcome {
            // What looks like markup is taken away.
            Ok(_) if cell.contains(['<', '&']) => {}
            Ok(decoded) => assert_eq!(decoded.document.text, *cell),
            Err(rejection) => {
                let label = rejection.reason.label();
                assert!(
                    label == "not text" || label == "empty" && cell.trim().is_empty(),
                    "{rejection}"
                );
            }
        }
    }
}
