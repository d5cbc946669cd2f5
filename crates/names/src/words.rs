use whosaid_text::{WordMap, hash_word};

use crate::compare::{Comparison, UNLIKE};
use crate::concept::Concept;
use crate::name::{Part, Role};
use crate::reason::Reason;
use crate::style::StyleSet;
use crate::word::Word;

/// A word with what it stands for, if it is one for a kind of place or body.
pub(crate) type Sorted<'a> = (&'a Part<'a>, Option<Concept>);

/// Two names that are compared word by word.
pub(crate) struct Words<'a> {
    pub(crate) one: Vec<Sorted<'a>>,
    pub(crate) two: Vec<Sorted<'a>>,
    pub(crate) styles: (StyleSet, StyleSet),
}

/// The words of a name but for articles.
pub(crate) fn sorted<'a>(parts: &'a [Part<'a>], concepts: &WordMap<Concept>) -> Vec<Sorted<'a>> {
    let kept = parts.iter().filter(|part| part.role != Role::Article);
    kept.map(|part| (part, concept(concepts, part))).collect()
}

pub(crate) fn concept(concepts: &WordMap<Concept>, part: &Part<'_>) -> Option<Concept> {
    concepts.get(&hash_word(part.word.text())).copied()
}

/// Finds for each word of one name its word in the other. `sound` gives the score of two words, why, and whether that
/// is enough; `lacking` what it costs that a word has no match, or `None` if it must have one. `None` if the score is
/// less than `least` for certain.
pub(crate) fn compare(
    words: &Words<'_>,
    least: f32,
    sound: impl Fn((Word<'_>, StyleSet), (Word<'_>, StyleSet)) -> (f32, Reason, bool),
    lacking: impl Fn(Option<Concept>) -> Option<f32>,
) -> Option<Comparison> {
    let (one, two) = (&words.one, &words.two);
    let may_lack = |(part, kind): &Sorted<'_>| {
        matches!(part.role, Role::Optional | Role::Generation) || lacking(*kind).is_some()
    };
    let needed = |words: &[Sorted<'_>]| words.iter().filter(|word| !may_lack(word)).count();
    let early = least > UNLIKE;
    if early && (needed(one) > two.len() || needed(two) > one.len()) {
        return None;
    }
    let mut taken = vec![false; two.len()];
    let (mut score, mut named, mut penalty) = (0.0f32, 0, 0.0f32);
    let mut reason = Reason::default();
    let mut different = false;
    let mut last = 0;
    for (x, kind) in one {
        let kind = *kind;
        let best = two
            .iter()
            .enumerate()
            .filter(|(j, _)| !taken[*j])
            .map(|(j, y)| (j, pair((x, kind), *y, words.styles, &sound)))
            .filter(|(_, pair)| pair.2)
            .max_by(|(_, a), (_, b)| a.0.total_cmp(&b.0));
        match best {
            Some((j, (one, why, _))) => {
                taken[j] = true;
                if j < last {
                    reason = reason.and(Reason::ORDER);
                }
                last = j;
                reason = reason.and(why);
                if kind.is_none() {
                    score += one;
                    named += 1;
                } else {
                    penalty += (1.0 - one) / 4.0;
                }
            }
            None => match lacking(kind) {
                _ if matches!(x.role, Role::Optional | Role::Generation) => penalty += 0.02,
                Some(cost) => {
                    penalty += cost;
                    reason = reason.and(Reason::WORD);
                }
                None if early => return None,
                None => different = true,
            },
        }
    }
    for ((y, kind), _) in two.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        match lacking(*kind) {
            _ if matches!(y.role, Role::Optional | Role::Generation) => penalty += 0.02,
            Some(cost) => {
                penalty += cost;
                reason = reason.and(Reason::WORD);
            }
            None if early => return None,
            None => different = true,
        }
    }
    if different || named == 0 && (one.is_empty() || taken.iter().any(|taken| !taken)) {
        let share = score / one.len().max(two.len()).max(1) as f32;
        return Some(Comparison::new(
            (share - 0.1).clamp(0.0, UNLIKE),
            Reason::DIFFERENT,
        ));
    }
    let mean = if named == 0 { 1.0 } else { score / named as f32 };
    if reason.has(Reason::NEAR) {
        reason = reason.without(Reason::SOUND.and(Reason::SPELLING));
    } else if reason.has(Reason::SOUND) {
        reason = reason.without(Reason::SPELLING);
    }
    if reason.has(Reason::ORDER) {
        penalty += 0.01;
    }
    Some(Comparison::new((mean - penalty).max(0.0), reason))
}

fn pair(
    (x, kind): Sorted<'_>,
    (y, other): Sorted<'_>,
    styles: (StyleSet, StyleSet),
    sound: &impl Fn((Word<'_>, StyleSet), (Word<'_>, StyleSet)) -> (f32, Reason, bool),
) -> (f32, Reason, bool) {
    match (kind, other) {
        _ if x.word.text_bytes() == y.word.text_bytes() => (1.0, Reason::SPELLING, true),
        (Some(a), Some(b)) => (0.98, Reason::SOUND, a.row == b.row),
        _ if x.role == Role::Initial || y.role == Role::Initial => abbreviation(x, y),
        _ => sound((x.word, styles.0), (y.word, styles.1)),
    }
}

/// "Min." and "Ministry": a word cut short at a full stop.
fn abbreviation(x: &Part<'_>, y: &Part<'_>) -> (f32, Reason, bool) {
    let (a, b) = (x.word.text(), y.word.text());
    let cut = if x.role == Role::Initial {
        b.starts_with(a)
    } else {
        a.starts_with(b)
    };
    (0.9, Reason::ABBREVIATION, cut)
}
