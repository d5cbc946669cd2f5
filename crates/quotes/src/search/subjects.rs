//! Who may be the subject of a verb that reports, and whether the word is a verb at all.

use crate::candidate::VerbForm;
use crate::classes::{Classes, Frames};
use crate::cue::Cue;
use crate::items::Shape;
use crate::phrases::{self, Phrase, SubjectKind, after as phrases_after, is_finite};
use crate::search::Search;
use crate::verb_group::Group;

const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

impl Search<'_> {
    /// The subject of the main clause that begins at item `end`, or after the comma there.
    pub(crate) fn main_after(&self, end: usize, high: usize) -> Option<Phrase> {
        let items = self.items;
        let start = end + usize::from(items.get(end)?.shape == Shape::Comma);
        let edge = phrases_after::right_edge(items, start, high)?;
        (edge < high).then(|| Phrase {
            start,
            end: edge,
            kind: phrases::kind_of(items, start, edge),
            outer: edge,
        })
    }

    /// One past whom somebody tells, if a comma and a clause follow: "Instead, Lee told the crowd, it would rain."
    /// `comma_before` is where speaker and cue begin, if a comma stands before them.
    pub(crate) fn told(
        &self,
        (low, end, high): (usize, usize, usize),
        cue: Cue,
        after_quote: bool,
        comma_before: Option<usize>,
    ) -> Option<usize> {
        let items = self.items;
        if !cue.frames.any(Frames::RECIPIENT) {
            return None;
        }
        // “…,” he told me, “…”
        let whom = items.get(end).filter(|_| end < high)?;
        let me = whom.shape == Shape::Word && whom.is(Classes::OBJECT_PRONOUN);
        let edge = if me {
            end + 1
        } else {
            phrases_after::right_edge(items, end, high)?
        };
        let next = items.get(edge).filter(|_| edge < high);
        if after_quote && next.is_some_and(|next| next.shape == Shape::Comma) {
            return Some(edge);
        }
        let kind = phrases::kind_of(items, end, edge);
        // "The talks failed, a source told this newspaper."
        let last = next.is_none_or(|next| next.shape == Shape::Stop);
        let clause_before = |start: usize| items[low..start].iter().any(|item| item.finite());
        if last && comma_before.is_some_and(clause_before) {
            return Some(edge);
        }
        let comma = items.get(edge).filter(|_| edge + 1 < high)?.shape == Shape::Comma;
        let clause = (edge + 2..high.min(edge + 12)).any(|at| items[at].finite());
        let somebody = matches!(kind, SubjectKind::Group | SubjectKind::Name | SubjectKind::Single);
        (comma && clause && somebody).then_some(edge)
    }

    /// "officials saying": a participle with a subject of its own, which no comma parts.
    pub(crate) fn beside_participle(&self, low: usize, start: usize) -> Option<Phrase> {
        let last = &self.items[start.checked_sub(1)?];
        let beside = start > low
            && (last.shape == Shape::Name
                || last.shape == Shape::Word && last.is(Classes::GROUP.with(Classes::SINGLE)));
        if beside {
            phrases::before(self.items, low, start)
        } else {
            None
        }
    }

    /// The speaker of the cue before, or the subject of the sentence.
    pub(crate) fn inherited(&self, low: usize, start: usize) -> Option<Phrase> {
        self.last_speaker
            .filter(|speaker| speaker.start >= low && speaker.start < start)
            .or_else(|| self.main_subject(low, start))
    }

    /// The nearest noun for somebody who speaks, before item `end`.
    pub(crate) fn nearest_speaker(&self, low: usize, end: usize) -> Option<Phrase> {
        let items = self.items;
        let near = low.max(end.saturating_sub(24))..end;
        let speaks = |at: &usize| {
            items[*at].shape == Shape::Word && items[*at].is(Classes::GROUP.with(Classes::SINGLE))
        };
        // People before bodies: in "protesters near the court, demanding" the court is a place.
        let at = near
            .clone()
            .rev()
            .find(|at| speaks(at) && items[*at].plural())
            .or_else(|| near.rev().find(speaks))?;
        let mut start = at;
        while start > low
            && (items[start - 1].shape == Shape::Name
                || items[start - 1].shape == Shape::Word && items[start - 1].is(ARTICLE))
        {
            start -= 1;
        }
        Some(Phrase {
            start,
            end: at + 1,
            kind: phrases::kind_of(items, start, at + 1),
            outer: at + 1,
        })
    }

    pub(crate) fn main_subject(&self, low: usize, start: usize) -> Option<Phrase> {
        let first = (low..start.min(low + 40)).find(|at| is_finite(self.items, *at))?;
        let mut group = first;
        while group > low
            && self.items[group - 1].shape == Shape::Word
            && self.items[group - 1].is(Classes::ADVERB)
        {
            group -= 1;
        }
        phrases::before(self.items, low, group).filter(|found| found.kind != SubjectKind::Relative)
    }

    /// False for nouns that look like verbs: "a new post", "the states". A plural present needs a plural subject, a
    /// singular one some subject, unless the verb shares its subject with the one before.
    pub(crate) fn can_be_verb(&self, low: usize, group: Group, own: Option<Phrase>) -> bool {
        let items = self.items;
        if !matches!(group.form, VerbForm::Plural | VerbForm::Present) {
            return true;
        }
        // "Judge Orm said", "Counsel Orm said": a title.
        let alone = group.start + 1 == group.end && items[group.start].capital();
        let title = group.form == VerbForm::Plural && alone && {
            let name = |at: &usize| items[*at].shape == Shape::Name;
            let after = (group.end..items.len()).find(|at| !name(at));
            after.is_some_and(|after| after > group.end && items[after].finite())
        };
        if title {
            return false;
        }
        // "Harbour protests: mayor warns of delays": the topic of a headline is a noun.
        let topic = self.heading
            && items
                .get(group.end)
                .is_some_and(|next| next.shape == Shape::Colon)
            && items
                .get(group.end + 1)
                .is_some_and(|next| next.shape != Shape::Quote);
        if topic {
            return false;
        }
        let shares = group.start > low && {
            let before = &items[group.start - 1];
            before.shape == Shape::Word && before.is(Classes::COORDINATOR)
                || group.start + 1 < group.end && before.shape == Shape::Comma
        };
        let Some(own) = own else {
            // "says Ann Lee" after a quotation, or a headline.
            return shares
                || group.start > low
                    && matches!(
                        items[group.start - 1].shape,
                        Shape::Quote | Shape::Comma | Shape::Dash
                    );
        };
        if group.form == VerbForm::Present {
            return true;
        }
        let last = &items[own.end - 1];
        let head = (own.start..own.end)
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::PREPOSITION))
            .map_or(last, |at| &items[at.saturating_sub(1).max(own.start)]);
        own.kind == SubjectKind::Relative
            || own.kind == SubjectKind::Pronoun && !items[own.start].is(Classes::SINGULAR)
            || head.plural()
            || head.is(Classes::GROUP)
            || items[own.start..own.end]
                .iter()
                .any(|item| item.shape == Shape::Word && item.is(Classes::COORDINATOR.with(Classes::SEVERAL)))
            || items[own.start].shape == Shape::Number
    }
}
