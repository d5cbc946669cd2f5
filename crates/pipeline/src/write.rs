use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use whosaid_corpus::NamedField;
use whosaid_export::{Encoder, Output};

use crate::batch::Allowance;
use crate::ids::Ids;
use crate::work::{Done, Worked};
use crate::{Error, Outcome, Progress};

/// Of more warnings or rejections than this only their number is kept.
const WARNINGS: usize = 20;

/// How often the writer looks whether it is to end, when there is nothing to write.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Writes what was worked on, in the order of the input.
pub(crate) struct Writer<'r, 'w> {
    encoder: &'r Encoder,
    output: &'r mut Output<'w>,
    ids: Ids,
    state: State,
    begun: Instant,
    /// Time of the parts of the run before this one.
    earlier: Duration,
    checkpoint: Duration,
    last_checkpoint: Instant,
}

/// What a checkpoint holds of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    /// Records that are in the tables or rejected: the first so many of the corpus.
    taken: u64,
    outcome: Outcome,
    repeated: Repeated,
    #[serde(default)]
    asked: Vec<Asked>,
    #[serde(default)]
    ambiguous_dates: AmbiguousDates,
}

/// A field that the user named.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    /// `--date-field pubdate`
    option: String,
    /// A record has it.
    found: bool,
    /// What the first record that lacks it has instead.
    others: String,
}

impl Asked {
    fn warning(&self) -> Option<String> {
        let Self {
            option,
            found,
            others,
        } = self;
        (!found).then(|| format!("{option}: no record has such a field; the first one has {others}"))
    }
}

/// Ids that occurred again: one warning for all, however many there are.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Repeated {
    count: u64,
    /// The first few, with what they became and where.
    first: Vec<String>,
}

impl Repeated {
    /// The first so many are told.
    const TOLD: usize = 3;

    fn add(&mut self, id: &str, became: &str, source: &str) {
        self.count += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(format!("{id:?} became {became:?} ({source})"));
        }
    }

    fn warning(&self) -> Option<String> {
        let ids = match self.count {
            0 => return None,
            1 => "1 document has an id that occurred before".to_owned(),
            count => format!("{count} documents have ids that occurred before"),
        };
        let rest = match self.count - self.first.len() as u64 {
            0 => String::new(),
            rest => format!(", and {rest} more"),
        };
        Some(format!("{ids}: {}{rest}", self.first.join(", ")))
    }
}

/// Dates that may be read in two ways: one warning for all.
#[derive(Debug, Default, Serialize, Deserialize)]
struct AmbiguousDates {
    count: u64,
    /// The first one, and where.
    first: String,
}

impl AmbiguousDates {
    fn add(&mut self, date: &str, source: &str) {
        if self.count == 0 {
            self.first = format!("{date:?} ({source})");
        }
        self.count += 1;
    }

    fn warning(&self) -> Option<String> {
        let documents = match self.count {
            0 => return None,
            1 => "1 document has a date that may be read".to_owned(),
            count => format!("{count} documents have dates that may be read"),
        };
        Some(format!(
            "{documents} in two ways and count as without one, such as {}: say --date-order day-first or month-first",
            self.first
        ))
    }
}

impl<'r, 'w> Writer<'r, 'w> {
    /// Goes on where `output` does.
    pub(crate) fn new(
        encoder: &'r Encoder,
        output: &'r mut Output<'w>,
        checkpoint: Duration,
    ) -> Result<Self, Error> {
        let mut ids = Ids::default();
        let state = match output.state() {
            Some(state) => State::deserialize(state).map_err(Error::Checkpoint)?,
            None => State::default(),
        };
        if state.taken > 0 {
            ids.restore(output.notes()?).map_err(Error::Notes)?;
        }
        let now = Instant::now();
        Ok(Self {
            encoder,
            output,
            ids,
            earlier: state.outcome.elapsed,
            state,
            begun: now,
            checkpoint,
            last_checkpoint: now,
        })
    }

    /// Records of the corpus that are written already.
    pub(crate) fn taken(&self) -> u64 {
        self.state.taken
    }

