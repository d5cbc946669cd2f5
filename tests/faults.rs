//! What can be wrong with inputs and outputs, and what the command makes of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use std::fs;
use std::path::Path;

use command::{Folder, Outcome, column, rows};

const ARTICLE: &str =
    "BAKU, September 21, 2023 (Wire) - “The bridge is open,” said Gulnara Mirzoyeva, a hydrologist.\n";

/// The only row of `rejected.csv`, as `source,record` (below the folder) and reason.
fn rejected(folder: &Folder) -> (String, String, String) {
    let rows = rows(&folder.path("out/rejected.csv"));
    assert_eq!(rows.len(), 1, "{rows:?}");
    let source = rows[0]["source"].replace(&*folder.path("").to_string_lossy(), "");
    (source, rows[0]["record"].clone(), rows[0]["reason"].clone())
}

/// Reads one good article and one file of `bytes`; the good one must come through.
fn beside_a_good_one(name: &str, bytes: &[u8]) -> (Folder, Outcome) {
    let folder = Folder::new();
    folder.write("in/good.txt", ARTICLE.as_bytes());
    folder.write(&format!("in/{name}"), bytes);
    let outcome = folder.extract(&["in"]);
    assert_eq!(
        rows(&folder.path("out/documents.csv"))[0]["document_id"],
        *"good.txt".min(name).to_owned()
    );
    (folder, outcome)
}

#[test]
fn an_empty_file_is_rejected() {
    for bytes in [&b""[..], b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"] {
        let (folder, outcome) = beside_a_good_one("z.txt", bytes);
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert_eq!(
            rejected(&folder),
            ("in/z.txt".into(), String::new(), "empty".into())
        );
        assert!(outcome.stderr.contains("1 empty"), "{}", outcome.stderr);
    }
}

#[test]
fn a_binary_file_is_rejected() {
    let noise: Vec<u8> = (0..4000_u32)
        .map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for (bytes, reason) in [
        (&noise[..], "not text: binary data"),
        (b"%PDF-1.7\n1 0 obj", "not text: a PDF file"),
        (b"Rar!\x1a\x07rest", "not text: a RAR archive (unpack it first)"),
    ] {
        let (folder, outcome) = beside_a_good_one("z.bin", bytes);
        assert_eq!(outcome.code, 1);
        assert_eq!(
            rejected(&folder),
            ("in/z.bin".into(), String::new(), reason.into())
        );
    }
}

#[test]
fn a_malformed_line_is_one_rejection_with_its_number() {
    let mut dump = String::new();
    for number in 1..=1000 {
        dump.push_str(&match number {
            500 => "{\"id\": \"broken\", \"text\": \"no end\n".to_owned(),
            _ => format!("{{\"id\": \"d{number}\", \"text\": \"Rain fell on town number {number}.\"}}\n"),
        });
    }
    let folder = Folder::new();
    folder.write("dump.jsonl", dump.as_bytes());
    let outcome = folder.extract(&["dump.jsonl"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(rows(&folder.path("out/documents.csv")).len(), 999);
    let (source, record, reason) = rejected(&folder);
    assert_eq!((source.as_str(), record.as_str()), ("dump.jsonl", "line 500"));
    assert!(reason.starts_with("not JSON: "), "{reason}");
}

#[test]
fn lines_without_text_and_of_other_kinds_are_rejected_by_number() {
    let folder = Folder::new();
    let dump =
        "{\"id\":1}\n\n[1]\n{\"id\":2,\"text\":5}\n{\"id\":3,\"text\":\"\"}\n{\"id\":4,\"text\":\"Rain.\"}";
    folder.write("dump.jsonl", dump.as_bytes());
    assert_eq!(folder.extract(&["dump.jsonl"]).code, 1);
    let rejected = rows(&folder.path("out/rejected.csv"));
    assert_eq!(
        column(&rejected, "record"),
        ["line 1", "line 3", "line 4", "line 5"]
    );
    assert_eq!(
        column(&rows(&folder.path("out/documents.csv")), "document_id"),
        ["4"]
    );
}

#[test]
fn a_huge_line_and_a_huge_file_are_rejected_and_the_rest_is_read() {
    let folder = Folder::new();
    let huge = "x".repeat(3 << 20);
    folder.write(
        "dump.jsonl",
        format!("{{\"text\":\"{huge}\"}}\n{{\"text\":\"Rain.\"}}\n").as_bytes(),
    );
    folder.write("huge.txt", huge.as_bytes());
    let outcome = folder.run(
        &[
            "extract",
            "dump.jsonl",
            "huge.txt",
            "-o",
            "out",
            "--max-document",
            "1M",
        ],
        b"",
    );
    assert_eq!(outcome.code, 1);
    let rejected = rows(&folder.path("out/rejected.csv"));
    assert_eq!(column(&rejected, "record"), ["line 1", ""]);
    assert!(
        column(&rejected, "reason")
            .iter()
            .all(|reason| reason.contains("1048576")),
        "{rejected:?}"
    );
    assert_eq!(
        column(&rows(&folder.path("out/documents.csv")), "document_id"),
        ["dump.jsonl:2"]
    );
}

#[test]
fn text_is_read_in_any_encoding_and_offsets_are_those_of_the_decoded_text() {
    let little: Vec<u8> = ARTICLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = ARTICLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let folder = Folder::new();
    folder.write("in/bom.txt", &[b"\xef\xbb\xbf", ARTICLE.as_bytes()].concat());
    folder.write("in/le.txt", &[b"\xff\xfe", &little[..]].concat());
    folder.write("in/be.txt", &[b"\xfe\xff", &big[..]].concat());
    folder.write("in/plain.txt", ARTICLE.as_bytes());
    // The same article in windows-1252, whose marks are one byte each.
    let legacy: Vec<u8> = ARTICLE
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(c).unwrap(),
        })
        .collect();
    folder.write("in/w1252.txt", &legacy);
    assert_eq!(folder.extract(&["in"]).code, 0);
    let documents = rows(&folder.path("out/documents.csv"));
    assert_eq!(documents.len(), 5);
    for document in &documents {
        assert_eq!(
            document["text_sha256"], documents[0]["text_sha256"],
            "{document:?}"
        );
        assert_eq!(document["characters"], ARTICLE.chars().count().to_string());
        assert_eq!(document["date"], "2023-09-21");
    }
}

