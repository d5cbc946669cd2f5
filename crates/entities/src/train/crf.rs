//! A linear-chain conditional random field (source: Lafferty, McCallum, Pereira 2001), trained by AdaGrad (Duchi,
//! Hazan, Singer 2011) on sequences of which some labels may be known only as one of several.

use crate::recognise::features::{FEATURES, GROUP_OF};
use crate::recognise::labels::{LABELS, OUTSIDE, may_end, may_follow};

pub(super) type Row = [f32; LABELS];

/// A stretch of tokens that may hold names, with what is allowed as its labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    /// Document it stands in.
    pub(super) document: usize,
    /// Rows of each token's features.
    pub(super) features: Vec<[u32; FEATURES]>,
    /// Bits of the labels that each token may have.
    pub(super) gold: Vec<u16>,
    /// Scores that are there before any weight is learned.
    pub(super) base: Vec<Row>,
    /// Rows of the second pass.
    pub(super) second: Vec<Vec<u32>>,
}

/// Weights while they are learned.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    pub(super) rows: Vec<Row>,
    squares: Vec<Row>,
    pub(super) transitions: [Row; LABELS],
    transition_squares: [Row; LABELS],
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) epochs: usize,
    pub(super) rate: f32,
    pub(super) decay: f32,
    /// How often a group of features of a token is left out, so that others must do, in 256ths.
    pub(super) drop: [u8; 8],
    pub(super) learn_transitions: bool,
}

/// A small generator of numbers that look random, always the same (xorshift; Marsaglia 2003).
#[derive(Clone, Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}

/// The mean of the weights after each of the later epochs: it depends less on the order of the examples than the last ones
/// do (source: Polyak, Juditsky 1992).
#[derive(Debug, Default)]
struct Average {
    rows: Vec<Row>,
    transitions: [Row; LABELS],
    count: usize,
}

impl Average {
    fn add(&mut self, weights: &Weights) {
        self.rows.resize(weights.rows.len(), [0.0; LABELS]);
        add_rows(&mut self.rows, &weights.rows);
        add_rows(&mut self.transitions, &weights.transitions);
        self.count += 1;
    }

    fn put(mut self, weights: &mut Weights) {
        if self.count == 0 {
            return;
        }
        let share = 1.0 / self.count as f32;
        for weight in self.rows.iter_mut().chain(&mut self.transitions).flatten() {
            *weight *= share;
        }
        weights.rows = self.rows;
        weights.transitions = self.transitions;
    }
}

fn add_rows(sums: &mut [Row], rows: &[Row]) {
    for (sum, weight) in sums.iter_mut().flatten().zip(rows.iter().flatten()) {
        *sum += weight;
    }
}

impl Weights {
    pub(super) fn new(rows: usize) -> Self {
        Self {
            rows: vec![[0.0; LABELS]; rows],
            squares: vec![[0.0; LABELS]; rows],
            transitions: [[0.0; LABELS]; LABELS],
            transition_squares: [[0.0; LABELS]; LABELS],
        }
    }

    /// Weights to learn on from, which a few examples do not overthrow. `forget` are labels to begin anew.
    pub(super) fn of(rows: Vec<Row>, transitions: &[Row], forget: &[usize]) -> Self {
        let mut weights = Self {
            squares: vec![[1.0; LABELS]; rows.len()],
            rows,
            transitions: [[0.0; LABELS]; LABELS],
            transition_squares: [[1.0; LABELS]; LABELS],
        };
        for (row, learned) in weights.transitions.iter_mut().zip(transitions) {
            *row = *learned;
        }
        for row in &mut weights.rows {
            forget.iter().for_each(|label| row[*label] = 0.0);
        }
        weights
    }

    /// Learns from the sequences with the given numbers. `second` tells which features count.
    pub(super) fn learn(&mut self, sequences: &[Sequence], chosen: &[usize], plan: &Plan, second: bool) {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut order = chosen.to_vec();
        let mut chain = Chain::default();
        let mut free = Vec::new();
        let mut bound = Vec::new();
        let mut average = Average::default();
        for epoch in 0..plan.epochs {
            for index in (1..order.len()).rev() {
                order.swap(index, (random.next() % (index as u64 + 1)) as usize);
            }
            let rate = plan.rate * (1.0 - 0.9 * epoch as f32 / plan.epochs as f32);
            for number in &order {
                let sequence = &sequences[*number];
                let rows: Vec<Vec<u32>> = if second {
                    sequence.second.clone()
                } else {
                    sequence
                        .features
                        .iter()
                        .map(|all| thin(all, plan, &mut random))
                        .collect()
                };
                let scores: Vec<Row> = rows
                    .iter()
                    .zip(&sequence.base)
                    .map(|(rows, base)| self.score(rows, *base))
                    .collect();
                let all = vec![u16::MAX; scores.len()];
                chain.run(&scores, &self.transitions, &all, &mut free);
                let moved_free = chain.pairs;
                if !chain.run(&scores, &self.transitions, &sequence.gold, &mut bound) {
                    continue;
                }
                for ((rows, free), bound) in rows.iter().zip(&free).zip(&bound) {
                    let mut slope = [0.0; LABELS];
                    for label in 0..LABELS {
                        slope[label] = free[label] - bound[label];
                    }
                    if slope.iter().all(|value| value.abs() < 1e-4) {
                        continue;
                    }
                    for row in rows {
                        let (row, squares) =
                            (&mut self.rows[*row as usize], &mut self.squares[*row as usize]);
                        step(row, squares, &slope, rate, plan.decay);
                    }
                }
                if plan.learn_transitions {
                    for (previous, (free, bound)) in moved_free.iter().zip(&chain.pairs).enumerate() {
                        let slope: Row = std::array::from_fn(|next| free[next] - bound[next]);
                        let squares = &mut self.transition_squares[previous];
                        step(&mut self.transitions[previous], squares, &slope, rate, 0.0);
                    }
                }
            }
            if 2 * epoch >= plan.epochs {
                average.add(self);
            }
        }
        average.put(self);
    }

