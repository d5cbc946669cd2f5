use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::path::Path;

use whosaid_text::{DocumentAnnotations, WordMap, hash_bytes};

use crate::checkpoint::Checkpoint;
use crate::format::Style;
use crate::leaders::Leaders;
use crate::sort::{Part, Runs};
use crate::tally::DocumentTally;
use crate::totals::{Label, Total};
use crate::{Error, Table};

/// Counts the entities of a run. What passes `limit` bytes goes to sorted runs on disk, and is brought together by a
/// merge at the end.
#[derive(Debug)]
pub(crate) struct Entities {
    totals: Vec<Total>,
    /// Place in `totals`, by hash of the id.
    by_id: WordMap<u32>,
    spellings: WordMap<Spelling>,
    bytes: usize,
    limit: usize,
    runs: Runs<Total>,
    rows: Runs<Row>,
}

#[derive(Debug)]
struct Spelling {
    /// Place in `totals`.
    total: u32,
    text: Box<str>,
    count: u64,
}

/// A row of the table, by mentions descending, then id.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
struct Row {
    mentions: Reverse<u64>,
    id: String,
    row: String,
}

impl Part for Row {}

impl Part for Total {
    fn absorb(&mut self, other: Self) -> Option<Self> {
        self.add(other);
        None
    }

    fn settle(&mut self) {
        Total::settle(self);
    }
}

/// Memory that an entity or a spelling takes besides its letters, measured by and large.
const ENTITY_BYTES: usize = 300;
const SPELLING_BYTES: usize = 100;

impl Entities {
    /// Memory for counting before it is spilled: what some thousand articles name.
    pub(crate) const LIMIT: usize = 8 << 20;

    pub(crate) fn new(folder: &Path, limit: usize) -> Self {
        Self {
            totals: Vec::new(),
            by_id: WordMap::default(),
            spellings: WordMap::default(),
            bytes: 0,
            limit,
            runs: Runs::new(folder, "entities-counted"),
            rows: Runs::new(folder, "entities-ordered"),
        }
    }

    pub(crate) fn add(
        &mut self,
        annotations: &DocumentAnnotations,
        tally: &DocumentTally,
    ) -> Result<(), Error> {
        let document = &annotations.document;
        let day = document.date.map(|date| date.to_string());
        let mut places = Vec::with_capacity(tally.counts.len());
        for (entity, (mentions, quotes)) in annotations.linked.entities.iter().zip(&tally.counts) {
            if mentions + quotes == 0 {
                places.push(u32::MAX);
                continue;
            }
            let place = *self
                .by_id
                .entry(hash_bytes(entity.id.as_bytes()))
                .or_insert_with(|| {
                    self.bytes += ENTITY_BYTES + entity.id.len();
                    self.totals.push(Total {
                        id: entity.id.to_string(),
                        ..Total::default()
                    });
                    self.totals.len() as u32 - 1
                });
            places.push(place);
            let total = &mut self.totals[place as usize];
            total.documents += 1;
            total.mentions += u64::from(*mentions);
            total.quotes += u64::from(*quotes);
            match total.labels.iter_mut().find(|label| label.is_of(entity)) {
                Some(label) => label.mentions += u64::from(*mentions),
                None => {
                    self.bytes += SPELLING_BYTES + entity.name.len();
                    // Most have one: a vector that grows by itself makes room for four.
                    total.labels.reserve_exact(1);
                    total.labels.push(Label {
                        name: entity.name.to_string(),
                        kind: entity.kind.to_string(),
                        list: entity.list.to_string(),
                        mentions: u64::from(*mentions),
                    });
                }
            }
            if let Some(day) = &day {
                total.see(day);
            }
        }
        for spelling in &tally.spellings {
            let place = places[spelling.entity.0 as usize];
            let text = tidy(spelling.span.of(&document.text));
            let key = hash_bytes(text.as_bytes()) ^ u64::from(place).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            match self.spellings.entry(key) {
                Entry::Occupied(held) => held.into_mut().count += u64::from(spelling.count),
                Entry::Vacant(empty) => {
                    self.bytes += SPELLING_BYTES + text.len();
                    empty.insert(Spelling {
                        total: place,
                        text: text.into(),
                        count: u64::from(spelling.count),
                    });
                }
            }
        }
        if self.bytes > self.limit {
            let totals = self.take();
            self.runs.write(totals)?;
        }
        Ok(())
    }

    /// Goes on with what was counted before a checkpoint.
    pub(crate) fn resume(&mut self, checkpoint: &Checkpoint) {
        self.runs.resume(&checkpoint.runs, checkpoint.runs_begun);
    }

    /// Puts all that was counted on the disk, and its names into a checkpoint.
    pub(crate) fn checkpoint(&mut self, checkpoint: &mut Checkpoint) -> Result<(), Error> {
        let totals = self.take();
        if !totals.is_empty() {
            self.runs.write(totals)?;
        }
        (checkpoint.runs, checkpoint.runs_begun) = self.runs.sync()?;
        Ok(())
    }

    /// Called when that checkpoint stands.
    pub(crate) fn checkpointed(&mut self) {
        self.runs.checkpointed();
    }

    /// Removes what is on disk, unless a checkpoint names it.
    pub(crate) fn discard(&mut self) {
        self.runs.discard();
        self.rows.discard();
    }

    fn take(&mut self) -> Vec<Total> {
        self.bytes = 0;
        self.by_id.clear();
        let mut totals = std::mem::take(&mut self.totals);
        for (_, spelling) in self.spellings.drain() {
            let spellings = &mut totals[spelling.total as usize].spellings;
            if spellings.len() == spellings.capacity() {
                spellings.reserve_exact(spellings.len().max(1));
            }
            spellings.push((spelling.text.into(), spelling.count));
        }
        totals
    }

