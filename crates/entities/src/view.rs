use whosaid_text::{
    Confidence, Document, EntityType, Knowledge, Match, MatchStep, Matches, Resolution, Rule, Span,
    TokenKind, TokenRange, Tokens,
};

use crate::lexicon::{Lexicon, WordClass};

/// What every step of the linker looks at.
pub(crate) struct View<'a, K> {
    pub(crate) document: &'a Document,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) matches: &'a Matches,
    pub(crate) knowledge: &'a K,
    pub(crate) lexicon: &'a Lexicon,
    /// The lists of each token's word: every step asks for them.
    pub(crate) classes: &'a [WordClass],
}

/// A stretch of text that is a name of a type, before it is known whose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) tokens: TokenRange,
    pub(crate) span: Span,
    pub(crate) kind: EntityType,
    /// The gazetteer's match over exactly these tokens.
    pub(crate) matched: Option<u32>,
    pub(crate) rule: Rule,
    pub(crate) confidence: Confidence,
}

/// A role or honorific directly before a name: "Armenian Prime Minister", "Mr."
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Title<'l> {
    /// Its first token, a nationality before it aside.
    pub(crate) start: usize,
    /// The office as gazetteers write it; empty for an honorific.
    pub(crate) office: &'l str,
    /// Union of the classes of its words.
    pub(crate) class: WordClass,
}

impl<'a, K: Knowledge> View<'a, K> {
    #[inline]
    pub(crate) fn word(&self, index: usize) -> &'a str {
        self.tokens.text(self.text, index)
    }

    #[inline]
    pub(crate) fn class(&self, index: usize) -> WordClass {
        self.classes[index]
    }

    /// True if nothing stands between a token and the next one.
    #[inline]
    pub(crate) fn touches_next(&self, index: usize) -> bool {
        let tokens = &self.tokens.tokens;
        index + 1 < tokens.len() && tokens[index].span.end() == tokens[index + 1].span.start()
    }

    /// True if token `index` is a hyphen that joins the words around it.
    pub(crate) fn is_inner_hyphen(&self, index: usize) -> bool {
        index > 0
            && self.tokens.tokens[index].kind == TokenKind::Punctuation
            && is_hyphen(self.word(index))
            && self.touches_next(index - 1)
            && self.touches_next(index)
    }

    /// Index of the sentence's end: one past the last token of the sentence of token `index`.
    pub(crate) fn sentence_end(&self, index: usize) -> usize {
        self.tokens.sentence_at(index).tokens.end as usize
    }

    /// First token of the sentence of token `index`.
    pub(crate) fn sentence_start(&self, index: usize) -> usize {
        self.tokens.sentence_at(index).tokens.start as usize
    }

    /// The role or honorific that ends directly before token `start`.
    pub(crate) fn title_before(&self, start: usize) -> Option<Title<'a>> {
        let first = self.sentence_start(start.min(self.tokens.len().checked_sub(1)?));
        let mut title: Option<Title<'a>> = None;
        let mut end = start;
        while end > first {
            let class = self.class(end - 1);
            if class.any(WordClass::HONORIFIC) && self.tokens.tokens[end - 1].may_be_name() {
                let all = title.map_or(class, |title| title.class.with(class));
                title = Some(Title {
                    start: end - 1,
                    office: title.map_or("", |title| title.office),
                    class: all,
                });
                end -= 1;
                continue;
            }
            if !class.any(WordClass::ROLE_END) {
                break;
            }
            let longest = (first..end).rev().take(6).rfold(None, |found, begin| {
                found.or_else(|| {
                    let (length, office) = self.lexicon.role(&self.tokens.hashes[begin..end])?;
                    (begin + length == end).then_some((begin, office))
                })
            });
            match longest {
                Some((begin, office)) => {
                    title = Some(Title {
                        start: begin,
                        office: if office.is_empty() {
                            ""
                        } else {
                            title.map_or(office, |title| {
                                if title.office.is_empty() {
                                    office
                                } else {
                                    title.office
                                }
                            })
                        },
                        class: title.map_or(class, |title| title.class.with(class)),
                    });
                    end = begin;
                }
                None => break,
            }
        }
        title
    }

    /// The role that an apposition after a name tells: "Ada Lind, an adviser to …", "Ada Lind, the Danish foreign
    /// minister, …". `end` is the token after the name. Returns the tokens of the noun phrase up to the role and the
    /// office.
    pub(crate) fn apposition_after(&self, end: usize) -> Option<(TokenRange, &'a str)> {
        if end >= self.tokens.len() || self.word(end) != "," || end == 0 {
            return None;
        }
        let last = self.sentence_end(end).min(end + 8);
        if self.sentence_start(end) >= end {
            return None;
        }
        let mut index = end + 1;
        while index < last {
            let token = self.tokens.tokens[index];
            if matches!(token.kind, TokenKind::Word(_)) {
                if let Some((length, office)) = self.lexicon.role(&self.tokens.hashes[index..last]) {
                    return Some((TokenRange::new(end + 1, index + length), office));
                }
            } else if !matches!(token.kind, TokenKind::Clitic | TokenKind::Number)
                && !self.is_inner_hyphen(index)
            {
                return None;
            }
            let class = self.class(index);
            if class.any(WordClass::SPEECH) {
                return None;
            }
            index += 1;
        }
        None
    }

    /// True if a verb of speech stands directly beside the tokens: "Ada said", "said Ada".
    pub(crate) fn speech_beside(&self, range: TokenRange) -> bool {
        let (start, end) = (range.start as usize, range.end as usize);
        let after = end < self.sentence_end(end - 1) && self.class(end).any(WordClass::SPEECH);
        let before = start > self.sentence_start(start)
            && self.class(start - 1).any(WordClass::SPEECH)
            && self.tokens.tokens[start - 1].kind == TokenKind::Word(whosaid_text::Case::Lower);
        after || before
    }
}

/// True for a mark that joins the parts of one word.
pub(crate) fn is_hyphen(token: &str) -> bool {
    matches!(token, "-" | "‐" | "‑")
}

/// The rule and the confidence of a gazetteer's step.
pub(crate) fn rule_of(step: MatchStep) -> (Rule, Confidence) {
    match step {
        MatchStep::Exact => (Rule("gazetteer:exact"), Confidence::new(0.95)),
        MatchStep::Folded => (Rule("gazetteer:folded"), Confidence::new(0.93)),
        MatchStep::Capitals => (Rule("gazetteer:capitals"), Confidence::new(0.88)),
        MatchStep::Sound => (Rule("gazetteer:sound"), Confidence::new(0.85)),
        MatchStep::Near => (Rule("gazetteer:near"), Confidence::new(0.75)),
    }
}

/// The rule and the confidence of a link to a listed entity by its spelling alone.
pub(crate) fn why(found: Resolution) -> (Rule, Confidence) {
    let most = if found.step == MatchStep::Near {
        NEAR
    } else {
        Confidence::new(1.0)
    };
    (rule_of(found.step).0, found.confidence.min(most))
}

/// A link by nearness is at most so sure, however near.
const NEAR: Confidence = Confidence::new(0.6);

impl Name {
    /// A name where a match of the gazetteer stands.
    pub(crate) fn of_match(found: &Match, index: usize, kind: EntityType) -> Self {
        let (rule, confidence) = rule_of(found.step);
        Self {
            tokens: found.tokens,
            span: found.span,
            kind,
            matched: Some(index as u32),
            rule,
            confidence,
        }
    }
}
