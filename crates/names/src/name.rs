use std::sync::LazyLock;

use whosaid_text::{WordMap, entries, hash_word};

use crate::concept::{BODIES, PLACES};
use crate::fold::{fold, fold_char};
use crate::style::StyleSet;
use crate::word::{Word, WordBuf};

/// Words that are not the name itself: `data/word-roles.csv`.
static ROLES: LazyLock<WordMap<Role>> = LazyLock::new(|| {
    entries(include_str!("../data/word-roles.csv"))
        .filter_map(|row| row.split_once(','))
        .filter_map(|(word, role)| Some((hash_word(word), Role::parse(role)?)))
        .collect()
});

/// What a word does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It names.
    Plain,
    /// Stands for a name that begins so: "I.", "Dzh."
    Initial,
    /// "al-": left out wherever it stands.
    Article,
    /// A particle, an honorific, a marker of the father's name: may be lacking.
    Optional,
    /// Jr., Sr.
    Generation,
}

/// A word of a name, with its place in it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The word.
    pub word: Word<'a>,
    /// What it does.
    pub role: Role,
    /// All its letters are capitals, and it is short: it may be an acronym.
    pub acronym: bool,
}

/// A name, cut into words that were read aloud.
#[derive(Clone, Debug, Default)]
pub struct Name {
    words: Vec<(WordBuf, Role, bool)>,
}

impl Role {
    fn parse(role: &str) -> Option<Self> {
        match role {
            "article" => Some(Self::Article),
            "particle" | "honorific" | "patronym" => Some(Self::Optional),
            "generation" => Some(Self::Generation),
            _ => None,
        }
    }
}

impl Part<'_> {
    /// True for a word for a kind of place or body, which may stand in another language: "Agentur", "university".
    pub fn is_kind(&self) -> bool {
        let concepts = [&PLACES, &BODIES];
        concepts
            .iter()
            .any(|list| crate::words::concept(list, self).is_some())
    }
}

impl Name {
    /// Cuts a name into words and reads each of them.
    pub fn new(name: &str) -> Self {
        Self::read_by(name, WordBuf::new)
    }

    /// The same, with each word read by `read`, who may remember what [`WordBuf::new`] made of it: most words of new names
    /// were met in others.
    pub fn read_by(name: &str, mut read: impl FnMut(&str) -> WordBuf) -> Self {
        let mut words = Vec::new();
        split(name, |word, role, acronym| {
            words.push((read(word), role, acronym));
        });
        Self { words }
    }

    /// Its words in order.
    pub fn parts(&self) -> Vec<Part<'_>> {
        self.words
            .iter()
            .map(|(word, role, acronym)| Part {
                word: word.as_word(),
                role: *role,
                acronym: *acronym,
            })
            .collect()
    }
}

