//! Scores the whole pipeline on the articles of `tests/gold`, which a person annotated, against `tests/gold/floor.csv`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "what is compared here is never an offset"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use whosaid_gazetteer::Builder;
use whosaid_pipeline::{Analyzer, Scratch};
use whosaid_text::{Document, DocumentAnnotations, QuoteKind, Span};

/// An article with what its markup says; spans are bytes of `document.text`.
struct Gold {
    document: Document,
    mentions: Vec<(Span, String, String)>,
    statements: Vec<Statement>,
}

struct Statement {
    span: Span,
    name: String,
    speaker: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/gold")
}

fn read(path: &Path) -> Gold {
    let source = std::fs::read_to_string(path).unwrap();
    let (head, rest) = source
        .split_once("```text\n")
        .expect("an article in a ```text fence");
    let (marked, _) = rest.split_once("\n```").expect("the end of the fence");
    let mut document = Document {
        id: path.display().to_string(),
        ..Document::default()
    };
    document.date = head
        .lines()
        .find_map(|line| line.strip_prefix("date: "))
        .map(|day| day.parse().unwrap());
    let mut gold = Gold {
        document,
        mentions: Vec::new(),
        statements: Vec::new(),
    };
    let mut open: Vec<(usize, Vec<String>)> = Vec::new();
    let mut fields: Option<String> = None;
    for c in marked.chars() {
        match (c, &mut fields) {
            ('[' | '{', _) => {
                fields = Some(String::new());
                open.push((if c == '[' { 0 } else { 1 }, Vec::new()));
            }
            ('|', Some(field)) => {
                let (kind, done) = open.last_mut().unwrap();
                done.push(std::mem::take(field));
                if done.len() == *kind + 1 {
                    done.push(gold.document.text.len().to_string());
                    fields = None;
                }
            }
            (c, Some(field)) => field.push(c),
            (']', None) => {
                let (_, done) = open.pop().expect("an opening bracket");
                let (kind, name) = done[0].split_once(' ').expect("TYPE Name");
                let span = Span::new(done[1].parse().unwrap(), gold.document.text.len());
                gold.mentions.push((span, kind.to_owned(), name.to_owned()));
            }
            ('}', None) => {
                let (_, done) = open.pop().expect("an opening brace");
                let span = Span::new(done[2].parse().unwrap(), gold.document.text.len());
                gold.statements.push(Statement {
                    span,
                    name: done[0].clone(),
                    speaker: done[1].clone(),
                });
            }
            (c, None) => gold.document.text.push(c),
        }
    }
    assert!(open.is_empty(), "{}: a bracket that never closes", path.display());
    gold
}

#[derive(Default)]
struct Counts {
    found: usize,
    wrong: usize,
    missed: usize,
    pairs: Vec<(String, String)>,
    statements: usize,
    statements_found: usize,
    speakers_right: usize,
    alarms: usize,
    errors: Vec<String>,
}

fn letters(text: &str, spans: &[Span]) -> Vec<usize> {
    spans
        .iter()
        .flat_map(|span| span.of(text).char_indices().map(|(at, c)| (span.start() + at, c)))
        .filter(|(_, c)| c.is_alphanumeric())
        .map(|(at, _)| at)
        .collect()
}

