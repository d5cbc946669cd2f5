use crate::phone::{COSTS, Phone, is_short_vowel, is_vowel};
use crate::style::{MAX_PHONES, StyleSet, doubt};
use crate::word::{Reading, Word};

/// Two readings of one name differ by at most so many classes of consonants: more would be over any budget.
const MAX_CLASSES: u32 = 2;

/// Two readings of one name differ by at most so many sounds in length, where vowels are written.
const MAX_APART: usize = 4;

/// What two words cost as spellings of one, in hundredths of a consonant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alignment {
    pub(crate) cost: u16,
    /// What may be spent on words of this length.
    pub(crate) budget: u16,
}

/// What an alignment forgives, beyond sounds that styles confuse.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leniency {
    /// Cost of a vowel that only one of the two ends in.
    pub(crate) final_vowel: u16,
    /// Cost of two names that end in different vowels, if that is less than usual.
    pub(crate) final_swap: u16,
    /// Cost of an s that only one of the two ends in.
    pub(crate) final_s: u16,
    /// Further cost of another consonant at the beginning.
    pub(crate) initial: u16,
}

impl Alignment {
    /// From 1 (the same sounds) to 0; at .8 the budget is spent.
    pub(crate) fn score(self) -> f32 {
        (1.0 - 0.2 * f32::from(self.cost) / f32::from(self.budget.max(1))).max(0.0)
    }

    pub(crate) fn within_budget(self) -> bool {
        self.cost <= self.budget
    }
}

/// The budget of two readings. What a script leaves unwritten is no evidence.
fn budget(a: Reading<'_>, b: Reading<'_>) -> u16 {
    let sounds = match (a.abjad, b.abjad) {
        (true, false) => 2 * a.phones.len(),
        (false, true) => 2 * b.phones.len(),
        _ => a.phones.len() + b.phones.len(),
    };
    (25 + 3 * sounds) as u16
}

/// Compares two words in all readings that `styles` allow each, and keeps the cheapest.
pub(crate) fn words(a: (Word<'_>, StyleSet), b: (Word<'_>, StyleSet), leniency: Leniency) -> Alignment {
    let mut best = Alignment {
        cost: 1000,
        budget: 100,
    };
    if a.0.text_bytes() == b.0.text_bytes() {
        return Alignment { cost: 0, ..best };
    }
    // Doubt is what a reading needs beyond the likeliest style of its name.
    let least = doubt(a.1) + doubt(b.1);
    for one in a.0.readings().filter(|reading| reading.styles & a.1 != 0) {
        for two in b.0.readings().filter(|reading| reading.styles & b.1 != 0) {
            if !may_meet(one, two) {
                continue;
            }
            let budget = budget(one, two);
            let limit = best.cost.min(budget + budget / 3);
            let extra = (doubt(one.styles & a.1) + doubt(two.styles & b.1)).saturating_sub(least);
            if extra > limit {
                continue;
            }
            let cost = extra + readings(one, two, leniency, limit - extra);
            if cost < best.cost {
                best = Alignment { cost, budget };
                if cost == 0 {
                    return best;
                }
            }
        }
    }
    best
}

/// False for two readings that are over any budget, by their consonants and their length.
#[inline]
pub(crate) fn may_meet(one: Reading<'_>, two: Reading<'_>) -> bool {
    let apart = one.phones.len().abs_diff(two.phones.len());
    are_near(one.classes ^ two.classes, apart, one.abjad || two.abjad)
}

/// The same of readings that differ by these classes of consonants and by so many sounds in length; if one of the two is of
/// an `abjad`, its length says nothing.
#[inline]
pub(crate) fn are_near(classes: u8, apart: usize, abjad: bool) -> bool {
    classes.count_ones() <= MAX_CLASSES && (apart <= MAX_APART || abjad)
}

/// True if two readings, or readings that differ from them by no consonant, may be within [`words`]' budget.
pub(crate) fn may_fit(one: Reading<'_>, two: Reading<'_>, leniency: Leniency) -> bool {
    if !may_meet(one, two) {
        return false;
    }
    let budget = budget(one, two);
    let limit = budget + budget / 3 + 20;
    within(one, two, leniency, limit) <= limit
}

