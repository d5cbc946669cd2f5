use std::fmt;
use std::io::{BufWriter, Write};
use std::path::Path;

use whosaid_text::DocumentAnnotations;

use crate::complete;
use crate::encoder::{Encoded, Encoder};
use crate::entities::Entities;
use crate::folder::Folder;
use crate::format::{Format, Layout};
use crate::{Counts, Error, Leaders, Run, Table};

/// Where tables go.
pub enum Target<'w> {
    /// Into a folder, one file a table, and `run.json`.
    Folder(&'w Path),
    /// One stream of documents, as [`Format::Jsonl`]; nothing else is written.
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

/// Puts rows into tables. Dropped before [`Output::finish`], it leaves no table.
pub struct Output<'w> {
    place: Place<'w>,
    format: Format,
    layout: Layout,
    counts: Counts,
    row: Vec<u8>,
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output")
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

enum Place<'w> {
    Folder {
        // First, so that its files are gone when the folder goes.
        entities: Box<Entities>,
        folder: Folder,
        /// Number of the file of each table, by its place in [`Table::ALL`].
        files: [Option<usize>; 5],
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
}

impl<'w> Output<'w> {
    /// Begins the tables that `encoder` forms rows for.
    ///
    /// # Errors
    /// If the folder cannot be made or written into, is in use, or holds files of others under the names of tables.
    pub fn open(target: Target<'w>, encoder: &Encoder) -> Result<Self, Error> {
        let style = encoder.format().style();
        let place = match target {
            Target::Stream(stream) => Place::Stream(BufWriter::with_capacity(1 << 16, stream)),
            Target::Folder(path) => {
                let mut folder = Folder::open(path)?;
                let mut files = [None; 5];
                for table in Table::ALL {
                    if encoder.has_file(*table) {
                        let name = format!("{table}.{}", style.extension());
                        let head = style.header(&encoder.layout().columns(*table));
                        files[*table as usize] = Some(folder.begin(&name, &head)?);
                    }
                }
                let entities = Box::new(Entities::new(path, Entities::LIMIT));
                Place::Folder {
                    folder,
                    files,
                    entities,
                }
            }
        };
        Ok(Self {
            place,
            format: encoder.format(),
            layout: encoder.layout(),
            counts: Counts::default(),
            row: Vec::new(),
        })
    }

    /// Appends the rows of a document. An [`Error`] names the file that could not be written.
    pub fn append(&mut self, annotations: &DocumentAnnotations, encoded: &Encoded) -> Result<(), Error> {
        for table in [Table::Documents, Table::Mentions, Table::Quotes] {
            self.place.write(table, encoded.bytes(table))?;
        }
        if let Place::Folder { entities, .. } = &mut self.place {
            entities.add(annotations, &encoded.tally)?;
        }
        self.counts.documents += 1;
        self.counts.mentions += annotations.linked.mentions.len() as u64;
        self.counts.quotes += annotations.quotes.len() as u64;
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
        if let Place::Folder { .. } = self.place {
            self.place.write(Table::Rejected, &self.row)?;
        }
        Ok(())
    }

    /// Removes what was written so far, at once; the output is of no use any more.
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
    /// not be written.
    pub fn finish(mut self, run: &Run) -> Result<Finished, Error> {
        let leaders = match self.place {
            Place::Stream(mut stream) => {
                stream
                    .flush()
                    .map_err(Error::io(Path::new("-"), "cannot write"))?;
                Leaders::default()
            }
            Place::Folder {
                mut folder,
                files,
                entities,
            } => {
                let file = files[Table::Entities as usize];
                let (rows, leaders) = entities.finish(self.format.style(), &mut |row| match file {
                    Some(file) => folder.file(file).write(row),
                    None => Ok(()),
                })?;
                self.counts.entities = rows;
                complete::complete(&mut folder, self.format, self.layout, &files, self.counts)?;
                folder.begin("run.json", &run.json(self.counts))?;
                folder.commit()?;
                leaders
            }
        };
        Ok(Finished {
            counts: self.counts,
            leaders,
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
