use whosaid_text::{Case, Match, Matches, TokenKind, TokenRange, Tokens};

use crate::unit::is_hyphen;

/// A part in lower case of so few bytes may stand inside the name of a place.
const SHORT: usize = 4;
const PREFIXES: &str = include_str!("../data/hyphen-prefixes.txt");
const LINKS: &str = include_str!("../data/hyphen-links.txt");

/// Takes out the matches that are only a part of a name with hyphens: those in a word of which another part has a
/// capital and is in no match ("Anglo-American"), or which is built like "Rostov-on-Don". What it leaves:
/// "Armenia-Azerbaijan" as two, "U.S." of "U.S.-led", "Russian" of "pro-Russian". One pass.
pub(crate) fn drop_parts_of_words(text: &str, tokens: &Tokens, matches: &mut Matches) {
    let word = Words { text, tokens };
    let all = &mut matches.matches;
    let (mut kept, mut index) = (0, 0);
    while index < all.len() {
        let range = word.around(all[index].tokens);
        let inside = all[index..].partition_point(|found| found.tokens.start < range.end);
        if range == all[index].tokens || word.is_covered(range, &all[index..index + inside]) {
            all.copy_within(index..index + inside, kept);
            kept += inside;
        }
        index += inside;
    }
    all.truncate(kept);
}

struct Words<'a> {
    text: &'a str,
    tokens: &'a Tokens,
}

impl Words<'_> {
    /// The match, and what hyphens without spaces join to it.
    fn around(&self, found: TokenRange) -> TokenRange {
        let mut range = found.indices();
        while range.start >= 2 && self.joined(range.start - 2) {
            range.start -= 2;
        }
        while self.joined(range.end - 1) {
            range.end += 2;
        }
        TokenRange::new(range.start, range.end)
    }

    /// True if a hyphen joins token number `index` to the next but one.
    fn joined(&self, index: usize) -> bool {
        let [one, hyphen, other, ..] = self.tokens.tokens[index..] else {
            return false;
        };
        let word = |kind| matches!(kind, TokenKind::Word(_) | TokenKind::Number);
        hyphen.kind == TokenKind::Punctuation
            && word(one.kind)
            && word(other.kind)
            && one.span.end() == hyphen.span.start()
            && hyphen.span.end() == other.span.start()
            && is_hyphen(hyphen.span.of(self.text))
    }

    /// True if all parts that could be names are in one of `matches`.
    fn is_covered(&self, range: TokenRange, matches: &[Match]) -> bool {
        let mut matches = matches.iter().peekable();
        range.indices().all(|index| {
            while matches
                .next_if(|found| found.tokens.end as usize <= index)
                .is_some()
            {}
            if matches.peek().is_some_and(|found| found.tokens.contains(index)) {
                return true;
            }
            let part = self.tokens.text(self.text, index);
            match self.tokens.tokens[index].kind {
                TokenKind::Word(Case::Title | Case::Upper | Case::Mixed) => lists(PREFIXES, part),
                TokenKind::Word(Case::Lower) => {
                    let first = index == range.start as usize;
                    let last = index + 1 == range.end as usize;
                    first || last || part.len() > SHORT || lists(LINKS, part)
                }
                _ => true,
            }
        })
    }
}

fn lists(words: &str, word: &str) -> bool {
    words.lines().any(|listed| listed.eq_ignore_ascii_case(word))
}
