use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::compile::{Language, compile};
use crate::fault::{Error, Fault, Severity};
use crate::gazetteer::Gazetteer;
use crate::image::Image;
use crate::parts::NameTable;
use crate::read::read;
use crate::row::Row;

/// The built-in lists, compiled when the program was built.
static BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.bin"));
/// The lists of given names and surnames, likewise.
static PARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/parts.bin"));

/// Collects lists; those added later win over those added before, and all win over the built-in ones.
#[derive(Debug, Default)]
pub struct Builder {
    pub(crate) builtin: bool,
    /// As they were named.
    pub(crate) files: Vec<String>,
    lists: Vec<String>,
    pub(crate) rows: Vec<Row>,
    pub(crate) faults: Vec<Fault>,
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
            let bytes = fs::read(&file).map_err(|error| unread(&file, error))?;
            self.add_bytes(&file.display().to_string(), &bytes);
        }
        Ok(self)
    }

    /// Adds a list from the bytes of a CSV file; `file` is its name in messages, and without folder and `.csv` the name
    /// of the list.
    pub fn add_bytes(&mut self, file: &str, bytes: &[u8]) -> &mut Self {
        let number = self.lists.len() as u16;
        let name = Path::new(file)
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        self.lists.push(name.unwrap_or_else(|| file.to_owned()));
        self.files.push(file.to_owned());
        let mut rows = Vec::new();
        read(file, number, bytes, &mut rows, &mut self.faults);
        let mut lines: HashMap<&str, u64> = HashMap::with_capacity(rows.len());
        for row in &rows {
            if let Some(line) = lines.insert(&row.id, row.line) {
                self.faults.push(Fault {
                    file: file.to_owned(),
                    row: row.line,
                    column: "id".to_owned(),
                    message: format!("{:?} is the id of row {line} already", row.id),
                    severity: Severity::Error,
                });
            }
        }
        self.rows.append(&mut rows);
        self
    }

    /// Compiles what was collected.
    ///
    /// # Errors
    /// All rows that cannot be used, if there are any.
    pub fn build(self) -> Result<Gazetteer, Error> {
        let faults: Vec<Fault> = self
            .faults
            .into_iter()
            .filter(|fault| fault.severity == Severity::Error)
            .collect();
        if !faults.is_empty() {
            return Err(Error::Faults(faults));
        }
        let mut images = Vec::new();
        if !self.lists.is_empty() {
            let compiled = compile(latest(self.rows), &self.lists, true, &Language::shipped())?;
            images.extend(Image::open(compiled.into()));
        }
        if self.builtin {
            images.extend(Self::builtin_image());
        }
        Ok(Gazetteer::new(images, NameTable::open(PARTS)))
    }
}

impl Builder {
    /// The built-in lists.
    pub(crate) fn builtin_image() -> Option<Image> {
        Image::open(BUILTIN.into())
    }
}

/// Of several rows with one id, the one of the last list.
fn latest(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|one, other| (&one.id, other.list).cmp(&(&other.id, one.list)));
    rows.dedup_by(|later, first| later.id == first.id);
    rows
}

/// The file itself, or the lists of a folder, sorted.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
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

pub(crate) fn unread(file: &Path, source: std::io::Error) -> Error {
    Error::Read {
        file: file.display().to_string(),
        source,
    }
}
