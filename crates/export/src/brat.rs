//! Stand-off annotation as brat reads it (brat.nlplab.org/standoff.html): for each document its text and a file of
//! annotations, with the configuration that shows them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use csv::StringRecord;

use crate::spool::Spool;
use crate::{Error, Table};

/// Documents in a folder; if there are more in all, each so many have a folder of their own.
const MOST: u64 = 1000;

/// Which file is which document.
pub(crate) const INDEX: &str = "files.csv";
pub(crate) const INDEX_HEADER: &str = "file,document_id\n";

/// Writes all documents into `folder`, which is there and empty. The rows of the other tables stand in the order of
/// the documents, as they do in every table.
pub(crate) fn write(folder: &Path, spools: &mut [Spool], documents: u64) -> Result<(), Error> {
    let (mut texts, mut mentions, mut quotes, mut terms) = (None, None, None, None);
    for spool in spools {
        match spool.table() {
            Table::Documents => texts = Some(spool),
            Table::Mentions => mentions = Some(Rows::new(spool)?),
            Table::Quotes => quotes = Some(Rows::new(spool)?),
            Table::Terms => terms = Some(Rows::new(spool)?),
            Table::Entities | Table::Rejected => {}
        }
    }
    let Some(texts) = texts else {
        return Ok(());
    };
    let index = folder.join(INDEX);
    let mut files = BufWriter::new(File::create(&index).map_err(Error::io(&index, "cannot make this file"))?);
    let mut lines = INDEX_HEADER.as_bytes().to_vec();
    let mut types = BTreeSet::new();
    let mut number = 0_u64;
    let place = |spool: &Spool, name: &str| spool.columns().iter().position(|column| *column == name);
    let (id_place, text_place) = (place(texts, "document_id"), place(texts, "text"));
    while texts.advance()? {
        number += 1;
        let cell = |place: Option<usize>| place.and_then(|place| texts.row().get(place)).unwrap_or_default();
        let (id, text) = (cell(id_place), cell(text_place));
        let mut annotations = Annotations::new(text, &mut types);
        if let Some(mentions) = &mut mentions {
            mentions.of(id, |row| annotations.mention(row))?;
        }
        if let Some(quotes) = &mut quotes {
            quotes.of(id, |row| annotations.quote(row))?;
        }
        if let Some(terms) = &mut terms {
            terms.of(id, |row| annotations.term(row))?;
        }
        let mut name = format!("{number:07}-{}", slug(id));
        if documents > MOST {
            let part = format!("{:04}", (number - 1) / MOST);
            if (number - 1).is_multiple_of(MOST) {
                let part = folder.join(&part);
                fs::create_dir(&part).map_err(Error::io(&part, "cannot make this folder"))?;
            }
            name = format!("{part}/{name}");
        }
        for (extension, bytes) in [("txt", text), ("ann", annotations.lines.as_str())] {
            let path = folder.join(format!("{name}.{extension}"));
            fs::write(&path, bytes).map_err(Error::io(&path, "cannot write"))?;
        }
        crate::format::Style::Csv.row(Table::Documents, &mut lines, |cells| {
            cells.text(&name);
            cells.text(id);
            cells.end();
        });
        files
            .write_all(&lines)
            .map_err(Error::io(&index, "cannot write"))?;
        lines.clear();
    }
    files
        .write_all(&lines)
        .map_err(Error::io(&index, "cannot write"))?;
    files.flush().map_err(Error::io(&index, "cannot write"))?;
    let path = folder.join("annotation.conf");
    fs::write(&path, configuration(&types, terms.is_some())).map_err(Error::io(&path, "cannot write"))
}

/// The rows of a table, document by document.
struct Rows<'s> {
    spool: &'s mut Spool,
    more: bool,
    document: usize,
}

/// A row by the names of its columns.
#[derive(Clone, Copy)]
struct Row<'s> {
    columns: &'s [&'static str],
    cells: &'s StringRecord,
}

impl Row<'_> {
    /// The cell of a column; empty if there is none.
    fn get(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|name| *name == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default()
    }

    /// Start and end, if the row tells them.
    fn range(&self, start: &str, end: &str) -> Option<(usize, usize)> {
        Some((self.get(start).parse().ok()?, self.get(end).parse().ok()?))
    }
}

