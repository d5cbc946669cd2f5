//! A file of more rows than a spreadsheet opens becomes several.

use std::io::{BufRead, BufReader};

use crate::Error;
use crate::folder::Folder;

/// Leaves the first `most` lines of a file in it, the header among them, and puts the others into files `name-2`,
/// `name-3`, … of as many lines, each begun with `header`. No cell may hold a line end.
pub(crate) fn split(folder: &mut Folder, number: usize, header: &[u8], most: u64) -> Result<(), Error> {
    let file = folder.file(number);
    let (written, path) = (file.reopen()?, file.temporary().to_owned());
    let name = file.name().to_owned();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let mut lines = BufReader::with_capacity(1 << 18, written);
    let mut line = Vec::new();
    // Lines of the part that is being filled, the bytes of the first one, and the file of a later one.
    let (mut count, mut kept, mut part) = (0, 0, None);
    let mut parts = 1;
    loop {
        line.clear();
        let read = lines
            .read_until(b'\n', &mut line)
            .map_err(Error::io(&path, "cannot read again what was written"))?;
        if read == 0 {
            break;
        }
        if count == most {
            parts += 1;
            count = 1;
            part = Some(folder.begin(&format!("{stem}-{parts}.{extension}"), header)?);
        }
        count += 1;
        match part {
            Some(part) => folder.file(part).write(&line)?,
            None => kept += read as u64,
        }
    }
    if part.is_some() {
        folder.file(number).cut(kept);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::Checkpoint;
    use std::fs;

    #[test]
    fn parts_have_headers_and_all_rows() {
        for (rows, files) in [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3)] {
            let place = tempfile::tempdir().unwrap();
            let mut folder = Folder::open(place.path()).unwrap();
            let number = folder.begin("rejected.csv", b"head\r\n").unwrap();
            for row in 0..rows {
                folder
                    .file(number)
                    .write(format!("row {row}\r\n").as_bytes())
                    .unwrap();
            }
            split(&mut folder, number, b"head\r\n", 4).unwrap();
            folder.commit(&mut Checkpoint::default()).unwrap();
            let mut read = Vec::new();
            for part in 1..=files {
                let name = if part == 1 {
                    "rejected.csv".to_owned()
                } else {
                    format!("rejected-{part}.csv")
                };
                let text = fs::read_to_string(place.path().join(name)).unwrap();
                let lines: Vec<_> = text.split_terminator("\r\n").map(str::to_owned).collect();
                assert!(lines.len() <= 4 && lines[0] == "head");
                read.extend_from_slice(&lines[1..]);
            }
            let all: Vec<_> = (0..rows).map(|row| format!("row {row}")).collect();
            assert_eq!(read, all);
            assert_eq!(fs::read_dir(place.path()).unwrap().count(), files);
        }
    }
}
