use std::io::{self, BufRead, Read};

/// Bytes that are held of a stream, unless a longer look ahead is asked for.
const BUFFER: usize = 1 << 16;

/// Bytes that come one after another, from a file, a decompressor or a member of an archive: buffered, counted, and with
/// a look ahead, so that a reader can tell by the first bytes what they are.
pub(crate) struct Stream<'r> {
    inner: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Bytes that were handed out.
    passed: u64,
    /// The inner reader has said that nothing follows.
    drained: bool,
    /// It broke off behind what is held.
    failed: Option<io::Error>,
}

impl<'r> Stream<'r> {
    pub(crate) fn new(inner: Box<dyn Read + 'r>) -> Self {
        Self {
            inner,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            passed: 0,
            drained: false,
            failed: None,
        }
    }

    /// Bytes that are in memory already.
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self {
            inner: Box::new(io::empty()),
            start: 0,
            end: bytes.len(),
            buffer: bytes,
            passed: 0,
            drained: true,
            failed: None,
        }
    }

    /// How many bytes were handed out: the offset of the next one.
    pub(crate) fn position(&self) -> u64 {
        self.passed
    }

    /// The next `wanted` bytes, fewer if the stream ends before, more if they are there; none is handed out.
    pub(crate) fn head(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.end - self.start < wanted && !self.drained {
            self.fill(wanted);
        }
        self.check()?;
        Ok(&self.buffer[self.start..self.end])
    }

    /// All bytes that are in memory and were not handed out.
    pub(crate) fn held(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Passes over `count` bytes; says how many there were.
    pub(crate) fn skip(&mut self, count: u64) -> io::Result<u64> {
        let mut left = count;
        while left > 0 {
            let held = self.fill_buf()?.len();
            if held == 0 {
                break;
            }
            let step = (held as u64).min(left);
            self.consume(step as usize);
            left -= step;
        }
        Ok(count - left)
    }

    /// Everything that follows if it is at most `limit` bytes, else `None`. What is in memory is not copied.
    pub(crate) fn rest(&mut self, limit: u64) -> io::Result<Option<Vec<u8>>> {
        if (self.end - self.start) as u64 > limit {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.buffer);
        bytes.truncate(self.end);
        bytes.drain(..self.start);
        (self.start, self.end) = (0, 0);
        if !self.drained {
            let room = limit + 1 - bytes.len() as u64;
            self.inner.by_ref().take(room).read_to_end(&mut bytes)?;
        }
        self.check()?;
        self.passed += bytes.len() as u64;
        Ok((bytes.len() as u64 <= limit).then_some(bytes))
    }

    /// Takes everything that follows into memory, without handing it out, if it is at most `limit` bytes.
    pub(crate) fn gather(&mut self, limit: u64) -> Gathered {
        let mut wanted = BUFFER;
        loop {
            while self.end - self.start < wanted && !self.drained {
                self.fill(wanted);
            }
            if (self.end - self.start) as u64 > limit {
                return Gathered::TooMuch;
            }
            if self.drained {
                return match self.failed {
                    None => Gathered::All,
                    Some(_) => Gathered::Beginning,
                };
            }
            wanted *= 2;
        }
    }

    /// Takes back bytes that were handed out last.
    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        let held = [bytes, self.held()].concat();
        (self.start, self.end) = (0, held.len());
        self.buffer = held;
        self.passed -= bytes.len() as u64;
    }

    /// Reads once, making room for at least `wanted` bytes.
    fn fill(&mut self, wanted: usize) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        let room = wanted.max(BUFFER);
        if self.buffer.len() < room {
            self.buffer.resize(room, 0);
        }
        let read = loop {
            match self.inner.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        match read {
            Ok(read) => {
                self.end += read;
                self.drained = read == 0;
            }
            Err(error) => {
                self.drained = true;
                self.failed = Some(error);
            }
        }
    }

    /// An error counts when all bytes before it were handed out.
    fn check(&mut self) -> io::Result<()> {
        match self.failed.take_if(|_| self.start == self.end) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let count = held.len().min(out.len());
        out[..count].copy_from_slice(&held[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end && !self.drained {
            (self.start, self.end) = (0, 0);
            self.fill(1);
        }
        self.check()?;
        Ok(self.held())
    }

    fn consume(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.passed += count as u64;
    }
}

/// What [`Stream::gather`] has taken into memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gathered {
    All,
    /// It breaks off with an error, which comes when what is held was handed out.
    Beginning,
    /// There is more than is allowed.
    TooMuch,
}

/// Some bytes of a stream whose number is known: it is an error if the stream ends before.
pub(crate) struct Part<'s, 'r> {
    stream: &'s mut Stream<'r>,
    left: u64,
}

impl<'s, 'r> Part<'s, 'r> {
    pub(crate) fn new(stream: &'s mut Stream<'r>, length: u64) -> Self {
        Self { stream, left: length }
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        let read = self.stream.read(&mut out[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time.
    struct Trickle(Vec<u8>);

    impl Read for Trickle {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            match (self.0.is_empty(), out.is_empty()) {
                (false, false) => {
                    out[0] = self.0.remove(0);
                    Ok(1)
                }
                _ => Ok(0),
            }
        }
    }

    #[test]
    fn looks_ahead_without_handing_out() {
        let mut stream = Stream::new(Box::new(Trickle(b"abcdef".to_vec())));
        assert_eq!(stream.head(3).unwrap(), b"abc");
        assert_eq!(stream.position(), 0);
        assert_eq!(stream.skip(2).unwrap(), 2);
        assert_eq!(stream.head(100).unwrap(), b"cdef");
        assert_eq!(stream.rest(4).unwrap().unwrap(), b"cdef");
        assert_eq!(stream.position(), 6);
        assert_eq!(stream.skip(1).unwrap(), 0);
    }

    #[test]
    fn the_rest_is_bounded() {
        for mut stream in [
            Stream::of(b"abcdef".to_vec()),
            Stream::new(Box::new(&b"abcdef"[..])),
        ] {
            assert!(stream.rest(5).unwrap().is_none());
        }
        assert_eq!(Stream::of(b"abc".to_vec()).rest(3).unwrap().unwrap(), b"abc");
    }

    #[test]
    fn a_part_that_is_cut_off_is_an_error() {
        let mut stream = Stream::of(b"abcdef".to_vec());
        let mut bytes = Vec::new();
        Part::new(&mut stream, 4).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"abcd");
        let error = Part::new(&mut stream, 4).read_to_end(&mut bytes).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
