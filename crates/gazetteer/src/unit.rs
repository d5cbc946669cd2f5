use unicode_segmentation::UnicodeSegmentation;
use whosaid_names::fold;
use whosaid_text::{Eight, Span, hash_bytes, hash_word};

/// Most units of a name; longer ones are a fault of the list (and would make hostile text costly).
pub(crate) const LONGEST: usize = 24;

/// What the case of a word in the text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Anything: digits, "of", "al", scripts without case, "iPhone".
    Any = 0,
    /// A capital at the beginning.
    Capital = 1,
    /// Capitals throughout: "WHO" is not "who" or "Who".
    Acronym = 2,
}

/// A word, number or mark of a listed name; hyphens, spaces and full stops are none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// [`hash_bytes`] of the folded word without apostrophes and full stops.
    pub(crate) hash: u64,
    /// [`whosaid_text::hash_word`] of the word as it is listed.
    pub(crate) word: u64,
    pub(crate) need: Need,
    /// How many letters it has.
    pub(crate) letters: u32,
}

/// How English contractions end, folded; no name does.
const CONTRACTED: [&str; 4] = ["'ll", "'re", "'ve", "n't"];

/// The key of a word: [`fold`]ed, and without apostrophes and full stops, so that "U.S." is "US" and "Sana’a" "Sanaa".
///
/// `hash` is the word's [`whosaid_text::hash_word`], which is the same for a word of ASCII letters and digits only.
#[inline]
pub(crate) fn key_at(text: &str, word: Span, hash: u64, buffer: &mut String) -> u64 {
    if is_alphanumeric(&text.as_bytes()[word.start()..], word.len()) {
        hash
    } else {
        folded_key(word.of(text), buffer)
    }
}

/// True if the first `length` of some bytes are ASCII letters and digits: eight at a time, so that only long words and the
/// end of a text make a difference to what branches do.
#[inline]
fn is_alphanumeric(mut bytes: &[u8], mut length: usize) -> bool {
    while let Some((eight, rest)) = bytes.split_first_chunk::<8>() {
        let taken = u64::MAX >> (64 - 8 * length.clamp(1, 8));
        let eight = u64::from_le_bytes(*eight) & taken | (Eight::ONES * 0x61) & !taken;
        if !eight_alphanumeric(eight) {
            return false;
        }
        if length <= 8 {
            return true;
        }
        (bytes, length) = (rest, length - 8);
    }
    bytes[..length].iter().all(u8::is_ascii_alphanumeric)
}

/// True if eight bytes are ASCII letters and digits.
#[inline]
fn eight_alphanumeric(bytes: u64) -> bool {
    let eight = Eight::new(bytes);
    eight.letters | eight.digits == Eight::HIGH
}

#[cold]
pub(crate) fn folded_key(word: &str, buffer: &mut String) -> u64 {
    fold(word, buffer);
    // "I'll" is not "Ill."
    if !CONTRACTED.iter().any(|end| buffer.ends_with(end)) {
        buffer.retain(|c| c != '\'' && c != '.');
    }
    hash_bytes(buffer.as_bytes())
}

/// True for the marks that join the halves of a word: "-", U+2010, U+2011.
#[inline]
pub(crate) fn is_hyphen(mark: &str) -> bool {
    matches!(mark, "-" | "‐" | "‑")
}

/// Cuts listed names the way the tokenizer cuts text (UAX #29), in each way that the text may have it.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    buffer: String,
}

impl Cutter {
    /// The cuts of a name, the plainest first: joined and split at inner apostrophes ("L’Oréal" is one token or
    /// two), initials apart and together ("J. K." and "J.K."), joined and split at inner stops ("news.am"). No cut is empty; none at all if the name holds no
    /// letter or digit.
    pub(crate) fn cuts(&mut self, name: &str) -> Vec<Vec<Unit>> {
        let mut cuts = Vec::with_capacity(1);
        self.cut(name, false, false, &mut cuts);
        let initials = has_initials(name);
        if initials {
            self.cut(name, false, true, &mut cuts);
        }
        if has_inner_apostrophe(name) {
            self.cut(name, true, false, &mut cuts);
        }
        if !initials && has_inner_stop(name) {
            self.cut(&name.replace('.', " "), false, false, &mut cuts);
            self.cut(&name.replace('.', ""), false, false, &mut cuts);
        }
        cuts
    }

