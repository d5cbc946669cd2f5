//! Training on annotated text: a kind of name that the built-in model does not know is found afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::{Folder, column, rows};
use serde_json::json;

/// Names of ships, and what is written of them.
const SHIPS: [&str; 12] = [
    "Silver Heron",
    "Old Margarethe",
    "Borealis",
    "Northern Candle",
    "Queen Sidonia",
    "Corvina",
    "Salt Merchant",
    "Black Petrel",
    "Aldebaran",
    "Wandering Nun",
    "Estrella",
    "Grey Abbess",
];
const SENTENCES: [&str; 4] = [
    "The freighter {} left the port of Tarnow Bay on Monday with a cargo of grain.",
    "Rescuers towed the tanker {} into the harbour after a fire in its engine room.",
    "The crew of the {} was unhurt, said Marta Lind, the harbour master.",
    "Captain Tom Weber had sailed the {} for nine years before the storm.",
];
const ARTICLE: &str = "The freighter Crimson Walrus ran aground on Friday.\n\nRescuers towed the tanker Lady Bramble \
                       into the harbour. The crew of the Crimson Walrus was unhurt, said Jan Kerr, a fisherman.\n";

/// Each sentence with each ship, a line of JSON each; people and places are marked too.
fn annotated() -> String {
    let mut lines = String::new();
    for ship in SHIPS {
        for sentence in SENTENCES {
            let text = sentence.replace("{}", ship);
            let names = [
                (ship, "SHIP"),
                ("Marta Lind", "PER"),
                ("Tom Weber", "PER"),
                ("Tarnow Bay", "LOC"),
            ];
            let entities: Vec<_> = names
                .iter()
                .filter_map(|(name, kind)| {
                    let start = text.find(name)?;
                    Some(json!({"start": start, "end": start + name.len(), "type": kind}))
                })
                .collect();
            lines += &format!("{}\n", json!({"text": text, "entities": entities}));
        }
    }
    lines
}

/// Surfaces of a type in `mentions.csv`.
fn surfaces(folder: &Folder, kind: &str) -> Vec<String> {
    let mut mentions = rows(&folder.path("out/mentions.csv"));
    mentions.retain(|row| row["type"] == kind);
    column(&mentions, "surface")
}

#[test]
fn a_kind_of_its_own_is_found_after_training() {
    let folder = Folder::new();
    folder.write("ships.jsonl", annotated().as_bytes());
    folder.write("in/a.txt", ARTICLE.as_bytes());
    assert_eq!(folder.extract(&["in"]).code, 0);
    assert!(surfaces(&folder, "SHIP").is_empty());

    let trained = folder.run(
        &["train", "ships.jsonl", "-o", "ships.bin", "--test", "ships.jsonl"],
        b"",
    );
    assert_eq!(trained.code, 0, "{}", trained.stderr);
    assert!(trained.stderr.contains("48 texts"), "{}", trained.stderr);
    assert!(trained.stdout.contains("SHIP"), "{}", trained.stdout);
    assert_eq!(folder.extract(&["in", "--model", "ships.bin"]).code, 0);
    assert_eq!(
        surfaces(&folder, "SHIP"),
        ["Crimson Walrus", "Lady Bramble", "Crimson Walrus"]
    );
    // What the built-in model knew is not forgotten.
    assert_eq!(surfaces(&folder, "PER"), ["Jan Kerr"]);
}

#[test]
fn faults_name_file_and_row() {
    let folder = Folder::new();
    folder.write("a.conll", b"Ada\tB-PER\nKerr\tI-PER\n\nsaid\tQ-PER\n");
    folder.write(
        "b.jsonl",
        b"{\"text\": \"Ada\", \"entities\": [{\"start\": 2, \"end\": 2, \"type\": \"PER\"}]}\n",
    );
    folder.write("none.tsv", b"Ada\tO\n");
    folder.write("in/a.txt", ARTICLE.as_bytes());
    for (file, fault) in [
        ("a.conll", "a.conll: row 4: no label: \"Q-PER\""),
        ("b.jsonl", "b.jsonl: row 1: entity 1: start and end"),
        ("none.tsv", "none.tsv: no name is marked"),
        ("away.tsv", "cannot read away.tsv"),
    ] {
        let outcome = folder.run(&["train", file, "-o", "model.bin"], b"");
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(fault), "{}", outcome.stderr);
        assert!(!folder.path("model.bin").exists());
    }
    let outcome = folder.extract(&["in", "--model", "a.conll"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("a.conll is no model"),
        "{}",
        outcome.stderr
    );
}
