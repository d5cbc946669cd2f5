//! The best sequence of labels, and how sure each of them is.
//!
//! Scores are whole numbers, so that every machine finds the same sequence; probabilities (of the conditional random
//! field that the weights were trained as) are only for the column `confidence`.
//!
//! Of the 256 pairs of labels half are forbidden: a name that is begun only goes on, in its type, and only such a name
//! does. So the work falls into a block, from each *closed* label (all but the beginnings) to each *fresh* one (all but
//! the insides), and one pair of labels for each type, to its inside.

use super::labels::{LABELS, OUTSIDE, TYPES, may_end, may_follow};

/// Scores of one token's labels, in the units of the model.
pub(crate) type Scores = [i32; LABELS];

/// The first beginning, and number of the fresh labels before it; the closed ones are these and the insides.
const BEGIN: usize = 1 + TYPES;
/// The first inside, and number of all fresh labels, and of all closed ones.
const INSIDE: usize = 1 + 2 * TYPES;
/// The fresh labels, filled up so that they go four abreast.
const FRESH: usize = INSIDE.next_multiple_of(4);

/// Number of a closed label among all labels.
const fn closed(number: usize) -> usize {
    if number < BEGIN { number } else { number + TYPES }
}

/// Scores of one label after another.
#[derive(Clone, Debug)]
pub(crate) struct Transitions {
    /// `scores[previous][next]`
    pub(crate) scores: [Scores; LABELS],
    /// Sixteen times the scores of fresh labels after each closed one, and above that half the rank of the closed one: of
    /// equal scores the first counts.
    steps: [[f32; FRESH]; INSIDE],
    /// The same for each inside after its beginning and after itself.
    step_begun: [f32; TYPES],
    step_inside: [f32; TYPES],
    /// Factors of probability: of fresh labels after each closed one.
    forward: [[f32; FRESH]; INSIDE],
    /// The same with previous and next changed over, so that sums over the next label go abreast.
    backward: [[f32; FRESH]; INSIDE],
    /// Of each inside after its beginning and after itself.
    begun: [f32; TYPES],
    inside: [f32; TYPES],
    /// Of a label that begins a sequence, 1 for each that may end one, and of one that is a whole sequence.
    first: [f32; LABELS],
    last: [f32; LABELS],
    alone: [f32; LABELS],
    /// Factors of scores below the best of their token: `fall[n]` is that of `n` units.
    fall: Box<[f32]>,
}

/// A smaller factor counts as this one: nothing is impossible that is not forbidden.
const LEAST: f32 = 1e-12;
/// A unit so small that the table of factors would be longer is none of ours.
const LONGEST_FALL: usize = 1 << 14;

/// Worse than any sum of scores.
pub(crate) const FORBIDDEN: i32 = -1_000_000_000;

/// Steps of [`best`] are sixteenths of a score.
const SIXTEEN: f32 = 16.0;
/// What cannot be, in sixteenths: worse than any other sum, and small enough for halves of them to be exact.
const IMPOSSIBLE: f32 = -7_000_000.0;
/// The nearest whole score is what is left of a sum after this number is added and subtracted (its last bit is 16).
const ROUND: f32 = 1.5 * (1 << 27) as f32;

/// A sum without the rank of the label that it came from.
#[inline]
fn bare(sum: f32) -> f32 {
    (sum + ROUND) - ROUND
}

impl Transitions {
    /// From learned scores, where forbidden pairs are overwritten. `unit` is one step of a score as a logarithm.
    pub(crate) fn new(mut scores: [Scores; LABELS], unit: f32) -> Self {
        for (previous, row) in scores.iter_mut().enumerate() {
            for (next, score) in row.iter_mut().enumerate() {
                if !may_follow(previous, next) {
                    *score = FORBIDDEN;
                }
            }
        }
        let factor = |previous: usize, next: usize| exp(scores[previous][next] as f32 * unit);
        let step = |previous: usize, next: usize| {
            scores[previous][next] as f32 * SIXTEEN + (LABELS - 1 - previous) as f32 / 2.0
        };
        let first = |label: usize| {
            if label < INSIDE {
                factor(OUTSIDE, label)
            } else {
                0.0
            }
        };
        let last = |label: usize| f32::from(u8::from(may_end(label)));
        let fall = (0..LONGEST_FALL)
            .map(|units| exp(units as f32 * -unit))
            .take_while(|factor| *factor > LEAST)
            .chain([LEAST]);
        Self {
            steps: block(|number, next| step(closed(number), next)),
            step_begun: std::array::from_fn(|kind| step(BEGIN + kind, INSIDE + kind)),
            step_inside: std::array::from_fn(|kind| step(INSIDE + kind, INSIDE + kind)),
            forward: block(|number, next| factor(closed(number), next)),
            backward: block(|next, number| factor(closed(number), next)),
            begun: std::array::from_fn(|kind| factor(BEGIN + kind, INSIDE + kind)),
            inside: std::array::from_fn(|kind| factor(INSIDE + kind, INSIDE + kind)),
            alone: std::array::from_fn(|label| first(label) * last(label)),
            first: std::array::from_fn(first),
            last: std::array::from_fn(last),
            fall: fall.collect(),
            scores,
        }
    }

