//! Labels of tokens: outside, or a type with a place in the name.

use whosaid_text::EntityType;

/// Number of labels: outside; *unit* (a name of one token) of each of five types; *begin* of each; *inside* of each. In
/// this order, because what may follow what then falls into blocks: see [`super::decode`].
pub(crate) const LABELS: usize = 16;
/// Outside of names.
pub(crate) const OUTSIDE: usize = 0;
/// Types that the recogniser tells apart; the last one is everything else that is a name.
pub(crate) const TYPES: usize = 5;

/// Place of a token in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Unit,
    Begin,
    Inside,
}

/// Number of the label of a type (0 to 4) and place.
pub(crate) const fn label(kind: usize, place: Place) -> usize {
    kind + match place {
        Place::Unit => 1,
        Place::Begin => 1 + TYPES,
        Place::Inside => 1 + 2 * TYPES,
    }
}

/// Type and place of a label; `None` for outside.
pub(crate) fn split(label: usize) -> Option<(usize, Place)> {
    let index = label.checked_sub(1)?;
    let place = [Place::Unit, Place::Begin, Place::Inside][index / TYPES];
    Some((index % TYPES, place))
}

/// The recogniser's number of a type; the last one for types it does not know.
pub(crate) fn number_of(kind: EntityType) -> usize {
    match kind {
        EntityType::PER => 0,
        EntityType::LOC => 1,
        EntityType::ORG => 2,
        EntityType::NORP => 3,
        _ => 4,
    }
}

/// The types of the built-in model's numbers; names of the last one stand in no table.
pub(crate) const BUILT_IN_TYPES: [Option<EntityType>; TYPES] = [
    Some(EntityType::PER),
    Some(EntityType::LOC),
    Some(EntityType::ORG),
    Some(EntityType::NORP),
    None,
];

/// True if label `next` may follow `previous` (the beginning counts as outside).
pub(crate) fn may_follow(previous: usize, next: usize) -> bool {
    let open = match split(previous) {
        Some((kind, Place::Begin)) => return next == label(kind, Place::Inside),
        Some((kind, Place::Inside)) => Some(kind),
        _ => None,
    };
    match split(next) {
        Some((kind, Place::Inside)) => open == Some(kind),
        _ => true,
    }
}

/// True if a sequence may end with the label.
pub(crate) fn may_end(last: usize) -> bool {
    !matches!(split(last), Some((_, Place::Begin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_on_only_in_their_own_type() {
        for from in 0..LABELS {
            for to in 0..LABELS {
                let inside = matches!(split(to), Some((_, Place::Inside)));
                let begun = matches!(split(from), Some((_, Place::Begin)));
                let same = split(from).map(|(kind, _)| kind) == split(to).map(|(kind, _)| kind);
                let unit = matches!(split(from), Some((_, Place::Unit)));
                assert_eq!(
                    may_follow(from, to),
                    if inside {
                        same && !unit && from != 0
                    } else {
                        !begun
                    }
                );
            }
        }
        assert_eq!(label(TYPES - 1, Place::Inside), LABELS - 1);
    }
}
