//! `whosaid gazetteer suggest`: the names of a run that no list has become a table for the user to answer.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use whosaid_export::{Rows, Table, settings};
use whosaid_gazetteer::{Gazetteer, Suggestion, Unlisted, import, suggest};
use whosaid_text::{Knowledge, NEW_LIST};

use crate::args::Lists;
use crate::examples::{Place, examples};
use crate::whole::write_whole;
use crate::{Ending, lists, say};

/// Options of the verb.
#[derive(Debug, clap::Args)]
pub(crate) struct Suggest {
    /// Folder of the tables that `whosaid extract` wrote
    #[arg(value_name = "OUT")]
    tables: PathBuf,

    /// Table to write; - is standard output
    #[arg(short, long, value_name = "CANDIDATES", default_value = "-")]
    output: PathBuf,

    /// Leave out names with fewer mentions
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_count: u64,

    /// Write only the N most frequent names; 0 writes all
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,

    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    lists: Lists,
}

pub(crate) const EXAMPLES: &str = "\
Example:
  whosaid extract articles/ -o tables
  whosaid gazetteer suggest tables -o candidates.csv
      Open candidates.csv in a spreadsheet and fill in the column accept
  whosaid gazetteer import candidates.csv -o mine.csv
  whosaid extract articles/ -o tables --gazetteer mine.csv

accept: yes for a new entity, = for a spelling of the entity in nearest_id, the id of another entity for a spelling of
that one, nothing or no to leave the name out. type, name and variants may be edited. variants holds the spellings that
a list needs: not those that differ in capitals or diacritics alone, nor parts of the name. The examples are read from
the articles again, so run it where `whosaid extract` ran.";

const HEADER: [&str; 13] = [
    "accept",
    "type",
    "name",
    "mentions",
    "documents",
    "variants",
    "nearest_id",
    "nearest_name",
    "nearest_score",
    "nearest_reason",
    "example_1",
    "example_2",
    "example_3",
];
const EXAMPLES_EACH: usize = 3;

/// Of so many entities at most spellings are grouped: those that are named most often.
const MOST: usize = 50_000;

/// Writes the table of suggestions.
pub(crate) fn run(options: &Suggest) -> Result<Ending> {
    guard(&options.output)?;
    plain(&options.tables)?;
    let (unlisted, ids) = unlisted(&options.tables)?;
    if unlisted.len() == MOST {
        say(&format!(
            "only the {MOST} most frequent names of {} are looked at",
            options.tables.display()
        ));
    }
    let gazetteer = lists::gazetteer(&options.lists)?;
    let most = match options.limit {
        0 => usize::MAX,
        most => most,
    };
    let suggestions = suggest(&unlisted, &gazetteer, options.min_count, most)?;
    let seen = seen(&options.tables, &suggestions, &ids)?;
    let lines = lines(&options.tables, &seen)?;
    write_whole(&options.output, |output| {
        let mut writer = csv::Writer::from_writer(output);
        writer.write_record(HEADER)?;
        for ((suggestion, seen), lines) in suggestions.iter().zip(&seen).zip(&lines) {
            writer.write_record(record(&gazetteer, suggestion, seen.documents, lines))?;
        }
        Ok(writer.flush()?)
    })?;
    if !options.quiet {
        say(&summary(options, suggestions.len(), &lines));
    }
    Ok(Ending::Complete)
}

/// Refuses tables whose cells or offsets are others than those of plain CSV.
fn plain(tables: &Path) -> Result<()> {
    // Where there is none, the tables are not there either, which is told when they are opened.
    let settings = settings(tables).unwrap_or_default();
    let is = |setting: &str, usual: &str| {
        let value = settings.get(setting).and_then(|value| value.as_str());
        value.is_none_or(|value| value == usual)
    };
    if !is("format", "csv") || !is("offset-unit", "codepoint") {
        bail!(
            "{}: suggestions are made from the tables of a run with --format csv and --offset-unit codepoint, the defaults",
            tables.display()
        );
    }
    Ok(())
}

/// Refuses to write over answers of the user.
fn guard(output: &Path) -> Result<()> {
    if output == Path::new("-") || !output.is_file() {
        return Ok(());
    }
    let name = output.display().to_string();
    // What is no table of suggestions, or has answers that are not understood, is not ours to write over either.
    let unanswered = import(
        &name,
        &std::fs::read(output)?,
        &Gazetteer::default(),
        BTreeMap::new(),
    )
    .is_ok_and(|import| import.added + import.merged == 0);
    if !unanswered {
        bail!(
            "{name}: is there already, and holds answers or something else; name another file, or move it away"
        );
    }
    Ok(())
}

/// The entities of a run that no list has, and their ids.
fn unlisted(tables: &Path) -> Result<(Vec<Unlisted>, Vec<String>)> {
    let (mut unlisted, mut ids) = (Vec::new(), Vec::new());
    let mut rows = Rows::open(tables, Table::Entities)?;
    while let Some(row) = rows.next_row()? {
        if unlisted.len() == MOST {
            break;
        }
        if row.cell("list") == NEW_LIST {
            let spellings = row.cell("variants").split('|');
            unlisted.push(Unlisted {
                name: row.cell("name").to_owned(),
                kind: row.cell("type").parse().ok(),
                spellings: spellings.map(|one| without_count(one).to_owned()).collect(),
                mentions: row.number("mentions")?,
            });
            ids.push(row.cell("entity_id").to_owned());
        }
    }
    Ok((unlisted, ids))
}

