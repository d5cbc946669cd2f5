use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::cells::Cells;

/// What is counted of one entity, in a part of the run or in all of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Total {
    pub(crate) id: String,
    pub(crate) documents: u64,
    pub(crate) mentions: u64,
    pub(crate) quotes: u64,
    /// First and last day, ISO: sorts as text.
    pub(crate) days: Option<(String, String)>,
    /// What documents call it: one for an entity of a list; of one that no list has, each document may choose another
    /// spelling as its name.
    pub(crate) labels: Vec<Label>,
    /// Spellings with their counts.
    pub(crate) spellings: Vec<(String, u64)>,
}

/// Name, type and list of an entity, and how many mentions go with them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) list: String,
    pub(crate) mentions: u64,
}

impl Total {
    /// Takes in the days from one to another.
    pub(crate) fn widen(&mut self, from: &str, to: &str) {
        match &mut self.days {
            None => self.days = Some((from.to_owned(), to.to_owned())),
            Some((first, last)) => {
                if from < first.as_str() {
                    from.clone_into(first);
                }
                if to > last.as_str() {
                    to.clone_into(last);
                }
            }
        }
    }

    /// Adds what was counted of the same entity elsewhere.
    pub(crate) fn add(&mut self, other: Total) {
        self.documents += other.documents;
        self.mentions += other.mentions;
        self.quotes += other.quotes;
        if let Some((first, last)) = &other.days {
            self.widen(first, last);
        }
        self.labels.extend(other.labels);
        self.spellings.extend(other.spellings);
    }

    /// Makes one of labels and spellings that are the same, and puts the most frequent first.
    pub(crate) fn settle(&mut self) {
        self.labels
            .sort_by(|a, b| (&a.name, &a.kind, &a.list).cmp(&(&b.name, &b.kind, &b.list)));
        self.labels.dedup_by(|next, held| {
            let same = (&next.name, &next.kind, &next.list) == (&held.name, &held.kind, &held.list);
            held.mentions += if same { next.mentions } else { 0 };
            same
        });
        self.labels.sort_by_key(|label| std::cmp::Reverse(label.mentions));
        self.spellings.sort();
        self.spellings.dedup_by(|next, held| {
            let same = next.0 == held.0;
            held.1 += if same { next.1 } else { 0 };
            same
        });
        self.spellings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    }

    /// Fills a row of `entities`, of a total that is settled.
    pub(crate) fn row(&self, cells: &mut dyn Cells) {
        let label = self.labels.first();
        cells.text(&self.id);
        cells.maybe(label.map(|label| label.kind.as_str()));
        cells.maybe(label.map(|label| label.name.as_str()));
        cells.maybe(label.map(|label| label.list.as_str()));
        cells.number(self.documents);
        cells.number(self.mentions);
        cells.number(self.quotes);
        let variants: Vec<_> = self
            .spellings
            .iter()
            .map(|(spelling, count)| format!("{spelling} ({count})"))
            .collect();
        cells.text(&variants.join("|"));
        cells.date(self.days.as_ref().and_then(|(first, _)| first.parse().ok()));
        cells.date(self.days.as_ref().and_then(|(_, last)| last.parse().ok()));
        cells.end();
    }
}

impl PartialEq for Total {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By id, so that what was counted of one entity in several parts comes together.
impl Ord for Total {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}
