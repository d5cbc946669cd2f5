//! The records of a compiled list, read.

use whosaid_text::{Date, Entity, EntityType, Gender, Period, Role};

use crate::image::{CELLS, ENTITY, Image, LIST, NAME, ROLE, SPELLING, Section, u16_at, u32_at, u64_at};

impl Image {
    /// A spelling, by its number in [`Section::Names`].
    pub(crate) fn name_text(&self, name: u32) -> &str {
        self.text(self.record(Section::Names, NAME, name as usize), 0)
    }

    /// Number of the entity with this id.
    pub(crate) fn entity_of_id(&self, id: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.count(Section::Entities, ENTITY));
        while low < high {
            let middle = low.midpoint(high);
            match self
                .text(self.record(Section::Entities, ENTITY, middle), 0)
                .cmp(id)
            {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle as u32),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The entities whose id another image has too. Both are sorted by id: the shorter one is gone through, the
    /// longer one searched.
    pub(crate) fn replaced_by<'a>(&'a self, other: &'a Image) -> Box<dyn Iterator<Item = u32> + 'a> {
        let entities = self.count(Section::Entities, ENTITY) as u32;
        let others = other.count(Section::Entities, ENTITY) as u32;
        if entities < others {
            Box::new((0..entities).filter(|entity| other.entity_of_id(self.id(*entity)).is_some()))
        } else {
            Box::new((0..others).filter_map(|entity| self.entity_of_id(other.id(entity))))
        }
    }

    #[inline]
    pub(crate) fn kind(&self, entity: u32) -> EntityType {
        self.kind_number(self.record(Section::Entities, ENTITY, entity as usize)[22])
    }

    /// Numbers of the spellings of an entity in [`Section::Names`], its name first.
    pub(crate) fn names(&self, entity: u32) -> std::ops::Range<u32> {
        let record = self.record(Section::Entities, ENTITY, entity as usize);
        let first = u32_at(record, 8);
        first..first + u32_at(record, 12)
    }

    pub(crate) fn id(&self, entity: u32) -> &str {
        self.text(self.record(Section::Entities, ENTITY, entity as usize), 0)
    }

    /// The spellings of a key, as their numbers in [`Section::Spellings`], the likeliest first.
    pub(crate) fn spellings_of_key(&self, key: u64) -> std::ops::Range<usize> {
        let Some(first) = self.first_of_key(key) else {
            return 0..0;
        };
        let spellings = self.section(Section::Spellings).chunks_exact(SPELLING);
        let same = spellings
            .skip(first)
            .take_while(|record| u64_at(record, 0) == key);
        first..first + same.count()
    }

    /// The entities of a key, the likeliest first; one may come twice.
    pub(crate) fn entities_of_key(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        self.spellings_of_key(key)
            .map(|spelling| self.entity_of_spelling(spelling))
    }

    /// The entity of a spelling.
    pub(crate) fn entity_of_spelling(&self, spelling: usize) -> u32 {
        u32_at(self.record(Section::Spellings, SPELLING, spelling), 8)
    }

    /// Name of the list that an entity stands in.
    pub(crate) fn list_name(&self, entity: u32) -> &str {
        let list = self.record(Section::Entities, ENTITY, entity as usize)[23];
        self.text(self.record(Section::Lists, LIST, list as usize), 0)
    }

    /// How likely an entity is meant among several of one name: inhabitants of a place.
    #[inline]
    pub(crate) fn rank(&self, entity: u32) -> u32 {
        u32_at(self.record(Section::Entities, ENTITY, entity as usize), 24)
    }

    /// True of a place whose inhabitants are counted.
    pub(crate) fn is_town(&self, entity: u32) -> bool {
        let cells = self.record(Section::Cells, CELLS, entity as usize);
        self.text(cells, 8).contains("population=")
    }

    /// Text of a spelling.
    pub(crate) fn spelling_text(&self, spelling: usize) -> &str {
        let name = u32_at(self.record(Section::Spellings, SPELLING, spelling), 12);
        self.text(self.record(Section::Names, NAME, name as usize), 0)
    }

    pub(crate) fn role(&self, role: usize) -> Role {
        let record = self.record(Section::Roles, ROLE, role);
        Role {
            title: self.text(record, 0).into(),
            of: self.text(record, 8).into(),
            period: Period {
                from: day(u32_at(record, 16)),
                to: day(u32_at(record, 20)),
            },
        }
    }

    /// Numbers of the roles of an entity.
    pub(crate) fn roles(&self, entity: u32) -> std::ops::Range<usize> {
        let record = self.record(Section::Entities, ENTITY, entity as usize);
        let first = u32_at(record, 16) as usize;
        first..first + u16_at(record, 20) as usize
    }

    pub(crate) fn entity(&self, entity: u32) -> Entity {
        let record = self.record(Section::Entities, ENTITY, entity as usize);
        let name = self.record(Section::Names, NAME, u32_at(record, 8) as usize);
        Entity {
            id: self.text(record, 0).into(),
            kind: self.kind(entity),
            name: self.text(name, 0).into(),
            list: self.list_name(entity).into(),
            gender: match record[34] {
                1 => Gender::Male,
                2 => Gender::Female,
                _ => Gender::Unknown,
            },
            roles: self.roles(entity).map(|role| self.role(role)).collect(),
        }
    }
}

fn day(number: u32) -> Option<Date> {
    Date::new((number >> 16) as i16, (number >> 8) as u8, number as u8)
}
