use std::fmt;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::feed::Channel;
use crate::table::Columns;
use crate::{Decoded, Reason, Rejection};

/// What a reader hands out.
pub type Item = Result<Record, Rejection>;

/// Where a record stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file, as the user named it or as found below the folder that the user named.
    pub source: String,
    /// Document id of the file: its path below the folder with `/`, or its name.
    pub id: String,
    /// Where it stands in the file.
    pub at: Position,
}

/// Which record of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// The file is one record.
    #[default]
    Whole,
    /// The line on which it begins, from 1.
    Line(u64),
    /// The element of a list, from 1.
    Item(u64),
    /// The byte at which it begins, from 0; of what a compressed file unpacks to.
    Byte(u64),
}

impl fmt::Display for Position {
    /// `line 7`, and nothing for a whole file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Line(number) => write!(f, "line {number}"),
            Self::Item(number) => write!(f, "item {number}"),
            Self::Byte(offset) => write!(f, "byte {offset}"),
        }
    }
}

impl Position {
    /// The number alone.
    fn number(self) -> Option<u64> {
        match self {
            Self::Whole => None,
            Self::Line(number) | Self::Item(number) | Self::Byte(number) => Some(number),
        }
    }
}

/// The raw bytes of one document, or of a line that holds one.
#[derive(Clone, Debug)]
pub struct Record {
    /// Where it stands.
    pub origin: Origin,
    /// What it is.
    pub(crate) kind: Kind,
    /// As they stand in the input, or as UTF-8 if that is UTF-16.
    pub bytes: Vec<u8>,
    /// What they were written in before, and whether something there meant nothing.
    pub(crate) transcoded: Option<(&'static Encoding, bool)>,
}

/// What the bytes of a record are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Text in an encoding that is yet to be told.
    Text,
    /// A JSON object.
    Json,
    /// A row of a table.
    Row(Arc<Columns>),
    /// A page.
    Html,
    /// An item of a feed.
    Item(Arc<Channel>),
    /// What a web server answered: a page behind a header.
    Http,
    /// A message of e-mail.
    Mail,
    /// A document that is made already.
    Ready(Box<Decoded>),
}

impl Record {
    /// A record that is a whole text, for whoever has texts without files.
    pub fn text(id: &str, text: &str) -> Self {
        Self {
            origin: Origin {
                source: id.to_owned(),
                id: id.to_owned(),
                at: Position::Whole,
            },
            kind: Kind::Text,
            bytes: text.as_bytes().to_vec(),
            transcoded: None,
        }
    }
}

impl Origin {
    /// `dump.jsonl:7`, or the file alone: what stands in the column `source`.
    pub fn label(&self) -> String {
        self.numbered(&self.source)
    }

    /// Id of a record that has none of its own: `dump.jsonl:7`, or that of the file.
    pub(crate) fn record_id(&self) -> String {
        self.numbered(&self.id)
    }

    fn numbered(&self, name: &str) -> String {
        match self.at.number() {
            Some(number) => format!("{name}:{number}"),
            None => name.to_owned(),
        }
    }

    /// Another record of the same file.
    pub(crate) fn at(&self, at: Position) -> Self {
        Self { at, ..self.clone() }
    }

    /// Rejects this record.
    pub(crate) fn reject(&self, reason: Reason) -> Rejection {
        Rejection {
            source: self.source.clone(),
            record: self.at.to_string(),
            reason,
        }
    }
}
