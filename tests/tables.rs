//! What holds for all tables of a run, whatever the stages find.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use std::collections::{HashMap, HashSet};
use std::fs;

use command::{Folder, column, rows};

/// Articles of our own with everything that is hard on offsets and on CSV: letters beyond the basic plane, combining
/// marks, quotation marks, commas, line ends of all kinds, ids that occur twice.
fn write_dump(folder: &Folder, copies: usize) {
    let articles = [
        "😀 “The bridge, which is old, is open,” said Gulnara Mirzoyeva, 41.\r\n\r\nMirzoyeva works in Baku.",
        "İlham Əliyev met Nikol Pashinyan in Brussels. Pashinyan said: “We talked,\nthen we talked again.”",
        "According to Narek Poghosyan, \"the slope has moved\".\n\nHe spoke in Yerevan; « rien », he added.",
        "The e\u{301}te\u{301} of 2023 was dry, Ana Kovač told reporters in Zagreb. “Dry, dry, dry,” she said.",
    ];
    let mut lines = String::new();
    for number in 0..copies {
        let text = articles[number % articles.len()];
        let record = serde_json::json!({
            "id": format!("a{}", number % 97),
            "title": "A title, with \"marks\"\nand lines",
            "date": "2023-09-21",
            "lang": "en",
            "text": format!("{text}\n\nCopy {number}."),
        });
        lines.push_str(&format!("{record}\n"));
    }
    folder.write("dump.jsonl", lines.as_bytes());
    for (number, text) in articles.iter().enumerate() {
        folder.write(&format!("files/b/{number}.txt"), text.as_bytes());
        folder.write(&format!("files/a, \"b\"/{number}.txt"), text.as_bytes());
    }
    folder.write("files/.hidden/x.txt", b"Nobody reads this.");
    folder.write("files/.hidden.txt", b"Nor this.");
}

const TABLES: [&str; 5] = ["documents", "mentions", "entities", "quotes", "rejected"];

#[test]
fn one_two_and_eight_threads_write_the_same_bytes() {
    let folder = Folder::new();
    write_dump(&folder, 600);
    let mut all = Vec::new();
    for threads in ["1", "2", "8"] {
        let outcome = folder.run(
            &[
                "extract",
                "files",
                "dump.jsonl",
                "-o",
                threads,
                "--threads",
                threads,
            ],
            b"",
        );
        assert_eq!(outcome.code, 0, "{outcome:?}");
        all.push(TABLES.map(|table| fs::read(folder.path(&format!("{threads}/{table}.csv"))).unwrap()));
    }
    assert!(all[0] == all[1] && all[0] == all[2]);
    assert_eq!(rows(&folder.path("1/documents.csv")).len(), 608);
}

#[test]
fn rows_come_in_the_order_of_the_input_and_ids_are_unique() {
    let folder = Folder::new();
    write_dump(&folder, 100);
    let outcome = folder.extract(&["files", "dump.jsonl", "files/b/0.txt"]);
    assert_eq!(outcome.code, 0);
    let ids = column(&rows(&folder.path("out/documents.csv")), "document_id");
    assert_eq!(ids[..2], ["a, \"b\"/0.txt", "a, \"b\"/1.txt"]);
    assert_eq!(ids[4..6], ["b/0.txt", "b/1.txt"]);
    assert_eq!(ids[8..10], ["a0", "a1"]);
    assert_eq!(ids[105..], ["a0~2", "a1~2", "a2~2", "0.txt"]);
    assert!(
        outcome
            .stderr
            .contains("3 documents have ids that occurred before: \"a0\" became \"a0~2\" ("),
        "{}",
        outcome.stderr
    );
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    for table in ["mentions", "quotes"] {
        let documents = column(&rows(&folder.path(&format!("out/{table}.csv"))), "document_id");
        let places: Vec<_> = documents
            .iter()
            .map(|id| ids.iter().position(|other| other == id).unwrap())
            .collect();
        assert!(places.is_sorted(), "{table}");
    }
}

#[test]
fn offsets_are_code_points_of_the_text() {
    let folder = Folder::new();
    write_dump(&folder, 8);
    assert_eq!(folder.extract(&["files", "dump.jsonl"]).code, 0);
    let mut texts: HashMap<String, Vec<char>> = HashMap::new();
    for document in rows(&folder.path("out/documents.csv")) {
        let id = document["document_id"].clone();
        let text = match document["source"].rsplit_once("dump.jsonl:") {
            Some((_, line)) => {
                let dump = fs::read_to_string(folder.path("dump.jsonl")).unwrap();
                let line = dump.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                record["text"].as_str().unwrap().to_owned()
            }
            None => fs::read_to_string(folder.path(&document["source"])).unwrap(),
        };
        assert_eq!(document["characters"], text.chars().count().to_string());
        texts.insert(id, text.chars().collect());
    }
    let slice = |id: &str, start: &str, end: &str| -> String {
        texts[id][start.parse().unwrap()..end.parse().unwrap()]
            .iter()
            .collect()
    };
    let mentions = rows(&folder.path("out/mentions.csv"));
    assert!(!mentions.is_empty());
    for row in &mentions {
        assert_eq!(
            slice(&row["document_id"], &row["start"], &row["end"]),
            row["surface"]
        );
    }
    let quotes = rows(&folder.path("out/quotes.csv"));
    assert!(!quotes.is_empty());
    for row in &quotes {
        let id = &row["document_id"];
        let spans: Vec<_> = row["spans"]
            .split(';')
            .map(|span| {
                let (start, end) = span.split_once('-').unwrap();
                slice(id, start, end)
            })
            .collect();
        assert_eq!(spans.join(" … "), row["quote"]);
        for part in ["cue", "speaker"] {
            let place = (&row[&format!("{part}_start")], &row[&format!("{part}_end")]);
            if row[part].is_empty() {
                assert_eq!(place, (&String::new(), &String::new()));
            } else {
                assert_eq!(slice(id, place.0, place.1), row[part]);
            }
        }
        assert!(row["quote_id"].starts_with(&format!("q-{id}-")));
    }
}

