use std::path::PathBuf;

use clap::{Parser, Subcommand};
use whosaid_export::{Format, Table};

/// Reads dumps of news articles and writes tables of who and what is named, and who said what.
#[derive(Debug, Parser)]
#[command(name = "whosaid", version, arg_required_else_help = true)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Write tables from dumps
    Extract(Extract),
}

/// Options about lists of names, the same for every verb.
#[derive(Debug, clap::Args)]
pub(crate) struct Lists {
    /// Add a list of names: a CSV file, or a folder of them. May be given several times; later ones win
    #[arg(long, value_name = "FILE_OR_FOLDER")]
    pub(crate) gazetteer: Vec<PathBuf>,

    /// Leave out the built-in lists
    #[arg(long)]
    pub(crate) no_builtin: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Extract {
    /// Folders, files, patterns such as 'news/**/*.txt', or - for JSONL on standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Folder for the tables (made if it is not there); - is standard output, with --format jsonl
    #[arg(short, long, value_name = "OUT", required_unless_present = "format")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) lists: Lists,

    /// Threads that analyse; 0 is one for each processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,

    /// csv, or jsonl: one document with its annotations a line
    #[arg(long, value_name = "FORMAT", default_value_t)]
    pub(crate) format: Format,

    /// Write only these tables
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    pub(crate) tables: Vec<Table>,

    /// Field of a JSONL record that holds the text
    #[arg(long, value_name = "NAME")]
    pub(crate) text_field: Option<String>,

    /// Field of a JSONL record that holds its id
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,

    /// Field of a JSONL record that holds the headline
    #[arg(long, value_name = "NAME")]
    pub(crate) title_field: Option<String>,

    /// Field of a JSONL record that holds the day of publication
    #[arg(long, value_name = "NAME")]
    pub(crate) date_field: Option<String>,

    /// Reject documents of more bytes
    #[arg(long, value_name = "N", default_value_t = whosaid_corpus::Options::MAX_DOCUMENT_BYTES)]
    pub(crate) max_document_bytes: u64,

    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}
