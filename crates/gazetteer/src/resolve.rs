//! Which listed entity a name that stands alone is a spelling of.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use whosaid_names::{Name, Part, Reason, Role, SAME, Word, compare_parts};
use whosaid_text::{Confidence, EntityType, ListedId, MatchStep, Resolution, WordMap, hash_bytes};

use crate::gazetteer::Gazetteer;
use crate::image::Section;
use crate::sounds::{Sounds, Table, neighbours, wholes};

/// Two entities whose scores are nearer than this are a tie.
const TIE: f32 = 0.015;
/// From this score up, two names sound the same.
const SOUND: f32 = 0.96;

/// A listed entity that a name may be a spelling of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked<'a> {
    /// The entity.
    pub id: ListedId,
    /// Its type.
    pub kind: EntityType,
    /// The spelling of the list that is nearest.
    pub spelling: &'a str,
    /// How near it is, from 0 to 1.
    pub score: f32,
    /// The step of the cascade that this is.
    pub step: MatchStep,
    /// What the two spellings have in common and what parts them.
    pub reason: Reason,
}

impl Ranked<'_> {
    /// The entity that a ranking stands for: the first, if it is near enough and no other is as near.
    pub fn decide<'r, 'a>(ranked: &'r [Ranked<'a>]) -> Option<&'r Ranked<'a>> {
        let best = ranked.first()?;
        let tied = ranked
            .get(1)
            .is_some_and(|next| next.step <= best.step && best.score - next.score < TIE);
        (best.score >= SAME && !tied).then_some(best)
    }
}

impl Gazetteer {
    /// The entities that `name` may be a spelling of, inside `kind` if given, each once: those listed so, then those
    /// listed so but for diacritics, then by sound, the nearest first. Nothing that shares no word with it is there.
    ///
    /// ```
    /// use whosaid_gazetteer::{Builder, Ranked};
    ///
    /// let mut lists = Builder::new(false);
    /// lists.add_bytes("mine.csv", "id,type,name,variants\nx1,PER,Chingiz Aitov,\nx2,LOC,Aitovo,\n".as_bytes());
    /// let gazetteer = lists.build()?;
    /// let ranked = gazetteer.rank("Tschingis Aitow", None);
    /// assert_eq!(ranked[0].spelling, "Chingiz Aitov");
    /// assert!(Ranked::decide(&ranked).is_some());
    /// # Ok::<(), whosaid_gazetteer::Error>(())
    /// ```
    pub fn rank(&self, name: &str, kind: Option<EntityType>) -> Vec<Ranked<'_>> {
        let listed = self.listed(name, kind);
        self.rank_after(listed, name, kind, true)
    }

    /// Adds to the entities that are listed for the name those that it sounds like. If not `wide`, only words whose
    /// consonants all stand in the listed word are looked at: that is ten times faster.
    fn rank_after<'a>(
        &'a self,
        listed: Vec<Ranked<'a>>,
        name: &str,
        kind: Option<EntityType>,
        wide: bool,
    ) -> Vec<Ranked<'a>> {
        let mut ranked = listed;
        let exact = ranked.len();
        let name = Name::new(name);
        let query = name.parts();
        for layer in &self.layers {
            let Some(sounds) = Sounds::open(layer.image.section(Section::Sounds)) else {
                continue;
            };
            let candidates = Candidates {
                sounds,
                query: &query,
                wide,
                people: kind == Some(EntityType::PER),
            };
            let mut parts: Vec<Part<'_>> = Vec::new();
            for number in candidates.names() {
                let entry = sounds.name(number);
                let id = ListedId(layer.base + entry.entity);
                let own = layer.image.kind(entry.entity);
                let listed = ranked[..exact].iter().any(|known| known.id == id);
                if listed || kind.is_some_and(|kind| kind != own) || self.is_hidden(id.0) {
                    continue;
                }
                candidates.parts_of(number, &mut parts);
                let comparison = compare_parts(&query, &parts, own);
                if comparison.score > 0.0 {
                    ranked.push(Ranked {
                        id,
                        kind: own,
                        spelling: layer.image.name_text(number),
                        score: comparison.score,
                        step: if comparison.score >= SOUND {
                            MatchStep::Sound
                        } else {
                            MatchStep::Near
                        },
                        reason: comparison.reason,
                    });
                }
            }
        }
        ranked[exact..].sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        let mut seen: Vec<ListedId> = Vec::new();
        ranked.retain(|one| {
            let new = !seen.contains(&one.id);
            seen.push(one.id);
            new
        });
        ranked
    }

    /// The listed entity that a whole name is a spelling of; see [`whosaid_text::Knowledge::resolve`].
    pub(crate) fn resolve_name(&self, name: &str, kind: Option<EntityType>) -> Option<Resolution> {
        let kinds = kind.map_or(0, |kind| hash_bytes(kind.as_str().as_bytes()));
        let key = hash_bytes(name.as_bytes()) ^ kinds.rotate_left(7);
        if let Some(known) = self.resolved.get(key) {
            return known;
        }
        let mut ranked = self.listed(name, kind);
        if ranked.is_empty() {
            ranked = self.rank_after(ranked, name, kind, false);
        }
        let resolution = Ranked::decide(&ranked).map(|best| Resolution {
            id: best.id,
            step: best.step,
            confidence: Confidence::new(best.score),
        });
        self.resolved.put(key, resolution);
        resolution
    }

    /// The entities that are listed for the name, diacritics, case, hyphens and apostrophes aside.
    fn listed(&self, name: &str, kind: Option<EntityType>) -> Vec<Ranked<'_>> {
        let mut ranked: Vec<Ranked<'_>> = Vec::new();
        for (id, spelling) in self.lookup(name) {
            let own = self.kind(id);
            if kind.is_none_or(|kind| kind == own) {
                let exact = spelling == name || self.names_of(id).any(|spelling| spelling == name);
                ranked.push(Ranked {
                    id,
                    kind: own,
                    spelling,
                    score: if exact { 1.0 } else { 0.99 },
                    step: if exact {
                        MatchStep::Exact
                    } else {
                        MatchStep::Folded
                    },
                    reason: Reason::SPELLING,
                });
            }
        }
        ranked.sort_by_key(|one| one.step);
        ranked
    }
}

