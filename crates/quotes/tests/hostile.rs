//! Text that no newspaper prints: a megabyte of one thing. Time may only grow with its length.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use whosaid_quotes::{Attributor, Scratch};
use whosaid_text::{Document, Linked, Quote, Tokens};
use whosaid_tokenizer::Tokenizer;

fn attribute(attributor: &Attributor, text: &str) -> (Vec<Quote>, Duration) {
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let mut tokens = Tokens::default();
    Tokenizer::new().tokenize(text, &mut tokens);
    let mut quotes = Vec::new();
    let start = Instant::now();
    attributor.attribute(
        &document,
        &tokens,
        &Linked::default(),
        &mut Scratch::default(),
        &mut quotes,
    );
    (quotes, start.elapsed())
}

#[test]
fn time_grows_with_length_only() {
    let attributor = Attributor::new();
    for piece in [
        "\"",
        "said ",
        "said said said. ",
        "“‘“‘",
        "“a” ",
        "“said ",
        "he said, “no,” ",
        ", ",
        "who that and of ",
        "( ",
        "— ",
        "according to ",
        "his claim that ",
        "“A.”\n\n“",
        "called it ",
        "(",
        "in the words of ",
        "For Lee, the “a” ",
        "— Ann Lee\n\n“a b c”\n\n",
        "il a dit que le ",
        "« le , dit-il, la ",
        "selon la ",
        "er sagte dass die ",
        "он сказал что ",
        "ve dedi açıldığını söyledi ",
    ] {
        let short = piece.repeat((1 << 16) / piece.len());
        let long = piece.repeat((1 << 20) / piece.len());
        let (_, short) = attribute(&attributor, &short);
        let (_, long) = attribute(&attributor, &long);
        assert!(
            long < short * 48 + Duration::from_secs(2),
            "{piece:?}: 64 KiB take {short:?}, 1 MiB {long:?}"
        );
    }
}

proptest! {
    /// Spans lie in the text, on boundaries of characters, and hold something; speakers and cues too.
    #[test]
    fn any_text_gives_spans_that_stand(
        words in proptest::collection::vec(
            prop_oneof![
                Just("said"), Just("“"), Just("”"), Just("\""), Just("he"), Just("Ann Lee"), Just(","), Just("."),
                Just("that"), Just("who"), Just("according to"), Just("\n\n"), Just("its claim"), Just("ə’s"), Just("("),
                Just(")"), Just("—"), Just("told"), Just("reporters"), Just("by"), Just("was"), Just("called"), Just("as"),
                Just(":"), Just("-"), Just("on Monday"), Just("to"), Just("leave"), Just("adding"), Just("«"), Just("»"),
            ],
            0..60,
        )
    ) {
        let text = words.join(" ");
        let (quotes, _) = attribute(&Attributor::new(), &text);
        for quote in quotes {
            prop_assert!(!quote.spans.is_empty());
            for span in quote.spans.iter().chain(&quote.cue).chain(&quote.speaker.span) {
                prop_assert!(text.get(span.start()..span.end()).is_some_and(|part| !part.trim().is_empty()));
            }
        }
    }
}
