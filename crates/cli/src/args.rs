use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use whosaid_export::{Format, Layout, Table};
use whosaid_text::OffsetUnit;

/// Reads dumps of news articles and writes tables: who and what is named, where, and who said what.
///
/// It works offline, on one machine, and every row says which rule made it.
#[derive(Debug, Parser)]
#[command(name = "whosaid", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

const EXIT_CODES: &str = "\
Exit codes: 0 all well; 1 done, but some documents were rejected (see rejected.csv); 2 could not run, or faults in a list; 130 interrupted.";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Write tables from dumps of articles
    #[command(after_help = EXTRACT_EXAMPLES)]
    Extract(Box<Extract>),
    /// Look after lists of names
    Gazetteer {
        /// What to do.
        #[command(subcommand)]
        verb: GazetteerVerb,
    },
    /// Write which entity each name of a column is a spelling of
    #[command(after_help = crate::resolve::EXAMPLES)]
    Resolve(crate::resolve::Resolve),
    /// Learn to recognise names from annotated text, for extract --model
    #[command(after_help = crate::train::EXAMPLES)]
    Train(crate::train::Train),
    /// Write the completions of a shell to standard output
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page to standard output
    Man,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GazetteerVerb {
    /// Tell what is wrong with lists of names: file, row and column
    Check(Check),
    /// Show which lists are loaded, from where, and how many names they have
    List {
        #[command(flatten)]
        lists: Lists,
    },
    /// Write the frequent names of a run that no list has, for you to accept in a spreadsheet
    #[command(after_help = crate::suggest::EXAMPLES)]
    Suggest(crate::suggest::Suggest),
    /// Make a list of the suggestions that you accepted
    #[command(after_help = crate::import::EXAMPLES)]
    Import(crate::import::Import),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// CSV files, or folders of them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Do not compare with the built-in lists
    #[arg(long)]
    pub(crate) no_builtin: bool,

    /// Print nothing but the faults
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  whosaid extract articles/ -o tables
      Every file below a folder; tables/quotes.csv and the others open in a spreadsheet
  whosaid extract 'news/2023-*/*.txt' more.jsonl -o tables --gazetteer my-names.csv
      A pattern and a file of JSON lines, with names of your own
  whosaid extract dump.jsonl -o tables --text-field body --date-field pubdate
      Fields by name; otherwise the common names are guessed
  whosaid extract articles/ -o tables --excel --tables quotes,entities
      Two tables for Excel
  zcat dump.jsonl.gz | whosaid extract - --format jsonl | jq -c '.quotes[]'
      From a pipe into a pipe

Tables: documents, mentions, entities, quotes, rejected, with --terms also terms, and run.json. Offsets count Unicode code points from 0, end
exclusive (Python: text[start:end]), or what --offset-unit says. They appear under their names only when all of them are complete.
A run that was interrupted, by Ctrl-C or by a power cut, goes on with the same command and --resume.";

/// Options about lists of names, the same for every verb.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Names")]
pub(crate) struct Lists {
    /// Add a list of names: a CSV file, or a folder of them. May be given several times; later ones win over earlier
    /// ones, and all over the built-in lists
    #[arg(long, value_name = "FILE_OR_FOLDER")]
    pub(crate) gazetteer: Vec<PathBuf>,

    /// Leave out the built-in lists
    #[arg(long)]
    pub(crate) no_builtin: bool,
}

/// Options about the tables.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Writing {
    /// How tables are written: csv; tsv; excel (CSV that Excel opens as it is meant); xlsx (one workbook); jsonl (one
    /// document with its mentions and quotes a line); parquet; sqlite; brat (stand-off annotation)
    #[arg(long, value_name = "FORMAT", default_value_t)]
    format: Format,

    /// The same as --format excel: byte order mark, no formulas, no line ends in cells, long cells cut, at most 1,048,576
    /// rows a file
    #[arg(long, conflicts_with = "format")]
    excel: bool,

    /// Write only these tables, such as quotes,entities
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    tables: Vec<Table>,

    /// Write a table of words in quotation marks that are no speech, too: so-called things, titles, nicknames, headings
    #[arg(long)]
    terms: bool,

    /// What offsets count: codepoint (Python, R), byte (of UTF-8) or utf16 (JavaScript, Java)
    #[arg(long, value_name = "UNIT", default_value_t)]
    offset_unit: OffsetUnit,

    /// Write the text of each document too, as the last column of documents
    #[arg(long)]
    with_text: bool,
}

impl Writing {
    /// How tables are written.
    pub(crate) fn format(&self) -> Format {
        if self.excel { Format::Excel } else { self.format }
    }

    /// Which tables.
    pub(crate) fn tables(&self) -> Vec<Table> {
        let mut tables = match self.tables.as_slice() {
            [] => Table::USUAL.to_vec(),
            tables => tables.to_vec(),
        };
        if self.terms && !tables.contains(&Table::Terms) {
            tables.push(Table::Terms);
        }
        tables
    }

    /// An error if the format has a layout of its own, which these options would not change.
    pub(crate) fn check(&self) -> Result<()> {
        if self.format() != Format::Brat {
            return Ok(());
        }
        if self.offset_unit != OffsetUnit::CodePoint {
            bail!(
                "--format brat counts code points, as brat does: leave out --offset-unit {}",
                self.offset_unit.name()
            );
        }
        if self.with_text {
            bail!(
                "--format brat always writes the text, in a file beside its annotations: leave out --with-text"
            );
        }
        Ok(())
    }

    /// What else was chosen about them.
    pub(crate) fn layout(&self) -> Layout {
        Layout {
            offset_unit: self.offset_unit,
            with_text: self.with_text,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Extract {
    /// Folders, files, archives, patterns such as 'news/**/*.txt', or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Folder for the tables, made if it is not there; - is standard output, for --format jsonl or for one table as csv or tsv
    #[arg(short, long, value_name = "OUT", required_unless_present = "format")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) writing: Writing,

    /// Threads that analyse; 0 is one for each processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,

    /// Go on with an interrupted run into the same folder; refused if inputs, lists of names or options changed. Without
    /// an interrupted run it begins at the beginning
    #[arg(long)]
    pub(crate) resume: bool,

    /// Seconds between two checkpoints, from which --resume can go on; 0 is as often as possible
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) checkpoint_seconds: u64,

    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) records: crate::input_args::Records,

    /// Recognise names with this model, made by `whosaid train`, instead of the built-in one
    #[arg(long, value_name = "MODEL", help_heading = "Names")]
    pub(crate) model: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) lists: Lists,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Args::command().debug_assert();
    }
}