const ROW: usize = MAX_PHONES + 1;

/// Weighted edit distance of two readings; stops where it is sure to exceed `limit`.
pub(crate) fn readings(a: Reading<'_>, b: Reading<'_>, leniency: Leniency, limit: u16) -> u16 {
    let (one, two) = (a.phones, b.phones);
    let costs = &*COSTS;
    let mut row = [0u16; ROW];
    let mut gone = [0u16; ROW];
    let mut own = [0u16; ROW];
    let width = two.len().min(MAX_PHONES);
    let height = one.len().min(MAX_PHONES);
    lacking(a, b.abjad, leniency, &mut own[..height]);
    lacking(b, a.abjad, leniency, &mut gone[..width]);
    for j in 0..width {
        row[j + 1] = row[j] + gone[j];
    }
    if width == 0 || height == 0 {
        return row[width] + own[..height].iter().sum::<u16>();
    }
    let (two, gone) = (&two[..width], &gone[..width]);
    for (i, phone) in one[..height].iter().enumerate() {
        let own = own[i];
        let swaps = costs.row(*phone);
        let mut diagonal = row[0];
        let mut left = diagonal + own;
        row[0] = left;
        let mut least = left;
        let first = swaps.with(two[0]);
        let unlike = i == 0 && first > if is_vowel(two[0]) { 45 } else { 20 };
        // What is added to the first cell.
        let mut initial = if unlike { leniency.initial } else { 0 };
        let cells = row[1..=width].iter_mut().zip(two).zip(gone);
        let mut corner = diagonal;
        for ((cell, other), gone) in cells {
            let above = *cell;
            corner = diagonal;
            let swap = swaps.with(*other) + initial;
            initial = 0;
            left = (diagonal + swap).min(above + own).min(left + gone);
            diagonal = above;
            *cell = left;
            least = least.min(left);
        }
        if i + 1 == height && is_open(*phone) && is_open(two[width - 1]) {
            left = left.min(corner + leniency.final_swap);
            row[width] = left;
            least = least.min(left);
        }
        if least > limit {
            return limit + 1;
        }
    }
    row[width]
}

/// The same where it is no more than `limit`; else `limit` and one more. Only what can be within it is computed (E. Ukkonen,
/// Algorithms for approximate string matching, 1985).
pub(crate) fn within(a: Reading<'_>, b: Reading<'_>, leniency: Leniency, limit: u16) -> u16 {
    let costs = &*COSTS;
    let over = limit + 1;
    let mut row = [over; ROW];
    let mut gone = [0u16; ROW];
    let mut own = [0u16; ROW];
    let width = b.phones.len().min(MAX_PHONES);
    let height = a.phones.len().min(MAX_PHONES);
    if width == 0 || height == 0 {
        return readings(a, b, leniency, limit).min(over);
    }
    let (one, two) = (&a.phones[..height], &b.phones[..width]);
    lacking(a, b.abjad, leniency, &mut own[..height]);
    lacking(b, a.abjad, leniency, &mut gone[..width]);
    let gone = &gone[..width];
    row[0] = 0;
    // No column of the row above is within the limit but, perhaps, these and those between; others hold `over`.
    let (mut low, mut high) = (0, 0);
    while high < width && row[high] + gone[high] <= limit {
        row[high + 1] = row[high] + gone[high];
        high += 1;
    }
    for (i, (phone, own)) in one.iter().zip(&own).enumerate() {
        let swaps = costs.row(*phone);
        let mut diagonal = row[low];
        let mut left = over.min(diagonal + own);
        row[low] = left;
        let unlike = i == 0 && swaps.with(two[0]) > if is_vowel(two[0]) { 45 } else { 20 };
        // What is added to the first cell.
        let mut initial = if unlike { leniency.initial } else { 0 };
        let end = width.min(high + 1);
        let mut corner = over;
        let cells = row[low + 1..=end]
            .iter_mut()
            .zip(&two[low..end])
            .zip(&gone[low..end]);
        for ((cell, other), gone) in cells {
            let above = *cell;
            corner = diagonal;
            left = (diagonal + swaps.with(*other) + initial)
                .min(above + own)
                .min(left + gone)
                .min(over);
            initial = 0;
            diagonal = above;
            *cell = left;
        }
        high = end;
        while high < width && left + gone[high] <= limit {
            left += gone[high];
            high += 1;
            row[high] = left;
        }
        if i + 1 == height {
            // Where the last column was not reached from the one before, that one is over the limit.
            let vowels = end == width && is_open(*phone) && is_open(two[width - 1]);
            let swap = if vowels {
                corner + leniency.final_swap
            } else {
                over
            };
            return row[width].min(swap).min(over);
        }
        while high > low && row[high] > limit {
            high -= 1;
        }
        while high > low && row[low] > limit {
            low += 1;
        }
        if row[high] > limit {
            break;
        }
    }
    over
}

