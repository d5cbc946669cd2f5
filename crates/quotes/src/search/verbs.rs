//! Candidates of verbs that report: "said", "has denied", "adding".

use whosaid_text::hash_word;

use crate::adjuncts::adjuncts;
use crate::boundary::{self, Clause, Inserted};
use crate::candidate::{Candidate, Frame, VerbForm};
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueClass, CueKind, NONE};
use crate::forms::Forms;
use crate::items::Shape;
use crate::model::Features;
use crate::mood::{self, Mood};
use crate::phrases::after as phrases_after;
use crate::phrases::{self, SubjectKind};
use crate::search::Search;
use crate::search::asides::after_apposition;
use crate::search::passives::agent;
use crate::verb_group::{Group, group};

impl Search<'_> {
    /// Candidates of the verb at `at`.
    pub(crate) fn verb(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let Some(group) = group(items, low, at) else {
            return;
        };
        // "quoted the mayor as saying": the other verb reports.
        if items[at].is(Classes::CITES) && self.is_passed_on(at, high) {
            return;
        }
        // "advised not reading it: “…”": so does the verb before.
        let governed = || {
            group.start > low && {
                let before = &items[group.start - 1];
                before.verb != NONE && (before.finite() || before.may_be(Forms::BASE))
            }
        };
        if group.form == VerbForm::Participle && group.negated && governed() {
            return;
        }
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
            mood: Mood::Said,
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
            // "Lee said in a video posted on Monday": a participle.
            let governs = |at: usize| {
                items
                    .get(at)
                    .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::PREPOSITION))
            };
            let spoken = |own: phrases::Phrase| {
                (own.start..own.end)
                    .any(|at| items[at].finite() && items[at].verb != NONE && items[at + 1].is(Classes::IN))
            };
            if group.form == VerbForm::Past && governs(group.end) && own.is_some_and(spoken) {
                return;
            }
            // "A nurse accused of theft said": to accuse takes whom before what.
            if group.form == VerbForm::Past && cue.class == CueClass::Judge && reduced(Classes::OF) {
                return;
            }
            if group.form == VerbForm::Past
                && (reduced(Classes::BY) || reduced(Classes::AS) && cue.frames.any(Frames::AS) && !active)
            {
                return self.reduced(low, high, group, cue, candidate);
            }
        } else if group.form == VerbForm::Participle {
            own = self.beside_participle(low, group.start);
            if let Some((subject, start)) = self.quoted_as(low, group.start) {
                own = Some(subject);
                group.finite = true;
                group.start = start;
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
        let glued = items[group.start].glued() && phrases_after::after(items, group.end, high).is_some();
        // "told Ann Lee": whom, not who.
        let tells = || cue.key == hash_word("tell") ^ CueKind::Verb as u64;
        if thing && named.is_some() && !tells() || glued {
            own = None;
        }
        if !self.can_be_verb(low, group, own) || self.is_source(low, own) {
            return;
        }
        let clause_start = own.map_or(group.start, |own| own.start.min(group.start));
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
            let comma = Some(clause_start).filter(|_| after_comma && own.is_some());
            let told = self.told((low, group.end, high), cue, after_quote, comma);
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
                    let closed = self.is_closed(candidate.content[0], tail, high);
                    if inverted || told.is_some() || closed || self.is_firm(head, after_quote) {
                        return;
                    }
                }
            }
        }
        if mood::is_said_of_nobody(items, self.lexicon, low, group, own) {
            return;
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
        candidate.mood = mood::mood(items, low, candidate.at.0, group, own).of(cue.class);
        let aside = own.is_none() && self.is_aside(low, group);
        let set_off = if aside { self.set_off(low, group) } else { None };
        let (speaker, subject) = match own.or(set_off) {
            Some(own) => (Some(own), if aside { SubjectKind::Inherited } else { own.kind }),
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
        // "Lee said, quoting the president": no words of his.
        let whom = group.form == VerbForm::Participle
            && items[candidate.at.0].is(Classes::CITES)
            && items[candidate.at.0].hash() == hash_word("quoting");
        // "The agency, citing the ministry, said": only a source.
        let source = group.form == VerbForm::Participle
            && items[candidate.at.0].is(Classes::CITES)
            && phrases_after::right_edge(items, start, high).is_some_and(|edge| {
                let kind = phrases::kind_of(items, start, edge);
                edge <= start + 4
                    && matches!(kind, SubjectKind::Name | SubjectKind::Group | SubjectKind::Single)
                    && items
                        .get(edge)
                        .is_none_or(|next| matches!(next.shape, Shape::Comma | Shape::Stop))
            });
        if source {
            return;
        }
        if whom && frame != Frame::Quote && (start..high).all(|at| items[at].shape != Shape::Quote) {
            return;
        }
        if self.names(low, (candidate.at.0, cue), own, (start, frame), high) {
            return;
        }
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
        let resumes = |at: usize| {
            items[at].shape == Shape::Comma
                && items
                    .get(at + 1)
                    .filter(|_| at + 1 < high)
                    .is_some_and(|next| next.finite())
        };
        let inserted = if relative || aside && (start..high).any(resumes) {
            Inserted::Relative
        } else if aside || self.is_fronted(low, group, own) {
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
                && items[at + 1].verb != NONE
        };
        let end = (start + 1..end.saturating_sub(1))
            .take_while(|_| group.form == VerbForm::Participle)
            .find(|at| {
                second(at)
                    && (items[at + 2].is(Classes::THAT)
                        || items[start..*at].iter().all(|item| !item.finite()))
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
            .find(|at| items[*at].finite() && items[*at].verb != NONE)
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
        // "a plan which he said was dead": the pronoun is the subject of what he said.
        let pronoun = own
            .filter(|own| frame == Frame::Bare && own.start > low && items[start].finite())
            .map(|own| own.start - 1)
            .filter(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::RELATIVE));
        if let Some(pronoun) = pronoun {
            candidate.content = [(pronoun, pronoun + 1), (start, end)];
            candidate.parts = 2;
        }
        candidate.frame = frame;
        candidate.bounded = bounded;
        self.push(low, high, candidate);
    }

    /// The end of a clause, told to whoever watches.
    pub(crate) fn bound(&mut self, clause: Clause) -> (usize, f32) {
        self.places.look(self.items, self.unit);
        let Self {
            items,
            model,
            watch,
            places,
            ..
        } = self;
        let watch = watch
            .as_mut()
            .map(|watch| |at: usize, features: &Features| watch.place(items, clause.start, at, features));
        let (mut end, bounded) = boundary::end(items, places, clause, model, watch);
        // "expect a deal before Friday": the preposition goes with the day that is left out.
        if end > clause.start + 1
            && items.get(end).is_some_and(|next| next.is(Classes::WEEKDAY))
            && items[end - 1].shape == Shape::Word
            && items[end - 1].is(Classes::PREPOSITION)
        {
            end -= 1;
        }
        (end, bounded)
    }
}
