//! The command `whosaid`.

mod args;
mod extract;
mod lists;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Verb};

/// How a command that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All well.
    Complete,
    /// Done, but something was rejected.
    Partial,
    /// The user ended it.
    Interrupted,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Complete => ExitCode::SUCCESS,
            Ending::Partial => ExitCode::from(1),
            Ending::Interrupted => ExitCode::from(130),
        }
    }
}

fn main() -> ExitCode {
    let result = match Args::parse().verb {
        Verb::Extract(extract) => extract::run(&extract),
    };
    match result {
        Ok(ending) => ending.into(),
        Err(error) => {
            // Nobody is left to be told if this fails.
            let _ = writeln!(std::io::stderr(), "whosaid: {error:#}");
            ExitCode::from(2)
        }
    }
}
