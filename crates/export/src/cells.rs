use whosaid_text::{Confidence, Date};

/// Writes the cells of one row in their order. Every format is one of these; what a table holds is told with them.
pub(crate) trait Cells {
    /// A text, which may be empty.
    fn text(&mut self, text: &str);

    /// A count or a code point offset.
    fn number(&mut self, number: u64);

    /// Nothing to tell.
    fn nothing(&mut self);

    /// Ranges of code points.
    fn ranges(&mut self, ranges: &[(usize, usize)]);

    /// 0 to 1 with two digits.
    fn confidence(&mut self, confidence: Confidence);

    /// A day, ISO.
    fn date(&mut self, date: Option<Date>) {
        match date {
            Some(date) => self.text(&date.to_string()),
            None => self.nothing(),
        }
    }

    /// A text, if there is one.
    fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    /// Start and end of a range, as two cells.
    fn range(&mut self, range: Option<(usize, usize)>) {
        match range {
            Some((start, end)) => {
                self.number(start as u64);
                self.number(end as u64);
            }
            None => {
                self.nothing();
                self.nothing();
            }
        }
    }

    /// The row is complete.
    fn end(&mut self);
}
