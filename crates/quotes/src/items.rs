//! What the grammar works on: a sentence as a row of items, in which a whole quotation counts as one.

use whosaid_text::{Case, ParagraphKind, Span, TokenKind, Tokens, hash_word};

use crate::forms::Forms;
use crate::lexicon::{Classes, Lexicon, NONE, Word};

/// What an item looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A word in lower case, or one that a list knows where capitals tell nothing.
    Word,
    /// A capitalised word that is likely a name.
    Name,
    Number,
    /// "’s"
    Clitic,
    Comma,
    Dash,
    Open,
    Close,
    Colon,
    Semicolon,
    Stop,
    /// A quotation of depth 0 with its marks.
    Quote,
    /// "%", "&", a mark that belongs to no quotation, …
    Symbol,
}

/// How a quotation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a word.
    Open,
    Comma,
    /// A full stop, question or exclamation mark, or ellipsis.
    Stop,
}

/// A token, or a whole quotation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// Index of the first token.
    pub(crate) first: u32,
    /// One past the index of the last token.
    pub(crate) end: u32,
    pub(crate) shape: Shape,
    pub(crate) word: Word,
    /// [`whosaid_text::hash_word`] of a single token.
    pub(crate) hash: u64,
    /// Index into [`Tokens::quotations`] of a quotation.
    pub(crate) quotation: u32,
    /// Words in a quotation.
    pub(crate) words: u32,
    /// How a quotation ends.
    pub(crate) ending: Ending,
    /// The quotation, or the word, begins with a capital.
    pub(crate) capital: bool,
    /// A word that ends in -s.
    pub(crate) plural: bool,
    /// Surely a finite verb here: an auxiliary, or a past or present form that is not used as a noun or participle.
    pub(crate) finite: bool,
    /// No blank parts it from the quotation before: “…”said Ann Lee.
    pub(crate) glued: bool,
}

impl Item {
    #[inline]
    pub(crate) fn is(&self, classes: Classes) -> bool {
        self.word.classes.any(classes)
    }

    /// A word whose form may be one of `forms`; never a name.
    #[inline]
    pub(crate) fn may_be(&self, forms: Forms) -> bool {
        self.shape == Shape::Word && self.word.forms.any(forms)
    }

    /// A quotation of few words that goes on as a part of its sentence.
    #[inline]
    pub(crate) fn is_short_quote(&self) -> bool {
        self.shape == Shape::Quote && self.words <= 8 && self.ending == Ending::Open
    }
}

/// A sentence, or several that a quotation holds together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// Indices into the items, end exclusive.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) paragraph: u32,
    pub(crate) heading: bool,
    /// First of its paragraph.
    pub(crate) first: bool,
}

/// Cuts a document into units of items. Both vectors are emptied first. Linear in the number of tokens.
pub(crate) fn items(
    text: &str,
    tokens: &Tokens,
    lexicon: &Lexicon,
    items: &mut Vec<Item>,
    units: &mut Vec<Unit>,
) {
    items.clear();
    units.clear();
    let mut quotes = Quotes { tokens, next: 0 };
    let mut cutter = Cutter {
        lexicon,
        start: 0,
        paragraph: u32::MAX,
    };
    let mut token = 0;
    for sentence in &tokens.sentences {
        let heading = tokens.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Heading;
        let end = sentence.tokens.end as usize;
        while token < end {
            if let Some((quotation, end)) = quotes.opening_at(token) {
                items.push(quote_item(text, tokens, quotation, token, end));
                token = end;
            } else {
                let mut item = token_item(text, tokens, lexicon, token);
                item.glued = token > 0
                    && items.last().is_some_and(|before| before.shape == Shape::Quote)
                    && tokens.tokens[token - 1].span.end() == tokens.tokens[token].span.start();
                token = item.end as usize;
                items.push(item);
            }
            if items.len() - cutter.start >= LONGEST {
                cutter.cut(items, units, sentence.paragraph, heading);
            }
        }
        // A quotation that goes on into the next sentence ties both.
        if token == end {
            cutter.cut(items, units, sentence.paragraph, heading);
        }
    }
    let last = tokens.sentences.last().map_or(0, |sentence| sentence.paragraph);
    cutter.cut(items, units, last, false);
}

/// Items in a unit at most: bounds the work on text without any structure. Sentences of that length are no prose.
const LONGEST: usize = 400;

struct Cutter<'l> {
    lexicon: &'l Lexicon,
    /// First item of the unit being filled.
    start: usize,
    /// Paragraph of the unit before.
    paragraph: u32,
}

