//! What is left to do when all rows are written.

use crate::excel::MOST_ROWS;
use crate::folder::Folder;
use crate::format::{Format, Layout};
use crate::output::TableFiles;
use crate::split::split;
use crate::spool::Spool;
use crate::xlsx::Workbook;
use crate::{Counts, Error, Table, brat};

/// The name, without extension, of a file that holds all tables.
pub(crate) const STEM: &str = "whosaid";

/// The folder that [`Format::Brat`] writes.
pub(crate) const BRAT: &str = "brat";

/// The application that a database says it is of, in its header.
pub(crate) const APPLICATION: u32 = u32::from_be_bytes(*b"whos");

/// What a Parquet file says made it, in its footer.
pub(crate) const MAKER: &str = "whosaid";

/// Makes of the rows what the format is. `files` has the number of each table's file in `folder`.
pub(crate) fn complete(
    folder: &mut Folder,
    format: Format,
    layout: Layout,
    files: &TableFiles,
    counts: Counts,
) -> Result<(), Error> {
    if format.is_spooled() {
        let mut spools = Vec::new();
        for table in Table::ALL {
            // Nothing in a text is annotated by these.
            let stays = format == Format::Brat && matches!(table, Table::Entities | Table::Rejected);
            if let Some(number) = files[*table as usize].filter(|_| !stays) {
                let file = folder.file(number);
                let rows = file.reopen()?;
                spools.push(Spool::new(*table, layout, file.temporary(), rows));
                file.set_aside();
            }
        }
        return make(folder, format, &mut spools, counts);
    }
    if format == Format::Excel {
        for table in Table::ALL {
            if let Some(number) = files[*table as usize].filter(|_| counts.of(*table) >= MOST_ROWS) {
                let header = format.style().header(&layout.columns(*table));
                split(folder, number, &header, MOST_ROWS)?;
            }
        }
    }
    Ok(())
}

/// Makes one file, or several, of all tables.
fn make(folder: &mut Folder, format: Format, spools: &mut [Spool], counts: Counts) -> Result<(), Error> {
    match format {
        Format::Csv | Format::Tsv | Format::Excel | Format::Jsonl => Ok(()),
        Format::Xlsx => {
            let number = folder.begin(&format!("{STEM}.xlsx"), b"")?;
            let file = folder.file(number);
            let path = file.temporary().to_owned();
            let failed = |error| Error::io(&path, "cannot write")(error);
            let mut workbook = Workbook::new(file, MOST_ROWS);
            for spool in spools {
                workbook.add(spool, &failed)?;
            }
            workbook.finish().map_err(failed)
        }
        Format::Brat => brat::write(&folder.begin_folder(BRAT)?, spools, counts.documents),
        #[cfg(feature = "parquet")]
        Format::Parquet => {
            for spool in spools {
                let number = folder.begin(&format!("{}.parquet", spool.table()), b"")?;
                let file = folder.file(number);
                let path = file.temporary().to_owned();
                crate::parquet::write(file, spool, &|error| Error::io(&path, "cannot write")(error))?;
            }
            Ok(())
        }
        #[cfg(feature = "sqlite")]
        Format::Sqlite => {
            let number = folder.begin(&format!("{STEM}.sqlite"), b"")?;
            let file = folder.file(number);
            crate::sqlite::write(file.temporary(), spools)?;
            file.measure()
        }
        #[cfg(not(all(feature = "parquet", feature = "sqlite")))]
        Format::Parquet | Format::Sqlite => Err(Error::NotBuilt(format)),
    }
}
