//! Files that hold many documents: lines and lists of JSON, tables, web archives.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::{Each, Place, Reader};
use crate::binary::not_text;
use crate::feed::{Items, Next};
use crate::fields::Keys;
use crate::lines::{Line, read_line};
use crate::record::{Kind, Origin, Position, Record};
use crate::rejection::Limit;
use crate::stream::Stream;
use crate::table::{Columns, Row, Rows};
use crate::values::{Value, Values};
use crate::{Item, Reason, http, tar, warc};

/// What is wrong with a record of a web archive that ends elsewhere.
const WRONG_LENGTH: &str = "the record has another length than it says";

impl Reader<'_> {
    pub(super) fn lines(
        &self,
        input: &mut Stream<'_>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let limit = self.options.max_record_bytes;
        let origin = &place.origin;
        let mut line = Vec::new();
        // One rejection for the file instead of one for each of its lines.
        match input.fill_buf().map(not_text) {
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
                Line::Read => each(Ok(place.record(origin(), Kind::Json, line.as_slice().to_vec())))?,
            }
        }
        ControlFlow::Continue(())
    }

    pub(super) fn values(
        &self,
        stream: &mut Stream<'_>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let limit = self.options.max_record_bytes;
        let mut values = Values::new(Keys::new(&self.options.fields), limit);
        for number in 1.. {
            let origin = place.origin.at(Position::Item(number));
            match values.next(stream) {
                Err(error) => return self.fail(stream, error, place, each),
                Ok(Value::End) if number == 1 => return each(Err(place.origin.reject(Reason::Empty))),
                Ok(Value::End) => break,
                Ok(Value::Broken(what)) => {
                    let origin = place.origin.at(Position::Byte(stream.position()));
                    return each(Err(origin.reject(Reason::Damaged(what.to_owned()))));
                }
                Ok(Value::TooLong) => each(Err(origin.reject(Reason::Limit(Limit::Record(limit)))))?,
                Ok(Value::Object(bytes)) => each(Ok(place.record(origin, Kind::Json, bytes)))?,
            }
        }
        ControlFlow::Continue(())
    }

    pub(super) fn table(
        &self,
        stream: &mut Stream<'_>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let limit = self.options.max_record_bytes;
        // One rejection for the file instead of one for each of its rows.
        match stream.fill_buf().map(not_text) {
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
                    match Columns::read(&header, Keys::new(&self.options.fields), self.options.encoding) {
                        Ok(read) => {
                            rows.follow(&read);
                            columns = Some(Arc::new(read));
                        }
                        Err(reason) => return each(Err(place.origin.reject(reason))),
                    }
                }
                (Ok(Row::Read(line, bytes)), Some(columns)) => {
                    let kind = Kind::Row(Arc::clone(columns));
                    each(Ok(place.record(origin(line), kind, bytes)))?;
                }
            }
        }
    }

    pub(super) fn feed(
        &self,
        stream: &mut Stream<'_>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let limit = self.options.max_record_bytes;
        let mut items = Items::new(stream, limit);
        for number in 1.. {
            let origin = place.origin.at(Position::Item(number));
            match items.next() {
                Err(error) => return each(Err(origin.reject(self.gauge.reason(error)))),
                Ok(Next::End) if number == 1 => return each(Err(place.origin.reject(Reason::Empty))),
                Ok(Next::End) => break,
                Ok(Next::Cut) => {
                    let reason = "it ends in the middle of an item".to_owned();
                    return each(Err(origin.reject(Reason::Damaged(reason))));
                }
                Ok(Next::TooLong) => each(Err(origin.reject(Reason::Limit(Limit::Record(limit)))))?,
                Ok(Next::Item(bytes)) => {
                    let kind = Kind::Item(items.channel());
                    each(Ok(place.record(origin, kind, bytes)))?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    pub(super) fn warc(
        &self,
        stream: &mut Stream<'_>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
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
            transcoded: None,
        })))
    }

    fn wrong_length(&self, stream: &mut Stream<'_>, origin: &Origin) -> io::Result<Option<Item>> {
        warc::find_next(stream)?;
        Ok(Some(Err(origin.reject(Reason::Damaged(WRONG_LENGTH.to_owned())))))
    }
}
