//! Documents of the size of a book, section by section.

use std::collections::HashMap;

use whosaid_text::{Document, EntityIndex, Linked, Quote, Span, Term};

/// Bytes of text that are looked at as one: ten times a long article. The stages take some 40 bytes of working memory
/// for each byte of text, so this bounds what a thread holds, whatever it is given.
pub(crate) const SECTION: usize = 1 << 18;

/// Where the sections of a text end, in bytes: each at the last end of a paragraph that leaves it no longer than
/// `size` (4 or more), or of a line, a sentence, a word, or of a `char` if it has none of these. Costs the length of `text` at most.
pub(crate) fn ends(text: &str, size: usize) -> impl Iterator<Item = usize> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start == text.len() {
            return None;
        }
        start += end(&text[start..], size);
        Some(start)
    })
}

fn end(rest: &str, size: usize) -> usize {
    if rest.len() <= size {
        return rest.len();
    }
    let longest = &rest[..boundary(rest, size)];
    // The second half only: a section of one line would do nobody good.
    let half = boundary(longest, size / 2);
    let tail = &longest[half..];
    ["\n\n", "\n", ". ", " "]
        .iter()
        .find_map(|end| Some(half + tail.rfind(end)? + end.len()))
        .unwrap_or(longest.len())
}

/// The last end of a `char` of `text` that is not past byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A section as a document of its own, with all that is known of the whole.
pub(crate) fn document(whole: &Document, span: Span) -> Document {
    Document {
        id: whole.id.clone(),
        source: whole.source.clone(),
        title: whole.title.clone(),
        date: whole.date,
        language: whole.language.clone(),
        text: span.of(&whole.text).to_owned(),
    }
}

/// Puts what was found in the sections of a text together.
#[derive(Debug, Default)]
pub(crate) struct Join {
    pub(crate) linked: Linked,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) terms: Vec<Term>,
    known: HashMap<std::sync::Arc<str>, EntityIndex>,
}

impl Join {
    /// Adds a section that begins at byte `start` of the text.
    pub(crate) fn push(&mut self, start: usize, linked: &Linked, quotes: Vec<Quote>, terms: &[Term]) {
        let indices: Vec<EntityIndex> = linked
            .entities
            .iter()
            .map(|entity| {
                *self.known.entry(entity.id.clone()).or_insert_with(|| {
                    self.linked.entities.push(entity.clone());
                    EntityIndex(self.linked.entities.len() as u32 - 1)
                })
            })
            .collect();
        let moved = |span: Span| Span::new(span.start() + start, span.end() + start);
        let index = |entity: EntityIndex| indices[entity.0 as usize];
        self.linked.mentions.extend(linked.mentions.iter().map(|mention| {
            let mut mention = *mention;
            mention.span = moved(mention.span);
            mention.entity = index(mention.entity);
            mention
        }));
        self.linked
            .references
            .extend(linked.references.iter().map(|reference| {
                let mut reference = *reference;
                reference.span = moved(reference.span);
                reference.entity = index(reference.entity);
                reference
            }));
        self.terms.extend(terms.iter().map(|term| Term {
            span: moved(term.span),
            ..*term
        }));
        self.quotes.extend(quotes.into_iter().map(|mut quote| {
            for span in &mut quote.spans {
                *span = moved(*span);
            }
            quote.cue = quote.cue.map(moved);
            quote.speaker.span = quote.speaker.span.map(moved);
            quote.speaker.entity = quote.speaker.entity.map(index);
            quote
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(text: &str, size: usize) -> Vec<&str> {
        let mut start = 0;
        ends(text, size)
            .map(|end| {
                let section = &text[start..end];
                start = end;
                section
            })
            .collect()
    }

    #[test]
    fn ends_at_the_largest_unit_in_reach() {
        assert_eq!(sections("", 8), [""; 0]);
        assert_eq!(sections("abc", 8), ["abc"]);
        assert_eq!(sections("aaaaaa\n\nbb. c\nd", 12), ["aaaaaa\n\n", "bb. c\nd"]);
        assert_eq!(sections("aaaaa bb. cc dd", 12), ["aaaaa bb. ", "cc dd"]);
        assert_eq!(sections("ééééé", 3), ["é", "é", "é", "é", "é"]);
        assert_eq!(sections("日本", 4), ["日", "本"]);
    }
}
