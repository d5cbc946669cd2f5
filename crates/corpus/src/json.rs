use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::Reason;
use crate::fields::{Field, Keys, Present};

/// What stands in a record, before it is a document.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Fetched {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<Value>,
    pub(crate) language: Option<String>,
    /// Which of the fields it has; nothing if the user named none.
    pub(crate) present: Present,
}

/// Takes the fields of a document out of one JSON object.
pub(crate) fn fetch(json: &str, keys: Keys<'_>) -> Result<Fetched, Reason> {
    if !json.trim_start().starts_with('{') {
        // A look at the whole of it tells "not JSON" from "JSON of another kind".
        return Err(match serde_json::from_str::<IgnoredAny>(json) {
            Ok(_) => Reason::NotAnObject,
            Err(error) => Reason::Json(error),
        });
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    let Slots(slots, present) = Picked { keys }.deserialize(&mut reader).map_err(Reason::Json)?;
    reader.end().map_err(Reason::Json)?;
    let [text, id, title, date, language] = slots.map(|slot| slot.map(|(_, value)| value));
    let text = match text {
        Some(Value::String(text)) => text,
        Some(Value::Array(parts)) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
            let paragraphs: Vec<_> = parts.iter().filter_map(Value::as_str).collect();
            paragraphs.join("\n\n")
        }
        Some(Value::Null) | None => {
            let is_text = |name: &str| keys.field(name).is_some_and(|(field, _)| field == Field::Text);
            return Err(keys.lacks_text("field", &names(json), is_text));
        }
        Some(other) => {
            let kind = match other {
                Value::Bool(_) => "true or false",
                Value::Number(_) => "a number",
                Value::Array(_) => "a list",
                _ => "an object",
            };
            return Err(Reason::NoText(format!("the field of the text holds {kind}")));
        }
    };
    Ok(Fetched {
        text,
        id: id.and_then(scalar),
        title: title.and_then(scalar),
        date,
        language: language.and_then(scalar),
        present,
    })
}

/// The names of an object's fields.
fn names(json: &str) -> Vec<String> {
    let fields: serde_json::Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    let mut present = Present::default();
    fields.keys().for_each(|name| present.add(name));
    present.names
}

/// True if a file that begins with `head` holds JSON objects in a list, or over several lines.
pub(crate) fn begins_values(head: &[u8]) -> bool {
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let object = match head {
        [b'[', rest @ ..] => rest.trim_ascii_start(),
        _ => head,
    };
    match object {
        [b'{', rest @ ..] => matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}') | None),
        [b']', ..] => head.len() < 100,
        _ => false,
    }
}

/// True if a file that begins with `head` holds one object a line: its first line is an object, or longer than `head`.
pub(crate) fn begins_lines(head: &[u8]) -> bool {
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    match memchr::memchr(b'\n', head) {
        Some(end) => head.starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(&head[..end]).is_ok(),
        None => head.starts_with(b"{"),
    }
}

/// A string or a number as a string, if there is anything in it.
fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let trimmed = text.trim();
            match trimmed.len() {
                0 => None,
                length if length == text.len() => Some(text),
                _ => Some(trimmed.to_owned()),
            }
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Values by [`Field`], each with the rank of its key.
struct Slots([Option<(u8, Value)>; 5], Present);

struct Picked<'o> {
    keys: Keys<'o>,
}

impl<'de> DeserializeSeed<'de> for Picked<'_> {
    type Value = Slots;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Slots, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Picked<'_> {
    type Value = Slots;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Slots, A::Error> {
        let mut slots = Slots([None, None, None, None, None], Present::default());
        let is_named = self.keys.any_is_named();
        while let Some(Key(key)) = map.next_key()? {
            if is_named {
                slots.1.add(&key);
            }
            if self.keys.within(&key).next().is_some() {
                let value: Value = map.next_value()?;
                for (field, path) in self.keys.within(&key) {
                    let Some(found) = at(&value, path) else {
                        continue;
                    };
                    slots.1.found[field as usize] = true;
                    if !found.is_null() {
                        slots.0[field as usize] = Some((0, found.clone()));
                    }
                }
                continue;
            }
            let Some((field, rank)) = self.keys.field(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: Value = map.next_value()?;
            slots.1.found[field as usize] |= rank == 0;
            let slot = &mut slots.0[field as usize];
            let better = slot.as_ref().is_none_or(|(held, _)| rank < *held);
            if better && !value.is_null() {
                *slot = Some((rank, value));
            } else if slot.as_ref().is_some_and(|(held, _)| rank == *held && rank == 0) {
                return Err(A::Error::custom(format!("the field {key:?} stands twice")));
            }
        }
        Ok(slots)
    }
}

