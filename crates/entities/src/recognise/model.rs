//! The weights, and the classes of words.

use whosaid_text::{EntityType, WordMap, fetch};

use super::decode::{FORBIDDEN, Scores, Transitions};
use super::features::{BESIDE, FEATURES, JOINT, OWN, ROWS, Row, WORD_ROWS};
use super::history::{SECOND, SECOND_ROWS};
use super::labels::{BUILT_IN_TYPES, LABELS, TYPES};

/// First bytes of a model file: a name and the version of the features.
pub(crate) const MAGIC: &[u8; 8] = b"whosnr04";

/// Bytes of the name of a type in a model file.
pub(crate) const TYPE_NAME: usize = 16;

/// The weights of two labels in each of 8 lanes: that of the even label, 128 added, in the low byte, that of the odd one
/// in the high byte. A sum of lanes and a sum of high bytes are two additions for 16 weights.
type Lanes = [i16; LABELS / 2];

/// A sum of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    lanes: Lanes,
    high: Lanes,
}

impl Sums {
    #[inline]
    fn add(&mut self, row: &Lanes) {
        for ((lane, high), weights) in self.lanes.iter_mut().zip(&mut self.high).zip(row) {
            *lane = lane.wrapping_add(*weights);
            *high += weights >> 8;
        }
    }

    /// Its first byte, to be fetched.
    #[inline]
    pub(crate) fn first(&self) -> u8 {
        self.lanes[0] as u8
    }

    #[inline]
    fn join(&mut self, other: &Sums) {
        for lane in 0..LABELS / 2 {
            self.lanes[lane] = self.lanes[lane].wrapping_add(other.lanes[lane]);
            self.high[lane] += other.high[lane];
        }
    }

    /// By label the sum of this and of what is known of three words: [`FEATURES`] rows in all, whose weights of 8 bits fit
    /// 16. Not inlined, because its order of labels would find its way into the loop before it.
    #[inline(never)]
    fn finish(mut self, known: [&Sums; 3]) -> Scores {
        for part in known {
            self.join(part);
        }
        self.scores(FEATURES)
    }

    /// The sum of `count` rows by label.
    #[inline]
    fn scores(&self, count: usize) -> Scores {
        let mut scores = [0; LABELS];
        for lane in 0..LABELS / 2 {
            let low = self.lanes[lane].wrapping_sub(self.high[lane] << 8);
            scores[2 * lane] = i32::from(low) - 128 * count as i32;
            scores[2 * lane + 1] = i32::from(self.high[lane]);
        }
        scores
    }
}

fn lanes(weights: &[u8; LABELS]) -> Lanes {
    std::array::from_fn(|lane| {
        let (even, odd) = (weights[2 * lane] as i8, weights[2 * lane + 1] as i8);
        i16::from(odd) << 8 | (i16::from(even) + 128)
    })
}

/// What training made: rows of weights, transitions, classes of words.
///
/// A file holds, little-endian: [`MAGIC`]; names of the types, 16 bytes each, filled up with zeros; number of rows (u32, 65,536); size of one step as a logarithm (f32); transitions
/// (16 × 16 of i16); the second pass's rows (16 of i16 each); number of word classes' coarse map and the map (u32, then u16 each); number of words (u32) and
/// for each its hash (u64) and class (u16); 16 weights (i8) a row.
#[derive(Debug)]
pub(crate) struct Model {
    /// None for a model that has not learned yet.
    rows: Option<Box<[Lanes; ROWS]>>,
    second: Vec<[i16; LABELS]>,
    /// What the types of the labels are in tables; `None` for those that stand in none.
    pub(crate) types: [Option<EntityType>; TYPES],
    /// One step of a weight as a logarithm.
    unit: f32,
    pub(crate) transitions: Transitions,
    classes: WordMap<u16>,
    coarse: Vec<u16>,
}

impl Model {
    /// A model without weights that knows the classes of words: what training starts from. Names rows only.
    pub(crate) fn untrained(classes: WordMap<u16>, coarse: Vec<u16>) -> Self {
        Self {
            rows: None,
            second: Vec::new(),
            types: BUILT_IN_TYPES,
            unit: 1.0,
            transitions: Transitions::new([[0; LABELS]; LABELS], 1.0),
            classes,
            coarse,
        }
    }

