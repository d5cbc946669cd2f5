//! What the lists know of a word.

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;

/// All that the lists know of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Word {
    pub(crate) classes: Classes,
    /// Forms of a verb that the word may be.
    pub(crate) forms: Forms,
    /// Index of the verb that it is a form of, if that reports.
    pub(crate) verb: u16,
    /// Index of the noun, adjective or adverb that reports.
    pub(crate) other: u16,
    /// A small number for what the word is, as the models see it; [`CLOSED`] for words that they know one by
    /// one. For all that is no word, [`crate::items::Shape::sort`], or more of a name.
    pub(crate) sort: u8,
    /// It may report, begin a cue of two words or be a finite verb: what is none of these needs no second look.
    pub(crate) active: bool,
}

/// The sort of words of closed classes, which the models tell apart by their hash.
pub(crate) const CLOSED: u8 = 0;

const CLOSED_CLASSES: Classes = Classes::PREPOSITION
    .with(Classes::COORDINATOR)
    .with(Classes::SUBORDINATOR)
    .with(Classes::COMPLEMENTIZER)
    .with(Classes::RELATIVE);

impl Word {
    /// A word that no list has.
    pub(crate) const UNKNOWN: Self = Self {
        classes: Classes(0),
        forms: Forms(0),
        verb: NONE,
        other: NONE,
        sort: 15,
        active: false,
    };

    /// One that ends in "-ly", "-ing", "-ed".
    pub(crate) const ADVERB: Self = Self::guess(Classes::ADVERB, Forms(0));
    pub(crate) const ING: Self = Self::guess(Classes(0), Forms::ING);
    pub(crate) const PAST: Self = Self::guess(Classes(0), Forms::PAST.with(Forms::PARTICIPLE));

    const fn guess(classes: Classes, forms: Forms) -> Self {
        let word = Self {
            classes,
            forms,
            ..Self::UNKNOWN
        };
        Self {
            sort: word.sort_of(),
            active: word.is_active(),
            ..word
        }
    }

    /// Sets [`Word::sort`] and [`Word::active`] after a change of the rest.
    pub(crate) fn settle(&mut self) {
        self.sort = self.sort_of();
        self.active = self.is_active();
    }

    const fn is_active(&self) -> bool {
        self.verb != NONE
            || self.other != NONE
            || self
                .classes
                .any(Classes::PHRASE.with(Classes::FOR).with(Classes::AUXILIARY))
            || self.forms.any(Forms::PAST.with(Forms::THIRD).with(Forms::BASE))
    }

    /// The weights know these numbers.
    const fn sort_of(&self) -> u8 {
        if self.classes.any(CLOSED_CLASSES) {
            CLOSED
        } else if self.classes.any(Classes::SUBJECT_PRONOUN) && !self.classes.any(Classes::DETERMINER) {
            2
        } else if self.classes.any(Classes::POSSESSIVE) {
            3
        } else if self.classes.any(Classes::DETERMINER) {
            4
        } else if self.classes.any(Classes::AUXILIARY) {
            5
        } else if self.classes.any(Classes::TIME) {
            6
        } else if self.classes.any(Classes::ADVERB) {
            7
        } else if self.forms.any(Forms::ING) {
            if self.verb == NONE { 8 } else { 9 }
        } else if self.forms.any(Forms::PAST) {
            if self.verb == NONE { 10 } else { 11 }
        } else if self.forms.any(Forms::THIRD) {
            12
        } else if self.forms.any(Forms::BASE) {
            13
        } else if self
            .classes
            .any(Classes::SINGLE.with(Classes::GROUP).with(Classes::DOCUMENT))
        {
            14
        } else {
            15
        }
    }
}
