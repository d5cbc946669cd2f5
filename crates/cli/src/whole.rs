//! A table is complete under its final name, or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Calls `write` with a file that gets the name `path` when all is written, or with standard output if that is `-`.
///
/// A link is followed, what is no file (a pipe, a device) is written to as it is, and a file that is there keeps its
/// permissions; one that may not be written to stays as it is.
pub(crate) fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    if path == Path::new("-") {
        let mut output = BufWriter::new(io::stdout().lock());
        write(&mut output)?;
        return Ok(output.flush()?);
    }
    put(path, write).with_context(|| format!("cannot write {}", path.display()))
}

fn put(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let before = match fs::metadata(path) {
        Ok(before) => Some(before),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        let mut output = BufWriter::new(OpenOptions::new().write(true).open(path)?);
        write(&mut output)?;
        return Ok(output.flush()?);
    }
    if before
        .as_ref()
        .is_some_and(|before| before.permissions().readonly())
    {
        bail!("it is read-only");
    }
    let path = match before {
        Some(_) => fs::canonicalize(path)?,
        None => path.to_owned(),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.tmp"));
    let written = (|| {
        let mut output = BufWriter::new(File::create(&part)?);
        write(&mut output)?;
        output.flush()?;
        if let Some(before) = &before {
            fs::set_permissions(&part, before.permissions())?;
        }
        Ok(fs::rename(&part, &path)?)
    })();
    if written.is_err() {
        // It may not even be there.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Refuses to write over what is read.
///
/// # Errors
/// If `output` is one of `inputs`.
pub(crate) fn spare<'p>(output: &Path, inputs: impl IntoIterator<Item = &'p PathBuf>) -> Result<()> {
    // What is not there yet is no input.
    let Ok(target) = fs::canonicalize(output) else {
        return Ok(());
    };
    if target.is_file()
        && inputs
            .into_iter()
            .any(|input| fs::canonicalize(input).is_ok_and(|input| input == target))
    {
        bail!("{} is read from: give the output another name", output.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) -> Result<()> {
        write_whole(path, |output| Ok(output.write_all(text.as_bytes())?))
    }

    #[test]
    fn a_file_that_is_read_is_spared() {
        let folder = tempfile::tempdir().unwrap();
        let (names, other) = (folder.path().join("names"), folder.path().join("other"));
        fs::write(&names, "Ann\n").unwrap();
        assert!(spare(&names, [&other]).is_ok());
        assert!(spare(&other, [&names]).is_ok());
        let same = folder.path().join(".").join("names");
        assert!(spare(&same, [&other, &names]).is_err());
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (table, link) = (folder.path().join("table"), folder.path().join("link"));
        fs::write(&table, "old").unwrap();
        fs::set_permissions(&table, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&table, &link).unwrap();
        write(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&table).unwrap(), "new");
        assert_eq!(fs::metadata(&table).unwrap().permissions().mode() & 0o777, 0o600);

        fs::set_permissions(&table, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(write(&table, "newer").is_err());
        assert_eq!(fs::read_to_string(&table).unwrap(), "new");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            2,
            "nothing is left behind"
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_stays_one() {
        use std::os::unix::fs::FileTypeExt;
        write(Path::new("/dev/null"), "gone").unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        assert!(write(Path::new("/dev/full"), "too much").is_err());
    }
}
