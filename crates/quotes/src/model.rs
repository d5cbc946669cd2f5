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
    weights: &'m [f32; BUCKETS],
    sum: f32,
}

impl Sink for Score<'_> {
    #[inline]
    fn take(&mut self, bucket: usize) {
        self.sum += self.weights[bucket];
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

/// Weights of both models.
#[derive(Debug)]
pub(crate) struct Model {
    accept: Box<[f32; BUCKETS]>,
    stop: Box<[f32; BUCKETS]>,
}

impl Model {
    /// The shipped weights.
    pub(crate) fn english() -> Self {
        Self::parse(WEIGHTS)
    }

    /// Reads `model,bucket,weight` rows; what is no such row is left out.
    pub(crate) fn parse(list: &str) -> Self {
        let mut model = Self {
            accept: Box::new([0.0; BUCKETS]),
            stop: Box::new([0.0; BUCKETS]),
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
            if let Some(held) = table.get_mut(bucket) {
                *held = weight / 100.0;
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
                let hundredths = (weight * 100.0).round() as i32;
                if hundredths != 0 {
                    let _ = writeln!(list, "{name},{bucket},{hundredths}");
                }
            }
        }
        list
    }

    /// The table of a model, for the trainer.
    #[cfg(feature = "train")]
    pub(crate) fn table(&mut self, stop: bool) -> &mut [f32] {
        if stop {
            self.stop.as_mut_slice()
        } else {
            self.accept.as_mut_slice()
        }
    }

    /// Asks whether a candidate is an attribution.
    pub(crate) fn accept(&self) -> Score<'_> {
        Score {
            weights: &self.accept,
            sum: 0.0,
        }
    }

    /// Asks whether a clause that came so far ends here.
    pub(crate) fn stop(&self) -> Score<'_> {
        Score {
            weights: &self.stop,
            sum: 0.0,
        }
    }
}
