//! What the other occurrences of a word in the document look like.

use whosaid_text::{Knowledge, TokenRange, WordMap};

use super::labels::{LABELS, TYPES, split};
use crate::view::View;

/// Number of rows of their weights.
pub(crate) const SECOND_ROWS: usize = 1 << 12;

/// Outside, and the types.
const SORTS: usize = TYPES + 1;

/// Sums of the first pass's probabilities by word.
#[derive(Debug, Default)]
pub(crate) struct History {
    by_word: WordMap<([f32; SORTS], u32)>,
}

/// Probability of each sort, whatever the place in the name.
fn sorts(shares: &[f32; LABELS]) -> [f32; SORTS] {
    let mut sums = [0.0; SORTS];
    for (label, share) in shares.iter().enumerate() {
        sums[split(label).map_or(0, |(kind, _)| kind + 1)] += share;
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
    /// Sums up the first pass, whose probabilities stand one after another in the order of `segments`.
    pub(crate) fn collect<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        segments: &[TokenRange],
        shares: &[[f32; LABELS]],
    ) {
        self.by_word.clear();
        for (index, share) in segments.iter().flat_map(|range| range.indices()).zip(shares) {
            if !view.tokens.tokens[index].may_be_name() {
                continue;
            }
            let (sums, count) = self.by_word.entry(view.tokens.hashes[index]).or_default();
            for (sum, part) in sums.iter_mut().zip(sorts(share)) {
                *sum += part;
            }
            *count += 1;
        }
    }

    /// What the other occurrences of token `index` are, in few values; 0 if there are none.
    fn others<K: Knowledge>(&self, view: &View<'_, K>, index: usize, share: &[f32; LABELS]) -> usize {
        let Some((sums, count)) = self.by_word.get(&view.tokens.hashes[index]) else {
            return 0;
        };
        if *count < 2 || !view.tokens.tokens[index].may_be_name() {
            return 0;
        }
        let rest = (*count - 1) as f32;
        let mut others = *sums;
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

    /// Rows of the second pass's features of token `index`, whose stretch begins at place `from` of `shares`.
    pub(crate) fn features<K: Knowledge>(
        &self,
        view: &View<'_, K>,
        range: TokenRange,
        index: usize,
        from: usize,
        shares: &[[f32; LABELS]],
    ) -> impl Iterator<Item = u32> + use<K> {
        let place = index - range.start as usize;
        let here = self.others(view, index, &shares[from + place]);
        let beside = |offset: isize| {
            let other = index
                .checked_add_signed(offset)
                .filter(|other| range.contains(*other));
            other.map_or(SORTS * 12 + 1, |other| {
                let place = other - range.start as usize;
                self.others(view, other, &shares[from + place])
            })
        };
        let (before, after) = (beside(-1), beside(1));
        let (own, share) = likeliest(&sorts(&shares[from + place]));
        let sure = usize::from(share > 0.6) + usize::from(share > 0.9);
        let own = own * 3 + sure;
        let shape = usize::from(before > SORTS * 12) + 2 * usize::from(after > SORTS * 12);
        let values = [
            (here, 0),
            (here, own),
            (here, shape),
            (here, before),
            (here, after),
        ];
        let any = here != 0 || (before != 0 && before <= SORTS * 12) || (after != 0 && after <= SORTS * 12);
        values
            .into_iter()
            .enumerate()
            .filter(move |_| any)
            .map(|(template, (a, b))| {
                let mixed = ((template * 128 + a) * 128 + b) as u64;
                let mixed = (mixed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                (mixed >> (64 - SECOND_ROWS.trailing_zeros())) as u32
            })
    }
}
