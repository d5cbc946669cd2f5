//! The cases of `tests/cases/*.md`. A heading names the case, the fenced block is the text, and each row below is one
//! sentence, quotation, paragraph or token that must be found; a kind of row that a case does not have is not looked at.
//!
//! Rows: `- sentence: …`, `- paragraph: …` (with its kind behind), `- tokens: a · b`, `- quotation: …`, behind which
//! stand in braces what was repaired, the number of the quotation it stands in and of the one it goes on with.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its cases should panic"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use whosaid_text::{Repair, Tokens};
use whosaid_tokenizer::Tokenizer;

/// The row of a text without quotations.
const NONE: &str = "no quotation";

struct Case<'f> {
    name: &'f str,
    text: String,
    rows: Vec<&'f str>,
}

fn cases(file: &str) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for section in file.split("\n## ").skip(1) {
        let (name, rest) = section.split_once('\n').unwrap();
        let (_, rest) = rest.split_once("```\n").unwrap();
        let (text, rest) = rest.split_once("\n```").unwrap();
        let rows: Vec<_> = rest.lines().filter_map(|line| line.strip_prefix("- ")).collect();
        assert!(!rows.is_empty(), "{name}: nothing is expected");
        cases.push(Case {
            name,
            text: text.replace("⎵", "\u{a0}"),
            rows,
        });
    }
    cases
}

fn found(text: &str, tokens: &Tokens) -> Vec<String> {
    let line = |span: whosaid_text::Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rows = Vec::new();
    for paragraph in &tokens.paragraphs {
        rows.push(format!(
            "paragraph: {} {{{:?}}}",
            line(paragraph.span),
            paragraph.kind
        ));
    }
    for sentence in &tokens.sentences {
        rows.push(format!("sentence: {}", line(sentence.span)));
    }
    for quotation in &tokens.quotations {
        let mut row = format!("quotation: {}", line(quotation.content));
        if quotation.repair != Repair::None {
            write!(row, " {{{:?}}}", quotation.repair).unwrap();
        }
        if let Some(parent) = quotation.parent {
            write!(row, " {{in {parent}}}").unwrap();
        }
        if let Some(before) = quotation.continues {
            write!(row, " {{after {before}}}").unwrap();
        }
        rows.push(row);
    }
    let words: Vec<_> = (0..tokens.len()).map(|index| tokens.text(text, index)).collect();
    rows.push(format!("tokens: {}", words.join(" · ")));
    rows
}

fn kind(row: &str) -> &str {
    row.split(':').next().unwrap_or_default()
}

fn check(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name);
    let file = fs::read_to_string(path).unwrap();
    let tokenizer = Tokenizer::new();
    let mut tokens = Tokens::default();
    let mut wrong = String::new();
    for case in cases(&file) {
        tokenizer.tokenize(&case.text, &mut tokens);
        let mut rows = found(&case.text, &tokens);
        rows.retain(|row| {
            case.rows
                .iter()
                .any(|wanted| kind(wanted) == kind(row) || *wanted == NONE && kind(row) == "quotation")
        });
        let wanted: Vec<_> = case.rows.iter().copied().filter(|row| *row != NONE).collect();
        if rows != wanted {
            writeln!(
                wrong,
                "## {}\n{}\nfound:\n- {}\n",
                case.name,
                case.text,
                rows.join("\n- ")
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn sentences() {
    check("sentences.md");
}

#[test]
fn quotations() {
    check("quotations.md");
}

#[test]
fn tokens() {
    check("tokens.md");
}

#[test]
fn paragraphs() {
    check("paragraphs.md");
}
