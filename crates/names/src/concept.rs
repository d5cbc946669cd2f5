use std::sync::LazyLock;

use whosaid_text::{WordMap, entries, hash_word};

use crate::fold::fold;

/// A word for a kind of place or body, whatever the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Concept {
    /// Row of its list.
    pub(crate) row: u16,
    pub(crate) usage: Usage,
}

/// What a comparison makes of a word of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Must stand in both names.
    Kind,
    /// May be lacking.
    Optional,
    /// Left out.
    Legal,
}

/// `data/place-words.csv`
pub(crate) static PLACES: LazyLock<WordMap<Concept>> =
    LazyLock::new(|| read(include_str!("../data/place-words.csv")));
/// `data/org-words.csv`
pub(crate) static BODIES: LazyLock<WordMap<Concept>> =
    LazyLock::new(|| read(include_str!("../data/org-words.csv")));

fn read(rows: &str) -> WordMap<Concept> {
    let mut concepts = WordMap::default();
    let mut folded = String::new();
    for (row, line) in entries(rows).skip(1).enumerate() {
        let mut fields = line.split(',');
        let (name, mut forms) = (fields.next(), fields.next().unwrap_or_default());
        let mut usage = if name == Some("city") {
            Usage::Optional
        } else {
            Usage::Kind
        };
        if let Some(third) = fields.next() {
            usage = match forms {
                "optional" => Usage::Optional,
                "legal" => Usage::Legal,
                _ => Usage::Kind,
            };
            forms = third;
        }
        for form in forms.split('|').filter(|form| !form.contains(' ')) {
            fold(form, &mut folded);
            folded.retain(|c| c.is_alphanumeric());
            concepts.insert(
                hash_word(&folded),
                Concept {
                    row: row as u16,
                    usage,
                },
            );
        }
    }
    concepts
}
