use whosaid_text::{
    Candidate, Case, ListedId, Match, MatchStep, Matches, TokenKind, TokenRange, Tokens, WordSet,
};

use crate::compile::{
    AMBIGUOUS, CANONICAL, COMMON, SHORT, SINGLE, SMALL, TITLED, WORD_ACRONYM, is_far_likelier,
};
use crate::evidence::Evidence;
use crate::gazetteer::{Gazetteer, Layer};
use crate::image::{GROUP, SPELLING, Section, u16_at, u32_at, u64_at};
use crate::unit::{LONGEST, Need, is_hyphen, join, key_of};

/// Most candidates of one match.
const MOST: usize = 24;

/// Working memory of [`Gazetteer::find`], one a thread, reused from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    buffer: String,
    evidence: Evidence,
    /// Words of the document that rows have as context; filled when the first row with context words is met.
    words: WordSet,
    has_words: bool,
    found: Vec<Spelled>,
}

/// A spelling of a list that fits the text.
#[derive(Clone, Copy, Debug)]
struct Spelled {
    id: ListedId,
    flags: u16,
    step: MatchStep,
    rank: u32,
    layer: usize,
    /// A context word of the row stands in the document; `None` if the row needs none.
    context: Option<bool>,
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
        let mut index = 0;
        while index < tokens.len() {
            index = match finder.longest(index, scratch) {
                Some(end) => {
                    finder.take(TokenRange::new(index, end), scratch, matches);
                    end
                }
                None => index + 1,
            };
        }
        crate::hyphen::drop_parts_of_words(text, tokens, matches);
    }
}

struct Finder<'a> {
    gazetteer: &'a Gazetteer,
    text: &'a str,
    tokens: &'a Tokens,
}

