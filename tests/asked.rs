//! What the user asked for and did not get, or got without asking: told, not passed over.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::{Folder, column, rows};

const ARTICLE: &[u8] = b"MUMBAI, 2 December 2013: Rain fell on the town.";

fn ids(folder: &Folder, out: &str) -> Vec<String> {
    column(&rows(&folder.path(out).join("documents.csv")), "document_id")
}

#[test]
fn a_field_that_no_record_has_is_told_once_with_those_that_are_there() {
    let folder = Folder::new();
    folder.write(
        "a.jsonl",
        b"{\"nr\":1,\"text\":\"Rain.\",\"day\":\"2023-01-02\"}\n{\"nr\":2,\"text\":\"Snow.\"}\n",
    );
    let outcome = folder.extract(&[
        "a.jsonl",
        "--id-field",
        "nr",
        "--date-field",
        "tag",
        "--title-field",
        "day",
    ]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(ids(&folder, "out"), ["1", "2"]);
    let told: Vec<_> = outcome
        .stderr
        .lines()
        .filter(|line| line.contains("-field"))
        .collect();
    assert_eq!(
        told,
        ["    --date-field tag: no record has such a field; the first one has \"nr\", \"text\", \"day\""]
    );
    // Then no document has a date, and each rejection says why.
    folder.extract(&["a.jsonl", "--date-field", "tag", "--since", "2020-01-01"]);
    assert_eq!(
        rows(&folder.path("out/rejected.csv"))[0]["reason"],
        "it has no date (--since, --until): no field \"tag\" among \"nr\", \"text\", \"day\""
    );
    // The same of a table, and of a table without text.
    folder.write("b.csv", b"nr,text\n1,Rain.\n");
    let outcome = folder.extract(&["b.csv", "--id-field", "id"]);
    assert!(
        outcome
            .stderr
            .contains("--id-field id: no record has such a field; the first one has \"nr\", \"text\""),
        "{outcome:?}"
    );
    folder.write("c.csv", b"nr,words\n1,Rain.\n");
    folder.extract(&["c.csv"]);
    assert_eq!(
        rows(&folder.path("out/rejected.csv"))[0]["reason"],
        "no text: no column \"text\", \"body\", \"content\" or the like among \"nr\", \"words\" (name it with --text-field)"
    );
}

#[test]
fn fields_have_names_in_several_languages() {
    let folder = Folder::new();
    // As windows-1251.
    let russian = "Дата;Заголовок;Текст\r\n21.09.2023;Мост открыт;Министр заявил, что мост через реку снова открыт для всех.\r\n";
    let russian: Vec<u8> = russian
        .chars()
        .map(|c| match c.is_ascii() {
            true => c as u8,
            false => (u32::from(c) - u32::from('А') + 0xc0) as u8,
        })
        .collect();
    for (name, bytes) in [
        (
            "de.csv",
            "Datum;Titel;Inhalt\n21.9.2023;Die Brücke;Der Regen fiel.\n".as_bytes(),
        ),
        (
            "fr.csv",
            "titre,texte,date\nLe pont,La pluie tombe.,2023-09-21\n".as_bytes(),
        ),
        (
            "es.csv",
            "Título,Fecha,Contenido\nEl puente,21/09/2023,Llueve.\n".as_bytes(),
        ),
        ("ru.csv", &russian),
        (
            "tr.csv",
            "başlık\tmetin\ttarih\nKöprü\tYağmur yağdı.\t21.09.2023\n".as_bytes(),
        ),
    ] {
        folder.write(name, bytes);
        let outcome = folder.extract(&[name]);
        assert_eq!(outcome.code, 0, "{name}: {outcome:?}");
        let row = &rows(&folder.path("out/documents.csv"))[0];
        assert_eq!(row["date"], "2023-09-21", "{name}");
        assert!(row["title"].chars().count() >= 5, "{name}: {}", row["title"]);
    }
}

#[test]
fn the_folder_of_the_tables_is_no_input() {
    let folder = Folder::new();
    folder.write("in/a.txt", ARTICLE);
    let inside = ["extract", "in", "-o", "in/out"];
    assert_eq!(folder.run(&inside, b"").code, 0);
    let again = folder.run(&inside, b"");
    assert_eq!(
        (again.code, ids(&folder, "in/out")),
        (0, vec!["a.txt".to_owned()])
    );
    assert!(
        again
            .stderr
            .starts_with("note: in/out lies in the input and is for the tables"),
        "{again:?}"
    );
    // The tables beside the articles; links and dots on the way do not matter.
    std::fs::remove_dir_all(folder.path("in/out")).unwrap();
    for _ in 0..2 {
        let beside = folder.run(&["extract", "in/../in", "-o", "./in"], b"");
        assert_eq!(
            (beside.code, ids(&folder, "in")),
            (0, vec!["a.txt".to_owned()]),
            "{beside:?}"
        );
    }
    // A table that is named is not read and replaced.
    let outcome = folder.run(&["extract", "in/documents.csv", "-o", "in"], b"");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("name another folder for the tables"),
        "{outcome:?}"
    );
    // Nor is a run.json of somebody else's, and that before anything is read.
    folder.write("theirs/run.json", b"{\"command\": \"go\"}");
    let outcome = folder.run(&["extract", "in/a.txt", "-o", "theirs"], b"");
    assert_eq!(outcome.code, 2);
    assert_eq!(folder.list("theirs"), ["run.json"]);
}

