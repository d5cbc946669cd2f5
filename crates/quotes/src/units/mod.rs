//! Cuts a document into units of items: one pass over the tokens, and one over the items of each unit.

mod reading;

use crate::units::reading::{quote_item, token_item};
use whosaid_text::{ParagraphKind, Tokens};

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Item, Layout, Shape, Unit};
use crate::lexicon::Lexicon;
use crate::word::Word;

/// Items in a unit at most: bounds the work on text without any structure. Sentences of that length are no prose.
const LONGEST: usize = 400;

/// Cuts a document into units of items. `layout` is emptied first. Linear in the number of tokens.
pub(crate) fn layout(text: &str, tokens: &Tokens, lexicon: &Lexicon, layout: &mut Layout) {
    layout.items.clear();
    layout.units.clear();
    layout.cues.clear();
    layout.quotes.clear();
    let mut quotes = Quotes::new(tokens);
    let mut cutter = Cutter {
        lexicon,
        layout,
        start: 0,
        cues: 0,
        quotes: 0,
        words: 0,
        capitals: 0,
        paragraph: u32::MAX,
    };
    let mut token = 0;
    // The item before is a quotation.
    let mut quoted = false;
    for sentence in &tokens.sentences {
        let heading = tokens.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Heading;
        let end = sentence.tokens.end as usize;
        while token < end {
            if tokens.tokens[token].span.start() >= quotes.at
                && let Some((quotation, end)) = quotes.opening_at(token)
            {
                cutter.layout.quotes.push(cutter.layout.items.len() as u32);
                let item = quote_item(text, tokens, quotation, token, end);
                cutter.layout.items.push(item);
                quoted = end > 0;
                token = end;
            } else {
                let mut item = token_item(text, tokens, lexicon, token);
                item.glued =
                    quoted && tokens.tokens[token - 1].span.end() == tokens.tokens[token].span.start();
                quoted = false;
                token = item.end as usize;
                cutter.words += u32::from(item.shape == Shape::Word);
                cutter.capitals += u32::from(item.shape == Shape::Word && item.capital);
                cutter.layout.items.push(item);
            }
            if cutter.layout.items.len() - cutter.start >= LONGEST {
                cutter.cut(sentence.paragraph, heading);
            }
        }
        // A quotation that goes on into the next sentence ties both.
        if token == end {
            cutter.cut(sentence.paragraph, heading);
        }
    }
    let last = tokens.sentences.last().map_or(0, |sentence| sentence.paragraph);
    cutter.cut(last, false);
}

struct Cutter<'l> {
    lexicon: &'l Lexicon,
    layout: &'l mut Layout,
    /// First item, cue and quotation of the unit being filled.
    start: usize,
    cues: usize,
    quotes: usize,
    /// Words so far in it, and those with a capital.
    words: u32,
    capitals: u32,
    /// Paragraph of the unit before.
    paragraph: u32,
}

impl Cutter<'_> {
    /// Ends a unit, if it has any items.
    fn cut(&mut self, paragraph: u32, heading: bool) {
        let end = self.layout.items.len();
        if end == self.start {
            return;
        }
        // In a headline in which every word has a capital, capitals tell nothing.
        let many = self.words * if heading { 6 } else { 8 };
        let title_case = self.words >= 4 && self.capitals * 10 >= many;
        read(
            self.lexicon,
            &mut self.layout.items[self.start..],
            title_case,
            self.start as u32,
            &mut self.layout.cues,
        );
        self.layout.units.push(Unit {
            start: self.start as u32,
            end: end as u32,
            paragraph,
            heading,
            first: paragraph != self.paragraph,
            cues: (self.cues as u32, self.layout.cues.len() as u32),
            quotes: (self.quotes as u32, self.layout.quotes.len() as u32),
        });
        self.start = end;
        self.cues = self.layout.cues.len();
        self.quotes = self.layout.quotes.len();
        (self.words, self.capitals) = (0, 0);
        self.paragraph = paragraph;
    }
}

