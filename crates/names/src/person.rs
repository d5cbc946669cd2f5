use crate::align::{self, Leniency};
use crate::compare::{Comparison, SAME, UNLIKE, sounds};
use crate::ending::{ending_lacks, gender_differs, is_patronymic, lacks_ending, stems};
use crate::given;
use crate::name::{Part, Role};
use crate::reason::Reason;
use crate::style::StyleSet;
use crate::word::Reading;

/// More words than this are no person's name.
const MAX_WORDS: usize = 8;
/// One word may exceed its budget down to this score, if the others make up for it.
const WEAKEST: f32 = 0.76;
/// More than what sums of a few scores are off by.
const ROUNDING: f32 = 0.001;
/// Words that cost no more than this are alike whatever they end in.
const CLOSE: u16 = 20;
const LENIENCY: Leniency = Leniency {
    final_vowel: 30,
    final_s: 100,
    final_swap: 100,
    initial: 25,
};

/// How two words of two names go together.
#[derive(Clone, Copy, Debug)]
struct Pair {
    score: f32,
    reason: Reason,
}

const NONE: Pair = Pair {
    score: 0.0,
    reason: Reason::DIFFERENT,
};

/// True if two words, read like this or nearly, may go together in a name.
pub(crate) fn may_pair(one: Reading<'_>, two: Reading<'_>) -> bool {
    align::may_fit(one, two, LENIENCY) || lacks_ending(one, two)
}

/// Compares two names of people: each word of the shorter must be found in the longer, in any order; what is left over
/// must be a father's name, a middle name, a second surname, a particle or an honorific. `None` if the score is less than
/// `least` for certain.
pub(crate) fn compare(
    a: &[Part<'_>],
    b: &[Part<'_>],
    styles: (StyleSet, StyleSet),
    least: f32,
) -> Option<Comparison> {
    let names = |part: &&Part<'_>| matches!(part.role, Role::Plain | Role::Initial);
    let one: Vec<&Part<'_>> = a.iter().filter(names).take(MAX_WORDS).collect();
    let two: Vec<&Part<'_>> = b.iter().filter(names).take(MAX_WORDS).collect();
    if generation(a) != generation(b) && generation(a).is_some() && generation(b).is_some() {
        return Some(Comparison::new(0.3, Reason::GENERATION));
    }
    let swapped = one.len() > two.len();
    let (short, long, styles) = if swapped {
        (two, one, (styles.1, styles.0))
    } else {
        (one, two, styles)
    };
    if short.is_empty() {
        return Some(Comparison::new(0.0, Reason::DIFFERENT));
    }
    // What the best words for those of the shorter name would come to, if each could have its own.
    let mut reach = short.len() as f32;
    let mut pairs = [[NONE; MAX_WORDS]; MAX_WORDS];
    for (i, x) in short.iter().enumerate() {
        for (j, y) in long.iter().enumerate() {
            pairs[i][j] = pair(x, y, styles);
        }
        let best = pairs[i][..long.len()].iter();
        let best = best.map(|pair| pair.score).fold(0.0, f32::max);
        reach -= 1.0 - best;
        let unlike = best < WEAKEST && least > UNLIKE;
        if unlike || reach / (short.len() as f32) < least - ROUNDING {
            return None;
        }
    }
    let mut best = Assignment::default();
    assign(
        &pairs,
        short.len(),
        long.len(),
        &mut Assignment::default(),
        &mut best,
    );
    Some(judge(
        &short,
        &long,
        &pairs,
        &best,
        styles,
        optional(a).abs_diff(optional(b)),
    ))
}

fn generation<'a>(parts: &[Part<'a>]) -> Option<&'a str> {
    let text = parts
        .iter()
        .rfind(|part| part.role == Role::Generation)?
        .word
        .text();
    Some(match text {
        "junior" => "jr",
        "senior" => "sr",
        other => other,
    })
}

