//! That nothing is lost on the way: runs that are killed, interrupted, resumed, refused; output that cannot be written.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use command::{Folder, column, rows};

/// A dump of invented articles with everything that a checkpoint must hold: names that come again, ids that come again,
/// lines that are rejected, files and lines.
fn write_dump(folder: &Folder, copies: usize) {
    let first = ["Toivo", "Lusine", "Gulnara", "Narek", "Ana", "Ruslan", "Mirela"];
    let last = [
        "Kallavere",
        "Vardumyan",
        "Mirzoyeva",
        "Poghosyan",
        "Kovačić",
        "Aushkan",
    ];
    let mut lines = String::new();
    for number in 0..copies {
        let name = |shift: usize| {
            let mixed = number * 31 + shift * 17;
            format!("{} {}", first[mixed % first.len()], last[mixed / 7 % last.len()])
        };
        let text = format!(
            "GORIS, September {}, 2023 (Wire) - {} met {} on the bridge.\\n\\n“We counted {number} wagons,” said {}, \
             a driver. According to {}, the road was closed for {number} days; Ilham Aliyev did not comment.",
            number % 28 + 1,
            name(0),
            name(1),
            name(2),
            name(3),
        );
        let _ = match number % 83 {
            7 => writeln!(lines, "{{\"id\": \"broken {number}\""),
            8 => writeln!(lines, "{{\"id\": \"empty {number}\", \"text\": \" \"}}"),
            _ => writeln!(lines, "{{\"id\": \"d{}\", \"text\": \"{text}\"}}", number % 700),
        };
        if number % 10 == 0 {
            folder.write(
                &format!("in/{number:05}.txt"),
                text.replace("\\n", "\n").as_bytes(),
            );
        }
    }
    folder.write("in/zz.jsonl", lines.as_bytes());
}

/// All files of an output, hidden ones too, `run.json` without its seconds.
fn output(folder: &Folder, name: &str) -> Vec<(String, Vec<u8>)> {
    let read = |file: &String| {
        let bytes = fs::read(folder.path(name).join(file)).unwrap();
        if file != "run.json" {
            return bytes;
        }
        let mut run: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert!(run["seconds"].as_f64().unwrap() > 0.0);
        run["seconds"] = serde_json::Value::Null;
        run.to_string().into_bytes()
    };
    let names = folder.list(name);
    names.iter().map(|file| (file.clone(), read(file))).collect()
}

/// Nothing stands in the folder but tables that are complete, and what is hidden.
fn assert_whole_or_none(folder: &Folder, name: &str, whole: &[(String, Vec<u8>)]) {
    for file in folder.list(name).iter().filter(|file| !file.starts_with('.')) {
        let bytes = fs::read(folder.path(name).join(file)).unwrap();
        let (_, expected) = whole.iter().find(|(name, _)| name == file).unwrap();
        assert!(file == "run.json" || bytes == *expected, "{file} is not complete");
    }
}

const EXTRACT: [&str; 6] = ["extract", "in", "-o", "out", "--checkpoint-seconds", "0"];

fn extract_again(folder: &Folder) -> command::Outcome {
    folder.run(&[&EXTRACT[..], &["--resume"]].concat(), b"")
}

#[test]
fn killed_at_random_moments_and_resumed_it_writes_what_an_uninterrupted_run_writes() {
    let folder = Folder::new();
    write_dump(&folder, 2000);
    let begun = Instant::now();
    let outcome = folder.run(
        &["extract", "in", "-o", "whole", "--checkpoint-seconds", "0"],
        b"",
    );
    let time = begun.elapsed();
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let whole = output(&folder, "whole");
    // The same sequence each time; where it hits depends on the machine.
    let mut random = 0x9e37_79b9_u64;
    let (mut kills, mut hits) = (0, 0);
    while kills < 20 {
        fs::remove_dir_all(folder.path("out")).unwrap_or_default();
        // Killed up to four times on its way.
        for _ in 0..4 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let share = (random >> 40) as f64 / (1_u64 << 24) as f64;
            let mut child = folder
                .command(&[&EXTRACT[..], &["--resume"]].concat())
                .spawn()
                .unwrap();
            std::thread::sleep(time.mul_f64(share));
            hits += u32::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
            assert_whole_or_none(&folder, "out", &whole);
        }
        let outcome = extract_again(&folder);
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(output(&folder, "out") == whole, "{:?}", folder.list("out"));
    }
    assert!(hits >= 8, "only {hits} of {kills} hit a run");
}

