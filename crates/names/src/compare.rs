use std::cell::OnceCell;
use std::sync::LazyLock;

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
    Comparer::new(a).compare(b, kind)
}

/// A name that is compared with many: what it takes to do so is made once.
///
/// ```
/// use whosaid_names::{Comparer, Name};
/// use whosaid_text::EntityType;
///
/// let (name, near, far) = (Name::new("Yunusbek"), Name::new("Yunus-bek"), Name::new("Osh"));
/// let parts = name.parts();
/// let comparer = Comparer::new(&parts);
/// let found = comparer.compare_from(&near.parts(), EntityType::LOC, 0.9);
/// assert_eq!(found, Some(comparer.compare(&near.parts(), EntityType::LOC)));
/// assert_eq!(comparer.compare_from(&far.parts(), EntityType::LOC, 0.9), None);
/// ```
#[derive(Debug)]
pub struct Comparer<'a> {
    parts: &'a [Part<'a>],
    styles: StyleSet,
    extent: OnceCell<Extent>,
    joined: OnceCell<Vec<Joined>>,
}

impl<'a> Comparer<'a> {
    /// For comparisons with the name of these words.
    pub fn new(parts: &'a [Part<'a>]) -> Self {
        Self {
            parts,
            styles: common_styles(parts),
            extent: OnceCell::new(),
            joined: OnceCell::new(),
        }
    }

    /// [`compare`] with the name of these words.
    pub fn compare(&self, other: &[Part<'_>], kind: EntityType) -> Comparison {
        let different = Comparison::new(0.0, Reason::DIFFERENT);
        self.compare_from(other, kind, 0.0).unwrap_or(different)
    }

    /// The same where the score is `least` or more, in less time: most names that are worth comparing are soon seen to
    /// be unlike. `None` where the score is less.
    pub fn compare_from(&self, other: &[Part<'_>], kind: EntityType, least: f32) -> Option<Comparison> {
        let found = self.compare_until(other, kind, least);
        found.filter(|found| found.score >= least)
    }

    /// `None` if the score is less than `least` for certain.
    fn compare_until(&self, b: &[Part<'_>], kind: EntityType, least: f32) -> Option<Comparison> {
        let a = self.parts;
        if a.is_empty() || b.is_empty() {
            return Some(Comparison::new(0.0, Reason::DIFFERENT));
        }
        let same = |(one, two): (&Part<'_>, &Part<'_>)| {
            one.word.text_bytes() == two.word.text_bytes() && one.role == two.role
        };
        if a.len() == b.len() && a.iter().zip(b).all(same) {
            return Some(Comparison::new(1.0, Reason::SPELLING));
        }
        let styles = (self.styles, common_styles(b));
        let by_words = if kind == EntityType::PER {
            person::compare(a, b, styles, least)
        } else if kind == EntityType::LOC {
            place::compare(a, b, styles, least)
        } else {
            organisation::compare(a, b, styles, least)
        };
        let last = |by_words: Comparison| by_words.is_same() || by_words.reason.has(Reason::GENDER);
        if a.len() == b.len() || by_words.is_some_and(last) {
            return by_words;
        }
        match (self.together(b, styles.1, least), by_words) {
            // Word by word they may be a man and a woman.
            (Some(_), None) => self.compare_until(b, kind, 0.0),
            (Some(score), Some(by_words)) if score > by_words.score => {
                Some(Comparison::new(score, Reason::JOINED.and(sounds(score))))
            }
            (_, by_words) => by_words,
        }
    }

    /// Compares two names as if each were one word: Yunus-bek and Yunusbek. `None` if they are unlike, or their score is
    /// less than `least`.
    fn together(&self, b: &[Part<'_>], styles: StyleSet, least: f32) -> Option<f32> {
        const STRICT: Leniency = Leniency {
            final_vowel: 45,
            final_s: 100,
            final_swap: 100,
            initial: 25,
        };
        let extent = self.extent.get_or_init(|| Extent::of(self.parts, self.styles));
        if !extent.may_meet(&Extent::of(b, styles)) {
            return None;
        }
        let one = self.joined.get_or_init(|| joined(self.parts, self.styles));
        let two = joined(b, styles);
        let mut best: Option<f32> = None;
        for a in one {
            for b in two
                .iter()
                .filter(|b| align::may_meet(a.as_reading(), b.as_reading()))
            {
                let budget = 15 + 2 * (a.phones.len() + b.phones.len()) as u16;
                let share = ((0.97 - least) / 0.17).clamp(0.0, 1.0);
                let limit = budget.min((f32::from(budget) * share) as u16 + 1);
                let cost = align::within(a.as_reading(), b.as_reading(), STRICT, limit);
                if cost <= limit {
                    let score = 0.97 - 0.17 * f32::from(cost) / f32::from(budget);
                    best = Some(best.map_or(score, |best| best.max(score)));
                }
            }
        }
        best
    }
}

/// What is known of a whole name before it is read in one style: how many sounds it has, and classes of consonants that it
/// has in each and in any style.
#[derive(Debug)]
struct Extent {
    shortest: usize,
    longest: usize,
    always: u8,
    ever: u8,
    abjad: bool,
}

impl Extent {
    fn of(parts: &[Part<'_>], styles: StyleSet) -> Self {
        let mut extent = Self {
            shortest: 0,
            longest: 0,
            always: 0,
            ever: 0,
            abjad: styles & *ABJADS != 0,
        };
        for part in parts.iter().filter(|part| part.role != Role::Article) {
            let (mut shortest, mut longest, mut always, mut ever) = (usize::MAX, 0, u8::MAX, 0);
            for reading in part.word.readings() {
                shortest = shortest.min(reading.phones.len());
                longest = longest.max(reading.phones.len());
                always &= reading.classes;
                ever |= reading.classes;
            }
            if longest > 0 {
                // Where two words meet, a sound may be lost.
                extent.shortest += shortest - usize::from(extent.longest > 0);
                extent.longest += longest;
                extent.always |= always;
                extent.ever |= ever;
            }
        }
        extent
    }

    /// False if no readings of the two can [`align::may_meet`].
    fn may_meet(&self, other: &Self) -> bool {
        // What is longer is cut.
        if self.longest > MAX_PHONES || other.longest > MAX_PHONES {
            return true;
        }
        let apart =
            (self.shortest.saturating_sub(other.longest)).max(other.shortest.saturating_sub(self.longest));
        let classes = self.always & !other.ever | other.always & !self.ever;
        align::are_near(classes, apart, self.abjad || other.abjad)
    }
}

/// Styles that do not write vowels.
static ABJADS: LazyLock<StyleSet> = LazyLock::new(|| {
    let styles = STYLES.iter().enumerate();
    styles.fold(0, |set, (index, style)| {
        set | StyleSet::from(style.abjad) << index
    })
});

/// Names of which a word has no counterpart score no more than this.
pub(crate) const UNLIKE: f32 = 0.7;

/// The reason for a score of sounds alone.
pub(crate) fn sounds(score: f32) -> Reason {
    if score >= 0.96 {
        Reason::SOUND
    } else {
        Reason::NEAR
    }
}

/// A whole name read in one style.
#[derive(Debug)]
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
        let mut phones: Vec<Phone> = Vec::with_capacity(MAX_PHONES);
        let mut classes = 0;
        for readings in &words {
            let reading = readings[own(readings)];
            classes |= reading.classes;
            for phone in reading.phones {
                if phones.last() != Some(phone) && phones.len() < MAX_PHONES {
                    phones.push(*phone);
                }
            }
        }
        if !phones.is_empty() && all.iter().all(|other| other.phones != phones) {
            let abjad = STYLES[index].abjad;
            let lacks = align::lacks(&phones).collect();
            if phones.len() == MAX_PHONES {
                // Something may be cut.
                classes = crate::phone::classes(&phones);
            }
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
