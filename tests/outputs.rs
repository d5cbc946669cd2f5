//! Every format holds what the CSV holds, and no cell does harm in a spreadsheet.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use command::{Folder, Row, column, rows};

/// Cells that spreadsheets and formats stumble over.
fn nasty() -> Vec<String> {
    let cells = [
        "=1+1",
        "=HYPERLINK(\"http://example.org\";\"x\")",
        "+7 (495) 000",
        "-40 degrees",
        "@home",
        "\tbegins with a tab",
        "\rbegins with a return",
        "00123",
        "12345678901234567890",
        "1E5",
        "3-7",
        "2023-09-21",
        "May 9",
        "TRUE",
        "a;=1+1",
        "two\nlines",
        "two\r\nlines, \"marks\", commas",
        "tab\there",
        "😀 Ə e\u{301} \u{200f}עברית",
        "_x0041_ &amp <b>",
        "'quoted'",
        "\"",
        " spaces ",
    ];
    let mut cells: Vec<String> = cells.map(str::to_owned).into();
    cells.push("é".repeat(40_000));
    cells.push("😀".repeat(20_000));
    cells
}

/// Articles whose ids, titles, names and statements are nasty.
fn write_nasty(folder: &Folder) {
    let mut lines = String::new();
    for (number, cell) in nasty().iter().enumerate() {
        let text = format!(
            "😀 In Baku, Gulnara Mirzoyeva said: “{cell} is what we saw, and it is all that we saw.”\r\n\r\n\
             “{cell} again,” said Nikol Pashinyan in Yerevan."
        );
        let record = serde_json::json!({"id": format!("{cell}{number}"), "title": cell, "date": "2023-09-21", "text": text});
        lines.push_str(&format!("{record}\n"));
    }
    lines.push_str("{\"text\": \"\"}\n");
    folder.write("nasty.jsonl", lines.as_bytes());
}

const TABLES: [&str; 5] = ["documents", "mentions", "entities", "quotes", "rejected"];

/// Formats, each with what it writes.
const FORMATS: &[(&str, &[&str])] = &[
    (
        "csv",
        &[
            "documents.csv",
            "entities.csv",
            "mentions.csv",
            "quotes.csv",
            "rejected.csv",
        ],
    ),
    (
        "tsv",
        &[
            "documents.tsv",
            "entities.tsv",
            "mentions.tsv",
            "quotes.tsv",
            "rejected.tsv",
        ],
    ),
    (
        "excel",
        &[
            "documents.csv",
            "entities.csv",
            "mentions.csv",
            "quotes.csv",
            "rejected.csv",
        ],
    ),
    ("jsonl", &["documents.jsonl", "entities.jsonl", "rejected.jsonl"]),
    ("xlsx", &["whosaid.xlsx"]),
    #[cfg(feature = "parquet")]
    (
        "parquet",
        &[
            "documents.parquet",
            "entities.parquet",
            "mentions.parquet",
            "quotes.parquet",
            "rejected.parquet",
        ],
    ),
    #[cfg(feature = "sqlite")]
    ("sqlite", &["whosaid.sqlite"]),
    ("brat", &["brat", "entities.csv", "rejected.csv"]),
];

/// Runs the command over the nasty articles; one record is rejected.
fn extract(folder: &Folder, out: &str, options: &[&str]) {
    let outcome = folder.run(
        &[&["extract", "nasty.jsonl", "--quiet", "-o", out], options].concat(),
        b"",
    );
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""), "{options:?}");
}

fn tables(folder: &Folder, out: &str) -> Vec<Vec<Row>> {
    TABLES
        .map(|table| rows(&folder.path(&format!("{out}/{table}.csv"))))
        .into()
}

