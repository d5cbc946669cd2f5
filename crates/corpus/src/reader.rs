use std::fs::File;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use rawzip::ZipArchive;

use crate::binary::not_lines;
use crate::fields::Keys;
use crate::files::Found;
use crate::gauge::{Counted, Gauge};
use crate::lines::{Line, read_line};
use crate::record::{Kind, Origin, Position, Record};
use crate::rejection::Limit;
use crate::sniff::{Format, LOOK, format, unpacked_name};
use crate::stream::{Part, Stream};
use crate::table::{Columns, Row, Rows};
use crate::tar::Headers;
use crate::values::{self, Value};
use crate::{Item, Options, Reason, http, tar, warc, zip};

/// What [`crate::Corpus::read`] calls for each record or rejection; [`ControlFlow::Break`] ends the reading.
pub(crate) type Each<'e> = dyn FnMut(Item) -> ControlFlow<()> + 'e;

/// Files and members of archives of at most so many bytes are read at once.
const SMALL: u64 = 1 << 20;

const WRONG_LENGTH: &str = "the record has another length than it says";

/// Where a stream comes from.
#[derive(Clone, Debug)]
struct Place {
    origin: Origin,
    /// What it is called once it is unpacked; `None`: as its document.
    name: Option<String>,
    /// How many archives and compressions it lies in.
    depth: u32,
}

impl Place {
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
        let place = Place {
            origin,
            name: None,
            depth: 0,
        };
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

    /// Reads standard input: lines of JSON, or anything that shows by its first bytes what it is.
    pub(crate) fn stdin(&self, each: &mut Each<'_>) -> ControlFlow<()> {
        let place = Place {
            origin: Origin {
                source: "-".to_owned(),
                id: "stdin".to_owned(),
                at: Position::Whole,
            },
            name: Some("stdin.jsonl".to_owned()),
            depth: 0,
        };
        let mut stream = Stream::new(Box::new(Counted {
            inner: io::stdin(),
            gauge: Rc::clone(&self.gauge),
        }));
        // Whoever sends one line and waits must not wait for a look at more.
        match stream.head(1) {
            Ok([b'{', ..]) => self.lines(&mut stream, &place, each),
            Ok(_) => self.open(stream, None, &place, each),
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
        let format = format(head, place.name(), Keys::new(&self.options.fields));
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
            Ok(Some(bytes)) => each(Ok(Record {
                origin: place.origin.clone(),
                kind,
                bytes,
            })),
        }
    }

    fn tar(&self, stream: &mut Stream<'_>, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
        let mut headers = Headers::default();
        loop {
            let member = match headers.next(stream) {
                Ok(Some(member)) => member,
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => return self.broken(stream, error, place, each),
            };
            let end = stream.position() + member.size;
            if self.wanted(&member.path) {
                let bytes = Part::new(stream, member.size);
                self.member(Box::new(bytes), member.size, &place.member(&member.path), each)?;
            }
            let rest = end - stream.position();
            let passed = tar::skip(stream, rest).and_then(|()| Headers::pad(stream, member.size));
            if let Err(error) = passed {
                return self.broken(stream, error, place, each);
            }
        }
    }

    /// Rejects what an archive holds from here on.
    fn broken(
        &self,
        stream: &Stream<'_>,
        error: io::Error,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let reason = match self.gauge.reason(error) {
            Reason::Io(error) if error.kind() == io::ErrorKind::Other => Reason::Damaged(error.to_string()),
            reason => reason,
        };
        each(Err(place
            .origin
            .at(Position::Byte(stream.position()))
            .reject(reason)))
    }

