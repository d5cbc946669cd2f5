use std::collections::HashMap;

use whosaid_text::{Date, EntityType, Gender, WordMap, WordSet, hash_bytes, hash_word};

use crate::fault::Error;
use crate::filter::{filter, pairs};
use crate::image::{ENTITY, Image, NAME, Section, Slots, office_key, u16_at, u32_at, written_hash};
use crate::row::Row;
use crate::unit::{Cutter, LONGEST, Need, Unit, chain, join};

/// The name stands in the row's own column `name`.
pub(crate) const CANONICAL: u16 = 1;
/// A name of one word.
pub(crate) const SINGLE: u16 = 2;
/// Also a word of the language: a capital that the word would have anyway proves nothing.
pub(crate) const COMMON: u16 = 4;
/// Also another name, or a month: no capital proves anything.
pub(crate) const AMBIGUOUS: u16 = 8;
/// Written without any capital: "separatists".
pub(crate) const SMALL: u16 = 16;
/// Another cut of a spelling that stands elsewhere in the table too.
pub(crate) const AGAIN: u16 = 32;
/// At most three letters, such as "Ani": in capitals it is rather an acronym.
pub(crate) const SHORT: u16 = 64;

/// An acronym that is a word as well ("WHO"): among words in capitals it proves nothing.
pub(crate) const WORD_ACRONYM: u16 = 128;
/// A person's spelling whose first word is a title, which is no part of the name: "Queen Elizabeth".
pub(crate) const TITLED: u16 = 256;

/// A word that is cut short, "Mass.": without its stop it is another.
pub(crate) const CUT_SHORT: u16 = 512;
/// The row has context words.
pub(crate) const CONTEXT: u16 = 1024;
/// The last one of its key.
pub(crate) const LAST: u16 = 2048;

/// What the compiler knows of the language.
#[derive(Debug, Default)]
pub(crate) struct Language {
    /// Words that stand in lower case in any newspaper.
    pub(crate) common: WordSet,
    /// Words that are other names too: months, some given names.
    pub(crate) ambiguous: WordSet,
    /// Titles that lists write before names.
    pub(crate) titles: WordSet,
    /// Given names, with their gender.
    pub(crate) given: WordMap<Gender>,
}

/// Compiles rows into an [`Image`]. Ids must be unique; `lists` are the names and files of the lists that rows belong to; if
/// `later_wins`, a spelling is rather that of a later list.
pub(crate) fn compile(
    mut rows: Vec<Row>,
    lists: &[(String, String)],
    later_wins: bool,
    language: &Language,
) -> Result<Vec<u8>, Error> {
    rows.sort_by(|one, other| one.id.cmp(&other.id));
    let mut compiler = Compiler {
        language,
        later_wins,
        cutter: Cutter::default(),
        sections: Default::default(),
        interned: HashMap::new(),
        context_words: Vec::new(),
        kinds: Vec::new(),
        spellings: Vec::new(),
        fingerprint: 0,
    };
    if lists.len() > 255 {
        return Err(Error::TooLarge("more than 255 files"));
    }
    for (name, file) in lists {
        for text in [name, file] {
            let place = compiler.intern(text);
            put(compiler.section(Section::Lists), &place);
        }
    }
    for (number, row) in rows.iter().enumerate() {
        compiler.entity(number as u32, row)?;
    }
    compiler.holders(&rows);
    compiler.words();
    dedup(&mut compiler.context_words);
    *compiler.section(Section::ContextWords) = pairs(&compiler.context_words);
    compiler.table(&rows);
    Image::join(compiler.fingerprint, &compiler.sections).ok_or(Error::TooLarge("more than 4 GB"))
}

/// A cut of a spelling, before it has its place.
struct Spelling {
    key: u64,
    entity: u32,
    name: u32,
    flags: u16,
    units: Vec<Unit>,
}

struct Compiler<'a> {
    language: &'a Language,
    later_wins: bool,
    cutter: Cutter,
    sections: [Vec<u8>; Section::COUNT],
    context_words: Vec<u64>,
    interned: HashMap<String, [u32; 2]>,
    kinds: Vec<EntityType>,
    spellings: Vec<Spelling>,
    fingerprint: u64,
}

