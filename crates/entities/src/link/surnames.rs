//! Surnames that lists have for a place or a people: "Joan Ireland resigned. Ireland said …", "Mr French".

use whosaid_text::{Case, Confidence, EntityType, Knowledge, Rule, TokenKind, TokenRange, hash_word};

use super::Chains;
use super::people::{MOST_SURNAMES, is_own_word};
use crate::companies::COMPANY;
use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// From here on the type of a name is not put in question.
const SURE: Confidence = Confidence::new(0.9);

/// A surname as the text has it, and the full name that it ends.
struct Surname {
    token: usize,
    /// Hash of the word, without diacritics too.
    words: [u64; 2],
}

/// Lone names that lists have for a place or a people and that are whom the text names in full: before "said" or after "Mr", and
/// wherever nothing in the text speaks of the place; and "Borisov" in a text on Boyko Borissov and not on Belarus, which sounds
/// like a full name’s surname.
pub(crate) fn surnames_of_places<K: Knowledge>(view: &View<'_, K>, names: &mut [Name], chains: &mut Chains) {
    let lone = |name: &Name| {
        name.tokens.len() == 1
            && match name.kind {
                EntityType::LOC | EntityType::NORP => name.matched.is_some(),
                EntityType::ORG => name.matched.is_none() && name.confidence < SURE,
                _ => false,
            }
    };
    if !names.iter().any(lone) {
        return;
    }
    let mut folded = String::new();
    let full = names
        .iter()
        .filter(|name| name.kind == EntityType::PER && name.tokens.len() > 1);
    let mut surnames: Vec<Surname> = Vec::new();
    for name in full {
        // "Leopold of Klow" is not called Klow.
        let of = name.tokens.indices().any(|index| view.word(index) == "of");
        let last = name.tokens.indices().rfind(|index| is_own_word(view, *index));
        let Some(token) = last.filter(|_| !of && surnames.len() < MOST_SURNAMES) else {
            continue;
        };
        let own = view.tokens.hashes[token];
        let mut words = [own; 2];
        if !view.word(token).is_ascii() {
            folded.clear();
            whosaid_names::fold(view.word(token), &mut folded);
            words[1] = hash_word(&folded);
        }
        surnames.push(Surname { token, words });
    }
    // What was found out of each surname, so that one that stands everywhere takes no more time than others.
    let mut elsewhere: Vec<(u64, bool)> = Vec::new();
    let mut looked = 0;
    for index in 0..names.len() {
        let name = names[index];
        if !lone(&name) {
            continue;
        }
        let token = name.tokens.start as usize;
        let word = view.tokens.hashes[token];
        let courtesy = is_courtesy(view, token);
        let known = surnames.iter().find(|surname| surname.words.contains(&word));
        let person = match known {
            _ if courtesy => true,
            Some(surname) if surname.token < token && name.kind != EntityType::ORG => {
                let held = elsewhere.iter().find(|(held, _)| *held == word);
                let place = held.map_or_else(|| is_elsewhere_a_place(view, names, word), |(_, place)| *place);
                if held.is_none() {
                    elsewhere.push((word, place));
                }
                if place {
                    looked += 1;
                    looked <= MOST_LOOKED
                        && speaks(view, token, name.kind)
                        && is_near(view, names, &surnames, token, word)
                } else {
                    !is_placed(view, token, name.kind)
                }
            }
            _ => false,
        };
        if person {
            become_person(&mut names[index]);
            continue;
        }
        // "Muskarian" after Olof Muskaryan is no body either.
        let doubtful = name.kind == EntityType::LOC || name.kind == EntityType::ORG && known.is_none();
        if doubtful && name.rule != COMPANY && sounds_like(view, &name, &surnames, chains) {
            become_person(&mut names[index]);
        }
    }
}

/// So many names of a document that are a surname and a place are told apart by what is near.
const MOST_LOOKED: usize = 256;

fn become_person(name: &mut Name) {
    name.kind = EntityType::PER;
    name.matched = None;
    name.rule = Rule("entities:repeated");
}

/// True for "Mr", "Ms" and the like before a name.
fn is_courtesy<K: Knowledge>(view: &View<'_, K>, token: usize) -> bool {
    token > view.sentence_start(token)
        && matches!(
            view.word(token - 1),
            "Mr" | "Mr." | "Mrs" | "Mrs." | "Ms" | "Ms." | "Miss" | "Herr" | "Frau" | "Monsieur" | "Madame"
        )
}