fn optional(parts: &[Part<'_>]) -> usize {
    parts
        .iter()
        .filter(|part| matches!(part.role, Role::Optional | Role::Generation))
        .count()
}

fn pair(x: &Part<'_>, y: &Part<'_>, styles: (StyleSet, StyleSet)) -> Pair {
    let (a, b) = ((x.word, styles.0), (y.word, styles.1));
    if x.role == Role::Initial || y.role == Role::Initial {
        return initial(x, y, styles);
    }
    let alignment = align::words(a, b, LENIENCY);
    let mut sound = alignment.score();
    if alignment.cost == 0 && x.word.text_bytes() == y.word.text_bytes() {
        return Pair {
            score: 1.0,
            reason: Reason::SPELLING,
        };
    }
    if sound >= WEAKEST
        && alignment.cost > CLOSE
        && let Some(stems) = stems(a, b)
    {
        sound = sound.min(stems.score());
    }
    if alignment.cost > 20 && gender_differs(a, b) {
        return Pair {
            score: 0.5,
            reason: Reason::GENDER,
        };
    }
    if sound >= SAME + 0.1 {
        return Pair {
            score: sound,
            reason: sounds(sound),
        };
    }
    let by_name = match given::equivalence(a, b) {
        Some(1) => Pair {
            score: 0.94,
            reason: Reason::EQUIVALENT,
        },
        Some(2) => Pair {
            score: 0.84,
            reason: Reason::EQUIVALENT,
        },
        Some(_) => Pair {
            score: 0.8,
            reason: Reason::SHORT_FORM,
        },
        None => NONE,
    };
    if by_name.score >= sound {
        return by_name;
    }
    if sound >= WEAKEST {
        return Pair {
            score: sound,
            reason: sounds(sound),
        };
    }
    if ending_lacks(a, b) {
        return Pair {
            score: 0.78,
            reason: Reason::ENDING,
        };
    }
    Pair {
        score: sound,
        reason: Reason::DIFFERENT,
    }
}

/// An initial and a word that begins with its sound.
fn initial(x: &Part<'_>, y: &Part<'_>, styles: (StyleSet, StyleSet)) -> Pair {
    let begins = x.word.readings().any(|one| {
        y.word
            .readings()
            .filter(|two| one.styles & styles.0 != 0 && two.styles & styles.1 != 0)
            .any(|two| {
                let length = one.phones.len().min(two.phones.len()).min(2);
                let head = |phones: &'_ [u8]| phones.iter().copied().take(length.max(1)).collect::<Vec<u8>>();
                let (a, b) = (head(one.phones), head(two.phones));
                a.first()
                    .zip(b.first())
                    .is_some_and(|(a, b)| crate::phone::COSTS.swap(*a, *b) <= 8)
            })
    });
    let letter = x.word.text().chars().next() == y.word.text().chars().next();
    if begins || letter {
        let both = x.role == y.role;
        Pair {
            score: if both { 0.95 } else { 0.85 },
            reason: Reason::INITIAL,
        }
    } else {
        NONE
    }
}

#[derive(Clone, Copy, Default)]
struct Assignment {
    /// For each word of the shorter name, one more than the index of its word in the longer.
    to: [u8; MAX_WORDS],
    length: usize,
    sum: f32,
}

/// Tries all ways to give each word of the shorter name a word of the longer; there are few words.
fn assign(
    pairs: &[[Pair; MAX_WORDS]; MAX_WORDS],
    short: usize,
    long: usize,
    present: &mut Assignment,
    best: &mut Assignment,
) {
    if present.length == short {
        if present.sum > best.sum {
            *best = *present;
        }
        return;
    }
    let open = (short - present.length) as f32;
    if present.sum + open <= best.sum {
        return;
    }
    let index = present.length;
    let mut order: [u8; MAX_WORDS] = [0, 1, 2, 3, 4, 5, 6, 7];
    let order = &mut order[..long];
    order.sort_by(|x, y| {
        pairs[index][usize::from(*y)]
            .score
            .total_cmp(&pairs[index][usize::from(*x)].score)
    });
    for j in order.iter().copied().take(3) {
        if present.to[..index].contains(&(j + 1)) {
            continue;
        }
        let score = pairs[index][usize::from(j)].score;
        present.to[index] = j + 1;
        present.length += 1;
        present.sum += score;
        assign(pairs, short, long, present, best);
        present.length -= 1;
        present.sum -= score;
    }
    present.to[index] = 0;
}

fn judge(
    short: &[&Part<'_>],
    long: &[&Part<'_>],
    pairs: &[[Pair; MAX_WORDS]; MAX_WORDS],
    best: &Assignment,
    styles: (StyleSet, StyleSet),
    optional: usize,
) -> Comparison {
    let mut reason = Reason::default();
    let (mut sum, mut weakest, mut initials, mut unmatched) = (0.0, 1.0f32, 0, 0);
    let mut in_order = true;
    let mut exact = 0;
    for (i, _) in short.iter().enumerate() {
        if best.to[i] == 0 {
            unmatched += 1;
            continue;
        }
        let pair = pairs[i][usize::from(best.to[i]) - 1];
        reason = reason.and(pair.reason);
        sum += pair.score;
        weakest = weakest.min(pair.score);
        initials += usize::from(pair.reason == Reason::INITIAL);
        exact += usize::from(pair.score >= 0.9);
        in_order &= i == 0 || best.to[i - 1] < best.to[i];
    }
    let mut score = sum / short.len() as f32;
    // The best reason stands for the words that need none.
    if reason.has(Reason::NEAR) {
        reason = reason.without(Reason::SOUND.and(Reason::SPELLING));
    } else if reason.has(Reason::SOUND) {
        reason = reason.without(Reason::SPELLING);
    }
    if unmatched > 0 || weakest < WEAKEST {
        let last = pairs[short.len() - 1][long.len() - 1].score;
        let parts = if reason.has(Reason::GENDER) {
            Reason::GENDER
        } else if last >= SAME {
            Reason::GIVEN
        } else {
            Reason::SURNAME
        };
        return Comparison::new((score - 0.2).clamp(0.0, UNLIKE), parts);
    }
    let endings = usize::from(reason.has(Reason::ENDING));
    // A changed ending, or an initial, needs another word that is sure.
    if endings + initials > 0 && exact == 0 {
        return Comparison::new(score.min(0.75), reason.and(Reason::LONE));
    }
    // In another order, an initial may stand for any word that is near by chance.
    if initials > 0 && !in_order && reason.has(Reason::NEAR) {
        return Comparison::new(score.min(0.75), reason.and(Reason::ORDER));
    }
    if short.len() == 1 && long.len() > 1 || initials == short.len() {
        return Comparison::new(score.min(0.6), reason.and(Reason::LONE));
    }
    if !in_order {
        score -= 0.02;
        reason = reason.and(Reason::ORDER);
    }
    let mut extra = 0;
    for (j, part) in long.iter().enumerate() {
        if best.to[..short.len()].contains(&(j as u8 + 1)) {
            continue;
        }
        if j > 0 && is_patronymic((part.word, styles.1)) {
            score -= 0.02;
            reason = reason.and(Reason::PATRONYMIC);
        } else {
            extra += 1;
            // The first name or the last is more of a loss than one between.
            let outer = j == 0 || j + 1 == long.len();
            score -= if part.role == Role::Initial {
                0.03
            } else if outer {
                0.08
            } else {
                0.05
            };
            reason = reason.and(Reason::EXTRA);
        }
    }
    if extra > 2 {
        score = score.min(0.7);
    }
    if optional > 0 {
        score -= 0.01 * optional as f32;
        reason = reason.and(Reason::WORD);
    }
    Comparison::new(score.max(0.0), reason)
}
