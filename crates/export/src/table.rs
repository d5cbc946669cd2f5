use std::fmt;
use std::str::FromStr;

/// A table of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One row a document.
    Documents,
    /// One row a name in a text.
    Mentions,
    /// One row a person, place, body, … of the whole run.
    Entities,
    /// One row a statement.
    Quotes,
    /// One row for whatever did not become a document.
    Rejected,
    /// One row for each quotation that is no speech; only on demand.
    Terms,
}

/// What the cells of a column are, for formats that tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    /// A count or an offset.
    Number,
    /// A day, ISO.
    Date,
    /// 0 to 1.
    Share,
}

impl ColumnKind {
    /// That of a column of any table.
    pub(crate) fn of(column: &str) -> Self {
        match column {
            "start" | "end" | "cue_start" | "cue_end" | "speaker_start" | "speaker_end" => Self::Number,
            "characters" | "documents" | "mentions" | "quotes" => Self::Number,
            "date" | "first_date" | "last_date" => Self::Date,
            "confidence" => Self::Share,
            _ => Self::Text,
        }
    }
}

impl Table {
    /// All tables.
    pub const ALL: &'static [Self] = &[
        Self::Documents,
        Self::Mentions,
        Self::Entities,
        Self::Quotes,
        Self::Rejected,
        Self::Terms,
    ];

    /// Those that are written unless others are asked for.
    pub const USUAL: &'static [Self] = &[
        Self::Documents,
        Self::Mentions,
        Self::Entities,
        Self::Quotes,
        Self::Rejected,
    ];

    /// Its name, which is that of its file without extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Mentions => "mentions",
            Self::Entities => "entities",
            Self::Quotes => "quotes",
            Self::Rejected => "rejected",
            Self::Terms => "terms",
        }
    }

    /// Its columns, in order.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Documents => &[
                "document_id",
                "source",
                "title",
                "date",
                "language",
                "characters",
                "text_sha256",
                "mentions",
                "quotes",
            ],
            Self::Mentions => &[
                "document_id",
                "start",
                "end",
                "surface",
                "type",
                "entity_id",
                "name",
                "rule",
                "confidence",
            ],
            Self::Entities => &[
                "entity_id",
                "type",
                "name",
                "list",
                "documents",
                "mentions",
                "quotes",
                "variants",
                "first_date",
                "last_date",
            ],
            Self::Quotes => &[
                "quote_id",
                "document_id",
                "date",
                "kind",
                "start",
                "end",
                "spans",
                "quote",
                "cue",
                "cue_start",
                "cue_end",
                "speaker",
                "speaker_start",
                "speaker_end",
                "speaker_id",
                "speaker_name",
                "speaker_type",
                "rule",
                "confidence",
            ],
            Self::Rejected => &["source", "record", "reason"],
            Self::Terms => &[
                "term_id",
                "document_id",
                "date",
                "kind",
                "start",
                "end",
                "term",
                "rule",
                "confidence",
            ],
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Table {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|table| table.name() == name)
            .ok_or_else(|| {
                format!("no table {name:?}: there are documents, mentions, entities, quotes, rejected, terms")
            })
    }
}