/// Rows of delimited values in the order of their cells, the header first.
fn records(path: &Path, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_path(path)
        .unwrap();
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn csv_and_tsv_hold_every_cell_exactly() {
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "csv", &[]);
    // White space around a title is not part of it.
    let titles: Vec<_> = nasty().iter().map(|cell| cell.trim().to_owned()).collect();
    assert!(column(&rows(&folder.path("csv/documents.csv")), "title") == titles);
    let quotes = column(&rows(&folder.path("csv/quotes.csv")), "quote");
    assert!(
        quotes
            .iter()
            .any(|quote| quote.starts_with("two\r\nlines, \"marks\", commas is"))
    );
    assert!(quotes.iter().any(|quote| quote.starts_with("=1+1")));
    extract(&folder, "tsv", &["--format", "tsv"]);
    for table in TABLES {
        let csv = records(&folder.path(&format!("csv/{table}.csv")), b',');
        let tsv = records(&folder.path(&format!("tsv/{table}.tsv")), b'\t');
        assert!(csv == tsv, "{table}");
    }
}

#[test]
fn every_format_is_the_same_whatever_the_threads_and_leaves_nothing_else() {
    let folder = Folder::new();
    write_nasty(&folder);
    for (format, files) in FORMATS {
        let within = |threads: &str| -> Vec<(PathBuf, Vec<u8>)> {
            let folder = folder.path(&format!("{threads}/brat"));
            let files = if folder.is_dir() {
                tree(&folder)
            } else {
                BTreeMap::new()
            };
            files
                .into_iter()
                .map(|(path, bytes)| (path.strip_prefix(&folder).unwrap().to_owned(), bytes))
                .collect()
        };
        for threads in ["1", "2", "8"] {
            extract(&folder, threads, &["--format", format, "--threads", threads]);
            let mut expected: Vec<_> = files.to_vec();
            expected.push("run.json");
            expected.sort_unstable();
            // Those of the formats before are gone.
            assert_eq!(folder.list(threads), expected, "{format}");
        }
        for file in files.iter().filter(|file| **file != "brat") {
            let one = fs::read(folder.path(&format!("1/{file}"))).unwrap();
            assert!(!one.is_empty(), "{file}");
            for threads in ["2", "8"] {
                let other = fs::read(folder.path(&format!("{threads}/{file}"))).unwrap();
                assert!(one == other, "{format}: {file} differs with {threads} threads");
            }
        }
        assert!(within("1") == within("2") && within("1") == within("8"));
    }
}

#[test]
fn excel_opens_it_as_it_is_meant() {
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "csv", &[]);
    extract(&folder, "excel", &["--excel"]);
    let numbers = [
        "start",
        "end",
        "characters",
        "mentions",
        "quotes",
        "documents",
        "confidence",
    ];
    for table in TABLES {
        let path = folder.path(&format!("excel/{table}.csv"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with('\u{feff}'), "{table} has a byte order mark");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
        let plain = records(&folder.path(&format!("csv/{table}.csv")), b',');
        let excel = records(&path, b',');
        // No line end stands in a cell: every line is a row.
        assert_eq!(text.lines().count(), excel.len());
        assert_eq!(excel.len(), plain.len());
        for (cells, meant) in excel.iter().zip(&plain).skip(1) {
            for ((cell, meant), column) in cells.iter().zip(meant).zip(&plain[0]) {
                assert!(
                    !cell.trim_start().starts_with(['=', '+', '-', '@']) && !cell.starts_with('\t'),
                    "{column}: {cell:?}"
                );
                assert!(cell.encode_utf16().count() <= 32_767);
                if numbers.contains(&column.as_str()) || column.ends_with("date") {
                    assert_eq!(cell, meant, "{column}");
                } else if meant.len() < 1000 {
                    let words = |text: &str| {
                        text.replace('\'', "")
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join(" ")
                    };
                    assert_eq!(words(cell), words(meant), "{column}");
                } else if meant.encode_utf16().count() > 32_767 {
                    let all = meant.chars().count();
                    assert!(
                        cell.ends_with(&format!(" … [cut: {all} characters in all]")),
                        "{column}"
                    );
                }
            }
        }
    }
    let titles = column(&rows_with_mark(&folder.path("excel/documents.csv")), "title");
    for (number, title) in [
        (0, "'=1+1"),
        (5, "begins with a tab"),
        (7, "'00123"),
        (12, "'May 9"),
        (13, "TRUE"),
        (15, "two lines"),
    ] {
        assert_eq!(titles[number], title);
    }
}

