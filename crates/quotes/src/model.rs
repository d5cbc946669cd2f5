//! Two linear models over hashed features: where a reported clause ends, and whether a candidate is an attribution.

use std::fmt::Write as _;

const WEIGHTS: &str = include_str!("../data/weights.en.csv");
/// What stands at the head of the list of weights.
const HEAD: &str = "\
# Weights of two linear models over hashed features, in hundredths; written by ../examples/train.rs, never by hand.
# Learned from news of the Voice of America, 2005 to 2010, in the public domain, with attributions annotated for this
# project; they hold none of these texts and are under the licence of the code.
model,bucket,weight
";
const BUCKETS: usize = 1 << 13;
const MOST: usize = 40;

/// Features of one decision: buckets of the weight table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Features {
    buckets: [u16; MOST],
    length: usize,
}

impl Default for Features {
    fn default() -> Self {
        Self {
            buckets: [0; MOST],
            length: 0,
        }
    }
}

/// Takes the features of a decision one by one.
pub(crate) trait Sink {
    /// Takes one, by its bucket.
    fn take(&mut self, bucket: usize);

    /// Adds the feature `template` with the values `a` and `b`.
    #[inline]
    fn add(&mut self, template: u32, a: u64, b: u64) {
        let mut hash = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash = (hash ^ a).wrapping_mul(0xd6e8_feb8_6659_fd93);
        hash ^= hash >> 32;
        hash = (hash ^ b).wrapping_mul(0xd6e8_feb8_6659_fd93);
        hash ^= hash >> 29;
        self.take(hash as usize % BUCKETS);
    }
}

impl Sink for Features {
    /// Past [`MOST`] features more are left out.
    #[inline]
    fn take(&mut self, bucket: usize) {
        if self.length < MOST {
            self.buckets[self.length] = bucket as u16;
            self.length += 1;
        }
    }
}

/// The weights of a decision, added up as its features come: what is asked when nobody watches.
#[derive(Debug)]
pub(crate) struct Score<'m> {
    weights: &'m [u16; BUCKETS],
    values: &'m [f32; VALUES],
    sum: f32,
}

impl Sink for Score<'_> {
    #[inline]
    fn take(&mut self, bucket: usize) {
        self.sum += self.values[usize::from(self.weights[bucket]) % VALUES];
    }
}

impl Score<'_> {
    /// Adds what else speaks for it, in log odds.
    pub(crate) fn prior(&mut self, odds: f32) {
        self.sum += odds;
    }

    /// Probability of a yes.
    pub(crate) fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.sum).exp())
    }
}

impl Features {
    /// The buckets.
    #[cfg_attr(not(feature = "train"), allow(dead_code, reason = "the trainer reads"))]
    pub(crate) fn buckets(&self) -> &[u16] {
        &self.buckets[..self.length]
    }
}

/// Weights of both models. A decision reads them all over a table, which has to stay in cache among those of all stages:
/// so it holds hundredths, and what they come to is read in a table of few values.
#[derive(Debug)]
pub(crate) struct Model {
    accept: Box<[u16; BUCKETS]>,
    stop: Box<[u16; BUCKETS]>,
    values: Box<[f32; VALUES]>,
}

/// Weights in hundredths: from -[`ZERO`] up to, not including, [`ZERO`]. What is surer than that is sure enough.
const VALUES: usize = 1 << 12;
/// What a weight of 0 is held as.
const ZERO: u16 = (VALUES / 2) as u16;

/// What a weight is held as.
fn held(hundredths: f32) -> u16 {
    let most = f32::from(ZERO);
    (hundredths.round().clamp(-most, most - 1.0) + most) as u16
}

impl Model {
    /// The shipped weights.
    pub(crate) fn english() -> Self {
        Self::parse(WEIGHTS)
    }

    /// Reads `model,bucket,weight` rows; what is no such row is left out.
    pub(crate) fn parse(list: &str) -> Self {
        let mut model = Self {
            accept: Box::new([ZERO; BUCKETS]),
            stop: Box::new([ZERO; BUCKETS]),
            values: Box::new(std::array::from_fn(|held| {
                (held as f32 - f32::from(ZERO)) / 100.0
            })),
        };
        for line in list.lines() {
            let mut fields = line.split(',');
            let (Some(name), Some(bucket), Some(weight)) = (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let (Ok(bucket), Ok(weight)) = (bucket.parse::<usize>(), weight.parse::<f32>()) else {
                continue;
            };
            let table = match name {
                "accept" => &mut model.accept,
                "stop" => &mut model.stop,
                _ => continue,
            };
            if let Some(place) = table.get_mut(bucket) {
                *place = held(weight);
            }
        }
        model
    }

    /// Writes what [`Model::parse`] reads, weights in hundredths.
    #[cfg_attr(not(feature = "train"), allow(dead_code, reason = "the trainer writes"))]
    pub(crate) fn print(&self) -> String {
        let mut list = String::from(HEAD);
        for (name, table) in [("accept", &self.accept), ("stop", &self.stop)] {
            for (bucket, weight) in table.iter().enumerate() {
                let hundredths = i32::from(*weight) - i32::from(ZERO);
                if hundredths != 0 {
                    let _ = writeln!(list, "{name},{bucket},{hundredths}");
                }
            }
        }
        list
    }

    /// Sets the weights of a model, for the trainer.
    #[cfg(feature = "train")]
    pub(crate) fn set(&mut self, stop: bool, weights: &[f32]) {
        let table = if stop { &mut self.stop } else { &mut self.accept };
        for (place, weight) in table.iter_mut().zip(weights) {
            *place = held(weight * 100.0);
        }
    }

    /// Asks whether a candidate is an attribution.
    pub(crate) fn accept(&self) -> Score<'_> {
        Score {
            weights: &self.accept,
            values: &self.values,
            sum: 0.0,
        }
    }

    /// Asks whether a clause that came so far ends here.
    pub(crate) fn stop(&self) -> Score<'_> {
        Score {
            weights: &self.stop,
            values: &self.values,
            sum: 0.0,
        }
    }
}
