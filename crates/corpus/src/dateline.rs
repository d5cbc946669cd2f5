use whosaid_text::Date;

/// The day that the head of a text names as that of its publication.
pub(crate) fn date(text: &str) -> Option<Date> {
    text.trim_start().strip_prefix("date ")?.get(..10)?.parse().ok()
}
