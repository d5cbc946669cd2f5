//! The command `whosaid`: see [`args`] for what it offers.

mod annotated;
mod args;
mod docs;
mod examples;
mod extract;
mod gazetteer;
mod import;
mod input_args;
mod interrupt;
mod lists;
mod own;
mod progress;
mod resolve;
mod resume;
mod suggest;
mod summary;
mod train;
mod whole;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::args::{Args, GazetteerVerb, Verb};

/// How a command that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All well.
    Complete,
    /// Done, but something was rejected.
    Partial,
    /// What was to be checked has faults.
    Refused,
    /// The user ended it.
    Interrupted,
}

impl Ending {
    /// How a run with these counts went.
    pub(crate) fn of(counts: whosaid_export::Counts) -> Self {
        match counts.rejected {
            0 => Self::Complete,
            _ => Self::Partial,
        }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Complete => ExitCode::SUCCESS,
            Ending::Partial => ExitCode::from(1),
            Ending::Refused => ExitCode::from(2),
            Ending::Interrupted => ExitCode::from(interrupt::CODE),
        }
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(ending) => ending.into(),
        // Whoever read our output has had enough: `whosaid … | head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("whosaid: {}", told(&error)));
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<Ending> {
    match Args::parse().verb {
        Verb::Extract(extract) => extract::run(&extract),
        Verb::Gazetteer { verb } => match verb {
            GazetteerVerb::Check(check) => gazetteer::check(&check),
            GazetteerVerb::List { lists } => gazetteer::list(&lists),
            GazetteerVerb::Suggest(suggest) => suggest::run(&suggest),
            GazetteerVerb::Import(import) => import::run(&import),
        },
        Verb::Resolve(resolve) => resolve::run(&resolve),
        Verb::Train(train) => train::run(&train),
        Verb::Completions { shell } => docs::completions(shell),
        Verb::Man => docs::man(),
    }
}

/// An error with its causes, each of them once: some messages end with their cause, some leave it to be asked for.
fn told(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.ends_with(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    use whosaid_export::Error::Closed;
    if let Some(csv::ErrorKind::Io(error)) = error.downcast_ref().map(csv::Error::kind) {
        return error.kind() == io::ErrorKind::BrokenPipe;
    }
    matches!(
        error.downcast_ref(),
        Some(whosaid_pipeline::Error::Output(Closed))
    ) || matches!(error.downcast_ref(), Some(Closed))
        || error
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes a line to standard error. If that is gone, nobody is left to be told.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