impl<'s> Rows<'s> {
    fn new(spool: &'s mut Spool) -> Result<Self, Error> {
        let document = spool.columns().iter().position(|column| *column == "document_id");
        Ok(Self {
            more: spool.advance()?,
            document: document.unwrap_or_default(),
            spool,
        })
    }

    /// Hands all rows of the document to `take`.
    fn of(&mut self, document: &str, mut take: impl FnMut(Row<'_>)) -> Result<(), Error> {
        while self.more && self.spool.row().get(self.document) == Some(document) {
            take(Row {
                columns: self.spool.columns(),
                cells: self.spool.row(),
            });
            self.more = self.spool.advance()?;
        }
        Ok(())
    }
}

/// The lines of one document.
struct Annotations<'t> {
    text: &'t str,
    types: &'t mut BTreeSet<String>,
    lines: String,
    /// Numbers of the last line of each sort: T, A, R, N, #.
    counts: [u32; 5],
    byte: usize,
    point: usize,
}

impl<'t> Annotations<'t> {
    fn new(text: &'t str, types: &'t mut BTreeSet<String>) -> Self {
        Self {
            text,
            types,
            lines: String::new(),
            counts: [0; 5],
            byte: 0,
            point: 0,
        }
    }

    fn mention(&mut self, row: Row<'_>) {
        let Some(range) = row.range("start", "end") else {
            return;
        };
        let kind = row.get("type");
        if !self.types.contains(kind) {
            self.types.insert(kind.to_owned());
        }
        let mention = self.words(kind, &[range]);
        self.entity(mention, row.get("entity_id"), row.get("name"));
        self.rule(mention, row);
    }

    fn quote(&mut self, row: Row<'_>) {
        let spans: Vec<(usize, usize)> = row
            .get("spans")
            .split(';')
            .filter_map(|span| {
                let (start, end) = span.split_once('-')?;
                Some((start.parse().ok()?, end.parse().ok()?))
            })
            .collect();
        if spans.is_empty() {
            return;
        }
        let quote = self.words("Quote", &spans);
        self.line(1, 'A', &format!("Kind T{quote} {}", row.get("kind")));
        if let Some(range) = row.range("cue_start", "cue_end") {
            let cue = self.words("Cue", &[range]);
            self.line(2, 'R', &format!("CuedBy Arg1:T{quote} Arg2:T{cue}"));
        }
        // Who speaks is told of the words that name him, or of the quote if there are none.
        let mut speaker = quote;
        if let Some(range) = row.range("speaker_start", "speaker_end") {
            speaker = self.words("Speaker", &[range]);
            self.line(2, 'R', &format!("SaidBy Arg1:T{quote} Arg2:T{speaker}"));
        }
        let attribute = if speaker == quote {
            "SaidByType"
        } else {
            "SpeakerType"
        };
        let kind = row.get("speaker_type");
        self.line(1, 'A', &format!("{attribute} T{speaker} {kind}"));
        if !["anonymous", "group", "document", "unknown"].contains(&kind) && !self.types.contains(kind) {
            self.types.insert(kind.to_owned());
        }
        self.entity(speaker, row.get("speaker_id"), row.get("speaker_name"));
        self.rule(quote, row);
    }

    fn term(&mut self, row: Row<'_>) {
        if let Some(range) = row.range("start", "end") {
            let term = self.words("Term", &[range]);
            self.rule(term, row);
        }
    }

    fn entity(&mut self, of: u32, id: &str, name: &str) {
        if !id.is_empty() {
            let id: String = id
                .chars()
                .map(|c| if c.is_whitespace() { '_' } else { c })
                .collect();
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            self.line(3, 'N', &format!("Reference T{of} whosaid:{id}\t{name}"));
        }
    }

    fn rule(&mut self, of: u32, row: Row<'_>) {
        let (rule, confidence) = (row.get("rule"), row.get("confidence"));
        self.line(4, '#', &format!("AnnotatorNotes T{of}\t{rule} {confidence}"));
    }

    fn line(&mut self, sort: usize, letter: char, rest: &str) -> u32 {
        self.counts[sort] += 1;
        let number = self.counts[sort];
        // Writing into memory does not fail.
        let _ = writeln!(self.lines, "{letter}{number}\t{rest}");
        number
    }

