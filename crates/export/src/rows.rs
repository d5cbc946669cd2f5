use sha2::{Digest, Sha256};
use whosaid_text::{
    DocumentAnnotations, Mention, OffsetUnit, Offsets, Quote, QuoteKind, Span, SpeakerType, Term,
};

use crate::cells::{Cells, push_number};

/// Between the spans of a quotation that is broken by its attribution.
const GAP: &str = " … ";

/// Working memory of the functions below.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    text: String,
    digits: Vec<u8>,
    ranges: Vec<(usize, usize)>,
}

/// Fills the cells of a row of `documents` that tell what the document is.
pub(crate) fn document(annotations: &DocumentAnnotations, offsets: &Offsets<'_>, cells: &mut impl Cells) {
    let document = &annotations.document;
    cells.text(&document.id);
    cells.text(&document.source);
    cells.maybe(document.title.as_deref());
    cells.date(document.date);
    cells.maybe(document.language.as_deref());
    let characters = match offsets.unit() {
        OffsetUnit::CodePoint => offsets.total(),
        _ => Offsets::new(&document.text, OffsetUnit::CodePoint).total(),
    };
    cells.number(characters as u64);
    cells.term(&hexadecimal(&Sha256::digest(&document.text)));
}

/// Fills the cells of a row of `documents` that count.
pub(crate) fn document_counts(annotations: &DocumentAnnotations, cells: &mut impl Cells) {
    cells.number(annotations.linked.mentions.len() as u64);
    cells.number(annotations.quotes.len() as u64);
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// Fills a row of `mentions`.
pub(crate) fn mention(
    annotations: &DocumentAnnotations,
    mention: &Mention,
    offsets: &Offsets<'_>,
    cells: &mut impl Cells,
) {
    let document = &annotations.document;
    let entity = annotations.linked.entity(mention.entity);
    cells.document(&document.id);
    cells.range(Some(offsets.range(mention.span)));
    cells.piece(&document.text, mention.span);
    cells.entity(mention.entity, mention.kind, entity);
    cells.term(mention.rule.0);
    cells.confidence(mention.confidence);
    cells.end();
}

/// Fills a row of `quotes`; `number` is that of the quote in its document, from 1.
pub(crate) fn quote(
    annotations: &DocumentAnnotations,
    quote: &Quote,
    number: usize,
    offsets: &Offsets<'_>,
    scratch: &mut Scratch,
    cells: &mut impl Cells,
) {
    let document = &annotations.document;
    let text = document.text.as_str();
    let Scratch {
        text: joined,
        digits,
        ranges,
    } = scratch;
    ranges.clear();
    ranges.extend(quote.spans.iter().map(|span| offsets.range(*span)));

    put_id(joined, digits, "q-", &document.id, number);
    cells.text(joined);
    cells.document(&document.id);
    cells.date(document.date);
    cells.term(match quote.kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Mixed => "mixed",
        QuoteKind::Indirect => "indirect",
    });
    let whole = ranges
        .first()
        .zip(ranges.last())
        .map(|(first, last)| (first.0, last.1));
    cells.range(whole);
    cells.ranges(ranges);

    match &*quote.spans {
        [span] => cells.piece(text, *span),
        spans => {
            joined.clear();
            for (index, span) in spans.iter().enumerate() {
                if index > 0 {
                    joined.push_str(GAP);
                }
                joined.push_str(span.of(text));
            }
            cells.text(joined);
        }
    }

    let place = |span: Option<Span>, cells: &mut _| words(span, text, offsets, cells);
    place(quote.cue, cells);
    place(quote.speaker.span, cells);
    let entity = quote
        .speaker
        .entity
        .map(|entity| annotations.linked.entity(entity));
    cells.maybe(entity.map(|entity| &*entity.id));
    cells.maybe(entity.map(|entity| &*entity.name));
    cells.text(match &quote.speaker.kind {
        SpeakerType::Entity(kind) => kind.as_str(),
        SpeakerType::Anonymous => "anonymous",
        SpeakerType::Group => "group",
        SpeakerType::Document => "document",
        SpeakerType::Unknown => "unknown",
    });
    cells.term(quote.rule.0);
    cells.confidence(quote.confidence);
    cells.end();
}

/// Words with their place, as three cells.
fn words(span: Option<Span>, text: &str, offsets: &Offsets<'_>, cells: &mut impl Cells) {
    match span {
        Some(span) => cells.piece(text, span),
        None => cells.nothing(),
    }
    cells.range(span.map(|span| offsets.range(span)));
}

/// Fills a row of `terms`; `number` is that of the term in its document, from 1.
pub(crate) fn term(
    annotations: &DocumentAnnotations,
    term: &Term,
    number: usize,
    offsets: &Offsets<'_>,
    scratch: &mut Scratch,
    cells: &mut impl Cells,
) {
    let document = &annotations.document;
    put_id(&mut scratch.text, &mut scratch.digits, "t-", &document.id, number);
    cells.text(&scratch.text);
    cells.document(&document.id);
    cells.date(document.date);
    cells.term("term");
    cells.range(Some(offsets.range(term.span)));
    cells.piece(&document.text, term.span);
    cells.term(term.rule.0);
    cells.confidence(term.confidence);
    cells.end();
}

/// The id of a row that is number `number` of its document.
fn put_id(id: &mut String, digits: &mut Vec<u8>, sort: &str, document: &str, number: usize) {
    id.clear();
    id.push_str(sort);
    id.push_str(document);
    id.push('-');
    digits.clear();
    push_number(digits, number as u64);
    id.extend(digits.iter().copied().map(char::from));
}
