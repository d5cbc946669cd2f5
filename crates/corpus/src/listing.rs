use std::fmt;
use std::fs::Metadata;
use std::ops::ControlFlow;
use std::time::UNIX_EPOCH;

use whosaid_text::hash_bytes;

use crate::files::files;
use crate::input::Input;
use crate::{Corpus, Options};

/// What can be said of an input without reading it: if it is the same as before, so are the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Hash of their paths, sizes and times of change, in order.
    pub fingerprint: u64,
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} files of {} bytes (state {:016x})",
            self.files, self.bytes, self.fingerprint
        )
    }
}

impl Listing {
    fn add(&mut self, fact: &[u8]) {
        // The order counts.
        self.fingerprint = self.fingerprint.rotate_left(5) ^ hash_bytes(fact);
        self.fingerprint = hash_bytes(&self.fingerprint.to_le_bytes());
    }

    fn add_file(&mut self, metadata: &Metadata) {
        self.files += 1;
        self.bytes += metadata.len();
        self.add(&metadata.len().to_le_bytes());
        let changed = metadata.modified().ok();
        if let Some(age) = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok()) {
            self.add(&age.as_nanos().to_le_bytes());
        }
    }
}

impl Corpus {
    /// Lists each input, in order; `None` if there is one that cannot be read twice, such as standard input.
    pub fn listings(&self) -> Option<Vec<Listing>> {
        self.inputs
            .iter()
            .map(|input| listing(input, &self.options))
            .collect()
    }
}

fn listing(input: &Input, options: &Options) -> Option<Listing> {
    if let Input::Stdin = input {
        return None;
    }
    let mut listing = Listing::default();
    if let Input::Bytes(name, bytes) = input {
        listing.files = 1;
        listing.bytes = bytes.len() as u64;
        listing.add(name.as_bytes());
        listing.add(bytes);
    }
    let flow = files(input, options, &mut |found| {
        match found {
            Ok(found) => {
                listing.add(found.path.as_os_str().as_encoded_bytes());
                match std::fs::metadata(&found.path) {
                    Ok(metadata) if metadata.is_file() => listing.add_file(&metadata),
                    // A pipe gives its bytes once.
                    Ok(_) => return ControlFlow::Break(()),
                    Err(_) => listing.add(b"cannot be read"),
                }
            }
            Err(rejection) => listing.add(rejection.to_string().as_bytes()),
        }
        ControlFlow::Continue(())
    });
    flow.is_continue().then_some(listing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    fn list(folder: &Path) -> Listing {
        let corpus = Corpus::open([folder], Options::default()).unwrap();
        corpus.listings().unwrap()[0]
    }

    #[test]
    fn a_file_more_or_other_bytes_or_another_time_is_another_listing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let date = |name: &str, seconds: u64| {
            let file = fs::File::options().append(true).open(path.join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
                .unwrap();
        };
        fs::write(path.join("a.txt"), "Rain.").unwrap();
        fs::write(path.join("b.txt"), "Snow.").unwrap();
        date("a.txt", 7);
        date("b.txt", 8);
        let first = list(path);
        assert_eq!((first.files, first.bytes), (2, 10));
        assert_eq!(list(path), first);
        date("a.txt", 9);
        let touched = list(path);
        assert_ne!(touched, first);
        date("a.txt", 7);
        assert_eq!(list(path), first);
        fs::rename(path.join("b.txt"), path.join("c.txt")).unwrap();
        assert_ne!(list(path), first);
        fs::rename(path.join("c.txt"), path.join("b.txt")).unwrap();
        fs::write(path.join("c.txt"), "Hail.").unwrap();
        assert_eq!(list(path).files, 3);
    }

    #[test]
    fn standard_input_cannot_be_listed() {
        let corpus = Corpus::open(["-"], Options::default()).unwrap();
        assert_eq!(corpus.listings(), None);
    }
}
