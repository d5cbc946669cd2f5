use anyhow::Result;
use whosaid_gazetteer::{Builder, Gazetteer};

use crate::args::Lists;

/// Reads and compiles the lists of names that the user wants.
pub(crate) fn gazetteer(lists: &Lists) -> Result<Gazetteer> {
    let mut builder = Builder::new(!lists.no_builtin);
    for path in &lists.gazetteer {
        builder.add_path(path)?;
    }
    Ok(builder.build()?)
}