    pub(super) fn score(&self, rows: &[u32], base: Row) -> Row {
        let mut sum = base;
        for row in rows {
            for (sum, weight) in sum.iter_mut().zip(&self.rows[*row as usize]) {
                *sum += weight;
            }
        }
        sum
    }
}

fn thin(all: &[u32; FEATURES], plan: &Plan, random: &mut Random) -> Vec<u32> {
    let bits = random.next();
    let left_out: [bool; 8] = std::array::from_fn(|group| (bits >> (8 * group)) as u8 >= plan.drop[group]);
    all.iter()
        .zip(GROUP_OF)
        .filter(|(_, group)| left_out[usize::from(*group)])
        .map(|(row, _)| *row)
        .collect()
}

#[inline]
fn step(row: &mut Row, squares: &mut Row, slope: &Row, rate: f32, decay: f32) {
    for label in 0..LABELS {
        let slope = slope[label] + decay * row[label];
        squares[label] += slope * slope;
        row[label] -= rate * slope / (squares[label] + 1e-3).sqrt();
    }
}

/// Forward and backward sums, and the expected number of each pair of labels.
#[derive(Debug, Default)]
pub(super) struct Chain {
    forward: Vec<Row>,
    emitted: Vec<Row>,
    pub(super) pairs: [Row; LABELS],
}

impl Chain {
    /// Writes the probability of each label into `out`; false if nothing is allowed.
    pub(super) fn run(
        &mut self,
        scores: &[Row],
        transitions: &[Row; LABELS],
        allowed: &[u16],
        out: &mut Vec<Row>,
    ) -> bool {
        out.clear();
        self.forward.clear();
        self.emitted.clear();
        self.pairs = [[0.0; LABELS]; LABELS];
        let mut factors = [[0.0_f32; LABELS]; LABELS];
        for previous in 0..LABELS {
            for next in 0..LABELS {
                if may_follow(previous, next) {
                    factors[previous][next] = transitions[previous][next].exp();
                }
            }
        }
        let mut before = [0.0; LABELS];
        before[OUTSIDE] = 1.0;
        for (score, allowed) in scores.iter().zip(allowed) {
            let top = score.iter().copied().fold(f32::MIN, f32::max);
            let mut emitted = [0.0; LABELS];
            for label in 0..LABELS {
                if allowed & (1 << label) != 0 {
                    emitted[label] = (score[label] - top).max(-60.0).exp();
                }
            }
            let mut now = [0.0; LABELS];
            for previous in 0..LABELS {
                for next in 0..LABELS {
                    now[next] += before[previous] * factors[previous][next];
                }
            }
            for label in 0..LABELS {
                now[label] *= emitted[label];
            }
            if !normalise(&mut now) {
                return false;
            }
            self.forward.push(now);
            self.emitted.push(emitted);
            before = now;
        }
        let mut after: Row = std::array::from_fn(|label| f32::from(u8::from(may_end(label))));
        for index in (0..scores.len()).rev() {
            let mut both = [0.0; LABELS];
            for label in 0..LABELS {
                both[label] = self.forward[index][label] * after[label];
            }
            if !normalise(&mut both) {
                return false;
            }
            out.push(both);
            let mut weighed = [0.0; LABELS];
            for label in 0..LABELS {
                weighed[label] = self.emitted[index][label] * after[label];
            }
            let start: Row = std::array::from_fn(|label| f32::from(u8::from(label == OUTSIDE)));
            let previous_row = if index > 0 {
                &self.forward[index - 1]
            } else {
                &start
            };
            let mut pairs = [[0.0_f32; LABELS]; LABELS];
            let mut total = 0.0;
            let mut earlier = [0.0; LABELS];
            for previous in 0..LABELS {
                for next in 0..LABELS {
                    let part = factors[previous][next] * weighed[next];
                    earlier[previous] += part;
                    pairs[previous][next] = part * previous_row[previous];
                    total += pairs[previous][next];
                }
            }
            if total > 0.0 {
                for (sums, parts) in self.pairs.iter_mut().zip(&pairs) {
                    for (sum, part) in sums.iter_mut().zip(parts) {
                        *sum += part / total;
                    }
                }
            }
            normalise(&mut earlier);
            after = earlier;
        }
        out.reverse();
        true
    }
}

fn normalise(values: &mut Row) -> bool {
    let sum: f32 = values.iter().sum();
    if sum <= 0.0 {
        return false;
    }
    for value in values {
        *value /= sum;
    }
    true
}
