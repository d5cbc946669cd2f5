//! Options about inputs: what is read, and how.

use anyhow::{Result, anyhow};
use serde_json::{Map, Value, json};
use whosaid_corpus::{DateOrder, Fields, Options, Select};
use whosaid_text::Date;

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

    /// What stands first in dates such as 03/05/2024 [default: they count where only one reading is a day]
    #[arg(long, value_name = "ORDER", value_parser = DateOrder::ALL.map(DateOrder::name))]
    date_order: Option<String>,

    /// What text is written in if it has no byte order mark, such as windows-1251 [default: guessed for each text]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Read only files and members of archives that match, such as '*.html' or 'news/**'. May be given several times
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,

    /// Do not look at files, folders' contents ('old/**') and members of archives that match. May be given several times
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,

    /// Leave out documents of an earlier day (2023-09-21), and those without a date
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,

    /// Leave out documents of a later day, and those without a date
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,

    /// Leave out documents that say that they are in another language than these, such as en,fr
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    language: Vec<String>,

    /// End after so many documents
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,

    /// Leave out documents whose text was there before, the same or nearly the same words (copies of agencies' reports);
    /// rejected.csv says of which
    #[arg(long)]
    dedupe: bool,

    /// Reject documents of more bytes; K, M and G may stand behind the number
    #[arg(long, value_name = "SIZE", alias = "max-document-bytes", default_value = "8M", value_parser = size)]
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
    ///
    /// # Errors
    /// If a pattern is none, or an encoding is not known.
    pub(crate) fn options(&self) -> Result<Options> {
        options_of(&self.settings())
    }

    /// The patterns that choose files, as the user wrote them.
    pub(crate) fn patterns(&self) -> String {
        let include = self
            .include
            .iter()
            .map(|pattern| format!("--include '{pattern}'"));
        let exclude = self
            .exclude
            .iter()
            .map(|pattern| format!("--exclude '{pattern}'"));
        include.chain(exclude).collect::<Vec<_>>().join(" ")
    }

    /// What stands of them in `run.json`: all that can change a table, by the names of the options.
    pub(crate) fn settings(&self) -> Map<String, Value> {
        let settings = json!({
            "text-field": self.text_field,
            "id-field": self.id_field,
            "title-field": self.title_field,
            "date-field": self.date_field,
            "date-order": self.date_order,
            "encoding": self.encoding,
            "include": self.include,
            "exclude": self.exclude,
            "since": self.since.map(|day| day.to_string()),
            "until": self.until.map(|day| day.to_string()),
            "language": self.language,
            "limit": self.limit,
            "dedupe": self.dedupe,
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

/// How a run read its inputs, or is to read them, out of its settings.
///
/// # Errors
/// If a pattern is none, or an encoding is not known.
pub(crate) fn options_of(settings: &Map<String, Value>) -> Result<Options> {
    let name = |setting: &str| Some(settings.get(setting)?.as_str()?.to_owned());
    let names = |setting: &str| -> Vec<String> {
        let list = settings.get(setting).and_then(Value::as_array);
        let names = list.into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    };
    let day = |setting: &str| name(setting).and_then(|day| day.parse::<Date>().ok());
    let encoding =
        match name("encoding") {
            None => None,
            Some(name) => {
                let known = Options::encoding_named(&name);
                Some(known.ok_or_else(|| {
                    anyhow!("--encoding {name}: no such encoding (try windows-1251, utf-8, …)")
                })?)
            }
        };
    let mut select =
        Select::paths(&names("include"), &names("exclude")).map_err(|message| anyhow!(message))?;
    select.since = day("since");
    select.until = day("until");
    select.languages = names("language");
    let number = |setting: &str, default: u64| {
        let number = settings.get(setting).and_then(Value::as_u64);
        number.unwrap_or(default)
    };
    Ok(Options {
        fields: Fields {
            text: name("text-field"),
            id: name("id-field"),
            title: name("title-field"),
            date: name("date-field"),
        },
        select,
        leave_out: Vec::new(),
        dedupe: settings.get("dedupe").and_then(Value::as_bool) == Some(true),
        limit: settings.get("limit").and_then(Value::as_u64),
        encoding,
        date_order: name("date-order")
            .and_then(|name| DateOrder::ALL.into_iter().find(|order| order.name() == name)),
        max_document_bytes: number("max-document", Options::MAX_DOCUMENT_BYTES),
        max_record_bytes: number("max-record", Options::MAX_RECORD_BYTES),
        max_depth: number("max-depth", Options::MAX_DEPTH.into()) as u32,
        max_ratio: number("max-ratio", Options::MAX_RATIO),
    })
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
