use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::{Error, Table, csv};

const LOCK: &str = ".whosaid.lock";
const RUN: &str = "run.json";

/// A folder of tables that are being written under temporary names. Dropped before [`Folder::commit`], it removes them.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    files: Vec<TableFile>,
    created: bool,
    /// Held while this folder is being written into; the system gives it up if the process dies.
    lock: Option<File>,
}

#[derive(Debug)]
pub(crate) struct TableFile {
    name: String,
    temporary: PathBuf,
    file: BufWriter<File>,
}

impl TableFile {
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file
            .write_all(bytes)
            .map_err(Error::io(&self.temporary, "cannot write"))
    }
}

impl Folder {
    /// Makes the folder if it is not there, and sees to it that nothing of anybody else would be overwritten.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let created = !path.exists();
        if !created && !path.is_dir() {
            return Err(Error::NotAFolder(path.to_owned()));
        }
        fs::create_dir_all(path).map_err(Error::io(path, "cannot make this folder"))?;
        let mut folder = Self {
            path: path.to_owned(),
            files: Vec::new(),
            created,
            lock: None,
        };
        folder.take_lock()?;
        for table in Table::ALL {
            let file = folder.path.join(format!("{table}.csv"));
            if file.exists() && !is_ours(&file, *table) {
                return Err(Error::Foreign(file));
            }
        }
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

    /// Begins a file that will be called `name`; returns its number.
    pub(crate) fn begin(&mut self, name: &str, head: &[u8]) -> Result<usize, Error> {
        let temporary = self.path.join(format!(".{name}.tmp"));
        let file = File::create(&temporary).map_err(Error::io(&temporary, "cannot make this file"))?;
        self.files.push(TableFile {
            name: name.to_owned(),
            temporary,
            file: BufWriter::with_capacity(1 << 18, file),
        });
        let number = self.files.len() - 1;
        self.files[number].write(head)?;
        Ok(number)
    }

    pub(crate) fn file(&mut self, number: usize) -> &mut TableFile {
        &mut self.files[number]
    }

    /// Gives all files their names, `run.json` last: where it stands, the tables beside it are of one run.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        for file in &mut self.files {
            file.file
                .flush()
                .map_err(Error::io(&file.temporary, "cannot write"))?;
        }
        let run = self.path.join(RUN);
        if run.exists() {
            fs::remove_file(&run).map_err(Error::io(&run, "cannot remove this file of an earlier run"))?;
        }
        // Tables of an earlier run that this one does not write would be taken for its own.
        for table in Table::ALL {
            let name = format!("{table}.csv");
            let path = self.path.join(&name);
            if !self.files.iter().any(|file| file.name == name) && path.exists() {
                fs::remove_file(&path)
                    .map_err(Error::io(&path, "cannot remove this table of an earlier run"))?;
            }
        }
        for file in self.files.drain(..) {
            let name = self.path.join(&file.name);
            fs::rename(&file.temporary, &name)
                .map_err(Error::io(&name, "cannot give this table its name"))?;
        }
        self.created = false;
        Ok(())
    }
}

impl Folder {
    /// Removes what was not committed. What cannot be removed stays under its temporary name.
    pub(crate) fn discard(&mut self) {
        for file in self.files.drain(..) {
            let _ = fs::remove_file(&file.temporary);
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

/// True if the file begins as our table of that name does, or is empty.
fn is_ours(path: &Path, table: Table) -> bool {
    let header = csv::header(table);
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(header.len() as u64).read_to_end(&mut head));
    read.is_ok() && (head.is_empty() || head == header)
}
