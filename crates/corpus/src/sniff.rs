use crate::envelope::envelope;
use crate::fields::Keys;
use crate::unpack::Compression;
use crate::{feed, json, mail, table, tar, warc};

/// How many first bytes are enough to tell what a stream is; the first line counts too if it is within reach.
pub(crate) const LOOK: usize = 4096;

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One stream in another.
    Compressed(Compression),
    Zip,
    /// A zip archive whose files are parts of one text.
    Office,
    Tar,
    /// One JSON object a line.
    Lines,
    /// JSON objects in a list, in an object that holds one, or over several lines.
    Values,
    /// Rows of cells with a header.
    Table,
    /// A page.
    Html,
    /// Items of RSS or Atom.
    Feed,
    /// Records of a web archive.
    Warc,
    /// A message of e-mail.
    Mail,
    /// One document.
    Text,
}

/// Tells what begins with `head`. Its name decides only where the content leaves a choice.
pub(crate) fn format(head: &[u8], name: &str, keys: Keys<'_>) -> Format {
    if let Some(compression) = Compression::sniff(head) {
        return Format::Compressed(compression);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return match is_office(head) {
            true => Format::Office,
            false => Format::Zip,
        };
    }
    if tar::is_header(head) {
        return Format::Tar;
    }
    if warc::is_record(head) {
        return Format::Warc;
    }
    if mail::is_message(head, is_named(name, &["eml"])) {
        return Format::Mail;
    }
    if feed::is_root(first_element(head)) {
        return Format::Feed;
    }
    if is_named(name, &["html", "htm", "xhtml"]) || begins_page(head) {
        return Format::Html;
    }
    if json::begins_values(head) && !is_named(name, &["csv", "tsv"]) {
        // A line may be longer than what is looked at.
        return match json::begins_lines(head) && envelope(head, keys).is_none() {
            true => Format::Lines,
            false => Format::Values,
        };
    }
    if is_named(name, &["jsonl", "ndjson", "jsonlines", "json"]) {
        return Format::Lines;
    }
    if is_named(name, &["csv", "tsv", "tab"]) || table::begins_table(head, keys) {
        return Format::Table;
    }
    Format::Text
}

/// What stands behind the spaces, comments and declarations that a page or a feed may begin with.
fn first_element(head: &[u8]) -> &[u8] {
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'?', ..] => b">",
            _ => return rest,
        };
        let Some(at) = memchr::memmem::find(rest, end) else {
            return b"";
        };
        rest = &rest[at + end.len()..];
    }
}

/// True if a page begins so.
pub(crate) fn begins_page(head: &[u8]) -> bool {
    let rest = first_element(head);
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| {
        rest.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// True if the first member of a zip archive is one that documents of Office, OpenDocument and EPUB begin with.
fn is_office(head: &[u8]) -> bool {
    let name = head.get(30..).unwrap_or_default();
    [
        &b"[Content_Types].xml"[..],
        b"_rels/.rels",
        b"docProps/",
        b"mimetypeapplication/",
    ]
    .iter()
    .any(|first| name.starts_with(first))
}

/// True if the name ends in one of these.
pub(crate) fn is_named(name: &str, extensions: &[&str]) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        extensions
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The name of what is packed in a file of this name: `dump.tar` of `dump.tgz`.
pub(crate) fn unpacked_name(name: &str) -> String {
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return name.to_owned();
    };
    if ["tgz", "tzst", "tbz", "tbz2", "txz"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
    {
        return format!("{stem}.tar");
    }
    match is_named(name, &["gz", "gzip", "zst", "zstd", "bz2", "xz", "z"]) {
        true => stem.to_owned(),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &[u8], name: &str) -> Format {
        format(head, name, Keys::new(&crate::Fields::default()))
    }

    #[test]
    fn content_goes_before_the_name() {
        for (head, name, expected) in [
            (
                &b"\x1f\x8b\x08\x00"[..],
                "a.txt",
                Format::Compressed(Compression::Gzip),
            ),
            (b"PK\x03\x04", "a.jsonl", Format::Zip),
            (b"{\"text\":", "a.JSONL", Format::Lines),
            (b"{\"text\":\"a\"}\n", "a", Format::Lines),
            (b"[{\"text\":\"a\"}]\n", "a.jsonl", Format::Values),
            (b"{\n  \"text\":\"a\"\n}\n", "a.json", Format::Values),
            (
                b"{\"n\":1,\"articles\":[{\"text\":\"a\"}]}\n",
                "a.jsonl",
                Format::Values,
            ),
            (
                b"{\"text\":\"a\",\"data\":[{\"n\":1}]}\n",
                "a.json",
                Format::Lines,
            ),
            (b"no JSON", "a.json", Format::Lines),
            (b"[Photo] {caption}", "a.txt", Format::Text),
            (b"\"no header\"", "a.csv", Format::Table),
            (b"id,text\n1,a\n", "a.txt", Format::Table),
            (b"WARC/1.0\r\n", "a", Format::Warc),
            (b"\n<!-- saved --><?xml?>\n<!DOCTYPE HTML>", "a.txt", Format::Html),
            (b"<p>A line that quotes <html>", "a.txt", Format::Text),
            (b"words", "a.HTM", Format::Html),
            (b"BZh, a heron", "a", Format::Text),
            (b"", "", Format::Text),
        ] {
            assert_eq!(told(head, name), expected, "{name} {head:?}");
        }
    }

    #[test]
    fn names_lose_what_was_unpacked() {
        for (name, unpacked) in [
            ("a.jsonl.gz", "a.jsonl"),
            ("a.TGZ", "a.tar"),
            ("a.tar.zst", "a.tar"),
            ("a.txt", "a.txt"),
            ("gz", "gz"),
        ] {
            assert_eq!(unpacked_name(name), unpacked);
        }
    }
}
