use crate::letters::{count_signs, letters, tell};
use crate::name::{Role, split};
use crate::phone::{Phone, is_short_vowel};
use crate::style::{STYLES, Script, Style, StyleSet};

/// What the whole name sounds like, as ASCII words: the same on every machine and in every run, so that ids of entities
/// that no list has can be made of it ([`whosaid_text::hash_bytes`]).
///
/// The name is read once, in the style that most speaks for (`signs` of `data/styles/`; English if nothing does), and
/// written in sounds that styles do not part: glides beside e and i fall, kh is h, ə is a, gh is g, doubled sounds are
/// one. Spellings of one name often have one key (Alijew, Aliev, Aliyev, Алиев); where a style does not show, they have
/// several, and [`crate::compare()`] must tell. Articles count for nothing; the order of words does count.
///
/// ```
/// use whosaid_names::key;
///
/// assert_eq!(key("Ouliana Tcherniakova"), key("Uliana Cherniakova"));
/// assert_eq!(key("Тимур Ахметов"), "timur ahmetov");
/// assert_ne!(key("Timur Ahmetov"), key("Timur Ahmetova"));
/// ```
pub fn key(name: &str) -> String {
    let mut words: Vec<Vec<char>> = Vec::new();
    split(name, |word, role, _| {
        if role != Role::Article {
            words.push(letters(word));
        }
    });
    let mut key = String::with_capacity(name.len());
    for word in &words {
        if !key.is_empty() {
            key.push(' ');
        }
        let script = word.first().map_or(Script::Other, |c| Script::of(*c));
        match likeliest(&words, script) {
            Some(style) => {
                let mut first = None;
                style.read(word, &mut |phones| {
                    if first.is_none() {
                        first = Some(phones.to_vec());
                    }
                });
                spell(&first.unwrap_or_default(), &mut key);
            }
            // A script that no style reads: its letters are the key.
            None => key.extend(word),
        }
    }
    key
}

/// The style that most speaks for among those that all words of a script may be written in.
fn likeliest(words: &[Vec<char>], script: Script) -> Option<&'static Style> {
    let own = || {
        words
            .iter()
            .filter(|word| word.first().is_some_and(|c| Script::of(*c) == script))
    };
    let common = own().fold(!0, |set: StyleSet, word| set & tell(word, script).admissible);
    let mut signs = [0; StyleSet::BITS as usize];
    own().for_each(|word| count_signs(word, &mut signs));
    let styles = STYLES.iter().enumerate().skip(1);
    styles
        .filter(|(index, _)| common & 1 << index != 0)
        .max_by_key(|(index, style)| {
            (
                signs[*index],
                std::cmp::Reverse(style.doubt),
                std::cmp::Reverse(style.name),
            )
        })
        .map(|(_, style)| style)
        .or_else(|| (script == Script::Latin).then(|| &STYLES[0]))
}

/// Writes sounds as letters, those that styles part as one.
fn spell(phones: &[Phone], key: &mut String) {
    let start = key.len();
    for (index, phone) in phones.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| phones[before]);
        let after = phones.get(index + 1).copied();
        let beside = |sound: Option<Phone>| matches!(sound, Some(b'i' | b'I' | b'Y' | b'y'));
        let letters = match phone {
            b'y' if beside(before) || beside(after) || matches!(after, Some(b'e' | b'8')) => "",
            b'i' if before == Some(b'y') && after.is_some_and(is_short_vowel) => "",
            b'y' | b'I' | b'Y' | b'i' => "i",
            b'A' | b'E' | b'a' => "a",
            b'e' | b'8' => "e",
            b'o' | b'O' => "o",
            b'u' | b'U' | b'W' => "u",
            b'w' | b'v' => "v",
            b'x' | b'h' => "h",
            b'G' | b'g' => "g",
            b'q' | b'k' | b'7' => "k",
            b't' | b'T' => "t",
            b'c' => "ts",
            b'1' | b'C' => "ch",
            b'S' | b'2' | b'5' => "sh",
            b'0' => "shch",
            b'Z' => "zh",
            b'J' => "j",
            b'D' => "dz",
            b's' | b'3' => "s",
            b'z' | b'6' => "z",
            b'f' | b'9' => "f",
            b'b' | b'4' => "b",
            other => {
                key.push(char::from(*other));
                continue;
            }
        };
        if !(key.len() > start && letters.len() == 1 && key.ends_with(letters)) {
            key.push_str(letters);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for spellings in [
            &[
                "Yuri Shcherbakov",
                "Iouri Chtcherbakov",
                "Jurij Schtscherbakow",
                "Юрий Щербаков",
                "Juryj Szczerbakow",
            ][..],
            &[
                "Rashid Guliyev",
                "Raşid Guliyev",
                "Rachid Gouliev",
                "Raschid Gulijew",
                "Рашид Гулиев",
            ],
            &["Ana Jovanović", "Ана Јовановић"],
            &[
                "Vahan Melkonyan",
                "Vahan Melkonian",
                "Վահան Մելքոնյան",
                "Ваган Мелконян",
            ][..3],
            &["Nino Beridze", "ნინო ბერიძე", "Нино Беридзе"],
            &["al-Rashid", "Rashid"],
            &["Jean-Luc Petit", "Jean Luc Petit"],
            &["Mo’in Kamal", "Moin Kamal"],
        ] {
            for spelling in spellings {
                assert_eq!(key(spelling), key(spellings[0]), "{spelling}");
            }
        }
    }

    #[test]
    fn different_names_have_different_keys() {
        let names = [
            "Oleg Belov",
            "Oleg Belova",
            "Olga Belova",
            "O. Belov",
            "Oleg Belin",
            "김정은",
            "習近平",
            "7",
        ];
        for (index, one) in names.iter().enumerate() {
            for other in &names[..index] {
                assert_ne!(key(one), key(other));
            }
            assert!(!key(one).is_empty());
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_key(name in "\\PC{0,60}") {
            let once = key(&name);
            prop_assert_eq!(key(&name), once);
        }
    }
}
