//! What `Tokens` promises of every text; the fuzz target of the tokenizer checks it too.

use whosaid_text::{Tokens, hash_word};

/// Checks all of it.
///
/// # Panics
/// If something does not hold.
pub(crate) fn check(text: &str, tokens: &Tokens) {
    tokens_and_gaps_rebuild(text, tokens);
    sentences_and_paragraphs_hold_all_tokens(text, tokens);
    quotations_nest(text, tokens);
}

fn tokens_and_gaps_rebuild(text: &str, tokens: &Tokens) {
    let invisible = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut end = 0;
    for (index, token) in tokens.tokens.iter().enumerate() {
        assert!(!token.span.is_empty() && token.span.start() >= end);
        assert!(
            text[end..token.span.start()].chars().all(invisible),
            "a gap holds text"
        );
        assert_eq!(tokens.hashes[index], hash_word(token.span.of(text)));
        end = token.span.end();
    }
    assert!(text[end..].chars().all(invisible), "the end is lost");
    assert_eq!(tokens.hashes.len(), tokens.tokens.len());
}

fn sentences_and_paragraphs_hold_all_tokens(text: &str, tokens: &Tokens) {
    assert_eq!(tokens.sentence_of.len(), tokens.tokens.len());
    let mut token = 0;
    for (number, sentence) in tokens.sentences.iter().enumerate() {
        assert!(!sentence.tokens.is_empty());
        assert_eq!(sentence.tokens.start as usize, token);
        assert_eq!(tokens.span(sentence.tokens), sentence.span);
        assert_eq!(sentence.span.trim(text), sentence.span);
        for index in sentence.tokens.indices() {
            assert_eq!(tokens.sentence_of[index] as usize, number);
        }
        let (first, last) = tokens.paragraphs[sentence.paragraph as usize].sentences;
        assert!((first..last).contains(&(number as u32)));
        token = sentence.tokens.end as usize;
    }
    assert_eq!(token, tokens.tokens.len());
    let (mut token, mut sentence) = (0, 0);
    for paragraph in &tokens.paragraphs {
        assert_eq!(paragraph.tokens.start, token);
        assert_eq!(paragraph.sentences.0, sentence);
        assert_eq!(tokens.span(paragraph.tokens), paragraph.span);
        (token, sentence) = (paragraph.tokens.end, paragraph.sentences.1);
    }
    assert_eq!(token as usize, tokens.tokens.len());
    assert_eq!(sentence as usize, tokens.sentences.len());
}

fn quotations_nest(text: &str, tokens: &Tokens) {
    let all = &tokens.quotations;
    for (index, quotation) in all.iter().enumerate() {
        let outer = quotation.outer();
        assert!(!quotation.content.is_empty());
        assert_eq!(quotation.content.trim(text), quotation.content);
        assert!(outer.contains(quotation.content));
        assert!(
            quotation
                .open
                .is_none_or(|open| open.end() <= quotation.content.start())
        );
        assert!(
            quotation
                .close
                .is_none_or(|close| close.start() >= quotation.content.end())
        );
        assert!(
            tokens
                .paragraphs
                .iter()
                .any(|paragraph| paragraph.span.contains(outer))
        );
        match quotation.parent {
            Some(parent) => {
                let parent = &all[parent as usize];
                assert!(parent.content.contains(outer));
                assert_eq!(quotation.depth, parent.depth + 1);
            }
            None => assert_eq!(quotation.depth, 0),
        }
        if index > 0 {
            assert!(all[index - 1].outer().start() <= outer.start(), "out of order");
        }
        for earlier in &all[index.saturating_sub(8)..index] {
            assert!(
                earlier.outer().end() <= outer.start() || earlier.content.contains(outer),
                "neither beside nor inside"
            );
        }
        if let Some(before) = quotation.continues {
            assert!((before as usize) < index);
            assert!(all[before as usize].close.is_none());
        }
    }
}