impl Cutter<'_> {
    /// Ends a unit, if it has any items.
    fn cut(&mut self, items: &mut [Item], units: &mut Vec<Unit>, paragraph: u32, heading: bool) {
        if items.len() == self.start {
            return;
        }
        units.push(Unit {
            start: self.start as u32,
            end: items.len() as u32,
            paragraph,
            heading,
            first: paragraph != self.paragraph,
        });
        let unit = &mut items[self.start..];
        decide_names(unit, heading);
        join_phrases(self.lexicon, unit);
        for index in 1..unit.len() {
            let pronoun = unit[index - 1].shape == Shape::Word
                && unit[index - 1].is(Classes::SUBJECT_PRONOUN)
                && !unit[index - 1].is(Classes::DETERMINER);
            if pronoun && unit[index].shape == Shape::Clitic {
                // "she’s": no possessive but "is" or "has".
                let item = &mut unit[index];
                item.shape = Shape::Word;
                item.word.classes = Classes::AUXILIARY.with(Classes::BE).with(Classes::HAVE);
            }
        }
        for index in 0..unit.len() {
            unit[index].finite = is_finite(unit, index);
        }
        self.start = items.len();
        self.paragraph = paragraph;
    }
}

/// Quotations of depth 0, one after the other.
struct Quotes<'t> {
    tokens: &'t Tokens,
    next: usize,
}

impl Quotes<'_> {
    /// The quotation that opens at token number `token`, and one past its last token.
    fn opening_at(&mut self, token: usize) -> Option<(usize, usize)> {
        let start = self.tokens.tokens[token].span.start();
        while let Some(quotation) = self.tokens.quotations.get(self.next) {
            let outer = quotation.outer();
            if outer.start() > start {
                return None;
            }
            let index = self.next;
            self.next += 1;
            if quotation.depth > 0 || outer.start() < start {
                continue;
            }
            let end = self.tokens.at_or_after(outer.end());
            if end > token {
                return Some((index, end));
            }
        }
        None
    }
}

fn quote_item(text: &str, tokens: &Tokens, quotation: usize, first: usize, end: usize) -> Item {
    let content = tokens.quotations[quotation].content;
    let mut words = 0;
    let mut capital = None;
    let mut last = None;
    for token in &tokens.tokens[first..end] {
        if token.span.start() < content.start() || token.span.end() > content.end() {
            continue;
        }
        match token.kind {
            TokenKind::Word(case) => {
                words += 1;
                capital.get_or_insert(case != Case::Lower);
            }
            TokenKind::Number => {
                words += 1;
                capital.get_or_insert(true);
            }
            _ => {}
        }
        if token.kind != TokenKind::QuoteMark {
            last = Some(token);
        }
    }
    let ending = match last {
        Some(token) if token.kind == TokenKind::Stop => Ending::Stop,
        Some(token) if matches!(token.span.of(text), "," | "，" | "、") => Ending::Comma,
        _ => Ending::Open,
    };
    Item {
        first: first as u32,
        end: end as u32,
        shape: Shape::Quote,
        word: Word::UNKNOWN,
        hash: 0,
        quotation: quotation as u32,
        words,
        ending,
        capital: capital.unwrap_or(false),
        plural: false,
        finite: false,
        glued: false,
    }
}

fn token_item(text: &str, tokens: &Tokens, lexicon: &Lexicon, index: usize) -> Item {
    let token = tokens.tokens[index];
    let hash = tokens.hashes[index];
    let mut capital = false;
    let mut word = Word::UNKNOWN;
    let shape = match token.kind {
        TokenKind::Word(case) => {
            capital = case != Case::Lower && case != Case::None;
            word = lexicon
                .get(hash)
                .unwrap_or_else(|| by_suffix(token.span.of(text), case));
            Shape::Word
        }
        TokenKind::Number => Shape::Number,
        TokenKind::Clitic => Shape::Clitic,
        TokenKind::Stop => Shape::Stop,
        TokenKind::QuoteMark => Shape::Symbol,
        TokenKind::Punctuation => match token.span.of(text) {
            "," | "،" | "，" | "、" => Shape::Comma,
            "-" | "–" | "—" | "―" => Shape::Dash,
            "(" | "[" => Shape::Open,
            ")" | "]" => Shape::Close,
            ":" => Shape::Colon,
            ";" => Shape::Semicolon,
            _ => Shape::Symbol,
        },
    };
    let end = if matches!(shape, Shape::Word | Shape::Number) {
        compound_end(text, tokens, index)
    } else {
        index + 1
    };
    if end > index + 1 {
        let compound = Span::new(token.span.start(), tokens.tokens[end - 1].span.end());
        word = lexicon.get(hash_word(compound.of(text))).unwrap_or(Word::UNKNOWN);
    }
    let last = tokens.tokens[end - 1].span.of(text);
    Item {
        first: index as u32,
        end: end as u32,
        shape,
        word,
        hash,
        quotation: u32::MAX,
        words: 1,
        ending: Ending::Open,
        capital,
        plural: last.len() > 2 && last.ends_with('s') && !last.ends_with("ss"),
        finite: false,
        glued: false,
    }
}

