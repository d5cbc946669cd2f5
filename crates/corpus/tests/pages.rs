//! Pages as newspapers, blogs and offices make them, and what is to be taken out of each.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use whosaid_corpus::{Corpus, Decoded, Options};

/// The share of its words that a text has in common with another (F1), in percent.
fn shared(one: &str, other: &str) -> usize {
    let words = |text: &str| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for word in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        counts
    };
    let (one, other) = (words(one), words(other));
    let both: usize = one
        .iter()
        .map(|(word, count)| count.min(other.get(word).unwrap_or(&0)))
        .sum();
    200 * both / (one.values().sum::<usize>() + other.values().sum::<usize>())
}

fn read(path: &Path) -> Decoded {
    let corpus = Corpus::open([path], Options::default()).unwrap();
    let mut read = None;
    let _ = corpus.read(&mut |item| {
        read = Some(corpus.decode(item.unwrap()).unwrap());
        ControlFlow::Continue(())
    });
    read.unwrap()
}

#[test]
fn articles_are_taken_out_of_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages = 0;
    let mut total = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let document = read(&path).document;
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap();
        let lines: Vec<_> = expected.lines().collect();
        let [title, date, language, _, paragraphs @ ..] = &lines[..] else {
            panic!("{} is too short", path.display());
        };
        let name = path.file_name().unwrap().to_string_lossy();
        assert!(
            document.title.as_deref().unwrap().starts_with(title),
            "{name}: {:?}",
            document.title
        );
        assert_eq!(document.date.unwrap().to_string(), *date, "{name}");
        // Two of the pages tell it nowhere that counts.
        if let Some(own) = &document.language {
            assert!(own.starts_with(language), "{name}: {own}");
        }
        for paragraph in paragraphs {
            assert!(
                document.text.lines().any(|line| line == *paragraph),
                "{name}: {paragraph}\n{}",
                document.text
            );
        }
        let score = shared(&document.text, &paragraphs.join(" "));
        assert!(score >= 90, "{name}: {score} %\n{}", document.text);
        // Notes on cookies, buttons, teasers and comments around and among the paragraphs.
        if name.starts_with("clutter-") {
            assert_eq!(document.text, paragraphs.join("\n\n"), "{name}");
            continue;
        }
        total += score;
        pages += 1;
    }
    assert_eq!(pages, 10);
    assert!(total >= 965, "{total}");
}
