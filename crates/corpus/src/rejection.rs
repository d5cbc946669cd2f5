use std::{fmt, io};

/// Something in an input that did not become a document.
#[derive(Debug)]
pub struct Rejection {
    /// The input as the user named it, or the path below it.
    pub source: String,
    /// Which record of it: `line 7`, or empty if it is the whole file.
    pub record: String,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if !self.record.is_empty() {
            write!(f, ", {}", self.record)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for Rejection {}

/// A limit that was passed. What it is named is the option that raises it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Limit {
    /// Of the bytes of a record: [`crate::Options::max_record_bytes`].
    #[error("a record of more than {0} bytes (raise --max-record to read it)")]
    Record(u64),
    /// Of the archives in archives: [`crate::Options::max_depth`].
    #[error("more than {0} archives and compressions in one another (raise --max-depth to read it)")]
    Depth(u32),
    /// Of what a byte may unpack to: [`crate::Options::max_ratio`].
    #[error("it unpacks to more than {0} times its size (raise --max-ratio to read it)")]
    Ratio(u64),
}

/// Why something did not become a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// Not text.
    #[error("not text: {0}")]
    Binary(&'static str),
    /// The system does not let it be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Larger than [`crate::Options::max_document_bytes`].
    #[error("larger than {limit} bytes (raise --max-document to read it)")]
    TooLarge {
        /// The limit that was passed.
        limit: u64,
    },
    /// A limit against what would take too much memory or time.
    #[error("{0}")]
    Limit(Limit),
    /// Compressed data or an archive that is cut off or broken.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A row of a table that cannot be cut into the cells that its header names.
    #[error("{0}")]
    Row(String),
    /// Something else than a page with text, in a web archive.
    #[error("no page: {0}")]
    NotAPage(String),
    /// Left out because the user wants only some dates.
    #[error("{0}")]
    Date(String),
    /// Left out because the user wants only some languages.
    #[error("its language is {0:?} (--language)")]
    Language(String),
    /// Left out because the text was there before, and copies are not wanted.
    #[error("a copy of {0} (--dedupe)")]
    Copy(String),
    /// The same, with a few words changed.
    #[error("nearly a copy of {0} (--dedupe)")]
    NearCopy(String),
    /// A line that is not JSON.
    #[error("not JSON: {0}")]
    Json(serde_json::Error),
    /// JSON, but not an object.
    #[error("not a JSON object")]
    NotAnObject,
    /// A record without text.
    #[error("no text: {0}")]
    NoText(String),
    /// A loop of links, or one that leads nowhere.
    #[error("cannot be followed: {0}")]
    Link(String),
}

impl Reason {
    /// Labels of the reasons that are no fault: the user wanted it to be left out, or a web archive holds it besides pages.
    pub const CHOICES: &[&str] = &[
        "copies",
        "in another language",
        "no pages",
        "out of the dates wanted",
    ];

    /// A word for the reason, the same for all of its kind: for counts in summaries.
    pub fn label(&self) -> &'static str {
        match self {
            Reason::Empty => "empty",
            Reason::Binary(_) => "not text",
            Reason::Io(_) => "cannot be read",
            Reason::TooLarge { .. } => "too large",
            Reason::Limit(_) => "beyond a limit",
            Reason::Damaged(_) => "damaged",
            Reason::NotAPage(_) => "no pages",
            Reason::Row(_) => "malformed row",
            Reason::Date(_) => "out of the dates wanted",
            Reason::Language(_) => "in another language",
            Reason::Copy(_) | Reason::NearCopy(_) => "copies",
            Reason::Json(_) | Reason::NotAnObject => "not a JSON object",
            Reason::NoText(_) => "no text",
            Reason::Link(_) => "link that leads nowhere",
        }
    }
}
