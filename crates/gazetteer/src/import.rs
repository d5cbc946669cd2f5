//! A table of suggestions that the user filled in becomes rows of a list.

use std::collections::BTreeMap;

use csv::ByteRecord;
use whosaid_names::{fold, key};
use whosaid_text::EntityType;

use crate::fault::{Error, Fault, Severity};
use crate::gazetteer::Gazetteer;
use crate::listing::Listing;
use crate::read::nearest;
use crate::row::{lower, parts};
use crate::sheet::records;
use crate::unit::Cutter;

/// What became of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// The rows of the list, by id.
    pub listings: BTreeMap<String, Listing>,
    /// Rows that became new entities.
    pub added: usize,
    /// Rows whose spellings became variants of an entity that was known.
    pub merged: usize,
    /// Rows that were not accepted.
    pub left_out: usize,
}

/// The columns that are looked at; the first three must be there.
const COLUMNS: [&str; 5] = ["accept", "type", "name", "variants", "nearest_id"];
const REQUIRED: usize = 3;
const YES: [&str; 9] = ["yes", "y", "x", "1", "new", "true", "ok", "✓", "✔"];
const NO: [&str; 8] = ["", "no", "n", "0", "-", "false", "?", "✗"];
const MERGE: [&str; 3] = ["=", "merge", "same"];

/// Reads a table with the columns `accept,type,name,variants,nearest_id` (others are passed over) and adds what is
/// accepted to `listings`, which may be the rows of a list that was made before.
///
/// `accept` holds `yes` for a new entity, `=` for a spelling of the entity in `nearest_id`, the id of another entity for a
/// spelling of that one, nothing or `no` for what is left out. An entity of `gazetteer` that gets spellings is written with all
/// that its own row says, because the new row is going to stand in its place. A new entity gets an id made of its type
/// and name; rows of one type and name are one.
///
/// # Errors
/// All cells that cannot be understood, by row and column.
pub fn import(
    file: &str,
    bytes: &[u8],
    gazetteer: &Gazetteer,
    listings: BTreeMap<String, Listing>,
) -> Result<Import, Error> {
    let mut reading = Reading {
        file,
        gazetteer,
        cutter: Cutter::default(),
        import: Import {
            listings,
            ..Import::default()
        },
        faults: Vec::new(),
    };
    reading.all(bytes);
    match reading.faults.is_empty() {
        true => Ok(reading.import),
        false => Err(Error::Faults(reading.faults)),
    }
}

