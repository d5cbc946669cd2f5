use std::fmt;
use std::str::FromStr;

const LENGTH: usize = 16;

/// What kind of thing an entity is: one of the built-in types, or any word that a gazetteer brings.
///
/// A name of 1 to 16 bytes: an ASCII capital, then capitals, digits and `_`. Held in place, so that it is `Copy`
/// and needs no table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityType([u8; LENGTH]);

/// Not a name of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseEntityTypeError(String);

impl fmt::Display for ParseEntityTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not a type: {:?} (1 to {LENGTH} of A-Z, 0-9 and _, a letter first, such as PER)",
            self.0
        )
    }
}

impl std::error::Error for ParseEntityTypeError {}

impl EntityType {
    /// People.
    pub const PER: Self = Self::constant("PER");
    /// Places, countries among them.
    pub const LOC: Self = Self::constant("LOC");
    /// Organisations.
    pub const ORG: Self = Self::constant("ORG");
    /// Peoples, and adjectives of nationality, religion or party.
    pub const NORP: Self = Self::constant("NORP");
    /// Named events.
    pub const EVENT: Self = Self::constant("EVENT");
    /// The types that whosaid itself knows.
    pub const BUILTIN: [Self; 5] = [Self::PER, Self::LOC, Self::ORG, Self::NORP, Self::EVENT];

    const fn constant(name: &str) -> Self {
        let bytes = name.as_bytes();
        let mut held = [0; LENGTH];
        let mut index = 0;
        while index < bytes.len() {
            held[index] = bytes[index];
            index += 1;
        }
        Self(held)
    }

    /// The name of the type.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(LENGTH);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl FromStr for EntityType {
    type Err = ParseEntityTypeError;

    fn from_str(name: &str) -> Result<Self, ParseEntityTypeError> {
        let bytes = name.as_bytes();
        let fits = bytes.len() <= LENGTH
            && bytes.first().is_some_and(u8::is_ascii_uppercase)
            && bytes
                .iter()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
        if fits {
            Ok(Self::constant(name))
        } else {
            Err(ParseEntityTypeError(name.to_owned()))
        }
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        assert_eq!("PER".parse(), Ok(EntityType::PER));
        let longest = "WEAPON_SYSTEM_16";
        assert_eq!(longest.parse::<EntityType>().unwrap().as_str(), longest);
        for wrong in ["", "per", "7UP", "PER SON", "WEAPON_SYSTEM_017", "ÉTÉ"] {
            assert!(wrong.parse::<EntityType>().is_err(), "{wrong}");
        }
    }
}
