/*! Paragraphs, sentences, tokens and quotation marks of news text.

[`Tokenizer::tokenize`] cuts a text into [`whosaid_text::Tokens`], in four steps, each linear in the text:

1. *paragraphs*: blank lines part them; a single line break does too, unless the lines are those of wrapped prose;
2. *tokens*: the word boundaries of Unicode Standard Annex #29, with the deviations below;
3. *sentences*: a stop ends one unless an abbreviation, a number, or what follows speaks against it;
4. *quotations*: marks of every convention, told from apostrophes and inches, paired with the usual typing errors repaired.

Deviations from UAX #29: a possessive ("’s", "’" after s) and an elided article ("l’", "d’") are tokens of their own
([`whosaid_text::TokenKind::Clitic`]), as is a Turkish ending after an apostrophe; an abbreviation keeps its full stop;
a stop without a space behind it ("ended.The") is cut; a colon never joins; underscores at the edges of a word are cut
off; a narrow no-break space parts words; an ellipsis of dots, an e-mail address and a URL are one token each, the
latter two a lower-case word, which is no name.

The crate does not know languages: the lists of abbreviations of all languages are used together. It does not
decide whether a quotation is speech.

```
use whosaid_text::Tokens;
use whosaid_tokenizer::Tokenizer;

let text = "Mr. Kerr’s reply: “No.” He left.";
let mut tokens = Tokens::default();
Tokenizer::new().tokenize(text, &mut tokens);
assert_eq!(tokens.text(text, 0), "Mr.");
assert_eq!(tokens.sentences.len(), 2);
assert_eq!(tokens.quotations[0].content.of(text), "No.");
```
*/

mod chars;
mod context;
mod cut;
mod eight;
mod lexicon;
mod marks;
mod missing;
mod pairing;
mod paragraphs;
mod quotations;
mod sentences;
mod tokenizer;
mod words;

pub use tokenizer::Tokenizer;
