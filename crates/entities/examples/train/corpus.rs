//! Annotated text from files.

use std::error::Error;
use std::path::Path;

use serde_json::Value;
use whosaid_entities::train::{Marked, Types};
use whosaid_text::{Document, Span};

/// A document with the names that a person marked.
pub(crate) struct Annotated {
    pub(crate) document: Document,
    pub(crate) marked: Vec<Marked>,
    /// Types that the annotation does not know.
    pub(crate) unmarked: Types,
}

/// A corpus without documents is cut after so many sentences.
const SENTENCES: usize = 20;

/// Reads a file, by its ending.
pub(crate) fn read(path: &Path) -> Result<Vec<Annotated>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        records(&text)
    } else {
        Ok(columns(&text))
    }
}

/// Records with all types marked.
fn records(text: &str) -> Result<Vec<Annotated>, Box<dyn Error>> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (document, names) = record(&serde_json::from_str(line)?);
            let marked = names
                .into_iter()
                .map(|(span, kind)| Marked {
                    span,
                    types: Types::of(&kind),
                })
                .collect();
            Ok(Annotated {
                document,
                marked,
                unmarked: Types::NONE,
            })
        })
        .collect()
}

/// A record's document and its names.
pub(crate) fn record(record: &Value) -> (Document, Vec<(Span, String)>) {
    let text = record["text"].as_str().unwrap_or_default().to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
    bytes.push(text.len());
    let point = |value: &Value| bytes[value.as_u64().unwrap_or(0) as usize];
    let mut names: Vec<(Span, String)> = record["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|name| {
            let span = Span::new(point(&name["start"]), point(&name["end"]));
            (span, name["type"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    names.sort();
    let document = Document {
        id: record["id"].as_str().unwrap_or_default().to_owned(),
        text,
        ..Document::default()
    };
    (document, names)
}

/// Tokens with labels. What is marked tells what is not: without NORP, peoples stand under MISC; without MISC, both are
/// unmarked.
fn columns(text: &str) -> Vec<Annotated> {
    let misc = text.contains("-MISC");
    let unmarked = if misc {
        Types::NONE
    } else {
        Types::of("NORP").or(Types::of("MISC"))
    };
    let types = |name: &str| match name {
        "MISC" => Types::of("MISC").or(Types::of("NORP")),
        other => Types::of(other),
    };
    let mut documents = Vec::new();
    let mut now = Joiner::default();
    let long = text.matches("#DOC").count() < 3;
    for line in text.lines() {
        if line.starts_with("#DOC") || (long && now.sentences >= SENTENCES) {
            documents.extend(now.finish(unmarked));
            now = Joiner::default();
        }
        match line.split_once('\t') {
            Some((token, label)) => {
                let (place, kind) = label.split_once('-').unwrap_or((label, ""));
                now.add(token, place, types(kind));
            }
            None if line.is_empty() => now.end_sentence(),
            None => (),
        }
    }
    documents.extend(now.finish(unmarked));
    documents
}

/// Writes tokens as text again.
#[derive(Default)]
struct Joiner {
    text: String,
    marked: Vec<Marked>,
    sentences: usize,
    glue: bool,
    open: bool,
}

impl Joiner {
    fn add(&mut self, token: &str, place: &str, types: Types) {
        let token = match token {
            "``" | "''" => "\"",
            "-LRB-" => "(",
            "-RRB-" => ")",
            "-LSB-" => "[",
            "-RSB-" => "]",
            other => other,
        };
        let closing = matches!(
            token,
            "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "n't" | "..." | "’" | "”"
        ) || (token.starts_with(['\'', '’']) && token.len() < 6 && token != "'")
            || (token == "\"" && self.open)
            || (token == "-" && self.text.ends_with(char::is_alphanumeric));
        if !self.text.is_empty() && !self.text.ends_with('\n') && !closing && !self.glue {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(token);
        self.glue = matches!(token, "(" | "[" | "$" | "“" | "‘" | "#")
            || (token == "\"" && !self.open)
            || (token == "-" && closing);
        if token == "\"" {
            self.open = !self.open;
        }
        match place {
            "B" => self.marked.push(Marked {
                span: Span::new(start, self.text.len()),
                types,
            }),
            "I" => {
                if let Some(last) = self.marked.last_mut() {
                    last.span = Span::new(last.span.start(), self.text.len());
                }
            }
            _ => (),
        }
    }

    fn end_sentence(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.sentences += 1;
        }
        self.glue = false;
        self.open = false;
    }

    fn finish(mut self, unmarked: Types) -> Option<Annotated> {
        self.end_sentence();
        (!self.text.is_empty()).then(|| Annotated {
            document: Document {
                text: self.text,
                ..Document::default()
            },
            marked: self.marked,
            unmarked,
        })
    }
}

/// Text whose tokens are parted by blanks, a sentence a line, as running text.
pub(crate) fn join_lines(text: &str) -> String {
    let mut joiner = Joiner::default();
    for line in text.lines() {
        for token in line.split_whitespace() {
            joiner.add(token, "O", Types::NONE);
        }
        joiner.end_sentence();
    }
    joiner.text
}