struct Reading<'a> {
    file: &'a str,
    gazetteer: &'a Gazetteer,
    cutter: Cutter,
    import: Import,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn all(&mut self, bytes: &[u8]) {
        let mut places = None;
        let read = records(bytes, |line, record| {
            match &places {
                None => match self.header(line, record) {
                    Some(found) => places = Some(found),
                    None => return false,
                },
                Some(_) if record.iter().all(<[u8]>::is_empty) => {}
                Some(places) => self.row(line, places, record),
            }
            true
        });
        match read {
            Ok(true) if places.is_none() => self.fault(0, "", "is empty".into()),
            Ok(_) => {}
            Err((line, message)) => self.fault(line, "", message),
        }
    }

    /// Where each of [`COLUMNS`] stands.
    fn header(&mut self, line: u64, record: &ByteRecord) -> Option<[Option<usize>; COLUMNS.len()]> {
        let names: Vec<String> = record
            .iter()
            .map(|cell| lower(String::from_utf8_lossy(cell).trim()))
            .collect();
        let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
        let missing: Vec<&str> = (0..REQUIRED)
            .filter(|column| places[*column].is_none())
            .map(|column| COLUMNS[column])
            .collect();
        if missing.is_empty() {
            return Some(places);
        }
        let message = format!(
            "no column {} in the header: a table of suggestions has {}",
            missing.join(", "),
            COLUMNS.join(",")
        );
        self.fault(line, "", message);
        None
    }

    fn row(&mut self, line: u64, places: &[Option<usize>; COLUMNS.len()], record: &ByteRecord) {
        let mut cells = [""; COLUMNS.len()];
        for (column, cell) in cells.iter_mut().enumerate() {
            let bytes = places[column]
                .and_then(|place| record.get(place))
                .unwrap_or_default();
            match std::str::from_utf8(bytes) {
                Ok(text) => *cell = text.trim(),
                Err(_) => {
                    let shown = String::from_utf8_lossy(bytes);
                    let message = format!("is not UTF-8: {shown:?}: save the file as \"CSV UTF-8\"");
                    return self.fault(line, COLUMNS[column], message);
                }
            }
        }
        let [accept, kind, name, variants, nearest_id] = cells;
        let answer = lower(accept);
        if NO.contains(&answer.as_str()) {
            self.import.left_out += 1;
            return;
        }
        if self.cutter.key(name).is_none() {
            let message = match name {
                "" => "is empty".to_owned(),
                _ => format!("{name:?} holds no letter or digit"),
            };
            return self.fault(line, "name", message);
        }
        let spellings: Vec<&str> = std::iter::once(name).chain(parts(variants)).collect();
        if YES.contains(&answer.as_str()) {
            match kind.parse::<EntityType>() {
                Ok(kind) => self.add(kind, &spellings),
                Err(error) => self.fault(
                    line,
                    "type",
                    match nearest(kind) {
                        Some(known) => format!("{kind:?} is no type; is {known} meant?"),
                        None => error.to_string(),
                    },
                ),
            }
            return;
        }
        let (column, id) = match MERGE.contains(&answer.as_str()) {
            true => ("nearest_id", nearest_id),
            false => ("accept", accept),
        };
        match self.known(id) {
            Some(listing) => {
                self.import.merged += 1;
                self.put(listing, &spellings);
            }
            None if column == "accept" => self.fault(
                line,
                column,
                format!(
                    "{accept:?} is neither yes, no nor = (the nearest), nor the id of an entity of the lists"
                ),
            ),
            None if id.is_empty() => {
                self.fault(
                    line,
                    column,
                    format!("is empty, and accept is {accept:?}: with what?"),
                );
            }
            None => self.fault(
                line,
                column,
                format!("{id:?} is not the id of an entity of the lists"),
            ),
        }
    }

    /// The row of an entity, as it stands so far.
    fn known(&self, id: &str) -> Option<Listing> {
        let held = self.import.listings.get(id).cloned();
        held.or_else(|| Some(self.gazetteer.listing(self.gazetteer.entity_of_id(id)?)))
    }

    fn add(&mut self, kind: EntityType, spellings: &[&str]) {
        self.import.added += 1;
        let first = new_id(kind, spellings[0]);
        let mut id = first.clone();
        for number in 2_u64.. {
            match self.import.listings.get(&id) {
                Some(held) if held.kind == kind && held.name == spellings[0] => break,
                None if self.gazetteer.entity_of_id(&id).is_none() => break,
                _ => id = format!("{first}-{number}"),
            }
        }
        let held = self.import.listings.remove(&id);
        let listing = held.unwrap_or_else(|| Listing {
            id,
            kind,
            name: spellings[0].to_owned(),
            variants: Vec::new(),
            roles: Vec::new(),
            context: Vec::new(),
            notes: String::new(),
        });
        self.put(listing, spellings);
    }

    /// Adds the spellings that a row does not stand for already.
    fn put(&mut self, mut listing: Listing, spellings: &[&str]) {
        for spelling in spellings {
            let key = self.cutter.key(spelling);
            if key.is_some() && listing.spellings().all(|known| self.cutter.key(known) != key) {
                listing.variants.push((*spelling).to_owned());
            }
        }
        self.import.listings.insert(listing.id.clone(), listing);
    }

    fn fault(&mut self, row: u64, column: &str, message: String) {
        self.faults.push(Fault {
            file: self.file.to_owned(),
            row,
            column: column.to_owned(),
            message,
            severity: Severity::Error,
        });
    }
}