    fn cut(&mut self, name: &str, apart: bool, initials: bool, cuts: &mut Vec<Vec<Unit>>) {
        let mut units = Vec::with_capacity(4);
        let mut before = ""; // the initials that the next piece may join
        let mut start = 0;
        for (offset, piece) in name.split_word_bound_indices() {
            if !piece.contains(char::is_alphanumeric) {
                let mark = !piece.contains(|c: char| {
                    c.is_whitespace() || is_dash(c) || is_apostrophe(c) || is_quote(c) || c == '.'
                });
                if mark {
                    before = "";
                    self.push(piece, &mut units);
                }
            } else if apart {
                for part in piece.split(is_apostrophe).filter(|part| !part.is_empty()) {
                    self.push(part, &mut units);
                }
            } else if initials && is_initials(piece) {
                if piece.contains('.') {
                    for part in piece.split('.').filter(|part| !part.is_empty()) {
                        self.push(part, &mut units);
                    }
                    before = "";
                } else if before.is_empty() {
                    start = offset;
                    before = piece;
                    self.push(piece, &mut units);
                } else {
                    units.pop();
                    before = &name[start..offset + piece.len()];
                    let joined: String = before.chars().filter(|c| c.is_alphabetic()).collect();
                    self.push(&joined, &mut units);
                }
            } else {
                before = "";
                self.push(piece, &mut units);
            }
        }
        if name.contains(char::is_alphanumeric) {
            cuts.push(units);
        }
    }

    fn push(&mut self, piece: &str, units: &mut Vec<Unit>) {
        units.push(Unit {
            hash: folded_key(piece, &mut self.buffer),
            word: hash_word(piece),
            need: need(piece),
            letters: piece.chars().filter(|c| c.is_alphabetic()).count() as u32,
        });
    }

    /// The key of a whole name, for tables: its plainest cut as one number. `None` if it holds no letter or digit.
    pub(crate) fn key(&mut self, name: &str) -> Option<u64> {
        let mut cuts = Vec::new();
        self.cut(name, false, false, &mut cuts);
        cuts.pop().map(|units| chain(&units))
    }
}

/// The key of a sequence of units.
pub(crate) fn chain(units: &[Unit]) -> u64 {
    units[1..]
        .iter()
        .fold(units[0].hash, |key, unit| join(key, unit.hash))
}

/// The key of a sequence that grows by one unit.
#[inline]
pub(crate) fn join(key: u64, unit: u64) -> u64 {
    let mixed = (key.rotate_left(23) ^ unit).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

fn need(word: &str) -> Need {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) {
                Need::Acronym
            } else {
                Need::Capital
            }
        }
        _ => Need::Any,
    }
}

fn has_inner_apostrophe(name: &str) -> bool {
    let mut before = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        if is_apostrophe(c) && before.is_alphanumeric() && chars.peek().is_some_and(|c| c.is_alphanumeric()) {
            return true;
        }
        before = c;
    }
    false
}

/// "news.am", "168.am"; not "U.S.".
fn has_inner_stop(name: &str) -> bool {
    name.split('.')
        .skip(1)
        .any(|part| part.starts_with(|c: char| c.is_lowercase() || c.is_numeric()))
}

fn has_initials(name: &str) -> bool {
    let initial = |part: &str| is_initials(part.trim_end_matches('.')) && part.contains('.');
    name.split_whitespace().any(initial) && name.contains(|c: char| c.is_lowercase())
}

/// "J", "J.K": capitals, one by one.
fn is_initials(piece: &str) -> bool {
    piece.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    })
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | 'ʹ')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐'..='―' | '−')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‚')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> u64 {
        Cutter::default().key(name).unwrap()
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (one, other) in [
            ("Nagorno-Karabakh", "Nagorno Karabakh"),
            ("Nagorno-Karabakh", "Nagorno‑Karabakh"),
            ("U.S.", "US"),
            ("Sana'a", "Sanaa"),
            ("İstanbul", "Istanbul"),
            ("Côte d’Ivoire", "Cote d'Ivoire"),
            ("St. Petersburg", "St Petersburg"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert_ne!(key("New York"), key("York New"));
        assert_ne!(key("Paris, Texas"), key("Paris Texas"));
    }

    #[test]
    fn eight_bytes_are_told_as_one_by_one() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut eight = *b"aZ09zA5m";
                eight[place] = byte;
                let known = eight_alphanumeric(u64::from_le_bytes(eight));
                assert_eq!(known, byte.is_ascii_alphanumeric(), "{byte} {place}");
            }
        }
        for length in 1..=12 {
            let text = b"Harbours2023, and";
            assert!(is_alphanumeric(text, length) && is_alphanumeric(&text[..length], length));
            assert!(!is_alphanumeric(&text[length + 1..], 13 - length));
        }
    }

    #[test]
    fn initials_and_apostrophes_have_two_cuts() {
        let cuts = |name: &str| {
            let cuts = Cutter::default().cuts(name);
            cuts.iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(cuts("J. K. Rowling"), [3, 2]);
        assert_eq!(cuts("J.K. Rowling"), [2, 3]);
        assert_eq!(cuts("L'Oréal"), [1, 2]);
        assert_eq!(cuts("U.N."), [1]);
        assert_eq!(cuts("168.am"), [2, 2, 1]);
        assert_eq!(cuts("news.am"), [1, 2, 1]);
        assert_eq!(cuts("…"), [0; 0]);
    }
}
