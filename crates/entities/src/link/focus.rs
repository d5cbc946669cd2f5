//! The country that a document speaks of most: "the Ministry of Defence" and "the president" are its.

use whosaid_text::{EntityType, Knowledge, ListedId, ParagraphKind};

use super::{Chains, NONE};
use crate::view::{Name, View};

/// So many paragraphs may begin with a dateline.
const DATELINES: usize = 5;
/// A country in focus has at least so many points, see [`points`].
const FEWEST: u32 = 3;
/// And so many times as many as the next one.
const AHEAD: u32 = 2;

impl Chains {
    /// The same, once worked out.
    pub(super) fn country_in_focus<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        names: &[Name],
    ) -> Option<ListedId> {
        if self.in_focus.is_none() {
            self.in_focus = Some(self.focus(view, names));
        }
        self.in_focus.flatten()
    }

    /// The country that names linked so far speak of most, if it is far ahead of the next.
    pub(crate) fn focus<K: Knowledge>(&self, view: &View<'_, K>, names: &[Name]) -> Option<ListedId> {
        let mut all: Vec<(ListedId, u32)> = Vec::new();
        for (name, chain) in names.iter().zip(&self.of_name) {
            if *chain == NONE || !matches!(name.kind, EntityType::LOC | EntityType::NORP) {
                continue;
            }
            let listed = self.chains[*chain as usize].listed;
            let Some(country) = listed.and_then(|id| view.knowledge.country_of(id)) else {
                continue;
            };
            let points = points(view, name.tokens.start as usize, name.tokens.end as usize);
            match all.iter_mut().find(|(held, _)| *held == country) {
                Some(held) => held.1 += points,
                None => all.push((country, points)),
            }
        }
        if let Some(title) = &view.document.title {
            for (country, points) in &mut all {
                *points += 2 * u32::from(title.contains(&*view.knowledge.entity(*country).name));
            }
        }
        let (best, most) = all.iter().max_by_key(|(_, points)| *points).copied()?;
        let mut others = all.iter().filter(|(other, _)| *other != best);
        (most >= FEWEST && others.all(|(_, points)| most >= AHEAD * points)).then_some(best)
    }
}

/// What a name of a country, tokens `start..end`, speaks for: one point, three more as a dateline, one more in a
/// headline.
fn points<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> u32 {
    let number = view.tokens.sentence_at(start).paragraph as usize;
    let paragraph = view.tokens.paragraphs[number];
    let begins = number < DATELINES && paragraph.tokens.start as usize == start;
    let dateline = begins
        && end < paragraph.tokens.end as usize
        && matches!(view.word(end), "," | "(" | "-" | "–" | "—" | "." | ":");
    let headline = number == 0 && paragraph.kind == ParagraphKind::Heading;
    1 + 3 * u32::from(dateline) + u32::from(headline)
}
