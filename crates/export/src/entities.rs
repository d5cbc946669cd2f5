use std::collections::hash_map::Entry;
use std::sync::Arc;

use whosaid_text::{Date, DocumentAnnotations, Entity, EntityType, WordMap, hash_bytes};

use crate::cells::Cells;
use crate::tally::DocumentTally;

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Documents with rows.
    pub documents: u64,
    /// Rows of mentions.
    pub mentions: u64,
    /// Rows of entities.
    pub entities: u64,
    /// Rows of quotes.
    pub quotes: u64,
    /// Rows of rejected.
    pub rejected: u64,
}

/// An entity near the top of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leader {
    /// Its name.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// The entities that are named and quoted most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaders {
    /// People by mentions.
    pub people: Vec<Leader>,
    /// Places by mentions.
    pub places: Vec<Leader>,
    /// Anyone by quotes.
    pub speakers: Vec<Leader>,
}

const LEADERS: usize = 5;

/// Counts the entities of a run.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    slots: Vec<Slot>,
    by_id: WordMap<u32>,
    spellings: WordMap<Spelling>,
}

#[derive(Debug)]
struct Slot {
    entity: Arc<Entity>,
    documents: u64,
    mentions: u64,
    quotes: u64,
    first: Option<Date>,
    last: Option<Date>,
}

#[derive(Debug)]
struct Spelling {
    slot: u32,
    text: Box<str>,
    count: u64,
}

impl Entities {
    pub(crate) fn add(&mut self, annotations: &DocumentAnnotations, tally: &DocumentTally) {
        let document = &annotations.document;
        let mut slots = Vec::with_capacity(tally.counts.len());
        for (entity, (mentions, quotes)) in annotations.linked.entities.iter().zip(&tally.counts) {
            let slot = *self
                .by_id
                .entry(hash_bytes(entity.id.as_bytes()))
                .or_insert_with(|| {
                    self.slots.push(Slot {
                        entity: Arc::clone(entity),
                        documents: 0,
                        mentions: 0,
                        quotes: 0,
                        first: None,
                        last: None,
                    });
                    self.slots.len() as u32 - 1
                });
            slots.push(slot);
            let slot = &mut self.slots[slot as usize];
            slot.documents += 1;
            slot.mentions += u64::from(*mentions);
            slot.quotes += u64::from(*quotes);
            if let Some(date) = document.date {
                slot.first = Some(slot.first.map_or(date, |first| first.min(date)));
                slot.last = Some(slot.last.map_or(date, |last| last.max(date)));
            }
        }
        for spelling in &tally.spellings {
            let slot = slots[spelling.entity.0 as usize];
            let text = spelling.span.of(&document.text);
            let key = hash_bytes(text.as_bytes()) ^ u64::from(slot).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            match self.spellings.entry(key) {
                Entry::Occupied(held) => held.into_mut().count += u64::from(spelling.count),
                Entry::Vacant(empty) => {
                    empty.insert(Spelling {
                        slot,
                        text: text.into(),
                        count: u64::from(spelling.count),
                    });
                }
            }
        }
    }

    /// Fills the table, mentions descending, then id.
    pub(crate) fn finish(self, cells: &mut impl Cells) -> (u64, Leaders) {
        let mut variants: Vec<Spelling> = self.spellings.into_values().collect();
        variants.sort_by(|a, b| (a.slot, b.count, &a.text).cmp(&(b.slot, a.count, &b.text)));
        let mut order: Vec<(u32, &Slot)> = (0..).zip(&self.slots).collect();
        order.sort_by(|(_, a), (_, b)| {
            b.mentions
                .cmp(&a.mentions)
                .then_with(|| a.entity.id.cmp(&b.entity.id))
        });
        let mut leaders = Leaders::default();
        for (number, slot) in &order {
            let from = variants.partition_point(|variant| variant.slot < *number);
            let joined = variants[from..]
                .iter()
                .take_while(|variant| variant.slot == *number)
                .map(|variant| format!("{} ({})", variant.text, variant.count))
                .collect::<Vec<_>>()
                .join("|");
            cells.text(&slot.entity.id);
            cells.text(slot.entity.kind.as_str());
            cells.text(&slot.entity.name);
            cells.text(&slot.entity.list);
            cells.number(slot.documents);
            cells.number(slot.mentions);
            cells.number(slot.quotes);
            cells.text(&joined);
            cells.date(slot.first);
            cells.date(slot.last);
            cells.end();
            leaders.consider(slot);
        }
        (order.len() as u64, leaders)
    }
}

impl Leaders {
    /// Takes an entity into account; they come by mentions, the most first.
    fn consider(&mut self, slot: &Slot) {
        let leader = |count| Leader {
            name: slot.entity.name.to_string(),
            count,
        };
        let of_kind = match slot.entity.kind {
            EntityType::PER => Some(&mut self.people),
            EntityType::LOC => Some(&mut self.places),
            _ => None,
        };
        if let Some(list) = of_kind.filter(|list| list.len() < LEADERS) {
            list.push(leader(slot.mentions));
        }
        if slot.quotes > 0 {
            let at = self.speakers.partition_point(|other| other.count >= slot.quotes);
            if at < LEADERS {
                self.speakers.insert(at, leader(slot.quotes));
                self.speakers.truncate(LEADERS);
            }
        }
    }
}
