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
/// does not grow with what is sorted. The files are removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Runs<T> {
    folder: PathBuf,
    name: &'static str,
    written: usize,
    files: Vec<PathBuf>,
    of: PhantomData<fn() -> T>,
}

impl<T: Ord + Serialize + DeserializeOwned> Runs<T> {
    /// No runs yet; they will be files in `folder`, hidden, with `name` in their names.
    pub(crate) fn new(folder: &Path, name: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            name,
            written: 0,
            files: Vec::new(),
            of: PhantomData,
        }
    }

    /// Writes a run.
    pub(crate) fn write(&mut self, mut items: Vec<T>) -> Result<(), Error> {
        items.sort();
        self.write_sorted(items.into_iter().map(Ok))?;
        if self.files.len() >= MOST_RUNS {
            let merge = Merge::open(&self.files, Vec::new())?;
            let merged = self.files.len();
            self.write_sorted(merge)?;
            remove(&self.files[..merged]);
            self.files.drain(..merged);
        }
        Ok(())
    }

    fn write_sorted(&mut self, items: impl Iterator<Item = Result<T, Error>>) -> Result<(), Error> {
        let path = self.folder.join(format!(".{}-{}.tmp", self.name, self.written));
        self.written += 1;
        // Known before it is there, so that it is removed whatever happens.
        self.files.push(path.clone());
        let failed = || Error::io(&path, "cannot write");
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&path).map_err(failed())?);
        for item in items {
            let line = serde_json::to_vec(&item?).map_err(|error| failed()(error.into()))?;
            file.write_all(&line).map_err(failed())?;
            file.write_all(b"\n").map_err(failed())?;
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
    /// Removes what is on disk.
    pub(crate) fn discard(&mut self) {
        remove(&self.files);
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
