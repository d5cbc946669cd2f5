use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use whosaid_text::DocumentAnnotations;

use crate::checkpoint::{Checkpoint, Fingerprint};
use crate::complete;
use crate::encoder::{Encoded, Encoder};
use crate::entities::Entities;
use crate::folder::{Folder, RUN};
use crate::format::{Format, Layout};
use crate::{Counts, Error, Leaders, Run, Table};

/// Where tables go.
pub enum Target<'w> {
    /// Into a folder, one file a table, and `run.json`.
    Folder(&'w Path),
    /// One stream: of documents, as [`Format::Jsonl`], or of the rows of one table, header first, as [`Format::Csv`] or
    /// [`Format::Tsv`]; nothing else is written. Not the table of entities, which is counted to the end.
    Stream(Box<dyn Write + 'w>),
}

impl fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "Folder({})", path.display()),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}

/// What is noted for a resumption goes into a file of this name.
const JOURNAL: &str = "whosaid-journal";

/// Puts rows into tables. Dropped before [`Output::finish`], it leaves no table under its
/// name.
pub struct Output<'w> {
    place: Place<'w>,
    format: Format,
    layout: Layout,
    /// The stream, if it is one, is the table of rejected.
    streams_rejected: bool,
    counts: Counts,
    row: Vec<u8>,
    identity: Identity<'w>,
    /// What the checkpoint held that this output goes on from.
    state: Option<Value>,
}

/// What makes the run the same run when it is resumed.
enum Identity<'w> {
    /// It cannot be resumed.
    None,
    /// Asked for when the first checkpoint is made: short runs need none.
    Unknown(Box<dyn FnMut() -> Option<Fingerprint> + 'w>),
    Known(Fingerprint),
}

