//! Names that no list has: a model that learned from annotated text labels the words of a document.
//!
//! Two passes. The first scores each token by itself and its neighbours; from its probabilities the second knows what
//! the document's other occurrences of a word look like ("label of the same word"), and adds a score for that.

pub(crate) mod decode;
pub(crate) mod facts;
pub(crate) mod features;
pub(crate) mod history;
pub(crate) mod known;
pub(crate) mod labels;
pub(crate) mod model;
pub(crate) mod segments;
pub(crate) mod words;

use whosaid_text::{Case, Confidence, EntityType, Knowledge, Rule, TokenKind, TokenRange, fetch};

use self::decode::{Lattice, Scores, best, posteriors};
use self::facts::DocumentFacts;
use self::features::{JOINT, Row, Window};
use self::history::History;
use self::labels::{LABELS, OUTSIDE, Place, TYPES, label, split};
use self::model::{Model, Sums};
use self::words::DocumentWords;
use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// What the score of a token is the sum of.
#[derive(Clone, Copy, Debug)]
struct Addends {
    /// Numbers of its word, of the word before and of the word after.
    words: [u32; 3],
    joint: [Row; JOINT],
}

/// Working memory of [`Model::recognise`]. Reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) facts: DocumentFacts,
    pub(crate) segments: Vec<TokenRange>,
    pub(crate) runs: Vec<TokenRange>,
    addends: Vec<Addends>,
    scores: Vec<Scores>,
    shares: Vec<[f32; LABELS]>,
    all_shares: Vec<[f32; LABELS]>,
    lattice: Lattice,
    best: Vec<u8>,
    history: History,
}

impl Scratch {
    /// Finds the stretches of a document that may hold names.
    pub(crate) fn prepare<K: Knowledge>(&mut self, view: &View<'_, K>, model: &Model) {
        self.facts.prepare(view, model);
        self.segments.clear();
        segments::each(view, &self.facts.listed, |range| self.segments.push(range));
    }

    /// Fills in what the features look at in and around the stretches.
    pub(crate) fn fill<K: Knowledge>(&mut self, view: &View<'_, K>, words: &DocumentWords, model: &Model) {
        self.facts.fill(view, words, model, &self.segments);
    }

    /// Finds the run of capitals that each token of a stretch stands in.
    pub(crate) fn find_runs<K: Knowledge>(&mut self, view: &View<'_, K>, range: TokenRange) {
        let (start, end) = (range.start as usize, range.end as usize);
        self.runs.clear();
        let mut index = start;
        while index < end {
            let from = index;
            index += 1;
            if view.tokens.tokens[from].may_be_name() {
                while index < end
                    && (view.tokens.tokens[index].may_be_name()
                        || (index + 1 < end
                            && view.is_inner_hyphen(index)
                            && view.tokens.tokens[index + 1].may_be_name()))
                {
                    index += 1;
                }
            }
            self.runs
                .resize(self.runs.len() + index - from, TokenRange::new(from, index));
        }
    }
}

impl Model {
    /// Finds the names of a document and adds them to `names`, in text order.
    pub(crate) fn recognise<K: Knowledge>(
        &self,
        view: &View<'_, K>,
        words: &DocumentWords,
        scratch: &mut Scratch,
        names: &mut Vec<Name>,
    ) {
        scratch.prepare(view, self);
        // A stretch that is one name of a list, beyond doubt, is that name whatever the model says.
        let listed = &scratch.facts.listed;
        scratch
            .segments
            .retain(|range| !facts::is_settled(&listed[range.indices()]));
        self.score_all(view, words, scratch);
        let Scratch {
            segments,
            scores,
            shares,
            all_shares,
            lattice,
            best: labels,
            history,
            ..
        } = scratch;
        // First pass: what each word of the document looks like, where there are several of it.
        let of_token = words.of_token();
        history.begin(words.len(), of_token, segments);
        all_shares.clear();
        let mut from = 0;
        for range in segments.iter() {
            let scores = &scores[from..from + range.len()];
            from += range.len();
            let of_token = &of_token[range.indices()];
            if history.is_repeated(of_token) {
                posteriors(scores, &self.transitions, lattice, shares);
                history.add(of_token, shares);
                all_shares.extend_from_slice(shares);
            }
        }
        // Second pass.
        let (mut from, mut at) = (0, 0);
        for range in segments.iter() {
            let scores = &mut scores[from..from + range.len()];
            from += range.len();
            let of_token = &of_token[range.indices()];
            if history.is_repeated(of_token) {
                let first = &all_shares[at..at + range.len()];
                at += range.len();
                history.each(of_token, first, |place, rows| {
                    self.add_second(rows, &mut scores[place]);
                });
            }
            best(scores, &self.transitions, lattice, labels);
            if labels.iter().any(|label| usize::from(*label) != OUTSIDE) {
                posteriors(scores, &self.transitions, lattice, shares);
                read_names(view, &self.types, *range, labels, shares, names);
            }
        }
    }

