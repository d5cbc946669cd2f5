//! Whether what a verb reports has been said at all: "never said that", "refused to say", "will say", "if Lee says".
//!
//! Counted in 840 annotated articles, rows that are annotated as attributions: after "did not", "has never", "refused to"
//! 69 of 121, after "is expected to" 8 of 9, after "will", "could", "would", "should" 36 of 112, after "want to" and the
//! like 12 of 32, after "if" 7 of 33.

use whosaid_text::hash_word;

use crate::candidate::VerbForm;
use crate::classes::Classes;
use crate::cue::CueClass;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::lexicon::Lexicon;
use crate::phrases::Phrase;
use crate::verb_group::Group;

/// Whether what a verb reports has been said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Said,
    /// "did not say whether", "refused to say": kept as a row of less confidence.
    Denied,
    /// "is expected to say": the same.
    Awaited,
    /// "could say", "if Lee says": no statement.
    Possible,
}

impl Mood {
    /// The same for a cue of a class: thoughts and findings stay what they are ("does not believe that", "will show").
    pub(crate) fn of(self, class: CueClass) -> Self {
        use CueClass::{Ask, Claim, Demand, Judge, Promise, Say, Stance, Want};
        match self {
            Mood::Denied | Mood::Awaited if matches!(class, Say | Claim | Ask | Promise | Judge | Demand) => {
                self
            }
            Mood::Possible if matches!(class, Say | Claim | Promise | Demand | Judge | Stance | Want) => self,
            _ => Mood::Said,
        }
    }
}

/// Rules of what has not been said, or not yet, and how often such a row is right.
pub(crate) const NOT_SAID: &str = "quotes:not-said";
pub(crate) const TO_BE_SAID: &str = "quotes:to-be-said";
pub(crate) const UNSAID: f32 = 0.57;

/// The mood of the verb at `at`, whose subject is `own`.
pub(crate) fn mood(items: &[Item], low: usize, at: usize, group: Group, own: Option<Phrase>) -> Mood {
    let small = Classes::ADVERB.with(Classes::AUXILIARY).with(Classes::NEGATION);
    let (mut denied, mut modal) = (false, false);
    for item in items[group.start..at].iter().rev() {
        // "could only say"
        if item.is(Classes::RESTRICTS) {
            return Mood::Said;
        }
        denied |= item.is(Classes::DENIAL);
        modal |= item.is(Classes::MODAL) && !item.is(Classes::DO);
    }
    if modal {
        return Mood::Possible;
    }
    if denied {
        return Mood::Denied;
    }
    if group.form == VerbForm::Infinitive {
        let lead = (low..group.start.saturating_sub(1))
            .rev()
            .take(3)
            .find(|at| items[*at].shape != Shape::Word || !items[*at].is(small) || items[*at].is(LEADS));
        return match lead.map(|lead| &items[lead]) {
            Some(lead) if lead.is(Classes::REFUSES) => Mood::Denied,
            Some(lead) if lead.is(Classes::AWAITS) => Mood::Awaited,
            Some(lead) if lead.is(Classes::INTENDS) => Mood::Possible,
            _ => Mood::Said,
        };
    }
    // "stopped saying", "avoided calling it"
    let last = (group.start > low).then(|| &items[group.start - 1]);
    if group.form == VerbForm::Participle
        && last.is_some_and(|last| {
            last.shape == Shape::Word && last.is(Classes::REFUSES) && !last.is(Classes::ADVERB)
        })
    {
        return Mood::Denied;
    }
    let condition = own.is_some_and(|own| {
        own.start > low
            && items[own.start - 1].is(Classes::SUBORDINATOR)
            && ["if", "unless"]
                .iter()
                .any(|word| items[own.start - 1].hash() == hash_word(word))
    });
    if condition { Mood::Possible } else { Mood::Said }
}

/// "Stop saying “yes”", "Don’t call it “art”", "if you say “yes”": nobody has said it. `own` is the subject of the verb.
pub(crate) fn is_said_of_nobody(
    items: &[Item],
    lexicon: &Lexicon,
    low: usize,
    group: Group,
    own: Option<Phrase>,
) -> bool {
    let word = |at: usize, classes: Classes| items[at].shape == Shape::Word && items[at].is(classes);
    let first = |at: usize| at == low || at == low + 1 && word(low, Classes::COORDINATOR);
    let begins = |at: usize| {
        first(at)
            || word(at - 1, Classes::COORDINATOR.with(Classes::TO))
            || items[at - 1].shape == Shape::Comma
    };
    match own {
        // "many of you have said": some do.
        Some(own) => {
            own.end == own.start + 1
                && lexicon.is_person(items[own.start].hash(), false)
                && !(own.start > low && word(own.start - 1, Classes::PREPOSITION))
        }
        None if group.form == VerbForm::Participle => {
            group.start > low
                && word(group.start - 1, Classes::REFUSES)
                && items[group.start - 1].may_be(Forms::BASE)
                && begins(group.start - 1)
        }
        None => group.form == VerbForm::Modal && word(group.start, Classes::DO) && first(group.start),
    }
}

const LEADS: Classes = Classes::REFUSES.with(Classes::AWAITS).with(Classes::INTENDS);
