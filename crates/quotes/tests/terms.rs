//! Words in quotation marks that are no speech, and the rule that knows them.

use whosaid_quotes::{Attributor, Scratch};
use whosaid_text::{Document, Linked, Tokens};
use whosaid_tokenizer::Tokenizer;

fn terms(text: &str) -> Vec<(&str, &'static str)> {
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let mut tokens = Tokens::default();
    Tokenizer::new().tokenize(text, &mut tokens);
    let attributor = Attributor::new();
    let (mut scratch, mut quotes, mut terms) = (Scratch::default(), Vec::new(), Vec::new());
    attributor.attribute(&document, &tokens, &Linked::default(), &mut scratch, &mut quotes);
    attributor.terms(&document, &tokens, &scratch, &quotes, &mut terms);
    terms
        .iter()
        .map(|term| {
            let detail = term.rule.0.strip_prefix("quotes:term-");
            (term.span.of(text), detail.unwrap_or("?"))
        })
        .collect()
}

#[test]
fn the_words_around_the_marks_tell() {
    for (text, term, rule) in [
        (
            "The so-called “people’s court” has no judges.",
            "people’s court",
            "so-called",
        ),
        (
            "The district is known as “the Ravine”.",
            "the Ravine",
            "so-called",
        ),
        ("The term “safe corridor” came up twice.", "safe corridor", "word"),
        (
            "Her new film “The Long Winter” opens on Friday.",
            "The Long Winter",
            "title",
        ),
        (
            "Her first novel, about the film “Snow,” sold badly.",
            "Snow",
            "title",
        ),
        ("Vladimir “Red” Antonov lost his third fight.", "Red", "nickname"),
        (
            "The paper calls it the so-called “corridor.”",
            "corridor",
            "so-called",
        ),
        ("The so-called “U.S.” was a ship.", "U.S.", "so-called"),
        (
            "Vladimir “came too late” Monday, it seems.",
            "came too late",
            "scare",
        ),
        (
            "They walked past the “Horns and Hooves” factory.",
            "Horns and Hooves",
            "name",
        ),
        (
            "The army began an “anti-smuggling” operation in the hills.",
            "anti-smuggling",
            "scare",
        ),
        (
            "“Silence on the lake”\n\nThe lake froze early this year and the boats stayed in the harbour.",
            "Silence on the lake",
            "heading",
        ),
        (
            "Le soi-disant « gouvernement de transition » siège dans une autre ville.",
            "gouvernement de transition",
            "so-called",
        ),
        (
            "Los llamados “comités de barrio” siguen activos en la región.",
            "comités de barrio",
            "so-called",
        ),
        (
            "Die sogenannte „Volksrepublik“ hat keine Armee und ist nicht groß.",
            "Volksrepublik",
            "so-called",
        ),
        (
            "Так называемая «народная милиция» покинула город.",
            "народная милиция",
            "so-called",
        ),
        (
            "Sözde “halk meclisi” dün toplandı ve bir karar aldı.",
            "halk meclisi",
            "so-called",
        ),
        // In German all nouns have capitals.
        (
            "Der Minister hat die Lage nicht gesehen, und die „Sperre“ ist noch da, wie es in dem Ort heißt.",
            "Sperre",
            "scare",
        ),
    ] {
        assert_eq!(terms(text), [(term, rule)], "{text}");
    }
}

#[test]
fn speech_is_no_term_and_neither_is_what_nobody_can_tell() {
    for text in [
        "“The dam is safe,” the engineer said.",
        "The engineer said that the dam was “quite safe” after all.",
        "The engineer called the dam “a danger to us all”, and left.",
        // Nested in speech.
        "“The so-called ‘corridor’ is empty,” the driver said.",
        // A whole sentence that nobody is known to have said.
        "On the wall stood “Nobody leaves this place before the bell has rung.” in red.",
        // The end is not marked.
        "The so-called “corridor is empty.\n\nRain fell.",
        "It began with id=“2016-02-15” and a name=“@lena_k” in it.",
        "The door is 6'2\" high and 3' wide.",
        "",
    ] {
        assert_eq!(terms(text), [], "{text}");
    }
}

#[test]
fn words_in_marks_amid_indirect_speech_are_listed() {
    assert_eq!(
        terms("The engineer said that the so-called “corridor” was empty."),
        [("corridor", "so-called")]
    );
}

#[test]
fn takes_time_in_proportion() {
    let text = "a “b” c ".repeat(60_000);
    assert_eq!(terms(&text).len(), 60_000);
}
