//! Text with names that a person marked, from files.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use whosaid_text::{Document, EntityType, Span};

/// A text with its marked names, in order.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) document: Document,
    pub(crate) names: Vec<(Span, EntityType)>,
}

/// A file of columns without marks between documents is cut after so many sentences.
const SENTENCES: usize = 20;

/// Reads a file: JSON lines if it ends in `.jsonl`, otherwise columns. A fault names the file and the row.
pub(crate) fn read(path: &Path) -> Result<Vec<Text>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("{}: is not UTF-8", path.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let records = path.extension().is_some_and(|ending| ending == "jsonl");
    let texts = if records { json_lines(text) } else { columns(text) };
    let texts = texts.with_context(|| path.display().to_string())?;
    if texts.iter().all(|text| text.names.is_empty()) {
        bail!("{}: no name is marked in it", path.display());
    }
    Ok(texts)
}

fn kind(name: &str) -> Result<EntityType> {
    Ok(match name {
        "PERSON" => EntityType::PER,
        "LOCATION" | "GPE" => EntityType::LOC,
        "ORGANIZATION" | "ORGANISATION" => EntityType::ORG,
        other => other.parse()?,
    })
}

fn json_lines(text: &str) -> Result<Vec<Text>> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| record(line).with_context(|| format!("row {}", number + 1)))
        .collect()
}

/// A record: `text`, and `entities` with `start` and `end` in code points, end exclusive, and `type`.
fn record(line: &str) -> Result<Text> {
    let record: Value = serde_json::from_str(line).context("is not JSON")?;
    let text = record["text"].as_str().context("has no text")?.to_owned();
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()])
        .collect();
    let marked = record["entities"].as_array().context("has no list of entities")?;
    let mut names = Vec::new();
    for (number, name) in marked.iter().enumerate() {
        let point = |field: &str| {
            let offset = name[field]
                .as_u64()
                .and_then(|offset| usize::try_from(offset).ok());
            offset.and_then(|offset| bytes.get(offset)).copied()
        };
        let name = match (point("start"), point("end")) {
            (Some(start), Some(end)) if start < end => {
                let name = kind(name["type"].as_str().unwrap_or_default());
                (
                    Span::new(start, end),
                    name.with_context(|| format!("entity {}", number + 1))?,
                )
            }
            _ => bail!("entity {}: start and end are no stretch of the text", number + 1),
        };
        names.push(name);
    }
    names.sort();
    if let Some(pair) = names.windows(2).find(|pair| pair[0].0.overlaps(pair[1].0)) {
        bail!("two entities overlap: {:?}", pair[1].0.of(&text));
    }
    Ok(Text {
        document: Document {
            id: record["id"].as_str().unwrap_or_default().to_owned(),
            text,
            ..Document::default()
        },
        names,
    })
}

/// Columns parted by tabs or blanks: the token in the first, its label in the last; `B-PER` begins a name and `I-PER` goes on
/// with it (also `E-`, `L-` for its end, `S-`, `U-` for one of one token), `O` is none. An empty line ends a sentence,
/// `#DOC` or `-DOCSTART-` begins a document, other lines with `#` and without a tab are comments.
fn columns(text: &str) -> Result<Vec<Text>> {
    let begins = |line: &str| line.starts_with("#DOC") || line.starts_with("-DOCSTART-");
    let long = text.lines().filter(|line| begins(line)).count() < 3;
    let mut documents = Vec::new();
    let mut now = Joiner::default();
    for (number, line) in text.lines().enumerate() {
        if begins(line) || (long && now.sentences >= SENTENCES) {
            documents.extend(std::mem::take(&mut now).finish());
        }
        if begins(line) || (line.starts_with('#') && !line.contains('\t')) {
            continue;
        }
        let mut cells = line.split(['\t', ' ']).filter(|cell| !cell.is_empty());
        let (token, label) = match (cells.next(), cells.next_back()) {
            (None, _) => {
                now.end_sentence();
                continue;
            }
            (Some(token), Some(label)) => (token, label),
            (Some(_), None) => bail!("row {}: has no label after the token", number + 1),
        };
        add(&mut now, token, label).with_context(|| format!("row {}", number + 1))?;
    }
    documents.extend(now.finish());
    Ok(documents)
}