#[test]
fn tables_of_an_earlier_run_that_have_to_go_are_named() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE);
    folder.extract(&["a.txt", "--tables", "quotes,rejected"]);
    let outcome = folder.extract(&["a.txt", "--tables", "quotes"]);
    assert!(
        outcome
            .stderr
            .ends_with("  Removed        of an earlier run, not written by this one: rejected.csv\n"),
        "{outcome:?}"
    );
    assert!(
        !folder
            .extract(&["a.txt", "--tables", "quotes"])
            .stderr
            .contains("Removed")
    );
}

#[test]
fn text_on_standard_input_is_one_document_and_a_broken_line_of_json_is_one_rejection() {
    let folder = Folder::new();
    let run = |input: &[u8]| folder.run(&["extract", "-", "-o", "out"], input);
    assert_eq!(run(ARTICLE).code, 0);
    let row = &rows(&folder.path("out/documents.csv"))[0];
    assert_eq!((&*row["document_id"], &*row["date"]), ("stdin", "2013-12-02"));
    assert_eq!(run(b"oops\n{\"text\":\"Rain.\"}\n{\"text\":\"Snow.\"}\n").code, 1);
    assert_eq!(ids(&folder, "out"), ["stdin:2", "stdin:3"]);
}

#[test]
fn a_pattern_that_nothing_matches_is_an_error_and_leaves_the_tables_of_before() {
    let folder = Folder::new();
    folder.write("in/a.txt", ARTICLE);
    assert_eq!(folder.extract(&["in"]).code, 0);
    let before = std::fs::read(folder.path("out/quotes.csv")).unwrap();
    let told = |args: &[&str], code: i32| {
        let outcome = folder.extract(args);
        assert_eq!(outcome.code, code);
        outcome.stderr.lines().next().unwrap().to_owned()
    };
    assert_eq!(
        told(&["in", "--include", "*.md"], 2),
        "whosaid: nothing was read: of 1 file in the inputs, and of what is in archives, nothing passes --include '*.md'; no table \
         was written"
    );
    assert_eq!(
        told(&["in/2024-*.txt"], 2),
        "whosaid: nothing was read: there is no file in the inputs; no table was written"
    );
    assert_eq!(std::fs::read(folder.path("out/quotes.csv")).unwrap(), before);
    // A day without an article is no mistake.
    folder.write("day.csv", b"id,text\n");
    assert_eq!(
        told(&["day.csv"], 0),
        "warning: nothing was read: the inputs hold no document"
    );
}

#[test]
#[cfg(unix)]
fn links_to_nowhere_are_told_if_they_are_asked_for() {
    let folder = Folder::new();
    folder.write("in/a.txt", ARTICLE);
    let links = [
        ("gone.html", "/nowhere"),
        (".#lock", "me@here"),
        ("loop", "../in"),
    ];
    for (link, target) in links {
        std::os::unix::fs::symlink(target, folder.path("in").join(link)).unwrap();
    }
    let told = |args: &[&str]| {
        folder.extract(args);
        column(&rows(&folder.path("out/rejected.csv")), "source")
    };
    assert_eq!(told(&["in"]), ["in/gone.html", "in/loop"]);
    assert_eq!(told(&["in", "--include", "*.txt", "--exclude", "loop"]), [""; 0]);
    assert_eq!(told(&["in/*.txt"]), [""; 0]);
    assert_eq!(told(&["in/*.html"]), ["in/gone.html"]);
}

#[test]
fn threads_beyond_use_are_not_begun() {
    let folder = Folder::new();
    folder.write("a.txt", ARTICLE);
    let outcome = folder.extract(&["a.txt", "--threads", "3000"]);
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stderr.starts_with("note: --threads 3000: "),
        "{outcome:?}"
    );
}

#[test]
fn the_manual_page_names_no_page_that_is_not_there() {
    let page = Folder::new().run(&["man"], b"").stdout;
    assert!(!page.contains("(1)\n") && !page.contains("whosaid\\-"));
    for verb in ["EXTRACT", "GAZETTEER CHECK", "GAZETTEER IMPORT", "MAN"] {
        assert!(page.contains(&format!(".SH WHOSAID {verb}\n")), "{verb}");
    }
}
