use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::input::Input;
use crate::record::{Origin, Position};
use crate::{Reason, Rejection};

/// A file that was found: where it is, and what it is called.
pub(crate) struct Found {
    /// To open it.
    pub(crate) path: PathBuf,
    /// Its name for people, and its document id.
    pub(crate) origin: Origin,
}

/// Hands out every file of an input, folders in the order of names (bytes), hidden files and folders left out. Links
/// are followed; one that leads back to a folder it stands in, or nowhere, is rejected.
pub(crate) fn files(
    input: &Input,
    each: &mut dyn FnMut(Result<Found, Rejection>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match input {
        Input::Stdin | Input::Bytes(..) => ControlFlow::Continue(()),
        Input::File(path) => each(Ok(found(path, path.file_name().unwrap_or(path.as_os_str())))),
        Input::Folder(root) => walk(root, root, &mut |_| true, each),
        Input::Pattern { root, matcher } => {
            // Below `.` a pattern such as `*.txt` is compared without the `./` that walking puts before it.
            let bare = root == Path::new(".");
            let mut wanted = |path: &Path| {
                let path = if bare {
                    path.strip_prefix(".").unwrap_or(path)
                } else {
                    path
                };
                matcher.is_match(path)
            };
            walk(root, root, &mut wanted, each)
        }
    }
}

fn found(path: &Path, id: &OsStr) -> Found {
    Found {
        path: path.to_owned(),
        origin: Origin {
            source: path.display().to_string(),
            id: id.to_string_lossy().into_owned(),
            at: Position::Whole,
        },
    }
}

fn walk(
    root: &Path,
    base: &Path,
    wanted: &mut dyn FnMut(&Path) -> bool,
    each: &mut dyn FnMut(Result<Found, Rejection>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(|entry| !is_hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() || !wanted(entry.path()) => {}
            // Pipes and devices have no end that could be waited for.
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) => {
                let below = entry.path().strip_prefix(base).unwrap_or(entry.path());
                let mut file = found(entry.path(), below.as_os_str());
                if std::path::MAIN_SEPARATOR != '/' {
                    file.origin.id = file.origin.id.replace(std::path::MAIN_SEPARATOR, "/");
                }
                each(Ok(file))?;
            }
            Err(error) => each(Err(rejection(root, error)))?,
        }
    }
    ControlFlow::Continue(())
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn rejection(root: &Path, error: walkdir::Error) -> Rejection {
    let source = error.path().unwrap_or(root).display().to_string();
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => Reason::Link(format!("leads back to {}", ancestor.display())),
        (None, Some(io)) if io.kind() == std::io::ErrorKind::NotFound => {
            Reason::Link("leads nowhere".to_owned())
        }
        _ => Reason::Io(error.into()),
    };
    Rejection {
        source,
        record: String::new(),
        reason,
    }
}
