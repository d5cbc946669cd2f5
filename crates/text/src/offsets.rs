use crate::Span;

/// Converts byte offsets into code points, for one text.
///
/// A question costs the distance from the offset that was asked last, in either direction: spans that come in text
/// order cost one pass over the text altogether, whatever their number.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    byte: usize,
    point: usize,
}

impl<'t> CodePoints<'t> {
    /// A converter for `text`.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            byte: 0,
            point: 0,
        }
    }

    /// Code points before byte `offset`.
    ///
    /// # Panics
    /// If `offset` is past the end.
    pub fn point(&mut self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        if offset < self.byte {
            self.point -= count(&bytes[offset..self.byte]);
        } else {
            self.point += count(&bytes[self.byte..offset]);
        }
        self.byte = offset;
        self.point
    }

    /// Start and end of a span in code points, end exclusive.
    pub fn range(&mut self, span: Span) -> (usize, usize) {
        let start = self.point(span.start());
        // The end is counted without moving on, so that nested and overlapping spans do not start anew.
        (
            start,
            start + count(&self.text.as_bytes()[span.start()..span.end()]),
        )
    }
}

/// Code points in well-formed UTF-8: bytes that are no continuation.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_in_any_order() {
        let text = "a😀Ə’z";
        let mut points = CodePoints::new(text);
        assert_eq!(points.range(Span::new(1, 7)), (1, 3));
        assert_eq!(points.range(Span::new(0, text.len())), (0, 5));
        assert_eq!(points.point(text.len()), 5);
        assert_eq!(points.range(Span::new(5, 7)), (2, 3));
        assert_eq!(points.point(0), 0);
    }
}
