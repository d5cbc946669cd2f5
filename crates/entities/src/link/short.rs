//! Which full name of the document a lone name stands for.

use whosaid_text::{Case, Confidence, EntityType, Gender, Knowledge, ParagraphKind, Rule, TokenKind};

use super::lone::{Told, agree};
use super::people::{is_full, is_own_word};
use super::{Chain, Chains, NONE};
use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// A lone name is compared with so many people of a document.
const MOST_COMPARED: usize = 24;
/// A given name of somebody named in full only later stands so many bytes before that at most.
const NEAR: usize = 400;

/// How a lone name is part of a full one: what comes first is likelier meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The surname, or the only name that is known.
    Whole,
    /// Half of a surname with a hyphen, or a surname that stands first.
    Half,
    /// The given name.
    Given,
    /// Any other word.
    Middle,
    /// A lone word itself, of which no full form is known.
    Lone,
}

/// A chain found for a lone name.
pub(super) struct Found {
    chain: u32,
    /// Its word is the same to the letter.
    exact: bool,
    /// Words beside the name told it from others.
    told: bool,
}

impl Found {
    /// Joins name number `index` to the chain.
    pub(super) fn join<K: Knowledge>(
        self,
        view: &View<'_, K>,
        names: &[Name],
        index: usize,
        chains: &mut Chains,
    ) {
        let (rule, confidence) = match self.exact {
            true => ("entities:short-form", 0.9),
            false => ("entities:short-form-sound", 0.8),
        };
        chains.why[index] = Some((Rule(rule), Confidence::new(confidence)));
        chains.join(view, names, index, self.chain);
        chains.chains[self.chain as usize].met = true;
        if self.told {
            // "Chief Weber …": from here on "Weber" is the chief.
            chains.chains[self.chain as usize].last_full = Some(index);
        }
    }
}

/// The chain of the full form that a lone name stands for: of those named before it, or, with `ahead`, of those named after it
/// only.
pub(super) fn full_form<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    told: &Told,
    ahead: bool,
    chains: &mut Chains,
) -> Option<Found> {
    let name = names[index];
    let last = (name.tokens.start as usize..name.tokens.end as usize)
        .rev()
        .find(|index| is_own_word(view, *index))?;
    let (word, text) = (view.tokens.hashes[last], view.word(last));
    let sound = chains.sounds.of(word, text);
    if let Some((chain, told)) = pick(view, names, index, told, ahead, word, chains) {
        let exact = true;
        return Some(Found { chain, exact, told });
    }
    let parts = view.knowledge.name_parts(word);
    if ahead && parts.given && !parts.surname {
        return None;
    }
    if let Some((chain, told)) = pick(view, names, index, told, ahead, sound, chains) {
        let exact = false;
        return Some(Found { chain, exact, told });
    }
    if told.kin.is_some() {
        return None;
    }
    // Spellings of different styles ("Pachalian", "Pashalian"), if only one person is that near.
    let fits: Vec<u32> = (0..chains.chains.len() as u32)
        .filter(|number| {
            let chain = &chains.chains[*number as usize];
            chain.kind == EntityType::PER && !chain.local
        })
        .take(MOST_COMPARED)
        .filter(|number| recency(names, index, chains, *number).0 != ahead)
        .filter(|number| {
            let chain = &chains.chains[*number as usize];
            let one = told.generation == 0 || told.generation == chain.generation;
            one && agree(told.gender, chain.gender)
        })
        .collect();
    let sounds = &mut chains.sounds;
    let held = &chains.chains;
    let mut alike = fits.into_iter().filter(|number| {
        let last = names[held[*number as usize].fullest].tokens.end as usize - 1;
        view.tokens.hashes[last] != word && sounds.are_one_person(text, view.word(last))
    });
    match (alike.next(), alike.next()) {
        (Some(chain), None) => Some(Found {
            chain,
            exact: false,
            told: false,
        }),
        _ => None,
    }
}