/// One past the last token of a compound joined by hyphens without blanks: "short-term", "24-year-old".
fn compound_end(text: &str, tokens: &Tokens, index: usize) -> usize {
    let mut end = index + 1;
    while let [hyphen, word, ..] = &tokens.tokens[end..] {
        let joined = hyphen.span.start() == tokens.tokens[end - 1].span.end()
            && word.span.start() == hyphen.span.end()
            && matches!(hyphen.span.of(text), "-" | "‐" | "‑")
            && matches!(word.kind, TokenKind::Word(_) | TokenKind::Number);
        if !joined {
            break;
        }
        end += 2;
    }
    end
}

/// A guess at a word that no list has, by its ending.
fn by_suffix(word: &str, case: Case) -> Word {
    let mut guess = Word::UNKNOWN;
    if case == Case::Lower && word.len() > 4 {
        if word.ends_with("ly") {
            guess.classes = Classes::ADVERB;
        } else if word.ends_with("ing") {
            guess.forms = Forms::ING;
        } else if word.ends_with("ed") {
            guess.forms = Forms::PAST.with(Forms::PARTICIPLE);
        }
    }
    guess
}

/// Tells names from words by their capitals, where capitals tell anything: not in a headline in which every word has
/// one, and at the beginning of a sentence only for words that no list has.
fn decide_names(items: &mut [Item], heading: bool) {
    let (mut words, mut capitals) = (0, 0);
    for item in items.iter().filter(|item| item.shape == Shape::Word) {
        words += 1;
        capitals += usize::from(item.capital);
    }
    let title_case = words >= 4 && capitals * 10 >= words * if heading { 6 } else { 8 };
    let mut begins = true;
    for item in items {
        match item.shape {
            Shape::Word => {
                let known =
                    item.word.classes.0 != 0 || item.word.verb != NONE || (!item.word.forms.is_none());
                let free = begins || title_case;
                if item.capital && !(known && free) && !item.is(Classes::FIRST) {
                    item.shape = Shape::Name;
                    let kept = Classes::WEEKDAY
                        .with(Classes::MONTH)
                        .with(Classes::TITLE)
                        .with(Classes::GROUP)
                        .with(Classes::SINGLE)
                        .with(Classes::DOCUMENT)
                        .with(Classes::AUDIENCE);
                    item.word = Word {
                        classes: Classes(item.word.classes.0 & kept.0),
                        ..Word::UNKNOWN
                    };
                }
                begins = false;
            }
            Shape::Stop | Shape::Colon => begins = true,
            Shape::Number => begins = false,
            _ => {}
        }
    }
}

/// Marks cues of two words on their first one.
fn join_phrases(lexicon: &Lexicon, items: &mut [Item]) {
    for index in 1..items.len() {
        let first = items[index - 1];
        if first.is(Classes::PHRASE)
            && first.shape == Shape::Word
            && let Some((cue, forms)) = lexicon.phrase(first.hash, items[index].hash)
        {
            let item = &mut items[index - 1];
            if forms.is_none() {
                item.word.other = cue;
            } else {
                item.word.verb = cue;
            }
            item.words = 2;
        }
    }
}

/// True if the item is surely a finite verb here: an auxiliary, or a past or present form that is not used as a noun
/// or participle.
fn is_finite(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    if item.shape != Shape::Word {
        return false;
    }
    if item.is(Classes::AUXILIARY) {
        return true;
    }
    let before = index.checked_sub(1).map(|index| &items[index]);
    let pronoun = before.is_some_and(|before| {
        before.shape == Shape::Word && before.is(Classes::SUBJECT_PRONOUN) && !before.is(Classes::DETERMINER)
    });
    if item.may_be(Forms::PAST) {
        let by = items
            .get(index + 1)
            .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::BY));
        let noun = before.is_some_and(|before| {
            before.shape == Shape::Word
                && before.is(Classes::DETERMINER.with(Classes::POSSESSIVE))
                && !before.is(Classes::SUBJECT_PRONOUN)
        });
        return pronoun || !(by || noun);
    }
    if item.may_be(Forms::THIRD.with(Forms::BASE)) {
        return pronoun
            || before.is_some_and(|before| before.shape == Shape::Name && item.may_be(Forms::THIRD))
            || before.is_some_and(|before| {
                before.shape == Shape::Word && before.is(Classes::RELATIVE.with(Classes::GROUP))
            });
    }
    false
}

/// Bytes from the first to the last of some items.
///
/// # Panics
/// If there is none.
pub(crate) fn span(tokens: &Tokens, items: &[Item]) -> Span {
    let first = tokens.tokens[items[0].first as usize].span;
    let last = tokens.tokens[items[items.len() - 1].end as usize - 1].span;
    first.cover(last)
}
