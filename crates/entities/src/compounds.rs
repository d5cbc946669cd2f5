//! "Kano-Bello" after "Amina Kano-Bello": a surname of two parts stands alone for the person, though lists know each part as a place.

use whosaid_text::{Confidence, EntityType, Knowledge, Rule, TokenRange};

use crate::view::{Name, View};

/// So many compounds of a document are looked for.
const MOST: usize = 32;

/// Adds lone compounds that end full names of people elsewhere, in place of what stands over them.
pub(crate) fn repeated<K: Knowledge>(view: &View<'_, K>, names: &mut Vec<Name>) {
    let mut compounds: Vec<(u64, u64)> = Vec::new();
    for name in names
        .iter()
        .filter(|name| name.kind == EntityType::PER && name.tokens.len() > 3)
    {
        let end = name.tokens.end as usize;
        let pair = (view.tokens.hashes[end - 3], view.tokens.hashes[end - 1]);
        if view.is_inner_hyphen(end - 2) && compounds.len() < MOST && !compounds.contains(&pair) {
            compounds.push(pair);
        }
    }
    if compounds.is_empty() {
        return;
    }
    let known = names.len();
    let mut next = 0;
    for hyphen in 1..view.tokens.len().saturating_sub(1) {
        let pair = (view.tokens.hashes[hyphen - 1], view.tokens.hashes[hyphen + 1]);
        if !view.is_inner_hyphen(hyphen) || !compounds.contains(&pair) {
            continue;
        }
        let tokens = TokenRange::new(hyphen - 1, hyphen + 2);
        while next < known && names[next].tokens.end <= tokens.start {
            next += 1;
        }
        let first = tokens.start as usize;
        let over = |name: &Name| (name.tokens.start as usize) < first + 3;
        let holds = |name: &Name| name.tokens.start <= tokens.start && tokens.end <= name.tokens.end;
        if names[next..known].iter().take_while(|name| over(name)).any(holds) {
            continue;
        }
        for name in names[next..known].iter_mut().take_while(|name| over(name)) {
            name.confidence = Confidence::default();
        }
        names.push(Name {
            tokens,
            span: view.tokens.span(tokens),
            kind: EntityType::PER,
            matched: None,
            rule: Rule("entities:repeated"),
            confidence: Confidence::new(0.75),
        });
    }
    names.retain(|name| name.confidence != Confidence::default());
    names.sort_by_key(|name| name.tokens.start);
}
