//! Sources set apart from what they say: "according to X", "in the words of X", "for X, it is".

use crate::boundary::{Clause, Inserted};
use crate::candidate::{Candidate, Frame};
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueClass, NONE};
use crate::forms::Forms;
use crate::items::{Item, Shape};
use crate::phrases::{self, ARTICLE, Phrase, SubjectKind, is_finite};
use crate::phrases_after;
use crate::search::{Search, WORDS};

impl Search<'_> {
    /// "According to X, …", "…, according to X", "in the words of X".
    pub(crate) fn according(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let mut begin = at;
        if items[at].is(Classes::SCARE) {
            // Of "words" only "in the words of".
            let leads =
                at >= low + 2 && items[at - 1].is(Classes::DETERMINER) && items[at - 2].is(Classes::IN);
            if !leads {
                return self.own_words(low, high, at, cue);
            }
            begin = at - 2;
        }
        let Some(edge) = phrases_after::right_edge(items, at + 2, high) else {
            return;
        };
        // "According to the adviser to the mayor, Ann Lee, …": the office goes on.
        let office = items[edge - 1].is(Classes::SINGLE)
            && items
                .get(edge)
                .filter(|_| edge + 1 < high)
                .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::TO));
        let edge = match phrases_after::right_edge(items, edge + 1, high) {
            Some(longer) if office => longer,
            _ => edge,
        };
        // "summed up in the words of Ann Lee: “…”": the colon says what they are.
        let colon = (edge..high.min(edge + 16)).find(|at| items[*at].shape == Shape::Colon);
        if begin < at && colon.is_some() {
            return;
        }
        let speaker = Phrase {
            start: at + 2,
            end: edge,
            kind: phrases::kind_of(items, at + 2, edge),
            outer: edge,
        };
        let mut candidate = self.blank(cue, begin, at + 2);
        candidate.rule = if begin < at { WORDS } else { "quotes:according-to" };
        self.set_apart(low, high, speaker, candidate);
    }

    /// "In the latest poll, Lee leads", "Lee leads, in a poll released on Monday.": what the poll at `at` shows.
    pub(crate) fn in_poll(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let before = (low.max(at.saturating_sub(10))..at).rev();
        let Some(begin) = before
            .take_while(|at| {
                !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Quote) && !items[*at].finite
            })
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::IN))
        else {
            return;
        };
        let Some(edge) = phrases_after::right_edge(items, begin + 1, high).filter(|edge| *edge > at) else {
            return;
        };
        // "in a poll conducted in May,": up to the mark that sets it apart.
        let end = (edge..high.min(edge + 16))
            .find(|at| {
                matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Semicolon) || items[*at].finite
            })
            .unwrap_or(high);
        let participle = items.get(edge).is_some_and(|item| item.may_be(Forms::PARTICIPLE));
        let closed = end >= high || !items[end].finite;
        let leads = (low..begin).all(|at| {
            items[at].shape != Shape::Name
                && (items[at].shape != Shape::Word
                    || items[at].is(Classes::COORDINATOR.with(Classes::ADVERB)))
        });
        let trails = begin > low && items[begin - 1].shape == Shape::Comma;
        if !(leads || trails) || !(closed || participle) {
            return;
        }
        let speaker = Phrase {
            start: begin + 1,
            end: edge,
            kind: SubjectKind::Document,
            outer: end,
        };
        let mut candidate = self.blank(cue, begin, begin + 1);
        candidate.rule = "quotes:in-poll";
        self.set_apart(low, high, speaker, candidate);
    }

    /// "in the mayor’s words", "in her own words".
    pub(crate) fn own_words(&mut self, low: usize, high: usize, at: usize, cue: Cue) {
        let items = self.items;
        let before = (low.max(at.saturating_sub(8))..at).rev();
        let Some(begin) = before
            .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Quote))
            .find(|at| items[*at].shape == Shape::Word && items[*at].is(Classes::IN))
        else {
            return;
        };
        // "in the mayor’s own words", "in her words"
        let owner = (begin + 1..at).find(|at| {
            items[*at].shape == Shape::Clitic
                || items[*at].shape == Shape::Word && items[*at].is(Classes::POSSESSIVE)
        });
        let Some(owner) = owner.filter(|owner| *owner + 3 > at) else {
            return;
        };
        let end = if items[owner].shape == Shape::Clitic {
            owner
        } else {
            owner + 1
        };
        if end == begin + 1 {
            return;
        }
        let speaker = Phrase {
            start: begin + 1,
            end,
            kind: SubjectKind::Possessor,
            outer: at + 1,
        };
        let mut candidate = self.blank(cue, begin, at + 1);
        candidate.rule = WORDS;
        self.set_apart(low, high, speaker, candidate);
    }

    /// What the source `speaker`, whose phrase `candidate.at.0..speaker.outer` stands apart, is the source of.
    fn set_apart(&mut self, low: usize, high: usize, speaker: Phrase, mut candidate: Candidate) {
        let items = self.items;
        let (at, edge) = (candidate.at.0, speaker.outer);
        candidate.speaker = Some(speaker);
        candidate.subject = speaker.kind;
        candidate.frame = Frame::According;
        let clause = |start| Clause {
            start,
            high,
            frame: Frame::According,
            class: candidate.class,
            embedded: false,
            inserted: Inserted::No,
        };
        // "VALTA, 12 March – According to X, …"
        let dated = at > low
            && items[at - 1].shape == Shape::Dash
            && items[low..at].iter().all(|item| item.shape != Shape::Word);
        let lead: u32 = items[if dated { at } else { low }..at]
            .iter()
            .filter(|item| {
                matches!(
                    item.shape,
                    Shape::Word | Shape::Name | Shape::Quote | Shape::Number
                )
            })
            .map(|item| item.words)
            .sum();
        if lead <= 1 {
            let Some(start) = after_source(items, edge, high, &speaker).filter(|start| *start < high) else {
                return;
            };
            let (end, bounded) = self.bound(clause(start));
            candidate.content[0] = (start, end.max(start + 1));
            candidate.parts = 1;
            candidate.bounded = bounded;
        } else {
            let mut end = at;
            while end > low && matches!(items[end - 1].shape, Shape::Comma | Shape::Dash | Shape::Open) {
                end -= 1;
            }
            let mut start = low;
            for index in (low..end).rev() {
                if matches!(items[index].shape, Shape::Semicolon | Shape::Stop) {
                    start = index + 1;
                    break;
                }
            }
            while start < end
                && (items[start].shape == Shape::Word && items[start].is(Classes::COORDINATOR)
                    || matches!(items[start].shape, Shape::Comma | Shape::Symbol))
            {
                start += 1;
            }
            if start >= end {
                return;
            }
            candidate.content[0] = (start, end);
            candidate.parts = 1;
            // "On Monday, according to X, the two met.", "The offer is, in the words of X, “an insult”."
            let whole = (start..end).any(|index| is_finite(items, index));
            let broken =
                items[end - 1].shape == Shape::Word && items[end - 1].is(Classes::BE) && candidate.at.0 > end;
            let comma = items
                .get(edge)
                .filter(|_| edge + 1 < high)
                .is_some_and(|item| item.shape == Shape::Comma);
            if (!whole || broken) && comma {
                // "The road, according to X, the head of the council, is closed."
                let next = apposition(items, edge, high, &speaker)
                    .filter(|comma| items.get(comma + 1).is_some_and(|item| item.finite))
                    .unwrap_or(edge)
                    + 1;
                let (end, bounded) = self.bound(clause(next));
                candidate.content[1] = (next, end.max(next + 1));
                candidate.parts = 2;
                candidate.bounded = bounded;
            }
        }
        self.push(low, high, candidate);
    }

    /// "For the ministry, it is …", "the union, for which it is …": what something is to somebody.
    pub(crate) fn viewpoint(&mut self, low: usize, high: usize, at: usize) {
        let items = self.items;
        let Some(first) = items.get(at + 1).filter(|_| at + 4 < high) else {
            return;
        };
        let relative = first.shape == Shape::Word && first.is(Classes::RELATIVE);
        let leads = at == low || matches!(items[at - 1].shape, Shape::Comma | Shape::Stop | Shape::Semicolon);
        let Some(end) = (if relative {
            Some(at + 2)
        } else {
            phrases_after::right_edge(items, at + 1, high)
        }) else {
            return;
        };
        let is = |at: usize, classes: Classes| {
            items
                .get(at)
                .filter(|_| at < high)
                .is_some_and(|item| item.shape == Shape::Word && item.is(classes))
        };
        let (phrase_end, mut end) = (end, end);
        let comma_at = |at: usize| {
            items
                .get(at)
                .filter(|_| at < high)
                .is_some_and(|item| item.shape == Shape::Comma)
        };
        // "For Ann Lee, of the institute, …"
        if !relative && comma_at(end) && items.get(end + 1).is_some_and(|item| item.is(Classes::OF)) {
            let house = phrases_after::right_edge(items, end + 2, high);
            let bracket = |at: usize| match items.get(at) {
                Some(item) if item.shape == Shape::Open => (at..high.min(at + 5))
                    .find(|at| items[*at].shape == Shape::Close)
                    .map_or(at, |at| at + 1),
                _ => at,
            };
            if let Some(house) = house.map(bracket).filter(|house| comma_at(*house)) {
                end = house;
            }
        }
        let start = if relative { end } else { end + 1 };
        let comma = comma_at(end);
        let plain = leads && (relative || comma) && is(start, Classes::IT) && is(start + 1, Classes::BE);
        if !plain {
            if leads && comma && at == low {
                self.standpoint(low, high, at, (phrase_end, end));
            }
            return;
        }
        let kind = if relative {
            SubjectKind::Relative
        } else {
            phrases::kind_of(items, at + 1, end)
        };
        if kind == SubjectKind::Noun {
            return;
        }
        let cue = Cue::by_place(CueClass::Think, Frames::CLAUSE);
        let mut candidate = self.blank(cue, at, at + 1);
        candidate.speaker = Some(Phrase {
            start: at + 1,
            end,
            kind,
            outer: end,
        });
        candidate.subject = kind;
        candidate.frame = Frame::According;
        candidate.rule = "quotes:viewpoint";
        let inserted = if relative {
            Inserted::Relative
        } else {
            Inserted::No
        };
        let (end, bounded) = self.bound(Clause {
            start,
            high,
            frame: Frame::According,
            class: cue.class,
            embedded: relative,
            inserted,
        });
        candidate.content[0] = (start, end.max(start + 1));
        candidate.parts = 1;
        candidate.bounded = bounded;
        candidate.score = 0.6;
        candidate.count_words(items);
        self.found.push(candidate);
    }

    /// "For the union, the offer is “an insult”": what a clause with words in quotation marks is to somebody. The source
    /// ends at `phrase_end`, and with its apposition at the comma `end`.
    fn standpoint(&mut self, low: usize, high: usize, at: usize, (phrase_end, end): (usize, usize)) {
        let items = self.items;
        let kind = phrases::kind_of(items, at + 1, phrase_end);
        let somebody = matches!(
            kind,
            SubjectKind::Name | SubjectKind::Single | SubjectKind::Group | SubjectKind::Pronoun
        );
        let time = items[at + 1..end].iter().any(|item| {
            item.is(Classes::TIME.with(Classes::WEEKDAY).with(Classes::MONTH)) || item.shape == Shape::Number
        });
        let speaker = Phrase {
            start: at + 1,
            end: phrase_end,
            kind,
            outer: end,
        };
        let Some(start) = after_source(items, end, high, &speaker).filter(|start| *start < high) else {
            return;
        };
        let marked = (start..high).find(|at| items[*at].shape == Shape::Quote);
        let Some(marked) = marked.filter(|_| somebody && !time) else {
            return;
        };
        // The marks belong to the clause itself, not to what somebody else says in it.
        let own = items[start..marked]
            .iter()
            .all(|item| item.word.verb == NONE || !item.finite);
        if !own || marked > start && !begins_clause(items, start, high) {
            return;
        }
        let cue = Cue::by_place(CueClass::Think, Frames::CLAUSE);
        let mut candidate = self.blank(cue, at, at + 1);
        candidate.rule = "quotes:viewpoint";
        let first = self.found.len();
        self.set_apart(low, high, speaker, candidate);
        for candidate in &mut self.found[first..] {
            candidate.score = 0.6;
        }
    }
}

