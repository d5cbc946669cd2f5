use std::sync::OnceLock;

use crate::{Fields, Reason};

/// A field that a document is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Text,
    Id,
    Title,
    Date,
    Language,
}

/// Which keys of a record are which field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys<'o> {
    fields: &'o Fields,
}

/// Rows of `data/fields.csv`, sorted by name.
struct Guess {
    name: &'static str,
    field: Field,
    rank: u8,
}

const DATA: &str = include_str!("../data/fields.csv");

fn guesses() -> &'static [Guess] {
    static GUESSES: OnceLock<Vec<Guess>> = OnceLock::new();
    GUESSES.get_or_init(|| {
        let mut rows: Vec<Guess> = rows().collect();
        rows.sort_by_key(|row| row.name);
        rows
    })
}

fn rows() -> impl Iterator<Item = Guess> {
    whosaid_text::entries(DATA).skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let field = named_field(cells.next()?)?;
        Some(Guess {
            field,
            rank: cells.next()?.parse().ok()?,
            name: cells.next()?,
        })
    })
}

/// The field of this name in lists of names.
pub(crate) fn named_field(name: &str) -> Option<Field> {
    match name {
        "text" => Some(Field::Text),
        "id" => Some(Field::Id),
        "title" => Some(Field::Title),
        "date" => Some(Field::Date),
        "language" => Some(Field::Language),
        _ => None,
    }
}

impl<'o> Keys<'o> {
    pub(crate) fn new(fields: &'o Fields) -> Self {
        Self { fields }
    }

    /// The field that `key` holds, and its rank: the lowest one of a record is to be taken.
    pub(crate) fn field(&self, key: &str) -> Option<(Field, u8)> {
        self.field_or(key, |key| {
            let guess = guess(key)?;
            Some((guess.field, guess.rank))
        })
    }

    /// The field that the user named `key`, with rank 0, or what a list guesses, unless the user named that.
    pub(crate) fn field_or(
        &self,
        key: &str,
        guess: impl Fn(&str) -> Option<(Field, u8)>,
    ) -> Option<(Field, u8)> {
        if let Some((field, _)) = self.named().find(|(_, name)| *name == key) {
            return Some((field, 0));
        }
        guess(key).filter(|(guessed, _)| !self.named().any(|(field, _)| field == *guessed))
    }

    /// The fields that lie in the object `key`, with their paths in it: `body` for `article.body`.
    pub(crate) fn within(&self, key: &str) -> impl Iterator<Item = (Field, &'o str)> {
        self.named().filter_map(move |(field, name)| {
            let path = name.strip_prefix(key)?.strip_prefix('.')?;
            Some((field, path))
        })
    }

    /// The fields that the user named, with their names.
    fn named(&self) -> impl Iterator<Item = (Field, &'o str)> {
        let fields = [
            (Field::Text, &self.fields.text),
            (Field::Id, &self.fields.id),
            (Field::Title, &self.fields.title),
            (Field::Date, &self.fields.date),
        ];
        fields
            .into_iter()
            .filter_map(|(field, name)| Some((field, name.as_deref()?)))
    }

    /// True if the user named a field: only then it is of interest which ones a record has.
    pub(crate) fn any_is_named(&self) -> bool {
        self.named().next().is_some()
    }

    /// Why a record of these names (`kind` is "field" or "element") has no text: those that `is_text` tells of are there, and
    /// empty, or there is none.
    pub(crate) fn lacks_text(&self, kind: &str, names: &[String], is_text: impl Fn(&str) -> bool) -> Reason {
        match names.iter().find(|name| is_text(name)) {
            Some(name) => Reason::NoText(format!("the {kind} {name:?} is empty")),
            None => self.no_text(kind, names),
        }
    }

    /// Why a table (`kind` is "column") of these names has no text.
    pub(crate) fn no_text(&self, kind: &str, names: &[String]) -> Reason {
        let among = match listed(names) {
            names if names.is_empty() => String::new(),
            names => format!(" among {names}"),
        };
        Reason::NoText(match &self.fields.text {
            Some(name) => format!("no {kind} {name:?}{among}"),
            None => format!(
                "no {kind} \"text\", \"body\", \"content\" or the like{among} (name it with --text-field)"
            ),
        })
    }

