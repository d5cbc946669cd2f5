use csv::ByteRecord;
use whosaid_text::EntityType;

use crate::fault::{Fault, Severity};
use crate::row::{Row, lower, parse_role, parts};
use crate::sheet::records;

/// The columns, in their order; the first three are required.
pub(crate) const COLUMNS: [&str; 7] = ["id", "type", "name", "variants", "roles", "context", "notes"];
const REQUIRED: usize = 3;

/// Reads the rows of a list from the bytes of its file, and adds what is wrong with it to `faults`. A row with an
/// [error](Severity::Error) is left out.
pub(crate) fn read(file: &str, list: u16, bytes: &[u8], rows: &mut Vec<Row>, faults: &mut Vec<Fault>) {
    Reading {
        file,
        list,
        places: [None; COLUMNS.len()],
        rows,
        faults,
    }
    .all(bytes);
}

struct Reading<'a> {
    file: &'a str,
    list: u16,
    /// Where each of [`COLUMNS`] stands in this file.
    places: [Option<usize>; COLUMNS.len()],
    rows: &'a mut Vec<Row>,
    faults: &'a mut Vec<Fault>,
}

impl Reading<'_> {
    fn all(&mut self, bytes: &[u8]) {
        let mut header = None;
        let read = records(bytes, |line, record| {
            match header {
                None => {
                    if !self.header(line, record) {
                        return false;
                    }
                    header = Some(record.len());
                }
                Some(_) if record.iter().all(<[u8]>::is_empty) => {}
                Some(width) if record.len() > width => self.error(
                    line,
                    "",
                    format!(
                        "has {} cells under {width} columns: a cell that holds the separator must stand in quotation marks",
                        record.len()
                    ),
                ),
                Some(_) => self.row(line, record),
            }
            true
        });
        match read {
            Ok(true) if header.is_none() => self.error(0, "", format!("is empty: {}", wanted())),
            Ok(_) => {}
            Err((line, message)) => self.error(line, "", message),
        }
    }

    fn header(&mut self, line: u64, record: &ByteRecord) -> bool {
        for (place, cell) in record.iter().enumerate() {
            let cell = lower(String::from_utf8_lossy(cell).trim());
            match COLUMNS.iter().position(|column| *column == cell) {
                Some(column) if self.places[column].is_some() => {
                    self.error(line, COLUMNS[column], "stands twice in the header".into());
                    return false;
                }
                Some(column) => self.places[column] = Some(place),
                None if cell.is_empty() => {}
                None => self.push(
                    line,
                    &cell,
                    "is not a column of a list and is left out".into(),
                    Severity::Note,
                ),
            }
        }
        let missing: Vec<&str> = (0..REQUIRED)
            .filter(|column| self.places[*column].is_none())
            .map(|column| COLUMNS[column])
            .collect();
        if !missing.is_empty() {
            self.error(
                line,
                "",
                format!("no column {} in the header: {}", missing.join(", "), wanted()),
            );
        }
        missing.is_empty()
    }

    fn row(&mut self, line: u64, record: &ByteRecord) {
        let before = self.faults.len();
        let [id, kind, name, variants, roles, context, notes] =
            std::array::from_fn(|column| self.cell(line, column, record));
        if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let message = if id.is_empty() {
                "is empty".into()
            } else {
                format!("{id:?} does not begin with a letter (a-z)")
            };
            self.error(line, "id", message);
        }
        if id.contains(char::is_whitespace) {
            self.error(line, "id", format!("{id:?} holds a space"));
        }
        let kind = kind.parse::<EntityType>().map_err(|error| match nearest(kind) {
            Some(known) => self.error(line, "type", format!("{kind:?} is no type; is {known} meant?")),
            None => self.error(line, "type", error.to_string()),
        });
        if name.is_empty() && self.faults[before..].iter().all(|fault| fault.column != "name") {
            self.error(line, "name", "is empty".into());
        }
        let roles = parts(roles)
            .filter_map(|role| match parse_role(role) {
                Ok(parsed) if parsed.title.is_empty() && parsed.of.is_empty() => {
                    self.error(line, "roles", format!("{role:?} names no office"));
                    None
                }
                Ok(parsed) => Some(parsed),
                Err(error) => {
                    self.error(line, "roles", format!("{role:?}: {error}"));
                    None
                }
            })
            .collect();
        if let (Ok(kind), true) = (
            kind,
            self.faults[before..]
                .iter()
                .all(|fault| fault.severity < Severity::Error),
        ) {
            self.rows.push(Row {
                line,
                list: self.list,
                id: id.to_owned(),
                kind,
                name: name.to_owned(),
                variants: parts(variants).map(str::to_owned).collect(),
                roles,
                context: parts(context).map(str::to_owned).collect(),
                notes: notes.to_owned(),
            });
        }
    }

    fn cell<'r>(&mut self, line: u64, column: usize, record: &'r ByteRecord) -> &'r str {
        let cell = self.places[column]
            .and_then(|place| record.get(place))
            .unwrap_or_default();
        match std::str::from_utf8(cell) {
            Ok(cell) => cell.trim(),
            Err(_) => {
                let shown = String::from_utf8_lossy(cell);
                self.error(
                    line,
                    COLUMNS[column],
                    format!("is not UTF-8: {shown:?}: save the file as \"CSV UTF-8\""),
                );
                ""
            }
        }
    }

    fn error(&mut self, row: u64, column: &str, message: String) {
        self.push(row, column, message, Severity::Error);
    }

    fn push(&mut self, row: u64, column: &str, message: String, severity: Severity) {
        self.faults.push(Fault {
            file: self.file.to_owned(),
            row,
            column: column.to_owned(),
            message,
            severity,
        });
    }
}

