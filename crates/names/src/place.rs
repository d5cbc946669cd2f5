use crate::align::{self, Leniency};
use crate::compare::{Comparison, sounds};
use crate::concept::{PLACES, Usage};
use crate::name::Part;
use crate::style::StyleSet;
use crate::words::{self, Words};

const LENIENCY: Leniency = Leniency {
    final_vowel: 25,
    final_s: 100,
    final_swap: 36,
    initial: 20,
};

/// Compares two names of places: the words that name must all be found in both, in any order; words for the kind of
/// place may stand in another language. `None` if the score is less than `least` for certain.
pub(crate) fn compare(
    a: &[Part<'_>],
    b: &[Part<'_>],
    styles: (StyleSet, StyleSet),
    least: f32,
) -> Option<Comparison> {
    words::compare(
        &Words {
            one: words::sorted(a, &PLACES),
            two: words::sorted(b, &PLACES),
            styles,
        },
        least,
        |x, y| {
            let alignment = align::words(x, y, LENIENCY);
            let score = alignment.score();
            (score, sounds(score), alignment.within_budget())
        },
        |concept| match concept.map(|concept| concept.usage) {
            Some(Usage::Optional | Usage::Legal) => Some(0.05),
            _ => None,
        },
    )
}
