use std::sync::OnceLock;

use crate::Fields;

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
    DATA.lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            let field = match cells.next()? {
                "text" => Field::Text,
                "id" => Field::Id,
                "title" => Field::Title,
                "date" => Field::Date,
                "language" => Field::Language,
                _ => return None,
            };
            Some(Guess {
                field,
                rank: cells.next()?.parse().ok()?,
                name: cells.next()?,
            })
        })
}

impl<'o> Keys<'o> {
    pub(crate) fn new(fields: &'o Fields) -> Self {
        Self { fields }
    }

    /// The field that `key` holds, and its rank: the lowest one of a record is to be taken.
    pub(crate) fn field(&self, key: &str) -> Option<(Field, u8)> {
        let set = [
            (Field::Text, &self.fields.text),
            (Field::Id, &self.fields.id),
            (Field::Title, &self.fields.title),
            (Field::Date, &self.fields.date),
        ];
        for (field, name) in set {
            if name.as_deref() == Some(key) {
                return Some((field, 0));
            }
        }
        let guess = guess(key)?;
        // A name that the user set leaves no room for guesses at that field.
        let is_set = set
            .iter()
            .any(|(field, name)| *field == guess.field && name.is_some());
        (!is_set).then_some((guess.field, guess.rank))
    }

    /// The fields that lie in the object `key`, with their paths in it: `body` for `article.body`.
    pub(crate) fn within(&self, key: &str) -> impl Iterator<Item = (Field, &'o str)> {
        let fields = [
            (Field::Text, &self.fields.text),
            (Field::Id, &self.fields.id),
            (Field::Title, &self.fields.title),
            (Field::Date, &self.fields.date),
        ];
        fields.into_iter().filter_map(move |(field, name)| {
            let path = name.as_deref()?.strip_prefix(key)?.strip_prefix('.')?;
            Some((field, path))
        })
    }

    /// The name to put into a message about a missing field.
    pub(crate) fn text_name(&self) -> &str {
        self.fields.text.as_deref().unwrap_or("text")
    }

    /// True if the user named the field of the text.
    pub(crate) fn text_is_set(&self) -> bool {
        self.fields.text.is_some()
    }
}

fn guess(key: &str) -> Option<&'static Guess> {
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
        let lines: Vec<_> = DATA
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .collect();
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
