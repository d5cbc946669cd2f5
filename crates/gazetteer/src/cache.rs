//! Compiled lists of the user, kept in a folder: compiling a million names takes seconds, taking them up again does not.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::image::u64_at;
use crate::mapped::map;

/// Lists of fewer bytes are compiled each time: that is as fast.
pub(crate) const LEAST: u64 = 256 * 1024;
/// So many compiled lists are kept; the oldest go.
const KEPT: usize = 6;
const LISTS: &str = "whosaid-lists";
const SOUNDS: &str = "whosaid-sounds";

/// A folder for compiled lists. Whatever goes wrong with it, the lists are compiled as if there were none.
#[derive(Debug)]
pub(crate) struct Cache {
    file: PathBuf,
}

impl Cache {
    /// The place for lists with these contents; `None` if they are too small to be worth it, or cannot be read.
    pub(crate) fn new(folder: &Path, version: u64, files: &[(String, Content)]) -> Option<Self> {
        let (mut bytes, mut hash) = (0, version);
        for (name, content) in files {
            hash = checksum(hash, name.as_bytes());
            bytes += content.each_piece(|piece| hash = checksum(hash, piece))?;
        }
        (bytes >= LEAST).then(|| Self {
            file: folder.join(format!("{hash:016x}.{LISTS}")),
        })
    }

    /// The place for what the names of these lists sound like.
    pub(crate) fn of_sounds(&self) -> Self {
        Self {
            file: self.file.with_extension(SOUNDS),
        }
    }

    /// What was kept, if it is whole.
    pub(crate) fn load(&self) -> Option<Bytes> {
        let kept = map(&self.file).ok()?;
        let end = kept.len().checked_sub(8)?;
        (checksum(0, &kept[..end]) == u64_at(&kept, end)).then(|| kept.slice(..end))
    }

    /// Keeps compiled lists: under another name first, so that nobody reads half of them.
    pub(crate) fn store(&self, compiled: &[u8]) {
        let Some(folder) = self.file.parent() else {
            return;
        };
        let part = self.file.with_extension(format!("{}.part", std::process::id()));
        let sum = checksum(0, compiled);
        let write = || {
            let mut file = File::create(&part)?;
            file.write_all(compiled)?;
            file.write_all(&sum.to_le_bytes())
        };
        let stored = fs::create_dir_all(folder)
            .and_then(|()| write())
            .and_then(|()| fs::rename(&part, &self.file));
        if stored.is_err() {
            // It may not even be there.
            let _ = fs::remove_file(&part);
        }
        self.forget_oldest(folder);
    }

    fn forget_oldest(&self, folder: &Path) {
        let mut kept: Vec<_> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|extension| Some(extension) == self.file.extension())
            })
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        kept.sort();
        for (_, file) in kept
            .iter()
            .rev()
            .skip(KEPT)
            .filter(|(_, file)| *file != self.file)
        {
            // Another process may have done so already.
            let _ = fs::remove_file(file);
        }
    }
}

/// What a list holds: in memory, or in its file, which is read when it must be compiled.
#[derive(Debug)]
pub(crate) enum Content {
    Held(Vec<u8>),
    File(PathBuf),
}

impl Content {
    /// Calls `found` with the content piece by piece; how many bytes it has, or `None` if it cannot be read.
    fn each_piece(&self, mut found: impl FnMut(&[u8])) -> Option<u64> {
        const BUFFER: usize = 256 * 1024;
        let mut length = 0;
        match self {
            Self::Held(bytes) => {
                for piece in bytes.chunks(BUFFER) {
                    found(piece);
                }
                length += bytes.len() as u64;
            }
            Self::File(path) => {
                let mut file = File::open(path).ok()?;
                let mut buffer = Vec::with_capacity(BUFFER);
                loop {
                    buffer.clear();
                    let mut piece = (&mut file).take(BUFFER as u64);
                    if piece.read_to_end(&mut buffer).ok()? == 0 {
                        break;
                    }
                    found(&buffer);
                    length += buffer.len() as u64;
                }
            }
        }
        Some(length)
    }
}

/// A sum of bytes, 32 at a time, so that a hundred megabytes take some milliseconds. Not against malice.
pub(crate) fn checksum(seed: u64, bytes: &[u8]) -> u64 {
    const FACTORS: [u64; 4] = [
        0x9e37_79b9_7f4a_7c15,
        0xd6e8_feb8_6659_fd93,
        0xa076_1d64_78bd_642f,
        0xe703_7ed1_a0b4_28db,
    ];
    let mut lanes = FACTORS.map(|factor| factor ^ seed);
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (lane, factor) in FACTORS.iter().enumerate() {
            lanes[lane] = (lanes[lane].rotate_left(29) ^ u64_at(block, lane * 8)).wrapping_mul(*factor);
        }
    }
    let rest = blocks.remainder().iter().fold(bytes.len() as u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(FACTORS[1])
    });
    lanes.iter().fold(rest, |sum, lane| {
        (sum.rotate_left(31) ^ lane).wrapping_mul(FACTORS[0])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_counts() {
        let bytes: Vec<u8> = (0..100).collect();
        let sum = checksum(0, &bytes);
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 1;
            assert_ne!(checksum(0, &other), sum, "{place}");
        }
        assert_ne!(checksum(0, &bytes[..99]), sum);
        assert_ne!(checksum(1, &bytes), sum);
    }
}
