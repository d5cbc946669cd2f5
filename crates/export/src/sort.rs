use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// Merged into one when there are so many: each open one is a file and a buffer.
const MOST_RUNS: usize = 32;

/// Sorted runs on disk, one JSON value a line, and their merge: an external sort (Knuth, TAOCP 3, 5.4.1) whose memory
/// does not grow with what is sorted. The files are removed when it is dropped, unless a checkpoint names them.
#[derive(Debug)]
pub(crate) struct Runs<T> {
    folder: PathBuf,
    name: &'static str,
    begun: usize,
    files: Vec<PathBuf>,
    /// The first of `files` that are certainly on the disk.
    synced: usize,
    /// Merged since the last checkpoint, which names them.
    merged: Vec<PathBuf>,
    /// True if there is a checkpoint.
    kept: bool,
    of: PhantomData<fn() -> T>,
}

/// What several runs may hold parts of.
pub(crate) trait Part: Ord + Serialize + DeserializeOwned {
    /// Makes one of this and an equal one, where a merged run need not hold both; otherwise returns the other.
    fn absorb(&mut self, other: Self) -> Option<Self> {
        Some(other)
    }

    /// Called when all that are equal were absorbed.
    fn settle(&mut self) {}
}

impl<T: Part> Runs<T> {
    /// No runs yet; they will be files in `folder`, hidden, with `name` in their names.
    pub(crate) fn new(folder: &Path, name: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            name,
            begun: 0,
            files: Vec::new(),
            synced: 0,
            merged: Vec::new(),
            kept: false,
            of: PhantomData,
        }
    }

    /// Goes on with the runs that a checkpoint names.
    pub(crate) fn resume(&mut self, names: &[String], begun: usize) {
        self.files = names.iter().map(|name| self.folder.join(name)).collect();
        self.synced = self.files.len();
        self.begun = begun;
        self.kept = true;
    }

    /// Sees to it that all runs are on the disk. Returns their names, and how many were ever begun.
    pub(crate) fn sync(&mut self) -> Result<(Vec<String>, usize), Error> {
        for path in &self.files[self.synced..] {
            let synced = File::open(path).and_then(|file| file.sync_data());
            synced.map_err(Error::io(path, "cannot write"))?;
        }
        self.synced = self.files.len();
        let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok((self.files.iter().filter_map(name).collect(), self.begun))
    }

    /// Called when a checkpoint with what [`Runs::sync`] returned stands.
    pub(crate) fn checkpointed(&mut self) {
        self.kept = true;
        remove(&self.merged);
        self.merged.clear();
    }

    /// Writes a run.
    pub(crate) fn write(&mut self, mut items: Vec<T>) -> Result<(), Error> {
        items.sort();
        self.write_sorted(items.into_iter().map(Ok))?;
        if self.files.len() >= MOST_RUNS {
            let merge = Merge::open(&self.files, Vec::new())?;
            let merged = self.files.len();
            self.write_sorted(merge)?;
            self.synced = 0;
            self.merged.extend(self.files.drain(..merged));
            if !self.kept {
                remove(&self.merged);
                self.merged.clear();
            }
        }
        Ok(())
    }

    fn write_sorted(&mut self, items: impl Iterator<Item = Result<T, Error>>) -> Result<(), Error> {
        let path = self.folder.join(format!(".{}-{}.tmp", self.name, self.begun));
        self.begun += 1;
        // Known before it is there, so that it is removed whatever happens.
        self.files.push(path.clone());
        let failed = || Error::io(&path, "cannot write");
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&path).map_err(failed())?);
        let mut write = |mut item: T| {
            item.settle();
            serde_json::to_writer(&mut file, &item).map_err(|error| failed()(error.into()))?;
            file.write_all(b"\n").map_err(failed())
        };
        let mut held: Option<T> = None;
        for item in items {
            let item = item?;
            let apart = match &mut held {
                Some(held) if *held == item => held.absorb(item),
                _ => Some(item),
            };
            if let Some(item) = apart
                && let Some(done) = held.replace(item)
            {
                write(done)?;
            }
        }
        if let Some(done) = held {
            write(done)?;
        }
        file.flush().map_err(failed())
    }

    /// All items of all runs and of `rest`, sorted.
    pub(crate) fn merge(&self, mut rest: Vec<T>) -> Result<Merge<T>, Error> {
        rest.sort();
        Merge::open(&self.files, rest)
    }
}

impl<T> Runs<T> {
    /// Removes what is on disk, unless a checkpoint names it.
    pub(crate) fn discard(&mut self) {
        if !self.kept {
            remove(&self.files);
        }
        self.files.clear();
    }
}

impl<T> Drop for Runs<T> {
    fn drop(&mut self) {
        self.discard();
    }
}

fn remove(files: &[PathBuf]) {
    for file in files {
        // What cannot be removed is hidden and named as temporary.
        let _ = fs::remove_file(file);
    }
}

/// Items in order, from several runs.
#[derive(Debug)]
pub(crate) struct Merge<T> {
    runs: Vec<Run<T>>,
    /// The next item of each run, with its number.
    heads: BinaryHeap<Reverse<(T, usize)>>,
    failed: Option<Error>,
}

#[derive(Debug)]
enum Run<T> {
    Disk(PathBuf, Lines<BufReader<File>>),
    Memory(std::vec::IntoIter<T>),
}

impl<T: DeserializeOwned> Run<T> {
    fn next(&mut self) -> Option<Result<T, Error>> {
        match self {
            Run::Memory(items) => items.next().map(Ok),
            Run::Disk(path, lines) => {
                let item = lines.next()?.and_then(|line| Ok(serde_json::from_str(&line)?));
                Some(item.map_err(Error::io(path, "cannot read again what was written")))
            }
        }
    }
}

impl<T: Ord + DeserializeOwned> Merge<T> {
    fn open(files: &[PathBuf], rest: Vec<T>) -> Result<Self, Error> {
        let mut merge = Self {
            runs: Vec::with_capacity(files.len() + 1),
            heads: BinaryHeap::new(),
            failed: None,
        };
        for path in files {
            let file = File::open(path).map_err(Error::io(path, "cannot read again what was written"))?;
            let lines = BufReader::with_capacity(1 << 16, file).lines();
            merge.runs.push(Run::Disk(path.clone(), lines));
        }
        merge.runs.push(Run::Memory(rest.into_iter()));
        for number in 0..merge.runs.len() {
            merge.advance(number);
        }
        Ok(merge)
    }

    fn advance(&mut self, number: usize) {
        match self.runs[number].next() {
            Some(Ok(item)) => self.heads.push(Reverse((item, number))),
            Some(Err(error)) => self.failed = Some(error),
            None => {}
        }
    }
}

impl<T: Ord + DeserializeOwned> Iterator for Merge<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            self.heads.clear();
            return Some(Err(error));
        }
        let Reverse((item, number)) = self.heads.pop()?;
        self.advance(number);
        Some(Ok(item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Part for u32 {}

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn merges_any_number_of_runs(runs in prop::collection::vec(prop::collection::vec(0_u32..50, 0..5), 0..80)) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorted = Runs::new(folder.path(), "test");
            for run in &runs {
                sorted.write(run.clone()).unwrap();
            }
            let merged: Vec<u32> = sorted.merge(vec![7, 3]).unwrap().map(Result::unwrap).collect();
            let mut expected: Vec<u32> = runs.concat();
            expected.extend([3, 7]);
            expected.sort();
            prop_assert_eq!(merged, expected);
            drop(sorted);
            prop_assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }
}
