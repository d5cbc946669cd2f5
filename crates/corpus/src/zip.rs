//! Members of a zip archive, through its central directory.
//!
//! `rawzip` finds and checks them: it holds one entry at a time, where the `zip` crate first reads the directory of a
//! million files into memory, and leaves the decompression to whoever has it already.

use std::io::Read;
use std::ops::ControlFlow;
use std::rc::Rc;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ReaderAt, ZipArchive, ZipArchiveEntryWayfinder};

use crate::Reason;
use crate::gauge::{Gauge, Watched};
use crate::stream::Stream;
use crate::unpack::Compression;

/// A file in an archive.
pub(crate) struct Member {
    /// As the archive has it.
    pub(crate) path: String,
    /// Bytes, as the directory has it.
    pub(crate) size: u64,
    /// Why it cannot be read, if that is known before.
    pub(crate) refused: Option<Reason>,
    method: CompressionMethod,
    way: ZipArchiveEntryWayfinder,
}

/// Hands out every file of an archive in the order of its directory. An error is one of the directory.
pub(crate) fn members<R: ReaderAt>(
    archive: &ZipArchive<R>,
    each: &mut dyn FnMut(Member) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, rawzip::Error> {
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let mut entries = archive.entries(&mut buffer);
    while let Some(entry) = entries.next_entry()? {
        if entry.is_dir() || entry.mode().is_symlink() {
            continue;
        }
        let method = entry.compression_method();
        let refused = if entry.flags().is_encrypted() {
            Some("it is encrypted".to_owned())
        } else if !is_known(method) {
            Some(format!("compressed in a way that is not known ({method:?})"))
        } else {
            None
        };
        let member = Member {
            path: String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned(),
            size: entry.uncompressed_size_hint(),
            refused: refused.map(Reason::Damaged),
            method,
            way: entry.wayfinder(),
        };
        if each(member).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn is_known(method: CompressionMethod) -> bool {
    method == CompressionMethod::STORE || method == CompressionMethod::DEFLATE || packed(method).is_some()
}

/// The methods that are one of the formats of files.
fn packed(method: CompressionMethod) -> Option<Compression> {
    match method {
        CompressionMethod::BZIP2 => Some(Compression::Bzip2),
        CompressionMethod::ZSTD => Some(Compression::Zstd),
        CompressionMethod::XZ => Some(Compression::Xz),
        _ => None,
    }
}

/// The bytes of a member, unpacked and checked against its checksum.
pub(crate) fn open<'a, R: ReaderAt>(
    archive: &'a ZipArchive<R>,
    member: &Member,
    gauge: &Rc<Gauge>,
) -> Result<Box<dyn Read + 'a>, rawzip::Error> {
    let entry = archive.get_entry(member.way)?;
    let packed_bytes = Stream::new(Box::new(entry.reader()));
    let bytes: Box<dyn Read + 'a> = match packed(member.method) {
        Some(compression) => Box::new(compression.unpack(packed_bytes, gauge)),
        None if member.method == CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed_bytes)),
        None => Box::new(packed_bytes),
    };
    Ok(Box::new(Watched::new(
        entry.verifying_reader(bytes),
        "zip",
        gauge,
    )))
}
