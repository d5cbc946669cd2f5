/*!
The stages of whosaid, wired: one document, or many in parallel.

An [`Analyzer`] is all stages with their lists; [`Analyzer::analyze`] takes one document through them. [`run`] takes a
whole corpus: one thread reads records and packs them into batches, the threads of a pool decode them, analyse them and
form their rows, and the calling thread puts the rows into the output in the order of the input. The bytes in flight
are bounded, so that memory does not grow with the corpus; the order is that of the input, so that the number of threads
does not show in the output. A panic in a document rejects that document.

This crate knows no format of input or output and no rule of language; it prints nothing.

```
use whosaid_gazetteer::Gazetteer;
use whosaid_pipeline::{Analyzer, Scratch};
use whosaid_text::Document;

let analyzer = Analyzer::new(Gazetteer::default());
let document = Document { id: "a".into(), text: "Nothing happened.".into(), ..Document::default() };
let annotations = analyzer.analyze(document, &mut Scratch::default());
assert!(annotations.quotes.is_empty());
```
*/

mod analyzer;
mod batch;
mod error;
mod ids;
mod run;
mod sections;
mod work;
mod write;

pub use analyzer::{Analyzer, Scratch};
pub use error::Error;
pub use run::{Analyze, Options, Outcome, Progress, WORKER, run};
