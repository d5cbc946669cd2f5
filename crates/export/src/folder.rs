use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ahead::{Ahead, PORTION};
use crate::checkpoint::{Checkpoint, sync_folder};
use crate::complete::{BRAT, STEM};
use crate::{Error, Table, earlier};

/// Bytes of a table that are held back: few enough that the buffers of all tables stay in a processor's cache, and leave
/// room there for what makes the rows.
const BUFFER: usize = 1 << 15;

const LOCK: &str = ".whosaid.lock";
pub(crate) const RUN: &str = "run.json";

/// A folder of tables that are being written under temporary names. Dropped before [`Folder::commit`], it removes them,
/// unless a checkpoint stands.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    files: Vec<TableFile>,
    /// Names of folders in this one.
    folders: Vec<String>,
    created: bool,
    /// Held while this folder is being written into; the system gives it up if the process dies.
    lock: Option<File>,
    /// True if there is a checkpoint, which all files must outlast.
    kept: bool,
    ahead: Arc<Ahead>,
}

#[derive(Debug)]
pub(crate) struct TableFile {
    name: String,
    temporary: PathBuf,
    file: BufWriter<File>,
    /// Bytes, those in the buffer included.
    length: u64,
    /// Bytes after which [`Ahead`] is asked to put it on the disk, and that.
    portion: u64,
    ahead: Arc<Ahead>,
    /// The bytes that it is to have in the end, if some are to go. A checkpoint may count on them until then.
    cut: Option<u64>,
    /// False for what is of use only while the run goes on.
    table: bool,
}

impl Write for &mut TableFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TableFile {
    /// From now on it is of use only while the run goes on.
    pub(crate) fn set_aside(&mut self) {
        self.table = false;
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.length += bytes.len() as u64;
        if self.length > self.portion {
            self.portion = self.length + PORTION;
            self.ahead.put(&self.temporary);
        }
        self.file
            .write_all(bytes)
            .map_err(Error::io(&self.temporary, "cannot write"))
    }

    /// Hands everything to the system, and waits until it is on the disk.
    fn sync(&mut self) -> Result<(), Error> {
        let synced = self.file.flush().and_then(|()| self.file.get_ref().sync_data());
        synced.map_err(Error::io(&self.temporary, "cannot write"))?;
        // A file system that loses bytes and says nothing, or somebody else who writes there.
        let length = fs::metadata(&self.temporary).map_or(0, |metadata| metadata.len());
        match length == self.length {
            true => Ok(()),
            false => Err(Error::Damaged(self.temporary.clone())),
        }
    }

    /// The name that it will have.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The name that it has until then.
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Takes note of what somebody else has written into it.
    #[cfg(feature = "sqlite")]
    pub(crate) fn measure(&mut self) -> Result<(), Error> {
        let metadata = fs::metadata(&self.temporary).map_err(Error::io(&self.temporary, "cannot read"))?;
        self.length = metadata.len();
        Ok(())
    }

    /// Leaves only the first so many bytes, once it has its name.
    pub(crate) fn cut(&mut self, bytes: u64) {
        self.cut = Some(bytes);
    }

    /// What was written so far, to be read.
    pub(crate) fn reopen(&mut self) -> Result<File, Error> {
        let flushed = self.file.flush();
        flushed.map_err(Error::io(&self.temporary, "cannot write"))?;
        File::open(&self.temporary).map_err(Error::io(&self.temporary, "cannot read again what was written"))
    }
}

