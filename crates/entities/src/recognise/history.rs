//! What the other occurrences of a word in the document look like.

use whosaid_text::TokenRange;

use super::labels::{LABELS, OUTSIDE, Place, TYPES, label};

/// Number of rows of their weights.
pub(crate) const SECOND_ROWS: usize = 1 << 12;

/// Number of features of a token in the second pass.
pub(crate) const SECOND: usize = 5;

/// Outside, and the types.
const SORTS: usize = TYPES + 1;

/// What stands for the other occurrences of the word beyond the end of a stretch.
const EDGE: usize = SORTS * 12 + 1;

/// Sums of the first pass's probabilities by word.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// How often each capitalised word stands in a stretch.
    counts: Vec<u32>,
    sums: Vec<[f32; SORTS]>,
}

/// Probability of each sort, whatever the place in the name.
fn sorts(shares: &[f32; LABELS]) -> [f32; SORTS] {
    let mut sums = [0.0; SORTS];
    sums[0] = shares[OUTSIDE];
    for kind in 0..TYPES {
        let of = |place| shares[label(kind, place)];
        sums[1 + kind] = of(Place::Unit) + of(Place::Begin) + of(Place::Inside);
    }
    sums
}

fn likeliest(sums: &[f32; SORTS]) -> (usize, f32) {
    let mut best = (0, sums[0]);
    for (sort, share) in sums.iter().enumerate().skip(1) {
        if *share > best.1 {
            best = (sort, *share);
        }
    }
    best
}

impl History {
    /// Begins a document of `words` capitalised words; `of_token` are their numbers.
    pub(crate) fn begin(&mut self, words: usize, of_token: &[u32], segments: &[TokenRange]) {
        self.counts.clear();
        self.counts.resize(words, 0);
        self.sums.clear();
        self.sums.resize(words, [0.0; SORTS]);
        for number in segments.iter().flat_map(|range| &of_token[range.indices()]) {
            if let Some(count) = self.counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
    }

    /// True if a word of these occurs more than once: only then is there something to learn from other occurrences.
    pub(crate) fn is_repeated(&self, of_token: &[u32]) -> bool {
        let mut counts = of_token
            .iter()
            .filter_map(|number| self.counts.get(*number as usize));
        counts.any(|count| *count > 1)
    }

    /// Adds the first pass's probabilities of a stretch's tokens.
    pub(crate) fn add(&mut self, of_token: &[u32], shares: &[[f32; LABELS]]) {
        for (number, share) in of_token.iter().zip(shares) {
            if let Some(sums) = self.sums.get_mut(*number as usize) {
                for (sum, part) in sums.iter_mut().zip(sorts(share)) {
                    *sum += part;
                }
            }
        }
    }

    /// What the other occurrences of a word are, in few values; 0 if there are none.
    fn others(&self, number: u32, share: &[f32; LABELS]) -> usize {
        let Some(count) = self.counts.get(number as usize).filter(|count| **count > 1) else {
            return 0;
        };
        let rest = (*count - 1) as f32;
        let mut others = self.sums[number as usize];
        for (other, own) in others.iter_mut().zip(sorts(share)) {
            *other -= own;
        }
        let (sort, sum) = likeliest(&others);
        let sure = match sum / rest {
            part if part > 0.95 => 3,
            part if part > 0.8 => 2,
            part if part > 0.6 => 1,
            _ => 0,
        };
        let many = (*count - 1).min(3) as usize - 1;
        1 + (sort * 4 + sure) * 3 + many
    }

    /// Calls `found` for each token of a stretch that has features in the second pass, with its place in the stretch and
    /// their rows. `of_token` and `shares` tell of the stretch's tokens.
    #[inline]
    pub(crate) fn each(
        &self,
        of_token: &[u32],
        shares: &[[f32; LABELS]],
        mut found: impl FnMut(usize, [u32; SECOND]),
    ) {
        let others = |place: usize| match (of_token.get(place), shares.get(place)) {
            (Some(number), Some(share)) => self.others(*number, share),
            _ => EDGE,
        };
        let (mut before, mut here) = (EDGE, others(0));
        for (place, share) in shares.iter().enumerate() {
            let after = others(place + 1);
            if here != 0 || !matches!(before, 0 | EDGE) || !matches!(after, 0 | EDGE) {
                let (own, share) = likeliest(&sorts(share));
                let sure = usize::from(share > 0.6) + usize::from(share > 0.9);
                let shape = usize::from(before == EDGE) + 2 * usize::from(after == EDGE);
                let values = [0, own * 3 + sure, shape, before, after];
                found(
                    place,
                    std::array::from_fn(|template| row(template, here, values[template])),
                );
            }
            (before, here) = (here, after);
        }
    }
}

/// The row of a feature of the second pass.
#[inline]
fn row(template: usize, a: usize, b: usize) -> u32 {
    let mixed = ((template * 128 + a) * 128 + b) as u64;
    let mixed = (mixed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - SECOND_ROWS.trailing_zeros())) as u32
}
