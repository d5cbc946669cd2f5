use std::ops::Range;
use std::sync::OnceLock;

use whosaid_text::{Date, WordMap, hash_word};

use crate::DateOrder;
use crate::calendar::date;

const MONTHS: &str = include_str!("../data/months.csv");

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    /// Its bytes.
    pub(crate) place: Range<usize>,
    /// The day.
    pub(crate) date: Date,
    /// Written with the year first, as machines do.
    pub(crate) iso: bool,
}

/// Every full date of a text in text order: `2023-09-21`, `2023/9/21`, `20230921`, `21.09.2023`, `9/21/2023` (if only
/// one reading gives a date, or `order` tells which one is meant), `21 September 2023`, `September 21st, 2023`, `21 de septiembre de 2023`, `2023年9月21日`.
pub(crate) fn dates(text: &str, order: Option<DateOrder>) -> impl Iterator<Item = Dated> {
    // Most texts begin without a year: they are not taken to pieces.
    let pieces = if has_year(text) { pieces(text) } else { Vec::new() };
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < pieces.len() {
            let rest = &pieces[at..];
            if let Some((used, date, iso)) = figures(rest, order).or_else(|| words(rest)) {
                let place = rest[0].start..rest[used - 1].end;
                at += used;
                return Some(Dated { place, date, iso });
            }
            at += 1;
        }
        None
    })
}

/// A run of digits, a run of letters, or one other character; white space parts them.
#[derive(Debug)]
struct Piece {
    start: usize,
    end: usize,
    kind: PieceKind,
    /// Nothing stands between it and the piece before.
    joined: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PieceKind {
    Number {
        value: i64,
        digits: usize,
    },
    Month(i64),
    /// "de", "of": may stand inside a date.
    Link,
    /// "st", "th", "го": may stand right after the day.
    Ordinal,
    Word,
    Sign(char),
}

/// True if four digits or more stand side by side: no form of a date goes without them.
fn has_year(text: &str) -> bool {
    let mut digits = 0;
    text.bytes().any(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits == 4
    })
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let same: fn(char) -> bool = match c {
            '0'..='9' => |c| c.is_ascii_digit(),
            // Han characters are words of their own here: 2023年9月21日.
            c if c.is_alphabetic() && !is_han(c) => |c| c.is_alphabetic() && !is_han(c),
            _ => |_| false,
        };
        while let Some((at, next)) = chars.next_if(|(_, next)| same(*next)) {
            end = at + next.len_utf8();
        }
        let run = &text[start..end];
        let kind = match c {
            '0'..='9' => PieceKind::Number {
                // A longer run is no part of a date.
                value: run.parse().unwrap_or(-1),
                digits: run.len(),
            },
            c if c.is_alphabetic() && !is_han(c) => word(run),
            c => PieceKind::Sign(c),
        };
        pieces.push(Piece {
            start,
            end,
            kind,
            joined: pieces.last().is_some_and(|last| last.end == start),
        });
    }
    pieces
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn word(word: &str) -> PieceKind {
    static NAMES: OnceLock<WordMap<i64>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        whosaid_text::entries(MONTHS)
            .filter_map(|line| {
                let mut cells = line.split(',').skip(1);
                let month = cells.next()?.parse().ok()?;
                Some((hash_word(cells.next()?), month))
            })
            .collect()
    });
    match names.get(&hash_word(word)) {
        Some(month) => PieceKind::Month(*month),
        None if matches!(word, "de" | "del" | "of" | "di") => PieceKind::Link,
        None if matches!(word, "st" | "nd" | "rd" | "th" | "er" | "го" | "е") => PieceKind::Ordinal,
        None => PieceKind::Word,
    }
}

/// A date that begins here and is written in figures: number of its pieces, the day, whether the year comes first.
fn figures(pieces: &[Piece], order: Option<DateOrder>) -> Option<(usize, Date, bool)> {
    let number = |at: usize| match pieces.get(at)?.kind {
        PieceKind::Number { value, digits } => Some((value, digits)),
        _ => None,
    };
    let (first, digits) = number(0)?;
    // 7/2023-09-21 or 1.21.09.2023 are something else.
    if pieces[0].joined {
        return None;
    }
    if digits == 8 {
        return Some((1, date(first / 10_000, first / 100 % 100, first % 100)?, true));
    }
    let sign = |at: usize| match pieces.get(at)?.kind {
        PieceKind::Sign(sign) if pieces[at].joined && pieces.get(at + 1)?.joined => Some(sign),
        _ => None,
    };
    if (sign(1), pieces.get(3).map(|piece| piece.kind)) == (Some('年'), Some(PieceKind::Sign('月'))) {
        return Some((5, date(first, number(2)?.0, number(4)?.0)?, true));
    }
    let separator = sign(1).filter(|sign| matches!(sign, '-' | '/' | '.') && self::pair(*sign, pieces))?;
    let ((second, _), (third, last_digits)) = (number(2)?, number(4)?);
    // 1.2.3.4 is an address or a version.
    let goes_on = pieces
        .get(5)
        .is_some_and(|piece| piece.kind == PieceKind::Sign(separator) && piece.joined)
        && pieces.get(6).is_some_and(|piece| piece.joined);
    match (digits, last_digits) {
        _ if goes_on => None,
        (4, 1..=2) => Some((5, date(first, second, third)?, true)),
        (1..=2, 4) => {
            let day_first = date(third, second, first);
            let month_first = (separator != '.').then(|| date(third, first, second)).flatten();
            let day = match (day_first, month_first) {
                (Some(day), Some(other)) if day != other => match order? {
                    DateOrder::DayFirst => day,
                    DateOrder::MonthFirst => other,
                },
                (day, other) => day.or(other)?,
            };
            Some((5, day, false))
        }
        _ => None,
    }
}

