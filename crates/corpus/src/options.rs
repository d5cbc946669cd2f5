/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Names of fields, where the user sets them; otherwise the common ones are guessed.
    pub fields: Fields,
    /// A document or record of more bytes is rejected, without being held in memory.
    pub max_document_bytes: u64,
}

/// Names of the fields of a record. `None`: the common names are tried, whatever their case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The article.
    pub text: Option<String>,
    /// What identifies the record.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day of publication.
    pub date: Option<String>,
}

impl Options {
    /// 16 MiB: five times War and Peace.
    pub const MAX_DOCUMENT_BYTES: u64 = 16 << 20;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fields: Fields::default(),
            max_document_bytes: Self::MAX_DOCUMENT_BYTES,
        }
    }
}
