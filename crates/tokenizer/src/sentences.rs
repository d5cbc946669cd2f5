//! Where sentences end.

use whosaid_text::{Case, Paragraph, ParagraphKind, Sentence, TokenKind, TokenRange, Tokens};

use crate::lexicon::{EndsSentence, Lexicon};
use crate::pairing::{Role, Roles};
use crate::paragraphs::is_item;

/// Headings are no longer than this, in tokens.
const HEADING: usize = 28;

/// Divides the paragraph of the tokens from number `first` on into sentences, and notes it as a paragraph. `stops` are
/// the tokens at which one may end, `roles` tells of each token of the paragraph what it does as a quotation mark.
pub(crate) fn divide(
    lexicon: &Lexicon,
    text: &str,
    tokens: &mut Tokens,
    first: usize,
    stops: &[u32],
    roles: &Roles,
) {
    let after = tokens.tokens.len();
    let first_sentence = tokens.sentences.len() as u32;
    let paragraph = tokens.paragraphs.len() as u32;
    let mut start = first;
    let mut past = first;
    for stop in stops {
        let stop = *stop as usize;
        if stop < past {
            continue;
        }
        let divider = Divider {
            lexicon,
            text,
            tokens,
            roles,
            after,
        };
        let end = divider.closing(stop + 1);
        past = end;
        if end < after && divider.ends(start, stop, end) {
            push(tokens, start, end, paragraph);
            start = end;
        }
    }
    push(tokens, start, after, paragraph);
    let range = TokenRange::new(first, after);
    let span = tokens.span(range);
    let sentences = (first_sentence, tokens.sentences.len() as u32);
    let kind = match () {
        () if is_item(span.of(text)) => ParagraphKind::Item,
        () if sentences.1 - sentences.0 == 1 && is_heading(text, tokens, range, roles) => {
            ParagraphKind::Heading
        }
        () => ParagraphKind::Prose,
    };
    tokens.paragraphs.push(Paragraph {
        span,
        tokens: range,
        sentences,
        kind,
    });
}

fn push(tokens: &mut Tokens, start: usize, end: usize, paragraph: u32) {
    let range = TokenRange::new(start, end);
    let span = tokens.span(range);
    tokens.sentence_of.resize(end, tokens.sentences.len() as u32);
    tokens.sentences.push(Sentence {
        span,
        tokens: range,
        paragraph,
    });
}

/// A short line without a stop at its end.
fn is_heading(text: &str, tokens: &Tokens, range: TokenRange, roles: &Roles) -> bool {
    if range.len() > HEADING {
        return false;
    }
    let last = range
        .indices()
        .rev()
        .find(|index| roles.of(*index) != Role::Close);
    last.is_some_and(|index| match tokens.tokens[index].kind {
        TokenKind::Stop => false,
        TokenKind::Punctuation => tokens.tokens[index].span.len() > 1 || index == range.start as usize,
        // An abbreviation may have swallowed the full stop of a sentence.
        TokenKind::Word(_) => range.len() <= 4 || !tokens.text(text, index).ends_with('.'),
        _ => true,
    })
}

struct Divider<'a> {
    lexicon: &'a Lexicon,
    text: &'a str,
    tokens: &'a Tokens,
    roles: &'a Roles,
    after: usize,
}

