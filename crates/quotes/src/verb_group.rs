//! A verb with its auxiliaries and adverbs: in what form it reports.

use crate::candidate::VerbForm;
use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::phrases::ends_phrase;

const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

/// What stands around a verb.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    /// First item: an auxiliary or adverb, or the verb itself.
    pub(crate) start: usize,
    /// One past the verb and its particle.
    pub(crate) end: usize,
    pub(crate) form: VerbForm,
    pub(crate) negated: bool,
    /// A verb in the past or present that can have a subject of its own.
    pub(crate) finite: bool,
}

/// Steps back over a time that stands between subject and verb: "Lee on Monday said", "who the day before denounced".
fn before_time(items: &[Item], low: usize, start: usize) -> usize {
    let mut at = start;
    let is = |at: usize, classes: Classes| items[at].is(classes);
    if at > low + 2 && is(at - 1, Classes::TIME_SHIFT) && is(at - 2, Classes::TIME) {
        at -= 1;
    }
    while at > low + 1
        && (is(at - 1, Classes::WEEKDAY) || is(at - 1, Classes::TIME) && !is(at - 1, Classes::PREPOSITION))
    {
        at -= 1;
    }
    if at == start {
        return start;
    }
    if at > low + 1 && items[at - 1].shape == Shape::Word && is(at - 1, Classes::DETERMINER) {
        at -= 1;
    }
    if at > low + 1 && items[at - 1].shape == Shape::Word && is(at - 1, Classes::PREPOSITION) {
        at -= 1;
    }
    at
}

/// The same over a time, a place and an occasion, in any order: "Lee on Tuesday in Geneva told", "Lee, in a statement late
/// on Sunday, said".
fn before_adverbials(items: &[Item], low: usize, start: usize) -> usize {
    let Some(last) = start.checked_sub(1).map(|last| &items[last]) else {
        return start;
    };
    let lead = Classes::TIME
        .with(Classes::WEEKDAY)
        .with(Classes::TIME_SHIFT)
        .with(Classes::VENUE);
    if last.shape != Shape::Name && !last.is(lead) {
        return start;
    }
    let mut at = start;
    for _ in 0..4 {
        let timed = before_time(items, low, at);
        if timed < at {
            at = timed;
        } else if let Some(occasion) = before_occasion(items, low, at) {
            at = occasion;
        } else {
            break;
        }
    }
    let Some(place) = before_place(items, low, at) else {
        return at;
    };
    if at == start {
        // A place alone belongs to the subject: "officials in Kabul said".
        let time = before_time(items, low, place);
        return if time < place { time } else { start };
    }
    let named = matches!(items[place - 1].shape, Shape::Name | Shape::Comma);
    if named { place } else { at }
}

/// The beginning of "in a televised address", "on national television" before item `end`.
fn before_occasion(items: &[Item], low: usize, end: usize) -> Option<usize> {
    let last = items.get(end.checked_sub(1)?)?;
    if last.shape != Shape::Word || !last.is(Classes::VENUE) {
        return None;
    }
    let inside = |at: usize| {
        let item = &items[at];
        matches!(item.shape, Shape::Name | Shape::Clitic)
            || item.shape == Shape::Word
                && !item.is(Classes::PREPOSITION.with(Classes::AUXILIARY))
                && !item.finite()
    };
    let mut at = end - 1;
    while at > low + 1 && end - at < PLACE + 2 && inside(at - 1) {
        at -= 1;
    }
    let joined = at > low + 1
        && items[at - 1].shape == Shape::Word
        && (is_where(&items[at - 1]) || items[at - 1].hash() == whosaid_text::hash_word("on"));
    // "the ministry in a statement", not "a report in the newspaper".
    (joined && items[at - 1].is(Classes::PREPOSITION)).then(|| at - 1)
}

/// The beginning of "in Geneva", "at the White House" before item `end`.
fn before_place(items: &[Item], low: usize, end: usize) -> Option<usize> {
    let is_name = |at: usize| {
        items[at].shape == Shape::Name
            && !items[at].is(Classes::WEEKDAY.with(Classes::MONTH).with(Classes::TITLE))
    };
    let mut at = end;
    while at > low + 1 && end - at < PLACE && is_name(at - 1) {
        at -= 1;
    }
    if at == end {
        return None;
    }
    if at > low + 1 && items[at - 1].shape == Shape::Word && items[at - 1].is(Classes::DETERMINER) {
        at -= 1;
    }
    let joined = at > low + 1 && items[at - 1].shape == Shape::Word && is_where(&items[at - 1]);
    joined.then(|| at - 1)
}

/// Words in the name of a place at most.
const PLACE: usize = 4;

/// "in", "at"
pub(crate) fn is_where(item: &Item) -> bool {
    item.is(Classes::IN) || item.is(Classes::PREPOSITION) && item.hash() == whosaid_text::hash_word("at")
}

/// "Lee once said": what begins a clause has a subject between itself and the verb, and none before.
fn is_once(items: &[Item], low: usize, at: usize) -> bool {
    let item = &items[at];
    !item.is(Classes::CAUSAL)
        && at > low
        && match items[at - 1].shape {
            Shape::Name => true,
            Shape::Word => {
                items[at - 1].is(Classes::RELATIVE.with(Classes::AUXILIARY)) || ends_phrase(&items[at - 1])
            }
            _ => false,
        }
}

