use std::collections::HashMap;

use whosaid_text::{EntityType, WordSet};

use crate::builder::Builder;
use crate::compile::{Language, is_far_likelier, rank};
use crate::fault::{Fault, Severity};
use crate::read::nearest;
use crate::row::Row;
use crate::unit::{Cutter, LONGEST, Need};
use crate::words::words;

/// Words that no text does without.
pub(crate) const FUNCTION: &str = include_str!("../data/function-words.txt");

impl Builder {
    /// What is wrong, or may be, with the lists that were added: what [`Self::build`] refuses, and besides it types that
    /// are new, names that are common words, that a row has twice, that belong to two entities of one type, or that
    /// cannot be found in text, and rows out of order. In order of files and rows.
    ///
    /// A name that is also that of another entity is all right where context words or the number of inhabitants tell
    /// the two apart. With the built-in lists, a name of one of their entities is noted.
    pub fn check(&self) -> Vec<Fault> {
        let (rows, faults) = self.rows();
        let mut check = Check {
            builder: self,
            language: Language::shipped(),
            function: words(FUNCTION),
            cutter: Cutter::default(),
            faults,
        };
        check.order(&rows);
        for row in &rows {
            check.kind(row);
            check.names(row);
        }
        check.shared(&rows);
        if self.builtin {
            check.builtin(&rows);
        }
        let mut faults = check.faults;
        let place = |fault: &Fault| self.files.iter().position(|(file, _)| *file == fault.file);
        faults.sort_by_key(|fault| (place(fault), fault.row));
        faults
    }
}

struct Check<'a> {
    builder: &'a Builder,
    language: Language,
    function: WordSet,
    cutter: Cutter,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn push(&mut self, row: &Row, column: &str, message: String, severity: Severity) {
        self.faults.push(Fault {
            file: self.builder.files[row.list as usize].0.clone(),
            row: row.line,
            column: column.to_owned(),
            message,
            severity,
        });
    }

    fn order(&mut self, rows: &[Row]) {
        let mut told = None;
        for pair in rows.windows(2) {
            if pair[0].list == pair[1].list && pair[0].id > pair[1].id && told != Some(pair[1].list) {
                told = Some(pair[1].list);
                let message = format!(
                    "{:?} stands after {:?}: rows are sorted by id",
                    pair[1].id, pair[0].id
                );
                self.push(&pair[1], "id", message, Severity::Note);
            }
        }
    }

    fn kind(&mut self, row: &Row) {
        if EntityType::BUILTIN.contains(&row.kind) {
            return;
        }
        match nearest(row.kind.as_str()) {
            Some(known) => {
                let message = format!("{} is a new type; is {known} meant?", row.kind);
                self.push(row, "type", message, Severity::Warning);
            }
            None => self.push(row, "type", format!("{} is a new type", row.kind), Severity::Note),
        }
    }

    fn names(&mut self, row: &Row) {
        let mut seen: Vec<(u64, &str)> = Vec::new();
        for (index, name) in row.spellings().enumerate() {
            let column = column(index);
            let cuts = self.cutter.cuts(name);
            let Some(units) = cuts.first() else {
                self.push(
                    row,
                    column,
                    format!("{name:?} holds no letter or digit"),
                    Severity::Error,
                );
                continue;
            };
            if units.len() > LONGEST {
                let message = format!("{name:?} has more than {LONGEST} words, and is never found");
                self.push(row, column, message, Severity::Warning);
            }
            let small = !name.contains(char::is_uppercase);
            if name.contains(['\n', '\r']) {
                let message = format!("{name:?} goes over several lines: is a quotation mark missing?");
                self.push(row, column, message, Severity::Warning);
            }
            let common = |unit: &crate::unit::Unit| {
                unit.need != Need::Acronym && self.language.common.contains(&unit.hash)
            };
            // "IT" and "WHO" are found in capitals only; "I" is "I".
            let letter = name.chars().filter(|c| c.is_alphanumeric()).count() == 1;
            let function = |unit: &crate::unit::Unit| {
                (letter || unit.need != Need::Acronym) && self.function.contains(&unit.hash)
            };
            if units.iter().all(function) {
                let message = format!("{name:?} is a word that stands in every text: leave it out");
                self.push(row, column, message, Severity::Warning);
            } else if letter {
                let message = format!("{name:?} is one letter, which stands for many things: leave it out");
                self.push(row, column, message, Severity::Warning);
            } else if units.len() == 1 && row.context.is_empty() && common(&units[0]) {
                let (message, severity) = match small {
                    // "drone", of a type of one's own, may be meant so.
                    true => ("is found wherever this common word stands", Severity::Note),
                    false => (
                        "is also a common word: give context words, or leave it out",
                        Severity::Warning,
                    ),
                };
                self.push(row, column, format!("{name:?} {message}"), severity);
            }
            let key = crate::unit::chain(units);
            match seen.iter().find(|(known, _)| *known == key) {
                Some((_, before)) if *before == name => {
                    self.push(
                        row,
                        column,
                        format!("{name:?} stands twice in the row"),
                        Severity::Warning,
                    );
                }
                Some((_, before)) if !differ_as_acronyms(before, name) => {
                    let message = format!("{name:?} is {before:?} already, but for case or marks");
                    self.push(row, column, message, Severity::Note);
                }
                _ => seen.push((key, name)),
            }
        }
    }

    /// Names of several entities of one type that nothing tells apart.
    fn shared(&mut self, rows: &[Row]) {
        let mut owners: HashMap<(EntityType, u64), &Row> = HashMap::new();
        let mut found = Vec::new();
        for row in rows {
            for (index, name) in row.spellings().enumerate() {
                let Some(key) = self.cutter.key(name) else {
                    continue;
                };
                let owner = *owners.entry((row.kind, key)).or_insert(row);
                let (one, other) = (rank(row), rank(owner));
                let told_apart = !row.context.is_empty()
                    || !owner.context.is_empty()
                    || (has_population(row) && has_population(owner))
                    || is_far_likelier(one, other)
                    || is_far_likelier(other, one);
                if owner.id != row.id && !told_apart {
                    found.push((row, index, name, owner));
                }
            }
        }
        for (row, index, name, owner) in found {
            let message = format!(
                "{name:?} is also a name of {} ({}): give one of them context words",
                owner.id, owner.name
            );
            self.push(row, column(index), message, Severity::Warning);
        }
    }

    /// Names that the built-in lists have for another entity.
    fn builtin(&mut self, rows: &[Row]) {
        let Some(builtin) = Builder::builtin_image() else {
            return;
        };
        for row in rows {
            for (index, name) in row.spellings().enumerate() {
                let Some(key) = self.cutter.key(name) else {
                    continue;
                };
                let other = builtin
                    .entities_of_key(key)
                    .find(|entity| builtin.kind(*entity) == row.kind && builtin.id(*entity) != row.id);
                if let Some(other) = other {
                    let message = format!(
                        "{name:?} is also a name of {} in the built-in list {}; this row wins",
                        builtin.id(other),
                        builtin.list_name(other)
                    );
                    self.push(row, column(index), message, Severity::Note);
                }
            }
        }
    }
}

