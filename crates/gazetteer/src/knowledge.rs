use std::sync::Arc;

use whosaid_text::{Date, Entity, EntityType, Knowledge, ListedId, NameParts, Resolution};

use crate::compile::COUNTRY;
use crate::gazetteer::Gazetteer;
use crate::image::{HOLDER, SPELLING, Section, office_key, u32_at};
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
                let entity = u32_at(image.record(Section::Spellings, SPELLING, spelling), 0);
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

    fn holders(&self, title: &str, of: &str, date: Option<Date>) -> Vec<ListedId> {
        let mut cutter = Cutter::default();
        let mut keys = vec![cutter.key(of)];
        if let Some(place) = self.place(of) {
            keys.extend(self.names_of(place).map(|name| cutter.key(name)));
        }
        keys.sort_unstable();
        keys.dedup();
        let mut holders = Vec::new();
        for layer in &self.layers {
            for key in &keys {
                let key = office_key(title, *key);
                for holder in layer.image.equal(Section::Holders, HOLDER, key) {
                    let record = layer.image.record(Section::Holders, HOLDER, holder);
                    let role = layer.image.role(u32_at(record, 12) as usize);
                    let id = ListedId(layer.base + u32_at(record, 8));
                    let holds = match date {
                        Some(date) => role.period.contains(date),
                        None => role.period.to.is_none(),
                    };
                    if holds && *role.title == *title && !self.is_hidden(id.0) && !holders.contains(&id) {
                        holders.push(id);
                    }
                }
            }
        }
        holders
    }

    fn name_parts(&self, word: u64) -> NameParts {
        self.parts.get(word)
    }

    fn country_of(&self, id: ListedId) -> Option<ListedId> {
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
    }
}
