//! The tape archive, in the dialects that are met: ustar (POSIX.1-1988), GNU's long names, pax (POSIX.1-2001).
//!
//! The `tar` crate reads a long name or a pax header as large as it says, which a bomb can make gigabytes; here they are
//! bounded, and a broken header is told with its offset.

use std::io;

use crate::decode::guessed;
use crate::stream::Stream;

const BLOCK: u64 = 512;

/// Most bytes of a long name or a pax header.
const EXTENSION: u64 = 1 << 20;

/// A file in an archive: the stream stands at its first byte.
pub(crate) struct Member {
    /// As the archive has it.
    pub(crate) path: String,
    /// Bytes.
    pub(crate) size: u64,
}

/// Reads headers, one after another.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    path: Option<String>,
    size: Option<u64>,
}

impl Headers {
    /// The next file; everything else that an archive may hold (folders, links, devices) is passed over. `None` at the
    /// end. The caller passes over the file's bytes, and then calls [`Headers::pad`].
    pub(crate) fn next(&mut self, stream: &mut Stream<'_>) -> io::Result<Option<Member>> {
        loop {
            let head = stream.head(BLOCK as usize)?;
            if head.is_empty() {
                return Ok(None);
            }
            let Some(block) = head.get(..BLOCK as usize) else {
                return Err(io::ErrorKind::UnexpectedEof.into());
            };
            if block.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            let Some(header) = Header::read(block) else {
                return Err(io::Error::other("no tar header"));
            };
            stream.skip(BLOCK)?;
            match header.kind {
                b'L' => self.path = Some(text(&extension(stream, header.size)?)),
                b'x' => self.pax(&extension(stream, header.size)?),
                b'0' | 0 | b'7' if !header.path.ends_with('/') => {
                    return Ok(Some(Member {
                        path: self.path.take().unwrap_or(header.path),
                        size: self.size.take().unwrap_or(header.size),
                    }));
                }
                _ => {
                    // Links and folders have no bytes, whatever they say; sparse files and what else there is have.
                    let size = match header.kind {
                        b'1'..=b'6' => 0,
                        _ => self.size.take().unwrap_or(header.size),
                    };
                    // `K` and `g` belong to the member that follows, or to all.
                    if !matches!(header.kind, b'K' | b'g') {
                        (self.path, self.size) = (None, None);
                    }
                    skip(stream, size)?;
                    Self::pad(stream, size)?;
                }
            }
        }
    }

    /// Passes over what fills up the last block of a file of `size` bytes.
    pub(crate) fn pad(stream: &mut Stream<'_>, size: u64) -> io::Result<()> {
        // Some archives end without.
        stream.skip((BLOCK - size % BLOCK) % BLOCK)?;
        Ok(())
    }

    /// `27 path=some/where.txt\n`, one after another.
    fn pax(&mut self, mut records: &[u8]) {
        while let Some(space) = memchr::memchr(b' ', records) {
            let length = std::str::from_utf8(&records[..space])
                .ok()
                .and_then(|digits| digits.parse::<usize>().ok());
            let Some(record) = length.and_then(|length| records.get(space + 1..length)) else {
                return;
            };
            records = &records[space + 1 + record.len()..];
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(path) = record.strip_prefix(b"path=") {
                self.path = Some(text(path));
            } else if let Some(size) = record.strip_prefix(b"size=") {
                self.size = std::str::from_utf8(size).ok().and_then(|size| size.parse().ok());
            }
        }
    }
}

/// Passes over bytes that must be there.
pub(crate) fn skip(stream: &mut Stream<'_>, count: u64) -> io::Result<()> {
    match stream.skip(count)? == count {
        true => Ok(()),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn extension(stream: &mut Stream<'_>, size: u64) -> io::Result<Vec<u8>> {
    if size > EXTENSION {
        return Err(io::Error::other("a name of more than a megabyte"));
    }
    let bytes = stream.head(size as usize)?;
    let Some(bytes) = bytes.get(..size as usize) else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let bytes = bytes.to_vec();
    stream.skip(size)?;
    Headers::pad(stream, size)?;
    Ok(bytes)
}

/// A name without the zeros behind it.
fn text(bytes: &[u8]) -> String {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    match std::str::from_utf8(&bytes[..end]) {
        Ok(text) => text.to_owned(),
        Err(_) => guessed(&bytes[..end]),
    }
}

/// True if an archive begins so: the checksum of its first header is right.
pub(crate) fn is_header(head: &[u8]) -> bool {
    // Checked first because it is quick: a field that holds text in no other file.
    let Some(block) = head.get(..BLOCK as usize) else {
        return false;
    };
    block[0] != 0 && matches!(block[155], 0 | b' ') && Header::read(block).is_some()
}

struct Header {
    path: String,
    size: u64,
    kind: u8,
}

impl Header {
    fn read(block: &[u8]) -> Option<Self> {
        let sum: u64 = block
            .iter()
            .enumerate()
            .map(|(at, byte)| if (148..156).contains(&at) { b' ' } else { *byte })
            .map(u64::from)
            .sum();
        (number(&block[148..156])? == sum).then_some(())?;
        let mut path = text(&block[..100]);
        // GNU's dialect uses the field for other things.
        if block[257..263] == *b"ustar\0" && block[345] != 0 {
            path = format!("{}/{path}", text(&block[345..500]));
        }
        Some(Self {
            path,
            size: number(&block[124..136])?,
            kind: block[156],
        })
    }
}

/// Octal digits, or binary if the first bit is set (GNU, for sizes beyond 8 GB).
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        return field[1..]
            .iter()
            .try_fold(u64::from(field[0] & 0x7f), |number, byte| {
                number.checked_mul(256)?.checked_add(u64::from(*byte))
            });
    }
    let digits = field
        .iter()
        .copied()
        .skip_while(|byte| *byte == b' ')
        .take_while(|byte| !matches!(byte, 0 | b' '));
    digits.into_iter().try_fold(0_u64, |number, digit| match digit {
        b'0'..=b'7' => number.checked_mul(8)?.checked_add(u64::from(digit - b'0')),
        _ => None,
    })
}