impl Finder<'_> {
    /// The end of the longest name that begins with token `start`; its spellings are left in `scratch.found`.
    #[inline]
    fn longest(&self, start: usize, scratch: &mut Scratch) -> Option<usize> {
        let layers = &self.gazetteer.layers;
        match self.tokens.tokens[start].kind {
            // Most words; so the text of the word is not looked at before its hash was.
            TokenKind::Word(Case::Lower) => {
                let word = self.tokens.hashes[start];
                let small = |layer: &Layer| layer.image.bits(Section::SmallStarts).has(word);
                if !layers.iter().any(small) {
                    return None;
                }
            }
            TokenKind::Word(_) | TokenKind::Number | TokenKind::Clitic => {}
            _ => return None,
        }
        let key = self.key(start, &mut scratch.buffer);
        let mut longest = None;
        for (number, layer) in layers.iter().enumerate() {
            if layer.image.bits(Section::Starts).has(key) {
                self.longest_in(number, layer, start, key, &mut longest, scratch);
            }
        }
        longest
    }

    /// The same in one layer, if it is as long as `longest` at least.
    fn longest_in(
        &self,
        number: usize,
        layer: &Layer,
        start: usize,
        mut key: u64,
        longest: &mut Option<usize>,
        scratch: &mut Scratch,
    ) {
        let Some(mut slot) = layer.image.slot(key) else {
            return;
        };
        let mut places = [start; LONGEST];
        let mut units = 1;
        // Ends with their groups, to be looked at from the longest.
        let mut ends = [(0, 0); LONGEST];
        let mut count = 0;
        loop {
            if let Some(group) = slot.group() {
                let record = layer
                    .image
                    .section(Section::Groups)
                    .get(group * GROUP..(group + 1) * GROUP);
                if record.is_some_and(|record| u64_at(record, 0) == key) {
                    ends[count] = (units, group);
                    count += 1;
                }
            }
            if !slot.goes_on() || units == LONGEST {
                break;
            }
            let Some(next) = self.next_unit(places[units - 1]) else {
                break;
            };
            key = join(key, self.key(next, &mut scratch.buffer));
            match layer.image.slot(key) {
                Some(longer) => slot = longer,
                None => break,
            }
            places[units] = next;
            units += 1;
        }
        for (units, group) in ends[..count].iter().rev() {
            let end = places[units - 1] + 1;
            match *longest {
                Some(longest) if end < longest => return,
                Some(longest) if end == longest => {
                    self.fitting(number, layer, *group, &places[..*units], scratch);
                    return;
                }
                _ => {
                    let before = scratch.found.len();
                    self.fitting(number, layer, *group, &places[..*units], scratch);
                    if scratch.found.len() > before {
                        scratch.found.drain(..before);
                        *longest = Some(end);
                        return;
                    }
                }
            }
        }
    }

    fn key(&self, index: usize, buffer: &mut String) -> u64 {
        key_of(
            self.tokens.text(self.text, index),
            self.tokens.hashes[index],
            buffer,
        )
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

    /// Adds the spellings of a group that fit the case of the text at `places`.
    fn fitting(&self, number: usize, layer: &Layer, group: usize, places: &[usize], scratch: &mut Scratch) {
        let record = layer.image.record(Section::Groups, GROUP, group);
        let range = TokenRange::new(places[0], places[places.len() - 1] + 1);
        let written = self.tokens.span(range).of(self.text);
        let has_space = places.len() > 1 && written.contains(char::is_whitespace);
        for spelling in u32_at(record, 8)..u32_at(record, 12) {
            let record = layer
                .image
                .record(Section::Spellings, SPELLING, spelling as usize);
            let entity = u32_at(record, 0);
            let flags = u16_at(record, 12);
            let id = ListedId(layer.base + entity);
            if self.gazetteer.is_hidden(id.0) {
                continue;
            }
            let spelling = spelling as usize;
            let just_so = layer.image.is_spelled(spelling, written)
                || has_space && same_but_for_space(written, layer.image.spelling_text(spelling));
            let step = if just_so {
                Some(MatchStep::Exact)
            } else if places.len() == 1
                && is_abbreviation(layer.image.spelling_text(spelling))
                && !self.stop_follows(places[0])
            {
                None
            } else {
                self.step(u32_at(record, 8), flags, places)
            };
            let Some(step) = step else { continue };
            // One entity once, by its nearest spelling.
            if let Some(known) = scratch.found.iter_mut().find(|found| found.id == id) {
                if step < known.step {
                    known.step = step;
                    known.flags = flags;
                }
                continue;
            }
            if scratch.found.len() == MOST {
                break;
            }
            scratch.found.push(Spelled {
                id,
                flags,
                step,
                rank: layer.image.rank(entity),
                layer: number,
                context: None,
            });
        }
    }

    /// True if a full stop stands close to a token.
    fn stop_follows(&self, index: usize) -> bool {
        let end = self.tokens.tokens[index].span.end();
        self.text[end..].starts_with('.')
    }

    /// How the case of the text fits what a spelling needs; `None` if it does not.
    fn step(&self, needs: u32, flags: u16, places: &[usize]) -> Option<MatchStep> {
        let mut step = MatchStep::Folded;
        for (unit, place) in places.iter().enumerate() {
            let need = if unit < 16 { needs >> (2 * unit) & 3 } else { 0 };
            let TokenKind::Word(case) = self.tokens.tokens[*place].kind else {
                continue;
            };
            match case {
                Case::Lower if need != Need::Any as u32 => return None,
                Case::Title | Case::Mixed if need == Need::Acronym as u32 => return None,
                Case::Upper if need == Need::Capital as u32 => step = MatchStep::Capitals,
                Case::Upper if flags & SMALL != 0 => step = MatchStep::Capitals,
                // "Separatists" at the beginning of a sentence.
                Case::Title if flags & SMALL != 0 && places.len() == 1 && step == MatchStep::Folded => {
                    step = MatchStep::Exact;
                }
                _ => {}
            }
        }
        if step == MatchStep::Capitals && flags & SHORT != 0 && !self.among_capitals(places[0]) {
            return None;
        }
        Some(step)
    }

    /// True if the word before or after is in capitals too.
    fn among_capitals(&self, index: usize) -> bool {
        let upper = |index: usize| {
            let token = self.tokens.tokens.get(index);
            token.is_some_and(|token| token.kind == TokenKind::Word(Case::Upper))
        };
        index.checked_sub(1).is_some_and(upper) || upper(index + 1)
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
                kind: self.gazetteer.kind(spelled.id),
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
        if !self.gazetteer.has_context(spelled.id) {
            return None;
        }
        if !scratch.has_words {
            scratch.has_words = true;
            scratch.words.clear();
            for layer in &self.gazetteer.layers {
                let asked = layer.image.bits(Section::ContextBits);
                let words = self.tokens.hashes.iter().filter(|word| asked.has(**word));
                scratch.words.extend(words);
            }
        }
        let has = |word| scratch.words.contains(&word);
        Some(self.gazetteer.is_in_context(spelled.id, has))
    }
}

/// True for a word that is cut short, "Mass.": without its stop it is another.
fn is_abbreviation(spelling: &str) -> bool {
    spelling
        .strip_suffix('.')
        .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// True if two spellings differ in nothing but the width of their gaps.
fn same_but_for_space(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