#[test]
fn a_workbook_holds_texts_as_texts_and_numbers_as_numbers() {
    use calamine::{Data, DataType, Reader};
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "csv", &["--with-text"]);
    extract(&folder, "xlsx", &["--with-text", "--format", "xlsx"]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(folder.path("xlsx/whosaid.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), TABLES);
    let numbers = [
        "start",
        "end",
        "cue_start",
        "cue_end",
        "speaker_start",
        "speaker_end",
        "characters",
        "mentions",
        "quotes",
        "documents",
        "confidence",
    ];
    for table in TABLES {
        let meant = records(&folder.path(&format!("csv/{table}.csv")), b',');
        let range = book.worksheet_range(table).unwrap();
        assert_eq!(
            (range.height(), range.width()),
            (meant.len(), meant[0].len()),
            "{table}"
        );
        assert!(book.worksheet_formula(table).unwrap().is_empty(), "{table}");
        for (number, row) in meant.iter().enumerate() {
            for (place, meant) in row.iter().enumerate() {
                let (cell, column) = (&range[(number, place)], &range[(0, place)].to_string());
                match cell {
                    Data::Empty => assert_eq!(meant, "", "{table}.{column}"),
                    _ if number == 0 => assert_eq!(cell.as_string().as_ref(), Some(meant)),
                    Data::DateTime(date) => {
                        assert!(column.ends_with("date"));
                        assert_eq!((date.as_f64(), meant.as_str()), (45_190.0, "2023-09-21"));
                    }
                    Data::Float(value) => {
                        assert!(numbers.contains(&column.as_str()), "{column}: {value}");
                        assert_eq!(*value, meant.parse::<f64>().unwrap());
                    }
                    Data::String(text) if meant.encode_utf16().count() > 32_767 => {
                        let all = meant.chars().count();
                        assert!(text.ends_with(&format!(" … [cut: {all} characters in all]")));
                        let kept = text.rsplit_once(" … [").unwrap().0;
                        assert!(text.encode_utf16().count() <= 32_767 && meant.starts_with(kept));
                    }
                    Data::String(text) => {
                        assert!(!numbers.contains(&column.as_str()), "{column}: {text}");
                        assert_eq!(text, meant, "{table}.{column}");
                    }
                    other => panic!("{table}.{column}: {other:?}"),
                }
            }
        }
    }
}

/// The names of the files of a folder and of those in it, with what they hold.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.insert(path, bytes);
        }
    }
    files
}

