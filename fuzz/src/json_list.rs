//! JSON objects in a list: as many outcomes as a parser finds objects, numbered in order.

use super::read;
use serde_json::{Map, Value};

/// See the top.
pub fn run(bytes: &[u8]) {
    let file = [b"[{\"text\":\"First.\"},", bytes].concat();
    let outcomes = read("a.json", &file);
    if let Ok(objects) = serde_json::from_slice::<Vec<Map<String, Value>>>(&file) {
        assert_eq!(outcomes.len(), objects.len());
        for (number, outcome) in (1..).zip(&outcomes) {
            match outcome {
                Ok(decoded) => assert_eq!(decoded.document.source, format!("a.json:{number}")),
                Err(rejection) => assert_eq!(rejection.record, format!("item {number}")),
            }
        }
        for (object, outcome) in objects.iter().zip(&outcomes) {
            if let (1, Some(Value::String(text)), Ok(decoded)) = (object.len(), object.get("text"), outcome)
                && !text.contains(['<', '&'])
            {
                assert_eq!(decoded.document.text, *text);
            }
        }
    }
}