/// What names were resolved to: articles name the same people over and over.
#[derive(Debug, Default)]
pub(crate) struct Resolved(Mutex<WordMap<Option<Resolution>>>);

impl Resolved {
    /// So many names are remembered; then it begins anew.
    const MOST: usize = 1 << 16;

    fn get(&self, key: u64) -> Option<Option<Resolution>> {
        self.held().get(&key).copied()
    }

    fn put(&self, key: u64, resolution: Option<Resolution>) {
        let mut held = self.held();
        if held.len() >= Self::MOST {
            held.clear();
        }
        held.insert(key, resolution);
    }

    /// What a thread that panicked left here is whole: entries are written at once.
    fn held(&self) -> MutexGuard<'_, WordMap<Option<Resolution>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names of a list that are worth comparing with a query.
struct Candidates<'a, 'q> {
    sounds: Sounds<'a>,
    query: &'q [Part<'q>],
    wide: bool,
    /// Only people are asked for.
    people: bool,
}

impl<'a> Candidates<'a, '_> {
    /// Names that sound like the query, word by word or as a whole, by number.
    fn names(&self) -> Vec<u32> {
        // For each name that shares words with the query, which of its words, as bits.
        let mut shared: HashMap<u32, u16> = HashMap::new();
        let plain = self.query.iter().filter(|part| part.role == Role::Plain).take(16);
        let count = plain.clone().count();
        // In running text, a lone name is no person's whole name; as it is listed, it was found before.
        if self.people && !self.wide && count < 2 && self.query.len() < 2 {
            return Vec::new();
        }
        for (bit, part) in plain.enumerate() {
            let words = self.words_like(part.word);
            // Of a person's two words, both must be found.
            if self.people && !self.wide && words.is_empty() && count <= 2 {
                return Vec::new();
            }
            for word in words {
                for name in self.sounds.names_of_word(word) {
                    *shared.entry(name).or_default() |= 1 << bit;
                }
            }
        }
        let spoken = self.query.iter().filter(|part| part.role != Role::Article);
        wholes(spoken.map(|part| part.word), |hash| {
            for name in self.sounds.equal(Table::Wholes, hash) {
                *shared.entry(name).or_default() = u16::MAX;
            }
        });
        let mut names: Vec<u32> = shared
            .into_iter()
            .filter(|(name, bits)| {
                let entry = self.sounds.name(*name);
                // Of a person, two words must be found; words for a kind of body may stand in another language.
                let both = count.min(entry.plain);
                let fewest = if entry.person { both.min(2) } else { 1 };
                if !self.wide {
                    // A lone name is no person's whole name; a body's name must share more than "university".
                    let lone = entry.person && both == 1 && count.max(entry.plain) > 1;
                    let far = !entry.person && 2 * bits.count_ones() as usize <= both && both > 1;
                    if lone || far || count.abs_diff(entry.plain) > 2 {
                        return *bits == u16::MAX;
                    }
                }
                bits.count_ones() as usize >= fewest
            })
            .map(|(name, _)| name)
            .collect();
        names.sort_unstable();
        names
    }

    /// Words of the list that may be spellings of a word.
    fn words_like(&self, word: Word<'_>) -> Vec<u32> {
        // Word of the list, its reading, the reading of the query's word.
        let mut alike: Vec<(u32, u8)> = Vec::new();
        word.skeletons(|reading, skeleton| {
            neighbours(skeleton, |hash| {
                let whole = hash & 1 == 0;
                if !self.wide && !whole {
                    return;
                }
                // Many words lack one of two or three consonants, and few are meant.
                let short = !self.wide && skeleton.len() < 4;
                let last = if short { hash } else { hash | 1 };
                let entries = self.sounds.within(Table::Skeletons, hash & !1, last);
                alike.extend(entries.map(|entry| (entry, reading)));
            });
        });
        alike.sort_unstable();
        alike.dedup();
        let mut words: Vec<u32> = Vec::new();
        for (entry, reading) in alike {
            let number = entry >> 4;
            if words.last() != Some(&number) {
                let other = self.sounds.word(number);
                if other.is_some_and(|other| word.is_like(reading, other, entry as u8 & 15)) {
                    words.push(number);
                }
            }
        }
        word.given_names(|group| words.extend(self.sounds.equal(Table::GivenNames, u32::from(group))));
        words
    }

    /// Writes the words of a name into `parts`.
    fn parts_of(&self, name: u32, parts: &mut Vec<Part<'a>>) {
        parts.clear();
        for (word, role, acronym) in self.sounds.parts(self.sounds.name(name)) {
            if let Some(word) = self.sounds.word(word) {
                parts.push(Part { word, role, acronym });
            }
        }
    }
}
