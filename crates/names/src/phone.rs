use std::sync::LazyLock;

use whosaid_text::entries;

/// A sound, as the ASCII character that `data/phones.txt` gives it.
pub(crate) type Phone = u8;

/// Sounds are the characters from `0` to `z`.
const FIRST: u8 = b'0';
const RANGE: usize = (b'z' - FIRST) as usize + 1;
/// A power of two above every sound, so that no bounds need to be looked after.
const ROW: usize = 128;

/// What it costs to take one sound for another, or to lack one, in hundredths.
pub(crate) struct Costs {
    swap: [[u8; ROW]; RANGE],
    drop: [u8; RANGE],
}

/// Costs of taking one sound for others.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a>(&'a [u8; ROW]);

impl Row<'_> {
    /// Cost of taking it for `b`, in hundredths.
    #[inline]
    pub(crate) fn with(self, b: Phone) -> u16 {
        u16::from(self.0[usize::from(b) % ROW])
    }
}

/// The costs of `data/phones.txt`: a constant in all but name.
pub(crate) static COSTS: LazyLock<Costs> = LazyLock::new(|| Costs::parse(include_str!("../data/phones.txt")));

impl Costs {
    fn parse(rows: &str) -> Self {
        let mut costs = Self {
            swap: [[100; ROW]; RANGE],
            drop: [100; RANGE],
        };
        for a in 0..RANGE {
            for b in 0..RANGE {
                let vowels = (is_vowel(a as u8 + FIRST), is_vowel(b as u8 + FIRST));
                costs.swap[a][b + usize::from(FIRST)] = match vowels {
                    _ if a == b => 0,
                    (true, true) => 65,
                    (false, false) => 100,
                    _ => 200,
                };
            }
            if is_vowel(a as u8 + FIRST) {
                costs.drop[a] = 45;
            }
        }
        for row in entries(rows) {
            let mut fields = row.split(' ');
            let (Some(a), Some(b), Some(cost)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let cost = cost.parse().unwrap_or(100);
            let sound = |field: &str| field.bytes().next().map_or(usize::from(FIRST), usize::from);
            let row = |field: &str| sound(field) - usize::from(FIRST);
            if a == "drop" {
                costs.drop[row(b)] = cost;
            } else {
                costs.swap[row(a)][sound(b)] = cost;
                costs.swap[row(b)][sound(a)] = cost;
            }
        }
        costs
    }

    /// Cost of taking `a` for `b`, in hundredths.
    #[inline]
    pub(crate) fn swap(&self, a: Phone, b: Phone) -> u16 {
        self.row(a).with(b)
    }

    /// Costs of taking `a` for others.
    #[inline]
    pub(crate) fn row(&self, a: Phone) -> Row<'_> {
        Row(&self.swap[usize::from(a - FIRST)])
    }

    /// Cost of lacking `a`, in hundredths.
    #[inline]
    pub(crate) fn lack(&self, a: Phone) -> u8 {
        self.drop[usize::from(a - FIRST)]
    }
}

/// True if a sound has a place in the tables.
pub(crate) fn is_phone(byte: u8) -> bool {
    (FIRST..=b'z').contains(&byte)
}

/// A vowel of a script that writes vowels.
#[inline]
pub(crate) fn is_short_vowel(phone: Phone) -> bool {
    matches!(
        phone,
        b'a' | b'e' | b'i' | b'o' | b'u' | b'A' | b'I' | b'O' | b'U' | b'8'
    )
}

/// Any vowel, also one that stands for several.
#[inline]
pub(crate) fn is_vowel(phone: Phone) -> bool {
    is_short_vowel(phone) || matches!(phone, b'W' | b'Y' | b'E')
}

/// Classes of the consonants of a reading, each a bit.
pub(crate) fn classes(phones: &[Phone]) -> u8 {
    let mut set = 0;
    for phone in phones {
        for class in class(*phone) {
            set |= match class {
                b'P' => 1,
                b'V' => 2,
                b'T' => 4,
                b'S' => 8,
                b'N' => 16,
                b'L' => 32,
                b'R' => 64,
                _ => 128,
            };
        }
    }
    set
}