fn add(now: &mut Joiner, token: &str, label: &str) -> Result<()> {
    let place = match label.split_once('-') {
        None if label == "O" => None,
        Some((place @ ("B" | "I" | "E" | "L" | "S" | "U"), name)) => Some((place, kind(name)?)),
        _ => bail!("no label: {label:?} (O, or B- or I- and a type)"),
    };
    now.add(token, place);
    Ok(())
}

/// Writes tokens as running text.
#[derive(Default)]
struct Joiner {
    text: String,
    names: Vec<(Span, EntityType)>,
    sentences: usize,
    /// The next token follows without a blank.
    glue: bool,
    /// A straight quotation mark is open.
    open: bool,
    /// The last token is part of a name that may go on.
    inside: bool,
}

impl Joiner {
    fn add(&mut self, token: &str, name: Option<(&str, EntityType)>) {
        // The marks of the Penn Treebank.
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
        let end = self.text.len();
        match (name, self.names.last_mut()) {
            (Some(("I" | "E" | "L", kind)), Some((span, last))) if self.inside && *last == kind => {
                *span = Span::new(span.start(), end);
            }
            (Some((_, kind)), _) => self.names.push((Span::new(start, end), kind)),
            (None, _) => (),
        }
        self.inside = name.is_some();
    }

    fn end_sentence(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.sentences += 1;
        }
        self.glue = false;
        self.open = false;
        self.inside = false;
    }

    fn finish(mut self) -> Option<Text> {
        self.end_sentence();
        (!self.text.is_empty()).then(|| Text {
            document: Document {
                text: self.text,
                ..Document::default()
            },
            names: self.names,
        })
    }
}

/// Text whose tokens are parted by blanks, a sentence a line, as running text.
pub(crate) fn join_lines(text: &str) -> String {
    let mut joiner = Joiner::default();
    for line in text.lines() {
        for token in line.split_whitespace() {
            joiner.add(token, None);
        }
        joiner.end_sentence();
    }
    joiner.text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(texts: &[Text]) -> Vec<String> {
        let all = texts.iter().flat_map(|text| {
            text.names
                .iter()
                .map(|(span, kind)| format!("{kind} {}", span.of(&text.document.text)))
        });
        all.collect()
    }

    #[test]
    fn reads_the_usual_schemes() {
        let iob2 = "Ada\tNNP\tB-PER\nKerr\tNNP\tI-PER\n's\tPOS\tO\nKlow\tNNP\tB-LOC\nSzohod NNP B-LOC\n";
        assert_eq!(
            names(&columns(iob2).unwrap()),
            ["PER Ada Kerr", "LOC Klow", "LOC Szohod"]
        );
        let bioes = "-DOCSTART- O\n\nAda B-PER\nvan I-PER\nKerr E-PER\n\nKlow S-GPE\n";
        assert_eq!(names(&columns(bioes).unwrap()), ["PER Ada van Kerr", "LOC Klow"]);
        let iob1 = "# a comment\nAda\tI-PERSON\nKerr\tI-PERSON\n\nKerr\tI-PER\n";
        assert_eq!(names(&columns(iob1).unwrap()), ["PER Ada Kerr", "PER Kerr"]);
    }

    #[test]
    fn faults_name_the_row() {
        let fault = |result: Result<Vec<Text>>| format!("{:#}", result.unwrap_err());
        assert_eq!(
            fault(columns("Ada\tB-PER\nKerr\n")),
            "row 2: has no label after the token"
        );
        assert!(fault(columns("Ada\tX-PER\n")).starts_with("row 1: no label: \"X-PER\""));
        assert!(fault(columns("Ada\tB-person\n")).starts_with("row 1: not a type"));
        assert_eq!(
            fault(json_lines(
                "\n{\"text\": \"Ada\", \"entities\": [{\"start\": 0, \"end\": 9, \"type\": \"PER\"}]}"
            )),
            "row 2: entity 1: start and end are no stretch of the text"
        );
        assert!(fault(json_lines("{\"text\": \"Ada\"")).starts_with("row 1: is not JSON"));
    }
}
