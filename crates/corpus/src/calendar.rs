use serde_json::Value;
use whosaid_text::Date;

/// The day that the date field of a record names.
pub(crate) fn of_value(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => text.get(..10)?.parse().ok(),
        _ => None,
    }
}
