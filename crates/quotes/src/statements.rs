//! From candidates to statements: which to keep, which quotations they hold, and the quotations that are left.

use whosaid_text::hash_word;
use whosaid_text::{Confidence, EntityType, Linked, Quote, QuoteKind, Rule, Spans, SpeakerType, Tokens};

use crate::bounds::clause_span;
use crate::candidate::{Candidate, Frame, VerbForm};
use crate::classes::Classes;
use crate::cue::{CueClass, CueKind};
use crate::foreign::languages::Grammar;
use crate::inside_marks::Words;
use crate::items::{self, Item, Layout, Shape, Unit};
use crate::lexicon::Lexicon;
use crate::mood::{NOT_SAID, TO_BE_SAID, UNSAID};
use crate::{calibration, continued, dialogue, loose, nested, scare, speakers, turns};

/// Candidates below this are left out.
pub(crate) const KEEP: f32 = 0.23;
/// The same for candidates whose content has words in quotation marks: the marks themselves speak for a report.
const KEEP_QUOTED: f32 = 0.15;

/// Working memory.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The row that holds each quotation item, by index of the item.
    pub(crate) row_of: Vec<u32>,
    kept: Vec<Candidate>,
}

/// How often what stands after a name and a colon is its speech; see [`calibration`].
pub(crate) const COLON: f32 = 0.84;

pub(crate) const NO_ROW: u32 = u32::MAX;

/// What a document is made of, for this step.
pub(crate) struct Source<'s> {
    pub(crate) text: &'s str,
    pub(crate) tokens: &'s Tokens,
    pub(crate) linked: &'s Linked,
    pub(crate) items: &'s [Item],
    pub(crate) layout: &'s Layout,
    /// Lists of the document's language, if that is not English.
    pub(crate) grammar: Option<&'s Grammar>,
    pub(crate) lexicon: &'s Lexicon,
}

impl<'s> Source<'s> {
    /// The lists that know the document's words.
    pub(crate) fn words(&self) -> Words<'s> {
        self.grammar.map_or(Words::English(self.lexicon), Words::Other)
    }
}

/// Writes the statements of a document into `quotes`, in order of their first span.
pub(crate) fn statements(
    source: &Source<'_>,
    found: &[Candidate],
    memory: &mut Memory,
    quotes: &mut Vec<Quote>,
) {
    let items = source.items;
    memory.row_of.clear();
    // Only quotations are asked for.
    let asked = source.layout.quotes.last().map_or(0, |last| *last as usize + 1);
    memory.row_of.resize(asked, NO_ROW);
    memory.kept.clear();
    quotes.reserve(found.len());
    let mut next = 0;
    let turns = turns::turns(source);
    let mut spoken = 0;
    let mut turn = turns.iter().peekable();
    for (number, unit) in source.layout.units.iter().enumerate() {
        let first = next;
        while next < found.len() && found[next].at.0 < unit.end as usize {
            next += 1;
        }
        // What is said in an interview is read no further: it is all one statement.
        if let Some(here) = turn.next_if(|turn| turn.units.0 == number) {
            quotes.extend(turns::row(source, here));
            spoken = here.units.1;
        }
        if number >= spoken
            && unit.first
            && let Some((quote, end)) = dialogue::turn(source, source.words(), number)
        {
            quotes.push(quote);
            spoken = end;
        }
        if number < spoken {
            continue;
        }
        let first_kept = memory.kept.len();
        for candidate in &found[first..next] {
            if accepted(source, *unit, candidate, &found[first..next]) {
                claim(items, candidate, memory);
            }
        }
        nested::thin_out(items, &mut memory.kept, first_kept);
        for index in first_kept..memory.kept.len() {
            let candidate = &memory.kept[index];
            if only_passed_on(items, candidate, &memory.kept[first_kept..]) {
                continue;
            }
            if let Some(quote) = row(source, *unit, candidate) {
                let number = quotes.len() as u32;
                if quote.kind != QuoteKind::Indirect {
                    for at in candidate.quotations(source.layout.quotes_of(*unit)) {
                        memory.row_of[at] = number;
                    }
                }
                quotes.push(quote);
            }
        }
        if unit.quotes.0 < unit.quotes.1 {
            let candidates = (&found[first..next], &found[next..]);
            loose::loose(source, number, candidates, memory, quotes);
        }
    }
    continued::join(source, memory, quotes);
    let place = |quote: &Quote| (quote.spans[0], quote.cue);
    if !quotes.is_sorted_by_key(place) {
        quotes.sort_by_key(place);
    }
}