/// The styles that all words of a name may be written in; all styles if there is none.
pub(crate) fn common_styles(parts: &[Part<'_>]) -> StyleSet {
    match parts.iter().fold(!0, |set, part| set & part.word.styles) {
        0 => !0,
        set => set,
    }
}

/// Calls `found` with each word of a name, its role, and whether it may be an acronym.
///
/// Words end at spaces, hyphens, commas, full stops and the like. Compounds with Allah and with Abd are written
/// together or apart as it pleases the writer: here Abdulrahman and Abd al-Rahman are two words and an article,
/// Nasrallah and Nasr Allah one word.
pub fn split(name: &str, mut found: impl FnMut(&str, Role, bool)) {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut word = String::new();
    let mut folded = String::new();
    for c in name.chars().chain([' ']) {
        let mut plain = '\0';
        fold_char(c, &mut |folded| plain = folded);
        if c.is_alphanumeric() || plain == '\'' || plain == '\0' || crate::fold::is_mark(c) {
            word.push(c);
            continue;
        }
        fold(&word, &mut folded);
        folded.retain(|c| c != '\'');
        if !folded.is_empty() {
            cut(&mut cuts, &word, &folded, c == '.', plain == '-');
        }
        word.clear();
    }
    let several = cuts.iter().filter(|cut| cut.role == Role::Plain).count() > 0;
    for cut in &cuts {
        let role = if several { cut.role } else { Role::Plain };
        let mut letters = cut.text.chars().filter(|c| c.is_alphabetic());
        let acronym = (2..=5).contains(&cut.text.chars().count()) && letters.all(char::is_uppercase);
        found(&cut.text, role, acronym);
    }
}

struct Cut {
    text: String,
    role: Role,
}

fn cut(cuts: &mut Vec<Cut>, word: &str, folded: &str, stop: bool, hyphen: bool) {
    let length = folded.chars().count();
    let known = ROLES.get(&hash_word(folded)).copied();
    let is_allah = matches!(folded, "allah" | "alla" | "اللة" | "الله" | "аллах");
    if is_allah && let Some(last) = cuts.iter_mut().rev().find(|cut| cut.role == Role::Plain) {
        last.text.push_str(word);
        return;
    }
    if matches!(
        folded,
        "abdul" | "abdel" | "abdal" | "abdoul" | "абдул" | "абдель"
    ) {
        push(cuts, if folded.is_ascii() { "abd" } else { "абд" }, Role::Plain);
        return;
    }
    if let Some(rest) = after_abd(folded) {
        push(cuts, "abd", Role::Plain);
        push(cuts, rest, Role::Plain);
        return;
    }
    let role = match known {
        Some(Role::Article)
            if hyphen || matches!(folded, "al" | "el" | "ul" | "the" | "of" | "аль" | "эль" | "ال") =>
        {
            Role::Article
        }
        Some(Role::Article) | None if length == 1 && word.chars().all(|c| !c.is_lowercase()) => Role::Initial,
        Some(Role::Article) => Role::Plain,
        Some(role) => role,
        None if stop && length <= 3 && word.chars().next().is_some_and(char::is_uppercase) => Role::Initial,
        None => Role::Plain,
    };
    push(cuts, word, role);
}

fn push(cuts: &mut Vec<Cut>, text: &str, role: Role) {
    let text = text.to_owned();
    cuts.push(Cut { text, role });
}

/// What follows Abdul-, Abdel-, Abdur-, Abdus- in one word: "rahman" of "abdurrahman".
fn after_abd(folded: &str) -> Option<&str> {
    let rest = folded.strip_prefix("abd")?;
    let rest = rest
        .strip_prefix("ou")
        .or_else(|| rest.strip_prefix(['u', 'e', 'a', 'i', 'o']))?;
    let (article, stem) = rest.split_at_checked(1)?;
    let joined = article == "l" || stem.starts_with(article) && !matches!(article, "l");
    (joined && stem.len() >= 4 && !stem.starts_with("la")).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<(String, Role)> {
        let mut words = Vec::new();
        split(name, |word, role, _| words.push((word.to_owned(), role)));
        words
    }

    #[test]
    fn names_fall_into_words() {
        let plain = |words: &[&str]| -> Vec<(String, Role)> {
            words.iter().map(|word| (word.to_string(), Role::Plain)).collect()
        };
        assert_eq!(words("Nur-Sultan Abai"), plain(&["Nur", "Sultan", "Abai"]));
        assert_eq!(words("Abdurrahman Qasimi"), plain(&["abd", "rahman", "Qasimi"]));
        assert_eq!(words("Nasr Allah"), plain(&["NasrAllah"]));
        assert_eq!(words("Abdullah"), plain(&["Abdullah"]));
        assert_eq!(words("al-Masri")[0].1, Role::Article);
        assert_eq!(words("K. Petrosyan")[0].1, Role::Initial);
        assert_eq!(words("K.M. Petrosyan")[1].1, Role::Initial);
        assert_eq!(words("Zh. Bekov")[0].1, Role::Initial);
        assert_eq!(words("Omar bin Saleh")[1].1, Role::Optional);
        assert_eq!(words("An Min-su")[0].1, Role::Plain);
        assert_eq!(words("  , "), plain(&[]));
    }

    #[test]
    fn roles_are_sorted_and_known() {
        let rows: Vec<&str> = include_str!("../data/word-roles.csv")
            .lines()
            .filter(|row| !row.starts_with('#'))
            .skip(1)
            .collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
        for row in rows {
            let (word, role) = row.split_once(',').unwrap();
            assert!(Role::parse(role).is_some(), "{row}");
            let mut folded = String::new();
            fold(word, &mut folded);
            assert_eq!(word, folded);
        }
    }
}
