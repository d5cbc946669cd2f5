/*!
What a name sounds like: one person, many spellings.

* [`fold`] takes case and diacritics away; [`fold_with_map`] says where each byte came from.
* [`key`] is what a whole name sounds like, for the ids of entities that no list has.
* [`compare`] says how near two spellings are, and why.
*/

mod align;
mod compare;
mod concept;
mod ending;
mod fold;
mod given;
mod key;
mod name;
mod organisation;
mod person;
mod phone;
mod place;
mod reason;
mod style;
mod word;
mod words;

pub use compare::{Comparison, SAME, compare, compare_parts};
pub use fold::{fold, fold_with_map};
pub use key::key;
pub use name::{Name, Part, Role, split};
pub use reason::Reason;
pub use word::{Word, WordBuf};