#[test]
fn brat_finds_every_annotation_in_the_text() {
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "csv", &["--with-text"]);
    extract(
        &folder,
        "brat",
        &["--format", "brat", "--offset-unit", "codepoint"],
    );
    let [documents, mentions, _, quotes, _] = tables(&folder, "csv").try_into().unwrap();
    let files = rows(&folder.path("brat/brat/files.csv"));
    assert_eq!(column(&files, "document_id"), column(&documents, "document_id"));
    assert_eq!(tree(&folder.path("brat/brat")).len(), 2 * files.len() + 2);
    let (mut found_mentions, mut found_quotes) = (0, 0);
    for (file, document) in files.iter().zip(&documents) {
        let name = &file["file"];
        assert!(
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)),
            "{name}"
        );
        let read = |end: &str| fs::read_to_string(folder.path(&format!("brat/brat/{name}.{end}"))).unwrap();
        let text = read("txt");
        assert!(text == document["text"]);
        let points: Vec<char> = text.chars().collect();
        let of = |row: &&Row| row["document_id"] == document["document_id"];
        let mut mentions = mentions.iter().filter(of);
        let mut quotes = quotes.iter().filter(of);
        let annotations = read("ann");
        let mut kinds = HashMap::new();
        for line in annotations.lines() {
            let mut cells = line.splitn(3, '\t');
            let (id, what, rest) = (cells.next().unwrap(), cells.next().unwrap(), cells.next());
            let (kind, places) = what.split_once(' ').unwrap();
            match &id[..1] {
                "T" => {
                    let words: Vec<String> = places
                        .split(';')
                        .map(|place| {
                            let (start, end) = place.split_once(' ').unwrap();
                            points[start.parse().unwrap()..end.parse().unwrap()]
                                .iter()
                                .collect()
                        })
                        .collect();
                    assert!(rest == Some(&words.join(" ")), "{line:.100}");
                    let spaces = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                    match kind {
                        "Quote" => {
                            found_quotes += 1;
                            let quote = quotes.next().unwrap()["quote"].replace(" … ", " ");
                            assert!(spaces(rest.unwrap()) == spaces(&quote));
                        }
                        "Cue" | "Speaker" => {}
                        _ => {
                            found_mentions += 1;
                            let mention = mentions.next().unwrap();
                            assert_eq!(
                                (kind, rest.unwrap()),
                                (mention["type"].as_str(), mention["surface"].as_str())
                            );
                        }
                    }
                    kinds.insert(id, kind);
                }
                "R" => {
                    let (one, other) = places.split_once(' ').unwrap();
                    let ends = [("Arg1:", one), ("Arg2:", other)]
                        .map(|(name, end)| kinds[end.strip_prefix(name).unwrap()]);
                    assert!(
                        matches!(
                            (kind, ends),
                            ("SaidBy", ["Quote", "Speaker"]) | ("CuedBy", ["Quote", "Cue"])
                        ),
                        "{line}"
                    );
                }
                "N" | "A" => assert!(kinds.contains_key(places.split(' ').next().unwrap()), "{line}"),
                "#" => assert!(rest.unwrap().contains(':'), "{line}"),
                other => panic!("{other}"),
            }
        }
    }
    assert_eq!((found_mentions, found_quotes), (mentions.len(), quotes.len()));
    let annotations =
        fs::read_to_string(folder.path(&format!("brat/brat/{}.ann", files[2]["file"]))).unwrap();
    assert!(
        annotations.contains("\tReference T1 whosaid:gn587084\tBaku\n"),
        "{annotations}"
    );
    assert!(annotations.contains("\tKind T"), "{annotations}");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_has_columns_with_types() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "csv", &["--with-text"]);
    extract(&folder, "parquet", &["--with-text", "--format", "parquet"]);
    for table in TABLES {
        let meant = records(&folder.path(&format!("csv/{table}.csv")), b',');
        let file = fs::File::open(folder.path(&format!("parquet/{table}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let mut count = 1;
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            for (place, (column, field)) in row.get_column_iter().enumerate() {
                let cell = meant[count][place].as_str();
                assert_eq!(*column, meant[0][place]);
                match field {
                    Field::Null => assert_eq!(cell, ""),
                    Field::Str(text) => assert!(text == cell, "{table}.{column}"),
                    Field::Long(number) => assert_eq!(number.to_string(), cell),
                    Field::Double(number) => assert_eq!(Some(*number), cell.parse().ok()),
                    Field::Date(days) => assert_eq!((*days, cell), (19_621, "2023-09-21")),
                    other => panic!("{table}.{column}: {other:?}"),
                }
            }
            count += 1;
        }
        assert_eq!(count, meant.len(), "{table}");
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn a_database_has_keys_that_hold() {
    use rusqlite::types::ValueRef;
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "csv", &["--with-text"]);
    extract(&folder, "sqlite", &["--with-text", "--format", "sqlite"]);
    let database = rusqlite::Connection::open(folder.path("sqlite/whosaid.sqlite")).unwrap();
    let count = |query: &str| database.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(
        count("SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"),
        7
    );
    assert_eq!(
        database
            .query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))
            .unwrap(),
        "ok"
    );
    for table in TABLES {
        let meant = records(&folder.path(&format!("csv/{table}.csv")), b',');
        let mut query = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
        assert!(query.column_names().eq(meant[0].iter().map(String::as_str)));
        let mut rows = query.query([]).unwrap();
        for meant in &meant[1..] {
            let row = rows.next().unwrap().unwrap();
            for (place, cell) in meant.iter().enumerate() {
                match row.get_ref(place).unwrap() {
                    ValueRef::Null => assert_eq!(cell, ""),
                    ValueRef::Text(text) => assert!(text == cell.as_bytes(), "{table}"),
                    ValueRef::Integer(number) => assert_eq!(number.to_string(), *cell),
                    ValueRef::Real(number) => assert_eq!(Some(number), cell.parse().ok()),
                    ValueRef::Blob(_) => panic!("{table}"),
                }
            }
        }
        assert!(rows.next().unwrap().is_none());
    }
}

