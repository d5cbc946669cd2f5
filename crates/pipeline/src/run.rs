use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use whosaid_corpus::{Corpus, Item, Record, Rejection};
use whosaid_export::{Counts, Encoded, Encoder, Output};
use whosaid_text::{Document, DocumentAnnotations};

use crate::batch::{Allowance, Batch};
use crate::ids::Ids;
use crate::{Analyzer, Error, Scratch};

/// What is done with each document. [`Analyzer`] does it; tests do other things.
pub trait Analyze: Sync {
    /// Finds names and statements of one document.
    fn analyze(&self, document: Document, scratch: &mut Scratch) -> DocumentAnnotations;
}

impl Analyze for Analyzer {
    fn analyze(&self, document: Document, scratch: &mut Scratch) -> DocumentAnnotations {
        Analyzer::analyze(self, document, scratch)
    }
}

/// How a run is done.
#[derive(Clone, Copy, Debug)]
pub struct Options<'r> {
    /// Threads that analyse; 0 is one for each processor.
    pub threads: usize,
    /// Set by whoever wants the run to end early.
    pub stop: &'r AtomicBool,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows so far.
    pub counts: Counts,
    /// Bytes of the records that are done.
    pub bytes: u64,
}

/// What a run met on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Bytes of all records.
    pub bytes: u64,
    /// Rejected records by [`whosaid_corpus::Reason::label`].
    pub rejected: BTreeMap<String, u64>,
    /// Documents by encoding.
    pub encodings: BTreeMap<String, u64>,
    /// What the user should know, each once, the first few: documents renamed, characters lost.
    pub warnings: Vec<String>,
    /// Number of all warnings.
    pub warning_count: u64,
}

/// Of more warnings than this only their number is kept.
const WARNINGS: usize = 20;

/// Bytes in flight for each thread. A batch has 128 KiB, so that each thread has several to come.
const IN_FLIGHT: u64 = 1 << 20;

/// Takes every record of `corpus` through `analyze` and `encoder` into `output`, in order, and calls `progress` now and
/// then. The output is not finished: that is the caller's.
///
/// # Errors
/// If the output cannot be written, the threads cannot be started, or `options.stop` was set.
pub fn run(
    corpus: &Corpus,
    analyze: &impl Analyze,
    encoder: &Encoder,
    output: &mut Output<'_>,
    options: Options<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .thread_name(|number| format!("{WORKER}{number}"))
        .build()?;
    let allowance = Allowance::new(IN_FLIGHT * (pool.current_num_threads() as u64 + 1));
    let work = Work {
        corpus,
        analyze,
        encoder,
        scratches: Mutex::default(),
    };
    let (sender, receiver) = sync_channel(pool.current_num_threads() * 4);
    std::thread::scope(|scope| {
        let (pool, allowance, work) = (&pool, &allowance, &work);
        scope.spawn(move || {
            pool.in_place_scope_fifo(|workers| {
                read(corpus, allowance, options.stop, &mut |number, batch| {
                    let sender = sender.clone();
                    workers.spawn_fifo(move |_| work.batch(number, batch, &sender));
                });
            });
        });
        // Whatever ends the writing ends the reading: it would wait for room for ever.
        let result = write(receiver, encoder, output, allowance, options.stop, progress);
        allowance.close();
        result
    })
}

/// Names of threads that analyse begin so: a panic in one of them is a rejected document, which needs no message.
pub const WORKER: &str = "whosaid-worker-";

fn read(corpus: &Corpus, allowance: &Allowance, stop: &AtomicBool, spawn: &mut dyn FnMut(u64, Batch)) {
    let mut batch = Batch::default();
    let mut number = 0;
    let flow = corpus.read(&mut |item| {
        batch.push(item);
        if !batch.is_full() {
            return ControlFlow::Continue(());
        }
        let full = std::mem::take(&mut batch);
        if stop.load(Ordering::Relaxed) || !allowance.take(full.bytes) {
            return ControlFlow::Break(());
        }
        spawn(number, full);
        number += 1;
        ControlFlow::Continue(())
    });
    if flow.is_continue() && !batch.items.is_empty() && allowance.take(batch.bytes) {
        spawn(number, batch);
    }
}

/// A batch that was worked on.
struct Done {
    number: u64,
    bytes: u64,
    results: Vec<Result<Worked, Failed>>,
}

struct Worked {
    annotations: DocumentAnnotations,
    encoded: Encoded,
    encoding: whosaid_corpus::Encoding,
}

struct Failed {
    source: String,
    record: String,
    label: &'static str,
    reason: String,
}

impl From<Rejection> for Failed {
    fn from(rejection: Rejection) -> Self {
        Self {
            label: rejection.reason.label(),
            reason: rejection.reason.to_string(),
            source: rejection.source,
            record: rejection.record,
        }
    }
}

