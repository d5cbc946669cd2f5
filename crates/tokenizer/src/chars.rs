//! What a character is to the tokenizer: one table for ASCII, one for the two-byte letters of Latin, Greek, Cyrillic
//! and Armenian script, a list of typographic marks. All else is [`UNKNOWN`] and goes to `unicode-segmentation`.

/// A letter in lower case.
pub(crate) const LOWER: u8 = 1;
/// A letter in upper case.
pub(crate) const UPPER: u8 = 2;
/// A letter of a script without case.
pub(crate) const UNCASED: u8 = 4;
/// A digit.
pub(crate) const DIGIT: u8 = 8;
/// `_`, which holds a word together.
pub(crate) const JOINER: u8 = 16;
/// White space and control characters.
pub(crate) const SPACE: u8 = 32;
/// Joins two letters, or two digits, between which it stands: apostrophes and the full stop.
pub(crate) const MIDDLE: u8 = 64;
/// Not known here.
pub(crate) const UNKNOWN: u8 = 128;
/// Punctuation and symbols.
pub(crate) const OTHER: u8 = 0;

/// Any letter.
pub(crate) const LETTER: u8 = LOWER | UPPER | UNCASED;
/// What a word or number is made of.
pub(crate) const WORD: u8 = LETTER | DIGIT | JOINER;

/// Class of each byte; all bytes that are not ASCII are [`UNKNOWN`].
pub(crate) static ASCII: [u8; 256] = ascii();

const fn ascii() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'_' => JOINER,
            b'.' | b'\'' => MIDDLE,
            0..=b' ' | 0x7f => SPACE,
            0x80.. => UNKNOWN,
            _ => OTHER,
        };
        byte += 1;
    }
    table
}

/// Classes of the characters below U+0800.
#[derive(Debug)]
pub(crate) struct Classes(Box<[u8; 0x800]>);

impl Classes {
    pub(crate) fn new() -> Self {
        let mut table = Box::new([UNKNOWN; 0x800]);
        for (code, class) in table.iter_mut().enumerate() {
            let Some(c) = char::from_u32(code as u32) else {
                continue;
            };
            *class = match c {
                '\0'..='\x7f' => ASCII[code],
                '\u{80}'..='\u{90}' | '\u{95}'..='\u{a0}' => SPACE,
                '×' | '÷' => OTHER,
                'À'..='\u{24f}' | '\u{250}'..='\u{2af}' | 'Ͱ'..='\u{52f}' | 'Ա'..='\u{587}'
                    if c.is_alphabetic() =>
                {
                    match () {
                        () if c.is_uppercase() => UPPER,
                        () if c.is_lowercase() => LOWER,
                        () => UNCASED,
                    }
                }
                // What Windows-1252 holds there: ‘ ’ “ ”, not decoded by whoever made the text.
                '\u{91}'..='\u{94}' => OTHER,
                '¡'..='¬' | '®'..='´' | '¶' | '»'..='¿' if !c.is_alphabetic() => OTHER,
                _ => UNKNOWN,
            };
        }
        Self(table)
    }

    /// Class of any character.
    #[inline]
    pub(crate) fn of(&self, c: char) -> u8 {
        let code = c as usize;
        if code < 0x800 {
            return self.0[code];
        }
        match c {
            '‘' | '’' => MIDDLE,
            '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => SPACE,
            '‐'..='‖' | '‚'..='†' | '•' | '…' | '‰'..='›' | '※' => OTHER,
            '€'
            | '₺'
            | '₽'
            | '№'
            | '™'
            | '−'
            | '≈'
            | '≤'
            | '≥'
            | '■'..='◿'
            | '❛'..='❞'
            | '、'
            | '。'
            | '〈'..='】' => OTHER,
            '！' | '？' | '，' | '（' | '）' | '＂' | '：' => UNKNOWN,
            '\u{fffd}' => OTHER,
            _ => UNKNOWN,
        }
    }
}

/// True for apostrophes, straight and typographic.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '\u{2bc}' | '＇')
}

/// True for a mark at which a sentence may end.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
            | '。'
            | '！'
            | '？'
            | '．'
            | '؟'
            | '։'
            | '।'
            | '۔'
            | '‽'
    )
}

/// Characters that are seen by nobody: they may stand in a gap between tokens.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn is_one(text: &str) -> bool {
        text.split_word_bounds().count() == 1
    }

    #[test]
    fn known_classes_are_those_of_the_standard() {
        let classes = Classes::new();
        for c in '\u{80}'..='\u{ffff}' {
            let class = classes.of(c);
            let letter = is_one(&format!("a{c}a"));
            match class {
                UNKNOWN => {}
                SPACE if c == '\u{202f}' => {}
                MIDDLE => assert!(letter && !is_one(&format!("a{c}")), "{c:?} is no middle letter"),
                UPPER | LOWER | UNCASED => assert!(
                    letter && is_one(&format!("a.{c}.a")) && is_one(&format!("1{c}1")),
                    "{c:?} is no letter"
                ),
                _ => assert!(
                    !letter && !is_one(&format!("1{c}1")) && !is_one(&format!("a{c}")),
                    "{c:?} joins"
                ),
            }
        }
    }
}
