use whosaid_text::{WordSet, hash_word};

use crate::compile::Language;

const COMMON: &str = include_str!("../data/common-words.txt");
const AMBIGUOUS: &str = include_str!("../data/ambiguous-names.txt");

impl Language {
    /// The words that this crate ships.
    pub(crate) fn shipped() -> Self {
        Self {
            common: words(COMMON),
            ambiguous: words(AMBIGUOUS),
            given: Default::default(),
        }
    }

    /// All that [`Self::shipped`] depends on.
    pub(crate) fn sources() -> [&'static str; 3] {
        [env!("CARGO_PKG_VERSION"), COMMON, AMBIGUOUS]
    }
}

fn words(list: &str) -> WordSet {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(hash_word)
        .collect()
}
