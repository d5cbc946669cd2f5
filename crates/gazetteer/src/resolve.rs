//! Which listed entity a name that stands alone is a spelling of.

use std::sync::{Mutex, MutexGuard, PoisonError};

use whosaid_names::{Name, Part, Reason, Role, SAME, Word, compare_parts};
use whosaid_text::{Confidence, EntityType, ListedId, MatchStep, Resolution, WordMap, hash_bytes};

use crate::gazetteer::Gazetteer;
use crate::image::Section;
use crate::sounds::{Entry, Sounds, Table, neighbours, wholes};

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
                others: kind.is_some_and(|kind| kind != EntityType::PER),
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
    pub(crate) fn listed(&self, name: &str, kind: Option<EntityType>) -> Vec<Ranked<'_>> {
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
    /// Only others than people are asked for.
    others: bool,
}

/// A word of the list whose skeleton is that of a word of the query, or a neighbour of it.
struct Alike {
    word: u32,
    /// Number of the list's reading that has the skeleton.
    its: u8,
    /// Number of the query's.
    own: u8,
    /// Whether the two may be spellings of one, once it is known.
    is_like: Option<bool>,
}

impl<'a> Candidates<'a, '_> {
    /// Names that sound like the query, word by word or as a whole, by number.
    ///
    /// Whether two words are alike is worth knowing only where their names may be one, so names are met by skeletons
    /// alone, and sounds are compared for those that share enough of them.
    fn names(&self) -> Vec<u32> {
        let plain = self.query.iter().filter(|part| part.role == Role::Plain).take(16);
        let count = plain.clone().count();
        // In running text, a lone name is no person's whole name; as it is listed, it was found before.
        if self.people && !self.wide && count < 2 && self.query.len() < 2 {
            return Vec::new();
        }
        let mut alike: Vec<Vec<Alike>> = plain.map(|part| self.alike(part.word)).collect();
        let mut names: Vec<u32> = self.met(&alike, count);
        names.retain(|name| {
            let entry = self.sounds.name(*name);
            self.are_enough(&entry, count, self.bits(*name, &mut alike, false))
                && self.are_enough(&entry, count, self.bits(*name, &mut alike, true))
        });
        let spoken = self.query.iter().filter(|part| part.role != Role::Article);
        wholes(spoken.map(|part| part.word), |hash| {
            names.extend(self.sounds.equal(Table::Wholes, hash));
        });
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Names that have a word of `alike` and may be of the kind that is asked for, each once.
    fn met(&self, alike: &[Vec<Alike>], count: usize) -> Vec<u32> {
        let commonest = (0..alike.len()).max_by_key(|bit| {
            let words = alike[*bit].iter();
            words
                .map(|alike| self.sounds.names_of_word(alike.word).len())
                .sum::<usize>()
        });
        let mut names = Vec::new();
        for (bit, words) in alike.iter().enumerate() {
            // In running text more than one word must be found: one of them is not the commonest.
            if !self.wide && count > 1 && Some(bit) == commonest {
                continue;
            }
            let mut last = None;
            for word in words.iter().map(|alike| alike.word) {
                if last.replace(word) != Some(word) {
                    names.extend(self.sounds.names_of_word(word).filter(|name| {
                        let entry = self.sounds.name(*name);
                        !(self.people && !entry.person || self.others && entry.person)
                            && (self.wide || count.abs_diff(entry.plain) < count.min(3))
                    }));
                }
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// True if a name shares enough words with a query of `count` words, by the bits of those that it shares.
    fn are_enough(&self, entry: &Entry, count: usize, bits: u16) -> bool {
        let shared = bits.count_ones() as usize;
        let both = count.min(entry.plain);
        if !self.wide {
            // A lone name is no person's whole name; a body's name must share more than "university".
            let lone = entry.person && both == 1 && count.max(entry.plain) > 1;
            let far = !entry.person && 2 * shared <= both && both > 1;
            if lone || far {
                return false;
            }
        }
        // Of a person, two words must be found; words for a kind of body may stand in another language.
        shared >= if entry.person { both.min(2) } else { 1 }
    }

    /// Which words of the query a name has, as bits: by their skeletons alone, or as they sound.
    fn bits(&self, name: u32, alike: &mut [Vec<Alike>], sound: bool) -> u16 {
        let mut bits = 0;
        for (word, role, _) in self.sounds.parts(self.sounds.name(name)) {
            if role == Role::Article {
                continue;
            }
            let plain = self.query.iter().filter(|part| part.role == Role::Plain);
            for (bit, (part, alike)) in plain.zip(&mut *alike).enumerate() {
                if bits & 1 << bit != 0 {
                    continue;
                }
                let start = alike.partition_point(|alike| alike.word < word);
                let of_word = alike[start..].iter_mut().take_while(|alike| alike.word == word);
                for alike in of_word {
                    if !sound || self.is_like(part.word, alike) {
                        bits |= 1 << bit;
                        break;
                    }
                }
            }
        }
        bits
    }

    fn is_like(&self, word: Word<'_>, alike: &mut Alike) -> bool {
        *alike.is_like.get_or_insert_with(|| {
            let other = self.sounds.word(alike.word);
            other.is_some_and(|other| word.is_like(alike.own, other, alike.its))
        })
    }

    /// Words of the list that may be spellings of a word, in order.
    fn alike(&self, word: Word<'_>) -> Vec<Alike> {
        let mut alike: Vec<Alike> = Vec::new();
        word.skeletons(|own, skeleton| {
            neighbours(skeleton, |hash| {
                let whole = hash & 1 == 0;
                if !self.wide && !whole {
                    return;
                }
                // Many words lack one of two or three consonants, and few are meant.
                let short = !self.wide && skeleton.len() < 4;
                let last = if short { hash } else { hash | 1 };
                let entries = self.sounds.within(Table::Skeletons, hash & !1, last);
                alike.extend(entries.map(|entry| Alike {
                    word: entry >> 4,
                    its: entry as u8 & 15,
                    own,
                    is_like: None,
                }));
            });
        });
        word.given_names(|group| {
            alike.extend(
                self.sounds
                    .equal(Table::GivenNames, u32::from(group))
                    .map(|word| Alike {
                        word,
                        its: 0,
                        own: 0,
                        is_like: Some(true),
                    }),
            );
        });
        alike.sort_unstable_by_key(|alike| (alike.word, alike.its, alike.own, alike.is_like));
        alike.dedup_by_key(|alike| (alike.word, alike.its, alike.own, alike.is_like));
        alike
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
