//! Options about inputs: what is read, and how.

use serde_json::{Map, Value, json};
use whosaid_corpus::{Fields, Options};

/// Options about dumps and the records in them.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct Records {
    /// Field of a record that holds the text [default: text, body, content, …]
    #[arg(long, value_name = "NAME")]
    text_field: Option<String>,

    /// Field of a record that holds its id [default: id, document_id, url, …]
    #[arg(long, value_name = "NAME")]
    id_field: Option<String>,

    /// Field of a record that holds the headline [default: title, headline, …]
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,

    /// Field of a record that holds the day of publication [default: date, published, …]
    #[arg(long, value_name = "NAME")]
    date_field: Option<String>,

    /// Reject documents of more bytes; K, M and G may stand behind the number
    #[arg(long, value_name = "SIZE", alias = "max-document-bytes", default_value = "16M", value_parser = size)]
    max_document: u64,

    /// Reject records (a line, a row, an archive that is packed in another file) of more bytes
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size)]
    max_record: u64,

    /// Reject what lies in more archives and compressions than this
    #[arg(long, value_name = "N", default_value_t = Options::MAX_DEPTH, value_parser = clap::value_parser!(u32).range(..=64))]
    max_depth: u32,

    /// Reject what unpacks to more times its size than this (after the first 64 MiB)
    #[arg(long, value_name = "N", default_value_t = Options::MAX_RATIO)]
    max_ratio: u64,
}

impl Records {
    /// What they mean to the readers.
    pub(crate) fn options(&self) -> Options {
        Options {
            fields: Fields {
                text: self.text_field.clone(),
                id: self.id_field.clone(),
                title: self.title_field.clone(),
                date: self.date_field.clone(),
            },
            max_document_bytes: self.max_document,
            max_record_bytes: self.max_record,
            max_depth: self.max_depth,
            max_ratio: self.max_ratio,
        }
    }

    /// What stands of them in `run.json`: all that can change a table, by the names of the options.
    pub(crate) fn settings(&self) -> Map<String, Value> {
        let settings = json!({
            "text-field": self.text_field,
            "id-field": self.id_field,
            "title-field": self.title_field,
            "date-field": self.date_field,
            "max-document": self.max_document,
            "max-record": self.max_record,
            "max-depth": self.max_depth,
            "max-ratio": self.max_ratio,
        });
        match settings {
            Value::Object(settings) => settings,
            _ => Map::new(),
        }
    }
}

/// How a run read its inputs, out of its settings.
pub(crate) fn options_of(settings: &Map<String, Value>) -> Options {
    let name = |setting: &str| Some(settings.get(setting)?.as_str()?.to_owned());
    let number = |setting: &str, default: u64| {
        let number = settings.get(setting).and_then(Value::as_u64);
        number.unwrap_or(default)
    };
    Options {
        fields: Fields {
            text: name("text-field"),
            id: name("id-field"),
            title: name("title-field"),
            date: name("date-field"),
        },
        max_document_bytes: number("max-document", Options::MAX_DOCUMENT_BYTES),
        max_record_bytes: number("max-record", Options::MAX_RECORD_BYTES),
        max_depth: number("max-depth", Options::MAX_DEPTH.into()) as u32,
        max_ratio: number("max-ratio", Options::MAX_RATIO),
    }
}

/// Reads `16M`.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        other => return Err(format!("no unit {other:?}: there are K, M and G")),
    };
    let number: u64 = digits
        .trim()
        .parse()
        .map_err(|_| "not a number such as 500K or 16M".to_owned())?;
    // The offsets of a document are 32 bits.
    match number.checked_mul(unit) {
        Some(0) => Err("nothing would be left".to_owned()),
        Some(bytes) if bytes < 1 << 32 => Ok(bytes),
        _ => Err("less than 4G, please".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_sizes() {
        assert_eq!(size("16M"), Ok(16 << 20));
        assert_eq!(size("500kb"), Ok(500 << 10));
        assert_eq!(size("7"), Ok(7));
        for wrong in ["", "M", "4G", "0", "-1", "1T", "99999999999999999999"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
