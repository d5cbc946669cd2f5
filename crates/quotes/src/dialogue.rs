//! Dialogue with a dash before each turn, as books and translated interviews set it: "— Where is he? asked the guard."

use whosaid_text::{Quote, Rule};

use crate::inside_marks::{self, Words};
use crate::items::Shape;
use crate::statements::Source;

/// The row of the paragraph that begins with unit `number`, and one past its last unit: if a dash opens the paragraph and
/// the words hold their own attribution. In English a short dash is that of a list.
pub(crate) fn turn(source: &Source<'_>, words: Words<'_>, number: usize) -> Option<(Quote, usize)> {
    let units = &source.layout.units;
    let unit = units[number];
    let dash = &source.items[unit.start as usize];
    if dash.shape != Shape::Dash || !unit.first || unit.end < unit.start + 4 {
        return None;
    }
    let long = matches!(source.tokens.text(source.text, dash.first as usize), "—" | "―");
    if !long && matches!(words, Words::English(_)) {
        return None;
    }
    let end = (number..units.len())
        .find(|at| units[*at].paragraph != unit.paragraph)
        .unwrap_or(units.len());
    let last = units[end - 1].end as usize - 1;
    let all = crate::items::span(source.tokens, &source.items[unit.start as usize + 1..=last]);
    let mut quote = inside_marks::inside(source.text, source.tokens, source.linked, words, all)?;
    quote.rule = Rule("quotes:dialogue");
    Some((quote, end))
}
