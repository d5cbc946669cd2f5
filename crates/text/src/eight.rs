/// What eight bytes are, found for all of them at once and without a branch. Each answer has the highest bit of each byte that
/// it is true of, and no other.
///
/// ```
/// use whosaid_text::Eight;
///
/// let eight = Eight::new(u64::from_le_bytes(*b"Ab9-zZ\xc3\xa9"));
/// assert_eq!(eight.letters, 0x0000_8080_0000_8080);
/// assert_eq!(eight.digits, 0x80 << 16);
/// assert_eq!(eight.capitals, 0x0000_8000_0000_0080);
/// assert_eq!(eight.lower().to_le_bytes(), *b"ab9-zz\xc3\xa9");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Eight {
    bytes: u64,
    /// Letters of ASCII.
    pub letters: u64,
    /// Digits of ASCII.
    pub digits: u64,
    /// Those of the letters that are capitals.
    pub capitals: u64,
}

impl Eight {
    /// One in each byte.
    pub const ONES: u64 = u64::from_ne_bytes([1; 8]);
    /// The highest bit of each byte.
    pub const HIGH: u64 = Self::ONES << 7;

    /// Looks at eight bytes, the first of them lowest.
    #[inline]
    pub fn new(bytes: u64) -> Self {
        // Sums of bytes below 0x80 and what is missing from a bound to 0x80 carry into no other byte.
        let ascii = !bytes & Self::HIGH;
        let low = bytes & !Self::HIGH;
        let small = low | (Self::ONES * 0x20);
        let from = |bytes: u64, bound: u8| bytes + Self::ONES * u64::from(0x80 - bound);
        let letters = from(small, b'a') & !from(small, b'z' + 1) & ascii;
        Self {
            bytes,
            letters,
            digits: from(low, b'0') & !from(low, b'9' + 1) & ascii,
            // The bit in which capitals differ from small letters, shifted to the highest one of its byte.
            capitals: letters & !(bytes << 2),
        }
    }

    /// The bytes with the letters of ASCII in lower case.
    #[inline]
    pub fn lower(self) -> u64 {
        self.bytes | self.capitals >> 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_told_as_one_by_one() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = *b"aZ09zA5m";
                bytes[place] = byte;
                let eight = Eight::new(u64::from_le_bytes(bytes));
                let is = |bits: u64| bits >> (8 * place + 7) & 1 != 0;
                assert_eq!(is(eight.letters), byte.is_ascii_alphabetic(), "{byte} {place}");
                assert_eq!(is(eight.digits), byte.is_ascii_digit(), "{byte} {place}");
                assert_eq!(is(eight.capitals), byte.is_ascii_uppercase(), "{byte} {place}");
                assert_eq!(
                    eight.lower().to_le_bytes(),
                    bytes.map(|byte| byte.to_ascii_lowercase())
                );
            }
        }
    }
}
