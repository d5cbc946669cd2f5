use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::folder::temporary_name;
use crate::{Counts, Error};

/// What must be the same for a run to go on where another one ended: inputs, lists, settings, version. The keys are
/// words for people: they stand in the message that says what changed.
pub type Fingerprint = BTreeMap<String, String>;

const NAME: &str = ".whosaid-checkpoint.json";
const UNFINISHED: &str = ".whosaid-checkpoint.json.tmp";

/// Raised when the meaning of a field changes.
const LAYOUT: u32 = 1;

/// How far a run is: what is on disk, and what was in memory.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    pub(crate) layout: u32,
    pub(crate) fingerprint: Fingerprint,
    /// Of whoever hands out the documents: how many were taken, and what was met.
    pub(crate) state: Value,
    pub(crate) counts: Counts,
    /// Bytes of each file under its temporary name that belong to those documents, by the final name.
    pub(crate) files: BTreeMap<String, u64>,
    /// Names of the sorted runs of counted entities, and how many were ever begun.
    pub(crate) runs: Vec<String>,
    pub(crate) runs_begun: usize,
    /// True when all files are complete and only their names are to be given.
    pub(crate) complete: bool,
}

impl Checkpoint {
    /// The checkpoint of a folder, if there is one.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(NAME);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(Error::io(&path, "cannot read"))?,
        };
        let checkpoint: Self = serde_json::from_slice(&bytes)
            .map_err(|error| Error::io(&path, "cannot be read")(error.into()))?;
        if checkpoint.layout != LAYOUT {
            return Err(Error::Changed {
                path: folder.to_owned(),
                what: "it is of another version of the program".to_owned(),
            });
        }
        Ok(Some(checkpoint))
    }

    /// Puts it in the place of the one before, at once: after a power cut there is the one or the other.
    pub(crate) fn write(&mut self, folder: &Path) -> Result<(), Error> {
        self.layout = LAYOUT;
        let (path, unfinished) = (folder.join(NAME), folder.join(UNFINISHED));
        let failed = || Error::io(&unfinished, "cannot write");
        let bytes = serde_json::to_vec(self).map_err(|error| failed()(error.into()))?;
        let mut file = File::create(&unfinished).map_err(failed())?;
        file.write_all(&bytes).map_err(failed())?;
        file.sync_all().map_err(failed())?;
        fs::rename(&unfinished, &path).map_err(failed())?;
        sync_folder(folder)
    }

    /// Removes the checkpoint of a folder, if there is one.
    pub(crate) fn remove(folder: &Path) -> Result<(), Error> {
        let path = folder.join(NAME);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(
                &path,
                "cannot remove this file of an earlier run",
            )(error)),
            _ => Ok(()),
        }
    }

    /// Names of the temporary files that belong to it.
    pub(crate) fn names(&self) -> Vec<String> {
        let files = self.files.keys().map(|name| temporary_name(name));
        files.chain(self.runs.iter().cloned()).collect()
    }

    /// An error that says what changed, unless nothing did.
    pub(crate) fn compare(&self, folder: &Path, now: &Fingerprint) -> Result<(), Error> {
        let what = differences(&self.fingerprint, now);
        if what.is_empty() {
            return Ok(());
        }
        Err(Error::Changed {
            path: folder.to_owned(),
            what: what.join("; "),
        })
    }
}

fn differences(before: &Fingerprint, now: &Fingerprint) -> Vec<String> {
    let mut keys: Vec<_> = before.keys().chain(now.keys()).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| match (before.get(key), now.get(key)) {
            (Some(before), Some(now)) if before == now => None,
            (Some(before), Some(now)) => Some(format!("{key} was {before} and is {now}")),
            (Some(_), None) => Some(format!("{key} is gone")),
            (None, _) => Some(format!("{key} is new")),
        })
        .collect()
}

/// Sees to it that names given in a folder outlast a power cut.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    // Elsewhere a folder cannot be opened, and need not be.
    if cfg!(unix) {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(Error::io(folder, "cannot write into this folder"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_changed() {
        let print = |pairs: &[(&str, &str)]| -> Fingerprint {
            pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect()
        };
        let before = print(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert!(differences(&before, &before).is_empty());
        let now = print(&[("a", "1"), ("b", "5"), ("d", "4")]);
        assert_eq!(
            differences(&before, &now),
            ["b was 2 and is 5", "c is gone", "d is new"]
        );
    }

    #[test]
    fn is_read_as_it_was_written_and_a_foreign_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Checkpoint::read(folder.path()).unwrap().is_none());
        let mut checkpoint = Checkpoint {
            runs_begun: 3,
            ..Checkpoint::default()
        };
        checkpoint.write(folder.path()).unwrap();
        let read = Checkpoint::read(folder.path()).unwrap().unwrap();
        assert_eq!(read.runs_begun, 3);
        fs::write(folder.path().join(NAME), "{").unwrap();
        assert!(Checkpoint::read(folder.path()).is_err());
        Checkpoint::remove(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