/// What [`Output::resume`] found.
#[derive(Debug)]
pub enum Resumed<'w> {
    /// No interrupted run: it begins at the beginning.
    New(Output<'w>),
    /// The output as it was at the last checkpoint.
    Output(Output<'w>),
    /// Nothing was left to do but to give the tables their names, which is done.
    Finished {
        /// Rows of each table.
        counts: Counts,
        /// [`Run::rejected_by_reason`] of the finished run.
        rejected_by_reason: BTreeMap<String, u64>,
    },
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output")
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

/// Number of the file of each table, by its place in [`Table::ALL`].
pub(crate) type TableFiles = [Option<usize>; Table::ALL.len()];

enum Place<'w> {
    Folder {
        // First, so that its files are gone when the folder goes.
        entities: Box<Entities>,
        folder: Folder,
        files: TableFiles,
        /// Number of the file of [`Output::note`].
        journal: Option<usize>,
    },
    Stream(BufWriter<Box<dyn Write + 'w>>),
}

/// What a finished run has to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// Rows of each table.
    pub counts: Counts,
    /// Who stands at the top.
    pub leaders: Leaders,
    /// Tables of an earlier run that this one does not write, and that had to go: beside its own they would be taken for its.
    pub removed: Vec<String>,
}

impl<'w> Output<'w> {
    /// Begins the tables that `encoder` forms rows for.
    ///
    /// # Errors
    /// If the folder cannot be made or written into, is in use, or holds files of others under the names of tables; if a
    /// stream would have to hold what it cannot ([`Error::NoStream`]).
    pub fn open(target: Target<'w>, encoder: &Encoder) -> Result<Self, Error> {
        let place = match target {
            Target::Stream(stream) => Self::begin_stream(stream, encoder)?,
            Target::Folder(path) => Self::begin(path, Folder::open(path)?, encoder)?,
        };
        Ok(Self::of(place, encoder))
    }

    /// Goes on with the tables of an interrupted run, or begins them if there is no checkpoint of one.
    ///
    /// # Errors
    /// Those of [`Output::open`], and [`Error::Changed`] if `fingerprint` is not that of the interrupted run.
    pub fn resume(path: &Path, encoder: &Encoder, fingerprint: Fingerprint) -> Result<Resumed<'w>, Error> {
        let (mut folder, checkpoint) = Folder::reopen(path)?;
        let Some(checkpoint) = checkpoint else {
            folder.sweep(&[])?;
            let mut output = Self::of(Self::begin(path, folder, encoder)?, encoder);
            output.keep_checkpoints(Box::new(move || Some(fingerprint.clone())))?;
            return Ok(Resumed::New(output));
        };
        checkpoint.compare(path, &fingerprint)?;
        if checkpoint.complete {
            folder.resume_commit(&checkpoint)?;
            return Ok(Resumed::Finished {
                counts: checkpoint.counts,
                rejected_by_reason: Deserialize::deserialize(&checkpoint.state).unwrap_or_default(),
            });
        }
        let mut journal = None;
        let mut files = TableFiles::default();
        for (name, length) in &checkpoint.files {
            let number = folder.resume(name, *length)?;
            match name.split('.').next() {
                Some(JOURNAL) => {
                    journal = Some(number);
                    folder.file(number).set_aside();
                }
                stem => {
                    if let Some(table) = Table::ALL.iter().position(|table| Some(table.name()) == stem) {
                        files[table] = Some(number);
                    }
                }
            }
        }
        folder.sweep(&checkpoint.names())?;
        let mut entities = Box::new(Entities::new(path, Entities::LIMIT));
        entities.resume(&checkpoint);
        let place = Place::Folder {
            entities,
            folder,
            files,
            journal,
        };
        Ok(Resumed::Output(Self {
            counts: checkpoint.counts,
            identity: Identity::Known(fingerprint),
            state: Some(checkpoint.state),
            ..Self::of(place, encoder)
        }))
    }

    fn of(place: Place<'w>, encoder: &Encoder) -> Self {
        Self {
            place,
            format: encoder.format(),
            layout: encoder.layout(),
            streams_rejected: encoder.format() != Format::Jsonl && encoder.tables() == [Table::Rejected],
            counts: Counts {
                terms: encoder.tables().contains(&Table::Terms).then_some(0),
                ..Counts::default()
            },
            row: Vec::new(),
            identity: Identity::None,
            state: None,
        }
    }

    fn begin_stream(stream: Box<dyn Write + 'w>, encoder: &Encoder) -> Result<Place<'w>, Error> {
        let mut stream = BufWriter::with_capacity(1 << 16, stream);
        match (encoder.format(), encoder.tables()) {
            (Format::Jsonl, _) => {}
            (Format::Csv | Format::Tsv, [table]) if *table != Table::Entities => {
                let head = encoder.format().style().header(&encoder.layout().columns(*table));
                stream
                    .write_all(&head)
                    .map_err(Error::io(Path::new("-"), "cannot write"))?;
            }
            _ => return Err(Error::NoStream),
        }
        Ok(Place::Stream(stream))
    }

    fn begin(path: &Path, mut folder: Folder, encoder: &Encoder) -> Result<Place<'w>, Error> {
        let style = encoder.format().style();
        // It is written in the end, and then it would be too late to say so.
        folder.spare(RUN)?;
        let mut files = TableFiles::default();
        for table in Table::ALL {
            if encoder.has_file(*table) {
                let name = format!("{table}.{}", style.extension());
                let head = style.header(&encoder.layout().columns(*table));
                files[*table as usize] = Some(folder.begin(&name, &head)?);
            }
        }
        Ok(Place::Folder {
            folder,
            files,
            entities: Box::new(Entities::new(path, Entities::LIMIT)),
            journal: None,
        })
    }

    /// Has the output make checkpoints when it is asked to, so that the run can be resumed. `fingerprint` is called before
    /// the first one; if it has no answer, there are none. A stream makes no checkpoints.
    ///
    /// # Errors
    /// If a file for [`Output::note`] cannot be made.
    pub fn keep_checkpoints(
        &mut self,
        fingerprint: Box<dyn FnMut() -> Option<Fingerprint> + 'w>,
    ) -> Result<(), Error> {
        if let Place::Folder { folder, journal, .. } = &mut self.place {
            *journal = Some(folder.begin_aside(JOURNAL)?);
            self.identity = Identity::Unknown(fingerprint);
        }
        Ok(())
    }

    /// The state of the checkpoint that this output goes on from; `None` if it began at the beginning.
    pub fn state(&self) -> Option<&Value> {
        self.state.as_ref()
    }

    /// Appends to what [`Output::notes`] reads after a resumption. Without checkpoints this does nothing.
    pub fn note(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match &mut self.place {
            Place::Folder {
                folder,
                journal: Some(journal),
                ..
            } => folder.file(*journal).write(bytes),
            _ => Ok(()),
        }
    }

    /// What was noted, from the beginning of the run.
    pub fn notes(&mut self) -> Result<Box<dyn Read>, Error> {
        match &mut self.place {
            Place::Folder {
                folder,
                journal: Some(journal),
                ..
            } => Ok(Box::new(folder.file(*journal).reopen()?)),
            _ => Ok(Box::new(std::io::empty())),
        }
    }

    /// Makes a checkpoint: from here, and with this `state`, the run can be resumed. False if it cannot.
    pub fn checkpoint(&mut self, state: Value) -> Result<bool, Error> {
        let Place::Folder { folder, entities, .. } = &mut self.place else {
            return Ok(false);
        };
        if let Identity::Unknown(ask) = &mut self.identity {
            self.identity = ask().map_or(Identity::None, Identity::Known);
        }
        let Identity::Known(fingerprint) = &self.identity else {
            return Ok(false);
        };
        let mut checkpoint = Checkpoint {
            fingerprint: fingerprint.clone(),
            state,
            counts: self.counts,
            ..Checkpoint::default()
        };
        entities.checkpoint(&mut checkpoint)?;
        folder.checkpoint(&mut checkpoint)?;
        entities.checkpointed();
        Ok(true)
    }

    /// Appends the rows of a document. An [`Error`] names the file that could not be written.
    pub fn append(&mut self, annotations: &DocumentAnnotations, encoded: &Encoded) -> Result<(), Error> {
        for table in [Table::Documents, Table::Mentions, Table::Quotes, Table::Terms] {
            self.place.write(table, encoded.bytes(table))?;
        }
        if let Place::Folder { entities, .. } = &mut self.place {
            entities.add(annotations, &encoded.tally)?;
        }
        self.counts.documents += 1;
        self.counts.mentions += annotations.linked.mentions.len() as u64;
        self.counts.quotes += annotations.quotes.len() as u64;
        if let Some(terms) = &mut self.counts.terms {
            *terms += annotations.terms.len() as u64;
        }
        Ok(())
    }

    /// Appends a row for something that did not become a document. An [`Error`] names the file that could not be written.
    pub fn reject(&mut self, source: &str, record: &str, reason: &str) -> Result<(), Error> {
        self.row.clear();
        self.format.style().row(Table::Rejected, &mut self.row, |cells| {
            cells.text(source);
            cells.text(record);
            cells.text(reason);
            cells.end();
        });
        self.counts.rejected += 1;
        // A stream of documents has no place for it.
        match self.place {
            Place::Stream(_) if !self.streams_rejected => Ok(()),
            _ => self.place.write(Table::Rejected, &self.row),
        }
    }

    /// True if there is a checkpoint to go on from.
    pub fn is_kept(&self) -> bool {
        matches!(&self.place, Place::Folder { folder, .. } if folder.is_kept())
    }

    /// Removes what was written so far, at once, unless a checkpoint stands; the output is of no use any more.
    pub fn discard(&mut self) {
        if let Place::Folder { entities, folder, .. } = &mut self.place {
            entities.discard();
            folder.discard();
        }
    }

    /// Rows so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Writes the table of entities and `run.json`, and gives all files their names. An [`Error`] names the file that could
    /// not be written; [`Error::Lost`] if not every record that was read is in the tables.
    pub fn finish(mut self, run: &Run) -> Result<Finished, Error> {
        let Counts {
            documents, rejected, ..
        } = self.counts;
        if documents + rejected != run.records {
            return Err(Error::Lost {
                read: run.records,
                documents,
                rejected,
            });
        }
        let (leaders, removed) = match self.place {
            Place::Stream(mut stream) => {
                stream
                    .flush()
                    .map_err(Error::io(Path::new("-"), "cannot write"))?;
                Default::default()
            }
            Place::Folder {
                mut folder,
                files,
                entities,
                ..
            } => {
                let file = files[Table::Entities as usize];
                let (rows, leaders) = entities.finish(self.format.style(), &mut |row| match file {
                    Some(file) => folder.file(file).write(row),
                    None => Ok(()),
                })?;
                self.counts.entities = rows;
                complete::complete(&mut folder, self.format, self.layout, &files, self.counts)?;
                folder.begin(RUN, &run.json(self.counts))?;
                let mut complete = Checkpoint {
                    counts: self.counts,
                    state: run
                        .rejected_by_reason
                        .iter()
                        .map(|(reason, count)| (reason.as_str(), *count))
                        .collect(),
                    ..Checkpoint::default()
                };
                if let Identity::Known(fingerprint) = self.identity {
                    complete.fingerprint = fingerprint;
                }
                (leaders, folder.commit(&mut complete)?)
            }
        };
        Ok(Finished {
            counts: self.counts,
            leaders,
            removed,
        })
    }
}

impl Place<'_> {
    fn write(&mut self, table: Table, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        match self {
            Place::Stream(stream) => stream
                .write_all(bytes)
                .map_err(Error::io(Path::new("-"), "cannot write")),
            Place::Folder { folder, files, .. } => match files[table as usize] {
                Some(number) => folder.file(number).write(bytes),
                None => Ok(()),
            },
        }
    }
}
