use whosaid_text::{
    Candidate, Case, EntityType, ListedId, Match, MatchStep, Matches, TokenKind, TokenRange, Tokens, WordSet,
    sieve,
};

use crate::compile::{AMBIGUOUS, CANONICAL, COMMON, CONTEXT, SINGLE, TITLED, WORD_ACRONYM, is_far_likelier};
use crate::evidence::Evidence;
use crate::gazetteer::{Gazetteer, Layer};
use crate::image::Section;
use crate::unit::{LONGEST, is_hyphen, join, key_at};

/// Working memory of [`Gazetteer::find`], one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) buffer: String,
    evidence: Evidence,
    /// Words of the document that rows have as context; filled when the first row with context words is met.
    words: WordSet,
    has_words: bool,
    pub(crate) found: Vec<Spelled>,
    /// Tokens that a name may begin with, and those of them whose key may be one, with it.
    starts: Vec<u32>,
    begun: Vec<(u32, u64)>,
}

/// A spelling of a list that fits the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelled {
    pub(crate) id: ListedId,
    pub(crate) kind: EntityType,
    pub(crate) flags: u16,
    pub(crate) step: MatchStep,
    pub(crate) rank: u32,
    pub(crate) layer: usize,
    /// A context word of the row stands in the document; `None` if the row needs none.
    pub(crate) context: Option<bool>,
}

impl Gazetteer {
    /// Finds the names of the lists in a text that was cut into `tokens`, and writes them into `matches`.
    ///
    /// A match begins and ends with a token and lies in one sentence. The leftmost and longest wins. Inside a word with
    /// hyphens every part with a capital must be a match ("Armenia-Azerbaijan", but not "Anglo-American" if "Anglo" is
    /// in no list); parts in lower case do not count ("U.S.-led", "pro-Russian").
    pub fn find(&self, text: &str, tokens: &Tokens, scratch: &mut Scratch, matches: &mut Matches) {
        matches.clear();
        scratch.has_words = false;
        scratch.evidence.begin();
        let finder = Finder {
            gazetteer: self,
            text,
            tokens,
        };
        finder.begin(scratch);
        let mut free = 0;
        for number in 0..scratch.begun.len() {
            let (start, key) = scratch.begun[number];
            let start = start as usize;
            if start >= free
                && let Some(end) = finder.longest(start, key, scratch)
            {
                finder.take(TokenRange::new(start, end), scratch, matches);
                free = end;
            }
        }
        crate::hyphen::drop_parts_of_words(text, tokens, matches);
    }
}

/// The first two units of what may be a longer name.
struct Walk<'a> {
    number: usize,
    layer: &'a Layer,
    places: [usize; 2],
    keys: [u64; 2],
    /// The first may be a name.
    ends: bool,
    /// What the filter says of both together.
    asked: (bool, bool),
}

pub(crate) struct Finder<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
}

