/*!
What a name sounds like: one person, many spellings.

* [`fold`] takes case and diacritics away; [`fold_with_map`] says where each byte came from.
* [`key`] is what a whole name sounds like, for the ids of entities that no list has.
* [`compare`] says how near two spellings are, and why.
*/

mod compare;
mod fold;
mod key;

pub use compare::{Comparison, Reason, SAME, compare};
pub use fold::{fold, fold_with_map};
pub use key::key;
