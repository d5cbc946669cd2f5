use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use whosaid_names::WordBuf;
use whosaid_text::{Entity, EntityType, ListedId, Period, Resolution};

use crate::image::{ENTITY, Image, LIST, NAME, Section, u32_at};
use crate::memo::Memo;
use crate::parts::NameTable;
use crate::spoken::Spoken;

/// Compiled lists. Immutable, shared by all threads.
///
/// Holds one table for the lists of the user and one for the built-in lists, which is part of the program and is
/// read where it lies; an [`Entity`] is made of a row when it is first asked for.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Those before win over those after.
    pub(crate) layers: Vec<Layer>,
    /// What was asked for of entities, by blocks, so that a million rows cost nothing.
    known: Vec<OnceLock<Block>>,
    count: usize,
    /// Rows that a row of the same id in an earlier layer replaces.
    hidden: HashSet<u32>,
    pub(crate) parts: NameTable,
    /// What names were resolved to.
    pub(crate) resolved: Memo<Option<Resolution>>,
    /// Words of names, read aloud.
    pub(crate) read: Memo<WordBuf, 16_384>,
    /// Keys of the names of a place where offices are held.
    pub(crate) places: Memo<Arc<[Option<u64>]>>,
    /// Who holds or held an office somewhere.
    pub(crate) holders: Memo<Arc<[(ListedId, Period)]>>,
}

/// Entities of a block.
const BLOCK: u32 = 256;
type Block = Box<[Known]>;

/// What was asked for of one entity.
#[derive(Debug, Default)]
struct Known {
    entity: OnceLock<Arc<Entity>>,
    country: OnceLock<Option<ListedId>>,
}

/// One compiled table, and the number of its first entity.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) image: Image,
    pub(crate) spoken: Spoken,
    pub(crate) base: u32,
}

/// A list that is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The name that stands in the column `list` of the table of entities: the file's name without `.csv`.
    pub name: String,
    /// The file it was read from, as it was named; `None` if it is part of the program.
    pub file: Option<String>,
    /// How many entities it has.
    pub entities: usize,
    /// How many spellings of them.
    pub names: usize,
}

impl Gazetteer {
    pub(crate) fn new(images: Vec<(Image, Spoken)>, parts: NameTable) -> Self {
        let mut layers: Vec<Layer> = Vec::new();
        let mut hidden = HashSet::new();
        let mut base = 0;
        for (image, spoken) in images {
            let count = image.count(Section::Entities, ENTITY);
            for earlier in &layers {
                hidden.extend(image.replaced_by(&earlier.image).map(|replaced| base + replaced));
            }
            layers.push(Layer { image, spoken, base });
            base += count as u32;
        }
        Self {
            layers,
            known: (0..base.div_ceil(BLOCK)).map(|_| OnceLock::new()).collect(),
            count: base as usize,
            hidden,
            parts,
            resolved: Memo::default(),
            read: Memo::default(),
            places: Memo::default(),
            holders: Memo::default(),
        }
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.count - self.hidden.len()
    }

    /// True if there is no entity.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A fingerprint of all rows that were compiled, for `run.json`.
    pub fn hash(&self) -> u64 {
        self.layers.iter().fold(0, |hash, layer| {
            crate::unit::join(hash, layer.image.fingerprint())
        })
    }

    /// The lists that are loaded, those that win first.
    pub fn lists(&self) -> Vec<List> {
        let mut lists = Vec::new();
        for layer in &self.layers {
            let image = &layer.image;
            let first = lists.len();
            for list in 0..image.count(Section::Lists, LIST) {
                let record = image.record(Section::Lists, LIST, list);
                let file = image.text(record, 8);
                lists.push(List {
                    name: image.text(record, 0).to_owned(),
                    file: (!file.is_empty()).then(|| file.to_owned()),
                    entities: 0,
                    names: 0,
                });
            }
            for entity in 0..image.count(Section::Entities, ENTITY) {
                if !self.is_hidden(layer.base + entity as u32) {
                    let record = image.record(Section::Entities, ENTITY, entity);
                    let list: &mut List = &mut lists[first + record[23] as usize];
                    list.entities += 1;
                    list.names += u32_at(record, 12) as usize;
                }
            }
        }
        lists
    }

    /// Every entity with its type.
    pub fn ids(&self) -> impl Iterator<Item = (ListedId, EntityType)> + '_ {
        self.layers.iter().flat_map(move |layer| {
            (0..layer.image.count(Section::Entities, ENTITY))
                .map(move |entity| {
                    (
                        ListedId(layer.base + entity as u32),
                        layer.image.kind(entity as u32),
                    )
                })
                .filter(|(id, _)| !self.is_hidden(id.0))
        })
    }

    /// Every spelling: the entity, its type, the name or variant as it is listed, those of one entity side by side and
    /// its name first.
    pub fn spellings(&self) -> impl Iterator<Item = (ListedId, EntityType, &str)> + '_ {
        self.ids()
            .flat_map(move |(id, kind)| self.names_of(id).map(move |name| (id, kind, name)))
    }

    /// The spellings of an entity, its name first.
    ///
    /// # Panics
    /// If the entity is not of this gazetteer.
    pub fn names_of(&self, id: ListedId) -> impl Iterator<Item = &str> + '_ {
        let (layer, entity) = self.layer(id);
        let record = layer.image.record(Section::Entities, ENTITY, entity as usize);
        let (first, count) = (u32_at(record, 8) as usize, u32_at(record, 12) as usize);
        (first..first + count).map(move |name| {
            layer
                .image
                .text(layer.image.record(Section::Names, NAME, name), 0)
        })
    }

    /// The entity with this id.
    pub fn entity_of_id(&self, id: &str) -> Option<ListedId> {
        self.layers
            .iter()
            .find_map(|layer| Some(ListedId(layer.base + layer.image.entity_of_id(id)?)))
    }

    /// The type of an entity, without making it.
    #[inline]
    pub(crate) fn kind(&self, id: ListedId) -> EntityType {
        let (layer, entity) = self.layer(id);
        layer.image.kind(entity)
    }

    #[inline]
    pub(crate) fn is_hidden(&self, entity: u32) -> bool {
        !self.hidden.is_empty() && self.hidden.contains(&entity)
    }

    /// The layer of an entity, and its number there.
    pub(crate) fn layer(&self, id: ListedId) -> (&Layer, u32) {
        let layer = self.layers.iter().rfind(|layer| layer.base <= id.0);
        let layer = layer.unwrap_or(&self.layers[0]);
        (layer, id.0 - layer.base)
    }

    pub(crate) fn made(&self, id: ListedId) -> &Arc<Entity> {
        self.known(id).entity.get_or_init(|| {
            let (layer, entity) = self.layer(id);
            Arc::new(layer.image.entity(entity))
        })
    }

    /// The country of an entity, which `find` finds the first time it is asked for.
    pub(crate) fn country(&self, id: ListedId, find: impl FnOnce() -> Option<ListedId>) -> Option<ListedId> {
        *self.known(id).country.get_or_init(find)
    }

    fn known(&self, id: ListedId) -> &Known {
        let block = &self.known[(id.0 / BLOCK) as usize];
        let block = block.get_or_init(|| (0..BLOCK).map(|_| Known::default()).collect());
        &block[(id.0 % BLOCK) as usize]
    }
}
