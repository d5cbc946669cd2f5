//! Which quotation marks of a paragraph open, which close, and which belong together.

use whosaid_text::{Repair, TokenKind, Tokens};

use crate::context::{Mark, Side, look};
use crate::lexicon::Lexicon;
use crate::marks::{Family, Glyph, Lean, repair};

/// What a mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Open,
    Close,
    /// Nothing: an apostrophe, inches, a stray mark.
    None,
}

/// What each mark of a paragraph does.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    tokens: Vec<u32>,
    roles: Vec<Role>,
}

impl Roles {
    /// What token number `index` does.
    pub(crate) fn of(&self, index: usize) -> Role {
        match self.tokens.binary_search(&(index as u32)) {
            Ok(at) => self.roles[at],
            Err(_) => Role::None,
        }
    }
}

/// A quotation, by its marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    /// Token of the opening mark.
    pub(crate) open: Option<u32>,
    /// Token of the closing mark.
    pub(crate) close: Option<u32>,
    /// Where a quotation that nobody closes must end at the latest: at the mark that opens the next one.
    pub(crate) limit: Option<usize>,
    pub(crate) repair: Repair,
    pub(crate) family: Family,
}

/// More quotations than this are not open at once.
const DEEPEST: usize = 6;

#[derive(Clone, Copy, Debug)]
struct Opened {
    pair: usize,
    mark: usize,
    glyph: Glyph,
    /// Single marks: the mark that will close.
    closer: usize,
}

/// The state machine, reused from paragraph to paragraph.
#[derive(Debug, Default)]
pub(crate) struct Pairing {
    roles: Roles,
    pairs: Vec<Pair>,
    marks: Vec<Mark>,
    stack: Vec<Opened>,
}

impl Pairing {
    /// What each mark of the paragraph does.
    pub(crate) fn roles(&self) -> &Roles {
        &self.roles
    }

    /// The quotations of the paragraph, in order of their opening marks (or closing ones, where nothing opens).
    pub(crate) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Pairs the marks of the paragraph whose tokens begin at number `first`. Apostrophes and inches among them get the
    /// kind of token they are.
    pub(crate) fn pair(
        &mut self,
        lexicon: &Lexicon,
        text: &str,
        tokens: &mut Tokens,
        first: usize,
        marks: &[u32],
    ) {
        self.pairs.clear();
        self.stack.clear();
        self.marks.clear();
        self.roles.tokens.clear();
        self.roles.roles.clear();
        if marks.is_empty() {
            return;
        }
        self.roles.tokens.extend_from_slice(marks);
        self.roles.roles.resize(marks.len(), Role::None);
        look(text, tokens, first, marks, &mut self.marks);
        for index in 0..self.marks.len() {
            if self.marks[index].glyph.single {
                self.single(lexicon, text, tokens, index);
            } else {
                self.double(text, tokens, index);
            }
        }
        while let Some(left) = self.stack.pop() {
            self.leave(left, None);
        }
        for index in 0..self.marks.len() {
            self.retype(text, tokens, first, index);
        }
    }

    /// Sense of the next mark but single ones after mark `index`.
    fn next_sense(&self, index: usize) -> Option<Lean> {
        let next = self.marks.get(self.marks[index].next_double)?;
        Some(next.sense())
    }

    fn double(&mut self, text: &str, tokens: &Tokens, index: usize) {
        let mark = self.marks[index];
        let spacing = mark.spacing();
        let open = self.stack.iter().any(|opened| !opened.glyph.single);
        let same = self
            .stack
            .iter()
            .any(|opened| !opened.glyph.single && opened.glyph.family == mark.glyph.family);
        let closes_next = self.next_sense(index) == Some(Lean::Close);
        if self.is_inches(text, tokens, index, open) {
            return;
        }
        match (mark.glyph.lean, spacing) {
            (Lean::Open, _) if open && mark.ends => self.close(tokens, index),
            (Lean::Open, _) if mark.glyph.low => self.open(tokens, index, Repair::None),
            (Lean::Open, Lean::Close) if open => self.close(tokens, index),
            (Lean::Open, Lean::Close) if !closes_next => {}
            (Lean::Open, Lean::Neutral) if same && mark.before != Side::Free && mark.after == Side::Word => {
                self.close(tokens, index);
            }
            (Lean::Open, _) => self.open(tokens, index, Repair::None),
            (Lean::Close, _) if open => self.close(tokens, index),
            (Lean::Close, _) if mark.begins && (closes_next || mark.glyph.family == Family::Guillemet) => {
                // « …\n» …: the paragraphs of a long quotation, or a slip.
                let slip = mark.glyph.family != Family::Guillemet && !self.mirrored(index);
                self.open(tokens, index, if slip { Repair::Turned } else { Repair::None });
            }
            (Lean::Close, Lean::Open) if self.mirrored(index) => self.open(tokens, index, Repair::None),
            (Lean::Close, Lean::Open) if closes_next => self.open(tokens, index, Repair::Turned),
            (Lean::Close, _) => self.unopened(index),
            (Lean::Neutral, Lean::Open) => self.open(tokens, index, Repair::None),
            (Lean::Neutral, Lean::Close) if open => self.close(tokens, index),
            (Lean::Neutral, Lean::Close) if closes_next => self.open(tokens, index, Repair::None),
            (Lean::Neutral, Lean::Close) => self.unopened(index),
            (Lean::Neutral, Lean::Neutral) if same || open && mark.before != Side::Free => {
                self.close(tokens, index);
            }
            (Lean::Neutral, Lean::Neutral) if self.next_sense(index).is_some() => {
                self.open(tokens, index, Repair::None);
            }
            (Lean::Neutral, Lean::Neutral) => {}
        }
    }

