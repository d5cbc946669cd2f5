use whosaid_entities::Linker;
use whosaid_gazetteer::Gazetteer;
use whosaid_quotes::Attributor;
use whosaid_text::{Document, DocumentAnnotations, Linked, Matches, Quote, Span, Term, Tokens};
use whosaid_tokenizer::Tokenizer;

use crate::sections::{self, Join, SECTION};

/// All stages with their lists, for any number of threads.
#[derive(Debug)]
pub struct Analyzer {
    tokenizer: Tokenizer,
    gazetteer: Gazetteer,
    linker: Linker,
    attributor: Attributor,
    terms: bool,
}

/// Working memory of all stages, one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    tokens: Tokens,
    matches: Matches,
    gazetteer: whosaid_gazetteer::Scratch,
    entities: whosaid_entities::Scratch,
    quotes: whosaid_quotes::Scratch,
}

/// Names, statements and terms of a document.
type Found = (Linked, Vec<Quote>, Vec<Term>);

impl Analyzer {
    /// An analyzer that knows `gazetteer`.
    pub fn new(gazetteer: Gazetteer) -> Self {
        Self::with_linker(gazetteer, Linker::new())
    }

    /// An analyzer with a linker that has a model of its own.
    pub fn with_linker(gazetteer: Gazetteer, linker: Linker) -> Self {
        Self {
            tokenizer: Tokenizer::new(),
            gazetteer,
            linker,
            attributor: Attributor::new(),
            terms: false,
        }
    }

    /// The same, which also lists words in quotation marks that are no speech if `terms` is set.
    pub fn with_terms(self, terms: bool) -> Self {
        Self { terms, ..self }
    }

    /// Finds names and statements of one document.
    ///
    /// A text of more than 256 kB is looked at in sections that end with a paragraph: its working memory does not grow
    /// with it, and a short form is linked to the full name of its own section.
    pub fn analyze(&self, document: Document, scratch: &mut Scratch) -> DocumentAnnotations {
        let (linked, quotes, terms) = if document.text.len() <= SECTION {
            self.stages(&document, scratch)
        } else {
            self.sections(&document, SECTION, scratch)
        };
        DocumentAnnotations {
            document,
            linked,
            quotes,
            terms,
        }
    }

    fn sections(&self, document: &Document, size: usize, scratch: &mut Scratch) -> Found {
        let mut join = Join::default();
        let mut start = 0;
        for end in sections::ends(&document.text, size) {
            let section = sections::document(document, Span::new(start, end));
            let (linked, quotes, terms) = self.stages(&section, scratch);
            join.push(start, &linked, quotes, &terms);
            start = end;
        }
        (join.linked, join.quotes, join.terms)
    }

    fn stages(&self, document: &Document, scratch: &mut Scratch) -> Found {
        let Scratch {
            tokens,
            matches,
            gazetteer,
            entities,
            quotes,
        } = scratch;
        self.tokenizer.tokenize(&document.text, tokens);
        self.gazetteer.find(&document.text, tokens, gazetteer, matches);
        let mut linked = Linked::default();
        self.linker
            .link(document, tokens, matches, &self.gazetteer, entities, &mut linked);
        let mut found = Vec::new();
        self.attributor
            .attribute(document, tokens, &linked, quotes, &mut found);
        let mut terms = Vec::new();
        if self.terms {
            self.attributor
                .terms(document, tokens, quotes, &found, &mut terms);
        }
        (linked, found, terms)
    }

    /// The lists it knows.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "Zaven Grigorian, a driver, left Yerevan. “The road is closed,” Grigorian said. \
         The so-called “corridor” is empty.\n\n";

    #[test]
    fn sections_find_what_the_whole_finds() {
        let analyzer = Analyzer::new(whosaid_gazetteer::Builder::new(true).build().unwrap()).with_terms(true);
        let mut scratch = Scratch::default();
        let document = Document {
            text: ARTICLE.repeat(12),
            ..Document::default()
        };
        let (linked, quotes, terms) = analyzer.stages(&document, &mut scratch);
        let (apart, quotes_apart, terms_apart) =
            analyzer.sections(&document, ARTICLE.len() * 2 + 5, &mut scratch);
        assert_eq!(quotes.len(), 12);
        assert_eq!(said(&linked, &quotes), said(&apart, &quotes_apart));
        assert_eq!(terms.len(), 12);
        assert_eq!(terms, terms_apart);
        assert_eq!(named(&linked), named(&apart));
        assert_eq!(named(&apart).len(), 36);
    }

    fn named(linked: &Linked) -> Vec<(Span, &str)> {
        linked
            .mentions
            .iter()
            .map(|mention| (mention.span, &*linked.entity(mention.entity).id))
            .collect()
    }

    fn said<'l>(linked: &'l Linked, quotes: &[Quote]) -> Vec<(Vec<Span>, &'l str)> {
        quotes
            .iter()
            .map(|quote| {
                let name = quote
                    .speaker
                    .entity
                    .map_or("", |entity| &linked.entity(entity).name);
                let spans = quote.spans.iter().chain(&quote.cue).chain(&quote.speaker.span);
                (spans.copied().collect(), name)
            })
            .collect()
    }
}
