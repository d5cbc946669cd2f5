//! Zip archives: through their directory, or, if that is missing or torn, from the front.

use std::fs::File;
use std::io::{self, Seek};
use std::ops::ControlFlow;
use std::rc::Rc;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};

use super::{Each, Place, Reader};
use crate::gauge::{Counted, Watched};
use crate::record::Position;
use crate::rejection::Limit;
use crate::stream::{Gathered, Part, Stream};
use crate::torn::{self, Checked, Header, Next};
use crate::{Reason, tar, zip};

impl Reader<'_> {
    pub(super) fn zip(
        &self,
        stream: &mut Stream<'_>,
        file: Option<(&File, u64)>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        if let Some((file, length)) = file {
            self.gauge.take(length);
            return self.zip_file(file, place, each);
        }
        let limit = self.options.max_record_bytes;
        match stream.gather(limit) {
            Gathered::TooMuch => each(Err(place.origin.reject(Reason::Limit(Limit::Record(limit))))),
            Gathered::Beginning => self.torn(stream, None, place, each),
            Gathered::All => {
                let flow = match ZipArchive::from_slice(stream.held()) {
                    Ok(archive) => self.members(&archive.into_cursor_archive(), place, each),
                    Err(_) => Err(None),
                };
                flow.unwrap_or_else(|last| self.torn(stream, last, place, each))
            }
        }
    }

    fn zip_file(&self, mut file: &File, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
        let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
        let opened = file
            .try_clone()
            .map_err(rawzip::Error::from)
            .and_then(|file| ZipArchive::from_file(file, &mut buffer));
        let flow = match opened {
            Ok(archive) => self.members(&archive, place, each),
            Err(_) => Err(None),
        };
        flow.unwrap_or_else(|last| {
            if let Err(error) = file.rewind() {
                return each(Err(place.origin.reject(error.into())));
            }
            let bytes = Counted {
                inner: file,
                gauge: Rc::clone(&self.gauge),
            };
            self.torn(&mut Stream::new(Box::new(bytes)), last, place, each)
        })
    }

    /// Reads what the directory names. The error is that of [`zip::members`].
    fn members<R: rawzip::ReaderAt>(
        &self,
        archive: &ZipArchive<R>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> Result<ControlFlow<()>, Option<u64>> {
        zip::members(archive, &mut |member| {
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
        })
    }

    /// Reads an archive from the front, behind the member that begins at byte `last`, and rejects the rest.
    fn torn(
        &self,
        stream: &mut Stream<'_>,
        last: Option<u64>,
        place: &Place,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        loop {
            let begin = stream.position();
            let header = match torn::next(stream) {
                Ok(Next::Member(header)) => header,
                Ok(Next::Directory | Next::End) => {
                    return self.lost(
                        stream,
                        "the directory of the archive is missing or torn",
                        place,
                        each,
                    );
                }
                Ok(Next::Other) => {
                    return self.lost(stream, "no member of an archive stands here", place, each);
                }
                Err(error) => return self.broken(stream, error, place, each),
            };
            let is_new = last.is_none_or(|last| begin > last);
            let wanted = is_new && !header.path.ends_with('/') && self.wanted(&header.path);
            let member = place.member(&header.path);
            let method = zip::method(header.method);
            let refused = zip::refusal(method, header.encrypted);
            let passed = match header {
                Header {
                    size: Some((packed, unpacked, checksum)),
                    ..
                } => {
                    let end = stream.position().saturating_add(packed);
                    match refused {
                        Some(reason) if wanted => each(Err(member.origin.reject(reason)))?,
                        None if wanted => {
                            let part = Part::new(stream, packed);
                            let bytes = zip::unpack(Box::new(part), method, &self.gauge);
                            let bytes = Watched::new(Checked::new(bytes, checksum), "zip", &self.gauge);
                            self.member(Box::new(bytes), unpacked, &member, each)?;
                        }
                        _ => {}
                    }
                    tar::skip(stream, end - stream.position())
                }
                _ if refused.is_none() && method == CompressionMethod::DEFLATE => {
                    let mut bytes = Watched::new(DeflateDecoder::new(&mut *stream), "zip", &self.gauge);
                    if wanted {
                        self.member(Box::new(&mut bytes), 0, &member, each)?;
                    }
                    io::copy(&mut bytes, &mut io::sink()).and_then(|_| torn::skip_descriptor(stream))
                }
                _ => return self.lost(stream, "where this member ends is not known", place, each),
            };
            if let Err(error) = passed {
                return self.broken(stream, error, place, each);
            }
        }
    }

    /// Rejects what an archive holds from here on.
    fn lost(&self, stream: &Stream<'_>, what: &str, place: &Place, each: &mut Each<'_>) -> ControlFlow<()> {
        let origin = place.origin.at(Position::Byte(stream.position()));
        each(Err(origin.reject(Reason::Damaged(what.to_owned()))))
    }
}
