//! What the targets share: reading a file in memory to its end, and what must hold of whatever comes out.

// One module for each target: a function that takes any bytes. `packed` needs an encoder of xz that no test has.
pub mod feed;
pub mod gazetteer;
pub mod html;
pub mod import;
pub mod json_lines;
pub mod json_list;
pub mod mail;
#[cfg(not(test))]
pub mod packed;
pub mod quotes;
pub mod table;
pub mod tar;
pub mod text;
pub mod tokenizer;
pub mod warc;
pub mod zip;

#[path = "../../tests/packing/mod.rs"]
mod packing;

use std::ops::ControlFlow;

use whosaid_corpus::{Corpus, Decoded, Options, Rejection};

/// The most bytes of a document, small enough for a fuzzer to pass.
pub const MAX_DOCUMENT: u64 = 1500;
/// The most bytes of a record.
pub const MAX_RECORD: u64 = 2000;

/// A document, or why there is none.
pub type Outcome = Result<Decoded, Rejection>;

/// Limits that a small input can pass.
pub fn options() -> Options {
    Options {
        max_document_bytes: MAX_DOCUMENT,
        max_record_bytes: MAX_RECORD,
        max_depth: 4,
        ..Options::default()
    }
}

/// Limits that no input passes.
pub fn no_limits() -> Options {
    Options {
        max_depth: 64,
        ..Options::default()
    }
}

/// Reads a file to its end.
pub fn outcomes(name: &str, bytes: &[u8], options: Options) -> Vec<Outcome> {
    let corpus = Corpus::of_bytes(name, bytes, options);
    let mut outcomes = Vec::new();
    let flow = corpus.read(&mut |item| {
        outcomes.push(item.and_then(|record| corpus.decode(record)));
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue(), "nobody broke it off");
    outcomes
}

/// [`outcomes`], and what holds of every file: something comes of it, the same each time; documents have an id, a
/// source and a text within the limit; rejections name a place that the file has. With a limit of `n` documents, the
/// same first ones come.
pub fn read(name: &str, bytes: &[u8]) -> Vec<Outcome> {
    let outcomes = outcomes(name, bytes, options());
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    for outcome in &outcomes {
        match outcome {
            Ok(decoded) => {
                let document = &decoded.document;
                assert!(document.source.starts_with(name), "{}", document.source);
                assert!(!document.id.is_empty() && !document.text.trim().is_empty());
                assert!(document.text.len() as u64 <= MAX_DOCUMENT);
                let parts = [&document.id, &document.text].into_iter().chain(&document.title);
                let marks: usize = parts.map(|part| part.matches('\u{fffd}').count()).sum();
                assert!(
                    decoded.encoding.replaced <= marks,
                    "{} of {marks}",
                    decoded.encoding.replaced
                );
            }
            Err(rejection) => {
                assert!(rejection.source.starts_with(name), "{rejection}");
                assert!(!rejection.reason.to_string().is_empty() && !rejection.reason.label().is_empty());
                // What is packed has other places than the file.
                if let (Some(line), true) =
                    (line(rejection), rejection.source == name && !may_be_packed(bytes))
                {
                    assert!((1..=lines).contains(&line), "{rejection} of {lines} lines");
                }
                if let (Some(byte), true) = (
                    place(rejection, "byte "),
                    rejection.source == name && !may_be_packed(bytes),
                ) {
                    assert!(byte <= bytes.len() as u64, "{rejection} of {} bytes", bytes.len());
                }
            }
        }
    }
    assert_same(&outcomes, &self::outcomes(name, bytes, options()));
    let limited = Options {
        limit: Some(1),
        ..options()
    };
    let first = outcomes
        .iter()
        .position(Result::is_ok)
        .map_or(outcomes.len(), |at| at + 1);
    assert_same(&outcomes[..first], &self::outcomes(name, bytes, limited));
    outcomes
}

/// True if a file may be compressed or an archive.
pub fn may_be_packed(bytes: &[u8]) -> bool {
    let magic: [&[u8]; 6] = [
        b"\x1f\x8b",
        b"\x28\xb5\x2f\xfd",
        b"BZh",
        b"\xfd7zXZ",
        b"PK",
        b"*M\x18",
    ];
    magic.iter().any(|magic| bytes.starts_with(magic))
        || bytes.get(1..).is_some_and(|rest| rest.starts_with(b"*M\x18"))
        || bytes.len() >= 512
}

/// The line that a rejection names.
pub fn line(rejection: &Rejection) -> Option<u64> {
    place(rejection, "line ")
}

fn place(rejection: &Rejection, unit: &str) -> Option<u64> {
    rejection.record.strip_prefix(unit)?.parse().ok()
}

/// What a table would hold of it.
pub fn told(outcome: &Outcome) -> String {
    match outcome {
        Ok(decoded) => format!("{decoded:?}"),
        Err(rejection) => format!("{}: {rejection}", rejection.reason.label()),
    }
}

/// Fails if two readings differ.
pub fn assert_same(one: &[Outcome], other: &[Outcome]) {
    let told = |outcomes: &[Outcome]| outcomes.iter().map(told).collect::<Vec<_>>();
    assert_eq!(told(one), told(other));
}

/// Fails unless what was read of an archive is what is read of its members one by one.
pub fn assert_members(archive: &str, packed: &[u8], members: &[(&str, &[u8])]) {
    let prefix = format!("{archive}!");
    let bare = |outcome: &Outcome| told(outcome).replace(&prefix, "");
    let found: Vec<_> = outcomes(archive, packed, no_limits()).iter().map(bare).collect();
    let alone = members
        .iter()
        .flat_map(|(name, bytes)| outcomes(name, bytes, no_limits()));
    let alone: Vec<_> = alone.map(|outcome| bare(&outcome)).collect();
    assert_eq!(found, alone);
}
