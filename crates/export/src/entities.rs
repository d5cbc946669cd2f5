use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::path::Path;
use std::sync::Arc;

use whosaid_text::{Date, DocumentAnnotations, Entity, WordMap, hash_bytes};

use crate::checkpoint::Checkpoint;
use crate::format::Style;
use crate::leaders::Leaders;
use crate::sort::{Part, Runs};
use crate::tally::{DocumentTally, SPREAD};
use crate::totals::{Label, Total};
use crate::{Error, Table};

/// Counts the entities of a run. What passes `limit` bytes goes to sorted runs on disk, and is brought together by a
/// merge at the end.
#[derive(Debug)]
pub(crate) struct Entities {
    counted: Vec<Counted>,
    /// Place in `counted`, by the address of the entity: it stays where it is as long as it is held there.
    places: WordMap<u32>,
    spellings: WordMap<Spelling>,
    bytes: usize,
    limit: usize,
    runs: Runs<Total>,
    rows: Runs<Row>,
}

/// What is counted of one entity in memory. What has one id may stand here several times, with several names, too: it comes
/// together when it is taken.
#[derive(Debug)]
struct Counted {
    entity: Arc<Entity>,
    documents: u64,
    mentions: u64,
    quotes: u64,
    /// First and last.
    days: Option<(Date, Date)>,
}

#[derive(Debug)]
struct Spelling {
    /// Place in `counted`.
    counted: u32,
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
            counted: Vec::new(),
            places: WordMap::default(),
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
        let mut places = Vec::with_capacity(tally.counts.len());
        for (entity, (mentions, quotes)) in annotations.linked.entities.iter().zip(&tally.counts) {
            if mentions + quotes == 0 {
                places.push(u32::MAX);
                continue;
            }
            let place = *self.places.entry(address(entity)).or_insert_with(|| {
                self.bytes += ENTITY_BYTES + entity.id.len() + entity.name.len();
                self.counted.push(Counted {
                    entity: Arc::clone(entity),
                    documents: 0,
                    mentions: 0,
                    quotes: 0,
                    days: None,
                });
                self.counted.len() as u32 - 1
            });
            places.push(place);
            let counted = &mut self.counted[place as usize];
            counted.documents += 1;
            counted.mentions += u64::from(*mentions);
            counted.quotes += u64::from(*quotes);
            if let Some(day) = document.date {
                let (first, last) = counted.days.unwrap_or((day, day));
                counted.days = Some((first.min(day), last.max(day)));
            }
        }
        for spelling in &tally.spellings {
            let place = places[spelling.entity.0 as usize];
            let key = spelling.hash ^ u64::from(place).wrapping_mul(SPREAD);
            match self.spellings.entry(key) {
                Entry::Occupied(held) => held.into_mut().count += u64::from(spelling.count),
                Entry::Vacant(empty) => {
                    let text = tidy(spelling.span.of(&document.text));
                    self.bytes += SPELLING_BYTES + text.len();
                    empty.insert(Spelling {
                        counted: place,
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
        self.places.clear();
        let mut totals: Vec<Total> = Vec::new();
        let mut by_id: WordMap<u32> = WordMap::default();
        let mut place_of = Vec::with_capacity(self.counted.len());
        for counted in self.counted.drain(..) {
            let entity = &counted.entity;
            let place = *by_id.entry(hash_bytes(entity.id.as_bytes())).or_insert_with(|| {
                totals.push(Total {
                    id: entity.id.to_string(),
                    ..Total::default()
                });
                totals.len() as u32 - 1
            });
            place_of.push(place);
            let total = &mut totals[place as usize];
            total.documents += counted.documents;
            total.mentions += counted.mentions;
            total.quotes += counted.quotes;
            if let Some((first, last)) = counted.days {
                total.widen(&first.to_string(), &last.to_string());
            }
            // Most have one: a vector that grows by itself makes room for four.
            total.labels.reserve_exact(1);
            total.labels.push(Label {
                name: entity.name.to_string(),
                kind: entity.kind.to_string(),
                list: entity.list.to_string(),
                mentions: counted.mentions,
            });
        }
        for (_, spelling) in self.spellings.drain() {
            let spellings = &mut totals[place_of[spelling.counted as usize] as usize].spellings;
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

/// A key for an entity that is held in memory.
fn address(entity: &Arc<Entity>) -> u64 {
    // The lowest bits of an address are all alike.
    (Arc::as_ptr(entity).addr() as u64)
        .wrapping_mul(SPREAD)
        .rotate_left(32)
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
    use whosaid_text::{Confidence, Document, EntityIndex, EntityType, Gender, Linked, Mention, Rule, Span};

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
