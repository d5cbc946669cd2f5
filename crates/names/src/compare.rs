use whosaid_text::EntityType;

use crate::align::{self, Leniency};
use crate::name::{Name, Part, Role, common_styles};
use crate::phone::Phone;
use crate::reason::Reason;
use crate::style::{MAX_PHONES, STYLES, StyleSet};
use crate::word::Reading;
use crate::{organisation, person, place};

/// From this [`Comparison::score`] up, two names are taken for one.
pub const SAME: f32 = 0.8;

/// How near two spellings are to being names of one and the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// From 0 (different) to 1 (the same spelling). From [`SAME`] up they are taken for one.
    pub score: f32,
    /// What the two have in common and what parts them.
    pub reason: Reason,
}

impl Comparison {
    pub(crate) const fn new(score: f32, reason: Reason) -> Self {
        Self { score, reason }
    }

    /// True if the two are taken for one.
    pub fn is_same(&self) -> bool {
        self.score >= SAME
    }
}

/// Compares two spellings as names of something of the given kind. For many comparisons of one name, read it once
/// ([`Name::new`]) and use [`compare_parts`].
///
/// ```
/// use whosaid_names::compare;
/// use whosaid_text::EntityType;
///
/// let same = compare("Chtcherbakov, Iouri", "Yuri Shcherbakov", EntityType::PER);
/// assert!(same.is_same());
/// assert_eq!(same.reason.to_string(), "same sound, other order");
/// assert!(!compare("Oleg Belov", "Oleg Belova", EntityType::PER).is_same());
/// ```
pub fn compare(a: &str, b: &str, kind: EntityType) -> Comparison {
    let (a, b) = (Name::new(a), Name::new(b));
    compare_parts(&a.parts(), &b.parts(), kind)
}

/// [`compare`], of names that were cut and read before.
pub fn compare_parts(a: &[Part<'_>], b: &[Part<'_>], kind: EntityType) -> Comparison {
    if a.is_empty() || b.is_empty() {
        return Comparison::new(0.0, Reason::DIFFERENT);
    }
    let same =
        |(one, two): (&Part<'_>, &Part<'_>)| one.word.text() == two.word.text() && one.role == two.role;
    if a.len() == b.len() && a.iter().zip(b).all(same) {
        return Comparison::new(1.0, Reason::SPELLING);
    }
    let styles = (common_styles(a), common_styles(b));
    let by_words = if kind == EntityType::PER {
        person::compare(a, b, styles)
    } else if kind == EntityType::LOC {
        place::compare(a, b, styles)
    } else {
        organisation::compare(a, b, styles)
    };
    if by_words.is_same() || by_words.reason.has(Reason::GENDER) || a.len() == b.len() {
        return by_words;
    }
    match together(a, b, styles) {
        Some(score) if score > by_words.score => Comparison::new(score, Reason::JOINED.and(sounds(score))),
        _ => by_words,
    }
}

/// The reason for a score of sounds alone.
pub(crate) fn sounds(score: f32) -> Reason {
    if score >= 0.96 {
        Reason::SOUND
    } else {
        Reason::NEAR
    }
}

/// Compares two names as if each were one word: Yunus-bek and Yunusbek.
fn together(a: &[Part<'_>], b: &[Part<'_>], styles: (StyleSet, StyleSet)) -> Option<f32> {
    const STRICT: Leniency = Leniency {
        final_vowel: 45,
        final_s: 100,
        final_swap: 100,
        initial: 25,
    };
    let (one, two) = (joined(a, styles.0), joined(b, styles.1));
    let mut best: Option<f32> = None;
    for a in &one {
        for b in two
            .iter()
            .filter(|b| align::may_meet(a.as_reading(), b.as_reading()))
        {
            let budget = 15 + 2 * (a.phones.len() + b.phones.len()) as u16;
            let cost = align::readings(a.as_reading(), b.as_reading(), STRICT, budget);
            if cost <= budget {
                let score = 0.97 - 0.17 * f32::from(cost) / f32::from(budget);
                best = Some(best.map_or(score, |best| best.max(score)));
            }
        }
    }
    best
}

/// A whole name read in one style.
struct Joined {
    phones: Vec<Phone>,
    lacks: Vec<u8>,
    classes: u8,
    styles: StyleSet,
    abjad: bool,
}

impl Joined {
    fn as_reading(&self) -> Reading<'_> {
        Reading {
            styles: self.styles,
            phones: &self.phones,
            lacks: &self.lacks,
            classes: self.classes,
            abjad: self.abjad,
        }
    }
}

fn joined(parts: &[Part<'_>], styles: StyleSet) -> Vec<Joined> {
    let spoken = parts.iter().filter(|part| part.role != Role::Article);
    let words: Vec<Vec<Reading<'_>>> = spoken
        .map(|part| part.word.readings().collect())
        .filter(|readings: &Vec<_>| !readings.is_empty())
        .collect();
    let mut all: Vec<Joined> = Vec::new();
    let mut tried: Vec<u64> = Vec::new();
    for index in 0..STYLES.len() {
        let style = 1 << index;
        if styles & style == 0 {
            continue;
        }
        // A style that has nothing to say of a word reads it as the first does.
        let own = |readings: &Vec<Reading<'_>>| {
            let own = readings.iter().position(|reading| reading.styles & style != 0);
            own.unwrap_or(0)
        };
        // Of styles that read every word alike, the first stands for all.
        let ways = words
            .iter()
            .fold(STYLES[index].abjad.into(), |ways: u64, readings| {
                ways.wrapping_mul(31) + own(readings) as u64
            });
        if tried.contains(&ways) {
            continue;
        }
        tried.push(ways);
        let mut phones: Vec<Phone> = Vec::new();
        for readings in &words {
            for phone in readings[own(readings)].phones {
                if phones.last() != Some(phone) && phones.len() < MAX_PHONES {
                    phones.push(*phone);
                }
            }
        }
        if !phones.is_empty() && all.iter().all(|other| other.phones != phones) {
            let abjad = STYLES[index].abjad;
            let lacks = align::lacks(&phones).collect();
            let classes = crate::phone::classes(&phones);
            all.push(Joined {
                phones,
                lacks,
                classes,
                styles: style,
                abjad,
            });
        }
    }
    all
}
