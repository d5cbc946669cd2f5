use std::sync::LazyLock;

use whosaid_text::{entries, hash_bytes};

use crate::phone::{Phone, is_phone};

/// A set of styles, one bit each.
pub(crate) type StyleSet = u32;

/// Most readings that one word may have in one style.
const MAX_BRANCHES: usize = 8;
/// Longest reading that is kept; longer words are cut.
pub(crate) const MAX_PHONES: usize = 40;

/// How one orthography or press turns sounds into letters: a file of `data/styles/`, compiled.
pub(crate) struct Style {
    /// File name.
    pub(crate) name: &'static str,
    pub(crate) script: Script,
    /// Vowels are not written.
    pub(crate) abjad: bool,
    /// What it costs, in hundredths of a consonant, to suppose that a spelling which needs no such style is of it.
    pub(crate) doubt: u8,
    letters: Vec<char>,
    without: Vec<char>,
    /// One of these must stand in a word, or reading it in this style is no use.
    pub(crate) needs: Vec<Vec<char>>,
    /// Where these stand, a spelling is likely of this style.
    pub(crate) signs: Vec<Vec<char>>,
    /// None of these may stand in a word of this style.
    pub(crate) never: Vec<Vec<char>>,
    rules: Vec<Rule>,
    /// The second letter of each rule, or [`ANY`]: most rules are done with here.
    seconds: Vec<char>,
    /// First letter → rules, the most specific first.
    first: Vec<(char, (u16, u16))>,
    /// The same for ASCII letters, by code.
    ascii: [(u16, u16); 128],
}

/// What letters a word is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Armenian,
    Georgian,
    Greek,
    Arabic,
    Hebrew,
    Other,
}

#[derive(Clone)]
struct Rule {
    grapheme: Vec<char>,
    before: Vec<char>,
    after: Vec<char>,
    begins: bool,
    ends: bool,
    sounds: Vec<Vec<Phone>>,
}

/// All styles; the first is the last resort for Latin letters that no other style has together.
pub(crate) static STYLES: LazyLock<Vec<Style>> = LazyLock::new(|| {
    let mut styles: Vec<Style> = Vec::with_capacity(FILES.len());
    for (name, file) in FILES {
        let style = Style::parse(name, file, &styles);
        styles.push(style);
    }
    styles
});

macro_rules! files {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../data/styles/", $name, ".txt")))),*] };
}

const FILES: &[(&str, &str)] = files!(
    "latin" "en" "fr" "de" "es" "pt" "it" "pl" "cs" "tr" "tk" "uz" "ascii" "nl" "hu" "ro" "sq" "zh-pinyin" "zh-wade"
    "ko" "ja" "ru" "uk" "be" "sr" "kk" "hy" "hyw" "ka" "el" "ar" "he"
);

/// A hash of all that decides how a word is read, for whoever keeps words that were read: what was read by another version
/// is of no use.
pub fn fingerprint() -> u64 {
    let tables = [
        env!("CARGO_PKG_VERSION"),
        include_str!("../data/phones.txt"),
        include_str!("../data/endings.txt"),
        include_str!("../data/folding.txt"),
        include_str!("../data/word-roles.csv"),
        include_str!("../data/given-names.csv"),
    ];
    let files = FILES.iter().map(|(_, file)| *file).chain(tables);
    files.fold(0, |hash: u64, file| {
        hash.rotate_left(5) ^ hash_bytes(file.as_bytes())
    })
}

impl Script {
    pub(crate) const COUNT: usize = 8;

    /// The script of a letter in lower case.
    pub(crate) fn of(c: char) -> Self {
        match c {
            'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{530}'..='\u{58f}' => Self::Armenian,
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}' => Self::Arabic,
            '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => Self::Georgian,
            _ if c.is_alphabetic() && (c as u32) < 0x300 => Self::Latin,
            _ => Self::Other,
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "cyrillic" => Self::Cyrillic,
            "armenian" => Self::Armenian,
            "georgian" => Self::Georgian,
            "greek" => Self::Greek,
            "arabic" => Self::Arabic,
            "hebrew" => Self::Hebrew,
            _ => Self::Latin,
        }
    }
}