/// Keeps a candidate unless another one already reports the same quotation in a better way.
fn claim(items: &[Item], candidate: &Candidate, memory: &mut Memory) {
    let (inside, outside) = candidate.quoted;
    let direct = inside > 0 && outside == 0;
    if direct {
        let same = |other: &Candidate| {
            other.parts().iter().any(|part| {
                candidate.parts().iter().any(|mine| {
                    part.0 < mine.1
                        && mine.0 < part.1
                        && (part.0.max(mine.0)..part.1.min(mine.1)).any(|at| items[at].shape == Shape::Quote)
                })
            })
        };
        if let Some(other) = memory.kept.iter_mut().rev().take(8).find(|other| {
            let (inside, outside) = other.quoted;
            inside > 0 && outside == 0 && same(other)
        }) {
            if strength(items, candidate) > strength(items, other) {
                *other = *candidate;
            }
            return;
        }
    }
    memory.kept.push(*candidate);
}

/// True for “…,” Ann Lee said, according to the agency: the quotation and its attribution have a row of their own, and
/// nothing else is left for the agency.
fn only_passed_on(items: &[Item], candidate: &Candidate, kept: &[Candidate]) -> bool {
    let (inside, outside) = candidate.quoted;
    let (start, end) = candidate.content[0];
    if candidate.frame != Frame::According || candidate.parts != 1 || inside == 0 || outside == 0 {
        return false;
    }
    kept.iter().any(|own| {
        let (quoted, other) = own.quoted;
        own.frame == Frame::Before
            && quoted == inside
            && other == 0
            && own.content[0].0 == start
            && (start..end).contains(&own.at.0)
            && (own.at.1..end).all(|at| !items[at].finite())
    })
}

/// Of two candidates for one quotation: a plain verb of saying beside it is the better one.
fn strength(items: &[Item], candidate: &Candidate) -> f32 {
    let frame = match candidate.frame {
        Frame::Before | Frame::Around | Frame::Quote => 1.0,
        _ => 0.0,
    };
    let class = if candidate.class == CueClass::Say {
        0.5
    } else {
        0.0
    };
    // "She asked: “Where?” Nobody answered.": a colon says whose words follow.
    let colon = candidate.frame == Frame::Quote
        && candidate.content[0].0 > candidate.at.1
        && items[candidate.content[0].0 - 1].shape == Shape::Colon;
    candidate.score + frame + class + if colon { 1.0 } else { 0.0 }
}

fn accepted(source: &Source<'_>, unit: Unit, candidate: &Candidate, beside: &[Candidate]) -> bool {
    let (inside, outside) = candidate.quoted;
    if candidate.rule == "quotes:colon" && outside > 0 && !may_speak(source, candidate, beside) {
        return false;
    }
    if inside > 0 && scare::is_no_speech(source, candidate) {
        return false;
    }
    if inside == 0 && is_person(source, candidate) {
        return false;
    }
    let speech = inside > 0 && is_speech(source, unit, candidate);
    if speech
        && outside == 0
        && matches!(
            candidate.frame,
            Frame::Before | Frame::Around | Frame::Quote | Frame::Colon
        )
    {
        return !unit.heading || candidate.score >= KEEP_QUOTED;
    }
    candidate.score >= if speech { KEEP_QUOTED } else { KEEP }
}

