//! Archives: their members one by one, each read as a file would be.

use std::io::{self, Read};
use std::ops::ControlFlow;

use super::{Each, Place, Reader, SMALL};
use crate::record::Position;
use crate::stream::{Part, Stream};
use crate::tar::Headers;
use crate::{Reason, tar};

impl Reader<'_> {
    pub(super) fn tar(&self, stream: &mut Stream<'_>, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
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
    pub(super) fn broken(
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
    pub(super) fn member<'a>(
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

    /// True if a member of an archive is to be looked at.
    pub(super) fn wanted(&self, path: &str) -> bool {
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
