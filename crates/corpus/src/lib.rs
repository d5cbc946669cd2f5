/*!
Readers that turn dumps into documents.

A [`Corpus`] is what the user named: folders, files, patterns, standard input. [`Corpus::read`] walks through it in a
fixed order and hands out one [`Record`] after another, as raw bytes with its origin; [`Corpus::decode`] makes a
[`Document`](whosaid_text::Document) of a record. The two are apart so that one thread reads and many decode.
Whatever cannot become a document is a [`Rejection`] with its source, record and [`Reason`]; the reading goes on.
Reading is *pushed* into a closure instead of pulled from an iterator: a reader inside a reader (an archive in an
archive) is then a call inside a call, and nothing has to be unpacked or kept.

Archives and compressions are told by their first bytes, never by their name alone, and are read as streams: nothing is
written to disk, and the path of a member is a name and nothing else. All decompressors are pure Rust and need no C
compiler (`flate2` over miniz_oxide, `ruzstd`, `bzip2` over libbz2-rs, `lzma-rust2`, `brotli-decompressor` for pages in
web archives): they unpack 20 MB/s (bzip2), 70 (xz) to 350 (gzip) where the whole program takes some 10.

This crate does not analyse text beyond its encoding and the date at its head, starts no threads, writes nothing, and
never holds more of an input than one record, which [`Options::max_document_bytes`] bounds.

```
use std::ops::ControlFlow;
use whosaid_corpus::{Corpus, Options};

let folder = std::env::temp_dir().join("whosaid-corpus-example");
std::fs::create_dir_all(&folder)?;
std::fs::write(folder.join("a.txt"), "BAKU, September 21, 2023 (Wire) - The talks went on.")?;

let corpus = Corpus::open([&folder], Options::default())?;
corpus.read(&mut |item| {
    let decoded = corpus.decode(item.expect("readable")).expect("text");
    assert_eq!(decoded.document.id, "a.txt");
    assert_eq!(decoded.document.date.unwrap().to_string(), "2023-09-21");
    ControlFlow::Continue(())
});
# std::fs::remove_dir_all(&folder)?;
# Ok::<(), Box<dyn std::error::Error>>(())
```
*/

mod binary;
mod calendar;
mod clutter;
mod copies;
mod corpus;
mod dateline;
mod dates;
mod decode;
mod entity;
mod envelope;
mod feed;
mod fields;
mod files;
mod fragment;
mod gauge;
mod html;
mod http;
mod input;
mod json;
mod lines;
mod listing;
mod mail;
mod markup;
mod options;
mod reader;
mod record;
mod rejection;
mod select;
mod sniff;
mod stream;
mod table;
mod tar;
mod torn;
mod transcode;
mod unpack;
mod values;
mod warc;
mod zip;

pub use corpus::{Corpus, Decoded, Size};
pub use decode::Encoding;
pub use fields::NamedField;
pub use input::Error;
pub use listing::Listing;
pub use options::{DateOrder, Fields, Options};
pub use record::{Item, Origin, Position, Record};
pub use rejection::{Limit, Reason, Rejection};
pub use select::Select;
