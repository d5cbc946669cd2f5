/*!
What a name sounds like: one person, many spellings.

* [`fold`] takes case and diacritics away; [`fold_with_map`] says where each byte came from.
* [`key`] is what a whole name sounds like, for the ids of entities that no list has.
* [`compare`] says how near two spellings are, and why; a [`Name`] is cut and read once for many comparisons.

A word is read in every style that may have written it (the English, French or German press, an alphabet, a spelling
that lost its marks): the files of `data/styles/`, which turn letters into sounds. Two words are as near as their
nearest readings; given names, endings, particles and words for kinds of body have lists of their own in `data/`.

It knows no person, place or body: which entities there are is a gazetteer's business. The offsets of
[`fold_with_map`] are UTF-8 bytes. Nothing here fails, reads files, or has state beyond its compiled lists.

```
use whosaid_names::{compare, fold, key};
use whosaid_text::EntityType;

let mut folded = String::new();
fold("Şuşa", &mut folded);
assert_eq!(folded, "susa");
assert!(compare("Dmitri Chostakovitch", "Dmitry Shostakovich", EntityType::PER).is_same());
assert!(!compare("Dmitry Shostakovich", "Maxim Shostakovich", EntityType::PER).is_same());
assert_eq!(key("Таганрог"), key("Taganrog"));
```
*/

mod align;
mod compare;
mod concept;
mod ending;
mod fold;
mod given;
mod key;
mod letters;
mod name;
mod organisation;
mod person;
mod phone;
mod place;
mod reason;
mod style;
mod word;
mod words;

pub use compare::{Comparer, Comparison, SAME, compare, compare_parts};
pub use fold::{fold, fold_with_map};
pub use key::key;
pub use name::{Name, Part, Role, split};
pub use reason::Reason;
pub use style::fingerprint;
pub use word::{Word, WordBuf};
