use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, PoisonError};

use whosaid_corpus::{Corpus, Item, NamedField, Record, Rejection};
use whosaid_export::{Encoded, Encoder};
use whosaid_text::DocumentAnnotations;

use crate::batch::Batch;
use crate::{Analyze, Scratch};

/// A batch that was worked on.
pub(crate) struct Done {
    pub(crate) number: u64,
    pub(crate) bytes: u64,
    pub(crate) results: Vec<Result<Worked, Failed>>,
}

pub(crate) struct Worked {
    pub(crate) annotations: DocumentAnnotations,
    pub(crate) encoded: Encoded,
    pub(crate) encoding: whosaid_corpus::Encoding,
    pub(crate) named: Vec<NamedField>,
    pub(crate) ambiguous_date: Option<String>,
}

pub(crate) struct Failed {
    pub(crate) source: String,
    pub(crate) record: String,
    pub(crate) label: &'static str,
    pub(crate) reason: String,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = if self.record.is_empty() { "" } else { ", " };
        write!(f, "{}{between}{}: {}", self.source, self.record, self.reason)
    }
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

/// What all threads that analyse share.
pub(crate) struct Work<'r, A> {
    pub(crate) corpus: &'r Corpus,
    pub(crate) analyze: &'r A,
    pub(crate) encoder: &'r Encoder,
    pub(crate) stop: &'r AtomicBool,
    /// As many as there are threads.
    pub(crate) scratches: Mutex<Vec<Scratch>>,
}

impl<A: Analyze> Work<'_, A> {
    pub(crate) fn batch(&self, number: u64, batch: Batch, sender: &SyncSender<Done>) {
        if self.stop.load(Ordering::Relaxed) {
            return;
        }
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
                record: match origin.at {
                    whosaid_corpus::Position::Whole => origin.id,
                    at => at.to_string(),
                },
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
            named: decoded.named,
            ambiguous_date: decoded.ambiguous_date,
        })
    }
}
