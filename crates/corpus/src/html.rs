//! Articles out of pages.
//!
//! Articles are taken out of pages by `dom_smoothie` 0.19. On the ten pages of `tests/pages`, written for the purpose, it finds 97.2 %
//! (F1 of words) and keeps all 43 paragraphs as lines; `legible` 0.5, another port of Mozilla's Readability, finds 97.1 % and runs
//! the paragraphs together, at the same speed (10 to 20 MB/s) and build time; `trafilatura` 0.6 needs 132 crates. Pages that it
//! would take long for, or finds no article in, are stripped of their markup. What it takes along of cookie notes, share buttons, teasers and
//! comments is left out by name before (`clutter`), and line by line behind.

use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;
use whosaid_text::Date;

use crate::{calendar, clutter, markup};

const DATES: &str = include_str!("../data/html_dates.txt");

/// Elements in one another, at most: what finds the article takes time with the cube of it (0.1 s at 250).
const DEEP: usize = 200;

/// What a page has of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Page {
    /// A line for each paragraph, an empty line between them.
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) language: Option<String>,
}

/// Takes the article out of a page.
///
/// A page without one (a list of links, a note of one line), or one that is nested too deeply, gives all its words.
pub(crate) fn extract(html: &str) -> Page {
    if markup::depth(html) > DEEP {
        return all(html);
    }
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let Ok(mut reader) = Readability::new(html, None, Some(config)) else {
        return all(html);
    };
    let date = date(&reader);
    clutter::remove(&reader);
    match reader.parse() {
        Ok(article) => Page {
            text: paragraphs(&article.text_content),
            title: Some(article.title).filter(|title| !title.trim().is_empty()),
            date: article
                .published_time
                .and_then(|time| calendar::of_value(&Value::String(time)))
                .or(date),
            language: article.lang.filter(|language| !language.trim().is_empty()),
        },
        Err(_) => Page { date, ..all(html) },
    }
}

fn all(html: &str) -> Page {
    let (title, text) = markup::strip(html);
    Page {
        text,
        title,
        ..Page::default()
    }
}

/// Lines without spaces around them, and one empty line between two of them; without those that only ask to read or to share.
fn paragraphs(text: &str) -> String {
    let mut paragraphs = String::with_capacity(text.len());
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.filter(|line| !clutter::is_clutter(line)) {
        if !paragraphs.is_empty() {
            paragraphs.push_str("\n\n");
        }
        paragraphs.push_str(line);
    }
    paragraphs
}

/// The day of publication where the extraction does not look for it: in fields of the head that are older than its
/// conventions, and in the first element `time`.
fn date(reader: &Readability) -> Option<Date> {
    let of = |text: &str| calendar::of_value(&Value::String(text.to_owned()));
    let metas = reader.doc.select("meta");
    for name in DATES.lines().filter(|line| !line.starts_with('#')) {
        for meta in metas.iter() {
            let is_it = ["name", "property", "itemprop", "http-equiv"]
                .iter()
                .filter_map(|attribute| meta.attr(attribute))
                .any(|value| value.eq_ignore_ascii_case(name));
            if is_it && let Some(date) = meta.attr("content").and_then(|content| of(&content)) {
                return Some(date);
            }
        }
    }
    let time = reader.doc.select("time[datetime]");
    let first = time.iter().next()?;
    of(&first.attr("datetime")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_nested_too_deeply_still_has_its_words() {
        for deep in [100, 100_000] {
            let html = format!(
                "<title>T</title>{}<p>Rain fell.</p><p>Snow &amp; ice.</p>",
                "<div>".repeat(deep)
            );
            let page = extract(&html);
            assert!(
                page.text.contains("Rain fell.\n") && page.text.ends_with("Snow & ice."),
                "{page:?}"
            );
            assert_eq!(page.title.as_deref(), Some("T"));
        }
    }

    #[test]
    fn what_is_no_page_has_no_text() {
        assert_eq!(extract("").text, "");
        assert_eq!(extract("<html><script>var x = '<p>';</script>").text, "");
    }
}
