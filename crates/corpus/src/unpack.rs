use std::io::{self, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::gauge::{Gauge, Watched};
use crate::stream::Stream;

/// Most memory that an xz or zstd stream may ask for: their strongest common settings take 65 and 128 MiB.
pub(crate) const MEMORY: u32 = 160 << 20;

/// How bytes are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Compression {
    /// What the first bytes of a stream say.
    pub(crate) fn sniff(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..]
                if rest.starts_with(b"1AY&SY") || rest.starts_with(b"\x17rE8P\x90") =>
            {
                Some(Self::Bzip2)
            }
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            _ if is_skippable(head) => Some(Self::Zstd),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
        }
    }

    /// What `stream` unpacks to, all of its members one after another.
    pub(crate) fn unpack<'r>(self, stream: Stream<'r>, gauge: &Rc<Gauge>) -> Stream<'r> {
        let inner: Box<dyn Read + 'r> = match self {
            Self::Gzip => Box::new(Members::<Gzip<'r>>::new(stream)),
            Self::Zstd => Box::new(Members::<Zstd<'r>>::new(stream)),
            Self::Bzip2 => Box::new(Members::<Bzip2<'r>>::new(stream)),
            Self::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(stream, true, MEMORY >> 10)),
        };
        Stream::new(Box::new(Watched::new(inner, self.name(), gauge)))
    }
}

type Gzip<'r> = GzDecoder<Stream<'r>>;
type Bzip2<'r> = bzip2::bufread::BzDecoder<Stream<'r>>;
type Zstd<'r> = StreamingDecoder<Stream<'r>, FrameDecoder>;

/// A decompressor of one member (frame, stream) of a file that may have several.
trait Member<'r>: Read + Sized {
    /// Begins a member; `stream` stands at its first byte.
    fn begin(stream: Stream<'r>) -> io::Result<Self>;
    /// Gives back what follows the member.
    fn finish(self) -> Stream<'r>;
    /// True if a member begins with `head`.
    fn is_next(head: &[u8]) -> bool;
    /// Passes over what stands between members.
    fn between(_: &mut Stream<'r>) -> io::Result<()> {
        Ok(())
    }
}

impl<'r> Member<'r> for Gzip<'r> {
    fn begin(stream: Stream<'r>) -> io::Result<Self> {
        Ok(GzDecoder::new(stream))
    }
    fn finish(self) -> Stream<'r> {
        self.into_inner()
    }
    fn is_next(head: &[u8]) -> bool {
        head.starts_with(b"\x1f\x8b")
    }
}

impl<'r> Member<'r> for Bzip2<'r> {
    fn begin(stream: Stream<'r>) -> io::Result<Self> {
        Ok(Self::new(stream))
    }
    fn finish(self) -> Stream<'r> {
        self.into_inner()
    }
    fn is_next(head: &[u8]) -> bool {
        head.starts_with(b"BZh")
    }
}

impl<'r> Member<'r> for Zstd<'r> {
    fn begin(stream: Stream<'r>) -> io::Result<Self> {
        StreamingDecoder::new_with_max_window_size(stream, u64::from(MEMORY)).map_err(io::Error::other)
    }
    fn finish(self) -> Stream<'r> {
        self.into_inner()
    }
    fn is_next(head: &[u8]) -> bool {
        head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
    }
    fn between(stream: &mut Stream<'r>) -> io::Result<()> {
        while let [_, _, _, _, a, b, c, d, ..] = *stream.head(8)?
            && is_skippable(stream.held())
        {
            stream.skip(8 + u64::from(u32::from_le_bytes([a, b, c, d])))?;
        }
        Ok(())
    }
}

/// A frame of zstd that holds no data (RFC 8878, 3.1.2).
fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Members one after another.
struct Members<'r, M> {
    state: State<'r, M>,
}

enum State<'r, M> {
    Between(Stream<'r>),
    Within(M),
    End,
}

impl<'r, M> Members<'r, M> {
    fn new(stream: Stream<'r>) -> Self {
        Self {
            state: State::Between(stream),
        }
    }
}

impl<'r, M: Member<'r>> Read for Members<'r, M> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            self.state = match std::mem::replace(&mut self.state, State::End) {
                State::End => return Ok(0),
                State::Between(mut stream) => {
                    M::between(&mut stream)?;
                    let head = stream.head(8)?;
                    if M::is_next(head) {
                        State::Within(M::begin(stream)?)
                    } else if only_padding(&mut stream)? {
                        State::End
                    } else {
                        return Err(io::Error::other("something else stands behind it"));
                    }
                }
                State::Within(mut member) => {
                    let read = match member.read(out) {
                        Ok(0) => 0,
                        other => {
                            self.state = State::Within(member);
                            return other;
                        }
                    };
                    debug_assert_eq!(read, 0);
                    State::Between(member.finish())
                }
            };
        }
    }
}

/// True if nothing but zeros follows, with which tapes and some servers fill up.
fn only_padding(stream: &mut Stream<'_>) -> io::Result<bool> {
    loop {
        let head = stream.head(1)?;
        if head.is_empty() {
            return Ok(true);
        }
        if head.iter().any(|byte| *byte != 0) {
            return Ok(false);
        }
        let length = head.len() as u64;
        stream.skip(length)?;
    }
}
