//! Where a reported clause ends: at the end of its sentence, or at a comma, a conjunction, a dash before it.

mod fixed;

use crate::boundary::fixed::{noun_phrase_end, quotation_end, quoted_turn, relative_end, turns};
use crate::candidate::Frame;
use crate::classes::Classes;
use crate::cue::{CueClass, NONE};
use crate::forms::Forms;
use crate::items::{Ending, Item, Shape};
use crate::model::{Features, Model, Sink};
use crate::phrases::is_finite;
use crate::places::Places;

/// How many places in one clause are weighed; after them it goes on to the end of its sentence.
const MOST: usize = 24;

/// A clause whose end is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    /// First item.
    pub(crate) start: usize,
    /// One past the last item that it may have.
    pub(crate) high: usize,
    pub(crate) frame: Frame,
    pub(crate) class: CueClass,
    /// The cue stands in a clause that is no whole sentence.
    pub(crate) embedded: bool,
    pub(crate) inserted: Inserted,
}

/// Whether a comma is expected to end the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inserted {
    No,
    /// In a relative clause after a comma, so that another comma may end it.
    Relative,
    /// Before its main clause: "When he asked them to leave, they laughed."
    Fronted,
}

/// One past the last item of the clause, and how sure that is. `places` are those of its unit; `watch` sees each place
/// that may be weighed.
pub(crate) fn end(
    items: &[Item],
    places: &Places,
    clause: Clause,
    model: &Model,
    mut watch: Option<impl FnMut(usize, &Features)>,
) -> (usize, f32) {
    let high = sentence_end(items, clause.start, clause.high);
    if let Some(end) = quotation_end(items, clause, high) {
        return (end, 1.0);
    }
    if let Some(end) = relative_end(items, places, clause, high) {
        return (end, 0.9);
    }
    let high = noun_phrase_end(items, places, clause, high);
    let mut so_far = State::default();
    let (mut reached, mut best, mut best_end) = (1.0f32, 0.0f32, high);
    let mut weighed = 0;
    for at in places.ends(clause.start, high) {
        let closes = items[at].shape == Shape::Close && so_far.open == 0;
        if at > clause.start && (closes || quoted_turn(items, at) || turns(items, at, high)) {
            // “…,” adding that: the comma inside the marks parts them. "(he said it was late)": so does the bracket.
            if reached > best {
                best_end = at;
                best = reached;
            }
            return (best_end, best);
        }
        if at > clause.start && weighed < MOST && may_end_before(items, clause, &so_far, at, high) {
            if let Some(watch) = watch.as_mut() {
                let mut seen = Features::default();
                features(items, places, clause, at, high, &so_far, &mut seen);
                watch(at, &seen);
            }
            let mut score = model.stop();
            features(items, places, clause, at, high, &so_far, &mut score);
            let stop = score.probability();
            weighed += 1;
            if reached * stop > best {
                best = reached * stop;
                best_end = at;
            }
            reached *= 1.0 - stop;
            if reached < best && watch.is_none() {
                // No place further on can be more likely.
                break;
            }
        }
        so_far.see(items, at);
    }
    if reached >= best {
        (high, reached)
    } else {
        (best_end, best)
    }
}

/// Before the full stop that ends the sentence, and what closes after it.
pub(crate) fn sentence_end(items: &[Item], start: usize, high: usize) -> usize {
    let mut end = high;
    while end > start + 1
        && matches!(
            items[end - 1].shape,
            Shape::Stop | Shape::Symbol | Shape::Semicolon
        )
    {
        end -= 1;
    }
    end
}

#[derive(Default)]
struct State {
    finite: bool,
    commas: u32,
    quoted: bool,
    open: u32,
}

impl State {
    fn see(&mut self, items: &[Item], at: usize) {
        match items[at].shape {
            Shape::Comma => self.commas += 1,
            Shape::Quote => self.quoted = true,
            Shape::Open => self.open += 1,
            Shape::Close => self.open = self.open.saturating_sub(1),
            Shape::Word => self.finite |= is_finite(items, at),
            _ => {}
        }
    }
}

