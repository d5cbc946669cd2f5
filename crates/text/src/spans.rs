use std::fmt;
use std::ops::{Deref, DerefMut};
use std::slice;

use crate::Span;

/// The parts of a statement: a list of spans that needs no memory of its own for one, which nearly all statements have.
///
/// ```
/// use whosaid_text::{Span, Spans};
///
/// let mut spans = Spans::from(Span::new(4, 9));
/// spans.push(Span::new(12, 20));
/// assert_eq!(spans[1].len(), 8);
/// assert_eq!(spans, Spans::from(vec![Span::new(4, 9), Span::new(12, 20)]));
/// ```
#[derive(Clone)]
pub struct Spans(Held);

#[derive(Clone)]
enum Held {
    One(Span),
    Any(Vec<Span>),
}

impl Spans {
    /// No span.
    #[inline]
    pub const fn new() -> Self {
        Self(Held::Any(Vec::new()))
    }

    /// Adds a span behind the others.
    pub fn push(&mut self, span: Span) {
        self.insert(self.len(), span);
    }

    /// Adds a span before number `at`.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn insert(&mut self, at: usize, span: Span) {
        match &mut self.0 {
            Held::Any(held) if held.is_empty() && at == 0 => self.0 = Held::One(span),
            Held::Any(held) => held.insert(at, span),
            Held::One(one) => {
                let mut held = vec![*one];
                held.insert(at, span);
                self.0 = Held::Any(held);
            }
        }
    }

    /// Adds the spans of another list behind these, and empties it.
    pub fn append(&mut self, other: &mut Self) {
        for span in std::mem::take(other).iter() {
            self.push(*span);
        }
    }
}

impl Default for Spans {
    fn default() -> Self {
        Self::new()
    }
}

impl From<Span> for Spans {
    #[inline]
    fn from(span: Span) -> Self {
        Self(Held::One(span))
    }
}

impl From<Vec<Span>> for Spans {
    fn from(spans: Vec<Span>) -> Self {
        Self(Held::Any(spans))
    }
}

impl Deref for Spans {
    type Target = [Span];

    #[inline]
    fn deref(&self) -> &[Span] {
        match &self.0 {
            Held::One(span) => slice::from_ref(span),
            Held::Any(spans) => spans,
        }
    }
}

impl DerefMut for Spans {
    #[inline]
    fn deref_mut(&mut self) -> &mut [Span] {
        match &mut self.0 {
            Held::One(span) => slice::from_mut(span),
            Held::Any(spans) => spans,
        }
    }
}

impl PartialEq for Spans {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<'s> IntoIterator for &'s Spans {
    type Item = &'s Span;
    type IntoIter = slice::Iter<'s, Span>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'s> IntoIterator for &'s mut Spans {
    type Item = &'s mut Span;
    type IntoIter = slice::IterMut<'s, Span>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_like_a_vector() {
        let span = |number: usize| Span::new(number, number + 1);
        let (mut spans, mut vector) = (Spans::new(), Vec::new());
        assert!(spans.is_empty() && spans == Spans::default());
        for (at, number) in [(0, 5), (0, 1), (2, 9), (1, 3)] {
            spans.insert(at, span(number));
            vector.insert(at, span(number));
            assert_eq!(*spans, vector[..]);
        }
        let mut others = Spans::from(span(20));
        others.push(span(30));
        spans.append(&mut others);
        assert!(others.is_empty() && spans.len() == 6 && spans[5] == span(30));
        assert_eq!(Spans::from(span(7)), Spans::from(vec![span(7)]));
        for span in &mut spans {
            *span = Span::new(0, 0);
        }
        assert!(spans.iter().all(|span| span.is_empty()));
    }
}
