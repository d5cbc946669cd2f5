use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::{Error, earlier};

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
    /// False for what is of use only while the run goes on.
    table: bool,
}

impl Write for &mut TableFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
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
        self.file
            .write_all(bytes)
            .map_err(Error::io(&self.temporary, "cannot write"))
    }

    /// The name that it will have.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The name that it has until then.
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.file
            .flush()
            .map_err(Error::io(&self.temporary, "cannot write"))
    }

    /// What was written so far, to be read.
    pub(crate) fn reopen(&mut self) -> Result<File, Error> {
        self.flush()?;
        File::open(&self.temporary).map_err(Error::io(&self.temporary, "cannot read again what was written"))
    }

    /// Leaves only the first so many bytes.
    pub(crate) fn cut(&mut self, bytes: u64) -> Result<(), Error> {
        self.flush()?;
        self.file
            .get_ref()
            .set_len(bytes)
            .map_err(Error::io(&self.temporary, "cannot cut"))
    }
}

impl Folder {
    /// Makes the folder if it is not there.
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

    /// Begins a file that will be called `name`; returns its number. It must not overwrite anything of anybody else.
    pub(crate) fn begin(&mut self, name: &str, head: &[u8]) -> Result<usize, Error> {
        let path = self.path.join(name);
        if name != RUN && path.exists() && !earlier::is_of_a_run(&path) {
            return Err(Error::Foreign(path));
        }
        let temporary = self.path.join(format!(".{name}.tmp"));
        let file = File::create(&temporary).map_err(Error::io(&temporary, "cannot make this file"))?;
        self.files.push(TableFile {
            name: name.to_owned(),
            temporary,
            file: BufWriter::with_capacity(1 << 18, file),
            table: true,
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
            file.flush()?;
        }
        let run = self.path.join(RUN);
        if run.exists() {
            fs::remove_file(&run).map_err(Error::io(&run, "cannot remove this file of an earlier run"))?;
        }
        // Tables of an earlier run that this one does not write would be taken for its own.
        for path in earlier::files(&self.path)? {
            let written =
                |file: &TableFile| file.table && path.file_name().is_some_and(|name| *name == *file.name);
            if !self.files.iter().any(written) {
                fs::remove_file(&path)
                    .map_err(Error::io(&path, "cannot remove this table of an earlier run"))?;
            }
        }
        let aside = |file: &mut TableFile| !file.table;
        for file in self.files.extract_if(.., aside) {
            fs::remove_file(&file.temporary)
                .map_err(Error::io(&file.temporary, "cannot remove this file"))?;
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
