//! What holds of every text, however broken.

mod promises;

use proptest::prelude::*;
use whosaid_text::Tokens;
use whosaid_tokenizer::Tokenizer;

thread_local! {
    static TOKENIZER: Tokenizer = Tokenizer::new();
}

/// Cuts `text` and checks all that `Tokens` promises.
fn check(text: &str) {
    let mut tokens = Tokens::default();
    TOKENIZER.with(|tokenizer| tokenizer.tokenize(text, &mut tokens));
    promises::check(text, &tokens);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_string(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn strings_of_any_length(text in "\\PC{0,400}") {
        check(&text);
    }

    #[test]
    fn marks_letters_and_breaks(text in "[ \n.a-cAST0-9\"'“”‘’«»„‚‹›,:;!?()\\[\\]–—…`]{0,120}") {
        check(&text);
    }

    #[test]
    fn words_and_marks(words in prop::collection::vec(prop_oneof![
        Just("“"), Just("”"), Just("\""), Just("«"), Just("»"), Just("'"), Just("’"), Just("‘"), Just("''"), Just("``"),
        Just("„"), Just(",,"), Just(". "), Just(" "), Just(" "), Just(" "), Just("\n\n"), Just("\n"), Just("? "), Just("Mr."),
        Just("dogs"), Just("The"), Just("said"), Just("5"), Just("U.S."), Just("d’"), Just("Ankara’da"), Just(", "), Just("…"),
        Just("\u{202f}"), Just("é"), Just("ქ"), Just("e\u{301}"), Just("www.a.b"), Just("@x"), Just("_x_"), Just("İ"),
    ], 0..60)) {
        check(&words.concat());
    }
}

#[test]
fn memory_of_the_document_before_is_forgotten() {
    let (one, other) = ("“Yes,” she said. He left.\n\n“No", "One word");
    let tokenizer = Tokenizer::new();
    let (mut reused, mut fresh) = (Tokens::default(), Tokens::default());
    tokenizer.tokenize(one, &mut reused);
    tokenizer.tokenize(other, &mut reused);
    tokenizer.tokenize(other, &mut fresh);
    assert_eq!(reused, fresh);
}
