//! Dumps as users have them: compressed, archived, nested, and broken.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;
mod packing;

use command::{Folder, column, rows};
use packing::{bzip2, gzip, tar, tar_entry, zip, zstd};

const LINES: &str = "{\"id\":\"x1\",\"text\":\"Rain fell on the town.\"}\n{\"id\":\"x2\",\"text\":\"Snow fell on the hill.\"}\n";

/// `LINES` as xz writes them, for which no encoder is at hand.
const LINES_XZ: &str = "fd377a585a0000016922de36020021011c00000010cf58cce00057003e5d003d88892681935385d84561a9d4f89d0efdd7fcca7b1fdaa979ff0e0e11efbb3b0e18f5d4fcb483dd40d54ae27db5bbe197a459fe3a198c632f4449907500000000aaf838a5000156583f96d7a99042990d010000000001595a";

const RAIN: &[u8] = b"Rain fell on the town.";

/// Runs on one file; the exit code and the ids of the documents.
fn ids(folder: &Folder, name: &str, bytes: &[u8], options: &[&str]) -> (i32, Vec<String>) {
    folder.write(name, bytes);
    let outcome = folder.extract(&[&[name], options].concat());
    assert!(outcome.code < 2, "{outcome:?}");
    (outcome.code, documents(folder))
}

fn documents(folder: &Folder) -> Vec<String> {
    column(&rows(&folder.path("out/documents.csv")), "document_id")
}

/// `source, record: reason` of each rejection.
fn rejected(folder: &Folder) -> Vec<String> {
    rows(&folder.path("out/rejected.csv"))
        .iter()
        .map(|row| format!("{}, {}: {}", row["source"], row["record"], row["reason"]))
        .collect()
}