    /// A line for words of the text. brat wants them on one line: a span is parted where a line ends.
    fn words(&mut self, kind: &str, spans: &[(usize, usize)]) -> u32 {
        let (mut places, mut words) = (String::new(), String::new());
        for (start, end) in spans {
            let from = self.byte(*start);
            let to = self.byte(*end);
            let mut point = *start;
            for piece in self.text[from..to].split_inclusive(['\n', '\r', '\t']) {
                let kept = piece.trim_end_matches(['\n', '\r', '\t']);
                let length = kept.chars().count();
                if length > 0 {
                    let between = |text: &str, sign: &'static str| if text.is_empty() { "" } else { sign };
                    let _ = write!(places, "{}{point} {}", between(&places, ";"), point + length);
                    words.push_str(between(&words, " "));
                    words.push_str(kept);
                }
                point += piece.chars().count();
            }
        }
        self.line(0, 'T', &format!("{kind} {places}\t{words}"))
    }

    /// The byte at which a code point begins; costs the distance from the one that was asked last.
    fn byte(&mut self, point: usize) -> usize {
        if point >= self.point {
            let mut ahead = self.text[self.byte..].char_indices().map(|(offset, _)| offset);
            let offset = ahead.nth(point - self.point);
            self.byte = offset.map_or(self.text.len(), |offset| self.byte + offset);
        } else {
            let mut behind = self.text[..self.byte]
                .char_indices()
                .rev()
                .map(|(offset, _)| offset);
            self.byte = behind.nth(self.point - point - 1).unwrap_or_default();
        }
        self.point = point;
        self.byte
    }
}

/// The part of a file's name that is made of an id, of letters, digits, `.`, `-` and `_`: any system takes it, and none
/// finds a folder in it.
fn slug(id: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for c in id.chars() {
        if slug.len() == LONGEST {
            break;
        }
        let fits = c.is_ascii_alphanumeric() || "._-".contains(c);
        if fits {
            slug.push(c);
        } else if !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.trim_matches(['.', '_', '-']).to_owned()
}

fn configuration(types: &BTreeSet<String>, terms: bool) -> String {
    let term = if terms { "Term\n" } else { "" };
    let types: Vec<_> = types.iter().map(String::as_str).collect();
    let mut values = types.clone();
    values.extend(["anonymous", "group", "document", "unknown"]);
    let values = values.join("|");
    let mut entities = types.join("\n");
    if !entities.is_empty() {
        entities.push('\n');
    }
    format!(
        "[entities]\n{entities}Quote\nCue\nSpeaker\n{term}\n\
         [relations]\nSaidBy\tArg1:Quote, Arg2:Speaker\nCuedBy\tArg1:Quote, Arg2:Cue\n\
         <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n\
         [events]\n\n\
         [attributes]\nKind\tArg:Quote, Value:direct|mixed|indirect\n\
         SaidByType\tArg:Quote, Value:{values}\nSpeakerType\tArg:Speaker, Value:{values}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_safe() {
        for (id, name) in [
            ("a.txt", "a.txt"),
            ("../../etc/passwd", "etc_passwd"),
            ("dump.zip!a/b.txt", "dump.zip_a_b.txt"),
            ("https://example.org/?q=1&r=2", "https_example.org_q_1_r_2"),
            ("CON", "CON"),
            ("Статья 7", "7"),
            ("/", ""),
        ] {
            assert_eq!(slug(id), name);
        }
        assert_eq!(slug(&"x".repeat(500)).len(), 60);
    }

    #[test]
    fn words_are_parted_where_a_line_ends() {
        let mut types = BTreeSet::new();
        let mut annotations = Annotations::new("😀 one\r\ntwo\n\nthree. Four", &mut types);
        annotations.words("Quote", &[(2, 18), (19, 23)]);
        annotations.words("Cue", &[(7, 10)]);
        annotations.words("Cue", &[(0, 1)]);
        assert_eq!(
            annotations.lines,
            "T1\tQuote 2 5;7 10;12 18;19 23\tone two three. Four\nT2\tCue 7 10\ttwo\nT3\tCue 0 1\t😀\n"
        );
    }
}