/// "…, echoing Ada Lind", "She thanked voters": whom, not what.
fn is_person(source: &Source<'_>, candidate: &Candidate) -> bool {
    let (start, end) = candidate.content[0];
    let content = &source.items[start..end];
    if candidate.frame != Frame::Object || candidate.parts != 1 {
        return false;
    }
    // Of thanks what they are for is the content.
    if candidate.key == hash_word("thank") ^ CueKind::Verb as u64 {
        return content.iter().all(|item| !item.is(Classes::FOR));
    }
    let name = |item: &Item| item.shape == Shape::Name || item.is(Classes::TITLE);
    let finite = !matches!(candidate.form, VerbForm::Infinitive | VerbForm::Participle);
    if candidate.class == CueClass::Stance || finite || !content.iter().all(name) {
        return false;
    }
    let span = items::span(source.tokens, content);
    let mentions = source.linked.mentions_in(span);
    mentions
        .last()
        .is_some_and(|last| last.kind == EntityType::PER && last.span.end() == span.end())
}

/// False for what stands before a colon as a subject: "Northern Lakes: a year in pictures", "Valta: the council calls it
/// “a farce”". Persons may speak there, and bodies if nobody else does after the colon. `beside` are the candidates of
/// the unit.
fn may_speak(source: &Source<'_>, candidate: &Candidate, beside: &[Candidate]) -> bool {
    let speaker = speakers::resolve(
        source.text,
        source.tokens,
        source.items,
        source.linked,
        candidate.speaker,
    );
    let start = candidate.content[0].0;
    let another = || {
        beside
            .iter()
            .filter_map(|other| other.speaker)
            .any(|speaker| speaker.start == start)
    };
    match speaker.kind {
        SpeakerType::Unknown => false,
        SpeakerType::Entity(EntityType::LOC | EntityType::EVENT | EntityType::NORP) => false,
        SpeakerType::Entity(EntityType::ORG) => !another(),
        _ => true,
    }
}

/// True if at least one quotation of the content is more than a term.
fn is_speech(source: &Source<'_>, unit: Unit, candidate: &Candidate) -> bool {
    candidate
        .quotations(source.layout.quotes_of(unit))
        .any(|at| !scare::is_term(source.items, unit, at))
}

/// The row of a candidate.
pub(crate) fn row(source: &Source<'_>, unit: Unit, candidate: &Candidate) -> Option<Quote> {
    let items = source.items;
    let (inside, outside) = candidate.quoted;
    let joined = outside > 0
        && inside > 0
        && candidate.parts().iter().all(|(start, end)| {
            items[*start..*end].iter().all(|item| {
                !matches!(item.shape, Shape::Word | Shape::Name | Shape::Number)
                    || item.shape == Shape::Word && item.is(Classes::COORDINATOR)
            })
        });
    let kind = if inside > 0 && (outside == 0 || joined) {
        QuoteKind::Direct
    } else if inside > 0 && is_speech(source, unit, candidate) {
        QuoteKind::Mixed
    } else {
        QuoteKind::Indirect
    };
    let mut spans = Spans::new();
    for (start, end) in candidate.parts() {
        if kind == QuoteKind::Direct {
            for item in items[*start..*end]
                .iter()
                .filter(|item| item.shape == Shape::Quote)
            {
                spans.push(source.tokens.quotations[item.quotation() as usize].content);
            }
        } else if let Some(span) = clause_span(source, *start, *end) {
            spans.push(span);
        }
    }
    if spans.is_empty() {
        return None;
    }
    let speaker = speakers::resolve(
        source.text,
        source.tokens,
        items,
        source.linked,
        candidate.speaker,
    );
    Some(Quote {
        kind,
        spans,
        cue: Some(items::span(source.tokens, &items[candidate.at.0..candidate.at.1])),
        speaker,
        rule: Rule(candidate.rule),
        confidence: match candidate.rule {
            "quotes:colon" => Confidence::new(COLON),
            NOT_SAID | TO_BE_SAID => Confidence::new(UNSAID),
            _ => calibration::confidence(kind, candidate.kind == CueKind::Noun, candidate.score),
        },
    })
}
