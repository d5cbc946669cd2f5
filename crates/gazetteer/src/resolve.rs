//! Which listed entity a name that stands alone is a spelling of.

use whosaid_names::{Comparer, Name, Part, Reason, Role, SAME, WordBuf};
use whosaid_text::{Confidence, EntityType, ListedId, MatchStep, Resolution, hash_bytes};

use crate::gazetteer::Gazetteer;
use crate::image::Section;
use crate::search::Search;
use crate::sounds::Class;
use crate::unit::Cutter;

/// Two entities whose scores are nearer than this are a tie.
const TIE: f32 = 0.015;
/// In running text, names are taken for one from this score up.
const NEAR: f32 = 0.84;
/// In running text a body or place of one word is found in a name of several from this score up.
const LONE: f32 = 0.93;
/// In running text, no name with a lower score decides anything: it is not taken, and no tie with one that is.
const FLOOR: f32 = NEAR - TIE - 0.005;
/// From this score up, two names sound the same.
const SOUND: f32 = 0.96;
/// Score of a person whose surname is the lone name that was asked for.
const SURNAME: f32 = 0.97;

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
    /// listed so but for diacritics, then by sound, the nearest first; of a lone surname everybody who has it. Nothing that shares no word with it is there; a common English word is listed or nothing.
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
    /// consonants all stand in the listed word are looked at, and nothing below [`FLOOR`] is added: that is ten times faster.
    fn rank_after<'a>(
        &'a self,
        listed: Vec<Ranked<'a>>,
        name: &str,
        kind: Option<EntityType>,
        wide: bool,
    ) -> Vec<Ranked<'a>> {
        let mut ranked = listed;
        // A word of the language is that word, not a far spelling of a name: "West" is not Wasit.
        if self.is_common_word(name) {
            return ranked;
        }
        let exact = ranked.len();
        let name = Name::read_by(name, |word| self.read_aloud(word));
        let query = name.parts();
        let comparer = Comparer::new(&query);
        let classes = Class::ALL.into_iter();
        let asked = |class: &Class| kind.is_none_or(|kind| Class::of(kind) == *class);
        let mut parts: Vec<Part<'_>> = Vec::new();
        for (layer, class) in classes.filter(asked).flat_map(|class| {
            let layers = self.layers.iter();
            layers.map(move |layer| (layer, class))
        }) {
            let Some(sounds) = layer.spoken.open(&layer.image, class) else {
                continue;
            };
            let mut search = Search::new(sounds, &query, wide);
            for number in search.names() {
                let entry = sounds.name(number);
                let id = ListedId(layer.base + entry.entity);
                let own = class.kind().unwrap_or_else(|| layer.image.kind(entry.entity));
                let listed = ranked[..exact].iter().any(|known| known.id == id);
                if listed || kind.is_some_and(|kind| kind != own) || self.is_hidden(id.0) {
                    continue;
                }
                // A word that may be lacking and a word that is merely near make no name: "Golden City" is not Goldin.
                let apart = !wide && search.differs_in_length(&entry);
                if apart && own == EntityType::LOC && !layer.image.is_town(entry.entity) {
                    continue;
                }
                search.parts_of(&entry, &mut parts);
                let least = match (wide, apart) {
                    (true, _) => 0.0,
                    (_, true) => LONE,
                    (_, false) => FLOOR,
                };
                let Some(mut comparison) = comparer.compare_from(&parts, own, least) else {
                    continue;
                };
                // "Lind" is any listed person of that surname.
                if wide
                    && class == Class::People
                    && comparison.score < SURNAME
                    && let [one] = &query[..]
                    && one.role == Role::Plain
                    && let Some(last) = parts.iter().rposition(|part| part.role == Role::Plain)
                    && let Some(surname) = comparer.compare_from(&parts[last..=last], own, SOUND)
                    && surname.score >= SOUND
                {
                    comparison.score = SURNAME;
                    comparison.reason = surname.reason.and(Reason::LONE);
                }
                if comparison.score > 0.0 {
                    ranked.push(Ranked {
                        id,
                        kind: own,
                        spelling: layer.image.name_text(entry.spelling),
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

    /// A word, read aloud or remembered.
    fn read_aloud(&self, word: &str) -> WordBuf {
        let key = hash_bytes(word.as_bytes());
        self.read.get(key).unwrap_or_else(|| {
            let read = WordBuf::new(word);
            self.read.put(key, read.clone());
            read
        })
    }

    /// True if the name is one word that newspapers write in lower case.
    fn is_common_word(&self, name: &str) -> bool {
        // Every layer is compiled with the same words.
        let image = self.layers.first().map(|layer| &layer.image);
        image
            .zip(Cutter::default().key(name))
            .is_some_and(|(image, key)| !image.equal(Section::Words, 8, key).is_empty())
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
        // In running text a name that no list has is more likely than a listed one in a far spelling.
        let best = Ranked::decide(&ranked)
            .filter(|best| best.step < MatchStep::Near || best.score >= NEAR && !is_doubtful(name, best));
        let resolution = best.map(|best| Resolution {
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

/// True if a person's name is near a listed one for the wrong reasons: words change places, or the listed one has a
/// word more, which may be the surname ("Omar Hassan" is not Omar Hassan al-Bashir).
fn is_doubtful(name: &str, best: &Ranked<'_>) -> bool {
    let words = |name: &str| name.split_whitespace().count();
    best.kind == EntityType::PER
        && (best.reason.has(Reason::ORDER)
            || best.reason.has(Reason::EXTRA) && words(name) < words(best.spelling))
}

#[cfg(test)]
mod tests {
    use super::Ranked;
    use crate::Builder;

    #[test]
    fn a_lone_surname_is_whoever_has_it() {
        let mut lists = Builder::new(false);
        let rows =
            "id,type,name\nx1,PER,Chingiz Aitov\nx2,PER,Zarina Belova\nx3,PER,Kemal Belova\nx4,LOC,Aitova\n";
        lists.add_bytes("mine.csv", rows.as_bytes());
        let gazetteer = lists.build().unwrap();
        let decided = |name: &str| {
            let ranked = gazetteer.rank(name, None);
            Ranked::decide(&ranked).map(|best| best.spelling.to_owned())
        };
        assert_eq!(decided("Aitow").as_deref(), Some("Chingiz Aitov"));
        assert_eq!(decided("Aitova").as_deref(), Some("Aitova"));
        assert_eq!(decided("Chingiz"), None);
        assert_eq!(decided("Belova"), None);
        assert_eq!(gazetteer.rank("Belova", None).len(), 2);
    }

    #[test]
    fn a_common_word_is_no_far_spelling() {
        let mut lists = Builder::new(false);
        lists.add_bytes(
            "mine.csv",
            "id,type,name\nx1,LOC,Wasit\nx2,LOC,Rivver\n".as_bytes(),
        );
        let gazetteer = lists.build().unwrap();
        assert!(gazetteer.rank("West", None).is_empty());
        assert!(gazetteer.rank("River", None).is_empty());
        assert_eq!(gazetteer.rank("Vasit", None)[0].spelling, "Wasit");
        assert_eq!(gazetteer.rank("Rivver", None)[0].spelling, "Rivver");
    }
}