    /// Reads a model file; `None` if it is none, or of other features.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.take(8)? != MAGIC {
            return None;
        }
        let mut types = [None; TYPES];
        for kind in &mut types {
            let name = reader.take(TYPE_NAME)?.split(|byte| *byte == 0).next()?;
            *kind = match name {
                b"" => None,
                name => Some(std::str::from_utf8(name).ok()?.parse().ok()?),
            };
        }
        let count = reader.u32()? as usize;
        let unit = f32::from_bits(reader.u32()?);
        let mut scores: [Scores; LABELS] = [[0; LABELS]; LABELS];
        for score in scores.iter_mut().flatten() {
            *score = i32::from(reader.u16()? as i16);
        }
        let mut second = vec![[0; LABELS]; SECOND_ROWS];
        for weight in second.iter_mut().flatten() {
            *weight = reader.u16()? as i16;
        }
        let mut coarse = Vec::new();
        for _ in 0..reader.u32()? {
            coarse.push(reader.u16()?);
        }
        let words = reader.u32()? as usize;
        let mut classes = WordMap::default();
        classes.reserve(words.min(bytes.len()));
        for _ in 0..words {
            let hash = u64::from(reader.u32()?) | (u64::from(reader.u32()?) << 32);
            classes.insert(hash, reader.u16()?);
        }
        let (rows, rest) = reader.0.as_chunks::<LABELS>();
        if count != ROWS || !rest.is_empty() {
            return None;
        }
        let rows: Box<[Lanes]> = rows.iter().map(lanes).collect();
        Some(Self {
            rows: Some(rows.try_into().ok()?),
            second,
            types,
            unit,
            transitions: Transitions::new(scores, unit),
            classes,
            coarse,
        })
    }

    /// Class of a word, 0 if it has none.
    #[inline]
    pub(crate) fn class(&self, word: u64) -> u16 {
        self.classes.get(&word).copied().unwrap_or(0)
    }

    /// The coarse class that a class belongs to.
    #[inline]
    pub(crate) fn coarse(&self, class: u16) -> u16 {
        self.coarse.get(usize::from(class)).copied().unwrap_or(0)
    }

    /// All words that have a class, with it, and the coarse class of each class.
    pub(crate) fn all_classes(&self) -> (Vec<(u64, u16)>, Vec<u16>) {
        let mut sorted: Vec<(u64, u16)> = self.classes.iter().map(|(word, class)| (*word, *class)).collect();
        sorted.sort_unstable();
        (sorted, self.coarse.clone())
    }

    /// The weights as training has them: of all rows, of the second pass's rows, of transitions.
    pub(crate) fn weights(&self) -> [Vec<[f32; LABELS]>; 3] {
        let scale = |weights: Scores| weights.map(|weight| weight as f32 * self.unit);
        let row = |row: &Lanes| {
            let mut sums = Sums::default();
            sums.add(row);
            scale(sums.scores(1))
        };
        let learned = |row: &Scores| scale(row.map(|weight| if weight == FORBIDDEN { 0 } else { weight }));
        [
            self.rows.iter().flat_map(|rows| rows.iter()).map(row).collect(),
            self.second.iter().map(|row| scale(row.map(i32::from))).collect(),
            self.transitions.scores.iter().map(learned).collect(),
        ]
    }

    /// Sums of the weights that a word has by itself, as the word before, and as the word after. Nothing for a model
    /// that has not learned yet.
    pub(crate) fn sums_of(&self, word: &[Row; WORD_ROWS]) -> [Sums; 3] {
        let mut sums = [Sums::default(); 3];
        let Some(rows) = &self.rows else { return sums };
        for (place, row) in word.iter().enumerate() {
            let which = usize::from(place >= OWN) + usize::from(place >= OWN + BESIDE);
            sums[which].add(&rows[usize::from(*row)]);
        }
        sums
    }

    /// Sum of the weights of a token's features: those summed already, and those of the joint features' rows.
    #[inline]
    pub(crate) fn score(&self, known: [&Sums; 3], joint: &[Row; JOINT]) -> Scores {
        let mut sum = Sums::default();
        if let Some(rows) = &self.rows {
            for row in joint {
                sum.add(&rows[usize::from(*row)]);
            }
        }
        sum.finish(known)
    }

    /// Has the weights of some tokens' joint features near.
    #[inline]
    pub(crate) fn fetch<'r>(&self, joint: impl Iterator<Item = &'r [Row; JOINT]>) {
        if let Some(rows) = &self.rows {
            fetch(joint.flatten().map(|row| rows[usize::from(*row)][0] as u8));
        }
    }

    /// Adds the weights of a token's features of the second pass.
    #[inline]
    pub(crate) fn add_second(&self, rows: [u32; SECOND], scores: &mut Scores) {
        let mut sum = *scores;
        for row in rows {
            for (score, weight) in sum.iter_mut().zip(&self.second[row as usize]) {
                *score += i32::from(*weight);
            }
        }
        *scores = sum;
    }
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(*self.take(2)?.first_chunk()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(*self.take(4)?.first_chunk()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_add_up_to_the_sums_of_weights() {
        let row = |seed: i32| -> [u8; LABELS] {
            std::array::from_fn(|label| ((seed * 31 + label as i32 * 77) % 255 - 127) as i8 as u8)
        };
        let mut sums = Sums::default();
        let mut expected = [0; LABELS];
        for seed in 0..FEATURES as i32 {
            let row = if seed < 9 { [129; LABELS] } else { row(seed) };
            sums.add(&lanes(&row));
            for (sum, weight) in expected.iter_mut().zip(row) {
                *sum += i32::from(weight as i8);
            }
        }
        assert_eq!(sums.scores(FEATURES), expected);
    }
}
