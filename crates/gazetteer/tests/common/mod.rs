//! A plain tokenizer for tests: the same cuts as the real one for the sentences in them.

use unicode_segmentation::UnicodeSegmentation;
use whosaid_text::{
    Case, Paragraph, ParagraphKind, Sentence, Span, Token, TokenKind, TokenRange, Tokens, hash_word,
};

/// Cuts lines into paragraphs of one sentence each; a line without a full stop at its end is a heading.
pub(crate) fn cut(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let first = tokens.len();
        let mut pieces = line.split_word_bound_indices().peekable();
        while let Some((offset, piece)) = pieces.next() {
            let mut end = offset + piece.len();
            let capitals = piece.contains('.') || piece == "St" || piece == "Inc";
            if capitals && pieces.next_if(|next| next.1 == ".").is_some() {
                end += 1;
            }
            push(&mut tokens, text, start + offset, start + end);
        }
        let range = TokenRange::new(first, tokens.len());
        if !range.is_empty() {
            let number = tokens.sentences.len() as u32;
            let span = tokens.span(range);
            let prose = line.trim_end().ends_with(['.', '”', '!']);
            tokens.sentences.push(Sentence {
                span,
                tokens: range,
                paragraph: number,
            });
            tokens.paragraphs.push(Paragraph {
                span,
                tokens: range,
                sentences: (number, number + 1),
                kind: if prose {
                    ParagraphKind::Prose
                } else {
                    ParagraphKind::Heading
                },
            });
            tokens.sentence_of.resize(tokens.len(), number);
        }
        start += line.len();
    }
    tokens
}

fn push(tokens: &mut Tokens, text: &str, start: usize, end: usize) {
    let piece = &text[start..end];
    if piece.trim().is_empty() || piece.chars().all(char::is_control) {
        return;
    }
    for possessive in ["’s", "'s"] {
        if piece.len() > possessive.len() && piece.ends_with(possessive) {
            push(tokens, text, start, end - possessive.len());
            add(tokens, text, end - possessive.len(), end, TokenKind::Clitic);
            return;
        }
    }
    for article in ["l’", "d’", "L’", "D’"] {
        if piece.len() > article.len() && piece.starts_with(article) {
            add(tokens, text, start, start + article.len(), TokenKind::Clitic);
            push(tokens, text, start + article.len(), end);
            return;
        }
    }
    let kind = if piece.starts_with(|c: char| c.is_numeric()) {
        TokenKind::Number
    } else if piece.contains(char::is_alphanumeric) {
        TokenKind::Word(case(piece))
    } else if matches!(piece, "." | "!" | "?" | "…") {
        TokenKind::Stop
    } else if matches!(piece, "“" | "”" | "\"") {
        TokenKind::QuoteMark
    } else {
        TokenKind::Punctuation
    };
    add(tokens, text, start, end, kind);
}

fn add(tokens: &mut Tokens, text: &str, start: usize, end: usize, kind: TokenKind) {
    tokens.tokens.push(Token {
        span: Span::new(start, end),
        kind,
    });
    tokens.hashes.push(hash_word(&text[start..end]));
}

fn case(word: &str) -> Case {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = letters.iter().filter(|c| c.is_uppercase()).count();
    let lower = letters.iter().filter(|c| c.is_lowercase()).count();
    match (upper, lower) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (upper, 0) if upper > 1 => Case::Upper,
        (1, _) if letters[0].is_uppercase() => Case::Title,
        _ => Case::Mixed,
    }
}
