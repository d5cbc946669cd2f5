//! One word, one sense: what stands alone several times in a document is of one type.
//!
//! Source: one sense per discourse (Gale, Church, Yarowsky 1992). The types that the recogniser gave to the occurrences
//! of a lone name vote, each with its confidence, and what the text says around them votes too.

use whosaid_text::{EntityType, Knowledge, WordMap};

use crate::lexicon::WordClass;
use crate::recognise::words::DocumentWords;
use crate::view::{Name, View};

/// Votes for each of [`KINDS`], in hundredths.
pub(crate) type Votes = [u32; 3];

const KINDS: [EntityType; 3] = [EntityType::PER, EntityType::LOC, EntityType::ORG];

/// What the text says outright counts as much as a sure occurrence.
const OUTRIGHT: u32 = 100;

/// Gives all occurrences of a lone name that no list has the type that most speaks for. Words of people's full names
/// (`parts` is not 0) are left alone. `votes` is working memory.
pub(crate) fn agree<K: Knowledge>(
    view: &View<'_, K>,
    words: &DocumentWords,
    parts: &[u8],
    votes: &mut Vec<Votes>,
    names: &mut [Name],
) {
    votes.clear();
    votes.resize(words.len(), [0; 3]);
    let number = |name: &Name| words.of_token()[name.tokens.start as usize] as usize;
    for name in names.iter() {
        let Some(votes) = votes.get_mut(number(name)) else {
            continue;
        };
        let Some(kind) = KINDS.iter().position(|kind| *kind == name.kind) else {
            continue;
        };
        if name.tokens.len() == 1 {
            votes[kind] += u32::from(name.confidence.hundredths());
            // "the Rovers": no person, and seldom a place.
            let (article, plural) = (has_article(view, name), name.span.of(view.text).ends_with('s'));
            votes[2] += if article && plural { OUTRIGHT } else { 0 };
        } else if name.kind == EntityType::ORG && has_suffix(view, name) {
            // "Lamberg Inc."
            votes[2] += OUTRIGHT;
        } else if name.kind == EntityType::ORG && name.matched.is_none() && name.tokens.len() <= 3 {
            // "Lamberg Water": what stands first may stand for all of it.
            votes[2] += OUTRIGHT / 2;
        }
    }
    for name in names.iter_mut() {
        let lone = name.tokens.len() == 1 && name.matched.is_none() && KINDS.contains(&name.kind);
        if !lone || parts.get(number(name)).is_none_or(|part| *part != 0) {
            continue;
        }
        let votes = votes[number(name)];
        let own = KINDS.iter().position(|kind| *kind == name.kind).unwrap_or(0);
        let best = (0..KINDS.len()).max_by_key(|kind| (votes[*kind], *kind == own));
        if let Some(best) = best {
            name.kind = KINDS[best];
        }
    }
}

/// Names of several words that no list has and that stand there more than once are of one type too.
pub(crate) fn agree_on_forms<K: Knowledge>(view: &View<'_, K>, names: &mut [Name]) {
    let mut forms: WordMap<(Votes, usize)> = WordMap::default();
    let several = |name: &Name| name.tokens.len() > 1 && name.matched.is_none() && KINDS.contains(&name.kind);
    for name in names.iter().filter(|name| several(name)) {
        let (votes, count) = forms.entry(form(view, name)).or_default();
        *count += 1;
        if let Some(kind) = KINDS.iter().position(|kind| *kind == name.kind) {
            votes[kind] += u32::from(name.confidence.hundredths());
        }
    }
    forms.retain(|_, (votes, count)| *count > 1 && votes.iter().filter(|votes| **votes > 0).count() > 1);
    if forms.is_empty() {
        return;
    }
    for name in names.iter_mut().filter(|name| several(name)) {
        if let Some((votes, _)) = forms.get(&form(view, name)) {
            let own = KINDS.iter().position(|kind| *kind == name.kind).unwrap_or(0);
            let best = (0..KINDS.len()).max_by_key(|kind| (votes[*kind], *kind == own));
            name.kind = best.map_or(name.kind, |best| KINDS[best]);
        }
    }
}

/// Hash of a name's words.
fn form<K: Knowledge>(view: &View<'_, K>, name: &Name) -> u64 {
    view.tokens.hashes[name.tokens.indices()]
        .iter()
        .fold(0, |sum: u64, hash| {
            (sum.rotate_left(5) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
}

fn has_article<K: Knowledge>(view: &View<'_, K>, name: &Name) -> bool {
    let start = name.tokens.start as usize;
    start > view.sentence_start(start) && matches!(view.word(start - 1), "the" | "The")
}

fn has_suffix<K: Knowledge>(view: &View<'_, K>, name: &Name) -> bool {
    let last = name.tokens.end as usize - 1;
    name.tokens.len() == 2
        && view
            .class(last)
            .any(WordClass::COMPANY.with(WordClass::LEGAL_FORM))
}
