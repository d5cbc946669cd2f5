//! A capital that speaks or acts for its government: "Baku denied".

use whosaid_text::{Confidence, EntityType, Knowledge, Linked, Reference, ReferenceKind, Rule};

use super::{Named, Referrer};
use crate::lexicon::WordClass;
use crate::view::View;

impl Referrer {
    pub(super) fn governments<K: Knowledge>(
        &mut self,
        view: &View<'_, K>,
        named: &Named<'_>,
        linked: &mut Linked,
    ) {
        for (index, name) in named.names.iter().enumerate() {
            if name.kind != EntityType::LOC {
                continue;
            }
            let Some(id) = named.listed(index) else { continue };
            let Some(country) = view.knowledge.country_of(id).filter(|country| *country != id) else {
                continue;
            };
            if !acts(view, name.tokens.start as usize, name.tokens.end as usize) {
                continue;
            }
            let entity = self.index_of(view, country, linked);
            linked.references.push(Reference {
                span: name.span,
                kind: ReferenceKind::Government,
                entity,
                rule: Rule("entities:capital"),
                confidence: Confidence::new(0.8),
            });
        }
    }
}

/// True if the name is the subject of a verb of speech, with an auxiliary or adverb between at most, and no
/// preposition makes it a place.
fn acts<K: Knowledge>(view: &View<'_, K>, start: usize, end: usize) -> bool {
    let first = view.sentence_start(start);
    let place = start > first
        && matches!(
            view.word(start - 1),
            "in" | "In" | "at" | "near" | "to" | "from" | "From" | "of" | "into" | "outside" | "across" | ","
        );
    let last = view.sentence_end(start);
    !place
        && (end..last.min(end + 3))
            .take_while(|index| {
                *index == end
                    || view.class(*index - 1).any(WordClass::FUNCTION)
                    || view.word(*index - 1).ends_with("ly")
            })
            .any(|index| view.class(index).any(WordClass::SPEECH))
}
