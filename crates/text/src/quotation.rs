use crate::Span;

/// What stands between two quotation marks, whether speech or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes between the marks, without white space at the ends. Never empty.
    pub content: Span,
    /// The opening mark; `None` if it is missing.
    pub open: Option<Span>,
    /// The closing mark; `None` if it is missing.
    pub close: Option<Span>,
    /// 0 for a quotation in running text, 1 for one inside another, …
    pub depth: u8,
    /// Index of the quotation that this one is nested in.
    pub parent: Option<u32>,
    /// Index of the quotation, in the paragraph before, that this one goes on with: each paragraph of a long quotation
    /// opens again, only the last one closes.
    pub continues: Option<u32>,
    /// What had to be repaired to read the marks as a pair.
    pub repair: Repair,
}

impl Quotation {
    /// The quotation with its marks, as far as they stand.
    pub fn outer(&self) -> Span {
        let start = self.open.unwrap_or(self.content);
        let end = self.close.unwrap_or(self.content);
        start.cover(end)
    }
}

/// How the marks of a quotation had to be read to make a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repair {
    /// A pair as typed by any of the known conventions.
    #[default]
    None,
    /// The paragraph ends and the quotation goes on in the next one, which opens again.
    Continued,
    /// Opened by one convention, closed by another (“ … »).
    MixedPair,
    /// The closing mark was typed as an opening one, or the reverse.
    Turned,
    /// No closing mark: the end was set at the end of the sentence or paragraph.
    MissingClose,
    /// No opening mark: the beginning was set at the beginning of the sentence or paragraph.
    MissingOpen,
}
