use serde_json::Value;
use whosaid_text::Date;

use crate::DateOrder;
use crate::dates::dates;

/// Years of news; a figure outside is a number that only looks like a year.
const YEARS: std::ops::RangeInclusive<i64> = 1800..=2100;

/// The day that the date field of a record names: a text in any of the forms of [`dates`] (the first one counts), or
/// seconds, milli- or microseconds since 1970 as a number or text.
pub(crate) fn of_value(value: &Value, order: Option<DateOrder>) -> Option<Date> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            // What .NET writes.
            let text = text
                .strip_prefix("/Date(")
                .and_then(|text| text.strip_suffix(")/"))
                .unwrap_or(text);
            match text.parse::<f64>() {
                // 20230921101500
                Ok(_) if text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                    dates(&text[..8], order).next().map(|dated| dated.date)
                }
                Ok(number) if text.len() != 8 => of_epoch(number),
                _ => dates(head(text), order).next().map(|dated| dated.date),
            }
        }
        Value::Number(number)
            if number
                .as_i64()
                .is_some_and(|number| (18_000_000..21_010_000).contains(&number)) =>
        {
            dates(&number.to_string(), order).next().map(|dated| dated.date)
        }
        Value::Number(number)
            if number
                .as_i64()
                .is_some_and(|number| (18_000_000_000_000..21_010_000_000_000).contains(&number)) =>
        {
            of_value(&Value::String(number.to_string()), order)
        }
        Value::Number(number) => of_epoch(number.as_f64()?),
        _ => None,
    }
}

/// A date field that names a day only once it is known whether days or months stand first: `03/05/2024`.
pub(crate) fn ambiguous(value: &Value) -> Option<&str> {
    let text = value.as_str()?.trim();
    let read = |order| of_value(value, order).is_some();
    (!read(None) && read(Some(DateOrder::DayFirst))).then_some(text)
}

/// The first 300 characters of a text, where its date stands if it has one.
pub(crate) fn head(text: &str) -> &str {
    let end = text.char_indices().nth(300).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn of_epoch(number: f64) -> Option<Date> {
    // Seconds of 1973 to 2100; thousandths and millionths of them are told apart by their size.
    let seconds = [1.0, 1e3, 1e6]
        .iter()
        .map(|unit| number / unit)
        .find(|seconds| (1e8..4.2e9).contains(seconds))?;
    of_days((seconds / 86_400.0).floor() as i64)
}

/// The day that is `days` after 1970-01-01 (source: Howard Hinnant, "chrono-compatible low-level date algorithms").
fn of_days(days: i64) -> Option<Date> {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    date(year, month, day)
}

/// A day of the years that news has.
pub(crate) fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    YEARS.contains(&year).then_some(())?;
    Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(value: &Value) -> String {
        of_value(value, None)
            .map(|date| date.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn reads_the_forms_that_records_have() {
        for value in [
            json!("2023-09-21"),
            json!("2023-09-21T23:59:59+04:00"),
            json!(" 2023-09-21 10:00:00"),
            json!("2023/09/21"),
            json!("20230921"),
            json!(20230921),
            json!("20230921T101500Z"),
            json!("Thu, 21 Sep 2023 10:00:00 +0200"),
            json!("21.09.2023"),
            json!("September 21, 2023, 4:05 PM"),
            json!("21 сентября 2023 г."),
            json!(1695254400),
            json!("1695297599"),
            json!(1695254400123_u64),
            json!(1695254400.5),
            json!("20230921101500"),
            json!(20230921101500_u64),
            json!("/Date(1695254400000)/"),
            json!("Thu Sep 21 10:00:00 +0000 2023"),
            json!("Thu Sep 21 10:00:00 UTC 2023"),
        ] {
            assert_eq!(day(&value), "2023-09-21", "{value}");
        }
        for value in [
            json!(""),
            json!("soon"),
            json!(7),
            json!(true),
            json!("03/04/2023"),
            json!("2023-02-30"),
        ] {
            assert_eq!(day(&value), "", "{value}");
        }
    }

    #[test]
    fn counts_days_as_the_calendar_does() {
        for (days, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (-1, "1969-12-31"),
        ] {
            assert_eq!(of_days(days).unwrap().to_string(), date);
        }
    }
}