    /// Scores every token that may stand in a name.
    fn score_all<K: Knowledge>(&self, view: &View<'_, K>, words: &DocumentWords, scratch: &mut Scratch) {
        // First what is to be added, then the sums: so the processor fetches the weights of several tokens at once.
        scratch.fill(view, words, self);
        scratch.addends.clear();
        for number in 0..scratch.segments.len() {
            let range = scratch.segments[number];
            scratch.find_runs(view, range);
            let window = Window::new(view, words, &scratch.facts, range.start as usize);
            for (index, run) in range.indices().zip(&scratch.runs) {
                scratch.addends.push(Addends {
                    words: [0, -1, 1].map(|offset| window.at(index, offset).known),
                    joint: window.joint(index, *run),
                });
            }
        }
        scratch.scores.clear();
        let known = &scratch.facts.known;
        let words = |addends: &Addends| {
            let [own, before, after] = addends.words.map(|number| known.word(number));
            [&own.own, &before.before, &after.after]
        };
        for tokens in scratch.addends.chunks(AT_ONCE) {
            self.fetch(tokens.iter().map(|addends| &addends.joint));
            fetch(tokens.iter().flat_map(words).map(Sums::first));
            let scores = tokens
                .iter()
                .map(|addends| self.score(words(addends), &addends.joint));
            scratch.scores.extend(scores);
        }
    }
}

/// The weights of so many tokens are fetched at once.
const AT_ONCE: usize = 8;

/// A longer stretch of capitals is a table or a list, no name.
const LONGEST: usize = 20;

/// Less likely names are not worth a row.
const LEAST: f32 = 0.35;

/// Adds the names that a sequence of labels says.
fn read_names<K: Knowledge>(
    view: &View<'_, K>,
    types: &[Option<EntityType>; TYPES],
    range: TokenRange,
    labels: &[u8],
    shares: &[[f32; LABELS]],
    names: &mut Vec<Name>,
) {
    let start = range.start as usize;
    let mut at = 0;
    while at < labels.len() {
        let from = at;
        at += 1;
        let Some((number, place)) = split(usize::from(labels[from])) else {
            continue;
        };
        let mut share = shares[from][usize::from(labels[from])];
        if place == Place::Begin {
            let inside = label(number, Place::Inside);
            while at < labels.len() && usize::from(labels[at]) == inside {
                share = share.min(shares[at][inside]);
                at += 1;
            }
        }
        let Some(kind) = types[number].filter(|_| share >= LEAST) else {
            continue;
        };
        let Some(tokens) = trim(view, kind, TokenRange::new(start + from, start + at)) else {
            continue;
        };
        if let Some(body) = body_before(view, kind, start + from, tokens) {
            names.push(Name {
                tokens: body,
                span: view.tokens.span(body),
                kind: EntityType::ORG,
                matched: None,
                rule: Rule("entities:before-role"),
                confidence: Confidence::new(0.8),
            });
        }
        let span = view.tokens.span(tokens);
        if tokens.len() > LONGEST || span.len() > LONGEST * 12 {
            continue;
        }
        names.push(Name {
            tokens,
            span,
            kind,
            matched: None,
            rule: Rule("entities:model"),
            confidence: Confidence::new(share.clamp(0.05, 0.99)),
        });
    }
}