    /// ”x” of Swedish and Finnish, »x« of German and Danish: a closing glyph opens and its like, or its mirror image, closes.
    fn mirrored(&self, index: usize) -> bool {
        let family = self.marks[index].glyph.family;
        self.marks.get(self.marks[index].next_double).is_some_and(|next| {
            next.glyph.family == family
                && next.spacing() == Lean::Close
                && (next.glyph.lean == Lean::Close || family == Family::Guillemet)
        })
    }

    /// 5'10", 6’2”, a 12" gun.
    fn is_inches(&self, text: &str, tokens: &Tokens, index: usize, open: bool) -> bool {
        let mark = self.marks[index];
        let token = mark.token as usize;
        if token == 0 || mark.glyph.lean == Lean::Open {
            return false;
        }
        let number = tokens.tokens[token - 1];
        if number.kind != TokenKind::Number || number.span.end() != tokens.tokens[token].span.start() {
            return false;
        }
        let closes_next = self.next_sense(index) == Some(Lean::Close);
        let feet = number.span.of(text).contains(['\'', '’', '′']);
        match mark.glyph.lean {
            Lean::Close => feet && (!open || closes_next),
            _ => feet && (!open || self.marks[index].next_double != usize::MAX) || !open && !closes_next,
        }
    }

    fn open(&mut self, tokens: &Tokens, index: usize, repair: Repair) {
        let mark = self.marks[index];
        if !mark.glyph.single {
            let twice = self
                .stack
                .iter()
                .rposition(|opened| !opened.glyph.single && opened.glyph.family == mark.glyph.family);
            let full = (self.stack.len() >= DEEPEST).then_some(0);
            if let Some(keep) = full.or(twice.filter(|_| !self.closes_twice(index))) {
                let at = tokens.tokens[mark.token as usize].span.start();
                while self.stack.len() > keep
                    && let Some(left) = self.stack.pop()
                {
                    self.leave(left, Some(at));
                }
            }
        }
        self.push(index, repair, usize::MAX);
    }

    /// True if the next two marks close: then this one opens a quotation inside another of the same marks.
    fn closes_twice(&self, index: usize) -> bool {
        let next = self.marks[index].next_double;
        self.next_sense(index) == Some(Lean::Close) && self.next_sense(next) == Some(Lean::Close)
    }

    fn push(&mut self, index: usize, repair: Repair, closer: usize) {
        let mark = self.marks[index];
        self.roles.roles[index] = Role::Open;
        self.stack.push(Opened {
            pair: self.pairs.len(),
            mark: index,
            glyph: mark.glyph,
            closer,
        });
        self.pairs.push(Pair {
            open: Some(mark.token),
            close: None,
            limit: None,
            repair,
            family: mark.glyph.family,
        });
    }

    /// Closes the innermost quotation that mark `index` may close: one of its own family, or else any.
    fn close(&mut self, tokens: &Tokens, index: usize) {
        let mark = self.marks[index];
        let double = |opened: &Opened| !opened.glyph.single;
        let own = self
            .stack
            .iter()
            .rposition(|opened| double(opened) && opened.glyph.family == mark.glyph.family);
        let Some(at) = own.or_else(|| self.stack.iter().rposition(double)) else {
            return self.unopened(index);
        };
        let start = tokens.tokens[mark.token as usize].span.start();
        while self.stack.len() > at + 1
            && let Some(left) = self.stack.pop()
        {
            self.leave(left, Some(start));
        }
        let Some(opened) = self.stack.pop() else { return };
        self.roles.roles[index] = Role::Close;
        let pair = &mut self.pairs[opened.pair];
        pair.close = Some(mark.token);
        if pair.repair == Repair::None {
            pair.repair = repair(opened.glyph, mark.glyph);
        }
    }

    fn unopened(&mut self, index: usize) {
        self.roles.roles[index] = Role::Close;
        self.pairs.push(Pair {
            open: None,
            close: Some(self.marks[index].token),
            limit: None,
            repair: Repair::MissingOpen,
            family: self.marks[index].glyph.family,
        });
    }

    /// Gives up waiting for the mark that closes. A single mark that nothing closes was an apostrophe.
    fn leave(&mut self, opened: Opened, limit: Option<usize>) {
        // "“Yes,” he said: one mark too many.
        let too_many = !opened.glyph.single && self.is_doubled(opened.mark);
        let pair = &mut self.pairs[opened.pair];
        if opened.glyph.single || too_many {
            pair.open = None;
            self.roles.roles[opened.mark] = Role::None;
        } else {
            pair.limit = limit;
            pair.repair = Repair::MissingClose;
        }
    }

