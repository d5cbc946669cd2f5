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
use crate::decode::guessed;
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

/// Hands out every file of an archive in the order of its directory. The error is one of the directory, with the place of
/// the last member that it still named.
pub(crate) fn members<R: ReaderAt>(
    archive: &ZipArchive<R>,
    each: &mut dyn FnMut(Member) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, Option<u64>> {
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let mut entries = archive.entries(&mut buffer);
    let mut last = None;
    while let Some(entry) = entries.next_entry().map_err(|_| last)? {
        last = last.max(Some(entry.local_header_offset()));
        if entry.is_dir() || entry.mode().is_symlink() {
            continue;
        }
        let method = entry.compression_method();
        let member = Member {
            path: member_path(entry.file_path().as_bytes()),
            size: entry.uncompressed_size_hint(),
            refused: refusal(method, entry.flags().is_encrypted()),
            method,
            way: entry.wayfinder(),
        };
        if each(member).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Why a member cannot be read.
pub(crate) fn refusal(method: CompressionMethod, encrypted: bool) -> Option<Reason> {
    let reason = match encrypted {
        true => "it is encrypted".to_owned(),
        false if is_known(method) => return None,
        false => format!("compressed in a way that is not known ({})", method.as_u16()),
    };
    Some(Reason::Damaged(reason))
}

/// The method of this number; one that is not known for all others.
pub(crate) fn method(number: u16) -> CompressionMethod {
    let known = [
        CompressionMethod::STORE,
        CompressionMethod::DEFLATE,
        CompressionMethod::BZIP2,
        CompressionMethod::ZSTD,
        CompressionMethod::XZ,
    ];
    let found = known.into_iter().find(|method| method.as_u16() == number);
    found.unwrap_or(CompressionMethod::SHRUNK)
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

/// What the bytes of a member unpack to.
pub(crate) fn unpack<'a>(
    bytes: Box<dyn Read + 'a>,
    method: CompressionMethod,
    gauge: &Rc<Gauge>,
) -> Box<dyn Read + 'a> {
    let stream = Stream::new(bytes);
    match packed(method) {
        Some(compression) => Box::new(compression.unpack(stream, gauge)),
        None if method == CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(stream)),
        None => Box::new(stream),
    }
}

/// The bytes of a member, unpacked and checked against its checksum.
pub(crate) fn open<'a, R: ReaderAt>(
    archive: &'a ZipArchive<R>,
    member: &Member,
    gauge: &Rc<Gauge>,
) -> Result<Box<dyn Read + 'a>, rawzip::Error> {
    let entry = archive.get_entry(member.way)?;
    let bytes = unpack(Box::new(entry.reader()), member.method, gauge);
    Ok(Box::new(Watched::new(
        entry.verifying_reader(bytes),
        "zip",
        gauge,
    )))
}
/// The name of a member: UTF-8, or what its bytes look most like; with `/`, also where a program of Windows wrote `\`.
pub(crate) fn member_path(name: &[u8]) -> String {
    let name = match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => guessed(name),
    };
    match name.contains('/') {
        true => name,
        false => name.replace('\\', "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_members_are_read_as_they_were_meant() {
        let (russian, _, _) = encoding_rs::IBM866.encode("Новости за сентябрь/Мост открыт.txt");
        for (name, path) in [
            (&b"a/b.txt"[..], "a/b.txt"),
            (b"news\\2023\\a.txt", "news/2023/a.txt"),
            (b"a/b\\c.txt", "a/b\\c.txt"),
            (&*russian, "Новости за сентябрь/Мост открыт.txt"),
        ] {
            assert_eq!(member_path(name), path);
        }
    }
}
