use crate::builder::Builder;
use crate::fault::{Fault, Severity};

/// Titles of roles that are no offices: they tie an entity to its country.
const TIES: [&str; 5] = ["capital", "country", "government", "ministry", "people"];

impl Builder {
    /// Notes on roles whose title no text is read for, as `reads` tells: they are kept, and nobody is found by them. In order of
    /// files and rows.
    pub fn check_offices(&self, reads: impl Fn(&str) -> bool) -> Vec<Fault> {
        let (rows, _) = self.rows();
        let mut faults = Vec::new();
        for row in &rows {
            for role in &row.roles {
                if TIES.contains(&&*role.title) || reads(&role.title) {
                    continue;
                }
                faults.push(Fault {
                    file: self.files[row.list as usize].0.clone(),
                    row: row.line,
                    column: "roles".to_owned(),
                    message: format!(
                        "no text is read for the office {:?}: nobody is found by it",
                        &*role.title
                    ),
                    severity: Severity::Note,
                });
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_titles_that_do_not_count() {
        let mut builder = Builder::new(false);
        let list = "id,type,name,roles\na,PER,Ann Lee,grand wizard of Klow@2019..|mayor of Klow\nb,LOC,Klow,capital of Syldavia\n";
        builder.add_bytes("a.csv", list.as_bytes());
        let faults = builder.check_offices(|title| title == "mayor");
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "a.csv: row 2, column roles: no text is read for the office \"grand wizard\": nobody is found by it"
            ]
        );
    }
}
