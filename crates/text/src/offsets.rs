use std::fmt;
use std::str::FromStr;

use crate::Span;

/// What the offsets of a table count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OffsetUnit {
    /// Unicode code points, as Python's strings count.
    #[default]
    CodePoint,
    /// Bytes of UTF-8, as Rust, Go and most files count.
    Byte,
    /// Code units of UTF-16, as JavaScript, Java and C# count.
    Utf16,
}

impl OffsetUnit {
    /// All units.
    pub const ALL: [Self; 3] = [Self::CodePoint, Self::Byte, Self::Utf16];

    /// The name that options have for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CodePoint => "codepoint",
            Self::Byte => "byte",
            Self::Utf16 => "utf16",
        }
    }
}

impl fmt::Display for OffsetUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for OffsetUnit {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|unit| unit.name() == name)
            .ok_or_else(|| format!("no unit {name:?}: there are codepoint, byte and utf16"))
    }
}

/// Converts byte offsets of one text into another unit.
///
/// The text is counted once, block by block; a question then costs the count of one block at most, in whatever order
/// questions come.
#[derive(Clone, Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: OffsetUnit,
    /// Units before each block; empty if units are bytes here.
    before: Vec<u32>,
    /// The bytes of each block with which code points begin, the first one lowest; empty if units are no code points.
    begins: Vec<u64>,
    total: usize,
}

/// So many bytes that a word of the machine has a bit for each, and that their count fits a byte, which lets the compiler
/// count sixteen at once.
const BLOCK: usize = 64;

impl<'t> Offsets<'t> {
    /// A converter for `text`, which is counted.
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut offsets = Self {
            text,
            unit,
            before: Vec::new(),
            begins: Vec::new(),
            total: text.len(),
        };
        if unit == OffsetUnit::Byte || text.is_ascii() {
            return offsets;
        }
        offsets.before.reserve_exact(text.len() / BLOCK + 1);
        if unit == OffsetUnit::CodePoint {
            offsets.begins.reserve_exact(text.len() / BLOCK + 1);
        }
        let mut total = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            offsets.before.push(total);
            if unit == OffsetUnit::CodePoint {
                let begins = begins(block);
                offsets.begins.push(begins);
                total += begins.count_ones();
            } else {
                total += u32::from(offsets.count(block));
            }
        }
        if text.len().is_multiple_of(BLOCK) {
            offsets.before.push(total);
            offsets.begins.push(0);
        }
        offsets.total = total as usize;
        offsets
    }

    /// What is counted.
    pub fn unit(&self) -> OffsetUnit {
        self.unit
    }

    /// Units of the whole text.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Units before byte `offset`.
    ///
    /// # Panics
    /// If `offset` is past the end.
    #[inline]
    pub fn point(&self, offset: usize) -> usize {
        if self.before.is_empty() {
            return offset;
        }
        let block = offset / BLOCK;
        let before = self.before[block] as usize;
        if self.unit == OffsetUnit::CodePoint {
            // No branch depends on how many bytes count.
            let inside = self.begins[block] & ((1 << (offset % BLOCK)) - 1);
            return before + inside.count_ones() as usize;
        }
        let part = &self.text.as_bytes()[block * BLOCK..offset];
        before + usize::from(self.count(part))
    }

    /// Start and end of a span, end exclusive.
    #[inline]
    pub fn range(&self, span: Span) -> (usize, usize) {
        (self.point(span.start()), self.point(span.end()))
    }

    /// Units in at most a block of well-formed UTF-8.
    #[inline]
    fn count(&self, bytes: &[u8]) -> u8 {
        // A code point has one byte that is no continuation; one beyond the basic plane has two units of UTF-16.
        let points: u8 = bytes.iter().map(|byte| u8::from((*byte as i8) >= -0x40)).sum();
        match self.unit {
            OffsetUnit::Utf16 => points + bytes.iter().map(|byte| u8::from(*byte >= 0xf0)).sum::<u8>(),
            _ => points,
        }
    }
}

/// A bit for each of at most a block's bytes, the first one lowest: 1 if a code point begins with it, 0 behind the last one.
fn begins(block: &[u8]) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Brings the highest bits of eight bytes together in the highest byte (they meet nowhere else).
    const GATHER: u64 = 0x0002_0408_1020_4081;
    let mut padded = [0x80; BLOCK];
    let bytes = block.first_chunk().unwrap_or_else(|| {
        padded[..block.len()].copy_from_slice(block);
        &padded
    });
    let mut begins = 0;
    for (place, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        // 10xxxxxx goes on with a code point.
        let first = (!eight | eight << 1) & HIGH;
        begins |= (first.wrapping_mul(GATHER) >> 56) << (8 * place);
    }
    begins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_any_order_and_every_unit() {
        let text = "a😀Ə’z";
        let points = Offsets::new(text, OffsetUnit::CodePoint);
        assert_eq!(points.range(Span::new(1, 7)), (1, 3));
        assert_eq!(points.range(Span::new(0, text.len())), (0, 5));
        assert_eq!(points.range(Span::new(5, 7)), (2, 3));
        assert_eq!(points.total(), 5);
        let units = Offsets::new(text, OffsetUnit::Utf16);
        assert_eq!(units.range(Span::new(1, 7)), (1, 4));
        assert_eq!(units.total(), 6);
        let bytes = Offsets::new(text, OffsetUnit::Byte);
        assert_eq!(bytes.range(Span::new(1, 7)), (1, 7));
        assert_eq!(bytes.total(), text.len());
    }

    #[test]
    fn agrees_with_a_plain_count_around_every_block() {
        for letters in ["x", "Ə", "’", "😀", "a😀Ə’z"] {
            for length in [0, 1, 15, 16, 21, 31, 32, 33, 63, 64, 65, 200] {
                let text: String = letters.chars().cycle().take(length).collect();
                let points = Offsets::new(&text, OffsetUnit::CodePoint);
                let units = Offsets::new(&text, OffsetUnit::Utf16);
                for (number, (offset, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
                    assert_eq!(points.point(offset), number);
                    assert_eq!(units.point(offset), text[..offset].encode_utf16().count());
                }
                assert_eq!(points.total(), length);
            }
        }
    }

    #[test]
    fn reads_its_own_names() {
        for unit in OffsetUnit::ALL {
            assert_eq!(unit.name().parse(), Ok(unit));
        }
        assert!("bytes".parse::<OffsetUnit>().is_err());
    }
}
