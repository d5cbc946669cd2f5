//! Attributions inside the marks, in any language: “It is, she said, a disaster”, « C’est, dit-elle, une catastrophe. »,
//! «Мы ждём, — сказала Анна. — И всё».

use whosaid_text::{
    Confidence, EntityType, Linked, Quote, QuoteKind, Rule, Span, Spans, Speaker, SpeakerType, TokenKind,
    Tokens,
};

use crate::classes::Classes;
use crate::cue::{CueClass, NONE};
use crate::foreign::languages::{Grammar, Kinds, Report};
use crate::forms::Forms;
use crate::lexicon::Lexicon;

/// Tokens between the comma and the verb, and from the verb to the end of the attribution, at most.
const BEFORE: usize = 6;
const REACH: usize = 14;
/// How often such a row is right, judged by reading.
const INSIDE: f32 = 0.8;

struct Inside<'i> {
    text: &'i str,
    tokens: &'i Tokens,
    words: Words<'i>,
}

/// The lists that know the document's words.
#[derive(Clone, Copy)]
pub(crate) enum Words<'w> {
    English(&'w Lexicon),
    Other(&'w Grammar),
}

impl Words<'_> {
    fn is(self, hash: u64, kinds: Kinds) -> bool {
        let lexicon = match self {
            Words::Other(grammar) => return grammar.kinds(hash).any(kinds),
            Words::English(lexicon) => lexicon,
        };
        let classes = lexicon.get(hash).map_or(Classes(0), |word| word.classes);
        // "I" and "we" speak as those who are quoted do: they attribute nothing.
        let third = classes.any(Classes::SINGULAR) && !classes.any(Classes::IT.with(Classes::FIRST))
            || hash == whosaid_text::hash_word("they");
        kinds.any(Kinds::PRONOUN) && third
            || kinds.any(Kinds::AUXILIARY) && classes.any(Classes::AUXILIARY)
            || kinds.any(Kinds::PREPOSITION) && classes.any(Classes::PREPOSITION)
            || kinds.any(Kinds::DETERMINER) && classes.any(Classes::DETERMINER)
    }

    fn is_verb(self, hash: u64) -> bool {
        match self {
            Words::Other(grammar) => matches!(grammar.report(std::iter::once(hash)), Some((Report::Verb, _))),
            Words::English(lexicon) => lexicon.get(hash).is_some_and(|word| {
                word.verb != NONE
                    && word.forms.any(Forms::PAST.with(Forms::THIRD))
                    && matches!(
                        lexicon.cue(word.verb).class,
                        CueClass::Say | CueClass::Ask | CueClass::Think
                    )
            }),
        }
    }
}

/// The row of a quotation that holds its own attribution.
pub(crate) fn inside(
    text: &str,
    tokens: &Tokens,
    linked: &Linked,
    words: Words<'_>,
    content: Span,
) -> Option<Quote> {
    let inside = Inside { text, tokens, words };
    let range = tokens.inside(content).indices();
    let (low, high) = (range.start, range.end);
    let verb = (low..high).find(|at| {
        inside.is_verb(*at)
            && inside
                .opens(low, *at)
                .is_some_and(|comma| inside.is_set_apart(comma, *at, high))
    })?;
    let comma = inside.opens(low, verb)?;
    let (start, end) = inside.subject(comma, verb, high)?;
    let after = inside.closes(end, high)?;
    let mark = tokens.tokens[comma].span;
    let end_of_first = if inside.word(comma) == "," {
        mark.start()
    } else {
        mark.end()
    };
    let first = Span::new(content.start(), end_of_first).trim(text);
    let mut spans = Spans::from(first);
    if after < high {
        spans.push(Span::new(tokens.tokens[after].span.start(), content.end()));
    }
    if first.is_empty() {
        return None;
    }
    let span = Span::new(
        tokens.tokens[start].span.start(),
        tokens.tokens[end - 1].span.end(),
    );
    let entity = linked
        .mentions_in(span)
        .last()
        .map(|mention| mention.entity)
        .or_else(|| {
            // "a déploré l’ancien maire, Jean Vasseur": the name in apposition.
            let next = linked
                .mentions
                .partition_point(|mention| mention.span.start() < span.end());
            let near = |start: usize| text.get(span.end()..start).is_some_and(|gap| gap.trim() == ",");
            linked
                .mentions
                .get(next)
                .filter(|mention| near(mention.span.start()) && mention.kind == EntityType::PER)
                .map(|mention| mention.entity)
        })
        .or_else(|| {
            linked
                .references_in(span)
                .last()
                .map(|reference| reference.entity)
        });
    Some(Quote {
        kind: QuoteKind::Direct,
        spans,
        cue: Some(tokens.tokens[verb].span),
        speaker: Speaker {
            span: Some(span),
            entity,
            kind: entity.map_or(SpeakerType::Unknown, |entity| {
                SpeakerType::Entity(linked.entity(entity).kind)
            }),
        },
        rule: Rule("quotes:inside-marks"),
        confidence: Confidence::new(INSIDE),
    })
}

