//! Lines of JSON: one outcome for each line that holds something, in order, under its number; a line that is JSON with a text
//! gives that text.

use super::{MAX_RECORD, line, read};
use serde_json::Value;

/// See the top.
pub fn run(bytes: &[u8]) {
    let file = [b"{\"text\":\"First.\"}\n", bytes].concat();
    let outcomes = read("a.jsonl", &file);
    // What every twentieth byte of (an odd last one aside) is zero may be UTF-16, where other bytes end a line.
    if file.iter().filter(|byte| **byte == 0).count() * 20 >= file.len() & !1 {
        assert!(!outcomes.is_empty());
        return;
    }
    if let [Err(rejection)] = &outcomes[..] {
        assert_eq!(rejection.reason.label(), "not text", "{rejection}");
        return;
    }
    let lines = file.split(|byte| *byte == b'\n').enumerate();
    let lines: Vec<_> = lines
        .filter(|(_, line)| line.len() as u64 > MAX_RECORD || !line.iter().all(u8::is_ascii_whitespace))
        .collect();
    assert_eq!(outcomes.len(), lines.len());
    for ((number, bytes), outcome) in lines.iter().zip(&outcomes) {
        match outcome {
            Ok(decoded) => {
                let document = &decoded.document;
                assert_eq!(document.source, format!("a.jsonl:{}", number + 1));
                let Ok(Value::Object(record)) = serde_json::from_slice(bytes) else {
                    continue;
                };
                // Of a field that stands twice the parser keeps the last, the reader the first.
                if let (1, 4, Some(Value::String(text))) = (record.len(), quotes(bytes), record.get("text"))
                    && !text.contains(['<', '&'])
                {
                    assert_eq!(document.text, *text);
                }
            }
            Err(rejection) => assert_eq!(line(rejection), Some(*number as u64 + 1)),
        }
    }
}

/// Quotation marks that begin or end a string.
fn quotes(line: &[u8]) -> usize {
    let (mut count, mut escaped) = (0, false);
    for byte in line {
        count += usize::from(*byte == b'"' && !escaped);
        escaped = *byte == b'\\' && !escaped;
    }
    count
}