#[test]
fn counts_add_up() {
    let folder = Folder::new();
    write_dump(&folder, 50);
    folder.write("files/empty.txt", b"");
    assert_eq!(folder.extract(&["files", "dump.jsonl"]).code, 1);
    let tables: HashMap<_, _> = TABLES
        .map(|table| (table, rows(&folder.path(&format!("out/{table}.csv")))))
        .into();
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("out/run.json")).unwrap()).unwrap();
    for table in TABLES {
        assert_eq!(run["counts"][table], tables[table].len(), "{table}");
    }
    let mut mentions: HashMap<String, u64> = HashMap::new();
    for row in &tables["mentions"] {
        *mentions.entry(row["entity_id"].clone()).or_default() += 1;
    }
    let mut quotes: HashMap<String, u64> = HashMap::new();
    for row in tables["quotes"]
        .iter()
        .filter(|row| !row["speaker_id"].is_empty())
    {
        *quotes.entry(row["speaker_id"].clone()).or_default() += 1;
    }
    let entities = &tables["entities"];
    for row in entities {
        let id = &row["entity_id"];
        assert_eq!(
            row["mentions"],
            mentions.remove(id).unwrap_or_default().to_string(),
            "{row:?}"
        );
        assert_eq!(
            row["quotes"],
            quotes.remove(id).unwrap_or_default().to_string(),
            "{row:?}"
        );
        assert!(id.starts_with(|c: char| c.is_alphabetic()), "{id}");
        let spelled: u64 = row["variants"]
            .split('|')
            .filter_map(|variant| {
                variant
                    .rsplit_once(" (")?
                    .1
                    .strip_suffix(')')?
                    .parse::<u64>()
                    .ok()
            })
            .sum();
        assert_eq!(row["mentions"], spelled.to_string(), "{row:?}");
    }
    assert!(
        mentions.is_empty() && quotes.is_empty(),
        "an entity has no row: {mentions:?} {quotes:?}"
    );
    let counts: Vec<u64> = column(entities, "mentions")
        .iter()
        .map(|count| count.parse().unwrap())
        .collect();
    assert!(counts.is_sorted_by(|a, b| a >= b));
}

#[test]
fn a_stream_of_documents_says_what_the_tables_say() {
    let folder = Folder::new();
    write_dump(&folder, 20);
    assert_eq!(folder.extract(&["dump.jsonl"]).code, 0);
    let dump = fs::read(folder.path("dump.jsonl")).unwrap();
    let outcome = folder.run(&["extract", "-", "--format", "jsonl", "--quiet"], &dump);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let documents: Vec<serde_json::Value> = outcome
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(documents.len(), 20);
    let count = |list: &str| {
        documents
            .iter()
            .map(|document| document[list].as_array().unwrap().len())
            .sum::<usize>()
    };
    assert_eq!(count("mentions"), rows(&folder.path("out/mentions.csv")).len());
    let quotes = rows(&folder.path("out/quotes.csv"));
    assert_eq!(count("quotes"), quotes.len());
    let first = documents
        .iter()
        .find_map(|document| document["quotes"].get(0))
        .unwrap();
    assert_eq!(first["quote"], quotes[0]["quote"]);
    assert_eq!(documents[0]["title"], "A title, with \"marks\"\nand lines");
    assert_eq!(documents[0]["language"], "en");
}

#[test]
fn patterns_and_names_of_fields_are_obeyed() {
    let folder = Folder::new();
    write_dump(&folder, 1);
    folder.write(
        "de.jsonl",
        "{\"nr\":7,\"inhalt\":\"Regen.\",\"text\":\"no\",\"tag\":\"21.09.2023\"}".as_bytes(),
    );
    let fields = [
        "--text-field",
        "inhalt",
        "--id-field",
        "nr",
        "--date-field",
        "tag",
    ];
    let outcome = folder.run(
        &[
            &["extract", "files/**/[12].txt", "de.jsonl", "-o", "out"],
            &fields[..],
        ]
        .concat(),
        b"",
    );
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let documents = rows(&folder.path("out/documents.csv"));
    let ids = ["a, \"b\"/1.txt", "a, \"b\"/2.txt", "b/1.txt", "b/2.txt", "7"];
    assert_eq!(column(&documents, "document_id"), ids);
    assert_eq!(documents[4]["characters"], "6");
    assert_eq!(documents[4]["date"], "2023-09-21");
}

#[test]
fn the_command_explains_itself() {
    let folder = Folder::new();
    for (args, says) in [
        (&["--help"][..], "Exit codes"),
        (&["extract", "--help"], "Examples:"),
        (&["man"], ".TH whosaid"),
        (&["completions", "bash"], "complete -F"),
        (&["--version"], "whosaid 0."),
    ] {
        let outcome = folder.run(args, b"");
        assert_eq!(outcome.code, 0, "{args:?}");
        assert!(outcome.stdout.contains(says), "{args:?}: {}", outcome.stdout);
    }
    for args in [
        &["extract"][..],
        &["extract", "x"],
        &["extract", "x", "-o", "-"],
        &["nothing"],
    ] {
        assert_eq!(folder.run(args, b"").code, 2, "{args:?}");
    }
}
