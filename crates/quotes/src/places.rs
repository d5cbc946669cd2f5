//! What the search asks of many items of a unit in a row, as sets of bits: it then asks it of all of them at once.

use crate::classes::Classes;
use crate::cue::NONE;
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::units::LONGEST;

/// A set of items of one unit, by their place in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits([u64; LENGTH]);

/// One more than the items of the longest unit need, so that 64 bits can be read at any place.
const LENGTH: usize = LONGEST.div_ceil(64) + 1;

impl Bits {
    #[inline]
    pub(crate) fn put(&mut self, place: usize, bit: bool) {
        self.0[place / 64] |= u64::from(bit) << (place % 64);
    }

    #[inline]
    pub(crate) fn set(&mut self, place: usize, bit: bool) {
        self.0[place / 64] &= !(1 << (place % 64));
        self.put(place, bit);
    }

    /// The 64 bits from `place` on.
    #[inline]
    fn window(&self, place: usize) -> u64 {
        let (word, bit) = (place / 64, place % 64);
        let next = self.0.get(word + 1).copied().unwrap_or(0);
        self.0[word] >> bit | next << 1 << (63 - bit)
    }

    /// The bits from `start` up to, not including, `end`, 64 at most, the first one lowest.
    #[inline]
    fn between(&self, start: usize, end: usize) -> u64 {
        if start >= end {
            return 0;
        }
        self.window(start) & (u64::MAX >> (64 - (end - start).min(64)))
    }

    /// The members below `end`, in order.
    #[inline]
    pub(crate) fn members(&self, end: usize) -> Among<'_> {
        Among::new(self, 0, (0, end))
    }
}

/// What the end of a clause depends on, for all items of a unit.
#[derive(Debug)]
pub(crate) struct Places {
    /// First item of the unit; `usize::MAX` before there is any.
    start: usize,
    /// Items that may end a clause, or change what a later one may do. All others are passed over.
    ends: Bits,
    finite: Bits,
    commas: Bits,
    /// Finite verbs that report.
    reporting: Bits,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            start: usize::MAX,
            ends: Bits::default(),
            finite: Bits::default(),
            commas: Bits::default(),
            reporting: Bits::default(),
        }
    }
}

/// Words before which a clause may end, or that go on with another one.
const ENDING: Classes = Classes::COORDINATOR
    .with(Classes::SUBORDINATOR)
    .with(Classes::RELATIVE)
    .with(Classes::WEEKDAY)
    .with(Classes::PREPOSITION)
    .with(Classes::AUXILIARY)
    .with(Classes::AND);

impl Places {
    /// Looks at the items of the unit `start..end`, if it has not yet.
    pub(crate) fn look(&mut self, items: &[Item], (start, end): (usize, usize)) {
        if self.start == start {
            return;
        }
        *self = Self {
            start,
            ..Self::default()
        };
        let mut after_quote = false;
        for (word, items) in items[start..end].chunks(64).enumerate() {
            let (mut ends, mut finite, mut commas, mut reporting) = (0, 0, 0, 0);
            for (place, item) in items.iter().enumerate() {
                let reports = item.verb != NONE;
                let mark = matches!(
                    item.shape,
                    Shape::Comma
                        | Shape::Dash
                        | Shape::Semicolon
                        | Shape::Stop
                        | Shape::Open
                        | Shape::Close
                        | Shape::Colon
                        | Shape::Quote
                );
                let end = mark
                    | item.is(ENDING)
                    | item.finite()
                    | (reports & item.forms.any(Forms::ING))
                    | after_quote;
                ends |= u64::from(end) << place;
                finite |= u64::from(item.finite()) << place;
                commas |= u64::from(item.shape == Shape::Comma) << place;
                reporting |= u64::from(reports & item.finite()) << place;
                after_quote = item.shape == Shape::Quote;
            }
            self.ends.0[word] = ends;
            self.finite.0[word] = finite;
            self.commas.0[word] = commas;
            self.reporting.0[word] = reporting;
        }
    }

    /// Items of `start..end` that may end a clause.
    #[inline]
    pub(crate) fn ends(&self, start: usize, end: usize) -> Among<'_> {
        Among::new(&self.ends, self.start, (start, end))
    }

    /// Commas of `start..end`.
    #[inline]
    pub(crate) fn commas(&self, start: usize, end: usize) -> Among<'_> {
        Among::new(&self.commas, self.start, (start, end))
    }

    /// True if one of the items `start..end`, 64 at most, is a finite verb.
    #[inline]
    pub(crate) fn has_finite(&self, start: usize, end: usize) -> bool {
        self.of(&self.finite, start, end) != 0
    }

    /// The same, before the first comma among them.
    #[inline]
    pub(crate) fn has_finite_before_comma(&self, start: usize, end: usize) -> bool {
        let comma = self.of(&self.commas, start, end);
        let before = (comma & comma.wrapping_neg()).wrapping_sub(1);
        self.of(&self.finite, start, end) & before != 0
    }

    /// True if one of the items `start..end`, 64 at most, is a finite verb that reports.
    #[inline]
    pub(crate) fn has_report(&self, start: usize, end: usize) -> bool {
        self.of(&self.reporting, start, end) != 0
    }

    /// Bits of the items `start..end`, 64 at most, from the lowest one on.
    #[inline]
    fn of(&self, bits: &Bits, start: usize, end: usize) -> u64 {
        bits.between(start - self.start, end.saturating_sub(self.start))
    }
}

/// Walks over the members of a set between two items.
pub(crate) struct Among<'b> {
    bits: &'b Bits,
    /// First item of the unit.
    first: usize,
    /// Those of the 64 items from `start` on that are left.
    rest: u64,
    start: usize,
    end: usize,
}

impl<'b> Among<'b> {
    #[inline]
    fn new(bits: &'b Bits, first: usize, (start, end): (usize, usize)) -> Self {
        Self {
            bits,
            first,
            rest: bits.between(start - first, end.saturating_sub(first)),
            start,
            end,
        }
    }
}

impl Iterator for Among<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.rest == 0 {
            self.start += 64;
            if self.start >= self.end {
                return None;
            }
            self.rest = self.bits.between(self.start - self.first, self.end - self.first);
        }
        let at = self.start + self.rest.trailing_zeros() as usize;
        self.rest &= self.rest - 1;
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_members_across_words() {
        let mut bits = Bits::default();
        let members = [0, 3, 63, 64, 130, 131, LONGEST - 1];
        for place in members {
            bits.put(place, true);
        }
        assert_eq!(bits.members(LONGEST).collect::<Vec<_>>(), members);
        for (start, end) in [(0, LONGEST), (3, 64), (4, 63), (65, 130), (64, 132), (7, 7)] {
            let among = Among::new(&bits, 100, (100 + start, 100 + end));
            let inside = members.into_iter().filter(|at| (start..end).contains(at));
            assert_eq!(
                among.collect::<Vec<_>>(),
                inside.map(|at| at + 100).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_comma_hides_what_stands_behind_it() {
        let mut places = Places {
            start: 10,
            ..Places::default()
        };
        places.finite.put(5, true);
        places.commas.put(4, true);
        assert!(places.has_finite(10, 16) && !places.has_finite(10, 15) && !places.has_finite(16, 16));
        assert!(places.has_finite_before_comma(15, 16) && !places.has_finite_before_comma(12, 16));
    }
}