impl Finder<'_> {
    /// Fills `scratch.begun` with the tokens that a name may begin with, and their keys. Which words these are is not for a
    /// branch to guess: each is written down, and kept if the next one is not written over it.
    fn begin(&self, scratch: &mut Scratch) {
        let starts = &mut scratch.starts;
        if starts.len() < self.tokens.len() {
            starts.resize(self.tokens.len(), 0);
        }
        let count = match &self.gazetteer.layers[..] {
            [layer] => {
                let small = layer.image.pairs(Section::SmallStarts);
                self.starts(starts, |word| small.has(word))
            }
            layers => self.starts(starts, |word| {
                let small = |layer: &Layer| layer.image.pairs(Section::SmallStarts).has(word);
                layers.iter().any(small)
            }),
        };
        let begun = &mut scratch.begun;
        begun.clear();
        begun.resize(count, (0, 0));
        let mut kept = 0;
        for start in &starts[..count] {
            let key = self.key(*start as usize, &mut scratch.buffer);
            begun[kept] = (*start, key);
            let asked = self.gazetteer.layers.iter().fold(false, |asked, layer| {
                let (ends, goes_on) = layer.image.filter().ask(key, key);
                asked | ends | goes_on
            });
            kept += usize::from(asked);
        }
        begun.truncate(kept);
    }

    /// Writes the words with a capital, the numbers and those words in lower case that are `small` into `starts`; how many
    /// there are. The text of most words is not looked at before their hash was.
    #[inline]
    fn starts(&self, starts: &mut [u32], small: impl Fn(u64) -> bool) -> usize {
        let mut count = 0;
        for (index, (token, word)) in self.tokens.tokens.iter().zip(&self.tokens.hashes).enumerate() {
            let lower = token.kind == TokenKind::Word(Case::Lower);
            let begins = matches!(
                token.kind,
                TokenKind::Word(_) | TokenKind::Number | TokenKind::Clitic
            );
            starts[count] = index as u32;
            count += usize::from(begins & (!lower | small(*word)));
        }
        count
    }

    /// The end of the longest name that begins with token `start`, which has this key; its spellings are left in
    /// `scratch.found`.
    #[inline]
    fn longest(&self, start: usize, key: u64, scratch: &mut Scratch) -> Option<usize> {
        let layers = &self.gazetteer.layers;
        let mut longest = None;
        for (number, layer) in layers.iter().enumerate() {
            let (ends, goes_on) = layer.image.filter().ask(key, key);
            let next = if goes_on { self.next_unit(start) } else { None };
            if let Some(next) = next {
                let longer = join(key, self.key(next, &mut scratch.buffer));
                let asked = layer.image.filter().ask(key, longer);
                if asked.0 | asked.1 {
                    let walk = Walk {
                        number,
                        layer,
                        places: [start, next],
                        keys: [key, longer],
                        ends,
                        asked,
                    };
                    self.longest_in(&walk, &mut longest, scratch);
                    continue;
                }
            }
            // Most names are no longer.
            if ends && longest.is_none_or(|longest| longest <= start + 1) {
                self.fitting_key(number, layer, key, &[start], &mut longest, scratch);
            }
        }
        longest
    }

    /// The same in one layer, of names of two units or more, if it is as long as `longest` at least.
    fn longest_in(&self, walk: &Walk<'_>, longest: &mut Option<usize>, scratch: &mut Scratch) {
        let mut places = [0; LONGEST];
        places[..2].copy_from_slice(&walk.places);
        let mut keys = [0; LONGEST];
        keys[..2].copy_from_slice(&walk.keys);
        // One bit for each number of units less one of which there may be a name, to be looked at from the longest.
        let mut ends = u32::from(walk.ends);
        let mut key = walk.keys[1];
        let mut asked = walk.asked;
        let mut units = 2;
        loop {
            ends |= u32::from(asked.0) << (units - 1);
            if !asked.1 || units == LONGEST {
                break;
            }
            let Some(next) = self.next_unit(places[units - 1]) else {
                break;
            };
            key = join(key, self.key(next, &mut scratch.buffer));
            asked = walk.layer.image.filter().ask(walk.keys[0], key);
            places[units] = next;
            keys[units] = key;
            units += 1;
        }
        while let Some(last) = ends.checked_ilog2() {
            ends ^= 1 << last;
            let last = last as usize;
            let (key, places) = (keys[last], &places[..=last]);
            if longest.is_some_and(|longest| places[last] + 1 < longest)
                || self.fitting_key(walk.number, walk.layer, key, places, longest, scratch)
            {
                return;
            }
        }
    }

    /// Takes up the spellings of a key that fit the text at `places`, which is as long as `longest` at least; true if the
    /// key is one of a name, and there is nothing shorter to look for.
    #[inline]
    fn fitting_key(
        &self,
        number: usize,
        layer: &Layer,
        key: u64,
        places: &[usize],
        longest: &mut Option<usize>,
        scratch: &mut Scratch,
    ) -> bool {
        let Some(first) = layer.image.first_of_key(key) else {
            return false;
        };
        let end = places[places.len() - 1] + 1;
        let before = scratch.found.len();
        self.fitting(number, layer, first, places, scratch);
        if *longest == Some(end) {
            return true;
        }
        let found = scratch.found.len() > before;
        if found {
            scratch.found.drain(..before);
            *longest = Some(end);
        }
        found
    }

    #[inline]
    fn key(&self, index: usize, buffer: &mut String) -> u64 {
        let span = self.tokens.tokens[index].span;
        key_at(self.text, span, self.tokens.hashes[index], buffer)
    }

    /// The token that a name may go on with after token `index`: the next one of the sentence, over a hyphen or full
    /// stop that stands close to `index`.
    #[inline]
    fn next_unit(&self, index: usize) -> Option<usize> {
        let end = self.tokens.tokens[index].span.end();
        let mut next = index + 1;
        let token = self.tokens.tokens.get(next)?;
        let joins = match token.kind {
            TokenKind::Punctuation => token.span.start() == end && is_hyphen(token.span.of(self.text)),
            TokenKind::Stop => token.span.start() == end && token.span.len() == 1,
            _ => false,
        };
        if joins {
            next += 1;
        }
        let same =
            next < self.tokens.len() && self.tokens.sentence_of[next] == self.tokens.sentence_of[index];
        let goes = same
            && !matches!(
                self.tokens.tokens[next].kind,
                TokenKind::QuoteMark | TokenKind::Stop
            );
        goes.then_some(next)
    }

    /// Writes a match with the spellings in `scratch.found`, the likeliest first, and clears them.
    fn take(&self, range: TokenRange, scratch: &mut Scratch, matches: &mut Matches) {
        for index in 0..scratch.found.len() {
            scratch.found[index].context = self.context(scratch.found[index], scratch);
        }
        let found = &mut scratch.found;
        // Stable: inside a layer they come as the compiler ordered them.
        found.sort_by_key(|spelled| (spelled.context == Some(false), spelled.layer));
        let doubtful = scratch
            .found
            .iter()
            .any(|spelled| spelled.flags & (COMMON | AMBIGUOUS) != 0)
            && !scratch
                .evidence
                .capital(self.text, self.tokens, range.start as usize);
        let shouted = scratch.found[0].flags & WORD_ACRONYM != 0 && self.among_capitals(range.start as usize);
        let found = &mut scratch.found;
        let best = found[0];
        let second = range.start as usize + 1;
        let range = if best.flags & TITLED != 0 && self.tokens.tokens[second].is_word() {
            TokenRange::new(second, range.end as usize)
        } else {
            range
        };
        // One of several is meant: the only one in its context, or one that is far more prominent than the others.
        let clear = found[1..].iter().all(|other| {
            other.layer != best.layer
                || other.context == Some(false)
                || is_far_likelier(best.rank, other.rank)
        });
        let first = matches.candidates.len() as u32;
        for (place, spelled) in found.iter().enumerate() {
            let one_of_several = !(clear && place == 0);
            let common = spelled.flags & COMMON != 0 && doubtful
                || spelled.flags & WORD_ACRONYM != 0 && shouted
                || spelled.flags & AMBIGUOUS != 0;
            let needs_support = match spelled.context {
                Some(true) => one_of_several,
                Some(false) => spelled.flags & (SINGLE | CANONICAL) != 0 || one_of_several || common,
                None => one_of_several || common,
            };
            matches.candidates.push(Candidate {
                id: spelled.id,
                kind: spelled.kind,
                needs_support,
            });
        }
        matches.matches.push(Match {
            span: self.tokens.span(range),
            tokens: range,
            step: best.step,
            first,
            count: found.len() as u32,
        });
        found.clear();
    }

    /// Whether a context word of the row stands in the document; `None` if the row names none.
    fn context(&self, spelled: Spelled, scratch: &mut Scratch) -> Option<bool> {
        if spelled.flags & CONTEXT == 0 {
            return None;
        }
        if !scratch.has_words {
            scratch.has_words = true;
            scratch.words.clear();
            for layer in &self.gazetteer.layers {
                self.context_words(layer, scratch);
            }
        }
        let has = |word| scratch.words.contains(&word);
        Some(self.gazetteer.is_in_context(spelled.id, has))
    }

    /// Adds the words of the document that rows of a layer have as context.
    fn context_words(&self, layer: &Layer, scratch: &mut Scratch) {
        let asked = layer.image.pairs(Section::ContextWords);
        let hashes = &self.tokens.hashes;
        sieve(
            hashes,
            |word| asked.has(*word),
            |index| {
                scratch.words.insert(hashes[index]);
            },
        );
    }
}
