use std::sync::OnceLock;

use whosaid_text::{Date, WordMap, hash_word};

use crate::DateOrder;
use crate::calendar::head;
use crate::dates::{Dated, dates};

const WORDS: &str = include_str!("../data/dateline_words.csv");

/// Days between publication and the last update of an article, at most.
const UPDATED: i32 = 31;

/// The day that the head of a text (its first 300 characters) names as that of its publication.
///
/// A date in running prose is that of what is told, not of the telling. So a date counts only where the line up to it
/// is what stands before a date of publication (nothing; "Published:"; a weekday; a place: "BAKU, ") and where no
/// sentence goes on behind it. If several count, they are the days of publication and update: the first of them, unless
/// they are far apart.
pub(crate) fn date(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let head = head(text);
    let mut first: Option<Date> = None;
    // A label speaks for the date behind it, not for the next one in its line.
    let mut from = 0;
    for dated in dates(head, order) {
        let counts = is_of_publication(head, from, &dated);
        from = dated.place.end;
        match first {
            _ if !counts => {}
            None => first = Some(dated.date),
            Some(other) if (ordinal(other) - ordinal(dated.date)).abs() > UPDATED => return None,
            Some(other) => first = Some(other.min(dated.date)),
        }
    }
    first
}

/// Days on a scale that is good enough for distances.
fn ordinal(date: Date) -> i32 {
    (i32::from(date.year()) * 12 + i32::from(date.month())) * 31 + i32::from(date.day())
}

fn is_of_publication(head: &str, from: usize, dated: &Dated) -> bool {
    let line = head[from..dated.place.start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let before = Before::read(&head[line..dated.place.start]);
    let after = &head[dated.place.end..];
    match before {
        Before::Label => true,
        Before::Nothing if dated.iso && head[..dated.place.start].trim().is_empty() => true,
        Before::Nothing | Before::Link => ends(after, false),
        Before::Place => ends(after, true),
        Before::Prose => false,
    }
}

/// What stands in a line before a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Nothing, a weekday or the time of day.
    Nothing,
    /// A word that says what date it is.
    Label,
    /// A place: one to three words in capitals, or capitalised with a comma behind them.
    Place,
    /// "On", "le": a sentence, unless the line ends.
    Link,
    /// Anything else.
    Prose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Label,
    Link,
    Weekday,
    Tail,
}

impl Before {
    fn read(line: &str) -> Self {
        let mut names = 0;
        let mut capitals = true;
        let (mut label, mut link) = (false, false);
        let words = line
            .split(|c: char| {
                c.is_whitespace() || (c.is_ascii_punctuation() && c != '-') || "–—·•«»“”".contains(c)
            })
            .filter(|word| word.chars().any(char::is_alphabetic));
        for word in words {
            match class(word) {
                Some(Class::Label) => label = true,
                Some(Class::Link) => link = true,
                Some(Class::Weekday | Class::Tail) => {}
                None if word.chars().next().is_some_and(|c| !c.is_lowercase()) => {
                    names += 1;
                    capitals &= !word.chars().any(char::is_lowercase);
                }
                None => return Self::Prose,
            }
        }
        let comma = line.trim_end().ends_with(',');
        match names {
            0 if label => Self::Label,
            0 if link => Self::Link,
            0 => Self::Nothing,
            1..=3 if capitals || comma || label => Self::Place,
            _ => Self::Prose,
        }
    }
}

fn class(word: &str) -> Option<Class> {
    static CLASSES: OnceLock<WordMap<Class>> = OnceLock::new();
    let classes = CLASSES.get_or_init(|| {
        WORDS
            .lines()
            .filter_map(|line| {
                let (class, word) = line.split_once(',')?;
                let class = match class {
                    "label" => Class::Label,
                    "link" => Class::Link,
                    "weekday" => Class::Weekday,
                    "tail" => Class::Tail,
                    _ => return None,
                };
                Some((hash_word(word), class))
            })
            .collect()
    });
    classes.get(&hash_word(word)).copied()
}

/// True if no sentence goes on behind a date: the line ends, or there is the time of day, an agency in brackets, a dash;
/// behind a place also a colon ("MUMBAI, 2 December 2013: ").
fn ends(after: &str, colon: bool) -> bool {
    let line = after.split('\n').next().unwrap_or_default();
    let mut rest = line.trim_start_matches([' ', '\t', '\u{a0}', ',', '.']);
    // "года", "at", "UTC", a weekday, the time of day.
    while let Some(word) = rest.split_whitespace().next() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_time = bare.starts_with(|c: char| c.is_ascii_digit()) && bare.contains([':', '.', 'h']);
        let passes = is_time || matches!(class(bare), Some(Class::Link | Class::Weekday | Class::Tail));
        if !passes || bare.is_empty() {
            break;
        }
        rest = rest[word.len()..].trim_start();
    }
    rest.is_empty()
        || (colon && rest.starts_with(':'))
        || rest.starts_with(['(', '-', '–', '—', '|', '/', '•', '·', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> String {
        date(text, None).map(|date| date.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_list_of_words_is_sorted_and_unique() {
        let lines: Vec<_> = whosaid_text::entries(WORDS).skip(1).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "sort data/dateline_words.csv");
    }

    #[test]
    fn reads_datelines() {
        for text in [
            "date 2023-09-21 On 20 September 2023 a cow stood on a bridge.",
            "2023-09-21 The cow has left the bridge.",
            "BAKU, September 21, 2023 (Wire) - The cow has left.",
            "BAKU, 21 September 2023 /Wire/. The cow has left.",
            "Yerevan, 21 September 2023 — The cow has left.",
            "MUMBAI, 21 September 2023: The cow has left.",
            "New Delhi, Sept 21, 2023 : The cow has left.",
            "The cow has left\n\nPublished: Thursday, September 21, 2023, 4:05 pm\n\nText.",
            "Корова ушла\n21 сентября 2023 года, 14:05\nТекст.",
            "La vache est partie\nPublié le 21 septembre 2023 à 10h15\nTexte.",
            "Publié le 21 septembre 2023, mis à jour le 22 septembre 2023",
            "Die Kuh ist weg\nDonnerstag, 21. September 2023\nText.",
            "21.09.2023 14:05 | Farming\nThe cow has left.",
            "COW LEAVES\n\nLONDON 2023-09-21\nThe cow has left.",
            "İnek gitti\n21 Eylül 2023 Perşembe\n",
        ] {
            assert_eq!(day(text), "2023-09-21", "{text}");
        }
    }

    #[test]
    fn leaves_dates_of_what_is_told() {
        for text in [
            "The cow, born on 21 September 2023, has left.",
            "On September 21, 2023, the cow left the bridge.",
            "On 21 September 2023: the cow leaves.",
            "21 September 2023: the cow leaves. 22 September 2023: it is back.",
            "September 21, 2023 was the day on which the cow left.",
            "In September 2023 the cow left.",
            "BAKU, September 21 (Wire) - No year.",
            "A Long Title Of A Report On Cows, September 21, 2023",
        ] {
            assert_eq!(day(text), "", "{text}");
        }
        let late = format!(
            "{}\nBAKU, September 21, 2023 (Wire) -",
            "The cow has left. ".repeat(30)
        );
        assert_eq!(day(&late), "", "too far down");
        assert_eq!(
            day("Published 1 May 2020\nArchive, 3 July 2023\n"),
            "",
            "which of them?"
        );
    }
}
