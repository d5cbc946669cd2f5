use std::sync::LazyLock;

use crate::align::{self, Alignment, Leniency};
use crate::phone::{COSTS, Phone};
use crate::style::{StyleSet, doubt};
use crate::word::{Reading, Word};

/// The rows of `data/endings.txt`.
struct Endings {
    common: Vec<Vec<&'static [u8]>>,
    feminine: Vec<(&'static [u8], &'static [u8])>,
    /// The sounds that those of women end in.
    female_last: Vec<Phone>,
    lacking: Vec<&'static [u8]>,
    patronymic: Vec<&'static [u8]>,
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let mut endings = Endings {
        common: Vec::new(),
        feminine: Vec::new(),
        female_last: Vec::new(),
        lacking: Vec::new(),
        patronymic: Vec::new(),
    };
    for row in include_str!("../data/endings.txt").lines() {
        let fields: Vec<&'static str> = row.split(' ').collect();
        match fields[..] {
            ["common", ref spellings @ ..] => {
                endings
                    .common
                    .push(spellings.iter().map(|ending| ending.as_bytes()).collect());
            }
            ["feminine", male, female] => {
                let male = if male == "-" { "" } else { male };
                endings.feminine.push((male.as_bytes(), female.as_bytes()));
            }
            ["lacking", ending] => endings.lacking.push(ending.as_bytes()),
            ["patronymic", ending] => endings.patronymic.push(ending.as_bytes()),
            _ => {}
        }
    }
    let last = endings.feminine.iter().filter_map(|(_, female)| female.last());
    endings.female_last = last.copied().collect();
    endings.female_last.sort_unstable();
    endings.female_last.dedup();
    endings
});

/// Sounds that must be left when an ending is taken away.
const STEM: usize = 3;
/// Stems of two surnames may differ by this share of a consonant.
const STEM_COST: u16 = 40;
const STRICT: Leniency = Leniency {
    final_vowel: 45,
    final_s: 100,
    final_swap: 100,
    initial: 15,
};

/// What two stems may differ by, whatever their length.
const STEM_BUDGET: u16 = 25;
const STEMS: Leniency = Leniency {
    initial: 25,
    ..STRICT
};

type Spelled<'a> = (Word<'a>, StyleSet);

/// True if one is the surname of a man and the other that of a woman of one family.
pub(crate) fn gender_differs(a: Spelled<'_>, b: Spelled<'_>) -> bool {
    // Few words end like a woman's name; of two that do not, nothing is to be compared.
    let woman = |(word, styles): Spelled<'_>| {
        let mut readings = word.readings().filter(|one| one.styles & styles != 0);
        readings.any(|one| female_endings(one) != 0)
    };
    let (first, second) = (woman(a), woman(b));
    if !first && !second {
        return false;
    }
    pairs(a, b).any(|(one, two)| {
        (second && is_couple(one, two, male_endings(one) & female_endings(two)))
            || (first && is_couple(two, one, male_endings(two) & female_endings(one)))
    })
}

/// The rows of women's endings that a word ends in, and in those of men, as bits.
fn female_endings(word: Reading<'_>) -> u32 {
    let last = word.phones.last();
    if !last.is_some_and(|last| ENDINGS.female_last.contains(last)) {
        return 0;
    }
    rows(|(_, female)| stem(word, female).is_some())
}

fn male_endings(word: Reading<'_>) -> u32 {
    rows(|(male, _)| stem(word, male).is_some())
}

fn rows(holds: impl Fn(&(&[u8], &[u8])) -> bool) -> u32 {
    let rows = ENDINGS.feminine.iter().enumerate();
    rows.fold(0, |set, (row, endings)| set | u32::from(holds(endings)) << row)
}

/// True if the stems of the two are one for one of the rows.
fn is_couple(one: Reading<'_>, two: Reading<'_>, rows: u32) -> bool {
    let endings = ENDINGS.feminine.iter().enumerate();
    endings
        .filter(|(row, _)| rows & 1 << row != 0)
        .any(|(_, (male, female))| ends(one, two, male, female))
}