/// The value at `a.b` in an object.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    match value.get(path) {
        Some(found) => Some(found),
        None => {
            let (key, rest) = path.split_once('.')?;
            at(value.get(key)?, rest)
        }
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fields;

    #[test]
    fn tells_which_fields_are_there() {
        let fields = Fields {
            id: Some("nr".to_owned()),
            date: Some("meta.day".to_owned()),
            ..Fields::default()
        };
        let keys = Keys::new(&fields);
        let told = |json: &str| {
            let present = fetch(json, keys).unwrap().present;
            let found = keys.found(&present);
            let found = found
                .iter()
                .map(|one| format!("{} {} {}", one.option, one.found, one.others));
            found.collect::<Vec<_>>()
        };
        let both = ["--id-field true ", "--date-field true "];
        assert_eq!(told(r#"{"nr":null,"meta":{"day":""},"text":"a"}"#), both);
        assert_eq!(
            told(r#"{"Nr":1,"text":"a"}"#),
            [
                "--id-field false \"Nr\", \"text\"",
                "--date-field false \"Nr\", \"text\""
            ]
        );
        assert_eq!(
            fetch(r#"{"b":1,"a":2}"#, keys).unwrap_err().to_string(),
            "no text: no field \"text\", \"body\", \"content\" or the like among \"a\", \"b\" (name it with --text-field)"
        );
    }

    fn fetched(json: &str) -> Result<Fetched, String> {
        fetch(json, Keys::new(&Fields::default())).map_err(|reason| reason.to_string())
    }

    #[test]
    fn takes_the_best_of_several_names() {
        let found =
            fetched(r#"{"body":"b","content":null,"Text":"t","_id":7,"headline":" H ","x":[1,{}]}"#).unwrap();
        assert_eq!(found.text, "t");
        assert_eq!(found.id.as_deref(), Some("7"));
        assert_eq!(found.title.as_deref(), Some("H"));
        assert_eq!(fetched(r#"{"text":null,"body":"b"}"#).unwrap().text, "b");
        assert_eq!(
            fetched(r#"{"id":1,"body":null}"#).unwrap_err(),
            "no text: the field \"body\" is empty"
        );
    }

    #[test]
    fn fields_may_lie_in_objects() {
        let fields = Fields {
            text: Some("article.body".to_owned()),
            id: Some("meta.key.id".to_owned()),
            ..Fields::default()
        };
        let json = r#"{"article":{"body":"t"},"meta":{"key":{"id":5}},"text":"other"}"#;
        let found = fetch(json, Keys::new(&fields)).unwrap();
        assert_eq!((found.text.as_str(), found.id.as_deref()), ("t", Some("5")));
        assert!(fetch(r#"{"article":"t"}"#, Keys::new(&fields)).is_err());
        assert_eq!(fetched(r#"{"text":["a","b"]}"#).unwrap().text, "a\n\nb");
    }

    #[test]
    fn tells_lines_from_one_value() {
        assert!(begins_lines(b"\xef\xbb\xbf{\"text\":\"a\"}\n{"));
        assert!(begins_lines(b"{\"text\":\"a"));
        assert!(!begins_lines(b"{\n  \"text\": \"a\"\n}\n"));
        assert!(!begins_lines(b"[{\"text\":\"a\"}]"));
    }

    #[test]
    fn says_what_is_wrong_with_a_line() {
        assert!(
            fetched(r#"{"text":"a""#)
                .unwrap_err()
                .starts_with("not JSON: EOF")
        );
        assert!(
            fetched(r#"{"text":"a"} {"#)
                .unwrap_err()
                .starts_with("not JSON: trailing")
        );
        assert!(fetched("plain words").unwrap_err().starts_with("not JSON"));
        assert_eq!(fetched("[1]").unwrap_err(), "not a JSON object");
        assert_eq!(
            fetched(r#"{"text":7}"#).unwrap_err(),
            "no text: the field of the text holds a number"
        );
        assert!(fetched(r#"{"id":1}"#).unwrap_err().contains("--text-field"));
    }
}
