//! Where the content after a cue begins, and how it hangs on the cue.

use crate::adjuncts::adjuncts;
use crate::candidate::Frame;
use crate::classes::{Classes, Frames};
use crate::cue::{Cue, NONE};
use crate::forms::Forms;
use crate::items::Shape;
use crate::phrases::after as phrases_after;
use crate::phrases::is_finite;
use crate::search::Search;

const ARTICLE: Classes = Classes::DETERMINER.with(Classes::POSSESSIVE);

impl Search<'_> {
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
                    // "repeated a false claim that": the claim is what is reported.
                    let object = frames.any(Frames::OBJECT)
                        && !frames.any(Frames::RECIPIENT)
                        && at > from
                        && !items[cue_end].is(Classes::PREPOSITION);
                    if object {
                        break;
                    }
                    if !determiner {
                        return Some((at, Frame::That));
                    }
                    break;
                }
                // "told the newspaper “Al-Ahd” that": a name in marks, no words of anybody.
                let paper = item.is_short_quote() && item.capital() && item.words() <= 3 && at > cue_end;
                let stop = matches!(item.shape, Shape::Stop | Shape::Semicolon | Shape::Colon)
                    || item.shape == Shape::Quote && !paper
                    || at > cue_end && is_finite(items, at);
                if stop {
                    break;
                }
            }
        }
        if frames.any(Frames::QUOTE.with(Frames::CLAUSE))
            && let Some(quote) = self.announced(cue_end, high)
        {
            return Some((quote, Frame::Quote));
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
            if let Some(start) = self.preposition(place, high, frames).filter(|start| {
                // "appealed to the council": only whom, not for what.
                let to = items[start - 1].is(Classes::TO) && frames.any(Frames::FOR);
                !to || (*start..high.min(start + 12))
                    .take_while(|at| !matches!(items[*at].shape, Shape::Comma | Shape::Stop | Shape::Open))
                    .any(|at| items[at].is(Classes::TO.with(Classes::FOR)))
            }) {
                return Some((start, Frame::Preposition));
            }
        }
        if item.shape == Shape::Word {
            let not_to =
                item.is(Classes::NEGATION) && items.get(at + 1).is_some_and(|next| next.is(Classes::TO));
            // "appealed to the council": no infinitive.
            let whom = item.is(Classes::TO)
                && items.get(at + 1).is_some_and(|next| {
                    next.shape == Shape::Name || next.shape == Shape::Word && next.is(ARTICLE)
                });
            if whom && frames.any(Frames::FOR) {
                return None;
            }
            if item.is(Classes::TO) || not_to && frames.any(Frames::INFINITIVE) {
                return frames.any(Frames::INFINITIVE).then_some((at, Frame::Infinitive));
            }
            if item.is(Classes::WH) && !item.is(Classes::AS) {
                if frames.any(Frames::WH) {
                    return Some((at, Frame::Wh));
                }
                // "called what happened a “terrorist act”"
                let marked = items[at..high.min(at + 8)]
                    .iter()
                    .any(|item| item.shape == Shape::Quote);
                if frames.any(Frames::SMALL) && marked {
                    return Some((at, Frame::Small));
                }
                return None;
            }
            if item.is(Classes::AS) && frames.any(Frames::AS) {
                return Some((at, Frame::As));
            }
            if item.is(Classes::COMPARISON) {
                return None;
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

    /// "stressed to the delegates in the hall: “…”": the quotation after a colon, if neither a verb nor "in the
    /// words of" stands before the colon.
    fn announced(&self, cue_end: usize, high: usize) -> Option<usize> {
        let items = self.items;
        let ends = |at: &usize| {
            // "the journalists present:" has no verb before its colon, though it looks like one.
            let last =
                items.get(at + 1).is_some_and(|next| next.shape == Shape::Colon) && items[*at].verb == NONE;
            matches!(
                items[*at].shape,
                Shape::Stop | Shape::Quote | Shape::Semicolon | Shape::Colon
            ) || is_finite(items, *at) && !last
                || items[*at].is(Classes::SCARE) && items.get(at + 1).is_some_and(|next| next.is(Classes::OF))
        };
        let colon = (cue_end..high.min(cue_end + 16)).find(ends)?;
        let quote = items.get(colon + 1).filter(|_| colon + 1 < high)?;
        (items[colon].shape == Shape::Colon && quote.shape == Shape::Quote).then_some(colon + 1)
    }

    pub(crate) fn preposition(&self, at: usize, high: usize, frames: Frames) -> Option<usize> {
        let item = self
            .items
            .get(at)
            .filter(|item| at + 1 < high && item.shape == Shape::Word)?;
        let fits =
            |frame: Frames, word: &str| frames.any(frame) && item.hash() == whosaid_text::hash_word(word);
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
    pub(crate) fn recipient(&self, cue_end: usize, from: usize, high: usize, frames: Frames) -> usize {
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
        let Some(end) = phrases_after::right_edge(items, cue_end, high) else {
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