/// Of the chains remembered for a word or sound the one that a lone name stands for, and whether words beside the name told it
/// from others.
fn pick<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    told: &Told,
    ahead: bool,
    key: u64,
    chains: &Chains,
) -> Option<(u32, bool)> {
    let sentence = view.tokens.sentence_at(names[index].tokens.start as usize);
    let in_head = sentence.paragraph == 0 && view.tokens.paragraphs.len() > 1;
    let fitting: Vec<(Part, u32)> = chains
        .chains_of(key)
        .filter(|chain| agree(told.gender, chains.chains[*chain as usize].gender))
        .filter(|chain| recency(names, index, chains, *chain).0 != ahead)
        .filter_map(|chain| {
            Some((
                part(view, names, names[index], &chains.chains[chain as usize])?,
                chain,
            ))
        })
        .filter(|(part, chain)| match told.kin {
            Some(_) if !(ahead && in_head) => is_of_family(view, names, index, *part, *chain, chains, ahead),
            _ => !ahead || may_come_first(view, names, index, *part, *chain, told, chains),
        })
        .collect();
    let best = fitting.iter().map(|(part, _)| *part).min()?;
    // "The elder Weber" may be the Weber whose given name is not known.
    let alike = |part: Part| part == best || told.generation != 0 && part == Part::Lone;
    let mut fitting: Vec<u32> = fitting
        .into_iter()
        .filter_map(|(part, chain)| alike(part).then_some(chain))
        .collect();
    let all = fitting.len();
    if told.generation != 0 {
        fitting = of_generation(told.generation, &fitting, chains);
    }
    let same_title = |chain: &u32| told.title.is_some() && chains.chains[*chain as usize].title == told.title;
    if fitting.iter().any(same_title) {
        fitting.retain(same_title);
    }
    if fitting.len() > 1
        && let Some(gender) = spoken(view, names, index, &fitting, chains)
    {
        fitting.retain(|chain| agree(gender, chains.chains[*chain as usize].gender));
    }
    let chain = fitting
        .iter()
        .copied()
        .max_by_key(|chain| recency(names, index, chains, *chain))?;
    Some((chain, all > 1 && fitting.len() == 1))
}

/// "The younger Weber": of those called so the one who is, by "Jr." or by whose son he is; if all others are not, the one
/// who is left. Nobody if that does not tell.
fn of_generation(wanted: u8, fitting: &[u32], chains: &Chains) -> Vec<u32> {
    let chain = |chain: &u32| &chains.chains[*chain as usize];
    let told = |one: &u32| match chain(one).generation {
        0 => chain(one).kinship,
        generation => generation,
    };
    let own: Vec<u32> = fitting
        .iter()
        .copied()
        .filter(|one| told(one) == wanted)
        .collect();
    if !own.is_empty() {
        return own;
    }
    let mut rest: Vec<u32> = fitting.iter().copied().filter(|one| told(one) == 0).collect();
    if rest.iter().any(|one| !chain(one).local) {
        rest.retain(|one| !chain(one).local);
    }
    match rest.len() {
        1 if fitting.len() > 1 => rest,
        _ => Vec::new(),
    }
}

/// How a lone name is part of the fullest name of a chain.
fn part<K: Knowledge>(view: &View<'_, K>, names: &[Name], name: Name, chain: &Chain) -> Option<Part> {
    let full = names[chain.fullest];
    let words: Vec<usize> = own_words(view, name).collect();
    let all: Vec<usize> = own_words(view, full).collect();
    let same = |at: &usize| {
        let there = all[*at..].iter().map(|token| view.tokens.hashes[*token]);
        there
            .zip(&words)
            .all(|(hash, word)| hash == view.tokens.hashes[*word])
    };
    let joined = |at: usize| at > 0 && all[at - 1] + 2 == all[at] && view.is_inner_hyphen(all[at] - 1);
    let last = all.len().checked_sub(words.len());
    let at = last.and_then(|last| (0..=last).rev().find(same));
    if chain.local && !is_full(view, &full) {
        let part = if chain.kin { Part::Whole } else { Part::Lone };
        return (at == Some(0) && last == Some(0) || words.len() == 1).then_some(part);
    }
    let parts = || view.knowledge.name_parts(view.tokens.hashes[words[0]]);
    match at {
        // Another spelling. "Lee-Hill" is no Mr Hill.
        None => (words.len() < 2 || joined(all.len() - 1)).then_some(Part::Whole),
        Some(at) if Some(at) == last => Some(if joined(at) { Part::Half } else { Part::Whole }),
        Some(0) if parts().surname && !parts().given => Some(Part::Half),
        Some(0) => Some(Part::Given),
        Some(_) => (!parts().given || parts().surname).then_some(Part::Middle),
    }
}

/// The words of a name without "Jr.", without the article of "al-Masri" and the prefix of "Anti-Weber".
fn own_words<K: Knowledge>(view: &View<'_, K>, name: Name) -> impl Iterator<Item = usize> {
    let end = name.tokens.end as usize;
    name.tokens.indices().filter(move |index| {
        let article =
            index + 2 < end && view.class(*index).any(WordClass::PARTICLE) && view.is_inner_hyphen(index + 1);
        let prefix = index + 2 < end
            && view.is_inner_hyphen(index + 1)
            && matches!(view.word(*index), "Anti" | "Ex" | "Non" | "Post" | "Pre" | "Pro");
        is_own_word(view, *index) && !article && !prefix
    })
}

/// "His son Karel": somebody of his name, or the one Karel who was named before, but nobody whose surname is another's given
/// name.
fn is_of_family<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    part: Part,
    chain: u32,
    chains: &Chains,
    ahead: bool,
) -> bool {
    let held = &chains.chains[chain as usize];
    match part {
        Part::Whole | Part::Half => {
            let word = view.tokens.hashes[names[index].tokens.start as usize];
            (held.local && held.kin) || !view.knowledge.name_parts(word).given
        }
        Part::Given => !ahead || has_family(view, names, index, chain, chains),
        Part::Middle => false,
        Part::Lone => true,
    }
}

