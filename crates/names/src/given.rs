use std::sync::LazyLock;

use whosaid_text::{WordMap, entries, hash_bytes};

use crate::phone::Phone;
use crate::style::StyleSet;
use crate::word::{Word, WordBuf};

/// Sound of a form → groups of `data/given-names.csv` that it stands in, each with its grade.
static GROUPS: LazyLock<WordMap<Vec<(u16, u8)>>> = LazyLock::new(|| {
    let mut groups: WordMap<Vec<(u16, u8)>> = WordMap::default();
    let rows = entries(include_str!("../data/given-names.csv"));
    for (number, row) in rows.skip(1).enumerate() {
        let Some((grade, forms)) = row.split_once(',') else {
            continue;
        };
        let entry = (number as u16, grade.parse().unwrap_or(3));
        for form in forms.split('|') {
            let word = WordBuf::new(form);
            for reading in word.as_word().readings() {
                let held = groups.entry(coarse(reading.phones)).or_default();
                if !held.contains(&entry) {
                    held.push(entry);
                }
            }
        }
    }
    groups
});

/// Calls `found` with each group that some reading of the word is in.
pub(crate) fn groups(word: Word<'_>, found: &mut impl FnMut(u16)) {
    for reading in word.readings() {
        for (group, _) in GROUPS.get(&coarse(reading.phones)).into_iter().flatten() {
            found(*group);
        }
    }
}

/// Grade of the equivalence of two given names: 1 (the same name in a neighbouring language), 2 (a translation),
/// 3 (a short form). `None` if they are different names.
pub(crate) fn equivalence(a: (Word<'_>, StyleSet), b: (Word<'_>, StyleSet)) -> Option<u8> {
    let mut best = None;
    for one in a.0.readings().filter(|reading| reading.styles & a.1 != 0) {
        let Some(groups) = GROUPS.get(&coarse(one.phones)) else {
            continue;
        };
        for two in b.0.readings().filter(|reading| reading.styles & b.1 != 0) {
            let Some(others) = GROUPS.get(&coarse(two.phones)) else {
                continue;
            };
            for group in groups.iter().filter(|group| others.contains(group)) {
                best = Some(best.map_or(group.1, |grade: u8| grade.min(group.1)));
            }
        }
    }
    best
}

/// A hash of the sounds without what styles write differently: quality of front vowels, glides, doubled sounds, throat.
fn coarse(phones: &[Phone]) -> u64 {
    let mut heard = [0u8; 48];
    let mut length = 0;
    for phone in phones {
        let sound = match phone {
            b'y' | b'I' | b'Y' => b'i',
            b'A' | b'8' => b'e',
            b'U' | b'W' => b'u',
            b'O' => b'o',
            b'E' => b'a',
            b'w' => b'v',
            b'x' | b'G' => b'h',
            b'q' => b'k',
            b'T' => b't',
            b'1' | b'J' => b'C',
            b'2' | b'3' => b's',
            b'6' => b'z',
            b'5' | b'Z' => b'S',
            other => *other,
        };
        if length < heard.len() && (length == 0 || heard[length - 1] != sound) {
            heard[length] = sound;
            length += 1;
        }
    }
    while length > 2 && heard[length - 1] == b'i' {
        length -= 1;
    }
    hash_bytes(&heard[..length])
}
