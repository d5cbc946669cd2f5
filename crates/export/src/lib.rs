/*!
The tables that whosaid writes.

An [`Encoder`] turns the annotations of one document into rows, in any thread; an [`Output`] puts such rows one after
another, in one thread, counts entities over the whole run, and gives the tables their final names only when all of
them are complete. What a table holds is told once, in [`Table`] and the functions that fill a row; how a cell is
written (CSV, JSON, …) is told apart from it. [`Rows`] reads the tables of an earlier run again.

This crate does not decide what is written (it has no opinion on names or quotes), does not start threads, and keeps
nothing of a document but the counts of its entities; those that pass a bound go to sorted files on disk.

```
use whosaid_export::{Encoder, Format, Table};
use whosaid_text::{Document, DocumentAnnotations, Linked};

let document = Document { id: "a.txt".into(), source: "news/a.txt".into(), text: "Rain.".into(), ..Document::default() };
let annotations = DocumentAnnotations { document, linked: Linked::default(), quotes: Vec::new(), terms: Vec::new() };
let encoded = Encoder::new(Format::Csv, Table::USUAL).encode(&annotations);
let row = String::from_utf8(encoded.bytes(Table::Documents).to_vec()).unwrap();
assert!(row.starts_with("a.txt,news/a.txt,,,,5,"));
```
*/

mod ahead;
mod brat;
mod cells;
mod checkpoint;
mod complete;
mod csv;
mod earlier;
mod encoder;
mod entities;
mod error;
mod excel;
mod folder;
mod format;
mod json;
mod leaders;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod read;
mod rows;
mod run;
mod sort;
mod split;
mod spool;
#[cfg(feature = "sqlite")]
mod sqlite;
mod table;
mod tally;
mod totals;
mod xlsx;

pub use checkpoint::Fingerprint;
pub use earlier::earlier;
pub use encoder::{Encoded, Encoder};
pub use error::Error;
pub use format::{Format, Layout};
pub use leaders::{Leader, Leaders};
pub use output::{Finished, Output, Resumed, Target};
pub use read::{Row, Rows, settings};
pub use run::{Counts, Run};
pub use table::Table;
