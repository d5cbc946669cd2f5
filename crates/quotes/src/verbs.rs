//! Candidates of verbs that report: "said", "has denied", "is expected to", "adding".

use crate::boundary::{self, Clause};
use crate::candidate::{Candidate, Frame, VerbForm};
use crate::forms::Forms;
use crate::items::{Ending, Item, Shape};
use crate::lexicon::{Classes, Cue, CueKind, Frames};
use crate::phrases::{self, Phrase, SubjectKind, is_finite};
use crate::search::Search;

const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

/// What stands around a verb.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    /// First item: an auxiliary or adverb, or the verb itself.
    pub(crate) start: usize,
    /// One past the verb and its particle.
    pub(crate) end: usize,
    pub(crate) form: VerbForm,
    pub(crate) negated: bool,
    /// A verb in the past or present that can have a subject of its own.
    pub(crate) finite: bool,
}

/// Reads the verb group around the verb at `at`; `None` if the word is no verb here.
pub(crate) fn group(items: &[Item], low: usize, at: usize) -> Option<Group> {
    let verb = &items[at];
    let (mut be, mut have, mut modal, mut negated) = (false, false, false, false);
    let mut start = at;
    while start > low {
        let item = &items[start - 1];
        if item.shape != Shape::Word {
            break;
        }
        if item.is(Classes::AUXILIARY) {
            be |= item.is(Classes::BE);
            have |= item.is(Classes::HAVE);
            modal |= item.is(Classes::MODAL);
        } else if item.is(Classes::NEGATION) && !item.is(Classes::DETERMINER) {
            negated = true;
        } else if !item.is(Classes::ADVERB)
            || item.is(Classes::PREPOSITION
                .with(Classes::DETERMINER)
                .with(Classes::SUBORDINATOR))
        {
            break;
        }
        start -= 1;
    }
    // Adverbs before the first auxiliary belong to the clause rather than to the verb, but do no harm.
    let before = (start > low).then(|| &items[start - 1]);
    let word = |classes| before.is_some_and(|before| before.shape == Shape::Word && before.is(classes));
    let infinitive = word(Classes::TO);
    let forms = verb.word.forms;
    let form = if forms.any(Forms::ING) {
        if be {
            VerbForm::Progressive
        } else {
            VerbForm::Participle
        }
    } else if infinitive && forms.any(Forms::BASE) {
        VerbForm::Infinitive
    } else if be && forms.any(Forms::PARTICIPLE) {
        VerbForm::Passive
    } else if have && forms.any(Forms::PARTICIPLE) {
        VerbForm::Perfect
    } else if modal && forms.any(Forms::BASE) {
        VerbForm::Modal
    } else if forms.any(Forms::PAST) {
        VerbForm::Past
    } else if forms.any(Forms::THIRD) {
        VerbForm::Present
    } else if forms.any(Forms::BASE) {
        VerbForm::Plural
    } else if forms.any(Forms::PARTICIPLE) {
        VerbForm::Reduced
    } else {
        return None;
    };
    let nominal = word(ARTICLE.with(Classes::PREPOSITION))
        && !word(Classes::RELATIVE.with(Classes::SUBJECT_PRONOUN))
        || before.is_some_and(|before| before.shape == Shape::Clitic)
            && !matches!(form, VerbForm::Participle);
    let gerund = form == VerbForm::Participle && word(ARTICLE) && !word(Classes::SUBJECT_PRONOUN);
    if gerund {
        return None;
    }
    if nominal
        && matches!(
            form,
            VerbForm::Past | VerbForm::Present | VerbForm::Plural | VerbForm::Reduced
        )
    {
        return None;
    }
    Some(Group {
        start,
        end: at + verb.words.max(1) as usize,
        form,
        negated,
        finite: matches!(
            form,
            VerbForm::Past
                | VerbForm::Present
                | VerbForm::Plural
                | VerbForm::Perfect
                | VerbForm::Modal
                | VerbForm::Progressive
        ),
    })
}

