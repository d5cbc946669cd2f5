use whosaid_text::{Gender, Tokens, WordMap, WordSet, WordTable, entries, hash_word};

/// What the word lists say of a word: bits, because a word stands in several lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClass(u32);

impl WordClass {
    /// "Mr.", "Pope": before a person's name, never part of it.
    pub(crate) const HONORIFIC: Self = Self(1);
    /// "president", "spokesman": a role of one word.
    pub(crate) const ROLE: Self = Self(1 << 1);
    /// Begins a role of several words: "prime".
    pub(crate) const ROLE_START: Self = Self(1 << 2);
    /// "ministry", "university"
    pub(crate) const ORGANISATION: Self = Self(1 << 3);
    /// "Inc.", "GmbH"
    pub(crate) const COMPANY: Self = Self(1 << 4);
    /// "street", "river"
    pub(crate) const PLACE: Self = Self(1 << 5);
    /// "said", "denied"
    pub(crate) const SPEECH: Self = Self(1 << 6);
    /// "bin", "van"
    pub(crate) const PARTICLE: Self = Self(1 << 7);
    /// "the", "Monday"
    pub(crate) const FUNCTION: Self = Self(1 << 8);
    /// "he", "her"
    pub(crate) const PRONOUN: Self = Self(1 << 12);
    /// "counterpart"
    pub(crate) const COUNTERPART: Self = Self(1 << 13);
    /// "the", "after": begins sentences and is no name when it stands there alone.
    pub(crate) const OPENER: Self = Self(1 << 9);
    /// "defence", "health": what a ministry is for, alone no name.
    pub(crate) const FIELD: Self = Self(1 << 14);
    /// "editing", "reporting": before "by" and a name.
    pub(crate) const BYLINE: Self = Self(1 << 15);
    /// "leader", "strongman": with a nationality whoever leads the country.
    pub(crate) const LEADER: Self = Self(1 << 16);
    /// "Monday", "nobody", in any language: alone no name, whatever the model says.
    pub(crate) const NO_NAME: Self = Self(1 << 17);
    /// "NPP", "airport": after a place's name part of it.
    pub(crate) const WORKS: Self = Self(1 << 18);
    /// "former", "latter": one of two that were named together.
    pub(crate) const PAIR: Self = Self(1 << 19);
    /// "accused", "told": before somebody who acts.
    pub(crate) const ADDRESSING: Self = Self(1 << 22);
    /// "council", "ministry": makes a name of several words a body's.
    pub(crate) const BODY: Self = Self(1 << 23);
    /// "residents", "police": people without names.
    pub(crate) const GROUP: Self = Self(1 << 24);
    /// "former", "then": before an office that somebody holds no more.
    pub(crate) const PAST: Self = Self(1 << 25);
    /// "AS", "d.o.o.": behind a company's name, and no word of the model's lists.
    pub(crate) const LEGAL_FORM: Self = Self(1 << 26);
    /// "Jr.", "fils", "elder": tells father from son.
    pub(crate) const GENERATION: Self = Self(1 << 27);
    /// "Hurricane": before a storm's name.
    pub(crate) const STORM: Self = Self(1 << 28);
    /// "tanker", "USS": before a ship's name.
    pub(crate) const VESSEL: Self = Self(1 << 29);
    /// "minister", "secretary": ends a role of one word or several.
    pub(crate) const ROLE_END: Self = Self(1 << 30);
    /// Begins an office of `offices.csv`.
    pub(crate) const OFFICE_START: Self = Self(1 << 31);
    const NOUN_OF_MAN: Self = Self(1 << 20);
    const NOUN_OF_WOMAN: Self = Self(1 << 21);
    /// The lists that the model was trained with.
    const RECOGNISED: u32 = (1 << 12) - 1;
    const MALE: Self = Self(1 << 10);
    const FEMALE: Self = Self(1 << 11);

