//! Content before its speaker and cue: "…, he said", "…, said Ann Lee", "as Ann Lee put it".

use crate::boundary::{Clause, Inserted};
use crate::candidate::{Candidate, Frame, VerbForm};
use crate::classes::Classes;
use crate::cue::{CueClass, NONE};
use crate::forms::Forms;
use crate::items::{Ending, Item, Shape};
use crate::phrases::after as phrases_after;
use crate::phrases::{Phrase, SubjectKind};
use crate::search::Search;
use crate::verb_group::Group;

const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

impl Search<'_> {
    /// Content before speaker and cue; `tail` is the first item after both. Fills in content and frame.
    pub(crate) fn before(
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
        if after_quote && self.is_new_sentence(low, head, tail, high) {
            return false;
        }
        // "the “hub” nobody asked for": the preposition goes with what stands before.
        let stranded = next.is_some_and(|next| next.shape == Shape::Word && next.is(Classes::PREPOSITION))
            && items
                .get(tail + 1)
                .filter(|_| tail + 1 < high)
                .is_none_or(|item| matches!(item.shape, Shape::Stop | Shape::Comma));
        let mut end = head;
        while end > low && matches!(items[end - 1].shape, Shape::Comma | Shape::Dash) {
            end -= 1;
        }
        if end == low || stranded && end == head {
            return false;
        }
        // “…,” said Ann Lee in a speech that …: the pronoun belongs to the speech.
        let relative = after_quote && tail > head && items[tail - 1].is(Classes::VENUE);
        let that = !relative && next.is_some_and(|next| next.shape == Shape::Word && next.is(Classes::THAT));
        if that || !closed && !self.is_firm(head, after_quote) {
            return false;
        }
        let start = self.content_start(low, end, after_quote);
        if start >= end {
            return false;
        }
        // "Asked by a reporter if it was safe, he said no": the question is not his.
        let asked = items[start].may_be(Forms::PARTICIPLE)
            && items[start].verb != NONE
            && self.lexicon.cue(items[start].verb).class == CueClass::Ask;
        if asked && !after_quote {
            return false;
        }
        // "After he had left, she said: “…”": what stands after the colon is said, not the clause before.
        let announces = next.is_some_and(|next| next.shape == Shape::Colon)
            && items
                .get(tail + 1)
                .filter(|_| tail + 1 < high)
                .is_some_and(|item| item.shape == Shape::Quote);
        let only_marks = |at: usize| !matches!(items[at].shape, Shape::Word | Shape::Name | Shape::Number);
        if announces && !(start..end).all(only_marks) {
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
            if !after_quote && after == tail && follows.shape == Shape::Word && follows.is(Classes::CAUSAL) {
                return true;
            }
            if follows.shape == Shape::Quote {
                // "…,” he said, “…”": not the mark of another statement.
                return after > tail || after_quote;
            }

            // "…, said Ann Lee, the mayor, on Monday in a statement.": when and where, no part of a whole clause.
            let adverbial = follows.shape == Shape::Word
                && follows.is(Classes::PREPOSITION)
                && !follows.is(Classes::BY.with(Classes::OF).with(Classes::TO))
                && (start..end).any(|at| items[at].finite())
                && items.get(after + 1).is_some_and(|next| next.is(Classes::WEEKDAY))
                && items[after..high].iter().all(|item| item.shape != Shape::Quote);
            after > tail
                && !adverbial
                && !after_quote
                && matches!(follows.shape, Shape::Word | Shape::Name | Shape::Number)
                && !follows.may_be(Forms::ING)
                && (follows.is(Classes::CAUSAL)
                    || !follows.is(Classes::RELATIVE
                        .with(Classes::SUBORDINATOR)
                        .with(Classes::COORDINATOR)))
                && next.is_some_and(|next| next.shape == Shape::Comma)
        });
        if goes_on {
            let clause = Clause {
                start: after,
                high,
                frame: Frame::Around,
                class: candidate.class,
                embedded: false,
                inserted: Inserted::No,
            };
            let (end, bounded) = self.bound(clause);
            if end > after {
                candidate.content[1] = (after, end);
                candidate.parts = 2;
                candidate.frame = Frame::Around;
                candidate.bounded = bounded;
            }
        }
        after_quote || candidate.parts == 2 || !self.is_adverbial(start, end)
    }

    /// "As Ann Lee put it, prices fell", "Prices fell, as Ann Lee noted": the clause beside it is what she said.
    pub(crate) fn as_put(
        &mut self,
        low: usize,
        high: usize,
        own: Option<Phrase>,
        from: usize,
        blank: &Candidate,
    ) -> bool {
        let items = self.items;
        let Some(own) = own.filter(|own| own.start > low && own.kind != SubjectKind::Relative) else {
            return false;
        };
        let at = own.start - 1;
        if items[at].shape != Shape::Word || !items[at].is(Classes::AS) {
            return false;
        }
        let next = items.get(from).filter(|_| from < high);
        let closed = next.is_none_or(|next| matches!(next.shape, Shape::Comma | Shape::Stop | Shape::Colon));
        if !closed {
            return false;
        }
        let mut candidate = *blank;
        candidate.speaker = Some(own);
        candidate.subject = own.kind;
        candidate.frame = Frame::Before;
        candidate.rule = "quotes:as-put";
        candidate.parts = 1;
        let leads = items[low..at].iter().all(|item| {
            item.shape != Shape::Word && item.shape != Shape::Name
                || item.shape == Shape::Word && item.is(Classes::COORDINATOR.with(Classes::ADVERB))
        });
        if leads && from + 1 < high && items[from].shape != Shape::Stop {
            let clause = Clause {
                start: from + 1,
                high,
                frame: Frame::According,
                class: blank.class,
                embedded: false,
                inserted: Inserted::No,
            };
            let (end, bounded) = self.bound(clause);
            candidate.content[0] = (from + 1, end.max(from + 2));
            candidate.bounded = bounded;
        } else if at > low + 2 && items[at - 1].shape == Shape::Comma {
            let start = self.content_start(low, at - 1, false);
            if start >= at - 1 {
                return false;
            }
            candidate.content[0] = (start, at - 1);
            // "The town, as the mayor put it, had been robbed.", "The deal is, as one envoy put it, “dead”."
            let part = &items[start..at - 1];
            let broken = part.iter().all(|item| !item.finite())
                || part.last().is_some_and(|last| last.is(Classes::BE));
            let goes_on = |next: &Item| next.shape == Shape::Quote || broken && next.shape != Shape::Stop;
            let comma = items.get(from).is_some_and(|item| item.shape == Shape::Comma);
            if comma && from + 1 < high && goes_on(&items[from + 1]) {
                let (end, bounded) = self.bound(Clause {
                    start: from + 1,
                    high,
                    frame: Frame::According,
                    class: blank.class,
                    embedded: false,
                    inserted: Inserted::No,
                });
                candidate.content[1] = (from + 1, end.max(from + 2));
                candidate.parts = 2;
                candidate.bounded = bounded;
            }
        } else {
            return false;
        }
        self.push(low, high, candidate);
        true
    }

    /// "Said Ann Lee: “…”" at the beginning of a sentence.
    pub(crate) fn opening(
        &mut self,
        low: usize,
        high: usize,
        group: Group,
        own: Option<Phrase>,
        blank: &Candidate,
    ) -> bool {
        let items = self.items;
        let simple = matches!(group.form, VerbForm::Past | VerbForm::Present) && group.start == low;
        if own.is_some() || !simple {
            return false;
        }
        let Some(speaker) = phrases_after::after(items, group.end, high) else {
            return false;
        };
        let quote = (speaker.end..high.min(speaker.end + 24)).find(|at| items[*at].shape == Shape::Quote);
        let Some(quote) = quote.filter(|at| matches!(items[at - 1].shape, Shape::Comma | Shape::Colon))
        else {
            return false;
        };
        let clause = Clause {
            start: quote,
            high,
            frame: Frame::Quote,
            class: blank.class,
            embedded: false,
            inserted: Inserted::No,
        };
        let (end, bounded) = self.bound(clause);
        let mut candidate = *blank;
        candidate.speaker = Some(speaker);
        candidate.subject = speaker.kind;
        candidate.frame = Frame::Quote;
        candidate.rule = "quotes:after-inverted";
        candidate.content[0] = (quote, end.max(quote + 1));
        candidate.parts = 1;
        candidate.bounded = bounded;
        self.push(low, high, candidate);
        true
    }

    /// True for what says when, where or how before a main clause: "In May", "Like her father", "As a student, in 1999",
    /// "While the talks went on". The main clause may report, but not that.
    fn is_adverbial(&self, start: usize, end: usize) -> bool {
        let items = &self.items[start..end];
        items
            .split(|item| matches!(item.shape, Shape::Comma | Shape::Dash))
            .all(|part| part.first().is_some_and(|first| is_lead(first, part)))
    }

    /// True if what stands before item `head` is a quotation that ends as one before its speaker does: with a comma,
    /// question mark or the like.
    pub(crate) fn is_firm(&self, head: usize, after_quote: bool) -> bool {
        let Some(last) = head.checked_sub(1).map(|last| &self.items[last]) else {
            return false;
        };
        // “…” – Ann Lee tells the BBC
        let dashed = last.shape == Shape::Dash && head > 1 && self.items[head - 2].shape == Shape::Quote;
        after_quote
            && (dashed
                || last.shape == Shape::Comma
                || last.shape == Shape::Quote && last.ending() != Ending::Open)
    }

    /// First item of a content that ends at `end` before its speaker.
    pub(crate) fn content_start(&self, low: usize, end: usize, after_quote: bool) -> usize {
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
                // "• 13.40 “It was dark,” said Lee": the hour of an entry.
                || items[start].shape == Shape::Number && after_quote && start + 1 < end && items[start + 1].shape == Shape::Quote
                || items[start].shape == Shape::Word && items[start].is(Classes::COORDINATOR))
        {
            start += 1;
        }
        start
    }
}

