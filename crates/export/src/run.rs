use serde_json::{Map, Value};

use crate::Table;

/// Rows of each table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Documents, each with its row.
    pub documents: u64,
    /// Mentions.
    pub mentions: u64,
    /// Entities; known when the run is finished.
    pub entities: u64,
    /// Quotes.
    pub quotes: u64,
    /// Records that did not become a document.
    pub rejected: u64,
    /// Terms, if they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<u64>,
}

impl Counts {
    /// Rows of a table.
    pub fn of(self, table: Table) -> u64 {
        match table {
            Table::Documents => self.documents,
            Table::Mentions => self.mentions,
            Table::Entities => self.entities,
            Table::Quotes => self.quotes,
            Table::Rejected => self.rejected,
            Table::Terms => self.terms.unwrap_or_default(),
        }
    }
}

/// What `run.json` tells of a run besides its counts.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Run {
    /// Version of the program.
    pub version: String,
    /// All that the user set or that was set for him, by the names of the options.
    pub settings: Map<String, Value>,
    /// Fingerprint of the lists that were used, hexadecimal.
    pub gazetteer_hash: String,
    /// Entities in those lists.
    pub gazetteer_entities: u64,
    /// Records that were read: as many as there are documents and rejections together.
    pub records: u64,
    /// Rejected records by reason.
    pub rejected_by_reason: std::collections::BTreeMap<String, u64>,
    /// Documents by the encoding that they were written in.
    pub encodings: std::collections::BTreeMap<String, u64>,
    /// What the user was warned of, the first few.
    pub warnings: Vec<String>,
    /// Number of all warnings.
    pub warning_count: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// From start to the last row.
    pub seconds: f64,
}

impl Run {
    /// The contents of `run.json`.
    pub(crate) fn json(&self, counts: Counts) -> Vec<u8> {
        #[derive(serde::Serialize)]
        struct Whole<'r> {
            program: &'static str,
            #[serde(flatten)]
            run: &'r Run,
            counts: Counts,
        }
        let whole = Whole {
            program: "whosaid",
            run: self,
            counts,
        };
        // Strings and numbers: this cannot fail.
        let mut json = serde_json::to_vec_pretty(&whole).unwrap_or_default();
        json.push(b'\n');
        json
    }
}