    /// True if the word is in any of the lists of `other`.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The lists that the recogniser looks at, one bit each.
    pub(crate) fn bits(self) -> u64 {
        let gender = if self.any(Self::PRONOUN) {
            Self::MALE.0 | Self::FEMALE.0
        } else {
            0
        };
        u64::from(self.0 & Self::RECOGNISED & !gender)
    }

    /// In all lists of both.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Of `m`, `f` or nothing in a list.
    fn of_gender(gender: &str) -> Self {
        match gender {
            "m" => Self::MALE,
            "f" => Self::FEMALE,
            _ => Self::default(),
        }
    }

    /// "woman", "father": a noun for a man or for a woman.
    pub(crate) const NOUN: Self = Self::NOUN_OF_MAN.with(Self::NOUN_OF_WOMAN);

    /// Gender of the person that a noun such as "mother" stands for.
    pub(crate) fn noun_gender(self) -> Gender {
        match (self.any(Self::NOUN_OF_MAN), self.any(Self::NOUN_OF_WOMAN)) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    /// Gender that an honorific or role tells.
    pub(crate) fn gender(self) -> Gender {
        match (self.any(Self::MALE), self.any(Self::FEMALE)) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        }
    }
}

/// The word lists of `data/`, compiled.
#[derive(Debug)]
pub(crate) struct Lexicon {
    classes: WordTable<WordClass>,
    offices: WordMap<Box<str>>,
    /// Offices of bodies, by [`hash_word`].
    body_roles: WordSet,
    /// Which of several of one name a word tells, and whether it does so before the name only.
    generations: WordMap<(u8, bool)>,
    /// Generation of relatives and neighbours, by [`hash_word`] of the noun.
    pub(crate) kin: WordMap<u8>,
    /// Words of a country's bodies, by [`hash_word`].
    pub(crate) state_words: WordSet,
    /// "KC", "MP": behind a person's name and no part of it, by [`hash_word`].
    pub(crate) postnominals: WordSet,
    /// What a company has, by [`hash_word`].
    business: WordSet,
    /// Canonical words of a word in an organisation's name.
    pub(crate) body: WordMap<Box<[u64]>>,
    /// Offices of which the world has one holder, by [`hash_word`].
    sole: WordSet,
    /// Offices of those who lead countries, and of what they are the head.
    leading: Vec<Pair>,
    /// Offices, and what most countries call them.
    equal: Vec<Pair>,
    /// Capitals, and the body that each speaks for.
    seats: Vec<Pair>,
}

/// Two cells of a row.
type Pair = (&'static str, &'static str);

/// The rows of a list of two columns.
fn pairs(list: &'static str) -> Vec<Pair> {
    entries(list)
        .skip(1)
        .filter_map(|row| row.split_once(','))
        .collect()
}

/// Words that references are made of.
pub(crate) const NOTABLE: WordClass = WordClass::ROLE
    .with(WordClass::ROLE_START)
    .with(WordClass::OFFICE_START)
    .with(WordClass::PRONOUN)
    .with(WordClass::LEADER)
    .with(WordClass::COUNTERPART)
    .with(WordClass::PAIR)
    .with(WordClass::ORGANISATION)
    .with(WordClass::COMPANY);

/// The classes of words while the lists are read.
#[derive(Default)]
struct Marked(WordMap<WordClass>);

impl Marked {
    fn mark(&mut self, word: &str, class: WordClass) {
        let held = self.0.entry(hash_word(word)).or_default();
        *held = held.with(class);
    }
}