#[test]
fn a_format_that_is_not_built_says_how_to_build_it() {
    let folder = Folder::new();
    for (format, built) in [
        ("parquet", cfg!(feature = "parquet")),
        ("sqlite", cfg!(feature = "sqlite")),
        ("pdf", false),
    ] {
        let outcome = folder.run(&["extract", "x", "-o", "out", "--format", format], b"");
        assert_eq!(outcome.code, 2);
        let says = if format == "pdf" {
            "no format \"pdf\""
        } else {
            &format!("--features {format}")
        };
        assert_eq!(outcome.stderr.contains(says), !built, "{}", outcome.stderr);
    }
}

/// The rows of a table that begins with a byte order mark.
fn rows_with_mark(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn one_table_goes_into_a_pipe_as_it_goes_into_a_file() {
    let folder = Folder::new();
    write_nasty(&folder);
    for (format, extension) in [("csv", "csv"), ("tsv", "tsv")] {
        for table in ["documents", "mentions", "quotes", "rejected", "terms"] {
            let options = ["--format", format, "--tables", table];
            extract(&folder, "out", &options);
            let file = fs::read(folder.path(&format!("out/{table}.{extension}"))).unwrap();
            let outcome = folder.run(
                &[&["extract", "nasty.jsonl", "-o", "-"], &options[..]].concat(),
                b"",
            );
            assert_eq!(outcome.code, 1, "{outcome:?}");
            assert!(outcome.stdout.as_bytes() == file, "{format} {table}");
            assert!(file.len() > 40, "{format} {table}");
        }
    }
    for (options, told) in [
        (
            &["--tables", "entities"][..],
            "the table of entities is counted to the end",
        ),
        (&["--tables", "quotes,mentions"], "choose one (--tables quotes)"),
        (&["--tables", "quotes", "--terms"], "choose one"),
        (&[], "choose one"),
        (
            &["--tables", "quotes", "--excel"],
            "--format excel cannot go to standard output",
        ),
        (
            &["--tables", "quotes", "--format", "xlsx"],
            "--format xlsx cannot go to standard output",
        ),
    ] {
        let outcome = folder.run(&[&["extract", "nasty.jsonl", "-o", "-"], options].concat(), b"");
        assert_eq!(outcome.code, 2, "{options:?} {outcome:?}");
        assert!(outcome.stderr.contains(told), "{options:?} {}", outcome.stderr);
        assert_eq!(outcome.stdout, "");
    }
    // Nobody waits for more than a line.
    let line =
        "$WHOSAID extract nasty.jsonl nasty.jsonl nasty.jsonl -o - --tables mentions --quiet | head -n 1";
    assert_eq!(
        folder.shell(line).stdout,
        "document_id,start,end,surface,type,entity_id,name,rule,confidence\n"
    );
}

#[test]
fn only_the_tables_that_are_wanted() {
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "all", &[]);
    extract(&folder, "some", &["--tables", "quotes,entities"]);
    assert_eq!(folder.list("some"), ["entities.csv", "quotes.csv", "run.json"]);
    for table in ["quotes", "entities"] {
        let file = |out| fs::read(folder.path(&format!("{out}/{table}.csv"))).unwrap();
        assert!(file("some") == file("all"), "{table}");
    }
    // A document is an object; what it holds is chosen.
    extract(&folder, "some", &["--tables", "quotes", "--format", "jsonl"]);
    assert_eq!(folder.list("some"), ["documents.jsonl", "run.json"]);
    let text = fs::read_to_string(folder.path("some/documents.jsonl")).unwrap();
    for line in text.lines() {
        let document: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(document["quotes"].is_array() && document["mentions"].is_null());
    }
}

