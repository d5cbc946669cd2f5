//! Tables that lie among the inputs: they are no input.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use whosaid_export::earlier;

/// Files and folders that a run does not read, because they are what it writes or what it replaces.
#[derive(Debug, Default)]
pub(crate) struct Own {
    /// Their real paths.
    pub(crate) paths: Vec<PathBuf>,
    /// What to tell the user of them, if there is anything in them.
    pub(crate) notice: Option<String>,
}

/// What of `inputs` lies in the folder of the tables: all of the folder if it lies in one of them, the tables of an earlier run
/// if one of them is the folder itself or lies in it.
///
/// # Errors
/// If an input is a table of an earlier run in that folder, which would be gone after this run.
pub(crate) fn among(folder: &Path, inputs: &[PathBuf]) -> Result<Own> {
    // A folder that is not there yet has nothing in it.
    let Ok(real) = folder.canonicalize() else {
        return Ok(Own::default());
    };
    // What cannot be listed is told when the tables are begun.
    let tables = earlier(&real).unwrap_or_default();
    let roots: Vec<PathBuf> = inputs.iter().filter_map(|input| root(input)).collect();
    if let Some(input) = inputs
        .iter()
        .find(|input| input.canonicalize().is_ok_and(|input| tables.contains(&input)))
    {
        bail!(
            "{} is a table of an earlier run that this one would replace: name another folder for the tables",
            input.display()
        );
    }
    let inside = roots.iter().any(|root| real != *root && real.starts_with(root));
    let around = roots.iter().any(|root| root.starts_with(&real));
    let mut own = Own::default();
    if inside && !around {
        own.notice = has_files(&real).then(|| {
            format!(
                "note: {} lies in the input and is for the tables: what is in it is not read",
                folder.display()
            )
        });
        own.paths = vec![real];
    } else if around && !tables.is_empty() {
        own.notice = Some(format!(
            "note: {} is input and for the tables: the {} of an earlier run in it are not read",
            folder.display(),
            match tables.len() {
                1 => "table".to_owned(),
                files => format!("{files} files"),
            }
        ));
        own.paths = tables;
    }
    Ok(own)
}

/// The real path of the folder that is walked through for an input.
fn root(input: &Path) -> Option<PathBuf> {
    let mut path = input;
    if path == Path::new("-") {
        return None;
    }
    loop {
        match path.canonicalize() {
            Ok(real) if real.is_dir() => return Some(real),
            // A file that is named is read, wherever it lies.
            Ok(_) => return None,
            // A pattern: the part before its first wildcard.
            Err(_) => path = path.parent()?,
        }
        if path.as_os_str().is_empty() {
            path = Path::new(".");
        }
    }
}

/// True if there is a file that would be read.
fn has_files(folder: &Path) -> bool {
    let names = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name());
    names
        .into_iter()
        .any(|name| !name.as_encoded_bytes().starts_with(b"."))
}