/// Decides for each item of a unit what it is beside its neighbours, and lists those that may report. `first` is the
/// number of the first one.
fn read(lexicon: &Lexicon, items: &mut [Item], title_case: bool, first: u32, cues: &mut Vec<u32>) {
    let mut begins = true;
    for index in 0..items.len() {
        match items[index].shape {
            Shape::Word => {
                if items[index].capital {
                    // "WHO said": not of a sentence all in capitals.
                    let acronym = items[index].upper && !items.get(index + 1).is_some_and(|next| next.upper);
                    decide_name(&mut items[index], (begins || title_case) && !acronym);
                }
                begins = false;
            }
            Shape::Stop | Shape::Colon => begins = true,
            Shape::Number => begins = false,
            Shape::Clitic if index > 0 && is_pronoun(&items[index - 1]) => {
                // "she’s": no possessive but "is" or "has".
                let item = &mut items[index];
                item.shape = Shape::Word;
                item.word.classes = Classes::AUXILIARY.with(Classes::BE).with(Classes::HAVE);
                item.word.settle();
            }
            _ => {}
        }
        if index > 0 {
            join_phrase(lexicon, items, index - 1);
            finish(items, index - 1, first, cues);
        }
    }
    if let Some(last) = items.len().checked_sub(1) {
        finish(items, last, first, cues);
    }
}

/// What can be said of an item once the next one is decided.
#[inline]
fn finish(items: &mut [Item], index: usize, first: u32, cues: &mut Vec<u32>) {
    let item = &items[index];
    if item.shape != Shape::Word {
        return;
    }
    if item.word.verb != NONE || item.word.other != NONE || item.is(Classes::FOR) {
        cues.push(first + index as u32);
    }
    if item.is(Classes::AUXILIARY) {
        items[index].finite = true;
    } else if item
        .word
        .forms
        .any(Forms::PAST.with(Forms::THIRD).with(Forms::BASE))
    {
        items[index].finite = is_finite(items, index);
    }
}

/// Quotations of depth 0, one after the other.
struct Quotes<'t> {
    tokens: &'t Tokens,
    next: usize,
    /// Byte at which the next quotation of any depth begins.
    at: usize,
}

impl<'t> Quotes<'t> {
    fn new(tokens: &'t Tokens) -> Self {
        let mut quotes = Self {
            tokens,
            next: 0,
            at: 0,
        };
        quotes.find();
        quotes
    }

    fn find(&mut self) {
        let next = self.tokens.quotations.get(self.next);
        self.at = next.map_or(usize::MAX, |quotation| quotation.outer().start());
    }

    /// The quotation that opens at token number `token`, and one past its last token.
    fn opening_at(&mut self, token: usize) -> Option<(usize, usize)> {
        let start = self.tokens.tokens[token].span.start();
        while self.at <= start {
            let (index, at) = (self.next, self.at);
            let quotation = &self.tokens.quotations[index];
            self.next += 1;
            self.find();
            if quotation.depth > 0 || at < start {
                continue;
            }
            let end = self.tokens.at_or_after(quotation.outer().end());
            if end > token {
                return Some((index, end));
            }
        }
        None
    }
}

/// Tells a name from a word by its capital: where capitals tell nothing (`free`), only a word that no list has is one.
fn decide_name(item: &mut Item, free: bool) {
    let known = item.word.classes.0 != 0 || item.word.verb != NONE || !item.word.forms.is_none();
    if known && free || item.is(Classes::FIRST) {
        return;
    }
    const KEPT: Classes = Classes::WEEKDAY
        .with(Classes::MONTH)
        .with(Classes::TITLE)
        .with(Classes::GROUP)
        .with(Classes::SINGLE)
        .with(Classes::DOCUMENT)
        .with(Classes::AUDIENCE);
    item.shape = Shape::Name;
    item.word = Word {
        classes: Classes(item.word.classes.0 & KEPT.0),
        ..Word::UNKNOWN
    };
}

fn is_pronoun(item: &Item) -> bool {
    item.shape == Shape::Word && item.is(Classes::SUBJECT_PRONOUN) && !item.is(Classes::DETERMINER)
}

/// Marks a cue of two words on its first one, at `index`.
#[inline]
fn join_phrase(lexicon: &Lexicon, items: &mut [Item], index: usize) {
    let first = &items[index];
    if first.is(Classes::PHRASE)
        && first.shape == Shape::Word
        && let Some((cue, forms)) = lexicon.phrase(first.hash, items[index + 1].hash)
    {
        let item = &mut items[index];
        if forms.is_none() {
            item.word.other = cue;
        } else {
            item.word.verb = cue;
        }
        item.words = 2;
        item.word.settle();
    }
}

/// True if a past or present form is surely a finite verb here: not used as a noun or participle.
fn is_finite(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let before = index.checked_sub(1).map(|index| &items[index]);
    let pronoun = before.is_some_and(is_pronoun);
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