    /// Whether a record has the fields that the user named.
    pub(crate) fn found(&self, present: &Present) -> Vec<NamedField> {
        let named = self.named();
        named
            .map(|(field, name)| {
                let found = present.found[field as usize];
                NamedField {
                    option: match field {
                        Field::Text => "--text-field",
                        Field::Id => "--id-field",
                        Field::Title => "--title-field",
                        Field::Date | Field::Language => "--date-field",
                    },
                    name: name.to_owned(),
                    found,
                    others: match found {
                        true => String::new(),
                        false => listed(&present.names),
                    },
                }
            })
            .collect()
    }
}

/// Whether a record has a field that the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedField {
    /// The option that names it: `--date-field`.
    pub option: &'static str,
    /// As the user wrote it.
    pub name: String,
    /// It is there, perhaps empty.
    pub found: bool,
    /// If it is not: the first few names that are.
    pub others: String,
}

/// Which fields a record has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Present {
    /// Those that the user named, by [`Field`].
    pub(crate) found: [bool; 5],
    /// The first names, and one more if there are more.
    pub(crate) names: Vec<String>,
}

impl Present {
    /// Names that are listed.
    const MOST: usize = 8;

    pub(crate) fn add(&mut self, name: &str) {
        if self.names.len() <= Self::MOST {
            self.names.push(name.to_owned());
        }
    }
}

/// The first few of some names, in quotation marks.
fn listed(names: &[String]) -> String {
    let first = names
        .iter()
        .take(Present::MOST)
        .map(|name| match name.char_indices().nth(40) {
            Some((end, _)) => format!("\"{}…\"", &name[..end]),
            None => format!("{name:?}"),
        });
    let mut list = first.collect::<Vec<_>>().join(", ");
    if names.len() > Present::MOST {
        list.push_str(", …");
    }
    list
}

fn guess(key: &str) -> Option<&'static Guess> {
    if !key.is_ascii() {
        let lower: String = key.chars().flat_map(char::to_lowercase).collect();
        return guess_of(lower.replace(['-', ' '], "_").as_bytes());
    }
    let mut lower = [0; 32];
    let lower = lower.get_mut(..key.len())?;
    for (to, from) in lower.iter_mut().zip(key.bytes()) {
        // `publishedAt` and `Pub-Date` are names of the same kind as `published_at`.
        *to = if from == b'-' || from == b' ' {
            b'_'
        } else {
            from.to_ascii_lowercase()
        };
    }
    guess_of(lower)
}

/// A name in lower case.
fn guess_of(lower: &[u8]) -> Option<&'static Guess> {
    let guesses = guesses();
    let at = guesses
        .binary_search_by(|row| row.name.as_bytes().cmp(lower))
        .ok()?;
    Some(&guesses[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_unique() {
        let lines: Vec<_> = whosaid_text::entries(DATA).skip(1).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "sort data/fields.csv");
        assert_eq!(rows().count(), lines.len(), "a row is not field,rank,name");
        assert!(
            guesses().is_sorted_by(|a, b| a.name < b.name),
            "a name stands twice"
        );
    }

    #[test]
    fn guesses_whatever_the_case_and_obeys_the_user() {
        let fields = Fields::default();
        let keys = Keys::new(&fields);
        assert_eq!(keys.field("Headline"), Some((Field::Title, 2)));
        assert_eq!(keys.field("Pub-Date"), Some((Field::Date, 2)));
        assert_eq!(keys.field("Überschrift"), Some((Field::Title, 5)));
        assert_eq!(keys.field("ТЕКСТ СТАТЬИ"), Some((Field::Text, 4)));
        assert_eq!(keys.field("colour"), None);
        assert_eq!(keys.field(&"x".repeat(1000)), None);
        let fields = Fields {
            text: Some("inhalt".to_owned()),
            ..Fields::default()
        };
        let keys = Keys::new(&fields);
        assert_eq!(keys.field("inhalt"), Some((Field::Text, 0)));
        assert_eq!(keys.field("text"), None);
        assert_eq!(keys.field("title"), Some((Field::Title, 1)));
    }
}
