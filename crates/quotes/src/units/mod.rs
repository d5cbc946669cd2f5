//! Cuts a document into units of items: one pass over the tokens, and one over the items of each unit.

mod reading;

use crate::units::reading::{quote_item, token_item};
use whosaid_text::{ParagraphKind, Tokens};

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Flags, Item, Layout, Shape, Unit};
use crate::lexicon::Lexicon;
use crate::places::Bits;
use crate::word::Word;

/// Items in a unit at most: bounds the work on text without any structure. Sentences of that length are no prose.
pub(crate) const LONGEST: usize = 400;

/// Cuts a document into units of items. `layout` is emptied first. Linear in the number of tokens.
pub(crate) fn layout(text: &str, tokens: &Tokens, lexicon: &Lexicon, layout: &mut Layout) {
    layout.items.clear();
    layout.units.clear();
    layout.cues.clear();
    layout.quotes.clear();
    // Every token has an item, or stands in one.
    layout.items.reserve(tokens.tokens.len());
    let mut quotes = Quotes::new(tokens);
    let mut cutter = Cutter {
        lexicon,
        layout,
        start: 0,
        cues: 0,
        quotes: 0,
        words: 0,
        capitals: 0,
        undecided: Bits::default(),
        active: Bits::default(),
        brackets: false,
        paragraph: u32::MAX,
    };
    let mut token = 0;
    // The item before is a quotation, and no blank parts it from this one.
    let mut glued = false;
    for sentence in &tokens.sentences {
        let heading = tokens.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Heading;
        let end = sentence.tokens.end as usize;
        while token < end {
            if tokens.tokens[token].span.start() >= quotes.at
                && let Some((quotation, end)) = quotes.opening_at(token)
            {
                cutter.quote(quote_item(text, tokens, quotation, token, end));
                glued = tokens
                    .tokens
                    .get(end)
                    .is_some_and(|next| tokens.tokens[end - 1].span.end() == next.span.start());
                token = end;
            } else {
                let mut item = token_item(text, tokens, lexicon, token);
                item.mark(Flags::GLUED, std::mem::take(&mut glued));
                token = item.end as usize;
                cutter.push(item);
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
    /// Its words with a capital, and its clitics: what they are depends on what stands beside them.
    undecided: Bits,
    /// Its words that need a second look: see [`Word::active`].
    active: Bits,
    /// It has a bracket.
    brackets: bool,
    /// Paragraph of the unit before.
    paragraph: u32,
}

impl Cutter<'_> {
    /// Takes an item of a token. Nothing here is decided by a branch: nobody can guess which words have capitals, or report.
    #[inline]
    fn push(&mut self, item: Item) {
        let place = self.layout.items.len() - self.start;
        let word = item.shape == Shape::Word;
        self.words += u32::from(word);
        self.capitals += u32::from(word & item.capital());
        self.undecided
            .put(place, (word & item.capital()) | (item.shape == Shape::Clitic));
        self.active.put(place, word & item.is_active());
        self.brackets |= (item.shape == Shape::Open) | (item.shape == Shape::Close);
        self.layout.items.push(item);
    }

    fn quote(&mut self, item: Item) {
        self.layout.quotes.push(self.layout.items.len() as u32);
        self.layout.items.push(item);
    }

    /// Ends a unit, if it has any items.
    fn cut(&mut self, paragraph: u32, heading: bool) {
        let end = self.layout.items.len();
        if end == self.start {
            return;
        }
        // In a headline in which every word has a capital, capitals tell nothing.
        let many = self.words * if heading { 6 } else { 8 };
        let title_case = self.words >= 4 && self.capitals * 10 >= many;
        let items = &mut self.layout.items[self.start..];
        for index in self.undecided.members(items.len()) {
            let active = decide(items, index, title_case);
            self.active.set(index, active);
        }
        for index in self.active.members(items.len()) {
            if index + 1 < items.len() {
                join_phrase(self.lexicon, items, index);
            }
            finish(items, index, self.start as u32, &mut self.layout.cues);
        }
        self.layout.units.push(Unit {
            start: self.start as u32,
            end: end as u32,
            paragraph,
            heading,
            first: paragraph != self.paragraph,
            brackets: self.brackets,
            cues: (self.cues as u32, self.layout.cues.len() as u32),
            quotes: (self.quotes as u32, self.layout.quotes.len() as u32),
        });
        self.start = end;
        self.cues = self.layout.cues.len();
        self.quotes = self.layout.quotes.len();
        (self.words, self.capitals, self.brackets) = (0, 0, false);
        (self.undecided, self.active) = (Bits::default(), Bits::default());
        self.paragraph = paragraph;
    }
}

/// Decides for a word with a capital or a clitic what it is beside its neighbours; true if it is a word that needs a
/// second look.
fn decide(items: &mut [Item], index: usize, title_case: bool) -> bool {
    if items[index].shape == Shape::Word {
        // "WHO said": not of a sentence all in capitals.
        let acronym = items[index].upper() && !items.get(index + 1).is_some_and(|next| next.upper());
        let free = (title_case || begins(items, index)) && !acronym;
        decide_name(&mut items[index], free);
    } else if index > 0 && is_pronoun(&items[index - 1]) {
        // "she’s": no possessive but "is" or "has".
        let mut word = Word {
            classes: Classes::AUXILIARY.with(Classes::BE).with(Classes::HAVE),
            ..Word::UNKNOWN
        };
        word.settle();
        items[index].shape = Shape::Word;
        items[index].set_word(word);
    }
    let item = &items[index];
    item.shape == Shape::Word && item.is_active()
}

/// True if no word stands before the item in its unit, or none since a full stop or colon. Together with all other words
/// of a unit, each item is asked once: the word before ends the look.
fn begins(items: &[Item], index: usize) -> bool {
    let before = items[..index].iter().rev().find(|item| {
        matches!(
            item.shape,
            Shape::Word | Shape::Name | Shape::Number | Shape::Stop | Shape::Colon
        )
    });
    before.is_none_or(|item| matches!(item.shape, Shape::Stop | Shape::Colon))
}

/// What can be said of an active word once its neighbours are decided. `first` is the number of the unit's first item.
#[inline]
fn finish(items: &mut [Item], index: usize, first: u32, cues: &mut Vec<u32>) {
    let item = &items[index];
    if item.verb != NONE || item.other != NONE || item.is(Classes::FOR) {
        cues.push(first + index as u32);
    }
    let finite = item.is(Classes::AUXILIARY) || is_finite(items, index);
    items[index].mark(Flags::FINITE, finite);
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
    let known = item.classes.0 != 0 || item.verb != NONE || !item.forms.is_none();
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
    let classes = Classes(item.classes.0 & KEPT.0);
    item.shape = Shape::Name;
    item.set_word(Word {
        classes,
        // The weights know these numbers.
        sort: match () {
            () if classes.any(Classes::WEEKDAY) => 16,
            () if classes.any(Classes::MONTH) => 17,
            () => Shape::Name.sort(),
        },
        ..Word::UNKNOWN
    });
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
        && let Some((cue, forms)) = lexicon.phrase(first.hash(), items[index + 1].hash())
    {
        let item = &mut items[index];
        if forms.is_none() {
            item.other = cue;
        } else {
            item.verb = cue;
        }
        let mut word = item.word();
        word.settle();
        item.set_word(word);
        item.mark(Flags::PHRASE, true);
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
