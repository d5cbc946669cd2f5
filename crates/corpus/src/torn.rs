//! Members of a zip archive whose directory is missing or broken: one after another, by the header that stands before each
//! (PKWARE's APPNOTE 6.3, 4.3.7).

use std::io::{self, Read};

use flate2::Crc;

use crate::stream::Stream;
use crate::tar::skip;
use crate::zip::member_path;

/// Bytes of a header before its name.
const HEADER: usize = 30;
/// Sizes that stand elsewhere.
const ELSEWHERE: u32 = u32::MAX;

/// A member: the stream stands at its first byte.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// As the archive has it.
    pub(crate) path: String,
    /// Number of the way in which it is compressed.
    pub(crate) method: u16,
    /// True if it cannot be read without a password.
    pub(crate) encrypted: bool,
    /// Bytes in the archive, bytes unpacked, and checksum; `None` if they stand behind the data.
    pub(crate) size: Option<(u64, u64, u32)>,
}

/// What stands next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Member(Header),
    /// The directory, whatever there is of it.
    Directory,
    End,
    /// Nothing that an archive has.
    Other,
}

/// Reads the header that the stream stands at. What is not one is not passed over.
pub(crate) fn next(stream: &mut Stream<'_>) -> io::Result<Next> {
    let head = stream.head(HEADER)?;
    match head {
        [] => return Ok(Next::End),
        [b'P', b'K', 1, 2, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 6, 6 | 7, ..] => {
            return Ok(Next::Directory);
        }
        [b'P', b'K', 3, 4, ..] => {}
        _ => return Ok(Next::Other),
    }
    let Some(head) = head.first_chunk::<HEADER>() else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let short = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
    let long = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (flags, method, checksum, packed, unpacked) = (short(6), short(8), long(14), long(18), long(22));
    let (name, extra) = (usize::from(short(26)), usize::from(short(28)));
    let whole = stream.head(HEADER + name + extra)?;
    let Some(rest) = whole.get(HEADER..HEADER + name + extra) else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let path = member_path(&rest[..name]);
    let large = large(&rest[name..]);
    let size = match (packed, unpacked) {
        _ if flags & 8 != 0 => None,
        (ELSEWHERE, _) | (_, ELSEWHERE) => large.map(|(unpacked, packed)| (packed, unpacked, checksum)),
        _ => Some((packed.into(), unpacked.into(), checksum)),
    };
    stream.skip((HEADER + name + extra) as u64)?;
    Ok(Next::Member(Header {
        path,
        method,
        encrypted: flags & 1 != 0,
        size,
    }))
}

/// Sizes beyond 4 GB, unpacked and packed, among the fields behind the name.
fn large(mut fields: &[u8]) -> Option<(u64, u64)> {
    while let [id, high, length, more, rest @ ..] = fields {
        let length = usize::from(u16::from_le_bytes([*length, *more]));
        if u16::from_le_bytes([*id, *high]) == 1 {
            let number = |at: usize| Some(u64::from_le_bytes(*rest.get(at..length)?.first_chunk()?));
            return Some((number(0)?, number(8)?));
        }
        fields = rest.get(length..)?;
    }
    None
}

/// Passes over what stands behind data whose sizes were not known before: a checksum and sizes of four or eight bytes, with
/// a signature or without. Told by what follows.
pub(crate) fn skip_descriptor(stream: &mut Stream<'_>) -> io::Result<()> {
    let head = stream.head(28)?;
    let lengths: &[usize] = match head.starts_with(b"PK\x07\x08") {
        true => &[16, 24],
        false => &[12, 20],
    };
    let follows = |length: &&usize| {
        let rest = head.get(**length..).unwrap_or_default();
        rest.starts_with(b"PK") || rest.is_empty() && head.len() == **length
    };
    let length = lengths.iter().find(follows).unwrap_or(&lengths[0]);
    skip(stream, *length as u64)
}

/// Unpacked bytes that are compared with their checksum at the end.
pub(crate) struct Checked<R> {
    inner: R,
    crc: Crc,
    expected: u32,
}

impl<R> Checked<R> {
    pub(crate) fn new(inner: R, expected: u32) -> Self {
        Self {
            inner,
            crc: Crc::new(),
            expected,
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.crc.update(&out[..read]);
        if read == 0 && !out.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::other("another checksum than it says"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_beyond_four_gigabytes_stand_behind_the_name() {
        let mut header = b"PK\x03\x04\x2d\0\0\0\0\0\0\0\0\0\x01\0\0\0".to_vec();
        header.extend([0xff; 8]);
        header.extend(b"\x01\0\x18\0a");
        header.extend(b"\x09\0\0\0\x01\0\x10\0");
        header.extend(5_u64.to_le_bytes());
        header.extend(3_u64.to_le_bytes());
        let mut stream = Stream::of([&header[..], b"abc"].concat());
        let Next::Member(member) = next(&mut stream).unwrap() else {
            panic!("no member");
        };
        assert_eq!((member.path.as_str(), member.size), ("a", Some((3, 5, 1))));
        assert_eq!(stream.held(), b"abc");
        assert!(next(&mut Stream::of(header[..40].to_vec())).is_err());
        assert_eq!(
            next(&mut Stream::of(b"PK\x01\x02".to_vec())).unwrap(),
            Next::Directory
        );
        assert_eq!(next(&mut stream).unwrap(), Next::Other);
        assert_eq!(next(&mut Stream::of(Vec::new())).unwrap(), Next::End);
    }

    #[test]
    fn descriptors_have_several_lengths() {
        for (descriptor, rest) in [
            (&b"PK\x07\x08aaaabbbbccccPK\x03\x04"[..], 4),
            (b"PK\x07\x08aaaabbbbbbbbccccccccPK\x01\x02", 4),
            (b"aaaabbbbccccPK\x03\x04", 4),
            (b"aaaabbbbbbbbcccccccc", 0),
        ] {
            let mut stream = Stream::of(descriptor.to_vec());
            skip_descriptor(&mut stream).unwrap();
            assert_eq!(stream.held().len(), rest, "{descriptor:?}");
        }
        assert!(skip_descriptor(&mut Stream::of(b"aaaa".to_vec())).is_err());
    }
}
