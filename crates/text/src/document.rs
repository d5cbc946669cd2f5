use crate::Date;

/// One article, as a reader hands it to the stages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Unique in a run: the record's own id, or the path of its file.
    pub id: String,
    /// Where it came from: the input as the user named it, with the record's number if the file has several.
    pub source: String,
    /// Headline, if the input has one apart from the text.
    pub title: Option<String>,
    /// The day it was published, from the record or the head of the text.
    pub date: Option<Date>,
    /// ISO 639-1 code, if the input tells it.
    pub language: Option<String>,
    /// The text that all spans point into: decoded, without a byte order mark, otherwise as it stands.
    pub text: String,
}
