//! Tokens of one paragraph.

use unicode_segmentation::UnicodeSegmentation;
use whosaid_text::{Span, Token, TokenKind, Tokens, hash_word};

use crate::Tokenizer;
use crate::chars::{
    ASCII, DIGIT, JOINER, LETTER, MIDDLE, SPACE, UNKNOWN, WORD, is_apostrophe, is_invisible, is_stop,
};
use crate::eight::AsciiWord;
use crate::lexicon::Lexicon;
use crate::marks::mark_length;
use crate::words::{APOSTROPHE, DOT, Run, class_at, classify, kind, scan};

/// No address is longer, in bytes.
const ADDRESS: usize = 2048;

/// Writes the tokens of a paragraph, and notes on the way which of them may end a sentence or a quotation.
pub(crate) struct Cutter<'a> {
    tokenizer: &'a Tokenizer,
    text: &'a str,
    tokens: &'a mut Tokens,
    /// Tokens at which a sentence may end: stops and abbreviations.
    stops: &'a mut Vec<u32>,
    /// Tokens that may be quotation marks.
    marks: &'a mut Vec<u32>,
    /// End of the paragraph.
    limit: usize,
}

impl<'a> Cutter<'a> {
    pub(crate) fn new(
        tokenizer: &'a Tokenizer,
        text: &'a str,
        tokens: &'a mut Tokens,
        stops: &'a mut Vec<u32>,
        marks: &'a mut Vec<u32>,
    ) -> Self {
        Self {
            tokenizer,
            text,
            tokens,
            stops,
            marks,
            limit: 0,
        }
    }

    /// Cuts what `span` covers.
    pub(crate) fn cut(&mut self, span: Span) {
        self.limit = span.end();
        let bytes = &self.text.as_bytes()[..span.end()];
        let mut at = span.start();
        while at < bytes.len() {
            let class = ASCII[usize::from(bytes[at])];
            at = if class & (LETTER | DIGIT) != 0 {
                let end = self.ascii_word(at);
                // The blank behind it, without a question whether there is one.
                end + usize::from(bytes.get(end) == Some(&b' '))
            } else if class & SPACE != 0 {
                at + 1
            } else if class & JOINER != 0 {
                self.word_at(at)
            } else if class == UNKNOWN {
                self.wide(at)
            } else {
                self.punctuation(at)
            };
        }
    }