/// The body before a role and a person, where all were taken for one name: "Lamberg" of "Lamberg CEO Ada Kerr". Not
/// where a list knows what stands there.
fn body_before<K: Knowledge>(
    view: &View<'_, K>,
    kind: EntityType,
    start: usize,
    person: TokenRange,
) -> Option<TokenRange> {
    let end = person.start as usize;
    if kind != EntityType::PER || start + 2 > end {
        return None;
    }
    let role = (start + 1..end).find(|index| {
        let role = view.lexicon.role(&view.tokens.hashes[*index..end]);
        role.is_some_and(|(length, office)| index + length == end && view.lexicon.is_body_role(office))
    })?;
    let matches = &view.matches.matches;
    let near = matches.partition_point(|found| found.tokens.end as usize <= start);
    let listed = matches
        .get(near)
        .is_some_and(|found| (found.tokens.start as usize) < role);
    let capitals = view.tokens.tokens[start..role]
        .iter()
        .all(|token| token.may_be_name());
    (!listed && capitals).then(|| TokenRange::new(start, role))
}

/// The end of a body's or place's name without the role behind it: "Ruritania Präsident", "Traffic Authority Director".
/// Not after "of": the role is part of the name there.
fn without_role<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> usize {
    let role = (start + 1..end).find(|index| {
        let role = view.lexicon.role(&view.tokens.hashes[*index..end]);
        role.is_some_and(|(length, _)| index + length == end)
            && view.tokens.tokens[*index - 1].may_be_name()
            && !view.class(*index - 1).any(WordClass::FUNCTION)
    });
    role.unwrap_or(end)
}

/// A name without what joins words but begins and ends none, and without titles before it.
fn trim<K: Knowledge>(view: &View<'_, K>, kind: EntityType, range: TokenRange) -> Option<TokenRange> {
    let (mut start, mut end) = (range.start as usize, range.end as usize);
    let idle = |index: usize| match view.tokens.tokens[index].kind {
        TokenKind::Word(Case::Lower) => segments::is_joining_word(view.word(index)),
        TokenKind::Number | TokenKind::Word(_) => false,
        _ => true,
    };
    while start < end && idle(start) {
        start += 1;
    }
    while start < end && idle(end - 1) {
        end -= 1;
    }
    if kind == EntityType::PER {
        // "(Reporting by Ada Kerr Editing by …)"
        let by = |index: usize| index < view.tokens.len() && view.word(index) == "by";
        if by(end) {
            while start + 1 < end && view.class(end - 1).any(WordClass::BYLINE) {
                end -= 1;
            }
        }
        // Titles, and a country or nationality before them ("Ruritania Präsident Ada Lind").
        let mut index = start;
        while index + 1 < end {
            let role = view.lexicon.role(&view.tokens.hashes[index..end]);
            let honorific = view.class(index).any(WordClass::HONORIFIC);
            let length = role.map_or(usize::from(honorific), |(length, _)| length);
            let hyphen = index + length < end && view.is_inner_hyphen(index + length);
            if length > 0 && index + length < end && !hyphen {
                start = index + length;
                index = start;
            } else {
                index += 1;
            }
        }
    }
    if matches!(kind, EntityType::ORG | EntityType::LOC) {
        end = without_role(view, start, end);
    }
    if matches!(kind, EntityType::ORG | EntityType::LOC) && start >= 2 && view.word(start - 1) == "of" {
        // "Minister of Health": the office's field, no body.
        let office = view.class(start - 2).any(WordClass::ROLE);
        let body = (start..end).any(|index| view.class(index).any(WordClass::ORGANISATION));
        if office && !body && (matches!(view.word(start - 2), "Minister" | "minister")) {
            return None;
        }
    }
    // "Your Honour", "a Defense pact"
    let no_name = match kind {
        EntityType::ORG if end == start + 1 => WordClass::HONORIFIC.with(WordClass::FIELD),
        _ if end > start + 1 => WordClass::HONORIFIC.with(WordClass::FUNCTION),
        _ => WordClass::HONORIFIC,
    };
    if (start..end).all(|index| view.class(index).any(no_name)) {
        return None;
    }
    (start < end).then(|| TokenRange::new(start, end))
}