/// Writes the consonant classes of a reading into `out`: what is left when voice, aspiration and vowels do not count
/// (an affricate is a stop and a hiss). Two readings of one name have one skeleton, or nearly.
pub(crate) fn skeleton(phones: &[Phone], out: &mut Vec<u8>) {
    out.clear();
    for phone in phones {
        for class in class(*phone) {
            if out.last() != Some(class) {
                out.push(*class);
            }
        }
    }
}

/// A hash of what a skeleton does not hear and styles part all the same: hissing and hushing sounds, and stops and
/// spirants of the throat.
pub(crate) fn hissing(phones: &[Phone]) -> u64 {
    let part = |phone: &Phone| match phone {
        b's' | b'z' | b'2' | b'3' | b'6' => Some(b's'),
        b'S' | b'Z' | b'0' | b'5' => Some(b'S'),
        b'c' | b'D' => Some(b'c'),
        b'C' | b'J' | b'1' => Some(b'C'),
        b'g' | b'k' | b'q' | b'G' | b'7' => Some(b'k'),
        b'x' | b'h' => Some(b'x'),
        _ => None,
    };
    let mut hash = 0u64;
    for sound in phones.iter().filter_map(part) {
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3) ^ u64::from(sound);
    }
    hash
}

/// A consonant without its voice, but neither stop for spirant nor hiss for hush; `None` for vowels and glides.
pub(crate) fn voiceless(phone: &Phone) -> Option<Phone> {
    Some(match phone {
        b'b' | b'4' => b'p',
        b'd' => b't',
        b'g' | b'q' | b'G' | b'7' => b'k',
        b'v' | b'w' | b'9' => b'f',
        b'z' | b'2' | b'3' | b'6' => b's',
        b'Z' | b'5' => b'S',
        b'D' => b'c',
        b'J' => b'C',
        b'y' => return None,
        vowel if is_vowel(*vowel) => return None,
        other => *other,
    })
}

fn class(phone: Phone) -> &'static [u8] {
    match phone {
        b'b' | b'p' | b'4' => b"P",
        b'f' | b'v' | b'w' | b'9' => b"V",
        b'd' | b't' | b'T' => b"T",
        b'c' | b'C' | b'J' | b'D' | b'1' => b"TS",
        b's' | b'z' | b'S' | b'Z' | b'0' | b'2' | b'3' | b'5' | b'6' => b"S",
        b'm' | b'n' => b"N",
        b'l' => b"L",
        b'r' => b"R",
        b'g' | b'k' | b'q' | b'x' | b'G' | b'h' | b'7' => b"K",
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_symmetric_and_known_sounds_only() {
        let rows = include_str!("../data/phones.txt");
        for row in entries(rows) {
            let fields: Vec<&str> = row.split(' ').collect();
            assert_eq!(fields.len(), 3, "{row}");
            let sounds = if fields[0] == "drop" {
                &fields[1..2]
            } else {
                &fields[..2]
            };
            for sound in sounds {
                assert!(sound.len() == 1 && is_phone(sound.as_bytes()[0]), "{row}");
            }
            assert!(fields[2].parse::<u8>().is_ok_and(|cost| cost < 100), "{row}");
        }
        assert_eq!(COSTS.swap(b'c', b's'), COSTS.swap(b's', b'c'));
        assert_eq!(COSTS.swap(b'a', b'a'), 0);
        assert!(COSTS.swap(b'a', b'k') > 100);
    }

    #[test]
    fn skeletons_do_not_hear_voice_and_vowels() {
        let of = |phones: &str| {
            let mut out = Vec::new();
            skeleton(phones.as_bytes(), &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(of("Sevardnadze"), of("SevardnaDe"));
        assert_eq!(of("aliyev"), of("Aliyew"));
        assert_ne!(of("ilham"), of("ilgar"));
    }
}
