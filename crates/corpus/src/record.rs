use crate::{Reason, Rejection};

/// Where a record stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file, as the user named it or as found below the folder that the user named.
    pub source: String,
    /// Document id of the file: its path below the folder with `/`, or its name.
    pub id: String,
    /// Number of the line in the file, from 1; `None` if the file is one record.
    pub line: Option<u64>,
}

/// The raw bytes of one document, or of a line that holds one.
#[derive(Clone, Debug)]
pub struct Record {
    /// Where it stands.
    pub origin: Origin,
    /// What it is.
    pub(crate) kind: Kind,
    /// As they stand in the input.
    pub bytes: Vec<u8>,
}

/// What the bytes of a record are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text in an encoding that is yet to be told.
    Text,
    /// A JSON object.
    Json,
}

impl Record {
    /// A record that is a whole text, for whoever has texts without files.
    pub fn text(id: &str, text: &str) -> Self {
        Self {
            origin: Origin {
                source: id.to_owned(),
                id: id.to_owned(),
                line: None,
            },
            kind: Kind::Text,
            bytes: text.as_bytes().to_vec(),
        }
    }
}

impl Origin {
    /// `dump.jsonl:7`, or the file alone: what stands in the column `source`.
    pub fn label(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.source),
            None => self.source.clone(),
        }
    }

    /// Rejects this record.
    pub(crate) fn reject(&self, reason: Reason) -> Rejection {
        Rejection {
            source: self.source.clone(),
            record: self.line.map(|line| format!("line {line}")).unwrap_or_default(),
            reason,
        }
    }
}