/// The longest role of the list has so many words.
const LONGEST_ROLE: usize = 4;

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut marked = Marked::default();
        let mut lexicon = Self {
            classes: WordTable::new(&marked.0),
            offices: WordMap::default(),
            body_roles: entries(include_str!("../data/body_roles.txt"))
                .map(hash_word)
                .collect(),
            generations: WordMap::default(),
            kin: WordMap::default(),
            state_words: entries(include_str!("../data/state_words.txt"))
                .map(hash_word)
                .collect(),
            postnominals: entries(include_str!("../data/postnominals.txt"))
                .map(hash_word)
                .collect(),
            business: entries(include_str!("../data/business_words.txt"))
                .map(hash_word)
                .collect(),
            body: WordMap::default(),
            sole: entries(include_str!("../data/sole_offices.txt"))
                .map(hash_word)
                .collect(),
            leading: pairs(include_str!("../data/leading_offices.csv")),
            equal: pairs(include_str!("../data/equal_offices.csv")),
            seats: pairs(include_str!("../data/seats.csv")),
        };
        let lists = [
            (
                include_str!("../data/organisation_heads.txt"),
                WordClass::ORGANISATION,
            ),
            (include_str!("../data/company_suffixes.txt"), WordClass::COMPANY),
            (include_str!("../data/place_heads.txt"), WordClass::PLACE),
            (include_str!("../data/speech_verbs.txt"), WordClass::SPEECH),
            (include_str!("../data/particles.txt"), WordClass::PARTICLE),
            (include_str!("../data/function_words.txt"), WordClass::FUNCTION),
            (include_str!("../data/openers.txt"), WordClass::OPENER),
            (include_str!("../data/fields.txt"), WordClass::FIELD),
            (include_str!("../data/bylines.txt"), WordClass::BYLINE),
            (include_str!("../data/counterparts.txt"), WordClass::COUNTERPART),
            (include_str!("../data/leaders.txt"), WordClass::LEADER),
            (include_str!("../data/no_names.txt"), WordClass::NO_NAME),
            (include_str!("../data/works.txt"), WordClass::WORKS),
            (include_str!("../data/pair_words.txt"), WordClass::PAIR),
            (include_str!("../data/body_heads.txt"), WordClass::BODY),
            (include_str!("../data/groups.txt"), WordClass::GROUP),
            (include_str!("../data/past_words.txt"), WordClass::PAST),
            (include_str!("../data/legal_forms.txt"), WordClass::LEGAL_FORM),
            (include_str!("../data/storms.txt"), WordClass::STORM),
            (include_str!("../data/vessels.txt"), WordClass::VESSEL),
            (
                include_str!("../data/addressing_verbs.txt"),
                WordClass::ADDRESSING,
            ),
        ];
        for (list, class) in lists {
            for word in entries(list) {
                marked.mark(word, class);
            }
        }
        for row in entries(include_str!("../data/honorifics.csv")).skip(1) {
            let (word, gender) = row.split_once(',').unwrap_or((row, ""));
            marked.mark(word, WordClass::of_gender(gender).with(WordClass::HONORIFIC));
        }
        for row in entries(include_str!("../data/pronouns.csv")).skip(1) {
            let (word, gender) = row.split_once(',').unwrap_or((row, ""));
            marked.mark(word, WordClass::of_gender(gender).with(WordClass::PRONOUN));
        }
        for row in entries(include_str!("../data/generations.csv")).skip(1) {
            let mut cells = row.split(',');
            let word = cells.next().unwrap_or_default();
            let generation = match cells.next() {
                Some("elder") => u8::MAX,
                Some("younger") => 1,
                other => other.and_then(|number| number.parse().ok()).unwrap_or(0),
            };
            marked.mark(word, WordClass::GENERATION);
            let before = cells.next() == Some("yes");
            lexicon.generations.insert(hash_word(word), (generation, before));
        }
        for row in entries(include_str!("../data/gendered_nouns.csv")).skip(1) {
            let class = match row.split_once(',') {
                Some((_, "m")) => WordClass::NOUN_OF_MAN,
                _ => WordClass::NOUN_OF_WOMAN,
            };
            marked.mark(row.split(',').next().unwrap_or_default(), class);
        }
        for row in entries(include_str!("../data/roles.csv")).skip(1) {
            let (phrase, office) = row.split_once(',').unwrap_or((row, ""));
            let office = if office.is_empty() { phrase } else { office };
            lexicon.add_role(phrase, office, WordClass::ROLE_START, &mut marked);
        }
        for row in entries(include_str!("../data/offices.csv")).skip(1) {
            let (phrase, office) = row.split_once(',').unwrap_or((row, ""));
            let office = if office.is_empty() { phrase } else { office };
            lexicon.add_role(phrase, office, WordClass::OFFICE_START, &mut marked);
        }
        lexicon.read_body_words();
        lexicon.read_kin();
        lexicon.classes = WordTable::new(&marked.0);
        lexicon
    }

    /// An office of one word, or of several the first of which is in the list `start`.
    fn add_role(&mut self, phrase: &str, office: &str, start: WordClass, marked: &mut Marked) {
        let gender = if phrase.ends_with("woman") || phrase.ends_with("lady") || phrase.ends_with("princess")
        {
            WordClass::FEMALE
        } else if phrase.ends_with("man") {
            WordClass::MALE
        } else {
            WordClass::default()
        };
        // Hyphens are tokens: "secretary-general" is three.
        let mut key = 0;
        let words = phrase.split([' ', '-']).count();
        for word in phrase.split(' ') {
            for (index, part) in word.split('-').enumerate() {
                if index > 0 {
                    key = extend(key, hash_word("-"));
                }
                key = extend(key, hash_word(part));
            }
        }
        if words > 1 {
            let first = phrase.split([' ', '-']).next().unwrap_or_default();
            marked.mark(first, start);
            let last = phrase.rsplit([' ', '-']).next().unwrap_or_default();
            marked.mark(last, WordClass::ROLE_END);
        } else {
            marked.mark(phrase, WordClass::ROLE.with(WordClass::ROLE_END).with(gender));
        }
        self.offices.insert(key, office.into());
    }

    /// Lists of a word, by its [`hash_word`].
    #[inline]
    pub(crate) fn class(&self, hash: u64) -> WordClass {
        self.classes.get(hash).unwrap_or_default()
    }

    /// Writes the lists of each token's word into `classes`.
    pub(crate) fn classes_of(&self, tokens: &Tokens, classes: &mut Vec<WordClass>) {
        classes.clear();
        classes.resize(tokens.len(), WordClass::default());
        self.classes
            .each(&tokens.hashes, |index, class| classes[index] = class);
    }

    /// True for an office of which the world has one holder: "the Pope".
    pub(crate) fn is_sole(&self, office: &str) -> bool {
        self.sole.contains(&hash_word(office))
    }

    /// Offices of those who lead countries, and whether it is a head of state's.
    pub(crate) fn leading_offices(&self) -> impl Iterator<Item = (&'static str, bool)> + '_ {
        self.leading.iter().map(|(office, of)| (*office, *of == "state"))
    }

    /// What most countries call an office that some call otherwise ("secretary of state": "foreign minister"), and the
    /// other way round: names of one office.
    pub(crate) fn equal_offices<'o>(&'o self, office: &'o str) -> impl Iterator<Item = &'static str> + 'o {
        self.equal.iter().filter_map(move |(own, equal)| match office {
            _ if *own == office => Some(*equal),
            _ if *equal == office => Some(*own),
            _ => None,
        })
    }

    /// The body that a capital speaks for, if it is not its country.
    pub(crate) fn seat_of(&self, capital: &str) -> Option<&'static str> {
        self.seats
            .iter()
            .find_map(|(seat, body)| (*seat == capital).then_some(*body))
    }

    /// Which of several of one name a word tells, 0 for none: "elder", "jr.", "III".
    pub(crate) fn generation(&self, word: u64) -> u8 {
        self.generations
            .get(&word)
            .map_or(0, |(generation, _)| *generation)
    }

    /// True for a word that tells it before the name only: "elder".
    pub(crate) fn stands_before(&self, word: u64) -> bool {
        self.generations.get(&word).is_some_and(|(_, before)| *before)
    }

    /// True for an office, as gazetteers write it, that some phrase of a text is read for.
    pub(crate) fn reads_office(&self, title: &str) -> bool {
        self.offices.values().any(|office| **office == *title)
    }

    /// True for what a company has: "shares", "headquarters".
    pub(crate) fn is_business(&self, word: &str) -> bool {
        !word.is_empty() && self.business.contains(&hash_word(word))
    }

    /// True for an office of a company or club rather than of a country: "chief executive", "coach".
    pub(crate) fn is_body_role(&self, office: &str) -> bool {
        self.body_roles.contains(&hash_word(office))
    }

    /// The longest role that begins at the first of `hashes` (one a token): its number of tokens and the office as
    /// gazetteers write it ("premier" → "prime minister").
    pub(crate) fn role(&self, hashes: &[u64]) -> Option<(usize, &str)> {
        let first = self.class(*hashes.first()?);
        if !first.any(
            WordClass::ROLE
                .with(WordClass::ROLE_START)
                .with(WordClass::OFFICE_START),
        ) {
            return None;
        }
        let mut key = 0;
        let mut longest = None;
        for (index, hash) in hashes.iter().take(LONGEST_ROLE + 2).enumerate() {
            key = extend(key, *hash);
            if let Some(office) = self.offices.get(&key) {
                longest = Some((index + 1, &**office));
            }
        }
        longest
    }
}

