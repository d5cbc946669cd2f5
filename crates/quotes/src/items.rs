//! What the grammar works on: a sentence as a row of items, in which a whole quotation counts as one.

use whosaid_text::{Case, ParagraphKind, Span, TokenKind, Tokens};

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
    let mut token = 0;
    let mut unit_start = 0;
    let mut end_of_unit = 0;
    let mut current = u32::MAX;
    for sentence in &tokens.sentences {
        let kind = tokens.paragraphs[sentence.paragraph as usize].kind;
        end_of_unit = end_of_unit.max(sentence.tokens.end as usize);
        while token < end_of_unit {
            if let Some((quotation, end)) = quotes.opening_at(token) {
                items.push(quote_item(text, tokens, quotation, token, end));
                token = end;
                // A quotation that goes on into the next sentence ties both.
                end_of_unit = end_of_unit.max(end);
            } else {
                items.push(token_item(text, tokens, lexicon, token));
                token += 1;
            }
        }
        if end_of_unit > sentence.tokens.end as usize {
            continue;
        }
        if items.len() > unit_start {
            units.push(Unit {
                start: unit_start as u32,
                end: items.len() as u32,
                paragraph: sentence.paragraph,
                heading: kind == ParagraphKind::Heading,
                first: sentence.paragraph != current,
            });
            current = sentence.paragraph;
            decide_names(&mut items[unit_start..], kind == ParagraphKind::Heading);
            join_phrases(lexicon, &mut items[unit_start..]);
            unit_start = items.len();
        }
    }
    if items.len() > unit_start {
        units.push(Unit {
            start: unit_start as u32,
            end: items.len() as u32,
            paragraph: tokens.sentences.last().map_or(0, |sentence| sentence.paragraph),
            heading: false,
            first: false,
        });
        decide_names(&mut items[unit_start..], false);
        join_phrases(lexicon, &mut items[unit_start..]);
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
    Item {
        first: index as u32,
        end: index as u32 + 1,
        shape,
        word,
        hash,
        quotation: u32::MAX,
        words: 1,
        ending: Ending::Open,
        capital,
    }
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

/// Bytes from the first to the last of some items.
///
/// # Panics
/// If there is none.
pub(crate) fn span(tokens: &Tokens, items: &[Item]) -> Span {
    let first = tokens.tokens[items[0].first as usize].span;
    let last = tokens.tokens[items[items.len() - 1].end as usize - 1].span;
    first.cover(last)
}
