use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// So many runs of one size are merged into one of the next size: each item is written a number of times that grows
/// with the logarithm of all, and few files are open at once.
const FAN_IN: usize = 16;

/// Bytes that are read or written at once of each file.
const BUFFER: usize = 1 << 14;

/// Sorted runs on disk, one JSON value a line, and their merge: an external sort (Knuth, TAOCP 3, 5.4.1) whose memory
/// does not grow with what is sorted. The files are removed when it is dropped, unless a checkpoint names them.
#[derive(Debug)]
pub(crate) struct Runs<T> {
    folder: PathBuf,
    name: &'static str,
    begun: usize,
    /// The merged ones first, of the most often merged to those never merged.
    files: Vec<Sorted>,
    /// The first of `files` that are certainly on the disk.
    synced: usize,
    /// Merged since the last checkpoint, which names them.
    merged: Vec<PathBuf>,
    /// True if there is a checkpoint.
    kept: bool,
    of: PhantomData<fn() -> T>,
}

/// A file of sorted items.
#[derive(Debug)]
struct Sorted {
    path: PathBuf,
    /// How often its items were merged.
    level: u32,
}

impl Sorted {
    /// Of the name that [`Sorted::named`] gave.
    fn of(path: PathBuf) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let level = name.rsplit('-').nth(1).and_then(|level| level.parse().ok());
        Self {
            level: level.unwrap_or_default(),
            path,
        }
    }

    /// The file of `folder` for the run that was begun as number `begun`; hidden, and named as temporary.
    fn named(folder: &Path, name: &str, level: u32, begun: usize) -> Self {
        Self {
            path: folder.join(format!(".{name}-{level}-{begun}.tmp")),
            level,
        }
    }
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
        let file = |name: &String| Sorted::of(self.folder.join(name));
        self.files = names.iter().map(file).collect();
        self.synced = self.files.len();
        self.begun = begun;
        self.kept = true;
    }

    /// Sees to it that all runs are on the disk. Returns their names, and how many were ever begun.
    pub(crate) fn sync(&mut self) -> Result<(Vec<String>, usize), Error> {
        for Sorted { path, .. } in &self.files[self.synced..] {
            let synced = File::open(path).and_then(|file| file.sync_data());
            synced.map_err(Error::io(path, "cannot write"))?;
        }
        self.synced = self.files.len();
        let name = |file: &Sorted| Some(file.path.file_name()?.to_string_lossy().into_owned());
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
        // Equal ones become one, whatever their order.
        items.sort_unstable();
        self.write_sorted(0, items.into_iter().map(Ok))?;
        let mut level = 0;
        loop {
            let first = self.files.partition_point(|file| file.level > level);
            if self.files.len() - first < FAN_IN {
                return Ok(());
            }
            level += 1;
            let merged = Merge::open(&self.files[first..], Vec::new())?;
            self.write_sorted(level, merged)?;
            let last = self.files.len() - 1;
            let paths = self.files.drain(first..last).map(|file| file.path);
            self.merged.extend(paths);
            self.synced = self.synced.min(first);
            if !self.kept {
                remove(&self.merged);
                self.merged.clear();
            }
        }
    }

    fn write_sorted(
        &mut self,
        level: u32,
        items: impl Iterator<Item = Result<T, Error>>,
    ) -> Result<(), Error> {
        let file = Sorted::named(&self.folder, self.name, level, self.begun);
        let path = file.path.clone();
        self.begun += 1;
        // Known before it is there, so that it is removed whatever happens.
        self.files.push(file);
        let failed = || Error::io(&path, "cannot write");
        let mut file = BufWriter::with_capacity(BUFFER, File::create(&path).map_err(failed())?);
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
        rest.sort_unstable();
        Merge::open(&self.files, rest)
    }
}

impl<T> Runs<T> {
    /// Removes what is on disk, unless a checkpoint names it.
    pub(crate) fn discard(&mut self) {
        let files = std::mem::take(&mut self.files);
        if !self.kept {
            let paths: Vec<_> = files.into_iter().map(|file| file.path).collect();
            remove(&paths);
        }
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
    fn open(files: &[Sorted], rest: Vec<T>) -> Result<Self, Error> {
        let mut merge = Self {
            runs: Vec::with_capacity(files.len() + 1),
            heads: BinaryHeap::new(),
            failed: None,
        };
        for Sorted { path, .. } in files {
            let file = File::open(path).map_err(Error::io(path, "cannot read again what was written"))?;
            let lines = BufReader::with_capacity(BUFFER, file).lines();
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
        fn merges_any_number_of_runs(runs in prop::collection::vec(prop::collection::vec(0_u32..50, 0..5), 0..600)) {
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
