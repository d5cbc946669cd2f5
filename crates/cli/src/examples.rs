//! Names in their context, from the articles that a run has read.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::{Map, Value};
use whosaid_corpus::Corpus;

use crate::input_args::options_of;

/// Characters to the left and to the right of a name.
const WIDTH: usize = 60;

/// Where a name stands.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Of its article: the column `source` of `documents.csv`.
    pub(crate) source: String,
    /// Code points, end exclusive.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The name as it is written there.
    pub(crate) surface: String,
}

/// Reads the inputs of a run again, as its settings tell, until every place is found. A line for each; `None` where the article is
/// not there any more, or not the same.
pub(crate) fn examples(settings: &Map<String, Value>, places: &[Place]) -> Vec<Option<String>> {
    let mut lines = vec![None; places.len()];
    let mut of_source: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, place) in places.iter().enumerate() {
        of_source.entry(&place.source).or_default().push(number);
    }
    let inputs = settings.get("input").and_then(Value::as_array);
    for input in inputs.into_iter().flatten() {
        // Standard input has gone.
        let Some(input) = input.as_str().filter(|input| *input != "-") else {
            continue;
        };
        let corpus = options_of(settings).map(|options| Corpus::open([Path::new(input)], options));
        let Ok(Ok(corpus)) = corpus else {
            continue;
        };
        let flow = corpus.read(&mut |item| {
            let Ok(record) = item else {
                return ControlFlow::Continue(());
            };
            let Some(numbers) = of_source.get(record.origin.label().as_str()) else {
                return ControlFlow::Continue(());
            };
            let numbers = numbers.clone();
            if let Ok(decoded) = corpus.decode(record) {
                for number in numbers {
                    if lines[number].is_none() {
                        lines[number] = context(&decoded.document.text, &places[number]);
                    }
                }
            }
            match lines.iter().all(Option::is_some) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        if flow.is_break() {
            break;
        }
    }
    lines
}

/// The name in brackets with some words on either side, on one line.
fn context(text: &str, place: &Place) -> Option<String> {
    let byte = |text: &str, point: usize| {
        let ends = text.char_indices().map(|(offset, _)| offset);
        ends.chain([text.len()]).nth(point)
    };
    let start = byte(text, place.start)?;
    let end = start + byte(&text[start..], place.end.checked_sub(place.start)?)?;
    let (left, name, right) = (&text[..start], &text[start..end], &text[end..]);
    if name != place.surface {
        return None;
    }
    // At most one character more than is wanted tells whether something is cut off.
    let from = left
        .char_indices()
        .rev()
        .nth(WIDTH)
        .map(|(offset, _)| (offset, left[offset..].find(char::is_whitespace)));
    let left = match from {
        Some((offset, Some(space))) => format!("… {}", &left[offset + space..].trim_start()),
        Some((offset, None)) => format!("…{}", &left[offset..]),
        None => left.to_owned(),
    };
    let to = right
        .char_indices()
        .nth(WIDTH)
        .map(|(offset, _)| (offset, right[..offset].rfind(char::is_whitespace)));
    let right = match to {
        Some((_, Some(space))) => format!("{} …", &right[..space].trim_end()),
        Some((offset, None)) => format!("{}…", &right[..offset]),
        None => right.to_owned(),
    };
    let line = format!("{left}[{name}]{right}");
    Some(line.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, name: &str) -> Option<String> {
        let byte = text.find(name).unwrap();
        let start = text[..byte].chars().count();
        context(
            text,
            &Place {
                source: String::new(),
                start,
                end: start + name.chars().count(),
                surface: name.to_owned(),
            },
        )
    }

    #[test]
    fn a_name_is_shown_on_one_line() {
        assert_eq!(shown("Ann\nLee\n\nsaid", "Lee").unwrap(), "Ann [Lee] said");
        assert_eq!(shown("Lee", "Lee").unwrap(), "[Lee]");
        let long = format!("{} “Élan” Lee, {}", "więc ".repeat(40), "так ".repeat(40));
        let line = shown(&long, "Lee").unwrap();
        assert!(line.starts_with("… więc ") && line.ends_with(" так …"), "{line}");
        assert!(line.contains("“Élan” [Lee], так"));
        assert!(line.chars().count() <= 2 * WIDTH + 9, "{line}");
        let solid = format!("{}Lee{}", "x".repeat(500), "y".repeat(500));
        assert!(shown(&solid, "Lee").unwrap().contains("x[Lee]y"));
    }

    #[test]
    fn another_text_shows_nothing() {
        let place = |start, end| Place {
            source: String::new(),
            start,
            end,
            surface: "Lee".to_owned(),
        };
        assert_eq!(context("Ann Lee", &place(0, 3)), None);
        assert_eq!(context("Ann Lee", &place(4, 7)).unwrap(), "Ann [Lee]");
        for (start, end) in [(4, 8), (70, 73), (7, 4)] {
            assert_eq!(context("Ann Lee", &place(start, end)), None);
        }
    }
}
