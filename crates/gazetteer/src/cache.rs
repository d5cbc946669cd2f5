//! Compiled lists of the user, kept in a folder: compiling a million names takes seconds, taking them up again does not.

use std::fs;
use std::path::{Path, PathBuf};

use crate::image::u64_at;

/// Lists of fewer bytes are compiled each time: that is as fast.
const LEAST: usize = 256 * 1024;
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
    /// The place for lists with these contents; `None` if they are too small to be worth it.
    pub(crate) fn new(folder: &Path, version: u64, files: &[(String, Vec<u8>)]) -> Option<Self> {
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let hash = files.iter().fold(version, |hash, (name, bytes)| {
            checksum(checksum(hash, name.as_bytes()), bytes)
        });
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
    pub(crate) fn load(&self) -> Option<Vec<u8>> {
        let mut bytes = fs::read(&self.file).ok()?;
        let end = bytes.len().checked_sub(8)?;
        let sum = u64_at(&bytes, end);
        bytes.truncate(end);
        (checksum(0, &bytes) == sum).then_some(bytes)
    }

    /// Keeps compiled lists: under another name first, so that nobody reads half of them.
    pub(crate) fn store(&self, compiled: &[u8]) {
        let Some(folder) = self.file.parent() else {
            return;
        };
        let part = self.file.with_extension(format!("{}.part", std::process::id()));
        let mut bytes = compiled.to_vec();
        bytes.extend(checksum(0, compiled).to_le_bytes());
        let stored = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&part, bytes))
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
