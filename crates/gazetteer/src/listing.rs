//! Rows of lists as a person writes them: for whoever makes a list out of others.

use std::collections::BTreeMap;

use whosaid_text::{EntityType, Knowledge, ListedId, Role};

use crate::builder::Builder;
use crate::fault::{Error, Severity};
use crate::gazetteer::Gazetteer;
use crate::image::{CELLS, Section};
use crate::read::COLUMNS;
use crate::row::{Row, parts, write_role};

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Unique; begins with a letter.
    pub id: String,
    /// What it is.
    pub kind: EntityType,
    /// Canonical name.
    pub name: String,
    /// Other spellings.
    pub variants: Vec<String>,
    /// Offices held.
    pub roles: Vec<Role>,
    /// Words, one of which must stand in a document before an ambiguous name counts.
    pub context: Vec<String>,
    /// `gender=f;population=1000` and whatever else the user writes there.
    pub notes: String,
}

impl Listing {
    /// The name, then the variants.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.variants.iter().map(String::as_str))
    }

    /// The rows as a CSV file, header first.
    pub fn write<'l>(listings: impl IntoIterator<Item = &'l Listing>) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing into memory does not fail.
        let _ = writer.write_record(COLUMNS);
        for row in listings {
            let roles: Vec<String> = row.roles.iter().map(write_role).collect();
            let _ = writer.write_record([
                row.id.as_str(),
                row.kind.as_str(),
                &row.name,
                &row.variants.join("|"),
                &roles.join("|"),
                &row.context.join("|"),
                &row.notes,
            ]);
        }
        writer.into_inner().unwrap_or_default()
    }
}

impl From<Row> for Listing {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            variants: row.variants,
            roles: row.roles,
            context: row.context,
            notes: row.notes,
        }
    }
}

impl Builder {
    /// The rows of the lists that were added, by id; of several with one id the last. The built-in lists are not among
    /// them.
    ///
    /// # Errors
    /// All rows that cannot be used, if there are any.
    pub fn listings(&self) -> Result<BTreeMap<String, Listing>, Error> {
        let (rows, mut faults) = self.rows();
        faults.retain(|fault| fault.severity == Severity::Error);
        if !faults.is_empty() {
            return Err(Error::Faults(faults));
        }
        let listings = rows.into_iter().map(|row| (row.id.clone(), row.into()));
        Ok(listings.collect())
    }
}

impl Gazetteer {
    /// The row of an entity, from which the same entity can be made again.
    ///
    /// # Panics
    /// If the entity is not of this gazetteer.
    pub fn listing(&self, id: ListedId) -> Listing {
        let (layer, number) = self.layer(id);
        let cells = layer.image.record(Section::Cells, CELLS, number as usize);
        let entity = self.entity(id);
        Listing {
            id: entity.id.to_string(),
            kind: entity.kind,
            name: entity.name.to_string(),
            variants: self.names_of(id).skip(1).map(str::to_owned).collect(),
            roles: entity.roles.to_vec(),
            context: parts(layer.image.text(cells, 0)).map(str::to_owned).collect(),
            notes: layer.image.text(cells, 8).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_row_can_be_written_and_read_again() {
        let gazetteer = Builder::new(true).build().unwrap();
        let listings: Vec<Listing> = gazetteer.ids().map(|(id, _)| gazetteer.listing(id)).collect();
        assert!(listings.len() > 1000);
        let mut again = Builder::new(false);
        again.add_bytes("all.csv", &Listing::write(&listings));
        let again = again.listings().unwrap();
        assert_eq!(again.len(), listings.len());
        for listing in &listings {
            assert_eq!(&again[&listing.id], listing);
        }
        assert!(listings.iter().any(|listing| !listing.roles.is_empty()));
        assert!(listings.iter().any(|listing| !listing.context.is_empty()));
        assert!(listings.iter().any(|listing| listing.notes.contains('=')));
    }
}