fn put(section: &mut Vec<u8>, numbers: &[u32]) {
    section.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

impl Compiler<'_> {
    fn section(&mut self, section: Section) -> &mut Vec<u8> {
        &mut self.sections[section as usize]
    }

    /// Offset and length of a text among the strings.
    fn intern(&mut self, text: &str) -> [u32; 2] {
        if let Some(place) = self.interned.get(text) {
            return *place;
        }
        let place = self.add(text);
        self.interned.insert(text.to_owned(), place);
        place
    }

    /// The same without looking whether it is there already.
    fn add(&mut self, text: &str) -> [u32; 2] {
        let strings = self.section(Section::Strings);
        let place = [strings.len() as u32, text.len() as u32];
        strings.extend(text.bytes());
        place
    }

    fn mix(&mut self, text: &str) {
        self.fingerprint = join(self.fingerprint, hash_bytes(text.as_bytes()));
    }

    fn entity(&mut self, number: u32, row: &Row) -> Result<(), Error> {
        let kind = match self.kinds.iter().position(|kind| *kind == row.kind) {
            Some(kind) => kind,
            None => {
                self.kinds.push(row.kind);
                let mut held = [0; 16];
                held[..row.kind.as_str().len()].copy_from_slice(row.kind.as_str().as_bytes());
                self.section(Section::Kinds).extend(held);
                self.kinds.len() - 1
            }
        };
        let kind = u8::try_from(kind).map_err(|_| Error::TooLarge("more than 256 types"))?;
        self.mix(&row.id);
        self.mix(row.kind.as_str());
        self.mix(&row.notes);
        let id = self.add(&row.id);
        let first_name = self.sections[Section::Names as usize].len() / 8;
        // "Prince" is a title before a person's name, but for some it is the name.
        let whole = row.notes.split(';').any(|note| note.trim() == "name=whole");
        let has_titles = row.kind == EntityType::PER && !whole;
        for (index, name) in row.spellings().enumerate() {
            self.mix(name);
            let place = self.add(name);
            let name_number = (first_name + index) as u32;
            put(self.section(Section::Names), &place);
            self.spell(number, name_number, name, index == 0, has_titles);
        }
        let names = 1 + row.variants.len();
        let first_role = self.sections[Section::Roles as usize].len() / 24;
        for role in &row.roles {
            self.mix(&role.title);
            self.mix(&role.of);
            let title = self.intern(&role.title);
            let of = self.intern(&role.of);
            let period = [day(role.period.from), day(role.period.to)];
            self.fingerprint = join(
                self.fingerprint,
                u64::from(period[0]) << 32 | u64::from(period[1]),
            );
            put(
                self.section(Section::Roles),
                &[title[0], title[1], of[0], of[1], period[0], period[1]],
            );
        }
        let first_context = self.sections[Section::Contexts as usize].len() / 8;
        for phrase in &row.context {
            self.mix(phrase);
            let words: Vec<u64> = phrase.split_whitespace().map(hash_word).collect();
            self.context_words.extend(&words);
            let section = self.section(Section::Contexts);
            section.extend((words.len() as u64).to_le_bytes());
            section.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        }
        let contexts = row.context.len();
        let record = [id[0], id[1], first_name as u32, names as u32, first_role as u32];
        let gender = gender(row, &self.language.given, &mut self.cutter) as u8;
        let section = self.section(Section::Entities);
        put(section, &record);
        section.extend((row.roles.len() as u16).to_le_bytes());
        section.extend([kind, row.list as u8]);
        put(section, &[rank(row), first_context as u32]);
        section.extend((contexts as u16).to_le_bytes());
        section.extend([gender, 0, 0, 0, 0, 0]);
        let context = self.intern(&row.context.join("|"));
        let notes = self.intern(&row.notes);
        put(
            self.section(Section::Cells),
            &[context[0], context[1], notes[0], notes[1]],
        );
        Ok(())
    }

    fn spell(&mut self, entity: u32, name: u32, spelling: &str, canonical: bool, person: bool) {
        let small = !spelling.contains(char::is_uppercase) && spelling.contains(char::is_lowercase);
        for (index, mut units) in self.cutter.cuts(spelling).into_iter().enumerate() {
            units.truncate(LONGEST);
            let mut flags = 0;
            for unit in &mut units {
                // "Unesco", "Nato": the press of Europe writes longer acronyms as words.
                let word = unit.letters >= 4 && !self.language.common.contains(&unit.hash);
                if unit.need == Need::Acronym && word {
                    unit.need = Need::Capital;
                }
            }
            if canonical {
                flags |= CANONICAL;
            }
            if let [unit] = units[..] {
                flags |= SINGLE;
                // The case of an acronym tells it from the word; whoever lists a word in lower case means it.
                let told = small || unit.need == Need::Acronym;
                if self.language.common.contains(&unit.hash) {
                    flags |= match (told, unit.need) {
                        (false, _) => COMMON,
                        (true, Need::Acronym) => WORD_ACRONYM,
                        (true, _) => 0,
                    };
                }
                if self.language.ambiguous.contains(&unit.hash) {
                    flags |= AMBIGUOUS;
                }
                if unit.letters <= 3 {
                    flags |= SHORT;
                }
            }
            let titled = units.len() > 1 && self.language.titles.contains(&units[0].hash);
            if titled && person {
                flags |= TITLED;
            }
            if small {
                flags |= SMALL;
            }
            if index > 0 {
                flags |= AGAIN;
            }
            let key = chain(&units);
            self.spellings.push(Spelling {
                key,
                entity,
                name,
                flags,
                units,
            });
        }
    }

    fn holders(&mut self, rows: &[Row]) {
        let mut holders = Vec::new();
        let mut role_number = 0;
        for (number, row) in rows.iter().enumerate() {
            for role in &row.roles {
                let of = self.cutter.key(&role.of);
                holders.push((office_key(&role.title, of), number as u32, role_number));
                role_number += 1;
            }
        }
        holders.sort_unstable();
        let section = self.section(Section::Holders);
        for (key, entity, role) in holders {
            section.extend(key.to_le_bytes());
            put(section, &[entity, role]);
        }
    }

    fn words(&mut self) {
        let mut words: Vec<u64> = self.language.common.iter().copied().collect();
        words.sort_unstable();
        *self.section(Section::Words) = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    }

    fn table(&mut self, rows: &[Row]) {
        let mut spellings = std::mem::take(&mut self.spellings);
        // What is likely to be named stands together, so that few lines of memory hold most of what texts ask for.
        let ranks: Vec<u32> = rows.iter().map(rank).collect();
        let mut likeliest: WordMap<u32> = WordMap::default();
        for spelling in &spellings {
            let held = likeliest.entry(spelling.key).or_default();
            *held = ranks[spelling.entity as usize].max(*held);
        }
        let order = |spelling: &Spelling| {
            let row = &rows[spelling.entity as usize];
            (
                std::cmp::Reverse(likeliest[&spelling.key]),
                spelling.key,
                std::cmp::Reverse(if self.later_wins { row.list } else { 0 }),
                std::cmp::Reverse(ranks[spelling.entity as usize]),
                spelling.flags & CANONICAL == 0,
                spelling.entity,
                spelling.name,
            )
        };
        spellings.sort_by_cached_key(order);
        let (mut beginnings, mut small_starts) = (Vec::new(), Vec::new());
        for spelling in &spellings {
            let first = spelling.units[0];
            if first.need == Need::Any {
                small_starts.extend([first.hash, first.word]);
            }
            let mut key = first.hash;
            for unit in &spelling.units[1..] {
                beginnings.push((first.hash, key));
                key = join(key, unit.hash);
            }
        }
        dedup(&mut beginnings);
        dedup(&mut small_starts);
        let keys = spellings
            .iter()
            .map(|spelling| (spelling.units[0].hash, spelling.key));
        let mut keys: Vec<(u64, u64)> = keys.collect();
        keys.dedup();
        *self.section(Section::Filter) = filter(&keys, &beginnings);
        *self.section(Section::SmallStarts) = pairs(&small_starts);
        let mut slots = Slots::for_keys(keys.len());
        drop((keys, beginnings, small_starts));
        let mut before = None;
        for (number, spelling) in spellings.iter().enumerate() {
            if before != Some(spelling.key) {
                before = Some(spelling.key);
                slots.insert(spelling.key, number);
            }
            let last = spellings
                .get(number + 1)
                .is_none_or(|next| next.key != spelling.key);
            self.record(
                spelling,
                ranks[spelling.entity as usize],
                if last { LAST } else { 0 },
            );
        }
        *self.section(Section::Slots) = slots.bytes();
    }

    /// Writes a [`SPELLING`], which repeats what the entity's own records say.
    fn record(&mut self, spelling: &Spelling, rank: u32, mut flags: u16) {
        let name = self.sections[Section::Names as usize]
            .chunks_exact(NAME)
            .nth(spelling.name as usize)
            .unwrap_or_default();
        let start = u32_at(name, 0) as usize;
        let text = &self.sections[Section::Strings as usize][start..start + u32_at(name, 4) as usize];
        let text = std::str::from_utf8(text).unwrap_or_default();
        if is_cut_short(text) {
            flags |= CUT_SHORT;
        }
        let entity =
            &self.sections[Section::Entities as usize][spelling.entity as usize * ENTITY..][..ENTITY];
        if u16_at(entity, 32) != 0 {
            flags |= CONTEXT;
        }
        let (written, kind) = (written_hash(text, &mut String::new()), entity[22]);
        let section = self.section(Section::Spellings);
        section.extend(spelling.key.to_le_bytes());
        let needs = needs(&spelling.units);
        put(section, &[spelling.entity, spelling.name, needs, rank, written]);
        section.extend((spelling.flags | flags).to_le_bytes());
        section.extend([kind, 0]);
    }
}

