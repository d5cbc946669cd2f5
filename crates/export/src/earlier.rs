//! What earlier runs left in a folder.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::brat;
use crate::complete::{APPLICATION, BRAT, MAKER, STEM};
use crate::csv::{Comma, Tab, is_header};
use crate::folder::RUN;
use crate::{Error, Table};

/// What earlier runs left in a folder and a new one would replace: files (and a folder) that have a name and a beginning
/// that a run gives its own.
///
/// # Errors
/// If the folder cannot be read.
pub fn earlier(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = || Error::io(folder, "cannot read this folder");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        if is_of_a_run(&path) {
            files.push(path);
        }
    }
    Ok(files)
}

/// The tables among them: all but `run.json`.
pub(crate) fn tables(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = earlier(folder)?;
    files.retain(|path| path.file_name().is_none_or(|name| name != RUN));
    Ok(files)
}

/// True if the file has the name of a file of a run, and begins as such a file does.
pub(crate) fn is_of_a_run(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    if name == Some(BRAT) {
        return head(&path.join(brat::INDEX), 1024).starts_with(brat::INDEX_HEADER.as_bytes());
    }
    if name == Some(RUN) {
        let head = head(path, 64);
        return head.is_empty() || head.starts_with(b"{\n  \"program\": \"whosaid\"");
    }
    let Some((stem, extension)) = name.and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    match (table(stem), extension) {
        (Some(table), "csv") => {
            let head = head(path, 1024);
            let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&head);
            head.is_empty() || is_header::<Comma>(head, table)
        }
        (Some(table), "tsv") => {
            let head = head(path, 1024);
            head.is_empty() || is_header::<Tab>(&head, table)
        }
        (Some(table), "jsonl") => {
            // The checksum may stand behind a long title.
            let head = head(path, 1 << 16);
            let begins = format!("{{\"{}\":\"", table.columns()[0]);
            let has = if table == Table::Documents {
                "\",\"source\":\""
            } else {
                begins.as_str()
            };
            head.is_empty()
                || (head.starts_with(begins.as_bytes())
                    && memchr::memmem::find(&head, has.as_bytes()).is_some())
        }
        (None, "xlsx") => stem == STEM && head(path, 4) == b"PK\x03\x04",
        (None, "sqlite") => {
            let head = head(path, 100);
            let application = head.get(68..72);
            stem == STEM && (head.is_empty() || application == Some(&APPLICATION.to_be_bytes()))
        }
        (Some(_), "parquet") => {
            head(path, 4) == b"PAR1" && memchr::memmem::find(&tail(path, 1 << 16), MAKER.as_bytes()).is_some()
        }
        _ => false,
    }
}

/// The table of `quotes` and of `quotes-2`.
fn table(stem: &str) -> Option<Table> {
    let name = match stem.rsplit_once('-') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => stem,
    };
    name.parse().ok()
}

/// The first bytes; none if they cannot be read.
fn head(path: &Path, most: u64) -> Vec<u8> {
    let mut head = Vec::new();
    match File::open(path).and_then(|file| file.take(most).read_to_end(&mut head)) {
        Ok(_) => head,
        // What cannot be read is nobody's.
        Err(_) => b"unread".to_vec(),
    }
}

/// The last bytes; none if they cannot be read.
fn tail(path: &Path, most: u64) -> Vec<u8> {
    let mut tail = Vec::new();
    let read = File::open(path).and_then(|mut file| {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
        file.read_to_end(&mut tail)
    });
    // A part of it tells nothing wrong.
    let _ = read;
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_ours_from_others() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes, ours) in [
            ("rejected.csv", "source,record,reason\n", true),
            ("rejected-2.csv", "\u{feff}source,record,reason\r\n", true),
            ("rejected.tsv", "source\trecord\treason\n", true),
            ("rejected.tsv", "source,record,reason\n", false),
            ("quotes.csv", "source,record,reason\n", false),
            ("quotes.csv", "", true),
            ("other.csv", "source,record,reason\n", false),
            ("documents.jsonl", "{\"document_id\":\"a\",\"source\":\"b\"", true),
            ("documents.jsonl", "{\"document_id\":\"a\",\"text\":\"b\"", false),
            ("documents.jsonl", "{\"id\":\"a\"", false),
            ("run.json", "{\n  \"program\": \"whosaid\",", true),
            ("run.json", "{\"a\": 1}", false),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            assert_eq!(is_of_a_run(&path), ours, "{name}: {bytes}");
            assert_eq!(
                earlier(folder.path()).unwrap(),
                if ours { vec![path.clone()] } else { vec![] }
            );
            fs::remove_file(path).unwrap();
        }
    }
}
