use std::fmt;

use whosaid_text::EntityType;

use crate::key;

/// How near two spellings are to being names of one and the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// From 0 (different) to 1 (the same spelling). From [`SAME`] up they are taken for one.
    pub score: f32,
    /// What the two have in common and what parts them.
    pub reason: Reason,
}

/// From this [`Comparison::score`] up, two names are taken for one.
pub const SAME: f32 = 0.8;

/// What decided a comparison; prints as words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reason(u32);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 == 0 { "different" } else { "same sound" })
    }
}

/// Compares two spellings as names of something of the given kind.
pub fn compare(a: &str, b: &str, _kind: EntityType) -> Comparison {
    let same = key(a) == key(b);
    Comparison {
        score: if same { 1.0 } else { 0.0 },
        reason: Reason(u32::from(same)),
    }
}
