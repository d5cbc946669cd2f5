//! Sentences and the statements they hold. In each file of `cases/` a heading is a case, the fenced block below it the
//! text, and the list below that the rows: kind, speaker, cue, content; the parts of a broken content are joined by `…`.

use whosaid_quotes::{Attributor, Scratch};
use whosaid_text::{Document, Linked, Tokens};
use whosaid_tokenizer::Tokenizer;

struct Case {
    name: String,
    text: String,
    rows: Vec<String>,
}

fn read(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut inside = false;
    for line in file.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case {
                name: name.to_owned(),
                text: String::new(),
                rows: Vec::new(),
            });
        } else if let Some(case) = cases.last_mut() {
            if line.starts_with("```") {
                inside = !inside;
            } else if inside {
                if !case.text.is_empty() {
                    case.text.push('\n');
                }
                case.text.push_str(line);
            } else if let Some(row) = line.strip_prefix("- ") {
                case.rows.push(row.to_owned());
            }
        }
    }
    cases
}

fn rows(text: &str) -> Vec<String> {
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let mut tokens = Tokens::default();
    Tokenizer::new().tokenize(text, &mut tokens);
    let mut quotes = Vec::new();
    Attributor::new().attribute(
        &document,
        &tokens,
        &Linked::default(),
        &mut Scratch::default(),
        &mut quotes,
    );
    quotes
        .iter()
        .map(|quote| {
            let content: Vec<_> = quote.spans.iter().map(|span| span.of(text)).collect();
            let word = |span: Option<whosaid_text::Span>| span.map_or("-", |span| span.of(text));
            format!(
                "{} | {} | {} | {}",
                quote.kind,
                word(quote.speaker.span),
                word(quote.cue),
                content.join(" … ").replace('\n', " ")
            )
        })
        .collect()
}

fn check(file: &str) {
    let mut report = String::new();
    let cases = read(file);
    assert!(cases.len() > 5, "a file of cases");
    for case in cases {
        let found = rows(&case.text);
        if found != case.rows {
            report += &format!("\n## {}\n\n```text\n{}\n```\n\n", case.name, case.text);
            for row in found {
                report += &format!("- {row}\n");
            }
        }
    }
    assert!(report.is_empty(), "found otherwise than written:\n{report}");
}

#[test]
fn direct_quotations() {
    check(include_str!("cases/direct.md"));
}

#[test]
fn mixed_quotations() {
    check(include_str!("cases/mixed.md"));
}

#[test]
fn indirect_speech() {
    check(include_str!("cases/indirect.md"));
}

#[test]
fn no_speech() {
    check(include_str!("cases/no-speech.md"));
}

#[test]
fn other_languages() {
    check(include_str!("cases/other-languages.md"));
}

#[test]
fn sources_set_apart() {
    check(include_str!("cases/sources.md"));
}

#[test]
fn quotations_without_a_verb() {
    check(include_str!("cases/floating.md"));
}

#[test]
fn french() {
    check(include_str!("cases/french.md"));
}

#[test]
fn spanish() {
    check(include_str!("cases/spanish.md"));
}

#[test]
fn german() {
    check(include_str!("cases/german.md"));
}

#[test]
fn russian() {
    check(include_str!("cases/russian.md"));
}

#[test]
fn turkish() {
    check(include_str!("cases/turkish.md"));
}

#[test]
fn interviews() {
    check(include_str!("cases/interviews.md"));
}

#[test]
fn shapes_of_news() {
    check(include_str!("cases/news.md"));
}

#[test]
fn words_before_a_colon() {
    check(include_str!("cases/introduced.md"));
}