/// What it costs that another reading lacks the sounds of `phones`, one by one, in hundredths.
pub(crate) fn lacks(phones: &[Phone]) -> impl Iterator<Item = u8> + '_ {
    phones.iter().enumerate().map(|(at, phone)| {
        let glide = *phone == b'i' && at + 2 < phones.len() && is_short_vowel(phones[at + 1]);
        if glide { GLIDE } else { COSTS.lack(*phone) }
    })
}

/// An i before a vowel inside a word is a glide, more or less.
const GLIDE: u8 = 15;

const FINAL_O: u16 = 70;

/// A vowel that languages add and take away at the end of a name.
#[inline]
fn is_open(phone: Phone) -> bool {
    matches!(phone, b'a' | b'e' | b'i' | b'I' | b'A')
}

/// What it costs that another reading lacks the sounds of this one, as far as that depends on the two.
#[inline]
fn lacking(reading: Reading<'_>, other_abjad: bool, leniency: Leniency, costs: &mut [u16]) {
    for ((cost, lack), phone) in costs.iter_mut().zip(reading.lacks).zip(reading.phones) {
        *cost = if other_abjad && is_short_vowel(*phone) {
            6
        } else {
            u16::from(*lack)
        };
    }
    let [before @ .., last] = costs else { return };
    let phone = reading.phones[before.len()];
    if before.is_empty() || before.len() + 1 < reading.phones.len() {
        return;
    }
    *last = match phone {
        // At the end of a word even scripts without vowels write most of them.
        b'a' | b'e' | b'A' if other_abjad => 10,
        _ if other_abjad && is_short_vowel(phone) => 40,
        _ if is_open(phone) => leniency.final_vowel.min(*last),
        // Petrov and Petrovo are two places.
        b'o' => FINAL_O,
        b's' => leniency.final_s,
        _ => *last,
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sounds() -> impl Strategy<Value = Vec<Phone>> {
        let all = b"aeiouAEIOUWY8bpdtkgmnlrszSZhxwvyfcC";
        proptest::collection::vec((0..all.len()).prop_map(|at| all[at]), 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_is_within_a_limit_is_the_same(
            a in sounds(),
            b in sounds(),
            abjads in (any::<bool>(), any::<bool>()),
            limit in 0u16..400,
            last in 0u16..100,
        ) {
            let leniency = Leniency { final_vowel: last, final_s: 100 - last, final_swap: last, initial: last / 2 };
            let lacks_of = |phones: &[Phone]| lacks(phones).collect::<Vec<u8>>();
            let (one, two) = (lacks_of(&a), lacks_of(&b));
            let read = |phones, lacks, abjad| Reading { styles: 1, phones, lacks, classes: 0, abjad };
            let (a, b) = (read(&a, &one, abjads.0), read(&b, &two, abjads.1));
            let whole = readings(a, b, leniency, u16::MAX / 2);
            prop_assert_eq!(within(a, b, leniency, limit), whole.min(limit + 1));
        }
    }
}
