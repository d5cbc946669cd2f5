//! "They said": the one body, people or country in focus that speaks as several do.
//!
//! Only the subject of a verb of speech is linked. Whoever has no name ("the residents"), and two who are named together, may
//! be "they" as well: where one of them stands as near, nobody is linked.

use whosaid_text::{
    Case, EntityIndex, EntityType, Knowledge, Linked, Reference, ReferenceKind, Rule, TokenKind, hash_word,
};

use super::{Named, refer};
use crate::lexicon::WordClass;
use crate::view::View;

/// The pronoun looks back so many sentences.
const SENTENCES: usize = 3;
/// A sentence is read so many tokens far.
const TOKENS: usize = 80;
/// "Lind and the Danish minister Ek": two are joined with so many tokens between them.
const JOINED: usize = 7;
/// Between the pronoun and its verb stand so many tokens at most ("they have also").
const VERB: usize = 3;

/// Links "they" before verbs of speech. `linked` holds the other references, in text order.
pub(super) fn find<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    notable: &[(u32, WordClass)],
    linked: &mut Linked,
) {
    // What each "they" of a speaker before stands for: nobody who has a name, perhaps.
    let mut spoke: Vec<(usize, Option<EntityIndex>)> = Vec::new();
    let known = linked.references.len();
    for (index, class) in notable {
        let index = *index as usize;
        if !class.any(WordClass::PRONOUN) || !view.word(index).eq_ignore_ascii_case("they") {
            continue;
        }
        if !speaks(view, index) || in_quotation(view, index) {
            continue;
        }
        let found = antecedent(view, named, &linked.references[..known], linked, &spoke, index);
        spoke.push((index, found.map(|(entity, _)| entity)));
        if let Some((entity, confidence)) = found {
            let found = (entity, Rule("entities:pronoun-plural"), confidence);
            refer(view, ReferenceKind::Pronoun, index..index + 1, found, linked);
        }
    }
}

fn in_quotation<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    let at = view.tokens.tokens[index].span.start();
    view.tokens.quotation_at(at).is_some()
}

/// True if the token is the subject of a verb of speech, with auxiliaries and adverbs between at most.
fn speaks<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    let last = view.sentence_end(index).min(index + 1 + VERB);
    for at in index + 1..last {
        if view.class(at).any(WordClass::SPEECH) {
            return true;
        }
        if !view.class(at).any(WordClass::FUNCTION) && !view.word(at).ends_with("ly") {
            return false;
        }
    }
    false
}

/// Those whom a sentence names or speaks of.
#[derive(Default)]
struct Plurals {
    /// The only subject; `None` in it for whoever has no name.
    subject: Option<Option<EntityIndex>>,
    /// There are two subjects.
    several: bool,
    /// Somebody else stands there who could be "they".
    others: bool,
    /// The subject is that of a verb of speech.
    speaks: bool,
    /// The subject is a country, which is more often "it".
    country: bool,
}

impl Plurals {
    fn add(&mut self, entity: Option<EntityIndex>) {
        match self.subject {
            Some(held) if held == entity => (),
            Some(_) => self.several = true,
            None => self.subject = Some(entity),
        }
    }
}

/// Whom the nearest sentence with anybody speaks of, and how surely that is "they".
fn antecedent<K: Knowledge>(
    view: &View<'_, K>,
    named: &Named<'_>,
    references: &[Reference],
    linked: &Linked,
    spoke: &[(usize, Option<EntityIndex>)],
    index: usize,
) -> Option<(EntityIndex, f32)> {
    let sentence = view.tokens.sentence_of[index] as usize;
    for distance in 0..=SENTENCES.min(sentence) {
        let tokens = view.tokens.sentences[sentence - distance].tokens;
        let (start, end) = (tokens.start as usize, (tokens.end as usize).min(index));
        if end - start > TOKENS {
            return None;
        }
        let mut all = Plurals::default();
        for (_, entity) in spoke.iter().rev().take_while(|(at, _)| *at >= start) {
            all.add(*entity);
        }
        if has_group(view, start, end) {
            all.add(None);
        }
        names(view, named, start, end, &mut all);
        let (from, to) = (
            view.tokens.tokens[start].span.start(),
            view.tokens.tokens[index].span.start(),
        );
        let first = references.partition_point(|reference| reference.span.start() < from);
        for reference in references[first..]
            .iter()
            .take_while(|reference| reference.span.start() < to)
        {
            let at = view.tokens.at_or_after(reference.span.start());
            let body = match reference.kind {
                ReferenceKind::Role => linked.entity(reference.entity).kind == EntityType::ORG,
                ReferenceKind::Government => true,
                ReferenceKind::Pronoun => false,
            };
            if body && at < end && !in_quotation(view, at) {
                if is_subject(view, at, view.tokens.at_or_after(reference.span.end())) {
                    all.add(Some(reference.entity));
                } else {
                    all.others = true;
                }
            }
        }
        let Some(subject) = all.subject else {
            if all.others {
                return None;
            }
            continue;
        };
        let entity = subject.filter(|_| !all.several && (all.speaks || !all.others))?;
        let near = [0.7, 0.7, 0.6, 0.5][distance];
        // "The residents fled. Turkey protested. They said": either.
        if all.country && has_group(view, start.saturating_sub(TOKENS / 2), start) {
            return None;
        }
        return Some((
            entity,
            if all.others || all.country {
                near - 0.2
            } else {
                near
            },
        ));
    }
    None
}

