use std::ops::ControlFlow;
use std::path::Path;

use encoding_rs::{UTF_16BE, UTF_16LE};
use serde_json::Value;
use whosaid_text::Document;

use crate::copies::Copies;
use crate::decode::{Encoding, decode, decode_page};
use crate::fields::{Keys, NamedField};
use crate::files::files;
use crate::fragment::words;
use crate::input::{Error, Input};
use crate::reader::{Each, Reader};
use crate::record::{Kind, Origin, Record};
use crate::{Options, Reason, Rejection, calendar, dateline, feed, html, http, json, mail};

/// What the user wants to be read.
#[derive(Clone, Debug)]
pub struct Corpus {
    pub(crate) inputs: Vec<Input>,
    pub(crate) options: Options,
}

/// A document, and how its bytes were read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// The document. Its id is that of the record and may occur twice in a corpus.
    pub document: Document,
    /// What its bytes were written in.
    pub encoding: Encoding,
    /// Fields that the user named: whether its record has them. None of a file that has no fields.
    pub named: Vec<NamedField>,
    /// The date field, if it may mean two days and [`Options::date_order`] does not tell which: the document has no date then.
    pub ambiguous_date: Option<String>,
}

/// How much there is to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Decoded {
    /// Counts only what stands in the document of the characters that were replaced; of a record out of UTF-16 that was decoded
    /// before it was cut, all of them.
    fn count_replaced(&mut self, transcoded: Option<(&'static encoding_rs::Encoding, bool)>) {
        if let Some((encoding, lossy)) = transcoded {
            self.encoding.name = encoding.name();
            self.encoding.replaced = if lossy { usize::MAX } else { 0 };
        }
        if self.encoding.replaced > 0 {
            let Document { id, title, text, .. } = &self.document;
            let parts = [id, text].into_iter().chain(title);
            let held: usize = parts.map(|part| part.matches('\u{fffd}').count()).sum();
            self.encoding.replaced = self.encoding.replaced.min(held);
        }
    }
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

    /// A corpus that is one file in memory. Its `name` becomes part of sources and ids, and decides what it is where the
    /// content leaves a choice, as that of a file does.
    pub fn of_bytes(name: &str, bytes: &[u8], options: Options) -> Self {
        Self {
            inputs: vec![Input::Bytes(name.to_owned(), bytes.into())],
            options,
        }
    }

    /// Reads every record in the order of the inputs, the files of a folder in the order of their names.
    ///
    /// To find copies, or to count to a limit, documents are made here, one after another, instead of by whoever calls
    /// [`Corpus::decode`]: then what comes out does not depend on who is first.
    pub fn read(&self, each: &mut Each<'_>) -> ControlFlow<()> {
        if !self.options.dedupe && self.options.limit.is_none() {
            return self.read_all(each);
        }
        let mut copies = Copies::default();
        let mut left = self.options.limit.unwrap_or(u64::MAX);
        let mut stopped = false;
        let flow = self.read_all(&mut |item| {
            let item = item.and_then(|record| self.prepare(record, &mut copies));
            let counts = item.is_ok();
            if each(item).is_break() {
                stopped = true;
                return ControlFlow::Break(());
            }
            left -= u64::from(counts);
            match left {
                0 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        // The limit is an end like any other.
        match stopped {
            true => flow,
            false => ControlFlow::Continue(()),
        }
    }

    /// Makes a record whose document is ready, unless it is a copy.
    fn prepare(&self, record: Record, copies: &mut Copies) -> Result<Record, Rejection> {
        let kept = record.clone();
        // Whatever fails here will fail again where it is expected to.
        let Ok(decoded) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.decode(record)))
        else {
            return Ok(kept);
        };
        let decoded = decoded?;
        let document = &decoded.document;
        if self.options.dedupe
            && let Some(copy) = copies.find(&document.text, &format!("{} ({})", document.id, document.source))
        {
            return Err(kept.origin.reject(match copy.exact {
                true => Reason::Copy(copy.of),
                false => Reason::NearCopy(copy.of),
            }));
        }
        Ok(Record {
            kind: Kind::Ready(Box::new(decoded)),
            ..kept
        })
    }

    fn read_all(&self, each: &mut Each<'_>) -> ControlFlow<()> {
        for input in &self.inputs {
            match input {
                Input::Stdin => Reader::new(&self.options).stdin(each)?,
                Input::Bytes(name, bytes) => Reader::new(&self.options).bytes(name, bytes, each)?,
                _ => {}
            }
            files(input, &self.options, &mut |found| match found {
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
            match input {
                Input::Stdin => return None,
                Input::Bytes(_, bytes) => {
                    size.files += 1;
                    size.bytes += bytes.len() as u64;
                }
                _ => {}
            }
            // Nothing ever breaks off, and what cannot be read is told when it is read.
            let _ = files(input, &self.options, &mut |found| {
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
        let Record {
            origin,
            kind,
            bytes,
            transcoded,
        } = record;
        if let Kind::Ready(decoded) = kind {
            return Ok(*decoded);
        }
        match self.document(&origin, kind, bytes) {
            Ok(mut decoded) => {
                decoded.count_replaced(transcoded);
                Ok(decoded)
            }
            Err(reason) => Err(origin.reject(reason)),
        }
    }

    fn document(&self, origin: &Origin, kind: Kind, bytes: Vec<u8>) -> Result<Decoded, Reason> {
        let given = self.options.encoding;
        // Title and date of a message.
        let mut sent = (None, None);
        let (text, encoding, kind) = match kind {
            Kind::Http => {
                let answer = http::answer(&bytes, self.options.max_record_bytes)?;
                let (text, encoding) = decode_page(answer.body, given.or(answer.charset))?;
                (
                    text,
                    encoding,
                    if answer.is_html { Kind::Html } else { Kind::Text },
                )
            }
            Kind::Html => {
                let (text, encoding) = decode_page(bytes, given)?;
                (text, encoding, kind)
            }
            Kind::Mail => {
                let letter = mail::read(&bytes)?;
                sent = (letter.title, letter.date);
                let encoding = Encoding {
                    name: letter.encoding.name(),
                    replaced: letter.text.matches('\u{fffd}').count(),
                };
                (letter.text, encoding, kind)
            }
            // UTF-16 was decoded before it was cut.
            Kind::Json | Kind::Row(_) | Kind::Item(_) => {
                let given = given.filter(|given| ![UTF_16LE, UTF_16BE].contains(given));
                let (text, encoding) = match &kind {
                    Kind::Item(channel) => decode_page(bytes, given.or(channel.encoding))?,
                    _ => decode(bytes, given)?,
                };
                (text, encoding, kind)
            }
            _ => {
                let (text, encoding) = decode(bytes, given)?;
                (text, encoding, kind)
            }
        };
        let keys = Keys::new(&self.options.fields);
        let mut named = Vec::new();
        let order = self.options.date_order;
        let mut ambiguous_date = None;
        let mut of_field = |date: Option<&Value>| {
            let date = date?;
            let day = calendar::of_value(date, order);
            if day.is_none() {
                ambiguous_date = calendar::ambiguous(date).map(str::to_owned);
            }
            day
        };
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
                let fetched = json::fetch(&text, keys)?;
                named = keys.found(&fetched.present);
                document.id = fetched.id.unwrap_or_else(|| origin.record_id());
                document.title = fetched.title.map(words);
                document.date = of_field(fetched.date.as_ref());
                document.language = fetched.language;
                document.text = words(fetched.text);
            }
            Kind::Item(channel) => {
                let fetched = feed::fetch(&text, keys)?;
                named = keys.found(&fetched.present);
                let [text, id, title, date, language] = fetched.fields;
                document.id = id.map_or_else(|| origin.record_id(), |id| id.trim().to_owned());
                document.title = title.map(|title| title.trim().to_owned());
                document.date = of_field(date.map(Value::from).as_ref());
                document.language = language.or_else(|| channel.language.clone());
                document.text = text.unwrap_or_default();
            }
            Kind::Html => {
                let page = html::extract(&text, order);
                document.id.clone_from(&origin.id);
                document.title = page.title;
                document.date = page.date;
                document.language = page.language;
                document.text = page.text;
            }
            Kind::Mail => {
                document.id.clone_from(&origin.id);
                (document.title, document.date) = sent;
                document.text = text;
            }
            // They were opened before.
            Kind::Http | Kind::Ready(_) => {}
            Kind::Row(columns) => {
                let [text, id, title, date, language] = columns.fetch(&text)?;
                named = keys.found(&columns.present);
                document.id = id.map_or_else(|| origin.record_id(), |id| id.trim().to_owned());
                document.title = title.map(words);
                document.date = of_field(date.map(Value::from).as_ref());
                document.language = language;
                document.text = text.map(words).unwrap_or_default();
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
            document.date = dateline::date(&document.text, order);
        }
        let dated = document.date.is_some();
        match self.options.select.leaves_out(&document) {
            // It may have one under another name.
            Some(Reason::Date(reason)) if document.date.is_none() => {
                let date = named
                    .iter()
                    .find(|one| one.option == "--date-field" && !one.found);
                Err(Reason::Date(match (date, ambiguous_date) {
                    (Some(date), _) => format!("{reason}: no field {:?} among {}", date.name, date.others),
                    (_, Some(date)) => format!("{reason}: {date} may be read in two ways (say --date-order)"),
                    (None, None) => reason,
                }))
            }
            Some(reason) => Err(reason),
            None => Ok(Decoded {
                document,
                encoding,
                named,
                ambiguous_date: ambiguous_date.filter(|_| !dated),
            }),
        }
    }
}