impl Inside<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.text(self.text, at)
    }

    fn is(&self, at: usize, kinds: Kinds) -> bool {
        self.words.is(self.tokens.hashes[at], kinds)
    }

    fn is_verb(&self, at: usize) -> bool {
        self.words.is_verb(self.tokens.hashes[at])
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "—" | "–" | "-" | "―")
    }

    /// ", — the expert believes. —": dashes on both sides set apart whatever stands between.
    fn is_dashed(&self, comma: usize, verb: usize) -> bool {
        let high = self.tokens.tokens.len();
        let mut after = verb + 1;
        while after < high && (self.tokens.tokens[after].kind == TokenKind::Stop || self.word(after) == ",") {
            after += 1;
        }
        let small = |at: usize| matches!(self.tokens.tokens[at].kind, TokenKind::Word(_));
        comma + 2 < verb
            && after < high
            && self.is_dash(comma + 1)
            && self.is_dash(after)
            && after <= verb + 3
            && (comma + 2..verb).all(small)
    }

    /// ", Mr. Lee added": English puts a name before the verb, too.
    fn is_named(&self, comma: usize, verb: usize) -> bool {
        let part = |at: usize| self.tokens.tokens[at].may_be_name() || self.word(at) == ".";
        matches!(self.words, Words::English(_))
            && comma + 1 < verb
            && self.tokens.tokens[verb - 1].may_be_name()
            && (comma + 1..verb).all(part)
    }

    /// The comma before the verb at `verb`: only auxiliaries, pronouns and dashes stand between.
    fn opens(&self, low: usize, verb: usize) -> Option<usize> {
        let small = Kinds::AUXILIARY.with(Kinds::OBJECT_PRONOUN).with(Kinds::PRONOUN);
        (low + 1..verb)
            .rev()
            .take(BEFORE)
            .find(|at| matches!(self.word(*at), "," | "?" | "!"))
            .filter(|comma| {
                (comma + 1..verb).all(|at| self.is_dash(at) || self.is(at, small) || self.word(at) == "t")
                    || self.is_named(*comma, verb)
                    || self.is_dashed(*comma, verb)
            })
    }

    /// True unless the attribution may be a clause of the quotation: English says "he said" before a clause, too, so
    /// that a comma, a dash or an adverbial must follow it there, and "said" needs a noun after it.
    fn is_set_apart(&self, comma: usize, verb: usize, high: usize) -> bool {
        if matches!(self.words, Words::Other(_)) || self.is_dashed(comma, verb) {
            return true;
        }
        let ends = |at: usize| {
            at >= high
                || self.tokens.tokens[at].kind == TokenKind::Stop
                || self.word(at) == ","
                || self.is_dash(at)
        };
        let pronoun = (comma + 1..verb)
            .filter(|at| self.is(*at, Kinds::PRONOUN))
            .count();
        if self.is_named(comma, verb) {
            return ends(verb + 1);
        }
        if pronoun > 0 {
            return comma + 1 + pronoun == verb && (ends(verb + 1) || self.is(verb + 1, Kinds::PREPOSITION));
        }
        let named = comma + 1 == verb
            && self
                .tokens
                .tokens
                .get(verb + 1)
                .is_some_and(|next| next.may_be_name() || self.is(verb + 1, Kinds::DETERMINER));
        named
            && (verb + 2..high.min(verb + 2 + REACH))
                .take_while(|at| !ends(*at))
                .all(|at| !self.is(at, Kinds::AUXILIARY) && !self.is_verb(at))
    }

    /// The speaker: after the verb, or the pronoun that hangs on it or on its auxiliary.
    fn subject(&self, comma: usize, verb: usize, high: usize) -> Option<(usize, usize)> {
        let pronoun = |at: &usize| self.is(*at, Kinds::PRONOUN);
        if self.is_named(comma, verb) {
            return Some((comma + 1, verb));
        }
        if self.is_dashed(comma, verb) {
            return Some((comma + 2, verb));
        }
        if let Some(at) = (comma + 1..verb).find(pronoun) {
            return Some((at, verb.min(at + 1)));
        }
        let mut start = verb + 1;
        if start < high && self.is_dash(start) {
            start += 1;
        }
        let end = (start..high.min(start + REACH)).find(|at| {
            self.tokens.tokens[*at].kind == TokenKind::Stop || self.word(*at) == "," || self.is_dash(*at)
        })?;
        // "dit-elle à la presse": what follows the pronoun is no part of it.
        let end = if self.is(start, Kinds::PRONOUN) {
            start + 1
        } else {
            (start..end)
                .find(|at| self.is(*at, Kinds::PREPOSITION))
                .unwrap_or(end)
        };
        (end > start).then_some((start, end))
    }

    /// Where the quotation goes on after the attribution, past an apposition to the speaker.
    fn closes(&self, end: usize, high: usize) -> Option<usize> {
        let is_stop = |at: usize| self.tokens.tokens[at].kind == TokenKind::Stop;
        let ends = |at: &usize| is_stop(*at) || self.word(*at) == "," || self.is_dash(*at);
        let mut at = (end..high.min(end + REACH)).find(ends).unwrap_or(high);
        if at < high && self.word(at) == "," {
            let stop = (at + 1..high.min(at + 1 + REACH)).find(|at| is_stop(*at) || self.is_dash(*at));
            let apposed = stop.is_some_and(|stop| {
                stop > at + 1
                    && (stop + 1 < high && self.is_dash(stop + 1)
                        || (at + 1..stop).all(|at| self.tokens.tokens[at].may_be_name()))
            });
            if apposed {
                at = stop.unwrap_or(at);
            }
        }
        while at < high && (ends(&at)) {
            at += 1;
        }
        Some(at)
    }
}
