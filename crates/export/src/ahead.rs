use std::fs::File;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// A file is put on the disk whenever so many more bytes of it were written.
pub(crate) const PORTION: u64 = 16 << 20;

/// Puts files on the disk while they are being written, so that at the end, or for a checkpoint, there is little to wait
/// for. Nothing depends on it: who must be sure that a file is on the disk asks for that, and is told what failed here,
/// because this has files opened for itself.
#[derive(Debug, Default)]
pub(crate) struct Ahead(OnceLock<Option<SyncSender<File>>>);

impl Ahead {
    /// Puts what was written of a file so far on the disk, sooner or later. Not if there is no time for it now.
    pub(crate) fn put(&self, path: &Path) {
        if let (Some(sender), Ok(file)) = (self.0.get_or_init(start), File::open(path)) {
            let _ = sender.try_send(file);
        }
    }
}

/// Starts the thread, which ends when nobody has anything more for it.
fn start() -> Option<SyncSender<File>> {
    let (sender, receiver) = sync_channel::<File>(4);
    let work = move || {
        for file in receiver {
            // Whoever waits for the file is told.
            let _ = file.sync_data();
        }
    };
    let thread = thread::Builder::new().name("whosaid-disk".into());
    thread.spawn(work).ok().map(|_| sender)
}
