//! From what the model says to how often such a row is right: shares counted on annotated news that the model did not
//! learn from.

use whosaid_text::{Confidence, QuoteKind};

/// Share of right rows (content shared by more than half, one row for one annotation) at scores of the model, a table
/// for each kind, counted on 15,900 rows from 840 articles; in between a straight line.
const DIRECT: &[(f32, f32)] = &[(0.0, 0.2), (0.5, 0.4), (0.75, 0.6), (0.85, 0.93), (1.0, 0.95)];
const MIXED: &[(f32, f32)] = &[
    (0.0, 0.4),
    (0.4, 0.5),
    (0.7, 0.66),
    (0.85, 0.75),
    (0.95, 0.83),
    (1.0, 0.86),
];
const INDIRECT: &[(f32, f32)] = &[
    (0.0, 0.34),
    (0.25, 0.42),
    (0.4, 0.5),
    (0.7, 0.57),
    (0.8, 0.63),
    (0.9, 0.72),
    (0.95, 0.76),
    (1.0, 0.92),
];
/// Nouns that report ("his claim that") are right half of the time whatever the model says.
const NOUN: &[(f32, f32)] = &[(0.0, 0.35), (0.45, 0.42), (0.6, 0.54), (1.0, 0.54)];

/// How often a row of this kind and score is right.
pub(crate) fn confidence(kind: QuoteKind, noun: bool, score: f32) -> Confidence {
    let table = match kind {
        _ if noun => NOUN,
        QuoteKind::Direct => DIRECT,
        QuoteKind::Mixed => MIXED,
        QuoteKind::Indirect => INDIRECT,
    };
    let above = table
        .partition_point(|(from, _)| *from <= score)
        .min(table.len() - 1);
    let (from, low) = table[above.saturating_sub(1)];
    let (to, high) = table[above];
    let way = if to > from {
        ((score - from) / (to - from)).clamp(0.0, 1.0)
    } else {
        1.0
    };
    Confidence::new(low + (high - low) * way)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_with_the_score() {
        for kind in [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect] {
            let all: Vec<_> = (0..=100)
                .map(|score| confidence(kind, false, score as f32 / 100.0))
                .collect();
            assert!(all.is_sorted(), "{kind}");
            assert!(all[100] > all[0]);
        }
        assert_eq!(confidence(QuoteKind::Direct, false, 1.0).to_string(), "0.95");
    }
}