impl Divider<'_> {
    fn kind(&self, index: usize) -> TokenKind {
        self.tokens.tokens[index].kind
    }

    fn word(&self, index: usize) -> &str {
        self.tokens.text(self.text, index)
    }

    /// True if nothing stands between the token and the one before.
    fn glued(&self, index: usize) -> bool {
        index > 0 && self.tokens.tokens[index - 1].span.end() == self.tokens.tokens[index].span.start()
    }

    /// Past the further stops, closing marks and brackets from `next` on.
    fn closing(&self, mut next: usize) -> usize {
        while next < self.after {
            if self.is_omission(next) {
                next += 3;
                continue;
            }
            let belongs = match self.kind(next) {
                TokenKind::Stop => true,
                TokenKind::QuoteMark => self.roles.of(next) == Role::Close,
                TokenKind::Punctuation => matches!(self.word(next), ")" | "]") && self.glued(next),
                _ => false,
            };
            if !belongs {
                break;
            }
            next += 1;
        }
        next
    }

    /// "[…]"
    fn is_omission(&self, open: usize) -> bool {
        open + 2 < self.after
            && self.kind(open + 1) == TokenKind::Stop
            && matches!((self.word(open), self.word(open + 2)), ("[", "]") | ("(", ")"))
    }

    /// True if the sentence that begins at token `start` ends at `stop`, whose closing marks go up to `next`.
    fn ends(&self, start: usize, stop: usize, next: usize) -> bool {
        let last = self.tokens.tokens[next - 1];
        if self.begins_list(start, stop) || matches!(self.word(next), "," | ";" | ":" | ")" | "]" | "/") {
            return false;
        }
        if matches!(self.kind(next), TokenKind::Clitic) {
            return false;
        }
        // What follows: its first word, behind opening marks, brackets and dashes.
        let Some(begin) = (next..self.after.min(next + 6))
            .find(|index| !matches!(self.kind(*index), TokenKind::QuoteMark | TokenKind::Punctuation))
        else {
            return true;
        };
        let abbreviation = matches!(self.kind(stop), TokenKind::Word(_));
        let dashed = (next..begin).any(|index| matches!(self.word(index), "-" | "–" | "—" | "―" | "("));
        if self.kind(begin) == TokenKind::Word(Case::Lower) {
            // In texts without capitals a small letter says nothing.
            let first =
                (start..stop.min(start + 4)).find(|index| matches!(self.kind(*index), TokenKind::Word(_)));
            return !abbreviation
                && !dashed
                && last.span.end() < self.tokens.tokens[next].span.start()
                && first.is_some_and(|index| self.kind(index) == TokenKind::Word(Case::Lower));
        }
        if abbreviation {
            return next == stop + 1 && !dashed && self.abbreviation_ends(stop, begin)
                || next > stop + 1 && !dashed;
        }
        let before = stop.checked_sub(1).filter(|before| *before >= start);
        if self.glued(next) && next == stop + 1 && self.word(stop) == "." {
            // No space behind the stop: the end of a sentence only between words.
            let whole = |index: usize| {
                self.tokens.tokens[index].span.len() > 1 || self.kind(index) != TokenKind::Punctuation
            };
            return matches!(self.kind(begin), TokenKind::Word(_)) && before.is_some_and(whole);
        }
        let letter =
            |index: usize| self.tokens.tokens[index].is_word() && self.word(index).chars().nth(1).is_none();
        if self.word(stop) == "." && self.is_initial(begin) && before.is_some_and(letter) {
            // "z. B."
            return false;
        }
        if self.word(stop) == "."
            && before.is_some_and(|before| self.is_day(before))
            && self.lexicon.is_month(self.tokens.hashes[begin])
        {
            return false;
        }
        !(next > stop + 1 && self.word(stop) != "." && self.is_attribution(begin))
    }

    /// "1." at the beginning counts the items of a list.
    fn begins_list(&self, start: usize, stop: usize) -> bool {
        stop == start + 1
            && self.kind(start) == TokenKind::Number
            && self.tokens.tokens[start].span.len() <= 2
    }

    fn is_initial(&self, index: usize) -> bool {
        let mut letters = self.word(index).chars();
        letters.next().is_some_and(char::is_alphabetic)
            && letters.next() == Some('.')
            && letters.next().is_none()
    }

    fn is_day(&self, index: usize) -> bool {
        self.kind(index) == TokenKind::Number && self.tokens.tokens[index].span.len() <= 2
    }

    fn abbreviation_ends(&self, stop: usize, begin: usize) -> bool {
        let hash = self.tokens.hashes[begin];
        // "J. A. Smith": an initial is no beginning, though "A" and "I" are words too.
        let initial = self.is_initial(begin);
        match self.lexicon.ends(self.word(stop)) {
            EndsSentence::Never => false,
            EndsSentence::BeforeStarter => {
                !initial && self.kind(begin) != TokenKind::Number && self.lexicon.is_starter(hash)
            }
            EndsSentence::BeforeCapital => {
                let zone = self.kind(begin) == TokenKind::Word(Case::Upper) && self.word(begin).len() <= 4;
                let number = self.kind(begin) == TokenKind::Number;
                !(initial || number || zone || self.lexicon.is_calendar(hash))
            }
        }
    }

    /// "“Why?” Mr. Kerr asked": a name of a few words and a verb of saying, behind a quotation.
    fn is_attribution(&self, begin: usize) -> bool {
        for index in begin..self.after.min(begin + 6) {
            match self.kind(index) {
                TokenKind::Word(Case::Lower) => {
                    return index > begin && self.lexicon.is_attribution(self.tokens.hashes[index]);
                }
                TokenKind::Word(_) => {}
                _ => return false,
            }
        }
        false
    }
}