/// `per-ruslan-gorskiy`: the type, and the name in the letters of English if they can be had.
fn new_id(kind: EntityType, name: &str) -> String {
    let mut plain = String::new();
    fold(name, &mut plain);
    if !plain.is_ascii() {
        plain = key(name);
    }
    let mut id = lower(kind.as_str());
    for word in plain.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        if !word.is_empty() {
            id.push('-');
            id.extend(word.chars().filter(|c| *c != '\''));
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::Builder;

    fn lists() -> Gazetteer {
        let mut lists = Builder::new(false);
        lists.add_bytes(
            "l.csv",
            b"id,type,name,variants,roles,context,notes\n\
              mill,ORG,Golden Mill,G.M.,,flour|bread,rank=7\n\
              per-ann-orr,PER,Ann Orr,,judge of Malta@2019..,,gender=f\n",
        );
        lists.build().unwrap()
    }

    fn read(bytes: &str) -> Result<Import, Error> {
        import("c.csv", bytes.as_bytes(), &lists(), BTreeMap::new())
    }

    #[test]
    fn accepted_rows_become_a_list() {
        let imported = read(
            "accept,type,name,variants,nearest_id,nearest_name\n\
             yes,PER,Ann Orr,A. Orr|ANN ORR,per-ann-orr,Ann Orr\n\
             =,PER,Anne Orre,,per-ann-orr,Ann Orr\n\
             mill,ORG,Gouden Molen,Golden mill|Gouden-Molen,,\n\
             ,PER,Bob Lee,,,\n\
             X,LOC,Юрьевка,,,\n",
        )
        .unwrap();
        assert_eq!((imported.added, imported.merged, imported.left_out), (2, 2, 1));
        assert_eq!(
            String::from_utf8(Listing::write(imported.listings.values())).unwrap(),
            "id,type,name,variants,roles,context,notes\n\
             loc-iurevka,LOC,Юрьевка,,,,\n\
             mill,ORG,Golden Mill,G.M.|Gouden Molen,,flour|bread,rank=7\n\
             per-ann-orr,PER,Ann Orr,Anne Orre,judge of Malta@2019-01-01..,,gender=f\n\
             per-ann-orr-2,PER,Ann Orr,A. Orr,,,\n"
        );
    }

    #[test]
    fn habits_of_spreadsheets_are_accepted() {
        let plain = read("accept,type,name,variants\nyes,PER,Bob Lee,B. Lee|Lee Bob\n").unwrap();
        for other in [
            "\u{feff}accept;type;name;variants\r\nYES;PER;Bob Lee;B. Lee|Lee Bob\r\n;;;\r\n",
            "Name\tType\tAccept\tVariants\nBob Lee\tPER\t x \tB. Lee | Lee Bob\n",
        ] {
            assert_eq!(read(other).unwrap(), plain);
        }
    }

    #[test]
    fn importing_twice_changes_nothing() {
        let table = "accept,type,name,variants\nyes,PER,Ann Orr,A. Orr\n";
        let once = read(table).unwrap();
        let again = import("c.csv", table.as_bytes(), &lists(), once.listings.clone()).unwrap();
        assert_eq!(again.listings, once.listings);
        let more = import(
            "c.csv",
            b"accept,type,name\nper-ann-orr-2,PER,Anna Or\n",
            &lists(),
            once.listings,
        )
        .unwrap();
        assert_eq!(more.listings["per-ann-orr-2"].variants, ["A. Orr", "Anna Or"]);
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let faults = read(
            "accept,type,name,nearest_id\nmaybe,PER,Ann,\nyes,Person,Bob,\nyes,PER,…,\n=,PER,Cat,\nmerge,PER,Dan,nobody\nno,,,\n",
        )
        .unwrap_err()
        .to_string();
        assert_eq!(
            faults.lines().collect::<Vec<_>>(),
            [
                "c.csv: row 2, column accept: \"maybe\" is neither yes, no nor = (the nearest), nor the id of an entity of the lists",
                "c.csv: row 3, column type: \"Person\" is no type; is PER meant?",
                "c.csv: row 4, column name: \"…\" holds no letter or digit",
                "c.csv: row 5, column nearest_id: is empty, and accept is \"=\": with what?",
                "c.csv: row 6, column nearest_id: \"nobody\" is not the id of an entity of the lists",
            ]
        );
        assert!(read("").unwrap_err().to_string().ends_with("is empty"));
        assert!(
            read("id,type,name\n")
                .unwrap_err()
                .to_string()
                .contains("no column accept in the header")
        );
    }
}
