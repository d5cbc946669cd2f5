use crate::phone::{COSTS, Phone, is_short_vowel, is_vowel};
use crate::style::{MAX_PHONES, StyleSet, doubt};
use crate::word::{Reading, Word};

/// Two readings of one name differ by at most so many classes of consonants: more would be over any budget.
const MAX_CLASSES: u32 = 2;

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
            if (one.classes ^ two.classes).count_ones() > MAX_CLASSES {
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

const ROW: usize = MAX_PHONES + 1;

/// Weighted edit distance of two readings; stops where it is sure to exceed `limit`.
pub(crate) fn readings(a: Reading<'_>, b: Reading<'_>, leniency: Leniency, limit: u16) -> u16 {
    let (one, two) = (a.phones, b.phones);
    let costs = &*COSTS;
    let mut row = [0u16; ROW];
    let mut gone = [0u16; ROW];
    let width = two.len().min(MAX_PHONES);
    for j in 0..width {
        gone[j] = lacking(two, j, a.abjad, leniency);
        row[j + 1] = row[j] + gone[j];
    }
    for i in 0..one.len() {
        let own = lacking(one, i, b.abjad, leniency);
        let mut diagonal = row[0];
        row[0] += own;
        let mut left = row[0];
        let mut least = left;
        let swaps = costs.row(one[i]);
        for (j, phone) in two[..width].iter().enumerate() {
            let mut swap = swaps.with(*phone);
            if i == 0 && j == 0 && swap > 20 && !is_vowel(*phone) {
                swap += leniency.initial;
            }
            let above = row[j + 1];
            left = (diagonal + swap).min(above + own).min(left + gone[j]);
            diagonal = above;
            row[j + 1] = left;
            least = least.min(left);
        }
        if least > limit {
            return limit + 1;
        }
    }
    row[width]
}

/// What it costs that the other reading lacks the sound at `at`.
#[inline]
fn lacking(phones: &[Phone], at: usize, other_abjad: bool, leniency: Leniency) -> u16 {
    let phone = phones[at];
    let last = at > 0 && at + 1 == phones.len();
    let vowel = is_short_vowel(phone);
    if other_abjad && vowel {
        // At the end of a word even those scripts write most vowels.
        if last { 18 } else { 6 }
    } else if last && matches!(phone, b'a' | b'e' | b'i' | b'I' | b'A') {
        leniency.final_vowel.min(COSTS.lack(phone))
    } else if phone == b'i' && phones.get(at + 1).is_some_and(|next| is_short_vowel(*next)) {
        // A glide, more or less.
        15
    } else if last && phone == b's' {
        leniency.final_s
    } else {
        COSTS.lack(phone)
    }
}
