use std::ops::ControlFlow;
use std::path::Path;

use whosaid_text::Document;

use crate::decode::{Encoding, decode};
use crate::fields::Keys;
use crate::files::files;
use crate::input::{Error, Input};
use crate::reader::{Each, Reader};
use crate::record::{Kind, Origin, Record};
use crate::{Options, Reason, Rejection, calendar, dateline, json};

/// What the user wants to be read.
#[derive(Clone, Debug)]
pub struct Corpus {
    pub(crate) inputs: Vec<Input>,
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
                Reader::new(&self.options).stdin(each)?;
            }
            files(input, &mut |found| match found {
                Ok(found) => Reader::new(&self.options).file(found, each),
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
                document.id = fetched.id.unwrap_or_else(|| origin.record_id());
                document.title = fetched.title;
                document.date = fetched.date.as_ref().and_then(calendar::of_value);
                document.language = fetched.language;
                document.text = fetched.text;
            }
        }
        let limit = self.options.max_document_bytes;
        if document.text.len() as u64 > limit {
            return Err(Reason::TooLarge { limit });
        }
        if document.text.trim().is_empty() {
            return Err(Reason::Empty);
        }
        if document.date.is_none() {
            document.date = dateline::date(&document.text);
        }
        Ok(Decoded { document, encoding })
    }
}