fn hexadecimal(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn compressed_files_are_known_by_their_content() {
    let lines = LINES.as_bytes();
    let (first, second) = lines.split_at(LINES.find('\n').unwrap() + 1);
    let several = |pack: fn(&[u8]) -> Vec<u8>| [pack(first), pack(second)].concat();
    for (name, bytes) in [
        ("a.jsonl.gz", gzip(lines)),
        ("wrong-name.jsonl", gzip(lines)),
        ("members.jsonl.gz", several(gzip)),
        ("padded.jsonl.gz", [gzip(lines), vec![0; 5000]].concat()),
        ("a.jsonl.zst", zstd(lines)),
        ("frames.jsonl.zst", several(zstd)),
        (
            "skippable.jsonl.zst",
            [&b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"[..], &zstd(lines)].concat(),
        ),
        ("a.jsonl.bz2", bzip2(lines)),
        ("streams.jsonl.bz2", several(bzip2)),
        ("a.jsonl.xz", hexadecimal(LINES_XZ)),
        ("streams.jsonl.xz", hexadecimal(LINES_XZ)),
        ("nested.jsonl.bz2.gz.zst", zstd(&gzip(&bzip2(lines)))),
    ] {
        assert_eq!(
            ids(&Folder::new(), name, &bytes, &[]),
            (0, vec!["x1".into(), "x2".into()]),
            "{name}"
        );
    }
    let folder = Folder::new();
    assert_eq!(ids(&folder, "town.txt.gz", &gzip(RAIN), &[]).1, ["town.txt.gz"]);
}

#[test]
fn archives_are_read_member_by_member_and_nested() {
    let long = format!("{}/deep.txt", "folder".repeat(30));
    let inner = zip(&[("c/d.txt", RAIN), ("lines.jsonl", LINES.as_bytes())]);
    let files: Vec<(&str, &[u8])> = vec![
        ("a/", b""),
        ("a/b.txt", RAIN),
        (".hidden/x.txt", RAIN),
        ("__MACOSX/a/b.txt", RAIN),
        (&long, RAIN),
        ("inner.zip", &inner),
    ];
    for (name, bytes) in [
        ("dump.tar", tar(&files)),
        ("dump.tar.gz", gzip(&tar(&files))),
        ("dump.tgz", gzip(&tar(&files))),
        ("dump.zip", zip(&files)),
        ("dump.bin", zstd(&zip(&files))),
    ] {
        let expected = [
            format!("{name}!a/b.txt"),
            format!("{name}!{long}"),
            format!("{name}!inner.zip!c/d.txt"),
            "x1".to_owned(),
            "x2".to_owned(),
        ];
        let folder = Folder::new();
        assert_eq!(ids(&folder, name, &bytes, &[]), (0, expected.to_vec()), "{name}");
        let documents = rows(&folder.path("out/documents.csv"));
        assert_eq!(documents[3]["source"], format!("{name}!inner.zip!lines.jsonl:1"));
        assert_eq!(folder.list(""), [name, "out"], "nothing else may be written");
    }
}

#[test]
fn standard_input_may_be_packed_too() {
    for bytes in [
        LINES.as_bytes().to_vec(),
        gzip(LINES.as_bytes()),
        tar(&[("a.jsonl", LINES.as_bytes())]),
    ] {
        let folder = Folder::new();
        assert_eq!(folder.run(&["extract", "-", "-o", "out"], &bytes).code, 0);
        assert_eq!(documents(&folder), ["x1", "x2"]);
    }
}

#[test]
fn what_came_before_the_damage_is_kept() {
    let lines: String = (0..5000)
        .map(|number| {
            format!(
                "{{\"id\":\"d{number}\",\"text\":\"{} fell on the town.\"}}\n",
                number * 7919
            )
        })
        .collect();
    let packed = gzip(lines.as_bytes());
    let folder = Folder::new();
    let (code, kept) = ids(&folder, "a.jsonl.gz", &packed[..packed.len() / 2], &[]);
    assert_eq!(code, 1);
    assert!((1000..4000).contains(&kept.len()), "{}", kept.len());
    let reasons = rejected(&folder);
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    let start = format!(
        "a.jsonl.gz, line {}: damaged: the gzip data end too early, at unpacked byte",
        kept.len() + 1
    );
    assert!(reasons[0].starts_with(&start), "{reasons:?}");

    // A tape archive that ends in the middle of its second member.
    let archive = tar(&[("a.txt", RAIN), ("b.txt", &[b'x'; 3000]), ("c.txt", RAIN)]);
    let folder = Folder::new();
    assert_eq!(
        ids(&folder, "a.tar", &archive[..2000], &[]),
        (1, vec!["a.tar!a.txt".into()])
    );
    let reasons = rejected(&folder);
    assert!(reasons[0].starts_with("a.tar!b.txt, "), "{reasons:?}");
    assert!(reasons.last().unwrap().starts_with("a.tar, byte "), "{reasons:?}");
    assert!(
        reasons.iter().all(|reason| reason.contains("damaged")),
        "{reasons:?}"
    );

    // A zip archive of which one member is broken.
    let text = "Rain fell on the town, and on the hill, and on the river.".repeat(20);
    let mut archive = zip(&[("a.txt", RAIN), ("b.txt", text.as_bytes()), ("c.txt", RAIN)]);
    let place = archive.windows(5).position(|name| name == b"b.txt").unwrap() + 12;
    archive[place] ^= 0x55;
    let folder = Folder::new();
    assert_eq!(
        ids(&folder, "a.zip", &archive, &[]),
        (1, vec!["a.zip!a.txt".into(), "a.zip!c.txt".into()])
    );
    let reasons = rejected(&folder);
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    assert!(
        reasons[0].starts_with("a.zip!b.txt, ") && reasons[0].contains("damaged: zip data at unpacked byte"),
        "{reasons:?}"
    );
}

/// A member of a zip archive as it stands, with its sizes before it.
fn stored(path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    let length = (bytes.len() as u32).to_le_bytes();
    [
        b"PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0",
        &crc.sum().to_le_bytes()[..],
        &length,
        &length,
        &(path.len() as u16).to_le_bytes(),
        &[0, 0],
        path.as_bytes(),
        bytes,
    ]
    .concat()
}

#[test]
fn a_zip_archive_without_its_directory_is_read_from_the_front() {
    let text = "Rain fell on the town, and on the hill, and on the river.\n".repeat(20);
    // Larger than what is read at once, which does not shrink.
    let mut large = String::from("Snow fell.\n");
    for number in 0_u64..120_000 {
        large.push_str(&format!("{:x} ", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    }
    let small = [("a.txt", RAIN), ("b/c.txt", text.as_bytes()), ("d.txt", RAIN)];
    let files = [
        ("a.txt", large.as_bytes()),
        ("b/c.txt", text.as_bytes()),
        ("d.txt", RAIN),
    ];
    let known = [
        stored("a.txt", RAIN),
        stored("b/c.txt", text.as_bytes()),
        stored("d.txt", RAIN),
    ]
    .concat();
    for archive in [zip(&small), zip(&files), known] {
        let directory = archive.windows(4).position(|bytes| bytes == b"PK\x01\x02");
        let directory = directory.unwrap_or(archive.len());
        let last = archive.windows(5).position(|name| name == b"d.txt").unwrap() - 30;
        let garbled = [&archive[..directory], &b"PK\x01\x02 nothing of use "[..]].concat();
        for (bytes, kept, at) in [
            (&archive[..directory], 3, directory),
            (&archive[..(directory + 20).min(archive.len())], 3, directory),
            (&garbled[..], 3, directory),
            (&archive[..last + 40], 2, last + 40),
            (&archive[..last], 2, last),
            (&archive[..last + 10], 2, last),
        ] {
            let folder = Folder::new();
            let (code, ids) = ids(&folder, "a.zip", bytes, &[]);
            assert_eq!(code, 1);
            assert_eq!(
                ids,
                ["a.zip!a.txt", "a.zip!b/c.txt", "a.zip!d.txt"][..kept],
                "{at}"
            );
            let reasons = rejected(&folder);
            let reason = reasons.last().unwrap();
            assert!(
                reason.starts_with(&format!("a.zip, byte {at}: damaged: ")),
                "{reasons:?}"
            );
            // The member that is cut, and the rest.
            assert_eq!(reasons.len(), 1 + usize::from(at == last + 40), "{reasons:?}");
        }
    }
    // Within another archive that is cut off, and read through a pipe.
    let packed = gzip(&zip(&files));
    let folder = Folder::new();
    let (code, kept) = ids(&folder, "a.zip.gz", &packed[..packed.len() - 150], &[]);
    assert_eq!(code, 1);
    assert_eq!(kept[0], "a.zip.gz!a.txt", "{:?}", rejected(&folder));
    assert!(
        rejected(&folder)
            .iter()
            .any(|reason| reason.contains("the gzip data end too early")),
        "{:?}",
        rejected(&folder)
    );
    // A member with another checksum is none.
    let mut wrong = [stored("a.txt", RAIN), stored("b.txt", RAIN)].concat();
    wrong[14] ^= 1;
    assert_eq!(
        ids(&folder, "a.zip", &wrong, &[]),
        (1, vec!["a.zip!b.txt".to_owned()])
    );
    assert!(
        rejected(&folder)[0].contains("another checksum than it says"),
        "{:?}",
        rejected(&folder)
    );
}

#[test]
fn something_behind_compressed_data_does_not_undo_it() {
    let folder = Folder::new();
    let bytes = [gzip(LINES.as_bytes()), b"<html>sorry</html>".to_vec()].concat();
    assert_eq!(
        ids(&folder, "a.jsonl.gz", &bytes, &[]),
        (1, vec!["x1".into(), "x2".into()])
    );
    assert!(
        rejected(&folder)[0].contains("something else stands behind it"),
        "{:?}",
        rejected(&folder)
    );
}

#[test]
fn archives_in_archives_end() {
    let mut nested = gzip(RAIN);
    for _ in 0..300 {
        nested = gzip(&nested);
    }
    let folder = Folder::new();
    folder.write("good.txt", RAIN);
    folder.write("nested.gz", &nested);
    assert_eq!(folder.extract(&["nested.gz", "good.txt"]).code, 1);
    assert_eq!(documents(&folder), ["good.txt"]);
    assert!(
        rejected(&folder)[0].contains("--max-depth"),
        "{:?}",
        rejected(&folder)
    );
    let twice = gzip(&gzip(RAIN));
    assert_eq!(ids(&folder, "twice.gz", &twice, &["--max-depth", "1"]).0, 1);
    assert_eq!(ids(&folder, "twice.gz", &twice, &["--max-depth", "2"]).0, 0);
}

#[test]
fn ten_thousand_archives_in_or_beside_one_another_end() {
    let mut nested = RAIN.to_vec();
    for _ in 0..10_000 {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        std::io::Write::write_all(&mut encoder, &nested).unwrap();
        nested = encoder.finish().unwrap();
    }
    let inner: Vec<(String, Vec<u8>)> = (0..10_000)
        .map(|number| (format!("{number:05}.zip"), zip(&[("a.txt", RAIN)])))
        .collect();
    let inner: Vec<(&str, &[u8])> = inner
        .iter()
        .map(|(name, bytes)| (name.as_str(), &bytes[..]))
        .collect();
    let folder = Folder::new();
    folder.write("nested.gz", &nested);
    folder.write("beside.zip", &zip(&inner));
    folder.write("good.txt", RAIN);
    assert_eq!(folder.extract(&["nested.gz", "beside.zip", "good.txt"]).code, 1);
    let documents = documents(&folder);
    assert_eq!(documents.len(), 10_001);
    assert_eq!(documents[9_999], "beside.zip!09999.zip!a.txt");
    assert_eq!(documents[10_000], "good.txt");
    assert_eq!(
        rejected(&folder),
        ["nested.gz, : more than 8 archives and compressions in one another (raise --max-depth to read it)"]
    );
}

#[test]
fn a_bomb_is_stopped_and_its_neighbours_are_read() {
    // As in 42.zip: zeros, zipped, several times in one archive, and that several times in another.
    let zeros = zip(&[("0", &vec![0; 40 << 20])]);
    let middle = zip(&[
        ("a.zip", &zeros),
        ("b.zip", &zeros),
        ("c.zip", &zeros),
        ("d.zip", &zeros),
    ]);
    let bomb = zip(&[("1.zip", &middle), ("good.txt", RAIN)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    let folder = Folder::new();
    let (code, kept) = ids(
        &folder,
        "bomb.zip",
        &bomb,
        &["--max-document", "1G", "--max-ratio", "100"],
    );
    assert_eq!((code, kept), (1, vec!["bomb.zip!good.txt".to_owned()]));
    let reasons = rejected(&folder);
    assert!(
        reasons.iter().any(|reason| reason.contains("--max-ratio")),
        "{reasons:?}"
    );
}

#[test]
fn paths_of_archives_are_names_and_nothing_else() {
    let mut archive = tar_entry(b"../../escaped.txt", b'0', RAIN, "");
    archive.extend(tar_entry(b"/tmp/absolute-whosaid.txt", b'0', RAIN, ""));
    archive.extend(tar_entry(b"link.txt", b'2', b"", "/etc/passwd"));
    archive.extend(tar_entry(b"hard.txt", b'1', b"", "link.txt"));
    archive.extend(tar_entry(b"pipe", b'6', b"", ""));
    archive.extend(tar_entry(b"last.txt", b'0', RAIN, ""));
    archive.extend([0; 1024]);
    let folder = Folder::new();
    let expected = [
        "in.tar!../../escaped.txt",
        "in.tar!/tmp/absolute-whosaid.txt",
        "in.tar!last.txt",
    ];
    let (code, kept) = ids(&folder, "a/in.tar", &archive, &[]);
    assert_eq!((code, kept), (0, expected.map(str::to_owned).to_vec()));
    assert_eq!(folder.list(""), ["a", "out"]);
    assert_eq!(folder.list("a"), ["in.tar"]);
    assert!(!std::path::Path::new("/tmp/absolute-whosaid.txt").exists());
}

#[test]
fn office_documents_are_no_archives_of_articles() {
    let folder = Folder::new();
    let document = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<w/>"),
    ]);
    assert_eq!(ids(&folder, "a.docx", &document, &[]), (1, vec![]));
    assert_eq!(
        rejected(&folder),
        ["a.docx, : not text: an Office document or a book (save it as text)"]
    );
}

#[test]
fn a_long_line_in_a_packed_file_takes_no_memory() {
    // 200 MB in one line, and a good one behind it.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let chunk = vec![b'x'; 1 << 20];
    std::io::Write::write_all(&mut encoder, b"{\"text\":\"").unwrap();
    for _ in 0..200 {
        std::io::Write::write_all(&mut encoder, &chunk).unwrap();
    }
    std::io::Write::write_all(&mut encoder, b"\"}\n").unwrap();
    std::io::Write::write_all(&mut encoder, LINES.as_bytes()).unwrap();
    let folder = Folder::new();
    folder.write("a.jsonl.gz", &encoder.finish().unwrap());
    let line = "ulimit -v 700000; $WHOSAID extract a.jsonl.gz -o out --threads 1";
    let outcome = if cfg!(target_os = "linux") {
        folder.shell(line)
    } else {
        folder.extract(&["a.jsonl.gz"])
    };
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_eq!(documents(&folder), ["x1", "x2"]);
    let reasons = rejected(&folder);
    assert!(
        reasons[0].starts_with("a.jsonl.gz, line 1: ") && reasons[0].contains("--max-record"),
        "{reasons:?}"
    );
}

#[test]
fn lists_of_json_are_read_and_fields_may_lie_in_objects() {
    let folder = Folder::new();
    let list = format!(
        "[\n  {{\"article\": {{\"body\": \"Rain.\"}}, \"key\": 1}},\n  {{\"key\": 2}}, {}\n]",
        "{\"article\": {\"body\": [\"Snow.\", \"Ice.\"]}}"
    );
    let options = ["--text-field", "article.body", "--id-field", "key"];
    let (code, kept) = ids(&folder, "a.json", list.as_bytes(), &options);
    assert_eq!((code, kept), (1, vec!["1".into(), "a.json:3".into()]));
    assert!(
        rejected(&folder)[0].starts_with("a.json, item 2: no text: no field"),
        "{:?}",
        rejected(&folder)
    );
    // Cut off: what is whole is kept.
    let (code, kept) = ids(&folder, "a.json", &list.as_bytes()[..list.len() - 20], &options);
    assert_eq!((code, kept), (1, vec!["1".into()]));
    assert!(
        rejected(&folder)[1].contains("it ends in the middle of an object"),
        "{:?}",
        rejected(&folder)
    );
}

#[test]
fn an_object_may_hold_the_list_and_objects_may_go_over_several_lines() {
    let answer = "{\"status\": \"ok\", \"totalResults\": 2, \"articles\": [\n {\"source\": {\"id\": \"w\"}, \"content\": \"Rain.\"},\n \
                  {\"content\": \"Snow.\"}\n], \"next\": null}\n";
    let inner = "{\"response\":{\"numFound\":2,\"docs\":[{\"id\":\"a\",\"text\":\"Rain.\"},{\"id\":\"b\",\"text\":\"Snow.\"}]}}";
    let pretty = "{\n  \"id\": 1,\n  \"text\": \"Rain.\"\n}\n{\n  \"id\": 2,\n  \"text\": \"Snow.\"\n}\n";
    for (name, text, expected) in [
        ("a.json", answer, ["a.json:1", "a.json:2"]),
        ("a.txt", answer, ["a.txt:1", "a.txt:2"]),
        ("a.json", inner, ["a", "b"]),
        ("a.jsonl", inner, ["a", "b"]),
        ("a.json", pretty, ["1", "2"]),
        ("a.jsonl", pretty, ["1", "2"]),
    ] {
        let folder = Folder::new();
        let (code, kept) = ids(&folder, name, text.as_bytes(), &[]);
        assert_eq!(
            (code, kept),
            (0, expected.map(str::to_owned).to_vec()),
            "{name} {text}"
        );
        let outcome = folder.run(&["extract", "-", "-o", "piped"], text.as_bytes());
        let piped = rows(&folder.path("piped/documents.csv")).len();
        // What comes through a pipe is told by its first bytes only.
        assert!((outcome.code, piped) == (0, 2) || text == pretty, "{outcome:?}");
    }
    // Every line an answer; the last one cut off.
    let folder = Folder::new();
    let lines = [inner, "\n", inner, "\n", &inner[..inner.len() - 20]].concat();
    let (code, kept) = ids(&folder, "a.jsonl", lines.as_bytes(), &[]);
    assert_eq!((code, kept.join(" ")), (1, "a b a~2 b~2 a~3".to_owned()));
    assert!(
        rejected(&folder)[0].contains("it ends in the middle of an object"),
        "{:?}",
        rejected(&folder)
    );
}

#[test]
fn tables_and_lines_may_be_utf16() {
    let tabs = "id\tdate\tbody\r\n1\t2023-09-21\t\"Мост, \"\"открыт\"\"\r\n😀\"\r\n2\t\tIce\r\n";
    let lines = "{\"id\": 1, \"date\": \"2023-09-21\", \"body\": \"Мост, \\\"открыт\\\"\\r\\n😀\"}\r\n{\"id\": 2, \"body\": \"Ice\"}\r\n";
    let list = format!("[{}]", lines.trim().replace("}\r\n{", "},\n{"));
    for (name, text) in [
        ("a.txt", tabs),
        ("a.csv", tabs),
        ("a.jsonl", lines),
        ("a.json", &list),
    ] {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, options) in [
            ([b"\xff\xfe", &little[..]].concat(), &[][..]),
            ([b"\xfe\xff", &big[..]].concat(), &[]),
            (little.clone(), &["--encoding", "utf-16le"]),
        ] {
            let folder = Folder::new();
            let options = [options, &["--with-text"]].concat();
            let (code, kept) = ids(&folder, name, &bytes, &options);
            assert_eq!((code, kept), (0, vec!["1".into(), "2".into()]), "{name}");
            let documents = rows(&folder.path("out/documents.csv"));
            assert_eq!(documents[0]["text"], "Мост, \"открыт\"\r\n😀", "{name}");
            assert_eq!(documents[0]["date"], "2023-09-21");
        }
    }
}

#[test]
fn tables_are_read_whatever_their_delimiter() {
    for (name, text) in [
        (
            "a.csv",
            "id,date,body\r\n1,2023-09-21,\"Rain, and\r\n\"\"snow\"\"\"\r\n2,,Ice\r\n",
        ),
        (
            "a.txt",
            "\u{feff}Id;Date;Body\n1;21.09.2023;\"Rain; snow\"\n2;;Ice\n",
        ),
        ("a.tsv", "id\tdate\tbody\n1\t2023-09-21\tRain, snow\n2\t\tIce\n"),
        ("sep.csv", "sep=;\nid;date;body\n1;2023-09-21;Rain\n2;;Ice\n"),
    ] {
        let folder = Folder::new();
        assert_eq!(
            ids(&folder, name, text.as_bytes(), &[]),
            (0, vec!["1".into(), "2".into()]),
            "{name}"
        );
        let documents = rows(&folder.path("out/documents.csv"));
        assert_eq!(documents[0]["date"], "2023-09-21");
        assert_eq!(
            documents[1]["source"],
            format!(
                "{name}:{}",
                if ["a.csv", "sep.csv"].contains(&name) {
                    4
                } else {
                    3
                }
            )
        );
    }
}

#[test]
fn faults_of_a_table_cost_their_row() {
    let folder = Folder::new();
    let table = "id,text\n1,Rain\n2\n3,Snow,too,much\n4,\"never closed\n5,Ice\n6,\"fine\"\n";
    let (code, kept) = ids(&folder, "a.csv", table.as_bytes(), &[]);
    assert_eq!((code, kept), (1, vec!["1".into(), "5".into(), "6".into()]));
    assert_eq!(
        rejected(&folder),
        [
            "a.csv, line 3: the row has 1 cells, the header has 2",
            "a.csv, line 4: the row has 4 cells, the header has 2",
            "a.csv, line 5: a quotation mark on this line is not closed",
        ]
    );
    assert_eq!(ids(&folder, "a.csv", b"id,name\n1,Ann\n", &[]).0, 1);
    assert!(
        rejected(&folder)[0].contains("--text-field"),
        "{:?}",
        rejected(&folder)
    );
}

#[test]
fn only_what_is_wanted_is_read() {
    let lines = "{\"id\":\"a\",\"date\":\"2023-01-05\",\"language\":\"en-GB\",\"text\":\"Rain.\"}\n\
                 {\"id\":\"b\",\"date\":\"2023-02-05\",\"language\":\"French\",\"text\":\"Pluie.\"}\n\
                 {\"id\":\"c\",\"text\":\"Snow.\"}\n\
                 {\"id\":\"d\",\"date\":\"2023-03-05\",\"text\":\"Ice.\"}\n";
    let folder = Folder::new();
    let run = |options: &[&str]| ids(&folder, "a.jsonl", lines.as_bytes(), options).1.concat();
    assert_eq!(run(&["--since", "2023-02-01"]), "bd");
    assert_eq!(
        rejected(&folder)[0],
        "a.jsonl, line 1: it is of 2023-01-05 (--since 2023-02-01)"
    );
    assert_eq!(
        rejected(&folder)[1],
        "a.jsonl, line 3: it has no date (--since, --until)"
    );
    assert_eq!(run(&["--until", "2023-02-05"]), "ab");
    assert_eq!(run(&["--language", "en"]), "acd");
    assert_eq!(run(&["--language", "fr,de"]), "bcd");
    assert_eq!(run(&["--limit", "2"]), "ab");
    assert_eq!(run(&["--limit", "1", "--since", "2023-02-01"]), "b");
    let outcome = folder.extract(&["a.jsonl", "--since", "2023-02-01"]);
    assert_eq!(outcome.code, 0, "what is not wanted is no failure: {outcome:?}");
    assert_eq!(folder.extract(&["a.jsonl", "--since", "2023-02-30"]).code, 2);
    assert_eq!(folder.extract(&["a.jsonl", "--encoding", "klingon"]).code, 2);

    let archive = tar(&[
        ("news/a.txt", RAIN),
        ("news/b.md", RAIN),
        ("old/c.txt", RAIN),
        ("d.txt.gz", &gzip(RAIN)),
    ]);
    let run = |options: &[&str]| ids(&folder, "in.tar", &archive, options).1.join(" ");
    assert_eq!(
        run(&["--include", "*.txt"]),
        "in.tar!news/a.txt in.tar!old/c.txt in.tar!d.txt.gz"
    );
    assert_eq!(
        run(&["--include", "*.txt", "--exclude", "old/**"]),
        "in.tar!news/a.txt in.tar!d.txt.gz"
    );
    assert_eq!(folder.extract(&["in.tar", "--exclude", "*.tar"]).code, 2);
}

#[test]
fn a_given_encoding_is_obeyed() {
    // "Дождь" in cp866, which nobody guesses from so little.
    let folder = Folder::new();
    ids(
        &folder,
        "a.txt",
        &[0x84, 0xae, 0xa6, 0xa4, 0xec],
        &["--encoding", "ibm866", "--with-text"],
    );
    assert_eq!(rows(&folder.path("out/documents.csv"))[0]["text"], "Дождь");
}

#[test]
fn messages_of_mail_are_articles() {
    let folder = Folder::new();
    folder.write(
        "in/release.eml",
        "Received: from klow.example by mail.example\r\nFrom: Press <press@klow.example>\r\nTo: all@klow.example\r\n\
         Subject: =?utf-8?Q?Caf=C3=A9_closed?=\r\nDate: Fri, 3 May 2024 10:00:00 +0200\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         =E2=80=9CThe caf=C3=A9 stays closed until the dam is mended=E2=80=9D, Ada Lin=\r\nd said.\r\n"
            .as_bytes(),
    );
    folder.write("in/note.txt", b"From: a friend\n\n\"It rains\", Ada Lind said.");
    assert_eq!(folder.extract(&["in"]).code, 0);
    let documents = rows(&folder.path("out/documents.csv"));
    let row = &documents[1];
    assert_eq!(
        (&*row["document_id"], &*row["title"], &*row["date"]),
        ("release.eml", "Café closed", "2024-05-03")
    );
    let quotes = rows(&folder.path("out/quotes.csv"));
    let told = |row: &command::Row| (row["quote"].clone(), row["speaker"].clone());
    assert_eq!(told(&quotes[0]), ("It rains".to_owned(), "Ada Lind".to_owned()));
    assert_eq!(
        told(&quotes[1]),
        (
            "The café stays closed until the dam is mended".to_owned(),
            "Ada Lind".to_owned()
        )
    );
}

#[test]
fn a_date_that_may_be_read_in_two_ways_is_told_and_decided() {
    let folder = Folder::new();
    folder.write(
        "days.jsonl",
        b"{\"id\":\"a\",\"date\":\"03/05/2024\",\"text\":\"Rain.\"}\n{\"id\":\"b\",\"date\":\"25/12/2023\",\"text\":\"Snow.\"}\n\
          {\"id\":\"c\",\"date\":\"4/5/2024\",\"text\":\"Hail.\"}\n",
    );
    let dates = |options: &[&str]| {
        let outcome = folder.extract(&[&["days.jsonl"], options].concat());
        let told = outcome.stderr.contains(
            "2 documents have dates that may be read in two ways and count as without one, such as \"03/05/2024\" \
             (days.jsonl:1): say --date-order day-first or month-first",
        );
        (told, column(&rows(&folder.path("out/documents.csv")), "date"))
    };
    let told = |told: bool, dates: [&str; 3]| (told, dates.map(str::to_owned).to_vec());
    assert_eq!(dates(&[]), told(true, ["", "2023-12-25", ""]));
    let by = |order: &'static str| dates(&["--date-order", order]);
    assert_eq!(
        by("day-first"),
        told(false, ["2024-05-03", "2023-12-25", "2024-05-04"])
    );
    assert_eq!(
        by("month-first"),
        told(false, ["2024-03-05", "2023-12-25", "2024-04-05"])
    );
    assert_eq!(folder.extract(&["days.jsonl", "--since", "2024-01-01"]).code, 0);
    assert!(rejected(&folder)[0].contains("03/05/2024 may be read in two ways (say --date-order)"));
}

#[test]
fn copies_are_left_out_and_named() {
    let report = "The bridge over the river was closed on Monday after the water had risen by two metres in one night. \
                  Farmers drove their cattle to the hills, the mayor opened the school for those who had lost their houses, \
                  and lorries with bread and blankets waited at the crossroads until the road was passable again in the evening.";
    let lines = [
        format!("{{\"id\":\"a\",\"text\":\"{report}\"}}"),
        format!("{{\"id\":\"b\",\"text\":\"{}\"}}", report.to_uppercase()),
        format!("{{\"id\":\"c\",\"text\":\"{report} (Wire)\"}}"),
        "{\"id\":\"d\",\"text\":\"Another report.\"}".to_owned(),
    ]
    .join("\n");
    let folder = Folder::new();
    let (code, kept) = ids(&folder, "a.jsonl", lines.as_bytes(), &["--dedupe"]);
    assert_eq!((code, kept.concat().as_str()), (0, "ad"));
    assert_eq!(
        rejected(&folder),
        [
            "a.jsonl, line 2: a copy of a (a.jsonl:1) (--dedupe)",
            "a.jsonl, line 3: nearly a copy of a (a.jsonl:1) (--dedupe)",
        ]
    );
    assert_eq!(ids(&folder, "a.jsonl", lines.as_bytes(), &[]).1.concat(), "abcd");
}

const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>Rain in town</title><meta name=\"date\" content=\"2023-09-21\"></head><body>\
    <nav><a href=\"/\">Front page</a></nav><article><p>Rain fell on the town for the third day, and the river rose by a metre.</p>\
    <p>\u{201c}The bridge is open,\u{201d} said Gulnara Mirzoyeva, a hydrologist, who has measured the river for thirty years.</p></article></body></html>";

#[test]
fn pages_are_read_as_articles() {
    for name in ["a.html", "saved-page"] {
        let folder = Folder::new();
        folder.write(name, PAGE.as_bytes());
        assert_eq!(folder.extract(&[name, "--with-text"]).code, 0);
        let document = &rows(&folder.path("out/documents.csv"))[0];
        assert_eq!(
            (document["title"].as_str(), document["date"].as_str()),
            ("Rain in town", "2023-09-21")
        );
        assert_eq!(document["language"], "en");
        assert!(
            document["text"].starts_with("Rain fell") && document["text"].contains("metre.\n\n\u{201c}The"),
            "{document:?}"
        );
    }
}

/// A record of a web archive.
fn record(kind: &str, uri: &str, block: &[u8], length: usize) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Record-ID: <urn:x:{uri}>\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat()
}

#[test]
fn web_archives_are_read_page_by_page() {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let packed = answer(
        &format!("{html}Content-Encoding: gzip\r\n"),
        &gzip(PAGE.as_bytes()),
    );
    let (first, second) = PAGE.split_at(100);
    let chunks = format!(
        "{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let chunked = answer(
        &format!("{html}Transfer-Encoding: chunked\r\n"),
        chunks.as_bytes(),
    );
    let plain = answer("Content-Type: text/plain\r\n", RAIN);
    let picture = answer("Content-Type: image/png\r\n", b"\x89PNG");
    let records: Vec<Vec<u8>> = [
        ("warcinfo", "info", &b"software: x"[..]),
        ("request", "http://a/1", b"GET / HTTP/1.1\r\n\r\n"),
        ("response", "http://a/1", &packed),
        ("response", "http://a/2", &chunked),
        ("response", "http://a/3", &plain),
        ("response", "http://a/4", &picture),
    ]
    .iter()
    .map(|(kind, uri, block)| record(kind, uri, block, block.len()))
    .collect();
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    for (name, bytes) in [("a.warc", records.concat()), ("a.warc.gz", members)] {
        let folder = Folder::new();
        let expected = ["http://a/1", "http://a/2", "http://a/3"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(ids(&folder, name, &bytes, &[]), (0, expected), "{name}");
        let documents = rows(&folder.path("out/documents.csv"));
        assert_eq!(documents[0]["text_sha256"], documents[1]["text_sha256"]);
        assert!(
            rejected(&folder)[0].ends_with("no page: it is image/png"),
            "{:?}",
            rejected(&folder)
        );
    }
}

#[test]
fn a_record_of_a_wrong_length_costs_itself() {
    let page = answer("Content-Type: text/html\r\n", PAGE.as_bytes());
    let good = |uri| record("response", uri, &page, page.len());
    let first = good("http://a/1");
    for wrong in [page.len() - 50, page.len() + 300, 10] {
        let archive = [
            first.clone(),
            record("response", "http://a/2", &page, wrong),
            good("http://a/3"),
            good("http://a/4"),
        ]
        .concat();
        let folder = Folder::new();
        let expected = ["http://a/1", "http://a/3", "http://a/4"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(ids(&folder, "a.warc", &archive, &[]), (1, expected), "{wrong}");
        let reason = format!(
            "a.warc, byte {}: damaged: the record has another length than it says",
            first.len()
        );
        assert_eq!(rejected(&folder), [reason]);
    }
    // Cut off in the middle of the last record.
    let archive = [first.clone(), good("http://a/2")].concat();
    let folder = Folder::new();
    let cut = &archive[..archive.len() - 100];
    assert_eq!(
        ids(&folder, "a.warc", cut, &[]),
        (1, vec!["http://a/1".to_owned()])
    );
    assert_eq!(
        rejected(&folder),
        [format!(
            "a.warc, byte {}: damaged: it ends too early",
            first.len()
        )]
    );
}
