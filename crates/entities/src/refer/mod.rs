//! Words that stand for an entity without naming it.

mod apposed;
mod bodies;
mod composed;
mod counterparts;
mod demonyms;
mod focus;
mod gender;
mod government;
mod leaders;
mod offices;
mod pairs;
mod plural;
mod pronouns;
mod roles;
mod time;

use std::ops::Range;
use std::sync::Arc;

use whosaid_text::{
    Case, Confidence, EntityIndex, Gender, Knowledge, Linked, ListedId, Period, Reference, ReferenceKind,
    Rule, Span, TokenKind, WordMap, sieve,
};

use crate::lexicon::{NOTABLE, WordClass};
use crate::link::Chains;
use crate::view::{Name, View};

/// What the references of a document are found with. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Referrer {
    /// The document's entity of a listed one.
    listed: WordMap<EntityIndex>,
    offices: Vec<roles::Office>,
    /// Offices, by [`whosaid_text::hash_word`], that the text speaks of with an owner who is no country.
    elsewhere: Vec<u64>,
    /// The country in focus, once asked for.
    focus: Option<Option<ListedId>>,
    /// The time of a text without a date, once asked for.
    era: Option<Period>,
    /// Gender of each chain, told by the pronouns after it where nothing else tells.
    genders: Vec<Gender>,
    people: Vec<pronouns::Person>,
    /// Tokens that may begin a role, heads of bodies and pronouns, in text order, with their lists.
    notable: Vec<(u32, WordClass)>,
    /// Nouns such as "woman", for somebody without a name, by token.
    somebody: Vec<u32>,
}

/// The names with their entities, as references look at them.
pub(crate) struct Named<'a> {
    pub(crate) names: &'a [Name],
    pub(crate) chains: &'a Chains,
    pub(crate) entity_of: &'a [EntityIndex],
}

impl Named<'_> {
    /// Entity of name number `index`.
    fn entity(&self, index: usize) -> EntityIndex {
        self.entity_of[self.chains.of_name[index] as usize]
    }

    /// The listed entity of name number `index`.
    fn listed(&self, index: usize) -> Option<ListedId> {
        self.chains.chains[self.chains.of_name[index] as usize].listed
    }

    /// Number of the first name that begins at or after token `token`.
    fn at_or_after(&self, token: usize) -> usize {
        self.names
            .partition_point(|name| (name.tokens.start as usize) < token)
    }
}

impl Referrer {
    /// Finds the references of a document and writes them into `linked`, in text order.
    pub(crate) fn find<K: Knowledge>(&mut self, view: &View<'_, K>, named: &Named<'_>, linked: &mut Linked) {
        self.listed.clear();
        self.offices.clear();
        self.elsewhere.clear();
        self.focus = None;
        self.era = None;
        for (number, chain) in named.chains.chains.iter().enumerate() {
            if let (Some(id), EntityIndex(index)) = (chain.listed, named.entity_of[number])
                && index != u32::MAX
            {
                self.listed.insert(u64::from(id.0), EntityIndex(index));
            }
        }
        self.notable.clear();
        sieve(
            view.classes,
            |class| class.any(NOTABLE),
            |index| self.notable.push((index as u32, view.class(index))),
        );
        self.somebody.clear();
        sieve(
            view.classes,
            |class| class.any(WordClass::NOUN),
            |index| {
                if view.tokens.tokens[index].kind == TokenKind::Word(Case::Lower) {
                    self.somebody.push(index as u32);
                }
            },
        );
        self.roles(view, named, linked);
        self.bodies(view, named, linked);
        self.composed(view, named, linked);
        self.governments(view, named, linked);
        self.pairs(view, named, linked);
        self.demonyms(view, named, linked);
        let order = |reference: &Reference| (reference.span.start(), reference.span.end());
        linked.references.sort_by_key(order);
        plural::find(view, named, &self.notable, linked);
        gender::infer(view, named, &self.notable, &self.somebody, &mut self.genders);
        pronouns::find(
            view,
            named,
            &self.notable,
            &self.somebody,
            &self.genders,
            &mut self.people,
            linked,
        );
        linked.references.sort_by_key(order);
        linked
            .references
            .dedup_by_key(|reference: &mut Reference| reference.span);
    }

    /// The document's number of a listed entity; adds it if no name of it stands in the text.
    fn index_of<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        id: ListedId,
        linked: &mut Linked,
    ) -> EntityIndex {
        *self.listed.entry(u64::from(id.0)).or_insert_with(|| {
            linked.entities.push(Arc::clone(view.knowledge.entity(id)));
            EntityIndex(linked.entities.len() as u32 - 1)
        })
    }
}

/// Who is meant, by which rule and how surely.
type Found = (EntityIndex, Rule, f32);

/// Adds a reference, tokens `tokens` of the text, to those of the document.
fn refer<K: Knowledge>(
    view: &View<'_, K>,
    kind: ReferenceKind,
    tokens: Range<usize>,
    (entity, rule, confidence): Found,
    linked: &mut Linked,
) {
    linked.references.push(Reference {
        span: Span::new(
            view.tokens.tokens[tokens.start].span.start(),
            view.tokens.tokens[tokens.end - 1].span.end(),
        ),
        kind,
        entity,
        rule,
        confidence: Confidence::new(confidence),
    });
}
