//! Cases of `cases.md`: a heading, a text, and below it what the linker makes of it. `UPDATE_EXPECT=1` rewrites the
//! rows, to be read before they are kept.

use std::fmt::Write;

use whosaid_entities::{Linker, Scratch};
use whosaid_gazetteer::{Builder, Gazetteer};
use whosaid_text::{Document, Knowledge, Linked, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

struct Stages {
    tokenizer: Tokenizer,
    gazetteer: Gazetteer,
    linker: Linker,
}

impl Stages {
    fn new() -> Self {
        let mut lists = Builder::new(false);
        lists.add_bytes("gazetteer.csv", include_bytes!("gazetteer.csv"));
        Self {
            tokenizer: Tokenizer::new(),
            gazetteer: lists.build().expect("the list is well made"),
            linker: Linker::new(),
        }
    }

    fn link(&self, text: &str, scratch: &mut Scratch) -> Linked {
        let document = Document {
            id: "case".to_owned(),
            text: text.to_owned(),
            date: "2021-05-04".parse().ok(),
            ..Document::default()
        };
        let (mut tokens, mut matches, mut linked) =
            (Tokens::default(), Matches::default(), Linked::default());
        self.tokenizer.tokenize(text, &mut tokens);
        let mut finding = whosaid_gazetteer::Scratch::default();
        self.gazetteer.find(text, &tokens, &mut finding, &mut matches);
        self.linker.link(
            &document,
            &tokens,
            &matches,
            &self.gazetteer,
            scratch,
            &mut linked,
        );
        linked
    }
}

fn rows(text: &str, linked: &Linked) -> String {
    let mut rows = String::new();
    for mention in &linked.mentions {
        let entity = linked.entity(mention.entity);
        writeln!(
            rows,
            "    {} {} = {}",
            mention.kind,
            mention.span.of(text),
            entity.name
        )
        .expect("a string");
    }
    for reference in &linked.references {
        let entity = linked.entity(reference.entity);
        writeln!(
            rows,
            "    {:?} {} = {}",
            reference.kind,
            reference.span.of(text),
            entity.name
        )
        .expect("a string");
    }
    rows
}

#[test]
fn cases() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases.md");
    let held = std::fs::read_to_string(path).expect("cases.md");
    let stages = Stages::new();
    let mut scratch = Scratch::default();
    let mut made = String::new();
    for case in held
        .split_inclusive("\n# ")
        .map(|case| case.trim_end_matches("\n# "))
    {
        let mut parts = case.split("```\n");
        let (head, text) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if !made.is_empty() {
            made.push_str("\n# ");
        }
        let rows = rows(text, &stages.link(text, &mut scratch));
        write!(made, "{head}```\n{text}```\n\n{rows}").expect("a string");
    }
    #[allow(clippy::disallowed_methods, reason = "asked for by whoever runs the tests")]
    let update = std::env::var("UPDATE_EXPECT").is_ok();
    if update {
        std::fs::write(path, made).expect("cases.md can be written");
    } else {
        assert_eq!(made, held, "UPDATE_EXPECT=1 rewrites the rows");
    }
}

#[test]
fn ids_of_the_unknown_are_the_same_in_every_document() {
    let stages = Stages::new();
    let id = |text: &str| {
        let linked = stages.link(text, &mut Scratch::default());
        let found = linked
            .entities
            .iter()
            .find(|entity| entity.name.contains("Brezhak"))
            .map(|entity| entity.id.to_string());
        found.expect(text)
    };
    let one = id("Economist Anton Brezhak said prices would fall.");
    assert_eq!(
        one,
        id("The talks failed, Anton Brezhak told reporters on Friday in Klow.")
    );
    assert!(one.starts_with("new-per-"), "{one}");
    // A lone surname is somebody of this document.
    assert_ne!(one, id("Mr. Brezhak said prices would fall."));
}

#[test]
fn namesakes_elsewhere_are_not_the_listed_ones() {
    let stages = Stages::new();
    let id = |text: &str, name: &str| {
        let linked = stages.link(text, &mut Scratch::default());
        let mention = linked
            .mentions
            .iter()
            .find(|mention| mention.span.of(text) == name);
        let mention = mention.expect(text);
        linked.entity(mention.entity).id.to_string()
    };
    assert_eq!(id("A train left Klow, Syldavia, on Monday.", "Klow"), "loc-klow");
    assert!(id("A train left Klow, Borduria, on Monday.", "Klow").starts_with("new-"));
    // A court without its country is that of the country in focus, and no other one's.
    let here = "KLOW, May 4 – Syldavia has voted. The Constitutional Court confirmed it.";
    let there = "SZOHOD, May 4 – Borduria has voted. The Constitutional Court confirmed it.";
    let full = "The Syldavian Constitutional Court met in Szohod, Borduria.";
    let court = "Constitutional Court";
    assert_ne!(id(here, court), id(there, court));
    assert_eq!(id(here, court), id(full, "Syldavian Constitutional Court"));
}

#[test]
fn what_is_remembered_changes_nothing() {
    let stages = Stages::new();
    let texts = [
        "Syldavian President Ottokar Almazout met Karel Veresh in Klow. He smiled.",
        "Veresh and the FLF denied it. The Bordurian Ministry of Defence did not.",
    ];
    let mut scratch = Scratch::default();
    for _ in 0..2 {
        for text in texts {
            let (kept, fresh) = (
                stages.link(text, &mut scratch),
                stages.link(text, &mut Scratch::default()),
            );
            assert_eq!(kept.mentions, fresh.mentions);
            assert_eq!(kept.references, fresh.references);
            assert_eq!(kept.entities, fresh.entities);
        }
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    let stages = Stages::new();
    let mut scratch = Scratch::default();
    for piece in [
        "A",
        "A ",
        "Ada Kerr ",
        "Ada-",
        "“Ada” ",
        "U.S. ",
        "of ",
        "Kerr, ",
        "(NAL) Bordurian ",
        "he ",
        "The NAL said they said ",
        "Klow, Borduria, ",
        "the tanker Ada ",
        "Ada Kerr-Lind. Kerr-Lind ",
        "President Muskar ",
        "his son Ada said ",
        "the younger Kerr, ",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let linked = stages.link(&text, &mut scratch);
        for mention in &linked.mentions {
            assert!(!mention.span.of(&text).is_empty());
        }
    }
    // A surname that is a place, everywhere.
    for piece in ["Klow said. ", "In Klow, Klow said. ", "“Klow,” Klow told. "] {
        let text = format!("Ada Klow came. {}", piece.repeat(100_000 / piece.len()));
        assert!(!stages.link(&text, &mut scratch).mentions.is_empty());
    }
    // Many different names.
    let text: String = (0..3000)
        .map(|number| {
            format!(
                "Mr. Ada{} Kerr{} met the B{number} Ministry. ",
                number % 977,
                number % 1013
            )
        })
        .collect();
    assert!(!stages.link(&text, &mut scratch).mentions.is_empty());
}

#[test]
fn mentions_are_in_order_and_do_not_overlap() {
    let stages = Stages::new();
    let text = include_str!("cases.md");
    let linked = stages.link(text, &mut Scratch::default());
    assert!(linked.mentions.len() > 30);
    for pair in linked.mentions.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start(), "{pair:?}");
    }
    for reference in &linked.references {
        assert!(!linked.entity(reference.entity).name.is_empty());
    }
    let named = |id| stages.gazetteer.entity(id).name.clone();
    assert_eq!(&*named(whosaid_text::ListedId(0)), "Borduria");
}