/// Skips what may stand between a cue and its content: "on Monday", "in a statement", "to reporters".
pub(crate) fn adjuncts(items: &[Item], mut at: usize, high: usize) -> usize {
    while at < high {
        let item = &items[at];
        let small = item.shape == Shape::Word
            && item.is(Classes::ADVERB.with(Classes::TIME).with(Classes::WEEKDAY))
            && !item.is(Classes::COMPLEMENTIZER.with(ARTICLE).with(Classes::SUBORDINATOR));
        if small || item.is(Classes::WEEKDAY) || item.is(Classes::MONTH) && item.shape == Shape::Name {
            at += 1;
            while at < high && items[at].shape == Shape::Number {
                at += 1;
            }
            continue;
        }
        if item.shape != Shape::Word {
            break;
        }
        // "earlier this week", "last month", "this morning"
        if item.is(Classes::DETERMINER) && items.get(at + 1).is_some_and(|next| next.is(Classes::TIME)) {
            at += 2;
            continue;
        }
        if !item.is(Classes::PREPOSITION) || item.is(Classes::AS.with(Classes::OF)) {
            break;
        }
        let infinitive =
            item.is(Classes::TO) && items.get(at + 1).is_some_and(|next| next.may_be(Forms::BASE));
        if infinitive {
            break;
        }
        let Some(end) = simple_phrase(items, at + 1, high) else {
            break;
        };
        let inside = &items[at + 1..end];
        let fits = inside.iter().any(|item| {
            item.is(Classes::TIME
                .with(Classes::WEEKDAY)
                .with(Classes::MONTH)
                .with(Classes::VENUE)
                .with(Classes::AUDIENCE))
        }) || item.is(Classes::TO) && inside.iter().all(|item| item.shape == Shape::Name)
            || !item.is(Classes::TO.with(Classes::FOR))
                && inside.iter().any(|item| item.shape == Shape::Name);
        if !fits {
            break;
        }
        at = end;
    }
    at
}

/// One past a plain noun phrase: article, adjectives, nouns, names.
fn simple_phrase(items: &[Item], start: usize, high: usize) -> Option<usize> {
    let mut end = start;
    while end < high && end < start + 10 {
        let item = &items[end];
        let accept = match item.shape {
            Shape::Name | Shape::Number | Shape::Clitic | Shape::Symbol => true,
            Shape::Word => {
                if item.is(ARTICLE) {
                    end == start || items[end - 1].shape == Shape::Clitic
                } else {
                    let function = item.is(Classes::PREPOSITION
                        .with(Classes::SUBJECT_PRONOUN)
                        .with(Classes::COORDINATOR)
                        .with(Classes::AUXILIARY)
                        .with(Classes::COMPLEMENTIZER)
                        .with(Classes::SUBORDINATOR));
                    !function && (end == start || !is_finite(items, end))
                }
            }
            _ => false,
        };
        if !accept {
            break;
        }
        end += 1;
    }
    (end > start).then_some(end)
}