/// True for "Lind said" and "said Lind", but not for "the Linds said" and "in Lind, said".
fn speaks<K: Knowledge>(view: &View<'_, K>, token: usize, kind: EntityType) -> bool {
    !is_placed(view, token, kind) && view.speech_beside(TokenRange::new(token, token + 1))
}

/// True if the words beside a name tell of a place or a people: "in Ireland", "the French", "French officials", a dateline.
fn is_placed<K: Knowledge>(view: &View<'_, K>, token: usize, kind: EntityType) -> bool {
    let (first, last) = (view.sentence_start(token), view.sentence_end(token));
    let before = match token > first {
        true => view.word(token - 1),
        false => "",
    };
    // "The French", "in Ireland", "northern Ireland".
    let placed = matches!(before, "the" | "The" | "a" | "A" | "an" | "An")
        || (kind == EntityType::LOC
            && matches!(
                before,
                "across"
                    | "around"
                    | "central"
                    | "eastern"
                    | "from"
                    | "From"
                    | "in"
                    | "In"
                    | "into"
                    | "near"
                    | "northern"
                    | "of"
                    | "outside"
                    | "southern"
                    | "throughout"
                    | "to"
                    | "western"
                    | "within"
            ));
    let paragraph = view.tokens.paragraphs[view.tokens.sentence_at(token).paragraph as usize];
    let next = token + 1;
    if next >= last {
        return placed;
    }
    let dateline = paragraph.tokens.start as usize == token
        && matches!(view.word(next), "," | "(" | "–" | "—" | "-" | ":");
    let attribute = match view.tokens.tokens[next].kind {
        TokenKind::Word(Case::Lower) => {
            kind == EntityType::NORP
                && !view.class(next).any(WordClass::SPEECH.with(WordClass::FUNCTION))
                && !view.word(next).ends_with("ed")
        }
        TokenKind::Word(_) => true,
        _ => view.is_inner_hyphen(next),
    };
    placed || dateline || attribute
}

/// True if the text speaks of the place or people of a word somewhere.
fn is_elsewhere_a_place<K: Knowledge>(view: &View<'_, K>, names: &[Name], word: u64) -> bool {
    names.iter().any(|name| {
        name.tokens.len() == 1
            && matches!(name.kind, EntityType::LOC | EntityType::NORP)
            && view.tokens.hashes[name.tokens.start as usize] == word
            && is_placed(view, name.tokens.start as usize, name.kind)
    })
}

/// True if somebody of the surname was named in full in this paragraph or the one before it, or if the pronoun of the clause is a
/// person’s.
fn is_near<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    surnames: &[Surname],
    token: usize,
    word: u64,
) -> bool {
    let paragraph = |token: usize| view.tokens.sentence_at(token).paragraph;
    let here = paragraph(token);
    let near = |at: usize| at < token && paragraph(at) + 1 >= here;
    let full = surnames
        .iter()
        .any(|surname| surname.words.contains(&word) && near(surname.token));
    let lone = || {
        names.iter().any(|name| {
            name.kind == EntityType::PER
                && name.tokens.len() == 1
                && view.tokens.hashes[name.tokens.start as usize] == word
                && near(name.tokens.start as usize)
        })
    };
    let last = view.sentence_end(token).min(token + 6);
    let pronoun = || (token + 1..last).any(|at| matches!(view.word(at), "he" | "she" | "his" | "her"));
    full || lone() || pronoun()
}

/// A shorter word sounds like too many.
const SHORT: usize = 5;

/// True for a body that no list has, or a place that the text does not speak of, that sounds like the surname of somebody named in full.
fn sounds_like<K: Knowledge>(
    view: &View<'_, K>,
    name: &Name,
    surnames: &[Surname],
    chains: &mut Chains,
) -> bool {
    let token = name.tokens.start as usize;
    let word = view.word(token);
    let sounds = &mut chains.sounds;
    let mut sound = |token: usize| sounds.of(view.tokens.hashes[token], view.word(token));
    // Sounds take time: only of words that look alike.
    let alike = surnames.iter().any(|surname| {
        let other = view.word(surname.token);
        other.as_bytes()[0] == word.as_bytes()[0]
            && other.len().abs_diff(word.len()) <= 2
            && sound(surname.token) == sound(token)
    });
    if word.len() < SHORT || !alike {
        return false;
    }
    let has = |word: u64| view.tokens.hashes.contains(&word);
    let mut places = super::candidates(view, *name);
    places.all(|place| view.knowledge.is_spoken_of(place.id, &has) == Some(false))
}