#[test]
fn what_means_nothing_is_replaced_counted_and_told_once() {
    let folder = Folder::new();
    let mut bytes = "Le pont est ouvert, a déclaré le président à l’été 2023.\r\nRien\rde plus.\n\nFin. À l’été, le château fut rasé ; élèves et curés l’ont regretté."
        .as_bytes()
        .to_vec();
    bytes.insert(3, 0xff);
    bytes.insert(9, 0xc3);
    bytes.insert(20, 0);
    folder.write("in/a.txt", &bytes);
    folder.write("in/b.txt", ARTICLE.as_bytes());
    let outcome = folder.run(&["extract", "in", "-o", "out", "--with-text"], b"");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let text = rows(&folder.path("out/documents.csv"))[0]["text"].clone();
    assert_eq!(text, String::from_utf8_lossy(&bytes));
    assert_eq!(text.matches('\u{fffd}').count(), 2);
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("out/run.json")).unwrap()).unwrap();
    assert_eq!(run["warning_count"], 1);
    let warning = run["warnings"][0].as_str().unwrap();
    assert!(
        warning.ends_with("a.txt: 2 places mean nothing in UTF-8 and stand as \u{fffd}"),
        "{warning}"
    );
}

#[test]
fn russian_in_windows_1251_is_read() {
    let text = "Министр заявил, что мост открыт. «Мы готовы к диалогу», — сказал он журналистам в Баку.";
    let legacy: Vec<u8> = text
        .chars()
        .map(|c| match c {
            'А'..='я' => (c as u32 - 'А' as u32 + 0xc0) as u8,
            '«' => 0xab,
            '»' => 0xbb,
            '—' => 0x97,
            c => u8::try_from(c).unwrap(),
        })
        .collect();
    let folder = Folder::new();
    folder.write("a.txt", &legacy);
    assert_eq!(folder.extract(&["a.txt"]).code, 0);
    assert_eq!(
        rows(&folder.path("out/documents.csv"))[0]["characters"],
        text.chars().count().to_string()
    );
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("out/run.json")).unwrap()).unwrap();
    assert_eq!(run["encodings"]["windows-1251"], 1);
}