    /// Reads a member of an archive.
    fn member<'a>(
        &self,
        mut bytes: Box<dyn Read + 'a>,
        size: u64,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        if size > SMALL {
            return self.open(Stream::new(bytes), None, place, each);
        }
        let mut held = Vec::with_capacity(size as usize + 1);
        match bytes.by_ref().take(SMALL).read_to_end(&mut held) {
            // A size that an archive states wrongly does no harm.
            Ok(read) if read as u64 == SMALL => {
                let stream = Stream::new(Box::new(io::Cursor::new(held).chain(bytes)));
                self.open(stream, None, place, each)
            }
            Ok(_) => self.open(Stream::of(held), None, place, each),
            // What a line or a member in there has before the damage is read all the same.
            Err(error) => {
                let failing = Failing(Some(error));
                let stream = Stream::new(Box::new(io::Cursor::new(held).chain(failing)));
                self.open(stream, None, place, each)
            }
        }
    }

    fn zip(
        &self,
        stream: &mut Stream<'_>,
        file: Option<(&File, u64)>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
        if let Some((file, length)) = file {
            self.gauge.take(length);
            let opened = file
                .try_clone()
                .map_err(rawzip::Error::from)
                .and_then(|file| ZipArchive::from_file(file, &mut buffer));
            return match opened {
                Ok(archive) => self.members(&archive, place, each),
                Err(error) => each(Err(place.origin.reject(Reason::Damaged(error.to_string())))),
            };
        }
        let limit = self.options.max_record_bytes;
        match stream.rest(limit) {
            Err(error) => self.fail(stream, error, place, each),
            Ok(None) => each(Err(place.origin.reject(Reason::Limit(Limit::Record(limit))))),
            Ok(Some(bytes)) => match ZipArchive::from_slice(bytes) {
                Ok(archive) => self.members(&archive.into_reader_archive(), place, each),
                Err(error) => each(Err(place.origin.reject(Reason::Damaged(error.to_string())))),
            },
        }
    }

    fn members<R: rawzip::ReaderAt>(
        &self,
        archive: &ZipArchive<R>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let read = zip::members(archive, &mut |member| {
            if !self.wanted(&member.path) {
                return ControlFlow::Continue(());
            }
            let place = place.member(&member.path);
            if let Some(reason) = member.refused {
                return each(Err(place.origin.reject(reason)));
            }
            match zip::open(archive, &member, &self.gauge) {
                Ok(bytes) => self.member(bytes, member.size, &place, each),
                Err(error) => each(Err(place.origin.reject(Reason::Damaged(error.to_string())))),
            }
        });
        read.unwrap_or_else(|error| each(Err(place.origin.reject(Reason::Damaged(error.to_string())))))
    }

    fn lines(&self, input: &mut Stream<'_>, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
        let limit = self.options.max_record_bytes;
        let origin = &place.origin;
        let mut line = Vec::new();
        // One rejection for the file instead of one for each of its lines.
        match input.fill_buf().map(not_lines) {
            Ok(None) => {}
            Ok(Some(what)) => return each(Err(origin.reject(Reason::Binary(what)))),
            Err(error) => return self.fail(input, error, place, each),
        }
        for number in 1.. {
            let origin = || origin.at(Position::Line(number));
            let read = match read_line(input, limit, &mut line) {
                Ok(read) => read,
                Err(error) => return each(Err(origin().reject(self.gauge.reason(error)))),
            };
            match read {
                Line::End if number == 1 => return each(Err(place.origin.reject(Reason::Empty))),
                Line::End => break,
                Line::TooLong => each(Err(origin().reject(Reason::Limit(Limit::Record(limit)))))?,
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

impl Reader<'_> {
    fn values(&self, stream: &mut Stream<'_>, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
        let limit = self.options.max_record_bytes;
        for number in 1.. {
            let origin = place.origin.at(Position::Item(number));
            match values::next(stream, limit) {
                Err(error) => return self.fail(stream, error, place, each),
                Ok(Value::End) if number == 1 => return each(Err(place.origin.reject(Reason::Empty))),
                Ok(Value::End) => break,
                Ok(Value::Broken(what)) => {
                    let origin = place.origin.at(Position::Byte(stream.position()));
                    return each(Err(origin.reject(Reason::Damaged(what.to_owned()))));
                }
                Ok(Value::TooLong) => each(Err(origin.reject(Reason::Limit(Limit::Record(limit)))))?,
                Ok(Value::Object(bytes)) => each(Ok(Record {
                    origin,
                    kind: Kind::Json,
                    bytes,
                }))?,
            }
        }
        ControlFlow::Continue(())
    }

    fn table(&self, stream: &mut Stream<'_>, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
        let limit = self.options.max_record_bytes;
        // One rejection for the file instead of one for each of its rows.
        match stream.fill_buf().map(not_lines) {
            Ok(None) => {}
            Ok(Some(what)) => return each(Err(place.origin.reject(Reason::Binary(what)))),
            Err(error) => return self.fail(stream, error, place, each),
        }
        let mut rows = Rows::new(stream, limit);
        let mut columns: Option<Arc<Columns>> = None;
        loop {
            let read = rows.next();
            let origin = |line| place.origin.at(Position::Line(line));
            match (read, &columns) {
                (Err(error), _) => {
                    let line = rows.line();
                    return each(Err(origin(line).reject(self.gauge.reason(error))));
                }
                (Ok(Row::End), None) => return each(Err(place.origin.reject(Reason::Empty))),
                (Ok(Row::End), Some(_)) => return ControlFlow::Continue(()),
                (Ok(Row::TooLong(line)), _) => {
                    each(Err(origin(line).reject(Reason::Limit(Limit::Record(limit)))))?;
                }
                (Ok(Row::Unclosed(line)), _) => {
                    let reason = "a quotation mark on this line is not closed".to_owned();
                    each(Err(origin(line).reject(Reason::Row(reason))))?;
                }
                (Ok(Row::Read(_, row)), _) if row.iter().all(u8::is_ascii_whitespace) => {}
                // What Excel writes before a header, to tell the delimiter.
                (Ok(Row::Read(1, row)), None) if row.len() < 9 && row.starts_with(b"sep=") => {}
                (Ok(Row::Read(_, header)), None) => {
                    match Columns::read(&header, Keys::new(&self.options.fields)) {
                        Ok(read) => {
                            rows.follow(&read);
                            columns = Some(Arc::new(read));
                        }
                        Err(reason) => return each(Err(place.origin.reject(reason))),
                    }
                }
                (Ok(Row::Read(line, bytes)), Some(columns)) => each(Ok(Record {
                    origin: origin(line),
                    kind: Kind::Row(Arc::clone(columns)),
                    bytes,
                }))?,
            }
        }
    }

    fn warc(&self, stream: &mut Stream<'_>, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
        loop {
            match warc::next(stream) {
                Ok(true) => {}
                Ok(false) => return ControlFlow::Continue(()),
                Err(error) => return self.broken(stream, error, place, each),
            }
            let origin = place.origin.at(Position::Byte(stream.position()));
            let header = match warc::header(stream) {
                Ok(header) => header,
                // A header without a length or an end: the next record is looked for.
                Err(error) if error.kind() == io::ErrorKind::Other => {
                    each(Err(origin.reject(Reason::Damaged(error.to_string()))))?;
                    match warc::find_next(stream) {
                        Ok(()) => continue,
                        Err(error) => return self.broken(stream, error, place, each),
                    }
                }
                Err(error) => return self.broken(stream, error, place, each),
            };
            match self.block(stream, &header, &origin) {
                Ok(Some(item)) => each(item)?,
                Ok(None) => {}
                Err(error) => return each(Err(origin.reject(self.gauge.reason(error)))),
            }
        }
    }

    /// Reads the block of a record; `None` if it is no answer of a server and no text.
    fn block(
        &self,
        stream: &mut Stream<'_>,
        header: &warc::Header,
        origin: &Origin,
    ) -> io::Result<Option<Item>> {
        let limit = self.options.max_record_bytes;
        let kind = match header.kind.as_str() {
            "response" => Kind::Http,
            "resource" | "conversion" if http::is_html(&header.content_type) => Kind::Html,
            "resource" | "conversion" if http::is_text(&header.content_type) => Kind::Text,
            // Requests and notes, which no reader of news has a use for.
            _ => {
                tar::skip(stream, header.length)?;
                return match warc::ends(stream)? {
                    true => Ok(None),
                    false => self.wrong_length(stream, origin),
                };
            }
        };
        if header.length > limit {
            tar::skip(stream, header.length)?;
            return Ok(Some(Err(origin.reject(Reason::Limit(Limit::Record(limit))))));
        }
        let mut bytes = Vec::new();
        let read = stream.by_ref().take(header.length).read_to_end(&mut bytes)? as u64;
        if read < header.length || !warc::ends(stream)? {
            // Either the length is too large, and the block holds records that follow, or it is too small.
            if let Some(at) = warc::within(&bytes) {
                stream.unread(&bytes[at..]);
            } else if read < header.length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            } else {
                return self.wrong_length(stream, origin);
            }
            return Ok(Some(Err(origin.reject(Reason::Damaged(WRONG_LENGTH.to_owned())))));
        }
        Ok(Some(Ok(Record {
            origin: Origin {
                // A record without any name is called after its place.
                id: match header.id.as_str() {
                    "" => origin.record_id(),
                    id => id.to_owned(),
                },
                ..origin.clone()
            },
            kind,
            bytes,
        })))
    }

    fn wrong_length(&self, stream: &mut Stream<'_>, origin: &Origin) -> io::Result<Option<Item>> {
        warc::find_next(stream)?;
        Ok(Some(Err(origin.reject(Reason::Damaged(WRONG_LENGTH.to_owned())))))
    }

    /// True if a member of an archive is to be looked at.
    fn wanted(&self, path: &str) -> bool {
        !is_hidden(path) && !self.options.select.excludes(path)
    }
}

/// True for what is hidden, as in folders, and for what the Macintosh adds to its archives.
fn is_hidden(path: &str) -> bool {
    path.split('/')
        .any(|part| (part.starts_with('.') && !matches!(part, "." | "..")) || part == "__MACOSX")
}

/// Ends with an error.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::InvalidData.into()))
    }
}