/// True for a word that is cut short, "Mass.".
fn is_cut_short(spelling: &str) -> bool {
    spelling
        .strip_suffix('.')
        .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn dedup<K: Ord>(keys: &mut Vec<K>) {
    keys.sort_unstable();
    keys.dedup();
}

/// What case each of the first sixteen units needs, two bits each.
fn needs(units: &[Unit]) -> u32 {
    let bits = |(index, unit): (usize, &Unit)| (unit.need as u32) << (2 * index);
    units.iter().take(16).enumerate().map(bits).sum()
}

/// A day as one number; `u32::MAX` if there is none.
fn day(date: Option<Date>) -> u32 {
    date.map_or(u32::MAX, |date| {
        (date.year().max(0) as u32) << 16 | u32::from(date.month()) << 8 | u32::from(date.day())
    })
}

/// What a "he" may stand for: told by the notes (`gender=f`), otherwise by the given name.
fn gender(row: &Row, given: &WordMap<Gender>, cutter: &mut Cutter) -> Gender {
    if row.kind != EntityType::PER {
        return Gender::Unknown;
    }
    for note in row.notes.split(';') {
        match note.trim().split_once('=') {
            Some(("gender", "m" | "male")) => return Gender::Male,
            Some(("gender", "f" | "female")) => return Gender::Female,
            _ => {}
        }
    }
    let first = row.name.split_whitespace().next().unwrap_or_default();
    cutter
        .key(first)
        .and_then(|key| given.get(&key).copied())
        .unwrap_or_default()
}

/// [`rank`] of a country.
pub(crate) const COUNTRY: u32 = 2_000_000_000;

/// How likely an entity is meant among several of one name: its inhabitants (`population=…` in the notes, as many as a
/// town has if they are not told); countries (`iso=…`) before all.
pub(crate) fn rank(row: &Row) -> u32 {
    for note in row.notes.split(';') {
        match note.trim().split_once('=') {
            Some(("population" | "rank", number)) => {
                if let Ok(number) = number.trim().parse() {
                    return number;
                }
            }
            Some(("iso", _)) => return COUNTRY,
            _ => {}
        }
    }
    100_000
}

/// True if the one of two entities of one name is meant, unless something tells otherwise.
#[inline]
pub(crate) fn is_far_likelier(rank: u32, other: u32) -> bool {
    rank / 4 > other
}
