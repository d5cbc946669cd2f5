//! Takes each article of `tests/articles` through the whole program and compares the rows that stand below it.
//!
//! One article is one test; its name is that of the file. `UPDATE_EXPECT=1` rewrites the rows.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use whosaid_corpus::{Corpus, Options, Record};
use whosaid_gazetteer::Builder;
use whosaid_pipeline::{Analyzer, Scratch};
use whosaid_text::{Document, DocumentAnnotations, Span};

fn main() {
    let arguments = Arguments::from_args();
    let analyzer = Arc::new(Analyzer::new(Builder::new(true).build().unwrap()));
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let trials = articles()
        .into_iter()
        .map(|path| {
            let analyzer = Arc::clone(&analyzer);
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let source = std::fs::read_to_string(&path).unwrap();
            Trial::test(name, move || check(&path, &source, &analyzer, update))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn articles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/articles");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension().is_some_and(|end| end == "md") && path.file_stem().unwrap() != "README"
        })
        .collect();
    paths.sort();
    paths
}

/// A file of this form: a sentence, `key: value` lines, the article in a fence marked `text`, the expected rows.
struct Case<'s> {
    /// All up to the end of the article's fence, which is never rewritten.
    head: &'s str,
    keys: Vec<(&'s str, &'s str)>,
    text: &'s str,
    expected: &'s str,
}

impl<'s> Case<'s> {
    fn read(source: &'s str) -> Result<Self, Failed> {
        const FENCE: &str = "```text\n";
        let text = source.find(FENCE).ok_or("no article in a ```text fence")? + FENCE.len();
        let end = text
            + source[text..]
                .find("\n```\n")
                .ok_or("the fence of the article does not end")?
            + 1;
        let after = end + "```\n".len();
        let above = &source[..text - FENCE.len()];
        if above.lines().next().is_none_or(|line| line.trim().is_empty()) {
            return Err("the first line says why the case exists".into());
        }
        Ok(Self {
            head: &source[..after],
            keys: above
                .lines()
                .skip(1)
                .filter_map(|line| line.split_once(": "))
                .collect(),
            text: source[text..end].trim_end_matches('\n'),
            expected: &source[after..],
        })
    }

    fn key(&self, name: &str) -> Option<&'s str> {
        self.keys
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.trim())
    }

    fn document(&self) -> Result<Document, Failed> {
        for (key, _) in &self.keys {
            if !["id", "title", "date"].contains(key) {
                return Err(format!("no such key: {key} (there are id, title, date)").into());
            }
        }
        let corpus = Corpus::open(["-"], Options::default())?;
        let record = Record::text(self.key("id").unwrap_or("article.txt"), self.text);
        let mut document = corpus.decode(record)?.document;
        document.title = self.key("title").map(str::to_owned);
        if let Some(date) = self.key("date") {
            document.date = Some(date.parse()?);
        }
        Ok(document)
    }
}

fn check(path: &Path, source: &str, analyzer: &Analyzer, update: bool) -> Result<(), Failed> {
    let case = Case::read(source)?;
    let annotations = analyzer.analyze(case.document()?, &mut Scratch::default());
    let found = rows(&annotations, case.key("date").is_none());
    if found.trim() == case.expected.trim() {
        return Ok(());
    }
    if update {
        std::fs::write(path, format!("{}\n{found}", case.head))?;
        return Ok(());
    }
    Err(difference(case.expected.trim(), found.trim()).into())
}

/// The rows in their fixed form. The document's date stands there only if the program found it in the text.
fn rows(annotations: &DocumentAnnotations, with_date: bool) -> String {
    let DocumentAnnotations {
        document,
        linked,
        quotes,
        ..
    } = annotations;
    let words = |span: Span| cell(span.of(&document.text));
    let mut rows = String::new();
    if let Some(date) = document.date.filter(|_| with_date) {
        writeln!(rows, "```date\n{date}\n```\n").unwrap();
    }
    rows.push_str("```mentions\n");
    for mention in &linked.mentions {
        let name = cell(&linked.entity(mention.entity).name);
        writeln!(rows, "{} | {} | {name}", words(mention.span), mention.kind).unwrap();
    }
    rows.push_str("```\n\n```quotes\n");
    for quote in quotes {
        let speaker = quote.speaker.span.map_or_else(|| "-".to_owned(), words);
        let name = quote
            .speaker
            .entity
            .map(|entity| cell(&linked.entity(entity).name));
        let cue = quote.cue.map_or_else(|| "-".to_owned(), words);
        let spans: Vec<_> = quote.spans.iter().map(|span| words(*span)).collect();
        writeln!(
            rows,
            "{} | {speaker} | {} | {cue} | {}",
            quote.kind,
            name.as_deref().unwrap_or("-"),
            spans.join(" … ")
        )
        .unwrap();
    }
    rows.push_str("```\n");
    rows
}

/// On one line, and without the sign that parts cells.
fn cell(text: &str) -> String {
    text.replace('\n', "⏎").replace('|', "¦")
}

/// Both sides line by line: what is gone with `-`, what is new with `+`.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    // Length of the longest common subsequence of all tails.
    let mut common = vec![vec![0; found.len() + 1]; expected.len() + 1];
    for (i, old) in expected.iter().enumerate().rev() {
        for (j, new) in found.iter().enumerate().rev() {
            common[i][j] = if old == new {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let mut lines = String::from("the rows differ (UPDATE_EXPECT=1 rewrites them):\n");
    let (mut i, mut j) = (0, 0);
    while i < expected.len() || j < found.len() {
        if i < expected.len() && j < found.len() && expected[i] == found[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == found.len() || (i < expected.len() && common[i + 1][j] >= common[i][j + 1]) {
            writeln!(lines, "- {}", expected[i]).unwrap();
            i += 1;
        } else {
            writeln!(lines, "+ {}", found[j]).unwrap();
            j += 1;
        }
    }
    lines
}
