use std::io::{self, Write};

use anyhow::Result;
use whosaid_entities::Linker;
use whosaid_gazetteer::{Builder, Severity};

use crate::args::{Check, Lists};
use crate::{Ending, lists, say};

/// Writes what is wrong with some lists to standard output, a line each: `file: row, column: what`.
pub(crate) fn check(check: &Check) -> Result<Ending> {
    let mut builder = Builder::new(!check.no_builtin);
    for path in &check.files {
        builder.add_path(path)?;
    }
    let mut faults = builder.check();
    let linker = Linker::without_model();
    faults.extend(builder.check_offices(|title| linker.reads_office(title)));
    let mut output = io::stdout().lock();
    for fault in &faults {
        writeln!(output, "{}: {fault}", severity(fault.severity))?;
    }
    output.flush()?;
    let wrong = faults
        .iter()
        .filter(|fault| fault.severity > Severity::Note)
        .count();
    if !check.quiet {
        say(&match wrong {
            0 => "No faults.".to_owned(),
            1 => "One fault.".to_owned(),
            _ => format!("{wrong} faults."),
        });
    }
    Ok(if wrong == 0 {
        Ending::Complete
    } else {
        Ending::Refused
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        _ => "error",
    }
}

/// Writes the lists that are loaded to standard output: those that win first.
pub(crate) fn list(chosen: &Lists) -> Result<Ending> {
    let gazetteer = lists::gazetteer(chosen)?;
    let mut output = io::stdout().lock();
    writeln!(output, "{:<20} {:>9} {:>9}  from", "list", "entities", "names")?;
    for list in gazetteer.lists() {
        let from = list.file.as_deref().unwrap_or("built in");
        writeln!(
            output,
            "{:<20} {:>9} {:>9}  {from}",
            list.name, list.entities, list.names
        )?;
    }
    output.flush()?;
    Ok(Ending::Complete)
}
