//! The user's own lists: extract, suggest, answer, import, check, and extract again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use std::fs;

use command::{Folder, Outcome, Row, column, rows};

/// Two desks write of a miller whom no list has, and of one whom the list of the test has under another spelling.
const ARTICLES: [(&str, &str); 3] = [
    (
        "in/a.txt",
        "YEREVAN, May 14, 2024 - “The mill will not close,” said Timur Akhmetov, the director of the plant.\n\n\
         Mr. Timur Akhmetov told reporters that the price of flour had doubled.\n",
    ),
    (
        "in/b.txt",
        "YEREVAN, May 15, 2024 - “Bread is not a weapon,” said Timour Akhmetov, a miller.\n\n\
         “We have heard that before,” said Walter Unterholz, a baker from the town.\n",
    ),
    (
        "in/c.txt",
        "YEREVAN, May 16, 2024 - “Nobody asked the bakers,” said Walter Unterholz.\n",
    ),
];

/// A folder with the articles and their tables.
fn extracted() -> Folder {
    let folder = Folder::new();
    for (name, text) in ARTICLES {
        folder.write(name, text.as_bytes());
    }
    assert_eq!(folder.extract(&["in"]).code, 0);
    folder
}

fn suggest(folder: &Folder, more: &[&str]) -> Outcome {
    let args = ["gazetteer", "suggest", "out", "-o", "candidates.csv"];
    folder.run(&[&args, more].concat(), b"")
}

fn import(folder: &Folder, more: &[&str]) -> Outcome {
    let args = ["gazetteer", "import", "candidates.csv", "-o", "mine.csv"];
    folder.run(&[&args, more].concat(), b"")
}

/// The suggestion of a name.
fn suggestion(folder: &Folder, name: &str) -> Row {
    let rows = rows(&folder.path("candidates.csv"));
    let found = rows.iter().find(|row| row["name"] == name);
    found.unwrap_or_else(|| panic!("{name} in {rows:?}")).clone()
}

/// Writes `answer` beside each name.
fn answer(folder: &Folder, answers: &[(&str, &str)]) {
    let path = folder.path("candidates.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(reader.headers().unwrap()).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let answer = answers.iter().find(|(name, _)| *name == &record[2]);
        let answer = answer.map_or("", |(_, answer)| *answer);
        let cells = std::iter::once(answer).chain(record.iter().skip(1));
        writer.write_record(cells).unwrap();
    }
    fs::write(path, writer.into_inner().unwrap()).unwrap();
}

/// The entity of a spelling in the table of mentions: id and name.
fn entity(folder: &Folder, surface: &str) -> (String, String) {
    let rows = rows(&folder.path("out/mentions.csv"));
    let row = rows.iter().find(|row| row["surface"] == surface).unwrap();
    (row["entity_id"].clone(), row["name"].clone())
}

