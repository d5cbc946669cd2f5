use whosaid_text::{WordSet, hash_word};

use crate::compile::Language;

impl Language {
    /// The words that this crate ships.
    pub(crate) fn shipped() -> Self {
        Self {
            common: words(include_str!("../data/common-words.txt")),
            ambiguous: words(include_str!("../data/ambiguous-names.txt")),
            given: Default::default(),
        }
    }
}

fn words(list: &str) -> WordSet {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(hash_word)
        .collect()
}
