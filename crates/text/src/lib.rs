/*!
The vocabulary that every part of whosaid speaks.

A run turns a [`Document`] into [`DocumentAnnotations`]; on the way the stages hand each other, in this order:

1. [`Tokens`]: paragraphs, sentences, [`Token`]s and [`Quotation`]s (what stands between two quotation marks);
2. [`Matches`]: where a gazetteer's names stand, each with the listed entities it may mean;
3. [`Linked`]: [`Mention`]s of entities, and [`Reference`]s ("he", "the prime minister") to them;
4. [`Quote`]s: who said what; and, on demand, [`Term`]s: words in quotation marks that nobody said.

All positions are [`Span`]s of UTF-8 **bytes** into [`Document::text`]; tables count Unicode **code points** (or another
[`OffsetUnit`]), and [`Offsets`] converts at that edge and nowhere else.

Stages know one another through these types only. What the linker asks of a gazetteer stands in the trait
[`Knowledge`]. This crate does no I/O, has no dependency and no global state, and does not analyse text.

```
use whosaid_text::{OffsetUnit, Offsets, Span};

let text = "Əliyev said";
let span = Span::new(0, 7);
assert_eq!(span.of(text), "Əliyev");
assert_eq!(Offsets::new(text, OffsetUnit::CodePoint).range(span), (0, 6));
```
*/

mod annotations;
mod confidence;
mod date;
mod demonym;
mod document;
mod eight;
mod entity;
mod entity_type;
mod fetch;
mod hash;
mod knowledge;
mod list;
mod matches;
mod mention;
mod offsets;
mod quotation;
mod quote;
mod rule;
mod sieve;
mod span;
mod spans;
mod term;
mod token;
mod tokens;
mod word_table;

pub use annotations::DocumentAnnotations;
pub use confidence::Confidence;
pub use date::{Date, ParseDateError, Period};
pub use demonym::is_of_one_person;
pub use document::Document;
pub use eight::Eight;
pub use entity::{Entity, Gender, NEW_LIST, Role};
pub use entity_type::{EntityType, ParseEntityTypeError};
pub use fetch::fetch;
pub use hash::{AsciiWordHasher, WordHasher, WordMap, WordSet, hash_bytes, hash_word};
pub use knowledge::{Knowledge, NameParts, Resolution};
pub use list::entries;
pub use matches::{Candidate, ListedId, Match, MatchStep, Matches};
pub use mention::{EntityIndex, Linked, Mention, Reference, ReferenceKind};
pub use offsets::{OffsetUnit, Offsets};
pub use quotation::{Quotation, Repair};
pub use quote::{Quote, QuoteKind, Speaker, SpeakerType};
pub use rule::Rule;
pub use sieve::sieve;
pub use span::Span;
pub use spans::Spans;
pub use term::Term;
pub use token::{Case, Token, TokenKind, TokenRange};
pub use tokens::{Paragraph, ParagraphKind, Sentence, Tokens};
pub use word_table::WordTable;