    /// The factors of a token's labels, as parts of the best one's.
    #[inline]
    fn emitted(&self, emission: &Scores) -> [f32; LABELS] {
        let top = emission.iter().copied().fold(i32::MIN, i32::max);
        let last = self.fall.len() - 1;
        std::array::from_fn(|label| self.fall[((top - emission[label]) as usize).min(last)])
    }

    /// Forward: writes into `now` the parts of a token, which add up to one, from those of the token before it.
    ///
    /// Not inlined: its loops go four labels abreast only as long as nothing around them wants single labels.
    #[inline(never)]
    fn ahead(&self, before: &[f32; LABELS], emitted: &[f32; LABELS], now: &mut [f32; LABELS]) {
        let mut fresh = [0.0; FRESH];
        for (number, row) in self.forward.iter().enumerate() {
            add(&mut fresh, row, before[closed(number)]);
        }
        now[..FRESH].copy_from_slice(&fresh);
        for kind in 0..TYPES {
            now[INSIDE + kind] =
                before[BEGIN + kind] * self.begun[kind] + before[INSIDE + kind] * self.inside[kind];
        }
        multiply(now, emitted);
        normalise(now);
    }

    /// Backward: turns the parts behind a token, `after`, into those behind the token before it, which add up to one.
    #[inline(never)]
    fn back(&self, emitted: &[f32; LABELS], after: &mut [f32; LABELS]) {
        multiply(after, emitted);
        let mut ends = [0.0; FRESH];
        for (next, row) in self.backward.iter().enumerate() {
            add(&mut ends, row, after[next]);
        }
        for kind in 0..TYPES {
            after[BEGIN + kind] = after[INSIDE + kind] * self.begun[kind];
            after[INSIDE + kind] = after[INSIDE + kind] * self.inside[kind] + ends[BEGIN + kind];
        }
        after[..BEGIN].copy_from_slice(&ends[..BEGIN]);
        normalise(after);
    }
}

/// A block of [`Transitions`]; what fills it up is 0.
fn block(value: impl Fn(usize, usize) -> f32) -> [[f32; FRESH]; INSIDE] {
    std::array::from_fn(|row| {
        std::array::from_fn(|column| if column < INSIDE { value(row, column) } else { 0.0 })
    })
}

/// `sums += row * share`
#[inline]
fn add(sums: &mut [f32; FRESH], row: &[f32; FRESH], share: f32) {
    for (sum, factor) in sums.iter_mut().zip(row) {
        *sum += share * factor;
    }
}

/// Working memory of [`best`] and [`posteriors`].
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    /// Sums by label of each token but the first, with the rank of the label that they came from.
    back: Vec<[f32; LABELS]>,
    forward: Vec<[f32; LABELS]>,
    /// Of each token but the first.
    emitted: Vec<[f32; LABELS]>,
}

/// The sequence of labels with the highest score (Viterbi), written into `labels`.
pub(crate) fn best(
    scores: &[Scores],
    transitions: &Transitions,
    lattice: &mut Lattice,
    labels: &mut Vec<u8>,
) {
    labels.clear();
    let Some(first) = scores.first() else { return };
    if let [only] = scores {
        let score = |label: &usize| only[*label] + transitions.scores[OUTSIDE][*label];
        let likeliest = (0..LABELS).filter(|label| may_end(*label)).max_by_key(score);
        return labels.push(likeliest.unwrap_or(OUTSIDE) as u8);
    }
    lattice.back.clear();
    // Sixteenths of scores, as floating-point numbers: the processor knows the greater of four pairs of these at once, and
    // which label a sum came from goes with it.
    let mut now = [IMPOSSIBLE; LABELS];
    for (label, sum) in now.iter_mut().enumerate().take(INSIDE) {
        *sum = (first[label] + transitions.scores[OUTSIDE][label]) as f32 * SIXTEEN;
    }
    for emission in &scores[1..] {
        let mut fresh = [f32::MIN; FRESH];
        for (number, row) in transitions.steps.iter().enumerate() {
            let sum = now[closed(number)];
            for (best, step) in fresh.iter_mut().zip(row) {
                let sum = sum + step;
                *best = if sum > *best { sum } else { *best };
            }
        }
        let mut sums = [0.0; LABELS];
        sums[..INSIDE].copy_from_slice(&fresh[..INSIDE]);
        for kind in 0..TYPES {
            let begun = now[BEGIN + kind] + transitions.step_begun[kind];
            let inside = now[INSIDE + kind] + transitions.step_inside[kind];
            sums[INSIDE + kind] = if begun > inside { begun } else { inside };
        }
        // Counted from the sum of the label outside, lest they run away.
        let outside = bare(sums[OUTSIDE]);
        now = std::array::from_fn(|label| (bare(sums[label]) - outside) + emission[label] as f32 * SIXTEEN);
        lattice.back.push(sums);
    }
    let mut last = (0..LABELS)
        .filter(|label| may_end(*label))
        .fold(
            OUTSIDE,
            |best, label| if now[label] >= now[best] { label } else { best },
        );
    labels.push(last as u8);
    for sums in lattice.back.iter().rev() {
        let rank = (sums[last] - bare(sums[last])) * 2.0;
        last = LABELS - 1 - rank as usize;
        labels.push(last as u8);
    }
    labels.reverse();
}

