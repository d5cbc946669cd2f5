/*!
Names that no list has, and which entity each mention stands for.

A [`Linker`] takes a document's tokens and the gazetteer's matches and writes a [`whosaid_text::Linked`]:

1. *recognise*: where names stand that no list has, by what stands in and around a run of capitals;
2. *combine*: these and the gazetteer's matches become one list of names;
3. *link*: all names of one entity become one; people by full names first, then by surnames and other spellings;
   organisations by the words that compose them; an entity that no list has gets an id made of its name's key, the
   same on every machine;
4. *refer*: "he", "the prime minister", "Baku said": words that stand for an entity without naming it.

It does not read files or texts of other documents, and it asks a gazetteer only through
[`whosaid_text::Knowledge`]. It refuses to guess: a pronoun with two people as near, an office that several hold and a
spelling that is as near to two names stay unlinked.

```
use whosaid_entities::{Linker, Scratch};
use whosaid_gazetteer::Gazetteer;
use whosaid_text::{Document, Linked, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

let text = "Petra Lindqvist opened the bridge. Mrs. Lindqvist said that she would return.";
let document = Document { text: text.into(), ..Document::default() };
let mut tokens = Tokens::default();
Tokenizer::new().tokenize(text, &mut tokens);

let (mut scratch, mut linked) = (Scratch::default(), Linked::default());
Linker::new().link(&document, &tokens, &Matches::default(), &Gazetteer::default(), &mut scratch, &mut linked);
assert_eq!(linked.mentions[0].span.of(text), "Petra Lindqvist");
assert_eq!(linked.mentions[1].span.of(text), "Lindqvist");
assert_eq!(linked.mentions[0].entity, linked.mentions[1].entity);
```
*/
#![doc = include_str!("../model/README.md")]

mod acronyms;
mod agree;
mod combine;
mod companies;
mod compounds;
mod extend;
mod lexicon;
mod link;
mod linker;
mod recognise;
mod refer;
mod runs;
pub mod train;
mod view;
mod when;

pub use linker::{Linker, Scratch};
