//! All stages with the built-in lists: names, references, statements and terms stand in the text, in order, hold something,
//! and are the same whatever was read before; rows are formed of them.

use std::cell::RefCell;
use std::sync::LazyLock;

use whosaid_export::{Encoder, Format, Table};
use whosaid_gazetteer::Builder;
use whosaid_pipeline::{Analyzer, Scratch};
use whosaid_text::{Document, DocumentAnnotations, OffsetUnit, Offsets, Span};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| {
    let gazetteer = Builder::new(true).build().expect("the built-in lists");
    Analyzer::new(gazetteer).with_terms(true)
});

thread_local! {
    static REUSED: RefCell<Scratch> = RefCell::default();
}

/// See the top.
pub fn run(bytes: &[u8]) {
    // As much as is text.
    let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let document = Document {
        id: "a".to_owned(),
        source: "a".to_owned(),
        text: text.to_owned(),
        ..Document::default()
    };
    let found = ANALYZER.analyze(document.clone(), &mut Scratch::default());
    check(text, &found);
    let again = REUSED.with_borrow_mut(|scratch| ANALYZER.analyze(document, scratch));
    assert_eq!(format!("{found:?}"), format!("{again:?}"));
    let tables: Vec<Table> = Table::USUAL.iter().copied().chain([Table::Terms]).collect();
    let encoded = Encoder::new(Format::Csv, &tables).encode(&found);
    for (table, rows) in [
        (Table::Documents, 1),
        (Table::Mentions, found.linked.mentions.len()),
        (Table::Quotes, found.quotes.len()),
        (Table::Terms, found.terms.len()),
    ] {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(encoded.bytes(table));
        assert_eq!(reader.records().map(Result::unwrap).count(), rows);
    }
}

fn check(text: &str, found: &DocumentAnnotations) {
    let linked = &found.linked;
    let stands = |span: Span| assert!(!text[span.start()..span.end()].trim().is_empty(), "{span:?}");
    let mut end = 0;
    for mention in &linked.mentions {
        stands(mention.span);
        assert!(mention.span.start() >= end, "names overlap");
        end = mention.span.end();
        assert!(!linked.entity(mention.entity).id.is_empty());
    }
    let mut start = 0;
    for reference in &linked.references {
        stands(reference.span);
        assert!(reference.span.start() >= start, "references out of order");
        start = reference.span.start();
        assert!((reference.entity.0 as usize) < linked.entities.len());
    }
    let mut start = 0;
    for quote in &found.quotes {
        assert!(!quote.spans.is_empty());
        assert!(quote.spans[0].start() >= start, "statements out of order");
        start = quote.spans[0].start();
        for pair in quote.spans.windows(2) {
            assert!(pair[0].end() <= pair[1].start(), "parts out of order");
        }
        for span in quote.spans.iter().chain(&quote.cue).chain(&quote.speaker.span) {
            stands(*span);
        }
        assert!(
            quote
                .speaker
                .entity
                .is_none_or(|entity| (entity.0 as usize) < linked.entities.len())
        );
        assert!(quote.confidence.hundredths() <= 100);
    }
    for term in &found.terms {
        stands(term.span);
    }
    let offsets = Offsets::new(text, OffsetUnit::CodePoint);
    let mentions = linked.mentions.iter().map(|mention| mention.span);
    for span in mentions.chain(found.quotes.iter().flat_map(|quote| quote.spans.to_vec())) {
        let (from, to) = offsets.range(span);
        assert_eq!(from, text[..span.start()].chars().count());
        assert_eq!(to - from, span.of(text).chars().count());
    }
}