    /// Hands the rows of the table, in `style`, to `write`, mentions descending, then id. Returns their number.
    pub(crate) fn finish(
        mut self,
        style: Style,
        write: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(u64, Leaders), Error> {
        let rest = self.take();
        let mut merged = self.runs.merge(rest)?.peekable();
        let mut leaders = Leaders::default();
        let (mut held, mut bytes, mut count) = (Vec::new(), 0, 0);
        while let Some(total) = merged.next() {
            let mut total = total?;
            while let Some(more) = merged.next_if(|next| next.as_ref().is_ok_and(|next| next.id == total.id))
            {
                total.add(more?);
            }
            total.settle();
            leaders.consider(&total);
            let mut row = Vec::new();
            style.row(Table::Entities, &mut row, |cells| total.row(cells));
            count += 1;
            bytes += 2 * SPELLING_BYTES + row.len();
            held.push(Row {
                mentions: Reverse(total.mentions),
                id: total.id,
                // Cells come from text and stay text.
                row: String::from_utf8_lossy(&row).into_owned(),
            });
            if bytes > self.limit {
                bytes = 0;
                self.rows.write(std::mem::take(&mut held))?;
            }
        }
        for row in self.rows.merge(held)? {
            write(row?.row.as_bytes())?;
        }
        Ok((count, leaders))
    }
}

/// A spelling on one line, without the sign that joins spellings.
fn tidy(spelling: &str) -> Cow<'_, str> {
    if !spelling.contains(['\n', '\r', '\t', '|']) {
        return Cow::Borrowed(spelling);
    }
    let words: Vec<_> = spelling
        .split(|c: char| c.is_whitespace() || c == '|')
        .filter(|word| !word.is_empty())
        .collect();
    Cow::Owned(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use whosaid_text::{
        Confidence, Document, Entity, EntityIndex, EntityType, Gender, Linked, Mention, Rule, Span,
    };

    /// A document that names entities: id, name, spelling.
    fn document(day: u8, names: &[(&str, &str, &str)]) -> DocumentAnnotations {
        let mut annotations = DocumentAnnotations {
            document: Document {
                date: whosaid_text::Date::new(2023, 9, day),
                ..Document::default()
            },
            linked: Linked::default(),
            quotes: Vec::new(),
            terms: Vec::new(),
        };
        for (id, name, spelling) in names {
            let linked = &mut annotations.linked;
            let held = linked.entities.iter().position(|entity| *entity.id == **id);
            let place = held.unwrap_or_else(|| {
                linked.entities.push(Arc::new(Entity {
                    id: (*id).into(),
                    kind: EntityType::PER,
                    name: (*name).into(),
                    list: "new".into(),
                    gender: Gender::Unknown,
                    roles: Box::new([]),
                }));
                linked.entities.len() - 1
            });
            let start = annotations.document.text.len();
            annotations.document.text.push_str(spelling);
            linked.mentions.push(Mention {
                span: Span::new(start, start + spelling.len()),
                kind: EntityType::PER,
                entity: EntityIndex(place as u32),
                rule: Rule("test:rule"),
                confidence: Confidence::new(1.0),
            });
        }
        annotations
    }

    fn table(limit: usize) -> (String, Leaders) {
        let folder = tempfile::tempdir().unwrap();
        let mut entities = Entities::new(folder.path(), limit);
        for round in 0..50 {
            let other = format!("n{}", round % 7);
            let documents = [
                document(3, &[("b", "Bo", "Bo"), ("b", "Bo", "B\no"), ("a", "Ann", "Ann")]),
                document(
                    1,
                    &[
                        ("a", "Anne", "Anne"),
                        ("a", "Anne", "Miss Anne"),
                        ("b", "Bo", "Bo"),
                    ],
                ),
                document(2, &[(&other, &other, "x|y")]),
            ];
            for annotations in &documents {
                let mut tally = DocumentTally::default();
                tally.count(annotations);
                entities.add(annotations, &tally).unwrap();
            }
        }
        let mut rows = String::new();
        let (count, leaders) = entities
            .finish(Style::Csv, &mut |row| {
                rows.push_str(std::str::from_utf8(row).unwrap());
                Ok(())
            })
            .unwrap();
        assert_eq!(count, rows.lines().count() as u64);
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "temporary files"
        );
        (rows, leaders)
    }

    #[test]
    fn counts_and_orders() {
        let (rows, leaders) = table(Entities::LIMIT);
        let mut lines = rows.lines();
        assert_eq!(
            lines.next().unwrap(),
            "a,PER,Anne,new,100,150,0,Ann (50)|Anne (50)|Miss Anne (50),2023-09-01,2023-09-03"
        );
        assert_eq!(
            lines.next().unwrap(),
            "b,PER,Bo,new,100,150,0,Bo (100)|B o (50),2023-09-01,2023-09-03"
        );
        assert_eq!(
            lines.next().unwrap(),
            "n0,PER,n0,new,8,8,0,x y (8),2023-09-02,2023-09-02"
        );
        assert_eq!(leaders.people[0].name, "Anne");
        assert_eq!(leaders.people.len(), 5);
    }

    #[test]
    fn spilling_changes_nothing() {
        let all = table(Entities::LIMIT);
        for limit in [0, 1000, 3000] {
            assert_eq!(table(limit), all, "{limit}");
        }
    }
}