fn wanted() -> String {
    format!("a list begins with a line such as {}", COLUMNS.join(","))
}

/// The built-in type that a word may stand for: the same but for case, a usual name for it, or one letter away.
pub(crate) fn nearest(kind: &str) -> Option<EntityType> {
    let upper = kind.to_ascii_uppercase();
    let usual = [
        (
            EntityType::PER,
            &["PERSON", "PEOPLE", "PERSONS", "PERS", "HUMAN"][..],
        ),
        (
            EntityType::LOC,
            &["LOCATION", "PLACE", "GPE", "COUNTRY", "CITY", "GEO", "FAC"],
        ),
        (
            EntityType::ORG,
            &[
                "ORGANISATION",
                "ORGANIZATION",
                "COMPANY",
                "PARTY",
                "AGENCY",
                "ORGA",
            ],
        ),
        (
            EntityType::NORP,
            &["NATIONALITY", "ETHNICITY", "DEMONYM", "RELIGION", "NORPS"],
        ),
        (EntityType::EVENT, &["EVENTS", "EVT", "EVE"]),
    ];
    usual
        .iter()
        .find(|(known, names)| upper == known.as_str() || names.contains(&upper.as_str()))
        .map(|(known, _)| *known)
        .or_else(|| {
            let near = |known: &EntityType| one_edit(upper.as_bytes(), known.as_str().as_bytes());
            EntityType::BUILTIN.into_iter().find(near)
        })
}

/// True if one letter more, less or other makes the one word the other, or two neighbours swapped.
fn one_edit(one: &[u8], other: &[u8]) -> bool {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[head..], &other[head..]);
    match (one, other) {
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        ([a, b, one @ ..], [c, d, other @ ..]) => (a, b) == (d, c) && one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(bytes: &[u8]) -> (Vec<Row>, Vec<String>) {
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        read("list.csv", 0, bytes, &mut rows, &mut faults);
        (rows, faults.iter().map(Fault::to_string).collect())
    }

    #[test]
    fn habits_of_spreadsheets_are_accepted() {
        let plain = read_all(b"id,type,name,variants\np1,PER,Ann Orr,A. Orr|Orr\n");
        for other in [
            &b"\xef\xbb\xbfid,type,name,variants\r\np1,PER,Ann Orr,A. Orr|Orr\r\n"[..],
            b"id;type;name;variants\np1;PER;Ann Orr;A. Orr | Orr\n",
            b"id\ttype\tname\tvariants\np1\tPER\tAnn Orr\tA. Orr|Orr|",
            b"ID,Name,Type,Variants\n\np1,\"Ann Orr\",PER,A. Orr|Orr\n,,,\n",
        ] {
            let (rows, faults) = read_all(other);
            assert_eq!(faults, [""; 0]);
            assert_eq!(
                rows[0].spellings().collect::<Vec<_>>(),
                plain.0[0].spellings().collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let (rows, faults) = read_all(
            b"id,type,name,roles\n7,Person,Ann,\nb,PER,,judge@soon\nc,LOC,Malm\xf6,\nd,ORG,a,b,c\ne,WEAPON,Grad,\n",
        );
        assert_eq!(rows.len(), 1);
        assert_eq!(
            faults,
            [
                "list.csv: row 2, column id: \"7\" does not begin with a letter (a-z)",
                "list.csv: row 2, column type: \"Person\" is no type; is PER meant?",
                "list.csv: row 3, column name: is empty",
                "list.csv: row 3, column roles: \"judge@soon\": not a date (2023-09-21): \"soon\"",
                "list.csv: row 4, column name: is not UTF-8: \"Malm\u{fffd}\": save the file as \"CSV UTF-8\"",
                "list.csv: row 5: has 5 cells under 4 columns: a cell that holds the separator must stand in quotation marks",
            ]
        );
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        for text in [
            "id,type,name\nx1,ORG,Mill\n\nx3,ORG,\n",
            "id,type,name\r\nx1,ORG,Mill\r\n\r\nx3,ORG,\r\n",
            "\u{feff}id;type;name\r\nx1;ORG;\"Mill\nand Sons\"\r\nx3;ORG;\r\n",
        ] {
            let (rows, faults) = read_all(text.as_bytes());
            assert_eq!(rows[0].line, 2, "{text:?}");
            assert_eq!(faults, ["list.csv: row 4, column name: is empty"], "{text:?}");
        }
    }

    #[test]
    fn a_file_that_is_no_list_says_so() {
        assert!(read_all(b"").1[0].starts_with("list.csv: is empty"));
        assert!(read_all(b"Ann Orr\nBob Orr\n").1[1].contains("no column id, type, name in the header"));
        assert!(read_all(b"\xff\xfei\0d\0").1[0].contains("UTF-16"));
    }

    #[test]
    fn types_one_slip_away_are_recognised() {
        for (wrong, meant) in [
            ("PRE", "PER"),
            ("LCO", "LOC"),
            ("NROP", "NORP"),
            ("EVNT", "EVENT"),
            ("ORGS", "ORG"),
        ] {
            assert_eq!(nearest(wrong).unwrap().as_str(), meant);
        }
        assert_eq!(nearest("WEAPON"), None);
    }
}
