use whosaid_text::EntityType;

use crate::totals::Total;

/// An entity near the top of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leader {
    /// Its name.
    pub name: String,
    /// How often.
    pub count: u64,
    id: String,
}

/// The entities that are named and quoted most, five of each kind, the first one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaders {
    /// People by mentions.
    pub people: Vec<Leader>,
    /// Places by mentions.
    pub places: Vec<Leader>,
    /// Organisations by mentions.
    pub organisations: Vec<Leader>,
    /// Anyone by quotes.
    pub speakers: Vec<Leader>,
}

const LEADERS: usize = 5;

impl Leaders {
    /// Takes an entity into account; in any order.
    pub(crate) fn consider(&mut self, total: &Total) {
        let Some(label) = total.labels.first() else {
            return;
        };
        let place = |list: &mut Vec<Leader>, count: u64| {
            let at = list.partition_point(|other| (other.count, &total.id) > (count, &other.id));
            if count > 0 && at < LEADERS {
                let leader = Leader {
                    name: label.name.clone(),
                    count,
                    id: total.id.clone(),
                };
                list.insert(at, leader);
                list.truncate(LEADERS);
            }
        };
        if label.kind == EntityType::PER.as_str() {
            place(&mut self.people, total.mentions);
        } else if label.kind == EntityType::LOC.as_str() {
            place(&mut self.places, total.mentions);
        } else if label.kind == EntityType::ORG.as_str() {
            place(&mut self.organisations, total.mentions);
        }
        place(&mut self.speakers, total.quotes);
    }
}
