//! Eight bytes of text looked at together: how long an ASCII word goes on in them and how it is cased.
//!
//! Words have all lengths, so that a loop over their bytes ends where no processor expects it, once a word; here no
//! branch depends on the length of a word that fits.

use crate::words::{ANY_LOWER, FIRST_DIGIT, FIRST_UPPER, KINDS, REST_UPPER};
use whosaid_text::{AsciiWordHasher, Eight, TokenKind};

/// An ASCII word that is being read.
#[derive(Debug, Default)]
pub(crate) struct AsciiWord {
    hasher: AsciiWordHasher,
    /// What it is so far: an index into [`KINDS`].
    kind: u8,
    length: usize,
}

impl AsciiWord {
    /// Reads the ASCII letters and digits from byte `start` on, where one must stand.
    #[inline]
    pub(crate) fn read(text: &[u8], start: usize) -> Self {
        let mut word = Self::default();
        if word.take(eight_at(text, start), 0xff) == 8 {
            word.read_on(text, start);
        }
        word
    }

    #[inline(never)]
    fn read_on(&mut self, text: &[u8], start: usize) {
        while self.take(eight_at(text, start + self.length), 0) == 8 {}
    }

    /// Bytes read.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Takes the letters and digits at the beginning of the next eight bytes; returns how many there were. `first` is 0xff
    /// if the word begins there, else 0.
    #[inline]
    fn take(&mut self, bytes: [u8; 8], first: u64) -> usize {
        let eight = Eight::new(u64::from_le_bytes(bytes));
        let Eight {
            letters,
            digits,
            capitals,
            ..
        } = eight;
        let end = !(letters | digits) & Eight::HIGH;
        // All bits of the bytes below the first one that is no letter and no digit.
        let inside = ((end & end.wrapping_neg()) >> 7).wrapping_sub(1);
        let length = end.trailing_zeros() as usize / 8;
        self.hasher.push_eight(eight.lower() & inside, length);
        let seen = |bits: u64, bit: u8| u8::from(bits != 0) * bit;
        self.kind |= seen(digits & first, FIRST_DIGIT)
            | seen(capitals & first, FIRST_UPPER)
            | seen(capitals & inside & !first, REST_UPPER)
            | seen(letters & !capitals & inside, ANY_LOWER);
        self.length += length;
        length
    }

    /// What kind of token it is.
    #[inline]
    pub(crate) fn kind(&self) -> TokenKind {
        KINDS[usize::from(self.kind) % KINDS.len()]
    }

    /// [`whosaid_text::hash_word`] of it.
    #[inline]
    pub(crate) fn hash(&self) -> u64 {
        self.hasher.finish()
    }

    /// Takes a full stop that belongs to it.
    pub(crate) fn push_stop(&mut self) {
        self.hasher.push(b'.');
    }
}

/// Eight bytes of `text`, 0 behind its end.
#[inline]
fn eight_at(text: &[u8], at: usize) -> [u8; 8] {
    match text[at..].first_chunk() {
        Some(bytes) => *bytes,
        None => last_at(text, at),
    }
}

#[cold]
fn last_at(text: &[u8], at: usize) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..text.len() - at].copy_from_slice(&text[at..]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars::{ASCII, DIGIT, LETTER};
    use crate::words::kind;
    use proptest::prelude::*;
    use whosaid_text::hash_word;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn reads_what_a_look_at_each_byte_finds(word in "[a-zA-Z0-9]{1,20}", rest in "[@\\[`{/:é’ \u{0}\u{7f}a-z]{0,9}") {
            let text = format!("{word}{rest}");
            let classes: Vec<u8> = text
                .bytes()
                .map(|byte| ASCII[usize::from(byte)])
                .take_while(|class| class & (LETTER | DIGIT) != 0)
                .collect();
            let read = AsciiWord::read(text.as_bytes(), 0);
            prop_assert_eq!(read.len(), classes.len());
            prop_assert_eq!(read.hash(), hash_word(&text[..classes.len()]));
            let rest = classes[1..].iter().fold(0, |all, class| all | class);
            prop_assert_eq!(read.kind(), kind(classes[0], rest));
        }
    }
}
