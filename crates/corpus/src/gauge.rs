use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use crate::Reason;
use crate::rejection::Limit;

/// Unpacked bytes that no ratio forbids: a small file may well be nothing but one letter.
const FREE: u64 = 64 << 20;

/// Watches over what one file unpacks to, through all that is nested in it.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    /// Bytes of the file, or that were read of it if its length cannot be known.
    taken: Cell<u64>,
    /// Bytes that all decompressors made of them.
    made: Cell<u64>,
    /// The most of them for each byte of the file.
    ratio: u64,
    /// What went wrong first, nearest to the file: readers on top of it only see that their bytes end.
    fault: RefCell<Option<Reason>>,
}

impl Gauge {
    pub(crate) fn new(ratio: u64) -> Rc<Self> {
        Rc::new(Self {
            ratio,
            ..Self::default()
        })
    }

    /// Counts bytes of the file itself.
    pub(crate) fn take(&self, bytes: u64) {
        self.taken.set(self.taken.get().saturating_add(bytes));
    }

    fn make(&self, bytes: u64) -> bool {
        let made = self.made.get().saturating_add(bytes);
        self.made.set(made);
        made <= FREE || made - FREE <= self.taken.get().saturating_mul(self.ratio)
    }

    /// What an error of a stream comes from.
    pub(crate) fn reason(&self, error: io::Error) -> Reason {
        match self.fault.take() {
            Some(reason) => reason,
            None if error.kind() == io::ErrorKind::UnexpectedEof => {
                Reason::Damaged("it ends too early".to_owned())
            }
            None => Reason::Io(error),
        }
    }
}

/// Counts the bytes of a file as they are read.
pub(crate) struct Counted<R> {
    pub(crate) inner: R,
    pub(crate) gauge: Rc<Gauge>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.gauge.take(read as u64);
        Ok(read)
    }
}

/// A decompressor under watch.
pub(crate) struct Watched<R> {
    inner: R,
    /// Such as `gzip`.
    what: &'static str,
    gauge: Rc<Gauge>,
    /// Bytes that this one made.
    made: u64,
}

impl<R> Watched<R> {
    pub(crate) fn new(inner: R, what: &'static str, gauge: &Rc<Gauge>) -> Self {
        Self {
            inner,
            what,
            gauge: Rc::clone(gauge),
            made: 0,
        }
    }

    fn fail(&self, reason: Reason) -> io::Error {
        let mut fault = self.gauge.fault.borrow_mut();
        if fault.is_none() {
            *fault = Some(reason);
        }
        io::ErrorKind::InvalidData.into()
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = match self.inner.read(out) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                let message = format!(
                    "the {} data end too early, at unpacked byte {}",
                    self.what, self.made
                );
                return Err(self.fail(Reason::Damaged(message)));
            }
            Err(error) => {
                let message = format!("{} data at unpacked byte {}: {error}", self.what, self.made);
                return Err(self.fail(Reason::Damaged(message)));
            }
        };
        self.made += read as u64;
        if !self.gauge.make(read as u64) {
            // What comes behind the bomb is judged afresh.
            self.gauge
                .made
                .set(self.gauge.made.get().saturating_sub(self.made));
            return Err(self.fail(Reason::Limit(Limit::Ratio(self.gauge.ratio))));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_stopped_and_what_follows_is_read() {
        let gauge = Gauge::new(10);
        gauge.take(1000);
        let mut bomb = Watched::new(io::repeat(b'x'), "gzip", &gauge);
        let mut total = 0;
        let error = loop {
            match bomb.read(&mut [0; 4096]) {
                Ok(read) => total += read as u64,
                Err(error) => break error,
            }
        };
        assert!((FREE..FREE + 20_000).contains(&total), "{total}");
        let reason = gauge.reason(error).to_string();
        assert!(reason.contains("--max-ratio"), "{reason}");
        let mut after = Watched::new(&b"abc"[..], "gzip", &gauge);
        assert_eq!(after.read(&mut [0; 10]).unwrap(), 3);
    }
}
