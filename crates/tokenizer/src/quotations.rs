//! Quotations from pairs of marks: where they begin and end if a mark is missing, which stands in which, and which goes
//! on with one of the paragraph before.

use whosaid_text::{Quotation, Repair, Span, Tokens};

use crate::lexicon::Lexicon;
use crate::marks::{Family, Lean, glyph, mark_length};
use crate::missing::Missing;
use crate::pairing::{Pair, Pairing};

/// Over so many paragraphs without any mark a closing mark is looked for.
const FARTHEST: usize = 6;

/// A quotation that its paragraph did not close.
#[derive(Clone, Copy, Debug)]
struct Unclosed {
    /// Its index; `None` if the paragraph ended with the opening mark.
    quotation: Option<usize>,
    family: Family,
}

/// Notes the quotations of one paragraph after the other.
#[derive(Debug, Default)]
pub(crate) struct Settling {
    /// The last quotation, if it was not closed.
    unclosed: Option<Unclosed>,
    /// Paragraphs without marks that followed it.
    between: Vec<Span>,
    /// Quotations that are open at the place looked at.
    stack: Vec<usize>,
}

impl Settling {
    /// Notes the quotations of the last paragraph of `tokens`.
    pub(crate) fn settle(&mut self, lexicon: &Lexicon, text: &str, tokens: &mut Tokens, pairing: &Pairing) {
        self.stack.clear();
        let Some(paragraph) = tokens.paragraphs.last().copied() else {
            return;
        };
        if pairing.pairs().is_empty() {
            if self.unclosed.is_some() {
                self.between.push(paragraph.span);
            }
            if self.between.len() > FARTHEST {
                self.forget();
            }
            return;
        }
        let mut floor = paragraph.span.start();
        let mut from = self.unclosed.take();
        for pair in pairing.pairs() {
            let before = from.take();
            let Some((mut quotation, begins)) = place(lexicon, text, tokens, pair, paragraph.span, floor)
            else {
                if pair.close.is_none() && pair.limit.is_none() && pair.open.is_some() {
                    self.unclosed = Some(Unclosed {
                        quotation: None,
                        family: pair.family,
                    });
                }
                continue;
            };
            if let Some(before) = before {
                self.go_on(tokens, before, &mut quotation, begins, pair.family);
            }
            let last = pair.limit.is_none() && quotation.repair == Repair::MissingClose;
            // An attribution set off by a comma has ended it.
            let last = last && !quotation.content.of(text).ends_with(',');
            if last && reopens(text, paragraph.span.end(), pair.family) {
                quotation.content = Span::new(quotation.content.start(), paragraph.span.end());
            }
            if !self.nest(text, tokens, &mut quotation) {
                continue;
            }
            floor = floor.max(quotation.outer().end());
            if quotation.depth == 0 {
                self.unclosed = last.then_some(Unclosed {
                    quotation: Some(tokens.quotations.len()),
                    family: pair.family,
                });
            }
            self.stack.push(tokens.quotations.len());
            tokens.quotations.push(quotation);
        }
        self.between.clear();
    }

    /// Lets the first quotation of a paragraph go on with the one that was left open, if its paragraph re-opens or only closes.
    fn go_on(
        &mut self,
        tokens: &mut Tokens,
        before: Unclosed,
        quotation: &mut Quotation,
        begins: bool,
        family: Family,
    ) {
        let closes = quotation.repair == Repair::MissingOpen;
        let reopens =
            begins && quotation.open.is_some() && alike(before.family, family) && self.between.is_empty();
        let Some(start) = tokens.paragraphs.last().map(|paragraph| paragraph.span.start()) else {
            return;
        };
        if closes {
            quotation.content = Span::new(start, quotation.content.end());
        }
        let Some(mut previous) = before.quotation.filter(|_| closes || reopens) else {
            return;
        };
        if closes {
            // What was said goes on to the end of the paragraph in which it began, and over those between.
            let began = tokens.quotations[previous].content;
            let first = tokens
                .tokens
                .partition_point(|token| token.span.start() < began.start());
            let paragraph = tokens.sentence_at(first).paragraph as usize;
            tokens.quotations[previous].content =
                Span::new(began.start(), tokens.paragraphs[paragraph].span.end());
            for span in self.between.drain(..) {
                tokens.quotations.push(Quotation {
                    content: span,
                    open: None,
                    close: None,
                    depth: 0,
                    parent: None,
                    continues: Some(previous as u32),
                    repair: Repair::Continued,
                });
                tokens.quotations[previous].repair = Repair::Continued;
                previous = tokens.quotations.len() - 1;
            }
        }
        tokens.quotations[previous].repair = Repair::Continued;
        quotation.continues = Some(previous as u32);
    }

    fn forget(&mut self) {
        self.unclosed = None;
        self.between.clear();
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
    lexicon: &Lexicon,
    text: &str,
    tokens: &Tokens,
    pair: &Pair,
    paragraph: Span,
    floor: usize,
) -> Option<(Quotation, bool)> {
    let mark = |token: Option<u32>| token.map(|token| tokens.tokens[token as usize].span);
    let (open, close) = (mark(pair.open), mark(pair.close));
    let begins = open.is_some_and(|open| open.start() == paragraph.start());
    let missing = Missing {
        lexicon,
        text,
        tokens,
    };
    let (start, end) = match (open, close) {
        (Some(open), Some(close)) => (open.end(), close.start()),
        (None, Some(close)) => {
            let token = pair.close? as usize;
            (
                missing.beginning(token, floor, floor == paragraph.start()),
                close.start(),
            )
        }
        (Some(open), None) => {
            let token = pair.open? as usize;
            (
                open.end(),
                missing.end(token, pair.limit.unwrap_or(paragraph.end())),
            )
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

/// True if what follows byte `end` begins with a mark of `family` that opens.
fn reopens(text: &str, end: usize, family: Family) -> bool {
    let rest = text[end..].trim_start();
    mark_length(rest)
        .and_then(|length| glyph(&rest[..length]))
        .is_some_and(|glyph| {
            alike(glyph.family, family) && (glyph.lean != Lean::Close || family == Family::Guillemet)
        })
}

/// True if a quotation opened by a mark of one family may go on behind a mark of the other.
fn alike(one: Family, other: Family) -> bool {
    one == other
        || matches!(
            (one, other),
            (Family::Curly, Family::Straight) | (Family::Straight, Family::Curly)
        )
}
