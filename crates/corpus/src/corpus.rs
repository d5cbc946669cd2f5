use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use whosaid_text::Document;

use crate::binary::not_lines;
use crate::decode::{Encoding, decode};
use crate::fields::Keys;
use crate::files::{Found, files};
use crate::input::{Error, Input};
use crate::lines::{Line, read_line};
use crate::record::{Kind, Origin, Record};
use crate::{Item, Options, Reason, Rejection, calendar, dateline, json};

/// Bytes that are read from a file of lines at once.
const BUFFER: usize = 1 << 16;

/// What the user wants to be read.
#[derive(Clone, Debug)]
pub struct Corpus {
    inputs: Vec<Input>,
    options: Options,
}

/// A document, and how its bytes were read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// The document. Its id is that of the record and may occur twice in a corpus.
    pub document: Document,
    /// What its bytes were written in.
    pub encoding: Encoding,
}

/// How much there is to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What [`Corpus::read`] calls for each record or rejection; [`ControlFlow::Break`] ends the reading.
pub(crate) type Each<'e> = dyn FnMut(Item) -> ControlFlow<()> + 'e;

impl Corpus {
    /// A corpus of inputs, each a folder, a file, a pattern or `-`.
    ///
    /// # Errors
    /// If there is no input, or one does not exist: before anything is read.
    pub fn open<P: AsRef<Path>>(
        inputs: impl IntoIterator<Item = P>,
        options: Options,
    ) -> Result<Self, Error> {
        let inputs = inputs
            .into_iter()
            .map(|input| Input::parse(input.as_ref()))
            .collect::<Result<Vec<_>, _>>()?;
        if inputs.is_empty() {
            return Err(Error::NoInput);
        }
        Ok(Self { inputs, options })
    }

    /// Reads every record in the order of the inputs, the files of a folder in the order of their names.
    pub fn read(&self, each: &mut Each<'_>) -> ControlFlow<()> {
        for input in &self.inputs {
            if let Input::Stdin = input {
                let origin = Origin {
                    source: "-".to_owned(),
                    id: "stdin".to_owned(),
                    line: None,
                };
                self.read_lines(&mut BufReader::with_capacity(BUFFER, io::stdin()), &origin, each)?;
            }
            files(input, &mut |found| match found {
                Ok(found) => self.read_file(found, each),
                Err(rejection) => each(Err(rejection)),
            })?;
        }
        ControlFlow::Continue(())
    }

    /// How many files and bytes there are; `None` if an input has no size that can be known beforehand.
    pub fn size(&self) -> Option<Size> {
        let mut size = Size::default();
        for input in &self.inputs {
            if let Input::Stdin = input {
                return None;
            }
            // Nothing ever breaks off, and what cannot be read is told when it is read.
            let _ = files(input, &mut |found| {
                if let Ok(metadata) = found
                    .map_err(|_| ())
                    .and_then(|found| std::fs::metadata(found.path).map_err(|_| ()))
                {
                    size.files += 1;
                    size.bytes += metadata.len();
                }
                ControlFlow::Continue(())
            });
        }
        Some(size)
    }

    /// Makes a document of a record.
    ///
    /// # Errors
    /// If it holds no text.
    pub fn decode(&self, record: Record) -> Result<Decoded, Rejection> {
        let Record { origin, kind, bytes } = record;
        match self.document(&origin, kind, bytes) {
            Ok(decoded) => Ok(decoded),
            Err(reason) => Err(origin.reject(reason)),
        }
    }

    fn document(&self, origin: &Origin, kind: Kind, bytes: Vec<u8>) -> Result<Decoded, Reason> {
        let (text, encoding) = decode(bytes)?;
        let mut document = Document {
            source: origin.label(),
            ..Document::default()
        };
        match kind {
            Kind::Text => {
                document.id.clone_from(&origin.id);
                document.text = text;
            }
            Kind::Json => {
                let fetched = json::fetch(&text, Keys::new(&self.options.fields))?;
                document.id = fetched.id.unwrap_or_else(|| match origin.line {
                    Some(line) => format!("{}:{line}", origin.id),
                    None => origin.id.clone(),
                });
                document.title = fetched.title;
                document.date = fetched.date.as_ref().and_then(calendar::of_value);
                document.language = fetched.language;
                document.text = fetched.text;
            }
        }
        if document.text.trim().is_empty() {
            return Err(Reason::Empty);
        }
        if document.date.is_none() {
            document.date = dateline::date(&document.text);
        }
        Ok(Decoded { document, encoding })
    }

    fn read_file(&self, found: Found, each: &mut Each<'_>) -> ControlFlow<()> {
        let Found { path, origin } = found;
        match self.open_file(&path) {
            Ok(Opened::Lines(mut input)) => self.read_lines(&mut input, &origin, each),
            Ok(Opened::Text(bytes)) => each(Ok(Record {
                origin,
                kind: Kind::Text,
                bytes,
            })),
            Err(reason) => each(Err(origin.reject(reason))),
        }
    }

    fn open_file(&self, path: &Path) -> Result<Opened, Reason> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        if is_named(path, &["jsonl", "ndjson", "jsonlines"]) {
            return Ok(Opened::Lines(BufReader::with_capacity(BUFFER, file)));
        }
        if is_named(path, &["json"]) {
            let mut input = BufReader::with_capacity(BUFFER, file);
            return match json::begins_lines(input.fill_buf()?) {
                true => Ok(Opened::Lines(input)),
                false => Err(Reason::Binary(
                    "JSON that is not one object a line (write it as JSONL)",
                )),
            };
        }
        let limit = self.options.max_document_bytes;
        if length > limit {
            return Err(Reason::TooLarge { limit });
        }
        // A file may grow while it is read.
        let mut bytes = Vec::with_capacity(length as usize + 1);
        file.by_ref().take(limit + 1).read_to_end(&mut bytes)?;
        match bytes.len() as u64 {
            0 => Err(Reason::Empty),
            length if length > limit => Err(Reason::TooLarge { limit }),
            _ => Ok(Opened::Text(bytes)),
        }
    }

    fn read_lines(&self, input: &mut dyn BufRead, origin: &Origin, each: &mut Each<'_>) -> ControlFlow<()> {
        let limit = self.options.max_document_bytes;
        let mut line = Vec::new();
        // One rejection for the file instead of one for each of its lines.
        match input.fill_buf().map(not_lines) {
            Ok(None) => {}
            Ok(Some(what)) => return each(Err(origin.reject(Reason::Binary(what)))),
            Err(error) => return each(Err(origin.reject(error.into()))),
        }
        for number in 1.. {
            let origin = || Origin {
                line: Some(number),
                ..origin.clone()
            };
            let read = match read_line(input, limit, &mut line) {
                Ok(read) => read,
                Err(error) => return each(Err(origin().reject(error.into()))),
            };
            match read {
                Line::End if number == 1 => {
                    let origin = Origin {
                        line: None,
                        ..origin()
                    };
                    return each(Err(origin.reject(Reason::Empty)));
                }
                Line::End => break,
                Line::TooLong => each(Err(origin().reject(Reason::TooLarge { limit })))?,
                Line::Read if line.iter().all(u8::is_ascii_whitespace) => {}
                Line::Read => each(Ok(Record {
                    origin: origin(),
                    kind: Kind::Json,
                    bytes: line.as_slice().to_vec(),
                }))?,
            }
        }
        ControlFlow::Continue(())
    }
}

enum Opened {
    Lines(BufReader<File>),
    Text(Vec<u8>),
}

/// True if the name ends in one of these.
fn is_named(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|extension| {
        extensions
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}