#[test]
fn what_others_wrote_is_not_overwritten_or_removed() {
    let folder = Folder::new();
    write_nasty(&folder);
    folder.write(
        "out/documents.jsonl",
        b"{\"document_id\":\"mine\",\"text\":\"Mine.\"}\n",
    );
    folder.write("out/quotes.tsv", b"mine\n");
    extract(&folder, "out", &[]);
    extract(&folder, "out", &["--excel"]);
    assert_eq!(fs::read(folder.path("out/quotes.tsv")).unwrap(), b"mine\n");
    for format in ["jsonl", "tsv"] {
        let outcome = folder.run(&["extract", "nasty.jsonl", "-o", "out", "--format", format], b"");
        assert_eq!(outcome.code, 2);
        assert!(
            outcome
                .stderr
                .contains("is not a table of whosaid and would be overwritten"),
            "{}",
            outcome.stderr
        );
    }
    assert_eq!(folder.list("out").len(), 8);
}

#[test]
fn offsets_count_what_is_asked_and_fit_the_text() {
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "codepoint", &["--with-text"]);
    for unit in ["codepoint", "byte", "utf16"] {
        extract(&folder, unit, &["--with-text", "--offset-unit", unit]);
        let [documents, mentions, _, quotes, _] = tables(&folder, unit).try_into().unwrap();
        assert_eq!(
            documents,
            rows(&folder.path("codepoint/documents.csv")),
            "the text and its size are the same"
        );
        let slice = |row: &Row, start: &str, end: &str| {
            let document = documents
                .iter()
                .find(|document| document["document_id"] == row["document_id"])
                .unwrap();
            let text = &document["text"];
            let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
            match unit {
                "byte" => text[start..end].to_owned(),
                "utf16" => String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap(),
                _ => text.chars().skip(start).take(end - start).collect(),
            }
        };
        assert!(mentions.len() > 50 && quotes.len() > 20);
        for row in &mentions {
            assert_eq!(slice(row, &row["start"], &row["end"]), row["surface"], "{unit}");
        }
        for row in &quotes {
            let spans: Vec<_> = row["spans"]
                .split(';')
                .map(|span| {
                    let (start, end) = span.split_once('-').unwrap();
                    slice(row, start, end)
                })
                .collect();
            assert_eq!(spans.join(" … "), row["quote"], "{unit}");
            if !row["cue"].is_empty() {
                assert_eq!(slice(row, &row["cue_start"], &row["cue_end"]), row["cue"]);
            }
        }
    }
}

#[test]
fn json_lines_hold_what_the_tables_hold() {
    let folder = Folder::new();
    write_nasty(&folder);
    extract(&folder, "csv", &["--with-text"]);
    extract(&folder, "jsonl", &["--with-text", "--format", "jsonl"]);
    let [documents, mentions, entities, quotes, rejected] = tables(&folder, "csv").try_into().unwrap();
    let read = |name: &str| -> Vec<serde_json::Value> {
        let text = fs::read_to_string(folder.path(&format!("jsonl/{name}.jsonl"))).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    /// A value as a cell of CSV has it.
    fn cell(value: &serde_json::Value) -> String {
        match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Null => String::new(),
            serde_json::Value::Array(spans) => {
                let spans: Vec<_> = spans
                    .iter()
                    .map(|span| format!("{}-{}", span[0], span[1]))
                    .collect();
                spans.join(";")
            }
            number => number.as_f64().map_or(String::new(), |_| number.to_string()),
        }
    }
    let same = |objects: &[serde_json::Value], rows: &[Row]| {
        assert_eq!(objects.len(), rows.len());
        for (object, row) in objects.iter().zip(rows) {
            for (column, meant) in row {
                if column == "confidence" {
                    assert_eq!(object[column].as_f64(), meant.parse().ok());
                } else if !object[column].is_array() || column == "spans" {
                    assert_eq!(&cell(&object[column]), meant, "{column}");
                }
            }
        }
    };
    let objects = read("documents");
    same(&objects, &documents);
    let list = |name: &str| -> Vec<serde_json::Value> {
        objects
            .iter()
            .flat_map(|object| object[name].as_array().unwrap().clone())
            .collect()
    };
    same(&list("mentions"), &mentions);
    same(&list("quotes"), &quotes);
    same(&read("entities"), &entities);
    same(&read("rejected"), &rejected);
    // The same from a pipe into a pipe, but for the source.
    let dump = fs::read(folder.path("nasty.jsonl")).unwrap();
    let piped = folder.run(
        &["extract", "-", "--format", "jsonl", "--with-text", "--quiet"],
        &dump,
    );
    let text = fs::read_to_string(folder.path("jsonl/documents.jsonl")).unwrap();
    assert_eq!(
        piped.stdout,
        text.replace("\"source\":\"nasty.jsonl:", "\"source\":\"-:")
    );
}