impl Search<'_> {
    /// Candidates of the verb at `at`.
    pub(crate) fn verb(&mut self, low: usize, high: usize, at: usize, cue_number: u16, cue: Cue) {
        let items = self.items;
        let Some(group) = group(items, low, at) else {
            return;
        };
        let candidate = Candidate {
            cue: cue_number,
            kind: CueKind::Verb,
            class: cue.class,
            at: (at, group.end),
            speaker: None,
            subject: SubjectKind::None,
            content: [(0, 0); 2],
            parts: 0,
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

    fn active(&mut self, low: usize, high: usize, group: Group, cue: Cue, mut candidate: Candidate) {
        let items = self.items;
        let mut own = None;
        if group.finite {
            own = phrases::before(items, low, group.start);
            if group.form == VerbForm::Past
                && items
                    .get(group.end)
                    .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::BY))
            {
                return self.reduced(low, high, group, cue, candidate);
            }
        } else if group.form == VerbForm::Participle {
            own = self.beside_participle(low, group.start);
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
            let mut tail = from;
            let inverted = own.is_none() || own.is_some_and(|own| own.kind == SubjectKind::Relative);
            if inverted
                && own.is_none()
                && matches!(group.form, VerbForm::Past | VerbForm::Present | VerbForm::Plural)
            {
                speaker = phrases::after(items, group.end, high);
                if let Some(found) = speaker {
                    tail = adjuncts(items, after_apposition(items, found.end, high), high);
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
                    if self.is_firm(head, after_quote) {
                        return;
                    }
                }
            }
        }
        // Content after the cue.
        let (speaker, subject) = match own {
            Some(own) => (Some(own), own.kind),
            None => match self.inherited(low, group.start) {
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
        let embedded = subject == SubjectKind::Relative;
        let inserted =
            embedded && own.is_some_and(|own| own.start > low && items[own.start - 1].shape == Shape::Comma);
        let (end, bounded) = self.bound(Clause {
            start,
            high,
            frame,
            class: cue.class,
            embedded,
            inserted,
        });
        if end <= start {
            return;
        }
        candidate.content[0] = (start, end);
        candidate.parts = 1;
        candidate.frame = frame;
        candidate.bounded = bounded;
        self.push(low, high, candidate);
    }

    /// "Allegations qualified as “false” by the minister", "claims made by".
    fn reduced(&mut self, low: usize, high: usize, group: Group, cue: Cue, mut candidate: Candidate) {
        let items = self.items;
        let Some(by) = (group.end..high.min(group.end + 16))
            .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Semicolon))
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::BY))
        else {
            return;
        };
        let Some(end) = phrases::right_edge(items, by + 1, high) else {
            return;
        };
        if by == group.end || !cue.frames.any(Frames::AS.with(Frames::SMALL).with(Frames::QUOTE)) {
            return;
        }
        candidate.speaker = Some(Phrase {
            start: by + 1,
            end,
            kind: phrases::kind_of(items, by + 1, end),
            outer: end,
        });
        candidate.subject = candidate
            .speaker
            .map_or(SubjectKind::None, |speaker| speaker.kind);
        candidate.form = VerbForm::Reduced;
        candidate.frame = Frame::As;
        candidate.content[0] = (group.end, by);
        candidate.parts = 1;
        candidate.rule = "quotes:passive-by";
        self.push(low, high, candidate);
    }

    fn passive(&mut self, low: usize, high: usize, group: Group, cue: Cue, mut candidate: Candidate) {
        let items = self.items;
        let subject = phrases::before(items, low, group.start);
        let by = (group.end..high.min(group.end + 12))
            .take_while(|at| match items[*at].shape {
                Shape::Comma | Shape::Stop => false,
                Shape::Quote => items[*at].is_short_quote(),
                _ => true,
            })
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::BY));
        let agent = by.and_then(|by| {
            phrases::right_edge(items, by + 1, high).map(|end| Phrase {
                start: by + 1,
                end,
                kind: phrases::kind_of(items, by + 1, end),
                outer: end,
            })
        });
        let from = match agent {
            Some(agent) if by == Some(group.end) => agent.end,
            _ => group.end,
        };
        let Some((start, frame)) = self.content_after(from, adjuncts(items, from, high), high, cue) else {
            return;
        };
        let embedded = subject.is_some_and(|subject| subject.kind == SubjectKind::Relative);
        let high = match (agent, by) {
            (Some(_), Some(by)) if by > start => by,
            _ => high,
        };
        let (end, bounded) = self.bound(Clause {
            start,
            high,
            frame,
            class: cue.class,
            embedded,
            inserted: false,
        });
        if end <= start {
            return;
        }
        candidate.frame = frame;
        candidate.bounded = bounded;
        candidate.speaker = agent;
        candidate.subject = agent.map_or(SubjectKind::None, |agent| agent.kind);
        candidate.rule = if agent.is_some() {
            "quotes:passive-by"
        } else {
            "quotes:passive"
        };
        // "It is believed that": the pronoun is no part of what is believed.
        let theme = subject.filter(|subject| {
            let it = subject.kind == SubjectKind::Pronoun && items[subject.start].is(Classes::IT);
            !it && !matches!(frame, Frame::That | Frame::Bare | Frame::Quote)
        });
        match theme {
            Some(theme) => {
                candidate.content = [(theme.start, theme.end), (start, end)];
                candidate.parts = 2;
            }
            None => {
                candidate.content[0] = (start, end);
                candidate.parts = 1;
            }
        }
        self.push(low, high, candidate);
    }

    /// The end of a clause, told to whoever watches.
    pub(crate) fn bound(&mut self, clause: Clause) -> (usize, f32) {
        let Self {
            items, model, watch, ..
        } = self;
        boundary::end(items, clause, model, |at, features| {
            if let Some(watch) = watch.as_mut() {
                watch.place(items, clause.start, at, features);
            }
        })
    }

    /// "officials saying": a participle with a subject of its own, which no comma parts.
    fn beside_participle(&self, low: usize, start: usize) -> Option<Phrase> {
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
    fn inherited(&self, low: usize, start: usize) -> Option<Phrase> {
        self.last_speaker
            .filter(|speaker| speaker.start >= low && speaker.start < start)
            .or_else(|| self.main_subject(low, start))
    }

    fn main_subject(&self, low: usize, start: usize) -> Option<Phrase> {
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

    /// Content before speaker and cue; `tail` is the first item after both. Fills in content and frame.
    fn before(
        &mut self,
        low: usize,
        high: usize,
        head: usize,
        tail: usize,
        after_quote: bool,
        candidate: &mut Candidate,
    ) -> bool {
        let items = self.items;
        let next = items.get(tail).filter(|_| tail < high);
        let closed = next.is_none_or(|next| match next.shape {
            Shape::Stop | Shape::Comma | Shape::Dash | Shape::Semicolon | Shape::Close | Shape::Colon => true,
            Shape::Word => {
                next.is(Classes::SUBORDINATOR
                    .with(Classes::COORDINATOR)
                    .with(Classes::PREPOSITION))
                    && !next.is(Classes::THAT)
                    || next.may_be(Forms::ING)
            }
            _ => false,
        });
        let mut end = head;
        while end > low && matches!(items[end - 1].shape, Shape::Comma | Shape::Dash) {
            end -= 1;
        }
        if end == low {
            return false;
        }
        if !closed && !self.is_firm(head, after_quote) {
            return false;
        }
        let start = self.content_start(low, end, after_quote);
        if start >= end {
            return false;
        }
        candidate.content[0] = (start, end);
        candidate.parts = 1;
        candidate.frame = Frame::Before;
        candidate.bounded = 1.0;
        // "…, he said, “…”" and "The plan, he said, would fail."
        let mut after = tail;
        if next.is_some_and(|next| matches!(next.shape, Shape::Comma | Shape::Dash | Shape::Colon)) {
            after += 1;
        }
        // “…,” he said, and “…”
        if after > tail
            && after_quote
            && items
                .get(after)
                .is_some_and(|item| item.shape == Shape::Word && item.is(Classes::COORDINATOR))
            && items
                .get(after + 1)
                .filter(|_| after + 1 < high)
                .is_some_and(|item| item.shape == Shape::Quote)
        {
            after += 1;
        }
        let follows = items.get(after).filter(|_| after < high);
        let goes_on = follows.is_some_and(|follows| {
            if follows.shape == Shape::Quote {
                // "…,” he said, “…”": not the mark of another statement.
                return after > tail || after_quote;
            }

            after > tail
                && !after_quote
                && matches!(follows.shape, Shape::Word | Shape::Name | Shape::Number)
                && !follows.may_be(Forms::ING)
                && !follows.is(Classes::RELATIVE
                    .with(Classes::SUBORDINATOR)
                    .with(Classes::COORDINATOR))
                && next.is_some_and(|next| next.shape == Shape::Comma)
        });
        if goes_on {
            let clause = Clause {
                start: after,
                high,
                frame: Frame::Around,
                class: candidate.class,
                embedded: false,
                inserted: false,
            };
            let (end, bounded) = self.bound(clause);
            if end > after {
                candidate.content[1] = (after, end);
                candidate.parts = 2;
                candidate.frame = Frame::Around;
                candidate.bounded = bounded;
            }
        }
        true
    }

    /// True if what stands before item `head` is a quotation that ends as one before its speaker does: with a comma,
    /// question mark or the like.
    fn is_firm(&self, head: usize, after_quote: bool) -> bool {
        let Some(last) = head.checked_sub(1).map(|last| &self.items[last]) else {
            return false;
        };
        after_quote
            && (last.shape == Shape::Comma || last.shape == Shape::Quote && last.ending != Ending::Open)
    }

    /// First item of a content that ends at `end` before its speaker.
    fn content_start(&self, low: usize, end: usize, after_quote: bool) -> usize {
        let items = self.items;
        let mut start = low;
        // What is past a statement of the same unit, or a mark that parts sentences.
        for at in (low..end).rev() {
            if matches!(items[at].shape, Shape::Semicolon | Shape::Stop)
                || items[at].shape == Shape::Colon && after_quote
            {
                start = at + 1;
                break;
            }
        }
        while start < end
            && (items[start].shape == Shape::Comma
                || items[start].shape == Shape::Symbol
                || items[start].shape == Shape::Dash
                || items[start].shape == Shape::Word && items[start].is(Classes::COORDINATOR))
        {
            start += 1;
        }
        start
    }

    /// Where the content after a cue begins, and how it hangs on the cue. `from` is what follows its adjuncts.
    pub(crate) fn content_after(
        &self,
        cue_end: usize,
        from: usize,
        high: usize,
        cue: Cue,
    ) -> Option<(usize, Frame)> {
        let items = self.items;
        let frames = cue.frames;
        // "that" soon after the cue, whatever stands between.
        if frames.any(Frames::CLAUSE) {
            for at in cue_end..high.min(cue_end + 16) {
                let item = &items[at];
                if item.shape == Shape::Word && item.is(Classes::THAT) {
                    let determiner = items.get(at + 1).is_some_and(|next| next.is(Classes::AUXILIARY));
                    if !determiner {
                        return Some((at, Frame::That));
                    }
                    break;
                }
                let stop = matches!(
                    item.shape,
                    Shape::Stop | Shape::Quote | Shape::Semicolon | Shape::Colon
                ) || at > cue_end && is_finite(items, at);
                if stop {
                    break;
                }
            }
        }
        let mut at = from;
        if frames.any(Frames::RECIPIENT) {
            at = self.recipient(cue_end, from, high, frames);
        }
        let mut marked = false;
        let mut colon = false;
        if items
            .get(at)
            .filter(|_| at < high)
            .is_some_and(|item| matches!(item.shape, Shape::Comma | Shape::Colon))
        {
            marked = true;
            colon = items[at].shape == Shape::Colon;
            at += 1;
        }
        let item = items.get(at).filter(|_| at < high)?;
        if item.shape == Shape::Quote {
            return Some((
                at,
                if frames.any(Frames::QUOTE) || marked {
                    Frame::Quote
                } else {
                    Frame::Object
                },
            ));
        }
        if colon && frames.any(Frames::QUOTE.with(Frames::CLAUSE)) {
            return Some((at, Frame::Colon));
        }
        if marked {
            return None;
        }
        // A preposition of the cue counts where the adjuncts began, too.
        for place in [cue_end, at] {
            if let Some(start) = self.preposition(place, high, frames) {
                return Some((start, Frame::Preposition));
            }
        }
        if item.shape == Shape::Word {
            if item.is(Classes::TO) {
                return frames.any(Frames::INFINITIVE).then_some((at, Frame::Infinitive));
            }
            if item.is(Classes::WH) && !item.is(Classes::AS) {
                if frames.any(Frames::WH) {
                    return Some((at, Frame::Wh));
                }
                return None;
            }
            if item.is(Classes::AS) && frames.any(Frames::AS) {
                return Some((at, Frame::As));
            }
            let nothing = item.is(Classes::COORDINATOR.with(Classes::SUBORDINATOR))
                || item.is(Classes::PREPOSITION) && !frames.any(Frames::CLAUSE);
            if nothing {
                return None;
            }
            if item.may_be(Forms::ING) && frames.any(Frames::GERUND) {
                return Some((at, Frame::Gerund));
            }
        }
        if matches!(
            item.shape,
            Shape::Stop | Shape::Semicolon | Shape::Close | Shape::Dash
        ) {
            return None;
        }
        let finite = (at..high.min(at + 24))
            .take_while(|index| !matches!(items[*index].shape, Shape::Semicolon | Shape::Stop))
            .any(|index| is_finite(items, index));
        if frames.any(Frames::SMALL) {
            return Some((at, Frame::Small));
        }
        if frames.any(Frames::CLAUSE) && finite {
            return Some((at, Frame::Bare));
        }
        if frames.any(Frames::AS) {
            return Some((at, Frame::As));
        }
        if frames.any(Frames::OBJECT) {
            return Some((at, Frame::Object));
        }
        if frames.any(Frames::INFINITIVE.with(Frames::RECIPIENT)) {
            // "urged them to leave": the content begins with whom it binds.
            let to = (at..high.min(at + 12))
                .take_while(|index| !is_finite(items, *index))
                .any(|index| items[index].shape == Shape::Word && items[index].is(Classes::TO));
            if to {
                return Some((at, Frame::Infinitive));
            }
        }
        if frames.any(Frames::OF.with(Frames::ON).with(Frames::FOR))
            && frames.any(Frames::RECIPIENT.with(Frames::OF))
        {
            let of = (at..high.min(at + 14))
                .take_while(|index| !is_finite(items, *index))
                .any(|index| {
                    items[index].shape == Shape::Word && items[index].is(Classes::OF.with(Classes::FOR))
                });
            if of {
                return Some((at, Frame::Small));
            }
        }
        frames.any(Frames::CLAUSE).then_some((at, Frame::Bare))
    }

    fn preposition(&self, at: usize, high: usize, frames: Frames) -> Option<usize> {
        let item = self
            .items
            .get(at)
            .filter(|item| at + 1 < high && item.shape == Shape::Word)?;
        let fits =
            |frame: Frames, word: &str| frames.any(frame) && item.hash == whosaid_text::hash_word(word);
        let found = item.is(Classes::PREPOSITION)
            && (frames.any(Frames::OF) && item.is(Classes::OF)
                || frames.any(Frames::FOR) && item.is(Classes::FOR)
                || frames.any(Frames::TO) && item.is(Classes::TO)
                || fits(Frames::ON, "on")
                || fits(Frames::ABOUT, "about")
                || fits(Frames::AGAINST, "against")
                || fits(Frames::WITH, "with")
                || fits(Frames::AT, "at")
                || fits(Frames::OVER, "over")
                || frames.any(Frames::IN) && item.is(Classes::IN));
        if !found {
            return None;
        }
        let time = self
            .items
            .get(at + 1)
            .is_some_and(|next| next.is(Classes::WEEKDAY.with(Classes::MONTH)));
        (!time).then_some(at + 1)
    }

    /// One past whom the cue tells, if somebody is told.
    fn recipient(&self, cue_end: usize, from: usize, high: usize, frames: Frames) -> usize {
        let items = self.items;
        let Some(first) = items.get(cue_end).filter(|_| cue_end < high) else {
            return from;
        };
        if first.shape == Shape::Quote
            || first.shape == Shape::Word
                && first.is(Classes::COMPLEMENTIZER.with(Classes::TO))
                && !first.is(Classes::SUBJECT_PRONOUN)
        {
            return from;
        }
        // "told him he would", "told reporters Trump would"
        if first.shape == Shape::Word && first.is(Classes::OBJECT_PRONOUN.with(Classes::AUDIENCE))
            || first.is(Classes::AUDIENCE)
        {
            let end = cue_end + 1;
            if !frames.any(Frames::CLAUSE) {
                return from;
            }
            return adjuncts(items, end, high);
        }
        let Some(end) = phrases::right_edge(items, cue_end, high) else {
            return from;
        };
        let then = adjuncts(items, end, high);
        let Some(next) = items.get(then).filter(|_| then < high) else {
            return from;
        };
        let clause_follows = match next.shape {
            Shape::Quote => true,
            Shape::Comma | Shape::Colon => items.get(then + 1).is_some_and(|item| item.shape == Shape::Quote),
            Shape::Word => {
                frames.any(Frames::CLAUSE)
                    && !frames.any(Frames::SMALL)
                    && (next.is(Classes::SUBJECT_PRONOUN.with(ARTICLE).with(Classes::WH))
                        && !next.is(Classes::OF))
                    || next.is(Classes::OF) && frames.any(Frames::OF)
                    || next.is(Classes::TO) && frames.any(Frames::OF) && frames.any(Frames::WH)
            }
            Shape::Name => frames.any(Frames::CLAUSE) && then > end,
            _ => false,
        };
        if clause_follows { then } else { from }
    }
}

/// One past an apposition set off by commas after a name: "said Ann Lee, a farmer, on Monday".
fn after_apposition(items: &[Item], end: usize, high: usize) -> usize {
    let comma = |at: usize| {
        items
            .get(at)
            .filter(|_| at < high)
            .is_some_and(|item| item.shape == Shape::Comma)
    };
    if !comma(end) {
        return end;
    }
    let Some(first) = items.get(end + 1).filter(|_| end + 1 < high) else {
        return end;
    };
    let apposition = first.shape == Shape::Number
        || first.shape == Shape::Word
            && (first.is(Classes::RELATIVE.with(ARTICLE).with(Classes::SINGLE))
                || first.word.forms.is_none() && first.word.classes.0 == 0);
    if !apposition {
        return end;
    }
    for at in end + 1..high.min(end + 24) {
        match items[at].shape {
            Shape::Comma if items.get(at + 1).is_some_and(|next| next.shape != Shape::Name) => return at,
            Shape::Stop | Shape::Semicolon => return at,
            Shape::Quote if !items[at].is_short_quote() => return at,
            _ => {}
        }
    }
    high
}
