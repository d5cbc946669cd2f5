use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::input::Input;
use crate::record::{Origin, Position};
use crate::sniff::unpacked_name;
use crate::{Options, Reason, Rejection};

/// A file that was found: where it is, and what it is called.
pub(crate) struct Found {
    /// To open it.
    pub(crate) path: PathBuf,
    /// Its name for people, and its document id.
    pub(crate) origin: Origin,
}

/// Hands out every file of an input, folders in the order of names (bytes), hidden files and folders left out. Links
/// are followed; one that leads back to a folder it stands in, or nowhere, is rejected if it is one that is asked for.
/// What [`Options::leave_out`] names is not looked at.
pub(crate) fn files(
    input: &Input,
    options: &Options,
    each: &mut dyn FnMut(Result<Found, Rejection>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match input {
        Input::Stdin | Input::Bytes(..) => ControlFlow::Continue(()),
        Input::File(path) => each(Ok(found(path, path.file_name().unwrap_or(path.as_os_str())))),
        Input::Folder(root) => walk(root, options, &mut |_| true, each),
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
            walk(root, options, &mut wanted, each)
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
    options: &Options,
    wanted: &mut dyn FnMut(&Path) -> bool,
    each: &mut dyn FnMut(Result<Found, Rejection>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let left_out = below(root, &options.leave_out);
    let looks = |entry: &DirEntry| {
        entry.depth() == 0
            || !(is_hidden(entry.file_name()) || left_out.iter().any(|path| path == entry.path()))
    };
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(looks) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() || !wanted(entry.path()) => {}
            // Pipes and devices have no end that could be waited for.
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let mut file = found(entry.path(), below.as_os_str());
                file.origin.id = slashed(file.origin.id);
                each(Ok(file))?;
            }
            Err(error) if is_asked_for(&error, root, options, wanted) => each(Err(rejection(root, error)))?,
            Err(_) => {}
        }
    }
    ControlFlow::Continue(())
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Those of `paths` (which have no links in them) that lie below `root`, as walking from there meets them.
fn below(root: &Path, paths: &[PathBuf]) -> Vec<PathBuf> {
    // What has no real path has nothing below it either.
    let Ok(real) = root.canonicalize() else {
        return Vec::new();
    };
    let paths = paths.iter().filter_map(|path| path.strip_prefix(&real).ok());
    paths.map(|path| root.join(path)).collect()
}

/// False if the user does not want what could not be read: a link to nowhere is a file of its name, a loop a folder. Behind a
/// folder that may not be opened, anything may be.
fn is_asked_for(
    error: &walkdir::Error,
    root: &Path,
    options: &Options,
    wanted: &mut dyn FnMut(&Path) -> bool,
) -> bool {
    let Some(path) = error.path() else {
        return true;
    };
    if path != root && path.file_name().is_some_and(is_hidden) {
        return false;
    }
    let below = path.strip_prefix(root).unwrap_or(path);
    let id = slashed(below.to_string_lossy().into_owned());
    let is_nowhere = error
        .io_error()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    let is_link = is_nowhere || error.loop_ancestor().is_some();
    !options.select.excludes(&id)
        && (!is_link || wanted(path))
        && (!is_nowhere || options.select.takes(&id, &unpacked_name(&id)))
}

/// A path with `/`, whatever the system writes.
fn slashed(path: String) -> String {
    match std::path::MAIN_SEPARATOR {
        '/' => path,
        other => path.replace(other, "/"),
    }
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
