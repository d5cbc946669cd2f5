//! What stands in a page besides its article, and what the extraction takes along all the same.

use std::sync::LazyLock;

use dom_query::NodeRef;

/// Sorted, in lower case.
static WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| whosaid_text::entries(include_str!("../data/html_clutter.txt")).collect());
static LINES: LazyLock<Vec<&str>> =
    LazyLock::new(|| whosaid_text::entries(include_str!("../data/clutter_lines.txt")).collect());

/// Words of a line that asks to read, share or subscribe, at most.
const LONGEST: usize = 40;

/// Takes those of the named elements out of a page that hold neither much of its body's text nor its main heading.
pub(crate) fn remove(body: &NodeRef<'_>, named: &[NodeRef<'_>]) {
    if named.is_empty() {
        return;
    }
    let all = body.text().len();
    for node in named {
        if node.text().len() * 5 < all * 2 && !node.descendants_it().any(|node| node.has_name("h1")) {
            node.remove_from_parent();
        }
    }
}

/// True if this attribute names its element after what is no article: `class="share"`, `id="cookie-consent"`, `role="dialog"`.
pub(crate) fn is_named(key: &str, value: &str) -> bool {
    match key {
        "role" => value == "dialog",
        "class" | "id" => {
            let mut words = value.split(|c: char| !c.is_alphanumeric());
            words.any(|word| {
                let lower = || word.bytes().map(|byte| byte.to_ascii_lowercase());
                WORDS.binary_search_by(|known| known.bytes().cmp(lower())).is_ok()
            })
        }
        _ => false,
    }
}

/// True for a line such as "Read also: …" or "Share on Facebook".
pub(crate) fn is_clutter(line: &str) -> bool {
    // Most lines are paragraphs.
    if line.split_whitespace().nth(LONGEST).is_some() {
        return false;
    }
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !"“”„«»\"'‘’".contains(c));
    let longest = LINES.iter().map(|known| known.len()).max().unwrap_or(0);
    // Lower case has other lengths than capitals, but no more letters than bytes.
    let start: String = line
        .chars()
        .take(longest + 1)
        .flat_map(char::to_lowercase)
        .collect();
    LINES.iter().any(|known| {
        let rest = start.strip_prefix(known);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_unique() {
        for list in [&WORDS, &LINES] {
            assert!(list.len() > 10 && list.is_sorted_by(|a, b| a < b));
            assert!(
                list.iter()
                    .all(|line| line.chars().flat_map(char::to_lowercase).eq(line.chars()))
            );
        }
    }

    #[test]
    fn lines_that_ask_for_something_are_told_from_news() {
        for line in [
            "Read also: Harbour closed after storm, minister says",
            "READ MORE: Ferry company warns of cuts",
            "Share on Facebook",
            "▶ Lire aussi : le port fermé",
            "Читайте также: Порт закрыт после шторма",
            "Sign up to our daily newsletter and get the best stories.",
        ] {
            assert!(is_clutter(line), "{line}");
        }
        for line in [
            "Share prices fell on Tuesday.",
            "“Read more,” said the teacher.",
            "We used cookies as bait, the fisherman said.",
            "Readers also asked why.",
            "",
        ] {
            assert!(!is_clutter(line), "{line}");
        }
    }
}
