//! Reads files, streams and what lies in them, chosen by content.

mod archives;
mod records;
mod zips;

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use encoding_rs::Encoding;

use crate::envelope::envelope;
use crate::fields::Keys;
use crate::files::Found;
use crate::gauge::{Counted, Gauge};
use crate::record::{Kind, Origin, Position, Record};
use crate::rejection::Limit;
use crate::sniff::{Format, LOOK, format, unpacked_name};
use crate::stream::Stream;
use crate::transcode::{Transcoded, utf16};
use crate::{Item, Options, Reason};

/// True if a line begins as a JSON object does.
fn has_object(head: &[u8]) -> bool {
    head.split(|byte| *byte == b'\n').any(|line| {
        let inside = line.trim_ascii_start().strip_prefix(b"{");
        inside.is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\""))
    })
}

/// What [`crate::Corpus::read`] calls for each record or rejection; [`ControlFlow::Break`] ends the reading.
pub(crate) type Each<'e> = dyn FnMut(Item) -> ControlFlow<()> + 'e;

/// Files and members of archives of at most so many bytes are read at once.
const SMALL: u64 = 1 << 20;

/// Where a stream comes from.
#[derive(Clone, Debug)]
struct Place {
    origin: Origin,
    /// What it is called once it is unpacked; `None`: as its document.
    name: Option<String>,
    /// How many archives and compressions it lies in.
    depth: u32,
    /// What its lines, rows or items were written in, and whether something there meant nothing so far.
    transcoded: Option<(&'static Encoding, Rc<Cell<bool>>)>,
}

impl Place {
    fn new(origin: Origin, name: Option<String>) -> Self {
        Self {
            origin,
            name,
            depth: 0,
            transcoded: None,
        }
    }

    /// A record that was found here.
    fn record(&self, origin: Origin, kind: Kind, bytes: Vec<u8>) -> Record {
        let transcoded = self.transcoded.as_ref();
        Record {
            origin,
            kind,
            bytes,
            transcoded: transcoded.map(|(encoding, lossy)| (*encoding, lossy.get())),
        }
    }

    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.origin.id)
    }

    /// Its path in the innermost archive, or below the folder that the user named.
    fn path(&self) -> &str {
        let id = &self.origin.id;
        id.rsplit_once('!').map_or(id, |(_, path)| path)
    }

    /// The place of what is compressed here.
    fn unpacked(&self) -> Self {
        Self {
            origin: self.origin.clone(),
            name: Some(unpacked_name(self.name())),
            depth: self.depth + 1,
            transcoded: None,
        }
    }

    /// The place of a member of the archive that is here: `dump.zip!a/b.txt`.
    fn member(&self, path: &str) -> Self {
        Self {
            origin: Origin {
                source: format!("{}!{path}", self.origin.source),
                id: format!("{}!{path}", self.origin.id),
                at: Position::Whole,
            },
            name: Some(path.to_owned()),
            depth: self.depth + 1,
            transcoded: None,
        }
    }
}

/// Reads one file and all that is nested in it.
///
/// Each reader is a function that hands what it finds to the next: an archive in an archive is a call in a call. A
/// reader that meets an error rejects what it stands in with the offset, and lets its caller go on.
pub(crate) struct Reader<'o> {
    options: &'o Options,
    gauge: Rc<Gauge>,
}

impl<'o> Reader<'o> {
    pub(crate) fn new(options: &'o Options) -> Self {
        Self {
            options,
            gauge: Gauge::new(options.max_ratio),
        }
    }

    /// Reads a file.
    pub(crate) fn file(&self, found: Found, each: &mut Each<'_>) -> ControlFlow<()> {
        let Found { path, origin } = found;
        if self.options.select.excludes(&origin.id) {
            return ControlFlow::Continue(());
        }
        let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (length, mut file) = match opened {
            Ok(opened) => opened,
            Err(error) => return each(Err(origin.reject(error.into()))),
        };
        let place = Place::new(origin, None);
        if length > SMALL {
            let stream = Stream::new(Box::new(Counted {
                inner: &file,
                gauge: Rc::clone(&self.gauge),
            }));
            return self.open(stream, Some((&file, length)), &place, each);
        }
        // A file may grow while it is read.
        let mut bytes = Vec::with_capacity(length as usize + 1);
        match file.by_ref().take(SMALL).read_to_end(&mut bytes) {
            Ok(read) => self.gauge.take(read as u64),
            Err(error) => return each(Err(place.origin.reject(error.into()))),
        }
        self.open(Stream::of(bytes), None, &place, each)
    }

    /// Reads a file that is in memory.
    pub(crate) fn bytes(&self, name: &str, bytes: &[u8], each: &mut Each<'_>) -> ControlFlow<()> {
        let origin = Origin {
            source: name.to_owned(),
            id: name.to_owned(),
            at: Position::Whole,
        };
        let place = Place::new(origin, None);
        if self.options.select.excludes(name) {
            return ControlFlow::Continue(());
        }
        self.gauge.take(bytes.len() as u64);
        self.open(Stream::of(bytes.to_vec()), None, &place, each)
    }

