use std::sync::Arc;

use whosaid_text::{
    Entity, EntityType, Knowledge, ListedId, NameParts, Period, Resolution, hash_bytes, hash_word,
};

use crate::compile::COUNTRY;
use crate::gazetteer::Gazetteer;
use crate::image::{CELLS, ENTITY, HOLDER, Section, office_key, u16_at, u32_at, u64_at};
use crate::unit::Cutter;

/// Titles of roles that tie an entity to its country: "capital of Azerbaijan", "people of Azerbaijan".
const TIES: [&str; 3] = ["capital", "people", "government"];

impl Gazetteer {
    /// The entities that a whole name is listed for, without regard to case, diacritics, hyphens and apostrophes; those
    /// that win first. Each once, with the spelling of the list.
    pub fn lookup<'a>(&'a self, name: &str) -> Vec<(ListedId, &'a str)> {
        let mut found: Vec<(ListedId, &str)> = Vec::new();
        let Some(key) = Cutter::default().key(name) else {
            return found;
        };
        for layer in &self.layers {
            let image = &layer.image;
            for spelling in image.spellings_of_key(key) {
                let entity = image.entity_of_spelling(spelling);
                let id = ListedId(layer.base + entity);
                if !self.is_hidden(id.0) && !found.iter().any(|(known, _)| *known == id) {
                    found.push((id, image.spelling_text(spelling)));
                }
            }
        }
        found
    }

    /// The place that a name, an adjective or a capital's name stands for as the holder of an office.
    fn place(&self, name: &str) -> Option<ListedId> {
        let found = self.lookup(name);
        let (first, _) = found
            .iter()
            .find(|(id, _)| self.is_country(*id))
            .or_else(|| found.first())?;
        Some(self.country_of(*first).unwrap_or(*first))
    }

    /// True if the row of an entity has context words.
    #[inline]
    pub(crate) fn has_context(&self, id: ListedId) -> bool {
        let (layer, entity) = self.layer(id);
        let record = layer.image.record(Section::Entities, ENTITY, entity as usize);
        u16_at(record, 32) != 0
    }

    /// True if a context word of an entity's row, or all words of one that is several, stand in the document.
    pub(crate) fn is_in_context(&self, id: ListedId, has: impl Fn(u64) -> bool) -> bool {
        let (layer, entity) = self.layer(id);
        let record = layer.image.record(Section::Entities, ENTITY, entity as usize);
        let contexts = layer.image.section(Section::Contexts);
        let mut place = u32_at(record, 28) as usize * 8;
        for _ in 0..u16_at(record, 32) {
            let words = u64_at(contexts, place) as usize;
            place += 8;
            let all = (0..words).all(|word| has(u64_at(contexts, place + 8 * word)));
            if all && words > 0 {
                return true;
            }
            place += 8 * words;
        }
        false
    }

    /// The country that a place lies in, by the code in its notes.
    fn land_of(&self, id: ListedId) -> Option<ListedId> {
        let (layer, entity) = self.layer(id);
        let cells = layer.image.record(Section::Cells, CELLS, entity as usize);
        let notes = layer.image.text(cells, 8).split(';');
        let code = notes
            .filter_map(|note| note.trim().strip_prefix("country="))
            .next()?;
        self.entity_of_id(&format!("country-{}", code.to_ascii_lowercase()))
    }

    /// The keys of all names of the place that a name stands for, and of the name itself.
    fn place_keys(&self, of: &str) -> Vec<Option<u64>> {
        let mut cutter = Cutter::default();
        let mut keys = vec![cutter.key(of)];
        if let Some(place) = self.place(of) {
            keys.extend(self.names_of(place).map(|name| cutter.key(name)));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whoever holds or held an office, with when.
    fn all_holders(&self, title: &str, of: &str) -> Vec<(ListedId, Period)> {
        let known = hash_bytes(of.as_bytes());
        let keys = self.places.get(known).unwrap_or_else(|| {
            let keys: Arc<[_]> = self.place_keys(of).into();
            self.places.put(known, Arc::clone(&keys));
            keys
        });
        let mut holders = Vec::new();
        for layer in &self.layers {
            for key in &*keys {
                let key = office_key(title, *key);
                for holder in layer.image.equal(Section::Holders, HOLDER, key) {
                    let record = layer.image.record(Section::Holders, HOLDER, holder);
                    let role = layer.image.role(u32_at(record, 12) as usize);
                    let id = ListedId(layer.base + u32_at(record, 8));
                    if *role.title == *title && !self.is_hidden(id.0) {
                        holders.push((id, role.period));
                    }
                }
            }
        }
        holders
    }

    fn is_country(&self, id: ListedId) -> bool {
        let (layer, entity) = self.layer(id);
        let image = &layer.image;
        image.kind(entity) == EntityType::LOC
            && (image.rank(entity) == COUNTRY
                || image
                    .roles(entity)
                    .any(|role| &*image.role(role).title == "country"))
    }
}

impl Knowledge for Gazetteer {
    fn entity(&self, id: ListedId) -> &Arc<Entity> {
        self.made(id)
    }

    fn resolve(&self, name: &str, kind: Option<EntityType>) -> Option<Resolution> {
        self.resolve_name(name, kind)
    }

    fn holders(&self, title: &str, of: &str, during: Period) -> Vec<ListedId> {
        let key = hash_bytes(title.as_bytes()).rotate_left(9) ^ hash_bytes(of.as_bytes());
        let all = self.holders.get(key).unwrap_or_else(|| {
            let all: Arc<[_]> = self.all_holders(title, of).into();
            self.holders.put(key, Arc::clone(&all));
            all
        });
        let mut holders = Vec::new();
        for (id, held) in &*all {
            if held.overlaps(during) && !holders.contains(id) {
                holders.push(*id);
            }
        }
        holders
    }

    fn is_spoken_of(&self, id: ListedId, has: &dyn Fn(u64) -> bool) -> Option<bool> {
        if self.has_context(id) {
            return Some(self.is_in_context(id, has));
        }
        let country = self.land_of(id)?;
        let people = self.holders("people", &self.entity(country).name, Period::default());
        let names = std::iter::once(country)
            .chain(people)
            .flat_map(|id| self.names_of(id));
        let mut names = names.filter(|name| !name.is_empty());
        Some(names.any(|name| name.split_whitespace().all(|word| has(hash_word(word)))))
    }

    fn lies_in(&self, id: ListedId) -> Option<ListedId> {
        self.land_of(id).or_else(|| self.country_of(id))
    }

    fn name_parts(&self, word: u64) -> NameParts {
        self.parts.get(word)
    }

    fn country_of(&self, id: ListedId) -> Option<ListedId> {
        self.country(id, || {
            if self.is_country(id) {
                return Some(id);
            }
            let (layer, entity) = self.layer(id);
            let tie = layer
                .image
                .roles(entity)
                .map(|role| layer.image.role(role))
                .find(|role| TIES.contains(&&*role.title))?;
            let found = self.lookup(&tie.of);
            let country = found.iter().find(|(id, _)| self.is_country(*id));
            country.map(|(id, _)| *id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Builder;

    #[test]
    fn every_office_is_found() {
        let gazetteer = Builder::new(true).build().unwrap();
        let image = &gazetteer.layers[0].image;
        let count = image.count(Section::Holders, HOLDER);
        assert!(count > 100);
        let keys: Vec<u64> = (0..count)
            .map(|at| u64_at(image.record(Section::Holders, HOLDER, at), 0))
            .collect();
        for key in keys.iter().copied().chain([0, u64::MAX]) {
            for key in [key.saturating_sub(1), key, key.saturating_add(1)] {
                let found = image.equal(Section::Holders, HOLDER, key);
                let before = |bound: u64| keys.partition_point(|held| *held < bound);
                let end = if key == u64::MAX { count } else { before(key + 1) };
                assert_eq!(found.collect::<Vec<_>>(), (before(key)..end).collect::<Vec<_>>());
            }
        }
    }
}
