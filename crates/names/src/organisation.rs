use crate::align::{self, Leniency};
use crate::compare::{Comparison, sounds};
use crate::concept::{BODIES, Usage};
use crate::name::Part;
use crate::reason::Reason;
use crate::style::StyleSet;
use crate::words::{self, Sorted, Words};

const LENIENCY: Leniency = Leniency {
    final_vowel: 30,
    final_s: 30,
    final_swap: 100,
    initial: 20,
};
/// Acronyms have hardly a letter to spare: only sounds that styles write differently may differ.
const ACRONYM_COST: u16 = 12;

/// Compares two names of organisations, or of anything that is neither a person nor a place: the words that name must
/// all be found in both, in any order; words for the kind of body may stand in another language, and some be lacking.
/// `None` if the score is less than `least` for certain.
pub(crate) fn compare(
    a: &[Part<'_>],
    b: &[Part<'_>],
    styles: (StyleSet, StyleSet),
    least: f32,
) -> Option<Comparison> {
    let kept = |parts| {
        let mut sorted = words::sorted(parts, &BODIES);
        sorted.retain(|(_, kind)| kind.is_none_or(|kind| kind.usage != Usage::Legal));
        sorted
    };
    let (one, two) = (kept(a), kept(b));
    let acronyms = |parts: &[Sorted<'_>]| parts.len() == 1 && parts[0].0.acronym;
    let strict = acronyms(&one) || acronyms(&two);
    // In one alphabet, an acronym is spelled in one way.
    let latin = |parts: &[Sorted<'_>]| acronyms(parts) && parts[0].0.word.text_bytes().is_ascii();
    if latin(&one) && latin(&two) && one[0].0.word.text_bytes() != two[0].0.word.text_bytes() {
        return Some(Comparison::new(0.0, Reason::DIFFERENT));
    }
    words::compare(
        &Words { one, two, styles },
        least,
        |x, y| {
            let alignment = align::words(x, y, LENIENCY);
            let score = alignment.score();
            let fits = alignment.within_budget() && (!strict || alignment.cost <= ACRONYM_COST);
            (score, sounds(score), fits)
        },
        |concept| match concept.map(|concept| concept.usage) {
            Some(Usage::Optional) => Some(0.1),
            _ => None,
        },
    )
}