#[test]
fn a_table_that_cannot_be_read_again_is_named() {
    let folder = Folder::new();
    write_nasty(&folder);
    for options in [&["--excel"][..], &["--offset-unit", "byte"]] {
        extract(&folder, "out", options);
        let outcome = folder.run(&["gazetteer", "suggest", "out"], b"");
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("--format csv"), "{}", outcome.stderr);
    }
}

const TERMS: &str = "😀 The so-called “corridor” stayed shut. “Nobody passes,” said Gulnara Mirzoyeva in Baku.\n\n\
    Her new film “The Long Winter” opens on Friday, and Vladimir “Red” Antonov will be there.\n";

/// The terms of [`TERMS`]: what the row of each must say.
const FOUND: [[&str; 3]; 3] = [
    ["t-a.txt-1", "corridor", "quotes:term-so-called"],
    ["t-a.txt-2", "The Long Winter", "quotes:term-title"],
    ["t-a.txt-3", "Red", "quotes:term-nickname"],
];

#[test]
fn terms_have_a_table_only_if_asked_for_and_change_no_other() {
    let folder = Folder::new();
    folder.write("a.txt", TERMS.as_bytes());
    folder.write("b.txt", b"Rain fell on the hills for three days.");
    let run = |out: &str, options: &[&str]| {
        let outcome = folder.run(
            &[&["extract", "a.txt", "b.txt", "-o", out], options].concat(),
            b"",
        );
        assert_eq!(outcome.code, 0, "{outcome:?}");
        outcome
    };
    let counts = |out: &str| {
        let run = fs::read(folder.path(out).join("run.json")).unwrap();
        let run: serde_json::Value = serde_json::from_slice(&run).unwrap();
        run["counts"]["terms"].clone()
    };
    run("without", &[]);
    assert!(!folder.path("without/terms.csv").exists());
    assert_eq!(counts("without"), serde_json::Value::Null);
    assert!(run("with", &["--terms"]).stderr.contains(", 3 terms"));
    assert_eq!(counts("with"), 3);
    for table in TABLES {
        let file = |out| fs::read(folder.path(&format!("{out}/{table}.csv"))).unwrap();
        assert!(file("with") == file("without"), "{table}");
    }
    let terms = rows(&folder.path("with/terms.csv"));
    let points: Vec<char> = TERMS.chars().collect();
    for (row, meant) in terms.iter().zip(FOUND) {
        assert_eq!(
            [row["term_id"].as_str(), &row["term"], &row["rule"]],
            meant,
            "{row:?}"
        );
        assert_eq!(
            (row["document_id"].as_str(), row["kind"].as_str()),
            ("a.txt", "term")
        );
        let place = |column: &str| row[column].parse::<usize>().unwrap();
        let words: String = points[place("start")..place("end")].iter().collect();
        assert_eq!(words, row["term"]);
        assert!((0.0..=1.0).contains(&row["confidence"].parse::<f64>().unwrap()));
    }
    assert_eq!(terms.len(), FOUND.len());
    // Either option asks for it, and what an earlier run wrote does not stay.
    run("with", &["--terms", "--tables", "quotes"]);
    assert_eq!(folder.list("with"), ["quotes.csv", "run.json", "terms.csv"]);
    let terms = fs::read(folder.path("with/terms.csv")).unwrap();
    run("with", &["--tables", "terms"]);
    assert_eq!(folder.list("with"), ["run.json", "terms.csv"]);
    assert!(fs::read(folder.path("with/terms.csv")).unwrap() == terms);
    run("with", &[]);
    assert!(!folder.path("with/terms.csv").exists());
}

