//! A table is complete under its final name, or not there.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Calls `write` with a file that gets the name `path` when all is written, or with standard output if that is `-`.
pub(crate) fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    if path == Path::new("-") {
        let mut output = BufWriter::new(io::stdout().lock());
        write(&mut output)?;
        return Ok(output.flush()?);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.tmp"));
    let written: Result<()> = (|| {
        let mut output = BufWriter::new(File::create(&part)?);
        write(&mut output)?;
        output.flush()?;
        Ok(fs::rename(&part, path)?)
    })();
    if written.is_err() {
        // It may not even be there.
        let _ = fs::remove_file(&part);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}
