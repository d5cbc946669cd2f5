/// A stretch of a document's text: byte offsets, end exclusive.
///
/// Invariant: `start <= end`. Whoever makes a span puts both ends on `char` boundaries of the text it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from byte `start` up to, not including, byte `end`.
    ///
    /// # Panics
    /// If `start > end`, or either does not fit 32 bits (readers reject documents of 4 GiB and more).
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(
            start <= end && end <= u32::MAX as usize,
            "not a span: {start}..{end}"
        );
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// First byte.
    #[inline]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[inline]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True if the span holds no byte.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text that the span covers.
    ///
    /// # Panics
    /// If the span does not lie in `text` on `char` boundaries.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        &text[self.start()..self.end()]
    }

    /// True if `other` lies wholly inside.
    #[inline]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two share at least one byte.
    #[inline]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[inline]
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let all = self.of(text);
        let tail = all.trim_end();
        let head = tail.trim_start();
        let start = self.start() + (tail.len() - head.len());
        Span::new(start, start + head.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_white_space_of_any_width() {
        let text = "\u{a0} a b\u{2003}";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "a b");
        assert!(Span::new(0, 3).trim(text).is_empty());
    }

    #[test]
    #[should_panic(expected = "not a span")]
    fn refuses_an_end_before_its_start() {
        Span::new(2, 1);
    }
}
