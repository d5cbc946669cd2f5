use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::cache::{Cache, Content, LEAST, checksum};
use crate::compile::{Language, compile};
use crate::fault::{Error, Fault, Severity};
use crate::gazetteer::Gazetteer;
use crate::image::Image;
use crate::parts::NameTable;
use crate::read::read;
use crate::row::Row;
use crate::spoken::Spoken;

/// The built-in lists, compiled when the program was built.
static BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.bin"));
/// What their names sound like, likewise.
static SOUNDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sounds.bin"));
/// The lists of given names and surnames, likewise.
static PARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/parts.bin"));

/// Collects lists; those added later win over those added before, and all win over the built-in ones.
#[derive(Debug, Default)]
pub struct Builder {
    pub(crate) builtin: bool,
    /// As they were named, and what they hold.
    pub(crate) files: Vec<(String, Content)>,
    cache: Option<PathBuf>,
}

impl Builder {
    /// An empty collection, with the built-in lists or without.
    pub fn new(builtin: bool) -> Self {
        Self {
            builtin,
            ..Self::default()
        }
    }

    /// Adds a CSV file, or every `.csv` file of a folder in the order of their names.
    ///
    /// # Errors
    /// If a file cannot be read. Faults of its rows are told by [`Self::build`], so that all of all files come at once.
    pub fn add_path(&mut self, path: &Path) -> Result<&mut Self, Error> {
        for file in files(path)? {
            let bytes = fs::metadata(&file).map_err(|error| unread(&file, error))?.len();
            // What is kept compiled need not be held.
            let content = if bytes < LEAST || self.cache.is_none() {
                Content::Held(fs::read(&file).map_err(|error| unread(&file, error))?)
            } else {
                Content::File(file.clone())
            };
            self.files.push((file.display().to_string(), content));
        }
        Ok(self)
    }

    /// Adds a list from the bytes of a CSV file; `file` is its name in messages, and without folder and `.csv` the name
    /// of the list.
    pub fn add_bytes(&mut self, file: &str, bytes: &[u8]) -> &mut Self {
        self.files.push((file.to_owned(), Content::Held(bytes.to_vec())));
        self
    }

    /// Keeps large lists in this folder as they were compiled, so that the same ones need not be compiled again. The
    /// folder is made if it is not there; if it cannot be used, nothing is kept. Large files that are added after this
    /// are held in memory only while they are compiled.
    pub fn cache_in(&mut self, folder: &Path) -> &mut Self {
        self.cache = Some(folder.to_owned());
        self
    }

    /// Compiles what was collected.
    ///
    /// # Errors
    /// All rows that cannot be used, if there are any.
    pub fn build(self) -> Result<Gazetteer, Error> {
        let mut images = Vec::new();
        if !self.files.is_empty() {
            images.extend(self.image()?);
        }
        if self.builtin {
            images.extend(Self::builtin_image().map(|image| (image, Spoken::builtin(SOUNDS))));
        }
        Ok(Gazetteer::new(images, NameTable::open(PARTS)))
    }

    /// The lists that were added, compiled or taken from the cache.
    fn image(&self) -> Result<Option<(Image, Spoken)>, Error> {
        let cache = self
            .cache
            .as_ref()
            .and_then(|folder| Cache::new(folder, version(), &self.files));
        let spoken = Spoken::later(cache.as_ref().map(Cache::of_sounds));
        let kept = cache.as_ref().and_then(Cache::load);
        if let Some(image) = kept.and_then(Image::open) {
            return Ok(Some((image, spoken)));
        }
        let (rows, mut faults) = self.rows();
        faults.retain(|fault| fault.severity == Severity::Error);
        if !faults.is_empty() {
            return Err(Error::Faults(faults));
        }
        let list = |(file, _): &(String, _)| (list_name(file), file.clone());
        let lists: Vec<(String, String)> = self.files.iter().map(list).collect();
        let compiled = compile(latest(rows), &lists, true, &Language::shipped())?;
        if let Some(cache) = cache {
            cache.store(&compiled);
        }
        Ok(Image::open(compiled.into()).map(|image| (image, spoken)))
    }

    /// The rows of all files in order, and what is wrong with them.
    pub(crate) fn rows(&self) -> (Vec<Row>, Vec<Fault>) {
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        for (number, (file, content)) in self.files.iter().enumerate() {
            let first = rows.len();
            let bytes = match content {
                Content::Held(bytes) => Cow::from(bytes),
                Content::File(path) => Cow::from(fs::read(path).unwrap_or_else(|error| {
                    faults.push(Fault {
                        file: file.clone(),
                        row: 0,
                        column: String::new(),
                        message: format!("cannot be read: {error}"),
                        severity: Severity::Error,
                    });
                    Vec::new()
                })),
            };
            read(file, number as u16, &bytes, &mut rows, &mut faults);
            let mut lines: HashMap<&str, u64> = HashMap::with_capacity(rows.len() - first);
            for row in &rows[first..] {
                if let Some(line) = lines.insert(&row.id, row.line) {
                    faults.push(Fault {
                        file: file.clone(),
                        row: row.line,
                        column: "id".to_owned(),
                        message: format!("{:?} is the id of row {line} already", row.id),
                        severity: Severity::Error,
                    });
                }
            }
        }
        (rows, faults)
    }

    /// The built-in lists.
    pub(crate) fn builtin_image() -> Option<Image> {
        Image::open(Bytes::from_static(BUILTIN))
    }
}

/// What a compiled list depends on besides its rows: the version, the word lists of this crate, and how names are read.
fn version() -> u64 {
    Language::sources()
        .iter()
        .fold(whosaid_names::fingerprint(), |version, source| {
            checksum(version, source.as_bytes())
        })
}

fn list_name(file: &str) -> String {
    let stem = Path::new(file).file_stem();
    stem.map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Of several rows with one id, the one of the last list.
fn latest(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|one, other| (&one.id, other.list).cmp(&(&other.id, one.list)));
    rows.dedup_by(|later, first| later.id == first.id);
    rows
}

/// The file itself, or the lists of a folder, sorted.
fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| unread(path, error))? {
        let file = entry.map_err(|error| unread(path, error))?.path();
        if file
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
        {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::Empty {
            folder: path.display().to_string(),
        });
    }
    Ok(files)
}

fn unread(file: &Path, source: std::io::Error) -> Error {
    Error::Read {
        file: file.display().to_string(),
        source,
    }
}
