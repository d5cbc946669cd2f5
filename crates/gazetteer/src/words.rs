use whosaid_text::{WordSet, entries, hash_word};

use crate::compile::Language;

const COMMON: &str = include_str!("../data/common-words.txt");
const AMBIGUOUS: &str = include_str!("../data/ambiguous-names.txt");
const TITLES: &str = include_str!("../data/titles-in-lists.txt");

impl Language {
    /// The words that this crate ships.
    pub(crate) fn shipped() -> Self {
        Self {
            common: words(COMMON),
            ambiguous: words(AMBIGUOUS),
            titles: words(TITLES),
            given: Default::default(),
        }
    }

    /// All that [`Self::shipped`] depends on.
    pub(crate) fn sources() -> [&'static str; 4] {
        [env!("CARGO_PKG_VERSION"), COMMON, AMBIGUOUS, TITLES]
    }
}

pub(crate) fn words(list: &str) -> WordSet {
    entries(list).map(hash_word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_lists_are_sorted_and_unique() {
        for list in [
            COMMON,
            crate::check::FUNCTION,
            AMBIGUOUS,
            TITLES,
            include_str!("../data/hyphen-prefixes.txt"),
            include_str!("../data/hyphen-links.txt"),
        ] {
            let words: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
            for pair in words.windows(2) {
                assert!(pair[0] < pair[1], "{pair:?}");
            }
        }
    }
}