impl Style {
    fn parse(name: &'static str, file: &str, known: &[Style]) -> Self {
        let mut style = Self {
            name,
            script: Script::Latin,
            abjad: false,
            doubt: 0,
            letters: Vec::new(),
            without: Vec::new(),
            needs: Vec::new(),
            never: Vec::new(),
            signs: Vec::new(),
            rules: Vec::new(),
            seconds: Vec::new(),
            first: Vec::new(),
            ascii: [(0, 0); 128],
        };
        for line in entries(file) {
            if let Some((field, value)) = line.split_once(": ") {
                match field {
                    "like" => {
                        if let Some(base) = known.iter().find(|base| base.name == value) {
                            style.rules.clone_from(&base.rules);
                        }
                    }
                    "letters" => style.letters = value.chars().collect(),
                    "without" => style.without = value.chars().collect(),
                    "script" => style.script = Script::parse(value),
                    "abjad" => style.abjad = value == "yes",
                    "needs" => style.needs = graphemes(value),
                    "never" => style.never = graphemes(value),
                    "signs" => style.signs = graphemes(value),
                    "doubt" => style.doubt = value.parse().unwrap_or(0),
                    _ => {}
                }
            } else if let Some(rule) = Rule::parse(line) {
                style.rules.retain(|other| !other.same_pattern(&rule));
                style.rules.push(rule);
            }
        }
        style
            .rules
            .sort_by_key(|rule| (rule.grapheme[0], std::cmp::Reverse(rule.weight())));
        let second = |rule: &Rule| rule.grapheme.get(1).copied().unwrap_or(ANY);
        style.seconds = style.rules.iter().map(second).collect();
        for (index, rule) in style.rules.iter().enumerate() {
            let end = index as u16 + 1;
            match style.first.last_mut() {
                Some((letter, range)) if *letter == rule.grapheme[0] => range.1 = end,
                _ => style.first.push((rule.grapheme[0], (index as u16, end))),
            }
        }
        for (letter, range) in style.first.iter().filter(|(letter, _)| letter.is_ascii()) {
            style.ascii[*letter as usize] = *range;
        }
        style
    }

    /// True if a word of this style may have this letter.
    pub(crate) fn has(&self, c: char) -> bool {
        let latin = self.script == Script::Latin;
        let any = latin && c.is_ascii_lowercase() || self.letters.is_empty() && !latin;
        (any || self.letters.contains(&c)) && !self.without.contains(&c)
    }

    /// The letters that its file names, apart or in groups.
    pub(crate) fn named_letters(&self) -> impl Iterator<Item = char> + '_ {
        let groups = [&self.needs, &self.never, &self.signs]
            .into_iter()
            .flatten()
            .flatten();
        self.letters.iter().chain(&self.without).chain(groups).copied()
    }

    /// Reads `word` aloud: calls `found` with each reading.
    pub(crate) fn read(&self, word: &[char], found: &mut impl FnMut(&[Phone])) {
        let mut readings = [Spoken::EMPTY; MAX_BRANCHES];
        let mut count = 1;
        let mut at = 0;
        while at < word.len() {
            let Some(rule) = self.rule_at(word, at) else {
                at += 1;
                continue;
            };
            at += rule.grapheme.len();
            let present = count;
            for sounds in &rule.sounds[1..] {
                if count + present > MAX_BRANCHES {
                    break;
                }
                for index in 0..present {
                    readings[count + index] = readings[index];
                    readings[count + index].append(sounds);
                }
                count += present;
            }
            for reading in &mut readings[..present] {
                reading.append(&rule.sounds[0]);
            }
        }
        for reading in &readings[..count] {
            found(&reading.phones[..reading.length]);
        }
    }

    fn rule_at(&self, word: &[char], at: usize) -> Option<&Rule> {
        let letter = word[at];
        let (start, end) = if letter.is_ascii() {
            self.ascii[letter as usize]
        } else {
            let entry = self.first.binary_search_by_key(&letter, |entry| entry.0).ok()?;
            self.first[entry].1
        };
        let range = usize::from(start)..usize::from(end);
        let next = word.get(at + 1).copied().unwrap_or(ANY);
        let rules = self.rules[range.clone()].iter().zip(&self.seconds[range]);
        let mut near = rules.filter(|(_, second)| **second == ANY || **second == next);
        near.find(|(rule, _)| rule.fits(word, at)).map(|(rule, _)| rule)
    }
}

/// Stands for any letter, or none.
const ANY: char = '\0';

/// A reading that is being made.
#[derive(Clone, Copy)]
struct Spoken {
    phones: [Phone; MAX_PHONES],
    length: usize,
}

impl Spoken {
    const EMPTY: Self = Self {
        phones: [0; MAX_PHONES],
        length: 0,
    };

    /// Appends sounds; a doubled sound counts once.
    fn append(&mut self, sounds: &[Phone]) {
        for sound in sounds {
            let doubled = self.length > 0 && self.phones[self.length - 1] == *sound;
            if !doubled && self.length < MAX_PHONES {
                self.phones[self.length] = *sound;
                self.length += 1;
            }
        }
    }
}

fn graphemes(list: &str) -> Vec<Vec<char>> {
    list.split(' ').map(|part| part.chars().collect()).collect()
}

/// The least doubt of a set of styles.
pub(crate) fn doubt(styles: StyleSet) -> u16 {
    // Styles by doubt, so that the first that is in the set has the least.
    let least = BY_DOUBT.iter().find(|(_, same)| styles & same != 0);
    least.map_or(u16::from(u8::MAX), |(doubt, _)| *doubt)
}

