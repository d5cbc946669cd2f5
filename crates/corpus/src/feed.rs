//! Feeds: items of RSS (`<item>`) and entries of Atom (`<entry>`), each a document.

use std::io::{self, BufRead};
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::Reason;
use crate::entity::resolved;
use crate::fields::{Field, Keys, Present, named_field};
use crate::fragment::words;
use crate::stream::Stream;

const DATA: &str = include_str!("../data/feed_fields.csv");

/// What the head of a feed says of all its items.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Channel {
    /// The encoding that its first line names.
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) language: Option<String>,
}

impl Channel {
    /// Reads the head of a feed: what stands before its first item, or as much as is given of it.
    fn read(head: &[u8]) -> Self {
        let declared = memchr::memmem::find(head, b"?>").map_or(&b""[..], |end| &head[..end]);
        let label = attribute(&String::from_utf8_lossy(declared), "encoding");
        let head = String::from_utf8_lossy(head);
        let language = match content(&head, "language") {
            Some(language) => Some(language.to_owned()),
            None => attribute(&head, "xml:lang"),
        };
        Self {
            encoding: label.and_then(|label| Encoding::for_label(label.as_bytes())),
            language: language
                .map(|language| language.trim().to_owned())
                .filter(|language| !language.is_empty()),
        }
    }
}

/// True if `rest`, where the first element of a file begins, is that of a feed.
pub(crate) fn is_root(rest: &[u8]) -> bool {
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| {
        let after = rest.strip_prefix(root.as_bytes());
        after.is_some_and(|after| matches!(after.first(), Some(b' ' | b'>' | b'\t' | b'\r' | b'\n')))
    })
}

/// What comes next in a feed.
#[derive(Debug, PartialEq)]
pub(crate) enum Next {
    /// An item with its tags.
    Item(Vec<u8>),
    /// An item with more bytes than allowed: it was passed over.
    TooLong,
    /// The feed ends in the middle of an item.
    Cut,
    /// There is no more.
    End,
}

/// Cuts items out of a feed as it comes.
pub(crate) struct Items<'s, 'r> {
    stream: &'s mut Stream<'r>,
    limit: u64,
    /// Read, and not handed out.
    held: Vec<u8>,
    drained: bool,
    channel: Option<Arc<Channel>>,
}

impl<'s, 'r> Items<'s, 'r> {
    /// Items of at most `limit` bytes.
    pub(crate) fn new(stream: &'s mut Stream<'r>, limit: u64) -> Self {
        Self {
            stream,
            limit,
            held: Vec::new(),
            drained: false,
            channel: None,
        }
    }

    /// What is known of the feed, once an item was asked for.
    pub(crate) fn channel(&self) -> Arc<Channel> {
        self.channel.clone().unwrap_or_default()
    }

