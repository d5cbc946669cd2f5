//! Paragraphs, sentences, tokens and quotations of any text: all that `Tokens` promises, and nothing left over of the text
//! before.

#[path = "../../crates/tokenizer/tests/promises/mod.rs"]
mod promises;

use std::cell::RefCell;
use std::sync::LazyLock;

use whosaid_text::Tokens;
use whosaid_tokenizer::Tokenizer;

static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(Tokenizer::new);

thread_local! {
    static REUSED: RefCell<Tokens> = RefCell::default();
}

/// See the top.
pub fn run(bytes: &[u8]) {
    // As much as is text.
    let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let mut fresh = Tokens::default();
    TOKENIZER.tokenize(text, &mut fresh);
    promises::check(text, &fresh);
    REUSED.with_borrow_mut(|reused| {
        TOKENIZER.tokenize(text, reused);
        assert_eq!(*reused, fresh);
    });
}