fn may_end_before(items: &[Item], clause: Clause, so_far: &State, at: usize, high: usize) -> bool {
    let item = &items[at];
    match item.shape {
        Shape::Comma | Shape::Dash | Shape::Semicolon | Shape::Stop | Shape::Open => at + 1 < high,
        Shape::Word => {
            // “one” and “two”
            if items[at - 1].shape == Shape::Quote
                && item.is(Classes::COORDINATOR)
                && items[at + 1..high]
                    .iter()
                    .take(4)
                    .any(|next| next.shape == Shape::Quote)
            {
                return false;
            }
            let after_mark = matches!(items[at - 1].shape, Shape::Comma | Shape::Dash | Shape::Open);
            !after_mark
                && (item.is(Classes::COORDINATOR
                    .with(Classes::SUBORDINATOR)
                    .with(Classes::RELATIVE)
                    .with(Classes::WEEKDAY))
                    && !item.is(Classes::THAT)
                    || item.is(Classes::PREPOSITION) && !item.is(Classes::OF)
                    || items[at - 1].shape == Shape::Quote
                    || item.may_be(Forms::ING) && item.verb != NONE
                    || item.is(Classes::AUXILIARY)
                    || is_finite(items, at) && clause.embedded && so_far.finite)
        }
        Shape::Name => item.is(Classes::WEEKDAY),
        Shape::Colon => at + 1 < high,
        _ => false,
    }
}

/// A small number for what an item is; words of closed classes are told apart by themselves.
#[inline]
pub(crate) fn sort_of(item: Option<&Item>) -> u64 {
    item.map_or(1, Item::seen)
}

/// A small number for a number of items.
#[inline]
fn bucket(count: usize) -> u64 {
    u64::from(BUCKETS[count.min(BUCKETS.len() - 1)])
}

/// 0 to 3 for themselves, 4 and 5, up to 8, up to 14, up to 24, and more.
static BUCKETS: [u8; 26] = [
    0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8,
];

fn features(
    items: &[Item],
    places: &Places,
    clause: Clause,
    at: usize,
    high: usize,
    so_far: &State,
    features: &mut impl Sink,
) {
    let comma = items[at].shape == Shape::Comma || items[at].shape == Shape::Dash;
    // A comma inside closing marks stands before the word.
    let mark = comma || items[at - 1].shape == Shape::Quote && items[at - 1].ending() != Ending::Open;
    // The word that would begin what is left out.
    let word = if comma { at + 1 } else { at };
    let here = sort_of(items.get(at));
    let first = sort_of(items.get(word).filter(|_| word < high));
    let second = sort_of(items.get(word + 1).filter(|_| word + 1 < high));
    let third = sort_of(items.get(word + 2).filter(|_| word + 2 < high));
    let before = sort_of(at.checked_sub(1).and_then(|at| items.get(at)));
    let frame = clause.frame as u64;
    let finite_after = places.has_finite(word, high.min(word + 12));
    let next_finite = places.has_finite_before_comma(word + 1, high.min(word + 7));
    let mut add = |template, a, b| features.add(template, a, b);
    add(101, 0, 0);
    add(102, here, u64::from(mark));
    add(103, first, u64::from(mark));
    add(104, first, second);
    add(105, first, frame);
    add(106, first, u64::from(so_far.finite) | u64::from(mark) << 1);
    add(107, before, first);
    add(108, frame, bucket(at - clause.start));
    add(109, bucket(high - at), u64::from(mark));
    add(110, first, bucket(high - at));
    add(111, u64::from(so_far.commas.min(4)), u64::from(mark));
    add(112, u64::from(so_far.quoted), before);
    add(113, clause.class as u64, first);
    add(114, u64::from(clause.embedded), first);
    add(115, u64::from(finite_after), first);
    add(116, u64::from(next_finite), first);
    add(117, second, third);
    add(118, frame, u64::from(so_far.finite));
    add(119, u64::from(so_far.open.min(1)), 0);
    add(120, sort_of(items.get(clause.start)), first);
    if mark {
        // Whether another comma follows soon, as after an inserted phrase.
        let closing = (word..high.min(word + 10))
            .find(|index| items[*index].shape == items[at].shape)
            .map_or(0, |index| bucket(index - word) + 1);
        add(121, closing, first);
        add(122, items.get(word).map_or(0, |item| item.hash()), 0);
    }
    // Whether what follows is reported by somebody else: "…, but officials said".
    let other_cue = places.has_report(word, high.min(word + 9));
    add(124, u64::from(other_cue), first);
    add(125, u64::from(other_cue) << 1 | u64::from(mark), frame);
    add(
        126,
        u64::from(items.get(word).is_some_and(|item| item.verb != NONE)),
        sort_of(items.get(word)),
    );
    add(123, items[at].hash(), u64::from(so_far.finite));
}
