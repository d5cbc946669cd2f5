//! Quotations over several paragraphs whose attribution comes last: one statement, not one a paragraph.

use whosaid_text::{Quote, QuoteKind};

use crate::loose::row_of;
use crate::statements::{Memory, NO_ROW, Source};

/// Gives the paragraphs that nobody was found for to the statement that goes on with them; empties their own rows and
/// takes them out.
pub(crate) fn join(source: &Source<'_>, memory: &Memory, quotes: &mut Vec<Quote>) {
    let mut joined = false;
    for at in &source.layout.quotes {
        let at = *at as usize;
        let item = &source.items[at];
        let later = memory.row_of[at];
        let Some(earlier) = source.tokens.quotations[item.quotation() as usize]
            .continues
            .filter(|_| later != NO_ROW)
            .and_then(|before| row_of(source, memory, at, before))
        else {
            continue;
        };
        let (from, to) = (earlier as usize, later as usize);
        // A speaker that was only guessed gives way to one that a cue names.
        let guessed = matches!(quotes[from].rule.0, "quotes:floating" | "quotes:alone");
        let named = quotes[to].cue.is_some() && quotes[to].kind == QuoteKind::Direct;
        if from == to || !guessed || !named {
            continue;
        }
        let mut spans = std::mem::take(&mut quotes[from].spans);
        spans.append(&mut quotes[to].spans);
        spans.sort_unstable();
        quotes[to].spans = spans;
        joined = true;
    }
    if joined {
        quotes.retain(|quote| !quote.spans.is_empty());
    }
}
