//! Classes of words from text without labels.
//!
//! The exchange algorithm (source: Kneser and Ney 1993; Martin, Liermann, Ney 1998): words start in classes by rank,
//! and each in turn moves to the class in which the likelihood of a class bigram model is highest.

use std::collections::HashMap;

use whosaid_text::WordMap;

/// Words that occur less often have no class.
const RARE: u32 = 4;

/// Learns `count` classes from sentences of word hashes. Returns the class (from 1) of each word that is not rare.
pub fn learn(sentences: &[Vec<u64>], count: usize, rounds: usize) -> WordMap<u16> {
    let mut frequency: WordMap<u32> = WordMap::default();
    for word in sentences.iter().flatten() {
        *frequency.entry(*word).or_default() += 1;
    }
    let mut words: Vec<(u64, u32)> = frequency
        .into_iter()
        .filter(|(_, times)| *times >= RARE)
        .collect();
    words.sort_unstable_by_key(|(word, times)| (std::cmp::Reverse(*times), *word));
    let number: WordMap<u32> = words
        .iter()
        .enumerate()
        .map(|(index, (word, _))| (*word, index as u32))
        .collect();
    let neighbours = count_neighbours(sentences, &number, words.len());
    let classes = count + 1;
    // Class 0 holds what stands at the edge of a sentence and all rare words; nothing moves there.
    let mut of: Vec<usize> = (0..words.len()).map(|index| 1 + index % count).collect();
    let mut pairs = vec![0.0_f64; classes * classes];
    let mut left = vec![0.0_f64; classes];
    let mut right = vec![0.0_f64; classes];
    let edge = words.len() as u32;
    let class_at = |of: &[usize], word: u32| if word == edge { 0 } else { of[word as usize] };
    for (word, (_, after)) in neighbours.iter().enumerate() {
        for (next, times) in after {
            let (a, b) = (class_at(&of, word as u32), class_at(&of, *next));
            pairs[a * classes + b] += times;
            left[a] += times;
            right[b] += times;
        }
    }
    let nlogn = |x: f64| if x > 0.5 { x * x.ln() } else { 0.0 };
    for _ in 0..rounds {
        for word in 0..words.len() {
            let home = of[word];
            let (before, after) = &neighbours[word];
            let mut from = vec![0.0; classes];
            let mut to = vec![0.0; classes];
            let mut own = 0.0;
            for (other, times) in before {
                if *other == word as u32 {
                    own += times;
                } else {
                    from[class_at(&of, *other)] += times;
                }
            }
            for (other, times) in after {
                if *other != word as u32 {
                    to[class_at(&of, *other)] += times;
                }
            }
            let (sum_from, sum_to) = (from.iter().sum::<f64>() + own, to.iter().sum::<f64>() + own);
            let mut shift = |class: usize, sign: f64| {
                for other in 0..classes {
                    pairs[other * classes + class] += sign * from[other];
                    pairs[class * classes + other] += sign * to[other];
                }
                pairs[class * classes + class] += sign * own;
                right[class] += sign * sum_from;
                left[class] += sign * sum_to;
            };
            shift(home, -1.0);
            let from_classes: Vec<usize> = (0..classes).filter(|class| from[*class] > 0.0).collect();
            let to_classes: Vec<usize> = (0..classes).filter(|class| to[*class] > 0.0).collect();
            let gain = |class: usize| {
                let mut gain = 0.0;
                for other in &from_classes {
                    let held = pairs[other * classes + class];
                    let extra = from[*other] + if *other == class { own + to[class] } else { 0.0 };
                    gain += nlogn(held + extra) - nlogn(held);
                }
                for other in to_classes
                    .iter()
                    .filter(|other| **other != class || from[class] <= 0.0)
                {
                    let held = pairs[class * classes + other];
                    let extra = to[*other] + if *other == class { own } else { 0.0 };
                    gain += nlogn(held + extra) - nlogn(held);
                }
                gain - (nlogn(left[class] + sum_to) - nlogn(left[class]))
                    - (nlogn(right[class] + sum_from) - nlogn(right[class]))
            };
            let best = (1..classes)
                .map(|class| (class, gain(class)))
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .map_or(home, |(class, _)| class);
            of[word] = best;
            let mut shift = |class: usize, sign: f64| {
                for other in 0..classes {
                    pairs[other * classes + class] += sign * from[other];
                    pairs[class * classes + other] += sign * to[other];
                }
                pairs[class * classes + class] += sign * own;
                right[class] += sign * sum_from;
                left[class] += sign * sum_to;
            };
            shift(best, 1.0);
        }
    }
    words
        .iter()
        .zip(of)
        .map(|((word, _), class)| (*word, class as u16))
        .collect()
}

type Neighbours = Vec<(Vec<(u32, f64)>, Vec<(u32, f64)>)>;

/// For each word what stands before and after it, with counts; the last entry is the edge's.
fn count_neighbours(sentences: &[Vec<u64>], number: &WordMap<u32>, words: usize) -> Neighbours {
    let edge = words as u32;
    let mut pairs: HashMap<(u32, u32), f64> = HashMap::new();
    for sentence in sentences {
        let mut before = edge;
        for word in sentence {
            let word = number.get(word).copied().unwrap_or(edge);
            *pairs.entry((before, word)).or_default() += 1.0;
            before = word;
        }
        *pairs.entry((before, edge)).or_default() += 1.0;
    }
    let mut sorted: Vec<((u32, u32), f64)> = pairs.into_iter().collect();
    sorted.sort_unstable_by_key(|(pair, _)| *pair);
    let mut neighbours: Neighbours = vec![(Vec::new(), Vec::new()); words + 1];
    for ((a, b), times) in sorted {
        neighbours[a as usize].1.push((b, times));
        neighbours[b as usize].0.push((a, times));
    }
    neighbours
}

/// Joins classes into `count` coarse ones by the same algorithm, with classes for words.
pub fn coarse(sentences: &[Vec<u64>], fine: &WordMap<u16>, count: usize, rounds: usize) -> Vec<u16> {
    let as_classes: Vec<Vec<u64>> = sentences
        .iter()
        .map(|sentence| {
            sentence
                .iter()
                .map(|word| u64::from(fine.get(word).copied().unwrap_or(0)))
                .collect()
        })
        .collect();
    let learned = learn(&as_classes, count, rounds);
    let most = fine.values().copied().max().unwrap_or(0);
    (0..=most)
        .map(|class| learned.get(&u64::from(class)).copied().unwrap_or(0))
        .collect()
}