/// "Orm’s said it would sell", of a house that is called so: after the name of an owner no clause follows the verb.
fn is_house(items: &[Item], low: usize, start: usize, at: usize) -> bool {
    let verb = &items[at];
    let named = start >= low + 2 && items[start - 2].shape == Shape::Name;
    named
        && verb.other == NONE
        && verb.verb != NONE
        && items.get(at + 1).is_none_or(|next| match next.shape {
            Shape::Word => {
                next.is(Classes::THAT.with(Classes::SUBJECT_PRONOUN).with(ARTICLE))
                    && !(next.is(Classes::DETERMINER) && next.is(Classes::SOMEONE.with(Classes::SEVERAL)))
            }
            Shape::Stop => true,
            _ => false,
        })
}

fn forms_of(item: &Item) -> Forms {
    item.forms
}

/// Reads the verb group around the verb at `at`; `None` if the word is no verb here.
pub(crate) fn group(items: &[Item], low: usize, at: usize) -> Option<Group> {
    let verb = &items[at];
    let (mut be, mut have, mut modal, mut negated) = (false, false, false, false);
    let mut start = at;
    while start > low {
        let item = &items[start - 1];
        if item.shape != Shape::Word {
            break;
        }
        if item.is(Classes::CONTRACTED) {
            // "He’s predicting": subject and auxiliary in one word.
            be |= item.is(Classes::BE) || forms_of(verb).any(Forms::ING);
            have = !be;
            break;
        }
        if item.is(Classes::AUXILIARY) {
            be |= item.is(Classes::BE);
            have |= item.is(Classes::HAVE);
            modal |= item.is(Classes::MODAL);
        } else if item.is(Classes::NEGATION) && !item.is(Classes::DETERMINER) {
            negated = true;
        } else if !item.is(Classes::ADVERB)
            || item.is(Classes::PREPOSITION.with(Classes::DETERMINER))
            || item.is(Classes::SUBORDINATOR) && !is_once(items, low, start - 1)
        {
            break;
        }
        start -= 1;
    }
    // "in his video address": what looks like an infinitive may be a noun.
    start = if verb.forms.any(Forms::PAST.with(Forms::THIRD)) {
        before_adverbials(items, low, start)
    } else {
        before_time(items, low, start)
    };
    // Adverbs before the first auxiliary belong to the clause rather than to the verb, but do no harm.
    let before = (start > low).then(|| &items[start - 1]);
    let word = |classes| before.is_some_and(|before| before.shape == Shape::Word && before.is(classes));
    let infinitive = word(Classes::TO);
    let forms = verb.forms;
    let form = if forms.any(Forms::ING) {
        if be {
            VerbForm::Progressive
        } else {
            VerbForm::Participle
        }
    } else if infinitive && forms.any(Forms::BASE) {
        VerbForm::Infinitive
    } else if be && forms.any(Forms::PARTICIPLE) {
        VerbForm::Passive
    } else if have && forms.any(Forms::PARTICIPLE) {
        VerbForm::Perfect
    } else if modal && forms.any(Forms::BASE) {
        VerbForm::Modal
    } else if forms.any(Forms::PAST) {
        VerbForm::Past
    } else if forms.any(Forms::THIRD) {
        VerbForm::Present
    } else if forms.any(Forms::BASE) {
        VerbForm::Plural
    } else if forms.any(Forms::PARTICIPLE) {
        VerbForm::Reduced
    } else {
        return None;
    };
    let nominal = word(ARTICLE.with(Classes::PREPOSITION))
        && !word(Classes::RELATIVE.with(Classes::SUBJECT_PRONOUN))
        || before.is_some_and(|before| before.shape == Shape::Clitic)
            && !matches!(form, VerbForm::Participle)
            && !(matches!(form, VerbForm::Past | VerbForm::Present) && is_house(items, low, start, at));
    // "in these terms": a plural article takes no singular verb.
    if form == VerbForm::Present && word(Classes::DETERMINER) && word(Classes::SEVERAL) {
        return None;
    }
    let gerund = form == VerbForm::Participle && word(ARTICLE) && !word(Classes::SUBJECT_PRONOUN);
    if gerund {
        return None;
    }
    // "As reported by the agency, …": a participle after all.
    let as_reported = word(Classes::AS)
        && forms.any(Forms::PARTICIPLE)
        && items
            .get(at + 1)
            .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::BY));
    if nominal
        && !as_reported
        && matches!(
            form,
            VerbForm::Past | VerbForm::Present | VerbForm::Plural | VerbForm::Reduced
        )
    {
        return None;
    }
    Some(Group {
        start,
        end: at + verb.words().max(1) as usize,
        form,
        negated,
        finite: matches!(
            form,
            VerbForm::Past
                | VerbForm::Present
                | VerbForm::Plural
                | VerbForm::Perfect
                | VerbForm::Modal
                | VerbForm::Progressive
        ),
    })
}