/// A run that was interrupted by a signal, with a checkpoint somewhere in the middle.
fn interrupted(folder: &Folder, signal: &str) {
    interrupted_with(folder, signal, &[]);
}

fn interrupted_with(folder: &Folder, signal: &str, more: &[&str]) {
    fs::remove_dir_all(folder.path("out")).unwrap_or_default();
    let mut child = folder.command(&[&EXTRACT[..], more].concat()).spawn().unwrap();
    let begun = Instant::now();
    let checkpoint = folder.path("out/.whosaid-checkpoint.json");
    while !checkpoint.exists() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    let kill = format!("kill -{signal} {}", child.id());
    assert_eq!(folder.shell(&kill).code, 0);
    let code = child.wait().unwrap().code();
    assert!(signal == "KILL" || code == Some(130), "{code:?}");
    assert!(
        folder.list("out").iter().all(|name| name.starts_with('.')),
        "{:?}",
        folder.list("out")
    );
    assert!(checkpoint.exists());
}

#[cfg(unix)]
#[test]
fn interrupted_by_signals_it_goes_on() {
    let folder = Folder::new();
    write_dump(&folder, 3000);
    assert_eq!(folder.run(&["extract", "in", "-o", "whole"], b"").code, 1);
    for signal in ["INT", "TERM"] {
        // Both a resumed run and one that begins anew come to the same.
        for again in [&["--resume"][..], &[]] {
            interrupted(&folder, signal);
            let outcome = folder.run(&[&EXTRACT[..], again].concat(), b"");
            assert_eq!(outcome.code, 1, "{outcome:?}");
            assert!(
                output(&folder, "out") == output(&folder, "whole"),
                "{signal} {again:?}"
            );
            interrupted(&folder, "KILL");
        }
    }
}

#[cfg(unix)]
#[test]
fn every_format_goes_on() {
    let folder = Folder::new();
    write_dump(&folder, 1500);
    for format in ["jsonl", "excel", "xlsx", "brat"] {
        let format = ["--format", format];
        fs::remove_dir_all(folder.path("whole")).unwrap_or_default();
        let outcome = folder.run(&[&["extract", "in", "-o", "whole"], &format[..]].concat(), b"");
        assert_eq!(outcome.code, 1, "{outcome:?}");
        interrupted_with(&folder, "KILL", &format);
        let outcome = folder.run(&[&EXTRACT[..], &["--resume"], &format[..]].concat(), b"");
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert_eq!(
            folder.shell("diff -r --exclude run.json whole out").stdout,
            "",
            "{format:?}"
        );
    }
}

/// Formats that are made in the end of rows written before, each with what is being made while that goes on.
const MADE_IN_THE_END: &[(&str, &str)] = &[
    ("xlsx", ".whosaid.xlsx.tmp"),
    ("brat", ".brat.tmp"),
    #[cfg(feature = "parquet")]
    ("parquet", ".documents.parquet.tmp"),
    #[cfg(feature = "sqlite")]
    ("sqlite", ".whosaid.sqlite.tmp"),
];