#[test]
fn every_format_has_the_terms() {
    let folder = Folder::new();
    folder.write("a.txt", TERMS.as_bytes());
    let run = |format: &str| {
        let outcome = folder.run(
            &["extract", "a.txt", "-o", format, "--terms", "--format", format],
            b"",
        );
        assert_eq!(outcome.code, 0, "{outcome:?}");
    };
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t'), ("excel", b',')] {
        run(format);
        let end = if format == "tsv" { "tsv" } else { "csv" };
        let all = records(&folder.path(&format!("{format}/terms.{end}")), delimiter);
        let found: Vec<_> = all[1..]
            .iter()
            .map(|row| [row[0].as_str(), &row[6], &row[7]])
            .collect();
        assert_eq!(found, FOUND, "{format}");
    }
    run("jsonl");
    assert!(!folder.path("jsonl/terms.jsonl").exists());
    let line = fs::read_to_string(folder.path("jsonl/documents.jsonl")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&line).unwrap();
    let found = document["terms"].as_array().unwrap().iter();
    let found: Vec<_> = found
        .map(|term| ["term_id", "term", "rule"].map(|column| term[column].as_str().unwrap()))
        .collect();
    assert_eq!(found, FOUND);
    run("brat");
    let folder_of_brat = tree(&folder.path("brat/brat"));
    let file = |end: &str| {
        let mut files = folder_of_brat.iter();
        let (_, bytes) = files
            .find(|(path, _)| path.to_str().unwrap().ends_with(end))
            .unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    assert!(file("annotation.conf").contains("\nTerm\n"));
    let annotations = file(".ann");
    for [_, term, rule] in FOUND {
        let line = annotations
            .lines()
            .find(|line| line.ends_with(&format!("\t{term}")) && line.contains("\tTerm "));
        let number = line.unwrap().split('\t').next().unwrap();
        assert!(
            annotations.contains(&format!("AnnotatorNotes {number}\t{rule} ")),
            "{annotations}"
        );
    }
    run("xlsx");
    {
        use calamine::Reader;
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(folder.path("xlsx/whosaid.xlsx")).unwrap();
        let sheet = book.worksheet_range("terms").unwrap();
        for (number, meant) in FOUND.iter().enumerate() {
            let found = [0, 6, 7].map(|column| sheet[(number + 1, column)].to_string());
            assert_eq!(found, *meant);
        }
    }
    #[cfg(feature = "parquet")]
    {
        use parquet::file::reader::{FileReader, SerializedFileReader};
        run("parquet");
        let file = fs::File::open(folder.path("parquet/terms.parquet")).unwrap();
        let metadata = SerializedFileReader::new(file).unwrap();
        assert_eq!(metadata.metadata().file_metadata().num_rows(), 3);
    }
    #[cfg(feature = "sqlite")]
    {
        run("sqlite");
        let database = rusqlite::Connection::open(folder.path("sqlite/whosaid.sqlite")).unwrap();
        let query = "SELECT COUNT(*) FROM terms JOIN documents USING (document_id) WHERE kind = 'term'";
        let count = database.query_row(query, [], |row| row.get::<_, i64>(0));
        assert_eq!(count.unwrap(), 3);
    }
}

#[test]
fn brat_refuses_what_it_would_not_obey() {
    let folder = Folder::new();
    folder.write("a.txt", TERMS.as_bytes());
    for (options, says) in [
        (&["--offset-unit", "byte"][..], "leave out --offset-unit byte"),
        (&["--offset-unit", "utf16"], "leave out --offset-unit utf16"),
        (&["--with-text"], "leave out --with-text"),
    ] {
        let command = [&["extract", "a.txt", "-o", "out", "--format", "brat"], options].concat();
        let outcome = folder.run(&command, b"");
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains(says), "{}", outcome.stderr);
        assert!(!folder.path("out").exists());
    }
}
