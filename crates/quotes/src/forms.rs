//! Forms of English verbs and nouns, by the rules of spelling.

/// Which forms of a verb a word may be. A set of bits: "read" is base, past and participle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Forms(pub(crate) u8);

impl Forms {
    /// "say": also the infinitive and the present of a plural.
    pub(crate) const BASE: Self = Self(1);
    /// "says"
    pub(crate) const THIRD: Self = Self(2);
    /// "said", "spoke"
    pub(crate) const PAST: Self = Self(4);
    /// "said", "spoken"
    pub(crate) const PARTICIPLE: Self = Self(8);
    /// "saying"
    pub(crate) const ING: Self = Self(16);

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// What an irregular form looks like it is: the lists name forms without saying which is which.
fn guess(form: &str, lemma: &str) -> Forms {
    if form.len() > 4 && form.ends_with("ing") && form != lemma {
        Forms::ING
    } else if form.ends_with('s') && !form.ends_with("ss") {
        Forms::THIRD
    } else if form.ends_with("wn") || form.ends_with("en") || form.ends_with("ne") {
        Forms::PARTICIPLE
    } else {
        Forms::PAST.with(Forms::PARTICIPLE)
    }
}

/// Calls `each` with every form of a verb: the listed ones if there are any, otherwise the regular ones.
///
/// The rules are those of spelling: -e is dropped before -ed and -ing, -y after a consonant becomes -ie, -es follows a
/// sibilant. Doubled consonants ("barred") are not guessed: such verbs list their forms.
pub(crate) fn verb_forms(lemma: &str, listed: &str, mut each: impl FnMut(&str, Forms)) {
    let invariant = listed.split('|').filter(|form| !form.is_empty()).count() > 0
        && !listed
            .split('|')
            .any(|form| form != lemma && guess(form, lemma).any(Forms::PAST));
    each(
        lemma,
        if invariant {
            Forms::BASE.with(Forms::PAST).with(Forms::PARTICIPLE)
        } else {
            Forms::BASE
        },
    );
    if listed.is_empty() {
        let (stem, consonant_y) = match lemma.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => (stem, true),
            _ => (lemma, false),
        };
        let past = Forms::PAST.with(Forms::PARTICIPLE);
        if consonant_y {
            each(&format!("{stem}ies"), Forms::THIRD);
            each(&format!("{stem}ied"), past);
            each(&format!("{lemma}ing"), Forms::ING);
        } else if let Some(stem) = lemma.strip_suffix('e') {
            each(&format!("{lemma}s"), Forms::THIRD);
            each(&format!("{lemma}d"), past);
            let kept = if lemma.ends_with("ee") || lemma.ends_with("oe") {
                lemma
            } else {
                stem
            };
            each(&format!("{kept}ing"), Forms::ING);
        } else {
            let sibilant = ["s", "x", "z", "ch", "sh", "o"]
                .iter()
                .any(|ending| lemma.ends_with(ending));
            each(
                &format!("{lemma}{}", if sibilant { "es" } else { "s" }),
                Forms::THIRD,
            );
            each(&format!("{lemma}ed"), past);
            each(&format!("{lemma}ing"), Forms::ING);
        }
    } else {
        for form in listed.split('|').filter(|form| *form != lemma) {
            each(form, guess(form, lemma));
        }
    }
}

/// Calls `each` with a noun's singular and plural, or with its listed forms.
pub(crate) fn noun_forms(lemma: &str, listed: &str, mut each: impl FnMut(&str)) {
    if !listed.is_empty() {
        listed.split('|').for_each(each);
        return;
    }
    each(lemma);
    match lemma.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => each(&format!("{stem}ies")),
        _ => each(&format!("{lemma}s")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(lemma: &str, listed: &str) -> Vec<(String, u8)> {
        let mut all = Vec::new();
        verb_forms(lemma, listed, |form, forms| all.push((form.to_owned(), forms.0)));
        all
    }

    #[test]
    fn inflects_by_spelling() {
        let words: Vec<_> = ["deny", "declare", "stress", "say"]
            .iter()
            .flat_map(|lemma| forms(lemma, ""))
            .map(|(form, _)| form)
            .collect();
        assert_eq!(
            words.join(" "),
            "deny denies denied denying declare declares declared declaring \
             stress stresses stressed stressing say says sayed saying"
        );
    }

    #[test]
    fn listed_forms_tell_their_kind() {
        assert_eq!(
            forms("write", "writes|wrote|written|writing"),
            [
                ("write".to_owned(), 1),
                ("writes".to_owned(), 2),
                ("wrote".to_owned(), 12),
                ("written".to_owned(), 8),
                ("writing".to_owned(), 16)
            ]
        );
        assert_eq!(forms("cut", "cuts|cutting")[0].1, 1 | 4 | 8);
    }
}
