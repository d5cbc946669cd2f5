use std::path::Path;

use serde_json::{Map, Value};
use whosaid_corpus::Corpus;
use whosaid_export::Fingerprint;
use whosaid_gazetteer::Gazetteer;
use whosaid_text::hash_bytes;

use crate::say;

/// Why a run cannot be resumed whose inputs have no listing.
pub(crate) const NOT_TWICE: &str =
    "--resume needs inputs that can be read twice: not standard input, not a pipe";

/// A run by what makes it that run.
pub(crate) struct Fingerprinted<'r> {
    facts: Fingerprint,
    corpus: &'r Corpus,
}

impl<'r> Fingerprinted<'r> {
    /// A run with these settings (as in `run.json`), model, lists and inputs.
    pub(crate) fn new(
        settings: Map<String, Value>,
        model: Option<&[u8]>,
        gazetteer: &Gazetteer,
        corpus: &'r Corpus,
    ) -> Self {
        let mut facts: Fingerprint = settings
            .into_iter()
            .map(|(name, value)| (format!("--{name}"), value.to_string()))
            .collect();
        if let Some(inputs) = facts.remove("--input") {
            facts.insert("the list of inputs".to_owned(), inputs);
        }
        // What it holds counts, not what it is called.
        facts.remove("--model");
        facts.insert(
            "the model".to_owned(),
            match model {
                None => "the built-in one".to_owned(),
                Some(bytes) => format!("{} bytes (state {:016x})", bytes.len(), hash_bytes(bytes)),
            },
        );
        facts.insert(
            "the lists of names".to_owned(),
            format!("{} entities (state {:016x})", gazetteer.len(), gazetteer.hash()),
        );
        facts.insert("the version".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        Self { facts, corpus }
    }

    /// Lists the inputs, which takes a while if they are many files. `None` if they cannot be read twice.
    pub(crate) fn fingerprint(&self) -> Option<Fingerprint> {
        let mut facts = self.facts.clone();
        for (number, listing) in self.corpus.listings()?.iter().enumerate() {
            facts.insert(format!("input {}", number + 1), listing.to_string());
        }
        Some(facts)
    }
}

/// Tells of a run that was interrupted at its very end.
pub(crate) fn finished(folder: &Path, quiet: bool) {
    if !quiet {
        say(&format!(
            "{}: the tables were complete and have their names now",
            folder.display()
        ));
    }
}
