use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

/// Not a date that exists, or not written as `2023`, `2023-09` or `2023-09-21`; or a period that ends before it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError {
    text: String,
    ends_before: bool,
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ends_before {
            false => write!(f, "not a date (2023-09-21): {:?}", self.text),
            true => write!(f, "ends before it begins: {:?}", self.text),
        }
    }
}

impl std::error::Error for ParseDateError {}

impl Date {
    /// A day, if the calendar has it.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        (1..=days(year, month))
            .contains(&day)
            .then_some(Self { year, month, day })
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1 January 1970 (after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    pub fn days_since_1970(self) -> i32 {
        let (year, month) = (i32::from(self.year), i32::from(self.month));
        // A year that begins in March ends with the day that it may lack.
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

fn days(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    /// Reads `2023-09-21`.
    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        match parts(text) {
            Some((year, Some(month), Some(day))) => Date::new(year, month, day),
            _ => None,
        }
        .ok_or_else(|| ParseDateError {
            text: text.to_owned(),
            ends_before: false,
        })
    }
}

fn parts(text: &str) -> Option<(i16, Option<u8>, Option<u8>)> {
    let digits = |part: &str, length: usize| {
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())
            .flatten()
    };
    let mut pieces = text.split('-');
    let year = digits(pieces.next()?, 4)?;
    let mut two = || match pieces.next() {
        Some(piece) => digits(piece, 2).map(|number| Some(number as u8)),
        None => Some(None),
    };
    let (month, day) = (two()?, two()?);
    pieces.next().is_none().then_some((year, month, day))
}

/// From one day to another, both included; either may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day, if known.
    pub from: Option<Date>,
    /// Last day, if it has ended.
    pub to: Option<Date>,
}

impl Period {
    /// True if the day lies in the period.
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// That day alone.
    pub fn day(day: Date) -> Self {
        Self {
            from: Some(day),
            to: Some(day),
        }
    }

    /// The whole year; `None` for a year that no date can have.
    pub fn year(year: i16) -> Option<Self> {
        Some(Self {
            from: Some(Date::new(year, 1, 1)?),
            to: Some(Date::new(year, 12, 31)?),
        })
    }

    /// True if some day lies in both.
    pub fn overlaps(self, other: Period) -> bool {
        let before =
            |one: Option<Date>, two: Option<Date>| matches!((one, two), (Some(one), Some(two)) if one < two);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

impl FromStr for Period {
    type Err = ParseDateError;

    /// Reads `2003-10-31..2018-04-09`, `2003-10..`, `..2018`, `2020` (that whole year).
    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let fault = |ends_before| ParseDateError {
            text: text.to_owned(),
            ends_before,
        };
        let error = || fault(false);
        let edge = |side: &str, last: bool| {
            if side.is_empty() {
                return Some(None);
            }
            let (year, month, day) = parts(side)?;
            let month = month.unwrap_or(if last { 12 } else { 1 });
            let day = day.unwrap_or_else(|| if last { days(year, month) } else { 1 });
            Date::new(year, month, day).map(Some)
        };
        let period = Period {
            from: edge(from, false).ok_or_else(error)?,
            to: edge(to, true).ok_or_else(error)?,
        };
        match (period.from, period.to) {
            (Some(from), Some(to)) if to < from => Err(fault(true)),
            _ => Ok(period),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_that_ends_before_it_begins_says_so() {
        let told = |text: &str| text.parse::<Period>().unwrap_err().to_string();
        assert_eq!(told("2020..2019"), "ends before it begins: \"2020..2019\"");
        assert_eq!(told("2020..soon"), "not a date (2023-09-21): \"2020..soon\"");
    }

    #[test]
    fn reads_days_that_exist() {
        assert_eq!("2024-02-29".parse::<Date>().unwrap().to_string(), "2024-02-29");
        for wrong in [
            "2023-02-29",
            "2023-13-01",
            "2023-9-1",
            "2023-09",
            "21.09.2023",
            "2023-09-21T",
            "+023-09-21",
        ] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn counts_days() {
        let days = |text: &str| text.parse::<Date>().unwrap().days_since_1970();
        assert_eq!(days("1970-01-01"), 0);
        assert_eq!(days("1969-12-31"), -1);
        assert_eq!(days("2000-02-29"), 11_016);
        assert_eq!(days("2023-09-21"), 19_621);
        assert_eq!(days("1600-03-01") - days("1600-02-28"), 2);
    }

    #[test]
    fn periods_hold_their_edges() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let period = "2018..2020-06".parse::<Period>().unwrap();
        assert!(period.contains(day("2018-01-01")) && period.contains(day("2020-06-30")));
        assert!(!period.contains(day("2020-07-01")));
        assert!(
            "2003-10-31.."
                .parse::<Period>()
                .unwrap()
                .contains(day("2026-01-01"))
        );
        assert!("..2003".parse::<Period>().unwrap().contains(day("2003-12-31")));
        assert!("2021..2020".parse::<Period>().is_err());
        let day = Period::day(day("2020-06-30"));
        assert!(day.overlaps(period) && period.overlaps(day) && Period::default().overlaps(day));
        assert!(!Period::year(2017).unwrap().overlaps(period) && Period::year(2020).unwrap().overlaps(day));
    }
}