#[test]
fn a_name_that_was_accepted_is_known_in_the_next_run() {
    let folder = extracted();
    let outcome = suggest(&folder, &[]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let miller = suggestion(&folder, "Timur Akhmetov");
    assert_eq!(
        (
            miller["type"].as_str(),
            miller["mentions"].as_str(),
            miller["documents"].as_str()
        ),
        ("PER", "3", "2"),
        "{miller:?}"
    );
    assert_eq!(miller["variants"], "Timour Akhmetov");
    assert_eq!(miller["accept"], "");
    assert!(
        miller["example_1"].contains("said [Timur Akhmetov], the director"),
        "{miller:?}"
    );
    assert!(
        miller["example_2"].starts_with("YEREVAN, May 15, 2024"),
        "{miller:?}"
    );
    assert!(
        miller["example_3"].contains(" Mr. [Timur Akhmetov] told reporters"),
        "{miller:?}"
    );
    let baker = suggestion(&folder, "Walter Unterholz");
    assert_eq!(
        (baker["documents"].as_str(), baker["example_3"].as_str()),
        ("2", "")
    );

    answer(&folder, &[("Timur Akhmetov", "yes")]);
    let outcome = import(&folder, &[]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(
        fs::read_to_string(folder.path("mine.csv")).unwrap(),
        "id,type,name,variants,roles,context,notes\n\
         per-timur-akhmetov,PER,Timur Akhmetov,Timour Akhmetov,,,\n"
    );
    let check = folder.run(&["gazetteer", "check", "mine.csv"], b"");
    assert_eq!((check.code, check.stdout.as_str()), (0, ""));

    assert_eq!(folder.extract(&["in", "--gazetteer", "mine.csv"]).code, 0);
    for spelling in ["Timur Akhmetov", "Timour Akhmetov"] {
        let known = ("per-timur-akhmetov".to_owned(), "Timur Akhmetov".to_owned());
        assert_eq!(entity(&folder, spelling), known);
    }
    let entities = rows(&folder.path("out/entities.csv"));
    let lists: Vec<_> = entities.iter().filter(|row| row["list"] == "mine").collect();
    assert_eq!(lists.len(), 1);
    fs::remove_file(folder.path("candidates.csv")).unwrap();
    assert_eq!(suggest(&folder, &["--gazetteer", "mine.csv"]).code, 0);
    let names = column(&rows(&folder.path("candidates.csv")), "name");
    assert!(names.contains(&"Walter Unterholz".to_owned()), "{names:?}");
    assert!(!names.contains(&"Timur Akhmetov".to_owned()), "{names:?}");
}

#[test]
fn a_spelling_that_was_merged_is_one_with_the_known_entity() {
    let folder = extracted();
    folder.write(
        "known.csv",
        b"id,type,name,variants,roles,context,notes\n\
          baker,PER,Gualtiero Boscobasso,,chair of Bakers@2020..,,gender=m\n\
          miller,PER,Temur Akhmedov,,director of Golden Mill,,\n",
    );
    let lists = ["--gazetteer", "known.csv", "--no-builtin"];
    assert_eq!(suggest(&folder, &lists).code, 0);
    let miller = suggestion(&folder, "Timur Akhmetov");
    assert_eq!(
        (miller["nearest_id"].as_str(), miller["nearest_name"].as_str()),
        ("miller", "Temur Akhmedov")
    );
    assert!(miller["nearest_score"].parse::<f32>().unwrap() >= 0.5 && !miller["nearest_reason"].is_empty());
    answer(&folder, &[("Timur Akhmetov", "="), ("Walter Unterholz", "baker")]);
    let outcome = import(&folder, &lists);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.contains("2 merged"), "{outcome:?}");
    assert_eq!(
        fs::read_to_string(folder.path("mine.csv")).unwrap(),
        "id,type,name,variants,roles,context,notes\n\
         baker,PER,Gualtiero Boscobasso,Walter Unterholz,chair of Bakers@2020-01-01..,,gender=m\n\
         miller,PER,Temur Akhmedov,Timur Akhmetov|Timour Akhmetov,director of Golden Mill,,\n"
    );
    let lists = ["--gazetteer", "known.csv", "--gazetteer", "mine.csv"];
    assert_eq!(folder.extract(&[&["in"], &lists[..]].concat()).code, 0);
    assert_eq!(entity(&folder, "Timour Akhmetov").0, "miller");
    assert_eq!(entity(&folder, "Walter Unterholz").1, "Gualtiero Boscobasso");
}

#[test]
fn a_list_that_is_there_is_added_to() {
    let folder = extracted();
    folder.write(
        "mine.csv",
        b"id,type,name,notes\nmill,ORG,Golden Mill,from hand\n",
    );
    folder.write(
        "candidates.csv",
        "\u{feff}accept;type;name;variants\r\nx;PER;Walter Unterholz;\r\nmill;ORG;Zolotaya Melnitsa;\r\n"
            .as_bytes(),
    );
    for _ in 0..2 {
        // The list is read as it is: its entities can be named without --gazetteer.
        let outcome = import(&folder, &[]);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let list = rows(&folder.path("mine.csv"));
        assert_eq!(column(&list, "id"), ["mill", "per-walter-unterholz"]);
        assert_eq!(column(&list, "variants"), ["Zolotaya Melnitsa", ""]);
        assert_eq!(column(&list, "notes"), ["from hand", ""]);
    }
}

#[test]
fn options_choose_what_is_suggested() {
    let folder = extracted();
    let names = |args: &[&str]| {
        assert_eq!(suggest(&folder, args).code, 0);
        column(&rows(&folder.path("candidates.csv")), "name")
    };
    assert!(names(&[]).contains(&"Walter Unterholz".to_owned()));
    assert_eq!(names(&["--limit", "1"]), ["Timur Akhmetov"]);
    assert_eq!(names(&["--min-count", "4"]), [""; 0]);
    assert!(names(&["--min-count", "1", "--limit", "0"]).len() > 1);
}

#[test]
fn articles_that_have_gone_leave_examples_empty() {
    let folder = extracted();
    fs::remove_file(folder.path("in/c.txt")).unwrap();
    folder.write("in/b.txt", "Another text.".as_bytes());
    let outcome = suggest(&folder, &[]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.stderr.contains("examples are empty"), "{outcome:?}");
    assert!(!suggestion(&folder, "Timur Akhmetov")["example_1"].is_empty());
    let baker = suggestion(&folder, "Walter Unterholz");
    assert_eq!(
        (baker["example_1"].as_str(), baker["example_2"].as_str()),
        ("", "")
    );
    fs::remove_dir_all(folder.path("in")).unwrap();
    assert_eq!(suggest(&folder, &[]).code, 0);
}

#[test]
fn lines_of_a_dump_are_read_again() {
    let folder = Folder::new();
    let dump = "{\"body\": \"Rain.\"}\n\
         {\"body\": \"“The mill will not close,” said Timur Akhmetov. “Never,” Timur Akhmetov said.\"}\n";
    folder.write("dump.jsonl", dump.as_bytes());
    assert_eq!(folder.extract(&["dump.jsonl", "--text-field", "body"]).code, 0);
    assert_eq!(suggest(&folder, &[]).code, 0);
    let miller = suggestion(&folder, "Timur Akhmetov");
    assert_eq!(
        miller["example_2"],
        "“The mill will not close,” said Timur Akhmetov. “Never,” [Timur Akhmetov] said."
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = extracted();
    let outcome = folder.run(&["gazetteer", "suggest", "in"], b"");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("entities.csv: is not there"),
        "{outcome:?}"
    );

    assert_eq!(suggest(&folder, &[]).code, 0);
    let outcome = import(&folder, &[]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("no row is accepted"), "{outcome:?}");
    assert!(!folder.path("mine.csv").exists());

    answer(
        &folder,
        &[("Timur Akhmetov", "perhaps"), ("Walter Unterholz", "yes")],
    );
    let outcome = import(&folder, &[]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .contains("candidates.csv: row 2, column accept: \"perhaps\" is neither yes"),
        "{outcome:?}"
    );
    assert!(!folder.path("mine.csv").exists());

    // Answers are not written over.
    let outcome = suggest(&folder, &[]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("holds answers"), "{outcome:?}");
    assert_eq!(suggestion(&folder, "Timur Akhmetov")["accept"], "perhaps");
}
