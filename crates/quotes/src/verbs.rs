//! Candidates of verbs that report: "said", "has denied", "adding".

use crate::adjuncts::adjuncts;
use crate::asides::after_apposition;
use crate::boundary::{self, Clause, Inserted};
use crate::candidate::{Candidate, Frame, VerbForm};
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueClass, CueKind, NONE};
use crate::forms::Forms;
use crate::items::Shape;
use crate::model::Features;
use crate::passives::agent;
use crate::phrases::{self, Phrase, SubjectKind, is_finite};
use crate::phrases_after;
use crate::search::Search;
use crate::verb_group::{Group, group};

const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

impl Search<'_> {
    /// Candidates of the verb at `at`.
    pub(crate) fn verb(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let Some(group) = group(items, low, at) else {
            return;
        };
        let candidate = Candidate {
            key: cue.key,
            kind: CueKind::Verb,
            class: cue.class,
            at: (at, group.end),
            speaker: None,
            subject: SubjectKind::None,
            content: [(0, 0); 2],
            parts: 0,
            quoted: (0, 0),
            frame: Frame::Object,
            form: group.form,
            negated: group.negated,
            bounded: 1.0,
            heading: self.heading,
            score: 0.0,
            rule: "quotes:after",
        };
        match group.form {
            VerbForm::Passive => self.passive(low, high, group, cue, candidate),
            VerbForm::Reduced => self.reduced(low, high, group, cue, candidate),
            _ => self.active(low, high, group, cue, candidate),
        }
    }

    pub(crate) fn active(
        &mut self,
        low: usize,
        high: usize,
        mut group: Group,
        cue: Cue,
        mut candidate: Candidate,
    ) {
        let items = self.items;
        let mut own = None;
        if group.finite {
            own = phrases::before(items, low, group.start);
            // "claimed by", "qualified as … by": participles without their auxiliary.
            let reduced = |classes| {
                items
                    .get(group.end)
                    .is_some_and(|next| next.shape == Shape::Word && next.is(classes))
            };
            // "which Ann Lee described as “a gift”", "Lee described as “a gift” the plan": a subject of its own.
            let active = own.is_some_and(|own| {
                own.outer == own.end
                    && (matches!(own.kind, SubjectKind::Name | SubjectKind::Pronoun)
                        && agent(items, group.end, high).is_none()
                        || own.start > low
                            && items[own.start - 1].shape == Shape::Word
                            && items[own.start - 1].is(Classes::RELATIVE))
            });
            if group.form == VerbForm::Past
                && (reduced(Classes::BY) || reduced(Classes::AS) && cue.frames.any(Frames::AS) && !active)
            {
                return self.reduced(low, high, group, cue, candidate);
            }
        } else if group.form == VerbForm::Participle {
            own = self.beside_participle(low, group.start);
            if let Some(subject) = self.quoted_as(low, group.start) {
                own = Some(subject);
                group.finite = true;
                group.start = subject.outer;
            }
        }
        // "The plan “will fail”, in its present form, warned Ann Lee.": no subject but the content.
        let quotation = own.is_some_and(|own| {
            items[own.start..own.end].iter().all(|item| {
                item.shape == Shape::Quote || item.shape == Shape::Word && item.is(Classes::COORDINATOR)
            })
        });
        let thing = own
            .filter(|own| own.kind == SubjectKind::Noun && (own.outer > own.end || quotation))
            .is_some()
            && matches!(group.form, VerbForm::Past | VerbForm::Present);
        let named = phrases_after::after(items, group.end, high).filter(|found| {
            let next = items.get(found.end).filter(|_| found.end < high);
            (quotation && !matches!(found.kind, SubjectKind::Noun | SubjectKind::Relative)
                || items[group.end].shape == Shape::Name)
                && next.is_none_or(|next| matches!(next.shape, Shape::Comma | Shape::Stop))
                && items[found.start..found.end]
                    .iter()
                    .all(|item| item.shape != Shape::Quote)
        });
        // A verb without a blank after the closing mark belongs to what follows it.
        let glued = items[group.start].glued && phrases_after::after(items, group.end, high).is_some();
        if thing && named.is_some() || glued {
            own = None;
        }
        if !self.can_be_verb(low, group, own) {
            return;
        }
        let clause_start = own.map_or(group.start, |own| own.start);
        let previous = (clause_start > low).then(|| &items[clause_start - 1]);
        let after_quote = previous.is_some_and(|item| item.shape == Shape::Quote)
            || clause_start >= low + 2
                && previous.is_some_and(|item| matches!(item.shape, Shape::Comma | Shape::Dash))
                && items[clause_start - 2].shape == Shape::Quote;
        let after_comma = previous.is_some_and(|item| matches!(item.shape, Shape::Comma | Shape::Dash));
        let speaks = cue.frames.any(Frames::QUOTE.with(Frames::CLAUSE));
        let from = adjuncts(items, group.end, high);
        // Speaker and cue after the content: "…, he said", "…, said Ann Lee".
        if speaks && group.finite && (after_quote || after_comma) {
            let mut speaker = own;
            let told = self.told(group.end, high, cue);
            let mut tail = told.unwrap_or(from);
            let inverted = own.is_none() || own.is_some_and(|own| own.kind == SubjectKind::Relative);
            if inverted
                && own.is_none()
                && matches!(group.form, VerbForm::Past | VerbForm::Present | VerbForm::Plural)
            {
                speaker = phrases_after::after(items, group.end, high)
                    .or_else(|| phrases_after::met_somewhere(items, group.end, high).filter(|_| after_quote));
                if let Some(found) = speaker {
                    tail = adjuncts(items, after_apposition(items, found.outer, high), high);
                }
            }
            if let Some(found) = speaker.filter(|found| found.kind != SubjectKind::Relative) {
                let head = found.start.min(group.start);
                if self.before(low, high, head, tail, after_quote, &mut candidate) {
                    candidate.speaker = Some(found);
                    candidate.subject = found.kind;
                    candidate.rule = match (inverted, candidate.frame) {
                        (true, Frame::Around) => "quotes:around-inverted",
                        (true, _) => "quotes:before-inverted",
                        (false, Frame::Around) => "quotes:around",
                        _ => "quotes:before",
                    };
                    self.push(low, high, candidate);
                    if inverted || told.is_some() || self.is_firm(head, after_quote) {
                        return;
                    }
                }
            }
        }
        // "as Ann Lee put it": the pronoun is part of the cue.
        let parenthesis = cue.frames.any(Frames::PARENTHESIS)
            && items.get(group.end).is_some_and(|next| next.is(Classes::IT));
        let put = if parenthesis {
            adjuncts(items, group.end + 1, high)
        } else {
            from
        };
        if self.as_put(low, high, own, put, &candidate) || self.opening(low, high, group, own, &candidate) {
            return;
        }
        // Content after the cue.
        let (speaker, subject) = match own {
            Some(own) => (Some(own), own.kind),
            None => match self.inherited(low, group.start) {
                Some(found) if found.kind == SubjectKind::Noun && group.form == VerbForm::Participle => {
                    // Clashes do not speak: whoever stands nearest before the participle does.
                    (
                        self.nearest_speaker(low, group.start).or(Some(found)),
                        SubjectKind::Inherited,
                    )
                }
                Some(found) => (Some(found), SubjectKind::Inherited),
                None => (None, SubjectKind::None),
            },
        };
        candidate.speaker = speaker;
        candidate.subject = subject;
        candidate.rule = match subject {
            SubjectKind::Inherited => "quotes:after-shared",
            SubjectKind::Relative => "quotes:after-relative",
            SubjectKind::None => "quotes:after-nobody",
            _ => "quotes:after",
        };
        let Some((start, frame)) = self.content_after(group.end, from, high, cue) else {
            return;
        };
        // "Asked whether he would run, he said no.": who asked is not told.
        let asked = own.is_none() && cue.class == CueClass::Ask && self.is_fronted(low, group, own);
        if asked {
            candidate.speaker = None;
            candidate.subject = SubjectKind::None;
            candidate.rule = "quotes:asked";
        }
        let embedded = subject == SubjectKind::Relative;
        // "Lee, who backed him in May and said he would come, did not.": also of a verb that shares its pronoun.
        let relative = speaker
            .filter(|speaker| speaker.kind == SubjectKind::Relative)
            .is_some_and(|who| who.start > low && items[who.start - 1].shape == Shape::Comma)
            // "The raid, which Lee called “an act of war”, lasted an hour."
            || own.is_some_and(|own| {
                own.start > low + 1
                    && items[own.start - 1].shape == Shape::Word
                    && items[own.start - 1].is(Classes::RELATIVE)
                    && items[own.start - 2].shape == Shape::Comma
            });
        let inserted = if relative {
            Inserted::Relative
        } else if self.is_fronted(low, group, own) {
            Inserted::Fronted
        } else {
            Inserted::No
        };
        let (end, bounded) = self.bound(Clause {
            start,
            high,
            frame,
            class: cue.class,
            embedded,
            inserted,
        });
        // "calling the plan “a gift” and asking for a vote": the second participle reports for itself.
        let second = |at: &usize| {
            items[*at].shape == Shape::Word
                && items[*at].is(Classes::COORDINATOR)
                && items[at + 1].may_be(Forms::ING)
                && items[at + 1].word.verb != NONE
        };
        let end = (start + 1..end.saturating_sub(1))
            .take_while(|_| group.form == VerbForm::Participle)
            .find(|at| {
                second(at)
                    && (items[at + 2].is(Classes::THAT) || items[start..*at].iter().all(|item| !item.finite))
            })
            .unwrap_or(end);
        // "an official who asked not to be named said": the main verb follows.
        let unclear = Classes::WH
            .with(Classes::RELATIVE)
            .with(Classes::THAT)
            .with(Classes::COORDINATOR);
        let end = (start + 2..end)
            .take_while(|at| {
                embedded
                    && frame == Frame::Infinitive
                    && !items[*at].is(unclear)
                    && items[*at].shape != Shape::Comma
            })
            .find(|at| items[*at].finite && items[*at].word.verb != NONE)
            .unwrap_or(end);
        if end <= start {
            return;
        }
        // "Defending himself, Lee said": whoever the main clause is about.
        if inserted == Inserted::Fronted && group.form == VerbForm::Participle && candidate.speaker.is_none()
        {
            candidate.speaker = self.main_after(end, high);
        }
        candidate.content[0] = (start, end);
        candidate.parts = 1;
        candidate.frame = frame;
        candidate.bounded = bounded;
        self.push(low, high, candidate);
    }

    /// The subject of the main clause that begins at item `end`, or after the comma there.
    fn main_after(&self, end: usize, high: usize) -> Option<Phrase> {
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
    fn told(&self, end: usize, high: usize, cue: Cue) -> Option<usize> {
        let items = self.items;
        if !cue.frames.any(Frames::RECIPIENT) {
            return None;
        }
        let edge = phrases_after::right_edge(items, end, high)?;
        let kind = phrases::kind_of(items, end, edge);
        let comma = items.get(edge).filter(|_| edge + 1 < high)?.shape == Shape::Comma;
        let clause = (edge + 2..high.min(edge + 12)).any(|at| items[at].finite);
        let somebody = matches!(kind, SubjectKind::Group | SubjectKind::Name | SubjectKind::Single);
        (comma && clause && somebody).then_some(edge)
    }

    /// The end of a clause, told to whoever watches.
    pub(crate) fn bound(&mut self, clause: Clause) -> (usize, f32) {
        let Self {
            items, model, watch, ..
        } = self;
        let watch = watch
            .as_mut()
            .map(|watch| |at: usize, features: &Features| watch.place(items, clause.start, at, features));
        boundary::end(items, clause, model, watch)
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

    /// "Ann Lee was quoted as saying": the subject of the passive verb.
    fn quoted_as(&self, low: usize, start: usize) -> Option<Phrase> {
        let items = self.items;
        if start < low + 3 || !items[start - 1].is(Classes::AS) || !items[start - 2].may_be(Forms::PARTICIPLE)
        {
            return None;
        }
        let passive = group(items, low, start - 2).filter(|group| group.form == VerbForm::Passive)?;
        phrases::before(items, low, passive.start)
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
            .find(|at| speaks(at) && items[*at].plural)
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

    /// True for the cue of a clause that a main clause follows after a comma: "When he asked them to leave, they …",
    /// "Asked whether he would run, he …".
    pub(crate) fn is_fronted(&self, low: usize, group: Group, own: Option<Phrase>) -> bool {
        let items = self.items;
        if self.is_led(low, group) {
            return true;
        }
        let Some(own) = own else {
            return group.start == low && matches!(group.form, VerbForm::Past | VerbForm::Participle);
        };
        let fits = |at: usize| items[at].shape == Shape::Word && items[at].is(Classes::SUBORDINATOR);
        own.start > low
            && fits(own.start - 1)
            && (own.start - 1 == low
                || matches!(items[own.start - 2].shape, Shape::Comma | Shape::Semicolon)
                || items[own.start - 2].shape == Shape::Word
                    && items[own.start - 2].is(Classes::COORDINATOR.with(Classes::ADVERB)))
    }

    /// True for the cue of a phrase or clause with which the sentence begins, up to its comma: "While the mayor and his
    /// aides say it is safe, …", "After years of insisting that it is safe, …", "In asking whether it is safe, …".
    fn is_led(&self, low: usize, group: Group) -> bool {
        let items = self.items;
        let skipped = Classes::COORDINATOR.with(Classes::ADVERB);
        let small = |at: &usize| {
            items[*at].shape == Shape::Word && items[*at].is(skipped) && !items[*at].is(Classes::SUBORDINATOR)
        };
        let Some(lead) = (low..group.start).find(|at| !small(at)) else {
            return false;
        };
        let first = &items[lead];
        if first.shape != Shape::Word || first.is(Classes::THAT) {
            return false;
        }
        let parted = items[lead..group.start].iter().any(|item| {
            matches!(
                item.shape,
                Shape::Comma | Shape::Stop | Shape::Semicolon | Shape::Colon
            )
        });
        let finite = items[lead..group.start].iter().filter(|item| item.finite).count();
        let subordinate = first.is(Classes::SUBORDINATOR);
        !parted
            && match group.form {
                VerbForm::Participle | VerbForm::Infinitive => {
                    subordinate && finite <= 1
                        || finite == 0 && (first.is(Classes::PREPOSITION) || first.may_be(Forms::ING))
                }
                _ => subordinate && finite == 0,
            }
    }

    /// False for nouns that look like verbs: "a new post", "the states". A plural present needs a plural subject, a
    /// singular one some subject, unless the verb shares its subject with the one before.
    pub(crate) fn can_be_verb(&self, low: usize, group: Group, own: Option<Phrase>) -> bool {
        let items = self.items;
        if !matches!(group.form, VerbForm::Plural | VerbForm::Present) {
            return true;
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
            || head.plural
            || head.is(Classes::GROUP)
            || items[own.start..own.end]
                .iter()
                .any(|item| item.shape == Shape::Word && item.is(Classes::COORDINATOR.with(Classes::SEVERAL)))
            || items[own.start].shape == Shape::Number
    }
}