#[cfg(unix)]
#[test]
fn workbooks_that_are_killed_while_read_made_or_named_are_made_again() {
    let folder = Folder::new();
    write_dump(&folder, 800);
    for (format, unfinished) in MADE_IN_THE_END {
        let options = ["--format", format, "--terms"];
        fs::remove_dir_all(folder.path("whole")).unwrap_or_default();
        let whole = ["extract", "in", "-o", "whole", "--checkpoint-seconds", "0"];
        let begun = Instant::now();
        let outcome = folder.run(&[&whole[..], &options].concat(), b"");
        let time = begun.elapsed();
        assert_eq!(outcome.code, 1, "{outcome:?}");
        fs::remove_dir_all(folder.path("out")).unwrap_or_default();
        let mut killed_at_work = 0;
        // By the clock, and as soon as the making has begun: at once, and a little later.
        for (share, wait) in [(0.3, 0), (0.7, 0), (0.95, 0), (9.0, 0), (9.0, 15), (9.0, 60)] {
            let mut child = folder
                .command(&[&EXTRACT[..], &["--resume"], &options].concat())
                .spawn()
                .unwrap();
            let begun = Instant::now();
            let unfinished = folder.path("out").join(unfinished);
            while begun.elapsed() < time.mul_f64(share)
                && !(share > 1.0 && unfinished.exists())
                && child.try_wait().unwrap().is_none()
            {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(wait));
            killed_at_work += u32::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
            let names = folder.list("out");
            let run = names.iter().any(|name| name == "run.json");
            if run {
                let diff = folder.shell("diff -r --exclude run.json --exclude '.*' whole out");
                assert_eq!(diff.stdout, "", "{format}");
            }
        }
        assert!(killed_at_work >= 3, "{format}: only {killed_at_work} hit a run");
        let outcome = folder.run(&[&EXTRACT[..], &["--resume"], &options].concat(), b"");
        assert_eq!(outcome.code, 1, "{outcome:?}");
        let diff = folder.shell("diff -r --exclude run.json whole out");
        assert_eq!(diff.stdout, "", "{format}");
    }
    // Without the table it would not be the same run.
    interrupted_with(&folder, "KILL", &["--terms"]);
    let outcome = extract_again(&folder);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("--tables was "), "{}", outcome.stderr);
}

#[cfg(unix)]
#[test]
fn it_refuses_to_go_on_when_something_changed_and_says_what() {
    let folder = Folder::new();
    write_dump(&folder, 3000);
    folder.write("names.csv", b"id,type,name\nx-1,PER,Gorski the Miller\n");
    interrupted(&folder, "KILL");
    let kept = || {
        let mut names = folder.list("out");
        names.retain(|name| name != ".whosaid.lock");
        names
    };
    let before = kept();
    let refused = |more: &[&str], expected: &str| {
        let outcome = folder.run(&[&EXTRACT[..], &["--resume"], more].concat(), b"");
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains("cannot go on"), "{}", outcome.stderr);
        assert!(
            outcome.stderr.contains(expected),
            "{expected}: {}",
            outcome.stderr
        );
        assert_eq!(kept(), before);
    };
    refused(&["--text-field", "body"], "--text-field was null and is \"body\"");
    refused(&["--gazetteer", "names.csv"], "the lists of names was ");
    refused(&["names.csv"], "the list of inputs was ");
    folder.write("in/new.txt", b"Rain.");
    refused(&[], "input 1 was 301 files");
    fs::remove_file(folder.path("in/new.txt")).unwrap();
    let first = fs::read(folder.path("in/00000.txt")).unwrap();
    folder.write("in/00000.txt", &first);
    refused(&[], "input 1 was 301 files");
    // Without the flag it begins anew.
    assert_eq!(folder.run(&EXTRACT, b"").code, 1);
    assert_eq!(
        folder.list("out"),
        [
            "documents.csv",
            "entities.csv",
            "mentions.csv",
            "quotes.csv",
            "rejected.csv",
            "run.json"
        ]
    );
}