impl Folder {
    /// Makes the folder if it is not there. What an interrupted run has left behind is removed.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let folder = Self::lock(path)?;
        Checkpoint::remove(path)?;
        folder.sweep(&[])?;
        Ok(folder)
    }

    /// As [`Folder::open`], but for the checkpoint of an interrupted run, if there is one, and what belongs to it.
    pub(crate) fn reopen(path: &Path) -> Result<(Self, Option<Checkpoint>), Error> {
        if !path.exists() {
            return Ok((Self::open(path)?, None));
        }
        let mut folder = Self::lock(path)?;
        let checkpoint = Checkpoint::read(path)?;
        folder.kept = checkpoint.is_some();
        Ok((folder, checkpoint))
    }

    fn lock(path: &Path) -> Result<Self, Error> {
        let created = !path.exists();
        if !created && !path.is_dir() {
            return Err(Error::NotAFolder(path.to_owned()));
        }
        fs::create_dir_all(path).map_err(Error::io(path, "cannot make this folder"))?;
        let mut folder = Self {
            path: path.to_owned(),
            files: Vec::new(),
            folders: Vec::new(),
            created,
            lock: None,
            kept: false,
            ahead: Arc::default(),
        };
        folder.take_lock()?;
        Ok(folder)
    }

    fn take_lock(&mut self) -> Result<(), Error> {
        let path = self.path.join(LOCK);
        let file = File::create(&path).map_err(Error::io(&self.path, "cannot write into this folder"))?;
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => return Err(Error::Busy(self.path.clone())),
            // Some network file systems have no locks: then nobody guards.
            Ok(()) | Err(fs::TryLockError::Error(_)) => self.lock = Some(file),
        }
        Ok(())
    }

    /// Removes temporary files of runs that came to no end, those of these names aside.
    pub(crate) fn sweep(&self, keep: &[String]) -> Result<(), Error> {
        let failed = || Error::io(&self.path, "cannot list this folder");
        for entry in fs::read_dir(&self.path).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            let name = entry.file_name();
            let ours = name
                .to_str()
                .is_some_and(|name| is_temporary(name) && !keep.iter().any(|kept| kept == name));
            if ours {
                let path = entry.path();
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Begins a file that will be called `name`; returns its number. It must not overwrite anything of anybody else.
    pub(crate) fn begin(&mut self, name: &str, head: &[u8]) -> Result<usize, Error> {
        self.spare(name)?;
        let number = self.hold(
            name,
            0,
            OpenOptions::new().write(true).create(true).truncate(true),
        )?;
        self.files[number].write(head)?;
        Ok(number)
    }

    /// Refuses to overwrite what is not of a run.
    pub(crate) fn spare(&self, name: &str) -> Result<(), Error> {
        let path = self.path.join(name);
        // A folder in the place of a file holds nothing that could be overwritten.
        let stands = path.is_file() || (name == BRAT && path.exists());
        match stands && !earlier::is_of_a_run(&path) {
            true => Err(Error::Foreign(path)),
            false => Ok(()),
        }
    }

    /// Begins a file that is removed in the end; returns its number.
    pub(crate) fn begin_aside(&mut self, name: &str) -> Result<usize, Error> {
        let number = self.begin(name, b"")?;
        self.files[number].set_aside();
        Ok(number)
    }

    /// Goes on with a file that was begun and has `length` bytes that count; returns its number.
    pub(crate) fn resume(&mut self, name: &str, length: u64) -> Result<usize, Error> {
        let number = self.hold(name, length, OpenOptions::new().write(true))?;
        let TableFile { temporary, file, .. } = &mut self.files[number];
        let failed = || Error::io(temporary, "cannot go on with this file");
        let file = file.get_mut();
        if file.metadata().map_err(failed())?.len() < length {
            return Err(Error::Damaged(temporary.clone()));
        }
        file.set_len(length).map_err(failed())?;
        file.seek(SeekFrom::End(0)).map_err(failed())?;
        Ok(number)
    }

    fn hold(&mut self, name: &str, length: u64, options: &OpenOptions) -> Result<usize, Error> {
        let temporary = self.path.join(temporary_name(name));
        let file = options
            .open(&temporary)
            .map_err(Error::io(&temporary, "cannot make this file"))?;
        self.files.push(TableFile {
            name: name.to_owned(),
            temporary,
            file: BufWriter::with_capacity(BUFFER, file),
            length,
            portion: length + PORTION,
            ahead: Arc::clone(&self.ahead),
            cut: None,
            table: true,
        });
        Ok(self.files.len() - 1)
    }

    pub(crate) fn is_kept(&self) -> bool {
        self.kept
    }

    /// Begins a folder that will be called `name`; returns where it is until then. It must not take the place of anything
    /// of anybody else.
    pub(crate) fn begin_folder(&mut self, name: &str) -> Result<PathBuf, Error> {
        self.spare(name)?;
        let temporary = self.path.join(temporary_name(name));
        remove(&temporary)?;
        self.folders.push(name.to_owned());
        fs::create_dir(&temporary).map_err(Error::io(&temporary, "cannot make this folder"))?;
        Ok(temporary)
    }

    pub(crate) fn file(&mut self, number: usize) -> &mut TableFile {
        &mut self.files[number]
    }

    /// Puts a checkpoint beside the files, which are on the disk before it is.
    pub(crate) fn checkpoint(&mut self, checkpoint: &mut Checkpoint) -> Result<(), Error> {
        for file in &mut self.files {
            file.sync()?;
            checkpoint.files.insert(file.name.clone(), file.length);
        }
        checkpoint.write(&self.path)?;
        self.kept = true;
        Ok(())
    }

    /// Gives all files their names, `run.json` last: where it stands, the tables beside it are of one run. `complete` is
    /// left behind for [`Folder::resume_commit`], if there is a checkpoint at all.
    /// Returns the names of tables of an earlier run that had to go.
    pub(crate) fn commit(mut self, complete: &mut Checkpoint) -> Result<Vec<String>, Error> {
        for file in &mut self.files {
            file.sync()?;
        }
        let tables = self.files.iter().filter(|file| file.table);
        let folders = self.folders.iter().map(|name| (name.clone(), 0));
        complete.files = tables
            .map(|file| (file.name.clone(), file.cut.unwrap_or(file.length)))
            .chain(folders)
            .collect();
        if self.kept {
            complete.complete = true;
            complete.write(&self.path)?;
        }
        self.give_names(complete)
    }

    /// Goes on with a commit that was interrupted.
    pub(crate) fn resume_commit(self, complete: &Checkpoint) -> Result<(), Error> {
        self.give_names(complete).map(drop)
    }

    /// Those that have their names already are passed over.
    fn give_names(mut self, complete: &Checkpoint) -> Result<Vec<String>, Error> {
        let run = self.path.join(RUN);
        // Of this run it is only if it has been renamed.
        if self.path.join(temporary_name(RUN)).exists() && run.exists() {
            fs::remove_file(&run).map_err(Error::io(&run, "cannot remove this file of an earlier run"))?;
        }
        // Tables of an earlier run that this one does not write would be taken for its own.
        let mut removed = Vec::new();
        for path in earlier::tables(&self.path)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if !complete.files.keys().any(|written| *written == name) {
                remove(&path)?;
                removed.push(name.into_owned());
            }
        }
        removed.sort_unstable();
        let (last, first): (Vec<_>, Vec<_>) = complete.files.iter().partition(|(name, _)| *name == RUN);
        for (name, length) in first.into_iter().chain(last) {
            let (temporary, path) = (self.path.join(temporary_name(name)), self.path.join(name));
            if temporary.exists() {
                if temporary.is_dir() {
                    remove(&path)?;
                } else {
                    cut(&temporary, *length).map_err(Error::io(&temporary, "cannot cut this file"))?;
                }
                fs::rename(&temporary, &path).map_err(Error::io(&path, "cannot give this table its name"))?;
            } else if !path.exists() {
                return Err(Error::Damaged(temporary));
            }
        }
        sync_folder(&self.path)?;
        if self.kept {
            Checkpoint::remove(&self.path)?;
        }
        self.sweep(&[])?;
        self.files.clear();
        self.folders.clear();
        self.created = false;
        self.kept = false;
        Ok(removed)
    }

    /// Removes what was not committed, unless a checkpoint stands. What cannot be removed stays under its temporary name.
    pub(crate) fn discard(&mut self) {
        for file in self.files.drain(..) {
            if !self.kept {
                let _ = fs::remove_file(&file.temporary);
            }
        }
        for name in self.folders.drain(..) {
            if !self.kept {
                let _ = remove(&self.path.join(temporary_name(&name)));
            }
        }
        if self.lock.take().is_some() {
            let _ = fs::remove_file(self.path.join(LOCK));
        }
        if std::mem::take(&mut self.created) {
            // Only if nothing is in it.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.discard();
    }
}

/// Leaves only the first so many bytes.
fn cut(path: &Path, length: u64) -> io::Result<()> {
    if fs::metadata(path)?.len() <= length {
        return Ok(());
    }
    let file = OpenOptions::new().write(true).open(path)?;
    file.set_len(length)?;
    file.sync_all()
}

/// What a file is called until it is complete.
pub(crate) fn temporary_name(name: &str) -> String {
    format!(".{name}.tmp")
}

/// True for the names that unfinished files have: `.quotes.csv.tmp`, `.entities-counted-3.tmp`.
fn is_temporary(name: &str) -> bool {
    let stem = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
    let Some(stem) = stem else {
        return false;
    };
    let first = stem.split(['.', '-']).next().unwrap_or(stem);
    [BRAT, STEM, "run"].contains(&first) || Table::ALL.iter().any(|table| table.name() == first)
}

/// Removes a file or a folder, if it is there.
fn remove(path: &Path) -> Result<(), Error> {
    let removed = match fs::symlink_metadata(path) {
        Err(_) => return Ok(()),
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    };
    removed.map_err(Error::io(path, "cannot remove what an earlier run has left"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_unfinished_files_are_swept() {
        for name in [
            ".quotes.csv.tmp",
            ".entities-counted-3.tmp",
            ".run.json.tmp",
            ".whosaid-journal.tmp",
        ] {
            assert!(is_temporary(name), "{name}");
        }
        for name in [
            "quotes.csv",
            ".quotes.csv",
            "quotes.csv.tmp",
            ".mine.tmp",
            ".quoted.csv.tmp",
            ".tmp",
            "..tmp",
        ] {
            assert!(!is_temporary(name), "{name}");
        }
    }

    #[test]
    fn what_goes_to_the_disk_ahead_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mut tables = Folder::open(folder.path()).unwrap();
        let number = tables.begin("documents.csv", b"").unwrap();
        let row = [b'x'; 1 << 20];
        let rows = 2 * (PORTION >> 20) + 3;
        for _ in 0..rows {
            tables.file(number).write(&row).unwrap();
        }
        assert!(tables.file(number).portion > tables.file(number).length);
        tables.commit(&mut Checkpoint::default()).unwrap();
        let length = fs::metadata(folder.path().join("documents.csv")).unwrap().len();
        assert_eq!(length, rows << 20);
    }

    #[test]
    fn a_commit_that_was_interrupted_anywhere_is_gone_on_with() {
        let names = ["documents.csv", "quotes.csv", "run.json"];
        for given in 0..=names.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path();
            for (number, name) in names.iter().enumerate() {
                let name = if number < given {
                    (*name).to_owned()
                } else {
                    temporary_name(name)
                };
                fs::write(path.join(name), "").unwrap();
            }
            let mut complete = Checkpoint {
                files: names.iter().map(|name| ((*name).to_owned(), 0)).collect(),
                complete: true,
                ..Checkpoint::default()
            };
            complete.write(path).unwrap();
            let (reopened, checkpoint) = Folder::reopen(path).unwrap();
            reopened.resume_commit(&checkpoint.unwrap()).unwrap();
            let mut found: Vec<_> = fs::read_dir(path)
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            found.sort();
            assert_eq!(found, names, "{given}");
        }
    }
}
