use std::fmt;

/// Something wrong with a row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as it was named.
    pub file: String,
    /// Line of the file, the header being line 1; 0 if the whole file is meant.
    pub row: u64,
    /// The column; empty if the whole row is meant.
    pub column: String,
    /// What is wrong, and what would be right where that can be told.
    pub message: String,
    /// Whether the list can be used all the same.
    pub severity: Severity,
}

/// How bad a [`Fault`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// May be meant so: a type that whosaid does not know.
    Note,
    /// The list works, but hardly as it is meant.
    Warning,
    /// The row cannot be used: nor can the list.
    Error,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.row > 0 {
            write!(f, ": row {}", self.row)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("{file}: {source}")]
    Read {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder without lists.
    #[error("{folder}: no .csv file in this folder")]
    Empty {
        /// The folder.
        folder: String,
    },
    /// Rows that cannot be used: all of them, in order.
    #[error("{}", listed(.0))]
    Faults(Vec<Fault>),
    /// More names than the table can number.
    #[error("the lists are too large: {0}")]
    TooLarge(&'static str),
}

fn listed(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    lines.join("\n")
}
