//! The one module with unsafe code: a file as memory.
//!
//! A hundred megabytes of compiled lists are used where the system keeps them: copying them into memory of our own
//! takes longer than all the rest of a start, and twice the room.

#![allow(unsafe_code, reason = "the file is ours, and is never changed in its place")]

use std::fs::File;
use std::io;
use std::path::Path;

use bytes::Bytes;
use memmap2::Mmap;

/// The content of a file of the cache, which must never be written to under this name: it is replaced by renaming, or
/// removed, and both leave what was mapped as it was.
///
/// # Errors
///
/// If it cannot be opened or mapped (an empty file cannot).
pub(crate) fn map(file: &Path) -> io::Result<Bytes> {
    let file = File::open(file)?;
    // SAFETY: Nobody changes or shortens the file while it is mapped: whosaid writes it under another name and renames
    // it, and the folder is the user's own.
    let content = unsafe { Mmap::map(&file)? };
    Ok(Bytes::from_owner(content))
}