/// True if `part`, which begins with `first` and has no comma, is an adverbial.
fn is_lead(first: &Item, part: &[Item]) -> bool {
    let time = |item: &Item| item.is(Classes::TIME.with(Classes::WEEKDAY).with(Classes::MONTH));
    let word = |item: &Item, classes: Classes| item.shape == Shape::Word && item.is(classes);
    // "This week", "Last Friday"
    let dated = first.shape == Shape::Word
        && first.is(Classes::TIME.with(Classes::DETERMINER).with(Classes::ADJECTIVE))
        && part.get(1).is_some_and(time);
    let leads = word(
        first,
        Classes::PREPOSITION
            .with(Classes::SUBORDINATOR)
            .with(Classes::ADVERB)
            .with(Classes::COORDINATOR),
    ) && !first.is(Classes::COMPLEMENTIZER)
        // "Much of the money"
        && !(first.is(Classes::ADVERB) && part.get(1).is_some_and(|next| next.is(Classes::OF)))
        || first.may_be(Forms::ING) && part.iter().all(|item| !item.finite());
    if !(dated || leads) || part.iter().any(|item| item.shape == Shape::Quote) {
        return false;
    }
    // The verbs of what a conjunction or a relative pronoun opens are not those of a main clause.
    let opens = |item: &Item| {
        word(
            item,
            Classes::SUBORDINATOR
                .with(Classes::RELATIVE)
                .with(Classes::COMPLEMENTIZER)
                .with(Classes::WH),
        )
    };
    first.is(Classes::SUBORDINATOR)
        || part[1..]
            .iter()
            .take_while(|item| !opens(item))
            .all(|item| !item.finite())
}

/// One past an apposition set off by commas after a name: "said Ann Lee, a farmer, on Monday".
pub(crate) fn after_apposition(items: &[Item], end: usize, high: usize) -> usize {
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
                || first.forms.is_none() && first.classes.0 == 0);
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