impl Counts {
    fn add(&mut self, gold: &Gold, found: &DocumentAnnotations) {
        let text = &gold.document.text;
        let mut expected: BTreeMap<(Span, String), &str> = gold
            .mentions
            .iter()
            .map(|(span, kind, name)| ((*span, kind.clone()), name.as_str()))
            .collect();
        for mention in &found.linked.mentions {
            let kind = mention.kind.to_string();
            match expected.remove(&(mention.span, kind.clone())) {
                Some(name) => {
                    self.found += 1;
                    self.pairs.push((
                        name.to_owned(),
                        found.linked.entity(mention.entity).id.to_string(),
                    ));
                }
                None => {
                    self.wrong += 1;
                    self.errors.push(format!(
                        "wrong mention {kind} {:?} ({})",
                        mention.span.of(text),
                        mention.rule
                    ));
                }
            }
        }
        self.missed += expected.len();
        self.errors.extend(
            expected
                .keys()
                .map(|(span, kind)| format!("missed mention {kind} {:?}", span.of(text))),
        );

        let rows: Vec<_> = found
            .quotes
            .iter()
            .map(|quote| (quote, letters(text, &quote.spans)))
            .collect();
        for statement in &gold.statements {
            self.statements += 1;
            let wanted = letters(text, &[statement.span]);
            let covered = |row: &[usize]| wanted.iter().filter(|at| row.binary_search(at).is_ok()).count();
            let best = rows.iter().max_by_key(|(_, row)| covered(row));
            match best {
                Some((quote, row)) if covered(row) * 10 >= wanted.len() * 8 => {
                    self.statements_found += 1;
                    let surface = quote.speaker.span.map_or("", |span| span.of(text)).to_lowercase();
                    let wanted = statement.speaker.to_lowercase();
                    let named = quote
                        .speaker
                        .entity
                        .map(|entity| found.linked.entity(entity).name.to_string());
                    let right = (!surface.is_empty()
                        && (surface.contains(&wanted) || wanted.contains(&surface)))
                        || (!statement.name.is_empty() && named.as_deref() == Some(statement.name.as_str()));
                    self.speakers_right += usize::from(right);
                    if !right {
                        let content = statement.span.of(text);
                        self.errors.push(format!(
                            "speaker {surface:?} of {content:?}, not {:?}",
                            statement.speaker
                        ));
                    }
                }
                _ => self
                    .errors
                    .push(format!("missed statement {:?}", statement.span.of(text))),
            }
        }
        for (quote, row) in &rows {
            let spoken = gold.statements.iter().any(|statement| {
                letters(text, &[statement.span])
                    .iter()
                    .any(|at| row.binary_search(at).is_ok())
            });
            if quote.kind != QuoteKind::Indirect && !spoken {
                self.alarms += 1;
                self.errors.push(format!(
                    "false alarm {:?} ({})",
                    quote.spans[0].of(text),
                    quote.rule
                ));
            }
        }
    }

    fn measures(&self) -> BTreeMap<&'static str, f64> {
        let share = |part: usize, whole: usize| {
            if whole == 0 {
                0.0
            } else {
                part as f64 / whole as f64
            }
        };
        BTreeMap::from([
            (
                "mentions f1",
                share(2 * self.found, 2 * self.found + self.wrong + self.missed),
            ),
            ("linking b3", b_cubed(&self.pairs)),
            ("statements found", share(self.statements_found, self.statements)),
            ("speakers right", share(self.speakers_right, self.statements)),
            (
                "statements not invented",
                1.0 - share(self.alarms, self.alarms + self.statements_found),
            ),
        ])
    }
}

/// B-cubed F1 of a clustering (Bagga and Baldwin 1998) over pairs of true and found cluster.
fn b_cubed(pairs: &[(String, String)]) -> f64 {
    let count =
        |test: &dyn Fn(&(String, String)) -> bool| pairs.iter().filter(|pair| test(pair)).count() as f64;
    let (mut precision, mut recall) = (0.0, 0.0);
    for (name, id) in pairs {
        let both = count(&|(a, b)| a == name && b == id);
        precision += both / count(&|(_, b)| b == id);
        recall += both / count(&|(a, _)| a == name);
    }
    if precision + recall == 0.0 {
        0.0
    } else {
        2.0 * precision * recall / (precision + recall) / pairs.len() as f64
    }
}

fn articles() -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension().is_some_and(|end| end == "md") && path.file_stem().unwrap() != "README"
        })
        .collect();
    paths.sort();
    paths
}

#[test]
fn scores_stay_above_their_floors() {
    let analyzer = Analyzer::new(Builder::new(true).build().unwrap());
    let mut scratch = Scratch::default();
    let mut counts = Counts::default();
    for path in articles() {
        let gold = read(&path);
        assert!(
            !gold.mentions.is_empty() && !gold.statements.is_empty(),
            "{}: no markup",
            path.display()
        );
        let found = analyzer.analyze(gold.document.clone(), &mut scratch);
        counts.errors.push(format!("-- {}", path.display()));
        counts.add(&gold, &found);
    }
    let measures = counts.measures();
    let report = format!("{}\n{measures:#.3?}", counts.errors.join("\n"));
    println!("{report}");
    let floors = std::fs::read_to_string(folder().join("floor.csv")).unwrap();
    let mut held = 0;
    for line in floors.lines().skip(1) {
        let (measure, floor) = line.split_once(',').expect("measure,floor");
        let reached = measures
            .get(measure)
            .unwrap_or_else(|| panic!("no measure is called {measure:?}"));
        assert!(
            *reached >= floor.parse::<f64>().unwrap(),
            "{measure}: {reached:.3} < {floor}\n{report}"
        );
        held += 1;
    }
    assert_eq!(held, measures.len(), "floor.csv holds a floor for each measure");
}