    /// True if the next mark stands right behind this one, and opens as well.
    fn is_doubled(&self, index: usize) -> bool {
        self.marks.get(index + 1).is_some_and(|next| {
            next.token == self.marks[index].token + 1
                && !next.glyph.single
                && next.after == Side::Word
                && self.roles.roles[index + 1] == Role::Open
        })
    }

    fn single(&mut self, lexicon: &Lexicon, text: &str, tokens: &Tokens, index: usize) {
        if let Some(top) = self.stack.last()
            && top.glyph.single
        {
            if top.closer == index {
                let top = *top;
                self.stack.pop();
                self.roles.roles[index] = Role::Close;
                let pair = &mut self.pairs[top.pair];
                pair.close = Some(self.marks[index].token);
                if pair.repair == Repair::None {
                    pair.repair = repair(top.glyph, self.marks[index].glyph);
                }
            }
            return;
        }
        if self.stack.len() < DEEPEST
            && self.may_open(lexicon, tokens, index)
            && let Some(closer) = self.closer(lexicon, text, tokens, index)
        {
            let turned = self.marks[index].glyph.lean == Lean::Close;
            self.push(index, if turned { Repair::Turned } else { Repair::None }, closer);
        }
    }

    /// True if a single mark may open: a space before, a word behind that is not written with an apostrophe in front.
    fn may_open(&self, lexicon: &Lexicon, tokens: &Tokens, index: usize) -> bool {
        let mark = self.marks[index];
        if mark.glyph.family == Family::Guillemet {
            return mark.glyph.lean == Lean::Open || mark.spacing() == Lean::Open;
        }
        if mark.before == Side::Word
            || mark.after == Side::Free
            || mark.before == Side::Punctuation && mark.glyph.lean != Lean::Open
        {
            return false;
        }
        let next = mark.token as usize + 1;
        let Some(word) = tokens.tokens.get(next) else {
            return false;
        };
        let decade = word.kind == TokenKind::Number && (2..=3).contains(&word.span.len());
        !(decade || lexicon.is_clipped(tokens.hashes[next]))
    }

    /// The mark that closes what single mark `index` opens: the first that can be nothing else, or else the first that
    /// might be an apostrophe behind a word, before the next one that opens.
    fn closer(&self, lexicon: &Lexicon, text: &str, tokens: &Tokens, index: usize) -> Option<usize> {
        let opener = self.marks[index].glyph;
        let inside = self.stack.iter().any(|opened| !opened.glyph.single);
        let mut weak = None;
        for (at, mark) in self.marks.iter().enumerate().skip(index + 1) {
            if !mark.glyph.single {
                if inside {
                    break;
                }
                continue;
            }
            if (mark.glyph.family == Family::Guillemet) != (opener.family == Family::Guillemet)
                || mark.glyph.low
            {
                continue;
            }
            if mark.glyph.family == Family::Guillemet {
                if mark.glyph.lean != opener.lean {
                    return Some(at);
                }
                break;
            }
            if mark.before != Side::Free && mark.after != Side::Word {
                if mark.before == Side::Punctuation
                    || mark.after == Side::Punctuation
                    || !self.may_be_possessive(text, tokens, at)
                {
                    return Some(at);
                }
                weak = weak.or(Some(at));
            } else if self.may_open(lexicon, tokens, at) {
                break;
            }
        }
        weak.filter(|_| opener.lean != Lean::Close)
    }

    /// True behind a word in s, or one whose last letter may have been left out ("goin’").
    fn may_be_possessive(&self, text: &str, tokens: &Tokens, index: usize) -> bool {
        let token = self.marks[index].token as usize;
        token > 0 && {
            let word = tokens.text(text, token - 1);
            word.ends_with(['s', 'S', 'z', 'x']) || word.ends_with("in")
        }
    }

    /// Gives marks that turned out to be none the kind of token that they are.
    fn retype(&self, text: &str, tokens: &mut Tokens, first: usize, index: usize) {
        let mark = self.marks[index];
        let token = mark.token as usize;
        if self.roles.roles[index] != Role::None {
            return;
        }
        if mark.glyph.single {
            let possessive = mark.before == Side::Word
                && token > first
                && mark.glyph.lean != Lean::Open
                && tokens.tokens[token - 1].is_word()
                && tokens.tokens[token - 1].span.end() == tokens.tokens[token].span.start()
                && tokens.text(text, token - 1).ends_with(['s', 'S', 'z', 'x']);
            tokens.tokens[token].kind = if possessive {
                TokenKind::Clitic
            } else {
                TokenKind::Punctuation
            };
        } else if mark.before == Side::Word
            && mark.glyph.lean == Lean::Neutral
            && token > first
            && tokens.tokens[token - 1].kind == TokenKind::Number
        {
            tokens.tokens[token].kind = TokenKind::Punctuation;
        }
    }
}
