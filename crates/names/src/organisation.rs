use crate::align::{self, Leniency};
use crate::compare::{Comparison, sounds};
use crate::concept::{BODIES, Usage};
use crate::name::{Part, Role};
use crate::reason::Reason;
use crate::style::StyleSet;
use crate::words::{self, Words};

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
pub(crate) fn compare(a: &[Part<'_>], b: &[Part<'_>], styles: (StyleSet, StyleSet)) -> Comparison {
    let keep = |part: &&Part<'_>| {
        part.role != Role::Article
            && words::concept(&BODIES, part).is_none_or(|concept| concept.usage != Usage::Legal)
    };
    let one: Vec<&Part<'_>> = a.iter().filter(keep).collect();
    let two: Vec<&Part<'_>> = b.iter().filter(keep).collect();
    let acronyms = |parts: &[&Part<'_>]| parts.len() == 1 && parts[0].acronym;
    let strict = acronyms(&one) || acronyms(&two);
    // In one alphabet, an acronym is spelled in one way.
    let latin = |parts: &[&Part<'_>]| acronyms(parts) && parts[0].word.text().is_ascii();
    if latin(&one) && latin(&two) && one[0].word.text() != two[0].word.text() {
        return Comparison::new(0.0, Reason::DIFFERENT);
    }
    words::compare(
        &Words {
            one,
            two,
            styles,
            concepts: &BODIES,
        },
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
