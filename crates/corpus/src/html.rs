//! Articles out of pages.
//!
//! Articles are taken out of pages by `dom_smoothie` 0.19. On the ten pages of `tests/pages`, written for the purpose, it finds 97.2 %
//! (F1 of words) and keeps all 43 paragraphs as lines; `legible` 0.5, another port of Mozilla's Readability, finds 97.1 % and runs
//! the paragraphs together, at the same speed (10 to 20 MB/s) and build time; `trafilatura` 0.6 needs 132 crates. Pages that it
//! would take long for, or finds no article in, are stripped of their markup. What it takes along of cookie notes, share buttons, teasers and
//! comments is left out by name before (`clutter`), and line by line behind.

use std::sync::LazyLock;

use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;
use whosaid_text::Date;

use crate::{DateOrder, calendar, clutter, markup};

/// Names of fields of the head, best first.
static DATES: LazyLock<Vec<&str>> =
    LazyLock::new(|| whosaid_text::entries(include_str!("../data/html_dates.txt")).collect());
const META_KEYS: [&str; 4] = ["name", "property", "itemprop", "http-equiv"];

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
pub(crate) fn extract(html: &str, order: Option<DateOrder>) -> Page {
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
    let date = prepare(&reader, order);
    match reader.parse() {
        Ok(article) => Page {
            text: paragraphs(&article.text_content),
            title: Some(article.title).filter(|title| !title.trim().is_empty()),
            date: article
                .published_time
                .and_then(|time| calendar::of_value(&Value::String(time), order))
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
/// A line that goes on in lower case right below one that ends amid a sentence is no line of its own: a `<br>` stood there
/// for looks.
fn paragraphs(text: &str) -> String {
    let mut paragraphs = String::with_capacity(text.len());
    let mut below = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || clutter::is_clutter(line) {
            below = false;
            continue;
        }
        if below && markup::goes_on(&paragraphs, line) {
            paragraphs.push(' ');
        } else if !paragraphs.is_empty() {
            paragraphs.push_str("\n\n");
        }
        paragraphs.push_str(line);
        below = true;
    }
    paragraphs
}

/// Takes what is named as no article out of the page, and gives the day of publication where the extraction does not look
/// for it: in fields of the head that are older than its conventions, best first, and in the first element `time`.
///
/// One walk over the elements: each selector would be another.
fn prepare(reader: &Readability, order: Option<DateOrder>) -> Option<Date> {
    let of = |text: &str| calendar::of_value(&Value::String(text.to_owned()), order);
    let mut best: Option<(usize, Date)> = None;
    let mut first_time = None;
    let (mut body, mut named) = (None, Vec::new());
    for node in reader.doc.root().descendants_it() {
        let Some(element) = node.element_ref() else {
            continue;
        };
        let attributes = || element.attrs.iter().map(|one| (&*one.name.local, &*one.value));
        match &*element.name.local {
            "meta" => {
                let keys = attributes().filter(|(key, _)| META_KEYS.contains(key));
                let rank = keys
                    .filter_map(|(_, value)| DATES.iter().position(|name| value.eq_ignore_ascii_case(name)));
                if let Some(rank) = rank.min()
                    && best.is_none_or(|(known, _)| rank < known)
                    && let Some((_, content)) = attributes().find(|(key, _)| *key == "content")
                {
                    best = of(content).map(|date| (rank, date)).or(best);
                }
            }
            "time" if first_time.is_none() => {
                first_time = attributes()
                    .find(|(key, _)| *key == "datetime")
                    .map(|(_, value)| of(value));
            }
            "body" => body = body.or(Some(node)),
            "html" | "main" => {}
            _ if attributes().any(|(key, value)| clutter::is_named(key, value)) => named.push(node),
            _ => {}
        }
    }
    if let Some(body) = body {
        clutter::remove(&body, &named);
    }
    best.map(|(_, date)| date).or(first_time.flatten())
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
            let page = extract(&html, None);
            assert!(
                page.text.contains("Rain fell.\n") && page.text.ends_with("Snow & ice."),
                "{page:?}"
            );
            assert_eq!(page.title.as_deref(), Some("T"));
        }
    }

    #[test]
    fn what_is_no_page_has_no_text() {
        assert_eq!(extract("", None).text, "");
        assert_eq!(extract("<html><script>var x = '<p>';</script>", None).text, "");
    }
}