    /// Writes until all is there or `stop` is set. What is left of an output that came to no end is a checkpoint, if the
    /// output makes any, or nothing.
    pub(crate) fn write(
        mut self,
        receiver: &Receiver<Done>,
        allowance: &Allowance,
        stop: &AtomicBool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, Error> {
        let result = self.batches(receiver, allowance, stop, progress);
        if let Err(error) = result {
            if matches!(error, Error::Interrupted) && self.state.taken > 0 {
                // If it fails, what stands is the one before, or none.
                let _ = self.make_checkpoint();
            }
            // Now: a reader that waits for standard input may hold up the end of the run.
            self.output.discard();
            return Err(error);
        }
        self.state.outcome.elapsed = self.elapsed();
        let State {
            mut outcome,
            repeated,
            asked,
            ambiguous_dates,
            ..
        } = self.state;
        // What concerns all of the run stands first.
        let asked = asked.iter().filter_map(Asked::warning);
        let whole: Vec<String> = asked
            .chain(ambiguous_dates.warning())
            .chain(repeated.warning())
            .collect();
        outcome.warning_count += whole.len() as u64;
        outcome.warnings.splice(0..0, whole);
        outcome.warnings.truncate(WARNINGS);
        Ok(outcome)
    }

    fn batches(
        &mut self,
        receiver: &Receiver<Done>,
        allowance: &Allowance,
        stop: &AtomicBool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), Error> {
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
                self.batch(done)?;
                allowance.give_back(bytes);
                progress(Progress {
                    counts: self.output.counts(),
                    bytes: self.state.outcome.bytes,
                });
            }
            if self.last_checkpoint.elapsed() >= self.checkpoint {
                self.make_checkpoint()?;
            }
        }
        // The reading may have ended because of it.
        match stop.load(Ordering::Relaxed) {
            true => Err(Error::Interrupted),
            false => Ok(()),
        }
    }

    fn elapsed(&self) -> Duration {
        self.earlier + self.begun.elapsed()
    }

    fn make_checkpoint(&mut self) -> Result<(), Error> {
        self.state.outcome.elapsed = self.elapsed();
        let state = serde_json::to_value(&self.state).map_err(Error::Checkpoint)?;
        self.output.checkpoint(state)?;
        self.last_checkpoint = Instant::now();
        Ok(())
    }

    fn batch(&mut self, done: Done) -> Result<(), Error> {
        self.state.outcome.bytes += done.bytes;
        self.state.taken += done.results.len() as u64;
        for result in done.results {
            match result {
                Ok(worked) => self.document(worked)?,
                Err(failed) => {
                    let outcome = &mut self.state.outcome;
                    if outcome.rejections.len() < WARNINGS {
                        outcome.rejections.push(failed.to_string());
                    }
                    count(&mut outcome.rejected, failed.label);
                    self.output
                        .reject(&failed.source, &failed.record, &failed.reason)?;
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
            named,
            ambiguous_date,
        } = worked;
        self.ask(named);
        if let Some(date) = ambiguous_date {
            self.state
                .ambiguous_dates
                .add(&date, &annotations.document.source);
        }
        count(&mut self.state.outcome.encodings, encoding.name);
        let source = &annotations.document.source;
        if encoding.replaced > 0 {
            self.warn(format!(
                "{source}: {} places mean nothing in {} and stand as \u{fffd}",
                encoding.replaced, encoding.name
            ));
        }
        if let Some(id) = self.ids.claim(&annotations.document.id) {
            let document = &annotations.document;
            self.state.repeated.add(&document.id, &id, &document.source);
            annotations.document.id = id;
            encoded = self.encoder.encode(&annotations);
        }
        self.output.note(&self.ids.last())?;
        self.output.append(&annotations, &encoded)?;
        Ok(())
    }

    /// Takes note of the fields that a record has and lacks.
    fn ask(&mut self, named: Vec<NamedField>) {
        for field in named {
            let option = format!("{} {}", field.option, field.name);
            match self.state.asked.iter_mut().find(|asked| asked.option == option) {
                Some(asked) => asked.found |= field.found,
                None => self.state.asked.push(Asked {
                    option,
                    found: field.found,
                    others: field.others,
                }),
            }
        }
    }

    fn warn(&mut self, warning: String) {
        let outcome = &mut self.state.outcome;
        outcome.warning_count += 1;
        if outcome.warnings.len() < WARNINGS {
            outcome.warnings.push(warning);
        }
    }
}

fn count(counts: &mut BTreeMap<String, u64>, key: &str) {
    match counts.get_mut(key) {
        Some(count) => *count += 1,
        None => {
            counts.insert(key.to_owned(), 1);
        }
    }
}