/// Places that share a name in earnest: the more populous is the likelier, and both need support.
fn has_population(row: &Row) -> bool {
    row.notes.contains("population=")
}

fn column(index: usize) -> &'static str {
    if index == 0 { "name" } else { "variants" }
}

/// "US" and "us", "U.S." and "US": spellings that text does not use for one another.
fn differ_as_acronyms(one: &str, other: &str) -> bool {
    one.contains('.') != other.contains('.')
        || one.contains(char::is_lowercase) != other.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_everywhere_are_no_names() {
        let mut builder = Builder::new(false);
        let list = "id,type,name\na,PER,the\nb,PER,I\nc,ORG,of the\nd,PER,Will\ne,WEAPON,drone\nf,ORG,IT\ng,LOC,X\nh,PER,\"Ann\nOrr\"\n";
        builder.add_bytes("a.csv", list.as_bytes());
        let told: Vec<_> = builder
            .check()
            .iter()
            .filter(|fault| fault.column == "name")
            .map(|fault| format!("{} {:?} {}", fault.row, fault.severity, fault.message))
            .collect();
        assert_eq!(
            told,
            [
                "2 Warning \"the\" is a word that stands in every text: leave it out",
                "3 Warning \"I\" is a word that stands in every text: leave it out",
                "4 Warning \"of the\" is a word that stands in every text: leave it out",
                "5 Warning \"Will\" is a word that stands in every text: leave it out",
                "6 Note \"drone\" is found wherever this common word stands",
                "8 Warning \"X\" is one letter, which stands for many things: leave it out",
                "9 Warning \"Ann\\nOrr\" goes over several lines: is a quotation mark missing?",
            ]
        );
    }
}
