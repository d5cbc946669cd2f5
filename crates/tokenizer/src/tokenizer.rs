use whosaid_text::{Tokens, hash_word};

use crate::chars::Classes;
use crate::cut::Cutter;
use crate::lexicon::Lexicon;
use crate::pairing::Pairing;
use crate::quotations::Settling;
use crate::{paragraphs, sentences};

/// Cuts text into [`Tokens`]. Built once, shared by all threads.
#[derive(Debug)]
pub struct Tokenizer {
    pub(crate) classes: Classes,
    pub(crate) lexicon: Lexicon,
    /// [`hash_word`] of each ASCII character by itself.
    pub(crate) single: Box<[u64; 128]>,
}

impl Default for Tokenizer {
    fn default() -> Self {
        Self::new()
    }
}

impl Tokenizer {
    /// A tokenizer with the built-in lists of abbreviations.
    pub fn new() -> Self {
        Self {
            classes: Classes::new(),
            lexicon: Lexicon::new(),
            single: Box::new(std::array::from_fn(|byte| {
                hash_word(char::from(byte as u8).encode_utf8(&mut [0; 4]))
            })),
        }
    }

    /// Cuts `text` and writes the result into `tokens`, whose memory is reused. Never fails; linear in `text`.
    pub fn tokenize(&self, text: &str, tokens: &mut Tokens) {
        tokens.clear();
        let mut stops = Vec::new();
        let mut marks = Vec::new();
        let mut pairing = Pairing::default();
        let mut settling = Settling::default();
        paragraphs::each(text, |span| {
            let first = tokens.tokens.len();
            stops.clear();
            marks.clear();
            Cutter::new(self, text, tokens, &mut stops, &mut marks).cut(span);
            if tokens.tokens.len() == first {
                return;
            }
            pairing.pair(&self.lexicon, text, tokens, first, &marks);
            sentences::divide(&self.lexicon, text, tokens, first, &stops, pairing.roles());
            settling.settle(&self.lexicon, text, tokens, &pairing);
        });
    }
}