/// Doubts that some styles have, the least first, with those styles.
static BY_DOUBT: LazyLock<Vec<(u16, StyleSet)>> = LazyLock::new(|| {
    let mut doubts: Vec<(u16, StyleSet)> = Vec::new();
    for (index, style) in STYLES.iter().enumerate() {
        let doubt = u16::from(style.doubt);
        match doubts.iter_mut().find(|(known, _)| *known == doubt) {
            Some((_, set)) => *set |= 1 << index,
            None => doubts.push((doubt, 1 << index)),
        }
    }
    doubts.sort_unstable();
    doubts
});

impl Rule {
    /// `^[abc]grapheme[abc]$ sounds|sounds`
    fn parse(line: &str) -> Option<Self> {
        let (pattern, sounds) = line.split_once(' ')?;
        let (begins, pattern) = pattern
            .strip_prefix('^')
            .map_or((false, pattern), |rest| (true, rest));
        let (ends, pattern) = pattern
            .strip_suffix('$')
            .map_or((false, pattern), |rest| (true, rest));
        let (before, pattern) = match pattern.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((set, rest)) => (set, rest),
            None => ("", pattern),
        };
        let (grapheme, after) = match pattern.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((grapheme, set)) => (grapheme, set),
            None => (pattern, ""),
        };
        let sounds = sounds
            .split('|')
            .map(|branch| branch.bytes().filter(|byte| is_phone(*byte)).collect())
            .collect();
        (!grapheme.is_empty()).then(|| Self {
            grapheme: grapheme.chars().collect(),
            before: before.chars().collect(),
            after: after.chars().collect(),
            begins,
            ends,
            sounds,
        })
    }

    fn same_pattern(&self, other: &Self) -> bool {
        self.grapheme == other.grapheme
            && self.before == other.before
            && self.after == other.after
            && self.begins == other.begins
            && self.ends == other.ends
    }

    /// More letters first, then more conditions.
    fn weight(&self) -> usize {
        let conditions = [
            !self.before.is_empty(),
            !self.after.is_empty(),
            self.begins,
            self.ends,
        ];
        self.grapheme.len() * 8 + conditions.into_iter().filter(|condition| *condition).count()
    }

    fn fits(&self, word: &[char], at: usize) -> bool {
        let end = at + self.grapheme.len();
        // The first letter is the one that the rule was found by.
        end <= word.len()
            && self.grapheme[1..]
                .iter()
                .zip(&word[at + 1..end])
                .all(|(a, b)| a == b)
            && (!self.begins || at == 0)
            && (!self.ends || end == word.len())
            && (self.before.is_empty() || at > 0 && self.before.contains(&word[at - 1]))
            && (self.after.is_empty() || end < word.len() && self.after.contains(&word[end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(style: &str, word: &str) -> Vec<String> {
        let style = STYLES.iter().find(|known| known.name == style).unwrap();
        let mut readings = Vec::new();
        let word: Vec<char> = word.chars().collect();
        style.read(&word, &mut |phones| {
            readings.push(String::from_utf8(phones.to_vec()).unwrap());
        });
        readings
    }

    #[test]
    fn files_are_well_formed() {
        assert!(STYLES.len() <= StyleSet::BITS as usize);
        for (name, file) in FILES {
            assert!(
                file.starts_with("# ") && file.contains("\n# Source: ") || *name == "latin",
                "{name}"
            );
            let mut patterns = Vec::new();
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                if line.contains(": ") {
                    continue;
                }
                let (pattern, sounds) = line.split_once(' ').unwrap_or_else(|| panic!("{name}: {line}"));
                assert!(Rule::parse(line).is_some(), "{name}: {line}");
                assert!(
                    sounds
                        .bytes()
                        .all(|byte| is_phone(byte) || byte == b'|' || byte == b'-'),
                    "{name}: {line}"
                );
                assert!(!patterns.contains(&pattern), "{name}: {pattern} twice");
                patterns.push(pattern);
            }
        }
    }

    #[test]
    fn each_press_reads_its_own() {
        for (style, word, sounds) in [
            ("fr", "choïgou", "Soygu"),
            ("fr", "loukachenko", "lukaSenko"),
            ("de", "schtscherbakow", "0erbakov"),
            ("pl", "szczepan", "0epan"),
            ("tr", "çiçek", "CiCek"),
            ("it", "gorbaciov", "gorbaCov"),
            ("hu", "szergej", "sergey"),
            ("ru", "щербаков", "0erbakov"),
            ("hy", "երևան", "yerevan"),
            ("ka", "თბილისი", "tbilisi"),
        ] {
            assert!(
                read(style, word).contains(&sounds.to_string()),
                "{style} {word}: {:?}",
                read(style, word)
            );
        }
    }
}