/// Where the content after a source begins: after the comma that a clause follows, or at a quotation. `edge` is the
/// first item after the source.
fn after_source(items: &[Item], edge: usize, high: usize, speaker: &Phrase) -> Option<usize> {
    let mut comma = None;
    for index in edge..high.min(edge + 30) {
        if items[index].shape == Shape::Quote && comma.is_none() {
            return Some(index);
        }
        if items[index].shape != Shape::Comma {
            continue;
        }
        comma = Some(index);
        let apposed = items.get(index + 1).is_some_and(|next| {
            next.shape == Shape::Word
                && next.is(Classes::RELATIVE.with(Classes::SINGLE))
                && !next.is(Classes::THAT)
        });
        if !apposed {
            break;
        }
    }
    let comma = comma?;
    let second =
        apposition(items, comma, high, speaker).filter(|second| begins_clause(items, second + 1, high));
    Some(second.unwrap_or(comma) + 1)
}

/// The comma that ends an apposition which begins after the one at `comma`: "…, a geologist at the institute, …",
/// "…, Ann Lee, …", "…, 43, …", "…, published on Monday, …".
fn apposition(items: &[Item], comma: usize, high: usize, speaker: &Phrase) -> Option<usize> {
    let first = comma + 1;
    let item = items.get(first).filter(|_| first < high)?;
    let participle = item.may_be(Forms::PARTICIPLE)
        && items
            .get(first + 1)
            .is_some_and(|next| next.shape == Shape::Word && next.is(Classes::PREPOSITION));
    let end = (first..high.min(first + 20)).find(|at| {
        let here = &items[*at];
        match here.shape {
            Shape::Comma | Shape::Stop | Shape::Colon | Shape::Semicolon | Shape::Dash => true,
            Shape::Quote => !here.is_short_quote(),
            Shape::Word => here.finite && !(participle && *at == first) || here.is(Classes::THAT),
            _ => false,
        }
    })?;
    if items[end].shape != Shape::Comma || end == first {
        return None;
    }
    let inside = &items[first..end];
    let named = speaker.kind == SubjectKind::Name;
    let joins = inside
        .iter()
        .any(|item| item.shape == Shape::Word && item.is(Classes::PREPOSITION));
    let head = inside
        .iter()
        .take_while(|item| item.shape != Shape::Word || !item.is(Classes::PREPOSITION))
        .any(|item| item.is(Classes::SINGLE.with(Classes::GROUP).with(Classes::TITLE)));
    let fits = match item.shape {
        // "the deputy minister, Ann Lee,"
        Shape::Name => {
            inside.len() <= 4
                && inside
                    .iter()
                    .all(|item| item.shape == Shape::Name && !item.is(Classes::WEEKDAY.with(Classes::MONTH)))
                && items[speaker.start].shape == Shape::Word
                && !items[speaker.start].is(Classes::SUBJECT_PRONOUN)
        }
        Shape::Number => inside.len() == 1 && named,
        Shape::Word if participle => true,
        Shape::Word
            if item.is(Classes::PREPOSITION
                .with(Classes::COORDINATOR)
                .with(Classes::SUBJECT_PRONOUN)) =>
        {
            false
        }
        Shape::Word if item.is(Classes::POSSESSIVE) => named && head,
        Shape::Word if item.is(Classes::DETERMINER) => {
            named && (head && joins || is_indefinite(item) && (head || joins))
        }
        Shape::Word => named && head,
        _ => false,
    };
    fits.then_some(end)
}

/// "a", "an"
fn is_indefinite(item: &Item) -> bool {
    item.is(Classes::INDEFINITE)
}

/// True if a clause begins at item `at`: a subject, and its verb (or words in marks, which may hold it) before the next
/// comma.
fn begins_clause(items: &[Item], at: usize, high: usize) -> bool {
    let Some(first) = items.get(at).filter(|_| at < high) else {
        return false;
    };
    let subject = match first.shape {
        Shape::Name | Shape::Number | Shape::Quote => true,
        Shape::Word => {
            !first.finite
                && (first.is(ARTICLE.with(Classes::SUBJECT_PRONOUN))
                    || !first.is(Classes::RELATIVE
                        .with(Classes::PREPOSITION)
                        .with(Classes::COORDINATOR)
                        .with(Classes::ADVERB)))
        }
        _ => false,
    };
    subject
        && (first.shape == Shape::Quote
            || (at + 1..high.min(at + 16))
                .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Semicolon))
                .any(|at| items[at].finite || items[at].shape == Shape::Quote))
}