fn extend(key: u64, hash: u64) -> u64 {
    (key.rotate_left(23) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_unique() {
        for list in [
            include_str!("../data/addressing_verbs.txt"),
            include_str!("../data/body_heads.txt"),
            include_str!("../data/body_words.csv"),
            include_str!("../data/body_roles.txt"),
            include_str!("../data/business_words.txt"),
            include_str!("../data/equal_offices.csv"),
            include_str!("../data/gendered_nouns.csv"),
            include_str!("../data/kin.csv"),
            include_str!("../data/generations.csv"),
            include_str!("../data/groups.txt"),
            include_str!("../data/pair_words.txt"),
            include_str!("../data/seats.csv"),
            include_str!("../data/bylines.txt"),
            include_str!("../data/company_suffixes.txt"),
            include_str!("../data/counterparts.txt"),
            include_str!("../data/fields.txt"),
            include_str!("../data/function_words.txt"),
            include_str!("../data/honorifics.csv"),
            include_str!("../data/leaders.txt"),
            include_str!("../data/leading_offices.csv"),
            include_str!("../data/legal_forms.txt"),
            include_str!("../data/no_names.txt"),
            include_str!("../data/organisation_heads.txt"),
            include_str!("../data/offices.csv"),
            include_str!("../data/openers.txt"),
            include_str!("../data/particles.txt"),
            include_str!("../data/past_words.txt"),
            include_str!("../data/place_heads.txt"),
            include_str!("../data/postnominals.txt"),
            include_str!("../data/pronouns.csv"),
            include_str!("../data/roles.csv"),
            include_str!("../data/speech_verbs.txt"),
            include_str!("../data/state_words.txt"),
            include_str!("../data/storms.txt"),
            include_str!("../data/vessels.txt"),
            include_str!("../data/works.txt"),
        ] {
            let header = entries(list).next().is_some_and(|line| line.contains(','));
            let words: Vec<&str> = entries(list)
                .skip(usize::from(header))
                .map(|row| row.split(',').next().unwrap_or_default())
                .collect();
            for pair in words.windows(2) {
                assert!(pair[0] < pair[1], "{pair:?}");
            }
        }
        let rows: Vec<&str> = entries(include_str!("../data/story_words.csv")).skip(1).collect();
        for pair in rows.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
    }

    #[test]
    fn the_longest_role_wins() {
        let lexicon = Lexicon::new();
        let role = |words: &[&str]| {
            let hashes: Vec<u64> = words.iter().map(|word| hash_word(word)).collect();
            lexicon
                .role(&hashes)
                .map(|(length, office)| (length, office.to_owned()))
        };
        assert_eq!(
            role(&["Prime", "Minister", "Ada"]),
            Some((2, "prime minister".to_owned()))
        );
        assert_eq!(role(&["premier", "said"]), Some((1, "prime minister".to_owned())));
        assert_eq!(
            role(&["secretary", "-", "general"]),
            Some((3, "secretary general".to_owned()))
        );
        assert_eq!(role(&["prime", "rib"]), None);
    }
}