/// Probability of each label of each token (forward and backward sums), written into `out`.
pub(crate) fn posteriors(
    scores: &[Scores],
    transitions: &Transitions,
    lattice: &mut Lattice,
    out: &mut Vec<[f32; LABELS]>,
) {
    out.clear();
    if let [only] = scores {
        // Most stretches are one word.
        let mut shares = transitions.emitted(only);
        multiply(&mut shares, &transitions.alone);
        normalise(&mut shares);
        return out.push(shares);
    }
    let Some((first, rest)) = scores.split_first() else {
        return;
    };
    lattice.forward.clear();
    lattice.emitted.clear();
    let mut now = transitions.emitted(first);
    multiply(&mut now, &transitions.first);
    normalise(&mut now);
    lattice.forward.push(now);
    for emission in rest {
        let emitted = transitions.emitted(emission);
        let mut next = [0.0; LABELS];
        transitions.ahead(&now, &emitted, &mut next);
        now = next;
        lattice.forward.push(now);
        lattice.emitted.push(emitted);
    }
    let mut after = transitions.last;
    let mut emitted = lattice.emitted.iter().rev();
    for forward in lattice.forward.iter().rev() {
        let mut both = *forward;
        multiply(&mut both, &after);
        normalise(&mut both);
        out.push(both);
        if let Some(emitted) = emitted.next() {
            transitions.back(emitted, &mut after);
        }
    }
    out.reverse();
}

#[inline]
fn multiply(values: &mut [f32; LABELS], factors: &[f32; LABELS]) {
    for (value, factor) in values.iter_mut().zip(factors) {
        *value *= factor;
    }
}

/// Makes values add up to one.
#[inline]
fn normalise(values: &mut [f32; LABELS]) {
    // Four sums abreast.
    let mut sums = [0.0; 4];
    for four in values.as_chunks::<4>().0 {
        for (sum, value) in sums.iter_mut().zip(four) {
            *sum += value;
        }
    }
    let sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    let factor = if sum > 0.0 { 1.0 / sum } else { 0.0 };
    for value in values {
        *value *= factor;
    }
}
/// The exponential function by additions and multiplications alone, so that it is the same on every machine: good to
/// six digits. Source: range reduction by powers of two and a Taylor series on what is left.
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    // Rounded by hand: a call of the library's function would keep the loops around this from going abreast.
    let power = (x * std::f32::consts::LOG2_E + 128.5) as i32 - 128;
    let rest = x - power as f32 * std::f32::consts::LN_2;
    let series = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    series * f32::from_bits(((power + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::super::labels::{Place, label};
    use super::*;

    #[test]
    fn exp_is_the_exponential_function() {
        for step in -400..400 {
            let x = step as f32 / 10.0;
            let expected = f64::from(x).exp();
            assert!(((f64::from(exp(x)) - expected) / expected).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn a_name_is_not_left_open() {
        let transitions = Transitions::new([[0; LABELS]; LABELS], 1.0);
        let mut scores = vec![[0; LABELS]; 3];
        // The middle token alone would be inside a person, the last one begin a place.
        scores[1][label(0, Place::Inside)] = 9;
        scores[0][label(0, Place::Unit)] = 2;
        scores[2][label(1, Place::Begin)] = 5;
        let mut lattice = Lattice::default();
        let mut labels = Vec::new();
        best(&scores, &transitions, &mut lattice, &mut labels);
        assert_eq!(usize::from(labels[0]), label(0, Place::Begin));
        assert_eq!(usize::from(labels[1]), label(0, Place::Inside));
        assert_ne!(usize::from(labels[2]), label(1, Place::Begin));
        let mut shares = Vec::new();
        posteriors(&scores, &transitions, &mut lattice, &mut shares);
        assert!(
            shares
                .iter()
                .all(|share| (share.iter().sum::<f32>() - 1.0).abs() < 1e-4)
        );
        assert!(shares[1][label(0, Place::Inside)] > 0.9);
        assert!(shares[2][label(1, Place::Begin)] == 0.0);
        // A word alone: what could only be the beginning or the rest of a name is none.
        let mut alone = [0; LABELS];
        alone[label(0, Place::Inside)] = 9;
        alone[label(1, Place::Begin)] = 9;
        alone[label(2, Place::Unit)] = 3;
        best(&[alone], &transitions, &mut lattice, &mut labels);
        assert_eq!(labels, [label(2, Place::Unit) as u8]);
        posteriors(&[alone], &transitions, &mut lattice, &mut shares);
        assert!(shares[0][label(2, Place::Unit)] > 0.7 && shares[0][label(0, Place::Inside)] == 0.0);
    }
}
