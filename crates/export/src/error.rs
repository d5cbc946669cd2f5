use std::io;
use std::path::{Path, PathBuf};

/// Why tables cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refuses.
    #[error("{}: {action}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The output folder is a file.
    #[error("{}: is a file; name a folder for the tables", .0.display())]
    NotAFolder(PathBuf),
    /// A file with the name of a table, which is not one of ours.
    #[error("{}: is not a table of whosaid and would be overwritten; name another folder, or move it away", .0.display())]
    Foreign(PathBuf),
    /// Another run writes there.
    #[error("{}: another run is writing into this folder; wait for it, or name another folder", .0.display())]
    Busy(PathBuf),
    /// An interrupted run cannot be gone on with, because something is not as it was.
    #[error("{}: cannot go on with the interrupted run: {what} (without --resume it begins anew)", path.display())]
    Changed {
        /// The folder.
        path: PathBuf,
        /// What changed, from what to what.
        what: String,
    },
    /// A temporary file does not hold what was written.
    #[error("{}: does not hold what was written into it; the run cannot be gone on with", .0.display())]
    Damaged(PathBuf),
    /// Records that are neither in the tables nor rejected: a fault of the program.
    #[error(
        "{read} records were read, but {documents} documents and {rejected} rejections were written; please report this"
    )]
    Lost {
        /// Records that were read.
        read: u64,
        /// Documents in the tables.
        documents: u64,
        /// Rows of `rejected`.
        rejected: u64,
    },
    /// An earlier run has not written this table.
    #[error("{}: is not there: name the folder that `whosaid extract … -o` wrote all CSV tables into", .0.display())]
    NoTable(PathBuf),
    /// A row of an earlier run that cannot be read.
    #[error("{}: {}{message}", path.display(), at(*row))]
    Row {
        /// The table.
        path: PathBuf,
        /// Line of the file, the header being line 1; 0 if the whole file is meant.
        row: u64,
        /// What is wrong.
        message: String,
    },
    /// A format that needs a feature which this build lacks.
    #[error("this build cannot write {0}")]
    NotBuilt(crate::Format),
    /// A stream for several tables, for that of entities, or for a format that is no rows.
    #[error(
        "a stream holds documents as JSON lines, or the rows of one table, not that of entities, as csv or tsv"
    )]
    NoStream,
    /// Whoever reads the output has gone.
    #[error("the reader of the output has gone")]
    Closed,
}

impl Error {
    /// An [`Error::Io`], for `map_err`.
    pub(crate) fn io<'p>(path: &'p Path, action: &'static str) -> impl FnOnce(io::Error) -> Error + 'p {
        move |source| {
            if source.kind() == io::ErrorKind::BrokenPipe {
                return Error::Closed;
            }
            Error::Io {
                path: path.to_owned(),
                action,
                source,
            }
        }
    }
}

fn at(row: u64) -> String {
    match row {
        0 => String::new(),
        _ => format!("row {row}: "),
    }
}
