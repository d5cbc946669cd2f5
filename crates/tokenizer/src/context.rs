//! What stands beside each mark of a paragraph, and what that says about its part.

use whosaid_text::{Span, Tokens};

use crate::marks::{Family, Glyph, Lean, glyph};

/// What stands beside a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// White space or the edge of the paragraph; in front also an opening bracket or a dash.
    Free,
    /// Punctuation that closes something.
    Punctuation,
    /// Part of a word.
    Word,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) token: u32,
    pub(crate) glyph: Glyph,
    pub(crate) before: Side,
    pub(crate) after: Side,
    /// Index of the next mark that is not a single one.
    pub(crate) next_double: usize,
    /// True if the paragraph begins with it and goes on.
    pub(crate) begins: bool,
    /// True if the paragraph ends with it.
    pub(crate) ends: bool,
}

impl Mark {
    /// What the spaces around it say.
    pub(crate) fn spacing(&self) -> Lean {
        match (self.before, self.after) {
            (Side::Free, Side::Word) => Lean::Open,
            (Side::Punctuation | Side::Word, Side::Free | Side::Punctuation) => Lean::Close,
            _ => Lean::Neutral,
        }
    }

    /// What it most likely does, seen alone.
    pub(crate) fn sense(&self) -> Lean {
        let by_glyph = self.glyph.lean != Lean::Neutral;
        match (self.glyph.family, self.spacing()) {
            (Family::Guillemet | Family::Corner, _) | (_, Lean::Neutral) if by_glyph => self.glyph.lean,
            (_, spacing) => spacing,
        }
    }
}

/// Notes of each mark what stands beside it.
pub(crate) fn look(text: &str, tokens: &Tokens, first: usize, marks: &[u32], found: &mut Vec<Mark>) {
    let edge = Span::new(
        tokens.tokens[first].span.start(),
        tokens.tokens[tokens.tokens.len() - 1].span.end(),
    );
    let mut previous: Option<(usize, Side)> = None;
    for token in marks {
        let span = tokens.tokens[*token as usize].span;
        let Some(glyph) = glyph(span.of(text)) else {
            continue;
        };
        let before = match previous {
            Some((end, side)) if end == span.start() => side,
            _ => before(text[edge.start()..span.start()].chars().next_back()),
        };
        previous = Some((span.end(), before));
        found.push(Mark {
            token: *token,
            glyph,
            before,
            after: after(text[span.end()..edge.end()].chars().next()),
            next_double: usize::MAX,
            begins: span.start() == edge.start() && span.end() < edge.end(),
            ends: span.end() == edge.end(),
        });
    }
    let mut next_double = usize::MAX;
    let mut next: Option<(usize, Side)> = None;
    for (index, mark) in found.iter_mut().enumerate().rev() {
        let span = tokens.tokens[mark.token as usize].span;
        if let Some((start, side)) = next
            && start == span.end()
        {
            mark.after = side;
        }
        next = Some((span.start(), mark.after));
        mark.next_double = next_double;
        if !mark.glyph.single {
            next_double = index;
        }
    }
}

fn before(c: Option<char>) -> Side {
    match c {
        None => Side::Free,
        Some(c) if c.is_whitespace() => Side::Free,
        Some('(' | '[' | '{' | '¿' | '¡' | '-' | '–' | '—' | '―' | '/' | '=' | '*' | '_' | '>') => {
            Side::Free
        }
        Some(c) if c.is_alphanumeric() => Side::Word,
        Some(_) => Side::Punctuation,
    }
}

fn after(c: Option<char>) -> Side {
    match c {
        None => Side::Free,
        Some(c) if c.is_whitespace() => Side::Free,
        Some(
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…' | '-' | '–' | '—' | '―' | '/' | '*'
            | '<',
        ) => Side::Punctuation,
        Some(_) => Side::Word,
    }
}
