//! Words that stand for somebody, in articles written for this: which of them are linked, and to whom.

use whosaid_entities::{Linker, Scratch};
use whosaid_gazetteer::Builder;
use whosaid_text::{Document, Linked, Matches, ReferenceKind, Span, Tokens};
use whosaid_tokenizer::Tokenizer;

/// Of all references made, so many must be right; of all marked ones, so many found.
const FLOOR: (f64, f64) = (0.97, 0.97);

/// An article without its marks, and the marked words with the name that they stand for.
fn unmarked(article: &str) -> (String, Vec<(Span, &str)>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    for piece in article.split('[') {
        let Some((mark, rest)) = piece.split_once(']') else {
            text.push_str(piece);
            continue;
        };
        let (words, name) = mark.split_once(" = ").expect("a mark is [words = name]");
        let start = text.len();
        text.push_str(words);
        marks.push((Span::new(start, text.len()), name));
        text.push_str(rest);
    }
    (text, marks)
}

#[test]
fn references_stand_for_whom_a_reader_says() {
    let mut lists = Builder::new(false);
    lists.add_bytes("gazetteer.csv", include_bytes!("gazetteer.csv"));
    let gazetteer = lists.build().expect("the list is well made");
    let (linker, tokenizer) = (Linker::new(), Tokenizer::new());
    let (mut tokens, mut matches, mut linked) = (Tokens::default(), Matches::default(), Linked::default());
    let (mut scratch, mut finding) = (Scratch::default(), whosaid_gazetteer::Scratch::default());
    let (mut right, mut made, mut all) = (0_usize, 0_usize, 0_usize);
    let mut report = String::new();
    for article in include_str!("references.md").split("\n# ").skip(1) {
        let (title, article) = article.split_once("\n\n").expect("a title and a text");
        let (text, marks) = unmarked(article);
        let document = Document {
            id: title.to_owned(),
            text,
            date: "2021-05-04".parse().ok(),
            ..Document::default()
        };
        let text = &document.text;
        tokenizer.tokenize(text, &mut tokens);
        gazetteer.find(text, &tokens, &mut finding, &mut matches);
        linker.link(
            &document,
            &tokens,
            &matches,
            &gazetteer,
            &mut scratch,
            &mut linked,
        );
        all += marks.len();
        let found = linked
            .references
            .iter()
            .filter(|reference| reference.kind != ReferenceKind::Government)
            // "his" of "his Bordurian counterpart".
            .filter(|reference| {
                !marks
                    .iter()
                    .any(|(span, _)| *span != reference.span && span.contains(reference.span))
            });
        for reference in found {
            made += 1;
            let name = &linked.entity(reference.entity).name;
            let is_right = marks
                .iter()
                .any(|(span, marked)| *span == reference.span && name.contains(marked));
            right += usize::from(is_right);
            if !is_right {
                report += &format!("{title}: wrong {} = {name}\n", reference.span.of(text));
            }
        }
        for (span, name) in &marks {
            if !linked.references.iter().any(|reference| reference.span == *span) {
                report += &format!("{title}: not linked {} = {name}\n", span.of(text));
            }
        }
    }
    let (precision, recall) = (right as f64 / made as f64, right as f64 / all as f64);
    assert!(all >= 95, "{all} marks");
    assert!(
        precision >= FLOOR.0 && recall >= FLOOR.1,
        "precision {precision:.3}, recall {recall:.3} of {all}\n{report}"
    );
}