#[cfg(unix)]
#[test]
fn what_is_left_out_on_purpose_is_left_out_again() {
    let folder = Folder::new();
    write_dump(&folder, 3000);
    for (options, counted) in [
        (&["--dedupe"][..], "copies"),
        (&["--limit", "2900"], "empty"),
        (&["--dedupe", "--limit", "2000"], "copies"),
        (&["--since", "2023-09-10"], "out of the dates wanted"),
    ] {
        fs::remove_dir_all(folder.path("whole")).unwrap_or_default();
        let outcome = folder.run(&[&["extract", "in", "-o", "whole"], options].concat(), b"");
        assert_eq!(outcome.code, 1, "{outcome:?}");
        interrupted_with(&folder, "KILL", options);
        let outcome = folder.run(&[&EXTRACT[..], &["--resume"], options].concat(), b"");
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(
            output(&folder, "out") == output(&folder, "whole"),
            "{options:?}: {}",
            folder.shell("diff -r whole out").stdout
        );
        let run = fs::read_to_string(folder.path("out/run.json")).unwrap();
        assert!(run.contains(&format!("\"{counted}\"")), "{options:?}: {run}");
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_only_lacked_its_names_ends_as_it_would_have() {
    let folder = Folder::new();
    let dump: String = (0..4000)
        .map(|number| {
            format!(
                "{{\"text\": \"{}-09-21 Rain fell on town {number}.\"}}\n",
                2020 + number % 4
            )
        })
        .collect();
    for (broken, options, code) in [
        ("", &["--since", "2022-01-01"][..], 0),
        ("[]\n", &[], 1),
        ("", &[], 0),
    ] {
        folder.write("in/a.jsonl", format!("{dump}{broken}").as_bytes());
        fs::remove_dir_all(folder.path("out")).unwrap_or_default();
        // In the way of the last file that gets its name.
        fs::create_dir_all(folder.path("out/run.json/x")).unwrap();
        let outcome = folder.run(&[&EXTRACT[..], options].concat(), b"");
        assert_eq!(outcome.code, 2, "{outcome:?}");
        fs::remove_dir_all(folder.path("out/run.json")).unwrap();
        let outcome = folder.run(&[&EXTRACT[..], &["--resume"], options].concat(), b"");
        assert_eq!(outcome.code, code, "{outcome:?}");
        assert!(
            outcome.stderr.contains("the tables were complete"),
            "{}",
            outcome.stderr
        );
        assert!(folder.path("out/run.json").is_file());
        assert!(folder.list("out").iter().all(|name| !name.starts_with('.')));
    }
}

#[cfg(unix)]
#[test]
fn a_model_counts_by_what_it_holds() {
    let folder = Folder::new();
    write_dump(&folder, 2000);
    let line = |ship: &str| {
        format!(
            "{{\"text\": \"The {ship} sank.\", \"entities\": [{{\"start\": 4, \"end\": {}, \"type\": \"SHIP\"}}]}}\n",
            4 + ship.len()
        )
    };
    for (name, ships) in [("a", ["Borealis", "Mirnyy"]), ("b", ["Corvina", "Altair"])] {
        folder.write(&format!("{name}.jsonl"), ships.map(line).concat().as_bytes());
        let outcome = folder.run(
            &["train", &format!("{name}.jsonl"), "-o", &format!("{name}.bin")],
            b"",
        );
        assert_eq!(outcome.code, 0, "{outcome:?}");
    }
    fs::copy(folder.path("a.bin"), folder.path("model.bin")).unwrap();
    let model = ["--model", "model.bin"];
    let outcome = folder.run(&[&["extract", "in", "-o", "whole"], &model[..]].concat(), b"");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    interrupted_with(&folder, "KILL", &model);
    fs::copy(folder.path("b.bin"), folder.path("model.bin")).unwrap();
    let outcome = folder.run(&[&EXTRACT[..], &["--resume"], &model].concat(), b"");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("the model was "), "{}", outcome.stderr);
    // Under another name it is the same.
    let outcome = folder.run(&[&EXTRACT[..], &["--resume", "--model", "a.bin"]].concat(), b"");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_eq!(folder.shell("diff -r --exclude run.json whole out").stdout, "");
}

#[test]
fn what_cannot_be_resumed_is_told() {
    let folder = Folder::new();
    let outcome = folder.run(&["extract", "-", "-o", "out", "--resume"], b"");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("inputs that can be read twice"),
        "{}",
        outcome.stderr
    );
    assert!(!folder.path("out").exists());
    folder.write("a.txt", b"Rain fell.");
    let outcome = folder.run(&["extract", "a.txt", "--format", "jsonl", "--resume"], b"");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("--resume needs a folder"),
        "{}",
        outcome.stderr
    );
    // A file that is cut below what the checkpoint says is not gone on with.
    write_dump(&folder, 3000);
    interrupted(&folder, "KILL");
    fs::write(folder.path("out/.documents.csv.tmp"), "").unwrap();
    let outcome = extract_again(&folder);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("does not hold what was written"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn every_record_is_in_a_table_and_run_json_proves_it() {
    let folder = Folder::new();
    write_dump(&folder, 500);
    folder.write("in/0.txt", b" ");
    folder.write("in/1.bin", b"\0\x01\x02\x03\0\0");
    assert_eq!(folder.extract(&["in"]).code, 1);
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("out/run.json")).unwrap()).unwrap();
    let documents = rows(&folder.path("out/documents.csv")).len();
    let rejected = rows(&folder.path("out/rejected.csv")).len();
    assert_eq!(run["records"], documents + rejected);
    assert_eq!(run["records"], 500 + 50 + 2);
    assert_eq!(run["counts"]["documents"], documents);
    assert_eq!(run["counts"]["rejected"], rejected);
    let by_reason = run["rejected_by_reason"].as_object().unwrap();
    let sum: u64 = by_reason.values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(sum, rejected as u64);
    for table in ["mentions", "entities", "quotes"] {
        assert_eq!(
            run["counts"][table],
            rows(&folder.path(&format!("out/{table}.csv"))).len(),
            "{table}"
        );
    }
    let ids = column(&rows(&folder.path("out/documents.csv")), "document_id");
    assert_eq!(ids.len(), documents);
}