    #[inline]
    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        let span = Span::new(start, end);
        self.tokens.tokens.push(Token { span, kind });
        self.tokens.hashes.push(hash_word(span.of(self.text)));
    }

    /// A token of one ASCII character.
    #[inline]
    fn push_single(&mut self, at: usize, kind: TokenKind) -> usize {
        let span = Span::new(at, at + 1);
        let byte = self.text.as_bytes()[at];
        self.tokens.tokens.push(Token { span, kind });
        self.tokens
            .hashes
            .push(self.tokenizer.single[usize::from(byte & 0x7f)]);
        at + 1
    }

    fn lexicon(&self) -> &'a Lexicon {
        &self.tokenizer.lexicon
    }

    /// A word that begins with an ASCII letter or a digit; returns where the text goes on.
    #[inline]
    fn ascii_word(&mut self, start: usize) -> usize {
        let bytes = &self.text.as_bytes()[..self.limit];
        // White space ends a paragraph, so that no word goes on behind it.
        let word = AsciiWord::read(self.text.as_bytes(), start);
        let end = start + word.len();
        debug_assert!(end <= self.limit, "a paragraph ends in a word");
        // What may join two letters or two digits, or change what the word is, is looked at with more care.
        let plain = match bytes.get(end) {
            None | Some(b' ') => true,
            Some(b',' | b';') => !bytes[end - 1].is_ascii_digit(),
            Some(b'.' | b'\'' | b':' | b'@' | b'_') => false,
            Some(byte) => byte.is_ascii() || self.parts(end),
        };
        if plain {
            self.push_ascii(start, end, &word);
            return end;
        }
        self.ascii_word_before(start, word)
    }

    #[inline]
    fn push_ascii(&mut self, start: usize, end: usize, word: &AsciiWord) {
        let span = Span::new(start, end);
        let kind = word.kind();
        self.tokens.tokens.push(Token { span, kind });
        self.tokens.hashes.push(word.hash());
    }

    /// True if the character at byte `at`, which is not ASCII, ends any word: “ ” – …
    #[inline]
    fn parts(&self, at: usize) -> bool {
        let (class, _) = class_at(&self.tokenizer.classes, self.text, at, self.limit);
        class & (LETTER | MIDDLE | UNKNOWN) == 0
    }

    /// The same before a character that may belong to it.
    fn ascii_word_before(&mut self, start: usize, mut word: AsciiWord) -> usize {
        let bytes = &self.text.as_bytes()[..self.limit];
        let mut end = start + word.len();
        // The last word of a sentence, or an abbreviation: what goes on behind the stop is no part of it.
        let stop = bytes.get(end) == Some(&b'.')
            && bytes
                .get(end + 1)
                .is_none_or(|next| ASCII[usize::from(*next)] & (LETTER | DIGIT | UNKNOWN) == 0);
        if !stop {
            return self.word_at(start);
        }
        if self.takes_stop(start, end, word.hash()) {
            word.push_stop();
            end += 1;
        }
        self.push_ascii(start, end, &word);
        end
    }

    /// True if the full stop behind a word belongs to it: then a sentence may end there. `hash` is that of the word.
    fn takes_stop(&mut self, start: usize, end: usize, hash: u64) -> bool {
        let word = &self.text[start..end];
        if !self.lexicon().may_keep_stop(word, hash) {
            return false;
        }
        let after = &self.text[end + 1..self.limit];
        let company = self.text.as_bytes()[..start].ends_with(b"&");
        let takes = !company
            && !after.starts_with('.')
            && self.lexicon().keeps_stop(word, after)
            && !self.is_lettered(start, end);
        if takes {
            self.stops.push(self.tokens.tokens.len() as u32);
        }
        takes
    }

    /// True for the letter of "41°C", "Plan B" and "vitamin C", which is no initial.
    fn is_lettered(&self, start: usize, end: usize) -> bool {
        let Some(before) = self.tokens.tokens.last().filter(|_| end == start + 1) else {
            return false;
        };
        let gap = before.span.end()..start;
        match before.kind {
            TokenKind::Punctuation => gap.is_empty() && matches!(before.span.of(self.text), "°" | "º" | "˚"),
            TokenKind::Word(case) => {
                self.text.get(gap) == Some(" ")
                    && self
                        .tokens
                        .hashes
                        .last()
                        .is_some_and(|hash| self.lexicon().takes_letter(*hash, case))
            }
            _ => false,
        }
    }

    fn word_at(&mut self, at: usize) -> usize {
        match scan(&self.tokenizer.classes, self.text, at, self.limit) {
            Some(run) => self.word(at, run),
            None => self.stretch(at),
        }
    }

    /// A word with known bounds; returns where the text goes on.
    #[inline]
    fn word(&mut self, start: usize, run: Run) -> usize {
        let next = self.text.as_bytes()[..self.limit].get(run.end).copied();
        if run.inner == 0 && (run.first | run.rest) & JOINER == 0 && !matches!(next, Some(b'.' | b':' | b'@'))
        {
            self.push(start, run.end, run.kind());
            return run.end;
        }
        self.odd_word(start, run)
    }

    /// A word with something in it or behind it that has to be looked at.
    fn odd_word(&mut self, start: usize, run: Run) -> usize {
        if let Some(end) = self.address(start, run.end) {
            self.push(start, end, TokenKind::Word(whosaid_text::Case::Lower));
            return end;
        }
        let (mut start, end) = (start, run.end);
        let word = &self.text[start..end];
        if (run.first | run.rest) & JOINER != 0 {
            let bare = word.trim_matches('_');
            if bare.len() < word.len() {
                let from = start + (word.len() - word.trim_start_matches('_').len());
                for at in start..if bare.is_empty() { end } else { from } {
                    self.push(at, at + 1, TokenKind::Punctuation);
                }
                if bare.is_empty() {
                    return end;
                }
                let to = from + bare.len();
                self.pieces(from, to);
                for at in to..end {
                    self.push(at, at + 1, TokenKind::Punctuation);
                }
                return end;
            }
        }
        if run.inner & DOT != 0 {
            // Stops that should have had a space behind them.
            while let Some(cut) = missing_space(&self.text[start..end]) {
                let cut = start + cut;
                start = self.plain_word(start, cut, run.inner);
                if start == cut {
                    self.stop(cut, cut + 1);
                    start += 1;
                }
            }
        }
        self.plain_word(start, end, run.inner)
    }

    /// A word and what belongs to it or is cut off it; returns where the text goes on: at `end`, or behind the full stop
    /// there if that belongs to the word.
    fn plain_word(&mut self, mut start: usize, mut end: usize, inner: u8) -> usize {
        if inner & APOSTROPHE != 0 {
            if let Some(length) = self.lexicon().elision(&self.text[start..end]) {
                self.push(start, start + length, TokenKind::Clitic);
                start += length;
            }
            if let Some(length) = self.lexicon().ending(&self.text[start..end]) {
                self.pieces(start, end - length);
                self.push(end - length, end, TokenKind::Clitic);
                return end;
            }
        }
        if self.text[end..self.limit].starts_with('.')
            && self.takes_stop(start, end, hash_word(&self.text[start..end]))
        {
            end += 1;
        }
        self.pieces(start, end);
        end
    }

    /// One word token.
    fn pieces(&mut self, start: usize, end: usize) {
        let (first, rest) = classify(&self.tokenizer.classes, &self.text[start..end]);
        self.push(start, end, kind(first, rest));
    }

    /// End of the URL or e-mail address that begins with the word `start..end`.
    fn address(&self, start: usize, end: usize) -> Option<usize> {
        let rest = &self.text[end..self.limit];
        let word = &self.text[start..end];
        let scheme = rest.starts_with("://") && word.len() <= 8;
        let mail = rest.starts_with('@') && rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let site = word.len() > 4 && word.as_bytes()[..4].eq_ignore_ascii_case(b"www.");
        if !(scheme || mail || site) {
            return None;
        }
        let outside = |byte: &u8| match byte {
            b'"' | b'<' | b'>' | b'`' | b'\'' => true,
            _ if scheme || site => !byte.is_ascii_graphic(),
            _ => !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'-' | b'_'),
        };
        let first = usize::from(mail);
        let body = rest.as_bytes()[first..]
            .iter()
            .take(ADDRESS)
            .position(outside)
            .map_or(rest.len().min(first + ADDRESS), |length| first + length);
        let body = rest
            .get(..body)?
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '*', '_']);
        if mail && !body.contains('.') {
            return None;
        }
        Some(end + body.len())
    }

    /// ASCII punctuation; returns where the text goes on.
    fn punctuation(&mut self, at: usize) -> usize {
        let bytes = &self.text.as_bytes()[..self.limit];
        let next = bytes.get(at + 1).copied();
        match bytes[at] {
            b'.' if next != Some(b'.') => self.single_stop(at),
            b'.' => {
                let end = bytes[at..]
                    .iter()
                    .position(|byte| *byte != b'.')
                    .map_or(bytes.len(), |length| at + length);
                self.stop(at, end);
                end
            }
            b'!' | b'?' => self.single_stop(at),
            b'"' => {
                self.marks.push(self.tokens.tokens.len() as u32);
                self.push_single(at, TokenKind::QuoteMark)
            }
            b'\'' if bytes[at..].starts_with(b"'''") && !bytes[at..].starts_with(b"''''") => self.three(at),
            b'\'' if self.is_possessive(at, 1) => self.possessive(at, 1),
            byte @ (b'\'' | b'`' | b',' | b'<' | b'>') if next == Some(byte) => self.mark(at, at + 2),
            b'\'' | b'`' => self.mark(at, at + 1),
            _ => self.push_single(at, TokenKind::Punctuation),
        }
    }

    fn single_stop(&mut self, at: usize) -> usize {
        self.stops.push(self.tokens.tokens.len() as u32);
        self.push_single(at, TokenKind::Stop)
    }

    /// ''' is '' and ': the single one inside.
    fn three(&mut self, at: usize) -> usize {
        let single_first = !self.text[..at].ends_with(char::is_whitespace) && at > 0;
        let middle = if single_first { at + 1 } else { at + 2 };
        self.mark(at, middle);
        self.mark(middle, at + 3)
    }

    /// True for an apostrophe and s behind what is no word of letters: "Jr.’s", "HB2’s", "Yahoo!’s".
    fn is_possessive(&self, at: usize, width: usize) -> bool {
        let after = &self.text[at + width..self.limit];
        let Some(rest) = after.strip_prefix(['s', 'S']) else {
            return false;
        };
        let follows = |token: &Token| token.span.end() == at;
        self.tokens.tokens.last().is_some_and(follows) && !rest.starts_with(|c: char| c.is_alphanumeric())
    }

    fn possessive(&mut self, at: usize, width: usize) -> usize {
        self.push(at, at + width + 1, TokenKind::Clitic);
        at + width + 1
    }

    fn stop(&mut self, start: usize, end: usize) {
        self.stops.push(self.tokens.tokens.len() as u32);
        self.push(start, end, TokenKind::Stop);
    }

    fn mark(&mut self, start: usize, end: usize) -> usize {
        self.marks.push(self.tokens.tokens.len() as u32);
        self.push(start, end, TokenKind::QuoteMark);
        end
    }

    /// A character that is not ASCII and does not go on with a word; returns where the text goes on.
    fn wide(&mut self, at: usize) -> usize {
        let (class, width) = class_at(&self.tokenizer.classes, self.text, at, self.limit);
        if class & SPACE != 0 {
            return at + width;
        }
        if class & WORD != 0 {
            return self.word_at(at);
        }
        if class == UNKNOWN {
            return self.stretch(at);
        }
        self.symbol(at)
    }

    /// Any character that is no letter, no digit and no space.
    fn symbol(&mut self, at: usize) -> usize {
        let rest = &self.text[at..self.limit];
        if rest.starts_with('’') && self.is_possessive(at, '’'.len_utf8()) {
            return self.possessive(at, '’'.len_utf8());
        }
        if let Some(length) = mark_length(rest) {
            return self.mark(at, at + length);
        }
        let Some(c) = rest.chars().next() else {
            return self.limit;
        };
        let end = at + c.len_utf8();
        if is_stop(c) {
            self.stop(at, end);
        } else if !is_invisible(c) && !c.is_whitespace() {
            self.push(at, end, TokenKind::Punctuation);
        }
        end
    }

    /// From `start` to the next white space, by `unicode-segmentation`; returns where the text goes on.
    #[cold]
    fn stretch(&mut self, start: usize) -> usize {
        let rest = &self.text[start..self.limit];
        let end = rest
            .find(|c: char| self.tokenizer.classes.of(c) & SPACE != 0)
            .map_or(self.limit, |length| start + length);
        let (mut at, mut past) = (start, start);
        for piece in self.text[start..end].split_word_bounds() {
            let stop = at + piece.len();
            // A doubled mark may have been taken together with the piece before.
            let from = at.max(past);
            at = stop;
            if from >= stop {
                continue;
            }
            let piece = &self.text[from..stop];
            past = stop;
            if piece.chars().any(char::is_alphanumeric) {
                let (first, rest) = classify(&self.tokenizer.classes, piece);
                let inner = inner(piece);
                self.known_word(
                    from,
                    Run {
                        end: stop,
                        first,
                        rest,
                        inner,
                    },
                );
            } else {
                past = from;
                while past < stop {
                    past = self.symbol(past);
                }
            }
        }
        end
    }

    /// A word that `unicode-segmentation` found: apostrophes are looked at, all else stays as it is.
    fn known_word(&mut self, start: usize, run: Run) {
        let mut start = start;
        let mut end = run.end;
        if run.inner & APOSTROPHE != 0 {
            if let Some(length) = self.lexicon().elision(&self.text[start..end]) {
                self.push(start, start + length, TokenKind::Clitic);
                start += length;
            }
            if let Some(length) = self.lexicon().ending(&self.text[start..end]) {
                end -= length;
            }
        }
        self.push(start, end, run.kind());
        if end < run.end {
            self.push(end, run.end, TokenKind::Clitic);
        }
    }
}

/// What stands inside a word.
fn inner(word: &str) -> u8 {
    word.chars().fold(0, |inner, c| match c {
        '.' => inner | DOT,
        c if is_apostrophe(c) => inner | APOSTROPHE,
        _ => inner,
    })
}

/// Where to cut a word with a stop in it, so that "ended.The" are two: at a stop that follows a word of two small
/// letters or more, or a short abbreviation, and precedes a capitalised word. "U.S", "Report.az" and "3.5" stay whole.
fn missing_space(word: &str) -> Option<usize> {
    word.match_indices('.').map(|(at, _)| at).find(|at| {
        let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
        let mut after = word[at + 1..].chars();
        if !after.next().is_some_and(char::is_uppercase) {
            return false;
        }
        let mut before = word[..*at].chars().rev();
        let short = *at <= 8 && word[..*at].chars().filter(|c| *c != '.').count() <= 2;
        lower(before.next()) && (lower(before.next()) || short)
            || short && lower(after.next()) && lower(after.next())
    })
}
