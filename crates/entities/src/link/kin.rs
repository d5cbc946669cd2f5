//! "His son Karel", "Ada Lind, his daughter", "the nephew of Olof Lind": who is named as somebody's relative or neighbour.

use whosaid_text::{Case, EntityType, Gender, Knowledge, TokenKind, hash_word};

use crate::lexicon::Lexicon;
use crate::view::{Name, View};

/// A noun of kin stands so many tokens before a name at most, with "of" between.
const FAR: usize = 8;
/// So many names of a sentence are looked through.
const NAMES: usize = 32;

/// Generation of whoever is a noun of kin to somebody else, as [`super::generation::of`] has it; 0 if the noun tells none.
type Generation = u8;

/// The noun of kin directly before token `start`, or before a comma there: "his son Karel", "his son, Karel".
pub(super) fn before<K: Knowledge>(view: &View<'_, K>, start: usize) -> Option<Generation> {
    let first = view.sentence_start(start);
    let last = start.checked_sub(1).filter(|last| *last >= first)?;
    let noun = match view.word(last) {
        "," => last.checked_sub(1).filter(|noun| *noun >= first)?,
        _ => last,
    };
    noun_of_kin(view, noun)
}

/// The noun of kin in apposition, `end` being the token after a name: "Ada Lind, his daughter".
fn after<K: Knowledge>(view: &View<'_, K>, end: usize) -> Option<Generation> {
    if end + 2 >= view.sentence_end(end.checked_sub(1)?) || view.word(end) != "," {
        return None;
    }
    let owned = matches!(view.word(end + 1), "his" | "her" | "their" | "my" | "our");
    owned.then(|| noun_of_kin(view, end + 2)).flatten()
}

fn noun_of_kin<K: Knowledge>(view: &View<'_, K>, index: usize) -> Option<Generation> {
    let is_noun = view.tokens.tokens[index].kind == TokenKind::Word(Case::Lower);
    is_noun
        .then(|| view.lexicon.kin(view.tokens.hashes[index]))
        .flatten()
}

/// "The daughter of Olof Lind": the noun that "of" joins to the name at token `start`.
fn child_of<K: Knowledge>(view: &View<'_, K>, start: usize) -> Option<usize> {
    let first = view.sentence_start(start).max(start.saturating_sub(FAR));
    (first + 1..start)
        .rev()
        .find(|of| view.word(*of) == "of" && view.class(of - 1).noun_gender() != Gender::Unknown)
        .map(|of| of - 1)
}

/// Generation that a relative beside name number `index` tells, and true if the text introduces the person as somebody's
/// relative only.
pub(super) fn introduced<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
) -> (Generation, bool) {
    let (start, end) = (
        names[index].tokens.start as usize,
        names[index].tokens.end as usize,
    );
    if let Some(noun) = child_of(view, start) {
        // The nephew is the younger one, so that his uncle is the elder.
        let generation = match noun_of_kin(view, noun) {
            Some(1) => u8::MAX,
            Some(u8::MAX) => 1,
            _ => 0,
        };
        return (generation, true);
    }
    match before(view, start).or_else(|| after(view, end)) {
        Some(generation) => (generation, true),
        None => (0, false),
    }
}

/// True for somebody named only to tell whose relative somebody is: "Ada Lind, the daughter of Olof Lind, led", "Karel Weber and
/// his wife, Vera Weber, came". In a sentence of their own they are whom the text speaks of.
pub(super) fn is_aside<K: Knowledge>(view: &View<'_, K>, names: &[Name], index: usize) -> bool {
    let start = names[index].tokens.start as usize;
    if child_of(view, start).is_some() {
        return true;
    }
    if before(view, start).is_none() {
        return false;
    }
    let first = view.sentence_start(start);
    names[..index]
        .iter()
        .rev()
        .take(NAMES)
        .take_while(|name| name.tokens.start as usize >= first)
        .any(|name| name.kind == EntityType::PER)
}

impl Lexicon {
    /// Generation of whoever is this noun to somebody, 0 if it tells none; nothing for a word that is no noun of kin.
    fn kin(&self, word: u64) -> Option<Generation> {
        self.kin.get(&word).copied()
    }

    /// Reads `kin.csv`.
    pub(crate) fn read_kin(&mut self) {
        for row in whosaid_text::entries(include_str!("../../data/kin.csv")).skip(1) {
            let (noun, generation) = row.split_once(',').unwrap_or((row, ""));
            let generation = match generation {
                "elder" => u8::MAX,
                "younger" => 1,
                _ => 0,
            };
            self.kin.insert(hash_word(noun), generation);
        }
    }
}
