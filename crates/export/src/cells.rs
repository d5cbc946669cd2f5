use whosaid_text::{Confidence, Date, Entity, EntityIndex, EntityType, Span};

/// Writes the cells of one row in their order. Every format is one of these; what a table holds is told with them.
pub(crate) trait Cells {
    /// A text, which may be empty.
    fn text(&mut self, text: &str);

    /// Words of the document's text.
    fn piece(&mut self, text: &str, span: Span) {
        self.text(span.of(text));
    }

    /// The id of the document, the same in all rows.
    fn document(&mut self, id: &str) {
        self.text(id);
    }

    /// Type, id and name of entity number `number` of the document.
    fn entity(&mut self, _number: EntityIndex, kind: EntityType, entity: &Entity) {
        self.text(kind.as_str());
        self.text(&entity.id);
        self.text(&entity.name);
    }

    /// A word of the program's own (a rule, a kind, a checksum): letters, digits, hyphens and colons.
    fn term(&mut self, term: &str) {
        self.text(term);
    }

    /// A count or an offset.
    fn number(&mut self, number: u64);

    /// Nothing to tell.
    fn nothing(&mut self);

    /// Ranges of offsets.
    fn ranges(&mut self, ranges: &[(usize, usize)]);

    /// 0 to 1 with two digits.
    fn confidence(&mut self, confidence: Confidence);

    /// A day, ISO.
    fn date(&mut self, date: Option<Date>);

    /// A text, if there is one.
    fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    /// Start and end of a range, as two cells.
    fn range(&mut self, range: Option<(usize, usize)>) {
        match range {
            Some((start, end)) => {
                self.number(start as u64);
                self.number(end as u64);
            }
            None => {
                self.nothing();
                self.nothing();
            }
        }
    }

    /// The row is complete.
    fn end(&mut self);
}

/// Writes a number in decimal digits.
#[inline]
pub(crate) fn push_number(bytes: &mut Vec<u8>, number: u64) {
    if number >= 100_000_000 {
        return push_long_number(bytes, number);
    }
    // Eight digits at once, halved three times, each half beside its remainder (source: P. Khuong, "How to print integers
    // really fast"); the first digit is lowest. Quotients are products with 1/100 and 1/10, exact for what is divided.
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = (fours * 10_486) >> 20 & 0x7f_0000_007f;
    let pairs = hundreds | (fours - 100 * hundreds) << 16;
    let tens = (pairs * 103) >> 10 & 0x000f_000f_000f_000f;
    let digits = tens | (pairs - 10 * tens) << 8;
    // A number has no zeros in front, and one digit at least.
    let zeros = (digits.trailing_zeros() / 8).min(7);
    let written = (digits | 0x3030_3030_3030_3030) >> (8 * zeros);
    bytes.extend_from_slice(&written.to_le_bytes());
    bytes.truncate(bytes.len() - zeros as usize);
}

#[cold]
fn push_long_number(bytes: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    while number >= 10 {
        let pair = (number % 100) as usize;
        number /= 100;
        at -= 2;
        digits[at] = PAIRS[pair][0];
        digits[at + 1] = PAIRS[pair][1];
    }
    if number > 0 || at == digits.len() {
        at -= 1;
        digits[at] = b'0' + number as u8;
    }
    bytes.extend_from_slice(&digits[at..]);
}

/// 00 to 99: two digits for one division.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < pairs.len() {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

/// Writes `0.95`.
pub(crate) fn push_confidence(bytes: &mut Vec<u8>, confidence: Confidence) {
    let hundredths = confidence.hundredths();
    let digit = |number: u8| b'0' + number % 10;
    bytes.extend_from_slice(&[
        digit(hundredths / 100),
        b'.',
        digit(hundredths / 10),
        digit(hundredths),
    ]);
}

/// Writes `2023-09-21`.
pub(crate) fn push_date(bytes: &mut Vec<u8>, date: Date) {
    let Ok(year) = u16::try_from(date.year()) else {
        // Before our era: nobody's news, but a date nevertheless.
        bytes.extend_from_slice(date.to_string().as_bytes());
        return;
    };
    let digit = |number: u16| b'0' + (number % 10) as u8;
    let (month, day) = (u16::from(date.month()), u16::from(date.day()));
    if year > 9999 {
        bytes.push(digit(year / 10_000));
    }
    bytes.extend_from_slice(&[
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(push: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut bytes = Vec::new();
        push(&mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn writes_what_display_writes() {
        let around = [10, 100, 10_000, 1_000_000, 100_000_000].map(|ten| ten - 1..ten + 2);
        let some = [0, 7, 4096, 12_345, 90_909_090, 1_234_567_890, u64::MAX];
        for number in around
            .into_iter()
            .flatten()
            .chain(some)
            .chain((0..100_000_000).step_by(977))
        {
            assert_eq!(pushed(|bytes| push_number(bytes, number)), number.to_string());
        }
        for hundredths in 0..=100_u8 {
            let confidence = Confidence::new(f32::from(hundredths) / 100.0);
            let written = pushed(|bytes| push_confidence(bytes, confidence));
            assert_eq!(written, confidence.to_string());
        }
        for (year, month, day) in [(2023, 9, 1), (987, 12, 31), (12023, 1, 10), (-44, 3, 15)] {
            let date = Date::new(year, month, day).unwrap();
            assert_eq!(pushed(|bytes| push_date(bytes, date)), date.to_string());
        }
    }
}
