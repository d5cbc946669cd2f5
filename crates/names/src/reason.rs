use std::fmt;

/// What two spellings have in common and what parts them, as found by [`crate::compare`]; prints as words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reason(u32);

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $words:literal;)*) => {
        impl Reason {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
        }
        const WORDS: &[(Reason, &str)] = &[$((Reason::$name, $words)),*];
    };
}

reasons! {
    /// The same letters, diacritics aside.
    SPELLING = 0, "same spelling";
    /// The same sounds in some romanisation.
    SOUND = 1, "same sound";
    /// Nearly the same sounds.
    NEAR = 2, "nearly the same sound";
    /// The words stand in another order.
    ORDER = 3, "other order";
    /// Written in one word here and in two there.
    JOINED = 4, "written together or apart";
    /// An initial stands for a word.
    INITIAL = 5, "initial";
    /// A given name in the form of another language.
    EQUIVALENT = 6, "equivalent given name";
    /// A short form of a given name.
    SHORT_FORM = 7, "short form of a given name";
    /// One has a father's name, the other has not.
    PATRONYMIC = 8, "patronymic missing";
    /// One has a word more: a middle name, a second surname.
    EXTRA = 9, "middle name or second surname missing";
    /// One has a particle, an honorific or a word for the kind of body more.
    WORD = 10, "a word that may be missing";
    /// A surname with and without -ov, -zade and the like.
    ENDING = 11, "surname with and without ending";
    /// A word of one is short for a word of the other.
    ABBREVIATION = 12, "abbreviation";
    /// Too little to go by: a lone surname or given name.
    LONE = 13, "lone name";
    /// A woman's and a man's surname.
    GENDER = 14, "a man's and a woman's surname";
    /// Jr. and Sr.
    GENERATION = 15, "another generation";
    /// The given names differ.
    GIVEN = 16, "different given name";
    /// The surnames differ.
    SURNAME = 17, "different surname";
    /// A word of one has no match in the other.
    DIFFERENT = 18, "different words";
}

impl Reason {
    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This without the other.
    #[must_use]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// True if all of `other` holds.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (reason, words) in WORDS {
            if self.has(*reason) {
                if !first {
                    f.write_str(", ")?;
                }
                f.write_str(words)?;
                first = false;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_words() {
        assert_eq!(
            Reason::SOUND.and(Reason::ORDER).to_string(),
            "same sound, other order"
        );
        assert_eq!(Reason::default().to_string(), "");
    }
}