#[cfg(unix)]
#[test]
fn what_the_system_does_not_let_be_read_is_rejected() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new();
    folder.write("in/good.txt", ARTICLE.as_bytes());
    folder.write("in/locked.txt", ARTICLE.as_bytes());
    symlink("nowhere", folder.path("in/dangling.txt")).unwrap();
    symlink(".", folder.path("in/loop")).unwrap();
    fs::set_permissions(folder.path("in/locked.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::create_dir(folder.path("out")).unwrap();
    fs::set_permissions(folder.path("out"), fs::Permissions::from_mode(0o777)).unwrap();
    let outcome = folder.run_unprivileged(&["extract", "in", "-o", "out"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let rejected = rows(&folder.path("out/rejected.csv"));
    let mut reasons = column(&rejected, "reason");
    assert!(
        reasons.remove(1).starts_with("cannot be read: Permission denied"),
        "{rejected:?}"
    );
    // Sorted as the names are: dangling.txt, locked.txt, loop.
    assert_eq!(reasons.len(), 2, "{rejected:?}");
    assert_eq!(reasons[0], "cannot be followed: leads nowhere");
    assert!(
        reasons[1].starts_with("cannot be followed: leads back to "),
        "{reasons:?}"
    );
    assert!(column(&rows(&folder.path("out/documents.csv")), "document_id").contains(&"good.txt".to_owned()));
}

#[test]
fn an_input_that_is_not_there_ends_the_run_before_it_begins() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE.as_bytes());
    let outcome = folder.extract(&["a.txt", "missing.txt"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("missing.txt: no such file or folder"),
        "{}",
        outcome.stderr
    );
    assert!(!folder.path("out").exists());
}

#[test]
fn an_output_that_cannot_be_written_ends_the_run() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE.as_bytes());
    folder.write("out", b"a file");
    let outcome = folder.extract(&["a.txt"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("is a file; name a folder"),
        "{}",
        outcome.stderr
    );

    let outcome = folder.run(&["extract", "a.txt", "-o", "a.txt/out"], b"");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("cannot make this folder"),
        "{}",
        outcome.stderr
    );
    assert_eq!(
        outcome.stderr.matches("(os error").count(),
        1,
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_table_of_somebody_else_is_not_overwritten() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE.as_bytes());
    folder.write("out/entities.csv", b"name,age\nAnn,7\n");
    let outcome = folder.extract(&["a.txt"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("entities.csv: is not a table of whosaid"),
        "{}",
        outcome.stderr
    );
    assert_eq!(
        fs::read(folder.path("out/entities.csv")).unwrap(),
        b"name,age\nAnn,7\n"
    );
    assert_eq!(fs::read_dir(folder.path("out")).unwrap().count(), 1);
}

#[test]
fn tables_of_an_earlier_run_are_replaced_and_none_is_left_over() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE.as_bytes());
    folder.write("b.txt", ARTICLE.as_bytes());
    assert_eq!(folder.extract(&["a.txt"]).code, 0);
    let outcome = folder.run(
        &["extract", "b.txt", "-o", "out", "--tables", "documents,quotes"],
        b"",
    );
    assert_eq!(outcome.code, 0);
    assert_eq!(
        column(&rows(&folder.path("out/documents.csv")), "document_id"),
        ["b.txt"]
    );
    assert_eq!(folder.list("out"), ["documents.csv", "quotes.csv", "run.json"]);
}

#[test]
fn a_second_run_into_the_same_folder_waits_outside() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE.as_bytes());
    fs::create_dir(folder.path("out")).unwrap();
    let lock = fs::File::create(folder.path("out/.whosaid.lock")).unwrap();
    lock.lock().unwrap();
    let outcome = folder.extract(&["a.txt"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("another run is writing"),
        "{}",
        outcome.stderr
    );
    // What a killed run leaves behind is not in the way.
    drop(lock);
    folder.write("out/.quotes.csv.tmp", b"half a row");
    assert_eq!(folder.extract(&["a.txt"]).code, 0);
    assert!(!Path::new(&folder.path("out/.quotes.csv.tmp")).exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE.as_bytes());
    for options in ["--format jsonl", "-o - --tables quotes"] {
        let outcome = folder.shell(&format!("$WHOSAID extract a.txt {options} > /dev/full"));
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains("No space left"), "{}", outcome.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new();
    folder.write(
        "dump.jsonl",
        "{\"text\":\"Rain fell on the town.\"}\n"
            .repeat(50_000)
            .as_bytes(),
    );
    let outcome = folder.shell("{ $WHOSAID extract dump.jsonl --format jsonl; echo $? > code; } | head -n 1");
    assert_eq!(outcome.stdout.lines().count(), 1);
    assert_eq!(outcome.stderr, "");
    assert_eq!(fs::read_to_string(folder.path("code")).unwrap(), "0\n");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_table() {
    let folder = Folder::new();
    // Standard input stays open, so that the run would wait for ever.
    let outcome = folder.shell(
        "mkfifo pipe; $WHOSAID extract - -o out < pipe & pid=$!; exec 3> pipe; \
         echo '{\"text\":\"Rain.\"}' >&3; sleep 0.5; ls -A out > during; kill -INT $pid; wait $pid",
    );
    assert_eq!(outcome.code, 130, "{outcome:?}");
    assert!(outcome.stderr.contains("interrupted"));
    assert!(
        fs::read_to_string(folder.path("during"))
            .unwrap()
            .contains(".quotes.csv.tmp")
    );
    assert!(!folder.path("out").exists(), "{:?}", folder.list("out"));
}
