use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use indicatif::HumanCount;
use whosaid_export::{Finished, Leader, Table};
use whosaid_pipeline::Outcome;

/// Rejections and warnings that are told one by one.
const TOLD: usize = 3;

/// What a finished run has to tell a person.
#[derive(Debug)]
pub(crate) struct Summary<'r> {
    pub(crate) finished: &'r Finished,
    pub(crate) outcome: &'r Outcome,
    pub(crate) elapsed: Duration,
    /// Where the tables are, if they are in a folder.
    pub(crate) folder: Option<&'r Path>,
    pub(crate) tables: &'r [Table],
}

impl Summary<'_> {
    /// Some lines, without a line end after the last.
    pub(crate) fn text(&self) -> String {
        let counts = self.finished.counts;
        let mut text = format!(
            "{} with {} and {}",
            several(counts.documents, "document"),
            several(counts.mentions, "mention"),
            several(counts.quotes, "quote"),
        );
        if counts.entities > 0 {
            let _ = write!(
                text,
                " of {} people, places and other names",
                HumanCount(counts.entities)
            );
        }
        if let Some(terms) = counts.terms {
            let _ = write!(text, ", {}", several(terms, "term"));
        }
        let seconds = self.elapsed.as_secs_f64();
        let _ = write!(text, ", in {seconds:.1} s");
        if seconds > 0.5 {
            let _ = write!(text, " ({:.1} MB/s)", self.outcome.bytes as f64 / 1e6 / seconds);
        }
        text.push('\n');
        let leaders = &self.finished.leaders;
        for (title, list) in [
            ("People", &leaders.people),
            ("Places", &leaders.places),
            ("Organisations", &leaders.organisations),
            ("Quoted most", &leaders.speakers),
        ] {
            if !list.is_empty() {
                let _ = writeln!(text, "  {title:14} {}", ranking(list));
            }
        }
        self.faults(&mut text);
        if let Some(folder) = self.folder {
            let names: Vec<_> = self.tables.iter().map(|table| table.name()).collect();
            let _ = writeln!(
                text,
                "  {:14} {}: {}",
                "Tables",
                folder.display(),
                names.join(", ")
            );
        }
        if !self.finished.removed.is_empty() {
            let removed = self.finished.removed.join(", ");
            let _ = writeln!(
                text,
                "  {:14} of an earlier run, not written by this one: {removed}",
                "Removed"
            );
        }
        text.truncate(text.trim_end().len());
        text
    }

    fn faults(&self, text: &mut String) {
        let rejected = self.finished.counts.rejected;
        if rejected > 0 {
            let reasons: Vec<_> = self
                .outcome
                .rejected
                .iter()
                .map(|(reason, count)| format!("{} {reason}", HumanCount(*count)))
                .collect();
            let _ = writeln!(
                text,
                "  {:14} {}: {}",
                "Rejected",
                HumanCount(rejected),
                reasons.join(", ")
            );
            told(text, &self.outcome.rejections, rejected);
        }
        let warnings = self.outcome.warning_count;
        if warnings > 0 {
            let _ = writeln!(text, "  {:14} {}", "Warnings", HumanCount(warnings));
            told(text, &self.outcome.warnings, warnings);
        }
    }
}

/// The first few of `lines`, and how many there are besides.
fn told(text: &mut String, lines: &[String], all: u64) {
    let told = if all <= TOLD as u64 + 1 { TOLD + 1 } else { TOLD };
    for line in lines.iter().take(told) {
        let _ = writeln!(text, "    {line}");
    }
    let rest = all.saturating_sub(told as u64);
    if rest > 0 {
        let _ = writeln!(text, "    … and {} more", HumanCount(rest));
    }
}

fn ranking(list: &[Leader]) -> String {
    let entries: Vec<_> = list
        .iter()
        .map(|leader| format!("{} {}", leader.name, HumanCount(leader.count)))
        .collect();
    entries.join(" · ")
}

fn several(count: u64, what: &str) -> String {
    format!(
        "{} {what}{}",
        HumanCount(count),
        if count == 1 { "" } else { "s" }
    )
}