/// True if the second separator of a date is the first one again.
fn pair(separator: char, pieces: &[Piece]) -> bool {
    pieces
        .get(3)
        .is_some_and(|piece| piece.kind == PieceKind::Sign(separator) && piece.joined)
}

/// A date that begins here and names the month.
fn words(pieces: &[Piece]) -> Option<(usize, Date, bool)> {
    let day: fn(PieceKind) -> Option<i64> = |kind| match kind {
        PieceKind::Number { value, digits: 1..=2 } => Some(value),
        _ => None,
    };
    let month: fn(PieceKind) -> Option<i64> = |kind| match kind {
        PieceKind::Month(month) => Some(month),
        _ => None,
    };
    let year: fn(PieceKind) -> Option<i64> = |kind| match kind {
        PieceKind::Number { value, digits: 4 } => Some(value),
        _ => None,
    };
    let between: fn(PieceKind) -> Option<i64> = |kind| match kind {
        PieceKind::Link | PieceKind::Ordinal | PieceKind::Sign('.' | ',' | '-' | '/' | 'º') => Some(0),
        _ => None,
    };
    let mut cursor = Cursor { pieces, at: 0 };
    let (day, month) = match cursor.take(day) {
        Some(day) => {
            cursor.pass(between);
            (day, cursor.take(month)?)
        }
        None => {
            let month = cursor.take(month)?;
            cursor.pass(between);
            let day = cursor.take(day)?;
            (day, month)
        }
    };
    cursor.pass(between);
    cursor.pass_time();
    let year = cursor.take(year)?;
    Some((cursor.at, date(year, month, day)?, false))
}

/// Goes through pieces.
struct Cursor<'p> {
    pieces: &'p [Piece],
    at: usize,
}

impl Cursor<'_> {
    fn take(&mut self, wanted: fn(PieceKind) -> Option<i64>) -> Option<i64> {
        let found = self.pieces.get(self.at).and_then(|piece| wanted(piece.kind));
        self.at += usize::from(found.is_some());
        found
    }

    /// Passes over the time of day with its zone, which Unix and Twitter write before the year: `10:00:00 +0000`, `10:00:00 UTC`.
    fn pass_time(&mut self) {
        let rest = self.pieces.get(self.at..).unwrap_or_default();
        let kind = |at: usize| rest.get(at).map(|piece| piece.kind);
        let pair = |at: usize| matches!(kind(at), Some(PieceKind::Number { digits: 2, .. }));
        let colon = |at: usize| kind(at) == Some(PieceKind::Sign(':'));
        if !(pair(0) && colon(1) && pair(2) && colon(3) && pair(4)) {
            return;
        }
        self.at += 5;
        match (kind(5), kind(6)) {
            (Some(PieceKind::Sign('+' | '-')), Some(PieceKind::Number { digits: 4, .. })) => self.at += 2,
            (Some(PieceKind::Word), _) => self.at += 1,
            _ => {}
        }
    }

    /// Passes over at most two pieces that may stand between the parts of a date.
    fn pass(&mut self, between: fn(PieceKind) -> Option<i64>) {
        for _ in 0..2 {
            self.take(between);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn the_list_of_months_is_sorted_and_a_name_has_one_month() {
        let lines: Vec<_> = whosaid_text::entries(MONTHS).skip(1).collect();
        let mut months = HashMap::new();
        let mut keys = Vec::new();
        for line in lines {
            let cells: Vec<_> = line.split(',').collect();
            let month: i64 = cells[1].parse().unwrap();
            keys.push((cells[0], month, cells[2]));
            let earlier = months.insert(hash_word(cells[2]), month);
            assert!(
                earlier.is_none_or(|earlier| earlier == month),
                "{line}: another month in another language"
            );
        }
        assert!(keys.is_sorted_by(|a, b| a < b), "sort data/months.csv");
    }

    fn days(text: &str) -> Vec<String> {
        dates(text, None).map(|dated| dated.date.to_string()).collect()
    }

    #[test]
    fn finds_dates_in_many_forms() {
        for text in [
            "21 September 2023",
            "21st of September, 2023",
            "Sept. 21, 2023",
            "SEPTEMBER 21 2023",
            "le 21 septembre 2023",
            "21. September 2023",
            "21 de septiembre de 2023",
            "21 сентября 2023 года",
            "21 вересня 2023",
            "21 Eylül 2023",
            "21 sentyabr 2023-cü il",
            "9/21/2023",
            "21/9/2023",
            "21.9.2023",
            "21-Sep-2023",
            "2023年9月21日",
        ] {
            assert_eq!(days(text), ["2023-09-21"], "{text}");
        }
        assert_eq!(
            days("from 1 May 2020 to 2 May 2020"),
            ["2020-05-01", "2020-05-02"]
        );
    }

    #[test]
    fn leaves_what_only_looks_like_a_date() {
        for text in [
            "3/4/2023",
            "2023-09",
            "10.0.2023.1",
            "31 April 2023",
            "September 2023",
            "may 5 3000",
            "19-20/09/23",
        ] {
            assert_eq!(days(text), [""; 0], "{text}");
        }
        for (order, day) in [
            (DateOrder::DayFirst, "2023-04-03"),
            (DateOrder::MonthFirst, "2023-03-04"),
        ] {
            let told = |text| dates(text, Some(order)).next().unwrap().date.to_string();
            assert_eq!(told("3/4/2023"), day);
            assert_eq!(told("9/21/2023"), "2023-09-21");
            assert_eq!(told("3.4.2023"), "2023-04-03", "full stops stand behind days");
        }
    }
}
