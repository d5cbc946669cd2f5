use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use whosaid_corpus::Corpus;
use whosaid_export::{Counts, Encoder, Output};
use whosaid_text::{Document, DocumentAnnotations};

use crate::batch::{Allowance, Batch};
use crate::work::Work;
use crate::write::Writer;
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
    /// How often the output makes a checkpoint, if it makes any.
    pub checkpoint: Duration,
}

impl<'r> Options<'r> {
    /// As many threads as there are processors, until `stop` is set.
    pub fn new(stop: &'r AtomicBool) -> Self {
        Self {
            threads: 0,
            stop,
            checkpoint: Duration::from_secs(20),
        }
    }
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Records that were read.
    pub records: u64,
    /// Time that the run took, with that of the parts before an interruption.
    pub elapsed: Duration,
    /// Bytes of all records.
    pub bytes: u64,
    /// The first few rejected records, each in a line.
    pub rejections: Vec<String>,
    /// Rejected records by [`whosaid_corpus::Reason::label`].
    pub rejected: BTreeMap<String, u64>,
    /// Documents by encoding.
    pub encodings: BTreeMap<String, u64>,
    /// What the user should know, the first few: documents renamed (one warning for all), characters lost.
    pub warnings: Vec<String>,
    /// Number of all warnings.
    pub warning_count: u64,
}

/// Bytes in flight for each thread. A batch has 128 KiB, so that each thread has several to come.
const IN_FLIGHT: u64 = 1 << 20;

/// Takes every record of `corpus` through `analyze` and `encoder` into `output`, in order, and calls `progress` now and
/// then. The output is not finished: that is the caller's. If the output goes on from a checkpoint, so does this: what
/// was taken before is read, and dropped.
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
        stop: options.stop,
        scratches: Mutex::default(),
    };
    let writer = Writer::new(encoder, output, options.checkpoint)?;
    let taken = writer.taken();
    let (sender, receiver) = sync_channel(pool.current_num_threads() * 4);
    std::thread::scope(|scope| {
        let (pool, allowance, work) = (&pool, &allowance, &work);
        let reader = scope.spawn(move || {
            pool.in_place_scope_fifo(|workers| {
                read(corpus, taken, allowance, options.stop, &mut |number, batch| {
                    let sender = sender.clone();
                    workers.spawn_fifo(move |_| work.batch(number, batch, &sender));
                })
            })
        });
        // Whatever ends the writing ends the reading: it would wait for room for ever.
        let result = writer.write(&receiver, allowance, options.stop, progress);
        drop(receiver);
        allowance.close();
        let mut outcome = result?;
        // There was nothing more to write: it has ended.
        outcome.records = match reader.join() {
            Ok(records) => records,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        Ok(outcome)
    })
}

/// Names of threads that analyse begin so: a panic in one of them is a rejected document, which needs no message.
pub const WORKER: &str = "whosaid-worker-";

/// Packs the records behind the first `taken` into batches. Returns the number of all records.
fn read(
    corpus: &Corpus,
    taken: u64,
    allowance: &Allowance,
    stop: &AtomicBool,
    spawn: &mut dyn FnMut(u64, Batch),
) -> u64 {
    let mut batch = Batch::default();
    let (mut number, mut records) = (0, 0);
    let flow = corpus.read(&mut |item| {
        records += 1;
        if records <= taken {
            return match stop.load(Ordering::Relaxed) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            };
        }
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
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;
    use whosaid_export::{Format, Run, Table, Target};
    use whosaid_text::Linked;

    /// Finds nothing, and has a fault.
    struct Faulty;

    impl Analyze for Faulty {
        fn analyze(&self, document: Document, _: &mut Scratch) -> DocumentAnnotations {
            assert!(!document.text.contains("boom"), "there is a boom in it");
            // Later documents are done before earlier ones.
            std::thread::sleep(std::time::Duration::from_micros(
                document.text.len() as u64 % 7 * 50,
            ));
            DocumentAnnotations {
                document,
                linked: Linked::default(),
                quotes: Vec::new(),
                terms: Vec::new(),
            }
        }
    }

    fn table(folder: &Path, table: &str) -> String {
        fs::read_to_string(folder.join(table)).unwrap()
    }

    fn extract(input: &Path, output: &Path, threads: usize, stop: bool) -> Result<Outcome, Error> {
        let corpus = Corpus::open([input], whosaid_corpus::Options::default()).unwrap();
        let encoder = Encoder::new(Format::Csv, Table::USUAL);
        let mut tables = Output::open(Target::Folder(output), &encoder)?;
        let stop = AtomicBool::new(stop);
        let options = Options {
            threads,
            ..Options::new(&stop)
        };
        let outcome = run(&corpus, &Faulty, &encoder, &mut tables, options, &mut |_| {})?;
        tables.finish(&Run {
            records: outcome.records,
            ..Run::default()
        })?;
        Ok(outcome)
    }

    #[test]
    fn a_panic_rejects_one_document_and_order_stays() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.jsonl");
        let lines: String = (0..2000)
            .map(|number| match number {
                777 => "{\"id\":\"b\",\"text\":\"boom\"}\n".to_owned(),
                778 => "{\"id\":\n".to_owned(),
                _ => format!(
                    "{{\"id\":\"d{}\",\"text\":\"{}\"}}\n",
                    number % 1500,
                    "x".repeat(number % 100 + 1)
                ),
            })
            .collect();
        fs::write(&input, lines).unwrap();
        let mut all = Vec::new();
        for threads in [1, 2, 8] {
            let output = folder.path().join(threads.to_string());
            let outcome = extract(&input, &output, threads, false).unwrap();
            assert_eq!(outcome.rejected.values().sum::<u64>(), 2);
            assert_eq!(
                outcome.warnings,
                [
                    "500 documents have ids that occurred before: \"d0\" became \"d0~2\" (IN:1501), \"d1\" became \"d1~2\" \
                     (IN:1502), \"d2\" became \"d2~2\" (IN:1503), and 497 more"
                        .replace("IN", &input.display().to_string())
                ]
            );
            assert_eq!(outcome.warning_count, 1);
            all.push((table(&output, "documents.csv"), table(&output, "rejected.csv")));
        }
        assert!(all.iter().all(|tables| *tables == all[0]));
        let (documents, rejected) = &all[0];
        let ids: Vec<_> = documents
            .lines()
            .skip(1)
            .map(|line| line.split(',').next().unwrap())
            .collect();
        assert_eq!(ids.len(), 1998);
        assert_eq!(
            (ids[0], ids[777], ids[1498], ids[1997]),
            ("d0", "d779", "d0~2", "d499~2")
        );
        let reasons: Vec<_> = rejected.lines().skip(1).collect();
        assert!(reasons[0].contains("line 778,") && reasons[0].contains("there is a boom in it"));
        assert!(reasons[1].contains("line 779,not JSON"));
    }

    #[test]
    fn an_interrupted_run_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.jsonl");
        fs::write(&input, "{\"text\":\"x\"}\n".repeat(10_000)).unwrap();
        let output = folder.path().join("out");
        assert!(matches!(
            extract(&input, &output, 2, true),
            Err(Error::Interrupted)
        ));
        assert!(!output.exists());
    }
}
