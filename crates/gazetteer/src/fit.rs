//! Which spellings of a key fit the text where it was met: how the text is written, and its case.

use whosaid_text::{Case, ListedId, MatchStep, TokenKind, TokenRange};

use crate::compile::{CUT_SHORT, LAST, SHORT, SMALL};
use crate::find::{Finder, Scratch, Spelled};
use crate::gazetteer::Layer;
use crate::image::{SPELLING, Section, plain_hash, u16_at, u32_at, written_hash};
use crate::unit::Need;

/// Most candidates of one match.
const MOST: usize = 24;

impl Finder<'_> {
    /// Adds the spellings of a key, from number `first` on, that fit the case of the text at `places`.
    pub(crate) fn fitting(
        &self,
        number: usize,
        layer: &Layer,
        first: usize,
        places: &[usize],
        scratch: &mut Scratch,
    ) {
        let written = self.written(places, &mut scratch.buffer);
        let spellings = layer.image.section(Section::Spellings);
        for record in spellings[first * SPELLING..].chunks_exact(SPELLING) {
            let flags = u16_at(record, 28);
            let id = ListedId(layer.base + u32_at(record, 8));
            let step = if self.gazetteer.is_hidden(id.0) {
                None
            } else if u32_at(record, 24) == written {
                Some(MatchStep::Exact)
            } else if flags & CUT_SHORT != 0 && places.len() == 1 && !self.stop_follows(places[0]) {
                None
            } else {
                self.step(u32_at(record, 16), flags, places)
            };
            if let Some(step) = step {
                // One entity once, by its nearest spelling.
                if let Some(known) = scratch.found.iter_mut().find(|found| found.id == id) {
                    if step < known.step {
                        known.step = step;
                        known.flags = flags;
                    }
                } else if scratch.found.len() < MOST {
                    scratch.found.push(Spelled {
                        id,
                        kind: layer.image.kind_number(record[30]),
                        flags,
                        step,
                        rank: u32_at(record, 20),
                        layer: number,
                        context: None,
                    });
                } else {
                    break;
                }
            }
            if flags & LAST != 0 {
                break;
            }
        }
    }

    /// [`written_hash`] of the text of some units.
    #[inline]
    fn written(&self, places: &[usize], buffer: &mut String) -> u32 {
        let range = TokenRange::new(places[0], places[places.len() - 1] + 1);
        let written = self.tokens.span(range).of(self.text);
        let plain = self.tokens.tokens[range.indices()].windows(2).all(|pair| {
            let gap = &self.text.as_bytes()[pair[0].span.end()..pair[1].span.start()];
            matches!(gap, [] | [b' '])
        });
        if plain {
            plain_hash(written.as_bytes())
        } else {
            written_hash(written, buffer)
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
    pub(crate) fn among_capitals(&self, index: usize) -> bool {
        let upper = |index: usize| {
            let token = self.tokens.tokens.get(index);
            token.is_some_and(|token| token.kind == TokenKind::Word(Case::Upper))
        };
        index.checked_sub(1).is_some_and(upper) || upper(index + 1)
    }
}