struct Work<'r, A> {
    corpus: &'r Corpus,
    analyze: &'r A,
    encoder: &'r Encoder,
    /// As many as there are threads.
    scratches: Mutex<Vec<Scratch>>,
}

impl<A: Analyze> Work<'_, A> {
    fn batch(&self, number: u64, batch: Batch, sender: &SyncSender<Done>) {
        let held = self
            .scratches
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut scratch = held.unwrap_or_default();
        let done = Done {
            number,
            bytes: batch.bytes,
            results: batch
                .items
                .into_iter()
                .map(|item| self.item(item, &mut scratch))
                .collect(),
        };
        self.scratches
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(scratch);
        // Nobody listens if the writing has failed: then nothing is to be done any more.
        let _ = sender.send(done);
    }

    fn item(&self, item: Item, scratch: &mut Scratch) -> Result<Worked, Failed> {
        let record = item?;
        let origin = record.origin.clone();
        catch_unwind(AssertUnwindSafe(|| self.record(record, scratch))).unwrap_or_else(|panic| {
            // It may have been left in the middle of a change.
            *scratch = Scratch::default();
            let message = panic
                .downcast_ref::<&str>()
                .map(|message| (*message).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned());
            Err(Failed {
                source: origin.source,
                record: origin.line.map_or(origin.id, |line| format!("line {line}")),
                label: "the program failed",
                reason: format!(
                    "the program failed on it, please report this: {}",
                    message.as_deref().unwrap_or("no message")
                ),
            })
        })
    }

    fn record(&self, record: Record, scratch: &mut Scratch) -> Result<Worked, Failed> {
        let decoded = self.corpus.decode(record)?;
        let annotations = self.analyze.analyze(decoded.document, scratch);
        let encoded = self.encoder.encode(&annotations);
        Ok(Worked {
            annotations,
            encoded,
            encoding: decoded.encoding,
        })
    }
}

fn write(
    receiver: Receiver<Done>,
    encoder: &Encoder,
    output: &mut Output<'_>,
    allowance: &Allowance,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, Error> {
    let mut writer = Writer {
        encoder,
        output,
        ids: Ids::default(),
        encodings: HashMap::new(),
        rejected: HashMap::new(),
        outcome: Outcome::default(),
    };
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for done in receiver {
        waiting.insert(done.number, done);
        while let Some(done) = waiting.remove(&next) {
            next += 1;
            let bytes = done.bytes;
            writer.batch(done)?;
            allowance.give_back(bytes);
            progress(Progress {
                counts: writer.output.counts(),
                bytes: writer.outcome.bytes,
            });
        }
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
    }
    if stop.load(Ordering::Relaxed) {
        return Err(Error::Interrupted);
    }
    let count = |counts: HashMap<&str, u64>| {
        counts
            .into_iter()
            .map(|(key, count)| (key.to_owned(), count))
            .collect()
    };
    Ok(Outcome {
        rejected: count(writer.rejected),
        encodings: count(writer.encodings),
        ..writer.outcome
    })
}

struct Writer<'r, 'w> {
    encoder: &'r Encoder,
    output: &'r mut Output<'w>,
    ids: Ids,
    encodings: HashMap<&'static str, u64>,
    rejected: HashMap<&'static str, u64>,
    outcome: Outcome,
}

impl Writer<'_, '_> {
    fn batch(&mut self, done: Done) -> Result<(), Error> {
        self.outcome.bytes += done.bytes;
        for result in done.results {
            match result {
                Ok(worked) => self.document(worked)?,
                Err(failed) => {
                    self.output
                        .reject(&failed.source, &failed.record, &failed.reason)?;
                    *self.rejected.entry(failed.label).or_default() += 1;
                }
            }
        }
        Ok(())
    }

    fn document(&mut self, worked: Worked) -> Result<(), Error> {
        let Worked {
            mut annotations,
            mut encoded,
            encoding,
        } = worked;
        *self.encodings.entry(encoding.name).or_default() += 1;
        let source = &annotations.document.source;
        if encoding.replaced > 0 {
            self.warn(format!(
                "{source}: {} places mean nothing in {} and stand as \u{fffd}",
                encoding.replaced, encoding.name
            ));
        }
        if let Some(id) = self.ids.claim(&annotations.document.id) {
            let source = &annotations.document.source;
            self.warn(format!(
                "{source}: the id {:?} occurs again and became {id:?}",
                annotations.document.id
            ));
            annotations.document.id = id;
            encoded = self.encoder.encode(&annotations);
        }
        self.output.append(&annotations, &encoded)?;
        Ok(())
    }

    fn warn(&mut self, warning: String) {
        self.outcome.warning_count += 1;
        if self.outcome.warnings.len() < WARNINGS {
            self.outcome.warnings.push(warning);
        }
    }
}