    /// The next item.
    pub(crate) fn next(&mut self) -> io::Result<Next> {
        let (begin, end_tag): (usize, &[u8]) = loop {
            match begin(&self.held) {
                Some((at, end_tag)) => break (at, end_tag),
                None if self.drained => return Ok(Next::End),
                None => {}
            }
            // What stands before the first item is looked at; between items nothing is kept but the beginning of a tag.
            let keep = match self.channel {
                None => 1 << 16,
                Some(_) => 8,
            };
            self.held.drain(..self.held.len().saturating_sub(keep));
            self.fill()?;
        };
        if self.channel.is_none() {
            self.channel = Some(Arc::new(Channel::read(&self.held[..begin])));
        }
        self.held.drain(..begin);
        let mut end = End::default();
        let mut too_long = false;
        loop {
            if let Some(length) = end.find(&self.held, end_tag) {
                let item: Vec<u8> = self.held.drain(..length).collect();
                return Ok(match too_long || length as u64 > self.limit {
                    true => Next::TooLong,
                    false => Next::Item(item),
                });
            }
            if self.drained {
                self.held.clear();
                return Ok(Next::Cut);
            }
            if self.held.len() as u64 > self.limit {
                too_long = true;
                end.forget(&mut self.held);
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let bytes = self.stream.fill_buf()?;
        self.drained = bytes.is_empty();
        self.held.extend_from_slice(bytes);
        let used = bytes.len();
        self.stream.consume(used);
        Ok(())
    }
}

/// Where an item begins, and how it will end.
fn begin(held: &[u8]) -> Option<(usize, &'static [u8])> {
    memchr::memchr_iter(b'<', held).find_map(|at| {
        let rest = &held[at + 1..];
        let (name, end): (&[u8], &'static [u8]) = match rest.first()? {
            b'i' => (b"item", b"</item>"),
            b'e' => (b"entry", b"</entry>"),
            _ => return None,
        };
        let after = rest.strip_prefix(name)?;
        matches!(after.first()?, b'>' | b' ' | b'\t' | b'\r' | b'\n').then_some((at, end))
    })
}

/// Looks for the end of an item, in bytes that become more; what stands in a CDATA section is no tag.
#[derive(Default)]
struct End {
    /// Bytes that were looked at.
    looked: usize,
    in_cdata: bool,
}

impl End {
    /// Bytes of the item that `held` begins with, if its end is there.
    fn find(&mut self, held: &[u8], end_tag: &[u8]) -> Option<usize> {
        const OPEN: &[u8] = b"<![CDATA[";
        loop {
            let rest = &held[self.looked..];
            if self.in_cdata {
                let Some(at) = memchr::memmem::find(rest, b"]]>") else {
                    self.looked = held.len().saturating_sub(2).max(self.looked);
                    return None;
                };
                self.looked += at + 3;
                self.in_cdata = false;
                continue;
            }
            let Some(at) = memchr::memmem::find(rest, b"<") else {
                self.looked = held.len();
                return None;
            };
            let tag = &rest[at..];
            self.looked += at;
            if tag.starts_with(end_tag) {
                return Some(self.looked + end_tag.len());
            } else if tag.starts_with(OPEN) {
                self.looked += OPEN.len();
                self.in_cdata = true;
            } else if end_tag.starts_with(tag) || OPEN.starts_with(tag) {
                // It goes on in what is not there yet.
                return None;
            } else {
                self.looked += 1;
            }
        }
    }

    /// Gives up what was looked at.
    fn forget(&mut self, held: &mut Vec<u8>) {
        held.drain(..self.looked);
        self.looked = 0;
    }
}

/// What stands in an item.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Fetched {
    /// Text, id, title, date, language, by [`Field`].
    pub(crate) fields: [Option<String>; 5],
    pub(crate) present: Present,
}

/// Takes the fields of a document out of an item.
pub(crate) fn fetch(item: &str, keys: Keys<'_>) -> Result<Fetched, Reason> {
    let mut fetched = Fetched::default();
    let mut best = [u8::MAX; 5];
    for element in elements(item) {
        fetched.present.add(element.name);
        let Some((field, rank)) = keys.field_or(element.name, guess) else {
            continue;
        };
        fetched.present.found[field as usize] |= rank == 0;
        if rank >= best[field as usize] {
            continue;
        }
        let value = match (element.content.is_empty(), field) {
            // Atom links to its articles.
            (true, Field::Id) => attribute(element.attributes, "href").unwrap_or_default(),
            _ => plain(element.content),
        };
        if !value.trim().is_empty() {
            best[field as usize] = rank;
            fetched.fields[field as usize] = Some(value);
        }
    }
    match fetched.fields[Field::Text as usize] {
        Some(_) => Ok(fetched),
        None => {
            let names = &fetched.present.names;
            let is_text = |name: &str| {
                let found = keys.field_or(name, guess);
                found.is_some_and(|(field, _)| field == Field::Text)
            };
            Err(keys.lacks_text("element", names, is_text))
        }
    }
}

fn guess(name: &str) -> Option<(Field, u8)> {
    let rows = whosaid_text::entries(DATA).skip(1);
    let (row, _) = rows
        .filter_map(|row| row.rsplit_once(','))
        .find(|(_, known)| name.eq_ignore_ascii_case(known))?;
    let (field, rank) = row.split_once(',')?;
    Some((named_field(field)?, rank.parse().ok()?))
}

/// The words of an element: CDATA sections as they are, all else with its escapes resolved, then without markup.
fn plain(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        push(&mut text, before);
        let (inside, after) = after.split_once("]]>").unwrap_or((after, ""));
        text.push_str(inside);
        rest = after;
    }
    push(&mut text, rest);
    words(text)
}

/// Adds what may be escaped; markup that is not (`type="xhtml"`) keeps its escapes until it is stripped.
fn push(text: &mut String, piece: &str) {
    match resolved(piece) {
        Some(resolved) if !piece.contains('<') => text.push_str(&resolved),
        _ => text.push_str(piece),
    }
}

struct Element<'i> {
    name: &'i str,
    attributes: &'i str,
    content: &'i str,
}

/// The elements right below an item.
fn elements(item: &str) -> impl Iterator<Item = Element<'_>> {
    // Behind the tag of the item itself.
    let mut at = item.find('>').map_or(item.len(), |at| at + 1);
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', item.get(at..)?.as_bytes())? + 1;
            let rest = &item[start..];
            let length = rest
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || b":-_.".contains(byte))
                .count();
            if length == 0 {
                at = start;
                continue;
            }
            let name = &rest[..length];
            let tag_end = memchr::memchr(b'>', rest.as_bytes())?;
            let attributes = rest.get(length..tag_end).unwrap_or_default();
            let inside = start + tag_end + 1;
            if attributes.ends_with('/') {
                at = inside;
                return Some(Element {
                    name,
                    attributes,
                    content: "",
                });
            }
            // What is not closed has no end, nor has anything behind it.
            let length = closed(&item[inside..], name)?;
            at = inside + length;
            let content = &item[inside..at];
            return Some(Element {
                name,
                attributes,
                content,
            });
        }
    })
}

/// Bytes before the end tag `name`, CDATA sections passed over.
fn closed(text: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        at += found;
        let rest = &text[at..];
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            at += 9 + inside.find("]]>")? + 3;
            continue;
        }
        let end = rest.strip_prefix("</").and_then(|rest| rest.strip_prefix(name));
        if end.is_some_and(|end| end.trim_start().starts_with('>')) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// What stands in the first element of this name.
fn content<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let after = text.split_once(&format!("<{name}>"))?.1;
    Some(after.split_once("</")?.0)
}

/// The value of an attribute in a tag, or in the first tag that has it.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let after = tag.split_once(&format!(" {name}="))?.1;
    let mark = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = after[1..].split_once(mark)?.0;
    Some(resolved(value).unwrap_or_else(|| value.to_owned()))
}
