use std::path::PathBuf;

use anyhow::Result;
use whosaid_gazetteer::{Builder, Gazetteer};

use crate::args::Lists;

/// Reads and compiles the lists of names that the user wants.
pub(crate) fn gazetteer(lists: &Lists) -> Result<Gazetteer> {
    let mut builder = Builder::new(!lists.no_builtin);
    if let Some(folder) = cache_folder() {
        builder.cache_in(&folder);
    }
    for path in &lists.gazetteer {
        builder.add_path(path)?;
    }
    Ok(builder.build()?)
}

/// Where the system wants programs to keep what they can make again.
#[allow(
    clippy::disallowed_methods,
    reason = "the command is what reads the environment"
)]
fn cache_folder() -> Option<PathBuf> {
    let folder = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let base = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("whosaid"))
}
