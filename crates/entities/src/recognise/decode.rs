//! The best sequence of labels, and how sure each of them is.
//!
//! Scores are whole numbers, so that every machine finds the same sequence; probabilities (of the conditional random
//! field that the weights were trained as) are only for the column `confidence`.

use super::labels::{LABELS, OUTSIDE, may_end, may_follow};

/// Scores of one token's labels, in the units of the model.
pub(crate) type Scores = [i32; LABELS];

/// Scores of one label after another.
#[derive(Clone, Debug)]
pub(crate) struct Transitions {
    /// `scores[previous][next]`
    pub(crate) scores: [Scores; LABELS],
    /// The same as factors of probability; 0 where forbidden.
    factors: [[f32; LABELS]; LABELS],
    /// The same with previous and next changed over, so that sums over the next label go abreast.
    backward: [[f32; LABELS]; LABELS],
    /// The factor of a label that is a whole sequence.
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

impl Transitions {
    /// From learned scores, where forbidden pairs are overwritten. `unit` is one step of a score as a logarithm.
    pub(crate) fn new(mut scores: [Scores; LABELS], unit: f32) -> Self {
        let mut factors = [[0.0; LABELS]; LABELS];
        for previous in 0..LABELS {
            for next in 0..LABELS {
                if may_follow(previous, next) {
                    factors[previous][next] = exp(scores[previous][next] as f32 * unit);
                } else {
                    scores[previous][next] = FORBIDDEN;
                }
            }
        }
        let alone = std::array::from_fn(|label| {
            if may_end(label) {
                factors[OUTSIDE][label]
            } else {
                0.0
            }
        });
        let backward = std::array::from_fn(|next| std::array::from_fn(|previous| factors[previous][next]));
        let fall = (0..LONGEST_FALL)
            .map(|units| exp(units as f32 * -unit))
            .take_while(|factor| *factor > LEAST)
            .chain([LEAST]);
        Self {
            scores,
            factors,
            backward,
            alone,
            fall: fall.collect(),
        }
    }

    /// The factors of a token's labels, as parts of the best one's.
    #[inline]
    fn emitted(&self, emission: &Scores) -> [f32; LABELS] {
        let top = emission.iter().copied().max().unwrap_or(0);
        let last = self.fall.len() - 1;
        std::array::from_fn(|label| self.fall[((top - emission[label]) as usize).min(last)])
    }
}

/// Working memory of [`best`] and [`posteriors`].
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    back: Vec<[u8; LABELS]>,
    forward: Vec<[f32; LABELS]>,
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
    let mut now = [FORBIDDEN; LABELS];
    for next in 0..LABELS {
        now[next] = first[next] + transitions.scores[OUTSIDE][next];
    }
    for emission in &scores[1..] {
        let mut best = [i32::MIN; LABELS];
        let mut from = [0_u8; LABELS];
        for (previous, (sum, row)) in now.iter().zip(&transitions.scores).enumerate() {
            for next in 0..LABELS {
                // Forbidden sums stay far below all others and are kept from running away.
                let score = sum + row[next];
                let better = score > best[next];
                best[next] = if better { score } else { best[next] };
                from[next] = if better { previous as u8 } else { from[next] };
            }
        }
        for next in 0..LABELS {
            now[next] = best[next].max(FORBIDDEN) + emission[next];
        }
        lattice.back.push(from);
    }
    let mut last = (0..LABELS)
        .filter(|label| may_end(*label))
        .max_by_key(|label| now[*label])
        .unwrap_or(OUTSIDE) as u8;
    labels.push(last);
    for from in lattice.back.iter().rev() {
        last = from[last as usize];
        labels.push(last);
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
        let mut shares = transitions.alone;
        for (share, factor) in shares.iter_mut().zip(transitions.emitted(only)) {
            *share *= factor;
        }
        normalise(&mut shares);
        return out.push(shares);
    }
    lattice.forward.clear();
    lattice.emitted.clear();
    let mut before = [0.0; LABELS];
    before[OUTSIDE] = 1.0;
    for emission in scores {
        let emitted = transitions.emitted(emission);
        let mut now = [0.0; LABELS];
        for (share, row) in before.iter().zip(&transitions.factors) {
            for (sum, factor) in now.iter_mut().zip(row) {
                *sum += share * factor;
            }
        }
        for label in 0..LABELS {
            now[label] *= emitted[label];
        }
        normalise(&mut now);
        lattice.forward.push(now);
        lattice.emitted.push(emitted);
        before = now;
    }
    let mut after = [0.0; LABELS];
    for (label, value) in after.iter_mut().enumerate() {
        *value = f32::from(u8::from(may_end(label)));
    }
    for (forward, emitted) in lattice.forward.iter().zip(&lattice.emitted).rev() {
        let mut both = [0.0; LABELS];
        for label in 0..LABELS {
            both[label] = forward[label] * after[label];
        }
        normalise(&mut both);
        out.push(both);
        let mut earlier = [0.0; LABELS];
        let mut weighed = [0.0; LABELS];
        for label in 0..LABELS {
            weighed[label] = emitted[label] * after[label];
        }
        for (part, row) in weighed.iter().zip(&transitions.backward) {
            for (sum, factor) in earlier.iter_mut().zip(row) {
                *sum += factor * part;
            }
        }
        normalise(&mut earlier);
        after = earlier;
    }
    out.reverse();
}

fn normalise(values: &mut [f32; LABELS]) {
    let sum: f32 = values.iter().sum();
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
