/*!
Quotations, their cues and their speakers: who said what.

[`Attributor::attribute`] reads a document's [`Tokens`](whosaid_text::Tokens) (what stands between marks is found
there) and its [`Linked`](whosaid_text::Linked) names, and writes one [`Quote`](whosaid_text::Quote) a statement:

1. a sentence becomes a row of items in which a whole quotation is one item, and sentences that a quotation holds
   together become one unit;
2. each word of the cue list proposes what it might report: before, after or around it, by whom; noun phrases are
   found by word lists, capitals and punctuation, for nothing here knows parts of speech;
3. two small linear models decide where a reported clause ends and whether a proposal is a report at all;
4. quotations that no cue reports are joined to the statement they go on with, given to whoever stands beside them, or
   left out as terms, titles and nicknames, which [`Attributor::terms`] lists; turns of an interview are direct speech.

The span of a speaker is the noun phrase with its title and without its apposition ("Prime Minister Jonas Virtanen");
in a relative clause it is the pronoun ("who"), and the entity is that of the noun before it. The content of a clause
begins with its "that", "whether" or "to". The cue is the verb without its auxiliaries. The confidence of statements is
calibrated on annotated news, that of terms is not: it ranks their rules.

French, Spanish, German, Russian and Turkish documents, told by their function words, get direct quotations with their
speakers (before, after and inside the marks), clauses after "que", "dass", "что" or made nouns, and sources ("selon").

The lists in `data/` can be edited; its README says what each holds. It never fails, allocates only for the rows it
returns, takes time in proportion to the text, and does not look for meaning: irony, or who is right, is not its business.

```
use whosaid_quotes::{Attributor, Scratch};
use whosaid_text::{Document, Linked, Tokens};
use whosaid_tokenizer::Tokenizer;

let document = Document { text: "“The dam is safe,” the engineer said.".into(), ..Document::default() };
let mut tokens = Tokens::default();
Tokenizer::new().tokenize(&document.text, &mut tokens);
let mut quotes = Vec::new();
Attributor::new().attribute(&document, &tokens, &Linked::default(), &mut Scratch::default(), &mut quotes);
assert_eq!(quotes[0].spans[0].of(&document.text), "The dam is safe,");
assert_eq!(quotes[0].speaker.span.unwrap().of(&document.text), "the engineer");
```
*/

#[doc = include_str!("../MEASUREMENTS.md")]
pub mod measurements {}

mod adjuncts;
mod attributor;
mod boundary;
mod bounds;
mod calibration;
mod candidate;
mod classes;
mod continued;
mod cue;
mod dialogue;
mod floating;
mod foreign;
mod forms;
mod inside_marks;
mod introduced;
mod items;
mod labels;
mod lexicon;
mod loose;
mod model;
mod mood;
mod nested;
mod phrases;
mod places;
mod questions;
mod scare;
mod search;
mod speakers;
mod statements;
mod tables;
mod terms;
#[cfg(feature = "train")]
pub mod training;
mod turns;
mod units;
mod verb_group;
mod word;

pub use attributor::{Attributor, Scratch};
