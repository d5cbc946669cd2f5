/*!
Lists of names: read, check, compile, find in text, resolve.

* [`Builder`] takes the built-in lists and the user's CSV files (`id,type,name,variants,roles,context,notes`), checks
  them and compiles them. A row that cannot be used is an [`Error`] that names file, row and column.
* [`Gazetteer`] is what it makes: immutable, shared by all threads. [`Gazetteer::find`] finds the names in a text that
  was cut into tokens, with a [`Scratch`] of each thread's own. It also is the [`whosaid_text::Knowledge`] that a linker
  asks.
* [`suggest()`] groups the names of a run that no list has; [`import()`] makes [`Listing`]s of those that the user accepted.

The built-in lists are compiled when the program is built (`build.rs`, every CSV file of `gazetteers/`) and used where they
lie in the program's file: starting costs nothing, however many names there are.

It refuses to decide: where a name is also a common word, or of several entities, it gives all candidates and says that
they need support ([`whosaid_text::Candidate::needs_support`]). It does no I/O but reading lists.

```
use whosaid_gazetteer::Builder;

let mut lists = Builder::new(false);
lists.add_bytes("mine.csv", b"id,type,name,variants\nriver-1,LOC,Hrazdan,Razdan\n");
let gazetteer = lists.build()?;
assert_eq!(gazetteer.lookup("RAZDAN")[0].1, "Razdan");


let mut faulty = Builder::new(false);
faulty.add_bytes("mine.csv", b"id,type,name\nriver-1,LOC,\n");
assert_eq!(faulty.build().unwrap_err().to_string(), "mine.csv: row 2, column name: is empty");
# Ok::<(), whosaid_gazetteer::Error>(())
```
*/

mod builder;
mod cache;
mod check;
mod compile;
mod evidence;
mod fault;
mod filter;
mod find;
mod fit;
mod gazetteer;
mod hyphen;
mod image;
mod import;
mod knowledge;
mod listing;
mod mapped;
mod memo;
mod offices;
mod parts;
mod read;
mod records;
mod resolve;
mod row;
mod search;
pub mod sheet;
mod sounds;
mod speak;
mod spoken;
mod suggest;
mod unit;
mod words;

pub use builder::Builder;
pub use fault::{Error, Fault, Severity};
pub use find::Scratch;
pub use gazetteer::{Gazetteer, List};
pub use import::{Import, import};
pub use listing::Listing;
pub use resolve::Ranked;
pub use suggest::{Suggestion, Unlisted, suggest};
