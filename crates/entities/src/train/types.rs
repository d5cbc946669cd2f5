//! Which types a model tells apart.

use whosaid_text::EntityType;

use crate::recognise::labels::{BUILT_IN_TYPES, Place, TYPES, label};

/// Types that a name may have, where the annotation leaves several open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// No type that the model tells apart.
    pub const NONE: Self = Self(0);

    /// One or the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Bits of the labels that a token at this place of a name may have.
    pub(super) fn labels(self, place: Place) -> u16 {
        (0..TYPES)
            .filter(|kind| self.0 & (1 << kind) != 0)
            .fold(0, |all, kind| all | (1 << label(kind, place)))
    }
}

/// More types than a model can tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooManyTypes(EntityType);

impl std::fmt::Display for TooManyTypes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "no room for the type {}: a model tells {TYPES} types apart",
            self.0
        )
    }
}

impl std::error::Error for TooManyTypes {}

/// The name of the type whose names are found and left out of the tables: works, products, and the like.
pub const OTHER: &str = "MISC";

/// The types of a model, each with its place: `PER`, `LOC`, `ORG`, `NORP`, and one more, which is [`OTHER`] or a type of
/// the user's own. Further types of the user's own take places that the data do not need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeTable(pub(crate) [Option<EntityType>; TYPES]);

impl Default for TypeTable {
    /// That of the built-in model.
    fn default() -> Self {
        Self(BUILT_IN_TYPES)
    }
}

impl TypeTable {
    /// A table for data in which these types are marked.
    ///
    /// # Errors
    /// If there are more of them than a model has places.
    pub fn of(marked: &[EntityType]) -> Result<Self, TooManyTypes> {
        let mut table = Self::default();
        for kind in marked {
            if kind.as_str() == OTHER || table.0.contains(&Some(*kind)) {
                continue;
            }
            let free = |place: &usize| match table.0[*place] {
                None => true,
                Some(held) => BUILT_IN_TYPES.contains(&Some(held)) && !marked.contains(&held),
            };
            let place = (0..TYPES).rev().find(free).ok_or(TooManyTypes(*kind))?;
            table.0[place] = Some(*kind);
        }
        Ok(table)
    }

    /// A type as the trainer takes it; [`Types::NONE`] for [`OTHER`] if its place was taken.
    pub fn types(&self, kind: EntityType) -> Types {
        let wanted = Some(kind).filter(|kind| kind.as_str() != OTHER);
        let place = self.0.iter().position(|held| *held == wanted);
        place.map_or(Types::NONE, |place| Types(1 << place))
    }

    /// All types that none of `marked` is: what may stand unmarked in data in which only those are marked.
    pub fn all_but(&self, marked: Types) -> Types {
        Types(((1 << TYPES) - 1) & !marked.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> EntityType {
        name.parse().unwrap()
    }

    #[test]
    fn own_types_take_the_free_places() {
        let built_in = TypeTable::of(&[EntityType::PER, kind("MISC")]).unwrap();
        assert_eq!(built_in, TypeTable::default());
        let ships = TypeTable::of(&[EntityType::PER, kind("SHIP")]).unwrap();
        assert_eq!(ships.0[4], Some(kind("SHIP")));
        assert_eq!(ships.types(kind("MISC")), Types::NONE);
        assert_ne!(ships.types(kind("SHIP")), Types::NONE);
        let two = TypeTable::of(&[EntityType::PER, kind("SHIP"), kind("WEAPON")]).unwrap();
        assert_eq!(two.0[3], Some(kind("WEAPON")));
        assert_eq!(two.0[0], Some(EntityType::PER));
        let six: Vec<EntityType> = ["A", "B", "C", "D", "E", "F"].map(kind).to_vec();
        assert!(TypeTable::of(&six[..5]).is_ok());
        assert_eq!(TypeTable::of(&six).unwrap_err(), TooManyTypes(kind("F")));
    }
}
