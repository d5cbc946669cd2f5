//! `whosaid gazetteer import`: suggestions that the user accepted become a list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use whosaid_gazetteer::{Builder, Listing, Severity, import};

use crate::args::Lists;
use crate::whole::write_whole;
use crate::{Ending, lists, say};

/// Options of the verb.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// Table that `whosaid gazetteer suggest` wrote and you filled in
    #[arg(value_name = "CANDIDATES")]
    candidates: PathBuf,

    /// List to write; the rows of one that is there are kept. - is standard output
    #[arg(short, long, value_name = "LIST", default_value = "-")]
    output: PathBuf,

    /// Print nothing but errors and warnings
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    lists: Lists,
}

pub(crate) const EXAMPLES: &str = "\
Example:
  whosaid gazetteer import candidates.csv -o mine.csv
  whosaid extract articles/ -o tables --gazetteer mine.csv

The column accept holds:
  yes (or y, x, 1)   a new entity
  = (or merge)       spellings of the entity in nearest_id
  an entity's id     spellings of that entity
  nothing (or no)    left out
type, name and variants may be edited. An entity that gets spellings is written with all that its row says, because
the row of your list stands in its place.";

/// Writes the list.
pub(crate) fn run(options: &Import) -> Result<Ending> {
    let file = &options.candidates;
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let gazetteer = lists::gazetteer(&options.lists)?;
    let before = listings(&options.output)?;
    let kept = before.len();
    let import = import(&file.display().to_string(), &bytes, &gazetteer, before)?;
    if import.listings.is_empty() {
        bail!(
            "{}: no row is accepted: write yes, = or an entity's id into the column accept",
            file.display()
        );
    }
    let list = Listing::write(import.listings.values());
    write_whole(&options.output, |output| Ok(output.write_all(&list)?))?;
    let mut check = Builder::new(!options.lists.no_builtin);
    check.add_bytes(&options.output.display().to_string(), &list);
    for fault in check.check() {
        if fault.severity > Severity::Note {
            say(&format!("warning: {fault}"));
        }
    }
    if !options.quiet {
        let mut line = format!(
            "{} accepted as new, {} merged, {} left out",
            import.added, import.merged, import.left_out
        );
        if kept > 0 {
            line.push_str(&format!("; {kept} of the list before are kept"));
        }
        if options.output != Path::new("-") {
            line.push_str(&format!(
                ". Use it with: --gazetteer {}",
                options.output.display()
            ));
        }
        say(&line);
    }
    Ok(Ending::Complete)
}

/// The rows of the list that is to be written, if it is there.
fn listings(output: &Path) -> Result<BTreeMap<String, Listing>> {
    if output == Path::new("-") || !output.exists() {
        return Ok(BTreeMap::new());
    }
    let mut list = Builder::new(false);
    list.add_path(output)?;
    Ok(list.listings()?)
}
