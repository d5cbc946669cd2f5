use std::io::{self, BufRead};

use crate::envelope::envelope;
use crate::fields::Keys;
use crate::sniff::LOOK;
use crate::stream::Stream;

/// What comes next in a stream of JSON values.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Cuts objects out of a list of objects, a list of lists of them, an object that holds such a list, or any of these one after
/// another.
///
/// Only braces and strings are looked at, so that a fault within one object does not end the reading.
pub(crate) struct Values<'o> {
    keys: Keys<'o>,
    limit: u64,
    /// Lists that are open.
    lists: u32,
    /// Objects around them.
    around: u32,
}

impl<'o> Values<'o> {
    /// Objects of at most `limit` bytes.
    pub(crate) fn new(keys: Keys<'o>, limit: u64) -> Self {
        Self {
            keys,
            limit,
            lists: 0,
            around: 0,
        }
    }

    /// The next object.
    pub(crate) fn next(&mut self, stream: &mut Stream<'_>) -> io::Result<Value> {
        if stream.position() == 0 && stream.head(3)?.starts_with(b"\xef\xbb\xbf") {
            stream.consume(3);
        }
        loop {
            match stream.fill_buf()? {
                [] if self.lists > 0 => return Ok(Value::Broken("it ends in the middle of a list")),
                [] => return Ok(Value::End),
                [b'{', ..] => {
                    let inside = match self.lists {
                        0 => envelope(stream.head(LOOK)?, self.keys),
                        _ => None,
                    };
                    let Some((begin, around)) = inside else {
                        return object(stream, self.limit);
                    };
                    stream.consume(begin);
                    (self.lists, self.around) = (1, around);
                }
                [b'[', ..] => {
                    self.lists += 1;
                    stream.consume(1);
                }
                [b']', ..] => {
                    self.lists = self.lists.saturating_sub(1);
                    stream.consume(1);
                    if self.lists == 0 && !pass_over(stream, std::mem::take(&mut self.around))? {
                        return Ok(Value::Broken("it ends in the middle of an object"));
                    }
                }
                [b' ' | b'\t' | b'\r' | b'\n' | b',', ..] => stream.consume(1),
                _ => return Ok(Value::Broken("no JSON object stands here")),
            }
        }
    }
}

/// Follows braces and brackets, those in strings aside.
#[derive(Default)]
struct Depth {
    depth: u64,
    in_string: bool,
    escaped: bool,
}

impl Depth {
    /// True if `byte` closes the last one.
    fn closes(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

/// Passes over what is left of so many objects. False if the stream ends before.
fn pass_over(stream: &mut Stream<'_>, objects: u32) -> io::Result<bool> {
    if objects == 0 {
        return Ok(true);
    }
    let mut depth = Depth {
        depth: objects.into(),
        ..Depth::default()
    };
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let end = buffer.iter().position(|byte| depth.closes(*byte));
        let used = end.map_or(buffer.len(), |end| end + 1);
        stream.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

fn object(stream: &mut Stream<'_>, limit: u64) -> io::Result<Value> {
    let mut object = Vec::new();
    let mut too_long = false;
    let mut depth = Depth::default();
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(Value::Broken("it ends in the middle of an object"));
        }
        let end = buffer.iter().position(|byte| depth.closes(*byte));
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
    use crate::Fields;

    /// All that is read of a text, up to the end or to what is broken.
    fn all(text: &[u8], limit: u64) -> Vec<Value> {
        let fields = Fields::default();
        let mut values = Values::new(Keys::new(&fields), limit);
        let mut stream = Stream::new(Box::new(text));
        let mut all = Vec::new();
        loop {
            all.push(values.next(&mut stream).unwrap());
            if let Some(Value::End | Value::Broken(_)) = all.last() {
                return all;
            }
        }
    }

    fn object(text: &str) -> Value {
        Value::Object(text.as_bytes().to_vec())
    }

    #[test]
    fn cuts_objects_out_of_lists() {
        let json =
            b"\xef\xbb\xbf[ {\"a\":\"}\\\"]\"},\n{\"b\":[{}]} , {\"too\":\"long, really\"}, {}] nonsense";
        assert_eq!(
            all(json, 16),
            [
                object("{\"a\":\"}\\\"]\"}"),
                object("{\"b\":[{}]}"),
                Value::TooLong,
                object("{}"),
                Value::Broken("no JSON object stands here"),
            ]
        );
        assert_eq!(all(b"[]", 99), [Value::End]);
        let one_after_another = b"{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n";
        assert_eq!(
            all(one_after_another, 99),
            [object("{\n  \"a\": 1\n}"), object("{\n  \"a\": 2\n}"), Value::End]
        );
    }

    #[test]
    fn cuts_objects_out_of_an_object_that_holds_the_list() {
        let page = b"{\"status\":\"ok\",\"response\":{\"docs\":[{\"a\":1},{\"b\":[2]}],\"next\":\"]}\"},\"x\":[{}]}\n";
        let two = [&page[..], page].concat();
        let records = || [object("{\"a\":1}"), object("{\"b\":[2]}")];
        assert_eq!(
            all(&two, 99),
            [&records()[..], &records()[..], &[Value::End]].concat()
        );
    }

    #[test]
    fn what_is_cut_off_is_told() {
        for (text, count) in [
            (&b"[{\"a\":1},{\"b\":"[..], 1),
            (b"[{\"a\":1},", 1),
            (b"[[{\"a\":1}]", 1),
            (b"{\"items\":[{\"a\":1}", 1),
            (b"{\"items\":[{\"a\":1}],", 1),
            (b"[", 0),
        ] {
            let all = all(text, 99);
            assert_eq!(all.len(), count + 1);
            assert!(matches!(all[count], Value::Broken(_)), "{all:?}");
        }
    }
}