/// The bodies, peoples and countries that tokens `start..end` name.
fn names<K: Knowledge>(view: &View<'_, K>, named: &Named<'_>, start: usize, end: usize, all: &mut Plurals) {
    let numbers = named.at_or_after(start)..named.at_or_after(end);
    let mut before: Option<&crate::view::Name> = None;
    for number in numbers {
        let name = &named.names[number];
        let (first, after) = (name.tokens.start as usize, name.tokens.end as usize);
        if in_quotation(view, first) {
            continue;
        }
        let listed = named.listed(number);
        let acts = match name.kind {
            EntityType::PER | EntityType::ORG => true,
            EntityType::NORP => view.word(after - 1).ends_with('s'),
            EntityType::LOC => {
                listed.is_some_and(|id| view.knowledge.country_of(id) == Some(id)) && speaks(view, after - 1)
            }
            _ => false,
        };
        if !acts {
            continue;
        }
        // "Lind and Ek said": two, who are no entity.
        let joined = before.is_some_and(|before| {
            let between = before.tokens.end as usize..first;
            before.kind == name.kind
                && between.len() <= JOINED
                && between.into_iter().any(|at| view.word(at) == "and")
        });
        before = Some(name);
        if joined {
            all.add(None);
            all.several = true;
        } else if name.kind == EntityType::PER || is_source(view, first) {
            continue;
        } else if is_subject(view, first, after) {
            all.add(Some(named.entity(number)));
            all.speaks |= speaks(view, after - 1);
            all.country |= name.kind == EntityType::LOC;
        } else if name.kind != EntityType::LOC {
            all.others = true;
        }
    }
}

/// True if people without a name stand between two tokens, outside quotation marks.
fn has_group<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> bool {
    (start..end).any(|at| is_group(view, at) && !in_quotation(view, at))
}

/// True for the agency in the brackets of a dateline.
fn is_source<K: Knowledge>(view: &View<'_, K>, first: usize) -> bool {
    first > view.sentence_start(first) && matches!(view.word(first - 1), "(" | "[" | "/")
}

/// True for "residents", "soldiers" and, whatever they do, "thousands".
fn is_group<K: Knowledge>(view: &View<'_, K>, index: usize) -> bool {
    let token = view.tokens.tokens[index];
    if token.kind != TokenKind::Word(Case::Lower) && !view.tokens.begins_sentence(index) {
        return false;
    }
    let word = view.word(index);
    view.class(index).any(WordClass::GROUP)
        || word
            .strip_suffix('s')
            .is_some_and(|one| view.lexicon.class(hash_word(one)).any(WordClass::ROLE))
}

/// True if tokens `first..after`, article and nationality before them included, begin a clause, and are no owner and no part of a
/// longer phrase: "Hamas said", "… that the Syldavian Red Crescent had", not "Hamas’s", "Hamas officials".
fn is_subject<K: Knowledge>(view: &View<'_, K>, first: usize, after: usize) -> bool {
    let begin = view.sentence_start(first);
    let mut start = first;
    while start > begin
        && (view.word(start - 1).eq_ignore_ascii_case("the") || view.tokens.tokens[start - 1].may_be_name())
    {
        start -= 1;
    }
    let opens = start == begin
        || view.tokens.tokens[start - 1].kind == TokenKind::QuoteMark
        || matches!(
            view.word(start - 1),
            "," | ";"
                | ":"
                | "-"
                | "–"
                | "—"
                | "that"
                | "and"
                | "but"
                | "as"
                | "because"
                | "while"
                | "when"
                | "after"
                | "before"
                | "if"
                | "although"
                | "though"
                | "where"
        );
    // "… , said the ministry."
    let inverted = || start > begin && view.class(start - 1).any(WordClass::SPEECH);
    if !opens && !inverted() {
        return false;
    }
    after >= view.sentence_end(first)
        || match view.tokens.tokens[after].kind {
            TokenKind::Clitic => false,
            TokenKind::Word(Case::Lower) => {
                let noun = WordClass::ROLE
                    .with(WordClass::ROLE_START)
                    .with(WordClass::ORGANISATION);
                let class = view.class(after);
                class.any(WordClass::SPEECH) || !(class.any(noun) || is_group(view, after))
            }
            _ => true,
        }
}