/// True if somebody else of the surname was named before.
fn has_family<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    chain: u32,
    chains: &Chains,
) -> bool {
    let surname = |name: Name| own_words(view, name).last().map(|last| view.tokens.hashes[last]);
    let Some(own) = surname(names[chains.chains[chain as usize].fullest]) else {
        return false;
    };
    // "Karel and Vera Weber"
    let end = names[index].tokens.end as usize;
    let next = names.get(index + 1).filter(|next| {
        next.kind == EntityType::PER && next.tokens.start as usize == end + 1 && view.word(end) == "and"
    });
    next.and_then(|next| surname(*next)) == Some(own)
        || chains
            .chains_of(own)
            .any(|other| other != chain && chains.chains[other as usize].first < index)
}

/// True if a name may stand for somebody whom the text names in full only later. News do so with surnames, in headlines and
/// first paragraphs with given names too; but not with that of a relative who is introduced as such.
fn may_come_first<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    part: Part,
    chain: u32,
    told: &Told,
    chains: &Chains,
) -> bool {
    let held = &chains.chains[chain as usize];
    let free = !held.kin || told.gender != Gender::Unknown && told.gender == held.gender;
    match part {
        _ if held.met => true,
        Part::Whole | Part::Half => free,
        Part::Lone => false,
        Part::Middle if !free => false,
        Part::Given | Part::Middle => {
            let name = names[index];
            let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
            let sentence = view.tokens.sentence_at(start);
            let paragraph = view.tokens.paragraphs[sentence.paragraph as usize];
            let heading = sentence.paragraph == 0 || paragraph.kind == ParagraphKind::Heading;
            // "George “Jay” Lind" is no other George.
            let is = |at: usize, quote: bool| {
                let token = view.tokens.tokens[at];
                sentence.tokens.contains(at)
                    && match quote {
                        true => token.kind == TokenKind::QuoteMark,
                        false => token.may_be_name() && !view.class(at).any(WordClass::FUNCTION),
                    }
            };
            let before = |quote| start > 0 && is(start - 1, quote);
            let after = |quote| end < view.tokens.len() && is(end, quote);
            let alone = heading || !(before(false) || after(false) || after(true));
            let near = names[held.fullest].span.start() - name.span.start() <= NEAR;
            alone
                && (sentence.paragraph <= 1
                    || heading
                    || near
                    || has_family(view, names, index, chain, chains))
        }
    }
}

/// So many names before are looked through for somebody else whom a pronoun may mean.
const NAMES: usize = 64;
/// So many tokens behind a verb of speech a pronoun may tell who speaks.
const CLAUSE: usize = 6;

/// "Lind said he was tired": what the pronoun of the clause that somebody says tells of them, where it cannot mean anybody else.
fn spoken<K: Knowledge>(
    view: &View<'_, K>,
    names: &[Name],
    index: usize,
    fitting: &[u32],
    chains: &Chains,
) -> Option<Gender> {
    let name = names[index];
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let last = view.sentence_end(start);
    if end + 1 >= last || !view.class(end).any(WordClass::SPEECH) {
        return None;
    }
    let plain = |at: &usize| {
        matches!(view.tokens.tokens[*at].kind, TokenKind::Word(Case::Lower))
            || view.class(*at).any(WordClass::NO_NAME)
    };
    let gender = (end + 1..last.min(end + 1 + CLAUSE))
        .take_while(plain)
        .map(|at| match view.word(at) {
            "he" => Gender::Male,
            "she" => Gender::Female,
            _ => Gender::Unknown,
        })
        .find(|gender| *gender != Gender::Unknown)?;
    let sentence = view.tokens.sentence_of[start] as usize;
    let from = view.tokens.sentences[sentence.saturating_sub(1)].tokens.start as usize;
    let other = names[..index]
        .iter()
        .zip(&chains.of_name)
        .rev()
        .take(NAMES)
        .take_while(|(name, _)| name.tokens.start as usize >= from)
        .filter(|(name, _)| name.kind == EntityType::PER)
        .any(|(_, chain)| {
            *chain != NONE && !fitting.contains(chain) && agree(gender, chains.chains[*chain as usize].gender)
        });
    (!other).then_some(gender)
}

/// Orders chains by their full name's nearness to name number `index`: those before it first, the last of them best.
fn recency(names: &[Name], index: usize, chains: &Chains, chain: u32) -> (bool, i64) {
    let chain = &chains.chains[chain as usize];
    let fullest = chain.last_full.unwrap_or(chain.fullest);
    let before = names[fullest].span.start() < names[index].span.start();
    if before && chain.last_full.is_none() {
        // Named only as somebody’s relative.
        return (true, -1);
    }
    (
        before,
        if before {
            fullest as i64
        } else {
            -(chain.first as i64)
        },
    )
}