/// `Aliyev` of `Aliyev (3)`.
fn without_count(spelling: &str) -> &str {
    spelling
        .rsplit_once(" (")
        .map_or(spelling, |(spelling, _)| spelling)
}

/// Where a suggested name stands.
#[derive(Debug, Default)]
struct Seen {
    documents: u64,
    /// The first mentions, each in another document if there are as many; document, place in it.
    places: Vec<(String, Place)>,
    /// Later mentions in the same documents.
    more: Vec<(String, Place)>,
    /// The last document, by its number.
    last: u64,
}

/// Goes through the mentions of a run.
fn seen(tables: &Path, suggestions: &[Suggestion<'_>], ids: &[String]) -> Result<Vec<Seen>> {
    let mut number_of: HashMap<&str, usize> = HashMap::new();
    for (number, suggestion) in suggestions.iter().enumerate() {
        number_of.extend(
            suggestion
                .members
                .iter()
                .map(|member| (ids[*member].as_str(), number)),
        );
    }
    let mut seen: Vec<Seen> = suggestions.iter().map(|_| Seen::default()).collect();
    let (mut document, mut count) = (String::new(), 0);
    let mut rows = Rows::open(tables, Table::Mentions)?;
    while let Some(row) = rows.next_row()? {
        if count == 0 || row.cell("document_id") != document {
            row.cell("document_id").clone_into(&mut document);
            count += 1;
        }
        let Some(number) = number_of.get(row.cell("entity_id")) else {
            continue;
        };
        let seen = &mut seen[*number];
        let new = seen.last != count;
        seen.last = count;
        seen.documents += u64::from(new);
        let places = if new { &mut seen.places } else { &mut seen.more };
        if places.len() < EXAMPLES_EACH {
            let place = Place {
                source: String::new(),
                start: row.number("start")? as usize,
                end: row.number("end")? as usize,
                surface: row.cell("surface").to_owned(),
            };
            places.push((document.clone(), place));
        }
    }
    for seen in &mut seen {
        seen.places.append(&mut seen.more);
        seen.places.truncate(EXAMPLES_EACH);
    }
    Ok(seen)
}

/// The examples of each suggestion.
fn lines(tables: &Path, seen: &[Seen]) -> Result<Vec<Vec<Option<String>>>> {
    let places = || seen.iter().flat_map(|seen| &seen.places);
    let mut sources: HashMap<&str, String> = places()
        .map(|(document, _)| (document.as_str(), String::new()))
        .collect();
    let mut rows = Rows::open(tables, Table::Documents)?;
    while let Some(row) = rows.next_row()? {
        if let Some(source) = sources.get_mut(row.cell("document_id")) {
            row.cell("source").clone_into(source);
        }
    }
    let wanted: Vec<Place> = places()
        .map(|(document, place)| Place {
            source: sources.get(document.as_str()).cloned().unwrap_or_default(),
            ..place.clone()
        })
        .collect();
    let mut found = examples(&settings(tables)?, &wanted).into_iter();
    Ok(seen
        .iter()
        .map(|seen| found.by_ref().take(seen.places.len()).collect())
        .collect())
}

fn record(
    gazetteer: &Gazetteer,
    suggestion: &Suggestion<'_>,
    documents: u64,
    lines: &[Option<String>],
) -> [String; HEADER.len()] {
    let example = |number: usize| lines.get(number).cloned().flatten().unwrap_or_default();
    let near = suggestion.nearest.as_ref();
    let entity = near.map(|near| gazetteer.entity(near.id));
    [
        String::new(),
        suggestion.kind.to_string(),
        suggestion.name.clone(),
        suggestion.mentions.to_string(),
        documents.to_string(),
        suggestion.variants.join("|"),
        entity.map(|entity| entity.id.to_string()).unwrap_or_default(),
        entity.map(|entity| entity.name.to_string()).unwrap_or_default(),
        near.map(|near| format!("{:.3}", near.score)).unwrap_or_default(),
        near.map(|near| near.reason.to_string()).unwrap_or_default(),
        example(0),
        example(1),
        example(2),
    ]
}

fn summary(options: &Suggest, count: usize, lines: &[Vec<Option<String>>]) -> String {
    let mut text = match count {
        0 => format!(
            "No name that no list has is mentioned {} times or more.",
            options.min_count
        ),
        1 => "One name is suggested.".to_owned(),
        _ => format!("{count} names are suggested."),
    };
    if count > 0 && options.output != Path::new("-") {
        let file = options.output.display();
        text.push_str(&format!(
            " Fill in the column accept of {file}, then: whosaid gazetteer import {file} -o mine.csv"
        ));
    }
    let all = lines.iter().map(Vec::len).sum::<usize>();
    let missing = lines.iter().flatten().filter(|line| line.is_none()).count();
    if missing > 0 {
        text.push_str(&format!(
            "\n{missing} of {all} examples are empty: the articles could not be read again, or have changed \
             (run this where `whosaid extract` ran)."
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_taken_from_spellings() {
        assert_eq!(without_count("Ann Orr (3)"), "Ann Orr");
        assert_eq!(without_count("Boeing (737) (12)"), "Boeing (737)");
    }
}