    /// Reads standard input: anything that shows by its first bytes what it is. Where nothing looks like JSON it is one text.
    pub(crate) fn stdin(&self, each: &mut Each<'_>) -> ControlFlow<()> {
        let origin = Origin {
            source: "-".to_owned(),
            id: "stdin".to_owned(),
            at: Position::Whole,
        };
        let mut place = Place::new(origin, Some("stdin".to_owned()));
        let mut stream = Stream::new(Box::new(Counted {
            inner: io::stdin(),
            gauge: Rc::clone(&self.gauge),
        }));
        // Whoever sends one line and waits must not wait for a look at more.
        match stream.head(1) {
            Ok(head @ [b'{', ..]) if envelope(head, Keys::new(&self.options.fields)).is_none() => {
                self.lines(&mut stream, &place, each)
            }
            Ok(_) => match stream.head(LOOK) {
                // Lines of JSON that begin with a broken one.
                Ok(head) if has_object(head) => {
                    place.name = Some("stdin.jsonl".to_owned());
                    self.open(stream, None, &place, each)
                }
                _ => self.open(stream, None, &place, each),
            },
            Err(error) => each(Err(place.origin.reject(error.into()))),
        }
    }

    /// Reads whatever `stream` is. If it is the whole of a file, that is given too, with its length.
    fn open(
        &self,
        mut stream: Stream<'_>,
        file: Option<(&File, u64)>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let head = match stream.head(LOOK) {
            Ok(head) => head,
            Err(error) => return self.fail(&stream, error, place, each),
        };
        let keys = Keys::new(&self.options.fields);
        let utf16 = utf16(head, self.options.encoding);
        let format = match utf16 {
            None => format(head, place.name(), keys),
            Some(encoding) => format(encoding.decode(head).0.as_bytes(), place.name(), keys),
        };
        let mut place = Cow::Borrowed(place);
        if let Some(encoding) = utf16
            && matches!(
                format,
                Format::Lines | Format::Values | Format::Table | Format::Feed
            )
        {
            let lossy = Rc::new(Cell::new(false));
            place.to_mut().transcoded = Some((encoding, Rc::clone(&lossy)));
            stream = Stream::new(Box::new(Transcoded::new(stream, encoding, lossy)));
        }
        let place = &*place;
        let nested = matches!(format, Format::Compressed(_) | Format::Zip | Format::Tar);
        if !nested && !self.options.select.takes(place.path(), place.name()) {
            return ControlFlow::Continue(());
        }
        if nested && place.depth >= self.options.max_depth {
            let limit = Limit::Depth(self.options.max_depth);
            return each(Err(place.origin.reject(Reason::Limit(limit))));
        }
        match format {
            Format::Compressed(compression) => {
                let unpacked = compression.unpack(stream, &self.gauge);
                self.open(unpacked, None, &place.unpacked(), each)
            }
            Format::Tar => self.tar(&mut stream, place, each),
            Format::Zip => self.zip(&mut stream, file, place, each),
            Format::Lines => self.lines(&mut stream, place, each),
            Format::Office => {
                let what = "an Office document or a book (save it as text)";
                each(Err(place.origin.reject(Reason::Binary(what))))
            }
            Format::Values => self.values(&mut stream, place, each),
            Format::Table => self.table(&mut stream, place, each),
            Format::Warc => self.warc(&mut stream, place, each),
            Format::Feed => self.feed(&mut stream, place, each),
            Format::Mail => self.whole(&mut stream, Kind::Mail, place, each),
            Format::Html => self.whole(&mut stream, Kind::Html, place, each),
            Format::Text => self.whole(&mut stream, Kind::Text, place, each),
        }
    }

    /// Rejects what stands here, because its bytes cannot be read any further.
    fn fail(
        &self,
        stream: &Stream<'_>,
        error: io::Error,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let origin = match stream.position() + stream.held().len() as u64 {
            0 => place.origin.clone(),
            offset => place.origin.at(Position::Byte(offset)),
        };
        each(Err(origin.reject(self.gauge.reason(error))))
    }

    /// A stream that is one document.
    fn whole(
        &self,
        stream: &mut Stream<'_>,
        kind: Kind,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let limit = self.options.max_document_bytes;
        match stream.rest(limit) {
            Err(error) => self.fail(stream, error, place, each),
            Ok(None) => each(Err(place.origin.reject(Reason::TooLarge { limit }))),
            Ok(Some(bytes)) if bytes.is_empty() => each(Err(place.origin.reject(Reason::Empty))),
            Ok(Some(bytes)) => each(Ok(place.record(place.origin.clone(), kind, bytes))),
        }
    }
}