fn ends(one: Reading<'_>, two: Reading<'_>, male: &[Phone], female: &[Phone]) -> bool {
    let (Some(he), Some(she)) = (stem(one, male), stem(two, female)) else {
        return false;
    };
    // A bare stem must not end in a vowel: Mustafa is no woman's form of Mustaf-.
    let bare = !male.is_empty()
        || he
            .phones
            .last()
            .is_some_and(|phone| !crate::phone::is_vowel(*phone));
    bare && he.phones.len() == she.phones.len() && align::within(he, she, STRICT, 20) <= 20
}

/// Compares two surnames that have an ending of one tradition in common by what stands before it: the ending says that
/// they are of one people and nothing about the family, and who reads one of the two without it, in a style of another
/// tradition, has mistaken it. `None` if they have no such ending in common, or stems that differ in voice and vowels only.
pub(crate) fn stems(a: Spelled<'_>, b: Spelled<'_>) -> Option<Alignment> {
    let least = doubt(a.1) + doubt(b.1);
    let mut best: Option<Alignment> = None;
    for common in &ENDINGS.common {
        for (one, two) in pairs(a, b) {
            for one in common.iter().filter_map(|ending| stem(one, ending)) {
                for two in common.iter().filter_map(|ending| stem(two, ending)) {
                    // Western Armenian and Georgian let voice change places, as often as a name has stops: Sargis, Sarkis.
                    if differ_in_voice(one, two) {
                        return None;
                    }
                    let extra = (doubt(one.styles & a.1) + doubt(two.styles & b.1)).saturating_sub(least);
                    let budget = STEM_BUDGET + 3 * (one.phones.len() + two.phones.len()) as u16;
                    let cost = extra + align::readings(one, two, STEMS, 2 * budget);
                    if best.is_none_or(|best| cost < best.cost) {
                        best = Some(Alignment { cost, budget });
                    }
                }
            }
        }
    }
    best
}

/// True if one surname is the other with an ending more: Yunus, Yunusov.
pub(crate) fn ending_lacks(a: Spelled<'_>, b: Spelled<'_>) -> bool {
    pairs(a, b).any(|(one, two)| lacks_ending(one, two))
}

/// The same of two readings.
pub(crate) fn lacks_ending(one: Reading<'_>, two: Reading<'_>) -> bool {
    let (short, long) = if one.phones.len() < two.phones.len() {
        (one, two)
    } else {
        (two, one)
    };
    // What every ending has, before the endings are tried.
    short.phones.len() + 1 < long.phones.len()
        && COSTS.swap(short.phones[0], long.phones[0]) <= STEM_COST
        && (one.classes ^ two.classes).count_ones() <= 2
        && ENDINGS.lacking.iter().any(|ending| {
            long.phones.len() + 1 >= short.phones.len() + ending.len()
                && short.phones.len() + 1 + ending.len() >= long.phones.len()
                && stem(long, ending)
                    .is_some_and(|stem| align::within(stem, short, STRICT, STEM_COST) <= STEM_COST)
        })
}

/// True if the word may be a father's name.
pub(crate) fn is_patronymic(word: Spelled<'_>) -> bool {
    word.0
        .readings()
        .filter(|reading| reading.styles & word.1 != 0)
        .any(|reading| {
            ENDINGS
                .patronymic
                .iter()
                .any(|ending| stem(reading, ending).is_some())
        })
}

fn stem<'a>(reading: Reading<'a>, ending: &[Phone]) -> Option<Reading<'a>> {
    let phones = reading.phones.strip_suffix(ending)?;
    let lacks = &reading.lacks[..phones.len()];
    (phones.len() >= STEM).then_some(Reading {
        phones,
        lacks,
        ..reading
    })
}

/// True if two stems have the same consonants, voice aside.
fn differ_in_voice(one: Reading<'_>, two: Reading<'_>) -> bool {
    one.phones
        .iter()
        .filter_map(crate::phone::voiceless)
        .eq(two.phones.iter().filter_map(crate::phone::voiceless))
}

fn pairs<'a>(a: Spelled<'a>, b: Spelled<'a>) -> impl Iterator<Item = (Reading<'a>, Reading<'a>)> {
    a.0.readings()
        .filter(move |reading| reading.styles & a.1 != 0)
        .flat_map(move |one| {
            b.0.readings()
                .filter(move |reading| reading.styles & b.1 != 0)
                .map(move |two| (one, two))
        })
}
