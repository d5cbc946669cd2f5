use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use whosaid_export::{Encoder, Output};

use crate::batch::Allowance;
use crate::ids::Ids;
use crate::work::{Done, Worked};
use crate::{Error, Outcome, Progress};

/// Of more warnings or rejections than this only their number is kept.
const WARNINGS: usize = 20;

/// How often the writer looks whether it is to end, when there is nothing to write.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Writes what was worked on, in the order of the input, until all is there or `stop` is set.
pub(crate) fn write(
    receiver: &Receiver<Done>,
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
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        match receiver.recv_timeout(LOOK_UP) {
            Ok(done) => waiting.insert(done.number, done),
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => break,
        };
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
    }
    // The reading may have ended because of it.
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
                    if self.outcome.rejections.len() < WARNINGS {
                        self.outcome.rejections.push(failed.to_string());
                    }
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
