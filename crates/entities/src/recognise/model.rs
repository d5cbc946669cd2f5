//! The weights, and the classes of words.

use whosaid_text::WordMap;

use super::decode::{Scores, Transitions};
use super::features::FEATURES;
use super::history::SECOND_ROWS;
use super::labels::LABELS;

/// First bytes of a model file: a name and the version of the features.
pub(crate) const MAGIC: &[u8; 8] = b"whosnr01";

/// What training made: rows of weights, transitions, classes of words.
///
/// A file holds, little-endian: [`MAGIC`]; number of rows (u32); size of one step as a logarithm (f32); transitions
/// (16 × 16 of i16); the second pass's rows (16 of i16 each); number of word classes' coarse map and the map (u32, then u16 each); number of words (u32) and
/// for each its hash (u64) and class (u16); 16 weights (i8) a row.
#[derive(Debug)]
pub(crate) struct Model {
    rows: Vec<[i8; LABELS]>,
    second: Vec<[i16; LABELS]>,
    pub(crate) unit: f32,
    pub(crate) transitions: Transitions,
    classes: WordMap<u16>,
    coarse: Vec<u16>,
}

impl Model {
    /// A model without weights that knows the classes of words: what training starts from. Names rows only.
    pub(crate) fn untrained(classes: WordMap<u16>, coarse: Vec<u16>) -> Self {
        Self {
            rows: Vec::new(),
            second: Vec::new(),
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
        if rows.len() != count || !rest.is_empty() {
            return None;
        }
        Some(Self {
            rows: rows.iter().map(|row| row.map(|byte| byte as i8)).collect(),
            second,
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

    /// Number of rows.
    pub(crate) fn len(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Sum of the weights of a token's features.
    #[inline]
    pub(crate) fn score(&self, features: &[u32; FEATURES]) -> Scores {
        // 67 weights of 8 bits fit 16 bits.
        let mut sum = [0_i16; LABELS];
        for feature in features {
            let row = &self.rows[*feature as usize];
            for label in 0..LABELS {
                sum[label] += i16::from(row[label]);
            }
        }
        sum.map(i32::from)
    }

    /// Adds the weights of a feature of the second pass.
    #[inline]
    pub(crate) fn add_second(&self, row: u32, scores: &mut Scores) {
        for (score, weight) in scores.iter_mut().zip(&self.second[row as usize]) {
            *score += i32::from(*weight);
        }
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
