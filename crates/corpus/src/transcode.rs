use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};

use crate::decode::utf16_without_mark;
use crate::stream::Stream;

/// Bytes that are decoded at once.
const BLOCK: usize = 1 << 14;

/// UTF-16 as UTF-8, without its byte order mark, so that lines and cells can be cut as they come. What means nothing becomes
/// U+FFFD.
pub(crate) struct Transcoded<'r> {
    stream: Stream<'r>,
    decoder: Decoder,
    block: Vec<u8>,
    start: usize,
    end: usize,
    over: bool,
    lossy: Rc<Cell<bool>>,
}

/// The encoding of what begins with `head`, if that is UTF-16 with a byte order mark, or said to be, or looks so.
pub(crate) fn utf16(head: &[u8], given: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    match marked.or(given) {
        Some(encoding) => Some(encoding).filter(|encoding| [UTF_16LE, UTF_16BE].contains(encoding)),
        None => utf16_without_mark(head),
    }
}

impl<'r> Transcoded<'r> {
    /// `lossy` is set when something means nothing.
    pub(crate) fn new(stream: Stream<'r>, encoding: &'static Encoding, lossy: Rc<Cell<bool>>) -> Self {
        Self {
            stream,
            decoder: encoding.new_decoder_with_bom_removal(),
            block: vec![0; BLOCK],
            start: 0,
            end: 0,
            over: false,
            lossy,
        }
    }
}

impl Read for Transcoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.start == self.end && !self.over {
            let bytes = self.stream.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, replaced) = self.decoder.decode_to_utf8(bytes, &mut self.block, last);
            self.stream.consume(read);
            if replaced {
                self.lossy.set(true);
            }
            (self.start, self.end) = (0, written);
            self.over = last && result == encoding_rs::CoderResult::InputEmpty;
        }
        let count = out.len().min(self.end - self.start);
        out[..count].copy_from_slice(&self.block[self.start..self.start + count]);
        self.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_text_as_utf8() {
        let text = "id\ttext\n1\tМост 😀\n".repeat(3000);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            [b"\xff\xfe", &little[..]].concat(),
            [b"\xfe\xff", &big[..]].concat(),
        ] {
            let encoding = utf16(&bytes, None).unwrap();
            let mut read = String::new();
            let lossy = Rc::new(Cell::new(false));
            Transcoded::new(Stream::of(bytes), encoding, Rc::clone(&lossy))
                .read_to_string(&mut read)
                .unwrap();
            assert_eq!(read, text);
            assert!(!lossy.get());
        }
        let mut cut = String::new();
        let half = Stream::of(b"a\0b\0c".to_vec());
        assert_eq!(utf16(b"a\0", Some(UTF_16LE)), Some(UTF_16LE));
        let lossy = Rc::new(Cell::new(false));
        let mut transcoded = Transcoded::new(half, UTF_16LE, Rc::clone(&lossy));
        transcoded.read_to_string(&mut cut).unwrap();
        assert_eq!((cut.as_str(), lossy.get()), ("ab\u{fffd}", true));
        assert_eq!(utf16(b"\xef\xbb\xbfa", Some(UTF_16LE)), None);
        assert_eq!(utf16(b"abc", None), None);
    }
}
