//! Quotations from pairs of marks: where they begin and end if a mark is missing, which stands in which, and which goes
//! on with one of the paragraph before.

use whosaid_text::{Quotation, Repair, Span, Tokens};

use crate::marks::{Family, Lean, glyph, mark_length};
use crate::pairing::{Pair, Pairing};

/// Notes the quotations of one paragraph after the other.
#[derive(Debug, Default)]
pub(crate) struct Settling {
    /// The last quotation of the paragraph before, if it ended with that paragraph and was not closed.
    open: Option<(usize, Family)>,
    /// Quotations that are open at the place looked at.
    stack: Vec<usize>,
}

impl Settling {
    /// Notes the quotations of the last paragraph of `tokens`.
    pub(crate) fn settle(&mut self, text: &str, tokens: &mut Tokens, pairing: &Pairing) {
        self.stack.clear();
        let Some(paragraph) = tokens.paragraphs.last().copied() else {
            return;
        };
        let from = self.open.take();
        let mut floor = paragraph.span.start();
        let mut first = true;
        for pair in pairing.pairs() {
            let Some((mut quotation, begins)) = place(text, tokens, pair, paragraph.span, floor) else {
                continue;
            };
            if first && let Some((before, family)) = from {
                let reopened = begins && quotation.open.is_some() && family == pair.family;
                if reopened || quotation.repair == Repair::MissingOpen {
                    if quotation.open.is_none() {
                        quotation.content = Span::new(paragraph.span.start(), quotation.content.end());
                    }
                    quotation.continues = Some(before as u32);
                    tokens.quotations[before].repair = Repair::Continued;
                }
            }
            first = false;
            if quotation.repair == Repair::MissingClose
                && (pair.limit.is_none() && reopens(text, paragraph.span.end(), pair.family))
            {
                let end = paragraph.span.end();
                quotation.content = Span::new(quotation.content.start(), end);
            }
            if !self.nest(text, tokens, &mut quotation) {
                continue;
            }
            floor = floor.max(quotation.outer().end());
            if quotation.close.is_none()
                && quotation.depth == 0
                && quotation.content.end() == paragraph.span.end()
            {
                self.open = Some((tokens.quotations.len(), pair.family));
            }
            self.stack.push(tokens.quotations.len());
            tokens.quotations.push(quotation);
        }
    }

    /// Sets depth and parent; cuts what does not nest. False if nothing is left.
    fn nest(&mut self, text: &str, tokens: &mut Tokens, quotation: &mut Quotation) -> bool {
        let outer = quotation.outer();
        while let Some(top) = self.stack.last()
            && tokens.quotations[*top].outer().end() <= outer.start()
        {
            self.stack.pop();
        }
        if let Some(top) = self.stack.last().copied() {
            let above = &mut tokens.quotations[top];
            if outer.end() > above.content.end() {
                if above.close.is_none() && above.content.start() < outer.start() {
                    // The outer one is only thought to go so far.
                    let cut = Span::new(above.content.start(), outer.start()).trim(text);
                    if cut.is_empty() {
                        return false;
                    }
                    above.content = cut;
                    self.stack.pop();
                    return self.nest(text, tokens, quotation);
                }
                return false;
            }
            quotation.parent = Some(top as u32);
            quotation.depth = above.depth + 1;
        }
        true
    }
}

/// The quotation of a pair of marks, and whether its opening mark begins the paragraph.
fn place(
    text: &str,
    tokens: &Tokens,
    pair: &Pair,
    paragraph: Span,
    floor: usize,
) -> Option<(Quotation, bool)> {
    let mark = |token: Option<u32>| token.map(|token| tokens.tokens[token as usize].span);
    let (open, close) = (mark(pair.open), mark(pair.close));
    let begins = open.is_some_and(|open| open.start() == paragraph.start());
    let start = match (open, pair.close) {
        (Some(open), _) => open.end(),
        (None, Some(close)) => tokens.sentence_at(close as usize).span.start().max(floor),
        (None, None) => return None,
    };
    let end = match (close, pair.open) {
        (Some(close), _) => close.start(),
        (None, Some(open)) => {
            let limit = pair.limit.unwrap_or(paragraph.end());
            let inside = (open as usize + 1).min(tokens.tokens.len() - 1);
            let sentence = tokens.sentence_at(inside).span.end();
            if pair.limit.is_none() && (begins || introduced(text, tokens, open as usize)) {
                limit
            } else {
                sentence.min(limit)
            }
        }
        (None, None) => return None,
    };
    if end <= start {
        return None;
    }
    let content = Span::new(start, end).trim(text);
    if content.is_empty() {
        return None;
    }
    let quotation = Quotation {
        content,
        open,
        close,
        depth: 0,
        parent: None,
        continues: None,
        repair: pair.repair,
    };
    Some((quotation, begins))
}

/// True if a colon or a comma stands before the mark: whole sentences follow.
fn introduced(text: &str, tokens: &Tokens, open: usize) -> bool {
    open > 0 && matches!(tokens.text(text, open - 1), ":")
}

/// True if what follows byte `end` begins with a mark of `family` that opens.
fn reopens(text: &str, end: usize, family: Family) -> bool {
    let rest = text[end..].trim_start();
    mark_length(rest)
        .and_then(|length| glyph(&rest[..length]))
        .is_some_and(|glyph| {
            glyph.family == family && (glyph.lean != Lean::Close || family == Family::Guillemet)
        })
}
