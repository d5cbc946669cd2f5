//! What "to call" reports and what not: a name ("a man called Peter"), a title, a telephone call.

use whosaid_text::hash_word;

use crate::candidate::Frame;
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, CueKind, NONE};
use crate::items::{Ending, Shape};
use crate::phrases::{Phrase, SubjectKind, after as phrases_after};
use crate::search::Search;

impl Search<'_> {
    /// True if the verb at `at`, whose subject is `own` and whose content begins at `start`, gives a name or rings
    /// somebody up.
    pub(crate) fn names(
        &self,
        low: usize,
        (at, cue): (usize, Cue),
        own: Option<Phrase>,
        (start, frame): (usize, Frame),
        high: usize,
    ) -> bool {
        let items = self.items;
        let call = || cue.key == hash_word("call") ^ CueKind::Verb as u64;
        if !cue.frames.any(Frames::SMALL) || !call() {
            return false;
        }
        let first = &items[start];
        if first.shape == Shape::Quote {
            // "A report called “The State of the Rivers” was …", not: "what the mayor called “A Gift”".
            let relative = own.is_none_or(|own| {
                matches!(
                    own.kind,
                    SubjectKind::Relative | SubjectKind::Name | SubjectKind::Pronoun
                ) || own.start > low && items[own.start - 1].is(Classes::RELATIVE.with(Classes::WH))
            });
            let object = items.get(start + 1).filter(|_| start + 1 < high);
            return start == at + 1
                && !relative
                && first.capital()
                && first.ending() == Ending::Open
                && !object.is_some_and(|next| next.is(Classes::DETERMINER) || next.shape == Shape::Name);
        }
        // Words in marks, or "a mistake" further on, are what it is called.
        let marked = (start + 1..high).any(|at| items[at].shape == Shape::Quote);
        let noun = (start + 1..high)
            .take_while(|at| {
                items[*at].shape != Shape::Comma
                    && (items[*at].shape != Shape::Word || !items[*at].is(Classes::COORDINATOR))
            })
            .any(|at| items[at].is(Classes::INDEFINITE) && !items[at - 1].is(Classes::PREPOSITION));
        if frame != Frame::Small || marked || noun {
            return false;
        }
        // "called Bob Jones on Monday", "called the office twice", "called it off"
        let named = first.shape == Shape::Name;
        let article = first.shape == Shape::Word && first.is(Classes::DETERMINER.with(Classes::POSSESSIVE));
        let end = if named {
            (start..high)
                .find(|at| items[*at].shape != Shape::Name)
                .unwrap_or(high)
        } else if article || first.is(Classes::OBJECT_PRONOUN.with(Classes::SUBJECT_PRONOUN)) {
            let pronoun = !article || items.get(start + 1).is_none_or(|next| next.shape != Shape::Word);
            match phrases_after::right_edge(items, start, high) {
                Some(edge) if article && edge <= start + 2 => edge,
                _ if pronoun => start + 1,
                _ => return false,
            }
        } else {
            return false;
        };
        let Some(next) = items.get(end).filter(|_| end < high) else {
            return true;
        };
        match next.shape {
            Shape::Word => {
                let small = Classes::PREPOSITION
                    .with(Classes::ADVERB)
                    .with(Classes::TIME)
                    .with(Classes::COORDINATOR)
                    .with(Classes::SUBORDINATOR)
                    .with(Classes::AUXILIARY)
                    .with(Classes::RELATIVE)
                    .with(Classes::TO);
                let noun = next.is(Classes::DETERMINER.with(Classes::POSSESSIVE));
                !noun && (next.is(small) || named && (next.finite() || next.verb != NONE))
            }
            Shape::Name => next.is(Classes::WEEKDAY),
            Shape::Stop | Shape::Comma | Shape::Semicolon => true,
            _ => false,
        }
    }
}
