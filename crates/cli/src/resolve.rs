//! `whosaid resolve`: a column of names becomes a table of the entities that they are spellings of.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use whosaid_gazetteer::sheet::records;
use whosaid_gazetteer::{Gazetteer, Ranked};
use whosaid_names::Reason;
use whosaid_text::{EntityType, Knowledge, MatchStep};

use crate::args::Lists;
use crate::whole::{spare, write_whole};
use crate::{Ending, lists, say};

/// Options of the verb.
#[derive(Debug, clap::Args)]
pub(crate) struct Resolve {
    /// File with one name a line, or a CSV file with --column; - is standard input
    #[arg(value_name = "NAMES")]
    names: PathBuf,

    /// Table to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,

    /// Column that holds the names, by its heading or its number from 1: NAMES is a CSV file
    #[arg(long, value_name = "NAME")]
    column: Option<String>,

    /// Only entities of this type (PER, LOC, ORG, …)
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<EntityType>,

    #[command(flatten)]
    lists: Lists,
}

pub(crate) const EXAMPLES: &str = "\
Examples:
  whosaid resolve names.txt -o resolved.csv
      One name a line; the built-in lists
  whosaid resolve members.csv --column surname_and_name --gazetteer my-names.csv --no-builtin -o resolved.csv
      A column of a spreadsheet, and nothing but your own list

rule is resolve:exact, :folded (diacritics aside), :sound or :near for a name that was found, :surname for a lone surname
that only one listed person has, :tie where several entities are as near (everybody of that surname), :none where none is near enough. next_* is the nearest entity that was not chosen; reason says in
words what the name has in common with the one in `name`, or with the next where there is none.";

const HEADER: [&str; 10] = [
    "query",
    "entity_id",
    "name",
    "type",
    "rule",
    "score",
    "next_id",
    "next_name",
    "next_score",
    "reason",
];

/// Resolves all names of the input.
pub(crate) fn run(options: &Resolve) -> Result<Ending> {
    spare(
        &options.output,
        std::iter::once(&options.names).chain(&options.lists.gazetteer),
    )?;
    let names = names(options)?;
    let gazetteer = lists::gazetteer(&options.lists)?;
    if let Some(kind) = options.kind {
        let kinds: BTreeSet<String> = gazetteer.ids().map(|(_, kind)| kind.to_string()).collect();
        if !kinds.contains(kind.as_str()) {
            let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
            bail!("no list has an entity of the type {kind}; the types are {kinds}");
        }
    }
    write_whole(&options.output, |output| {
        write(&names, &gazetteer, options.kind, output)
    })?;
    Ok(Ending::Complete)
}

/// The names of the input, in its order.
fn names(options: &Resolve) -> Result<Vec<String>> {
    let mut bytes = Vec::new();
    if options.names == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(&options.names).and_then(|mut file| file.read_to_end(&mut bytes))
    }
    .with_context(|| format!("cannot read {}", options.names.display()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow!(
            "{}: line {line} is not UTF-8: save it as UTF-8",
            options.names.display()
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let Some(column) = &options.column else {
        // An empty line keeps its row: the table stands beside the column that the names come from.
        let names: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        if names.len() > 1 && names.iter().all(|name| name.contains([';', '\t'])) {
            say(&format!(
                "warning: {} looks like a table: --column says which column holds the names",
                options.names.display()
            ));
        }
        return Ok(names);
    };
    let (mut number, mut names) = (None, Vec::new());
    let mut headings = Vec::new();
    let read = records(text.as_bytes(), |_, record| {
        let cells = || {
            record
                .iter()
                .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
        };
        match number {
            Some(number) => names.push(cells().nth(number).unwrap_or_default()),
            None => {
                headings = cells().collect();
                number = place(&headings, column);
            }
        }
        number.is_some()
    });
    let file = options.names.display();
    match read {
        Err((line, message)) => bail!("{file}: line {line} {message}"),
        Ok(_) if number.is_some() => Ok(names),
        Ok(_) => bail!("{file} has no column {column:?}; it has {}", headings.join(", ")),
    }
}

/// Where the column of this heading, or of this number from 1, stands.
fn place(headings: &[String], column: &str) -> Option<usize> {
    let named = headings.iter().position(|heading| heading == column);
    named.or_else(|| {
        let number = column.parse::<usize>().ok()?;
        (1..=headings.len()).contains(&number).then(|| number - 1)
    })
}

fn write(names: &[String], gazetteer: &Gazetteer, kind: Option<EntityType>, out: impl Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(HEADER)?;
    // A column of a spreadsheet has the same name over and over.
    let mut known: HashMap<&str, [String; 10]> = HashMap::new();
    for name in names {
        let row = known.entry(name).or_insert_with(|| row(name, gazetteer, kind));
        writer.write_record(row.iter())?;
    }
    writer.flush()?;
    Ok(())
}

/// The cells of a name's row, as in [`HEADER`].
fn row(name: &str, gazetteer: &Gazetteer, kind: Option<EntityType>) -> [String; 10] {
    let ranked = gazetteer.rank(name, kind);
    let best = Ranked::decide(&ranked);
    let next = if best.is_some() {
        ranked.get(1)
    } else {
        ranked.first()
    };
    let rule = match best {
        Some(best) if best.step > MatchStep::Folded && best.reason.has(Reason::LONE) => "resolve:surname",
        Some(best) => match best.step {
            MatchStep::Exact => "resolve:exact",
            MatchStep::Folded | MatchStep::Capitals => "resolve:folded",
            MatchStep::Sound => "resolve:sound",
            MatchStep::Near => "resolve:near",
        },
        None if ranked
            .first()
            .is_some_and(|first| first.score >= whosaid_names::SAME) =>
        {
            "resolve:tie"
        }
        None => "resolve:none",
    };
    let [id, own, score] = cells(gazetteer, best);
    let [next_id, next_own, next_score] = cells(gazetteer, next);
    let kind = best.map(|best| best.kind.to_string()).unwrap_or_default();
    let reason = best
        .or(next)
        .map(|one| one.reason.to_string())
        .unwrap_or_default();
    [
        name.to_owned(),
        id,
        own,
        kind,
        rule.to_owned(),
        score,
        next_id,
        next_own,
        next_score,
        reason,
    ]
}

/// Id, name and score of an entity; empty if there is none.
fn cells(gazetteer: &Gazetteer, one: Option<&Ranked<'_>>) -> [String; 3] {
    one.map_or_else(Default::default, |one| {
        let entity = gazetteer.entity(one.id);
        [
            entity.id.to_string(),
            entity.name.to_string(),
            format!("{:.3}", one.score),
        ]
    })
}