/// What the folder `out` may hold after a run that failed.
fn assert_no_table(folder: &Folder) {
    let names = folder.list("out");
    assert!(names.iter().all(|name| name.starts_with('.')), "{names:?}");
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_leaves_no_half_table_and_the_run_goes_on_when_there_is_room() {
    let folder = Folder::new();
    write_dump(&folder, 3000);
    assert_eq!(folder.run(&["extract", "in", "-o", "whole"], b"").code, 1);
    // No file may be larger: what a quota says, too. With a signal that nobody catches, and without.
    for (trap, code) in [("trap '' XFSZ", 2), ("true", 128 + 25)] {
        fs::remove_dir_all(folder.path("out")).unwrap_or_default();
        let line = format!("{trap}; ulimit -f 100; $WHOSAID {}; exit $?", EXTRACT.join(" "));
        let outcome = folder.shell(&line);
        assert_eq!(outcome.code, code, "{outcome:?}");
        if code == 2 {
            let told = outcome.stderr.lines().last().unwrap();
            assert!(told.contains(".csv.tmp: cannot write: File too large"), "{told}");
        }
        assert_no_table(&folder);
        let outcome = extract_again(&folder);
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(output(&folder, "out") == output(&folder, "whole"));
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_fails_leaves_the_tables_of_an_earlier_one_alone() {
    let folder = Folder::new();
    folder.write(
        "a.txt",
        b"\xe2\x80\x9cThe bridge is open,\xe2\x80\x9d said Gulnara Mirzoyeva.",
    );
    assert_eq!(folder.extract(&["a.txt"]).code, 0);
    let before = output(&folder, "out");
    write_dump(&folder, 3000);
    let outcome = folder.shell("trap '' XFSZ; ulimit -f 100; $WHOSAID extract in -o out");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(output(&folder, "out") == before, "{:?}", folder.list("out"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_into_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    folder.write("a.txt", b"Rain fell.");
    fs::create_dir(folder.path("out")).unwrap();
    let set = |mode| fs::set_permissions(folder.path("out"), fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    for (out, told) in [
        ("out", "out: cannot write into this folder: Permission denied"),
        (
            "out/below",
            "out/below: cannot make this folder: Permission denied",
        ),
    ] {
        let outcome = folder.run_unprivileged(&["extract", "a.txt", "-o", out]);
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
        assert_eq!(
            outcome.stderr.matches("Permission denied").count(),
            1,
            "{}",
            outcome.stderr
        );
        assert!(folder.list("out").is_empty());
    }
    set(0o777);
    let outcome = folder.run_unprivileged(&["extract", "a.txt", "-o", "out"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
}

#[cfg(unix)]
#[test]
fn what_vanishes_while_a_run_goes_on_is_told() {
    let folder = Folder::new();
    // The run waits for the pipe, so that what comes behind it can be taken away.
    let start = "mkfifo pipe; printf Rain > a.txt; printf Snow > z.txt; \
                 $WHOSAID extract a.txt pipe z.txt -o out & pid=$!; exec 3> pipe; ";
    let end = "printf Hail >&3; exec 3>&-; wait $pid";
    let outcome = folder.shell(&format!("{start} rm z.txt; {end}"));
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let rejected = rows(&folder.path("out/rejected.csv"));
    assert_eq!(column(&rejected, "source"), ["z.txt"]);
    assert!(
        rejected[0]["reason"].starts_with("cannot be read: No such file"),
        "{rejected:?}"
    );
    assert_eq!(
        column(&rows(&folder.path("out/documents.csv")), "document_id"),
        ["a.txt", "pipe"]
    );

    let outcome = folder.shell(&format!(
        "rm -r pipe out; {start} until [ -e out/.quotes.csv.tmp ]; do sleep 0.01; done; rm -r out; {end}"
    ));
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("out/"), "{}", outcome.stderr);
    assert!(!folder.path("out").exists());
}
