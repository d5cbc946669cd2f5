use std::io::{self, BufRead};

use crate::stream::Stream;

/// What comes next in a stream of JSON values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// An object with its braces; whether it is well formed is not known yet.
    Object(Vec<u8>),
    /// An object with more bytes than allowed: it was passed over.
    TooLong,
    /// Something that no list of objects has in this place: nothing can be read from here on.
    Broken(&'static str),
    /// There is no more.
    End,
}

/// Cuts the next object out of a list of objects, a list of lists of them, or objects one after another.
///
/// Only braces and strings are looked at, so that a fault within one object does not end the reading.
pub(crate) fn next(stream: &mut Stream<'_>, limit: u64) -> io::Result<Value> {
    if stream.position() == 0 && stream.head(3)?.starts_with(b"\xef\xbb\xbf") {
        stream.consume(3);
    }
    loop {
        match stream.fill_buf()? {
            [] => return Ok(Value::End),
            [b'{', ..] => return object(stream, limit),
            [b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']', ..] => stream.consume(1),
            _ => return Ok(Value::Broken("no JSON object stands here")),
        }
    }
}

fn object(stream: &mut Stream<'_>, limit: u64) -> io::Result<Value> {
    let mut object = Vec::new();
    let mut too_long = false;
    let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(Value::Broken("it ends in the middle of an object"));
        }
        let end = buffer.iter().position(|byte| {
            if in_string {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
                return false;
            }
            match byte {
                b'"' => in_string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    return depth == 0;
                }
                _ => {}
            }
            false
        });
        let used = end.map_or(buffer.len(), |end| end + 1);
        if too_long || (object.len() + used) as u64 > limit {
            too_long = true;
            object = Vec::new();
        } else {
            object.extend_from_slice(&buffer[..used]);
        }
        stream.consume(used);
        if end.is_some() {
            return Ok(match too_long {
                true => Value::TooLong,
                false => Value::Object(object),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_objects_out_of_lists() {
        let json =
            b"\xef\xbb\xbf[ {\"a\":\"}\\\"]\"},\n{\"b\":[{}]} , {\"too\":\"long, really\"}, {}] nonsense";
        let mut stream = Stream::new(Box::new(&json[..]));
        let mut next = || next(&mut stream, 16).unwrap();
        let object = |text: &str| Value::Object(text.as_bytes().to_vec());
        assert_eq!(next(), object("{\"a\":\"}\\\"]\"}"));
        assert_eq!(next(), object("{\"b\":[{}]}"));
        assert_eq!(next(), Value::TooLong);
        assert_eq!(next(), object("{}"));
        assert_eq!(next(), Value::Broken("no JSON object stands here"));
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let mut stream = Stream::of(b"[{\"a\":1},{\"b\":".to_vec());
        assert!(matches!(next(&mut stream, 99).unwrap(), Value::Object(_)));
        assert!(matches!(next(&mut stream, 99).unwrap(), Value::Broken(_)));
        assert_eq!(next(&mut Stream::of(b"[]".to_vec()), 99).unwrap(), Value::End);
    }
}
